//! All that is offered, kept in memory for new needs: what fits this one, among a million listings.
//!
//! The mirror of [`super::index`]. Listings stand by the square of the map in which they lie, and
//! in it by category, so that a subtree of categories is one run of rows in each square
//! ([`shelf`]). A need walks the squares that its circles touch, and where it asks for words only
//! those rows of them in which its rarest word occurs; it holds itself against each row by
//! numbers alone ([`glimpse`], [`row`]). What numbers leave open is decided by [`super::fits`] of what is found:
//! nothing that fits is ever left out.
//!
//! Shelves never change, but for bits that mark what is gone. What comes makes a new, small shelf,
//! and small ones are made one with their neighbours. The row of shelves is swapped as a whole:
//! who reads takes no lock.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "numbers are made small here, and each place says or has made sure that they fit"
)]

mod following;
mod glimpse;
pub mod pack;
mod row;
mod shelf;
mod store;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

pub use following::{StockFollowing, follow_stock, note};
pub use row::{MEASURES, Probe, Stocked, UNITS, Wanted};

use shelf::Shelf;

/// All listings, to be searched by needs.
#[derive(Default)]
pub struct Stock {
    /// Each at least twice as large as the next.
    shelves: ArcSwap<Vec<Arc<Shelf>>>,
    /// Held by who changes it.
    writing: Mutex<()>,
}

impl Stock {
    pub fn of(listings: Vec<Stocked>) -> Self {
        let shelves = ArcSwap::from_pointee(vec![Arc::new(Shelf::of(listings))]);
        Self { shelves, writing: Mutex::default() }
    }

    /// Puts listings in the place of what they were, each of them once. The next search finds them.
    pub fn put(&self, listings: Vec<Stocked>) {
        // Who panicked while writing had not published yet: what is there is whole.
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let ids: Vec<u128> = listings.iter().map(|it| it.passport).collect();
        let before = self.shelves.load_full();
        let mut shelves = Vec::clone(&before);
        shelves.push(Arc::new(Shelf::of(listings)));
        // For a moment they are there twice, as they were and as they are. The other order would
        // leave a moment in which they are not there.
        self.shelves.store(Arc::new(shelves.clone()));
        for id in ids {
            forget(&before, id);
        }
        tidy(&mut shelves);
        self.shelves.store(Arc::new(shelves));
    }

    /// Takes a listing out. Whether it was there.
    pub fn remove(&self, passport: u128) -> bool {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        forget(&self.shelves.load(), passport)
    }

    /// All listings of which numbers and words say that they are what is wanted. One that is
    /// changed meanwhile may be found twice.
    pub fn search(&self, wanted: &Wanted, found: &mut Vec<u128>) {
        found.clear();
        let probe = Probe::of(wanted);
        for shelf in self.shelves.load().iter() {
            shelf.search(&probe, found);
        }
    }

    /// How many listings it holds.
    pub fn len(&self) -> usize {
        self.shelves.load().iter().map(|it| it.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Memory of the shelves.
    pub fn bytes(&self) -> usize {
        self.shelves.load().iter().map(|it| it.bytes()).sum()
    }
}

fn forget(shelves: &[Arc<Shelf>], passport: u128) -> bool {
    // Newest first: what changes has often changed before. It stands in one of them at most.
    shelves.iter().rev().any(|it| it.forget(passport))
}

/// Makes one of the last two shelves while the last is more than half as large as the one before:
/// so a listing is laid out anew a few times in all, and there are few shelves.
fn tidy(shelves: &mut Vec<Arc<Shelf>>) {
    while let [.., large, small] = &shelves[..] {
        if small.len() * 2 <= large.len() {
            return;
        }
        let merged = Shelf::merged(&[large, small]);
        shelves.truncate(shelves.len() - 2);
        shelves.push(Arc::new(merged));
    }
}
