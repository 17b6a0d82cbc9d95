//! All by which a text can be found.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::meanings::{self, Phrase};
use super::words::{is_letters, is_number, pieces, words};
use super::{Kind, Word, compounds};

/// All by which a text can be found: its words and the parts of its compounds, the other
/// spellings of its sizes, and what they mean. `HEB 200` is found by `HEB200`, `93cm` by `930 mm`.
pub fn text_words(text: &str) -> Vec<Word> {
    Analyst::default().text_words(text)
}

/// All that follows from a single word.
pub(super) struct Known {
    pub word: Word,
    pub parts: Vec<Word>,
    /// Its [`pieces`], but for itself.
    pieces: Vec<String>,
    /// Names of things that begin with it.
    phrases: Vec<&'static Phrase>,
    /// What the parts of a compound mean: a `Stahltür` is a door, and of steel.
    pub meanings_of_parts: Vec<&'static str>,
}

impl Known {
    pub fn of(text: &str) -> Self {
        let word = Word::written_as(text.to_owned());
        let parts: Vec<Word> = compounds::parts(text).into_iter().map(Word::part).collect();
        let phrases = meanings::beginning_with(&word);
        let meanings_of_parts = meanings_of_parts(&word, &parts);
        let pieces = pieces(text).into_iter().filter(|it| it != text).collect();
        Self { word, parts, pieces, phrases, meanings_of_parts }
    }
}

/// What the parts mean that stand in no greater one that means something: `steenwol`
/// speaks of no stone. The last part says what kind of thing it is, whatever it stands in.
fn meanings_of_parts(word: &Word, parts: &[Word]) -> Vec<&'static str> {
    let names = |word: &Word| -> Vec<&'static str> {
        let phrases = meanings::beginning_with(word).into_iter();
        phrases.filter(|it| it.length() == 1).map(Phrase::meaning).collect()
    };
    let named: Vec<(&Word, Vec<&'static str>)> = parts
        .iter()
        .chain([word])
        .map(|it| (it, names(it)))
        .filter(|(_, meanings)| !meanings.is_empty())
        .collect();
    let stands_in_another = |part: &Word| {
        let holds = |it: &Word| it.text.len() > part.text.len() && it.text.contains(&part.text);
        named.iter().any(|(it, _)| holds(it))
    };
    let head = parts.last();
    named
        .iter()
        .filter(|(it, _)| Some(*it) == head || !stands_in_another(it))
        .filter(|(it, _)| *it != word)
        .flat_map(|(_, meanings)| meanings.iter().copied())
        .collect()
}

/// Remembers what follows from the words it has seen: texts of the trade repeat themselves, and
/// looking it all up takes far longer than finding it again.
#[derive(Default)]
pub struct Analyst {
    known: HashMap<String, Arc<Known>>,
    meanings: HashMap<String, Word>,
}

/// Whether no other text is likely to hold it: the code of a passport, a number of its holder's.
/// Remembering them would drive out the words that come back.
fn is_one_of_a_kind(word: &str) -> bool {
    const DIGITS_OF_A_SIZE_MAX: usize = 5;
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    digits > DIGITS_OF_A_SIZE_MAX || digits > 0 && word.bytes().any(|it| it.is_ascii_lowercase())
}

/// Some hundred megabytes of words at the most.
const REMEMBERED_MAX: usize = 200_000;

impl Analyst {
    fn known(&mut self, word: &str) -> Arc<Known> {
        if is_one_of_a_kind(word) {
            return Arc::new(Known::of(word));
        }
        if let Some(known) = self.known.get(word) {
            return Arc::clone(known);
        }
        if self.known.len() >= REMEMBERED_MAX {
            self.known.clear();
        }
        let known = Arc::new(Known::of(word));
        self.known.insert(word.to_owned(), Arc::clone(&known));
        known
    }

    fn meaning(&mut self, meaning: &str) -> Word {
        if let Some(word) = self.meanings.get(meaning) {
            return word.clone();
        }
        if self.meanings.len() >= REMEMBERED_MAX {
            self.meanings.clear();
        }
        let word = Word::of(Kind::Meaning, meaning.to_owned());
        self.meanings.insert(meaning.to_owned(), word.clone());
        word
    }

    /// See [`text_words`].
    pub fn text_words(&mut self, text: &str) -> Vec<Word> {
        let words = words(text);
        let known: Vec<Arc<Known>> = words.iter().map(|it| self.known(it)).collect();
        let mut spellings: BTreeSet<Cow<str>> =
            known.iter().flat_map(|it| &it.pieces).map(|it| Cow::Borrowed(it.as_str())).collect();
        for pair in words.windows(2) {
            let one_is_a_size = is_number(&pair[0]) && is_letters(&pair[1]);
            if one_is_a_size || is_letters(&pair[0]) && is_number(&pair[1]) {
                spellings.insert(Cow::Owned(pair.concat()));
            }
        }
        let mut parts: HashSet<&str> = HashSet::new();
        let mut meant: BTreeSet<String> =
            meanings_of(&words, &known).into_iter().map(|it| it.1).collect();
        let mut found: Vec<Word> = Vec::with_capacity(2 * words.len());
        for known in &known {
            let new = known.parts.iter().filter(|it| parts.insert(&it.text));
            found.extend(new.cloned());
            meant.extend(known.meanings_of_parts.iter().map(|it| (*it).to_owned()));
        }
        let mut own: HashSet<&str> = HashSet::with_capacity(words.len());
        let written = known.iter().filter(|it| own.insert(&it.word.text));
        let written: Vec<Word> = written.map(|it| it.word.clone()).collect();
        for spelling in spellings.iter().filter(|it| !own.contains(it.as_ref())) {
            found.push(self.known(spelling).word.clone());
        }
        found.extend(written);
        found.extend(meant.iter().map(|it| self.meaning(it)));
        found
    }
}

/// What the words of a text mean, and which of them mean it.
pub(super) fn meanings_of<K: AsRef<Known>>(
    words: &[String],
    known: &[K],
) -> Vec<(Range<usize>, String)> {
    let mut found = meanings::sizes(words);
    for (at, first) in known.iter().enumerate() {
        for phrase in &first.as_ref().phrases {
            let end = at + phrase.length();
            let rest = known.get(at + 1..end);
            let Some(rest) = rest else { continue };
            let rest: Vec<&Word> = rest.iter().map(|it| &it.as_ref().word).collect();
            if phrase.goes_on(&rest) {
                found.push((at..end, phrase.meaning().to_owned()));
            }
        }
    }
    found
}

impl AsRef<Self> for Known {
    fn as_ref(&self) -> &Self {
        self
    }
}
