//! A listing and a need in numbers, and whether the one is what the other asks for, as far as
//! numbers say.

use super::glimpse::{self, Glimpse};
use crate::needs::index::{Circle, SeenBy, Subtree, UNKNOWN, ball, chord};
use crate::search::Point;

/// What somebody offers.
#[derive(Debug, Clone)]
pub struct Stocked {
    /// The passport's id.
    pub passport: u128,
    pub organisation: u64,
    pub seen_by: SeenBy,
    /// Its number in the tree; 0 without one.
    pub category: u16,
    /// By measure, in thousandths of a millimetre.
    pub sizes: [u32; MEASURES],
    /// Cents for one of `price_unit`.
    pub price: u32,
    /// Its own unit, or [`ANY_UNIT`](crate::needs::index::ANY_UNIT) where the price is the same by
    /// whichever.
    pub price_unit: u8,
    /// Thousandths of `unit`.
    pub quantity: u32,
    pub unit: u8,
    pub condition: u8,
    /// Days of the clock of [`super::super::index::pack`].
    pub from: u16,
    pub until: u16,
    pub point: Option<Point>,
    /// Numbers of the words that occur.
    pub words: Vec<u32>,
}

/// What somebody looks for.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub organisation: u64,
    /// The park they belong to; 0 is none.
    pub park: u32,
    /// Any of these, none of which holds another; none is any.
    pub categories: Vec<Subtree>,
    /// Of each of these one must occur.
    pub words: Vec<Vec<u32>>,
    /// Measure, and between which sizes.
    pub sizes: Vec<(u8, u32, u32)>,
    /// By the unit of the listing's price: what it must be below.
    pub price_below: [u32; UNITS],
    /// By the unit of the listing: thousandths of it.
    pub quantity_min: [u32; UNITS],
    pub condition_min: u8,
    pub from: u16,
    pub until: u16,
    /// Any of these; none is anywhere.
    pub places: Vec<Circle>,
}

/// Measures that a listing has.
pub const MEASURES: usize = 6;
/// Room for each unit and for [`ANY_UNIT`](crate::needs::index::ANY_UNIT), so many that a number
/// cut to four bits is always one of them.
pub const UNITS: usize = 16;
/// Sizes that are compared; who asks for more is found by these, and decided by `fits`.
const SIZES: usize = 3;

/// A listing, in one line of a processor's cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub struct Row {
    /// Its place on a ball of radius one; without one, so far away that it is near to no place.
    ball: [f32; 3],
    /// By measure; the last one is of none, and zero.
    sizes: [u32; MEASURES + 1],
    price: u32,
    quantity: u32,
    /// The lower half.
    organisation: u32,
    park: u32,
    from: u16,
    until: u16,
    price_unit: u8,
    unit: u8,
    condition: u8,
    flags: u8,
}

/// The rest of it, looked at only where the row says so.
#[derive(Debug, Clone, Copy)]
pub struct Rest {
    pub passport: u128,
    /// Ten-millionths of a degree: a centimetre.
    latitude: i32,
    longitude: i32,
    /// The upper half.
    organisation: u32,
}

/// Its coordinates are no finer than they are kept here.
const IS_EXACT: u8 = 1;
/// Only its park may see it.
const OF_PARK: u8 = 2;

const COORDINATE: f64 = 1e7;

impl Stocked {
    /// Nothing for what nobody else may see.
    pub fn row(&self) -> Option<(Row, Rest)> {
        let (park, of_park) = match self.seen_by {
            SeenBy::Everybody => (0, 0),
            SeenBy::Park(park) => (park, OF_PARK),
            SeenBy::Nobody => return None,
        };
        let step = |degrees: f64| (degrees * COORDINATE).round();
        let kept = |it: f64| (step(it) / COORDINATE).to_bits() == it.to_bits();
        let is_exact = self.point.is_some_and(|it| kept(it.latitude) && kept(it.longitude));
        let mut sizes = [0; MEASURES + 1];
        sizes[..MEASURES].copy_from_slice(&self.sizes);
        let row = Row {
            ball: self.point.map_or([f32::INFINITY; 3], ball),
            sizes,
            price: self.price,
            quantity: self.quantity,
            organisation: self.organisation as u32,
            park,
            from: self.from,
            until: self.until,
            price_unit: self.price_unit,
            unit: self.unit,
            condition: self.condition,
            flags: if is_exact { IS_EXACT | of_park } else { of_park },
        };
        let rest = Rest {
            passport: self.passport,
            latitude: self.point.map_or(0, |it| step(it.latitude) as i32),
            longitude: self.point.map_or(0, |it| step(it.longitude) as i32),
            organisation: (self.organisation >> 32) as u32,
        };
        Some((row, rest))
    }
}

/// A need made ready to be held against many rows.
pub struct Probe<'a> {
    pub wanted: &'a Wanted,
    /// Which measure, and between which sizes.
    sizes: [(usize, u32, u32); SIZES],
    /// Each place on a ball of radius one, and the square of the longest chord from there.
    places: Vec<([f32; 3], f32)>,
    /// What it asks at least.
    pub least: Glimpse,
}

impl<'a> Probe<'a> {
    pub fn of(wanted: &'a Wanted) -> Self {
        let mut sizes = [(MEASURES, 0, UNKNOWN); SIZES];
        for (slot, (measure, low, high)) in sizes.iter_mut().zip(&wanted.sizes) {
            *slot = (usize::from(*measure).min(MEASURES), *low, *high);
        }
        let place = |it: &Circle| (ball(it.point), chord(it.radius_km));
        let places = wanted.places.iter().map(place).collect();
        Self { wanted, sizes, places, least: glimpse::of_need(wanted) }
    }
}

impl Row {
    /// Whether it is what is wanted; category and words are looked at elsewhere.
    #[inline]
    pub fn holds(&self, rest: &Rest, probe: &Probe) -> bool {
        self.holds_by_numbers(probe)
            && self.is_near(rest, probe)
            && self.may_be_seen(probe.wanted)
            && !self.is_own(rest, probe.wanted)
    }

    /// Which of it fails is hard to foretell, so there is no branch in it.
    #[inline]
    #[expect(clippy::needless_bitwise_bool, reason = "as it says")]
    fn holds_by_numbers(&self, probe: &Probe) -> bool {
        let it = probe.wanted;
        let mut holds = (it.condition_min <= self.condition)
            & (it.from <= self.until)
            & (it.until >= self.from)
            & (it.quantity_min[usize::from(self.unit) % UNITS] <= self.quantity)
            & (it.price_below[usize::from(self.price_unit) % UNITS] > self.price);
        for (measure, low, high) in probe.sizes {
            let size = self.sizes[measure.min(MEASURES)];
            holds &= (low <= size) & (size <= high);
        }
        holds
    }

    fn is_near(&self, rest: &Rest, probe: &Probe) -> bool {
        /// Floats of this size are off by less than a thousandth of a radius, or by a few metres.
        const MARGIN: f32 = 1e-3;
        const MARGIN_LEAST: f32 = 1e-11;
        probe.places.is_empty()
            || probe.places.iter().zip(&probe.wanted.places).any(|((ball, longest), circle)| {
                let by = |axis: usize| self.ball[axis] - ball[axis];
                let chord = by(0) * by(0) + by(1) * by(1) + by(2) * by(2);
                let margin = longest * MARGIN + MARGIN_LEAST;
                // At the edge the distance decides, as it is told to people.
                chord <= longest + margin
                    && (chord < longest - margin || self.is_within(rest, circle))
            })
    }

    /// Whether it lies in a circle at whose edge it lies.
    fn is_within(&self, rest: &Rest, circle: &Circle) -> bool {
        let point = Point {
            latitude: f64::from(rest.latitude) / COORDINATE,
            longitude: f64::from(rest.longitude) / COORDINATE,
        };
        self.flags & IS_EXACT == 0 || point.distance_km(circle.point) <= circle.radius_km
    }

    fn may_be_seen(&self, wanted: &Wanted) -> bool {
        self.flags & OF_PARK == 0 || wanted.park != 0 && wanted.park == self.park
    }

    fn is_own(&self, rest: &Rest, wanted: &Wanted) -> bool {
        self.organisation == wanted.organisation as u32
            && rest.organisation == (wanted.organisation >> 32) as u32
    }
}
