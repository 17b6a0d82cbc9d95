//! Two look-up tables without pointers: which postings stand in a square, and which rows a need
//! has. Both hash with open addressing and never shrink.

use prefetch_index::prefetch_index;

use super::slab::Slab;

/// The first and the number of the postings of each square.
pub struct Squares(Slab<SLOT_BYTES>);

const SLOT_BYTES: usize = 16;

#[derive(Clone, Copy)]
struct Slot {
    key: u64,
    start: u32,
    length: u32,
}

/// No square has this key: there is no grid of that number.
const NO_KEY: u64 = u64::MAX;
const EMPTY: Slot = Slot { key: NO_KEY, start: 0, length: 0 };

/// Slots for so many entries: at four fifths full a search takes few steps.
fn room(entries: usize) -> usize {
    entries + entries / 4 + 1
}

/// Where to begin looking, in a table of this length.
fn begin(key: u64, length: usize) -> usize {
    let mixed = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((u128::from(mixed) * length as u128) >> 64) as usize
}

fn next(at: usize, length: usize) -> usize {
    if at + 1 == length { 0 } else { at + 1 }
}

impl Slot {
    fn write(self) -> [u8; SLOT_BYTES] {
        let Self { key, start, length } = self;
        let number = u128::from(key) | u128::from(start) << 64 | u128::from(length) << 96;
        number.to_le_bytes()
    }

    #[inline]
    fn read(bytes: &[u8; SLOT_BYTES]) -> Self {
        let number = u128::from_le_bytes(*bytes);
        Self { key: number as u64, start: (number >> 64) as u32, length: (number >> 96) as u32 }
    }
}

impl Squares {
    /// Of the keys of postings, in order.
    pub fn of(keys: impl Iterator<Item = u64> + Clone) -> Self {
        let mut count = 0;
        let mut last = NO_KEY;
        for key in keys.clone() {
            count += usize::from(key != last);
            last = key;
        }
        let room = room(count);
        let mut squares = Self(Slab::of(room, std::iter::repeat_n(EMPTY.write(), room)));
        let mut open = EMPTY;
        for (at, key) in (0..).zip(keys) {
            if key == open.key {
                open.length += 1;
                continue;
            }
            squares.insert(open);
            open = Slot { key, start: at, length: 1 };
        }
        squares.insert(open);
        squares
    }

    pub fn of_slots(slots: Slab<SLOT_BYTES>) -> Self {
        Self(slots)
    }

    pub fn slots(&self) -> &Slab<SLOT_BYTES> {
        &self.0
    }

    fn insert(&mut self, slot: Slot) {
        if slot.key == NO_KEY {
            return;
        }
        let slots = self.0.records_mut();
        let mut at = begin(slot.key, slots.len());
        while Slot::read(&slots[at]).key != NO_KEY {
            at = next(at, slots.len());
        }
        slots[at] = slot.write();
    }

    pub fn find(&self, key: u64) -> Option<(u32, u32)> {
        let slots = self.0.records();
        let mut at = begin(key, slots.len());
        loop {
            let slot = Slot::read(&slots[at]);
            if slot.key == key {
                return Some((slot.start, slot.length));
            }
            if slot.key == NO_KEY {
                return None;
            }
            at = next(at, slots.len());
        }
    }

    /// Asks memory for the slot, to have it near when it is looked for.
    pub fn fetch(&self, key: u64) {
        let slots = self.0.records();
        prefetch_index(slots, begin(key, slots.len()));
    }

    /// Key, first posting and how many.
    pub fn all(&self) -> impl Iterator<Item = (u64, u32, u32)> {
        let filled = self.0.records().iter().map(Slot::read).filter(|it| it.key != NO_KEY);
        filled.map(|it| (it.key, it.start, it.length))
    }

    pub fn bytes(&self) -> usize {
        self.0.bytes()
    }
}

/// The first row of the needs of each hash, one higher than it is; zero is none. Each row knows the
/// next one.
pub struct RowsByNeed(Vec<u32>);

/// Needs to a hash: so many rows are looked at to find the one of a need.
const NEEDS_A_HASH: usize = 2;

fn mix(need: u128) -> u64 {
    need as u64 ^ (need >> 64) as u64
}

impl RowsByNeed {
    pub fn with_room(rows: usize) -> Self {
        Self(vec![0; rows / NEEDS_A_HASH + 1])
    }

    /// Adds the row of a need. Returns the row that follows it, one higher than it is.
    pub fn add(&mut self, need: u128, row: u32) -> u32 {
        let at = begin(mix(need), self.0.len());
        std::mem::replace(&mut self.0[at], row + 1)
    }

    /// The first row that may be of this need, one higher than it is.
    pub fn first(&self, need: u128) -> u32 {
        self.0[begin(mix(need), self.0.len())]
    }

    /// The first row of each hash, as [`Self::of_heads`] takes them.
    pub fn heads(&self) -> &[u32] {
        &self.0
    }

    pub fn of_heads(heads: Vec<u32>) -> Self {
        Self(heads)
    }

    pub fn bytes(&self) -> usize {
        size_of_val(&self.0[..])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_put_in_is_found(mut keys in prop::collection::vec(0..50_u64, 0..200)) {
            keys.sort_unstable();
            let squares = Squares::of(keys.iter().copied());
            let mut plain: HashMap<u64, Vec<u32>> = HashMap::new();
            for (at, key) in (0..).zip(&keys) {
                plain.entry(*key).or_default().push(at);
            }
            for key in 0..60 {
                let expected = plain.get(&key).map(|it| (it[0], it.len() as u32));
                prop_assert_eq!(squares.find(key), expected);
            }
            prop_assert_eq!(squares.all().count(), plain.len());
            let mut by_need = RowsByNeed::with_room(keys.len());
            let next: Vec<u32> =
                (0..).zip(&keys).map(|(row, need)| by_need.add(u128::from(*need), row)).collect();
            for key in 0..60 {
                let mut rows = Vec::new();
                let mut row = by_need.first(u128::from(key));
                while let Some(at) = row.checked_sub(1) {
                    rows.extend((keys[at as usize] == key).then_some(at));
                    row = next[at as usize];
                }
                rows.sort_unstable();
                prop_assert_eq!(rows, plain.get(&key).cloned().unwrap_or_default());
            }
        }
    }
}
