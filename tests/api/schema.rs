//! The tables are what `src/schema.rs` says, on the way up, down and up again.

use std::process::{Child, Command, Stdio};

use diesel::migration::MigrationConnection;
use diesel::prelude::*;
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use tempfile::TempDir;

use crate::support::fresh_database;

/// Table → its columns, as the code knows them.
fn known() -> Vec<(String, Vec<String>)> {
    let text = std::fs::read_to_string("src/schema.rs").unwrap();
    text.split("diesel::table! {")
        .skip(1)
        .map(|table| {
            let name = table.trim().split(' ').next().unwrap().to_owned();
            let columns = table
                .lines()
                .take_while(|line| !line.starts_with('}'))
                .filter_map(|line| Some(line.split_once(" -> ")?.0.trim().to_owned()))
                .collect();
            (name, columns)
        })
        .collect()
}

fn up_down_up<C>(conn: &mut C)
where
    C: MigrationHarness<C::Backend> + MigrationConnection + Connection,
    diesel::query_builder::SqlQuery: diesel::query_dsl::methods::ExecuteDsl<C>,
{
    let migrations = || FileBasedMigrations::from_path("migrations/shared").unwrap();
    conn.run_pending_migrations(migrations()).unwrap();
    conn.revert_all_migrations(migrations()).unwrap();
    conn.run_pending_migrations(migrations()).unwrap();
    all_tables_are_there(conn);
}

fn all_tables_are_there<C>(conn: &mut C)
where
    C: Connection,
    diesel::query_builder::SqlQuery: diesel::query_dsl::methods::ExecuteDsl<C>,
{
    let tables = known();
    assert!(tables.len() > 10);
    for (table, columns) in tables {
        assert!(!columns.is_empty(), "{table}");
        let query = format!("SELECT {} FROM {table} LIMIT 0", columns.join(", "));
        diesel::sql_query(query).execute(conn).unwrap_or_else(|error| panic!("{table}: {error}"));
    }
}

#[test]
fn the_tables_are_what_the_code_thinks_they_are() {
    let folder = TempDir::new().unwrap();
    let url = fresh_database(folder.path());
    if url.starts_with("postgres") {
        up_down_up(&mut PgConnection::establish(&url).unwrap());
    } else {
        up_down_up(&mut SqliteConnection::establish(&url).unwrap());
    }
}

/// As many as a deployment that starts all its processes together.
const STARTED_AT_ONCE: usize = 3;

#[test]
fn several_that_open_a_new_database_at_once_find_it_whole() {
    let folder = TempDir::new().unwrap();
    let url = fresh_database(folder.path());
    let migrate = || -> Child {
        Command::new(env!("CARGO_BIN_EXE_circuler"))
            .arg("migrate")
            .env("DATABASE_URL", &url)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let started: Vec<Child> = (0..STARTED_AT_ONCE).map(|_| migrate()).collect();
    for process in started {
        let told = process.wait_with_output().unwrap();
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    }
    if url.starts_with("postgres") {
        all_tables_are_there(&mut PgConnection::establish(&url).unwrap());
    } else {
        all_tables_are_there(&mut SqliteConnection::establish(&url).unwrap());
    }
}
