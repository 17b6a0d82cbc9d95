//! Whatever is in them and whatever is asked, Tantivy and the plain index say the same.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use tokio::runtime::Runtime;

use super::*;
use crate::search::{Measure, MemoryIndex, Near, Range, Sort, TantivyIndex};

// Few values, so that they meet.
const WORDS: [&str; 17] = [
    "deur",
    "deuren",
    "deurkruk",
    "duer",
    "door",
    "doors",
    "radiator",
    "raditor",
    "radiators",
    "Tür",
    "93",
    "cm",
    "93cm",
    "HEB200",
    "heb",
    "2,5",
    "porte",
];
const VALUES: [&str; 4] = ["Eik", "eik", "wit", ""];
const NAMES: [&str; 3] = ["one", "two", "park"];

fn words(most: usize) -> impl Strategy<Value = String> {
    vec(select(&WORDS[..]), 0..=most).prop_map(|it| it.join(" "))
}

fn value() -> impl Strategy<Value = String> {
    select(&VALUES[..]).prop_map(str::to_owned)
}

fn id() -> impl Strategy<Value = String> {
    select(&NAMES[..]).prop_map(str::to_owned)
}

fn code() -> impl Strategy<Value = CategoryCode> {
    select(&["DOOR", "DOOR.INT", "DOOR.FIRE", "MAS.BLOCK"][..]).prop_map(category)
}

fn unit() -> impl Strategy<Value = Unit> {
    select(&[Unit::Pcs, Unit::M2][..])
}

fn figure() -> impl Strategy<Value = f64> {
    select(&[-1.0, -0.0, 0.0, 0.5, 1.0, 2.0, 3.0][..])
}

fn range() -> impl Strategy<Value = Range> {
    let ends = (option::weighted(0.1, figure()), option::weighted(0.1, figure()));
    ends.prop_map(|(min, max)| Range { min, max })
}

fn measure() -> impl Strategy<Value = Measure> {
    select(&Measure::ALL[..2])
}

fn point() -> impl Strategy<Value = Point> {
    let degrees = |middle: f64| (-3..=3).prop_map(move |it| middle + f64::from(it) / 20.0);
    (degrees(50.9), degrees(4.7)).prop_map(|(latitude, longitude)| Point { latitude, longitude })
}

fn some_day() -> impl Strategy<Value = Day> {
    (1..6_u8).prop_map(|it| Day::new(2027, 3, it).unwrap())
}

prop_compose! {
    fn a_listing()(
        (id, version, name, text) in (0..40_u8, 0..3_i64, words(4), words(6)),
        (organisation_id, park_id, visibility) in (id(), option::of(id()), select(
            &[Visibility::Public, Visibility::Public, Visibility::Park, Visibility::Organisation][..]
        )),
        (category, condition, unit) in (option::of(code()), option::of(1..6_u8), unit()),
        (brand, colour, materials) in (option::of(value()), option::of(value()), vec(value(), 0..3)),
        (quantity_thousandths, price_cents) in (0..4_i64, option::of(0..4_i64)),
        measures in btree_map(measure(), figure(), 0..2),
        (point, created_at) in (option::of(point()), 0..4_i64),
        (available_from, available_until) in (option::of(some_day()), option::of(some_day())),
    ) -> Listing {
        Listing {
            id: id.to_string(), version, code: format!("7K{id}-9Q"), organisation_id, park_id,
            visibility, category, name, text, brand, colour, materials, condition,
            quantity_thousandths, unit, measures, price_cents, point, available_from,
            available_until, created_at,
        }
    }
}

prop_compose! {
    fn a_query()(
        (text, sort, facets) in (words(2), select(
            &[Sort::Relevance, Sort::Distance, Sort::Price, Sort::Newest][..]
        ), subsequence(&Facet::ALL[..], 0..=6)),
        (categories, materials) in (seldom(code()), seldom(value())),
        (condition_min, unit) in (option::weighted(0.1, 1..6_u8), option::weighted(0.1, unit())),
        measures in btree_map(measure(), range(), 0..2),
        (quantity_thousandths, price_cents) in (range(), range()),
        (brand, colour) in (option::weighted(0.1, value()), option::weighted(0.1, value())),
        near in option::weighted(0.2, (point(), 0.0..30.0)),
        window in (option::weighted(0.1, some_day()), option::weighted(0.1, some_day())),
        (not_organisation, viewer) in (option::weighted(0.1, id()), option::of((id(), option::of(id())))),
    ) -> Query {
        Query {
            text, categories, condition_min, measures, quantity_thousandths, unit, price_cents,
            materials, brand, colour,
            near: near.map(|(point, radius_km)| Near { point, radius_km }),
            window, not_organisation,
            viewer: viewer.map_or(Viewer::Stranger, |(id, park_id)| Viewer::Organisation { id, park_id }),
            sort, facets, cursor: None, limit: 1000,
        }
    }
}

fn seldom<T: std::fmt::Debug>(one: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    option::weighted(0.1, vec(one, 1..3)).prop_map(|it| it.into_iter().flatten().collect())
}

/// Writing the index takes time, asking it takes little: few cases with many questions each.
const CASES: u32 = 12;

#[test]
fn tantivy_says_what_the_plain_index_says() {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let tantivy = TantivyIndex::open(folder.path()).unwrap();
    let case = (vec(vec(a_listing(), 0..30), 1..4), vec(a_query(), 60));
    proptest!(ProptestConfig::with_cases(CASES), |((batches, queries) in case)| {
        let memory = MemoryIndex::default();
        runtime.block_on(async {
            tantivy.clear().await.unwrap();
            for batch in &batches {
                memory.put(batch).await.unwrap();
                tantivy.put(batch).await.unwrap();
            }
        });
        for query in &queries {
            let expected = runtime.block_on(memory.find(query)).unwrap();
            let found = runtime.block_on(tantivy.find(query)).unwrap();
            prop_assert_eq!(found, expected, "{:?}", query);
        }
    });
}
