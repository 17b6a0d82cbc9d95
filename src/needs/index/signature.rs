//! Sixteen bytes that say at a glance what cannot fit.
//!
//! A need and a listing are each written as bytes so that whatever fits is nowhere greater: the
//! need's are held against the listing's, all at once by what the compiler makes of a plain loop.
//! What passes is looked at closely; one in four of that does not fit.

use super::grid::{Covered, Within};
use super::sought::{ANY_PRICE, Offered, Sought, UNKNOWN};

const BYTES: usize = 16;
/// Where each part stands. First the measures, two of which share two bytes for both ends.
const PRICE: usize = 6;
const QUANTITY: usize = 7;
const FROM: usize = 8;
const UNTIL: usize = 9;
const SOUTH: usize = 10;
const NORTH: usize = 11;
const WEST: usize = 12;
const EAST: usize = 13;
/// Four bits that the condition sets, and twelve of which the words of the need set a few.
const BITS: usize = 14;
/// Where the two ends of each measure stand. Length with height, width with diameter, depth with
/// thickness: things seldom have both, so that little is lost where a listing answers for the
/// larger of them.
pub const SIZES: [usize; 6] = [0, 2, 0, 4, 4, 2];

/// What a need asks at a glance, in one square.
pub type Signature = [u8; BYTES];

/// A need in one square: its signature there, and the number of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    pub signature: Signature,
    pub row: u32,
}

/// Above all ranks of those that reach over the northern edge.
const SECOND_HALF: u16 = 256;

/// What signatures are held against: they may be greater nowhere, after the mask.
#[derive(Debug, Clone, Copy)]
pub struct Glance {
    most: Signature,
    mask: Signature,
}

/// Eight steps to each doubling. Never falls where the value rises.
pub fn steps(value: u32) -> u8 {
    // Sign and exponent of a float, and the first three bits of what follows.
    let bits = (value as f32 + 1.0).to_bits() >> 20;
    (bits - (127 << 3)).min(254) as u8
}

/// In steps of eight days over the years that matter, from 2025 on; what lies before or after
/// stands at the ends.
pub fn weeks(day: u16) -> u8 {
    const FIRST_DAY: u16 = 9132;
    (day.saturating_sub(FIRST_DAY) / 8).min(254) as u8
}

/// Bits of which whatever is asked for must be among those of what is offered: the higher the
/// condition the more of the lower four, and one of the others for each word.
fn bits(condition: u8, words: &[u32]) -> [u8; 2] {
    const CONDITIONS: [u16; 6] = [0, 0, 0b1, 0b11, 0b111, 0b1111];
    const FIRST_OF_WORDS: u32 = 4;
    const OF_WORDS: u32 = 12;
    let bit = |word: &u32| {
        let mixed = u64::from(word.wrapping_mul(0x9E37_79B1));
        1 << (FIRST_OF_WORDS + ((mixed * u64::from(OF_WORDS)) >> 32) as u32)
    };
    let condition = CONDITIONS[usize::from(condition).min(CONDITIONS.len() - 1)];
    words.iter().fold(condition, |all, word| all | bit(word)).to_le_bytes()
}

impl Posting {
    /// As it stands in a square of which the circle covers so much.
    pub fn of(sought: &Sought, covered: Covered, row: u32) -> Self {
        let mut bytes = [0; BYTES];
        for (measure, low, high) in &sought.sizes {
            let at = SIZES[usize::from(*measure)];
            // Of two asks for what stands here the stricter counts.
            bytes[at] = bytes[at].max(steps(*low));
            let high = if *high >= UNKNOWN - 1 { 255 } else { steps(*high) };
            bytes[at + 1] = bytes[at + 1].max(255 - high);
        }
        if sought.price_max != ANY_PRICE {
            bytes[PRICE] = 255 - steps(sought.price_max);
        }
        bytes[QUANTITY] = steps(sought.quantity_min);
        bytes[FROM] = weeks(sought.from);
        bytes[UNTIL] = 255 - if sought.until == u16::MAX { 255 } else { weeks(sought.until) };
        bytes[SOUTH] = covered.south_north.0;
        bytes[NORTH] = 255 - covered.south_north.1;
        bytes[WEST] = covered.west_east.0;
        bytes[EAST] = 255 - covered.west_east.1;
        bytes[BITS..].copy_from_slice(&bits(sought.condition_min, &sought.words));
        Self { signature: bytes, row }
    }
}

/// Its place among those of its square: first those that reach over the northern edge, by where
/// they begin in the south, then the others, by where they end in the north.
#[inline]
pub fn rank(signature: &Signature) -> u16 {
    // Circles end at 254 at most, which is written as 1; who seeks everywhere has 0.
    const TO_THE_EDGE: u8 = 1;
    if signature[NORTH] <= TO_THE_EDGE {
        u16::from(signature[SOUTH])
    } else {
        SECOND_HALF + u16::from(255 - signature[NORTH])
    }
}

impl Glance {
    pub fn of(offered: &Offered) -> Self {
        let (mut most, mut mask) = ([255; BYTES], [255; BYTES]);
        most[..PRICE].fill(0);
        for (measure, size) in offered.sizes[..6].iter().enumerate() {
            // Of a size nobody knows nothing may be asked.
            if *size != UNKNOWN {
                let (at, value) = (SIZES[measure], steps(*size));
                most[at] = most[at].max(value);
                most[at + 1] = most[at + 1].max(255 - value);
            }
        }
        let cheapest = offered.price.iter().min().copied().unwrap_or(0);
        most[PRICE] = 255 - steps(cheapest);
        most[QUANTITY] = steps(offered.quantity.iter().max().copied().unwrap_or(0));
        most[FROM] = weeks(offered.until);
        most[UNTIL] = 255 - weeks(offered.from);
        // Bits that the listing does not have must not be asked for.
        let offered_bits = bits(offered.condition, &offered.words);
        for (at, offered) in (BITS..).zip(offered_bits) {
            (most[at], mask[at]) = (0, !offered);
        }
        Self { most, mask }
    }

    /// For the squares of one grid: where within its square the listing lies.
    pub fn within(mut self, (north, east): Within) -> Self {
        (self.most[SOUTH], self.most[NORTH]) = (north, 255 - north);
        (self.most[WEST], self.most[EAST]) = (east, 255 - east);
        self
    }

    /// Whether the listing may be what is sought: false only where it cannot.
    #[inline]
    pub fn may_fit(&self, signature: &Signature) -> bool {
        let mut greater = 0;
        for ((own, mask), most) in signature.iter().zip(&self.mask).zip(&self.most) {
            greater |= u8::from(own & mask > *most);
        }
        greater == 0
    }

    /// Up to which rank needs begin south enough to reach here, and from which on they end north
    /// enough.
    pub fn ranks(&self) -> (u16, u16) {
        let north = u16::from(self.most[SOUTH]);
        (north, SECOND_HALF + north)
    }
}
