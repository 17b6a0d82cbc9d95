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
    pub measures: BTreeMap<Measure, MeasureWish>,
    /// By the attributes of the categories. What is asked for must be known.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, AttributeWish>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<QuantityWish>,
    /// 1 (damaged) to 5 (like new). The condition must be known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 5)]
    pub condition_min: Option<u8>,
    /// Per unit: that of the quantity asked for, else that of the listing. A listing whose price
    /// is on request fits, unless this is 0: only what is free.
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

/// Which sizes will do, in millimetres: from here to there, or about so much.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged, expecting = "expected {\"min\", \"max\"} or {\"about\", \"tolerance\"}")]
pub enum MeasureWish {
    About(About),
    Between(Range),
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct About {
    #[schema(minimum = 0)]
    pub about: f64,
    /// So much more or less will do too.
    #[serde(default)]
    #[schema(minimum = 0)]
    pub tolerance: f64,
}

impl MeasureWish {
    /// Both ends belong to it.
    pub fn range(&self) -> Range {
        match self {
            Self::Between(range) => *range,
            Self::About(About { about, tolerance }) => {
                // Sizes are kept to a thousandth. Reckoned in floats alone, 0.3 would not be
                // 0.2 ± 0.1.
                let end = |by: f64| ((about * 1000.0).round() + (by * 1000.0).round()) / 1000.0;
                Range { min: Some(end(-tolerance)), max: Some(end(*tolerance)) }
            }
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuantityWish {
    #[serde(with = "crate::passports::decimal")]
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(json: &str) -> serde_json::Result<MeasureWish> {
        serde_json::from_str(json)
    }

    #[test]
    fn a_size_is_asked_for_in_two_ways() {
        let about = read(r#"{"about": 900, "tolerance": 50}"#).unwrap();
        assert_eq!(about.range(), Range { min: Some(850.0), max: Some(950.0) });
        let between = read(r#"{"min": 800}"#).unwrap();
        assert_eq!(between.range(), Range { min: Some(800.0), max: None });
        let exactly = read(r#"{"about": 900}"#).unwrap();
        assert!(exactly.range().holds(900.0) && !exactly.range().holds(900.5));
        assert!(read(r#"{"about": 900, "min": 800}"#).is_err());
        assert!(read(r#"{"near": 900}"#).unwrap_err().to_string().contains("tolerance"));
    }

    proptest! {
        #[test]
        fn the_ends_of_a_tolerance_belong_to_it(about in 0..1_000_000_i64, by in 0..1_000_000_i64) {
            // As JSON gives them, and as a stored decimal becomes a float.
            let thousandths = |it: i64| Decimal::new(it, 3).to_string().parse::<f64>().unwrap();
            let wish = MeasureWish::About(About {
                about: thousandths(about),
                tolerance: thousandths(by),
            });
            let range = wish.range();
            prop_assert!(range.holds(thousandths(about + by)));
            prop_assert!(range.holds(thousandths(about - by)));
            prop_assert!(!range.holds(thousandths(about + by + 1)));
            prop_assert!(!range.holds(thousandths(about - by - 1)));
        }
    }
}
