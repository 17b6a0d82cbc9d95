//! What the catalogue knows of a leaf: unit, mass, carbon, waste codes, attributes.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::category::CategoryCode;
use super::unit::Unit;
use super::{fold, read_csv};
use crate::language::Language;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    pub code: &'static str,
    nl: &'static str,
    fr: &'static str,
    en: &'static str,
    de: &'static str,
    /// The unit it is counted in where nobody says otherwise.
    pub unit: Unit,
    #[serde(rename = "mass")]
    pub default_mass: Option<DefaultMass>,
    /// The key of its factor in [`super::carbon`]; `None` where no generic factor can be cited.
    #[serde(default)]
    pub carbon: Option<&'static str>,
    /// The codes of the European list of waste it would get if discarded, as `17 06 05*`.
    pub waste_codes: Vec<&'static str>,
    /// Class and predefined type, as `IfcCovering CEILING`.
    pub ifc: Vec<&'static str>,
    pub nl_sfb: Vec<&'static str>,
    pub layer: BrandLayer,
    /// What the figures above leave open.
    #[serde(default)]
    pub note: Option<&'static str>,
    pub attributes: Vec<Attribute>,
}

impl Leaf {
    /// The category this is the leaf of.
    pub fn category(&self) -> Option<CategoryCode> {
        CategoryCode::parse(self.code)
    }

    /// In the order of [`Language::ALL`].
    pub fn labels(&self) -> [&'static str; 4] {
        [self.nl, self.fr, self.en, self.de]
    }

    pub fn label(&self, language: Language) -> &'static str {
        self.labels()[language as usize]
    }

    /// Grams per default unit, where the catalogue knows a plain number.
    pub fn default_mass_grams(&self) -> Option<i64> {
        match self.default_mass {
            Some(DefaultMass::Unit { grams }) => Some(grams),
            Some(
                DefaultMass::SquareMetre { .. }
                | DefaultMass::CubicMetre { .. }
                | DefaultMass::Profile,
            )
            | None => None,
        }
    }

    pub fn attribute(&self, key: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|it| it.key == key)
    }

    pub(super) fn top_code(&self) -> &'static str {
        self.code.split('.').next().unwrap_or(self.code)
    }
}

/// What one of it weighs where nobody has weighed it: an estimate, to be shown as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(tag = "per", rename_all = "snake_case")]
pub enum DefaultMass {
    /// Per default unit.
    Unit { grams: i64 },
    /// Per square metre of its face or footprint.
    SquareMetre { grams: i64 },
    /// Per cubic metre of its material.
    CubicMetre { grams: i64 },
    /// Per metre, by the profile: see [`steel_profile_grams_per_m`].
    Profile,
}

/// The layers of Stewart Brand, from what stays longest to what goes first.
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
pub enum BrandLayer {
    Site,
    Structure,
    Skin,
    Services,
    SpacePlan,
    Stuff,
}

impl BrandLayer {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Structure => "structure",
            Self::Skin => "skin",
            Self::Services => "services",
            Self::SpacePlan => "space_plan",
            Self::Stuff => "stuff",
        }
    }
}

/// A property that things of this category have and people filter by.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "RawAttribute")]
pub struct Attribute {
    pub key: String,
    pub kind: AttributeKind,
    pub rule: Option<AttributeRule>,
    /// What the value stands for, or why the rule.
    pub why: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeKind {
    Number {
        unit: Option<&'static str>,
    },
    /// One of these; the words are codes, not for reading aloud.
    Enum(Vec<String>),
    Boolean,
    Text,
}

/// What must be looked at before the thing may be offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeRule {
    /// It must be known and at least this.
    RequiredAtLeast(i64),
    /// A year before this one calls for a test.
    CheckIfBefore(i64),
}

/// An attribute as the file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAttribute {
    key: &'static str,
    kind: RawKind,
    #[serde(default)]
    unit: Option<&'static str>,
    #[serde(default)]
    values: Vec<String>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    minimum: Option<i64>,
    #[serde(default)]
    check_before: Option<i64>,
    #[serde(default)]
    why: Option<&'static str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawKind {
    Number,
    Enum,
    Boolean,
    Text,
}

impl From<RawAttribute> for Attribute {
    fn from(raw: RawAttribute) -> Self {
        let kind = match raw.kind {
            RawKind::Number => AttributeKind::Number { unit: raw.unit },
            RawKind::Enum => AttributeKind::Enum(raw.values),
            RawKind::Boolean => AttributeKind::Boolean,
            RawKind::Text => AttributeKind::Text,
        };
        let required = raw.minimum.filter(|_| raw.required).map(AttributeRule::RequiredAtLeast);
        let rule = required.or(raw.check_before.map(AttributeRule::CheckIfBefore));
        Self { key: raw.key.to_owned(), kind, rule, why: raw.why }
    }
}

#[derive(Deserialize)]
struct SteelProfile {
    series: String,
    size: u16,
    grams_per_m: i64,
}

static STEEL_PROFILES: LazyLock<Vec<SteelProfile>> =
    LazyLock::new(|| read_csv("steel_profiles.csv", include_str!("data/steel_profiles.csv")));

/// The mass of a rolled section (EN 10365): `("IPE", 200)` weighs 22 400 g/m.
pub fn steel_profile_grams_per_m(series: &str, size: u16) -> Option<i64> {
    let series = fold(series);
    STEEL_PROFILES
        .iter()
        .find(|it| it.series.eq_ignore_ascii_case(&series) && it.size == size)
        .map(|it| it.grams_per_m)
}
