//! Many needs, laid out once to be looked up by listings and then changed no more: a need that is
//! no longer what it was is only marked as gone.

mod draft;
mod written;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use prefetch_index::prefetch_index;

use super::anchor::Anchor;
use super::grid::{self, Cell, EVERYWHERE, LEVELS, WORLD};
use super::lookup::{RowsByNeed, Squares};
use super::row::{ASKS, Probe, SEVERAL, Verdict};
use super::seeker;
use super::signature::{Glance, Posting, Signature, rank};
use super::slab::Slab;
use super::sought::{Asked, Offered, ROOT};

pub use draft::Draft;

/// A segment of the index.
pub struct Segment {
    /// Of the postings, sorted by square: the needs of one square lie together.
    signatures: Slab<16>,
    /// Likewise; read of the few that their signatures do not rule out.
    rows: Slab<4>,
    squares: Squares,
    seekers: Slab<{ seeker::BYTES }>,
    by_need: RowsByNeed,
    /// A bit for each seeker that is gone.
    gone: Vec<AtomicU64>,
    asked: HashMap<u32, Arc<Asked>>,
    /// In which grids needs of a category, or of a word, stand: a bit for each.
    category_levels: Vec<u8>,
    word_levels: Vec<u8>,
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
/// Rows judged together.
const JUDGED_TOGETHER: usize = 32;
/// Bytes that come from memory together.
const LINE: usize = 64;
const SIGNATURES_A_LINE: usize = 4;
/// Squares whose signatures are asked for before they are read.
const SQUARES_AHEAD: usize = 3;
/// Signatures of a square that are asked for; where there are more, the processor has seen by then
/// that they are read one after the other.
const FETCHED_MAX: u32 = 64;

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
            draft.seekers.push(self.seekers.records()[row as usize]);
            if let Some(asked) = self.asked.get(&row) {
                draft.asked.insert(new, Arc::clone(asked));
            }
        }
        for (key, start, length) in self.squares.all() {
            let here = start as usize..(start + length) as usize;
            let rows = &self.rows.records()[here.clone()];
            for (signature, row) in self.signatures.records()[here].iter().zip(rows) {
                let row = number[u32::from_le_bytes(*row) as usize];
                if row != u32::MAX {
                    draft.stand(key, Posting { signature: *signature, row });
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
        self.signatures.bytes()
            + self.rows.bytes()
            + self.squares.bytes()
            + self.seekers.bytes()
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
            let seeker = &self.seekers.records()[row as usize];
            next = seeker::next(seeker);
            if seeker::need(seeker) == need {
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
        let seekers = self.seekers.records();
        for row in &scratch.found {
            let seeker = &seekers[*row as usize];
            is_several |= seeker::flags(seeker) & SEVERAL != 0;
            found.push(seeker::need(seeker));
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
        // Each of these reads waits for memory; asked for ahead of time, they wait together.
        for (key, _) in keys.iter() {
            self.squares.fetch(*key);
        }
        for (key, level) in keys.iter() {
            if let Some((start, length)) = self.squares.find(*key) {
                ranges.push((start, length, *level));
            }
        }
    }

    /// Asks memory for the signatures of a square.
    fn fetch(&self, (start, length, _): (u32, u32, u8)) {
        let signatures = self.signatures.records();
        let (start, end) = (start as usize, (start + length.min(FETCHED_MAX)) as usize);
        (start..end).step_by(SIGNATURES_A_LINE).for_each(|at| prefetch_index(signatures, at));
        prefetch_index(signatures, (start + length as usize).saturating_sub(1));
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
        ranges.iter().take(SQUARES_AHEAD).for_each(|it| self.fetch(*it));
        for (at, (start, length, level)) in ranges.iter().enumerate() {
            if let Some(next) = ranges.get(at + SQUARES_AHEAD) {
                self.fetch(*next);
            }
            let glance = &look.squares[usize::from(*level)].1;
            let here = *start as usize..(*start + *length) as usize;
            let here = &self.signatures.records()[here];
            let (from_south, from_north) = glance.ranks();
            let mut first = 0;
            while first < here.len() && rank(&here[first]) <= from_south {
                let next = here.len().min(first + AT_ONCE);
                let from = *start + first as u32;
                count = keep(&here[first..next], from, glance, candidates, count);
                first = next;
            }
            let mut last = here.len();
            while last > first && rank(&here[last - 1]) >= from_north {
                let next = first.max(last.saturating_sub(AT_ONCE));
                let from = *start + next as u32;
                count = keep(&here[next..last], from, glance, candidates, count);
                last = next;
            }
        }
        *candidates_count = count;
        let (rows, seekers) = (self.rows.records(), self.seekers.records());
        for candidate in &mut candidates[..count] {
            let row = u32::from_le_bytes(rows[*candidate as usize]);
            // Both its lines will be read.
            prefetch_index(seekers, row as usize);
            prefetch_index(seekers.as_flattened(), row as usize * seeker::BYTES + LINE);
            *candidate = row;
        }
    }

    /// What does fit.
    fn judge(&self, look: &Look, asks: &mut dyn FnMut(&Asked) -> bool, scratch: &mut Scratch) {
        let Scratch { candidates, candidates_count, found, .. } = scratch;
        found.clear();
        let seekers = self.seekers.records();
        for some in candidates[..*candidates_count].chunks(JUDGED_TOGETHER) {
            // As above, without a branch for each.
            let mut kept = [(0, Verdict::default()); JUDGED_TOGETHER];
            let mut count = 0;
            for number in some {
                let verdict = seeker::row(&seekers[*number as usize]).glance(&look.probe);
                kept[count % JUDGED_TOGETHER] = (*number, verdict);
                count += usize::from(verdict.may_hold());
            }
            for (number, verdict) in &kept[..count] {
                let it = &seekers[*number as usize];
                let closely = || seeker::row(it).holds_closely(|| seeker::rest(it), &look.probe);
                if !verdict.does_hold() && !closely() || self.is_gone(*number) {
                    continue;
                }
                let asked =
                    if seeker::flags(it) & ASKS == 0 { None } else { self.asked.get(number) };
                if asked.is_none_or(|it| asks(it)) {
                    found.push(*number);
                }
            }
        }
    }
}

/// Writes down what may fit of a few postings, of which the first has this number, from a place on.
/// Returns where the next may stand.
// On its own, or the compiler takes the comparison apart to spare itself two bytes of it.
#[inline(never)]
fn keep(
    some: &[Signature],
    from: u32,
    glance: &Glance,
    candidates: &mut [u32],
    mut count: usize,
) -> usize {
    for (at, signature) in (from..).zip(some) {
        // Whether a posting passes is hard to foretell, so it is always written, and overwritten
        // by the next one if it did not.
        candidates[count] = at;
        count += usize::from(glance.may_fit(signature));
    }
    count
}
