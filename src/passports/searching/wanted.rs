//! What a visitor looks for among the listings, as it stands in the address. No I/O here.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde::de::value::{Error as Fault, StrDeserializer};

use super::check::{RADIUS_KM_MAX, problems_of};
use crate::catalogue::{AttributeKey, Unit};
use crate::clock::Day;
use crate::error::{Error, Problem, Result};
use crate::language::{Misfit, say};
use crate::search::{
    Amount, AttributeWish, Measure, Near, Point, Query, Range, Sort, Viewer, Viewport, Wish,
};
use crate::web::page_limit;

/// What to look for. What is left out does not narrow the search. Several values of one kind
/// stand with commas between them, and any of them will do.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
#[expect(clippy::struct_excessive_bools, reason = "each narrows or does not, on its own")]
pub struct Wanted {
    /// Words in any of their forms; the last one may be a beginning. Where little has them all,
    /// what lacks one or two follows.
    #[param(max_length = 500)]
    q: String,
    /// With what stands below them: `DOOR,WIN.WINDOW`.
    category: String,
    /// 1 damaged to 5 like new.
    #[param(minimum = 1, maximum = 5)]
    condition_min: Option<u8>,
    /// About so much, `tolerance_mm` more or less.
    #[param(minimum = 0)]
    length_mm: Option<f64>,
    #[param(minimum = 0)]
    length_mm_min: Option<f64>,
    #[param(minimum = 0)]
    length_mm_max: Option<f64>,
    /// About so much, `tolerance_mm` more or less.
    #[param(minimum = 0)]
    width_mm: Option<f64>,
    #[param(minimum = 0)]
    width_mm_min: Option<f64>,
    #[param(minimum = 0)]
    width_mm_max: Option<f64>,
    /// About so much, `tolerance_mm` more or less.
    #[param(minimum = 0)]
    height_mm: Option<f64>,
    #[param(minimum = 0)]
    height_mm_min: Option<f64>,
    #[param(minimum = 0)]
    height_mm_max: Option<f64>,
    /// About so much, `tolerance_mm` more or less.
    #[param(minimum = 0)]
    depth_mm: Option<f64>,
    #[param(minimum = 0)]
    depth_mm_min: Option<f64>,
    #[param(minimum = 0)]
    depth_mm_max: Option<f64>,
    /// About so much, `tolerance_mm` more or less.
    #[param(minimum = 0)]
    thickness_mm: Option<f64>,
    #[param(minimum = 0)]
    thickness_mm_min: Option<f64>,
    #[param(minimum = 0)]
    thickness_mm_max: Option<f64>,
    /// About so much, `tolerance_mm` more or less.
    #[param(minimum = 0)]
    diameter_mm: Option<f64>,
    #[param(minimum = 0)]
    diameter_mm_min: Option<f64>,
    #[param(minimum = 0)]
    diameter_mm_max: Option<f64>,
    /// How much more or less than a size will do.
    #[param(minimum = 0)]
    tolerance_mm: Option<f64>,
    /// At least so much of `unit`; by weight whatever has a mass.
    #[param(minimum = 0)]
    quantity_min: Option<f64>,
    unit: Option<Unit>,
    /// Euro cents per unit. What has no price is left out.
    #[param(minimum = 0)]
    price_cents_min: Option<f64>,
    #[param(minimum = 0)]
    price_cents_max: Option<f64>,
    /// Only what is free of charge.
    free: bool,
    #[param(max_length = 500)]
    material: String,
    #[param(max_length = 500)]
    brand: String,
    #[param(max_length = 500)]
    colour: String,
    /// By the attributes of the category, with semicolons between them: a choice, `yes` or `no`,
    /// or a range. All of them must be met.
    #[param(max_length = 500, example = "coating:galvanised,painted;wall_mm:5..10;drawings:yes")]
    attributes: String,
    #[param(minimum = -90, maximum = 90)]
    latitude: Option<f64>,
    #[param(minimum = -180, maximum = 180)]
    longitude: Option<f64>,
    /// Around this site of yours, instead of a point.
    #[param(value_type = Option<String>, format = Uuid)]
    pub site_id: Option<String>,
    /// As the crow flies.
    #[param(minimum = 0, maximum = 20_040)]
    radius_km: Option<f64>,
    /// A piece of the map: west, south, east, north.
    #[param(max_length = 100, example = "4.3,50.7,4.9,51.0")]
    bbox: String,
    /// Available on some day from this one on.
    available_from: Option<Day>,
    /// Available on some day up to this one.
    available_until: Option<Day>,
    /// Out of the building already, or still in it.
    dismantled: Option<bool>,
    /// Only what is proven to be free of asbestos, with no other hazard known.
    hazard_free: bool,
    /// Only what has photos.
    photos: bool,
    /// Only what has documents.
    documents: bool,
    /// Held by these organisations.
    #[param(max_length = 500)]
    organisation: String,
    /// Lying in these parks.
    #[param(max_length = 500)]
    park: String,
    /// `public`, `park`, `organisation`.
    #[param(max_length = 100)]
    visibility: String,
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
    /// The query to put to the index, on behalf of `viewer`. `site` is where the site lies that
    /// is asked for.
    pub fn query(self, viewer: Viewer, site: Option<Point>) -> Result<Query> {
        let mut problems = Vec::new();
        let limit = page_limit(self.limit)?;
        let query = Query {
            sizes: self.sizes(),
            quantity_min: self.quantity_min(&mut problems),
            units: if self.quantity_min.is_some() { Vec::new() } else { Vec::from_iter(self.unit) },
            attributes: attributes(&self.attributes, &mut problems),
            price_cents: Range { min: self.price_cents_min, max: self.price_cents_max },
            near: self.near(site, &mut problems),
            viewport: viewport(&self.bbox, &mut problems),
            categories: list("category", &self.category, &mut problems),
            visibilities: list("visibility", &self.visibility, &mut problems),
            facets: list("facets", &self.facets, &mut problems),
            materials: words(&self.material),
            brands: words(&self.brand),
            colours: words(&self.colour),
            organisations: words(&self.organisation),
            parks: words(&self.park),
            condition_min: self.condition_min,
            free: self.free,
            available_from: self.available_from,
            available_until: self.available_until,
            dismantled: self.dismantled,
            hazard_free: self.hazard_free,
            has_photos: self.photos,
            has_documents: self.documents,
            not_organisation: None,
            words_missing: 0,
            viewer,
            sort: self.sort,
            limit,
            text: self.q,
            cursor: self.cursor,
        };
        problems.extend(problems_of(&query, named));
        if problems.is_empty() { Ok(query) } else { Err(Error::Invalid(problems)) }
    }

    fn sizes(&self) -> BTreeMap<Measure, Wish> {
        let mut sizes = BTreeMap::new();
        for measure in Measure::ALL {
            let (about, min, max) = match measure {
                Measure::LengthMm => (self.length_mm, self.length_mm_min, self.length_mm_max),
                Measure::WidthMm => (self.width_mm, self.width_mm_min, self.width_mm_max),
                Measure::HeightMm => (self.height_mm, self.height_mm_min, self.height_mm_max),
                Measure::DepthMm => (self.depth_mm, self.depth_mm_min, self.depth_mm_max),
                Measure::ThicknessMm => {
                    (self.thickness_mm, self.thickness_mm_min, self.thickness_mm_max)
                }
                Measure::DiameterMm => {
                    (self.diameter_mm, self.diameter_mm_min, self.diameter_mm_max)
                }
            };
            if let Some(about) = about {
                let tolerance = self.tolerance_mm.unwrap_or_default();
                sizes.insert(measure, Wish::About { about, tolerance });
            } else if min.is_some() || max.is_some() {
                sizes.insert(measure, Wish::Between(Range { min, max }));
            }
        }
        sizes
    }

    fn quantity_min(&self, problems: &mut Vec<Problem>) -> Option<Amount> {
        let value = self.quantity_min?;
        if self.unit.is_none() {
            let units = Unit::ALL.map(Unit::as_str).join(", ");
            problems.push(Problem::new("/unit", say("expected-one-of").with("values", units), ""));
        }
        Some(Amount { value, unit: self.unit? })
    }

    fn near(&self, site: Option<Point>, problems: &mut Vec<Problem>) -> Option<Near> {
        let radius_km = self.radius_km.unwrap_or(RADIUS_KM_MAX);
        match (self.latitude, self.longitude) {
            (Some(latitude), Some(longitude)) => {
                Some(Near { point: Point { latitude, longitude }, radius_km })
            }
            (None, None) if site.is_some() => site.map(|point| Near { point, radius_km }),
            (None, None) if self.radius_km.is_none() => None,
            (latitude, _) => {
                let pointer = if latitude.is_none() { "/latitude" } else { "/longitude" };
                problems.push(Problem::new(pointer, say("passport-expected-point"), ""));
                None
            }
        }
    }
}

/// How the address names a part of the query.
fn named(pointer: &str) -> String {
    let name = match pointer {
        "/text" => "/q",
        "/near/radius_km" => "/radius_km",
        "/near/point/latitude" => "/latitude",
        "/near/point/longitude" => "/longitude",
        "/price_cents/min" => "/price_cents_min",
        "/price_cents/max" => "/price_cents_max",
        "/quantity_min/value" => "/quantity_min",
        other => match other.strip_prefix("/sizes/") {
            Some(size) => return format!("/{}", size.replace("/about", "").replace('/', "_")),
            None => other,
        },
    };
    name.to_owned()
}

fn words(text: &str) -> Vec<String> {
    split(text, ',').map(str::to_owned).collect()
}

fn split(text: &str, between: char) -> impl Iterator<Item = &str> {
    text.split(between).map(str::trim).filter(|it| !it.is_empty())
}

/// The values of a list with commas between them.
fn list<T: DeserializeOwned>(name: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<T> {
    let mut values = Vec::new();
    for word in split(text, ',') {
        match read(word) {
            Ok(value) => values.push(value),
            Err(fault) => {
                let expected = Misfit::of(&fault.to_string()).expected;
                problems.push(Problem::new(format!("/{name}"), expected, word));
            }
        }
    }
    values
}

fn read<T: DeserializeOwned>(word: &str) -> std::result::Result<T, Fault> {
    T::deserialize(StrDeserializer::new(word))
}

/// `coating:galvanised,painted;wall_mm:5..10;drawings:yes`.
fn attributes(text: &str, problems: &mut Vec<Problem>) -> BTreeMap<AttributeKey, AttributeWish> {
    let mut wishes = BTreeMap::new();
    for written in split(text, ';') {
        let wish = written.split_once(':').and_then(|(key, wish)| {
            Some((AttributeKey::parse(key.trim())?, attribute_wish(wish.trim())?))
        });
        if let Some((key, wish)) = wish {
            wishes.insert(key, wish);
        } else {
            let expected = say("passport-expected-attributes");
            problems.push(Problem::new("/attributes", expected, written));
        }
    }
    wishes
}

fn attribute_wish(text: &str) -> Option<AttributeWish> {
    let end = |text: &str| match text.trim() {
        "" => Some(None),
        number => number.parse::<f64>().ok().filter(|it| it.is_finite()).map(Some),
    };
    match text {
        "yes" => Some(AttributeWish::Is(true)),
        "no" => Some(AttributeWish::Is(false)),
        "" => None,
        text => match text.split_once("..") {
            Some((min, max)) => {
                Some(AttributeWish::Between(Range { min: end(min)?, max: end(max)? }))
            }
            None => Some(AttributeWish::AnyOf(words(text))),
        },
    }
}

/// West, south, east and north, with commas between them.
fn viewport(text: &str, problems: &mut Vec<Problem>) -> Option<Viewport> {
    if text.is_empty() {
        return None;
    }
    let edges: Option<Vec<f64>> = text.split(',').map(|it| it.trim().parse().ok()).collect();
    let Some([west, south, east, north]) = edges.as_deref() else {
        problems.push(Problem::new("/bbox", say("passport-expected-bbox"), text));
        return None;
    };
    Some(Viewport { west: *west, south: *south, east: *east, north: *north })
}

#[cfg(test)]
mod tests;
