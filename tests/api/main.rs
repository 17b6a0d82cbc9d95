//! The service through its front door, on SQLite, or on the PostgreSQL of `TEST_DATABASE_URL`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod accounts;
mod alerts;
mod attempts;
mod canary;
mod corrections;
mod database_killed;
mod deciding;
mod delivery;
mod digests;
mod doors;
mod exactness;
mod exports;
mod hostile;
mod idempotency;
mod inventory_files;
mod inventories;
mod inventory_photos;
mod killed;
mod mail_judges;
mod mail_killed;
#[path = "../mailbox/mod.rs"]
mod mailbox;
mod lists;
mod main_job;
mod matching;
#[path = "../meilisearch/mod.rs"]
mod meilisearch;
mod mid_digest;
mod needs;
mod outage;
mod passports;
mod photos;
mod schema;
mod search;
mod stating;
mod support;
mod telling;
mod understanding;
mod wanting;
#[path = "../written/xls.rs"]
mod xls;
