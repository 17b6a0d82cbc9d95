//! `make bench-search`: ten shapes of queries over 10,000, 100,000 and 1,000,000 listings: the
//! engine called directly, through HTTP, and beside others that are there.
//!
//! Prints a table; with `JSON=1` one line of JSON for each case. `SIZES="10000 100000"` runs those
//! sizes only, `SERVICE_MAX=1000000` asks through HTTP up to that size.

mod meilisearch;
mod postgres;
mod service;
mod workload;

use std::path::Path;
use std::time::{Duration, Instant};

use circuler::search::{Query, SearchIndex, TantivyIndex};

use workload::Workload;

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
/// What is put at once when an index is built.
const BATCH: usize = 20_000;
/// What a job brings.
const JOB_BATCH: usize = 500;
/// Queries of each shape, each another one.
const QUERIES: usize = 200;

/// One row of the table.
pub struct Case {
    pub name: String,
    pub ours: f64,
    /// What it is held against, in the same unit.
    pub peer: Option<(f64, &'static str)>,
    pub unit: &'static str,
    /// How many were found or written: a fast answer must also be an answer.
    pub hits: usize,
}

impl Case {
    fn print(&self) {
        let ratio = self.peer.map(|it| self.ours / it.0);
        if std::env::var_os("JSON").is_some() {
            let line = serde_json::json!({
                "case": self.name,
                "ours": self.ours,
                "peer": self.peer.map(|it| it.0),
                "ratio": ratio,
                "unit": self.unit,
                "hits": self.hits,
            });
            println!("{line}");
            return;
        }
        let peer = self.peer.map_or_else(|| "–".to_owned(), |it| format!("{:.3}", it.0));
        let ratio = ratio.map_or_else(|| "–".to_owned(), |it| format!("{it:.2}"));
        let against = self.peer.map_or("", |it| it.1);
        println!(
            "| {} | {:.3} | {peer} | {ratio} | {} | {} | {against} |",
            self.name, self.ours, self.unit, self.hits
        );
    }
}

/// Milliseconds of each query of a shape, and what they found together.
pub struct Asked {
    pub name: &'static str,
    pub took: Vec<f64>,
    pub hits: usize,
}

impl Asked {
    pub fn quantile(&self, part: f64) -> f64 {
        let mut took = self.took.clone();
        took.sort_by(f64::total_cmp);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
        #[expect(clippy::cast_precision_loss, reason = "there are few")]
        let at = ((took.len() - 1) as f64 * part).round() as usize;
        took[at]
    }
}

pub fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// Asks every shape; the first queries of each warm it up and are not counted.
pub async fn ask<F: Future<Output = usize>>(
    workload: &Workload,
    times: usize,
    find: impl Fn(Query) -> F,
) -> Vec<Asked> {
    const WARM_UP: usize = 5;
    let shapes = workload.queries(0).len();
    let mut all = Vec::new();
    for shape in 0..shapes {
        let mut asked = Asked { name: workload.queries(0)[shape].0, took: Vec::new(), hits: 0 };
        for number in 0..times + WARM_UP {
            let (_, query) = workload.queries(number)[shape].clone();
            let started = Instant::now();
            let hits = find(query).await;
            if number >= WARM_UP {
                asked.took.push(milliseconds(started));
                asked.hits += hits;
            }
        }
        all.push(asked);
    }
    all
}

async fn engine(workload: &Workload, size: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let index = TantivyIndex::open(folder.path()).expect("an index");
    let mut took = Duration::ZERO;
    for from in (0..size).step_by(BATCH) {
        let some = workload.listings(from, BATCH.min(size - from));
        let started = Instant::now();
        index.put(&some).await.expect("put");
        took += started.elapsed();
    }
    #[expect(clippy::cast_precision_loss, reason = "a million")]
    let rate = size as f64 / took.as_secs_f64();
    let case = |name: &str, ours, unit| Case {
        name: format!("{name}, {size}"),
        ours,
        peer: None,
        unit,
        hits: size,
    };
    case("index by 20,000", rate, "listings/s").print();
    case("on disk", megabytes(bytes_below(folder.path())), "MB").print();
    let some = workload.listings(size, JOB_BATCH);
    let started = Instant::now();
    index.put(&some).await.expect("put");
    case("500 more until they are found", milliseconds(started), "ms").print();
    let find = |query: Query| {
        let index = &index;
        async move { index.find(&query).await.expect("found").total }
    };
    let asked = ask(workload, QUERIES, find).await;
    tell(size, &asked, &[], "");
    tell(size, &asked, &postgres::ask_all(workload, size), "PostgreSQL");
    tell(size, &asked, &meilisearch::ask_all(workload, size).await, "Meilisearch");
    case("resident memory", resident_megabytes(), "MB").print();
}

/// Tells what each shape took; beside a peer, those that it was asked too.
fn tell(size: usize, asked: &[Asked], peers: &[Asked], against: &'static str) {
    for it in asked {
        let peer = peers.iter().find(|peer| peer.name == it.name);
        if peer.is_none() && !against.is_empty() {
            continue;
        }
        for (part, label) in [(0.5, "p50"), (0.99, "p99")] {
            Case {
                name: format!("{}, {size}, {label}", it.name),
                ours: it.quantile(part),
                peer: peer.map(|it| (it.quantile(part), against)),
                unit: "ms",
                hits: it.hits,
            }
            .print();
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn bytes_below(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok);
    entries
        .map(|it| match it.metadata() {
            Ok(meta) if meta.is_dir() => bytes_below(&it.path()),
            Ok(meta) => meta.len(),
            Err(_) => 0,
        })
        .sum()
}

fn resident_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|it| it.starts_with("VmRSS:")).unwrap_or_default();
    let kib = line.split_whitespace().nth(1).and_then(|it| it.parse::<u64>().ok());
    megabytes(kib.unwrap_or_default() * 1024)
}

fn main() {
    if std::env::var_os("JSON").is_none() {
        println!("| case | ours | peer | ratio | unit | hits | against |");
        println!("|---|---:|---:|---:|---|---:|---|");
    }
    let number = |name: &str| std::env::var(name).ok()?.parse::<usize>().ok();
    let sizes = std::env::var("SIZES").unwrap_or_default();
    let mut sizes: Vec<usize> = sizes.split_whitespace().filter_map(|it| it.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = SIZES.to_vec();
    }
    let service_max = number("SERVICE_MAX").unwrap_or(SIZES[1]);
    let workload = Workload::new();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for size in sizes {
        runtime.block_on(engine(&workload, size));
        if size <= service_max {
            service::run(&workload, size);
        }
    }
}
