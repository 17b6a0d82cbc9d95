//! From a draft to the cells of a row, and back to the very same draft.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::choice::{category_of, category_words, condition_of, condition_words};
use super::column::{Column, Holds};
use super::text;
use crate::catalogue;
use crate::clock::Day;
use crate::id::Id;
use crate::inventories::parse::{self, Wrong};
use crate::inventories::read::Value;
use crate::language::{Language, Text, say};
use crate::passports::{Draft, Price, decimal, words};

/// What a cell is to hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(Decimal),
    Day(Day),
}

impl Cell {
    fn of_text(text: Option<String>) -> Self {
        text.map_or(Self::Empty, Self::Text)
    }

    fn of_number(number: Option<impl Into<Decimal>>) -> Self {
        number.map_or(Self::Empty, |it| Self::Number(it.into()))
    }
}

impl Column {
    /// The cell of a draft. The draft is not changed: the way to a field is the way to write it too.
    pub fn cell(&self, draft: &mut Draft, code: &str, language: Language) -> Cell {
        let yes_no = |yes: bool| words::yes_no(yes).in_language(language);
        match self.holds {
            Holds::Code => Cell::Text(code.to_owned()),
            Holds::Name => Cell::Text(text::written(&draft.name)),
            Holds::Text(of) => Cell::of_text(of(draft).as_deref().map(text::written)),
            Holds::Quantity => Cell::Number(draft.quantity),
            Holds::Number(of) => Cell::of_number(*of(draft)),
            Holds::Grams(of) => Cell::of_number(*of(draft)),
            Holds::Year(of) => Cell::of_number(*of(draft)),
            Holds::Condition(of) => {
                Cell::of_text(of(draft).map(|it| condition_words(it, language)))
            }
            Holds::YesNo(of) => Cell::of_text(of(draft).map(yes_no)),
            Holds::Flag(of) => Cell::of_text(of(draft).then(|| yes_no(true))),
            Holds::Day(of) => of(draft).map_or(Cell::Empty, Cell::Day),
            Holds::Choice(choice) => Cell::of_text(choice.of(draft, language)),
            Holds::Category => Cell::of_text(draft.category.map(|it| category_words(it, language))),
            Holds::Price => match draft.price {
                None => Cell::Empty,
                Some(Price::PerUnit { cents }) => Cell::Number(Decimal::new(cents, 2)),
                Some(Price::Free {}) => Cell::Text(free(language)),
                Some(Price::OnRequest {}) => Cell::Text(on_request(language)),
            },
            Holds::Materials => {
                listed(&draft.materials, |it| text::written_materials(it, language))
            }
            Holds::Documents => listed(&draft.documents, text::written_documents),
            Holds::OtherHazards => listed(&draft.hazards.others, text::written_words),
            Holds::Attributes if draft.attributes.is_empty() => Cell::Empty,
            Holds::Attributes => Cell::Text(text::written_attributes(&draft.attributes)),
            Holds::Site => Cell::of_text(draft.site_id.as_ref().map(ToString::to_string)),
            Holds::Building => Cell::of_text(draft.building_id.as_ref().map(ToString::to_string)),
        }
    }

    /// Puts into a draft what a cell says.
    pub fn read(&self, draft: &mut Draft, value: &Value) -> Result<(), Wrong> {
        let shown = value.to_string();
        let shown = shown.trim();
        let expect = |known: bool, expected: Text| {
            if known { Ok(()) } else { Err(wrong(expected, value)) }
        };
        match self.holds {
            Holds::Code => {}
            Holds::Name => draft.name = text_of(value),
            Holds::Text(of) => *of(draft) = Some(text_of(value)),
            Holds::Quantity => draft.quantity = number_of(value)?,
            Holds::Number(of) => *of(draft) = Some(number_of(value)?),
            Holds::Grams(of) => *of(draft) = Some(whole_of(value)?),
            Holds::Year(of) => {
                let year = i32::try_from(whole_of(value)?);
                let expected = || wrong(say("inventory-expected-year"), value);
                *of(draft) = Some(year.map_err(|_| expected())?);
            }
            Holds::Condition(of) => {
                *of(draft) = condition_of(shown);
                expect(of(draft).is_some(), say("export-expected-condition"))?;
            }
            Holds::YesNo(of) => *of(draft) = Some(yes_no_of(value)?),
            Holds::Flag(of) => *of(draft) = yes_no_of(value)?,
            Holds::Day(of) => *of(draft) = Some(day_of(value)?),
            Holds::Choice(choice) => {
                let known = choice.set(draft, shown);
                let words = choice.words(draft.language).join(", ");
                expect(known, say("expected-one-of").with("values", words))?;
            }
            Holds::Category => {
                draft.category = category_of(shown);
                expect(draft.category.is_some(), say("inventory-expected-category"))?;
            }
            Holds::Price => draft.price = Some(price_of(value)?),
            Holds::Materials => {
                draft.materials = text::read_materials(&text_of(value)).unwrap_or_default();
            }
            Holds::Documents => {
                draft.documents = text::read_documents(&text_of(value)).unwrap_or_default();
            }
            Holds::OtherHazards => {
                draft.hazards.others = text::read_words(&text_of(value)).unwrap_or_default();
            }
            Holds::Attributes => {
                let attributes = text::read_attributes(&text_of(value));
                expect(attributes.is_some(), say("export-expected-attributes"))?;
                draft.attributes = attributes.unwrap_or_default();
            }
            Holds::Site => {
                draft.site_id = Id::parse(shown);
                expect(draft.site_id.is_some(), say("inventory-expected-id"))?;
            }
            Holds::Building => {
                draft.building_id = Id::parse(shown);
                expect(draft.building_id.is_some(), say("inventory-expected-id"))?;
            }
        }
        Ok(())
    }
}

fn listed<T>(list: &[T], written: impl Fn(&[T]) -> String) -> Cell {
    if list.is_empty() { Cell::Empty } else { Cell::Text(written(list)) }
}

pub fn free(language: Language) -> String {
    say("passport-free").in_language(language)
}

pub fn on_request(language: Language) -> String {
    say("passport-on-request").in_language(language)
}

fn wrong(expected: Text, value: &Value) -> Wrong {
    Wrong { expected, got: value.to_string() }
}

/// What begins a formula in a spreadsheet, unless an apostrophe stands before it.
pub const FORMULA_SIGNS: [char; 4] = ['=', '+', '-', '@'];

/// The text of a cell; a number that was typed where a text belongs is its digits.
fn text_of(value: &Value) -> String {
    match value {
        Value::Text(text) => match text.strip_prefix('\'') {
            Some(rest) if rest.starts_with(FORMULA_SIGNS) => text::read(rest),
            _ => text::read(text),
        },
        Value::Number(_) | Value::Bool(_) | Value::Date(_) | Value::Error(_) => value.to_string(),
    }
}

/// A number as a workbook holds it, or as we write it in a text file. Of two different signs the
/// last is that of the decimals.
fn number_of(value: &Value) -> Result<Decimal, Wrong> {
    let number = match value {
        Value::Number(number) => decimal::of_f64(*number),
        Value::Text(text) => {
            let spaceless: String = text.chars().filter(|it| !it.is_whitespace()).collect();
            let plain = match (spaceless.rfind(','), spaceless.rfind('.')) {
                (Some(comma), Some(dot)) if comma > dot => {
                    spaceless.replace('.', "").replace(',', ".")
                }
                (Some(_), Some(_)) => spaceless.replace(',', ""),
                _ => spaceless.replace(',', "."),
            };
            plain.trim_start_matches('\'').parse().ok()
        }
        Value::Bool(_) | Value::Date(_) | Value::Error(_) => None,
    };
    number.ok_or_else(|| wrong(say("inventory-expected-number"), value))
}

fn whole_of(value: &Value) -> Result<i64, Wrong> {
    let number = number_of(value)?;
    let whole = number.to_i64().filter(|_| number.is_integer());
    whole.ok_or_else(|| wrong(say("export-expected-whole"), value))
}

fn yes_no_of(value: &Value) -> Result<bool, Wrong> {
    let said = match value {
        Value::Bool(yes) => Some(*yes),
        other => catalogue::yes_no(&other.to_string()),
    };
    said.ok_or_else(|| wrong(say("inventory-expected-yes-no"), value))
}

fn day_of(value: &Value) -> Result<Day, Wrong> {
    let exact = match value {
        Value::Date(day) => Some(*day),
        Value::Text(text) => Day::parse(text.trim()),
        Value::Number(_) | Value::Bool(_) | Value::Error(_) => None,
    };
    exact.map_or_else(|| parse::day(value), Ok)
}

fn price_of(value: &Value) -> Result<Price, Wrong> {
    if let Ok(euros) = number_of(value) {
        let cents = euros.checked_mul(Decimal::ONE_HUNDRED).filter(Decimal::is_integer);
        return match cents.and_then(|it| it.to_i64()) {
            Some(0) => Ok(Price::Free {}),
            Some(cents) => Ok(Price::PerUnit { cents }),
            None => Err(wrong(say("inventory-expected-price-cents"), value)),
        };
    }
    let written = value.to_string();
    let says = |words: fn(Language) -> String| {
        Language::ALL.into_iter().any(|it| words(it).eq_ignore_ascii_case(written.trim()))
    };
    if says(free) {
        Ok(Price::Free {})
    } else if says(on_request) {
        Ok(Price::OnRequest {})
    } else {
        Err(wrong(say("inventory-expected-price"), value))
    }
}
