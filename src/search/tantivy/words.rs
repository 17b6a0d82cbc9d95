//! From a word that is asked for to the documents of a segment that answer it.
//!
//! Tantivy's own query for typos forgets which word it was that answered, and with how many typos.
//! So the words that answer are known here, and are read by their grade.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED};

use super::super::analysis::{Asked, Grade, Lookups};
use super::bits::Bits;
use super::segment::Segment;
use super::vocabulary::Vocabulary;

/// A word of the dictionary, or a key, that answers the one asked for.
pub struct Answer {
    pub grade: Grade,
    /// `None` of a key.
    pub word: Option<Arc<str>>,
    found: TermInfo,
}

/// Half a word may be the beginning of thousands. Of those that only begin with it, or have typos,
/// the best are kept, and of those the ones that stand in most documents: whoever types on finds
/// the others.
const BEGINNINGS_MAX: usize = 120;

/// Where a word stands in so many times fewer documents, each is looked for rather than all gone
/// through.
const FEW: usize = 8;

/// A word that is asked for, made ready to be looked up in one segment after the other.
pub struct Sought<'a> {
    asked: Asked,
    lookups: Lookups,
    vocabulary: &'a Vocabulary,
    /// What it is looked up by, when the first segment that does not remember it asks.
    words: OnceLock<HashMap<Arc<str>, Grade>>,
}

impl<'a> Sought<'a> {
    pub fn of(asked: &Asked, vocabulary: &'a Vocabulary) -> Self {
        let words = OnceLock::new();
        Self { asked: asked.clone(), lookups: asked.lookups(), vocabulary, words }
    }

    /// Words as they stand in texts.
    fn words(&self) -> &HashMap<Arc<str>, Grade> {
        self.words.get_or_init(|| {
            let mut words = self.vocabulary.answering(&self.asked);
            let own = (Grade::Exact, self.asked.as_str().to_owned());
            for (grade, word) in self.lookups.written.iter().cloned().chain([own]) {
                let best = words.entry(word.into()).or_insert(grade);
                *best = grade.max(*best);
            }
            words
        })
    }
}

/// What answers a word in a segment.
pub fn answers(sought: &Sought, segment: &Segment) -> tantivy::Result<Arc<[Answer]>> {
    segment.answers(&sought.asked, || {
        let words = segment.words();
        let mut found = Vec::new();
        for (word, grade) in sought.words() {
            if let Some(info) = words.terms().get(word.as_bytes())? {
                found.push(Answer { grade: *grade, word: Some(Arc::clone(word)), found: info });
            }
        }
        for (grade, key) in &sought.lookups.keys {
            if let Some(info) = segment.keys().terms().get(key)? {
                found.push(Answer { grade: *grade, word: None, found: info });
            }
        }
        if sought.asked.is_last() {
            let mut beginning = all_beginning_with(sought.asked.as_str(), segment)?;
            // The others answer better.
            beginning.retain(|it| it.word.as_ref().is_none_or(|it| !is_better(sought, it)));
            found.extend(beginning);
        }
        let order = |it: &Answer| (it.grade, it.found.doc_freq);
        found.sort_by(|one, two| order(two).cmp(&order(one)).then_with(|| one.word.cmp(&two.word)));
        let better = found.partition_point(|it| it.grade > Grade::Beginning);
        found.truncate(better + BEGINNINGS_MAX);
        Ok(found)
    })
}

fn is_better(sought: &Sought, word: &str) -> bool {
    sought.words().contains_key(word)
}

/// The words that begin so; of more than `most` those that stand in most documents.
pub fn beginning_with(
    beginning: &str,
    segment: &Segment,
    most: usize,
) -> tantivy::Result<Vec<Answer>> {
    let mut found = all_beginning_with(beginning, segment)?;
    if found.len() > most {
        found.sort_by_key(|it| std::cmp::Reverse(it.doc_freq()));
        found.truncate(most);
    }
    Ok(found)
}

fn all_beginning_with(beginning: &str, segment: &Segment) -> tantivy::Result<Vec<Answer>> {
    let mut found = Vec::new();
    let mut terms = segment.words().terms().range().ge(beginning).into_stream()?;
    while terms.advance() && terms.key().starts_with(beginning.as_bytes()) {
        if let Ok(term) = str::from_utf8(terms.key()) {
            let (grade, word) = (Grade::Beginning, Some(term.into()));
            found.push(Answer { grade, word, found: terms.value().clone() });
        }
    }
    Ok(found)
}

impl Answer {
    pub fn doc_freq(&self) -> u32 {
        self.found.doc_freq
    }

    /// Calls `take` with each document it stands in, and how often it counts there.
    pub fn for_each(
        &self,
        segment: &Segment,
        mut take: impl FnMut(DocId, u32),
    ) -> tantivy::Result<()> {
        let option = IndexRecordOption::WithFreqs;
        let mut blocks =
            self.index(segment).read_block_postings_from_terminfo(&self.found, option)?;
        while blocks.block_len() > 0 {
            for (doc, times) in blocks.docs().iter().zip(blocks.freqs()) {
                take(*doc, *times);
            }
            blocks.advance();
        }
        Ok(())
    }

    /// The same for those of `docs`, which come in order, with their place among them.
    pub fn for_some(
        &self,
        segment: &Segment,
        docs: &[DocId],
        mut take: impl FnMut(usize, u32),
    ) -> tantivy::Result<()> {
        if (self.doc_freq() as usize) < docs.len() / FEW {
            return self.for_each(segment, |doc, times| {
                if let Ok(at) = docs.binary_search(&doc) {
                    take(at, times);
                }
            });
        }
        let mut postings = self.postings(segment)?;
        for (at, doc) in docs.iter().enumerate() {
            let mut here = postings.doc();
            if here < *doc {
                here = postings.seek(*doc);
            }
            if here == *doc {
                take(at, postings.term_freq());
            } else if here == TERMINATED {
                break;
            }
        }
        Ok(())
    }

    pub fn stands_in_any_of(&self, segment: &Segment, seen: &Bits) -> tantivy::Result<bool> {
        let mut postings = self.postings(segment)?;
        while postings.doc() != TERMINATED {
            if seen.contains(postings.doc()) {
                return Ok(true);
            }
            postings.advance();
        }
        Ok(false)
    }

    /// How many of `seen` it stands in.
    pub fn count_in(&self, segment: &Segment, seen: &Bits) -> tantivy::Result<usize> {
        let mut count = 0;
        self.for_each(segment, |doc, _| count += usize::from(seen.contains(doc)))?;
        Ok(count)
    }

    fn postings(&self, segment: &Segment) -> tantivy::Result<SegmentPostings> {
        let option = IndexRecordOption::WithFreqs;
        Ok(self.index(segment).read_postings_from_terminfo(&self.found, option)?)
    }

    /// What it is worth in a document where it counts so often.
    pub fn points(&self, times: u32) -> u8 {
        u8::try_from(self.grade.points() * times).unwrap_or(u8::MAX)
    }

    fn index<'a>(&self, segment: &'a Segment) -> &'a InvertedIndexReader {
        if self.word.is_some() { segment.words() } else { segment.keys() }
    }
}
