//! All by which a text can be found.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::meanings::{self, Phrase};
use super::words::{is_letters, is_number, pieces, words};
use super::{Kind, Word, compounds, is_code, key_of_meaning};

/// All by which a text can be found: its words and the parts of its compounds, the other
/// spellings of its sizes, and what they mean. `HEB 200` is found by `HEB200`, `93cm` by `930 mm`.
pub fn text_words(text: &str) -> Vec<Word> {
    Analyst::default().text_words(text)
}

/// All the keys by which a text is found that has this word in it.
pub fn keys_of_word(word: &str) -> Vec<String> {
    Known::of(word).keys()
}

/// All that follows from a single word.
pub(super) struct Known {
    pub word: Word,
    pub parts: Vec<Word>,
    /// Names of things that begin with it.
    phrases: Vec<&'static Phrase>,
    /// What the parts of a compound mean: a `Stahltür` is a door, and of steel.
    pub meanings_of_parts: Vec<&'static str>,
    /// The other spellings that stand in it.
    pieces: Vec<String>,
}

impl Known {
    pub fn of(text: &str) -> Self {
        let word = Word::written_as(text.to_owned());
        let parts: Vec<Word> = compounds::parts(text).into_iter().map(Word::part).collect();
        let phrases = meanings::beginning_with(&word);
        let meanings_of_parts = meanings_of_parts(&word, &parts);
        let pieces = pieces(text).into_iter().filter(|it| it != text).collect();
        Self { word, parts, phrases, meanings_of_parts, pieces }
    }

    /// What it means by itself.
    fn meanings(&self) -> impl Iterator<Item = &'static str> {
        let names = self.phrases.iter().filter(|it| it.length() == 1).map(|it| it.meaning());
        names.chain(self.meanings_of_parts.iter().copied())
    }

    fn keys(&self) -> Vec<String> {
        let own = self.word.keys().into_iter().chain(self.parts.iter().flat_map(Word::keys));
        own.chain(self.meanings().map(key_of_meaning)).collect()
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
        let holds = |it: &Word| it.text.len() > part.text.len() && it.text.contains(&*part.text);
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
pub struct Analyst(HashMap<String, Arc<Known>>);

/// Some hundred megabytes of words at the most.
const REMEMBERED_MAX: usize = 200_000;

impl Analyst {
    pub(super) fn known(&mut self, word: &str) -> Arc<Known> {
        if let Some(known) = self.0.get(word) {
            return Arc::clone(known);
        }
        if self.0.len() >= REMEMBERED_MAX {
            self.0.clear();
        }
        let known = Arc::new(Known::of(word));
        self.0.insert(word.to_owned(), Arc::clone(&known));
        known
    }

    /// See [`text_words`].
    pub fn text_words(&mut self, text: &str) -> Vec<Word> {
        let words = words(text);
        let known: Vec<Arc<Known>> = words.iter().map(|it| self.known(it)).collect();
        let spellings = self.spellings(&words, &known);
        let mut meant: BTreeSet<String> =
            meanings_of(&words, &known).into_iter().map(|it| it.1).collect();
        let mut found: Vec<Word> = Vec::with_capacity(2 * known.len());
        let mut parts: BTreeSet<(&str, &[String])> = BTreeSet::new();
        for known in known.iter().chain(&spellings) {
            let new = known.parts.iter().filter(|it| parts.insert((&it.text, &it.stems)));
            found.extend(new.cloned());
            meant.extend(known.meanings().map(str::to_owned));
        }
        found.extend(spellings.iter().map(|it| it.word.clone()));
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let written = known.iter().filter(|it| seen.insert(&it.word.text));
        found.extend(written.map(|it| it.word.clone()));
        found.extend(meant.into_iter().map(|it| Word::of(Kind::Meaning, it)));
        found
    }

    /// The other spellings of the sizes in a text.
    fn spellings(&mut self, words: &[String], known: &[Arc<Known>]) -> Vec<Arc<Known>> {
        let pieces = known.iter().flat_map(|it| it.pieces.iter().cloned());
        let mut spellings: BTreeSet<String> = pieces.collect();
        for pair in words.windows(2) {
            let one_is_a_size = is_number(&pair[0]) && is_letters(&pair[1]);
            if one_is_a_size || is_letters(&pair[0]) && is_number(&pair[1]) {
                spellings.insert(pair.concat());
            }
        }
        spellings.retain(|it| !words.contains(it));
        spellings.iter().map(|it| self.known(it)).collect()
    }

    /// The same as an index keeps it that knows what follows from each word of its dictionary.
    pub fn entries(&mut self, text: &str) -> Entries {
        let words = words(text);
        let known: Vec<Arc<Known>> = words.iter().map(|it| self.known(it)).collect();
        let spellings = self.spellings(&words, &known);
        let meant = meanings_of_several(&words, &known);
        let mut keys: BTreeSet<String> = meant.map(|it| key_of_meaning(&it.1)).collect();
        let codes = known.iter().chain(&spellings).filter(|it| is_code(&it.word.text));
        keys.extend(codes.flat_map(|it| it.keys()));
        Entries { known, spellings, keys }
    }
}

/// By what a text is found: its words, and what does not follow from each of them alone.
pub struct Entries {
    /// Its words, in their order.
    known: Vec<Arc<Known>>,
    /// The other spellings of its sizes.
    spellings: Vec<Arc<Known>>,
    keys: BTreeSet<String>,
}

impl Entries {
    /// See [`Word::written`]. A word that stands there twice comes twice.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        self.known.iter().chain(&self.spellings).map(|it| &*it.word.text)
    }

    /// The [`Word::keys`] of what is no word of letters, and of several words together. For all
    /// others see [`keys_of_word`].
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }
}

/// What the words of a text mean, and which of them mean it.
pub(super) fn meanings_of<K: AsRef<Known>>(
    words: &[String],
    known: &[K],
) -> Vec<(Range<usize>, String)> {
    let one = |(at, known): (usize, &K)| {
        let names = known.as_ref().phrases.iter().filter(|it| it.length() == 1);
        names.map(|it| (at..at + 1, it.meaning().to_owned())).collect::<Vec<_>>()
    };
    meanings_of_several(words, known).chain(known.iter().enumerate().flat_map(one)).collect()
}

/// The same of sizes and of words that mean something together.
fn meanings_of_several<K: AsRef<Known>>(
    words: &[String],
    known: &[K],
) -> impl Iterator<Item = (Range<usize>, String)> {
    let mut found = meanings::sizes(words);
    for (at, first) in known.iter().enumerate() {
        for phrase in first.as_ref().phrases.iter().filter(|it| it.length() > 1) {
            let end = at + phrase.length();
            let rest = known.get(at + 1..end);
            let Some(rest) = rest else { continue };
            let rest: Vec<&Word> = rest.iter().map(|it| &it.as_ref().word).collect();
            if phrase.goes_on(&rest) {
                found.push((at..end, phrase.meaning().to_owned()));
            }
        }
    }
    found.into_iter()
}

impl AsRef<Self> for Known {
    fn as_ref(&self) -> &Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_index_keeps_what_a_text_is_found_by(
            text in ".{0,60}|((eiken|binnendeuren|93|cm|60x60|HEB|2,5m|steenwolplaat) ?){0,8}",
        ) {
            let entries = Analyst::default().entries(&text);
            let words = text_words(&text);
            let written: BTreeSet<&str> = words.iter().filter_map(Word::written).collect();
            let keys: BTreeSet<String> = words.iter().flat_map(Word::keys).collect();
            prop_assert_eq!(entries.written().collect::<BTreeSet<_>>(), written);
            let of_letters = entries.written().filter(|it| !is_code(it));
            let mut kept: BTreeSet<String> = of_letters.flat_map(keys_of_word).collect();
            kept.extend(entries.keys().map(str::to_owned));
            prop_assert_eq!(kept, keys);
        }
    }
}
