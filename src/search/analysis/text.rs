//! All by which a text can be found.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::meanings::{self, Phrase};
use super::words::{is_letters, is_number, pieces, words};
use super::{Kind, Word, compounds, key_of_meaning};

/// All by which a text can be found: its words and the parts of its compounds, the other
/// spellings of its sizes, and what they mean. `HEB 200` is found by `HEB200`, `93cm` by `930 mm`.
pub fn text_words(text: &str) -> Vec<Word> {
    Analyst::default().text_words(text)
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
    keys: Vec<String>,
    /// Of each of the parts.
    keys_of_parts: Vec<Vec<String>>,
}

impl Known {
    pub fn of(text: &str) -> Self {
        let word = Word::written_as(text.to_owned());
        let parts: Vec<Word> = compounds::parts(text).into_iter().map(Word::part).collect();
        let phrases = meanings::beginning_with(&word);
        let meanings_of_parts = meanings_of_parts(&word, &parts);
        let pieces = pieces(text).into_iter().filter(|it| it != text).collect();
        let keys = word.keys();
        let keys_of_parts = parts.iter().map(Word::keys).collect();
        Self { word, parts, phrases, meanings_of_parts, pieces, keys, keys_of_parts }
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
    fn known(&mut self, word: &str) -> Arc<Known> {
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
        let Entries { known, parts, spellings, meanings } = self.entries(text);
        let mut found: Vec<Word> = Vec::with_capacity(2 * known.len());
        found.extend(parts.iter().map(|(of, at)| of.parts[*at].clone()));
        found.extend(spellings.iter().map(|it| it.word.clone()));
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let written = known.iter().filter(|it| seen.insert(&it.word.text));
        found.extend(written.map(|it| it.word.clone()));
        found.extend(meanings.into_iter().map(|it| Word::of(Kind::Meaning, it.0)));
        found
    }

    /// The same as an index keeps it, without a copy of each word.
    pub fn entries(&mut self, text: &str) -> Entries {
        let words = words(text);
        let known: Vec<Arc<Known>> = words.iter().map(|it| self.known(it)).collect();
        let mut spellings: BTreeSet<String> =
            known.iter().flat_map(|it| it.pieces.iter().cloned()).collect();
        for pair in words.windows(2) {
            let one_is_a_size = is_number(&pair[0]) && is_letters(&pair[1]);
            if one_is_a_size || is_letters(&pair[0]) && is_number(&pair[1]) {
                spellings.insert(pair.concat());
            }
        }
        spellings.retain(|it| !words.contains(it));
        let spellings = spellings.iter().map(|it| self.known(it)).collect();
        let mut meant: BTreeSet<String> =
            meanings_of(&words, &known).into_iter().map(|it| it.1).collect();
        let mut parts: Vec<(Arc<Known>, usize)> = Vec::new();
        let mut part_texts: BTreeSet<&str> = BTreeSet::new();
        for known in &known {
            let own = known.parts.iter().enumerate();
            let new = own.filter(|it| part_texts.insert(&it.1.text));
            parts.extend(new.map(|it| (Arc::clone(known), it.0)));
            meant.extend(known.meanings_of_parts.iter().map(|it| (*it).to_owned()));
        }
        let with_key = |it: String| {
            let key = key_of_meaning(&it);
            (it, key)
        };
        let meanings = meant.into_iter().map(with_key).collect();
        Entries { known, parts, spellings, meanings }
    }
}

/// All by which a text can be found.
pub struct Entries {
    /// Its words, in their order.
    known: Vec<Arc<Known>>,
    /// The parts of its compounds, each with the compound it is first found in.
    parts: Vec<(Arc<Known>, usize)>,
    /// The other spellings of its sizes.
    spellings: Vec<Arc<Known>>,
    /// What it speaks of, each with its key.
    meanings: Vec<(String, String)>,
}

impl Entries {
    /// See [`Word::written`]. A word that stands there twice comes twice.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        self.known.iter().chain(&self.spellings).map(|it| &*it.word.text)
    }

    /// See [`Word::keys`].
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let of_words = self.known.iter().chain(&self.spellings).flat_map(|it| &it.keys);
        let of_parts = self.parts.iter().flat_map(|(of, at)| &of.keys_of_parts[*at]);
        let of_meanings = self.meanings.iter().map(|it| &it.1);
        of_words.chain(of_parts).chain(of_meanings).map(String::as_str)
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
            let kept: BTreeSet<String> = entries.keys().map(str::to_owned).collect();
            prop_assert_eq!(kept, keys);
        }
    }
}
