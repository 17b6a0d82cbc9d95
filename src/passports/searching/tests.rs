use serde_json::{Value, json};

use super::*;
use crate::catalogue::CategoryCode;
use crate::search::Facet;

fn query(wanted: Value) -> Result<Query> {
    serde_json::from_value::<Wanted>(wanted).unwrap().query(Viewer::Stranger)
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
    let width = Range { min: Some(880.0), max: Some(980.0) };
    assert_eq!(query.measures, BTreeMap::from([(Measure::WidthMm, width)]));
    assert_eq!(query.quantity_thousandths, Range { min: Some(10_500.0), max: None });
    assert_eq!(query.price_cents, Range { min: None, max: Some(6000.0) });
    assert_eq!(query.materials, ["eik", "staal"]);
    let point = Point { latitude: 50.88, longitude: 4.7 };
    assert_eq!(query.near, Some(Near { point, radius_km: 25.0 }));
    assert_eq!(query.window, (Day::parse("2026-03-01"), None));
    assert_eq!((query.facets, query.limit), (vec![Facet::Category, Facet::Brand], 20));
}

#[test]
fn what_is_free_costs_nothing_and_nothing_asked_narrows_nothing() {
    let free = query(json!({ "free": true, "price_cents_max": 500 })).unwrap();
    assert_eq!(free.price_cents, Range { min: None, max: Some(0.0) });
    let open = query(json!({})).unwrap();
    assert_eq!(open, Query { limit: 50, ..Query::default() });
    // A point without a radius is there to sort by.
    let near = query(json!({ "latitude": 50, "longitude": 4, "sort": "distance" })).unwrap();
    assert!((near.near.unwrap().radius_km - RADIUS_KM_MAX).abs() < f64::EPSILON);
}

#[test]
fn what_cannot_be_is_told_with_its_place() {
    let wrong = json!({
        "category": "DOOR,NOPE", "facets": "smell", "condition_min": 0, "width_mm_min": -1,
        "quantity_min": 1e12, "price_cents_max": -5, "latitude": 91, "sort": "distance",
        "q": "x".repeat(501),
    });
    let told = [
        "/latitude",
        "/longitude",
        "/width_mm_min",
        "/quantity_min",
        "/price_cents_max",
        "/category",
        "/facets",
        "/condition_min",
        "/q",
        "/sort",
    ];
    assert_eq!(pointers(wrong), told);
    assert_eq!(pointers(json!({ "limit": 201 })), ["/limit"]);
    assert_eq!(pointers(json!({ "radius_km": 5 })), ["/latitude"]);
}

#[test]
fn a_number_that_is_none_is_no_bound() {
    let wanted = Wanted { width_mm_min: Some(f64::NAN), ..Wanted::default() };
    assert!(
        matches!(wanted.query(Viewer::Stranger), Err(Error::Invalid(problems)) if problems.len() == 1)
    );
    let wanted = Wanted {
        radius_km: Some(f64::INFINITY),
        latitude: Some(1.0),
        longitude: Some(1.0),
        ..Wanted::default()
    };
    assert!(wanted.query(Viewer::Stranger).is_err());
}
