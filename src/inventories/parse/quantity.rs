//! How much: a number, a range or an estimate, perhaps with its unit. And how heavy.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::Wrong;
use super::number::{self, NumberStyle};
use crate::catalogue::fold;
use crate::inventories::read::Value;
use crate::language::{Text, say};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// Of a range, the lower end: never offer more than may be there.
    pub value: Decimal,
    /// "ca.", "±", "env.", "at least".
    pub approximate: bool,
    /// The upper end, where a range is given.
    pub max: Option<Decimal>,
    /// What stands after the number, folded: `m2`, `st`. The catalogue knows what it means.
    pub unit: Option<String>,
}

/// `38,5 m²`, `ca. 120`, `8 à 10`, `1.250`. A share of something is no quantity of it.
pub fn quantity(value: &Value, style: NumberStyle) -> Result<Quantity, Wrong> {
    let expected = say("inventory-expected-quantity");
    let quantity = measured(value, style, &expected)?;
    let is_share = quantity.unit.as_deref().is_some_and(|it| it.starts_with(['%', '°']));
    if is_share { Err(Wrong::new(expected, value)) } else { Ok(quantity) }
}

/// A number alone, perhaps with a unit after it: the lower end of a range.
pub fn number(value: &Value, style: NumberStyle) -> Result<Decimal, Wrong> {
    Ok(measured(value, style, &say("inventory-expected-number"))?.value)
}

/// The unit of a column of masses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mass {
    Gram,
    Kilogram,
    /// Of a thousand kilograms.
    Tonne,
}

impl Mass {
    /// The unit that a word stands for.
    pub fn of_word(word: &str) -> Option<Self> {
        match fold(word).trim_matches(['.', '(', ')', '[', ']', ' ']) {
            "g" | "gr" | "gram" | "grams" | "gramm" | "gramme" | "grammes" => Some(Self::Gram),
            "kg" | "kgs" | "kilo" | "kilos" | "kilogram" | "kilograms" | "kilogramm"
            | "kilogramme" | "kilogrammes" => Some(Self::Kilogram),
            "t" | "to" | "ton" | "tons" | "tonne" | "tonnes" | "tonnen" => Some(Self::Tonne),
            _ => None,
        }
    }

    fn grams(self) -> i64 {
        match self {
            Self::Gram => 1,
            Self::Kilogram => 1_000,
            Self::Tonne => 1_000_000,
        }
    }
}

/// In grams. The unit in the cell decides, else that of the column; without either it is
/// kilograms, as everywhere in the trade.
pub fn mass_grams(value: &Value, column: Option<Mass>, style: NumberStyle) -> Result<i64, Wrong> {
    let expected = say("inventory-expected-mass");
    let quantity = measured(value, style, &expected)?;
    let unit = match &quantity.unit {
        None => Some(column.unwrap_or(Mass::Kilogram)),
        Some(word) => Mass::of_word(word),
    };
    unit.and_then(|it| quantity.value.checked_mul(it.grams().into()))
        .and_then(|it| it.round().to_i64())
        .ok_or_else(|| Wrong::new(expected, value))
}

/// `38,5 per stuk` in a column of weights: without the words that say it is that of one.
pub fn mass_of_each(value: &Value) -> Option<Value> {
    const EACH: [&str; 14] = [
        "per stuk",
        "p.st.",
        "p.st",
        "p/st",
        "/stuk",
        "/st",
        "la piece",
        "par piece",
        "/piece",
        "/pce",
        "each",
        "je stuck",
        "pro stuck",
        "/stk",
    ];
    let Value::Text(text) = value else { return None };
    let folded = fold(text);
    let weight = EACH.iter().find_map(|it| folded.trim_end_matches('.').strip_suffix(it))?;
    Some(Value::Text(weight.trim().to_owned()))
}

fn measured(value: &Value, style: NumberStyle, expected: &Text) -> Result<Quantity, Wrong> {
    let found = match value {
        Value::Number(number) => number::of_f64(*number)
            .filter(|it| !it.is_sign_negative() || it.is_zero())
            .map(|value| Quantity { value, approximate: false, max: None, unit: None }),
        Value::Text(text) => of_text(&fold(text), style),
        // A date here is a range such as 10-12 that a spreadsheet took for the 10th of December.
        Value::Date(_) | Value::Bool(_) | Value::Error(_) => None,
    };
    found.ok_or_else(|| Wrong::new(expected.clone(), value))
}

/// Folded. Longer words go before those they begin with.
const APPROXIMATE: [&str; 40] = [
    "approximately",
    "approximativement",
    "minimaal",
    "minimum",
    "minstens",
    "mindestens",
    "mind",
    "ten minste",
    "au moins",
    "at least",
    "approx",
    "ongeveer",
    "vermoedelijk",
    "plusminus",
    "circa",
    "environ",
    "ungefahr",
    "ungef",
    "geschatzt",
    "geschat",
    "estimated",
    "estime",
    "about",
    "around",
    "etwa",
    "rund",
    "naar schatting",
    "est",
    "env",
    "ong",
    "min",
    "app",
    "ca",
    "rd",
    "c",
    "+/-",
    "+-",
    "±",
    "~",
    "≈",
];

/// Those that also stand after the number.
const APPROXIMATELY: [&str; 14] = [
    "circa",
    "ca",
    "environ",
    "env",
    "approx",
    "ongeveer",
    "ong",
    "geschat",
    "geschatzt",
    "estimated",
    "estime",
    "ungefahr",
    "±",
    "+/-",
];

const MORE_THAN: [&str; 3] = [">=", "≥", ">"];

/// What stands between the ends of a range.
const TO: [&str; 11] =
    ["tot en met", "jusqu'a", "t/m", "tot", "bis", "to", "a", "...", "..", "…", "-"];

/// What opens a range → what then stands between its ends as well.
const FROM: [(&str, &[&str]); 8] = [
    ("tussen de", &["en"]),
    ("tussen", &["en"]),
    ("entre", &["et"]),
    ("between", &["and"]),
    ("zwischen", &["und"]),
    ("van", &[]),
    ("von", &[]),
    ("de", &[]),
];

fn of_text(text: &str, style: NumberStyle) -> Option<Quantity> {
    // Most cells hold a number and nothing else: there is no word to look for in them.
    let is_of_number = |it: u8| it.is_ascii_digit() || matches!(it, b'.' | b',');
    if text.bytes().all(is_of_number)
        && let Some((value, "")) = one(text, style)
    {
        return Some(Quantity { value, approximate: false, max: None, unit: None });
    }
    // Most other cells begin with their number. No word need be looked for before it.
    if !text.starts_with(|it: char| it.is_ascii_digit()) {
        return of_words(text, style);
    }
    let (value, rest) = one(text, style)?;
    ended(value, rest, &[], false, style)
}

/// What begins with a word or a sign.
fn of_words(text: &str, style: NumberStyle) -> Option<Quantity> {
    let mut approximate = false;
    let text = without_approximation(text, &mut approximate);
    let opened = FROM.iter().find_map(|(word, between)| Some((after_word(text, word)?, *between)));
    let (text, between) = opened.unwrap_or((text, &[]));
    let text = without_approximation(text, &mut approximate);
    let (value, rest) = one(text, style)?;
    ended(value, rest, between, approximate, style)
}

/// A quantity of which what stands after its first number is known.
fn ended(
    value: Decimal,
    rest: &str,
    between: &[&str],
    mut approximate: bool,
    style: NumberStyle,
) -> Option<Quantity> {
    // "10 st - 12 st": the unit may stand before the word between, too.
    let unit_first = || {
        let (unit, after) = rest.trim_start().split_once(' ')?;
        upper_end(after, between, style).filter(|(_, rest)| rest.trim() == unit)
    };
    let (max, rest) = match upper_end(rest, between, style).or_else(unit_first) {
        Some((max, rest)) => (Some(max), rest),
        None if between.is_empty() => (None, rest),
        None => return None,
    };
    let unit = unit(rest, &mut approximate)?;
    let (value, max) = match max {
        Some(max) if max < value => (max, Some(value)),
        Some(max) if max == value => (value, None),
        max => (value, max),
    };
    Some(Quantity { value, approximate, max, unit })
}

/// The second number of a range, and what stands after it.
fn upper_end<'a>(
    rest: &'a str,
    between: &[&str],
    style: NumberStyle,
) -> Option<(Decimal, &'a str)> {
    // Each of these words begins so.
    let begins = |it: char| it.is_alphabetic() || matches!(it, '.' | '…' | '-');
    if !rest.trim_start().starts_with(begins) {
        return None;
    }
    let upper = TO.iter().chain(between).find_map(|word| after_word(rest, word))?;
    one(without_approximation(upper, &mut false), style)
}

fn one(text: &str, style: NumberStyle) -> Option<(Decimal, &str)> {
    let (raw, rest) = number::split(text)?;
    Some((number::read(raw, style)?, rest))
}

fn without_approximation<'a>(text: &'a str, approximate: &mut bool) -> &'a str {
    let text = text.trim_start_matches([' ', '(']);
    match APPROXIMATE.iter().chain(&MORE_THAN).find_map(|word| after_word(text, word)) {
        Some(rest) => {
            *approximate = true;
            rest.trim_start_matches(['.', ':', ')', ' '])
        }
        None => text,
    }
}

/// What comes after a word or a sign, where the text begins with it.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = text.trim_start().strip_prefix(word)?;
    let goes_on = word.ends_with(char::is_alphabetic) && rest.starts_with(char::is_alphabetic);
    (!goes_on).then(|| rest.trim_start_matches(['.', ' ']))
}

/// A unit longer than this is a remark.
const UNIT_CHARACTERS_MAX: usize = 30;

/// What stands after the number: a unit, or that it is an estimate. `None` where there is more
/// than that, such as another number.
#[expect(clippy::option_option, reason = "no unit and no sense are two things")]
fn unit(rest: &str, approximate: &mut bool) -> Option<Option<String>> {
    let mut rest = rest.trim();
    let estimate = APPROXIMATELY.iter().find_map(|word| {
        let before = rest.trim_end_matches(['.', ')', ' ']).strip_suffix(word)?;
        let alone =
            !word.starts_with(char::is_alphabetic) || !before.ends_with(char::is_alphanumeric);
        alone.then(|| before.trim_end_matches(['(', ' ']))
    });
    if let Some(before) = estimate.or_else(|| rest.strip_suffix('+')) {
        *approximate = true;
        rest = before.trim();
    }
    let rest = rest.trim_matches(['(', ')', '[', ']', ' ', '.']);
    if rest.is_empty() || rest == "x" {
        return Some(None);
    }
    // The only digits a unit has are its power.
    let digits_elsewhere =
        rest.replace("m2", "m").replace("m3", "m").contains(|it: char| it.is_ascii_digit());
    let is_word = rest.starts_with(|it: char| it.is_alphabetic() || matches!(it, '%' | '°'));
    let short = rest.chars().count() <= UNIT_CHARACTERS_MAX;
    (is_word && short && !digits_elsewhere).then(|| Some(rest.to_owned()))
}

#[cfg(test)]
mod tests;
