//! The units quantities are counted in.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::language::{Language, say};

#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    #[default]
    Pcs,
    M,
    M2,
    M3,
    Kg,
    T,
    Set,
    Pallet,
}

impl Unit {
    pub const ALL: [Self; 8] =
        [Self::Pcs, Self::M, Self::M2, Self::M3, Self::Kg, Self::T, Self::Set, Self::Pallet];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pcs => "pcs",
            Self::M => "m",
            Self::M2 => "m2",
            Self::M3 => "m3",
            Self::Kg => "kg",
            Self::T => "t",
            Self::Set => "set",
            Self::Pallet => "pallet",
        }
    }

    /// The canonical word only; what people write goes through [`super::unit_of_word`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }

    pub fn label(self, language: Language) -> String {
        let text = match self {
            Self::Pcs => say("unit-pcs"),
            Self::M => say("unit-m"),
            Self::M2 => say("unit-m2"),
            Self::M3 => say("unit-m3"),
            Self::Kg => say("unit-kg"),
            Self::T => say("unit-t"),
            Self::Set => say("unit-set"),
            Self::Pallet => say("unit-pallet"),
        };
        text.in_language(language)
    }

    /// The code of UN/CEFACT Recommendation 20. A pallet is a package: its code is that of
    /// Recommendation 21 with the X that marks it, as electronic invoices write it.
    pub fn rec20(self) -> &'static str {
        match self {
            Self::Pcs => "H87",
            Self::M => "MTR",
            Self::M2 => "MTK",
            Self::M3 => "MTQ",
            Self::Kg => "KGM",
            Self::T => "TNE",
            Self::Set => "SET",
            Self::Pallet => "XPX",
        }
    }

    /// The same amount in another unit, exactly. `None` where that takes more than arithmetic:
    /// pieces become kilograms only by weighing them.
    pub fn convert(self, amount: Decimal, to: Self) -> Option<Decimal> {
        match (self, to) {
            (from, to) if from == to => Some(amount),
            (Self::T, Self::Kg) => amount.checked_mul(Decimal::ONE_THOUSAND),
            (Self::Kg, Self::T) => amount.checked_div(Decimal::ONE_THOUSAND),
            (
                Self::Pcs
                | Self::M
                | Self::M2
                | Self::M3
                | Self::Kg
                | Self::T
                | Self::Set
                | Self::Pallet,
                _,
            ) => None,
        }
    }
}

impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}
