//! From a word that is asked for to the words of the dictionary that answer it.
//!
//! Tantivy's own query for typos forgets which word it was that answered, and with how many typos.
//! So the dictionary is walked first, and the words found in it are asked for by grade.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::query::{ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery, Query as Clause};
use tantivy::schema::Field;
use tantivy::{Searcher, TantivyError, Term};

use super::super::analysis::{self, Asked, Grade, NAME_FACTOR};
use super::clauses::any_of;
use super::document::Fields;

/// What answers a word, in the name or in the text, scored with the points of its best answer.
pub fn clause(
    asked: &Asked,
    fields: &Fields,
    searcher: &Searcher,
) -> tantivy::Result<Box<dyn Clause>> {
    let mut answers: Vec<Box<dyn Clause>> = Vec::new();
    for (field, factor) in [(&fields.name, NAME_FACTOR), (&fields.text, 1)] {
        let stems = any_of(field.stems, asked.word().marked_stems());
        answers.push(scored(stems, Grade::Form.points() * factor));
        for (grade, words) in look_up(asked, field.words, searcher)? {
            answers.push(scored(any_of(field.words, words), grade.points() * factor));
        }
    }
    Ok(Box::new(DisjunctionMaxQuery::new(answers)))
}

#[expect(clippy::cast_precision_loss, reason = "points are few")]
fn scored(clause: Box<dyn Clause>, points: u32) -> Box<dyn Clause> {
    Box::new(ConstScoreQuery::new(clause, points as f32))
}

/// The words of the dictionary that are spelt like the one asked for.
fn look_up(
    asked: &Asked,
    field: Field,
    searcher: &Searcher,
) -> tantivy::Result<BTreeMap<Grade, BTreeSet<String>>> {
    let word = asked.word().as_str();
    let mut graded: BTreeMap<Grade, BTreeSet<String>> = BTreeMap::new();
    let mut keep = |term: &[u8]| {
        // All terms are text, because we put in nothing else.
        let Ok(term) = str::from_utf8(term) else { return };
        if let Some(grade) = asked.grade_spelling(term) {
            graded.entry(grade).or_default().insert(term.to_owned());
        }
    };
    keep(word.as_bytes());
    let typos = u8::try_from(analysis::typos_allowed(word))
        .map_err(|cause| TantivyError::InvalidArgument(cause.to_string()))?;
    let alike = FuzzyTermQuery::new(Term::from_field_text(field, word), typos, true).automaton()?;
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        if asked.is_last() {
            let mut terms = index.terms().range().ge(word).into_stream()?;
            while terms.advance() && terms.key().starts_with(word.as_bytes()) {
                keep(terms.key());
            }
        }
        if typos > 0 {
            let mut terms = index.terms().search(&alike).into_stream()?;
            while terms.advance() {
                keep(terms.key());
            }
        }
    }
    Ok(graded)
}
