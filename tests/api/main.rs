//! The service through its front door, on SQLite, or on the PostgreSQL of `TEST_DATABASE_URL`.

mod accounts;
mod alerts;
mod doors;
mod hostile;
mod inventories;
mod main_job;
mod needs;
mod passports;
mod schema;
mod support;
