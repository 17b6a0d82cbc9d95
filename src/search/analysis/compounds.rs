//! Compounds of Dutch and German taken apart: `binnendeur` is found by `deur`, and
//! `Brandschutztür` by `Tür`.
//!
//! A word is a compound only if it falls apart into known words completely, linking letters aside:
//! so `kantoor` has no `toor` in it and `Wandel` no `Wand`. What is known are the words of the
//! trade in [`PARTS`], and those of the catalogue.

use std::collections::HashSet;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use super::meanings;
use super::words::{is_letters, words};
use crate::catalogue::{CategoryCode, phrases};
use crate::language::Language;

/// Simple words of which the compounds of the trade are made, by language.
const PARTS: [(Language, &str); 2] = [
    (Language::Nl, include_str!("../data/parts.nl.txt")),
    (Language::De, include_str!("../data/parts.de.txt")),
];

/// Shorter ones stand in too many words by chance.
const PART_LETTERS_MIN: usize = 3;

/// No compound is shorter than two parts.
const COMPOUND_LETTERS_MIN: usize = 2 * PART_LETTERS_MIN;

/// A known word at the end, and before it something that is none: `douglasplank`. Both must be
/// longer than chance makes them.
const HEAD_LETTERS_MIN: usize = 5;
const UNKNOWN_LETTERS_MIN: usize = 4;

struct Lexicon {
    words: HashSet<String>,
    stems: HashSet<String>,
    stemmer: Algorithm,
    /// What may stand between two parts.
    links: &'static [&'static str],
}

static LEXICONS: LazyLock<[Lexicon; 2]> =
    LazyLock::new(|| PARTS.map(|(it, parts)| Lexicon::of(it, parts)));

/// A part of a compound.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    pub text: String,
    /// Its stem in the language it was found in.
    pub stem: String,
}

/// The parts of a compound, those of its parts among them, and what neighbours make together; none
/// where it is no compound. The last one says what kind of thing it is.
pub fn parts(word: &str) -> Vec<Part> {
    let mut found: Vec<Part> = Vec::new();
    if word.len() >= COMPOUND_LETTERS_MIN && word.bytes().all(|it| it.is_ascii_lowercase()) {
        for lexicon in LEXICONS.iter() {
            let stem = Stemmer::create(lexicon.stemmer);
            for text in lexicon.parts(word) {
                let stem = stem.stem(text).into_owned();
                let part = Part { text: text.to_owned(), stem };
                if !found.contains(&part) {
                    found.push(part);
                }
            }
        }
    }
    found
}

impl Lexicon {
    fn of(language: Language, parts: &'static str) -> Self {
        let labels = CategoryCode::all().map(|it| it.label(language));
        let catalogue = labels.chain(phrases::names(language));
        let trade = parts.split_whitespace().chain(catalogue).chain(meanings::names(language));
        let known: HashSet<String> = trade
            .flat_map(words)
            .filter(|it| it.len() >= PART_LETTERS_MIN && is_letters(it) && !super::is_stop_word(it))
            .collect();
        let (stemmer, links): (_, &[&str]) = match language {
            Language::De => (Algorithm::German, &["", "s", "n", "en", "es", "er", "e"]),
            Language::Nl | Language::Fr | Language::En => {
                (Algorithm::Dutch, &["", "s", "en", "e", "n", "er"])
            }
        };
        let stem = Stemmer::create(stemmer);
        let stems = known.iter().map(|it| stem.stem(it).into_owned()).collect();
        Self { words: known, stems, stemmer, links }
    }

    fn knows(&self, part: &str) -> bool {
        self.words.contains(part)
    }

    /// Whether it is a known word in some form: only the last part of a compound is inflected.
    fn knows_form_of(&self, part: &str) -> bool {
        let stem = || Stemmer::create(self.stemmer).stem(part).into_owned();
        self.knows(part) || self.stems.contains(&stem())
    }

    /// Whatever stands in a compound: each run of its simplest parts, the head last.
    fn parts<'a>(&self, word: &'a str) -> Vec<&'a str> {
        let mut simple = Vec::new();
        self.take_apart(word, 0, &mut simple);
        let mut parts = Vec::new();
        for (first, start) in simple.iter().enumerate() {
            for last in &simple[first..] {
                let run = &word[start.0..last.1];
                // The whole word is no part of itself.
                if run.len() < word.len() {
                    parts.push(run);
                }
            }
        }
        parts
    }

    /// Where the simplest parts of what stands at a place begin and end.
    fn take_apart(&self, part: &str, at: usize, simple: &mut Vec<(usize, usize)>) {
        let split = self.split(part);
        if split.is_empty() {
            simple.push((at, at + part.len()));
        }
        for (start, stop) in split {
            self.take_apart(&part[start..stop], at + start, simple);
        }
    }

    /// Where the fewest known words begin and end that it falls apart into, or its known head.
    fn split(&self, word: &str) -> Vec<(usize, usize)> {
        self.fewest(word).or_else(|| self.head(word)).unwrap_or_default()
    }

    fn fewest(&self, word: &str) -> Option<Vec<(usize, usize)>> {
        let end = word.len();
        // At each place where a part may begin: the cost of all before it, and the part that ends
        // there with where it began.
        let mut best: Vec<Option<(u32, usize, usize)>> = vec![None; end + 1];
        best[0] = Some((0, 0, 0));
        for start in 0..=end.saturating_sub(PART_LETTERS_MIN) {
            let Some((before, _, _)) = best[start] else { continue };
            for stop in start + PART_LETTERS_MIN..=end {
                let part = &word[start..stop];
                let is_whole = start == 0 && stop == end;
                let is_known =
                    if stop == end { self.knows_form_of(part) } else { self.knows(part) };
                if is_whole || !is_known {
                    continue;
                }
                for link in self.links {
                    let next = stop + link.len();
                    // Nothing links the last part to what does not follow.
                    let fits = if stop == end {
                        link.is_empty()
                    } else {
                        word[stop..].starts_with(link) && next < end
                    };
                    let cost = before + cost(part, link);
                    if fits && best[next].is_none_or(|it| cost < it.0) {
                        best[next] = Some((cost, start, stop));
                    }
                }
            }
        }
        let mut parts = Vec::new();
        let mut at = end;
        while at > 0 {
            let (_, start, stop) = best[at]?;
            parts.push((start, stop));
            at = start;
        }
        parts.reverse();
        Some(parts)
    }

    fn head(&self, word: &str) -> Option<Vec<(usize, usize)>> {
        let longest = word.len().saturating_sub(HEAD_LETTERS_MIN);
        let mut heads = UNKNOWN_LETTERS_MIN..=longest;
        heads.find(|at| self.knows_form_of(&word[*at..])).map(|at| vec![(at, word.len())])
    }
}

/// Few and long parts are likelier than many short ones, and no link than one.
fn cost(part: &str, link: &str) -> u32 {
    const PART: u32 = 10;
    const SHORT: u32 = 4;
    let short = if part.len() == PART_LETTERS_MIN { SHORT } else { 0 };
    let linked = match link {
        "" => 0,
        "s" | "en" | "n" => 1,
        _ => 3,
    };
    PART + short + linked
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn compounds_fall_apart() {
        for (compound, part) in [
            ("binnendeur", "deur"),
            ("binnendeuren", "deuren"),
            ("steenwolisolatieplaat", "steenwol"),
            ("steenwolisolatieplaat", "plaat"),
            ("brandschutztur", "tur"),
            ("dachziegel", "ziegel"),
            ("paneelradiator", "radiator"),
            ("stahlbetontrager", "trager"),
            ("stahlbetontrager", "stahlbeton"),
            ("kalkzandsteenblok", "kalkzandsteen"),
        ] {
            let parts = parts(compound);
            assert!(parts.iter().any(|it| it.text == part), "{compound}: {parts:?}");
        }
    }

    #[test]
    fn what_is_no_compound_stays_whole() {
        for word in ["kantoor", "wandel", "deur", "", "radiator", "balken", "door", "porte"] {
            assert_eq!(parts(word), [], "{word}");
        }
    }

    proptest! {
        #[test]
        fn a_part_stands_in_its_word(word in "[a-z]{0,20}|(deur|binnen|wand|s|plaat|tur){1,5}") {
            for part in parts(&word) {
                prop_assert!(word.contains(&part.text) && part.text.len() < word.len());
            }
        }
    }
}
