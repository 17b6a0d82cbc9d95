use serde_json::{Value, json};

use super::*;
use crate::catalogue::CategoryCode;
use crate::search::Facet;

fn query(wanted: Value) -> Result<Query> {
    serde_json::from_value::<Wanted>(wanted).unwrap().query(Viewer::Stranger, None)
}

fn pointers(wanted: Value) -> Vec<String> {
    match query(wanted) {
        Ok(_) => Vec::new(),
        Err(Error::Invalid(problems)) => problems.into_iter().map(|it| it.pointer).collect(),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn everything_asked_for_is_in_the_query() {
    let query = query(json!({
        "q": "eiken deur", "category": "DOOR, WIN.WINDOW", "condition_min": 3,
        "width_mm_min": 880, "width_mm_max": 980, "quantity_min": 10.5, "unit": "pcs",
        "price_cents_max": 6000, "material": "eik,staal", "brand": "Theuma", "colour": "wit",
        "latitude": 50.88, "longitude": 4.7, "radius_km": 25, "available_from": "2026-03-01",
        "sort": "distance", "facets": "category,brand", "cursor": "x", "limit": 20,
    }))
    .unwrap();
    assert_eq!(query.text, "eiken deur");
    assert_eq!(query.categories, ["DOOR", "WIN.WINDOW"].map(|it| CategoryCode::parse(it).unwrap()));
    let width = Wish::Between(Range { min: Some(880.0), max: Some(980.0) });
    assert_eq!(query.sizes, BTreeMap::from([(Measure::WidthMm, width)]));
    assert_eq!(query.quantity_min, Some(Amount { value: 10.5, unit: Unit::Pcs }));
    assert_eq!(query.price_cents, Range { min: None, max: Some(6000.0) });
    assert_eq!(query.materials, ["eik", "staal"]);
    let point = Point { latitude: 50.88, longitude: 4.7 };
    assert_eq!(query.near, Some(Near { point, radius_km: 25.0 }));
    assert_eq!((query.available_from, query.available_until), (Day::parse("2026-03-01"), None));
    assert_eq!((query.facets, query.limit), (vec![Facet::Category, Facet::Brand], 20));
}

#[test]
fn what_is_free_costs_nothing_and_nothing_asked_narrows_nothing() {
    let free = query(json!({ "free": true, "price_cents_max": 500 })).unwrap();
    assert!(free.free);
    let open = query(json!({})).unwrap();
    assert_eq!(open, Query { limit: 50, ..Query::default() });
    // A point without a radius is there to sort by.
    let near = query(json!({ "latitude": 50, "longitude": 4, "sort": "distance" })).unwrap();
    assert_eq!(near.near.map(|it| it.radius_km), Some(RADIUS_KM_MAX));
}

#[test]
fn what_cannot_be_is_told_with_its_place() {
    let wrong = json!({
        "category": "DOOR,NOPE", "facets": "smell", "condition_min": 0, "width_mm_min": -1,
        "quantity_min": 1e12, "unit": "m2", "price_cents_max": -5, "latitude": 91, "sort": "distance",
        "q": "x".repeat(501),
    });
    let told = [
        "/longitude",
        "/category",
        "/facets",
        "/q",
        "/condition_min",
        "/width_mm_min",
        "/quantity_min",
        "/price_cents_max",
        "/sort",
    ];
    assert_eq!(pointers(wrong), told);
    assert_eq!(pointers(json!({ "limit": 201 })), ["/limit"]);
    assert_eq!(pointers(json!({ "radius_km": 5 })), ["/latitude"]);
}

#[test]
fn attributes_and_pieces_of_the_map_have_a_notation() {
    let query = query(json!({
        "attributes": "coating: bare,painted; wall_mm:5..; drawings:yes", "width_mm": 930,
        "tolerance_mm": 50, "bbox": "4.3, 50.7,4.9,51", "visibility": "park,public",
        "brand": "Theuma, Reynaers",
    }))
    .unwrap();
    let wish = |key: &str| query.attributes[&AttributeKey::parse(key).unwrap()].clone();
    let words = |some: [&str; 2]| some.map(str::to_owned).to_vec();
    assert_eq!(wish("coating"), AttributeWish::AnyOf(words(["bare", "painted"])));
    assert_eq!(wish("wall_mm"), AttributeWish::Between(Range { min: Some(5.0), max: None }));
    assert_eq!(wish("drawings"), AttributeWish::Is(true));
    assert_eq!(query.sizes[&Measure::WidthMm], Wish::About { about: 930.0, tolerance: 50.0 });
    let view = Viewport { west: 4.3, south: 50.7, east: 4.9, north: 51.0 };
    assert_eq!(query.viewport, Some(view));
    assert_eq!((query.visibilities.len(), query.brands), (2, words(["Theuma", "Reynaers"])));
    for (wrong, pointer) in [
        (json!({ "attributes": "smell:good" }), "/attributes"),
        (json!({ "attributes": "coating" }), "/attributes"),
        (json!({ "attributes": "wall_mm:5..x" }), "/attributes"),
        (json!({ "bbox": "1,2,3" }), "/bbox"),
        (json!({ "bbox": "1,95,3,4" }), "/bbox"),
        (json!({ "visibility": "moon" }), "/visibility"),
        (json!({ "quantity_min": 5 }), "/unit"),
        (json!({ "width_mm": 5, "tolerance_mm": -1 }), "/width_mm_tolerance"),
    ] {
        assert_eq!(pointers(wrong), [pointer]);
    }
}

#[test]
fn a_number_that_is_none_is_no_bound() {
    let wanted = Wanted { width_mm_min: Some(f64::NAN), ..Wanted::default() };
    assert!(
        matches!(wanted.query(Viewer::Stranger, None), Err(Error::Invalid(problems)) if problems.len() == 1)
    );
    let wanted = Wanted {
        radius_km: Some(f64::INFINITY),
        latitude: Some(1.0),
        longitude: Some(1.0),
        ..Wanted::default()
    };
    assert!(wanted.query(Viewer::Stranger, None).is_err());
}
