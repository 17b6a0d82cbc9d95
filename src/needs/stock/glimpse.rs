//! Sixteen bytes that say at a glance which listings cannot be what is wanted.
//!
//! A need and a listing are each written as bytes so that whatever fits is nowhere greater in the
//! need, as in the index of needs. A need that names no place looks at a hundred thousand listings,
//! and of most of them it reads no more than this.

use super::row::{Stocked, Wanted};
use crate::needs::index::UNKNOWN;
use crate::needs::index::signature::{SIZES, steps, weeks};

pub type Glimpse = [u8; 16];

/// Where each part stands, after the measures.
const PRICE: usize = 6;
const QUANTITY: usize = 7;
const CONDITION: usize = 8;
const FROM: usize = 9;
const UNTIL: usize = 10;

/// What a listing has.
pub fn of_listing(it: &Stocked) -> Glimpse {
    let mut most = [0; 16];
    for (size, at) in it.sizes.iter().zip(SIZES) {
        // Of a size nobody knows nothing may be asked.
        if *size != UNKNOWN {
            most[at] = most[at].max(steps(*size));
            most[at + 1] = most[at + 1].max(255 - steps(*size));
        }
    }
    most[PRICE] = 255 - steps(it.price);
    most[QUANTITY] = steps(it.quantity);
    most[CONDITION] = it.condition;
    most[FROM] = weeks(it.until);
    most[UNTIL] = 255 - weeks(it.from);
    most
}

/// What a need asks of it at least.
pub fn of_need(it: &Wanted) -> Glimpse {
    let mut least = [0; 16];
    for (measure, low, high) in &it.sizes {
        let at = SIZES[usize::from(*measure)];
        least[at] = least[at].max(steps(*low));
        let high = if *high >= UNKNOWN - 1 { 255 } else { steps(*high) };
        least[at + 1] = least[at + 1].max(255 - high);
    }
    // By whichever unit the listing is priced and counted.
    let dearest = it.price_below.iter().max().copied().unwrap_or(u32::MAX);
    least[PRICE] = if dearest == u32::MAX { 0 } else { 255 - steps(dearest) };
    least[QUANTITY] = steps(it.quantity_min.iter().min().copied().unwrap_or(0));
    least[CONDITION] = it.condition_min;
    least[FROM] = weeks(it.from);
    least[UNTIL] = 255 - if it.until == u16::MAX { 255 } else { weeks(it.until) };
    least
}

/// Whether a listing may be what is wanted: false only where it cannot.
#[inline]
pub fn may_fit(least: &Glimpse, most: &Glimpse) -> bool {
    least.iter().zip(most).fold(0, |greater, (own, most)| greater | u8::from(own > most)) == 0
}
