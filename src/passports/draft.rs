//! What a holder fills in, and the check that turns it into the content of a passport.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::terms::{Detachability, Document, Hazards, Material, Price, References};
use crate::catalogue::{CategoryCode, Unit};
use crate::clock::Day;
use crate::id::Id;
use crate::language::Language;
use crate::places::{Building, Site};
use crate::search::Visibility;

/// A passport as its holder fills it in. Only the name, the quantity and the unit must be there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// The holder's own number for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Global trade item number, with a right check digit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gtin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,

    /// A leaf or a top of the catalogue; open where nobody has decided yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryCode>,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The language of name and description.
    pub language: Language,

    /// Never negative, to a thousandth.
    #[serde(with = "rust_decimal::serde::float")]
    #[schema(value_type = f64, minimum = 0)]
    pub quantity: Decimal,
    pub unit: Unit,
    /// "About": `ca.`, `±`.
    pub quantity_approximate: bool,
    /// The upper end, where the holder gave a range; the quantity is its lower end.
    #[serde(with = "rust_decimal::serde::float_option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0)]
    pub quantity_max: Option<Decimal>,

    #[serde(skip_serializing_if = "Dimensions::is_empty")]
    pub dimensions: Dimensions,
    /// Mass of one unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub unit_mass_grams: Option<i64>,
    /// The mass comes from the catalogue, not from the holder.
    pub unit_mass_estimated: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<Material>,

    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// Of making or of placing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1000, maximum = 2100)]
    pub year: Option<i32>,
    /// 1 damaged, 2 poor, 3 fair, 4 good, 5 like new.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 5)]
    pub condition_technical: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 5)]
    pub condition_aesthetic: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub defects: Option<String>,
    /// By the attributes of its category: numbers, choices, yes or no, text.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = BTreeMap<String, Object>)]
    pub attributes: BTreeMap<String, serde_json::Value>,

    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_id: Option<Id<Site>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building_id: Option<Id<Building>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// Where else in or around the building.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,

    /// How it is fixed, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection: Option<String>,
    pub detachability: Detachability,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dismantling_notes: Option<String>,
    /// Whether the auditor thinks it can be used again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reusable: Option<bool>,

    pub hazards: Hazards,
    /// European list of waste, `17 02 01`, if it were discarded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waste_code: Option<String>,

    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fire_rating: Option<String>,
    pub references: References,

    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_from: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_until: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    pub visibility: Visibility,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remarks: Option<String>,
}

/// Millimetres, to a hundredth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Dimensions {
    #[serde(with = "rust_decimal::serde::float_option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0)]
    pub length_mm: Option<Decimal>,
    #[serde(with = "rust_decimal::serde::float_option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0)]
    pub width_mm: Option<Decimal>,
    #[serde(with = "rust_decimal::serde::float_option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0)]
    pub height_mm: Option<Decimal>,
    #[serde(with = "rust_decimal::serde::float_option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0)]
    pub depth_mm: Option<Decimal>,
    #[serde(with = "rust_decimal::serde::float_option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0)]
    pub thickness_mm: Option<Decimal>,
    #[serde(with = "rust_decimal::serde::float_option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0)]
    pub diameter_mm: Option<Decimal>,
}

impl Dimensions {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A draft that was checked. Nothing but [`Draft::check`] makes one, so whoever holds one need
/// not ask again.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(transparent)]
pub struct Content(Draft);

impl std::ops::Deref for Content {
    type Target = Draft;

    fn deref(&self) -> &Draft {
        &self.0
    }
}
