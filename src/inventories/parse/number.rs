//! Numbers, as people who write a decimal comma or a decimal point type them.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use serde::{Deserialize, Serialize};

use super::plain;
use crate::language::Language;

/// Which mark a list puts before its decimals. It settles what `1.250` is, and nothing else: where
/// a number can be read in one way only, it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberStyle {
    /// `1.250,5`
    Comma,
    /// `1,250.5`
    Point,
}

impl NumberStyle {
    pub fn of_language(language: Language) -> Self {
        match language {
            Language::Nl | Language::Fr | Language::De => Self::Comma,
            Language::En => Self::Point,
        }
    }

    /// The style of most numbers in these texts that can be read in one way only; without any,
    /// that of the language.
    pub fn of_texts<'a>(texts: impl IntoIterator<Item = &'a str>, language: Language) -> Self {
        let (mut comma, mut point) = (0_usize, 0_usize);
        for text in texts {
            let text = plain(text);
            for raw in all(&text) {
                match vote(raw) {
                    Some(Self::Comma) => comma += 1,
                    Some(Self::Point) => point += 1,
                    None => {}
                }
            }
        }
        match comma.cmp(&point) {
            std::cmp::Ordering::Greater => Self::Comma,
            std::cmp::Ordering::Less => Self::Point,
            std::cmp::Ordering::Equal => Self::of_language(language),
        }
    }

    fn mark(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Point => '.',
        }
    }

    pub(super) fn of_mark(mark: char) -> Self {
        if mark == ',' { Self::Comma } else { Self::Point }
    }

    fn other(self) -> Self {
        match self {
            Self::Comma => Self::Point,
            Self::Point => Self::Comma,
        }
    }
}

/// Splits a number off the beginning of a plain text: its digits with the marks and spaces
/// between them. What they come to is for [`read`] to say.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mark_first = matches!(bytes.first(), Some(b'.' | b','));
    if !(digit(0) || (mark_first && digit(1))) {
        return None;
    }
    // A space belongs to a number where it sets off three digits from one to three before it.
    let groups = |at: usize| {
        let before = &bytes[..at];
        let group = before.rsplit(|it| *it == b' ').next().unwrap_or(before);
        (1..=3).all(|it| digit(at + it))
            && !digit(at + 4)
            && group.len() <= 3
            && before.iter().all(|it| it.is_ascii_digit() || *it == b' ')
    };
    let belongs = |at: usize| match bytes[at] {
        b'0'..=b'9' => true,
        b'.' | b',' | b'\'' => digit(at + 1),
        b' ' => groups(at),
        _ => false,
    };
    let end = (0..bytes.len()).find(|at| !belongs(*at)).unwrap_or(bytes.len());
    Some(text.split_at(end))
}

/// More digits than Excel keeps: a code, such as an EAN, but no amount of anything.
const DIGITS_MAX: usize = 15;

/// What a number comes to, as split off by [`split`].
pub(super) fn read(raw: &str, style: NumberStyle) -> Option<Decimal> {
    let (whole, fraction) = match decimal_mark(raw, style)? {
        Some(place) => (&raw[..place], &raw[place + 1..]),
        None => (raw, ""),
    };
    if !fraction.bytes().all(|it| it.is_ascii_digit()) || !is_grouped(whole) {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    if whole.len() + fraction.len() > DIGITS_MAX {
        return None;
    }
    let decimal = Decimal::from_str_exact(&format!("0{whole}.{fraction}0"));
    // Only digits and a point are left: what fails is too long, and no amount.
    decimal.ok().map(|it| it.normalize())
}

/// What a number of a spreadsheet comes to, without the dust that binary fractions leave.
pub(super) fn of_f64(number: f64) -> Option<Decimal> {
    /// Below it an `f64` holds every whole number.
    const EXACT_BELOW: f64 = 1e15;
    if number.fract() == 0.0 && number.abs() < EXACT_BELOW {
        #[expect(clippy::cast_possible_truncation, reason = "it is whole, and small enough")]
        return Some(Decimal::from(number as i64));
    }
    Decimal::from_f64(number).map(|it| it.normalize())
}

/// Where the decimals begin: `Some(None)` where there are none, `None` where it is no number.
#[expect(clippy::option_option, reason = "no number and no decimals are two things")]
fn decimal_mark(raw: &str, style: NumberStyle) -> Option<Option<usize>> {
    let Some(mark) = last_mark(raw) else { return Some(None) };
    let place = raw.rfind(mark)?;
    let alone = raw.matches(mark).count() == 1;
    if raw.contains(NumberStyle::of_mark(mark).other().mark()) {
        // Both occur: the last one is the decimal mark, and cannot occur before.
        return alone.then_some(Some(place));
    }
    if !alone || (is_ambiguous(raw, place) && mark != style.mark()) {
        return Some(None);
    }
    Some(Some(place))
}

fn last_mark(raw: &str) -> Option<char> {
    raw.chars().rev().find(|it| matches!(it, ',' | '.'))
}

/// One mark with three digits after it and one to three before, as in `1.250`.
pub(super) fn is_ambiguous(raw: &str, place: usize) -> bool {
    let (before, after) = (&raw[..place], &raw[place + 1..]);
    after.len() == 3
        && (1..=3).contains(&before.len())
        && !before.starts_with('0')
        && before.bytes().all(|it| it.is_ascii_digit())
}

/// Digits alone, or groups of three after a first of one to three, set apart by one kind of mark.
fn is_grouped(whole: &str) -> bool {
    let mut marks = whole.chars().filter(|it| !it.is_ascii_digit());
    let Some(mark) = marks.next() else { return true };
    let groups: Vec<_> = whole.split(mark).collect();
    marks.all(|it| it == mark)
        && (1..=3).contains(&groups[0].len())
        && !groups[0].starts_with('0')
        && groups[1..].iter().all(|it| it.len() == 3)
}

/// What a number says about the style it is written in, if it can be read in one way only.
fn vote(raw: &str) -> Option<NumberStyle> {
    let mark = last_mark(raw)?;
    let place = raw.rfind(mark)?;
    let style = NumberStyle::of_mark(mark);
    read(raw, style)?;
    if raw.matches(mark).count() > 1 {
        Some(style.other())
    } else if is_ambiguous(raw, place) {
        None
    } else {
        Some(style)
    }
}

/// All numbers in a plain text.
fn all(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        while let Some(next) = rest.chars().next() {
            if let Some((raw, after)) = split(rest) {
                rest = after;
                return Some(raw);
            }
            rest = &rest[next.len_utf8()..];
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_all(text: &str, style: NumberStyle) -> Option<Decimal> {
        let text = plain(text);
        let (raw, rest) = split(&text)?;
        rest.is_empty().then(|| read(raw, style)).flatten()
    }

    #[test]
    fn what_can_be_read_in_one_way_is_read_so_in_any_style() {
        let cases = [
            ("12", "12"),
            ("38,5", "38.5"),
            ("38.5", "38.5"),
            ("0,250", "0.25"),
            ("0.250", "0.25"),
            ("1.250,5", "1250.5"),
            ("1,250.5", "1250.5"),
            ("1 250", "1250"),
            ("1\u{a0}250,75", "1250.75"),
            ("1\u{202f}250\u{202f}000", "1250000"),
            ("1'250.50", "1250.5"),
            ("1’250", "1250"),
            ("1.250.000", "1250000"),
            ("1,250,000.25", "1250000.25"),
            ("1250,000", "1250"),
            (",5", "0.5"),
            ("212,40", "212.4"),
        ];
        for (text, expected) in cases {
            let expected: Decimal = expected.parse().unwrap();
            for style in [NumberStyle::Comma, NumberStyle::Point] {
                assert_eq!(read_all(text, style), Some(expected), "{text}");
            }
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_read_as_the_list_is_written() {
        for (text, comma, point) in [("1.250", "1250", "1.25"), ("12,500", "12.5", "12500")] {
            assert_eq!(read_all(text, NumberStyle::Comma), comma.parse().ok());
            assert_eq!(read_all(text, NumberStyle::Point), point.parse().ok());
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "",
            "abc",
            "1.2.3",
            "15.03.2026",
            "1,2,3",
            "12 34",
            "1.25.000",
            "1,250.000,5",
            "5.",
            "1 25",
            "1.250'000",
            "5410000000000017",
            "00.123.456",
            "1..2",
        ] {
            for style in [NumberStyle::Comma, NumberStyle::Point] {
                assert_eq!(read_all(text, style), None, "{text}");
            }
        }
    }

    #[test]
    fn a_list_shows_its_style() {
        let style = |texts: &[&str], language| NumberStyle::of_texts(texts.to_vec(), language);
        assert_eq!(style(&["12", "1.250", "38,5"], Language::En), NumberStyle::Comma);
        assert_eq!(style(&["1.250", "85.5 m²", "2.5"], Language::Nl), NumberStyle::Point);
        assert_eq!(style(&["1.250.000"], Language::En), NumberStyle::Comma);
        assert_eq!(style(&["1.250", "17.06.05", "geen"], Language::Fr), NumberStyle::Comma);
        assert_eq!(style(&["1.250", "15.03.2026"], Language::En), NumberStyle::Point);
        assert_eq!(style(&[], Language::De), NumberStyle::Comma);
    }

    /// How a person writes a number: thousands set apart by one mark, decimals after another.
    fn written(number: Decimal, thousands: &str, mark: &str) -> String {
        let plain = number.to_string();
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut grouped = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                grouped.push_str(thousands);
            }
            grouped.push(digit);
        }
        if fraction.is_empty() { grouped } else { format!("{grouped}{mark}{fraction}") }
    }

    /// Everything a number may come to, found the obvious way: for each mark that may set off the
    /// decimals, and each that may set off the thousands, write down what the digits then say.
    fn every_reading(raw: &str) -> Vec<Decimal> {
        let mut found = Vec::new();
        for mark in [None, Some(','), Some('.')] {
            let (whole, fraction) = match mark {
                None => (raw, ""),
                Some(mark) => match raw.rsplit_once(mark) {
                    Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
                    _ => continue,
                },
            };
            for thousands in [None, Some(','), Some('.'), Some(' '), Some('\'')] {
                let groups: Vec<_> = match thousands {
                    None => vec![whole],
                    Some(thousands) if Some(thousands) != mark => whole.split(thousands).collect(),
                    Some(_) => continue,
                };
                let grouped = groups.len() < 2
                    || (1..=3).contains(&groups[0].len())
                        && !groups[0].starts_with('0')
                        && groups[1..].iter().all(|it| it.len() == 3);
                let digits = groups.concat();
                let all_digits = |it: &str| it.chars().all(|it| it.is_ascii_digit());
                let begins = !digits.is_empty() || !fraction.is_empty();
                if grouped && begins && all_digits(&digits) && all_digits(fraction) {
                    found.push(format!("0{digits}.{fraction}0").parse::<Decimal>().unwrap());
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }

    proptest! {
        /// Nothing is read as what it cannot be, nothing that can be read is refused, and only what
        /// can be read in two ways depends on how the list is written.
        #[test]
        fn it_reads_as_the_obvious_version_does(text in "[0-9]{0,3}[0-9.,' ]{0,9}[0-9]{1,3}") {
            prop_assume!(text.bytes().filter(u8::is_ascii_digit).count() <= DIGITS_MAX);
            let whole = split(&text).filter(|it| it.1.is_empty());
            let read = |style| whole.and_then(|it| read(it.0, style));
            let (comma, point) = (read(NumberStyle::Comma), read(NumberStyle::Point));
            let possible = if whole.is_some() { every_reading(&text) } else { Vec::new() };
            match &possible[..] {
                [] => prop_assert_eq!((comma, point), (None, None)),
                [only] => prop_assert_eq!((comma, point), (Some(*only), Some(*only))),
                [small, great] => {
                    // 1.250 is 1.25 to who writes a point, and 1250 to who writes a comma.
                    let (comma, point) = (comma.unwrap(), point.unwrap());
                    prop_assert_eq!([comma.min(point), comma.max(point)], [*small, *great]);
                    prop_assert_eq!(comma == *great, text.contains('.'));
                }
                _ => prop_assert!(false, "{} has {} readings", text, possible.len()),
            }
        }

        #[test]
        fn what_is_written_is_read_back(digits in 0_i64..1_000_000_000_000, decimals in 0_u32..4) {
            let number = Decimal::new(digits, decimals);
            for thousands in ["", ".", " ", "\u{a0}", "\u{202f}", "'", "’"] {
                let text = written(number, thousands, ",");
                prop_assert_eq!(read_all(&text, NumberStyle::Comma), Some(number), "{}", text);
            }
            for thousands in ["", ",", " ", "\u{a0}", "\u{202f}", "'", "’"] {
                let text = written(number, thousands, ".");
                prop_assert_eq!(read_all(&text, NumberStyle::Point), Some(number), "{}", text);
            }
        }

        #[test]
        fn no_text_breaks_it(text in "[0-9.,' \u{a0}x€a-]{0,20}") {
            let text = plain(&text);
            for raw in all(&text) {
                read(raw, NumberStyle::Comma);
                vote(raw);
            }
        }
    }
}
