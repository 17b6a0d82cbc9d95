//! Passports into the database: planned, hashed, made ready and put in place, beside the very same
//! rows through the raw interface of SQLite; and how long somebody else who writes waits meanwhile.

use std::cell::Cell;
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

use crate::matching::{open, open_at, register};
use crate::{Case, ROWS, workload};

/// A short list, to see whether a row costs the same in it as in a long one.
const FEW: usize = 1_000;

/// How often somebody else writes.
const WRITE_EVERY: Duration = Duration::from_millis(5);

pub async fn run(print: &mut impl FnMut(Case)) {
    let mut each = Vec::new();
    for rows in [FEW, ROWS] {
        let folder = tempfile::tempdir().expect("a folder");
        let accepted = accept(&open(folder.path()), folder.path(), rows).await;
        let raw = insert_raw(folder.path(), &TABLES);
        assert_eq!(raw.rows, 2 * rows, "a passport and an event for each");
        accepted.print(print, Some(raw.took));
        each.push(accepted.took.as_secs_f64() / accepted.count());
    }
    print(Case {
        name: format!("accept: a row of {ROWS} beside a row of {FEW}"),
        ours: each[1] * 1e6,
        peer: Some((each[0] * 1e6, "the short list")),
        unit: "µs/row",
        hits: ROWS,
    });
}

/// The same in PostgreSQL.
pub async fn run_at(url: &str, print: &mut impl FnMut(Case)) {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open_at(folder.path(), url.to_owned());
    accept(&app, folder.path(), ROWS).await.print(print, None);
}

struct Accepted {
    rows: usize,
    took: Duration,
    /// Of somebody else who writes meanwhile.
    longest_wait: Duration,
    /// The same when nobody accepts anything.
    alone: Duration,
}

impl Accepted {
    #[expect(clippy::cast_precision_loss, reason = "a hundred thousand")]
    fn count(&self) -> f64 {
        self.rows as f64
    }

    fn print(&self, print: &mut impl FnMut(Case), raw: Option<Duration>) {
        let rows = self.rows;
        let peer = |of: fn(f64, Duration) -> f64| {
            raw.map(|raw| (of(self.count(), raw), "the bare rows, raw SQLite"))
        };
        print(Case {
            name: format!("accept {rows} rows, from preview to passports"),
            ours: self.count() / self.took.as_secs_f64(),
            peer: peer(|count, raw| count / raw.as_secs_f64()),
            unit: "rows/s",
            hits: rows,
        });
        print(Case {
            name: format!("longest wait of another writer, {rows} rows"),
            ours: self.longest_wait.as_secs_f64() * 1000.0,
            peer: peer(|_, raw| raw.as_secs_f64() * 1000.0),
            unit: "ms",
            hits: rows,
        });
        print(Case {
            name: "longest wait of that writer alone".to_owned(),
            ours: self.alone.as_secs_f64() * 1000.0,
            peer: None,
            unit: "ms",
            hits: 1,
        });
    }
}

/// Accepts a list, and times it.
async fn accept(app: &App, folder: &Path, rows: usize) -> Accepted {
    let contractor = register(app, 0).await;
    let inventory = upload(app, &contractor, folder, rows).await;
    let pause = tokio::time::sleep(Duration::from_secs(1));
    let ((), alone) = waiting_beside(app, pause).await;
    let terms = deciding::Terms::default();
    let watch = Watch::default();
    let accepting = async {
        let started = Instant::now();
        let accepted = deciding::accept(app, &contractor, &inventory.id, terms, &watch).await;
        (accepted, started.elapsed())
    };
    let ((accepted, took), longest_wait) = waiting_beside(app, accepting).await;
    assert_eq!(accepted.expect("accepted").counts.created, rows as u64);
    Accepted { rows, took, longest_wait, alone }
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

/// Does `work` while somebody else writes a row every few milliseconds. The longest that took, the
/// last one included.
async fn waiting_beside<T>(app: &App, work: impl Future<Output = T>) -> (T, Duration) {
    let over = Cell::new(false);
    let working = async {
        let done = work.await;
        over.set(true);
        done
    };
    let writing = async {
        let mut longest = Duration::ZERO;
        while !over.get() {
            let job = Job::MatchNeed { need_id: "none".to_owned() };
            let started = Instant::now();
            app.db.write(move |conn| jobs::enqueue(conn, &job)).await.expect("written");
            longest = longest.max(started.elapsed());
            tokio::time::sleep(WRITE_EVERY).await;
        }
        longest
    };
    tokio::join!(working, writing)
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

/// What it takes to store rows.
pub struct Stored {
    pub rows: usize,
    pub took: Duration,
}

/// What stands in some tables, written once more through the C interface: one transaction, one
/// prepared statement a table, into a database with the same tables and indexes.
pub fn insert_raw(folder: &Path, tables: &[&str]) -> Stored {
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
    let all = tables.iter().map(|table| contents(&source, table)).collect::<Vec<_>>();
    let count = all.iter().map(|it| it.rows.len()).sum();
    let started = Instant::now();
    target.execute_batch("BEGIN IMMEDIATE").expect("begun");
    for (table, Contents { columns, rows }) in tables.iter().zip(all) {
        let marks = vec!["?"; columns.len()].join(", ");
        let columns = columns.join(", ");
        let insert = format!("INSERT INTO {table} ({columns}) VALUES ({marks})");
        let mut insert = target.prepare(&insert).expect("a statement");
        for row in rows {
            insert.execute(params_from_iter(row)).expect("a row");
        }
    }
    target.execute_batch("COMMIT").expect("done");
    Stored { rows: count, took: started.elapsed() }
}
