//! The words of a text, and when one word is found by another. Search and matching share it.
//!
//! Nobody says which language a text is in, and a search is in whichever the searcher speaks. So a
//! word is kept as it stands and with its stem in each of the four languages; two words are forms
//! of one when some language stems them alike: `deur` and `deuren`, `Tür` and `Türen`.

use std::collections::BTreeSet;

use rust_stemmers::{Algorithm, Stemmer};

use crate::catalogue::fold;

/// No word of any of our languages is longer; what is would only swell the index. Longer ones are
/// cut, in texts and in searches alike.
const WORD_CHARACTERS_MAX: usize = 64;

/// Each word of a search costs a walk through the dictionary, and nobody types more of them.
/// Those after it do not narrow the search.
pub const QUERY_WORDS_MAX: usize = 16;

/// A word with the languages' stems beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    text: String,
    /// In the order of [`LANGUAGES`]. None for numbers and codes: they have no forms.
    stems: Vec<String>,
}

/// A word of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    word: Word,
    /// The last one may be half typed.
    is_last: bool,
}

/// How well a word answers one that is asked for; better ones are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    TwoTypos,
    OneTypo,
    /// It begins with what is asked for.
    Beginning,
    /// Another form of the same word: a plural, an inflection.
    Form,
    Exact,
}

impl Grade {
    /// What it adds to the relevance of a listing. Whole numbers, so that every index adds up to
    /// the same.
    pub fn points(self) -> u32 {
        match self {
            Self::TwoTypos => 1,
            Self::OneTypo => 2,
            Self::Beginning => 4,
            Self::Form => 7,
            Self::Exact => 8,
        }
    }
}

/// A word in the name says twice as much about a thing as one in its description.
pub const NAME_FACTOR: u32 = 2;

/// With the letter that sets the stems of one language apart from those of another.
const LANGUAGES: [(char, Algorithm); 4] = [
    ('n', Algorithm::Dutch),
    ('f', Algorithm::French),
    ('e', Algorithm::English),
    ('d', Algorithm::German),
];

impl Word {
    fn of(text: String) -> Self {
        let has_forms = text.bytes().all(|it| it.is_ascii_lowercase());
        let stem = |(_, language)| Stemmer::create(language).stem(&text).into_owned();
        let stems = if has_forms { LANGUAGES.map(stem).to_vec() } else { Vec::new() };
        Self { text, stems }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The stems, each marked with its language.
    pub fn marked_stems(&self) -> impl Iterator<Item = String> {
        LANGUAGES.iter().zip(&self.stems).map(|((mark, _), stem)| format!("{mark}{stem}"))
    }

    /// Whether both are forms of one word, in some language.
    fn is_form_of(&self, other: &Self) -> bool {
        self.text == other.text || self.stems.iter().zip(&other.stems).any(|(one, two)| one == two)
    }
}

impl Asked {
    pub fn word(&self) -> &Word {
        &self.word
    }

    pub fn is_last(&self) -> bool {
        self.is_last
    }

    /// How well `found` answers, if it does.
    pub fn grade(&self, found: &Word) -> Option<Grade> {
        if self.word.text != found.text && self.word.is_form_of(found) {
            return Some(Grade::Form);
        }
        self.grade_spelling(&found.text)
    }

    /// The same by the letters alone, where stems are compared by other means.
    pub fn grade_spelling(&self, found: &str) -> Option<Grade> {
        let asked = self.word.text.as_str();
        if asked == found {
            return Some(Grade::Exact);
        }
        if self.is_last && found.starts_with(asked) {
            return Some(Grade::Beginning);
        }
        let allowed = typos_allowed(asked);
        let longer = asked.chars().count().abs_diff(found.chars().count());
        if longer > allowed || found.contains(char::is_numeric) {
            return None;
        }
        match strsim::osa_distance(asked, found) {
            1 if allowed >= 1 => Some(Grade::OneTypo),
            2 if allowed >= 2 => Some(Grade::TwoTypos),
            _ => None,
        }
    }
}

/// How many typos a word of a search may have: wrong, missing and superfluous letters, and
/// neighbours that changed places. Short words would turn into others, numbers into other sizes.
pub fn typos_allowed(word: &str) -> usize {
    if word.contains(char::is_numeric) {
        return 0;
    }
    match word.chars().count() {
        0..4 => 0,
        4..8 => 1,
        8.. => 2,
    }
}

/// The words of a search.
pub fn query_words(text: &str) -> Vec<Asked> {
    let mut words = words(text);
    words.truncate(QUERY_WORDS_MAX);
    let count = words.len();
    let asked = |(at, word)| Asked { word: Word::of(word), is_last: at + 1 == count };
    words.into_iter().enumerate().map(asked).collect()
}

/// All by which a text can be found: its words, and the other spellings of its sizes. `HEB 200`
/// is found by `HEB200`, and `93cm` by `93 cm`.
pub fn text_words(text: &str) -> Vec<Word> {
    let words = words(text);
    let mut spellings: BTreeSet<String> = words.iter().flat_map(|it| pieces(it)).collect();
    for pair in words.windows(2) {
        let one_is_a_size = is_number(&pair[0]) && is_letters(&pair[1]);
        if one_is_a_size || is_letters(&pair[0]) && is_number(&pair[1]) {
            spellings.insert(pair.concat());
        }
    }
    spellings.extend(words);
    spellings.into_iter().map(Word::of).collect()
}

/// Whether every word of `asked` occurs in the text, in any of its forms.
///
/// What this holds to be in a text, a search for it finds too. A search forgives more: typos and
/// beginnings would send mails about `zout` to who looks for `hout`.
pub fn contains_all(text: &[Word], asked: &str) -> bool {
    let mut asked = words(asked).into_iter().map(Word::of);
    asked.all(|asked| text.iter().any(|found| asked.is_form_of(found)))
}

/// The words and numbers of a text in their order, folded. A number keeps its decimals, written
/// with a point.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut opened_by = ' ';
    let mut letters = folded.chars().peekable();
    while let Some(letter) = letters.next() {
        let in_number = is_number(&word) && letters.peek().is_some_and(|it| it.is_numeric());
        let is_times_sign = letter == 'x' && in_number;
        if letter.is_alphanumeric() && !is_times_sign {
            word.push(letter);
        } else if in_number && matches!(letter, '.' | ',') {
            word.push('.');
        } else {
            close(&mut words, &word, opened_by, letter);
            word.clear();
            opened_by = letter;
        }
    }
    close(&mut words, &word, opened_by, ' ');
    words
}

/// Adds a word to those before it, unless it only looks like one.
fn close(words: &mut Vec<String>, word: &str, opened_by: char, closed_by: char) {
    // The `l` of `l'escalier` and the `s` of `foto's`.
    let is_elided = is_letters(word) && word.len() == 1 && [opened_by, closed_by].contains(&'\'');
    // The `x` of `60 x 60`; that of `60x60` parts them already.
    let is_times_sign = word == "x" && words.last().is_some_and(|it| is_number(it));
    if word.is_empty() || is_elided || is_times_sign {
        return;
    }
    words.push(word.chars().take(WORD_CHARACTERS_MAX).collect());
}

/// `93cm` is also `93` and `cm`, and `2.5m` is `2.5`, `2`, `5` and `m`. What changes between
/// letters and digits more than once is a code, and has no pieces.
fn pieces(word: &str) -> Vec<String> {
    let is_seam = |(one, two): &((usize, char), (usize, char))| {
        one.1.is_alphabetic() != two.1.is_alphabetic()
    };
    let mut seams = word.char_indices().zip(word.char_indices().skip(1)).filter(is_seam);
    let parts = match (seams.next(), seams.next()) {
        (None, _) => vec![word],
        (Some((_, (at, _))), None) => vec![&word[..at], &word[at..]],
        (Some(_), Some(_)) => return Vec::new(),
    };
    let decimals = parts.iter().flat_map(|it| it.split('.')).filter(|it| !it.is_empty());
    parts.iter().copied().chain(decimals).map(str::to_owned).collect()
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|it| it.is_numeric() || it == '.')
}

fn is_letters(word: &str) -> bool {
    !word.is_empty() && word.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn grade(asked: &str, found: &str) -> Option<Grade> {
        let asked = query_words(asked);
        let found = text_words(found);
        found.iter().filter_map(|it| asked[asked.len() - 1].grade(it)).max()
    }

    #[test]
    fn a_text_falls_apart_into_words_and_numbers() {
        for (text, expected) in [
            ("", vec![]),
            ("  ¿?! \0\u{7} --", vec![]),
            ("Eiken binnendeur, 93 cm", vec!["eiken", "binnendeur", "93", "cm"]),
            ("Porte d’intérieur à l'étage", vec!["porte", "interieur", "a", "etage"]),
            ("foto's van 's avonds", vec!["foto", "van", "avonds"]),
            ("Stahlträger, groß", vec!["stahltrager", "gross"]),
            ("120 m² tapijt", vec!["120", "m2", "tapijt"]),
            ("2,5 m of 2.5m.", vec!["2.5", "m", "of", "2.5m"]),
            ("60×60, 60x60 en 60 x 60", vec!["60", "60", "60", "60", "en", "60", "60"]),
            ("7K3M-9QXV-2", vec!["7k3m", "9qxv", "2"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
        assert_eq!(words(&"a".repeat(10_000)), ["a".repeat(WORD_CHARACTERS_MAX)]);
        assert_eq!(query_words(&"deur ".repeat(10_000)).len(), QUERY_WORDS_MAX);
    }

    #[test]
    fn sizes_are_found_however_they_are_written() {
        for (text, asked) in [
            ("HEB 200", "HEB200"),
            ("HEB200", "heb 200"),
            ("93cm", "93 cm"),
            ("93 cm", "93cm"),
            ("plaat 2,5 m", "2.5m"),
            ("60 x 60", "60x60"),
            ("90,100,120 mm", "100"),
        ] {
            assert!(contains_all(&text_words(text), asked), "`{asked}` in `{text}`");
        }
        for (text, asked) in [("12 m", "M12"), ("930", "93"), ("7k3m", "7"), ("2,5", "25")] {
            assert!(!contains_all(&text_words(text), asked), "`{asked}` in `{text}`");
        }
    }

    #[test]
    fn a_word_is_found_in_any_of_its_forms() {
        for (one, other) in [
            ("deur", "deuren"),
            ("raam", "ramen"),
            ("baksteen", "bakstenen"),
            ("tegel", "tegels"),
            ("porte", "portes"),
            ("brique", "briques"),
            ("panneau", "panneaux"),
            ("door", "doors"),
            ("brick", "bricks"),
            ("Tür", "Türen"),
            ("Ziegelstein", "Ziegelsteine"),
            ("Fliese", "Fliesen"),
        ] {
            assert!(contains_all(&text_words(one), other), "{other} in {one}");
            assert!(contains_all(&text_words(other), one), "{one} in {other}");
            assert!(grade(other, one) >= Some(Grade::Form));
        }
        for (text, asked) in [("zout", "hout"), ("deurkruk", "deur"), ("raam", "kraam")] {
            assert!(!contains_all(&text_words(text), asked), "{asked} in {text}");
        }
    }

    #[test]
    fn longer_words_may_have_more_typos_and_numbers_none() {
        for (word, typos) in [("dak", 0), ("deur", 1), ("baksten", 1), ("baksteen", 2)] {
            assert_eq!(typos_allowed(word), typos, "{word}");
        }
        assert_eq!((typos_allowed("heb200"), typos_allowed("12345678")), (0, 0));
        for (asked, found, expected) in [
            ("deur", "deur", Some(Grade::Exact)),
            ("deuren", "deur", Some(Grade::Form)),
            ("deur", "deurkruk", Some(Grade::Beginning)),
            ("duer", "deur", Some(Grade::OneTypo)),
            ("dur", "deur", None),
            ("radiator", "radaitor", Some(Grade::OneTypo)),
            ("raidatro", "radiator", Some(Grade::TwoTypos)),
            ("raam2", "raam3", None),
            ("raams", "ra2ms", None),
            ("deurkruk", "deur", None),
        ] {
            assert_eq!(grade(asked, found), expected, "`{asked}` and `{found}`");
        }
        assert_eq!(query_words("deur wit")[0].grade_spelling("deurkruk"), None);
    }

    /// Texts of so few words that they meet.
    const SOME: &str = "((deur|deuren|HEB|200|2,5|m|x|l'|tür) ?){0,6}";

    proptest! {
        #[test]
        fn a_text_is_found_by_itself(text in ".{0,80}|([a-c2x.,' ]|HEB|é){0,30}") {
            prop_assert!(contains_all(&text_words(&text), &text));
            for word in words(&text) {
                prop_assert!(!word.is_empty() && word.chars().count() <= WORD_CHARACTERS_MAX);
            }
        }

        #[test]
        fn what_matching_finds_search_finds(text in SOME, asked in SOME) {
            let text = text_words(&text);
            let finds = |asked: &Asked| text.iter().any(|it| asked.grade(it).is_some());
            prop_assert!(!contains_all(&text, &asked) || query_words(&asked).iter().all(finds));
        }

        #[test]
        fn any_word_can_be_stemmed(word in "[a-z]{0,70}") {
            let word = Word::of(word);
            prop_assert!(word.is_form_of(&word));
            prop_assert_eq!(word.marked_stems().count(), 4);
        }
    }
}
