//! The index: how fast it takes listings in, and how fast it answers, beside the plain scan.

use std::collections::BTreeMap;

use circuler::catalogue::{CategoryCode, Unit};
use circuler::search::{
    Facet, Listing, Measure, MemoryIndex, Near, Point, Query, Range, SearchIndex, Sort,
    TantivyIndex, Wish,
};

use crate::workload::{Dice, THINGS, TOWNS};
use crate::{Case, quantile};

const LISTINGS: usize = 100_000;
/// What a job brings.
const BATCH: usize = 500;
const QUERIES: usize = 200;
/// The plain scan takes its time; fewer are enough to know how much.
const PEER_QUERIES: usize = 10;

pub async fn run(print: &mut impl FnMut(Case)) {
    let listings = listings(LISTINGS);
    let folder = tempfile::tempdir().expect("a folder");
    let tantivy = TantivyIndex::open(folder.path()).expect("an index");
    let memory = MemoryIndex::default();
    let took = put(&tantivy, &listings).await;
    let peer = put(&memory, &listings).await;
    print(Case {
        name: format!("index {LISTINGS} listings by {BATCH}"),
        ours: rate(took),
        peer: Some((rate(peer), "memory index")),
        unit: "listings/s",
        hits: LISTINGS,
    });
    for (name, query) in queries() {
        let (mut ours, hits) = ask(&tantivy, &query, QUERIES).await;
        let (mut peer, peer_hits) = ask(&memory, &query, PEER_QUERIES).await;
        assert_eq!(hits, peer_hits, "{name}: the two indexes disagree");
        let median = quantile(&mut peer, 0.5);
        for (part, label) in [(0.5, "p50"), (0.99, "p99")] {
            print(Case {
                name: format!("search {LISTINGS}: {name}, {label}"),
                ours: quantile(&mut ours, part),
                peer: Some((median, "plain scan, p50")),
                unit: "ms",
                hits,
            });
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a hundred thousand")]
fn rate(took: std::time::Duration) -> f64 {
    LISTINGS as f64 / took.as_secs_f64()
}

async fn put(index: &dyn SearchIndex, listings: &[Listing]) -> std::time::Duration {
    let started = std::time::Instant::now();
    for some in listings.chunks(BATCH) {
        index.put(some).await.expect("put");
    }
    started.elapsed()
}

async fn ask(index: &dyn SearchIndex, query: &Query, times: usize) -> (Vec<f64>, usize) {
    let mut took = Vec::with_capacity(times);
    let mut hits = 0;
    for _ in 0..times {
        let started = std::time::Instant::now();
        hits = index.find(query).await.expect("find").total;
        took.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    (took, hits)
}

fn queries() -> Vec<(&'static str, Query)> {
    let plain = Query { limit: 20, ..Query::default() };
    let text = |text: &str| Query { text: text.to_owned(), ..plain.clone() };
    let category = |code: &str| CategoryCode::parse(code).into_iter().collect::<Vec<_>>();
    let near = Some(Near { point: Point { latitude: 50.88, longitude: 4.70 }, radius_km: 25.0 });
    vec![
        ("one word", text("binnendeur")),
        ("two words, one typo, prefix", text("stalen liger ip")),
        (
            "word, category, facets",
            Query {
                categories: category("DOOR"),
                facets: vec![Facet::Category, Facet::Condition, Facet::Brand],
                ..text("deur")
            },
        ),
        (
            "range and price order",
            Query {
                sizes: BTreeMap::from([(
                    Measure::WidthMm,
                    Wish::Between(Range { min: Some(880.0), max: Some(980.0) }),
                )]),
                sort: Sort::Price,
                ..plain.clone()
            },
        ),
        ("within 25 km, nearest first", Query { near, sort: Sort::Distance, ..plain.clone() }),
    ]
}

fn listings(count: usize) -> Vec<Listing> {
    let mut dice = Dice::new(7);
    (0..count)
        .map(|number| {
            let (name, category, unit) = *dice.of(&THINGS);
            let (latitude, longitude) = *dice.of(&TOWNS);
            let point = Point {
                latitude: latitude + dice.between(-0.2, 0.2),
                longitude: longitude + dice.between(-0.3, 0.3),
            };
            Listing {
                code: format!("{number:08}"),
                category: CategoryCode::parse(category),
                name: name.to_owned(),
                text: format!("partij {} gedemonteerd en gestapeld", dice.below(900)),
                brand: Some((*dice.of(&["Theuma", "Interface", "Radson"])).to_owned()),
                colour: Some((*dice.of(&["wit", "grijs", "zwart", "rood"])).to_owned()),
                materials: vec![(*dice.of(&["hout", "staal", "glas"])).to_owned()],
                condition: u8::try_from(1 + dice.below(5)).ok(),
                quantity_thousandths: whole(1000 * (1 + dice.below(400))),
                unit: Unit::parse(unit).unwrap_or_default(),
                sizes_um: BTreeMap::from([
                    (Measure::WidthMm, whole(1000 * (200 + dice.below(1800)))),
                    (Measure::HeightMm, whole(1000 * (300 + dice.below(2400)))),
                ]),
                price_cents: Some(whole(dice.below(30_000))),
                point: Some(point),
                created_at: whole(number),
                ..Listing::bare(&format!("{number:08}"), &format!("org-{}", dice.below(300)))
            }
        })
        .collect()
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or_default()
}
