//! Passports into the database: planned, hashed, made ready and put in place, beside the very same
//! rows through the raw interface of SQLite; and how long somebody else who writes waits meanwhile.

use std::path::Path;
use std::time::{Duration, Instant};

use circuler::accounts::Caller;
use circuler::app::App;
use circuler::inventories::progress::Watch;
use circuler::inventories::{self, Inventory, Upload, deciding};
use circuler::jobs::{self, Job};
use circuler::worker;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::matching::{open, register};
use crate::{Case, ROWS, workload};

/// A short list, to see whether a row costs the same in it as in a long one.
const FEW: usize = 1_000;

/// How often somebody else writes.
const WRITE_EVERY: Duration = Duration::from_millis(5);

pub async fn run(print: &mut impl FnMut(Case)) {
    let mut each = Vec::new();
    for rows in [FEW, ROWS] {
        each.push(measure(print, rows).await);
    }
    print(Case {
        name: format!("accept: a row of {ROWS} beside a row of {FEW}"),
        ours: each[1] * 1e6,
        peer: Some((each[0] * 1e6, "the short list")),
        unit: "µs/row",
        hits: ROWS,
    });
}

/// Seconds for each row.
async fn measure(print: &mut impl FnMut(Case), rows: usize) -> f64 {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path());
    let contractor = register(&app, 0).await;
    let inventory = upload(&app, &contractor, folder.path(), rows).await;

    let pause = tokio::time::sleep(Duration::from_secs(1));
    let ((), alone) = waiting_beside(&app, pause).await;
    let terms = deciding::Terms::default();
    let watch = Watch::default();
    let accepting = deciding::accept(&app, &contractor, &inventory.id, terms, &watch);
    let started = Instant::now();
    let (accepted, longest) = waiting_beside(&app, accepting).await;
    let took = started.elapsed().as_secs_f64();
    assert_eq!(accepted.expect("accepted").counts.created, rows as u64);
    let raw = insert_raw(folder.path(), rows);
    #[expect(clippy::cast_precision_loss, reason = "a hundred thousand")]
    let count = rows as f64;
    print(Case {
        name: format!("accept {rows} rows, from preview to passports"),
        ours: count / took,
        peer: Some((count / raw.as_secs_f64(), "the bare rows, raw SQLite")),
        unit: "rows/s",
        hits: rows,
    });
    print(Case {
        name: format!("longest wait of another writer, {rows} rows"),
        ours: longest.as_secs_f64() * 1000.0,
        peer: Some((raw.as_secs_f64() * 1000.0, "the bare rows, raw SQLite")),
        unit: "ms",
        hits: rows,
    });
    print(Case {
        name: "longest wait of that writer alone".to_owned(),
        ours: alone.as_secs_f64() * 1000.0,
        peer: None,
        unit: "ms",
        hits: 1,
    });
    took / count
}

/// A list that was read, and waits to be accepted.
async fn upload(app: &App, contractor: &Caller, folder: &Path, rows: usize) -> Inventory {
    let file = folder.join("inventory.csv");
    std::fs::write(&file, workload::csv(rows)).expect("a file");
    let upload = Upload { file_name: "inventory.csv".to_owned(), ..Upload::default() };
    let inventory = inventories::upload(app, contractor, upload, &file).await.expect("uploaded");
    while worker::run_one(app).await.expect("read") {}
    inventory
}

/// Does `work` while somebody else writes a row every few milliseconds. The longest that took.
async fn waiting_beside<T>(app: &App, work: impl Future<Output = T>) -> (T, Duration) {
    let mut work = std::pin::pin!(work);
    let mut longest = Duration::ZERO;
    loop {
        let writing = async {
            tokio::time::sleep(WRITE_EVERY).await;
            let job = Job::MatchNeed { need_id: "none".to_owned() };
            let started = Instant::now();
            app.db.write(move |conn| jobs::enqueue(conn, &job)).await.expect("written");
            longest = longest.max(started.elapsed());
        };
        tokio::select! {
            biased;
            done = &mut work => return (done, longest),
            () = writing => {}
        }
    }
}

/// The tables that accepting fills.
const TABLES: [&str; 2] = ["passports", "passport_events"];

/// A table as it is: the names of its columns, in their order, and its rows.
struct Contents {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

fn contents(source: &Connection, table: &str) -> Contents {
    let mut all = source.prepare(&format!("SELECT * FROM {table}")).expect("a query");
    let columns: Vec<String> = all.column_names().into_iter().map(str::to_owned).collect();
    let row = |row: &rusqlite::Row| (0..columns.len()).map(|at| row.get(at)).collect();
    let rows = all.query_map([], row).expect("rows").map(|it| it.expect("a row")).collect();
    Contents { columns, rows }
}

/// What accepting wrote, written once more through the C interface: one transaction, one prepared
/// statement a table, into a database with the same tables and indexes.
pub fn insert_raw(folder: &Path, rows: usize) -> Duration {
    let source = Connection::open(folder.join("circuler.db")).expect("a database");
    let target = folder.join("raw.db");
    circuler::db::Db::open(&target.display().to_string(), 1).expect("the same tables");
    let target = Connection::open(target).expect("a database");
    target
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = OFF; \
             PRAGMA cache_size = -16384;",
        )
        .expect("settings");
    let contents = TABLES.map(|table| contents(&source, table));
    assert_eq!(contents[0].rows.len(), rows);
    let started = Instant::now();
    target.execute_batch("BEGIN IMMEDIATE").expect("begun");
    for (table, Contents { columns, rows }) in TABLES.into_iter().zip(contents) {
        let marks = vec!["?"; columns.len()].join(", ");
        let columns = columns.join(", ");
        let insert = format!("INSERT INTO {table} ({columns}) VALUES ({marks})");
        let mut insert = target.prepare(&insert).expect("a statement");
        for row in rows {
            insert.execute(params_from_iter(row)).expect("a row");
        }
    }
    target.execute_batch("COMMIT").expect("done");
    started.elapsed()
}
