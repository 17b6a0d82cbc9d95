//! What is gathered from all that a query finds: how many there are, the first of them after the
//! cursor, and the facets.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::ops::{Bound, RangeBounds};

use tantivy::DocId;
use tantivy::columnar::{Cardinality, Column};

use super::super::position::{self, Measured, Position};
use super::super::{Facet, Near, Query};
use super::bits::Bits;
use super::narrow::Narrowed;
use super::segment::{FacetColumn, Segment};
use super::spots::{self, Circle};

/// Facet → value as it is written → how many.
pub type Counted = BTreeMap<Facet, BTreeMap<String, usize>>;

/// A [`Position`] within a segment, where ids have numbers in their order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    rank: i64,
    created_at: Reverse<i64>,
    id: u64,
    doc: DocId,
}

/// What was found, as far as its segment needs to know it: its id is read when it is shown.
pub struct Candidate<'a> {
    pub segment: &'a Segment,
    pub doc: DocId,
    pub rank: i64,
    pub created_at: Reverse<i64>,
}

/// Of one document in fewer than so many, those that are found are ranked one by one; of more, all
/// are gone through from the newest on where that is the order.
const RANKED_MAX: usize = 16;

/// Up to so many distances are measured one by one; of more, only those of what lies near enough.
const MEASURED_MAX: usize = 1000;

/// The first of what was found in a segment, after the cursor.
pub fn first<'a>(
    query: &Query,
    after: Option<&Position>,
    segment: &'a Segment,
    narrowed: &Narrowed,
) -> tantivy::Result<Vec<Candidate<'a>>> {
    let after = after.map(|it| After::in_segment(it, segment)).transpose()?;
    let ranking = Ranking::of(query, segment)?;
    let mut first =
        First { segment, after, wanted: position::wanted(query), heap: BinaryHeap::new() };
    let count = narrowed.found.count();
    let is_by_age = match ranking.measured {
        Measured::Nothing => true,
        Measured::Points => narrowed.answering.is_none(),
        Measured::Distance | Measured::Figure(_) => false,
    };
    let near = query.near.filter(|_| ranking.measured == Measured::Distance);
    if is_by_age && count > segment.size() as usize / RANKED_MAX {
        let newest = segment.newest_first().iter();
        for doc in newest.filter(|it| narrowed.found.contains(**it)) {
            first.offer(*doc, 0);
            if first.heap.len() >= first.wanted {
                break;
            }
        }
    } else if let Some(near) = near.filter(|_| count > MEASURED_MAX) {
        first.offer_nearest(near, &narrowed.found);
    } else {
        let mut points = InOrder::of(narrowed);
        let ranked: Vec<(DocId, i64)> = narrowed
            .found
            .docs()
            .map(|doc| (doc, ranking.rank(doc, points.of_next(doc), segment)))
            .collect();
        // What came last is the newest most often: once it is there, little else gets in.
        for (doc, rank) in ranked.into_iter().rev() {
            first.offer(doc, rank);
        }
    }
    let candidate = |it: Place| {
        let Place { rank, created_at, doc, .. } = it;
        Candidate { segment, doc, rank, created_at }
    };
    Ok(first.heap.into_iter().map(candidate).collect())
}

/// The first so many of those that are offered, the last of them on top.
struct First<'a> {
    segment: &'a Segment,
    after: Option<After>,
    wanted: usize,
    heap: BinaryHeap<Place>,
}

impl First<'_> {
    /// Offers what lies around a point. All that was found lies within the circle; where a smaller
    /// one holds enough, nothing beyond it is looked at.
    fn offer_nearest(&mut self, near: Near, found: &Bits) {
        /// A quarter of the radius holds a sixteenth of what the whole one does.
        const PARTS: [f64; 3] = [16.0, 4.0, 1.0];
        for part in PARTS {
            self.heap.clear();
            self.offer_within(Near { radius_km: near.radius_km / part, ..near }, found);
            if self.heap.len() >= self.wanted {
                break;
            }
        }
    }

    fn offer_within(&mut self, near: Near, found: &Bits) {
        let mut circle = Circle::of(near);
        for spot in self.segment.spots().about(spots::spans_of(near)) {
            if circle.holds(spot) == Some(false) || !found.contains(spot.doc) {
                continue;
            }
            let km = self.segment.point(spot.doc).map(|it| near.point.distance_km(it));
            let Some(km) = km.filter(|it| *it <= near.radius_km) else { continue };
            self.offer(spot.doc, position::rank_of_distance(Some(km)));
            // What lies farther than the last of those we have is none of the first.
            if self.heap.len() >= self.wanted
                && let Some(last) = self.heap.peek()
            {
                circle.shrink_to(position::kilometres(last.rank));
            }
        }
    }

    fn offer(&mut self, doc: DocId, rank: i64) {
        let is_full = self.heap.len() >= self.wanted;
        // Most are beaten by their rank alone, and of the others by their age.
        if is_full && self.heap.peek().is_none_or(|last| rank > last.rank) {
            return;
        }
        let created_at = Reverse(self.segment.created_at(doc));
        if is_full
            && self.heap.peek().is_some_and(|it| (rank, created_at) > (it.rank, it.created_at))
        {
            return;
        }
        let id = self.segment.ids().ords().first(doc).unwrap_or_default();
        let place = Place { rank, created_at, id, doc };
        if self.after.as_ref().is_none_or(|it| it.is_before(&place)) {
            self.heap.push(place);
            if self.heap.len() > self.wanted {
                self.heap.pop();
            }
        }
    }
}

/// The points of documents that are asked about in order.
struct InOrder<'a> {
    docs: &'a [DocId],
    points: &'a [u16],
    answered: &'a [u8],
    words: usize,
}

impl<'a> InOrder<'a> {
    fn of(narrowed: &'a Narrowed) -> Self {
        let answering = narrowed.answering.as_ref();
        Self {
            docs: answering.map_or(&[], |it| &it.docs),
            points: answering.map_or(&[], |it| &it.points),
            answered: answering.map_or(&[], |it| &it.answered),
            words: narrowed.answers.len(),
        }
    }

    /// Its points, and how many words it lacks.
    fn of_next(&mut self, doc: DocId) -> (u32, usize) {
        let skipped = self.docs.iter().take_while(|it| **it < doc).count();
        self.docs = &self.docs[skipped..];
        self.points = &self.points[skipped..];
        self.answered = &self.answered[skipped..];
        let known = self.points.first().zip(self.answered.first());
        known.map_or((0, 0), |(points, answered)| {
            (u32::from(*points), self.words.saturating_sub(usize::from(*answered)))
        })
    }
}

/// How documents are ranked in the order of a query.
struct Ranking<'a> {
    query: &'a Query,
    measured: Measured,
    figures: Option<Column<i64>>,
}

impl<'a> Ranking<'a> {
    fn of(query: &'a Query, segment: &Segment) -> tantivy::Result<Self> {
        let measured = position::measured(query.sort);
        let figures = match measured {
            Measured::Figure(figure) => segment.figures(figure)?,
            Measured::Points | Measured::Distance | Measured::Nothing => None,
        };
        Ok(Self { query, measured, figures })
    }

    fn rank(&self, doc: DocId, points: (u32, usize), segment: &Segment) -> i64 {
        match self.measured {
            Measured::Points => position::rank_of_points(points.0, points.1),
            Measured::Distance => {
                let known = self.query.near.zip(segment.point(doc));
                let km = known.map(|(near, point)| near.point.distance_km(point));
                position::rank_of_distance(km)
            }
            Measured::Figure(_) => {
                let figure = self.figures.as_ref().and_then(|it| it.first(doc));
                position::rank_of_figure(self.query.sort, figure)
            }
            Measured::Nothing => 0,
        }
    }
}

/// The cursor's position, as far as a segment knows it.
struct After {
    rank: i64,
    created_at: Reverse<i64>,
    /// Its own id may be gone or lie in another segment.
    ids: Bound<u64>,
}

impl After {
    fn in_segment(position: &Position, segment: &Segment) -> tantivy::Result<Self> {
        let Position { rank, created_at, id } = position;
        let bounds = (Bound::Excluded(id), Bound::Unbounded);
        let (ids, _) = segment.ids().dictionary().term_bounds_to_ord(bounds.0, bounds.1)?;
        Ok(Self { rank: *rank, created_at: *created_at, ids })
    }

    fn is_before(&self, place: &Place) -> bool {
        let own = (self.rank, self.created_at);
        let other = (place.rank, place.created_at);
        own < other || own == other && (self.ids, Bound::Unbounded).contains(&place.id)
    }
}

/// Adds what a segment counts to `counted`.
pub fn count(
    query: &Query,
    segment: &Segment,
    narrowed: &Narrowed,
    counted: &mut Counted,
) -> tantivy::Result<()> {
    for facet in &query.facets {
        let own = narrowed.without.iter().find(|it| it.0 == *facet);
        let found = own.map_or(&narrowed.found, |it| &it.1);
        let values = counted.entry(*facet).or_default();
        if let Some(column) = segment.facet(*facet)? {
            count_values(&column, found, values);
        }
    }
    Ok(())
}

fn count_values(column: &FacetColumn, found: &Bits, values: &mut BTreeMap<String, usize>) {
    let numbers = &column.numbers;
    let mut counters = vec![0_usize; column.values.len()];
    let mut count = |number: u64| {
        if let Ok(number) = usize::try_from(number) {
            counters[number] += 1;
        }
    };
    match numbers.get_cardinality() {
        Cardinality::Full => found.docs().for_each(|it| count(numbers.values.get_val(it))),
        Cardinality::Optional => {
            found.docs().filter_map(|it| numbers.first(it)).for_each(count);
        }
        Cardinality::Multivalued => {
            found.docs().for_each(|it| numbers.values_for_doc(it).for_each(&mut count));
        }
    }
    for (value, count) in column.values.iter().zip(counters).filter(|it| it.1 > 0) {
        match values.get_mut(value) {
            Some(counted) => *counted += count,
            None => {
                values.insert(value.clone(), count);
            }
        }
    }
}
