//! What else there is: facets beside what was chosen, completions, corrections, and the map.

use super::*;
use crate::catalogue::AttributeKey;
use crate::search::{Amount, AttributeValue, AttributeWish, Completion, Range, Viewport};

pub async fn stories(index: &dyn SearchIndex) {
    a_choice_does_not_narrow_its_own_counts(index).await;
    attributes_are_asked_for_by_their_kind(index).await;
    what_weighs_something_is_found_by_weight(index).await;
    plain_facts_narrow(index).await;
    half_a_word_is_completed(index).await;
    slips_are_put_right(index).await;
    a_map_shows_clusters(index).await;
}

fn facets(page: &Page, facet: Facet) -> Vec<(&str, usize)> {
    page.facets[&facet].iter().map(|(value, count)| (value.as_str(), *count)).collect()
}

async fn a_choice_does_not_narrow_its_own_counts(index: &dyn SearchIndex) {
    let door = |id: &str, brand: &str, colour: &str| Listing {
        brand: Some(brand.to_owned()),
        colour: Some(colour.to_owned()),
        ..named(id, "deur")
    };
    only(
        index,
        &[
            door("a", "Theuma", "wit"),
            door("b", "Theuma", "zwart"),
            door("c", "Reynaers", "wit"),
            door("d", "Somati", "rood"),
        ],
    )
    .await;
    let query = Query {
        brands: vec!["theuma".to_owned()],
        facets: vec![Facet::Brand, Facet::Colour],
        ..text("deur")
    };
    let page = find(index, &query).await;
    assert_eq!(page.total, 2);
    assert_eq!(facets(&page, Facet::Brand), [("Reynaers", 1), ("Somati", 1), ("Theuma", 2)]);
    assert_eq!(facets(&page, Facet::Colour), [("wit", 1), ("zwart", 1)]);
    let page = find(index, &Query { colours: vec!["wit".to_owned()], ..query.clone() }).await;
    assert_eq!(page.total, 1);
    assert_eq!(facets(&page, Facet::Brand), [("Reynaers", 1), ("Theuma", 1)]);
    assert_eq!(facets(&page, Facet::Colour), [("wit", 1), ("zwart", 1)]);
    let both = vec!["Theuma".to_owned(), "Somati".to_owned()];
    assert_holds(index, &Query { brands: both, ..query }, &["a", "b", "d"]).await;
}

async fn attributes_are_asked_for_by_their_kind(index: &dyn SearchIndex) {
    let key = |key: &str| AttributeKey::parse(key).unwrap();
    let beam = |id: &str, wall_mm, coating: &str, drawings| Listing {
        attributes: [
            (key("wall_mm"), AttributeValue::Thousandths(wall_mm)),
            (key("coating"), AttributeValue::Choice(coating.to_owned())),
            (key("drawings"), AttributeValue::Is(drawings)),
        ]
        .into(),
        ..listing(id)
    };
    only(
        index,
        &[beam("a", 5000, "painted", true), beam("b", 12_500, "bare", false), listing("c")],
    )
    .await;
    let wish = |name: &str, wish| Query {
        attributes: [(key(name), wish)].into(),
        facets: vec![Facet::Attribute(key(name))],
        ..everything()
    };
    let range = |min, max| AttributeWish::Between(Range { min, max });
    assert_finds(index, &wish("wall_mm", range(Some(5.0), Some(6.0))), &["a"]).await;
    assert_holds(index, &wish("wall_mm", range(Some(5.0), None)), &["a", "b"]).await;
    assert_holds(index, &wish("wall_mm", range(None, None)), &["a", "b", "c"]).await;
    let coating = wish("coating", AttributeWish::AnyOf(vec!["Bare".to_owned()]));
    assert_finds(index, &coating, &["b"]).await;
    let page = find(index, &coating).await;
    assert_eq!(facets(&page, Facet::Attribute(key("coating"))), [("bare", 1), ("painted", 1)]);
    assert_finds(index, &wish("drawings", AttributeWish::Is(true)), &["a"]).await;
    let page = find(index, &wish("wall_mm", range(Some(7.0), None))).await;
    assert_eq!(facets(&page, Facet::Attribute(key("wall_mm"))), [("10-20", 1), ("5-10", 1)]);
}

async fn what_weighs_something_is_found_by_weight(index: &dyn SearchIndex) {
    let weighing = |id: &str, quantity_thousandths, unit, mass_grams| Listing {
        quantity_thousandths,
        unit,
        mass_grams,
        ..listing(id)
    };
    only(
        index,
        &[
            weighing("sack", 25_000, Unit::Kg, Some(25_000)),
            weighing("bricks", 500_000, Unit::Pcs, Some(1_000_000)),
            weighing("doors", 50_000, Unit::Pcs, None),
        ],
    )
    .await;
    let many = |value, unit| Query { quantity_min: Some(Amount { value, unit }), ..everything() };
    assert_holds(index, &many(20.0, Unit::Kg), &["bricks", "sack"]).await;
    assert_finds(index, &many(1.0, Unit::T), &["bricks"]).await;
    assert_finds(index, &many(1.001, Unit::T), &[]).await;
    assert_holds(index, &many(50.0, Unit::Pcs), &["bricks", "doors"]).await;
    assert_finds(index, &many(f64::NAN, Unit::Set), &[]).await;
}

async fn plain_facts_narrow(index: &dyn SearchIndex) {
    only(
        index,
        &[
            Listing { dismantled: Some(true), has_photos: true, ..listing("a") },
            Listing { dismantled: Some(false), has_documents: true, ..listing("b") },
            Listing { hazard_free: true, park_id: Some("park".to_owned()), ..listing("c") },
            Listing { price_cents: Some(0), ..Listing::bare("d", "other") },
        ],
    )
    .await;
    for (query, expected) in [
        (Query { dismantled: Some(true), ..everything() }, "a"),
        (Query { dismantled: Some(false), ..everything() }, "b"),
        (Query { has_photos: true, ..everything() }, "a"),
        (Query { has_documents: true, ..everything() }, "b"),
        (Query { hazard_free: true, ..everything() }, "c"),
        (Query { parks: vec!["park".to_owned()], ..everything() }, "c"),
        (Query { organisations: vec!["other".to_owned()], ..everything() }, "d"),
        (Query { free: true, ..everything() }, "d"),
    ] {
        assert_finds(index, &query, &[expected]).await;
    }
    let own = Query { visibilities: vec![Visibility::Organisation], ..everything() };
    assert_finds(index, &own, &[]).await;
}

async fn half_a_word_is_completed(index: &dyn SearchIndex) {
    let held = |id: &str, name: &str, visibility| Listing { visibility, ..named(id, name) };
    only(
        index,
        &[
            held("a", "Binnendeur eik", Visibility::Public),
            held("b", "Binnendeur wit", Visibility::Public),
            held("c", "Binnenraam wit", Visibility::Public),
            held("d", "Binnenpoort", Visibility::Organisation),
            Listing { text: "binnenhof".to_owned(), ..named("e", "Tegel wit") },
        ],
    )
    .await;
    let complete = async |text: &str, limit| -> Vec<(String, usize)> {
        let query = Query { text: text.to_owned(), limit, ..everything() };
        let completions = index.complete(&query).await.unwrap();
        completions.into_iter().map(|Completion { word, count }| (word, count)).collect()
    };
    let told = |some: &[(&str, usize)]| -> Vec<(String, usize)> {
        some.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect()
    };
    assert_eq!(complete("bin", 9).await, told(&[("binnendeur", 2), ("binnenraam", 1)]));
    assert_eq!(complete("wit BINN", 9).await, told(&[("binnendeur", 1), ("binnenraam", 1)]));
    assert_eq!(complete("bin", 1).await, told(&[("binnendeur", 2)]));
    assert_eq!(complete("zzz", 9).await, told(&[]));
    assert_eq!(complete("", 9).await, told(&[]));
}

async fn slips_are_put_right(index: &dyn SearchIndex) {
    let hidden =
        |id: &str, name: &str| Listing { visibility: Visibility::Organisation, ..named(id, name) };
    only(
        index,
        &[
            named("a", "radiator wit"),
            named("b", "radiatoren"),
            named("c", "kozijn"),
            hidden("d", "raditor"),
            hidden("e", "kozjin"),
        ],
    )
    .await;
    for (asked, expected) in [
        ("raditor wit", Some("radiator wit")),
        ("kozjin", Some("kozijn")),
        ("radiator", None),
        ("wit", None),
        ("", None),
        ("onzin", None),
    ] {
        let page = find(index, &text(asked)).await;
        assert_eq!(page.did_you_mean.as_deref(), expected, "{asked}");
    }
    let viewer = organisation("holder", None);
    let page = find(index, &Query { viewer, ..text("kozjin") }).await;
    assert_eq!(page.did_you_mean, None, "whoever sees it may look for it");
}

async fn a_map_shows_clusters(index: &dyn SearchIndex) {
    let at = |id: &str, point| Listing { point: Some(point), ..named(id, "deur") };
    let beside = Point { latitude: LEUVEN.latitude + 0.001, ..LEUVEN };
    only(
        index,
        &[
            at("a", LEUVEN),
            at("b", beside),
            at("c", GENT),
            named("nowhere", "deur"),
            Listing { visibility: Visibility::Organisation, ..at("hidden", GENT) },
        ],
    )
    .await;
    let belgium = Viewport { south: 49.5, west: 2.5, north: 51.5, east: 6.4 };
    let clusters = async |viewport, text: &str| {
        let query = Query { viewport: Some(viewport), ..super::text(text) };
        index.clusters(&query).await.unwrap()
    };
    let found = clusters(belgium, "deur").await;
    let told: Vec<_> = found.iter().map(|it| (it.count, it.id.as_deref())).collect();
    assert_eq!(told, [(1, Some("c")), (2, None)], "from the west");
    assert_eq!(found[0].point, GENT);
    assert!(found[1].point.distance_km(LEUVEN) < 0.1);
    let close = Viewport { south: 50.87, west: 4.69, north: 50.89, east: 4.71 };
    assert_eq!(clusters(close, "").await.len(), 2, "closer they come apart");
    assert_eq!(clusters(close, "raam").await, []);
    let nothing = Viewport { south: f64::NAN, ..belgium };
    assert_eq!(clusters(nothing, "").await, []);
    assert_eq!(index.clusters(&text("deur")).await.unwrap(), []);
    let around = Viewport { west: 6.4, east: 2.5, ..belgium };
    assert_eq!(clusters(around, "").await, [], "the other way around the earth");
}
