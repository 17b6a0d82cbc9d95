//! A need and a listing in numbers.

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

/// Degrees are kept in ten-millionths where they are kept as numbers: a centimetre.
pub const COORDINATE: f64 = 1e7;

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
