//! The words by which contractors name things, with their plurals, ready to be looked up.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::category::CategoryCode;
use super::{fold, read_json};
use crate::language::Language;

/// What a phrase names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    /// `None`: it looks like a leaf and is none, such as an asbestos board.
    pub category: Option<CategoryCode>,
    pub language: Language,
}

/// A language's phrases by leaf, as the files have them.
type Leaf = HashMap<Language, Vec<&'static str>>;

macro_rules! files {
    ($($name:literal),*) => {
        [$(($name, include_str!(concat!("data/category_words/", $name, ".json")))),*]
    };
}

const FILES: [(&str, &str); 16] = files!(
    "str", "mas", "roof", "fac", "win", "door", "int", "floor", "ins", "tim", "met", "san", "hvac",
    "elec", "fur", "out"
);

/// As written, with the leaf each names, in the order of the files.
pub(super) fn written() -> impl Iterator<Item = (&'static str, Named)> {
    let leaves = FILES.into_iter().flat_map(|(name, text)| {
        let leaves: HashMap<&str, Leaf> = read_json(name, text);
        let mut leaves: Vec<_> = leaves.into_iter().collect();
        leaves.sort_by_key(|it| it.0);
        leaves.into_iter().flat_map(move |(code, words)| {
            let category = CategoryCode::parse(code);
            assert!(category.is_some(), "category_words/{name}.json: there is no {code}");
            in_languages(words, category)
        })
    });
    let none: Leaf = read_json("none.json", include_str!("data/category_words/none.json"));
    leaves.chain(in_languages(none, None))
}

/// The names that people give the leaves in a language, as they write them.
pub fn names(language: Language) -> impl Iterator<Item = &'static str> {
    written().filter(move |(_, named)| named.language == language).map(|it| it.0)
}

fn in_languages(
    words: Leaf,
    category: Option<CategoryCode>,
) -> impl Iterator<Item = (&'static str, Named)> {
    let mut words: Vec<_> = words.into_iter().collect();
    words.sort_by_key(|it| it.0);
    words.into_iter().flat_map(move |(language, phrases)| {
        phrases.into_iter().map(move |it| (it, Named { category, language }))
    })
}

/// Every phrase and each of its plurals, normal as [`normal`] makes them, with what it names.
pub(super) fn by_form() -> &'static HashMap<String, Named> {
    static FORMS: LazyLock<HashMap<String, Named>> = LazyLock::new(|| {
        let mut forms = HashMap::new();
        let labels = CategoryCode::all().filter(|it| it.is_leaf()).flat_map(|category| {
            Language::ALL.into_iter().flat_map(move |language| {
                let named = Named { category: Some(category), language };
                label_phrases(category.label(language)).map(move |it| (it, named))
            })
        });
        let written: Vec<_> = written().map(|(phrase, named)| (normal(phrase), named)).collect();
        // What somebody wrote down goes before labels, and both before plurals we make up.
        for (phrase, named) in written.iter().cloned().chain(labels) {
            forms.entry(phrase).or_insert(named);
        }
        for (phrase, named) in &written {
            for plural in plurals(phrase, named.language) {
                forms.entry(plural).or_insert(*named);
            }
        }
        forms
    });
    &FORMS
}

/// `Houten gevelbekleding`, `Klei / beton (blok)`: the parts of a label that name the thing.
fn label_phrases(label: &'static str) -> impl Iterator<Item = String> {
    let outside = label.split('(').next().unwrap_or(label);
    outside.split(" / ").map(normal).filter(|it| it.len() > 3)
}

/// Folded, with everything but letters and digits as single spaces, and letters apart from digits:
/// `IPE200` is `IPE 200`.
pub(super) fn normal(text: &str) -> String {
    let folded = fold(text);
    let mut normal = String::with_capacity(folded.len() + 4);
    let mut last = ' ';
    for it in folded.chars().map(|it| if it.is_alphanumeric() { it } else { ' ' }) {
        let turns = it != ' ' && last != ' ' && it.is_numeric() != last.is_numeric();
        if turns || (it == ' ' && last != ' ') {
            normal.push(' ');
        }
        if it != ' ' {
            normal.push(it);
        }
        last = it;
    }
    normal.truncate(normal.trim_end().len());
    normal.trim_start().to_owned()
}

/// The plurals that a language may make of a phrase. Some are no words: nobody writes those, so
/// they do no harm.
fn plurals(phrase: &str, language: Language) -> Vec<String> {
    let with = |ending: &str| format!("{phrase}{ending}");
    match language {
        Language::Nl => dutch_plurals(phrase),
        Language::En => match phrase.strip_suffix('y') {
            Some(stem) => vec![format!("{stem}ies"), with("s")],
            None => vec![with("s"), with("es")],
        },
        Language::De => ["e", "en", "n", "er", "s", "nen"].map(with).into(),
        Language::Fr => {
            let words: Vec<&str> = phrase.split(' ').collect();
            let all = words.iter().map(|it| french_plural(it)).collect::<Vec<_>>().join(" ");
            let mut first = words.clone();
            let head = french_plural(words[0]);
            first[0] = &head;
            // "portes coupe-feu", "dalles de moquette", "cloisons vitrées toute hauteur"
            let mut two = first.clone();
            let second = words.get(1).map(|it| french_plural(it)).unwrap_or_default();
            if words.len() > 1 {
                two[1] = &second;
            }
            vec![first.join(" "), two.join(" "), all]
        }
    }
}

fn french_plural(word: &str) -> String {
    match word {
        _ if word.ends_with(['s', 'x', 'z']) => word.to_owned(),
        _ if word.ends_with("au") || word.ends_with("eu") => format!("{word}x"),
        _ => match word.strip_suffix("al") {
            Some(stem) => format!("{stem}aux"),
            None => format!("{word}s"),
        },
    }
}

/// `deur` → `deuren`, `raam` → `ramen`, `lat` → `latten`, `schijf` → `schijven`, `tegel` → `tegels`,
/// `kast` → `kastjes`.
fn dutch_plurals(phrase: &str) -> Vec<String> {
    let mut plurals: Vec<String> = ["en", "s", "n", "eren", "je", "jes", "tje", "tjes"]
        .iter()
        .map(|ending| format!("{phrase}{ending}"))
        .collect();
    let letters: Vec<char> = phrase.chars().collect();
    let vowel = |it: char| "aeiou".contains(it);
    if let [.., before, one, two, last] = letters[..]
        && one == two
        && vowel(one)
        && !vowel(before)
        && !vowel(last)
    {
        let stem: String = letters[..letters.len() - 2].iter().collect();
        plurals.push(format!("{stem}{}en", voiced(last)));
    }
    if let [.., before, one, last] = letters[..]
        && vowel(one)
        && !vowel(before)
        && !vowel(last)
    {
        plurals.push(format!("{phrase}{last}en"));
    }
    if let Some(last @ ('f' | 's')) = letters.last().copied() {
        let stem: String = letters[..letters.len() - 1].iter().collect();
        plurals.push(format!("{stem}{}en", voiced(last)));
    }
    plurals
}

fn voiced(letter: char) -> char {
    match letter {
        'f' => 'v',
        's' => 'z',
        other => other,
    }
}
