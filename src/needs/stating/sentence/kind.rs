//! What kind of thing it is: by the words of contractors in the catalogue.

use super::reading::Reading;
use super::token::Kind;
use super::{quality, word};
use crate::catalogue::{self, CategoryCode};
use crate::language::{Language, Text, say};
use crate::needs::Criterion;
use crate::search::analysis;

/// A name of a thing has no more words.
const NAME_WORDS_MAX: usize = 6;
/// Words for a whole family, which the catalogue gives to its most usual kind.
const FAMILIES: [&str; 18] = [
    "deur",
    "deuren",
    "porte",
    "portes",
    "door",
    "doors",
    "tur",
    "turen",
    "ture",
    "isolatie",
    "brick",
    "bricks",
    "brique",
    "briques",
    "baksteen",
    "bakstenen",
    "pflastersteine",
    "ziegel",
];

pub fn read(reading: &mut Reading) {
    let Some((category, from, to)) = find(reading) else { return };
    reading.kind = Some((category, from, to));
    // "Stone" may be of anything.
    let says_little = |it: &str| FAMILIES.contains(&it) || quality::is_material(it);
    let is_family = to == from + 1 && says_little(&reading.tokens[from].folded);
    let family = is_family.then(|| assumed(category, reading));
    let before = front(reading, category, from, to);
    let why = match before {
        Some(front) if says_so(reading, &front) => None,
        Some(front) if quality::is_material(&front) => {
            reading.take_for(from, to, Criterion::Words, None);
            reading.criteria.words.push(front);
            None
        }
        Some(front) => Some(say("stating-kind-without").with("word", front)),
        None => None,
    };
    let fire = category.top().as_str() == "DOOR"
        && category.as_str() != "DOOR.FIRE"
        && word::has_fire_rating(reading);
    let why = fire.then(|| say("stating-kind-fire")).or(why).or(family);
    reading.take_for(from, to, Criterion::Categories, why);
    reading.criteria.categories = vec![category];
    if let Some(fire_door) = CategoryCode::parse("DOOR.FIRE").filter(|_| fire) {
        reading.criteria.categories.push(fire_door);
    }
}

fn assumed(category: CategoryCode, reading: &Reading) -> Text {
    say("stating-kind-assumed").with("kind", category.label(reading.language))
}

/// Words that name the kind again, in general: the `insulation` of `rockwool insulation`.
pub fn read_again(reading: &mut Reading) {
    let Some((category, ..)) = reading.kind else { return };
    for at in 0..reading.end() {
        let Some(token) = reading.free(at).filter(|it| it.kind == Kind::Word) else { continue };
        if at > 0 && reading.free(at - 1).is_some_and(|it| it.kind == Kind::Number) {
            // So many of it, while the other kind has a number of its own: another need.
            continue;
        }
        let Some(named) = catalogue::recognise_category(token.text, None) else { continue };
        if named.category.top() == category.top() {
            // Another kind of the same family may be another thing that is looked for.
            let other = (named.category != category).then(|| assumed(category, reading));
            reading.take_for(at, at + 1, Criterion::Categories, other);
        }
    }
}

/// That these words, which no rule knows, speak of another thing than the sentence does: a need asks
/// for one, and a person who names two is to know which was understood.
pub fn another(reading: &Reading, from: usize, to: usize) -> Option<Text> {
    let (category, ..) = reading.kind?;
    let is_counted = reading.tokens[from].kind == Kind::Number;
    let named = catalogue::recognise_category(reading.slice(from, to), None)?.category;
    let is_another = named.top() != category.top() || (is_counted && named != category);
    let kind = named.label(reading.language);
    is_another.then(|| say("stating-another-need").with("kind", kind))
}

/// Whether the label of the kind says this already: a timber beam is of timber.
pub fn says_so(reading: &Reading, word: &str) -> bool {
    let Some((category, ..)) = reading.kind else { return false };
    Language::ALL.into_iter().any(|language| {
        let label = category.label(language).split('(').next().unwrap_or_default();
        // "Stairs of steel / timber" are of either.
        !label.contains('/') && analysis::contains_all(&analysis::text_words(label), word)
    })
}

/// The category that the sentence speaks of most clearly, and the words that say so. What only
/// says what it is like is looked past first: windows with double glazing are windows.
fn find(reading: &Reading) -> Option<(CategoryCode, usize, usize)> {
    let mut past = vec![false; reading.end()];
    for at in 0..reading.end() {
        past[at..at + quality::phrase(reading, at)].fill(true);
    }
    find_past(reading, &past).or_else(|| find_past(reading, &vec![false; reading.end()]))
}

fn find_past(reading: &Reading, past: &[bool]) -> Option<(CategoryCode, usize, usize)> {
    let mut best: Option<(f64, CategoryCode, usize, usize)> = None;
    let mut at = 0;
    while at < reading.end() {
        let from = at;
        while !past.get(at).copied().unwrap_or(true)
            && reading.free(at).is_some_and(|it| it.kind == Kind::Word)
        {
            at += 1;
        }
        if at > from
            && let Some(found) = catalogue::recognise_category(reading.slice(from, at), None)
            && best.is_none_or(|it| found.confidence > it.0)
        {
            best = Some((found.confidence, found.category, from, at));
        }
        at = at.max(from + 1);
    }
    let (_, category, from, to) = best?;
    let (first, last) = widest(reading, category, (from, to), fewest(reading, category, from, to));
    Some((category, first, last))
}

/// The runs of words between two places, the shortest first.
fn runs(from: usize, to: usize) -> impl Iterator<Item = (usize, usize)> {
    (1..=NAME_WORDS_MAX).flat_map(move |count| {
        (from..to).filter_map(move |at| (at + count <= to).then_some((at, at + count)))
    })
}

/// The shortest run of words that names this category; the first of equals.
fn fewest(reading: &Reading, category: CategoryCode, from: usize, to: usize) -> (usize, usize) {
    let names = |(from, to): &(usize, usize)| {
        let found = catalogue::recognise_category(reading.slice(*from, *to), None);
        found.is_some_and(|it| it.category == category)
    };
    runs(from, to).find(names).unwrap_or((from, to))
}

/// The longest name of this category around those words; what is a quality stays outside.
fn widest(
    reading: &Reading,
    category: CategoryCode,
    (from, to): (usize, usize),
    core: (usize, usize),
) -> (usize, usize) {
    let whole = |(from, to): &(usize, usize)| {
        let found = catalogue::recognise_category(reading.slice(*from, *to), None);
        let is_name = found.is_some_and(|it| it.category == category && it.confidence >= 1.0);
        let mut added = (*from..core.0).chain(core.1..*to);
        is_name && !added.any(|at| quality::is_quality(&reading.tokens[at].folded))
    };
    let around = |it: &(usize, usize)| it.0 <= core.0 && it.1 >= core.1;
    runs(from, to).filter(around).filter(whole).last().unwrap_or(core)
}

/// What stands before the known word in a compound: the `eichen` of `Eichenparkett`.
fn front(reading: &Reading, category: CategoryCode, from: usize, to: usize) -> Option<String> {
    let word = &reading.tokens.get(from)?.folded;
    let names = |word: &str| {
        let found = catalogue::recognise_category(word, None);
        found.filter(|it| it.category == category).map(|it| it.confidence)
    };
    if to != from + 1 {
        return None;
    }
    if let Some(material) =
        quality::material_before(word).filter(|it| names(&word[it.len()..]).is_some())
    {
        return Some(material.to_owned());
    }
    if names(word).is_some_and(|it| it >= 1.0) {
        return None;
    }
    let mut cuts = word.char_indices().map(|it| it.0).skip(2);
    let cut = cuts.find(|at| names(&word[*at..]).is_some_and(|it| it >= 1.0));
    cut.map(|at| word[..at].to_owned())
}
