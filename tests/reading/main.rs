//! Files that nobody of us made, and files as large as they come, through the reading process.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod binary;
mod foreign;
mod large;
mod old;
#[path = "../written/xls.rs"]
mod xls;

use std::io::Write;

use circuler::config::Inventories;
use circuler::inventories::read::{Unreadable, Value, Workbook, read_in_child};
use tokio::sync::Mutex;

/// Held by what takes a processor for itself: side by side, one would make the other too slow.
static ALONE: Mutex<()> = Mutex::const_new(());

/// The settings of a service, with the program that was built for the tests as the reader.
fn settings() -> Inventories {
    Inventories { reader: env!("CARGO_BIN_EXE_circuler").into(), ..Inventories::default() }
}

async fn read_bytes(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    read_in_child(&settings(), file.path()).await.unwrap()
}

/// Each filled cell of the first sheet: where, and what.
fn cells(workbook: &Workbook) -> Vec<(String, Value)> {
    let cells = workbook.sheets[0].rows.iter().flat_map(|it| &it.cells);
    cells.map(|it| (it.address(), it.value.clone())).collect()
}
