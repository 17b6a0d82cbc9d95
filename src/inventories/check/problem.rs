//! What is wrong with a cell: where, what was expected, what was found.

use serde::{Deserialize, Serialize};

use crate::error::Problem;
use crate::inventories::field::{Field, Kind};
use crate::inventories::parse::Wrong;
use crate::inventories::read::Value;
use crate::language::Text;

/// A cell that is wrong, or was read with a doubt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellProblem {
    /// `Gelijkvloers!E12`.
    pub cell: String,
    pub field: Option<Field>,
    pub reason: Reason,
    pub expected: Text,
    pub got: String,
}

/// Why, as a word that stays the same in every language.
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
pub enum Reason {
    Missing,
    /// A formula that came to nothing.
    Broken,
    NotANumber,
    Negative,
    UnknownUnit,
    /// Not the euro.
    Currency,
    NotAPrice,
    NotADate,
    NotAYear,
    NotASize,
    NotAWasteCode,
    UnknownCategory,
    UnknownCondition,
    NotYesOrNo,
    NotAGtin,
    /// Another row bears the same number.
    Duplicate,
    /// It was taken to mean something that it does not say.
    Assumed,
    /// It is registered, and offered to nobody.
    NotOffered,
    /// A site or a building of somebody else's. It was left out.
    NotOwn,
    /// It cannot stand in a passport.
    Invalid,
}

/// Enough to recognise what was written.
const GOT_CHARACTERS_MAX: usize = 120;

impl CellProblem {
    pub fn new(
        cell: String,
        field: Field,
        reason: Reason,
        expected: Text,
        got: impl std::fmt::Display,
    ) -> Self {
        let got = got.to_string().chars().take(GOT_CHARACTERS_MAX).collect();
        Self { cell, field: Some(field), reason, expected, got }
    }

    /// What the check of drafts says, with the cell that it came from.
    pub fn of_draft(cell: String, field: Option<Field>, problem: Problem) -> Self {
        let Problem { pointer: _, expected, got } = problem;
        Self { cell, field, reason: Reason::Invalid, expected, got }
    }

    /// What stands against laying a row over the passport that is there.
    pub fn of_conflict(problem: &Problem) -> Self {
        let field = field_of_pointer(&problem.pointer);
        Self::of_draft(problem.pointer.clone(), field, problem.clone())
    }
}

impl Reason {
    /// Why a cell of this field could not be read.
    pub fn of(field: Field, value: &Value, wrong: &Wrong) -> Self {
        match field.kind() {
            Kind::Money if names_other_currency(&wrong.got) => Self::Currency,
            Kind::Number | Kind::Mass | Kind::Length | Kind::Money if is_negative(value) => {
                Self::Negative
            }
            Kind::Money => Self::NotAPrice,
            Kind::Number | Kind::Mass => Self::NotANumber,
            Kind::Length | Kind::Dimensions => Self::NotASize,
            Kind::Date => Self::NotADate,
            Kind::Year => Self::NotAYear,
            Kind::YesNo => Self::NotYesOrNo,
            Kind::Condition => Self::UnknownCondition,
            Kind::Unit => Self::UnknownUnit,
            Kind::WasteCode => Self::NotAWasteCode,
            Kind::Gtin => Self::NotAGtin,
            Kind::Links | Kind::Text => Self::Invalid,
        }
    }
}

fn is_negative(value: &Value) -> bool {
    match value {
        Value::Number(number) => *number < 0.0,
        Value::Text(text) => {
            let mut letters = text.trim_start_matches(['€', ' ', '(']).chars();
            matches!(letters.next(), Some('-' | '−' | '–'))
                && letters.find(|it| !it.is_whitespace()).is_some_and(|it| it.is_ascii_digit())
        }
        Value::Bool(_) | Value::Date(_) | Value::Error(_) => false,
    }
}

fn names_other_currency(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "gbp", "usd", "chf", "sfr", "dkk", "sek", "nok", "pln", "czk", "jpy", "pound", "pounds",
        "dollar", "dollars",
    ];
    let folded = crate::catalogue::fold(text);
    text.contains(['£', '$', '¥', '₣', '₤'])
        || folded.split(|it: char| !it.is_alphabetic()).any(|it| WORDS.contains(&it))
}

/// The field that a part of a draft comes from.
pub fn field_of_pointer(pointer: &str) -> Option<Field> {
    let mut parts = pointer.split('/').skip(1);
    let (first, second) = (parts.next()?, parts.next());
    match (first, second) {
        ("dimensions", Some(measure)) => Field::parse(measure.strip_suffix("_mm")?),
        ("quantity" | "quantity_max", _) => Some(Field::Quantity),
        ("unit_mass_grams", _) => Some(Field::WeightUnit),
        ("materials", _) => Some(Field::Material),
        ("year", _) => Some(Field::YearMade),
        ("waste_code", _) => Some(Field::EwcCode),
        ("hazards", Some("asbestos")) => Some(Field::Asbestos),
        ("hazards", Some("attest_number")) => Some(Field::AttestNumber),
        ("hazards", Some("attest_date")) => Some(Field::AttestDate),
        ("hazards", _) => Some(Field::Hazardous),
        ("reusable", _) => Some(Field::ReusePotential),
        (other, _) => Field::parse(other),
    }
}
