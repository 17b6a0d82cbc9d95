//! What an index knows of one passport that is not retired.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Point;
use crate::catalogue::{AttributeKey, CategoryCode, Unit};
use crate::clock::Day;

/// Who may see a listing besides the organisation that holds it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Nobody: it is registered, not offered.
    Organisation,
    /// The organisations of the same business park.
    Park,
    #[default]
    Public,
}

impl Visibility {
    pub const ALL: [Self; 3] = [Self::Organisation, Self::Park, Self::Public];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Park => "park",
            Self::Public => "public",
        }
    }
}

/// Figures are whole numbers, so that every engine compares and adds up alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    pub id: String,
    /// The passport's version. An older one never overwrites a newer one.
    pub version: i64,
    pub code: String,
    pub organisation_id: String,
    pub park_id: Option<String>,
    pub visibility: Visibility,
    pub category: Option<CategoryCode>,
    pub name: String,
    /// All else that text search should find: description, brand, model, colour, materials.
    pub text: String,
    pub brand: Option<String>,
    pub colour: Option<String>,
    pub materials: Vec<String>,
    /// 1 (damaged) to 5 (like new).
    pub condition: Option<u8>,
    pub quantity_thousandths: i64,
    pub unit: Unit,
    /// Of the whole quantity, where its mass is known or can be reckoned.
    pub mass_grams: Option<i64>,
    /// Thousandths of a millimetre.
    pub sizes_um: BTreeMap<Measure, i64>,
    /// Those whose values are numbers, choices, or yes and no.
    pub attributes: BTreeMap<AttributeKey, AttributeValue>,
    /// 0 is free; `None` is on request or unknown.
    pub price_cents: Option<i64>,
    /// CO2 equivalent that using all of it again avoids.
    pub carbon_avoided_grams: Option<i64>,
    pub point: Option<Point>,
    pub available_from: Option<Day>,
    pub available_until: Option<Day>,
    /// Out of the building already, or still in it. Open where nobody said.
    pub dismantled: Option<bool>,
    /// Somebody proved that it is free of asbestos, and no other hazard is known.
    pub hazard_free: bool,
    pub has_photos: bool,
    pub has_documents: bool,
    /// When it was registered, seconds of the Unix epoch: the order of `Sort::Newest`.
    pub created_at: i64,
}

impl Listing {
    /// A listing that says no more than it must.
    pub fn bare(id: &str, organisation_id: &str) -> Self {
        Self {
            id: id.to_owned(),
            version: 1,
            code: String::new(),
            organisation_id: organisation_id.to_owned(),
            park_id: None,
            visibility: Visibility::Public,
            category: None,
            name: String::new(),
            text: String::new(),
            brand: None,
            colour: None,
            materials: Vec::new(),
            condition: None,
            quantity_thousandths: 1000,
            unit: Unit::Pcs,
            mass_grams: None,
            sizes_um: BTreeMap::new(),
            attributes: BTreeMap::new(),
            price_cents: None,
            carbon_avoided_grams: None,
            point: None,
            available_from: None,
            available_until: None,
            dismantled: None,
            hazard_free: false,
            has_photos: false,
            has_documents: false,
            created_at: 0,
        }
    }

    /// What text search finds besides the name. The code stands in it as it is printed and in one
    /// piece, as it is typed.
    pub(super) fn other_text(&self) -> String {
        let Self { text, code, .. } = self;
        format!("{text}\n{code}\n{}", code.replace('-', ""))
    }

    /// Where it is, as finely as every engine keeps it.
    pub(super) fn place(&self) -> Option<Point> {
        self.point.map(Point::rounded)
    }
}

/// What an attribute of the category is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeValue {
    Thousandths(i64),
    Choice(String),
    Is(bool),
}

/// A size that can be searched by range, in millimetres.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    LengthMm,
    WidthMm,
    HeightMm,
    DepthMm,
    ThicknessMm,
    DiameterMm,
}

impl Measure {
    pub const ALL: [Self; 6] = [
        Self::LengthMm,
        Self::WidthMm,
        Self::HeightMm,
        Self::DepthMm,
        Self::ThicknessMm,
        Self::DiameterMm,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::LengthMm => "length_mm",
            Self::WidthMm => "width_mm",
            Self::HeightMm => "height_mm",
            Self::DepthMm => "depth_mm",
            Self::ThicknessMm => "thickness_mm",
            Self::DiameterMm => "diameter_mm",
        }
    }
}
