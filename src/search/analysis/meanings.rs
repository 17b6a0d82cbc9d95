//! What words mean, whatever they are called: the names of one thing in four languages, and sizes
//! in whatever unit. Two texts that mean the same have the meaning in common.

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use super::Word;
use super::words::{is_number, words};
use crate::catalogue::CategoryCode;
use crate::language::Language;

/// Groups of names, one a line: see the file.
const SYNONYMS: &str = include_str!("../data/synonyms.txt");

/// A name of a thing: one word or several.
#[derive(Debug)]
pub struct Phrase {
    /// What it means.
    meaning: String,
    /// Of each word after the first, the word and its stem.
    rest: Vec<[String; 2]>,
}

impl Phrase {
    /// How many words it has.
    pub fn length(&self) -> usize {
        1 + self.rest.len()
    }

    pub fn meaning(&self) -> &str {
        &self.meaning
    }

    /// Whether the words after the first are those of the phrase, in any of their forms.
    pub fn goes_on(&self, following: &[&Word]) -> bool {
        let is = |(wanted, found): (&[String; 2], &&Word)| {
            found.forms().any(|it| wanted.iter().any(|one| one == it))
        };
        following.len() >= self.rest.len() && self.rest.iter().zip(following).all(is)
    }
}

/// By each form of the first word.
static PHRASES: LazyLock<HashMap<String, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: HashMap<String, Vec<Phrase>> = HashMap::new();
    for (meaning, language, name) in groups() {
        let with_stem = |word: String| {
            let stem = Stemmer::create(stemmer(language)).stem(&word).into_owned();
            [word, stem]
        };
        let mut forms = words(&name).into_iter().map(with_stem);
        let Some(first) = forms.next() else { continue };
        let rest: Vec<_> = forms.collect();
        let [word, stem] = first;
        let phrase = || Phrase { meaning: meaning.clone(), rest: rest.clone() };
        if stem != word {
            phrases.entry(stem).or_default().push(phrase());
        }
        phrases.entry(word).or_default().push(phrase());
    }
    phrases
});

/// The phrases that begin with a word.
pub fn beginning_with(word: &Word) -> Vec<&'static Phrase> {
    let mut found: Vec<&'static Phrase> = Vec::new();
    for form in word.forms() {
        found.extend(PHRASES.get(form).into_iter().flatten());
    }
    found
}

/// The names in one language.
pub fn names(language: Language) -> impl Iterator<Item = &'static str> {
    written().filter(move |it| it.1 == language).flat_map(|it| it.2.split(',')).map(str::trim)
}

/// Meaning, language and name.
fn groups() -> impl Iterator<Item = (String, Language, String)> {
    let trade = written().flat_map(|(group, language, names)| {
        names.split(',').map(move |it| (group.to_string(), language, it.trim().to_owned()))
    });
    let labels = CategoryCode::all().filter(|it| it.is_leaf()).flat_map(|category| {
        let label = move |language| label_name(category.label(language)).map(|it| (language, it));
        let named = Language::ALL.into_iter().filter_map(label);
        named.map(move |(language, it)| (category.to_string(), language, it.to_owned()))
    });
    trade.chain(labels)
}

/// The number of each group, with its names in a language.
fn written() -> impl Iterator<Item = (usize, Language, &'static str)> {
    let lines = SYNONYMS.lines().filter(|it| !it.starts_with('#')).enumerate();
    lines.flat_map(|(group, line)| {
        line.split('|').map(move |part| {
            let (language, names) = part.trim().split_once(' ').unwrap_or((part, ""));
            let language = Language::of_tag(language);
            let language = language.unwrap_or_else(|| panic!("synonyms.txt: {line}"));
            (group, language, names)
        })
    })
}

/// A label that names one thing; `Kraan / spoelbak` names two.
fn label_name(label: &'static str) -> Option<&'static str> {
    let name = label.split('(').next().unwrap_or(label).trim();
    let names_one = !name.contains(['/', '&', ',']);
    names_one.then_some(name)
}

fn stemmer(language: Language) -> Algorithm {
    match language {
        Language::Nl => Algorithm::Dutch,
        Language::Fr => Algorithm::French,
        Language::En => Algorithm::English,
        Language::De => Algorithm::German,
    }
}

/// Sizes of which nobody says the unit are millimetres from here on, when several stand together;
/// below they are centimetres. A door is 930 by 2115 or 93 by 211.
const MILLIMETRES_FROM: f64 = 400.0;

/// The sizes that a text speaks of: which words, and the meaning of each.
pub fn sizes(words: &[String]) -> Vec<(std::ops::Range<usize>, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some((number, unit)) = with_unit(&words[at]) {
            found.push((at..at + 1, meaning_of_size(number, unit)));
            at += 1;
            continue;
        }
        let count = words[at..].iter().take_while(|it| is_number(it)).count();
        let run = at..at + count;
        at += count.max(1);
        let numbers: Vec<f64> =
            words[run.clone()].iter().filter_map(|it| it.parse().ok()).collect();
        if numbers.len() != count || count == 0 {
            continue;
        }
        let unit = words.get(run.end).and_then(|it| millimetres_in(it));
        let greatest = numbers.iter().copied().fold(0.0, f64::max);
        let guessed = if greatest >= MILLIMETRES_FROM { 1.0 } else { 10.0 };
        // A single number without a unit may be anything.
        if unit.is_none() && count == 1 {
            continue;
        }
        for (place, number) in run.clone().zip(numbers) {
            // The last number and its unit are one size.
            let with_its_unit = place + 1 == run.end && unit.is_some();
            let end = if with_its_unit { place + 2 } else { place + 1 };
            found.push((place..end, meaning_of_size(number, unit.unwrap_or(guessed))));
        }
    }
    found
}

/// `93cm` in its number and the millimetres of its unit.
fn with_unit(word: &str) -> Option<(f64, f64)> {
    let at = word.find(char::is_alphabetic).filter(|at| *at > 0)?;
    Some((word[..at].parse().ok()?, millimetres_in(&word[at..])?))
}

fn millimetres_in(unit: &str) -> Option<f64> {
    match unit {
        "mm" => Some(1.0),
        "cm" => Some(10.0),
        "dm" => Some(100.0),
        "m" => Some(1000.0),
        _ => None,
    }
}

/// What a size means: whole millimetres.
pub fn meaning_of_size(number: f64, millimetres: f64) -> String {
    format!("{} mm", (number * millimetres).round())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_names_is_long_and_in_four_languages() {
        let mut groups: HashMap<usize, Vec<Language>> = HashMap::new();
        written().for_each(|(group, language, _)| groups.entry(group).or_default().push(language));
        assert!(groups.len() >= 250, "{} groups", groups.len());
        assert!(groups.values().all(|it| it.len() == 4));
    }

    #[test]
    fn sizes_mean_the_same_in_any_unit() {
        let sizes = |text: &str| -> Vec<String> {
            sizes(&words(text)).into_iter().map(|it| it.1).collect()
        };
        assert_eq!(sizes("93 cm"), ["930 mm"]);
        assert_eq!(sizes("deur 93cm x 2,115 m"), ["930 mm", "2115 mm"]);
        assert_eq!(sizes("930x2115"), ["930 mm", "2115 mm"]);
        assert_eq!(sizes("93 x 211,5 cm"), ["930 mm", "2115 mm"]);
        assert_eq!(sizes("60x60"), ["600 mm", "600 mm"]);
        assert_eq!(sizes("12 stuks van 1998"), [""; 0]);
        assert_eq!(sizes("IPE 200"), [""; 0]);
    }
}
