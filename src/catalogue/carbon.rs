//! What making a kilogram, square metre or piece of a material does to the climate.

use std::str::FromStr;
use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer};

use super::read_csv;
use super::unit::Unit;

/// Where the factors come from. A figure that is shown goes with all of this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    pub name: &'static str,
    pub version: &'static str,
    pub licence: &'static str,
    pub url: &'static str,
}

pub static KBOB: Source = Source {
    name: "KBOB/ecobau/IPB Ökobilanzdaten im Baubereich 2009/1:2022",
    version: "2009/1:2022 v4.0",
    licence: "Published free of charge by KBOB; a small cited subset is reproduced here, with its \
              background in the UVEK data set DQRv2:2022. Load the full list from its publisher.",
    url: "https://www.kbob.admin.ch/de/oekobilanzdaten-im-baubereich",
};

pub static DESNZ: Source = Source {
    name: "UK Government GHG conversion factors for company reporting (DESNZ)",
    version: "2025",
    licence: "Contains public sector information licensed under the Open Government Licence v3.0.",
    url: "https://www.gov.uk/government/collections/government-conversion-factors-for-company-reporting",
};

/// Generic factors are this far off either way.
pub const UNCERTAINTY_PERCENT: u8 = 30;

#[derive(Debug, Deserialize)]
pub struct CarbonFactor {
    pub key: String,
    pub name_en: String,
    /// What the factor is per: a kilogram, a square metre or a piece.
    #[serde(deserialize_with = "basis")]
    pub basis: Unit,
    /// The number in the list of KBOB.
    pub kbob_id: String,
    pub kbob_uuid: String,
    /// Kilograms of CO2 equivalent per basis for making it (EN 15804 A1 to A3). Carbon stored in
    /// wood is not subtracted.
    #[serde(rename = "a1a3_kgco2e")]
    pub production_kg_co2e: Decimal,
    /// For doing away with it (EN 15804 C). Never added to the above without saying so.
    #[serde(rename = "disposal_kgco2e")]
    pub disposal_kg_co2e: Decimal,
    /// Kilograms per cubic metre, or per basis where that is not a kilogram; a range's lower end.
    #[serde(rename = "density_or_mass", deserialize_with = "lower_end")]
    pub density: Option<Decimal>,
    /// What the UK list says per kilogram, for comparison.
    #[serde(rename = "defra2025_kgco2e_per_kg")]
    pub desnz_kg_co2e_per_kg: Option<Decimal>,
    pub comment: String,
}

impl CarbonFactor {
    pub fn source(&self) -> &'static Source {
        &KBOB
    }
}

/// The factor of a key such as `brick_clay`.
pub fn factor(key: &str) -> Option<&'static CarbonFactor> {
    factors().iter().find(|it| it.key == key)
}

pub fn factors() -> &'static [CarbonFactor] {
    static FACTORS: LazyLock<Vec<CarbonFactor>> =
        LazyLock::new(|| read_csv("carbon_factors.csv", include_str!("data/carbon_factors.csv")));
    &FACTORS
}

fn basis<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Unit, D::Error> {
    let word = String::deserialize(deserializer)?;
    // The Swiss list writes a piece as `Stk.`.
    let unit = if word == "Stk." { Some(Unit::Pcs) } else { Unit::parse(&word) };
    unit.ok_or_else(|| serde::de::Error::custom(format!("unknown basis {word}")))
}

fn lower_end<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
    let written = String::deserialize(deserializer)?;
    match written.split('-').next() {
        None | Some("") => Ok(None),
        Some(number) => Decimal::from_str(number).map(Some).map_err(serde::de::Error::custom),
    }
}
