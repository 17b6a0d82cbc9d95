//! Files that nobody of us made, and files as large as they come, through the reading process.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod foreign;
mod large;

use circuler::config::Inventories;

/// The settings of a service, with the program that was built for the tests as the reader.
fn settings() -> Inventories {
    Inventories { reader: env!("CARGO_BIN_EXE_circuler").into(), ..Inventories::default() }
}
