//! Sentences that people type, and what must be understood of each: the lines of
//! `tests/data/need_sentences.txt`.

use std::collections::BTreeSet;

use super::*;
use crate::needs::stating::town;
use crate::needs::{About, Hazard, MeasureWish};
use crate::search::analysis;

/// A line of `tests/data/need_sentences.txt`.
struct Case {
    language: Language,
    sentence: &'static str,
    criteria: BTreeSet<String>,
    left: Vec<&'static str>,
}

fn corpus() -> Vec<Case> {
    let text = include_str!("../../../../../tests/data/need_sentences.txt");
    let lines = text.lines().filter(|it| !it.is_empty() && !it.starts_with('#'));
    lines.map(case).collect()
}

fn case(line: &'static str) -> Case {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [language, sentence, criteria, left] = cells[..] else { panic!("{line}") };
    let list = |cell: &'static str| cell.split(';').map(str::trim).filter(|it| !it.is_empty());
    Case {
        language: Language::of_tag(language).unwrap(),
        sentence,
        criteria: list(criteria).map(str::to_owned).collect(),
        left: list(left).collect(),
    }
}

/// The criteria as the file writes them, each with its criterion.
fn written(understood: &Understood) -> Vec<(Criterion, String)> {
    let criteria = &understood.draft.criteria;
    let mut all = Vec::new();
    let mut add = |criterion: Criterion, text: String| all.push((criterion, text));
    if !criteria.categories.is_empty() {
        let mut codes: Vec<_> = criteria.categories.iter().map(|it| it.as_str()).collect();
        codes.sort_unstable();
        add(Criterion::Categories, format!("category={}", codes.join(",")));
    }
    for word in &criteria.words {
        add(Criterion::Words, format!("word={word}"));
    }
    for word in &criteria.words_excluded {
        add(Criterion::WordsExcluded, format!("not={word}"));
    }
    for (measure, wish) in &criteria.measures {
        let name = measure.as_str().trim_end_matches("_mm");
        let range = wish.range();
        let text = match (wish, range.min, range.max) {
            (MeasureWish::About(About { about, tolerance: 0.0 }), ..) => format!("{name}={about}"),
            (MeasureWish::About(About { about, tolerance }), ..) => {
                format!("{name}={about}±{tolerance}")
            }
            (_, Some(min), Some(max)) => format!("{name}={min}..{max}"),
            (_, Some(min), None) => format!("{name}>={min}"),
            (_, None, Some(max)) => format!("{name}<={max}"),
            (_, None, None) => name.to_owned(),
        };
        add(Criterion::Measure(*measure), text);
    }
    if let Some(it) = &criteria.quantity {
        let several = if it.several_lots { " several" } else { "" };
        add(
            Criterion::Quantity,
            format!("quantity={} {}{several}", it.at_least.normalize(), it.unit),
        );
    }
    if let Some(condition) = criteria.condition_min {
        add(Criterion::Condition, format!("condition={condition}"));
    }
    if let Some(cents) = criteria.price_cents_max {
        add(Criterion::Price, format!("price={cents}"));
    }
    for place in criteria.near() {
        let town = town::all().iter().find(|it| it.point == place.point).unwrap();
        add(Criterion::Place, format!("near={} {}", town.name(), place.radius_km));
    }
    if let Some(day) = criteria.wanted_from {
        add(Criterion::Window, format!("from={day}"));
    }
    if let Some(day) = criteria.wanted_until {
        add(Criterion::Window, format!("until={day}"));
    }
    for hazard in &criteria.hazards_excluded {
        let name = if *hazard == Hazard::Asbestos { "asbestos" } else { "asbestos_unknown" };
        add(Criterion::Hazards, format!("hazard={name}"));
    }
    for document in &criteria.documents {
        add(Criterion::Documents, format!("document={document:?}").to_lowercase());
    }
    all
}

/// Whether both say the same: words by their forms, towns by any of their names.
fn same(one: &str, other: &str) -> bool {
    let (Some((kind, one_value)), Some((other_kind, other_value))) =
        (one.split_once('='), other.split_once('='))
    else {
        return one == other;
    };
    if kind != other_kind {
        return false;
    }
    match kind {
        "word" | "not" => analysis::contains_all(&analysis::text_words(one_value), other_value),
        "near" => {
            let apart = |it: &str| it.rsplit_once(' ').map(|it| (it.0.to_owned(), it.1.to_owned()));
            let ((one, km), (other, other_km)) =
                (apart(one_value).unwrap(), apart(other_value).unwrap());
            let point = |name: &str| town::find(name, Language::Nl).map(|it| it.town.point);
            km == other_km && (one == other || point(&one) == point(&other))
        }
        _ => one_value == other_value,
    }
}

fn left(understood: &Understood, sentence: &'static str) -> Vec<&'static str> {
    let left = understood.parts.iter().filter(|it| matches!(it.meaning, Meaning::NotUnderstood(_)));
    left.map(|it| &sentence[it.from..it.to]).collect()
}

/// What must be understood at least, of all that stands in the file.
const RIGHT_PERCENT_MIN: usize = 95;

#[test]
fn need_sentences_are_understood_and_none_wrong_silently() {
    let (mut right, mut silent) = (0, Vec::new());
    let cases = corpus();
    assert!(cases.len() >= 120);
    for case in &cases {
        let understood = read(case.sentence, case.language, today());
        let found = written(&understood);
        let unexpected: Vec<_> =
            found.iter().filter(|it| !case.criteria.iter().any(|one| same(&it.1, one))).collect();
        let missing: Vec<_> =
            case.criteria.iter().filter(|it| !found.iter().any(|one| same(&one.1, it))).collect();
        let left = left(&understood, case.sentence);
        let is_said = |criterion: &Criterion| {
            let parts = understood.parts.iter();
            let mut of_it = parts.filter(|it| it.meaning.criterion() == Some(criterion));
            of_it.any(|it| matches!(it.meaning, Meaning::Assumed(..)))
        };
        silent.extend(
            unexpected.iter().filter(|it| !is_said(&it.0)).map(|it| (case.sentence, it.1.clone())),
        );
        if unexpected.is_empty() && missing.is_empty() && left == case.left {
            right += 1;
        } else {
            let sentence = case.sentence;
            println!(
                "{sentence}\n  wrong: {unexpected:?}\n  missing: {missing:?}\n  left: {left:?}"
            );
        }
    }
    let percent = right * 100 / cases.len();
    println!("{right} of {} sentences are understood whole and right: {percent} %", cases.len());
    assert!(silent.is_empty(), "understood wrong, and not said: {silent:#?}");
    assert!(percent >= RIGHT_PERCENT_MIN, "only {percent} %");
}
