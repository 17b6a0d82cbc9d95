//! Days, as four languages write them: day, month, year, in this order (or as ISO 8601 does).
//!
//! A month or a quarter is its first day. "End of" a month is its last: nothing is promised
//! before it may be there.

use Part::{Half, Month, Number, Quarter, Week};

use super::day_words::{self, ABOUT, Part, Place};
use super::{Wrong, number};
use crate::catalogue::fold;
use crate::clock::Day;
use crate::inventories::read::Value;
use crate::language::{Text, say};
use rust_decimal::prelude::ToPrimitive;

/// `15/03/2026`, `15 mars 2026`, `maart 2026`, `Q3 2026`, `2026-03-15`, or what a spreadsheet
/// counts from 1900.
pub fn day(value: &Value) -> Result<Day, Wrong> {
    let day = match value {
        Value::Date(day) => plausible(*day),
        Value::Number(number) => of_number(*number),
        Value::Text(text) => of_text(&fold(text)),
        Value::Bool(_) | Value::Error(_) => Err(say("inventory-expected-day")),
    };
    day.map_err(|expected| Wrong::new(expected, value))
}

/// `1998`, `ca. 1960`, a date in it.
pub fn year(value: &Value) -> Result<i32, Wrong> {
    let year = match value {
        Value::Date(day) => Some(day.0.year()),
        Value::Number(number) => number::of_f64(*number)
            .filter(rust_decimal::Decimal::is_integer)
            .and_then(|it| it.to_i32()),
        Value::Text(text) => {
            of_text(&fold(text)).map(|it| it.0.year()).ok().or_else(|| only_year(text))
        }
        Value::Bool(_) | Value::Error(_) => None,
    };
    year.filter(|it| (1000..=YEAR_MAX).contains(it))
        .ok_or_else(|| Wrong::new(say("inventory-expected-year"), value))
}

/// Folded. Whoever writes one of these names no day: it is there now.
const AT_ONCE: [&str; 23] = [
    "onmiddellijk",
    "direct",
    "nu",
    "meteen",
    "per direct",
    "beschikbaar",
    "vanaf nu",
    "onmiddellijk beschikbaar",
    "direct beschikbaar",
    "immediat",
    "immediatement",
    "de suite",
    "disponible",
    "des maintenant",
    "now",
    "immediate",
    "immediately",
    "available",
    "at once",
    "sofort",
    "ab sofort",
    "sofort verfugbar",
    "verfugbar",
];

/// Whether a cell says that something is there already, so that no day is needed.
pub fn is_at_once(value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    AT_ONCE.contains(&fold(text).trim_matches(['.', '!', ' ']))
}

/// Whether a folded word names a month, a quarter, a season, or where in one a day lies.
pub fn is_period_word(word: &str) -> bool {
    const LETTERS_MIN: usize = 3;
    let part = day_words::of_word(word).filter(|_| word.len() >= LETTERS_MIN);
    part.is_some_and(|it| !matches!(it, Number(..) | Week))
}

/// Whether a folded word says where in a month a day lies: `eind`, `fin`.
pub fn is_place_word(word: &str) -> bool {
    matches!(day_words::of_word(word), Some(Part::Place(_)))
}

/// Whether a folded word names three months: a season or a quarter.
pub fn is_season_word(word: &str) -> bool {
    matches!(day_words::of_word(word), Some(Part::Season(_) | Quarter)) && word.len() > 1
}

/// Nothing in an inventory is available or was made beyond these; a year outside is a slip.
const YEAR_MIN: i32 = 1900;
const YEAR_MAX: i32 = 2100;

/// Years of two digits below this are of this century.
const CENTURY_TURNS_AT: i32 = 70;

/// The day that spreadsheets count from; with it, every day since March 1900 is right.
const SERIAL_ZERO: i32 = 2_415_019;

/// In a text, five digits are a day only where they come to one of this century: 2000-01-01.
const SERIAL_TEXT_MIN: i32 = 36_526;

fn of_number(number: f64) -> Result<Day, Text> {
    let expected = || say("inventory-expected-day");
    #[expect(clippy::cast_possible_truncation, reason = "the bounds stand beside it")]
    let number =
        if (1.0..100_000_000.0).contains(&number) { number as i32 } else { return Err(expected()) };
    match number {
        YEAR_MIN..=YEAR_MAX => existing(number, 1, 1),
        // 20260315
        19_000_101..=21_001_231 => existing(number / 10_000, number / 100 % 100, number % 100),
        _ => {
            let date = time::Date::from_julian_day(SERIAL_ZERO + number);
            date.map_err(|_| expected()).and_then(|it| plausible(Day(it)))
        }
    }
}

fn plausible(day: Day) -> Result<Day, Text> {
    let plausible = (YEAR_MIN..=YEAR_MAX).contains(&day.0.year());
    plausible.then_some(day).ok_or_else(|| say("inventory-expected-day"))
}

fn existing(year: i32, month: i32, day: i32) -> Result<Day, Text> {
    let found = u8::try_from(month).ok().zip(u8::try_from(day).ok());
    let found = found.and_then(|(month, day)| Day::new(year, month, day));
    found.ok_or_else(|| say("inventory-expected-existing-day")).and_then(plausible)
}

/// What stands before the day with which a week begins.
const WEEK_OF: [&str; 7] =
    ["w/c", "week commencing", "week beginning", "week of", "week van", "semaine du", "woche ab"];

fn of_text(text: &str) -> Result<Day, Text> {
    let expected = || say("inventory-expected-day");
    let text = WEEK_OF.iter().find_map(|it| text.strip_prefix(it)).unwrap_or(text);
    let parts = parts(without_time(text)).ok_or_else(expected)?;
    let (place, parts) = match &parts[..] {
        [Part::Place(place), rest @ ..] => (*place, rest),
        rest => (Place::Begin, rest),
    };
    match *parts {
        // ISO 8601, and its basic form.
        [Number(year, 4), Number(month, _), Number(day, 1..=2)] => existing(year, month, day),
        [Number(day, 8)] => existing(day / 10_000, day / 100 % 100, day % 100),
        [Number(day, 1..=2), Number(month, 1..=2) | Month(month), Number(year, digits)]
        | [Month(month), Number(day, 1..=2), Number(year, digits @ 4)] => {
            existing(full_year(year, digits)?, month, day)
        }
        [Number(month, 1..=2), Number(year, 4)] | [Number(year, 4), Number(month, 1..=2)] => {
            in_month(year, month, place)
        }
        [Month(month), Number(year, digits)] | [Number(year, digits @ 4), Month(month)] => {
            in_month(full_year(year, digits)?, month, place)
        }
        [Quarter, Number(quarter @ 1..=4, 1), Number(year, digits @ (2 | 4))]
        | [Number(quarter @ 1..=4, 1), Quarter, Number(year, digits @ (2 | 4))]
        | [Number(year, digits @ 4), Quarter, Number(quarter @ 1..=4, 1)] => {
            existing(full_year(year, digits)?, quarter * 3 - 2, 1)
        }
        [Half, Number(half @ 1..=2, 1), Number(year, digits @ (2 | 4))]
        | [Number(half @ 1..=2, 1), Half, Number(year, digits @ (2 | 4))]
        | [Number(year, digits @ 4), Half, Number(half @ 1..=2, 1)] => {
            existing(full_year(year, digits)?, half * 6 - 5, 1)
        }
        [Part::Season(season), Number(year, 4)] | [Number(year, 4), Part::Season(season)] => {
            existing(year, season.first_month(), 1)
        }
        [Week, Number(week, 1..=2), Number(year, digits @ (2 | 4))]
        | [Number(year, digits @ 4), Week, Number(week, 1..=2)] => {
            of_week(full_year(year, digits)?, week)
        }
        // What a spreadsheet counts, where it was saved as text.
        [Number(serial, 5)] if serial >= SERIAL_TEXT_MIN => of_number(f64::from(serial)),
        [Number(year, 4)] => match place {
            Place::Begin => existing(year, 1, 1),
            Place::Middle => existing(year, 7, 1),
            Place::End => existing(year, 12, 31),
        },
        _ => Err(expected()),
    }
}

/// A time of day after the day is of no interest.
fn without_time(text: &str) -> &str {
    let is_time = |it: &str| {
        let mut parts = it.split(':');
        let digits = |it: &str| {
            !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit() || it == b'.' || it == b'z')
        };
        parts.clone().count() > 1 && parts.all(digits)
    };
    match text.rsplit_once([' ', 't']) {
        Some((day, time)) if is_time(time) => day.trim_end(),
        _ => text,
    }
}

fn full_year(year: i32, digits: usize) -> Result<i32, Text> {
    match digits {
        4 => Ok(year),
        2 if year < CENTURY_TURNS_AT => Ok(2000 + year),
        2 => Ok(1900 + year),
        _ => Err(say("inventory-expected-day")),
    }
}

fn in_month(year: i32, month: i32, place: Place) -> Result<Day, Text> {
    match place {
        Place::Begin => existing(year, month, 1),
        Place::Middle => existing(year, month, 15),
        Place::End => {
            let last = |it: time::Month| i32::from(it.length(year));
            let month_of = u8::try_from(month).ok().and_then(|it| time::Month::try_from(it).ok());
            existing(year, month, month_of.map_or(0, last))
        }
    }
}

/// The Monday of a week as ISO 8601 counts them.
fn of_week(year: i32, week: i32) -> Result<Day, Text> {
    let week = u8::try_from(week).map_err(|_| say("inventory-expected-existing-day"))?;
    let monday = time::Date::from_iso_week_date(year, week, time::Weekday::Monday);
    monday.map_err(|_| say("inventory-expected-existing-day")).and_then(|it| plausible(Day(it)))
}

/// `None` where a part means nothing.
fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let same = |it: char| it.is_ascii_digit() == first.is_ascii_digit() && it.is_alphanumeric();
        if !first.is_alphanumeric() {
            if !matches!(first, ' ' | '/' | '-' | '.' | ',' | '\'' | '(' | ')' | ':') {
                return None;
            }
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let end = rest.find(|it| !same(it)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        if first.is_ascii_digit() {
            if word.len() > 8 {
                return None;
            }
            parts.push(Part::Number(word.parse().ok()?, word.len()));
        } else if let Some(part) = day_words::of_word(word) {
            parts.push(part);
        } else if !ABOUT.contains(&word) {
            return None;
        }
    }
    Some(parts)
}

/// The one year in a text such as `bouwjaar 1998`.
fn only_year(text: &str) -> Option<i32> {
    let mut years = text.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty());
    let year = years.next().filter(|it| it.len() == 4)?;
    years.next().is_none().then(|| year.parse().ok()).flatten()
}

#[cfg(test)]
mod tests;
