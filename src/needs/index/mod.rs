//! The index over all needs: who needs this, among a million, in microseconds, and exactly.
//!
//! A need stands under its category, or under its rarest word, in the few squares of a map that its
//! circle touches ([`grid`]). A listing looks into its own squares, under its category and all
//! above it, and under its words; it passes over what cannot fit by comparing sixteen bytes
//! ([`signature`]), and holds itself against what is left ([`row`]). What numbers cannot say is
//! asked of the one definition. So what is found is what the plain loop over all needs would find.
//!
//! Most needs lie in large segments that never change ([`segment`]); what came or changed lately
//! lies in a short list, and what is gone is marked. All of that is one snapshot, swapped for the
//! next one as a whole: who reads takes no lock and waits for nobody.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "numbers are made small here, and each place says or has made sure that they fit"
)]

mod anchor;
pub mod file;
mod grid;
mod lookup;
mod moment;
pub mod pack;
mod row;
mod seeker;
mod segment;
pub mod signature;
mod slab;
mod sought;

#[cfg(test)]
mod tests;
pub mod words;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwap;

use segment::{Look, Segment};

pub use moment::Moment;
pub use row::{Probe, Rest, Row};
pub use segment::{Draft, Scratch};
pub use sought::{
    ANY_PRICE, ANY_UNIT, Asked, Circle, NO_DAY, Offered, ROOT, SeenBy, Sought, Subtree, UNKNOWN,
    ball, chord,
};

/// All needs, to be searched by listings.
pub struct NeedIndex {
    now: ArcSwap<Snapshot>,
    /// Held by who changes it.
    writing: Mutex<Writing>,
}

#[derive(Clone, Default)]
struct Snapshot {
    /// The first is the largest.
    segments: Vec<Arc<Segment>>,
    /// What came since the last segment was made, in short pages, so that adding one copies little.
    recent: Vec<Arc<Page>>,
}

type Page = Vec<Arc<Recent>>;

/// A need that lies in no segment yet.
struct Recent {
    sought: Sought,
    rows: Vec<(Row, Rest)>,
}

#[derive(Default)]
struct Writing {
    recent_count: usize,
    /// What went while segments were being merged: it must go from the merged one too.
    gone_meanwhile: Option<Vec<u128>>,
}

/// Each change copies its page: so many pointers.
const PAGE_MAX: usize = 16;
/// More than this, and they become a segment. Making one takes a few tenths of a millisecond, and
/// as long as they lie in pages each listing looks at each of them.
const RECENT_MAX: usize = 128;
/// More than this, and those beside the first should be merged: each costs a listing its look-ups.
const SEGMENTS_MAX: usize = 8;
/// Once the small ones hold this part of the first, all become one.
const SMALL_PARTS: usize = 20;

impl Default for NeedIndex {
    fn default() -> Self {
        Self::of([].iter())
    }
}

impl NeedIndex {
    /// Of needs that are all there already.
    pub fn of<'a>(needs: impl Iterator<Item = &'a Sought>) -> Self {
        Self::of_drafts([Draft::of(needs)].into_iter())
    }

    /// Likewise, where several threads have drafted some of them each.
    pub fn of_drafts(mut drafts: impl Iterator<Item = Draft>) -> Self {
        let mut all = drafts.next().unwrap_or_default();
        drafts.for_each(|it| all.append(it));
        Self::of_segments(vec![Arc::new(all.lay_out())])
    }

    fn of_segments(segments: Vec<Arc<Segment>>) -> Self {
        let now = ArcSwap::from_pointee(Snapshot { segments, recent: Vec::new() });
        Self { now, writing: Mutex::default() }
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        // Who panicked while writing had not published yet: what is there is whole.
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a need, or puts it in the place of what it was. The next search finds it.
    pub fn put(&self, sought: Sought) {
        let mut writing = self.writing();
        let need = sought.need;
        let rows = sought.rows(false).map(|(row, rest, _)| (row, rest)).collect();
        let mut next = Snapshot::clone(&self.now.load());
        let was_recent = next.forget_recent(need);
        writing.recent_count = writing.recent_count + 1 - usize::from(was_recent);
        next.push(Arc::new(Recent { sought, rows }));
        let next = Arc::new(next);
        // For a moment it is there twice, as it was and as it is. The other order would leave a
        // moment in which it is not there.
        self.now.store(Arc::clone(&next));
        next.forget_in_segments(need);
        if let Some(gone) = &mut writing.gone_meanwhile {
            gone.push(need);
        }
        if writing.recent_count >= RECENT_MAX {
            writing.recent_count = 0;
            let recent = next.recent.iter().flat_map(|it| it.iter());
            let mut segments = next.segments.clone();
            segments.push(Arc::new(Draft::of(recent.map(|it| &it.sought)).lay_out()));
            self.now.store(Arc::new(Snapshot { segments, recent: Vec::new() }));
        }
    }

    /// Takes a need out. Whether it was there.
    pub fn remove(&self, need: u128) -> bool {
        let mut writing = self.writing();
        let now = self.now.load();
        let mut was_there = now.forget_in_segments(need);
        let mut next = Snapshot::clone(&now);
        if next.forget_recent(need) {
            writing.recent_count -= 1;
            self.now.store(Arc::new(next));
            was_there = true;
        }
        if let Some(gone) = &mut writing.gone_meanwhile {
            gone.push(need);
        }
        was_there
    }

    /// Whether there are so many small segments that [`Self::merge`] is worth it.
    pub fn is_scattered(&self) -> bool {
        self.now.load().segments.len() > SEGMENTS_MAX
    }

    /// Makes one segment of several. Takes a while, in which searches and changes go on.
    pub fn merge(&self) {
        let before = {
            let mut writing = self.writing();
            // Somebody else is merging already.
            if writing.gone_meanwhile.is_some() {
                return;
            }
            writing.gone_meanwhile = Some(Vec::new());
            self.now.load_full()
        };
        let small: usize = before.segments.iter().skip(1).map(|it| it.len()).sum();
        let first = before.segments.first().map_or(0, |it| it.len());
        let kept = usize::from(small * SMALL_PARTS < first);
        let merged = Arc::new(Segment::merged(&before.segments[kept..]));
        let mut writing = self.writing();
        for need in writing.gone_meanwhile.take().into_iter().flatten() {
            merged.forget(need);
        }
        let now = self.now.load();
        let mut segments = before.segments[..kept].to_vec();
        segments.push(merged);
        segments.extend(now.segments[before.segments.len()..].iter().cloned());
        self.now.store(Arc::new(Snapshot { segments, recent: now.recent.clone() }));
        drop((writing, now));
        let replaced = before.segments[kept..].to_vec();
        drop(before);
        outlast(replaced);
    }

    /// The needs that a listing is what they seek: each of them, and no others. `asks` answers for
    /// what numbers cannot say.
    pub fn search(
        &self,
        offered: &Offered,
        asks: &mut dyn FnMut(&Asked) -> bool,
        scratch: &mut Scratch,
        found: &mut Vec<u128>,
    ) {
        found.clear();
        let now = self.now.load();
        let look = Look::of(offered);
        for segment in &now.segments {
            segment.search(&look, asks, scratch, found);
        }
        for recent in now.recent.iter().flat_map(|it| it.iter()) {
            if recent.holds(&look.probe, asks) {
                found.push(recent.sought.need);
            }
        }
    }

    /// How many rows it holds, gone ones among them.
    pub fn len(&self) -> usize {
        let now = self.now.load();
        let recent: usize = now.recent.iter().map(|it| it.len()).sum();
        now.segments.iter().map(|it| it.len()).sum::<usize>() + recent
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Memory of the segments.
    pub fn bytes(&self) -> usize {
        self.now.load().segments.iter().map(|it| it.bytes()).sum()
    }
}

/// Lets segments go after all who still search them. Giving a hundred megabytes back takes
/// milliseconds, and whoever lets go last does it.
fn outlast(segments: Vec<Arc<Segment>>) {
    /// A search takes microseconds; whoever holds on for longer is doing something else.
    const WAITS_MAX: usize = 1000;
    const WAIT: Duration = Duration::from_millis(1);
    for segment in segments {
        for _ in 0..WAITS_MAX {
            if Arc::strong_count(&segment) == 1 {
                break;
            }
            std::thread::sleep(WAIT);
        }
    }
}

impl Snapshot {
    fn push(&mut self, recent: Arc<Recent>) {
        match self.recent.last_mut() {
            Some(page) if page.len() < PAGE_MAX => Arc::make_mut(page).push(recent),
            Some(_) | None => self.recent.push(Arc::new(vec![recent])),
        }
    }

    fn forget_recent(&mut self, need: u128) -> bool {
        for page in &mut self.recent {
            if let Some(at) = page.iter().position(|it| it.sought.need == need) {
                Arc::make_mut(page).remove(at);
                return true;
            }
        }
        false
    }

    fn forget_in_segments(&self, need: u128) -> bool {
        // Newest first: what changes has often changed before. It stands in one of them at most.
        self.segments.iter().rev().any(|it| it.forget(need))
    }
}

impl Recent {
    fn holds(&self, probe: &Probe, asks: &mut dyn FnMut(&Asked) -> bool) -> bool {
        let own = probe.offered.categories.first().copied();
        let Sought { categories, words, asked, .. } = &self.sought;
        let is_below = |it: &Subtree| own.is_some_and(|own| (it.first..=it.last).contains(&own));
        (categories.is_empty() || categories.iter().any(is_below))
            && words.iter().all(|it| probe.offered.words.binary_search(it).is_ok())
            && self.rows.iter().any(|(row, rest)| row.holds(|| *rest, probe))
            && asked.as_ref().is_none_or(|it| asks(it))
    }
}
