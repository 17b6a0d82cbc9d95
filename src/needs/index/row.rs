//! A need near one of its places, and whether a listing is what it seeks. What cannot be said in
//! numbers is asked of [`fits`](super::super::fits).

use super::sought::{
    ANY_PRICE, COORDINATE, Circle, NO_MEASURE, Offered, SIZES, SeenBy, Sought, Subtree, UNKNOWN,
    WORDS, ball, chord,
};
use crate::search::Point;

/// A need near one of its places, in one line of a processor's cache.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(64))]
pub struct Row {
    /// Its place on a ball of radius one.
    pub(super) ball: [f32; 3],
    /// The square of the longest chord from there; without a place any will do.
    pub(super) chord: f32,
    pub(super) low: [u32; SIZES],
    pub(super) high: [u32; SIZES],
    pub(super) price_max: u32,
    pub(super) quantity_min: u32,
    pub(super) organisation: u32,
    pub(super) from: u16,
    pub(super) until: u16,
    pub(super) measures: [u8; SIZES],
    pub(super) condition_min: u8,
    pub(super) unit: u8,
    pub(super) flags: u8,
}

/// The rest of it, looked at only where the row says so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rest {
    /// Ten-millionths of a degree: a centimetre.
    pub(super) latitude: i32,
    pub(super) longitude: i32,
    pub(super) radius_km: f32,
    pub(super) words: [u32; WORDS],
    pub(super) subtree: Subtree,
    pub(super) organisation: u32,
    pub(super) park: u32,
}

const HAS_PLACE: u8 = 1;
const HAS_WORDS: u8 = 2;
/// It is looked up by a word, so its category must be looked at.
const HAS_SUBTREE: u8 = 4;
pub const ASKS: u8 = 8;
/// The need has several rows, so that one listing may be found twice.
pub const SEVERAL: u8 = 16;

impl Sought {
    /// A row for each place, or one.
    pub fn rows(&self, by_word: bool) -> impl Iterator<Item = (Row, Rest, Option<Circle>)> {
        let places = self.places.iter().copied().map(Some);
        let anywhere = self.places.is_empty().then_some(None);
        places.chain(anywhere).map(move |place| self.row(place, by_word))
    }

    fn row(&self, place: Option<Circle>, by_word: bool) -> (Row, Rest, Option<Circle>) {
        let (mut low, mut high) = ([0; SIZES], [UNKNOWN; SIZES]);
        let mut measures = [NO_MEASURE; SIZES];
        for (slot, (measure, from, to)) in self.sizes.iter().enumerate().take(SIZES) {
            (measures[slot], low[slot], high[slot]) = (*measure, *from, *to);
        }
        let mut words = [0; WORDS];
        for (slot, word) in words.iter_mut().zip(&self.words) {
            *slot = *word;
        }
        let subtree = self.categories.first().filter(|_| by_word);
        let flags = [
            (place.is_some(), HAS_PLACE),
            (!self.words.is_empty(), HAS_WORDS),
            (subtree.is_some(), HAS_SUBTREE),
            (self.asked.is_some(), ASKS),
            (self.places.len() > 1, SEVERAL),
        ];
        let flags = flags.into_iter().filter(|it| it.0).fold(0, |all, it| all | it.1);
        let (ball, chord) =
            place.map_or(([0.0; 3], f32::INFINITY), |it| (ball(it.point), chord(it.radius_km)));
        let row = Row {
            ball,
            chord,
            low,
            high,
            price_max: self.price_max,
            quantity_min: self.quantity_min,
            organisation: self.organisation as u32,
            from: self.from,
            until: self.until,
            measures,
            condition_min: self.condition_min,
            unit: self.unit,
            flags,
        };
        let coordinate = |degrees: f64| (degrees * COORDINATE).round() as i32;
        let rest = Rest {
            latitude: place.map_or(0, |it| coordinate(it.point.latitude)),
            longitude: place.map_or(0, |it| coordinate(it.point.longitude)),
            radius_km: place.map_or(0.0, |it| it.radius_km as f32),
            words,
            subtree: subtree.copied().unwrap_or(Subtree { first: 0, last: u16::MAX }),
            organisation: (self.organisation >> 32) as u32,
            park: self.park,
        };
        (row, rest, place)
    }
}

/// A listing made ready to be held against many rows.
pub struct Probe<'a> {
    pub offered: &'a Offered,
    /// Its place on a ball of radius one; without one, so far away that it is near to no place.
    ball: [f32; 3],
    // As in the offer, in as many as the numbers of measures and units can be cut to: so a row is
    // never asked whether its number is one.
    sizes: [u32; 8],
    price: [u32; 16],
    quantity: [u32; 16],
    /// Whether everybody may see it: else rows are asked closely.
    is_public: bool,
}

impl<'a> Probe<'a> {
    pub fn of(offered: &'a Offered) -> Self {
        let (mut sizes, mut price, mut quantity) = ([UNKNOWN; 8], [ANY_PRICE; 16], [0; 16]);
        sizes[..7].copy_from_slice(&offered.sizes);
        price[..9].copy_from_slice(&offered.price);
        quantity[..9].copy_from_slice(&offered.quantity);
        let ball = offered.point.map_or([f32::INFINITY; 3], ball);
        let is_public = offered.seen_by == SeenBy::Everybody;
        Self { offered, ball, sizes, price, quantity, is_public }
    }
}

/// What numbers say of a row and a listing before anything is looked at closely.
#[derive(Debug, Clone, Copy, Default)]
pub struct Verdict {
    may_hold: bool,
    is_close: bool,
}

impl Verdict {
    /// False only where the listing is not what is sought.
    pub fn may_hold(self) -> bool {
        self.may_hold
    }

    /// Whether it is, and [`Row::holds_closely`] need not be asked.
    pub fn does_hold(self) -> bool {
        self.may_hold && !self.is_close
    }
}

impl Row {
    /// Whether the listing is what is sought, as far as numbers say.
    pub fn holds(&self, rest: impl Fn() -> Rest, probe: &Probe) -> bool {
        let verdict = self.glance(probe);
        verdict.does_hold() || verdict.may_hold() && self.holds_closely(rest, probe)
    }

    /// Compares all that lies in the row. Which of it fails is hard to foretell, so there is no
    /// branch in it.
    #[inline]
    #[expect(clippy::needless_bitwise_bool, reason = "as it says")]
    pub fn glance(&self, probe: &Probe) -> Verdict {
        let it = probe.offered;
        let unit = usize::from(self.unit) & 15;
        let mut holds = (self.condition_min <= it.condition)
            & (self.from <= it.until)
            & (self.until >= it.from)
            & (self.quantity_min <= probe.quantity[unit])
            & (self.price_max >= probe.price[unit]);
        for slot in 0..SIZES {
            let size = probe.sizes[usize::from(self.measures[slot]) & 7];
            holds &= (self.low[slot] <= size) & (size <= self.high[slot]);
        }
        let (chord, margin) = self.chord_to(probe);
        Verdict {
            may_hold: holds & (chord <= self.chord + margin),
            is_close: (chord >= self.chord - margin)
                | (self.flags & (HAS_WORDS | HAS_SUBTREE) != 0)
                | (self.organisation == it.organisation as u32)
                | !probe.is_public,
        }
    }

    /// The square of the chord to the listing, and how far off that may be.
    #[inline]
    fn chord_to(&self, probe: &Probe) -> (f32, f32) {
        /// Floats of this size are off by less than a thousandth of a radius, or by a few metres.
        const MARGIN: f32 = 1e-3;
        const MARGIN_LEAST: f32 = 1e-11;
        let by = |axis: usize| self.ball[axis] - probe.ball[axis];
        let chord = by(0) * by(0) + by(1) * by(1) + by(2) * by(2);
        (chord, self.chord * MARGIN + MARGIN_LEAST)
    }

    /// What the first comparison left open: the edge of the circle, the words, whose it is and who
    /// may see it.
    pub fn holds_closely(&self, rest: impl Fn() -> Rest, probe: &Probe) -> bool {
        let it = probe.offered;
        if self.flags & HAS_PLACE != 0 && !self.is_near(&rest, probe) {
            return false;
        }
        if self.flags & (HAS_WORDS | HAS_SUBTREE) != 0 {
            let rest = rest();
            let occurs = |word: &u32| *word == 0 || it.words.binary_search(word).is_ok();
            let own = it.categories.first().copied();
            let Subtree { first, last } = rest.subtree;
            let is_below = self.flags & HAS_SUBTREE == 0
                || own.is_some_and(|own| (first..=last).contains(&own));
            if !is_below || !rest.words.iter().all(occurs) {
                return false;
            }
        }
        let is_own = self.organisation == it.organisation as u32
            && rest().organisation == (it.organisation >> 32) as u32;
        let is_seen = match it.seen_by {
            SeenBy::Everybody => true,
            SeenBy::Park(park) => rest().park == park && park != 0,
            SeenBy::Nobody => false,
        };
        is_seen && !is_own
    }

    fn is_near(&self, rest: &impl Fn() -> Rest, probe: &Probe) -> bool {
        let Some(point) = probe.offered.point else { return false };
        let (chord, margin) = self.chord_to(probe);
        if (chord - self.chord).abs() > margin {
            return chord < self.chord;
        }
        // At the edge the distance decides, as it is told to people.
        let Rest { latitude, longitude, radius_km, .. } = rest();
        let place = Point {
            latitude: f64::from(latitude) / COORDINATE,
            longitude: f64::from(longitude) / COORDINATE,
        };
        // Who asks for a place that numbers cannot hold is asked himself.
        self.flags & ASKS != 0 || point.distance_km(place) <= f64::from(radius_km)
    }
}
