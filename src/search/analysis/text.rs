//! All by which a text can be found.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

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
#[derive(Debug)]
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

/// Remembers what follows from the words and lines it has seen: texts of the trade repeat
/// themselves, and looking it all up takes far longer than finding it again.
#[derive(Default)]
pub struct Analyst {
    words: Memory<Known>,
    lines: Memory<Line>,
}

impl Analyst {
    pub(super) fn known(&mut self, word: &str) -> Arc<Known> {
        self.words.get(word).unwrap_or_else(|| self.words.keep(word, Known::of(word)))
    }

    fn line(&mut self, text: &str) -> Arc<Line> {
        if let Some(line) = self.lines.get(text) {
            return line;
        }
        let line = Line::of(text, |it| self.known(it));
        self.lines.keep(text, line)
    }

    /// See [`text_words`].
    pub fn text_words(&mut self, text: &str) -> Vec<Word> {
        self.entries(text).words().cloned().collect()
    }

    /// The same as it is kept, without a copy of each word. Each line of a text is read by itself:
    /// what stands on two lines is neither one size nor one name.
    pub fn entries(&mut self, text: &str) -> Entries {
        Entries(text.lines().map(|it| self.line(it)).collect())
    }
}

/// What was looked up lately. What nobody asked for again is forgotten, some at a time.
struct Memory<T> {
    now: HashMap<String, Arc<T>>,
    before: HashMap<String, Arc<T>>,
}

/// Twice as many are remembered at most: some tens of megabytes of words, and of lines.
const REMEMBERED_AT_ONCE: usize = 20_000;

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Self { now: HashMap::new(), before: HashMap::new() }
    }
}

impl<T> Memory<T> {
    fn get(&mut self, text: &str) -> Option<Arc<T>> {
        if let Some(known) = self.now.get(text) {
            return Some(Arc::clone(known));
        }
        let (text, known) = self.before.remove_entry(text)?;
        self.put(text, Arc::clone(&known));
        Some(known)
    }

    fn keep(&mut self, text: &str, known: T) -> Arc<T> {
        let known = Arc::new(known);
        self.put(text.to_owned(), Arc::clone(&known));
        known
    }

    fn put(&mut self, text: String, known: Arc<T>) {
        if self.now.len() >= REMEMBERED_AT_ONCE {
            self.before = std::mem::take(&mut self.now);
        }
        self.now.insert(text, known);
    }
}

/// All by which a line of a text can be found.
#[derive(Debug)]
struct Line {
    /// Its words, in their order, then the other spellings of its sizes.
    known: Vec<Arc<Known>>,
    /// What several of its words mean together, and its sizes.
    meant: BTreeSet<String>,
    /// The keys of that, and of its codes: those that do not follow from one of its other words.
    own_keys: BTreeSet<String>,
    told: OnceLock<Told>,
}

/// What follows from the words of a line, where somebody asks for it.
#[derive(Debug)]
struct Told {
    /// Each once.
    words: Vec<Word>,
    keys: Vec<String>,
    numbers: Vec<u64>,
}

impl Line {
    fn of(text: &str, mut know: impl FnMut(&str) -> Arc<Known>) -> Self {
        let words = words(text);
        let mut known: Vec<Arc<Known>> = words.iter().map(|it| know(it)).collect();
        let meant: BTreeSet<String> =
            meanings_of_several(&words, &known).into_iter().map(|it| it.1).collect();
        let spellings = other_spellings(&words, &known);
        known.extend(spellings.iter().map(|it| know(it)));
        let codes = known.iter().filter(|it| is_code(&it.word.text));
        let own_keys = meant.iter().map(|it| key_of_meaning(it));
        let own_keys = own_keys.chain(codes.flat_map(|it| it.keys())).collect();
        Self { known, meant, own_keys, told: OnceLock::new() }
    }

    fn told(&self) -> &Told {
        self.told.get_or_init(|| {
            let words = self.each_word();
            let keys: Vec<String> = words.iter().flat_map(Word::keys).collect();
            let all = self.written().chain(keys.iter().map(String::as_str));
            let mut numbers: Vec<u64> = all.map(number_of).collect();
            numbers.sort_unstable();
            numbers.dedup();
            Told { words, keys, numbers }
        })
    }

    fn each_word(&self) -> Vec<Word> {
        let mut found: Vec<Word> = Vec::with_capacity(2 * self.known.len());
        let mut parts: BTreeSet<(&str, &[String])> = BTreeSet::new();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut meant = self.meant.clone();
        for known in &self.known {
            let new = known.parts.iter().filter(|it| parts.insert((&it.text, &it.stems)));
            found.extend(new.cloned());
            meant.extend(known.meanings().map(str::to_owned));
        }
        let written = self.known.iter().filter(|it| seen.insert(&it.word.text));
        found.extend(written.map(|it| it.word.clone()));
        found.extend(meant.into_iter().map(|it| Word::of(Kind::Meaning, it)));
        found
    }

    fn written(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(|it| &*it.word.text)
    }
}

/// `HEB 200` is also written `HEB200`, and `93cm` has a `93` in it.
fn other_spellings(words: &[String], known: &[Arc<Known>]) -> BTreeSet<String> {
    let mut spellings: BTreeSet<String> =
        known.iter().flat_map(|it| it.pieces.iter().cloned()).collect();
    for pair in words.windows(2) {
        let one_is_a_size = is_number(&pair[0]) && is_letters(&pair[1]);
        if one_is_a_size || is_letters(&pair[0]) && is_number(&pair[1]) {
            spellings.insert(pair.concat());
        }
    }
    spellings.retain(|it| !words.contains(it));
    spellings
}

/// All by which a text can be found, line by line. A copy shares what it says.
#[derive(Debug, Clone, Default)]
pub struct Entries(Vec<Arc<Line>>);

impl Entries {
    /// See [`text_words`].
    pub fn words(&self) -> impl Iterator<Item = &Word> + Clone {
        self.0.iter().flat_map(|it| &it.told().words)
    }

    /// See [`Word::written`]. A word that stands there twice comes twice.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|it| it.written())
    }

    /// See [`Word::keys`].
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|it| it.told().keys.iter().map(String::as_str))
    }

    /// Those of [`Self::keys`] that follow from several words together or from a code. For those
    /// that follow from one word of letters see [`keys_of_word`].
    pub fn own_keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|it| it.own_keys.iter().map(String::as_str))
    }

    /// The number of each of [`Self::written`] and [`Self::keys`].
    pub fn numbers(&self) -> impl Iterator<Item = u64> {
        self.0.iter().flat_map(|it| it.told().numbers.iter().copied())
    }

    /// Whether every word of `asked` occurs: see [`super::contains_all`].
    pub fn contain_all(&self, asked: &str) -> bool {
        super::all_occur(self.words(), &super::query_words(asked))
    }
}

/// What a word or key is looked up by where very many of them are kept. Two may have the same one.
pub fn number_of(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
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
    let mut found = meanings_of_several(words, known);
    found.extend(known.iter().enumerate().flat_map(one));
    found
}

/// The same of sizes and of words that mean something together.
fn meanings_of_several<K: AsRef<Known>>(
    words: &[String],
    known: &[K],
) -> Vec<(Range<usize>, String)> {
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
            text in ".{0,60}|((eiken|binnendeuren|93|cm|60x60|HEB|2,5m|steenwolplaat)[ \n]?){0,8}",
        ) {
            let entries = Analyst::default().entries(&text);
            let words = text_words(&text);
            let numbers: BTreeSet<u64> = entries.numbers().collect();
            let kept = entries.written().chain(entries.keys()).map(number_of);
            prop_assert_eq!(numbers, kept.collect());
            let written: BTreeSet<&str> = words.iter().filter_map(Word::written).collect();
            let keys: BTreeSet<String> = words.iter().flat_map(Word::keys).collect();
            prop_assert_eq!(entries.written().collect::<BTreeSet<_>>(), written);
            let kept: BTreeSet<String> = entries.keys().map(str::to_owned).collect();
            prop_assert_eq!(&kept, &keys);
            let of_letters = entries.written().filter(|it| !is_code(it));
            let mut apart: BTreeSet<String> = of_letters.flat_map(keys_of_word).collect();
            apart.extend(entries.own_keys().map(str::to_owned));
            prop_assert_eq!(apart, keys);
        }
    }
    #[test]
    fn what_stands_on_two_lines_is_not_one_thing() {
        let text = text_words("HEB\n200\n93\ncm");
        for asked in ["HEB200", "93cm", "930 mm"] {
            assert!(!super::super::contains_all(&text, asked), "{asked}");
        }
    }

    #[test]
    fn what_is_asked_for_again_is_remembered() {
        let mut analyst = Analyst::default();
        let first = analyst.known("deur");
        for number in 0..3 * REMEMBERED_AT_ONCE {
            analyst.known(&number.to_string());
            if number % (REMEMBERED_AT_ONCE / 2) == 0 {
                assert!(Arc::ptr_eq(&first, &analyst.known("deur")));
            }
        }
        assert!(analyst.words.now.len() <= REMEMBERED_AT_ONCE);
        assert!(analyst.words.before.len() <= REMEMBERED_AT_ONCE);
    }
}
