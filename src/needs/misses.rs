//! Why a listing does not fit a need, and by how much: kept as facts, like the reasons.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::criteria::{Declaration, Hazard, MeasureWish};
use super::criterion::Criterion;
use super::reasons::{self, Amount, AttributeValue};
use crate::accounts::OrganisationKind;
use crate::catalogue::{CategoryCode, Unit};
use crate::clock::Day;
use crate::language::{Language, Text, say};
use crate::passports::words;
use crate::search::Measure;

/// What is missed, for one criterion. What is not known is `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "missed", rename_all = "snake_case")]
pub enum Miss {
    Category {
        category: Option<CategoryCode>,
    },
    /// These do not occur.
    Words {
        words: Vec<String>,
    },
    /// These occur, and must not.
    WordsExcluded {
        words: Vec<String>,
    },
    Size {
        measure: Measure,
        value: Option<f64>,
        asked: MeasureWish,
    },
    Attribute {
        key: String,
        value: Option<AttributeValue>,
    },
    Quantity {
        amount: Amount,
        asked: Amount,
    },
    Condition {
        condition: Option<u8>,
        at_least: u8,
    },
    /// Cents per unit of the listing, `None` on request; what was asked is per unit of its own.
    Price {
        cents: Option<i64>,
        unit: Unit,
        asked_cents: i64,
        asked_unit: Unit,
    },
    /// From the place that is least too far.
    Distance {
        km: Option<f64>,
        radius_km: f64,
    },
    /// It is there only before or only after the days asked for, by so many of them.
    Window {
        from: Option<Day>,
        until: Option<Day>,
        days: i64,
    },
    Material {
        names: Vec<String>,
    },
    MaterialExcluded {
        name: String,
    },
    Hazard {
        hazard: Hazard,
    },
    Documents {
        declaration: Option<Declaration>,
    },
    Holder {
        kind: Option<OrganisationKind>,
    },
}

/// A miss by so much of what was asked is near: 225 mm for at least 300, 75 € for at most 60.
pub const NEAR_MAX: f64 = 0.25;
/// The window is near where it is missed by a month.
const DAYS_OF_A_WHOLE_MISS: f64 = 120.0;
/// A mark of five less is near.
const MARKS_OF_A_WHOLE_MISS: f64 = 4.0;

impl Miss {
    pub fn criterion(&self) -> Criterion {
        match self {
            Self::Category { .. } => Criterion::Categories,
            Self::Words { .. } => Criterion::Words,
            Self::WordsExcluded { .. } => Criterion::WordsExcluded,
            Self::Size { measure, .. } => Criterion::Measure(*measure),
            Self::Attribute { key, .. } => Criterion::Attribute(key.clone()),
            Self::Quantity { .. } => Criterion::Quantity,
            Self::Condition { .. } => Criterion::Condition,
            Self::Price { .. } => Criterion::Price,
            Self::Distance { .. } => Criterion::Place,
            Self::Window { .. } => Criterion::Window,
            Self::Material { .. } => Criterion::Materials,
            Self::MaterialExcluded { .. } => Criterion::MaterialsExcluded,
            Self::Hazard { .. } => Criterion::Hazards,
            Self::Documents { .. } => Criterion::Documents,
            Self::Holder { .. } => Criterion::Holder,
        }
    }

    /// By which part of what was asked it is missed. `None` where that cannot be said: another
    /// category is not a little off, and what is not known may be anything.
    pub fn by(&self) -> Option<f64> {
        let over = |off: f64, asked: f64| (asked > 0.0).then(|| off / asked);
        match self {
            Self::Size { value: Some(value), asked, .. } => {
                let range = asked.range();
                let under = range.min.filter(|it| value < it).map(|it| (it - value, it));
                let above = range.max.filter(|it| value > it).map(|it| (value - it, it));
                under.or(above).and_then(|(off, end)| over(off, end))
            }
            Self::Quantity { amount, asked } => {
                let here = amount.unit.convert(amount.value, asked.unit)?;
                over((asked.value - here).to_f64()?, asked.value.to_f64()?)
            }
            Self::Condition { condition: Some(condition), at_least } => {
                Some(f64::from(at_least.saturating_sub(*condition)) / MARKS_OF_A_WHOLE_MISS)
            }
            Self::Price { cents: Some(cents), unit, asked_cents, asked_unit } => {
                let per_asked = asked_unit.convert(Decimal::ONE, *unit)? * Decimal::from(*cents);
                let asked = Decimal::from(*asked_cents);
                over((per_asked - asked).to_f64()?, asked.to_f64()?)
            }
            Self::Distance { km: Some(km), radius_km } => over(km - radius_km, *radius_km),
            #[expect(clippy::cast_precision_loss, reason = "days are few")]
            Self::Window { days, .. } => Some(*days as f64 / DAYS_OF_A_WHOLE_MISS),
            Self::Category { .. }
            | Self::Words { .. }
            | Self::WordsExcluded { .. }
            | Self::Size { value: None, .. }
            | Self::Attribute { .. }
            | Self::Condition { condition: None, .. }
            | Self::Price { cents: None, .. }
            | Self::Distance { km: None, .. }
            | Self::Material { .. }
            | Self::MaterialExcluded { .. }
            | Self::Hazard { .. }
            | Self::Documents { .. }
            | Self::Holder { .. } => None,
        }
    }

    /// Whether somebody might take it all the same.
    pub fn is_near(&self) -> bool {
        self.by().is_some_and(|by| by <= NEAR_MAX)
    }

    /// "960 mm wide, you asked 900 mm ± 50"
    pub fn in_language(&self, language: Language) -> String {
        let text = match self {
            Self::Category { category: None } => say("need-miss-category-unknown"),
            Self::Category { category: Some(category) } => {
                say("need-miss-category").with("category", category.label(language))
            }
            Self::Words { words } => say("need-miss-words").with("words", words.join(", ")),
            Self::WordsExcluded { words } => {
                say("need-miss-words-excluded").with("words", words.join(", "))
            }
            Self::Size { measure, value: Some(value), asked } => {
                reasons::size(*measure, *value, asked, language)
            }
            Self::Size { measure, value: None, asked } => say("need-reason-asked")
                .with("fact", unknown_size(*measure, language))
                .with("asked", reasons::asked_size(asked, language)),
            Self::Attribute { key, value: Some(value) } => {
                let told = reasons::attribute(key, value, language).in_language(language);
                say("need-miss-attribute").with("told", told)
            }
            Self::Attribute { key, value: None } => {
                say("need-miss-attribute-unknown").with("name", key.replace('_', " "))
            }
            Self::Quantity { amount, asked } => {
                say("need-reason-asked").with("fact", amount.in_language(language)).with(
                    "asked",
                    reasons::at_least(asked.in_language(language)).in_language(language),
                )
            }
            Self::Condition { condition: Some(condition), at_least } => {
                reasons::condition_asked(*condition, *at_least, language)
            }
            Self::Condition { condition: None, .. } => say("need-miss-condition-unknown"),
            Self::Price { cents, unit, asked_cents, asked_unit } => {
                price(*cents, *unit, (*asked_cents, *asked_unit), language)
            }
            Self::Distance { km: Some(km), radius_km } => say("need-miss-distance")
                .with("km", reasons::float(km.round(), language))
                .with("radius", reasons::float(*radius_km, language)),
            Self::Distance { km: None, .. } => say("need-miss-place-unknown"),
            Self::Window { from, until, .. } => reasons::window(*from, *until, language),
            Self::Material { names } => say("need-miss-material").with("names", names.join(", ")),
            Self::MaterialExcluded { name } => {
                say("need-miss-material-excluded").with("name", name)
            }
            Self::Hazard { hazard } => told_hazard(*hazard),
            Self::Documents { declaration: None } => say("need-miss-documents"),
            Self::Documents { declaration: Some(declaration) } => {
                let name = declaration.told().in_language(language);
                say("need-miss-declaration").with("name", name)
            }
            Self::Holder { .. } => say("need-miss-holder"),
        };
        text.in_language(language)
    }
}

/// "width not stated"
fn unknown_size(measure: Measure, language: Language) -> String {
    let size = words::measure(measure).in_language(language);
    say("need-miss-size-unknown").with("size", size).in_language(language)
}

fn price(cents: Option<i64>, unit: Unit, asked: (i64, Unit), language: Language) -> Text {
    let fact = match cents {
        Some(cents) => reasons::per_unit(cents, unit, language),
        None => say("passport-on-request").in_language(language),
    };
    let asked = match asked {
        (0, _) => say("need-asked-free"),
        (cents, unit) => {
            say("need-asked-most").with("value", reasons::per_unit(cents, unit, language))
        }
    };
    say("need-reason-asked").with("fact", fact).with("asked", asked.in_language(language))
}

fn told_hazard(hazard: Hazard) -> Text {
    match hazard {
        Hazard::Asbestos => say("need-miss-asbestos"),
        Hazard::AsbestosUnknown => say("need-miss-asbestos-unknown"),
        Hazard::Hazardous => say("need-miss-hazardous"),
        Hazard::Other => say("need-miss-hazard-other"),
    }
}

impl Declaration {
    pub(super) fn told(self) -> Text {
        match self {
            Self::Ce => say("need-declaration-ce"),
            Self::Dop => say("need-declaration-dop"),
            Self::Epd => say("need-declaration-epd"),
            Self::AsbestosAttest => say("need-declaration-asbestos-attest"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::criteria::About;
    use super::*;

    #[test]
    fn a_miss_says_by_how_much() {
        let asked = MeasureWish::About(About { about: 900.0, tolerance: 50.0 });
        let wide = Miss::Size { measure: Measure::WidthMm, value: Some(960.0), asked };
        assert_eq!(wide.in_language(Language::En), "960 mm wide, you asked 900 mm ± 50");
        assert!(wide.is_near() && wide.by().is_some_and(|by| (by - 10.0 / 950.0).abs() < 1e-9));
        let unknown = Miss::Size { measure: Measure::WidthMm, value: None, asked };
        assert_eq!(unknown.in_language(Language::En), "Width not stated, you asked 900 mm ± 50");
        assert!(!unknown.is_near());
        let (unit, asked_unit) = (Unit::Kg, Unit::T);
        let dear = Miss::Price { cents: Some(60), unit, asked_cents: 50_000, asked_unit };
        assert_eq!(dear.by(), Some(0.2));
        let far = Miss::Distance { km: Some(34.4), radius_km: 25.0 };
        assert_eq!(far.in_language(Language::Nl), "op 34 km, verder dan de 25 km die u vroeg");
    }
}
