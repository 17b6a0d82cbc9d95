//! From a word that is asked for to the documents of a segment that answer it.
//!
//! Tantivy's own query for typos forgets which word it was that answered, and with how many typos.
//! So the words that answer are known here, and are read by their grade.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED};

use super::super::analysis::{self, Asked, Grade};
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
    vocabulary: &'a Vocabulary,
    /// What it is looked up by, when the first segment that does not remember it asks.
    words: OnceLock<HashMap<Arc<str>, (u32, Grade)>>,
}

impl<'a> Sought<'a> {
    pub fn of(asked: &Asked, vocabulary: &'a Vocabulary) -> Self {
        Self { asked: asked.clone(), vocabulary, words: OnceLock::new() }
    }

    /// Words of letters, with their numbers and how well they answer.
    fn words(&self) -> &HashMap<Arc<str>, (u32, Grade)> {
        self.words.get_or_init(|| self.vocabulary.answering(&self.asked))
    }
}

/// What answers a word in a segment.
pub fn answers(sought: &Sought, segment: &Segment) -> tantivy::Result<Arc<[Answer]>> {
    let asked = &sought.asked;
    segment.answers(asked, || {
        let (words, keys) = (segment.words().terms(), segment.keys().terms());
        let answer = |grade, word, found| Answer { grade, word, found };
        let mut found = Vec::new();
        for (word, (number, grade)) in sought.words() {
            let place = segment.places().find(*number);
            found.extend(place.map(|it| answer(*grade, Some(Arc::clone(word)), it.clone())));
        }
        if asked.is_last() {
            let others = all_beginning_with(asked.as_str(), segment)?.into_iter();
            found.extend(others.filter(|it| !sought.answers_better(it)));
        }
        if analysis::is_code(asked.as_str()) {
            let place = words.get(asked.as_str())?;
            found.extend(place.map(|it| answer(Grade::Exact, Some(asked.as_str().into()), it)));
        }
        for (grade, key) in asked.lookups().keys {
            found.extend(keys.get(key)?.map(|it| answer(grade, None, it)));
        }
        let order = |it: &Answer| (it.grade, it.found.doc_freq);
        found.sort_by(|one, two| order(two).cmp(&order(one)).then_with(|| one.word.cmp(&two.word)));
        let better = found.partition_point(|it| it.grade > Grade::Beginning);
        found.truncate(better + BEGINNINGS_MAX);
        Ok(found)
    })
}

impl Sought<'_> {
    /// Whether what only begins with it is known to answer it otherwise.
    fn answers_better(&self, answer: &Answer) -> bool {
        let asked = self.asked.as_str();
        answer.word.as_deref().is_some_and(|it| it == asked || self.words().contains_key(it))
    }
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
