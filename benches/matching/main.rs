//! `make bench-matching`: one listing against many needs and one need against many listings, one
//! thread, beside its peers.
//!
//! All peers get the same needs and listings in numbers, and all must find the same. A table, or
//! with `JSON=1` a line of JSON for each case. `SIZES="1000 100000"` says how many needs, and
//! `STAGES="needs ready"` runs some of its stages: `needs`, `changes`, `ready`, `stock` and `exact`.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "numbers of a benchmark, all of them small"
)]

mod exact;
mod gist;
mod pause;
mod r_star;
mod ready;
mod scan;
mod sqlite;
mod stock;
mod workload;

use std::time::{Duration, Instant};

use circuler::needs::index::{NeedIndex, Offered, Scratch, Sought};

use crate::workload::Workload;

/// One row of the table.
struct Case<'a> {
    name: String,
    ours: f64,
    peer: Option<(f64, &'a str)>,
    unit: &'a str,
    /// For each listing.
    hits: f64,
}

impl Case<'_> {
    fn print(&self, json: bool) {
        let Self { name, ours, peer, unit, hits } = self;
        let ratio = peer.map(|(peer, _)| peer / ours);
        if json {
            let line = serde_json::json!({
                "case": name, "ours": ours, "peer": peer.map(|it| it.0), "ratio": ratio,
                "unit": unit, "hits": hits,
            });
            println!("{line}");
            return;
        }
        let (peer, against) = peer.map_or((String::new(), ""), |(it, of)| (format!("{it:.2}"), of));
        let ratio = ratio.map_or(String::new(), |it| format!("{it:.1} ×"));
        println!("| {name} | {ours:.2} | {peer} | {ratio} | {unit} | {hits:.1} | {against} |");
    }
}

/// How long a search of each listing took, in microseconds, and what was found.
struct Measured {
    micros: Vec<f64>,
    hits: usize,
    /// Of what was found, in any order.
    sum: u128,
}

impl Measured {
    fn at(&self, part: f64) -> f64 {
        let mut sorted = self.micros.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[((sorted.len() - 1) as f64 * part).round() as usize]
    }

    fn hits_each(&self) -> f64 {
        self.hits as f64 / self.micros.len() as f64
    }
}

/// Ids of what fits each listing, by some search; the first tenth twice, to warm up.
fn measure(listings: &[Offered], mut search: impl FnMut(&Offered, &mut Vec<u128>)) -> Measured {
    let mut found = Vec::new();
    for listing in &listings[..=listings.len() / 10] {
        found.clear();
        search(listing, &mut found);
    }
    let mut measured = Measured { micros: Vec::with_capacity(listings.len()), hits: 0, sum: 0 };
    for listing in listings {
        found.clear();
        let started = Instant::now();
        search(listing, &mut found);
        measured.micros.push(started.elapsed().as_nanos() as f64 / 1000.0);
        measured.hits += found.len();
        measured.sum = found.iter().fold(measured.sum, |sum, it| sum.wrapping_add(*it));
    }
    measured
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let value = work();
    (value, started.elapsed())
}

/// Listings for the fast ones, and how many of them the slow peers are asked for.
const LISTINGS: usize = 20_000;
const SORTED_LISTINGS: usize = 100_000;
const CHANGES: usize = 20_000;

fn main() {
    let json = std::env::var_os("JSON").is_some();
    let sizes = std::env::var("SIZES").unwrap_or("1000 10000 100000 1000000".to_owned());
    if !json {
        println!("| case | ours | peer | ratio | unit | hits | against |");
        println!("|---|---:|---:|---:|---|---:|---|");
    }
    let mut print = |case: Case| case.print(json);
    let stages = std::env::var("STAGES").unwrap_or("needs changes ready stock exact".to_owned());
    let runs = |stage: &str| stages.split_whitespace().any(|it| it == stage);
    for size in sizes.split_whitespace() {
        let count: usize = size.parse().expect("SIZES are numbers");
        if runs("needs") || runs("changes") {
            let workload = Workload::new();
            let needs = workload.needs(count);
            let listings = workload.listings(LISTINGS);
            let (index, built) = timed(|| NeedIndex::of(needs.iter()));
            if runs("needs") {
                run(&index, built, &workload, &needs, &listings, &mut print);
            }
            if runs("changes") {
                changes(&index, &workload, &needs, &mut print);
                pause::run(&index, &workload, &needs, &listings, &mut print);
            }
        }
        if runs("ready") {
            ready::run(count, &mut print);
        }
        if runs("stock") {
            stock::run(count, &mut print);
        }
    }
    if runs("exact") {
        exact::run(&mut print);
    }
}

fn run(
    index: &NeedIndex,
    built: Duration,
    workload: &Workload,
    needs: &[Sought],
    listings: &[Offered],
    print: &mut impl FnMut(Case),
) {
    let count = needs.len();
    let mut scratch = Scratch::default();
    let mut ours = |listings: &[Offered]| {
        measure(listings, |listing, found| {
            index.search(listing, &mut |_| true, &mut scratch, found);
        })
    };
    let all = ours(listings);
    let named = |what: &str| format!("{count} needs: {what}");
    print(Case {
        name: named("p99 of a listing"),
        ours: all.at(0.99),
        peer: None,
        unit: "µs",
        hits: all.hits_each(),
    });
    print(Case {
        name: named("build"),
        ours: built.as_secs_f64(),
        peer: None,
        unit: "s",
        hits: 0.0,
    });
    let bytes = index.bytes() as f64 / count as f64;
    print(Case { name: named("memory"), ours: bytes, peer: None, unit: "bytes a need", hits: 0.0 });

    let mut peer = |name: &str, listings_max: usize, measured: Measured| {
        // Ours again beside each peer, on the same listings: the machine may be busy with others.
        let own = ours(&listings[..listings_max]);
        assert_eq!((own.hits, own.sum), (measured.hits, measured.sum), "{name} finds others");
        print(Case {
            name: named("median of a listing"),
            ours: own.at(0.5),
            peer: Some((measured.at(0.5), name)),
            unit: "µs",
            hits: own.hits_each(),
        });
    };
    let few = (20_000_000 / count).clamp(50, 2000);
    let plain = scan::Plain::of(needs);
    let scanned = measure(&listings[..few], |listing, found| plain.search(listing, found));
    peer("plain loop over packed rows", few, scanned);
    drop(plain);
    let tree = r_star::Tree::of(needs);
    peer("rstar, 3-D", few, measure(&listings[..few], |it, found| tree.search(needs, it, found)));
    drop(tree);
    let mut tree = sqlite::Tree::of(needs);
    peer(
        "SQLite R*Tree, 5-D",
        few,
        measure(&listings[..few], |it, found| tree.search(needs, it, found)),
    );
    drop(tree);
    if let Some(mut tree) = gist::Tree::of(needs) {
        let searched = measure(&listings[..few], |it, found| tree.search(needs, it, found));
        peer("PostgreSQL GiST", few, searched);
    }

    let mut sorted = workload.listings(SORTED_LISTINGS);
    let cell = |degrees: f64| (degrees * 2.0) as i32;
    let place = |it: &Offered| it.point.map(|it| (cell(it.latitude), cell(it.longitude)));
    sorted.sort_by_key(|it| (it.categories.clone(), place(it)));
    let (hits, took) = timed(|| {
        let mut found = Vec::new();
        let mut hits = 0;
        for listing in &sorted {
            index.search(listing, &mut |_| true, &mut scratch, &mut found);
            hits += found.len();
        }
        hits
    });
    print(Case {
        name: named("100,000 listings sorted by category and place"),
        ours: took.as_secs_f64(),
        peer: None,
        unit: "s",
        hits: hits as f64 / SORTED_LISTINGS as f64,
    });
}

/// Needs that come and change while the index is at work.
fn changes(index: &NeedIndex, workload: &Workload, needs: &[Sought], print: &mut impl FnMut(Case)) {
    let mut dice = workload::Dice::new(99);
    let mut micros = Vec::with_capacity(CHANGES);
    for _ in 0..CHANGES {
        let need = needs[dice.below(needs.len())].need;
        let sought = workload.need(&mut dice, need);
        let ((), took) = timed(|| index.put(sought));
        micros.push(took.as_nanos() as f64 / 1000.0);
        if index.is_scattered() {
            index.merge();
        }
    }
    let measured = Measured { micros, hits: 0, sum: 0 };
    for (part, what) in [(0.5, "median"), (0.99, "p99"), (1.0, "longest")] {
        print(Case {
            name: format!("{} needs: a change is visible, {what}", needs.len()),
            ours: measured.at(part),
            peer: None,
            unit: "µs",
            hits: 0.0,
        });
    }
}
