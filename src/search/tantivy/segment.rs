//! A segment of the index with what is remembered of it. Segments never change but for what is
//! deleted from them, so what was read once stays good until they are merged away.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, InvertedIndexReader, Searcher, SegmentReader, TantivyError};

use super::super::constraint::Figure;
use super::super::place::degrees;
use super::super::{Facet, Point};
use super::bits::Bits;
use super::document::{Fields, ID, LATITUDE, LONGITUDE, VERSION, facet_name, figure_name};

/// All segments, as they were at one moment.
pub struct View {
    pub searcher: Searcher,
    pub segments: Vec<Segment>,
}

pub struct Segment {
    reader: SegmentReader,
    known: Arc<Known>,
}

/// What is remembered of a segment, whatever is deleted from it.
struct Known {
    id: SegmentId,
    words: Arc<InvertedIndexReader>,
    keys: Arc<InvertedIndexReader>,
    facts: Arc<InvertedIndexReader>,
    ids: StrColumn,
    versions: Column<i64>,
    created_at: Column<i64>,
    places: Option<(Column<i64>, Column<i64>)>,
    /// Of facts that are so of many.
    fact_bits: Mutex<HashMap<String, Arc<Bits>>>,
    figures: Mutex<HashMap<Figure, Option<Column<i64>>>>,
    facets: Mutex<HashMap<Facet, Option<StrColumn>>>,
}

/// A fact that is so of one document in so many is remembered: reading it takes longer than
/// and-ing it. No segment has more than a few dozen of those, because each document has few facts.
const REMEMBERED_FROM: DocId = 32;

impl View {
    /// Looks anew, with what is remembered of the segments that were there before.
    pub fn of(searcher: Searcher, fields: &Fields, before: Option<&Self>) -> tantivy::Result<Self> {
        let known = |reader: &SegmentReader| {
            let id = reader.segment_id();
            let known = before?.segments.iter().map(|it| &it.known).find(|it| it.id == id)?;
            Some(Arc::clone(known))
        };
        let segment = |reader: &SegmentReader| {
            let known = match known(reader) {
                Some(known) => known,
                None => Arc::new(Known::of(reader, fields)?),
            };
            Ok(Segment { reader: reader.clone(), known })
        };
        let segments = searcher.segment_readers().iter().map(segment);
        let segments = segments.collect::<tantivy::Result<_>>()?;
        Ok(Self { searcher, segments })
    }

    pub fn is_of(&self, searcher: &Searcher) -> bool {
        self.searcher.generation().generation_id() == searcher.generation().generation_id()
    }
}

impl Known {
    fn of(reader: &SegmentReader, fields: &Fields) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let ids = columns.str(ID)?.ok_or_else(|| TantivyError::FieldNotFound(ID.to_owned()))?;
        let latitudes = columns.column_opt(LATITUDE)?;
        let longitudes = columns.column_opt(LONGITUDE)?;
        Ok(Self {
            id: reader.segment_id(),
            words: reader.inverted_index(fields.words)?,
            keys: reader.inverted_index(fields.keys)?,
            facts: reader.inverted_index(fields.facts)?,
            ids,
            versions: columns.i64(VERSION)?,
            created_at: columns.i64(&figure_name(Figure::CreatedAt))?,
            places: latitudes.zip(longitudes),
            fact_bits: Mutex::default(),
            figures: Mutex::default(),
            facets: Mutex::default(),
        })
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

    pub fn keys(&self) -> &InvertedIndexReader {
        &self.known.keys
    }

    /// Those that are not deleted.
    pub fn alive(&self) -> Bits {
        let mut alive = Bits::all(self.size());
        if let Some(bitset) = self.reader.alive_bitset() {
            alive.retain(|it| bitset.is_alive(it));
        }
        alive
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

    pub fn facet(&self, facet: Facet) -> tantivy::Result<Option<StrColumn>> {
        if let Some(column) = locked(&self.known.facets).get(&facet) {
            return Ok(column.clone());
        }
        let column = self.reader.fast_fields().str(&facet_name(facet))?;
        locked(&self.known.facets).insert(facet, column.clone());
        Ok(column)
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

    pub fn version(&self, doc: DocId) -> i64 {
        self.known.versions.first(doc).unwrap_or_default()
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

    pub fn is_deleted(&self, doc: DocId) -> bool {
        self.reader.is_deleted(doc)
    }

    pub fn reader(&self) -> &SegmentReader {
        &self.reader
    }
}
