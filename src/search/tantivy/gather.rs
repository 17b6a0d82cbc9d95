//! What is gathered from all that answers a query: how many there are, the first of them after the
//! cursor, and the facets.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::ops::{Bound, RangeBounds};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader, TantivyError};

use super::super::position::{self, Position};
use super::super::{Facet, Near, Point, Query, Sort};
use super::document::{CREATED_AT, ID, LATITUDE, LONGITUDE, PRICE_CENTS, facet_name};

pub struct Gather<'a> {
    pub query: &'a Query,
    pub after: Option<&'a Position>,
}

#[derive(Default)]
pub struct Found {
    pub total: usize,
    /// In order, with their distances.
    pub placed: Vec<(Position, Option<f64>)>,
    pub facets: BTreeMap<Facet, BTreeMap<String, usize>>,
}

impl Collector for Gather<'_> {
    type Fruit = Found;
    type Child = Segment;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Segment> {
        let columns = Columns::open(reader)?;
        let after = self.after.map(|it| After::in_segment(it, &columns)).transpose()?;
        let mut facets = Vec::new();
        for facet in &self.query.facets {
            if let Some(values) = reader.fast_fields().str(facet_name(*facet))? {
                facets.push(Counted { facet: *facet, values, counts: HashMap::new() });
            }
        }
        let Query { sort, near, .. } = *self.query;
        let wanted = position::wanted(self.query);
        let (total, first) = (0, BinaryHeap::new());
        Ok(Segment { columns, sort, near, after, wanted, total, first, facets })
    }

    fn requires_scoring(&self) -> bool {
        self.query.sort == Sort::Relevance
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Found>>) -> tantivy::Result<Found> {
        let mut all = Found::default();
        all.facets.extend(self.query.facets.iter().map(|it| (*it, BTreeMap::new())));
        for segment in segments {
            let Found { total, placed, facets } = segment?;
            all.total += total;
            all.placed.extend(placed);
            for (facet, counted) in facets {
                for (value, count) in counted {
                    *all.facets.entry(facet).or_default().entry(value).or_default() += count;
                }
            }
        }
        all.placed.sort_by(|one, two| one.0.cmp(&two.0));
        Ok(all)
    }
}

/// What is gathered from one segment.
pub struct Segment {
    columns: Columns,
    sort: Sort,
    near: Option<Near>,
    after: Option<After>,
    /// No more than these are kept.
    wanted: usize,
    total: usize,
    /// The last of them on top.
    first: BinaryHeap<Place>,
    facets: Vec<Counted>,
}

/// A [`Position`] within a segment, where ids have numbers in their order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    rank: i64,
    created_at: Reverse<i64>,
    id: u64,
    doc: DocId,
}

struct Counted {
    facet: Facet,
    values: StrColumn,
    /// By the value's number.
    counts: HashMap<u64, usize>,
}

impl SegmentCollector for Segment {
    type Fruit = tantivy::Result<Found>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        for Counted { values, counts, .. } in &mut self.facets {
            for value in values.term_ords(doc) {
                *counts.entry(value).or_default() += 1;
            }
        }
        let Some(place) = self.place(doc, score) else { return };
        if self.after.as_ref().is_none_or(|it| it.is_before(&place)) {
            self.first.push(place);
            if self.first.len() > self.wanted {
                self.first.pop();
            }
        }
    }

    fn harvest(mut self) -> tantivy::Result<Found> {
        let mut placed = Vec::new();
        for Place { rank, created_at, id, doc } in std::mem::take(&mut self.first).into_sorted_vec()
        {
            let position = Position { rank, created_at, id: name(&self.columns.id, id)? };
            placed.push((position, self.distance_km(doc)));
        }
        let mut facets = BTreeMap::new();
        for Counted { facet, values, counts } in &self.facets {
            let named = counts.iter().map(|(value, count)| Ok((name(values, *value)?, *count)));
            facets.insert(*facet, named.collect::<tantivy::Result<_>>()?);
        }
        Ok(Found { total: self.total, placed, facets })
    }
}

impl Segment {
    /// `None` would be a document without id or time, and there are none.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "few whole points")]
    fn place(&self, doc: DocId, score: Score) -> Option<Place> {
        let distance_km = match self.sort {
            Sort::Distance => self.distance_km(doc),
            Sort::Relevance | Sort::Price | Sort::Newest => None,
        };
        let price_cents = self.columns.price_cents(doc);
        Some(Place {
            rank: position::rank(self.sort, score as u32, distance_km, price_cents),
            created_at: Reverse(self.columns.created_at.first(doc)?),
            id: self.columns.id.ords().first(doc)?,
            doc,
        })
    }

    fn distance_km(&self, doc: DocId) -> Option<f64> {
        let near = self.near?;
        Some(near.point.distance_km(self.columns.point(doc)?))
    }
}

/// The cursor's position, as far as this segment knows it.
struct After {
    rank: i64,
    created_at: Reverse<i64>,
    /// Its own id may be gone or lie in another segment.
    ids: Bound<u64>,
}

impl After {
    fn in_segment(position: &Position, columns: &Columns) -> tantivy::Result<Self> {
        let Position { rank, created_at, id } = position;
        let bounds = (Bound::Excluded(id), Bound::Unbounded);
        let (ids, _) = columns.id.dictionary().term_bounds_to_ord(bounds.0, bounds.1)?;
        Ok(Self { rank: *rank, created_at: *created_at, ids })
    }

    fn is_before(&self, place: &Place) -> bool {
        let own = (self.rank, self.created_at);
        let other = (place.rank, place.created_at);
        own < other || own == other && (self.ids, Bound::Unbounded).contains(&place.id)
    }
}

struct Columns {
    id: StrColumn,
    created_at: Column<i64>,
    price_cents: Option<Column<f64>>,
    latitude: Option<Column<f64>>,
    longitude: Option<Column<f64>>,
}

impl Columns {
    fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let id = columns.str(ID)?;
        Ok(Self {
            id: id.ok_or_else(|| TantivyError::FieldNotFound(ID.to_owned()))?,
            created_at: columns.i64(CREATED_AT)?,
            price_cents: columns.column_opt(PRICE_CENTS)?,
            latitude: columns.column_opt(LATITUDE)?,
            longitude: columns.column_opt(LONGITUDE)?,
        })
    }

    #[expect(clippy::cast_possible_truncation, reason = "it was a whole number of cents")]
    fn price_cents(&self, doc: DocId) -> Option<i64> {
        self.price_cents.as_ref()?.first(doc).map(|it| it as i64)
    }

    fn point(&self, doc: DocId) -> Option<Point> {
        let latitude = self.latitude.as_ref()?.first(doc)?;
        let longitude = self.longitude.as_ref()?.first(doc)?;
        Some(Point { latitude, longitude })
    }
}

fn name(column: &StrColumn, number: u64) -> tantivy::Result<String> {
    let mut name = String::new();
    column.ord_to_str(number, &mut name)?;
    Ok(name)
}
