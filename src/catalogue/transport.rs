//! What carrying a tonne for a kilometre does to the climate.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::carbon::{DESNZ, Source};
use super::read_csv;

/// The vehicle where nobody knows which: the average lorry.
pub const DEFAULT_VEHICLE: &str = "hgv_all";

#[derive(Debug, Deserialize)]
pub struct TransportFactor {
    pub key: String,
    #[serde(rename = "vehicle")]
    pub vehicle_en: String,
    /// Kilograms of CO2 equivalent per tonne and kilometre, averagely laden: out of the exhaust.
    #[serde(rename = "ttw_kgco2e_per_tkm")]
    pub tank_to_wheel_kg_co2e: Decimal,
    /// For making the fuel; not given for trains.
    #[serde(rename = "wtt_kgco2e_per_tkm")]
    pub well_to_tank_kg_co2e: Option<Decimal>,
    /// Both together.
    #[serde(rename = "wtw_kgco2e_per_tkm")]
    pub well_to_wheel_kg_co2e: Option<Decimal>,
    /// The citation that goes with the figure.
    #[serde(rename = "source")]
    pub citation: String,
}

impl TransportFactor {
    /// Well to wheel, or what is known of it.
    pub fn kg_co2e_per_tonne_km(&self) -> Decimal {
        self.well_to_wheel_kg_co2e.unwrap_or(self.tank_to_wheel_kg_co2e)
    }

    pub fn source(&self) -> &'static Source {
        &DESNZ
    }
}

/// The factor of a vehicle such as `rigid_7.5_17`.
pub fn factor(key: &str) -> Option<&'static TransportFactor> {
    factors().iter().find(|it| it.key == key)
}

pub fn factors() -> &'static [TransportFactor] {
    static FACTORS: LazyLock<Vec<TransportFactor>> = LazyLock::new(|| {
        read_csv("transport_factors.csv", include_str!("data/transport_factors.csv"))
    });
    &FACTORS
}
