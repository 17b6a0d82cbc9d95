//! What a visitor looks for among the listings, as it stands in the address. No I/O here.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::check::{CONDITIONS, LENGTH_MM_MAX, LINE_CHARACTERS_MAX, PRICE_CENTS_MAX, QUANTITY_MAX};
use crate::catalogue::Unit;
use crate::clock::Day;
use crate::error::{Error, Problem, Result};
use crate::language::{Text, say};
use crate::search::{Measure, Near, Point, Query, Range, Sort, Viewer};
use crate::web::page_limit;

/// Halfway around the earth: farther away nothing is.
const RADIUS_KM_MAX: f64 = 20_040.0;

/// What to look for. What is left out does not narrow the search.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Words that all must occur, in any of their forms; the last one may be a beginning.
    #[param(max_length = 500)]
    q: String,
    /// Any of these, with what stands below them: `DOOR,WIN.WINDOW`.
    category: String,
    /// 1 damaged to 5 like new.
    #[param(minimum = 1, maximum = 5)]
    condition_min: Option<u8>,
    #[param(minimum = 0)]
    length_mm_min: Option<f64>,
    #[param(minimum = 0)]
    length_mm_max: Option<f64>,
    #[param(minimum = 0)]
    width_mm_min: Option<f64>,
    #[param(minimum = 0)]
    width_mm_max: Option<f64>,
    #[param(minimum = 0)]
    height_mm_min: Option<f64>,
    #[param(minimum = 0)]
    height_mm_max: Option<f64>,
    #[param(minimum = 0)]
    depth_mm_min: Option<f64>,
    #[param(minimum = 0)]
    depth_mm_max: Option<f64>,
    #[param(minimum = 0)]
    thickness_mm_min: Option<f64>,
    #[param(minimum = 0)]
    thickness_mm_max: Option<f64>,
    #[param(minimum = 0)]
    diameter_mm_min: Option<f64>,
    #[param(minimum = 0)]
    diameter_mm_max: Option<f64>,
    /// At least so much of `unit`.
    #[param(minimum = 0)]
    quantity_min: Option<f64>,
    unit: Option<Unit>,
    /// Euro cents per unit. What has no price is left out.
    #[param(minimum = 0)]
    price_cents_max: Option<i64>,
    /// Only what is free of charge.
    free: bool,
    /// All of these, separated by commas.
    #[param(max_length = 500)]
    material: String,
    #[param(max_length = 500)]
    brand: Option<String>,
    #[param(max_length = 500)]
    colour: Option<String>,
    #[param(minimum = -90, maximum = 90)]
    latitude: Option<f64>,
    #[param(minimum = -180, maximum = 180)]
    longitude: Option<f64>,
    /// As the crow flies.
    #[param(minimum = 0, maximum = 20_040)]
    radius_km: Option<f64>,
    /// Available on some day from this one on.
    available_from: Option<Day>,
    /// Available on some day up to this one.
    available_until: Option<Day>,
    /// `distance` needs a point.
    #[param(inline)]
    sort: Sort,
    /// Count the values of these among all that is found: `category,brand`.
    #[param(example = "category,condition")]
    facets: String,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// How many, 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

impl Wanted {
    /// The query to put to the index, on behalf of `viewer`.
    pub fn query(self, viewer: Viewer) -> Result<Query> {
        let mut problems = Vec::new();
        let limit = page_limit(self.limit)?;
        let near = self.near(&mut problems);
        let query = Query {
            measures: self.measures(&mut problems),
            quantity_thousandths: self.quantity_thousandths(&mut problems),
            price_cents: self.price_cents(&mut problems),
            categories: list("category", &self.category, &mut problems),
            facets: list("facets", &self.facets, &mut problems),
            condition_min: self.condition_min,
            unit: self.unit,
            materials: words(&self.material).map(str::to_owned).collect(),
            window: (self.available_from, self.available_until),
            near,
            not_organisation: None,
            viewer,
            sort: self.sort,
            limit,
            text: self.q,
            brand: self.brand,
            colour: self.colour,
            cursor: self.cursor,
        };
        let (min, max) = CONDITIONS;
        if let Some(got) = query.condition_min.filter(|it| !(min..=max).contains(it)) {
            problems.push(Problem::new("/condition_min", between(min, max), got));
        }
        if query.text.chars().count() > LINE_CHARACTERS_MAX {
            let expected = say("expected-shorter").with("max", LINE_CHARACTERS_MAX);
            problems.push(Problem::new("/q", expected, &query.text));
        }
        if query.sort == Sort::Distance && query.near.is_none() {
            problems.push(Problem::new("/sort", say("passport-expected-point"), "distance"));
        }
        if problems.is_empty() { Ok(query) } else { Err(Error::Invalid(problems)) }
    }

    fn measures(&self, problems: &mut Vec<Problem>) -> BTreeMap<Measure, Range> {
        let mut measures = BTreeMap::new();
        for measure in Measure::ALL {
            let (min, max) = match measure {
                Measure::LengthMm => (self.length_mm_min, self.length_mm_max),
                Measure::WidthMm => (self.width_mm_min, self.width_mm_max),
                Measure::HeightMm => (self.height_mm_min, self.height_mm_max),
                Measure::DepthMm => (self.depth_mm_min, self.depth_mm_max),
                Measure::ThicknessMm => (self.thickness_mm_min, self.thickness_mm_max),
                Measure::DiameterMm => (self.diameter_mm_min, self.diameter_mm_max),
            };
            for (end, value) in [("min", min), ("max", max)] {
                let pointer = format!("/{}_{end}", measure.as_str());
                bounded(&pointer, value, (0.0, f64::from(LENGTH_MM_MAX)), problems);
            }
            if min.is_some() || max.is_some() {
                measures.insert(measure, Range { min, max });
            }
        }
        measures
    }

    fn quantity_thousandths(&self, problems: &mut Vec<Problem>) -> Range {
        bounded("/quantity_min", self.quantity_min, (0.0, f64::from(QUANTITY_MAX)), problems);
        Range { min: self.quantity_min.map(|it| it * 1000.0), max: None }
    }

    fn price_cents(&self, problems: &mut Vec<Problem>) -> Range {
        let max = if self.free { Some(0) } else { self.price_cents_max };
        if let Some(cents) = max.filter(|it| !(0..=PRICE_CENTS_MAX).contains(it)) {
            let expected = between(0, PRICE_CENTS_MAX);
            problems.push(Problem::new("/price_cents_max", expected, cents));
        }
        #[expect(clippy::cast_precision_loss, reason = "the greatest price is far below 2^53")]
        Range { min: None, max: max.map(|it| it as f64) }
    }

    fn near(&self, problems: &mut Vec<Problem>) -> Option<Near> {
        bounded("/latitude", self.latitude, (-90.0, 90.0), problems);
        bounded("/longitude", self.longitude, (-180.0, 180.0), problems);
        bounded("/radius_km", self.radius_km, (0.0, RADIUS_KM_MAX), problems);
        match (self.latitude, self.longitude, self.radius_km) {
            (Some(latitude), Some(longitude), radius_km) => Some(Near {
                point: Point { latitude, longitude },
                radius_km: radius_km.unwrap_or(RADIUS_KM_MAX),
            }),
            (None, None, None) => None,
            (latitude, _, _) => {
                let pointer = if latitude.is_none() { "/latitude" } else { "/longitude" };
                problems.push(Problem::new(pointer, say("passport-expected-point"), ""));
                None
            }
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|it| !it.is_empty())
}

/// The values of a list with commas between them.
fn list<T: DeserializeOwned>(name: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<T> {
    let mut values = Vec::new();
    for word in words(text) {
        match T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(
            word,
        )) {
            Ok(value) => values.push(value),
            Err(fault) => {
                let expected = say("expected-json").with("what", fault);
                problems.push(Problem::new(format!("/{name}"), expected, word));
            }
        }
    }
    values
}

fn bounded(pointer: &str, value: Option<f64>, (min, max): (f64, f64), problems: &mut Vec<Problem>) {
    // Written so that NaN is not in the range.
    if let Some(value) = value
        && !(value >= min && value <= max)
    {
        problems.push(Problem::new(pointer, between(min, max), value));
    }
}

fn between(min: impl std::fmt::Display, max: impl std::fmt::Display) -> Text {
    say("expected-number-between").with("min", min).with("max", max)
}

#[cfg(test)]
mod tests;
