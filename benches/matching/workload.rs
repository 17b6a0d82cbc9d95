//! Needs and listings as they may be in a large country, from a seed: the same on every run.
//!
//! Dense on purpose: of a million needs some two hundred fit a listing. A tree of 2221 categories
//! in four levels, sixty towns of which few are large, radii of 10 to 250 km, sizes asked for by
//! 45 of 100, prices by 55, quantities by 60, days by 40, one or two words by 40.

use circuler::needs::index::{
    ANY_PRICE, ANY_UNIT, Circle, NO_DAY, Offered, ROOT, SeenBy, Sought, Subtree, UNKNOWN,
};
use circuler::search::Point;

/// SplitMix64: the workload must not change when a crate does.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1.
    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.part() * end as f64) as usize
    }

    fn is(&mut self, likely: f64) -> bool {
        self.part() < likely
    }

    fn normal(&mut self) -> f64 {
        let far = (-2.0 * self.part().max(1e-12).ln()).sqrt();
        far * (std::f64::consts::TAU * self.part()).cos()
    }
}

/// Of things of which few are common, the commonest first.
struct Zipf(Vec<f64>);

impl Zipf {
    fn new(count: usize, steepness: f64) -> Self {
        let mut sum = 0.0;
        let mut sums: Vec<f64> = (1..=count)
            .map(|rank| {
                sum += (rank as f64).powf(-steepness);
                sum
            })
            .collect();
        for it in &mut sums {
            *it /= sum;
        }
        Self(sums)
    }

    fn draw(&self, dice: &mut Dice) -> usize {
        let at = dice.part();
        self.0.partition_point(|it| *it < at).min(self.0.len() - 1)
    }
}

/// A category by its places in the tree, as far down as it goes.
#[derive(Clone, Copy)]
struct Branch {
    top: usize,
    middle: Option<usize>,
    leaf: Option<usize>,
}

impl Branch {
    /// The tree is numbered as it is printed; all is number zero.
    fn number(self) -> u16 {
        let top = 1 + self.top * 111;
        let middle = self.middle.map_or(top, |it| top + 1 + it * 11);
        self.leaf.map_or(middle, |it| middle + 1 + it) as u16
    }

    fn subtree(self) -> Subtree {
        let below = match (self.middle, self.leaf) {
            (None, _) => 110,
            (Some(_), None) => 10,
            (Some(_), Some(_)) => 0,
        };
        Subtree { first: self.number(), last: self.number() + below }
    }
}

pub struct Workload {
    tops: Zipf,
    middles: Zipf,
    leaves: Zipf,
    words: Zipf,
    trade_words: Zipf,
    town_sizes: Zipf,
    towns: Vec<Point>,
}

/// Days of 2025 on, as the index counts them.
const FIRST_DAY: u16 = 9132;
const COMMON_WORDS: usize = 20_000;
const TRADE_WORDS: usize = 50;
/// Length, width and thickness, in millimetres.
const USUAL: [f64; 3] = [1800.0, 700.0, 80.0];
/// As measures are numbered: length, width, thickness.
const MEASURES: [u8; 3] = [0, 1, 4];

fn anywhere(dice: &mut Dice) -> Point {
    Point { latitude: 49.0 + dice.part() * 4.5, longitude: 2.0 + dice.part() * 6.0 }
}

/// What is usual of a kind: the same for the same category.
fn usual(category: u16, which: usize) -> f64 {
    let mut dice = Dice::new(u64::from(category) * 31 + which as u64);
    USUAL[which] * (dice.normal() * 0.5).exp()
}

fn thousandths(mm: f64) -> u32 {
    (mm.clamp(1.0, 60_000.0) * 1000.0) as u32
}

impl Workload {
    pub fn new() -> Self {
        let mut dice = Dice::new(7);
        Self {
            tops: Zipf::new(20, 0.8),
            middles: Zipf::new(10, 0.7),
            leaves: Zipf::new(10, 0.7),
            words: Zipf::new(COMMON_WORDS, 1.0),
            trade_words: Zipf::new(TRADE_WORDS, 0.8),
            town_sizes: Zipf::new(60, 0.8),
            towns: (0..60).map(|_| anywhere(&mut dice)).collect(),
        }
    }

    fn place(&self, dice: &mut Dice) -> Point {
        let place = if dice.is(0.2) {
            anywhere(dice)
        } else {
            let town = self.towns[self.town_sizes.draw(dice)];
            Point {
                latitude: town.latitude + dice.normal() * 0.12,
                longitude: town.longitude + dice.normal() * 0.2,
            }
        };
        // As people's devices give it.
        let kept = |degrees: f64| (degrees * 1e6).round() / 1e6;
        Point { latitude: kept(place.latitude), longitude: kept(place.longitude) }
    }

    fn branch(&self, dice: &mut Dice) -> Branch {
        let top = self.tops.draw(dice);
        let (middle, leaf) = (self.middles.draw(dice), self.leaves.draw(dice));
        Branch { top, middle: Some(middle), leaf: Some(leaf) }
    }

    fn trade_word(&self, dice: &mut Dice, branch: Branch) -> u32 {
        let kind = branch.top * 10 + branch.middle.unwrap_or(0);
        (COMMON_WORDS + kind * TRADE_WORDS + self.trade_words.draw(dice)) as u32
    }

    pub fn listing(&self, dice: &mut Dice) -> Offered {
        let branch = self.branch(dice);
        let category = branch.number();
        let point = self.place(dice);
        let mut sizes = [UNKNOWN; 7];
        sizes[6] = 0;
        for (which, measure) in MEASURES.into_iter().enumerate() {
            let size = usual(category, which) * (dice.normal() * 0.35).exp();
            sizes[usize::from(measure)] = thousandths(size);
        }
        let mut words: Vec<u32> = (0..4).map(|_| self.trade_word(dice, branch)).collect();
        words.extend((0..6).map(|_| self.words.draw(dice) as u32));
        words.sort_unstable();
        words.dedup();
        let price = (5000.0 * dice.normal().exp()) as u32 + 1;
        let quantity = (20.0 * (dice.normal() * 1.2).exp()) as u32 + 1;
        let from = FIRST_DAY + dice.below(365) as u16;
        let middle = Branch { leaf: None, ..branch };
        let top = Branch { middle: None, ..middle };
        Offered {
            organisation: 1,
            seen_by: SeenBy::Everybody,
            categories: vec![category, middle.number(), top.number()],
            words,
            sizes,
            price: [price; 9],
            quantity: [quantity * 1000 + 1; 9],
            condition: 1 + dice.below(5) as u8,
            from,
            until: from + 30 + dice.below(300) as u16,
            point: Some(point),
        }
    }

    pub fn need(&self, dice: &mut Dice, number: u128) -> Sought {
        let leaf = self.branch(dice);
        let level = dice.part();
        let middle = Branch { leaf: None, ..leaf };
        let categories = match level {
            0.0..0.02 => Vec::new(),
            0.02..0.12 => vec![Branch { middle: None, ..middle }.subtree()],
            0.12..0.45 => vec![middle.subtree()],
            _ => vec![leaf.subtree()],
        };
        let point = self.place(dice);
        let radius_km = match dice.part() {
            0.0..0.10 => Some(10.0),
            0.10..0.35 => Some(25.0),
            0.35..0.65 => Some(50.0),
            0.65..0.85 => Some(100.0),
            0.85..0.92 => Some(250.0),
            _ => None,
        };
        let mut sizes = Vec::new();
        for (which, measure) in MEASURES.into_iter().enumerate() {
            if dice.is(0.45) {
                let about = usual(leaf.number(), which) * (dice.normal() * 0.2).exp();
                let tolerance = 0.1 + 0.3 * dice.part();
                let end = |by: f64| thousandths(about * by);
                sizes.push((measure, end(1.0 - tolerance), end(1.0 + tolerance)));
            }
        }
        let mut words = Vec::new();
        if dice.is(0.4) || categories.is_empty() {
            words.push(self.trade_word(dice, leaf));
            if dice.is(0.3) {
                words.push(self.trade_word(dice, leaf));
            }
            words.sort_unstable();
            words.dedup();
        }
        let (mut from, mut until) = (0, NO_DAY);
        if dice.is(0.4) {
            from = FIRST_DAY + dice.below(365) as u16;
            until = from + 30 + dice.below(120) as u16;
        }
        let price = (5000.0 * (dice.normal() * 0.8 + 0.3).exp()) as u32;
        let price_max = if dice.is(0.55) { price } else { ANY_PRICE };
        let quantity = (12.0 * dice.normal().exp()) as u32 * 1000 + 1;
        let quantity_min = if dice.is(0.6) { quantity } else { 0 };
        Sought {
            need: number,
            organisation: 2 + (number % 5000) as u64,
            park: 0,
            categories,
            words,
            sizes,
            unit: ANY_UNIT,
            price_max,
            quantity_min,
            condition_min: if dice.is(0.4) { 1 + dice.below(4) as u8 } else { 0 },
            from,
            until,
            places: radius_km.map(|radius_km| Circle { point, radius_km }).into_iter().collect(),
            asked: None,
        }
    }

    /// Ids as they come: half time, half chance.
    pub fn needs(&self, count: usize) -> Vec<Sought> {
        let mut dice = Dice::new(42);
        let id = |it: usize, dice: &mut Dice| {
            (it as u128 / 8 + 0x0190_0000_0000) << 80 | u128::from(dice.next())
        };
        (0..count)
            .map(|at| {
                let number = id(at, &mut dice);
                self.need(&mut dice, number)
            })
            .collect()
    }

    pub fn listings(&self, count: usize) -> Vec<Offered> {
        let mut dice = Dice::new(4242);
        (0..count).map(|_| self.listing(&mut dice)).collect()
    }
}

/// Everything stands below the root.
pub const ALL: Subtree = Subtree { first: ROOT, last: u16::MAX };
