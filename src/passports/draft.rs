//! What a holder fills in, and the content of a passport that the check makes of it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use super::decimal;
use super::terms::{Asbestos, Detachability, Document, Hazards, Material, Price, References};
use crate::catalogue::{Attribute, AttributeRule, CategoryCode, Unit};
use crate::clock::Day;
use crate::id::Id;
use crate::language::Language;
use crate::places::{Building, Site};
use crate::search::{Measure, Visibility};

/// A passport as its holder fills it in. Only the name, the quantity and the unit must be there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PassportDraft)]
pub struct Draft {
    /// The holder's own number for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub external_id: Option<String>,
    /// Global trade item number, with a right check digit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^([0-9]{8}|[0-9]{12,14})$")]
    pub gtin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub serial: Option<String>,

    /// A leaf or a top of the catalogue; open where nobody has decided yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryCode>,
    #[serde(default)]
    #[schema(required = true, min_length = 1, max_length = 500)]
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 10_000)]
    pub description: Option<String>,
    /// The language of name and description.
    #[serde(default)]
    pub language: Language,

    /// Never negative, to a thousandth.
    #[serde(with = "super::decimal")]
    #[schema(value_type = f64, minimum = 0, maximum = 1_000_000_000)]
    pub quantity: Decimal,
    pub unit: Unit,
    /// "About": `ca.`, `±`.
    #[serde(default)]
    pub quantity_approximate: bool,
    /// The upper end, where the holder gave a range; the quantity is its lower end.
    #[serde(default, with = "super::decimal::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 1_000_000_000)]
    pub quantity_max: Option<Decimal>,

    #[serde(default, skip_serializing_if = "Dimensions::is_empty")]
    pub dimensions: Dimensions,
    /// Mass of one unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    pub unit_mass_grams: Option<i64>,
    /// The mass comes from the catalogue, not from the holder.
    #[serde(default)]
    pub unit_mass_estimated: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub materials: Vec<Material>,

    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub brand: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub model: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
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
    #[schema(max_length = 10_000)]
    pub defects: Option<String>,
    /// By the attributes of its category: numbers, choices, yes or no, text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, serde_json::Value>,

    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_id: Option<Id<Site>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building_id: Option<Id<Building>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub floor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub room: Option<String>,
    /// Where else in or around the building.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub location: Option<String>,

    /// Out of the building already, or still in it. Open where nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dismantled: Option<bool>,
    /// How it is fixed, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub connection: Option<String>,
    #[serde(default)]
    pub detachability: Detachability,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 10_000)]
    pub dismantling_notes: Option<String>,
    /// Whether the auditor thinks it can be used again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reusable: Option<bool>,

    #[serde(default)]
    pub hazards: Hazards,
    /// European list of waste, `17 02 01`, `17 06 05*`, if it were discarded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("17 02 01"))]
    pub waste_code: Option<String>,

    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub documents: Vec<Document>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub fire_rating: Option<String>,
    #[serde(default)]
    pub references: References,

    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_from: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_until: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// What is hazardous may be registered, not offered: only the organisation may see it.
    #[serde(default)]
    pub visibility: Visibility,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 10_000)]
    pub remarks: Option<String>,
}

impl Draft {
    /// Whether it may harm somebody, as far as its holder says. It must not be offered then.
    pub fn is_hazardous(&self) -> bool {
        let asbestos = match self.hazards.asbestos {
            Asbestos::Contains | Asbestos::Suspected => true,
            Asbestos::FreeProven | Asbestos::FreeDeclared | Asbestos::Unknown => false,
        };
        let starred = self.waste_code.as_deref().is_some_and(|it| it.ends_with('*'));
        asbestos || starred || self.hazards.hazardous == Some(true)
    }

    /// The attributes that must be known, and at least so much, before this may be offered, and
    /// are not.
    pub fn unmet_rules(&self) -> Vec<(&'static Attribute, i64)> {
        let leaf = self.category.and_then(CategoryCode::leaf);
        let attributes = leaf.map_or(&[][..], |it| &it.attributes);
        let unmet = |attribute: &'static Attribute| match attribute.rule {
            Some(AttributeRule::RequiredAtLeast(least)) => {
                let known = self.attributes.get(&attribute.key).and_then(serde_json::Value::as_f64);
                let known = known.and_then(decimal::of_f64);
                known.is_none_or(|it| it < Decimal::from(least)).then_some(least)
            }
            // A test is called for, which a holder may have had done.
            Some(AttributeRule::CheckIfBefore(_)) | None => None,
        };
        attributes.iter().filter_map(|it| Some((it, unmet(it)?))).collect()
    }

    /// Whether anybody but its holder may see it.
    pub fn may_be_offered(&self) -> bool {
        !self.is_hazardous() && self.unmet_rules().is_empty()
    }

    /// Euro cents per unit; 0 is free, `None` is on request or unknown.
    pub fn price_cents(&self) -> Option<i64> {
        match self.price? {
            Price::PerUnit { cents } => Some(cents),
            Price::Free {} => Some(0),
            Price::OnRequest {} => None,
        }
    }
}

/// Millimetres, to a thousandth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Dimensions {
    #[serde(with = "super::decimal::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 10_000_000)]
    pub length_mm: Option<Decimal>,
    #[serde(with = "super::decimal::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 10_000_000)]
    pub width_mm: Option<Decimal>,
    #[serde(with = "super::decimal::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 10_000_000)]
    pub height_mm: Option<Decimal>,
    #[serde(with = "super::decimal::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 10_000_000)]
    pub depth_mm: Option<Decimal>,
    #[serde(with = "super::decimal::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 10_000_000)]
    pub thickness_mm: Option<Decimal>,
    #[serde(with = "super::decimal::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 10_000_000)]
    pub diameter_mm: Option<Decimal>,
}

impl Dimensions {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub fn get(&self, measure: Measure) -> Option<Decimal> {
        match measure {
            Measure::LengthMm => self.length_mm,
            Measure::WidthMm => self.width_mm,
            Measure::HeightMm => self.height_mm,
            Measure::DepthMm => self.depth_mm,
            Measure::ThicknessMm => self.thickness_mm,
            Measure::DiameterMm => self.diameter_mm,
        }
    }
}

/// A draft that was checked. Nothing but [`Draft::check`] makes one, so whoever holds one need
/// not ask again.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Content(Draft);

impl Content {
    /// Only for what has been checked: now, or before it was stored.
    pub(super) fn trusted(draft: Draft) -> Self {
        Self(draft)
    }

    /// As a draft again, to be changed and checked once more.
    pub fn into_draft(self) -> Draft {
        self.0
    }

    /// Says where it is, once it is known that the site is the holder's.
    pub(super) fn put_at(&mut self, site_id: Id<Site>) {
        self.0.site_id = Some(site_id);
    }

    /// Offers it to nobody.
    pub(super) fn keep_within_organisation(&mut self) {
        self.0.visibility = Visibility::Organisation;
    }
}

impl std::ops::Deref for Content {
    type Target = Draft;

    fn deref(&self) -> &Draft {
        &self.0
    }
}

/// The fields of a draft. A passport has more beside them, where a draft may not.
impl utoipa::PartialSchema for Content {
    fn schema() -> RefOr<Schema> {
        match Draft::schema() {
            RefOr::T(Schema::Object(mut object)) => {
                object.additional_properties = None;
                RefOr::T(Schema::Object(object))
            }
            other => other,
        }
    }
}

impl ToSchema for Content {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("PassportContent")
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Draft::schemas(schemas);
    }
}
