//! Thirty-two bytes that say at a glance what cannot fit.
//!
//! A need and a listing are each written as bytes so that whatever fits is nowhere greater: the
//! need's are held against the listing's, sixteen or thirty-two at once by what the compiler makes
//! of a plain loop. What passes is looked at closely; one in five of it does not fit.

use super::grid::{Covered, Within};
use super::sought::{ANY_PRICE, Offered, ROOT, Sought, UNKNOWN};

const BYTES: usize = 32;
/// Where each part stands. The measures have two bytes each, for both ends.
const PRICE: usize = 12;
const QUANTITY: usize = 13;
const CONDITION: usize = 14;
const FROM: usize = 15;
const UNTIL: usize = 16;
const SOUTH: usize = 17;
const NORTH: usize = 18;
const WEST: usize = 19;
const EAST: usize = 20;
const FIRST: usize = 21;
const LAST: usize = 22;
/// A few bits that the words of the need set.
const WORDS: usize = 24;
/// The number of the row.
const ROW: usize = 28;

/// The signature of a need in one square, and the number of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(align(32))]
pub struct Posting([u8; BYTES]);

/// Above all ranks of those that reach over the northern edge.
const SECOND_HALF: u16 = 256;

/// What postings are held against: they may be greater nowhere, after the mask.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
pub struct Glance {
    most: [u8; BYTES],
    mask: [u8; BYTES],
}

/// Eight steps to each doubling. Never falls where the value rises.
fn steps(value: u32) -> u8 {
    // Sign and exponent of a float, and the first three bits of what follows.
    let bits = (value as f32 + 1.0).to_bits() >> 20;
    (bits - (127 << 3)).min(254) as u8
}

/// In steps of eight days over the years that matter, from 2025 on; what lies before or after
/// stands at the ends.
fn weeks(day: u16) -> u8 {
    const FIRST_DAY: u16 = 9132;
    (day.saturating_sub(FIRST_DAY) / 8).min(254) as u8
}

fn bit(word: u32) -> u32 {
    1 << (word.wrapping_mul(0x9E37_79B1) >> 27)
}

fn bits(words: &[u32]) -> [u8; 4] {
    words.iter().fold(0, |all, word| all | bit(*word)).to_le_bytes()
}

impl Posting {
    /// As it stands in a square of which the circle covers so much.
    pub fn of(sought: &Sought, by_word: bool, covered: Covered, row: u32) -> Self {
        let mut bytes = [0; BYTES];
        for (measure, low, high) in &sought.sizes {
            let at = usize::from(*measure) * 2;
            // Of two asks for one measure the stricter counts.
            bytes[at] = bytes[at].max(steps(*low));
            let high = if *high >= UNKNOWN - 1 { 255 } else { steps(*high) };
            bytes[at + 1] = bytes[at + 1].max(255 - high);
        }
        if sought.price_max != ANY_PRICE {
            bytes[PRICE] = 255 - steps(sought.price_max);
        }
        bytes[QUANTITY] = steps(sought.quantity_min);
        bytes[CONDITION] = sought.condition_min;
        bytes[FROM] = weeks(sought.from);
        bytes[UNTIL] = 255 - if sought.until == u16::MAX { 255 } else { weeks(sought.until) };
        bytes[SOUTH] = covered.south_north.0;
        bytes[NORTH] = 255 - covered.south_north.1;
        bytes[WEST] = covered.west_east.0;
        bytes[EAST] = 255 - covered.west_east.1;
        if let Some(subtree) = sought.categories.first().filter(|_| by_word) {
            bytes[FIRST] = (subtree.first >> 8) as u8;
            bytes[LAST] = 255 - (subtree.last >> 8) as u8;
        }
        bytes[WORDS..ROW].copy_from_slice(&bits(&sought.words));
        bytes[ROW..].copy_from_slice(&row.to_le_bytes());
        Self(bytes)
    }

    pub fn row(&self) -> u32 {
        let [.., a, b, c, d] = self.0;
        u32::from_le_bytes([a, b, c, d])
    }

    pub fn with_row(mut self, row: u32) -> Self {
        self.0[ROW..].copy_from_slice(&row.to_le_bytes());
        self
    }

    /// Its place among those of its square: first those that reach over the northern edge, by where
    /// they begin in the south, then the others, by where they end in the north.
    #[inline]
    pub fn rank(&self) -> u16 {
        // Circles end at 254 at most, which is written as 1; who seeks everywhere has 0.
        const TO_THE_EDGE: u8 = 1;
        if self.0[NORTH] <= TO_THE_EDGE {
            u16::from(self.0[SOUTH])
        } else {
            SECOND_HALF + u16::from(255 - self.0[NORTH])
        }
    }

    /// Whether it may be what is sought: false only where it cannot.
    #[inline]
    pub fn may_hold(&self, glance: &Glance) -> bool {
        let mut greater = 0;
        for at in 0..BYTES {
            greater |= u8::from(self.0[at] & glance.mask[at] > glance.most[at]);
        }
        greater == 0
    }
}

impl Glance {
    pub fn of(offered: &Offered) -> Self {
        let (mut most, mut mask) = ([255; BYTES], [255; BYTES]);
        for (measure, size) in offered.sizes[..6].iter().enumerate() {
            let value = if *size == UNKNOWN { 0 } else { steps(*size) };
            most[measure * 2] = value;
            most[measure * 2 + 1] = 255 - value;
        }
        let cheapest = offered.price.iter().min().copied().unwrap_or(0);
        most[PRICE] = 255 - steps(cheapest);
        most[QUANTITY] = steps(offered.quantity.iter().max().copied().unwrap_or(0));
        most[CONDITION] = offered.condition;
        most[FROM] = weeks(offered.until);
        most[UNTIL] = 255 - weeks(offered.from);
        let own = offered.categories.first().copied().unwrap_or(ROOT);
        most[FIRST] = (own >> 8) as u8;
        most[LAST] = 255 - (own >> 8) as u8;
        // A bit that no word of the listing sets must not be set.
        let set = bits(&offered.words);
        for at in 0..4 {
            (most[WORDS + at], mask[WORDS + at]) = (0, !set[at]);
            (most[ROW + at], mask[ROW + at]) = (0, 0);
        }
        Self { most, mask }
    }

    /// For the squares of one grid: where within its square the listing lies.
    pub fn within(mut self, (north, east): Within) -> Self {
        (self.most[SOUTH], self.most[NORTH]) = (north, 255 - north);
        (self.most[WEST], self.most[EAST]) = (east, 255 - east);
        self
    }

    /// Up to which rank needs begin south enough to reach here, and from which on they end north
    /// enough.
    pub fn ranks(&self) -> (u16, u16) {
        let north = u16::from(self.most[SOUTH]);
        (north, SECOND_HALF + north)
    }
}
