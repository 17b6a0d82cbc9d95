//! How well the values of a column fit a field. No I/O here.

use super::field::{Field, Kind};
use super::read::Value;
use super::{parse, place};
use crate::catalogue;

/// More values say no more about a column, and cost time on long files.
pub const VALUES_MAX: usize = 40;

/// The share of the values that look like those of the field, from 0 to 1. `None` where there are
/// none, or where a value of this field can look like anything.
pub fn fit(field: Field, values: &[String]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let share = |test: &dyn Fn(&str) -> bool| Some(share(values, &test));
    match field.kind() {
        Kind::Number => share(&|it| is_figure(it) && !is_mark(it)),
        Kind::Mass | Kind::Length => share(&|it| is_figure(it)),
        Kind::Money => share(&|it| is_figure(it) || is_price_word(it)),
        Kind::Dimensions => share(&|it| has_digit(it)),
        Kind::Date => share(&|it| is_date(it)),
        Kind::Year => share(&|it| it.len() <= 12 && has_digit(it)),
        Kind::YesNo => share(&|it| catalogue::yes_no(it).is_some() || has_letters(it)),
        Kind::Condition => share(&|it| catalogue::condition_of_word(it).is_some()),
        Kind::Unit => share(&|it| catalogue::unit_of_word(it).is_some()),
        Kind::WasteCode => share(&is_waste_code),
        Kind::Gtin => share(&|it| is_gtin(it)),
        Kind::Links => None,
        Kind::Text => fit_of_text(field, values),
    }
}

/// Only the text fields that share a heading with another need telling apart.
fn fit_of_text(field: Field, values: &[String]) -> Option<f64> {
    match field {
        Field::ExternalId => Some(distinct(values) * share(values, &|it| it.len() <= 24)),
        Field::Name | Field::Description => Some(share(values, &has_letters)),
        // Words of which we know none may still be kinds of things.
        Field::Category => {
            let words = share(values, &has_letters) / 2.0;
            Some(share(values, &is_category).max(1.0 - distinct(values)).max(words))
        }
        // `Asset` may be a building, or what stands in it.
        Field::Building => Some(1.0 - share(values, &is_category) / 2.0),
        Field::Model => Some(share(values, &|it| !is_category(it))),
        Field::Location => Some(share(values, &|it| has_letters(it) || place::is_floor(it))),
        Field::Finish | Field::Material => Some(share(values, &has_letters)),
        Field::Colour => Some(share(values, &|it| catalogue::fold(it).contains("ral")).max(0.5)),
        Field::ReusePotential => Some(share(values, &is_potential)),
        Field::Destination => Some(share(values, &|it| !is_potential(it))),
        _ => None,
    }
}

type Test = fn(&str) -> bool;

/// The field whose values look like nothing else: codes of waste, article numbers with a right
/// check digit, series of sizes. Whatever the heading says, they are that.
pub fn evident(values: &[String]) -> Option<(Field, f64)> {
    const SURE: f64 = 0.9;
    /// One or two may look so by chance.
    const VALUES_MIN: usize = 3;
    let tests: [(Field, Test); 3] = [
        // Numbers of six digits are no codes of waste unless the list has most of them.
        (Field::EwcCode, |it| is_waste_code(it) && catalogue::waste_code(it).is_some()),
        (Field::Gtin, is_gtin),
        (Field::Dimensions, is_series),
    ];
    if values.len() < VALUES_MIN {
        return None;
    }
    first_at_least(SURE, &tests, values)
}

/// The field that the values alone give away, under a heading that says nothing.
pub fn field_of(values: &[String]) -> Option<(Field, f64)> {
    const SURE: f64 = 0.8;
    let tests: [(Field, Test); 10] = [
        (Field::EwcCode, is_waste_code),
        (Field::Gtin, is_gtin),
        (Field::Dimensions, is_series),
        (Field::Unit, |it| catalogue::unit_of_word(it).is_some()),
        (Field::Price, is_amount_of_money),
        (Field::ConditionTechnical, |it| {
            has_letters(it) && catalogue::condition_of_word(it).is_some()
        }),
        (Field::AvailableFrom, is_whole_date),
        (Field::Floor, place::is_floor),
        (Field::Category, |it| catalogue::category_labelled(it).is_some()),
        (Field::Name, |it| catalogue::recognise_category(it, None).is_some()),
    ];
    first_at_least(SURE, &tests, values)
}

fn first_at_least(sure: f64, tests: &[(Field, Test)], values: &[String]) -> Option<(Field, f64)> {
    tests.iter().find_map(|(field, test)| {
        let share = share(values, test);
        (!values.is_empty() && share >= sure).then_some((*field, share))
    })
}

/// The share of the values for which this is so.
#[expect(clippy::cast_precision_loss, reason = "a few dozen values")]
pub fn share(values: &[String], test: &dyn Fn(&str) -> bool) -> f64 {
    values.iter().filter(|it| test(it)).count() as f64 / values.len() as f64
}

/// How many different values there are, of all: 1 where no two are the same.
#[expect(clippy::cast_precision_loss, reason = "a few dozen values")]
pub fn distinct(values: &[String]) -> f64 {
    let mut sorted: Vec<&String> = values.iter().collect();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.len() as f64 / values.len() as f64
}

fn has_digit(text: &str) -> bool {
    text.contains(|it: char| it.is_ascii_digit())
}

fn has_letters(text: &str) -> bool {
    text.chars().filter(|it| it.is_alphabetic()).count() >= 2
}

/// A number, with at most a unit, a currency or a word such as `ca.` around it.
pub fn is_figure(text: &str) -> bool {
    let letters = text.chars().filter(|it| it.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits > 0 && letters <= digits.max(4)
}

/// `RD1001`: a mark on a thing, and no count of things.
fn is_mark(text: &str) -> bool {
    let rest = text.trim_start_matches(|it: char| it.is_ascii_uppercase());
    rest.len() < text.len() && rest.starts_with(|it: char| it.is_ascii_digit())
}

fn is_price_word(text: &str) -> bool {
    let folded = catalogue::fold(text);
    ["gratis", "gratuit", "free", "kostenlos", "n.t.b", "op aanvraag", "sur demande", "on request"]
        .iter()
        .any(|it| folded.starts_with(it))
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).filter(|it| !it.is_empty()).collect();
    let numbers = parts.iter().filter(|it| it.bytes().all(|it| it.is_ascii_digit())).count();
    (2..=3).contains(&parts.len()) && numbers + 1 >= parts.len() && numbers > 0
}

/// A day with its month and year, rather than a number that may be one.
fn is_whole_date(text: &str) -> bool {
    let separated = text.contains(['/', '-', '.', ' ']);
    let text = Value::Text(text.to_owned());
    separated && parse::day(&text).is_ok()
}

fn is_amount_of_money(text: &str) -> bool {
    let folded = catalogue::fold(text);
    has_digit(text) && is_figure(text) && (text.contains('€') || folded.contains("eur"))
}

/// Three pairs of digits, whether the list of waste has them or not.
fn is_waste_code(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let others = |it: char| !it.is_ascii_digit() && !matches!(it, ' ' | '.' | '*' | '\u{a0}');
    digits == 6 && !text.contains(others)
}

/// A GTIN of 8, 12, 13 or 14 digits, with a right check digit.
pub fn is_gtin(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|it| it.to_digit(10)).collect();
    let plain = text.chars().all(|it| it.is_ascii_digit() || it == ' ');
    if !plain || !matches!(digits.len(), 8 | 12 | 13 | 14) {
        return false;
    }
    let sum: u32 =
        digits.iter().rev().zip([1, 3].into_iter().cycle()).map(|(it, by)| it * by).sum();
    sum.is_multiple_of(10)
}

/// `930 x 2115 x 40 mm`.
fn is_series(text: &str) -> bool {
    let folded = catalogue::fold(text).replace('*', "x");
    let parts: Vec<&str> = folded.split('x').collect();
    parts.len() >= 2 && parts.iter().all(|it| has_digit(it) && is_figure(it))
}

fn is_category(text: &str) -> bool {
    catalogue::CategoryCode::parse(text.trim()).is_some()
        || catalogue::recognise_category(text, None).is_some()
}

/// Yes, no, or how likely.
fn is_potential(text: &str) -> bool {
    let folded = catalogue::fold(text);
    catalogue::yes_no(text).is_some()
        || ["hoog", "laag", "hergebruik", "herbruik", "high", "low", "medium", "reuse"]
            .iter()
            .any(|it| folded.contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn values_give_some_fields_away() {
        for (texts, field) in [
            (vec!["17 04 05", "170201", "17.06.05*"], Field::EwcCode),
            (vec!["4006381333931", "96385074"], Field::Gtin),
            (vec!["930 x 2115 mm", "60x60 cm", "1,20 x 0,60 x 0,05 m"], Field::Dimensions),
            (vec!["st", "m²", "lm"], Field::Unit),
            (vec!["€ 45,00", "12,50 EUR"], Field::Price),
            (vec!["goed", "redelijk", "als nieuw"], Field::ConditionTechnical),
            (vec!["15/03/2027", "2027-04-01", "maart 2027"], Field::AvailableFrom),
            (vec!["1e verdieping", "Gelijkvloers", "R+2"], Field::Floor),
            (vec!["Binnendeur", "Wastafel", "Tapijttegel"], Field::Category),
            (vec!["Binnendeur wit 93x211", "Wastafel met kraan"], Field::Name),
        ] {
            assert_eq!(field_of(&values(&texts)).map(|it| it.0), Some(field), "{texts:?}");
        }
        assert!(!is_gtin("4006381333932"), "the check digit is wrong");
        assert_eq!(field_of(&values(&["ABC", "zie boven"])), None);
        assert_eq!(field_of(&[]), None);
    }

    #[test]
    fn the_same_heading_is_told_apart_by_its_values() {
        let areas = values(&["12,5", "80", "ca. 14 m²"]);
        assert!(fit(Field::Area, &areas) > fit(Field::Finish, &areas));
        let finishes = values(&["gelakt", "geborsteld"]);
        assert!(fit(Field::Finish, &finishes) > fit(Field::Area, &finishes));
    }
}
