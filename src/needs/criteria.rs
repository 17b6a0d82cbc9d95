//! What a need asks for. A criterion that is not given does not narrow.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::{CategoryCode, Unit};
use crate::clock::Day;
use crate::search::{Measure, Point, Range};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Criteria {
    /// Any of these, with their subtrees.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryCode>,
    /// Each must occur in the name or the other texts, in any of its forms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// None of these may occur.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words_excluded: Vec<String>,
    /// A size that is asked for must be known and lie in the range, tolerance included.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub measures: BTreeMap<Measure, Range>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, AttributeWish>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<QuantityWish>,
    /// 1 (damaged) to 5 (like new).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 5)]
    pub condition_min: Option<u8>,
    /// Per unit. 0: only what is free. A listing whose price is on request fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub price_cents_max: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// It must be available on some day of the window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wanted_from: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wanted_until: Option<Day>,
    /// At least one of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub materials_excluded: Vec<String>,
    /// It must come with a document.
    pub documents_required: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuantityWish {
    #[serde(with = "rust_decimal::serde::float")]
    #[schema(value_type = f64, minimum = 0)]
    pub at_least: Decimal,
    pub unit: Unit,
    /// Less is welcome too, if other lots can make up the rest.
    #[serde(default)]
    pub several_lots: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    pub point: Point,
    /// As the crow flies.
    #[schema(minimum = 0)]
    pub radius_km: f64,
}

/// What an attribute of the category must be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AttributeWish {
    Between(Range),
    AnyOf(Vec<String>),
    Is(bool),
}
