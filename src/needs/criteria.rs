//! What a need asks for. A criterion that is not given does not narrow.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::criterion::Criterion;
use crate::accounts::OrganisationKind;
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
    /// Each that occurs makes it fit better; none of them has to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words_may: Vec<String>,
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
    /// Being near any of these is as good as being near `place`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
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
    /// What must not be in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hazards_excluded: Vec<Hazard>,
    /// It must come with a document.
    pub documents_required: bool,
    /// Each of these must be there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Declaration>,
    /// It must be held by an organisation of one of these kinds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organisation_kinds: Vec<OrganisationKind>,
    /// Those of the criteria that need not be met: what meets them fits better.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub nice_to_have: BTreeSet<Criterion>,
}

impl Criteria {
    /// Every place near which it may lie; none where it may lie anywhere.
    pub fn near(&self) -> impl Iterator<Item = &Place> {
        self.place.iter().chain(&self.places)
    }

    /// All criteria that are given, in the order in which they are judged.
    pub fn given(&self) -> Vec<Criterion> {
        let Self { quantity, condition_min, price_cents_max, .. } = self;
        let asked = [
            (Criterion::Categories, !self.categories.is_empty()),
            (Criterion::Words, !self.words.is_empty()),
            (Criterion::WordsExcluded, !self.words_excluded.is_empty()),
            (Criterion::Quantity, quantity.is_some()),
            (Criterion::Condition, condition_min.is_some()),
            (Criterion::Price, price_cents_max.is_some()),
            (Criterion::Place, self.near().next().is_some()),
            (Criterion::Window, self.wanted_from.is_some() || self.wanted_until.is_some()),
            (Criterion::Materials, !self.materials.is_empty()),
            (Criterion::MaterialsExcluded, !self.materials_excluded.is_empty()),
            (Criterion::Hazards, !self.hazards_excluded.is_empty()),
            (Criterion::Documents, self.documents_required || !self.documents.is_empty()),
            (Criterion::Holder, !self.organisation_kinds.is_empty()),
        ];
        let measures = self.measures.keys().map(|it| Criterion::Measure(*it));
        let attributes = self.attributes.keys().map(|it| Criterion::Attribute(it.clone()));
        let named = asked.into_iter().filter(|it| it.1).map(|it| it.0);
        named.chain(measures).chain(attributes).collect()
    }

    /// Whether a listing that misses this criterion does not fit.
    pub fn must(&self, criterion: &Criterion) -> bool {
        !self.nice_to_have.contains(criterion)
    }
}

/// What somebody does not want to bring into a building.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Hazard {
    /// What contains asbestos or is suspected of it.
    Asbestos,
    /// Everything but what is declared or proven to be free of asbestos.
    AsbestosUnknown,
    /// What is classed as hazardous.
    Hazardous,
    /// Anything else that is named: lead paint, PCB, tar.
    Other,
}

/// A document that somebody needs to be allowed to build it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Declaration {
    /// The number of the CE marking.
    Ce,
    /// The declaration of performance.
    Dop,
    /// The environmental product declaration.
    Epd,
    /// The attest of the asbestos inventory.
    AsbestosAttest,
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

    /// The same in thousandths of a millimetre, as sizes are kept: an end between two of them
    /// stands at the one within.
    pub fn thousandths(&self) -> (i64, i64) {
        /// 850.1 times a thousand is not quite a whole number to a float.
        const ROUNDING: f64 = 1e-4;
        let whole = |it: f64, turn: fn(f64) -> f64| {
            let thousandths = it * 1000.0;
            let near = thousandths.round();
            if (thousandths - near).abs() < ROUNDING { near } else { turn(thousandths) }
        };
        let Range { min, max } = self.range();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "what is larger is no size: it saturates"
        )]
        let end = |it: f64| it as i64;
        let low = min.map_or(i64::MIN, |it| end(whole(it, f64::ceil)));
        (low, max.map_or(i64::MAX, |it| end(whole(it, f64::floor))))
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
            prop_assert_eq!(wish.thousandths(), (about - by, about + by));
        }
    }
}
