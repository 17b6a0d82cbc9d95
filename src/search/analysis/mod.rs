//! The words of a text, and when one word is found by another. Search and matching share it.
//!
//! Nobody says which language a text is in, and a search is in whichever the searcher speaks. So a
//! word is kept as it stands and with its stem in each of the four languages; two words are forms
//! of one when they have one of these in common: `deur` and `deuren`, `Tür` and `Türen`.

mod compounds;
mod highlight;
mod meanings;
mod spelling;
mod text;
mod words;

use std::sync::Arc;

use rust_stemmers::{Algorithm, Stemmer};

use self::text::{Known, meanings_of};
use self::words::is_number;

pub use self::highlight::{Piece, pieces as highlighted};
pub use self::spelling::spelt;
pub use self::text::{Analyst, Entries, keys_of_word, number_of, text_words};
pub use self::words::{WORD_CHARACTERS_MAX, is_code, words};

/// Each word of a search costs a walk through the dictionary, and nobody types more of them.
/// Those after it do not narrow the search.
pub const QUERY_WORDS_MAX: usize = 16;

/// Something by which a text can be found. Texts of the trade repeat themselves, so that a copy
/// shares its letters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Word {
    kind: Kind,
    text: Arc<str>,
    /// The stems that are not the text itself, each once. None for numbers and codes: they have
    /// no forms.
    stems: Arc<[String]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Kind {
    /// It stands in the text, or another spelling of a size does.
    Written,
    /// A part of a compound that stands there.
    Part,
    /// What the text speaks of, whatever it calls it: all names of one thing have this one in
    /// common.
    Meaning,
}

/// A word of a search.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Asked {
    word: Word,
    /// What else the searcher may mean by it.
    meanings: Vec<String>,
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
    /// A compound of which the word is a part.
    Part,
    /// Another name for the same thing.
    Meaning,
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
            Self::Part => 5,
            Self::Meaning => 6,
            Self::Form => 7,
            Self::Exact => 8,
        }
    }

    /// Whether it is the word only if somebody slipped.
    pub fn is_by_typos(self) -> bool {
        self <= Self::OneTypo
    }
}

/// A word in the name says twice as much about a thing as one in its description.
pub const NAME_FACTOR: u32 = 2;

const LANGUAGES: [Algorithm; 4] =
    [Algorithm::Dutch, Algorithm::French, Algorithm::English, Algorithm::German];

impl Word {
    fn of(kind: Kind, text: String) -> Self {
        let has_forms = kind != Kind::Meaning && text.bytes().all(|it| it.is_ascii_lowercase());
        let mut stems: Vec<String> = Vec::new();
        if has_forms {
            for language in LANGUAGES {
                let stem = Stemmer::create(language).stem(&text);
                if !stem.is_empty() && stem != text && stems.iter().all(|it| *it != stem) {
                    stems.push(stem.into_owned());
                }
            }
        }
        Self { kind, text: text.into(), stems: stems.into() }
    }

    /// It has the forms of the language in which it is a part, and no others: `parket` is no
    /// French `park`.
    fn part(part: compounds::Part) -> Self {
        let compounds::Part { text, stem } = part;
        let stems = if stem == text { Vec::new() } else { vec![stem] };
        Self { kind: Kind::Part, text: text.into(), stems: stems.into() }
    }

    fn written_as(text: String) -> Self {
        Self::of(Kind::Written, text)
    }

    /// The word as it stands in the text, folded; `None` for what only follows from it.
    pub fn written(&self) -> Option<&str> {
        (self.kind == Kind::Written).then_some(&self.text)
    }

    fn forms(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.text).chain(self.stems.iter().map(String::as_str))
    }

    /// Whether both are forms of one word.
    fn is_form_of(&self, other: &Self) -> bool {
        self.forms().any(|one| other.forms().any(|two| one == two))
    }

    /// By what else a text is found that has this word in it: its [`Self::written`] and these are
    /// all that [`Asked::lookups`] may ask for.
    pub fn keys(&self) -> Vec<String> {
        match self.kind {
            Kind::Written => self.stems.iter().map(|it| key_of_form(it)).collect(),
            Kind::Part => self.forms().map(key_of_part).collect(),
            Kind::Meaning => vec![key_of_meaning(&self.text)],
        }
    }
}

// Keys of each kind begin with another sign, which no word has in it.

fn key_of_form(form: &str) -> String {
    format!("={form}")
}

fn key_of_part(form: &str) -> String {
    format!("+{form}")
}

fn key_of_meaning(meaning: &str) -> String {
    format!("#{meaning}")
}

/// What to look up for a word that is asked for, besides its own spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookups {
    /// Words as they stand in texts.
    pub written: Vec<(Grade, String)>,
    /// The [`Word::keys`] of texts.
    pub keys: Vec<(Grade, String)>,
}

impl Asked {
    pub fn as_str(&self) -> &str {
        &self.word.text
    }

    fn means(&self, meaning: &str) -> bool {
        self.meanings.iter().any(|it| it == meaning)
    }

    pub fn is_last(&self) -> bool {
        self.is_last
    }

    /// How well `found` answers, if it does.
    pub fn grade(&self, found: &Word) -> Option<Grade> {
        match found.kind {
            Kind::Written => {
                let is_form = self.word.text != found.text && self.word.is_form_of(found);
                if is_form { Some(Grade::Form) } else { self.grade_spelling(&found.text) }
            }
            Kind::Part => self.word.is_form_of(found).then_some(Grade::Part),
            Kind::Meaning => self.means(&found.text).then_some(Grade::Meaning),
        }
    }

    /// The same by the letters of a written word alone, where forms are looked up.
    pub fn grade_spelling(&self, found: &str) -> Option<Grade> {
        let asked = &*self.word.text;
        if asked == found {
            return Some(Grade::Exact);
        }
        if self.is_last && found.starts_with(asked) {
            return Some(Grade::Beginning);
        }
        let allowed = typos_allowed(asked);
        let longer = asked.chars().count().abs_diff(found.chars().count());
        if longer > allowed || is_code(found) {
            return None;
        }
        match strsim::osa_distance(asked, found) {
            1 if allowed >= 1 => Some(Grade::OneTypo),
            2 if allowed >= 2 => Some(Grade::TwoTypos),
            _ => None,
        }
    }

    /// What answers it by more than its spelling.
    pub fn lookups(&self) -> Lookups {
        let written = self.word.stems.iter().map(|it| (Grade::Form, it.clone())).collect();
        let forms = self.word.forms().map(|it| (Grade::Form, key_of_form(it)));
        let parts = self.word.forms().map(|it| (Grade::Part, key_of_part(it)));
        let meanings = self.meanings.iter().map(|it| (Grade::Meaning, key_of_meaning(it)));
        Lookups { written, keys: forms.chain(parts).chain(meanings).collect() }
    }
}

/// How many typos a word of a search may have: wrong, missing and superfluous letters, and
/// neighbours that changed places. Short words would turn into others, numbers into other sizes.
pub fn typos_allowed(word: &str) -> usize {
    if is_code(word) {
        return 0;
    }
    match word.chars().count() {
        0..4 => 0,
        4..8 => 1,
        8.. => 2,
    }
}

/// Words that stand in every text and say nothing of a thing. A search for more than these does
/// not ask for them.
const STOP_WORDS: &str = "aan als am an and au aus aux avec bij das de dem den der des die do du een \
    ein eine einem einen einer en et for from fur het il im in is la le les met mit naar of om on \
    ook op or ou par pour sur te ten ter the to uit um un und une van vom von voor with zu zum zur";

fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.split_ascii_whitespace().any(|it| it == word)
}

/// What goes before a number to make a code of both: `IPE 200` is one thing, and no `IPE 300` of
/// which there are 200.
const SERIES: [&str; 17] = [
    "ipe", "hea", "heb", "hem", "he", "upn", "unp", "upe", "inp", "ipn", "ei", "rei", "rf", "ral",
    "dn", "pn", "din",
];

/// The words of a search.
pub fn query_words(text: &str) -> Vec<Asked> {
    let mut words = codes_joined(words(text));
    words.truncate(QUERY_WORDS_MAX);
    let count = words.len();
    let known: Vec<Known> = words.iter().map(|it| Known::of(it)).collect();
    let mut asked: Vec<Asked> = known
        .iter()
        .enumerate()
        .map(|(at, known)| Asked {
            word: known.word.clone(),
            meanings: Vec::new(),
            is_last: at + 1 == count,
        })
        .collect();
    for (range, meaning) in meanings_of(&words, &known) {
        for asked in &mut asked[range] {
            if !asked.meanings.contains(&meaning) {
                asked.meanings.push(meaning.clone());
            }
        }
    }
    let says_something = |it: &Asked| !is_stop_word(it.as_str());
    if asked.iter().any(says_something) {
        asked.retain(says_something);
    }
    asked
}

/// `ipe` and `200` are `ipe200`, as texts are found by too.
fn codes_joined(words: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        match joined.last_mut() {
            Some(series) if SERIES.contains(&series.as_str()) && is_number(&word) => {
                series.push_str(&word);
            }
            _ => joined.push(word),
        }
    }
    joined
}

/// Whether every word of `asked` occurs in the text, in any of its forms.
///
/// What this holds to be in a text, a search for it finds too. A search forgives more: typos and
/// beginnings would send mails about `zout` to who looks for `hout`.
pub fn contains_all(text: &[Word], asked: &str) -> bool {
    all_occur(text.iter(), &query_words(asked))
}

/// The same of words that were taken apart already.
pub fn all_occur<'a>(text: impl Iterator<Item = &'a Word> + Clone, asked: &[Asked]) -> bool {
    let answers = |asked: &Asked, found: &Word| match found.kind {
        Kind::Written => asked.word.is_form_of(found),
        Kind::Part | Kind::Meaning => asked.grade(found).is_some(),
    };
    asked.iter().all(|asked| text.clone().any(|found| answers(asked, found)))
}

/// The words of a search with some of them put right; `None` if none was.
pub fn corrected(
    asked: &[Asked],
    corrections: impl Iterator<Item = Option<String>>,
) -> Option<String> {
    let corrections: Vec<Option<String>> = corrections.collect();
    if corrections.iter().all(Option::is_none) {
        return None;
    }
    let words = asked.iter().zip(corrections);
    let words = words.map(|(asked, right)| right.unwrap_or_else(|| asked.word.text.to_string()));
    Some(words.collect::<Vec<_>>().join(" "))
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
        for (text, asked) in [("zout", "hout"), ("kantoor", "toor"), ("raam", "kraam")] {
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
            ("deur", "deurkruk", Some(Grade::Part)),
            ("deu", "deurkruk", Some(Grade::Beginning)),
            ("porte", "deur", Some(Grade::Meaning)),
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
            let word = Word::written_as(word);
            prop_assert!(word.is_form_of(&word));
            prop_assert!(word.stems.len() <= 4);
        }
    }
}
