//! Whether a query can be: everything that is not right with it, at once.

use super::super::check::{
    CONDITIONS, LENGTH_MM_MAX, LINE_CHARACTERS_MAX, PRICE_CENTS_MAX, QUANTITY_MAX,
};
use crate::error::Problem;
use crate::language::{Text, say};
use crate::search::{Query, Sort, Wish};

/// Halfway around the earth: farther away nothing is.
pub const RADIUS_KM_MAX: f64 = 20_040.0;

/// More values of one kind than this nobody chooses by hand.
const VALUES_MAX: usize = 200;

/// What is wrong with a query. `named` turns the pointer to a part of it into how the asker calls
/// that part.
pub fn problems_of(query: &Query, named: impl Fn(&str) -> String) -> Vec<Problem> {
    let mut found = Found { problems: Vec::new(), named };
    if query.text.chars().count() > LINE_CHARACTERS_MAX {
        let expected = say("expected-shorter").with("max", LINE_CHARACTERS_MAX);
        found.add("/text", expected, &query.text);
    }
    if let Some(got) = query.condition_min.filter(|it| !(CONDITIONS.0..=CONDITIONS.1).contains(it))
    {
        found.add("/condition_min", between(CONDITIONS.0, CONDITIONS.1), got);
    }
    found.sizes(query);
    let quantity = query.quantity_min.map(|it| it.value);
    found.bounded("/quantity_min/value", quantity, (0.0, f64::from(QUANTITY_MAX)));
    #[expect(clippy::cast_precision_loss, reason = "the greatest price is far below 2^53")]
    let prices = (0.0, PRICE_CENTS_MAX as f64);
    found.bounded("/price_cents/min", query.price_cents.min, prices);
    found.bounded("/price_cents/max", query.price_cents.max, prices);
    found.places(query);
    for (name, count) in [
        ("/categories", query.categories.len()),
        ("/materials", query.materials.len()),
        ("/brands", query.brands.len()),
        ("/colours", query.colours.len()),
        ("/organisations", query.organisations.len()),
        ("/parks", query.parks.len()),
        ("/facets", query.facets.len()),
    ] {
        if count > VALUES_MAX {
            found.add(name, say("passport-expected-fewer").with("max", VALUES_MAX), count);
        }
    }
    if query.sort == Sort::Distance && query.near.is_none() {
        found.add("/sort", say("passport-expected-point"), "distance");
    }
    found.problems
}

struct Found<N> {
    problems: Vec<Problem>,
    named: N,
}

impl<N: Fn(&str) -> String> Found<N> {
    fn add(&mut self, pointer: &str, expected: Text, got: impl std::fmt::Display) {
        self.problems.push(Problem::new((self.named)(pointer), expected, got));
    }

    fn sizes(&mut self, query: &Query) {
        let lengths = (0.0, f64::from(LENGTH_MM_MAX));
        for (measure, wish) in &query.sizes {
            let ends = match wish {
                Wish::About { about, tolerance } => {
                    [("about", Some(*about)), ("tolerance", Some(*tolerance))]
                }
                Wish::Between(range) => [("min", range.min), ("max", range.max)],
            };
            for (end, value) in ends {
                self.bounded(&format!("/sizes/{}/{end}", measure.as_str()), value, lengths);
            }
        }
    }

    fn places(&mut self, query: &Query) {
        let (latitudes, longitudes) = ((-90.0, 90.0), (-180.0, 180.0));
        if let Some(near) = query.near {
            self.bounded("/near/point/latitude", Some(near.point.latitude), latitudes);
            self.bounded("/near/point/longitude", Some(near.point.longitude), longitudes);
            self.bounded("/near/radius_km", Some(near.radius_km), (0.0, RADIUS_KM_MAX));
        }
        if let Some(view) = query.viewport {
            self.bounded("/bbox", Some(view.south), latitudes);
            self.bounded("/bbox", Some(view.north), latitudes);
            self.bounded("/bbox", Some(view.west), longitudes);
            self.bounded("/bbox", Some(view.east), longitudes);
        }
    }

    fn bounded(&mut self, pointer: &str, value: Option<f64>, (min, max): (f64, f64)) {
        // Written so that NaN is not in the range.
        if let Some(value) = value
            && !(value >= min && value <= max)
        {
            self.add(pointer, between(min, max), value);
        }
    }
}

fn between(min: impl std::fmt::Display, max: impl std::fmt::Display) -> Text {
    say("expected-number-between").with("min", min).with("max", max)
}
