//! Whatever is in them and whatever is asked, all engines say what the plain index says.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use tokio::runtime::Runtime;

use super::*;
use crate::catalogue::AttributeKey;
use crate::search::{
    Amount, AttributeValue, AttributeWish, Measure, MemoryIndex, Near, Range, Sort, TantivyIndex,
    Viewport, Wish,
};

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

/// What somebody may try to have taken for something else than text.
const HOSTILE: [&str; 12] = [
    "\" OR 1=1 --",
    "name:* AND (",
    "[* TO *]",
    "seen by all",
    "held by one",
    "category DOOR",
    "\\",
    "\0\u{7}\u{1b}[31m",
    "{\"a\":[}",
    "=deur +deur #12",
    "\u{202e}\u{200b}é\u{301}",
    "'; DROP TABLE passports; --",
];

fn hostile() -> impl Strategy<Value = String> {
    let some = select(&HOSTILE[..]).prop_map(str::to_owned);
    prop_oneof![6 => some, 1 => ".{0,20}", 1 => Just("(\"deur".repeat(1_700))]
}

fn words(most: usize) -> impl Strategy<Value = String> {
    let plain = vec(select(&WORDS[..]), 0..=most).prop_map(|it| it.join(" "));
    prop_oneof![19 => plain, 1 => hostile()]
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![19 => select(&VALUES[..]).prop_map(str::to_owned), 1 => hostile()]
}

fn id() -> impl Strategy<Value = String> {
    prop_oneof![19 => select(&NAMES[..]).prop_map(str::to_owned), 1 => hostile()]
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
    let ends = (option::weighted(0.5, figure()), option::weighted(0.5, figure()));
    ends.prop_map(|(min, max)| Range { min, max })
}

fn seldom_range() -> impl Strategy<Value = Range> {
    option::weighted(0.1, range()).prop_map(Option::unwrap_or_default)
}

fn wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        range().prop_map(Wish::Between),
        (figure(), figure()).prop_map(|(about, tolerance)| Wish::About { about, tolerance }),
    ]
}

fn measure() -> impl Strategy<Value = Measure> {
    select(&Measure::ALL[..2])
}

fn attribute() -> impl Strategy<Value = AttributeKey> {
    select(&["coating", "drawings"][..]).prop_map(|it| AttributeKey::parse(it).unwrap())
}

fn attribute_value() -> impl Strategy<Value = AttributeValue> {
    prop_oneof![
        (0..4000_i64).prop_map(AttributeValue::Thousandths),
        value().prop_map(AttributeValue::Choice),
        any::<bool>().prop_map(AttributeValue::Is),
    ]
}

fn attribute_wish() -> impl Strategy<Value = AttributeWish> {
    prop_oneof![
        range().prop_map(AttributeWish::Between),
        vec(value(), 0..3).prop_map(AttributeWish::AnyOf),
        any::<bool>().prop_map(AttributeWish::Is),
    ]
}

fn point() -> impl Strategy<Value = Point> {
    let degrees = |middle: f64| (-3..=3).prop_map(move |it| middle + f64::from(it) / 20.0);
    (degrees(50.9), degrees(4.7)).prop_map(|(latitude, longitude)| Point { latitude, longitude })
}

pub fn viewport() -> impl Strategy<Value = Viewport> {
    let size = (0.0..0.4, 0.0..0.4);
    (point(), size).prop_map(|(corner, (high, wide))| Viewport {
        south: corner.latitude,
        west: corner.longitude,
        north: corner.latitude + high,
        east: corner.longitude + wide,
    })
}

fn some_day() -> impl Strategy<Value = Day> {
    (1..6_u8).prop_map(|it| Day::new(2027, 3, it).unwrap())
}

fn visibility() -> impl Strategy<Value = Visibility> {
    use Visibility::{Organisation, Park, Public};

    select(&[Public, Public, Park, Organisation][..])
}

prop_compose! {
    pub fn a_listing()(
        (id, version, name, text) in (0..40_u8, 0..3_i64, words(4), words(6)),
        (organisation_id, park_id, visibility) in (id(), option::of(id()), visibility()),
        (category, condition, unit) in (option::of(code()), option::of(1..6_u8), unit()),
        (brand, colour, materials) in (option::of(value()), option::of(value()), vec(value(), 0..3)),
        (quantity_thousandths, price_cents) in (0..4000_i64, option::of(0..4_i64)),
        (mass_grams, carbon_avoided_grams) in (option::of(0..4000_i64), option::of(0..4_i64)),
        sizes_um in btree_map(measure(), -1000..4000_i64, 0..2),
        attributes in btree_map(attribute(), attribute_value(), 0..2),
        (point, created_at) in (option::of(point()), 0..4_i64),
        (available_from, available_until) in (option::of(some_day()), option::of(some_day())),
        (dismantled, hazard_free) in (option::of(any::<bool>()), any::<bool>()),
        (has_photos, has_documents) in (any::<bool>(), any::<bool>()),
    ) -> Listing {
        Listing {
            id: id.to_string(), version, code: format!("7K{id}-9Q"), organisation_id, park_id,
            visibility, category, name, text, brand, colour, materials, condition,
            quantity_thousandths, unit, mass_grams, sizes_um, attributes, price_cents,
            carbon_avoided_grams, point, available_from, available_until, dismantled, hazard_free,
            has_photos, has_documents, created_at,
        }
    }
}

prop_compose! {
    pub fn a_viewer()(known in option::of((id(), option::of(id())))) -> Viewer {
        known.map_or(Viewer::Stranger, |(id, park_id)| Viewer::Organisation { id, park_id })
    }
}

fn facets() -> impl Strategy<Value = Vec<Facet>> {
    let all: Vec<Facet> = Facet::of_filters()
        .chain(["coating", "drawings"].map(|it| Facet::Attribute(AttributeKey::parse(it).unwrap())))
        .collect();
    let most = all.len();
    subsequence(all, 0..=most)
}

prop_compose! {
    pub fn a_query()(
        (text, sort, facets) in (words(4), select(&Sort::ALL[..]), facets()),
        (categories, materials, units) in (seldom(code()), seldom(value()), seldom(unit())),
        (brands, colours) in (seldom(value()), seldom(value())),
        condition_min in option::weighted(0.1, 1..6_u8),
        quantity_min in option::weighted(0.1, (figure(), select(&Unit::ALL[..]))),
        sizes in seldom_map(btree_map(measure(), wish(), 1..3)),
        attributes in seldom_map(btree_map(attribute(), attribute_wish(), 1..3)),
        (price_cents, free) in (seldom_range(), option::weighted(0.1, Just(true))),
        near in option::weighted(0.2, (point(), 0.0..30.0)),
        viewport in option::weighted(0.1, viewport()),
        available_from in option::weighted(0.1, some_day()),
        available_until in option::weighted(0.1, some_day()),
        (dismantled, hazard_free) in (option::weighted(0.1, any::<bool>()), seldom_true()),
        (has_photos, has_documents) in (seldom_true(), seldom_true()),
        (organisations, parks) in (seldom(id()), seldom(id())),
        words_missing in 0..3_usize,
        visibilities in seldom(visibility()),
        (not_organisation, viewer) in (option::weighted(0.1, id()), a_viewer()),
    ) -> Query {
        Query {
            text, categories, materials, brands, colours, condition_min,
            quantity_min: quantity_min.map(|(value, unit)| Amount { value, unit }),
            units, sizes, attributes, price_cents, free: free.unwrap_or_default(),
            near: near.map(|(point, radius_km)| Near { point, radius_km }),
            viewport, available_from, available_until, dismantled, hazard_free, has_photos,
            has_documents, organisations, parks, visibilities, not_organisation, sort, facets,
            words_missing, viewer, cursor: None, limit: 1000,
        }
    }
}

fn seldom_true() -> impl Strategy<Value = bool> {
    (0..20_u8).prop_map(|it| it == 0)
}

fn seldom_map<K: Ord + std::fmt::Debug, V: std::fmt::Debug>(
    some: impl Strategy<Value = BTreeMap<K, V>>,
) -> impl Strategy<Value = BTreeMap<K, V>> {
    option::weighted(0.1, some).prop_map(Option::unwrap_or_default)
}

fn seldom<T: std::fmt::Debug>(one: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    option::weighted(0.1, vec(one, 1..3)).prop_map(|it| it.into_iter().flatten().collect())
}

/// The newest of each.
fn newest(batches: &[Vec<Listing>]) -> BTreeMap<&str, &Listing> {
    let mut newest: BTreeMap<&str, &Listing> = BTreeMap::new();
    for listing in batches.iter().flatten() {
        if newest.get(listing.id.as_str()).is_none_or(|it| it.version <= listing.version) {
            newest.insert(&listing.id, listing);
        }
    }
    newest
}

/// An index of nothing but what the viewer may see, by the plain rule.
async fn seen_by(viewer: &Viewer, batches: &[Vec<Listing>]) -> MemoryIndex {
    let sees =
        |it: &&&Listing| viewer.sees(it.visibility, &it.organisation_id, it.park_id.as_deref());
    let seen: Vec<Listing> =
        newest(batches).values().filter(sees).map(|it| (*it).clone()).collect();
    let index = MemoryIndex::default();
    index.put(&seen).await.unwrap();
    index
}

/// What is hidden from a viewer changes nothing that the viewer is told: not a hit, not a count of
/// a facet, not a correction, a completion or a cluster. And all engines tell the same.
pub fn all_say_what_a_plain_index_of_all_that_is_seen_says(
    runtime: &Runtime,
    engine: &dyn SearchIndex,
    cases: u32,
    queries: usize,
) {
    let case = (vec(vec(a_listing(), 0..30), 1..4), vec(a_query(), queries));
    proptest!(ProptestConfig::with_cases(cases), |((batches, queries) in case)| {
        let memory = MemoryIndex::default();
        runtime.block_on(async {
            engine.clear().await.unwrap();
            for batch in &batches {
                memory.put(batch).await.unwrap();
                engine.put(batch).await.unwrap();
            }
        });
        for query in &queries {
            runtime.block_on(async {
                let seen = seen_by(&query.viewer, &batches).await;
                for index in [&memory as &dyn SearchIndex, engine] {
                    let expected = seen.find(query).await.unwrap();
                    prop_assert_eq!(index.find(query).await.unwrap(), expected, "{:?}", query);
                    let expected = seen.complete(query).await.unwrap();
                    prop_assert_eq!(index.complete(query).await.unwrap(), expected, "{:?}", query);
                    let expected = seen.clusters(query).await.unwrap();
                    prop_assert_eq!(index.clusters(query).await.unwrap(), expected, "{:?}", query);
                }
                Ok(())
            })?;
        }
    });
}

#[test]
fn tantivy_agrees() {
    /// Writing the index takes time, asking it takes little: few cases with many questions each.
    const CASES: u32 = 12;
    let folder = tempfile::tempdir().unwrap();
    let tantivy = TantivyIndex::open(folder.path()).unwrap();
    let runtime = Runtime::new().unwrap();
    all_say_what_a_plain_index_of_all_that_is_seen_says(&runtime, &tantivy, CASES, 60);
}
