//! What a wrong cell may have meant. Only what its column would take is proposed, and only where
//! there is one thing that it can have been. No I/O here.

use std::collections::BTreeSet;

use crate::catalogue::{self, CategoryCode};
use crate::inventories::check::{CellProblem, Reason};
use crate::inventories::parse::{self, NumberStyle};
use crate::inventories::read::Value;
use crate::language::Language;

/// What to write into the cell instead, in words that are read in every language.
pub fn propose(problem: &CellProblem, language: Language) -> Option<String> {
    let got = problem.got.trim();
    if got.is_empty() {
        return None;
    }
    match problem.reason {
        Reason::NotADate => other_order(got),
        Reason::NotANumber => digits_for_letters(got).filter(|it| {
            [NumberStyle::of_texts([it.as_str()], language)]
                .into_iter()
                .any(|style| parse::quantity(&Value::Text(it.clone()), style).is_ok())
        }),
        Reason::UnknownUnit => {
            let unit = only(edits(got).filter_map(|it| catalogue::unit_of_word(&it)))?;
            (got.chars().count() >= WORD_LETTERS_MIN).then(|| unit.as_str().to_owned())
        }
        Reason::UnknownCondition => {
            near_word(got, catalogue::condition_of_word).or_else(|| worst_condition_in(got))
        }
        Reason::NotYesOrNo => near_word(got, catalogue::yes_no),
        Reason::UnknownCategory => category(got, language),
        Reason::Missing
        | Reason::Broken
        | Reason::Negative
        | Reason::Currency
        | Reason::NotAPrice
        | Reason::NotAYear
        | Reason::NotASize
        | Reason::NotAWasteCode
        | Reason::NotAGtin
        | Reason::Duplicate
        | Reason::Assumed
        | Reason::NotOffered
        | Reason::NotOwn
        | Reason::Invalid => None,
    }
}

/// `03/25/2026`, which has no month 25.
fn other_order(got: &str) -> Option<String> {
    let parts: Vec<&str> = got.split(['/', '-', '.']).map(str::trim).collect();
    let [month, day, year] = parts[..] else { return None };
    let swapped = format!("{day}/{month}/{year}");
    let is_day = |text: &str| parse::day(&Value::Text(text.to_owned())).is_ok();
    (year.len() == 4 && !is_day(got) && is_day(&swapped)).then_some(swapped)
}

/// `l2` and `1O0`: letters that look like figures, among figures.
fn digits_for_letters(got: &str) -> Option<String> {
    let digits = got.chars().filter(char::is_ascii_digit).count();
    let mended: String = got
        .chars()
        .map(|it| match it {
            'O' | 'o' => '0',
            'l' | 'I' | '|' => '1',
            other => other,
        })
        .collect();
    let only_figures =
        mended.chars().all(|it| it.is_ascii_digit() || matches!(it, '.' | ',' | ' '));
    (digits > 0 && only_figures && mended != got).then_some(mended)
}

/// In shorter words, one letter makes another word.
const WORD_LETTERS_MIN: usize = 3;
/// Longer texts are sentences.
const WORD_LETTERS_MAX: usize = 30;

/// The word with one fault less, if the words that it can have been all mean the same.
fn near_word<T: Ord>(got: &str, meaning: impl Fn(&str) -> Option<T>) -> Option<String> {
    if got.chars().count() <= WORD_LETTERS_MIN {
        return None;
    }
    let near: Vec<(T, String)> = edits(got).filter_map(|it| Some((meaning(&it)?, it))).collect();
    let meanings: BTreeSet<&T> = near.iter().map(|it| &it.0).collect();
    (meanings.len() == 1).then(|| near.into_iter().next().map(|it| it.1)).flatten()
}

/// Of the conditions that a sentence speaks of the worst: no better is promised than may come.
fn worst_condition_in(got: &str) -> Option<String> {
    let words = got.split(|it: char| !it.is_alphabetic());
    let long = words.filter(|it| it.chars().count() >= WORD_LETTERS_MIN);
    let known = long.filter_map(|it| Some((catalogue::condition_of_word(it)?, it)));
    known.min().map(|it| it.1.to_lowercase())
}

/// The one value, if there is no other.
fn only<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut values: BTreeSet<T> = values.collect();
    let only = values.pop_first()?;
    values.is_empty().then_some(only)
}

/// All words with one letter more, less, or another one, or with two changed about.
fn edits(word: &str) -> impl Iterator<Item = String> {
    let letters: Vec<char> = word.to_lowercase().chars().take(WORD_LETTERS_MAX).collect();
    let join = |parts: &[&[char]]| parts.iter().copied().flatten().collect::<String>();
    let mut found = Vec::new();
    for at in 0..letters.len() {
        let (before, after) = letters.split_at(at);
        found.push(join(&[before, &after[1..]]));
        if let [first, second, rest @ ..] = after {
            found.push(join(&[before, &[*second, *first], rest]));
        }
    }
    for letter in ('a'..='z').chain(['²', '³', '2', '3']) {
        for at in 0..=letters.len() {
            let (before, after) = letters.split_at(at);
            found.push(join(&[before, &[letter], after]));
            if let [_, rest @ ..] = after {
                found.push(join(&[before, &[letter], rest]));
            }
        }
    }
    found.into_iter()
}

/// A label or a code that differs so little is a fault of typing.
const CATEGORY_FAULTS_MAX: usize = 2;

/// The category that a name or a code comes close to.
fn category(got: &str, language: Language) -> Option<String> {
    let folded = catalogue::fold(got);
    let near = |text: &str| {
        let faults = strsim::damerau_levenshtein(&folded, &catalogue::fold(text));
        faults <= CATEGORY_FAULTS_MAX && faults * 4 < folded.chars().count()
    };
    let is_near = |code: &CategoryCode| {
        near(code.as_str()) || Language::ALL.iter().any(|it| near(code.label(*it)))
    };
    let labelled = only(CategoryCode::all().filter(|it| it.is_leaf()).filter(is_near));
    let found = labelled
        .or_else(|| catalogue::recognise_category(got, None).map(|it| it.category))
        .filter(|it| it.is_leaf())?;
    Some(found.label(language).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventories::field::Field;
    use crate::language::say;

    fn proposed(field: Field, reason: Reason, got: &str) -> Option<String> {
        let expected = say("inventory-expected-value");
        let problem = CellProblem::new("a!A1".to_owned(), field, reason, expected, got);
        propose(&problem, Language::Nl)
    }

    #[test]
    fn faults_of_typing_are_mended() {
        for (field, reason, got, wanted) in [
            (Field::AvailableFrom, Reason::NotADate, "03/25/2026", Some("25/03/2026")),
            (Field::AvailableFrom, Reason::NotADate, "31/02/2026", None),
            (Field::AvailableFrom, Reason::NotADate, "binnenkort", None),
            (Field::Quantity, Reason::NotANumber, "l2", Some("12")),
            (Field::Quantity, Reason::NotANumber, "1O0", Some("100")),
            (Field::Quantity, Reason::NotANumber, "veel", None),
            (Field::Quantity, Reason::NotANumber, "lol", None),
            (Field::ConditionTechnical, Reason::UnknownCondition, "geod", Some("goed")),
            (Field::ConditionTechnical, Reason::UnknownCondition, "blauw", None),
            (
                Field::ConditionTechnical,
                Reason::UnknownCondition,
                "boven goed en onderaan slecht geworden",
                Some("slecht"),
            ),
            (Field::Unit, Reason::UnknownUnit, "stuls", Some("pcs")),
            (Field::Unit, Reason::UnknownUnit, "x", None),
            (Field::Category, Reason::UnknownCategory, "binendeur", Some("Binnendeur")),
            (Field::Category, Reason::UnknownCategory, "DOOR.INR", Some("Binnendeur")),
            (Field::Name, Reason::Missing, "", None),
        ] {
            assert_eq!(proposed(field, reason, got).as_deref(), wanted, "{got}");
        }
    }

    /// Whatever is typed: what is proposed is read as what its column holds.
    #[test]
    fn what_is_proposed_is_taken() {
        use proptest::prelude::*;

        proptest!(|(got in "[a-zA-Z0-9/., ²]{0,12}")| {
            let text = |it: &String| Value::Text(it.clone());
            if let Some(it) = proposed(Field::AvailableFrom, Reason::NotADate, &got) {
                prop_assert!(parse::day(&text(&it)).is_ok(), "{got} → {it}");
            }
            if let Some(it) = proposed(Field::Unit, Reason::UnknownUnit, &got) {
                prop_assert!(parse::unit(&text(&it)).is_ok(), "{got} → {it}");
            }
            if let Some(it) = proposed(Field::ConditionTechnical, Reason::UnknownCondition, &got) {
                prop_assert!(parse::condition(&text(&it)).is_ok(), "{got} → {it}");
            }
            if let Some(it) = proposed(Field::Category, Reason::UnknownCategory, &got) {
                prop_assert!(catalogue::category_labelled(&it).is_some(), "{got} → {it}");
            }
        });
    }
}
