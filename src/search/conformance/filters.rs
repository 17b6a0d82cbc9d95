//! Finding by facts.

use super::*;
use crate::search::{Amount, Measure, Near, Range, Wish};

pub async fn stories(index: &dyn SearchIndex) {
    a_category_holds_its_subtree(index).await;
    the_condition_is_a_least(index).await;
    figures_lie_in_ranges(index).await;
    values_are_the_same_in_any_spelling(index).await;
    windows_must_meet(index).await;
    a_radius_is_a_circle(index).await;
    circles_reach_around_the_earth(index).await;
    each_sees_what_is_for_them(index).await;
    facets_count_all_that_is_found(index).await;
}

async fn a_category_holds_its_subtree(index: &dyn SearchIndex) {
    let of = |id: &str, code: &str| Listing { category: Some(category(code)), ..listing(id) };
    only(
        index,
        &[
            of("inner", "DOOR.INT"),
            of("fire", "DOOR.FIRE"),
            of("some", "DOOR"),
            of("brick", "MAS.BLOCK"),
            listing("unknown"),
        ],
    )
    .await;
    for (codes, expected) in [
        (vec!["DOOR"], vec!["fire", "inner", "some"]),
        (vec!["DOOR.INT"], vec!["inner"]),
        (vec!["DOOR.INT", "MAS"], vec!["brick", "inner"]),
        (vec!["ROOF"], vec![]),
        (vec![], vec!["brick", "fire", "inner", "some", "unknown"]),
    ] {
        let categories = codes.into_iter().map(category).collect();
        assert_holds(index, &Query { categories, ..everything() }, &expected).await;
    }
}

async fn the_condition_is_a_least(index: &dyn SearchIndex) {
    let worn = |id: &str, condition| Listing { condition, ..listing(id) };
    only(index, &[worn("poor", Some(2)), worn("good", Some(4)), worn("unknown", None)]).await;
    for (least, expected) in
        [(1, vec!["good", "poor"]), (2, vec!["good", "poor"]), (3, vec!["good"]), (5, vec![])]
    {
        assert_holds(index, &Query { condition_min: Some(least), ..everything() }, &expected).await;
    }
}

async fn figures_lie_in_ranges(index: &dyn SearchIndex) {
    let door = |id: &str, width, price_cents, quantity_thousandths, unit| Listing {
        sizes_um: [(Measure::WidthMm, width), (Measure::HeightMm, 2_115_000)].into(),
        price_cents,
        quantity_thousandths,
        unit,
        ..listing(id)
    };
    only(
        index,
        &[
            door("narrow", 730_000, Some(0), 500, Unit::Pcs),
            door("wide", 930_500, Some(4500), 12_000, Unit::Pcs),
            door("huge", 2_000_000, None, 12_000, Unit::M2),
            listing("unknown"),
        ],
    )
    .await;
    let range = |min, max| Range { min, max };
    for (width, expected) in [
        (range(Some(730.0), None), vec!["huge", "narrow", "wide"]),
        (range(None, Some(930.5)), vec!["narrow", "wide"]),
        (range(Some(880.0), Some(980.0)), vec!["wide"]),
        (range(Some(980.0), Some(880.0)), vec![]),
        (range(Some(f64::NAN), None), vec![]),
        (range(Some(f64::NEG_INFINITY), Some(f64::INFINITY)), vec!["huge", "narrow", "wide"]),
        (range(None, None), vec!["huge", "narrow", "unknown", "wide"]),
    ] {
        let sizes = [(Measure::WidthMm, Wish::Between(width))].into();
        assert_holds(index, &Query { sizes, ..everything() }, &expected).await;
    }
    for (price_cents, expected) in [
        (range(Some(0.0), Some(0.0)), vec!["narrow"]),
        (range(Some(-0.0), Some(-0.0)), vec!["narrow"]),
        (range(None, Some(4500.0)), vec!["narrow", "wide"]),
        (range(Some(0.5), None), vec!["wide"]),
    ] {
        assert_holds(index, &Query { price_cents, ..everything() }, &expected).await;
    }
    let about = |about, tolerance| Query {
        sizes: [(Measure::WidthMm, Wish::About { about, tolerance })].into(),
        ..everything()
    };
    assert_finds(index, &about(900.0, 30.5), &["wide"]).await;
    assert_finds(index, &about(900.0, 30.4), &[]).await;
    assert_finds(index, &about(730.0, 0.0), &["narrow"]).await;
    let many = |value, unit| Query { quantity_min: Some(Amount { value, unit }), ..everything() };
    assert_finds(index, &many(10.0, Unit::Pcs), &["wide"]).await;
    assert_finds(index, &many(12.0, Unit::M2), &["huge"]).await;
    assert_finds(index, &many(12.001, Unit::M2), &[]).await;
    assert_finds(index, &Query { units: vec![Unit::M2], ..everything() }, &["huge"]).await;
}

async fn values_are_the_same_in_any_spelling(index: &dyn SearchIndex) {
    let made = |id: &str, brand: &str, colour: &str, materials: &[&str]| Listing {
        brand: Some(brand.to_owned()),
        colour: Some(colour.to_owned()),
        materials: materials.iter().map(|it| (*it).to_owned()).collect(),
        ..listing(id)
    };
    only(
        index,
        &[
            made("a", "Reynaers", "wit", &["Chêne", "glas"]),
            made("b", "REYNAERS", "Wit", &["aluminium"]),
            made("c", "Reynaers Aluminium", "zwart", &["chene"]),
            listing("d"),
        ],
    )
    .await;
    let brand = |value: &str| Query { brands: vec![value.to_owned()], ..everything() };
    assert_holds(index, &brand("reynaers"), &["a", "b"]).await;
    assert_holds(index, &brand(" "), &["a", "b", "c", "d"]).await;
    assert_finds(index, &brand("wit"), &[]).await;
    let colour = Query { colours: vec!["WIT".to_owned()], ..everything() };
    assert_holds(index, &colour, &["a", "b"]).await;
    let materials = |values: &[&str]| Query {
        materials: values.iter().map(|it| (*it).to_owned()).collect(),
        ..everything()
    };
    assert_holds(index, &materials(&["chêne"]), &["a", "c"]).await;
    assert_holds(index, &materials(&["Glas", "Aluminium"]), &["a", "b"]).await;
}

async fn windows_must_meet(index: &dyn SearchIndex) {
    let offered = |id: &str, available_from, available_until| Listing {
        available_from,
        available_until,
        ..listing(id)
    };
    only(
        index,
        &[
            offered("march", Some(day("2027-03-01")), Some(day("2027-03-31"))),
            offered("from may", Some(day("2027-05-01")), None),
            offered("until january", None, Some(day("2027-01-31"))),
            offered("always", None, None),
        ],
    )
    .await;
    for (from, until, expected) in [
        (Some(day("2027-03-31")), Some(day("2027-04-15")), vec!["always", "march"]),
        (Some(day("2027-04-01")), Some(day("2027-04-15")), vec!["always"]),
        (None, Some(day("2027-02-01")), vec!["always", "until january"]),
        (Some(day("2027-03-01")), None, vec!["always", "from may", "march"]),
        (None, None, vec!["always", "from may", "march", "until january"]),
    ] {
        let window = Query { available_from: from, available_until: until, ..everything() };
        assert_holds(index, &window, &expected).await;
    }
}

fn within(point: Point, radius_km: f64) -> Query {
    Query { near: Some(Near { point, radius_km }), ..everything() }
}

async fn a_radius_is_a_circle(index: &dyn SearchIndex) {
    let at = |id: &str, point| Listing { point: Some(point), ..listing(id) };
    only(index, &[at("haasrode", HAASRODE), at("gent", GENT), listing("nowhere")]).await;
    assert_finds(index, &within(LEUVEN, 25.0), &["haasrode"]).await;
    assert_holds(index, &within(LEUVEN, 100.0), &["gent", "haasrode"]).await;
    // In the corner of the box of degrees, outside the circle.
    let corner = Point { latitude: LEUVEN.latitude + 0.08, longitude: LEUVEN.longitude + 0.12 };
    only(index, &[at("corner", corner)]).await;
    assert_finds(index, &within(LEUVEN, 10.0), &[]).await;
    assert_finds(index, &within(LEUVEN, 13.0), &["corner"]).await;

    let page = find(index, &within(LEUVEN, 13.0)).await;
    let distance = page.hits[0].distance_km.unwrap();
    assert!((12.0..13.0).contains(&distance), "{distance}");
    assert_eq!(find(index, &everything()).await.hits[0].distance_km, None);
    assert_finds(index, &within(corner, 0.0), &["corner"]).await;
    assert_finds(index, &within(corner, -1.0), &[]).await;
    assert_finds(index, &within(corner, f64::NAN), &[]).await;
    assert_finds(index, &within(GENT, f64::INFINITY), &["corner"]).await;
}

async fn circles_reach_around_the_earth(index: &dyn SearchIndex) {
    let at = |id: &str, latitude, longitude| Listing {
        point: Some(Point { latitude, longitude }),
        ..listing(id)
    };
    only(index, &[at("east", -17.0, 179.9), at("west", -17.0, -179.9), at("pole", 89.9, 10.0)])
        .await;
    let point = Point { latitude: -17.0, longitude: 179.95 };
    assert_holds(index, &within(point, 50.0), &["east", "west"]).await;
    let behind_the_pole = Point { latitude: 89.9, longitude: -170.0 };
    assert_finds(index, &within(behind_the_pole, 50.0), &["pole"]).await;
}

async fn each_sees_what_is_for_them(index: &dyn SearchIndex) {
    let held = |id: &str, holder: &str, park: Option<&str>, visibility| Listing {
        organisation_id: holder.to_owned(),
        park_id: park.map(str::to_owned),
        visibility,
        brand: Some("Knauf".to_owned()),
        ..named(id, "deur")
    };
    only(
        index,
        &[
            held("public", "one", Some("park"), Visibility::Public),
            held("park", "one", Some("park"), Visibility::Park),
            held("own", "one", Some("park"), Visibility::Organisation),
            held("parkless", "one", None, Visibility::Park),
        ],
    )
    .await;
    for (viewer, expected) in [
        (Viewer::Stranger, vec!["public"]),
        (organisation("one", Some("park")), vec!["own", "park", "parkless", "public"]),
        (organisation("one", None), vec!["own", "park", "parkless", "public"]),
        (organisation("two", Some("park")), vec!["park", "public"]),
        (organisation("two", Some("other park")), vec!["public"]),
        (organisation("two", None), vec!["public"]),
        (organisation("park", Some("one")), vec!["public"]),
        (organisation("", Some("")), vec!["public"]),
    ] {
        let query = Query { viewer, facets: vec![Facet::Brand], ..text("deur") };
        assert_holds(index, &query, &expected).await;
        let page = find(index, &query).await;
        assert_eq!(page.total, expected.len(), "{query:?}");
        assert_eq!(count(&page, Facet::Brand, "Knauf"), expected.len(), "{query:?}");
    }
    let others = Query {
        viewer: organisation("one", None),
        not_organisation: Some("one".to_owned()),
        ..everything()
    };
    assert_finds(index, &others, &[]).await;
    let others = Query { not_organisation: Some("two".to_owned()), ..everything() };
    assert_finds(index, &others, &["public"]).await;
}

async fn facets_count_all_that_is_found(index: &dyn SearchIndex) {
    let door = |id: &str, code: &str, condition, brand: &str, materials: &[&str]| Listing {
        category: Some(category(code)),
        condition: Some(condition),
        brand: Some(brand.to_owned()),
        materials: materials.iter().map(|it| (*it).to_owned()).collect(),
        ..named(id, "deur")
    };
    only(
        index,
        &[
            door("a", "DOOR.INT", 4, "Thys", &["eik", "Eik", "glas"]),
            door("b", "DOOR.INT", 4, "THYS", &["Eik"]),
            door("c", "DOOR.FIRE", 3, "Somati", &[]),
            Listing { colour: Some("rood".to_owned()), ..named("d", "raam") },
        ],
    )
    .await;
    let query = Query { facets: Facet::of_filters().collect(), limit: 1, ..text("deur") };
    let page = find(index, &query).await;
    let facet = |facet: Facet| -> Vec<(&str, usize)> {
        page.facets[&facet].iter().map(|(value, count)| (value.as_str(), *count)).collect()
    };
    assert_eq!(page.total, 3);
    assert_eq!(facet(Facet::Category), [("DOOR", 3), ("DOOR.FIRE", 1), ("DOOR.INT", 2)]);
    assert_eq!(facet(Facet::Condition), [("3", 1), ("4", 2)]);
    assert_eq!(facet(Facet::Brand), [("Somati", 1), ("THYS", 2)]);
    assert_eq!(facet(Facet::Colour), []);
    assert_eq!(facet(Facet::Unit), [("pcs", 3)]);
    assert_eq!(page.facets[&Facet::Material].values().sum::<usize>(), 3, "eik once for a and b");
    assert_eq!(find(index, &text("deur")).await.facets.len(), 0, "none was asked for");
}
