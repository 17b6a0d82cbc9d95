//! The closed lists of a passport in words.

use rust_decimal::Decimal;

use super::completeness::{Completeness, Fact};
use super::{
    Accessibility, Asbestos, Connection, Crossings, Draft, EdgeConfinement, Origin, Price,
};
use crate::language::{Language, Text, format, say};
use crate::search::{Measure, Visibility};

/// 1 damaged to 5 like new. `None` where it is neither.
pub fn condition(mark: u8) -> Option<Text> {
    match mark {
        1 => Some(say("condition-1")),
        2 => Some(say("condition-2")),
        3 => Some(say("condition-3")),
        4 => Some(say("condition-4")),
        5 => Some(say("condition-5")),
        _ => None,
    }
}

pub fn measure(measure: Measure) -> Text {
    match measure {
        Measure::LengthMm => say("passport-label-length"),
        Measure::WidthMm => say("passport-label-width"),
        Measure::HeightMm => say("passport-label-height"),
        Measure::DepthMm => say("passport-label-depth"),
        Measure::ThicknessMm => say("passport-label-thickness"),
        Measure::DiameterMm => say("passport-label-diameter"),
    }
}

pub fn visibility(visibility: Visibility) -> Text {
    match visibility {
        Visibility::Organisation => say("passport-visibility-organisation"),
        Visibility::Park => say("passport-visibility-park"),
        Visibility::Public => say("passport-visibility-public"),
    }
}

pub fn fact(fact: Fact) -> Text {
    match fact {
        Fact::Category => say("passport-label-category"),
        Fact::Dimensions => say("passport-fact-dimensions"),
        Fact::Condition => say("passport-label-condition-technical"),
        Fact::Place => say("passport-fact-place"),
        Fact::AvailableFrom => say("passport-label-available-from"),
        Fact::Mass => say("passport-label-unit-mass"),
        Fact::Materials => say("passport-label-material"),
        Fact::Price => say("passport-label-price"),
        Fact::Connection => say("passport-label-connection"),
        Fact::ExactQuantity => say("passport-fact-exact-quantity"),
        Fact::Hazards => say("passport-fact-hazards"),
        Fact::Maker => say("passport-fact-maker"),
        Fact::Documents => say("passport-label-document"),
        Fact::Year => say("passport-label-year"),
    }
}

/// How many of the facts that are missing are named: those that say most.
const MISSING_NAMED_MAX: usize = 3;

/// "64 %", and what would raise it most.
pub fn completeness(completeness: &Completeness, language: Language) -> String {
    let most = completeness.gains.iter().take(MISSING_NAMED_MAX);
    let missing: Vec<String> = most.map(|it| fact(it.fact).in_language(language)).collect();
    let told = if missing.is_empty() {
        say("passport-complete")
    } else {
        say("passport-completeness").with("missing", missing.join(", "))
    };
    told.with("percent", completeness.percent).in_language(language)
}

pub fn yes_no(yes: bool) -> Text {
    if yes { say("passport-yes") } else { say("passport-no") }
}

/// "12 st", "about 12 st", "12 to 15 st".
pub fn quantity(content: &Draft, language: Language) -> String {
    let number = |it| format::number(it, language);
    let amount = match content.quantity_max {
        Some(most) if most > content.quantity => say("passport-from-to")
            .with("from", number(content.quantity))
            .with("to", number(most))
            .in_language(language),
        _ => number(content.quantity),
    };
    let quantity = format!("{amount} {}", content.unit.label(language));
    if !content.quantity_approximate {
        return quantity;
    }
    say("passport-about").with("quantity", quantity).in_language(language)
}

/// From here on a mass is told in tonnes.
const TOLD_IN_TONNES_GRAMS: i64 = 1_000_000;
/// Below this the digits after the comma still say something.
const TOLD_IN_TENTHS_GRAMS: i64 = 10_000;

/// "4,5 kg", "484 kg", "1,25 t": as exactly as it is of use.
pub fn mass(grams: i64, language: Language) -> String {
    let (unit, amount) = match grams {
        TOLD_IN_TONNES_GRAMS.. => ("t", Decimal::new(grams, 6).round_dp(2)),
        TOLD_IN_TENTHS_GRAMS.. => ("kg", Decimal::new(grams, 3).round()),
        _ => ("kg", Decimal::new(grams, 3).round_dp(2)),
    };
    format!("{} {unit}", format::number(amount.normalize(), language))
}

/// "€ 45,00 per st", "free of charge", "price on request".
pub fn price(content: &Draft, language: Language) -> Option<String> {
    let text = match content.price? {
        Price::PerUnit { cents } => say("passport-price-per-unit")
            .with("price", format::euros(cents, language))
            .with("unit", content.unit.label(language)),
        Price::Free {} => say("passport-free"),
        Price::OnRequest {} => say("passport-on-request"),
    };
    Some(text.in_language(language))
}

impl Origin {
    pub fn text(self) -> Text {
        match self {
            Self::Virgin => say("passport-origin-virgin"),
            Self::Recycled => say("passport-origin-recycled"),
            Self::Reused => say("passport-origin-reused"),
            Self::Biobased => say("passport-origin-biobased"),
        }
    }
}

impl Asbestos {
    pub fn text(self) -> Text {
        match self {
            Self::FreeProven => say("passport-asbestos-free-proven"),
            Self::FreeDeclared => say("passport-asbestos-free-declared"),
            Self::Unknown => say("passport-asbestos-unknown"),
            Self::Suspected => say("passport-asbestos-suspected"),
            Self::Contains => say("passport-asbestos-contains"),
        }
    }
}

impl Connection {
    pub fn text(self) -> Text {
        match self {
            Self::Dry => say("passport-connection-dry"),
            Self::AddedElements => say("passport-connection-added"),
            Self::DirectIntegral => say("passport-connection-integral"),
            Self::SoftChemical => say("passport-connection-soft"),
            Self::HardChemical => say("passport-connection-hard"),
        }
    }
}

impl Accessibility {
    pub fn text(self) -> Text {
        match self {
            Self::Free => say("passport-access-free"),
            Self::WithoutDamage => say("passport-access-no-damage"),
            Self::RepairableDamage => say("passport-access-repairable"),
            Self::PartlyRepairableDamage => say("passport-access-partly"),
            Self::IrreparableDamage => say("passport-access-irreparable"),
        }
    }
}

impl Crossings {
    pub fn text(self) -> Text {
        match self {
            Self::None => say("passport-crossings-none"),
            Self::Incidental => say("passport-crossings-incidental"),
            Self::FullyIntegrated => say("passport-crossings-full"),
        }
    }
}

impl EdgeConfinement {
    pub fn text(self) -> Text {
        match self {
            Self::Open => say("passport-edges-open"),
            Self::Overlapping => say("passport-edges-overlapping"),
            Self::Closed => say("passport-edges-closed"),
        }
    }
}
