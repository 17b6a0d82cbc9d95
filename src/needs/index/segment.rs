//! Many needs, laid out once to be looked up by listings and then changed no more: a need that is
//! no longer what it was is only marked as gone.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::grid::{self, Cell, EVERYWHERE, LEVELS, WORLD};
use super::lookup::{RowsByNeed, Squares};
use super::signature::{Glance, Posting};
use super::sought::{ASKS, Asked, Offered, Probe, ROOT, Rest, Row, SEVERAL, Sought};

/// A segment of the index.
pub struct Segment {
    /// Sorted by square; the needs of one square lie together.
    postings: Vec<Posting>,
    squares: Squares,
    rows: Vec<Row>,
    rest: Vec<Rest>,
    /// Whose row it is.
    needs: Vec<u128>,
    by_need: RowsByNeed,
    /// A bit for each row that is gone.
    gone: Vec<AtomicU64>,
    asked: HashMap<u32, Arc<Asked>>,
    /// In which grids needs of a category, or of a word, stand: a bit for each.
    category_levels: Vec<u8>,
    word_levels: Vec<u8>,
}

/// A category with fewer below it is narrower than most words.
const WIDE: u16 = 10;

/// By what a need is looked up beside its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Category(u16),
    Word(u32),
}

impl Anchor {
    /// The square of a grid, for this category or word.
    fn key(self, cell: Cell) -> u64 {
        let (kind, number) = match self {
            Self::Category(number) => (0, u64::from(number)),
            Self::Word(number) => (1, u64::from(number) & 0x7F_FFFF),
        };
        let part = |of: i32| u64::from(of as u32 & 0x3_FFFF);
        kind << 63 | number << 40 | u64::from(cell.level) << 36 | part(cell.x) << 18 | part(cell.y)
    }
}

/// Whether a need is looked up by a word: where its category says little.
fn by_word(sought: &Sought) -> bool {
    !sought.words.is_empty()
        && match sought.categories[..] {
            [] => true,
            [one] => one.last - one.first >= WIDE,
            [..] => false,
        }
}

/// Of the words of a need the one that was asked for last: the common ones were asked for early.
fn anchors(sought: &Sought) -> Vec<Anchor> {
    if by_word(sought) {
        return sought.words.iter().max().map(|it| Anchor::Word(*it)).into_iter().collect();
    }
    if sought.categories.is_empty() {
        return vec![Anchor::Category(ROOT)];
    }
    sought.categories.iter().map(|it| Anchor::Category(it.first)).collect()
}

/// What a segment is made from.
#[derive(Default)]
struct Draft {
    postings: Vec<Posting>,
    /// The square of each posting, with its place in the list.
    keys: Vec<(u64, u32)>,
    rows: Vec<Row>,
    rest: Vec<Rest>,
    needs: Vec<u128>,
    asked: HashMap<u32, Arc<Asked>>,
    category_levels: Vec<u8>,
    word_levels: Vec<u8>,
}

impl Draft {
    fn post(&mut self, anchor: Anchor, cell: Cell, posting: Posting) {
        self.keys.push((anchor.key(cell), self.postings.len() as u32));
        self.postings.push(posting);
        let (levels, at) = match anchor {
            Anchor::Category(number) => (&mut self.category_levels, usize::from(number)),
            Anchor::Word(number) => (&mut self.word_levels, number as usize),
        };
        if levels.len() <= at {
            levels.resize(at + 1, 0);
        }
        levels[at] |= 1 << cell.level;
    }

    fn add(&mut self, sought: &Sought) {
        /// More squares than this, and the need stands in that of the world instead: many
        /// categories times many towns.
        const SQUARES_MAX: usize = 64;
        let by_word = by_word(sought);
        let anchors = anchors(sought);
        let is_wide = anchors.len() * sought.places.len() > SQUARES_MAX;
        for (row, rest, place) in sought.rows(by_word) {
            let number = self.rows.len() as u32;
            for anchor in &anchors {
                let mut post = |cell, covered| {
                    let posting = Posting::of(sought, by_word, covered, number);
                    self.post(*anchor, cell, posting);
                };
                match place {
                    Some(circle) if !is_wide => grid::cells_of(&circle, post),
                    Some(_) | None => post(EVERYWHERE, grid::Covered::ALL),
                }
            }
            self.rows.push(row);
            self.rest.push(rest);
            self.needs.push(sought.need);
            if let Some(asked) = &sought.asked {
                self.asked.insert(number, Arc::clone(asked));
            }
        }
    }

    /// Lays postings out by square, and rows in the order in which their squares come, so that
    /// what is found together lies together.
    fn lay_out(mut self) -> Segment {
        // The first posting of a row is that of the square with its centre.
        let mut centre = vec![u32::MAX; self.rows.len()];
        for (at, posting) in self.postings.iter().enumerate().rev() {
            centre[posting.row() as usize] = at as u32;
        }
        self.keys.sort_unstable();
        let mut order = Vec::with_capacity(self.rows.len());
        let mut number = vec![0; self.rows.len()];
        for (_, at) in &self.keys {
            let row = self.postings[*at as usize].row();
            if centre[row as usize] == *at {
                number[row as usize] = order.len() as u32;
                order.push(row);
            }
        }
        let moved = |posting: Posting| posting.with_row(number[posting.row() as usize]);
        let postings: Vec<_> =
            self.keys.iter().map(|(_, at)| moved(self.postings[*at as usize])).collect();
        let needs: Vec<u128> = order.iter().map(|it| self.needs[*it as usize]).collect();
        Segment {
            squares: Squares::of(self.keys.iter().map(|it| it.0)),
            by_need: RowsByNeed::of(&needs),
            gone: (0..needs.len().div_ceil(64)).map(|_| AtomicU64::new(0)).collect(),
            rows: order.iter().map(|it| self.rows[*it as usize]).collect(),
            rest: order.iter().map(|it| self.rest[*it as usize]).collect(),
            asked: self.asked.into_iter().map(|(row, it)| (number[row as usize], it)).collect(),
            category_levels: self.category_levels,
            word_levels: self.word_levels,
            postings,
            needs,
        }
    }
}

/// A listing made ready for every segment: its square in each grid, and what it is at a glance
/// there.
pub struct Look<'a> {
    pub probe: Probe<'a>,
    squares: [(Cell, Glance); LEVELS + 1],
    /// A bit for each grid it has a square in.
    levels: u8,
}

impl<'a> Look<'a> {
    pub fn of(offered: &'a Offered) -> Self {
        let glance = Glance::of(offered);
        let mut squares = [(EVERYWHERE, glance); LEVELS + 1];
        let mut levels = 1 << WORLD;
        if let Some(point) = offered.point {
            for (level, square) in (0..).zip(&mut squares[..LEVELS]) {
                let (cell, within) = grid::cell_of(point, level);
                *square = (cell, glance.within(within));
                levels |= 1 << level;
            }
        }
        Self { probe: Probe::of(offered), squares, levels }
    }
}

/// Room to search in, kept from one listing to the next.
#[derive(Default)]
pub struct Scratch {
    keys: Vec<(u64, u8)>,
    ranges: Vec<(u32, u32, u8)>,
    candidates: Vec<u32>,
    found: Vec<u32>,
}

/// Postings compared in one go before what passed is written down.
const AT_ONCE: usize = 256;
/// Rows read ahead together: about as many as a core can wait for at a time.
const AHEAD: usize = 16;

impl Segment {
    pub fn of<'a>(needs: impl Iterator<Item = &'a Sought>) -> Self {
        let mut draft = Draft::default();
        needs.for_each(|it| draft.add(it));
        draft.lay_out()
    }

    /// One in place of several, without what is gone.
    pub fn merged(segments: &[Arc<Self>]) -> Self {
        let mut draft = Draft::default();
        for segment in segments {
            segment.copy_into(&mut draft);
        }
        draft.lay_out()
    }

    fn copy_into(&self, draft: &mut Draft) {
        let mut number = vec![u32::MAX; self.rows.len()];
        for row in (0..self.rows.len() as u32).filter(|it| !self.is_gone(*it)) {
            let at = row as usize;
            let new = draft.rows.len() as u32;
            number[at] = new;
            draft.rows.push(self.rows[at]);
            draft.rest.push(self.rest[at]);
            draft.needs.push(self.needs[at]);
            if let Some(asked) = self.asked.get(&row) {
                draft.asked.insert(new, Arc::clone(asked));
            }
        }
        for (key, start, length) in self.squares.all() {
            let here = &self.postings[start as usize..(start + length) as usize];
            for posting in here {
                let row = number[posting.row() as usize];
                if row != u32::MAX {
                    draft.keys.push((key, draft.postings.len() as u32));
                    draft.postings.push(posting.with_row(row));
                }
            }
        }
        for (all, own) in [
            (&mut draft.category_levels, &self.category_levels),
            (&mut draft.word_levels, &self.word_levels),
        ] {
            all.resize(all.len().max(own.len()), 0);
            all.iter_mut().zip(own).for_each(|(all, own)| *all |= own);
        }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Memory it takes.
    pub fn bytes(&self) -> usize {
        size_of_val(&self.postings[..])
            + self.squares.bytes()
            + size_of_val(&self.rows[..])
            + size_of_val(&self.rest[..])
            + size_of_val(&self.needs[..])
            + self.by_need.bytes()
            + size_of_val(&self.gone[..])
            + self.category_levels.len()
            + self.word_levels.len()
    }

    fn is_gone(&self, row: u32) -> bool {
        self.gone[row as usize / 64].load(Ordering::Acquire) >> (row % 64) & 1 == 1
    }

    /// Marks a need as gone. Whether it was here.
    pub fn forget(&self, need: u128) -> bool {
        let mut was_here = false;
        self.by_need.rows(need, &self.needs, |row| {
            let bit = 1 << (row % 64);
            let before = self.gone[row as usize / 64].fetch_or(bit, Ordering::AcqRel);
            was_here |= before & bit == 0;
        });
        was_here
    }

    /// Adds the needs that a listing is what they seek. One with several places may come twice.
    pub fn search(
        &self,
        look: &Look,
        asks: &mut dyn FnMut(&Asked) -> bool,
        scratch: &mut Scratch,
        found: &mut Vec<u128>,
    ) {
        self.look_up(look, scratch);
        self.glance_at(look, scratch);
        self.judge(look, asks, scratch);
        let mut is_several = false;
        for row in &scratch.found {
            is_several |= self.rows[*row as usize].flags() & SEVERAL != 0;
            found.push(self.needs[*row as usize]);
        }
        if is_several {
            found.sort_unstable();
            found.dedup();
        }
    }

    /// The squares in which needs may stand that seek this listing.
    fn look_up(&self, look: &Look, scratch: &mut Scratch) {
        let Scratch { keys, ranges, .. } = scratch;
        keys.clear();
        ranges.clear();
        let mut add = |anchor: Anchor, levels: u8| {
            let mut levels = levels & look.levels;
            while levels != 0 {
                let level = levels.trailing_zeros() as u8;
                levels &= levels - 1;
                keys.push((anchor.key(look.squares[usize::from(level)].0), level));
            }
        };
        let offered = look.probe.offered;
        for category in offered.categories.iter().chain([&ROOT]) {
            if let Some(levels) = self.category_levels.get(usize::from(*category)) {
                add(Anchor::Category(*category), *levels);
            }
        }
        for word in &offered.words {
            if let Some(levels) = self.word_levels.get(*word as usize) {
                add(Anchor::Word(*word), *levels);
            }
        }
        // Each of these reads waits for memory; asked for one after the other without looking at
        // the answers, they wait together.
        black_box(keys.iter().fold(0, |all, (key, _)| all ^ self.squares.touch(*key)));
        for (key, level) in keys.iter() {
            if let Some((start, length)) = self.squares.find(*key) {
                ranges.push((start, length, *level));
            }
        }
        let first = |start: u32| self.postings[start as usize].row();
        black_box(ranges.iter().fold(0, |all, (start, _, _)| all ^ first(*start)));
    }

    /// What may fit of what stands in those squares.
    fn glance_at(&self, look: &Look, scratch: &mut Scratch) {
        let Scratch { ranges, candidates, .. } = scratch;
        candidates.clear();
        for (start, length, level) in ranges.iter() {
            let glance = &look.squares[usize::from(*level)].1;
            let here = &self.postings[*start as usize..(*start + *length) as usize];
            for some in here.chunks(AT_ONCE) {
                let mut kept = [0; AT_ONCE];
                let mut count = 0;
                for posting in some {
                    // Written without a branch: whether a posting passes is hard to foretell.
                    kept[count % AT_ONCE] = posting.row();
                    count += usize::from(posting.may_hold(glance));
                }
                candidates.extend_from_slice(&kept[..count]);
            }
        }
    }

    /// What does fit.
    fn judge(&self, look: &Look, asks: &mut dyn FnMut(&Asked) -> bool, scratch: &mut Scratch) {
        let Scratch { candidates, found, .. } = scratch;
        found.clear();
        for some in candidates.chunks(AHEAD) {
            black_box(some.iter().fold(0, |all, row| all ^ self.rows[*row as usize].touch()));
            for number in some {
                let row = &self.rows[*number as usize];
                if !row.holds(|| self.rest[*number as usize], &look.probe) || self.is_gone(*number)
                {
                    continue;
                }
                let asked = if row.flags() & ASKS == 0 { None } else { self.asked.get(number) };
                if asked.is_none_or(|it| asks(it)) {
                    found.push(*number);
                }
            }
        }
    }
}
