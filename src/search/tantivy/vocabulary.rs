//! The words of letters that stand in any segment, and what follows from each of them.
//!
//! Most words stand in every segment. What is spelt like a word that is asked for, is a form of
//! it, a compound with it or another name for it, is found here, once for all segments, and looked
//! up in each. So a document need not be kept under all that follows from its words either.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use tantivy::InvertedIndexReader;
use tantivy::postings::TermInfo;

use super::super::analysis::{self, Asked, Grade, Lookups};

#[derive(Default)]
pub struct Vocabulary(RwLock<Words>);

/// Words are added and never forgotten: those that stand nowhere any more are looked up in vain.
#[derive(Default)]
struct Words {
    numbers: HashMap<Arc<str>, Number>,
    /// By the number of their letters.
    by_length: Vec<Vec<Word>>,
    /// By each of the keys by which a text is found that has them in it.
    by_key: HashMap<String, Vec<(Number, Arc<str>)>>,
}

/// Which of all words it is, in the order in which they came.
type Number = u32;

/// The words of a segment, in the order of their numbers, and where each of them stands in it.
pub struct Places(Vec<(Number, TermInfo)>);

impl Places {
    pub fn find(&self, number: Number) -> Option<&TermInfo> {
        let at = self.0.binary_search_by_key(&number, |it| it.0).ok()?;
        Some(&self.0[at].1)
    }
}

struct Word {
    letters: Letters,
    number: Number,
    text: Arc<str>,
}

/// Which letters occur in a word, a bit each; what is no letter of ours shares one with others.
#[derive(Clone, Copy)]
struct Letters(u32);

impl Letters {
    fn of(word: &str) -> Self {
        let bit = |letter: char| match letter {
            'a'..='z' => u32::from(letter) - u32::from('a'),
            other => 26 + u32::from(other) % 6,
        };
        Self(word.chars().fold(0, |letters, it| letters | 1 << bit(it)))
    }

    /// Each typo adds a letter at most, and takes one away at most.
    fn may_be(self, other: Self, typos: usize) -> bool {
        let (more, fewer) = (self.0 & !other.0, other.0 & !self.0);
        more.count_ones().max(fewer.count_ones()) as usize <= typos
    }
}

impl Vocabulary {
    /// Takes in the words of a segment, and tells their places in it.
    pub fn add(&self, segment: &InvertedIndexReader) -> tantivy::Result<Places> {
        let mut placed: Vec<(Number, TermInfo)> = Vec::new();
        let mut new: Vec<(Arc<str>, TermInfo)> = Vec::new();
        {
            let words = self.0.read().unwrap_or_else(PoisonError::into_inner);
            // Most codes begin with a digit, and of those there may be more than of words.
            for range in [segment.terms().range().lt("0"), segment.terms().range().ge(":")] {
                let mut terms = range.into_stream()?;
                while terms.advance() {
                    let place = terms.value().clone();
                    // All terms are text, because we put in nothing else.
                    let Ok(term) = str::from_utf8(terms.key()) else { continue };
                    if let Some(number) = words.numbers.get(term) {
                        placed.push((*number, place));
                    } else if !analysis::is_code(term) {
                        new.push((term.into(), place));
                    }
                }
            }
        }
        let keys: Vec<Vec<String>> = new.iter().map(|it| analysis::keys_of_word(&it.0)).collect();
        let mut words = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for ((text, place), keys) in new.into_iter().zip(keys) {
            placed.push((words.insert(text, keys), place));
        }
        placed.sort_unstable_by_key(|it| it.0);
        Ok(Places(placed))
    }

    /// The words that answer one that is asked for, each with its best grade. Those that only
    /// begin with it are not among them.
    pub fn answering(&self, asked: &Asked) -> HashMap<Arc<str>, (Number, Grade)> {
        let words = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut found: HashMap<Arc<str>, (Number, Grade)> = HashMap::new();
        let mut add = |text: &Arc<str>, number, grade: Grade| {
            let best = found.entry(Arc::clone(text)).or_insert((number, grade));
            best.1 = grade.max(best.1);
        };
        let Lookups { written, keys } = asked.lookups();
        for (grade, text) in written.into_iter().chain([(Grade::Exact, asked.as_str().to_owned())])
        {
            if let Some((text, number)) = words.numbers.get_key_value(text.as_str()) {
                add(text, *number, grade);
            }
        }
        for (grade, key) in keys {
            let under = words.by_key.get(&key).into_iter().flatten();
            under.for_each(|(number, text)| add(text, *number, grade));
        }
        for (grade, word) in words.spelt_like(asked) {
            add(&word.text, word.number, grade);
        }
        found
    }
}

impl Words {
    /// Its number; the one it has where others brought it meanwhile.
    fn insert(&mut self, text: Arc<str>, keys: Vec<String>) -> Number {
        if let Some(known) = self.numbers.get(&text) {
            return *known;
        }
        let number = Number::try_from(self.numbers.len()).unwrap_or(Number::MAX);
        self.numbers.insert(Arc::clone(&text), number);
        let length = text.chars().count();
        if self.by_length.len() <= length {
            self.by_length.resize_with(length + 1, Vec::new);
        }
        let letters = Letters::of(&text);
        self.by_length[length].push(Word { letters, number, text: Arc::clone(&text) });
        for key in keys {
            let under = self.by_key.entry(key).or_default();
            if under.last().is_none_or(|last| last.0 != number) {
                under.push((number, Arc::clone(&text)));
            }
        }
        number
    }

    /// With typos, one at least.
    fn spelt_like(&self, asked: &Asked) -> impl Iterator<Item = (Grade, &Word)> {
        let word = asked.as_str();
        let typos = analysis::typos_allowed(word);
        let (letters, length) = (Letters::of(word), word.chars().count());
        let lengths =
            if typos == 0 { 0..0 } else { length.saturating_sub(typos)..length + typos + 1 };
        let alike = lengths.filter_map(|it| self.by_length.get(it)).flatten();
        alike.filter(move |it| letters.may_be(it.letters, typos)).filter_map(|it| {
            let grade = asked.grade_spelling(&it.text)?;
            grade.is_by_typos().then_some((grade, it))
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_spelt_alike_is_what_grading_each_finds(
            words in prop::collection::hash_set("[a-dé]{1,10}", 0..60),
            asked in "[a-dé]{1,10}",
        ) {
            let mut vocabulary = Words::default();
            for it in &words {
                vocabulary.insert(it.as_str().into(), Vec::new());
            }
            for asked in analysis::query_words(&asked) {
                let found: HashMap<&str, Grade> =
                    vocabulary.spelt_like(&asked).map(|it| (&*it.1.text, it.0)).collect();
                let graded = |it: &String| asked.grade_spelling(it);
                let plainly: HashMap<&str, Grade> = words
                    .iter()
                    .filter_map(|it| Some((it.as_str(), graded(it).filter(|it| it.is_by_typos())?)))
                    .collect();
                prop_assert_eq!(found, plainly);
            }
        }
    }
}
