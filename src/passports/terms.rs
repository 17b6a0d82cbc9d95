//! The parts of a passport, and the closed lists some of them are chosen from.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Day;

/// One of the materials a component is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Material {
    #[schema(min_length = 1, max_length = 500)]
    pub name: String,
    /// Its part of the mass, in percent.
    #[serde(default, with = "super::decimal::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 100)]
    pub fraction_percent: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// Where a material came from before it was built in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    Virgin,
    Recycled,
    Reused,
    Biobased,
}

/// What it costs. Without a price nothing is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Price {
    /// Euro cents per unit of the quantity, without VAT.
    PerUnit {
        #[schema(minimum = 1, maximum = 10_000_000_000_i64)]
        cents: i64,
    },
    Free {},
    OnRequest {},
}

/// A data sheet, a drawing, a test report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    #[schema(min_length = 1, max_length = 500)]
    pub name: String,
    /// `https://` or `http://`.
    #[schema(max_length = 2000, format = Uri)]
    pub url: String,
}

/// Declarations that came with the product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct References {
    /// Number of the CE marking.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub ce: Option<String>,
    /// Declaration of performance (CPR).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub dop: Option<String>,
    /// Environmental product declaration (EN 15804).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub epd: Option<String>,
}

/// What may harm somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Hazards {
    /// Whether it is hazardous; empty where nothing is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hazardous: Option<bool>,
    pub asbestos: Asbestos,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub attest_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attest_date: Option<Day>,
    /// Lead paint, PCB, tar, …
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub others: Vec<String>,
}

/// What is known about asbestos, from best to worst proof.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Asbestos {
    FreeProven,
    FreeDeclared,
    #[default]
    Unknown,
    Suspected,
    Contains,
}

/// The four factors of the DGBC/Alba Concepts disassembly potential v2.0. `docs/decisions` and
/// the catalogue name the source; scores run from 0.1 (fixed for ever) to 1 (comes loose).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Detachability {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection: Option<Connection>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessibility: Option<Accessibility>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crossings: Option<Crossings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edge_confinement: Option<EdgeConfinement>,
}

/// Type of connection (type verbinding).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Connection {
    /// Loose, click, velcro, magnet.
    Dry,
    /// Bolt and nut, spring, corner, screw.
    AddedElements,
    /// Pin, nail.
    DirectIntegral,
    /// Sealant, foam.
    SoftChemical,
    /// Glue, cast in, weld, cement, chemical anchor.
    HardChemical,
}

impl Connection {
    pub fn score(self) -> f64 {
        match self {
            Self::Dry => 1.0,
            Self::AddedElements => 0.8,
            Self::DirectIntegral => 0.6,
            Self::SoftChemical => 0.2,
            Self::HardChemical => 0.1,
        }
    }
}

/// Accessibility of the connection (toegankelijkheid verbinding).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Accessibility {
    Free,
    WithoutDamage,
    RepairableDamage,
    PartlyRepairableDamage,
    IrreparableDamage,
}

impl Accessibility {
    pub fn score(self) -> f64 {
        match self {
            Self::Free => 1.0,
            Self::WithoutDamage => 0.8,
            Self::RepairableDamage => 0.6,
            Self::PartlyRepairableDamage => 0.4,
            Self::IrreparableDamage => 0.1,
        }
    }
}

/// What runs through it (doorkruisingen).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Crossings {
    None,
    Incidental,
    FullyIntegrated,
}

impl Crossings {
    pub fn score(self) -> f64 {
        match self {
            Self::None => 1.0,
            Self::Incidental => 0.4,
            Self::FullyIntegrated => 0.1,
        }
    }
}

/// How its edges are held (randopsluiting).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EdgeConfinement {
    Open,
    Overlapping,
    Closed,
}

impl EdgeConfinement {
    pub fn score(self) -> f64 {
        match self {
            Self::Open => 1.0,
            Self::Overlapping => 0.4,
            Self::Closed => 0.1,
        }
    }
}
