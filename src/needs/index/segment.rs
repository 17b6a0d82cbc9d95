//! Many needs, laid out once to be looked up by listings and then changed no more: a need that is
//! no longer what it was is only marked as gone.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::anchor::{Anchor, anchors, by_word};
use super::grid::{self, Cell, EVERYWHERE, LEVELS, WORLD};
use super::lookup::{RowsByNeed, Squares};
use super::signature::{Glance, Posting};
use super::sought::{ASKS, Asked, Offered, Probe, ROOT, Rest, Row, SEVERAL, Sought, Verdict};

/// A segment of the index.
pub struct Segment {
    /// Sorted by square; the needs of one square lie together.
    postings: Vec<Posting>,
    squares: Squares,
    seekers: Vec<Seeker>,
    by_need: RowsByNeed,
    /// A bit for each seeker that is gone.
    gone: Vec<AtomicU64>,
    asked: HashMap<u32, Arc<Asked>>,
    /// In which grids needs of a category, or of a word, stand: a bit for each.
    category_levels: Vec<u8>,
    word_levels: Vec<u8>,
}

/// A need near one of its places: all that is read of it when a listing is held against it lies in
/// two neighbouring lines of a processor's cache, so that it is waited for once.
#[derive(Clone, Copy)]
#[repr(C, align(128))]
struct Seeker {
    row: Row,
    rest: Rest,
    /// The next one under the same hash of the need, as [`RowsByNeed`] tells them.
    next: u32,
    need: u128,
}

/// What a segment is made from. Several made on several threads become one.
#[derive(Default)]
pub struct Draft {
    postings: Vec<Posting>,
    /// The square of each posting, its rank there, and in the lower half its place in the list.
    keys: Vec<(u64, u64)>,
    seekers: Vec<Seeker>,
    asked: HashMap<u32, Arc<Asked>>,
    category_levels: Vec<u8>,
    word_levels: Vec<u8>,
}

impl Draft {
    pub fn of<'a>(needs: impl Iterator<Item = &'a Sought>) -> Self {
        let mut draft = Self::default();
        needs.for_each(|it| draft.add(it));
        draft
    }

    /// Takes over all of another one.
    pub fn append(&mut self, other: Self) {
        let (rows, postings) = (self.seekers.len() as u32, self.postings.len() as u64);
        self.seekers.extend(other.seekers);
        self.postings.extend(other.postings.iter().map(|it| it.with_row(it.row() + rows)));
        self.keys.extend(other.keys.iter().map(|(key, at)| (*key, at + postings)));
        self.asked.extend(other.asked.into_iter().map(|(row, it)| (row + rows, it)));
        self.mark_levels(&other.category_levels, &other.word_levels);
    }

    fn mark_levels(&mut self, category_levels: &[u8], word_levels: &[u8]) {
        for (all, some) in
            [(&mut self.category_levels, category_levels), (&mut self.word_levels, word_levels)]
        {
            all.resize(all.len().max(some.len()), 0);
            all.iter_mut().zip(some).for_each(|(all, some)| *all |= some);
        }
    }

    fn post(&mut self, anchor: Anchor, cell: Cell, posting: Posting) {
        self.stand(anchor.key(cell), posting);
        let (levels, at) = match anchor {
            Anchor::Category(number) => (&mut self.category_levels, usize::from(number)),
            Anchor::Word(number) => (&mut self.word_levels, number as usize),
        };
        if levels.len() <= at {
            levels.resize(at + 1, 0);
        }
        levels[at] |= 1 << cell.level;
    }

    fn stand(&mut self, key: u64, posting: Posting) {
        self.keys.push((key, u64::from(posting.rank()) << 32 | self.postings.len() as u64));
        self.postings.push(posting);
    }

    fn add(&mut self, sought: &Sought) {
        /// More squares than this, and the need stands in that of the world instead: many
        /// categories times many towns.
        const SQUARES_MAX: usize = 64;
        let by_word = by_word(sought);
        let anchors = anchors(sought);
        let is_wide = anchors.len() * sought.places.len() > SQUARES_MAX;
        for (row, rest, place) in sought.rows(by_word) {
            let number = self.seekers.len() as u32;
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
            self.seekers.push(Seeker { row, rest, next: 0, need: sought.need });
            if let Some(asked) = &sought.asked {
                self.asked.insert(number, Arc::clone(asked));
            }
        }
    }

    /// Lays postings out by square, and seekers in the order in which their squares come, so that
    /// what is found together lies together.
    pub fn lay_out(mut self) -> Segment {
        // The first posting of a seeker is that of the square with its centre.
        let mut centre = vec![u32::MAX; self.seekers.len()];
        for (at, posting) in self.postings.iter().enumerate().rev() {
            centre[posting.row() as usize] = at as u32;
        }
        self.keys.sort_unstable();
        let mut seekers = Vec::with_capacity(self.seekers.len());
        let mut number = vec![0; self.seekers.len()];
        for (_, at) in &self.keys {
            let at = *at as u32;
            let row = self.postings[at as usize].row() as usize;
            if centre[row] == at {
                number[row] = seekers.len() as u32;
                seekers.push(self.seekers[row]);
            }
        }
        let mut by_need = RowsByNeed::with_room(seekers.len());
        for (row, seeker) in (0..).zip(&mut seekers) {
            seeker.next = by_need.add(seeker.need, row);
        }
        let moved = |posting: Posting| posting.with_row(number[posting.row() as usize]);
        let postings = self.keys.iter().map(|it| moved(self.postings[it.1 as u32 as usize]));
        Segment {
            postings: postings.collect(),
            squares: Squares::of(self.keys.iter().map(|it| it.0)),
            by_need,
            gone: (0..seekers.len().div_ceil(64)).map(|_| AtomicU64::new(0)).collect(),
            asked: self.asked.into_iter().map(|(row, it)| (number[row as usize], it)).collect(),
            category_levels: self.category_levels,
            word_levels: self.word_levels,
            seekers,
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
    /// Of these only the first so many are of this search.
    candidates: Vec<u32>,
    candidates_count: usize,
    found: Vec<u32>,
}

/// Postings compared before it is asked whether those that follow can fit at all: four lines.
const AT_ONCE: usize = 8;
/// Rows read ahead together: more than a core can wait for at a time, so that it always waits for
/// as many as it can. Sixteen did about as well: the difference lay within what runs differ by.
const AHEAD: usize = 32;

impl Segment {
    /// One in place of several, without what is gone.
    pub fn merged(segments: &[Arc<Self>]) -> Self {
        let mut draft = Draft::default();
        for segment in segments {
            segment.copy_into(&mut draft);
        }
        draft.lay_out()
    }

    fn copy_into(&self, draft: &mut Draft) {
        let mut number = vec![u32::MAX; self.seekers.len()];
        for row in (0..self.seekers.len() as u32).filter(|it| !self.is_gone(*it)) {
            let new = draft.seekers.len() as u32;
            number[row as usize] = new;
            draft.seekers.push(self.seekers[row as usize]);
            if let Some(asked) = self.asked.get(&row) {
                draft.asked.insert(new, Arc::clone(asked));
            }
        }
        for (key, start, length) in self.squares.all() {
            let here = &self.postings[start as usize..(start + length) as usize];
            for posting in here {
                let row = number[posting.row() as usize];
                if row != u32::MAX {
                    draft.stand(key, posting.with_row(row));
                }
            }
        }
        draft.mark_levels(&self.category_levels, &self.word_levels);
    }

    pub fn len(&self) -> usize {
        self.seekers.len()
    }

    /// Memory it takes.
    pub fn bytes(&self) -> usize {
        size_of_val(&self.postings[..])
            + self.squares.bytes()
            + size_of_val(&self.seekers[..])
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
        let mut next = self.by_need.first(need);
        while let Some(row) = next.checked_sub(1) {
            let seeker = &self.seekers[row as usize];
            next = seeker.next;
            if seeker.need == need {
                let bit = 1 << (row % 64);
                let before = self.gone[row as usize / 64].fetch_or(bit, Ordering::AcqRel);
                was_here |= before & bit == 0;
            }
        }
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
            let Seeker { row, need, .. } = &self.seekers[*row as usize];
            is_several |= row.flags() & SEVERAL != 0;
            found.push(*need);
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
        let row = |at: u32| self.postings[at as usize].row();
        let ends = |start: u32, length: u32| row(start) ^ row(start + length - 1);
        black_box(ranges.iter().fold(0, |all, (start, length, _)| all ^ ends(*start, *length)));
    }

    /// What may fit of what stands in those squares. In each, those that reach over its northern
    /// edge come first, the southernmost first, and those that do not come last, the northernmost
    /// last: so it is read from both ends, as far as it reaches the listing.
    fn glance_at(&self, look: &Look, scratch: &mut Scratch) {
        let Scratch { ranges, candidates, candidates_count, .. } = scratch;
        // Each that passes is written down without asking whether there is room.
        let most: usize = ranges.iter().map(|(_, length, _)| *length as usize).sum();
        if candidates.len() <= most {
            candidates.resize(most + 1, 0);
        }
        let mut count = 0;
        for (start, length, level) in ranges.iter() {
            let glance = &look.squares[usize::from(*level)].1;
            let here = &self.postings[*start as usize..(*start + *length) as usize];
            let (from_south, from_north) = glance.ranks();
            let mut first = 0;
            while first < here.len() && here[first].rank() <= from_south {
                let next = here.len().min(first + AT_ONCE);
                count = keep(&here[first..next], glance, candidates, count);
                first = next;
            }
            let mut last = here.len();
            while last > first && here[last - 1].rank() >= from_north {
                let next = first.max(last.saturating_sub(AT_ONCE));
                count = keep(&here[next..last], glance, candidates, count);
                last = next;
            }
        }
        *candidates_count = count;
    }

    /// What does fit.
    fn judge(&self, look: &Look, asks: &mut dyn FnMut(&Asked) -> bool, scratch: &mut Scratch) {
        let Scratch { candidates, candidates_count, found, .. } = scratch;
        found.clear();
        for some in candidates[..*candidates_count].chunks(AHEAD) {
            black_box(some.iter().fold(0, |all, row| all ^ self.seekers[*row as usize].touch()));
            // As above, without a branch for each.
            let mut kept = [(0, Verdict::default()); AHEAD];
            let mut count = 0;
            for number in some {
                let verdict = self.seekers[*number as usize].row.glance(&look.probe);
                kept[count % AHEAD] = (*number, verdict);
                count += usize::from(verdict.may_hold());
            }
            for (number, verdict) in &kept[..count] {
                let Seeker { row, rest, .. } = &self.seekers[*number as usize];
                if !verdict.does_hold() && !row.holds_closely(|| *rest, &look.probe)
                    || self.is_gone(*number)
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

/// Writes down what may fit of a few, from this place on. Returns where the next may stand.
#[inline]
fn keep(some: &[Posting], glance: &Glance, candidates: &mut [u32], mut count: usize) -> usize {
    for posting in some {
        // Whether a posting passes is hard to foretell, so it is always written, and overwritten
        // by the next one if it did not.
        candidates[count] = posting.row();
        count += usize::from(posting.may_hold(glance));
    }
    count
}

impl Seeker {
    /// Read ahead of time to have both its lines near when it is judged.
    fn touch(&self) -> u32 {
        self.row.touch() ^ self.need as u32
    }
}
