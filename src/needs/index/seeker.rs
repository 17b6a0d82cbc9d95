//! A need near one of its places as the bytes in which it is kept: all that is read of it when a
//! listing is held against it lies in two neighbouring lines of a processor's cache, so that it is
//! waited for once. It lies in a file as it does in memory.

use super::row::{Rest, Row};
use super::sought::{SIZES, Subtree, WORDS};

/// The row in the first half; its rest and whose it is in the second.
pub const BYTES: usize = 128;

pub type Seeker = [u8; BYTES];

const BALL: usize = 0;
const CHORD: usize = 12;
const LOW: usize = 16;
const HIGH: usize = 28;
const PRICE_MAX: usize = 40;
const QUANTITY_MIN: usize = 44;
const ORGANISATION: usize = 48;
const FROM: usize = 52;
const UNTIL: usize = 54;
const MEASURES: usize = 56;
const CONDITION_MIN: usize = 59;
const UNIT: usize = 60;
const FLAGS: usize = 61;
const LATITUDE: usize = 64;
const LONGITUDE: usize = 68;
const RADIUS_KM: usize = 72;
const WORDS_FROM: usize = 76;
const FIRST: usize = 84;
const LAST: usize = 86;
const ORGANISATION_REST: usize = 88;
const PARK: usize = 92;
const NEXT: usize = 96;
const NEED: usize = 112;

fn part<const N: usize>(seeker: &Seeker, at: usize) -> [u8; N] {
    let mut bytes = [0; N];
    bytes.copy_from_slice(&seeker[at..at + N]);
    bytes
}

fn number(seeker: &Seeker, at: usize) -> u32 {
    u32::from_le_bytes(part(seeker, at))
}

fn short(seeker: &Seeker, at: usize) -> u16 {
    u16::from_le_bytes(part(seeker, at))
}

fn put<const N: usize>(seeker: &mut Seeker, at: usize, bytes: [u8; N]) {
    seeker[at..at + N].copy_from_slice(&bytes);
}

pub fn write(row: &Row, rest: &Rest, need: u128) -> Seeker {
    let mut it = [0; BYTES];
    for axis in 0..3 {
        put(&mut it, BALL + axis * 4, row.ball[axis].to_le_bytes());
    }
    put(&mut it, CHORD, row.chord.to_le_bytes());
    for slot in 0..SIZES {
        put(&mut it, LOW + slot * 4, row.low[slot].to_le_bytes());
        put(&mut it, HIGH + slot * 4, row.high[slot].to_le_bytes());
    }
    put(&mut it, PRICE_MAX, row.price_max.to_le_bytes());
    put(&mut it, QUANTITY_MIN, row.quantity_min.to_le_bytes());
    put(&mut it, ORGANISATION, row.organisation.to_le_bytes());
    put(&mut it, FROM, row.from.to_le_bytes());
    put(&mut it, UNTIL, row.until.to_le_bytes());
    put(&mut it, MEASURES, row.measures);
    (it[CONDITION_MIN], it[UNIT], it[FLAGS]) = (row.condition_min, row.unit, row.flags);
    put(&mut it, LATITUDE, rest.latitude.to_le_bytes());
    put(&mut it, LONGITUDE, rest.longitude.to_le_bytes());
    put(&mut it, RADIUS_KM, rest.radius_km.to_le_bytes());
    for slot in 0..WORDS {
        put(&mut it, WORDS_FROM + slot * 4, rest.words[slot].to_le_bytes());
    }
    put(&mut it, FIRST, rest.subtree.first.to_le_bytes());
    put(&mut it, LAST, rest.subtree.last.to_le_bytes());
    put(&mut it, ORGANISATION_REST, rest.organisation.to_le_bytes());
    put(&mut it, PARK, rest.park.to_le_bytes());
    put(&mut it, NEED, need.to_le_bytes());
    it
}

#[inline]
pub fn row(seeker: &Seeker) -> Row {
    let float = |at: usize| f32::from_le_bytes(part(seeker, at));
    let three = |at: usize| [0, 4, 8].map(|by| number(seeker, at + by));
    Row {
        ball: [0, 4, 8].map(|by| float(BALL + by)),
        chord: float(CHORD),
        low: three(LOW),
        high: three(HIGH),
        price_max: number(seeker, PRICE_MAX),
        quantity_min: number(seeker, QUANTITY_MIN),
        organisation: number(seeker, ORGANISATION),
        from: short(seeker, FROM),
        until: short(seeker, UNTIL),
        measures: part(seeker, MEASURES),
        condition_min: seeker[CONDITION_MIN],
        unit: seeker[UNIT],
        flags: seeker[FLAGS],
    }
}

pub fn rest(seeker: &Seeker) -> Rest {
    Rest {
        latitude: i32::from_le_bytes(part(seeker, LATITUDE)),
        longitude: i32::from_le_bytes(part(seeker, LONGITUDE)),
        radius_km: f32::from_le_bytes(part(seeker, RADIUS_KM)),
        words: [0, 4].map(|by| number(seeker, WORDS_FROM + by)),
        subtree: Subtree { first: short(seeker, FIRST), last: short(seeker, LAST) },
        organisation: number(seeker, ORGANISATION_REST),
        park: number(seeker, PARK),
    }
}

#[inline]
pub fn flags(seeker: &Seeker) -> u8 {
    seeker[FLAGS]
}

#[inline]
pub fn need(seeker: &Seeker) -> u128 {
    u128::from_le_bytes(part(seeker, NEED))
}

/// The next one under the same hash of the need, as [`super::lookup::RowsByNeed`] tells them.
pub fn next(seeker: &Seeker) -> u32 {
    number(seeker, NEXT)
}

pub fn set_next(seeker: &mut Seeker, next: u32) {
    put(seeker, NEXT, next.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::needs::index::{Circle, Sought};
    use crate::search::Point;

    proptest! {
        #[test]
        fn what_was_written_is_read(
            need: u128,
            organisation: u64,
            park: u32,
            sizes in prop::collection::vec((0..6_u8, any::<u32>(), any::<u32>()), 0..4),
            numbers: [u32; 4],
            days: [u16; 2],
            (condition_min, unit) in (0..6_u8, 0..9_u8),
            place in prop::option::of((-90.0..90.0_f64, -180.0..180.0_f64, 0.0..500.0_f64)),
        ) {
            let circle = |(latitude, longitude, radius_km)| {
                Circle { point: Point { latitude, longitude }, radius_km }
            };
            let sought = Sought {
                need,
                organisation,
                park,
                categories: vec![Subtree { first: days[0], last: days[1] }],
                words: numbers[..2].to_vec(),
                sizes,
                unit,
                price_max: numbers[2],
                quantity_min: numbers[3],
                condition_min,
                from: days[0],
                until: days[1],
                places: place.map(circle).into_iter().collect(),
                asked: None,
            };
            for (row_was, rest_was, _) in sought.rows(true) {
                let mut seeker = write(&row_was, &rest_was, need);
                set_next(&mut seeker, park);
                prop_assert_eq!(row(&seeker), row_was);
                prop_assert_eq!(rest(&seeker), rest_was);
                prop_assert_eq!(super::need(&seeker), need);
                prop_assert_eq!(flags(&seeker), row_was.flags);
                prop_assert_eq!(next(&seeker), park);
            }
        }
    }
}
