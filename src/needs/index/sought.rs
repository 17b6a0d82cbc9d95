//! A need and a listing in numbers, and whether the one is what the other asks for. What cannot
//! be said in numbers is asked of [`fits`](super::super::fits).

use std::sync::Arc;

use crate::accounts::{Organisation, Park};
use crate::id::Id;
use crate::needs::Criteria;
use crate::search::Point;

/// Everything within a radius of a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circle {
    pub point: Point,
    pub radius_km: f64,
}

/// A category with all below it, as numbers of the tree in the order in which it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subtree {
    pub first: u16,
    pub last: u16,
}

/// The number above all categories.
pub const ROOT: u16 = 0;
/// Sizes kept of a need; who asks for more is asked himself.
pub const SIZES: usize = 3;
/// Words kept of a need, likewise.
pub const WORDS: usize = 2;
/// Stands for no measure where fewer than [`SIZES`] are asked for.
pub const NO_MEASURE: u8 = 6;
/// A size nobody knows. Sizes are in thousandths of a millimetre.
pub const UNKNOWN: u32 = u32::MAX;
/// Stands for the unit of the listing, whatever it is.
pub const ANY_UNIT: u8 = 8;
/// A price nobody is held to.
pub const ANY_PRICE: u32 = u32::MAX;
/// Until no day.
pub const NO_DAY: u16 = u16::MAX;

/// What somebody looks for.
#[derive(Debug, Clone)]
pub struct Sought {
    /// The need's id.
    pub need: u128,
    /// Who needs it.
    pub organisation: u64,
    /// The park they belong to; 0 is none.
    pub park: u32,
    /// Any of these; none is any.
    pub categories: Vec<Subtree>,
    /// Each of these must occur.
    pub words: Vec<u32>,
    /// Measure, and between which sizes.
    pub sizes: Vec<(u8, u32, u32)>,
    pub unit: u8,
    /// Cents per unit.
    pub price_max: u32,
    /// Thousandths of the unit and one; 0 where nothing is asked.
    pub quantity_min: u32,
    pub condition_min: u8,
    /// Days of the clock of [`super::pack`].
    pub from: u16,
    pub until: u16,
    /// Any of these; none is anywhere.
    pub places: Vec<Circle>,
    /// What the numbers leave open.
    pub asked: Option<Arc<Asked>>,
}

/// All of a need that takes more than numbers.
#[derive(Debug)]
pub struct Asked {
    pub criteria: Criteria,
    pub organisation_id: Id<Organisation>,
    pub park_id: Option<Id<Park>>,
}

impl Default for Sought {
    /// Anything.
    fn default() -> Self {
        Self {
            need: 0,
            organisation: 0,
            park: 0,
            categories: Vec::new(),
            words: Vec::new(),
            sizes: Vec::new(),
            unit: ANY_UNIT,
            price_max: ANY_PRICE,
            quantity_min: 0,
            condition_min: 0,
            from: 0,
            until: NO_DAY,
            places: Vec::new(),
            asked: None,
        }
    }
}

/// Who may see a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenBy {
    Everybody,
    Park(u32),
    Nobody,
}

/// What somebody has.
#[derive(Debug, Clone)]
pub struct Offered {
    pub organisation: u64,
    pub seen_by: SeenBy,
    /// Its category and all above it; without one, none.
    pub categories: Vec<u16>,
    /// Those asked-for words that occur, in order.
    pub words: Vec<u32>,
    /// By measure; the last one is of no measure and zero.
    pub sizes: [u32; 7],
    /// Cents for one of each unit that somebody may ask for, and for its own.
    pub price: [u32; 9],
    /// Thousandths of each unit and one; 0 where it cannot be had in that unit.
    pub quantity: [u32; 9],
    pub condition: u8,
    pub from: u16,
    pub until: u16,
    pub point: Option<Point>,
}

/// A need near one of its places, in one line of a processor's cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub struct Row {
    /// Its place on a ball of radius one.
    ball: [f32; 3],
    /// The square of the longest chord from there; without a place any will do.
    chord: f32,
    low: [u32; SIZES],
    high: [u32; SIZES],
    price_max: u32,
    quantity_min: u32,
    organisation: u32,
    from: u16,
    until: u16,
    measures: [u8; SIZES],
    condition_min: u8,
    unit: u8,
    flags: u8,
}

/// The rest of it, looked at only where the row says so.
#[derive(Debug, Clone, Copy)]
pub struct Rest {
    /// Ten-millionths of a degree: a centimetre.
    latitude: i32,
    longitude: i32,
    radius_km: f32,
    words: [u32; WORDS],
    subtree: Subtree,
    organisation: u32,
    park: u32,
}

const HAS_PLACE: u8 = 1;
const HAS_WORDS: u8 = 2;
/// It is looked up by a word, so its category must be looked at.
const HAS_SUBTREE: u8 = 4;
pub const ASKS: u8 = 8;
/// The need has several rows, so that one listing may be found twice.
pub const SEVERAL: u8 = 16;

const COORDINATE: f64 = 1e7;

impl Circle {
    /// Whether a row can hold it exactly.
    pub fn is_exact(&self) -> bool {
        let Self { point, radius_km } = *self;
        let kept = |degrees: f64| {
            ((degrees * COORDINATE).round() / COORDINATE).to_bits() == degrees.to_bits()
        };
        kept(point.latitude)
            && kept(point.longitude)
            && f64::from(radius_km as f32).to_bits() == radius_km.to_bits()
    }
}

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

/// A point on a ball of radius one.
pub fn ball(point: Point) -> [f32; 3] {
    let (north, east) = (point.latitude.to_radians(), point.longitude.to_radians());
    let out = north.cos();
    [(out * east.cos()) as f32, (out * east.sin()) as f32, north.sin() as f32]
}

/// The square of the chord over a ball of radius one that is as long as an arc on the earth.
pub fn chord(km: f64) -> f32 {
    let sine = (km / 2.0 / crate::search::EARTH_RADIUS_KM).min(std::f64::consts::FRAC_PI_2).sin();
    (4.0 * sine * sine) as f32
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
    pub fn flags(&self) -> u8 {
        self.flags
    }

    /// Read ahead of time to have the row near when it is judged.
    pub fn touch(&self) -> u32 {
        self.organisation
    }

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
