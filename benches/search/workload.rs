//! Listings and queries, made from a seed: the same on every run and every machine.
//!
//! Names of three to five words and texts of twelve to twenty-one, from a vocabulary of 30,000
//! that is used as Zipf says words are; real words of the trade are the most frequent.

use circuler::catalogue::{CategoryCode, Unit};
use circuler::search::{Amount, Facet, Listing, Measure, Near, Point, Query, Range, Sort, Wish};

/// A small generator (xorshift): the workload must not change when a crate does.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % end
    }

    fn of<'a, T>(&mut self, values: &'a [T]) -> &'a T {
        &values[self.below(values.len())]
    }

    /// From nothing to one.
    #[expect(clippy::cast_precision_loss, reason = "a million")]
    fn part(&mut self) -> f64 {
        self.below(1_000_000) as f64 / 1e6
    }
}

const WORDS: usize = 30_000;

const TRADE: [&str; 40] = [
    "deur",
    "binnendeur",
    "branddeur",
    "paneel",
    "stalen",
    "ligger",
    "houten",
    "balk",
    "gevelsteen",
    "dakpan",
    "radiator",
    "wastafel",
    "tapijttegel",
    "parket",
    "plafondtegel",
    "glas",
    "raam",
    "kozijn",
    "isolatie",
    "steenwol",
    "sandwichpaneel",
    "kabelgoot",
    "bureaustoel",
    "kast",
    "trap",
    "leuning",
    "spiegel",
    "tegel",
    "klinker",
    "baksteen",
    "systeemwand",
    "vloer",
    "multiplex",
    "zonwering",
    "dakgoot",
    "lichtkoepel",
    "ventilatiekanaal",
    "armatuur",
    "paneelradiator",
    "eik",
];

const MATERIALS: [&str; 12] = [
    "hout",
    "staal",
    "beton",
    "glas",
    "keramiek",
    "aluminium",
    "gips",
    "kunststof",
    "steen",
    "zink",
    "koper",
    "rubber",
];

const BRANDS: [&str; 10] = [
    "Theuma",
    "Reynaers",
    "Interface",
    "Radson",
    "Wienerberger",
    "Rockwool",
    "Geberit",
    "Knauf",
    "Velux",
    "Somati",
];

/// Towns within a day's drive of Leuven.
const TOWNS: [(f64, f64); 12] = [
    (50.8798, 4.7005),
    (50.8503, 4.3517),
    (51.2194, 4.4025),
    (51.0543, 3.7174),
    (50.6326, 5.5797),
    (50.4674, 4.8718),
    (50.9307, 5.3378),
    (50.8514, 5.6910),
    (51.4416, 5.4697),
    (50.7753, 6.0839),
    (50.6292, 3.0573),
    (51.9244, 4.4777),
];

pub struct Workload {
    vocabulary: Vec<String>,
    leaves: Vec<CategoryCode>,
}

impl Workload {
    pub fn new() -> Self {
        const SYLLABLES: [&str; 24] = [
            "ba", "de", "gri", "ko", "lem", "ma", "nor", "pi", "ros", "sta", "tu", "ver", "wal",
            "zen", "bro", "fle", "hak", "jon", "kra", "lus", "mer", "plo", "sche", "vin",
        ];
        let mut dice = Dice::new(1);
        let mut vocabulary: Vec<String> = TRADE.map(str::to_owned).to_vec();
        let mut known: std::collections::HashSet<String> = vocabulary.iter().cloned().collect();
        while vocabulary.len() < WORDS {
            let count = 2 + dice.below(3);
            let word: String = (0..count).map(|_| *dice.of(&SYLLABLES)).collect();
            if known.insert(word.clone()) {
                vocabulary.push(word);
            }
        }
        let leaves = CategoryCode::all().filter(|it| it.is_leaf()).collect();
        Self { vocabulary, leaves }
    }

    /// By Zipf: the word of rank n is n times rarer than the first.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank"
    )]
    fn word(&self, dice: &mut Dice) -> &str {
        let rank = (WORDS as f64).powf(dice.part()) as usize;
        &self.vocabulary[rank.clamp(1, WORDS) - 1]
    }

    fn text(&self, dice: &mut Dice, least: usize, more: usize) -> String {
        let count = least + dice.below(more + 1);
        (0..count).map(|_| self.word(dice)).collect::<Vec<_>>().join(" ")
    }

    pub fn listings(&self, from: usize, count: usize) -> Vec<Listing> {
        let mut dice = Dice::new(7 + from as u64);
        (from..from + count).map(|number| self.listing(number, &mut dice)).collect()
    }

    fn listing(&self, number: usize, dice: &mut Dice) -> Listing {
        let (latitude, longitude) = *dice.of(&TOWNS);
        let near = |dice: &mut Dice, middle: f64| middle + (dice.part() - 0.5) * 0.8;
        let point = Point { latitude: near(dice, latitude), longitude: near(dice, longitude) };
        Listing {
            code: format!("{number:08}"),
            category: Some(*dice.of(&self.leaves)),
            name: self.text(dice, 3, 2),
            text: self.text(dice, 12, 9),
            brand: Some((*dice.of(&BRANDS)).to_owned()),
            colour: Some((*dice.of(&["wit", "grijs", "zwart", "rood"])).to_owned()),
            materials: vec![(*dice.of(&MATERIALS)).to_owned()],
            condition: u8::try_from(1 + dice.below(5)).ok(),
            quantity_thousandths: whole(1000 * (1 + dice.below(400))),
            unit: *dice.of(&[Unit::Pcs, Unit::M2, Unit::M]),
            mass_grams: Some(whole(1000 * (1 + dice.below(4000)))),
            sizes_um: [
                (Measure::WidthMm, whole(1000 * (200 + dice.below(1800)))),
                (Measure::HeightMm, whole(1000 * (300 + dice.below(2400)))),
            ]
            .into(),
            price_cents: Some(whole(dice.below(30_000))),
            point: Some(point),
            created_at: whole(number),
            ..Listing::bare(&format!("{number:08}"), &format!("org-{:03}", dice.below(300)))
        }
    }

    /// A query of each shape, another one for each number.
    pub fn queries(&self, number: usize) -> [(&'static str, Query); 10] {
        let dice = &mut Dice::new(1000 + number as u64);
        let plain = Query { limit: 20, ..Query::default() };
        let facets = vec![Facet::Category, Facet::Condition, Facet::Material];
        let counted = Query { facets, ..plain.clone() };
        let category = |dice: &mut Dice| vec![dice.of(&self.leaves).top()];
        let near = |dice: &mut Dice, radius_km| {
            let (latitude, longitude) = *dice.of(&TOWNS);
            Some(Near { point: Point { latitude, longitude }, radius_km })
        };
        // Of one and the same text, so that something is found.
        let listing = self.listings(dice.below(10_000), 1).remove(0);
        let words: Vec<&str> = listing.text.split(' ').take(3).collect();
        let typed = format!("{} {} {}", words[0], slip(words[1]), half(words[2]));
        let about = Wish::About {
            about: 930.0,
            tolerance: f64::from(u8::try_from(20 + number % 7).unwrap_or(20)),
        };
        [
            (
                "one word, category, 3 facets",
                Query {
                    text: self.word(dice).to_owned(),
                    categories: category(dice),
                    ..counted.clone()
                },
            ),
            ("3 words, a typo, prefix", Query { text: typed.clone(), ..plain.clone() }),
            (
                "3 words, a typo, prefix, category, 3 facets",
                Query {
                    text: typed,
                    categories: vec![
                        listing.category.map_or_else(|| self.leaves[0], CategoryCode::top),
                    ],
                    ..counted.clone()
                },
            ),
            ("nothing asked, 3 facets", counted.clone()),
            (
                "category, 3 facets, price order",
                Query { categories: category(dice), sort: Sort::Price, ..counted.clone() },
            ),
            (
                "25 km, 3 facets, distance order",
                Query { near: near(dice, 25.0), sort: Sort::Distance, ..counted.clone() },
            ),
            (
                "50 km, category, 3 facets, distance order",
                Query {
                    near: near(dice, 50.0),
                    categories: category(dice),
                    sort: Sort::Distance,
                    ..counted.clone()
                },
            ),
            (
                "size with tolerance, condition, price order",
                Query {
                    sizes: [(Measure::WidthMm, about)].into(),
                    condition_min: Some(4),
                    sort: Sort::Price,
                    ..plain.clone()
                },
            ),
            ("half a word, 3 facets", Query { text: half(self.word(dice)), ..counted }),
            (
                "weight and price at most, newest",
                Query {
                    quantity_min: Some(Amount { value: 1000.0, unit: Unit::Kg }),
                    price_cents: Range { min: None, max: Some(5000.0) },
                    sort: Sort::Newest,
                    ..plain
                },
            ),
        ]
    }
}

/// The word with two neighbours changed about, where it is long enough to be found so.
fn slip(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() >= 4 {
        letters.swap(1, 2);
    }
    letters.into_iter().collect()
}

fn half(word: &str) -> String {
    word.chars().take(4).collect()
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or_default()
}
