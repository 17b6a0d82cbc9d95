//! Many listings, laid out once to be looked through by needs and then changed no more: a listing
//! that is no longer what it was is only marked as gone.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use super::glimpse::{self, Glimpse};
use super::row::{Probe, Rest, Row, Stocked};
use crate::needs::index::{Circle, Subtree};
use crate::search::Point;

#[derive(Default)]
pub struct Shelf {
    /// The squares in which something lies, in order, each with its first row; then the end.
    squares: Vec<(u32, u32)>,
    /// Sorted by square, and in it by category; and what is seen of each at a glance.
    rows: Vec<Row>,
    glimpses: Vec<Glimpse>,
    rests: Vec<Rest>,
    categories: Vec<u16>,
    /// Rows in the order of their passports.
    by_passport: Vec<u32>,
    words: Words,
    /// A bit for each row that is gone.
    gone: Vec<AtomicU64>,
}

/// In which rows which words occur.
#[derive(Default)]
struct Words {
    /// In order, each with where its rows begin; then the end.
    starts: Vec<(u32, u32)>,
    rows: Vec<u32>,
}

/// How high a square is, in degrees of latitude: some 28 km, so that a need with a radius of
/// 50 km looks into about twenty.
const HEIGHT: f64 = 0.25;
/// How wide, in degrees of longitude: about as much at 51° north.
const WIDTH: f64 = 0.4;
/// Squares from west to east.
const COLUMNS: u32 = 901;
/// The square of what lies nobody knows where.
const NOWHERE: u32 = u32::MAX - 1;
const END: u32 = u32::MAX;
/// A little less than the shortest degree of latitude, and circles are taken this much larger, in
/// degrees, than they are: floats reckon a little differently here than where the distance is
/// decided.
const KM_PER_DEGREE: f64 = 111.19;
const SLACK: f64 = 1e-5;

fn column(longitude: f64) -> u32 {
    ((longitude + 180.0) / WIDTH).floor().clamp(0.0, f64::from(COLUMNS - 1)) as u32
}

fn line(latitude: f64) -> u32 {
    ((latitude + 90.0) / HEIGHT).floor().clamp(0.0, 90.0 * 2.0 / HEIGHT) as u32
}

fn square_of(point: Option<Point>) -> u32 {
    point.map_or(NOWHERE, |it| line(it.latitude) * COLUMNS + column(it.longitude))
}

/// A listing on its way onto a shelf.
struct Arrival {
    square: u32,
    category: u16,
    glimpse: Glimpse,
    row: Row,
    rest: Rest,
}

impl Shelf {
    pub fn of(listings: Vec<Stocked>) -> Self {
        let mut arrivals = Vec::with_capacity(listings.len());
        let mut words = Vec::new();
        for it in listings {
            let Some((row, rest)) = it.row() else { continue };
            let at = arrivals.len() as u32;
            words.extend(it.words.iter().map(|word| (*word, at)));
            let (square, glimpse) = (square_of(it.point), glimpse::of_listing(&it));
            arrivals.push(Arrival { square, category: it.category, glimpse, row, rest });
        }
        Self::laid_out(&arrivals, words)
    }

    /// One of several, without what is gone.
    pub fn merged(shelves: &[&Self]) -> Self {
        let room = shelves.iter().map(|it| it.len()).sum();
        let mut arrivals = Vec::with_capacity(room);
        let mut words = Vec::with_capacity(shelves.iter().map(|it| it.words.rows.len()).sum());
        for shelf in shelves {
            let mut places = vec![None; shelf.len()];
            for (square, rows) in shelf.all_squares() {
                for at in rows.filter(|at| !shelf.is_gone(*at)) {
                    places[at] = Some(arrivals.len() as u32);
                    let (category, glimpse) = (shelf.categories[at], shelf.glimpses[at]);
                    let (row, rest) = (shelf.rows[at], shelf.rests[at]);
                    arrivals.push(Arrival { square, category, glimpse, row, rest });
                }
            }
            let kept = |(word, row): (u32, u32)| places[row as usize].map(|it| (word, it));
            words.extend(shelf.words.all().filter_map(kept));
        }
        Self::laid_out(&arrivals, words)
    }

    /// `words` are each with the place of an arrival in which it occurs.
    fn laid_out(arrivals: &[Arrival], mut words: Vec<(u32, u32)>) -> Self {
        let mut order: Vec<u32> = (0..arrivals.len() as u32).collect();
        order.sort_unstable_by_key(|it| {
            let Arrival { square, category, .. } = &arrivals[*it as usize];
            (*square, *category, *it)
        });
        let mut places = vec![0; order.len()];
        let mut shelf = Self::default();
        for (row, at) in (0..).zip(&order) {
            places[*at as usize] = row;
            let it = &arrivals[*at as usize];
            if shelf.squares.last().is_none_or(|last| last.0 != it.square) {
                shelf.squares.push((it.square, row));
            }
            shelf.rows.push(it.row);
            shelf.glimpses.push(it.glimpse);
            shelf.rests.push(it.rest);
            shelf.categories.push(it.category);
        }
        shelf.squares.push((END, order.len() as u32));
        for it in &mut words {
            it.1 = places[it.1 as usize];
        }
        words.sort_unstable();
        words.dedup();
        shelf.words = Words::of(&words);
        shelf.gone.resize_with(order.len().div_ceil(64), AtomicU64::default);
        let mut by_passport: Vec<u32> = (0..order.len() as u32).collect();
        by_passport.sort_unstable_by_key(|it| shelf.rests[*it as usize].passport);
        shelf.by_passport = by_passport;
        shelf
    }

    /// Rows, gone ones among them.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn bytes(&self) -> usize {
        size_of_val(&self.squares[..])
            + size_of_val(&self.rows[..])
            + size_of_val(&self.glimpses[..])
            + size_of_val(&self.rests[..])
            + size_of_val(&self.categories[..])
            + size_of_val(&self.by_passport[..])
            + size_of_val(&self.words.starts[..])
            + size_of_val(&self.words.rows[..])
            + size_of_val(&self.gone[..])
    }

    fn is_gone(&self, row: usize) -> bool {
        self.gone[row / 64].load(Ordering::Relaxed) >> (row % 64) & 1 == 1
    }

    /// Marks a listing as gone. Whether it was there.
    pub fn forget(&self, passport: u128) -> bool {
        let of = |it: &u32| self.rests[*it as usize].passport;
        let first = self.by_passport.partition_point(|it| of(it) < passport);
        let Some(row) = self.by_passport.get(first).filter(|it| of(it) == passport) else {
            return false;
        };
        let (at, bit) = (*row as usize / 64, 1 << (row % 64));
        self.gone[at].fetch_or(bit, Ordering::Relaxed) & bit == 0
    }

    fn all_squares(&self) -> impl Iterator<Item = (u32, Range<usize>)> {
        self.squares.windows(2).map(|it| (it[0].0, it[0].1 as usize..it[1].1 as usize))
    }

    /// Adds the passports of all rows that hold.
    pub fn search(&self, probe: &Probe, found: &mut Vec<u128>) {
        let wanted = probe.wanted;
        let mut words: Vec<Vec<&[u32]>> =
            wanted.words.iter().map(|any| self.words.rows_of(any)).collect();
        words.sort_by_key(|any| any.iter().map(|it| it.len()).sum::<usize>());
        let mut take = |row: usize| {
            if self.rows[row].holds(&self.rests[row], probe) && !self.is_gone(row) {
                found.push(self.rests[row].passport);
            }
        };
        let Some((rarest, others)) = words.split_first() else {
            let mut seen = Vec::new();
            self.spans(probe, |span| {
                let count = self.glance(span, &probe.least, &mut seen);
                seen[..count].iter().for_each(|row| take(*row as usize));
            });
            return;
        };
        let occur = |row: &u32| {
            others.iter().all(|any| any.iter().any(|rows| rows.binary_search(row).is_ok()))
        };
        if wanted.places.is_empty() {
            // It may lie in any square, and the word leads to fewer rows than there are squares.
            let is_below = |row: &u32| {
                let own = self.categories[*row as usize];
                let holds = |it: &Subtree| (it.first..=it.last).contains(&own);
                wanted.categories.is_empty() || wanted.categories.iter().any(holds)
            };
            each_once(rarest, |row| {
                if is_below(&row) && occur(&row) {
                    take(row as usize);
                }
            });
            return;
        }
        self.spans(probe, |span| {
            let within = |rows: &&[u32]| cut(rows, &span);
            let some: Vec<Range<usize>> = rarest.iter().map(within).collect();
            let rows: Vec<&[u32]> = rarest.iter().zip(some).map(|(it, cut)| &it[cut]).collect();
            each_once(&rows, |row| {
                if occur(&row) {
                    take(row as usize);
                }
            });
        });
    }

    /// Writes down which rows of a span may be what is wanted. How many they are.
    fn glance(&self, span: Range<usize>, least: &Glimpse, seen: &mut Vec<u32>) -> usize {
        if seen.len() <= span.len() {
            seen.resize(span.len() + 1, 0);
        }
        let mut count = 0;
        for (row, most) in (span.start as u32..).zip(&self.glimpses[span]) {
            // Whether one passes is hard to foretell, so it is always written, and overwritten by
            // the next one if it did not.
            seen[count] = row;
            count += usize::from(glimpse::may_fit(least, most));
        }
        count
    }

    /// The rows of the wanted categories in each square that a circle touches.
    fn spans(&self, probe: &Probe, mut each: impl FnMut(Range<usize>)) {
        let Some(last) = self.squares.len().checked_sub(1) else { return };
        if probe.wanted.places.is_empty() {
            (0..last).for_each(|at| self.spans_of(at, probe, &mut each));
            return;
        }
        let mut touched = Vec::new();
        for circle in &probe.wanted.places {
            self.touched(circle, &mut touched);
        }
        // Two circles may touch one square.
        touched.sort_unstable();
        touched.dedup();
        for at in touched {
            self.spans_of(at, probe, &mut each);
        }
    }

    fn spans_of(&self, square: usize, probe: &Probe, each: &mut impl FnMut(Range<usize>)) {
        let all = self.squares[square].1 as usize..self.squares[square + 1].1 as usize;
        if probe.wanted.categories.is_empty() {
            each(all);
            return;
        }
        for Subtree { first, last } in &probe.wanted.categories {
            let own = &self.categories[all.clone()];
            let start = own.partition_point(|it| it < first);
            let length = own[start..].partition_point(|it| it <= last);
            if length > 0 {
                each(all.start + start..all.start + start + length);
            }
        }
    }

    /// Where in the list stand the squares that a circle touches.
    fn touched(&self, circle: &Circle, found: &mut Vec<usize>) {
        let Circle { point, radius_km } = *circle;
        let by_latitude = radius_km / KM_PER_DEGREE + SLACK;
        let (south, north) = (point.latitude - by_latitude, point.latitude + by_latitude);
        // The circle is widest a little nearer to the pole than its centre.
        let widest = south.abs().max(north.abs()).min(90.0).to_radians().cos();
        let by_longitude = by_latitude / widest.max(1e-9);
        let (west, east) = (point.longitude - by_longitude, point.longitude + by_longitude);
        if south <= -89.0 || north >= 89.0 || west <= -180.0 || east >= 180.0 {
            // It reaches over a pole or the date line: every square will do.
            found.extend(0..self.squares.len() - 1);
            return;
        }
        for line in line(south)..=line(north) {
            let (first, last) = (line * COLUMNS + column(west), line * COLUMNS + column(east));
            let start = self.squares.partition_point(|it| it.0 < first);
            let here = self.squares[start..].iter().take_while(|it| it.0 <= last);
            found.extend((start..).zip(here).map(|(at, _)| at));
        }
    }
}

/// Which of these rows, in order, lie in a span.
fn cut(rows: &[u32], span: &Range<usize>) -> Range<usize> {
    let start = rows.partition_point(|it| (*it as usize) < span.start);
    let length = rows[start..].partition_point(|it| (*it as usize) < span.end);
    start..start + length
}

/// Each row of several lists once.
fn each_once(lists: &[&[u32]], each: impl FnMut(u32)) {
    if let [only] = lists {
        only.iter().copied().for_each(each);
        return;
    }
    let mut all: Vec<u32> = lists.iter().flat_map(|it| it.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().for_each(each);
}

impl Words {
    /// Of words and their rows, in order.
    fn of(words: &[(u32, u32)]) -> Self {
        let mut starts: Vec<(u32, u32)> = Vec::new();
        for (at, (word, _)) in (0..).zip(words) {
            if starts.last().is_none_or(|last| last.0 != *word) {
                starts.push((*word, at));
            }
        }
        starts.push((END, words.len() as u32));
        Self { starts, rows: words.iter().map(|it| it.1).collect() }
    }

    /// The rows of each of these words that occurs anywhere.
    fn rows_of(&self, any: &[u32]) -> Vec<&[u32]> {
        let find = |word: &u32| {
            let at = self.starts.partition_point(|it| it.0 < *word);
            let (found, start) = *self.starts.get(at)?;
            let (_, end) = *self.starts.get(at + 1)?;
            (found == *word).then(|| &self.rows[start as usize..end as usize])
        };
        any.iter().filter_map(find).collect()
    }

    fn all(&self) -> impl Iterator<Item = (u32, u32)> {
        self.starts.windows(2).flat_map(|it| {
            let rows = &self.rows[it[0].1 as usize..it[1].1 as usize];
            rows.iter().map(move |row| (it[0].0, *row))
        })
    }
}
