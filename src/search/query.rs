//! What to look for. A saved search is a [`Query`] that was stored.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::{Facet, Measure, Near, Viewport, Visibility};
use crate::catalogue::{AttributeKey, CategoryCode, Unit};
use crate::clock::Day;

/// What to look for. A field left empty does not narrow the search.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = SearchQuery)]
#[expect(clippy::struct_excessive_bools, reason = "each narrows or does not, on its own")]
pub struct Query {
    /// What is found has every word: as it stands, in another form (a plural), as a part of a
    /// compound, by another name for the same thing, as the beginning of a word (the last one), or
    /// with a typo (one from four letters, two from eight; none in words with digits). Where that
    /// is little, what lacks one word or two follows.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 500)]
    pub text: String,
    /// Any of these, with their subtrees.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryCode>,
    /// Any of these. Case and accents of materials, brands and colours do not matter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub brands: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub colours: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 5)]
    pub condition_min: Option<u8>,
    /// At least so much of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity_min: Option<Amount>,
    /// Counted in any of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<Unit>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub sizes: BTreeMap<Measure, Wish>,
    /// By the attributes of the categories. What is asked for must be known.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<AttributeKey, AttributeWish>,
    /// What has no price lies in no range.
    #[serde(skip_serializing_if = "Range::is_open")]
    pub price_cents: Range,
    #[serde(skip_serializing_if = "is_false")]
    pub free: bool,
    /// Within a radius, by great-circle distance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near: Option<Near>,
    /// On this piece of the map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub viewport: Option<Viewport>,
    /// Available on some day from this one on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_from: Option<Day>,
    /// Available on some day up to this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_until: Option<Day>,
    /// Out of the building already, or still in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dismantled: Option<bool>,
    /// Only what is proven to be free of asbestos, with no other hazard known.
    #[serde(skip_serializing_if = "is_false")]
    pub hazard_free: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub has_photos: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub has_documents: bool,
    /// Held by any of these organisations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<String>,
    /// Lying in any of these parks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parks: Vec<String>,
    /// Shown to any of these circles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub visibilities: Vec<Visibility>,
    /// Leave out what this organisation holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_organisation: Option<String>,
    pub sort: Sort,
    /// Count the values of these among all that is found. What is chosen of a facet does not
    /// narrow its own counts, so that one sees what else there would be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facets: Vec<Facet>,
    /// So many of the words need not occur. What answers more of them comes first; what answers
    /// none is not found. See [`super::leniently`].
    #[serde(skip)]
    pub words_missing: usize,
    #[serde(skip)]
    pub viewer: Viewer,
    /// Where the last page ended, as that page said.
    #[serde(skip)]
    pub cursor: Option<String>,
    #[serde(skip)]
    pub limit: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(it: &bool) -> bool {
    !it
}

/// So much of something.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SearchAmount)]
pub struct Amount {
    #[schema(minimum = 0)]
    pub value: f64,
    /// What is counted otherwise is found too where the catalogue allows to convert it: by weight
    /// whatever has a mass.
    pub unit: Unit,
}

/// Which sizes will do, in millimetres: from here to there, or about so much.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(untagged, expecting = "expected {\"min\", \"max\"} or {\"about\", \"tolerance\"}")]
#[schema(as = SizeWish)]
pub enum Wish {
    About {
        #[schema(minimum = 0)]
        about: f64,
        /// So much more or less will do too.
        #[serde(default)]
        #[schema(minimum = 0)]
        tolerance: f64,
    },
    Between(Range),
}

impl Wish {
    /// The sizes that will do, both ends included, in thousandths; `None` where all will.
    pub(super) fn thousandths(self) -> Option<RangeInclusive<i64>> {
        match self {
            Self::Between(range) => range.thousandths(),
            Self::About { about, tolerance } => {
                let range = Range { min: Some(about), max: Some(about) }.thousandths()?;
                let by = thousandths(tolerance).max(0);
                Some(range.start().saturating_sub(by)..=range.end().saturating_add(by))
            }
        }
    }
}

/// What an attribute of the category must be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = SearchAttributeWish)]
pub enum AttributeWish {
    Between(Range),
    AnyOf(Vec<String>),
    Is(bool),
}

/// Both ends belong to it; an end left open does not bound.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Range {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
}

impl Range {
    pub fn holds(&self, value: f64) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max)
    }

    /// Whether it does not bound at all.
    pub fn is_open(&self) -> bool {
        self.min.is_none() && self.max.is_none()
    }

    /// The whole numbers in it; `None` where it is open.
    pub(super) fn whole(&self) -> Option<RangeInclusive<i64>> {
        self.ends(f64::ceil, f64::floor)
    }

    /// The thousandths in it, its ends read to the nearest; `None` where it is open.
    pub(super) fn thousandths(&self) -> Option<RangeInclusive<i64>> {
        let nearest = |end: f64| (end * 1000.0).round();
        self.ends(nearest, nearest)
    }

    fn ends(
        &self,
        lower: impl Fn(f64) -> f64,
        upper: impl Fn(f64) -> f64,
    ) -> Option<RangeInclusive<i64>> {
        if self.is_open() {
            return None;
        }
        // Nothing lies beyond what is no number.
        if [self.min, self.max].iter().flatten().any(|it| it.is_nan()) {
            return Some(NONE);
        }
        let min = self.min.map_or(i64::MIN, |it| whole_number(lower(it)));
        let max = self.max.map_or(i64::MAX, |it| whole_number(upper(it)));
        Some(min..=max)
    }
}

/// In which nothing lies.
const NONE: RangeInclusive<i64> = RangeInclusive::new(1, 0);

pub(super) fn thousandths(value: f64) -> i64 {
    whole_number((value * 1000.0).round())
}

/// What is too great for a whole number becomes the greatest there is; what is no number zero.
#[expect(clippy::cast_possible_truncation, reason = "that is what it is for")]
fn whole_number(value: f64) -> i64 {
    value as i64
}

/// For whom we search. The server sets it; it is part of every query.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Viewer {
    /// Sees what is public.
    #[default]
    Stranger,
    /// Sees what is public, what its park may see, and all that is its own.
    Organisation { id: String, park_id: Option<String> },
}

impl Viewer {
    pub fn sees(&self, visibility: Visibility, organisation: &str, park: Option<&str>) -> bool {
        match (self, visibility) {
            (_, Visibility::Public) => true,
            (Self::Stranger, Visibility::Organisation | Visibility::Park) => false,
            (Self::Organisation { id, park_id }, Visibility::Organisation | Visibility::Park) => {
                let is_of_park = park_id.is_some() && park_id.as_deref() == park;
                id == organisation || visibility == Visibility::Park && is_of_park
            }
        }
    }
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// What answers the words best first; without words, the newest.
    #[default]
    Relevance,
    /// Nearest first; needs `near`. What has no place comes last.
    Distance,
    /// Cheapest first; what has no price comes last.
    Price,
    Newest,
    /// What can be had soonest first.
    Availability,
    /// What avoids most CO2 first; where that is not known, last.
    Carbon,
}

impl Sort {
    pub const ALL: [Self; 6] = [
        Self::Relevance,
        Self::Distance,
        Self::Price,
        Self::Newest,
        Self::Availability,
        Self::Carbon,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_survives_being_stored() {
        let query = Query {
            text: "deur".to_owned(),
            categories: CategoryCode::parse("DOOR").into_iter().collect(),
            sizes: [
                (Measure::WidthMm, Wish::About { about: 930.0, tolerance: 50.0 }),
                (Measure::HeightMm, Wish::Between(Range { min: Some(2000.0), max: None })),
            ]
            .into(),
            attributes: AttributeKey::all()
                .take(1)
                .map(|it| (it, AttributeWish::Is(true)))
                .collect(),
            quantity_min: Some(Amount { value: 12.5, unit: Unit::M2 }),
            facets: Facet::of_filters().collect(),
            dismantled: Some(false),
            sort: Sort::Carbon,
            ..Query::default()
        };
        let json = serde_json::to_string(&query).unwrap();
        assert_eq!(serde_json::from_str::<Query>(&json).unwrap(), query, "{json}");
        assert_eq!(serde_json::to_string(&Query::default()).unwrap(), r#"{"sort":"relevance"}"#);
        assert!(serde_json::from_str::<Query>(r#"{"viewer": "somebody"}"#).is_err());
    }

    #[test]
    fn the_ends_of_a_range_belong_to_it() {
        let range = |min, max| Range { min, max };
        assert_eq!(range(Some(0.3), Some(1.001)).thousandths(), Some(300..=1001));
        assert_eq!(range(Some(0.5), None).whole(), Some(1..=i64::MAX));
        assert_eq!(range(None, Some(4500.9)).whole(), Some(i64::MIN..=4500));
        assert_eq!(range(None, None).whole(), None);
        assert!(range(Some(f64::NAN), None).whole().unwrap().is_empty());
        assert_eq!(range(None, Some(f64::INFINITY)).whole(), Some(i64::MIN..=i64::MAX));
        let about = Wish::About { about: 0.2, tolerance: 0.1 };
        assert_eq!(about.thousandths(), Some(100..=300));
    }
}
