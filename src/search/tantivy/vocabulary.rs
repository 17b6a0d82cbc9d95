//! The words of letters that stand in any segment, and what follows from each of them.
//!
//! Most words stand in every segment. What is spelt like a word that is asked for, is a form of
//! it, a compound with it or another name for it, is found here, once for all segments, and looked
//! up in each. So a document need not be kept under all that follows from its words either.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use tantivy::InvertedIndexReader;

use super::super::analysis::{self, Asked, Grade};

#[derive(Default)]
pub struct Vocabulary(RwLock<Words>);

/// Words are added and never forgotten: those that stand nowhere any more are looked up in vain.
#[derive(Default)]
struct Words {
    known: HashSet<Arc<str>>,
    /// By the number of their letters.
    by_length: Vec<Vec<Word>>,
    /// By each of the keys by which a text is found that has them in it.
    by_key: HashMap<String, Vec<Arc<str>>>,
}

struct Word {
    letters: Letters,
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
    /// Takes in the words of a segment.
    pub fn add(&self, segment: &InvertedIndexReader) -> tantivy::Result<()> {
        let mut new: Vec<(Arc<str>, Vec<String>)> = Vec::new();
        {
            let words = self.0.read().unwrap_or_else(PoisonError::into_inner);
            let mut add = |term: &[u8]| {
                // All terms are text, because we put in nothing else.
                let Ok(term) = str::from_utf8(term) else { return };
                if !analysis::is_code(term) && !words.known.contains(term) {
                    new.push((term.into(), Vec::new()));
                }
            };
            // Most codes begin with a digit, and of those there may be more than of words.
            let mut before = segment.terms().range().lt("0").into_stream()?;
            while before.advance() {
                add(before.key());
            }
            let mut after = segment.terms().range().ge(":").into_stream()?;
            while after.advance() {
                add(after.key());
            }
        }
        for (text, keys) in &mut new {
            *keys = analysis::keys_of_word(text);
        }
        let mut words = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for (text, keys) in new {
            words.insert(text, keys);
        }
        Ok(())
    }

    /// The words that answer one that is asked for, each with its best grade. Those that only
    /// begin with it are not among them.
    pub fn answering(&self, asked: &Asked) -> HashMap<Arc<str>, Grade> {
        let words = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut found: HashMap<Arc<str>, Grade> = HashMap::new();
        let mut add = |text: &Arc<str>, grade: Grade| {
            let best = found.entry(Arc::clone(text)).or_insert(grade);
            *best = grade.max(*best);
        };
        for (grade, key) in asked.lookups().keys {
            words.by_key.get(&key).into_iter().flatten().for_each(|it| add(it, grade));
        }
        for (grade, text) in words.spelt_like(asked) {
            add(text, grade);
        }
        found
    }
}

impl Words {
    fn insert(&mut self, text: Arc<str>, keys: Vec<String>) {
        if !self.known.insert(Arc::clone(&text)) {
            return;
        }
        let length = text.chars().count();
        if self.by_length.len() <= length {
            self.by_length.resize_with(length + 1, Vec::new);
        }
        let letters = Letters::of(&text);
        self.by_length[length].push(Word { letters, text: Arc::clone(&text) });
        for key in keys {
            let under = self.by_key.entry(key).or_default();
            if under.last() != Some(&text) {
                under.push(Arc::clone(&text));
            }
        }
    }

    /// With typos, one at least.
    fn spelt_like(&self, asked: &Asked) -> impl Iterator<Item = (Grade, &Arc<str>)> {
        let word = asked.as_str();
        let typos = analysis::typos_allowed(word);
        let (letters, length) = (Letters::of(word), word.chars().count());
        let lengths = if typos == 0 { 0..0 } else { length.saturating_sub(typos)..length + typos + 1 };
        let alike = lengths.filter_map(|it| self.by_length.get(it)).flatten();
        alike.filter(move |it| letters.may_be(it.letters, typos)).filter_map(|it| {
            let grade = asked.grade_spelling(&it.text)?;
            grade.is_by_typos().then_some((grade, &it.text))
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
            words.iter().for_each(|it| vocabulary.insert(it.as_str().into(), Vec::new()));
            for asked in analysis::query_words(&asked) {
                let found: HashMap<&str, Grade> =
                    vocabulary.spelt_like(&asked).map(|it| (&**it.1, it.0)).collect();
                let graded = |it: &'_ String| asked.grade_spelling(it);
                let plainly: HashMap<&str, Grade> = words
                    .iter()
                    .filter_map(|it| Some((it.as_str(), graded(it).filter(|it| it.is_by_typos())?)))
                    .collect();
                prop_assert_eq!(found, plainly);
            }
        }
    }
}
