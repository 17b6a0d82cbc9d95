//! Why a listing fits a need: kept as facts, put into words for whoever reads them.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::criteria::{About, Declaration, MeasureWish};
use super::misses::Miss;
use crate::accounts::OrganisationKind;
use crate::catalogue::{CategoryCode, Unit};
use crate::clock::Day;
use crate::language::{Language, Text, format, say};
use crate::passports::words;
use crate::search::{Measure, Range};

/// What fits, for one criterion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "criterion", rename_all = "snake_case")]
pub enum Reason {
    Category {
        category: CategoryCode,
    },
    /// These occur, as they were asked for.
    Words {
        words: Vec<String>,
    },
    Size {
        measure: Measure,
        value: f64,
        asked: MeasureWish,
    },
    Attribute {
        key: String,
        value: AttributeValue,
    },
    Quantity {
        amount: Amount,
        asked: Amount,
    },
    /// Less than what was asked for, where several lots may add up.
    PartOfQuantity {
        amount: Amount,
        asked: Amount,
    },
    Condition {
        condition: u8,
        at_least: u8,
    },
    /// Cents per unit of the listing; what was asked is per unit of its own.
    Price {
        cents: i64,
        unit: Unit,
        asked_cents: i64,
        asked_unit: Unit,
    },
    Free,
    PriceOnRequest,
    /// Nothing is said of a price: it is to be asked as well.
    PriceUnknown,
    Distance {
        km: f64,
    },
    Window {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Day>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Day>,
    },
    Material {
        name: String,
    },
    Documents {
        count: usize,
    },
    Declarations {
        declarations: Vec<Declaration>,
    },
    /// It is declared, or proven, to be free of it.
    AsbestosFree {
        proven: bool,
    },
    Holder {
        kind: OrganisationKind,
    },
    /// It was nice to have, and is not there.
    Missed {
        miss: Miss,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Amount {
    #[serde(with = "crate::passports::decimal")]
    pub value: Decimal,
    pub unit: Unit,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AttributeValue {
    Is(bool),
    Number(f64),
    Choice(String),
}

impl Reason {
    /// Which criterion it answers, as the API names it.
    pub fn criterion(&self) -> &'static str {
        match self {
            Self::Category { .. } => "categories",
            Self::Words { .. } => "words",
            Self::Size { .. } => "measures",
            Self::Attribute { .. } => "attributes",
            Self::Quantity { .. } | Self::PartOfQuantity { .. } => "quantity",
            Self::Condition { .. } => "condition_min",
            Self::Price { .. } | Self::Free | Self::PriceOnRequest | Self::PriceUnknown => {
                "price_cents_max"
            }
            Self::Distance { .. } => "place",
            Self::Window { .. } => "window",
            Self::Material { .. } => "materials",
            Self::Documents { .. } | Self::Declarations { .. } => "documents_required",
            Self::AsbestosFree { .. } => "hazards_excluded",
            Self::Holder { .. } => "organisation_kinds",
            Self::Missed { miss } => miss.criterion().field(),
        }
    }

    /// "930 mm wide, you asked 900 mm ± 50".
    pub fn in_language(&self, language: Language) -> String {
        let text = match self {
            Self::Category { category } => {
                say("need-reason-category").with("category", category.label(language))
            }
            Self::Words { words: said } => say("need-reason-words").with("words", said.join(", ")),
            Self::Size { measure, value, asked } => size(*measure, *value, asked, language),
            Self::Attribute { key, value } => attribute(key, value, language),
            Self::Quantity { amount, asked } => say("need-reason-asked")
                .with("fact", amount.in_language(language))
                .with("asked", at_least(asked.in_language(language)).in_language(language)),
            Self::PartOfQuantity { amount, asked } => say("need-reason-part")
                .with("amount", amount.in_language(language))
                .with("asked", asked.in_language(language)),
            Self::Condition { condition, at_least: asked } => {
                condition_asked(*condition, *asked, language)
            }
            Self::Price { cents, unit, asked_cents, asked_unit } => {
                let asked = per_unit(*asked_cents, *asked_unit, language);
                let asked = say("need-asked-most").with("value", asked).in_language(language);
                say("need-reason-asked")
                    .with("fact", per_unit(*cents, *unit, language))
                    .with("asked", asked)
            }
            Self::Free => say("passport-free"),
            Self::PriceOnRequest => say("passport-on-request"),
            Self::PriceUnknown => say("need-reason-price-unknown"),
            Self::Distance { km } => distance(*km, language),
            Self::Window { from, until } => window(*from, *until, language),
            Self::Material { name } => say("need-reason-material").with("name", name),
            Self::Documents { count } => say("need-reason-documents").with("count", count),
            Self::Declarations { declarations } => {
                let names = declarations.iter().map(|it| it.told().in_language(language));
                say("need-reason-declarations").with("names", names.collect::<Vec<_>>().join(", "))
            }
            Self::AsbestosFree { proven: true } => say("need-reason-asbestos-free-proven"),
            Self::AsbestosFree { proven: false } => say("need-reason-asbestos-free-declared"),
            Self::Holder { kind } => {
                say("need-reason-holder").with("kind", holder(*kind).in_language(language))
            }
            Self::Missed { miss } => {
                say("need-reason-missed").with("miss", miss.in_language(language))
            }
        };
        text.in_language(language)
    }
}

impl Amount {
    /// "12 pcs"
    pub fn in_language(&self, language: Language) -> String {
        format!("{} {}", format::number(self.value, language), self.unit.label(language))
    }
}

/// How good it is, from 1 to 5.
fn condition(mark: u8, language: Language) -> String {
    // A passport has no other mark; should one be stored, it is shown as it is.
    words::condition(mark).map_or_else(|| mark.to_string(), |text| text.in_language(language))
}

pub(super) fn condition_asked(mark: u8, asked: u8, language: Language) -> Text {
    say("need-reason-condition")
        .with("condition", condition(mark, language))
        .with("asked", condition(asked, language))
}

fn holder(kind: OrganisationKind) -> Text {
    match kind {
        OrganisationKind::Owner => say("need-holder-owner"),
        OrganisationKind::DemolitionContractor => say("need-holder-demolition-contractor"),
        OrganisationKind::Reseller => say("need-holder-reseller"),
        OrganisationKind::Builder => say("need-holder-builder"),
        OrganisationKind::Architect => say("need-holder-architect"),
        OrganisationKind::ParkManager => say("need-holder-park-manager"),
        OrganisationKind::PublicBody => say("need-holder-public-body"),
    }
}

/// "€ 45.00 per pcs"
pub(super) fn per_unit(cents: i64, unit: Unit, language: Language) -> String {
    say("passport-price-per-unit")
        .with("price", format::euros(cents, language))
        .with("unit", unit.label(language))
        .in_language(language)
}

pub(super) fn at_least(value: String) -> Text {
    say("need-asked-least").with("value", value)
}

/// "you asked 900 mm ± 50"
pub(super) fn asked_size(asked: &MeasureWish, language: Language) -> String {
    let mm = |value: f64| format!("{} mm", float(value, language));
    let asked = match asked {
        MeasureWish::About(About { about, tolerance }) if *tolerance > 0.0 => {
            say("need-asked-about")
                .with("value", mm(*about))
                .with("tolerance", float(*tolerance, language))
        }
        MeasureWish::About(About { about, .. }) => {
            say("need-asked-exactly").with("value", mm(*about))
        }
        MeasureWish::Between(Range { min: Some(min), max: Some(max) }) => {
            say("need-asked-between").with("min", float(*min, language)).with("max", mm(*max))
        }
        MeasureWish::Between(Range { min: None, max: Some(max) }) => {
            say("need-asked-most").with("value", mm(*max))
        }
        MeasureWish::Between(Range { min, max: None }) => at_least(mm(min.unwrap_or(0.0))),
    };
    asked.in_language(language)
}

pub(super) fn size(measure: Measure, value: f64, asked: &MeasureWish, language: Language) -> Text {
    let fact = match measure {
        Measure::LengthMm => say("need-size-length"),
        Measure::WidthMm => say("need-size-width"),
        Measure::HeightMm => say("need-size-height"),
        Measure::DepthMm => say("need-size-depth"),
        Measure::ThicknessMm => say("need-size-thickness"),
        Measure::DiameterMm => say("need-size-diameter"),
    };
    let value = format!("{} mm", float(value, language));
    let fact = fact.with("value", value).in_language(language);
    say("need-reason-asked").with("fact", fact).with("asked", asked_size(asked, language))
}

pub(super) fn attribute(key: &str, value: &AttributeValue, language: Language) -> Text {
    let value = match value {
        AttributeValue::Is(yes) => words::yes_no(*yes).in_language(language),
        AttributeValue::Number(number) => float(*number, language),
        AttributeValue::Choice(choice) => choice.clone(),
    };
    say("need-reason-attribute").with("name", key.replace('_', " ")).with("value", value)
}

fn distance(km: f64, language: Language) -> Text {
    if km < 1.0 {
        return say("need-reason-very-near");
    }
    say("need-reason-distance").with("km", float(km.round(), language))
}

pub(super) fn window(from: Option<Day>, until: Option<Day>, language: Language) -> Text {
    let day = |day| format::day(day, language);
    match (from, until) {
        (Some(from), Some(until)) => {
            say("need-reason-window").with("from", day(from)).with("until", day(until))
        }
        (Some(from), None) => say("need-reason-window-from").with("from", day(from)),
        (None, Some(until)) => say("need-reason-window-until").with("until", day(until)),
        (None, None) => say("need-reason-window-open"),
    }
}

/// A whole number below it is exactly itself.
const WHOLE_MAX: f64 = 1e15;

/// A number as people write it; sizes have no more than two decimals.
#[expect(clippy::cast_possible_truncation, reason = "it is whole, and within what an i64 holds")]
pub(super) fn float(value: f64, language: Language) -> String {
    // Nearly all sizes are whole millimetres, which need no search for their shortest decimals.
    if value.fract() == 0.0 && value.abs() < WHOLE_MAX {
        return format::number(Decimal::from(value as i64), language);
    }
    match Decimal::try_from(value) {
        Ok(decimal) => format::number(decimal.round_dp(2).normalize(), language),
        // Beyond what a decimal holds: no size of anything.
        Err(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size() -> Reason {
        Reason::Size {
            measure: Measure::WidthMm,
            value: 930.0,
            asked: MeasureWish::About(About { about: 900.0, tolerance: 50.0 }),
        }
    }

    #[test]
    fn a_reason_is_told_in_the_language_of_the_reader() {
        let told = Language::ALL.map(|language| size().in_language(language));
        assert_eq!(
            told,
            [
                "930 mm breed, u vroeg 900 mm ± 50",
                "930 mm de large, vous avez demandé 900 mm ± 50",
                "930 mm wide, you asked 900 mm ± 50",
                "930 mm breit, gesucht waren 900 mm ± 50",
            ]
        );
        let km = Reason::Distance { km: 12.4 };
        assert_eq!(km.in_language(Language::En), "12 km away");
        assert_eq!(km.in_language(Language::Nl), "op 12 km");
    }

    #[test]
    fn a_price_is_told_per_unit() {
        let pcs = Unit::Pcs;
        let price = Reason::Price { cents: 4550, unit: pcs, asked_cents: 5000, asked_unit: pcs };
        let told = price.in_language(Language::Nl);
        assert!(told.contains("45,50") && told.contains("hoogstens"), "{told}");
    }

    #[test]
    fn a_reason_is_the_same_after_it_was_stored() {
        let amount = |value| Amount { value: Decimal::new(value, 3), unit: Unit::M2 };
        let reasons = vec![
            size(),
            Reason::Quantity { amount: amount(12_345), asked: amount(10_000) },
            Reason::Attribute { key: "glazed".into(), value: AttributeValue::Is(true) },
            Reason::Attribute { key: "u_value".into(), value: AttributeValue::Number(1.1) },
            Reason::Window { from: Day::new(2026, 3, 1), until: None },
            Reason::Free,
        ];
        let stored = serde_json::to_string(&reasons).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Reason>>(&stored).unwrap(), reasons);
    }
}
