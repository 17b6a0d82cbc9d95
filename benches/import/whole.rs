//! An inventory from the file to passports that are found and matched, beside the sum of its bare
//! parts: a reader that only reads; every row that is stored, through the raw interface of SQLite;
//! Tantivy alone, with the same texts cut in its own way; and the look-up of needs alone.

use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use circuler::accounts::Caller;
use circuler::app::App;
use circuler::id::Id;
use circuler::inventories::progress::{Progress, Stage};
use circuler::inventories::{self, Upload};
use circuler::needs::index::Scratch;
use circuler::needs::{self, Following};
use circuler::places::{self, Site, SiteDraft};
use circuler::search::Point;
use circuler::{jobs, worker};
use rusqlite::Connection;
use tantivy::schema::{FAST, INDEXED, STRING, Schema, TEXT};
use tantivy::{Index, TantivyDocument, doc};

use crate::matching::{SEEKERS, open, register, state};
use crate::{Case, ROWS, apply, parse, timed, workload};

/// Open while the list comes in: some twenty thousand matches come of it.
const NEEDS: usize = 1_000;

/// Everything that is stored on the way from a file to letters, but for the jobs that are done.
const TABLES: [&str; 6] =
    ["inventory_rows", "passports", "passport_events", "matches", "notifications", "outbox"];

pub async fn run(print: &mut impl FnMut(Case)) {
    for (kind, bytes) in [("csv", workload::csv(ROWS)), ("xlsx", workload::xlsx(ROWS))] {
        Box::pin(measure(print, kind, &bytes)).await;
    }
}

async fn measure(print: &mut impl FnMut(Case), kind: &str, bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(format!("inventory.{kind}"));
    std::fs::write(&file, bytes).expect("a file");
    let app = open(folder.path());
    let (contractor, site_id) = prepare(&app).await;

    let started = Instant::now();
    let upload = Upload { file_name: "inventory".to_owned(), site_id, ..Upload::default() };
    let stages = Mutex::new(Vec::new());
    let told = |progress: Progress| {
        let mut stages = stages.lock().expect("one thread");
        if stages.last().is_none_or(|it: &(Stage, Duration)| it.0 != progress.stage) {
            stages.push((progress.stage, started.elapsed()));
        }
    };
    let done = inventories::import(&app, &contractor, upload, &file, &told).await.expect("import");
    let importing = started.elapsed();
    assert_eq!(done.counts.created, ROWS as u64, "every row is right");
    let until = stages.into_inner().expect("one thread");
    for (at, (stage, began)) in until.iter().enumerate() {
        let ended = until.get(at + 1).map_or(importing, |it| it.1);
        print(seconds(format!("{kind}: {stage:?}"), ended.saturating_sub(*began), None));
    }
    let started = Instant::now();
    tokio::join!(work(&app), work(&app));
    let indexing = started.elapsed();
    beside(print, &app, &file, kind, (importing, indexing)).await;
}

/// Needs that wait for what comes, a contractor, and where the things lie.
async fn prepare(app: &App) -> (Caller, Option<Id<Site>>) {
    let contractor = register(app, 0).await;
    let mut seekers = Vec::new();
    for number in 1..=SEEKERS {
        seekers.push(register(app, number).await);
    }
    app.db.write(move |conn| state(conn, &seekers, NEEDS)).await.expect("needs");
    let owner = contractor.clone();
    let yard = SiteDraft {
        name: "Werf".to_owned(),
        address: "Interleuvenlaan 10".to_owned(),
        point: Point { latitude: 50.8528, longitude: 4.7307 },
        park_id: None,
    };
    let site = app.db.write(move |conn| places::create_site(conn, &owner, yard)).await;
    work(app).await;
    (contractor, Some(site.expect("a site").id))
}

/// Prints what it took beside its bare parts.
async fn beside(
    print: &mut impl FnMut(Case),
    app: &App,
    file: &Path,
    kind: &str,
    (importing, indexing): (Duration, Duration),
) {
    let folder = file.parent().expect("a folder");
    let read = if kind == "csv" { parse::csv } else { parse::xlsx };
    let (cells, reading) = timed(|| read(file));
    assert!(cells >= ROWS * 19, "{cells} cells");
    let stored = apply::insert_raw(folder, &TABLES).took;
    let ((), found) = timed(|| index_bare(folder));
    let (hits, matched) = match_bare(app, folder).await;
    print(seconds(
        format!("import {ROWS} rows × 20 from {kind}, from upload to passports"),
        importing,
        Some((reading + stored, "bare read, then all that is stored, raw SQLite")),
    ));
    print(seconds(
        format!("until {ROWS} passports are found and matched with {NEEDS} needs ({kind})"),
        indexing,
        Some((found + matched, "Tantivy alone, then the look-up of needs alone")),
    ));
    let bare = reading + stored + found + matched;
    let whole = seconds(
        format!("the whole, {kind}: from upload to found and matched"),
        importing + indexing,
        Some((bare, "the sum of the bare parts")),
    );
    print(Case { hits, ..whole });
}

/// Does jobs as the worker does, until none is left: also those that another one lines up.
async fn work(app: &App) {
    loop {
        if worker::run_one(app).await.expect("a job") {
            continue;
        }
        if app.db.read(jobs::count).await.expect("a count").0 == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// The name and the record of each passport as one text each, two numbers, one commit.
fn index_bare(folder: &Path) {
    let source = Connection::open(folder.join("circuler.db")).expect("a database");
    let mut all = source
        .prepare("SELECT id, version, name, details, quantity_thousandths FROM passports")
        .expect("a query");
    let mut schema = Schema::builder();
    let (id, version) =
        (schema.add_text_field("id", STRING | FAST), schema.add_i64_field("version", FAST));
    let (name, text) = (schema.add_text_field("name", TEXT), schema.add_text_field("text", TEXT));
    let quantity = schema.add_i64_field("quantity", FAST | INDEXED);
    let bare = folder.join("bare");
    std::fs::create_dir(&bare).expect("a folder");
    let index = Index::create_in_dir(bare, schema.build()).expect("an index");
    let mut writer = index.writer_with_num_threads(1, 200_000_000).expect("a writer");
    let row = |row: &rusqlite::Row| -> rusqlite::Result<TantivyDocument> {
        Ok(doc!(
            id => row.get::<_, String>(0)?,
            version => row.get::<_, i64>(1)?,
            name => row.get::<_, String>(2)?,
            text => row.get::<_, String>(3)?,
            quantity => row.get::<_, i64>(4)?,
        ))
    };
    for document in all.query_map([], row).expect("rows") {
        writer.add_document(document.expect("a row")).expect("added");
    }
    writer.commit().expect("a commit");
}

/// How long it takes to look up who needs what, all listings and needs in memory; and how many
/// matches that were.
async fn match_bare(app: &App, folder: &Path) -> (usize, Duration) {
    let ids: Vec<String> = {
        let source = Connection::open(folder.join("circuler.db")).expect("a database");
        let mut all = source.prepare("SELECT id FROM passports").expect("a query");
        all.query_map([], |row| row.get(0)).expect("rows").map(|it| it.expect("a row")).collect()
    };
    let looking = move |conn: &mut _| {
        let following = Following::default();
        following.catch_up(conn)?;
        let (mut scratch, mut hits, mut looked) = (Scratch::default(), 0, Duration::ZERO);
        for some in ids.chunks(1000) {
            let offers = needs::offers(conn, some)?;
            let look = || {
                let found = offers.iter().map(|it| following.seeking(it, &mut scratch).len());
                found.sum::<usize>()
            };
            let (found, took) = timed(look);
            hits += found;
            looked += took;
        }
        Ok((hits, looked))
    };
    app.db.read(looking).await.expect("matches")
}

fn seconds(name: String, ours: Duration, peer: Option<(Duration, &'static str)>) -> Case {
    let peer = peer.map(|(it, against)| (it.as_secs_f64(), against));
    Case { name, ours: ours.as_secs_f64(), peer, unit: "s", hits: ROWS }
}
