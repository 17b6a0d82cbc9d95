//! When it is wanted: `voor maart`, `bis 15. April`, `between 1 and 20 March`, `dans les 3 mois`.

use rust_decimal::prelude::ToPrimitive;
use time::Duration;

use super::reading::{Meaning, Reading};
use super::token::Kind;
use crate::clock::Day;
use crate::inventories::parse;
use crate::inventories::read::Value;
use crate::language::{Text, say};
use crate::needs::Criterion;

/// Up to the day before it.
const BEFORE: &[&str] = &[
    "voor",
    "voor het",
    "voor de",
    "avant",
    "avant le",
    "avant la",
    "avant l'",
    "avant le mois de",
    "before",
    "before the",
    "vor",
    "vor dem",
    "vor der",
];
/// Up to its first day, where it is longer than a day.
const BY: &[&str] = &[
    "tegen",
    "tegen de",
    "tegen het",
    "d' ici",
    "d' ici a",
    "d' ici le",
    "by",
    "by the",
    "bis zu",
    "gegen",
];
/// Up to its last day.
const UNTIL: &[&str] = &[
    "tot",
    "tot en met",
    "t/m",
    "uiterlijk",
    "ten laatste",
    "uiterlijk op",
    "uiterlijk tegen",
    "jusqu' a",
    "jusqu' au",
    "jusqu' en",
    "au plus tard",
    "au plus tard le",
    "au plus tard en",
    "until",
    "till",
    "no later than",
    "not later than",
    "at the latest",
    "bis",
    "bis zum",
    "bis spatestens",
    "spatestens",
    "spatestens am",
    "spatestens bis",
    "bis ende",
    "livrable jusqu' au",
];
/// From its first day.
const FROM: &[&str] = &[
    "vanaf",
    "vanaf de",
    "a partir de",
    "a partir du",
    "a partir d'",
    "des",
    "des le",
    "from",
    "as of",
    "starting",
    "available from",
    "ab",
    "ab dem",
    "ab anfang",
    "fruhestens",
    "beschikbaar vanaf",
    "disponible a partir de",
    "disponible a partir du",
];
/// From the day after it.
const AFTER: &[&str] = &["na", "apres", "apres le", "after", "nach", "nach dem"];
/// While it lasts.
const DURING: &[&str] =
    &["in", "en", "im", "during", "pendant", "tijdens", "courant", "au", "in de", "in the"];
const BETWEEN: &[&str] =
    &["tussen", "entre", "entre le", "between", "zwischen", "van", "du", "from", "von", "de"];
const AND: &[&str] = &["en", "et", "et le", "and", "und", "tot", "au", "to", "bis", "a"];

/// Before a number of weeks or months.
const WITHIN: &[&str] = &[
    "binnen",
    "binnen de",
    "binnen een",
    "dans",
    "dans les",
    "d' ici",
    "sous",
    "endeans",
    "within",
    "within the next",
    "in",
    "innerhalb von",
    "innerhalb",
    "in den nachsten",
    "in the next",
];
const DAYS: &[&str] = &["dag", "dagen", "jour", "jours", "day", "days", "tag", "tage", "tagen"];
const WEEKS: &[&str] = &["week", "weken", "semaine", "semaines", "weeks", "woche", "wochen"];
const MONTHS: &[&str] =
    &["maand", "maanden", "mois", "month", "months", "monat", "monate", "monaten"];

/// What may stand between the words of a day.
const LINKS: [&str; 8] = ["de", "of", "the", "van", "le", "du", "er", "den"];
/// A day takes no more tokens: `the 3rd of the month of March 2027`.
const DAY_TOKENS_MAX: usize = 7;

/// A day, a month, a quarter or a season that the sentence names.
#[derive(Debug, Clone)]
struct Period {
    to: usize,
    first: Day,
    last: Day,
    /// The year is not in the sentence.
    assumed_year: bool,
}

/// The first and the last day on which it is wanted, by the period that is told.
type Ends = fn(&Period) -> (Option<Day>, Option<Day>);

/// Reads the window; of two that are told, the first.
pub fn read(reading: &mut Reading) {
    for at in 0..reading.end() {
        if between(reading, at) || within(reading, at) {
            return;
        }
    }
    let mut at = 0;
    while at < reading.end() {
        at = bound(reading, at).unwrap_or(at + 1);
    }
}

/// One end, or both of a period: where it ends in the sentence.
fn bound(reading: &mut Reading, at: usize) -> Option<usize> {
    let during: Ends = |it| (Some(it.first), Some(it.last));
    let kinds: [(&[&str], Ends); 6] = [
        (BEFORE, |it| (None, Some(next(it.first, -1)))),
        (BY, |it| (None, Some(it.first))),
        (UNTIL, |it| (None, Some(it.last))),
        (FROM, |it| (Some(it.first), None)),
        (AFTER, |it| (Some(next(it.last, 1)), None)),
        (DURING, during),
    ];
    let told = kinds.iter().map(|(words, ends)| (reading.phrase(at, words), *ends));
    let mut leads: Vec<(usize, Ends)> = told.filter(|it| it.0 > 0).collect();
    leads.sort_by_key(|it| std::cmp::Reverse(it.0));
    let (period, ends) = leads
        .into_iter()
        .find_map(|(count, ends)| Some((period(reading, at + count)?, ends)))
        // `Juni 2027`, and nothing before it.
        .or_else(|| Some((alone(reading, at)?, during)))?;
    let (from, until) = ends(&period);
    let is_by = reading.phrase(at, BY) > 0 && period.first != period.last;
    let why = is_by.then(|| say("stating-day-by").with("day", period.first));
    keep(reading, (at, period.to), (from, until), period.assumed_year, why);
    Some(period.to)
}

/// A month with its year in a part of its own says when.
fn alone(reading: &Reading, at: usize) -> Option<Period> {
    let begins = at == 0 || reading.tokens[at - 1].parts();
    let period = period(reading, at).filter(|_| begins)?;
    let ends = reading.tokens.get(period.to).is_none_or(super::token::Token::parts);
    (ends && !period.assumed_year).then_some(period)
}

fn keep(
    reading: &mut Reading,
    (from, to): (usize, usize),
    (first, last): (Option<Day>, Option<Day>),
    assumed_year: bool,
    why: Option<Text>,
) {
    let from_day = reading.criteria.wanted_from.or(first);
    let until_day = reading.criteria.wanted_until.or(last);
    if from_day.zip(until_day).is_some_and(|(first, last)| first > last) {
        let why = say("need-expected-window").with("from", from_day.unwrap_or(reading.today));
        return reading.take(from, to, Meaning::NotUnderstood(Some(why)));
    }
    let said = last.or(first).map(|it| it.to_string()).unwrap_or_default();
    let year = assumed_year.then(|| say("stating-year-next").with("day", said));
    reading.take_for(from, to, Criterion::Window, why.or(year));
    (reading.criteria.wanted_from, reading.criteria.wanted_until) = (from_day, until_day);
}

/// `tussen 1 en 20 januari`, `from 1 to 20 March 2027`.
fn between(reading: &mut Reading, at: usize) -> bool {
    let lead = reading.phrase(at, BETWEEN);
    if lead == 0 {
        return false;
    }
    let begin = at + lead;
    for middle in begin + 1..(begin + DAY_TOKENS_MAX).min(reading.end()) {
        let and = reading.phrase(middle, AND);
        if and == 0 {
            continue;
        }
        let Some(last) = period(reading, middle + and) else { continue };
        let first = period(reading, begin).filter(|it| it.to == middle).map(|it| it.first);
        // "1 en 20 januari": the month of the second is that of the first.
        let of_same_month = || {
            let bare =
                middle == begin + 1 || (middle == begin + 2 && reading.is(begin + 1, &["."]));
            let day = reading.number(begin).filter(|_| bare)?.to_u8()?;
            last.last.0.replace_day(day).ok().map(Day)
        };
        let Some(first) = first.or_else(of_same_month).filter(|it| *it <= last.last) else {
            continue;
        };
        let ends = (Some(first), Some(last.last));
        keep(reading, (at, last.to), ends, last.assumed_year, None);
        return true;
    }
    false
}

/// `binnen 3 maanden`, counted from today.
fn within(reading: &mut Reading, at: usize) -> bool {
    let lead = reading.phrase(at, WITHIN);
    let Some(count) = reading.number(at + lead).filter(|_| lead > 0) else { return false };
    let Some(count) = count.to_u16().filter(|it| (1..=400).contains(it)) else { return false };
    let unit = at + lead + 1;
    let today = reading.today;
    let until = if reading.is(unit, DAYS) {
        next(today, i64::from(count))
    } else if reading.is(unit, WEEKS) {
        next(today, 7 * i64::from(count))
    } else if reading.is(unit, MONTHS) {
        months_on(today, count)
    } else {
        return false;
    };
    let why = say("stating-day-counted").with("day", until);
    keep(reading, (at, unit + 1), (None, Some(until)), false, Some(why));
    true
}

fn next(day: Day, days: i64) -> Day {
    Day(day.0.saturating_add(Duration::days(days)))
}

/// The same day of a later month, or its last.
fn months_on(day: Day, months: u16) -> Day {
    let count = i32::from(u8::from(day.0.month())) - 1 + i32::from(months);
    let (year, month) = (day.0.year() + count / 12, u8::try_from(count % 12 + 1).unwrap_or(1));
    let found = (1..=day.0.day()).rev().find_map(|it| Day::new(year, month, it));
    found.unwrap_or(day)
}

/// The longest day or period from `at` on.
fn period(reading: &Reading, at: usize) -> Option<Period> {
    let longest = (at + DAY_TOKENS_MAX).min(reading.end());
    (at + 1..=longest).rev().find_map(|to| {
        let known = |at: usize| {
            reading.free(at).is_some_and(|it| match it.kind {
                Kind::Number => true,
                Kind::Mark => matches!(it.text, "." | "/" | "-" | "'"),
                Kind::Word => {
                    parse::is_period_word(&it.folded)
                        || LINKS.contains(&it.folded.as_str())
                        || matches!(it.folded.as_str(), "ste" | "e" | "st" | "nd" | "rd" | "th")
                }
            })
        };
        let ends_well = reading.tokens[to - 1].kind != Kind::Mark
            && !LINKS.contains(&reading.tokens[to - 1].folded.as_str());
        let all = (at..to).all(known) && ends_well && names_period(reading, at, to);
        all.then(|| read_period(reading, at, to)).flatten()
    })
}

/// A month's name, or a date in numbers: numbers alone count something.
fn names_period(reading: &Reading, at: usize, to: usize) -> bool {
    let tokens = &reading.tokens[at..to];
    let named =
        |it: &super::token::Token| it.kind == Kind::Word && parse::is_period_word(&it.folded);
    let marks = tokens.iter().filter(|it| matches!(it.text, "/" | "-")).count();
    let dotted =
        tokens.iter().any(|it| it.kind == Kind::Number && it.text.matches('.').count() == 2);
    tokens.iter().any(named) || marks == 2 || dotted
}

fn read_period(reading: &Reading, at: usize, to: usize) -> Option<Period> {
    let written = reading.slice(at, to);
    if let Some((first, last)) = ends_of(written) {
        return Some(Period { to, first, last, assumed_year: false });
    }
    let year = reading.today.0.year();
    (year..=year + 1).find_map(|year| {
        let (first, last) = ends_of(&format!("{written} {year}"))?;
        (last >= reading.today).then_some(Period { to, first, last, assumed_year: true })
    })
}

/// The first and the last day of what is written, with its year.
fn ends_of(written: &str) -> Option<(Day, Day)> {
    let day = |text: String| parse::day(&Value::Text(text)).ok();
    let first = day(written.to_owned())?;
    // What names a day says the same with a place before it; of a month the end is another day.
    let last = day(format!("end {written}"));
    let folded = crate::catalogue::fold(written);
    let placed = folded.split(' ').next().is_some_and(parse::is_place_word);
    if placed {
        return Some((first, first));
    }
    let words: Vec<&str> = folded.split(|it: char| !it.is_alphabetic()).collect();
    let months = if words.iter().any(|it| parse::is_season_word(it)) {
        3
    } else {
        return Some((first, last.filter(|it| *it >= first).unwrap_or(first)));
    };
    Some((first, next(months_on(first, months), -1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_later_is_the_same_day_or_the_last() {
        let day = |month, day| Day::new(2027, month, day).unwrap();
        assert_eq!(months_on(day(1, 31), 1), day(2, 28));
        assert_eq!(months_on(day(11, 30), 3), Day::new(2028, 2, 29).unwrap());
        assert_eq!(months_on(day(3, 15), 12), Day::new(2028, 3, 15).unwrap());
    }
}
