//! An inventory from file to passports, beside reading the file and inserting the rows bare.

use std::io::Cursor;
use std::path::Path;
use std::time::Duration;

use calamine::{DataRef, Reader, Xlsx};
use circuler::accounts::Caller;
use circuler::app::App;
use circuler::inventories::{self, Upload};
use circuler::worker;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use crate::matching::{open, register};
use crate::{Case, timed, workload};

const ROWS: [usize; 2] = [10_000, 100_000];

pub async fn run(print: &mut impl FnMut(Case)) {
    for rows in ROWS {
        for (kind, bytes) in [("csv", workload::csv(rows)), ("xlsx", workload::xlsx(rows))] {
            measure(print, rows, kind, &bytes).await;
        }
    }
}

async fn measure(print: &mut impl FnMut(Case), rows: usize, kind: &str, bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(format!("inventory.{kind}"));
    std::fs::write(&file, bytes).expect("a file");
    let app = open(folder.path());
    let contractor = register(&app, 0).await;

    let (created, importing) = import(&app, &contractor, &file).await;
    assert_eq!(created, rows, "every row is right");
    let started = std::time::Instant::now();
    while worker::run_one(&app).await.expect("a job") {}
    let indexing = started.elapsed();

    let (cells, reading) = timed(|| if kind == "csv" { read_csv(bytes) } else { read_xlsx(bytes) });
    assert!(cells >= rows * 19, "{cells} cells");
    let (copied, inserting) = timed(|| insert_bare(folder.path()));
    assert_eq!(copied, rows);
    print(Case {
        name: format!("import {rows} rows × 20 from {kind}"),
        ours: rate(rows, importing),
        peer: Some((rate(rows, reading + inserting), "bare read, then bare insert")),
        unit: "rows/s",
        hits: created,
    });
    print(Case {
        name: format!("{rows} passports from accepted to found and matched ({kind})"),
        ours: rate(rows, indexing),
        peer: None,
        unit: "passports/s",
        hits: created,
    });
}

async fn import(app: &App, contractor: &Caller, file: &Path) -> (usize, Duration) {
    let upload = Upload { file_name: "inventory".to_owned(), ..Upload::default() };
    let started = std::time::Instant::now();
    let done = inventories::import(app, contractor, upload, file, &|_| ()).await.expect("import");
    (usize::try_from(done.counts.created).unwrap_or(0), started.elapsed())
}

#[expect(clippy::cast_precision_loss, reason = "a hundred thousand")]
fn rate(rows: usize, took: Duration) -> f64 {
    rows as f64 / took.as_secs_f64()
}

fn read_csv(bytes: &[u8]) -> usize {
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    let mut cells = 0;
    while reader.read_byte_record(&mut record).expect("a row") {
        cells += record.len();
    }
    cells
}

fn read_xlsx(bytes: &[u8]) -> usize {
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("xlsx");
    let sheet = workbook.sheet_names()[0].clone();
    let mut reader = workbook.worksheet_cells_reader(&sheet).expect("a sheet");
    let mut cells = 0;
    while let Some(cell) = reader.next_cell().expect("a cell") {
        cells += usize::from(*cell.get_value() != DataRef::Empty);
    }
    cells
}

/// What the import wrote, copied by SQLite itself into a second database with the same tables: no
/// way to insert the same rows is faster.
fn insert_bare(folder: &Path) -> usize {
    let target = folder.join("bare.db").display().to_string();
    circuler::db::Db::open(&target, 1).expect("the same tables");
    let mut conn = SqliteConnection::establish(&target).expect("a database");
    let source = folder.join("circuler.db").display().to_string();
    let copy = format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = OFF; ATTACH '{source}' AS source; BEGIN; \
         INSERT INTO passports SELECT * FROM source.passports; \
         INSERT INTO passport_events SELECT * FROM source.passport_events; COMMIT"
    );
    conn.batch_execute(&copy).expect("copied");
    let count: i64 =
        circuler::schema::passports::table.count().get_result(&mut conn).expect("count");
    usize::try_from(count).unwrap_or(0)
}
