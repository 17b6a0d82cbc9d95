//! A segment of the index with what is remembered of it. Segments never change but for what is
//! deleted from them, so what was read once stays good until they are merged away.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::{
    DocId, DocSet, InvertedIndexReader, Searcher, SegmentReader, TERMINATED, TantivyError, Term,
};

use super::super::analysis::Asked;
use super::super::constraint::Figure;
use super::super::place::degrees;
use super::super::{Facet, Point};
use super::bits::Bits;
use super::document::{Fields, ID, LATITUDE, LONGITUDE, VERSION, facet_name, figure_name};
use super::gather::Counted;
use super::spots::Spots;
use super::vocabulary::{Places, Vocabulary};
use super::words::Answer;

/// All segments, as they were at one moment.
pub struct View {
    searcher: Searcher,
    pub segments: Vec<Segment>,
    /// The words of all of them.
    pub vocabulary: Arc<Vocabulary>,
    /// What was counted of many, by the query that asked for it.
    counted: Mutex<HashMap<String, Counted>>,
}

/// So many counts of facets are remembered until something is written.
const COUNTED_MAX: usize = 256;

pub struct Segment {
    reader: SegmentReader,
    /// Those that are not deleted.
    alive: Arc<Bits>,
    known: Arc<Known>,
}

/// What is remembered of a segment, whatever is deleted from it.
struct Known {
    id: SegmentId,
    words: Arc<InvertedIndexReader>,
    word_places: Places,
    keys: Arc<InvertedIndexReader>,
    facts: Arc<InvertedIndexReader>,
    ids: StrColumn,
    greatest_id: String,
    versions: Column<i64>,
    created_at: Column<i64>,
    places: Option<(Column<i64>, Column<i64>)>,
    /// By what words are answered.
    answers: Mutex<HashMap<Asked, Arc<[Answer]>>>,
    /// Of facts that are so of many.
    fact_bits: Mutex<HashMap<String, Arc<Bits>>>,
    figures: Mutex<HashMap<Figure, Option<Column<i64>>>>,
    facets: Mutex<HashMap<Facet, Option<Arc<FacetColumn>>>>,
    /// All documents, the newest first, and of those as old in the order of their ids.
    newest: OnceLock<Vec<DocId>>,
    spots: OnceLock<Spots>,
}

/// The values of a facet by their numbers, and which documents have which.
pub struct FacetColumn {
    pub numbers: Column<u64>,
    /// In the order of their numbers.
    pub values: Vec<String>,
}

/// A fact that is so of one document in so many is remembered: reading it takes longer than
/// and-ing it. No segment has more than a few dozen of those, because each document has few facts.
const REMEMBERED_FROM: DocId = 32;

/// So many words are remembered with what answers them, some kilobytes each.
const ANSWERED_MAX: usize = 1000;

impl View {
    /// Looks anew, with what is remembered of the segments that were there before.
    pub fn of(searcher: Searcher, fields: &Fields, before: Option<&Self>) -> tantivy::Result<Self> {
        let vocabulary = before.map(|it| Arc::clone(&it.vocabulary)).unwrap_or_default();
        let segment = |reader: &SegmentReader| {
            let id = reader.segment_id();
            let before = before.and_then(|it| it.segments.iter().find(|it| it.known.id == id));
            let known = match before {
                Some(before) => Arc::clone(&before.known),
                None => Arc::new(Known::of(reader, fields, &vocabulary)?),
            };
            let is_same = |it: &&Segment| it.reader.delete_opstamp() == reader.delete_opstamp();
            let alive = match before.filter(is_same) {
                Some(before) => Arc::clone(&before.alive),
                None => Arc::new(alive(reader)),
            };
            Ok(Segment { reader: reader.clone(), alive, known })
        };
        let segments = searcher.segment_readers().iter().map(segment);
        let segments = segments.collect::<tantivy::Result<_>>()?;
        Ok(Self { searcher, segments, vocabulary, counted: Mutex::default() })
    }

    /// The version in which a listing is known, if it is.
    pub fn version(&self, id: &str, fields: &Fields) -> tantivy::Result<Option<i64>> {
        let term = Term::from_field_text(fields.id, id);
        for segment in &self.segments {
            // New ids sort after all older ones.
            if id > segment.known.greatest_id.as_str() {
                continue;
            }
            let ids = segment.reader.inverted_index(fields.id)?;
            let Some(mut docs) = ids.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            while docs.doc() != TERMINATED {
                if !segment.reader.is_deleted(docs.doc()) {
                    return Ok(segment.known.versions.first(docs.doc()));
                }
                docs.advance();
            }
        }
        Ok(None)
    }

    /// The ids and versions that are known after an id, in the order of ids.
    pub fn versions(
        &self,
        after: &str,
        limit: usize,
        fields: &Fields,
    ) -> tantivy::Result<Vec<(String, i64)>> {
        let mut known = Vec::new();
        for segment in &self.segments {
            let ids = segment.reader.inverted_index(fields.id)?;
            let mut terms = ids.terms().range().gt(after).into_stream()?;
            let mut count = 0;
            while count < limit && terms.advance() {
                let mut docs =
                    ids.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
                while docs.doc() != TERMINATED {
                    let version = segment.known.versions.first(docs.doc());
                    if let Some(version) =
                        version.filter(|_| !segment.reader.is_deleted(docs.doc()))
                    {
                        known.push((String::from_utf8_lossy(terms.key()).into_owned(), version));
                        count += 1;
                    }
                    docs.advance();
                }
            }
        }
        known.sort();
        known.truncate(limit);
        Ok(known)
    }

    pub fn counted(&self, query: &str) -> Option<Counted> {
        locked(&self.counted).get(query).cloned()
    }

    pub fn remember(&self, query: String, counted: &Counted) {
        let mut remembered = locked(&self.counted);
        if remembered.len() < COUNTED_MAX {
            remembered.insert(query, counted.clone());
        }
    }

    pub fn is_of(&self, searcher: &Searcher) -> bool {
        // Generations are counted anew in an index that was put in the place of another.
        self.searcher.generation() == searcher.generation()
    }
}

impl Known {
    fn of(
        reader: &SegmentReader,
        fields: &Fields,
        vocabulary: &Vocabulary,
    ) -> tantivy::Result<Self> {
        let words = reader.inverted_index(fields.words)?;
        let columns = reader.fast_fields();
        let ids = columns.str(ID)?.ok_or_else(|| TantivyError::FieldNotFound(ID.to_owned()))?;
        let mut greatest_id = String::new();
        ids.ord_to_str((ids.num_terms() as u64).saturating_sub(1), &mut greatest_id)?;
        let latitudes = columns.column_opt(LATITUDE)?;
        let longitudes = columns.column_opt(LONGITUDE)?;
        Ok(Self {
            id: reader.segment_id(),
            word_places: vocabulary.add(&words)?,
            words,
            keys: reader.inverted_index(fields.keys)?,
            facts: reader.inverted_index(fields.facts)?,
            ids,
            greatest_id,
            versions: columns.i64(VERSION)?,
            created_at: columns.i64(&figure_name(Figure::CreatedAt))?,
            places: latitudes.zip(longitudes),
            answers: Mutex::default(),
            fact_bits: Mutex::default(),
            figures: Mutex::default(),
            facets: Mutex::default(),
            newest: OnceLock::new(),
            spots: OnceLock::new(),
        })
    }
}

impl FacetColumn {
    /// Reading a value by its number takes as long as counting a hundred documents.
    fn of(column: &StrColumn) -> tantivy::Result<Self> {
        let mut values = Vec::with_capacity(column.num_terms());
        let mut terms = column.dictionary().stream()?;
        while terms.advance() {
            values.push(String::from_utf8_lossy(terms.key()).into_owned());
        }
        Ok(Self { numbers: column.ords().clone(), values })
    }
}

fn alive(reader: &SegmentReader) -> Bits {
    match reader.alive_bitset() {
        None => Bits::all(reader.max_doc()),
        Some(bitset) => {
            let mut alive = Bits::none(reader.max_doc());
            for doc in bitset.iter_alive() {
                alive.insert(doc);
            }
            alive
        }
    }
}

/// What is remembered may be read and added to even after somebody failed on the way.
fn locked<T>(memory: &Mutex<T>) -> MutexGuard<'_, T> {
    memory.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Segment {
    /// How many documents it has, deleted ones among them.
    pub fn size(&self) -> DocId {
        self.reader.max_doc()
    }

    pub fn words(&self) -> &InvertedIndexReader {
        &self.known.words
    }

    /// Where the words of the vocabulary stand in its dictionary.
    pub fn places(&self) -> &Places {
        &self.known.word_places
    }

    pub fn keys(&self) -> &InvertedIndexReader {
        &self.known.keys
    }

    /// By what a word is answered, as it was found before or is found now.
    pub fn answers(
        &self,
        asked: &Asked,
        find: impl FnOnce() -> tantivy::Result<Vec<Answer>>,
    ) -> tantivy::Result<Arc<[Answer]>> {
        if let Some(known) = locked(&self.known.answers).get(asked) {
            return Ok(Arc::clone(known));
        }
        let found: Arc<[Answer]> = find()?.into();
        let mut answers = locked(&self.known.answers);
        if answers.len() >= ANSWERED_MAX {
            answers.clear();
        }
        answers.insert(asked.clone(), Arc::clone(&found));
        Ok(found)
    }

    /// Those that are not deleted.
    pub fn alive(&self) -> Bits {
        Bits::clone(&self.alive)
    }

    pub fn keep_alive(&self, bits: &mut Bits) {
        if self.reader.has_deletes() {
            bits.keep(&self.alive);
        }
    }

    /// All documents, the newest first, and of those as old in the order of their ids.
    pub fn newest_first(&self) -> &[DocId] {
        self.known.newest.get_or_init(|| {
            let ids = self.known.ids.ords();
            let mut docs: Vec<DocId> = (0..self.size()).collect();
            docs.sort_by_cached_key(|doc| (Reverse(self.created_at(*doc)), ids.first(*doc)));
            docs
        })
    }

    /// Those of which at least one of these facts is so.
    pub fn any_of<'a>(&self, facts: impl Iterator<Item = &'a str>) -> tantivy::Result<Bits> {
        let mut any = Bits::none(self.size());
        for fact in facts {
            let remembered = locked(&self.known.fact_bits).get(fact).cloned();
            if let Some(bits) = remembered {
                any.add(&bits);
                continue;
            }
            let Some(info) = self.known.facts.terms().get(fact)? else { continue };
            if info.doc_freq < self.size() / REMEMBERED_FROM {
                self.read(&info, &mut any)?;
                continue;
            }
            let mut bits = Bits::none(self.size());
            self.read(&info, &mut bits)?;
            any.add(&bits);
            locked(&self.known.fact_bits).insert(fact.to_owned(), Arc::new(bits));
        }
        Ok(any)
    }

    fn read(&self, info: &TermInfo, bits: &mut Bits) -> tantivy::Result<()> {
        let facts = &self.known.facts;
        let mut blocks = facts.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        while blocks.block_len() > 0 {
            for doc in blocks.docs() {
                bits.insert(*doc);
            }
            blocks.advance();
        }
        Ok(())
    }

    pub fn figures(&self, figure: Figure) -> tantivy::Result<Option<Column<i64>>> {
        if let Some(column) = locked(&self.known.figures).get(&figure) {
            return Ok(column.clone());
        }
        let column = self.reader.fast_fields().column_opt(&figure_name(figure))?;
        locked(&self.known.figures).insert(figure, column.clone());
        Ok(column)
    }

    pub fn facet(&self, facet: Facet) -> tantivy::Result<Option<Arc<FacetColumn>>> {
        if let Some(column) = locked(&self.known.facets).get(&facet) {
            return Ok(column.clone());
        }
        let column = self.reader.fast_fields().str(&facet_name(facet))?;
        let column = column.map(|it| FacetColumn::of(&it)).transpose()?.map(Arc::new);
        locked(&self.known.facets).insert(facet, column.clone());
        Ok(column)
    }

    /// Where its documents lie.
    pub fn spots(&self) -> &Spots {
        let places = || (0..self.size()).filter_map(|doc| Some((doc, self.point(doc)?)));
        self.known.spots.get_or_init(|| Spots::of(places()))
    }

    pub fn point(&self, doc: DocId) -> Option<Point> {
        let (latitudes, longitudes) = self.known.places.as_ref()?;
        Some(Point {
            latitude: degrees(latitudes.first(doc)?),
            longitude: degrees(longitudes.first(doc)?),
        })
    }

    /// There is no document without one.
    pub fn created_at(&self, doc: DocId) -> i64 {
        self.known.created_at.first(doc).unwrap_or_default()
    }

    pub fn ids(&self) -> &StrColumn {
        &self.known.ids
    }

    pub fn id(&self, doc: DocId) -> tantivy::Result<String> {
        let mut id = String::new();
        if let Some(number) = self.known.ids.ords().first(doc) {
            self.known.ids.ord_to_str(number, &mut id)?;
        }
        Ok(id)
    }
}
