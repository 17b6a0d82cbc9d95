//! Which category a name speaks of, in four languages. No I/O here.
//!
//! The name is cut into words, the longest known phrases are looked up in it, and Dutch and German
//! compounds are known by how they end (`kantoorbinnendeur` ends in `binnendeur`). What stands in
//! brackets, after a comma or after "with" says less than what stands before.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::category::CategoryCode;
use super::phrases::{Named, by_form, normal};
use crate::language::Language;

/// The category a name speaks of, and how sure that is, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recognised {
    pub category: CategoryCode,
    pub confidence: f64,
}

/// The name is the phrase, and nothing else.
const WHOLE: f64 = 1.0;
/// A phrase of several words within the name.
const SEVERAL_WORDS: f64 = 0.9;
/// One long word, one of middling length, a short one: `tapijttegel`, `deur`, `bad`.
const LONG_WORD: f64 = 0.86;
const WORD: f64 = 0.78;
const SHORT_WORD: f64 = 0.64;
/// The end of a compound tells a little less than the same word alone.
const COMPOUND: f64 = 0.94;
/// What stands beside the point is worth this much of what it would be otherwise.
const ASIDE: f64 = 0.6;
/// Outside of English the thing stands first, and what it is made of after it: "plafondtegels
/// minerale wol". What says more about what follows must say so much more.
const LEAD: f64 = 0.05;
/// For each known thing that stands before or after the one chosen, in the same part of the name.
const RIVAL: f64 = 0.9;
/// A hint that names the same top as the name does.
const AGREED: f64 = 1.1;
/// A hint alone.
const HINT: f64 = 0.7;
/// Below this we would guess.
const CONFIDENCE_MIN: f64 = 0.5;

/// Longer phrases are in no file.
const PHRASE_WORDS_MAX: usize = 7;
/// A name is a line; more of it says nothing new.
const NAME_WORDS_MAX: usize = 40;
/// Shorter ends occur in words by accident: `bad` ends no compound that is a bath.
const COMPOUND_END_MIN: usize = 4;

/// After these words comes what belongs to the thing, or where it is, not the thing.
const ASIDE_WORDS: [&str; 36] = [
    "met",
    "zonder",
    "voor",
    "van",
    "uit",
    "in",
    "op",
    "aan",
    "incl",
    "inclusief",
    "naar",
    "bij",
    "avec",
    "sans",
    "pour",
    "dans",
    "sur",
    "compris",
    "en",
    "with",
    "without",
    "for",
    "from",
    "on",
    "including",
    "mit",
    "ohne",
    "fur",
    "aus",
    "auf",
    "inkl",
    "inklusive",
    "im",
    "an",
    "der",
    "of",
];

/// The leaf that `name` speaks of; `hint` is what else is known of its kind, such as the cell of a
/// category column. `None` where nothing known is in it, or two things are with equal right.
pub fn recognise_category(name: &str, hint: Option<&str>) -> Option<Recognised> {
    let hinted = hint.filter(|it| !it.is_empty()).and_then(of_hint);
    match judged(name) {
        Verdict::Leaf(found) => {
            let agreed = hinted.is_some_and(|it| it.category.top() == found.category.top());
            let factor = if agreed { AGREED } else { 1.0 };
            let confidence = (found.confidence * factor).min(WHOLE);
            (confidence >= CONFIDENCE_MIN).then_some(Recognised { confidence, ..found })
        }
        // What we know to be no leaf is none, whatever the column says.
        Verdict::NoLeaf => None,
        Verdict::Unknown => hinted
            .filter(|it| it.category.is_leaf())
            .map(|it| Recognised { confidence: it.confidence * HINT, ..it })
            .filter(|it| it.confidence >= CONFIDENCE_MIN),
    }
}

/// What a name may speak of where that is not certain: the best first, each once. Empty where it is
/// known to be no leaf, such as an asbestos board.
pub fn category_candidates(name: &str, hint: Option<&str>) -> Vec<Recognised> {
    let mut found: Vec<Recognised> = Vec::new();
    let mut add = |it: Recognised| {
        let known = found.iter().any(|there| there.category == it.category);
        if it.category.is_leaf() && !known {
            found.push(it);
        }
    };
    match judged(name) {
        Verdict::NoLeaf => return Vec::new(),
        Verdict::Leaf(best) => add(best),
        Verdict::Unknown => {}
    }
    let mut sightings = sightings(name);
    sightings.sort_by(|a, b| b.score.total_cmp(&a.score));
    for sighting in sightings {
        if let Some(category) = sighting.named.category {
            add(Recognised { category, confidence: sighting.score * RIVAL });
        }
    }
    if let Some((category, distance)) = nearest(name) {
        add(Recognised { category, confidence: CONFIDENCE_MIN / f64::from(distance + 1) });
    }
    let hinted = hint.filter(|it| !it.is_empty()).and_then(of_hint);
    if let Some(hinted) = hinted {
        add(Recognised { confidence: hinted.confidence * HINT, ..hinted });
        for category in CategoryCode::all().filter(|it| hinted.category.top().contains(*it)) {
            add(Recognised { category, confidence: SIBLING });
        }
    }
    found
}

/// A leaf of the trade that a hint names, of which the name says nothing.
const SIBLING: f64 = 0.1;
/// Shorter words are a letter or two away from many others.
const SLIP_LETTERS_MIN: usize = 6;

/// The leaf whose phrase is a slip of the pen away from a word of the name, and how many letters.
fn nearest(name: &str) -> Option<(CategoryCode, u8)> {
    let text = normal(name);
    let words = text.split(' ').filter(|it| it.chars().count() >= SLIP_LETTERS_MIN);
    let close = |word: &str| {
        let first = word.chars().next()?;
        let lengths = word.len().saturating_sub(SLIPS_MAX)..=word.len() + SLIPS_MAX;
        let phrases = lengths.filter_map(|it| by_beginning().get(&(first, it))).flatten();
        let distances = phrases.filter_map(|(phrase, category)| {
            let distance = strsim::osa_distance(phrase, word);
            let slips = u8::try_from(distance).ok().filter(|_| distance <= SLIPS_MAX)?;
            // By the phrase too, so that of equals it is the same one on every run.
            Some((slips, *phrase, *category))
        });
        distances.min()
    };
    words.filter_map(close).min().map(|(distance, _, category)| (category, distance))
}

/// More slips of the pen make another word.
const SLIPS_MAX: usize = 2;

/// The phrases that name a leaf, by their first letter and their length: few of them need comparing.
type ByBeginning = HashMap<(char, usize), Vec<(&'static str, CategoryCode)>>;

fn by_beginning() -> &'static ByBeginning {
    static PHRASES: LazyLock<ByBeginning> = LazyLock::new(|| {
        let mut phrases = ByBeginning::new();
        for (phrase, named) in by_form() {
            if let (Some(first), Some(category)) = (phrase.chars().next(), named.category) {
                phrases.entry((first, phrase.len())).or_default().push((phrase, category));
            }
        }
        phrases
    });
    &PHRASES
}

/// A hint is a code, a label of the tree, or words like those in names.
fn of_hint(hint: &str) -> Option<Recognised> {
    let hint = hint.trim();
    let sure = |category| Recognised { category, confidence: WHOLE };
    CategoryCode::parse(&hint.to_uppercase()).or_else(|| category_labelled(hint)).map(sure).or_else(
        || match judged(hint) {
            Verdict::Leaf(found) => Some(found),
            Verdict::NoLeaf | Verdict::Unknown => None,
        },
    )
}

/// The category, top or leaf, with this label in any language.
pub fn category_labelled(label: &str) -> Option<CategoryCode> {
    static LABELS: LazyLock<HashMap<String, CategoryCode>> = LazyLock::new(|| {
        let mut labels = HashMap::new();
        for category in CategoryCode::all() {
            for language in Language::ALL {
                labels.entry(normal(category.label(language))).or_insert(category);
            }
        }
        labels
    });
    LABELS.get(&normal(label)).copied()
}

/// Folded phrases with the leaf each names; `None` for what looks like a leaf and is none.
pub fn category_phrases() -> impl Iterator<Item = (&'static str, Option<CategoryCode>)> {
    by_form().iter().map(|(phrase, named)| (phrase.as_str(), named.category))
}

enum Verdict {
    Leaf(Recognised),
    NoLeaf,
    Unknown,
}

/// A known phrase in a name.
#[derive(Debug, Clone, Copy)]
struct Sighting {
    named: Named,
    score: f64,
    aside: bool,
}

fn judged(name: &str) -> Verdict {
    let sightings = sightings(name);
    let Some(best) = best(&sightings) else { return Verdict::Unknown };
    let Some(category) = best.named.category else { return Verdict::NoLeaf };
    let mut rivals: Vec<CategoryCode> = sightings
        .iter()
        .filter(|it| it.aside == best.aside)
        .filter_map(|it| it.named.category)
        .filter(|it| *it != category)
        .collect();
    rivals.dedup();
    let doubt: f64 = rivals.iter().map(|_| RIVAL).product();
    Verdict::Leaf(Recognised { category, confidence: best.score * doubt })
}

/// The sighting that says what the thing is: of those to the point rather than aside, the one that
/// says most; of equals the first, but in English the last: a *door handle* is a handle.
fn best(sightings: &[Sighting]) -> Option<Sighting> {
    let mut best: Option<Sighting> = None;
    for sighting in sightings {
        let better = best.is_none_or(|best| {
            let later_wins = sighting.named.language == Language::En && !sighting.aside;
            let same_weight = (sighting.score - best.score).abs() < f64::EPSILON;
            let leads = best.named.language != Language::En && !best.aside;
            let lead = if leads { LEAD } else { 0.0 };
            sighting.score > best.score + lead || (same_weight && later_wins)
        });
        if better {
            best = Some(*sighting);
        }
    }
    best
}

/// The known phrases in a name, the longest at each place, none within another.
fn sightings(name: &str) -> Vec<Sighting> {
    let mut found = Vec::new();
    let mut aside = false;
    let mut words_left = NAME_WORDS_MAX;
    for part in name.split_inclusive(['(', ')', ',', ';', ':', '|', '\n', '[']) {
        let text = normal(part);
        let words: Vec<&str> = text.split(' ').filter(|it| !it.is_empty()).collect();
        let words = &words[..words.len().min(words_left)];
        words_left -= words.len();
        let whole = part.len() == name.len();
        sight(words, whole, &mut aside, &mut found);
        // Once something was named, what comes after a comma or in brackets explains it.
        aside = !found.is_empty();
    }
    found
}

fn sight(words: &[&str], whole: bool, aside: &mut bool, found: &mut Vec<Sighting>) {
    let forms = by_form();
    let mut at = 0;
    while at < words.len() {
        let longest = (1..=PHRASE_WORDS_MAX.min(words.len() - at)).rev().find_map(|count| {
            let named = *forms.get(&words[at..at + count].join(" "))?;
            let score = if whole && count == words.len() {
                WHOLE
            } else if count > 1 {
                SEVERAL_WORDS
            } else {
                of_length(words[at].len())
            };
            Some((named, score, count))
        });
        let known = longest.or_else(|| compound(words[at]).map(|(named, score)| (named, score, 1)));
        if let Some((named, score, count)) = known {
            let score = if *aside { score * ASIDE } else { score };
            found.push(Sighting { named, score, aside: *aside });
            at += count;
        } else {
            *aside |= ASIDE_WORDS.contains(&words[at]) && !found.is_empty();
            at += 1;
        }
    }
}

fn of_length(letters: usize) -> f64 {
    match letters {
        0..=4 => SHORT_WORD,
        5..=7 => WORD,
        8.. => LONG_WORD,
    }
}

/// What a Dutch or German compound ends in; the longest such end.
fn compound(word: &str) -> Option<(Named, f64)> {
    let starts = word.char_indices().map(|(at, _)| at).skip(2);
    let ends = starts.map(|at| &word[at..]).take_while(|end| end.len() >= COMPOUND_END_MIN);
    ends.filter_map(|end| by_form().get(end).map(|named| (*named, end.len())))
        .find(|(named, _)| matches!(named.language, Language::Nl | Language::De))
        .map(|(named, length)| (named, of_length(length) * COMPOUND))
}
