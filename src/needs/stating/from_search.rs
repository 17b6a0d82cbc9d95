//! A need from a search: the same criteria, as far as a need can hold them. No I/O here.

use rust_decimal::prelude::ToPrimitive;

use crate::language::{Text, say};
use crate::needs::{About, AttributeWish, Criteria, Hazard, MeasureWish, Place, QuantityWish};
use crate::passports::decimal;
use crate::search::{self, Query, Wish};

/// What of a search a need does not ask for.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// The field of the query.
    pub field: &'static str,
    pub why: Text,
}

/// The criteria of a search, and what of it no need can hold.
pub fn criteria_of(query: &Query) -> (Criteria, Vec<LeftOut>) {
    let mut left = Vec::new();
    let mut criteria = Criteria {
        words: query.text.split_whitespace().map(str::to_owned).collect(),
        categories: query.categories.clone(),
        materials: query.materials.clone(),
        condition_min: query.condition_min,
        measures: query.sizes.iter().map(|(measure, wish)| (*measure, measure_of(*wish))).collect(),
        attributes: query
            .attributes
            .iter()
            .map(|(key, wish)| (key.as_str().to_owned(), attribute_of(wish)))
            .collect(),
        place: query.near.map(|it| Place { point: it.point, radius_km: it.radius_km }),
        wanted_from: query.available_from,
        wanted_until: query.available_until,
        documents_required: query.has_documents,
        ..Criteria::default()
    };
    if !criteria.words.is_empty() {
        left.push(LeftOut { field: "text", why: say("stating-left-beginnings") });
    }
    for (field, values) in [("brands", &query.brands), ("colours", &query.colours)] {
        match &values[..] {
            [] => {}
            [one] => criteria.words.push(one.clone()),
            [..] => left.push(LeftOut { field, why: say("stating-left-any-of") }),
        }
    }
    quantity(query, &mut criteria, &mut left);
    price(query, &mut criteria, &mut left);
    if query.hazard_free {
        criteria.hazards_excluded = vec![Hazard::AsbestosUnknown, Hazard::Hazardous, Hazard::Other];
        left.push(LeftOut { field: "hazard_free", why: say("stating-left-proven") });
    }
    if query.viewport.is_some() {
        left.push(LeftOut { field: "viewport", why: say("stating-left-map") });
    }
    let unknown = [
        ("dismantled", query.dismantled.is_some()),
        ("has_photos", query.has_photos),
        ("organisations", !query.organisations.is_empty()),
        ("parks", !query.parks.is_empty()),
        ("visibilities", !query.visibilities.is_empty()),
        ("not_organisation", query.not_organisation.is_some()),
    ];
    let unknown = unknown.into_iter().filter(|it| it.1);
    left.extend(unknown.map(|it| LeftOut { field: it.0, why: say("stating-left-unknown") }));
    (criteria, left)
}

fn measure_of(wish: Wish) -> MeasureWish {
    match wish {
        Wish::About { about, tolerance } => MeasureWish::About(About { about, tolerance }),
        Wish::Between(range) => MeasureWish::Between(range),
    }
}

fn attribute_of(wish: &search::AttributeWish) -> AttributeWish {
    match wish {
        search::AttributeWish::Between(range) => AttributeWish::Between(*range),
        search::AttributeWish::AnyOf(values) => AttributeWish::AnyOf(values.clone()),
        search::AttributeWish::Is(is) => AttributeWish::Is(*is),
    }
}

fn quantity(query: &Query, criteria: &mut Criteria, left: &mut Vec<LeftOut>) {
    let wish = query.quantity_min.and_then(|it| {
        let at_least = decimal::of_f64(it.value)?;
        Some(QuantityWish { at_least, unit: it.unit, several_lots: false })
    });
    // A need converts what is counted otherwise; which unit that is, it does not ask.
    let says_the_same = wish.as_ref().is_some_and(|it| query.units == [it.unit]);
    if !query.units.is_empty() && !says_the_same {
        left.push(LeftOut { field: "units", why: say("stating-left-unknown") });
    }
    criteria.quantity = wish;
}

fn price(query: &Query, criteria: &mut Criteria, left: &mut Vec<LeftOut>) {
    if query.price_cents.min.is_some_and(|it| it > 0.0) {
        left.push(LeftOut { field: "price_cents", why: say("stating-left-price-min") });
    }
    criteria.price_cents_max =
        if query.free { Some(0) } else { query.price_cents.max.and_then(|it| it.floor().to_i64()) };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: serde_json::Value) -> (serde_json::Value, Vec<&'static str>) {
        let query: Query = serde_json::from_value(query).unwrap();
        let (criteria, left) = criteria_of(&query);
        (serde_json::to_value(criteria).unwrap(), left.into_iter().map(|it| it.field).collect())
    }

    #[test]
    fn a_search_becomes_the_same_criteria() {
        let (criteria, left) = of(serde_json::json!({
            "categories": ["DOOR.INT"],
            "materials": ["eik"],
            "colours": ["wit"],
            "condition_min": 4,
            "quantity_min": { "value": 12, "unit": "pcs" },
            "units": ["pcs"],
            "sizes": { "width_mm": { "about": 930, "tolerance": 20 } },
            "attributes": { "hand": { "any_of": ["L"] } },
            "price_cents": { "max": 6000 },
            "near": { "point": { "latitude": 50.88, "longitude": 4.7 }, "radius_km": 50 },
            "available_until": "2027-03-01",
            "has_documents": true,
        }));
        assert_eq!(left, Vec::<&str>::new());
        assert_eq!(
            criteria,
            serde_json::json!({
                "categories": ["DOOR.INT"],
                "words": ["wit"],
                "measures": { "width_mm": { "about": 930.0, "tolerance": 20.0 } },
                "attributes": { "hand": { "any_of": ["L"] } },
                "quantity": { "at_least": 12, "unit": "pcs", "several_lots": false },
                "condition_min": 4,
                "price_cents_max": 6000,
                "place": { "point": { "latitude": 50.88, "longitude": 4.7 }, "radius_km": 50.0 },
                "wanted_until": "2027-03-01",
                "materials": ["eik"],
                "documents_required": true,
            })
        );
    }

    #[test]
    fn what_a_need_cannot_hold_is_said() {
        let (criteria, left) = of(serde_json::json!({
            "text": "eiken deur",
            "brands": ["Theuma", "Svedex"],
            "price_cents": { "min": 100, "max": 6000 },
            "units": ["pcs"],
            "dismantled": true,
            "hazard_free": true,
            "has_photos": true,
            "viewport": { "south": 50.0, "west": 4.0, "north": 51.0, "east": 5.0 },
        }));
        let expected = [
            "text",
            "brands",
            "units",
            "price_cents",
            "hazard_free",
            "viewport",
            "dismantled",
            "has_photos",
        ];
        assert_eq!(left, expected);
        assert_eq!(criteria["words"], serde_json::json!(["eiken", "deur"]));
    }
}
