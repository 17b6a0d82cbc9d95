//! From a word that is asked for to the documents of a segment that answer it.
//!
//! Tantivy's own query for typos forgets which word it was that answered, and with how many typos.
//! So the dictionary is walked here, and the words found in it are read by their grade.

use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::query::{DfaWrapper, FuzzyTermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED, TantivyError, Term};

use super::super::analysis::{self, Asked, Grade, Lookups};
use super::bits::Bits;
use super::document::Fields;
use super::segment::Segment;

/// A word of the dictionary, or a key, that answers the one asked for.
pub struct Answer {
    pub grade: Grade,
    /// The word, where it was found by its spelling.
    pub spelling: Option<String>,
    is_key: bool,
    found: TermInfo,
}

/// Half a word may be the beginning of thousands. The best answers are kept, and of those the ones
/// that stand in most documents: whoever types on finds the others.
const ANSWERS_MAX: usize = 120;

/// Where a word stands in so many times fewer documents, each is looked for rather than all gone
/// through.
const FEW: usize = 8;

/// A word that is asked for, made ready to be looked up in one segment after the other.
pub struct Sought {
    asked: Asked,
    lookups: Lookups,
    /// What is spelt like it, where it may have typos.
    alike: Option<DfaWrapper>,
}

impl Sought {
    pub fn of(asked: &Asked, fields: &Fields) -> tantivy::Result<Self> {
        let word = asked.as_str();
        let typos = u8::try_from(analysis::typos_allowed(word))
            .map_err(|cause| TantivyError::InvalidArgument(cause.to_string()))?;
        let term = || Term::from_field_text(fields.words, word);
        let alike = (typos > 0).then(|| FuzzyTermQuery::new(term(), typos, true).automaton());
        Ok(Self { asked: asked.clone(), lookups: asked.lookups(), alike: alike.transpose()? })
    }
}

/// What answers a word in a segment.
pub fn answers(sought: &Sought, segment: &Segment) -> tantivy::Result<Vec<Answer>> {
    let mut found = spelt_alike(sought, segment.words())?;
    let Lookups { written, keys } = &sought.lookups;
    for (is_key, index, wanted) in [(false, segment.words(), written), (true, segment.keys(), keys)]
    {
        for (grade, text) in wanted {
            if let Some(info) = index.terms().get(text)? {
                found.push(Answer { grade: *grade, spelling: None, is_key, found: info });
            }
        }
    }
    if found.len() > ANSWERS_MAX {
        found.sort_by_key(|it| std::cmp::Reverse((it.grade, it.found.doc_freq)));
        found.truncate(ANSWERS_MAX);
    }
    Ok(found)
}

/// The words that begin so; of more than `most` those that stand in most documents.
pub fn beginning_with(
    beginning: &str,
    segment: &Segment,
    most: usize,
) -> tantivy::Result<Vec<Answer>> {
    let mut found = Vec::new();
    let mut terms = segment.words().terms().range().ge(beginning).into_stream()?;
    while terms.advance() && terms.key().starts_with(beginning.as_bytes()) {
        if let Ok(term) = str::from_utf8(terms.key()) {
            let spelling = Some(term.to_owned());
            let info = terms.value().clone();
            found.push(Answer { grade: Grade::Beginning, spelling, is_key: false, found: info });
        }
    }
    if found.len() > most {
        found.sort_by_key(|it| std::cmp::Reverse(it.doc_freq()));
        found.truncate(most);
    }
    Ok(found)
}

/// The words of the dictionary that are spelt like the one asked for.
fn spelt_alike(sought: &Sought, index: &InvertedIndexReader) -> tantivy::Result<Vec<Answer>> {
    let asked = &sought.asked;
    let word = asked.as_str();
    let mut found = Vec::new();
    let mut keep = |term: &[u8], info: &TermInfo| {
        // All terms are text, because we put in nothing else.
        let Ok(term) = str::from_utf8(term) else { return };
        if let Some(grade) = asked.grade_spelling(term) {
            let spelling = Some(term.to_owned());
            found.push(Answer { grade, spelling, is_key: false, found: info.clone() });
        }
    };
    if asked.is_last() {
        let mut terms = index.terms().range().ge(word).into_stream()?;
        while terms.advance() && terms.key().starts_with(word.as_bytes()) {
            keep(terms.key(), terms.value());
        }
    } else if sought.alike.is_none()
        && let Some(info) = index.terms().get(word)?
    {
        keep(word.as_bytes(), &info);
    }
    if let Some(alike) = &sought.alike {
        let mut terms = index.terms().search(alike).into_stream()?;
        while terms.advance() {
            // Those that begin with the last word were found above.
            if !(asked.is_last() && terms.key().starts_with(word.as_bytes())) {
                keep(terms.key(), terms.value());
            }
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
        if self.is_key { segment.keys() } else { segment.words() }
    }
}
