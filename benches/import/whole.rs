//! An inventory from the file to passports that are found and matched, beside the sum of its bare
//! parts: a reader that only reads, and the very same rows through the raw interface of SQLite.

use std::time::{Duration, Instant};

use circuler::inventories::progress::Progress;
use circuler::inventories::{self, Upload};
use circuler::worker;

use crate::matching::{open, register};
use crate::{Case, ROWS, apply, parse, timed, workload};

pub async fn run(print: &mut impl FnMut(Case)) {
    for (kind, bytes) in [("csv", workload::csv(ROWS)), ("xlsx", workload::xlsx(ROWS))] {
        measure(print, kind, &bytes).await;
    }
}

async fn measure(print: &mut impl FnMut(Case), kind: &str, bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(format!("inventory.{kind}"));
    std::fs::write(&file, bytes).expect("a file");
    let app = open(folder.path());
    let contractor = register(&app, 0).await;

    let started = Instant::now();
    let upload = Upload { file_name: "inventory".to_owned(), ..Upload::default() };
    let told = |_: Progress| ();
    let done = inventories::import(&app, &contractor, upload, &file, &told).await.expect("import");
    let importing = started.elapsed();
    assert_eq!(done.counts.created, ROWS as u64, "every row is right");
    let started = Instant::now();
    while worker::run_one(&app).await.expect("a job") {}
    let indexing = started.elapsed();

    let read = if kind == "csv" { parse::csv } else { parse::xlsx };
    let (cells, reading) = timed(|| read(&file));
    assert!(cells >= ROWS * 19, "{cells} cells");
    let inserting = apply::insert_raw(folder.path(), ROWS);
    print(seconds(
        format!("import {ROWS} rows × 20 from {kind}, from upload to passports"),
        importing,
        Some((reading + inserting, "bare read, then the bare rows, raw SQLite")),
    ));
    print(seconds(
        format!("until {ROWS} passports are found and matched ({kind})"),
        indexing,
        None,
    ));
}

fn seconds(name: String, ours: Duration, peer: Option<(Duration, &'static str)>) -> Case {
    let peer = peer.map(|(it, against)| (it.as_secs_f64(), against));
    Case { name, ours: ours.as_secs_f64(), peer, unit: "s", hits: ROWS }
}
