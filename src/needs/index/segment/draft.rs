//! Needs on their way into a segment.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::Segment;
use crate::needs::index::anchor::{Anchor, anchors, by_word};
use crate::needs::index::grid::{self, Cell, EVERYWHERE};
use crate::needs::index::lookup::{RowsByNeed, Squares};
use crate::needs::index::seeker::{self, Seeker};
use crate::needs::index::signature::{Posting, rank};
use crate::needs::index::slab::Slab;
use crate::needs::index::sought::{Asked, Sought};

/// What a segment is made from. Several made on several threads become one.
#[derive(Default)]
pub struct Draft {
    postings: Vec<Posting>,
    /// The square of each posting, its rank there, and in the lower half its place in the list.
    keys: Vec<(u64, u64)>,
    pub(super) seekers: Vec<Seeker>,
    pub(super) asked: HashMap<u32, Arc<Asked>>,
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
        let moved = |it: &Posting| Posting { row: it.row + rows, ..*it };
        self.postings.extend(other.postings.iter().map(moved));
        self.keys.extend(other.keys.iter().map(|(key, at)| (*key, at + postings)));
        self.asked.extend(other.asked.into_iter().map(|(row, it)| (row + rows, it)));
        self.mark_levels(&other.category_levels, &other.word_levels);
    }

    pub(super) fn mark_levels(&mut self, category_levels: &[u8], word_levels: &[u8]) {
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

    pub(super) fn stand(&mut self, key: u64, posting: Posting) {
        let rank = u64::from(rank(&posting.signature));
        self.keys.push((key, rank << 32 | self.postings.len() as u64));
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
                    self.post(*anchor, cell, Posting::of(sought, covered, number));
                };
                match place {
                    Some(circle) if !is_wide => grid::cells_of(&circle, post),
                    Some(_) | None => post(EVERYWHERE, grid::Covered::ALL),
                }
            }
            self.seekers.push(seeker::write(&row, &rest, sought.need));
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
            centre[posting.row as usize] = at as u32;
        }
        self.keys.sort_unstable();
        let mut order = Vec::with_capacity(self.seekers.len());
        let mut number = vec![0; self.seekers.len()];
        for (_, at) in &self.keys {
            let at = *at as u32;
            let row = self.postings[at as usize].row;
            if centre[row as usize] == at {
                number[row as usize] = order.len() as u32;
                order.push(row);
            }
        }
        let sorted = || self.keys.iter().map(|it| &self.postings[it.1 as u32 as usize]);
        let row = |it: &Posting| number[it.row as usize].to_le_bytes();
        let count = self.postings.len();
        let (seekers, by_need) = self.seekers_in(&order);
        Segment {
            signatures: Slab::of(count, sorted().map(|it| it.signature)),
            rows: Slab::of(count, sorted().map(row)),
            squares: Squares::of(self.keys.iter().map(|it| it.0)),
            by_need,
            gone: (0..seekers.len().div_ceil(64)).map(|_| AtomicU64::new(0)).collect(),
            asked: self.asked.into_iter().map(|(row, it)| (number[row as usize], it)).collect(),
            category_levels: self.category_levels,
            word_levels: self.word_levels,
            seekers,
        }
    }

    fn seekers_in(&self, order: &[u32]) -> (Slab<{ seeker::BYTES }>, RowsByNeed) {
        let mut by_need = RowsByNeed::with_room(order.len());
        let ordered = order.iter().zip(0..).map(|(before, row)| {
            let mut it = self.seekers[*before as usize];
            let next = by_need.add(seeker::need(&it), row);
            seeker::set_next(&mut it, next);
            it
        });
        (Slab::of(order.len(), ordered), by_need)
    }
}
