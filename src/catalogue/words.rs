//! What the words mean that people fill in: headings of columns, units, conditions, yes and no.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::unit::Unit;
use super::{fold, read_json};
use crate::language::Language;

/// A field of a passport that a column of an inventory may fill.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeaderField {
    pub field: &'static str,
    /// What its cells hold: `string`, `number`, `length`, `dims`, `mass`, `money`, `date`, `year`,
    /// `bool`, `enum`, `enum5` (a condition) or `url[]`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    nl: Vec<&'static str>,
    fr: Vec<&'static str>,
    en: Vec<&'static str>,
    de: Vec<&'static str>,
}

impl HeaderField {
    /// The headings people give it, as they write them.
    pub fn synonyms(&self, language: Language) -> &[&'static str] {
        match language {
            Language::Nl => &self.nl,
            Language::Fr => &self.fr,
            Language::En => &self.en,
            Language::De => &self.de,
        }
    }
}

/// Every field a column can be.
pub fn headers() -> &'static [HeaderField] {
    static HEADERS: LazyLock<Vec<HeaderField>> = LazyLock::new(|| {
        read_json("header_synonyms.json", include_str!("data/header_synonyms.json"))
    });
    &HEADERS
}

/// The headings that may be several fields, folded, each with those fields. Which one it is the
/// other columns and the values must tell.
pub fn ambiguous() -> &'static [(&'static str, Vec<&'static str>)] {
    static AMBIGUOUS: LazyLock<Vec<(&'static str, Vec<&'static str>)>> = LazyLock::new(|| {
        let fields: HashMap<&str, Vec<&str>> =
            read_json("header_ambiguous.json", include_str!("data/header_ambiguous.json"));
        let mut sorted: Vec<_> = fields.into_iter().collect();
        sorted.sort_unstable();
        sorted
    });
    &AMBIGUOUS
}

/// The unit that a word such as `stuks`, `m²`, `lfm` or `ens.` stands for.
pub fn unit_of_word(word: &str) -> Option<Unit> {
    static UNITS: LazyLock<HashMap<String, Unit>> = LazyLock::new(|| {
        let words: HashMap<Unit, Vec<&str>> =
            read_json("unit_words.json", include_str!("data/unit_words.json"));
        by_word(words, bare)
    });
    let of = |word: &str| UNITS.get(&bare(word)).copied();
    // "st/pc" is the same in two languages.
    let twice = || {
        let (one, other) = word.split_once('/')?;
        of(one).filter(|it| of(other) == Some(*it))
    };
    of(word).or_else(twice)
}

/// The condition, 5 (like new) to 1 (damaged), that words such as `état d'usage` or `zeer goed`
/// stand for. A bare mark from 1 to 6 is one of NEN 2767, where 1 is the best.
pub fn condition_of_word(text: &str) -> Option<u8> {
    let text = spaced(text);
    // "goed tot matig": no better is promised than may come.
    let ranged = |between: &str| {
        let (one, other) = text.split_once(between)?;
        Some(condition_of_phrase(one)?.min(condition_of_phrase(other)?))
    };
    let ranges = [" tot ", " a ", " to ", " bis ", "/", "-"];
    let clause = || text.split([',', ';', '(', ':', '/']).next();
    condition_of_phrase(&text)
        .or_else(|| ranges.into_iter().find_map(ranged))
        .or_else(|| condition_of_phrase(clause()?))
        .or_else(|| condition_of_phrase(clause()?.split(" - ").next()?))
}

/// What stands around the word that matters: `état général: bon`, `staat goed`, `NEN 2767 score 3`.
const AROUND_CONDITIONS: [&str; 22] = [
    "nen 2767",
    "nen2767",
    "etat general",
    "etat",
    "en",
    "tres bon etat",
    "staat",
    "toestand",
    "conditie",
    "in",
    "condition",
    "state",
    "zustand",
    "im",
    "score",
    "note",
    "klasse",
    "niveau",
    "eerder",
    "plutot",
    "rather",
    "eher",
];

fn condition_of_phrase(phrase: &str) -> Option<u8> {
    static CONDITIONS: LazyLock<HashMap<String, u8>> = LazyLock::new(|| {
        let words: HashMap<u8, Vec<&str>> =
            read_json("condition_words.json", include_str!("data/condition_words.json"));
        by_word(words, spaced)
    });
    let mut rest = phrase.trim_matches(|it: char| !it.is_alphanumeric());
    loop {
        if let Some(condition) = CONDITIONS.get(rest) {
            return Some(*condition);
        }
        if let [mark @ b'1'..=b'6'] = rest.as_bytes() {
            // NEN 2767 tells six marks apart, we five: both 4 and 5 are poor.
            return Some([5, 4, 3, 2, 2, 1][usize::from(mark - b'1')]);
        }
        let strip = |around: &&str| {
            let shorter = rest.strip_prefix(*around).or_else(|| rest.strip_suffix(*around))?;
            let cut = shorter.trim_matches(|it: char| !it.is_alphanumeric());
            (cut.len() < shorter.len() && !cut.is_empty()).then_some(cut)
        };
        rest = AROUND_CONDITIONS.iter().find_map(strip)?;
    }
}

/// What `ja`, `n`, `oui`, `x` and their like say. `None` where the word is neither.
pub fn yes_no(text: &str) -> Option<bool> {
    #[derive(Deserialize)]
    #[serde(bound(deserialize = "'de: 'static"))]
    struct YesNo {
        yes: Vec<&'static str>,
        no: Vec<&'static str>,
    }
    static WORDS: LazyLock<HashMap<String, bool>> = LazyLock::new(|| {
        let words: YesNo = read_json("yes_no_words.json", include_str!("data/yes_no_words.json"));
        by_word(HashMap::from([(true, words.yes), (false, words.no)]), spaced)
    });
    let text = spaced(text);
    let clause = || text.split([',', ';', '(', ':']).next().map(str::trim);
    WORDS.get(text.as_str()).or_else(|| WORDS.get(clause()?)).copied()
}

fn by_word<M: Copy>(
    words: HashMap<M, Vec<&str>>,
    normal: impl Fn(&str) -> String,
) -> HashMap<String, M> {
    let pairs = words
        .into_iter()
        .flat_map(|(meaning, words)| words.into_iter().map(move |word| (word, meaning)));
    pairs.map(|(word, meaning)| (normal(word), meaning)).collect()
}

/// Folded, without dots, brackets and spaces: `l.m.`, `(lm)` and `LM` are one word.
fn bare(word: &str) -> String {
    let mut folded = fold(word);
    folded.retain(|it| !matches!(it, '.' | '(' | ')' | '[' | ']' | '^' | ':' | ' '));
    folded
}

/// Folded, without dots: `H.S.` and `hs` are one word, `très bon` remains two.
fn spaced(text: &str) -> String {
    let mut folded = fold(text);
    folded.retain(|it| it != '.');
    folded
}
