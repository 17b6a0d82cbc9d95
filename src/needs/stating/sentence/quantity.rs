//! How much: `20 binnendeuren`, `au moins 150 m²`, `12 pieces`, `zwanzig Spinde`.

use rust_decimal::Decimal;

use super::bound::{ABOUT, AT_LEAST, AT_MOST, BETWEEN, TO};
use super::reading::{Meaning, Reading};
use super::token::{Kind, Token};
use crate::catalogue::{self, Unit};
use crate::language::{Language, Text, say};
use crate::needs::{Criterion, QuantityWish};

/// About so many; before a size they say nothing, or say how far it may be off.
const SOME: &[&str] = &["zo' n", "een", "±", "quelque"];
const OR_MORE: &[&str] = &[
    "of meer",
    "ou plus",
    "or more",
    "oder mehr",
    "of them",
    "in totaal",
    "au total",
    "in total",
    "insgesamt",
    "+",
];
const RUNNING: &[&str] = &[
    "lopende meter",
    "lopende meters",
    "strekkende meter",
    "strekkende meters",
    "metres courants",
    "metre courant",
    "metres lineaires",
    "metre lineaire",
    "linear metres",
    "linear metre",
    "linear meters",
    "running metres",
    "running meters",
    "laufende meter",
    "laufenden metern",
    "lfm",
    "lm",
    "ml",
];
const WORDS_OF_UNITS: [(Unit, &[&str]); 4] = [
    (
        Unit::Pcs,
        &[
            "platen", "panelen", "plaques", "panneaux", "boards", "sheets", "slabs", "panels",
            "platten", "stenen", "planken", "unites", "tal",
        ],
    ),
    (
        Unit::M2,
        &[
            "vierkante meter",
            "metres carres",
            "square metres",
            "square meters",
            "quadratmeter",
            "quadratmetern",
        ],
    ),
    (
        Unit::M3,
        &["kubieke meter", "metres cubes", "cubic metres", "cubic meters", "kubikmeter", "kuub"],
    ),
    (Unit::M, RUNNING),
];
/// Whether a folded word says in which pieces a thing comes: `platen`, `boards`.
pub fn names_pieces(word: &str) -> bool {
    WORDS_OF_UNITS.iter().any(|it| it.0 == Unit::Pcs && it.1.contains(&word))
}

/// One lot need not be enough.
const SEVERAL: &[&str] = &[
    "mag in meerdere loten",
    "meerdere loten",
    "meerdere partijen",
    "uit meerdere partijen",
    "mag uit meerdere partijen",
    "verschillende loten",
    "plusieurs lots acceptes",
    "plusieurs lots",
    "en plusieurs lots",
    "several lots are fine",
    "several lots",
    "several lots ok",
    "multiple lots",
    "auch mehrere posten",
    "mehrere posten",
    "mehrere partien",
    "in mehreren posten",
];
/// Numbers in words; `neuf` is new as often as it is nine.
const NUMBERS: [(u32, &[&str]); 17] = [
    (2, &["twee", "deux", "two", "zwei"]),
    (3, &["drie", "trois", "three", "drei"]),
    (4, &["vier", "quatre", "four"]),
    (5, &["vijf", "cinq", "five", "funf"]),
    (6, &["zes", "six", "sechs"]),
    (7, &["zeven", "sept", "seven", "sieben"]),
    (8, &["acht", "huit", "eight"]),
    (9, &["negen", "nine", "neun"]),
    (10, &["tien", "dix", "ten", "zehn"]),
    (12, &["twaalf", "douze", "twelve", "zwolf", "dozijn", "douzaine", "dozen", "dutzend"]),
    (15, &["vijftien", "quinze", "fifteen", "funfzehn"]),
    (20, &["twintig", "vingt", "twenty", "zwanzig", "twintigtal", "vingtaine"]),
    (30, &["dertig", "trente", "thirty", "dreissig", "dertigtal", "trentaine"]),
    (40, &["veertig", "quarante", "forty", "vierzig"]),
    (50, &["vijftig", "cinquante", "fifty", "funfzig", "vijftigtal", "cinquantaine"]),
    (100, &["honderd", "cent", "hundred", "hundert", "honderdtal", "centaine"]),
    (1000, &["duizend", "mille", "thousand", "tausend"]),
];
/// What is a number in English and another thing elsewhere: boxes, "at the", an oven.
const OTHER_WORDS: [(Language, &str); 3] =
    [(Language::Nl, "dozen"), (Language::Nl, "ten"), (Language::Fr, "four")];
/// One of it, where the thing follows.
const ONE: &[&str] = &["een", "un", "une", "a", "an", "one", "ein", "eine", "einen"];

/// Numbers with a unit beside them, before sizes are looked for.
pub fn read_measured(reading: &mut Reading) {
    for at in 0..reading.end() {
        if reading.criteria.quantity.is_some() {
            break;
        }
        let Some((value, after, upper)) = count(reading, at) else { continue };
        if let Some((unit, to)) = unit(reading, after) {
            keep(reading, at, value, upper, unit, to, None);
        }
    }
}

/// Numbers right before what they count, after sizes were read.
pub fn read_counted(reading: &mut Reading) {
    for at in 0..reading.end() {
        if reading.criteria.quantity.is_some() {
            break;
        }
        let Some((value, after, upper)) = count(reading, at) else { continue };
        let counts = value.is_integer()
            && (precedes_kind(reading, after) || follows_kind(reading, at, after));
        if counts {
            let usual = reading.kind.and_then(|it| it.0.leaf()).map(|it| it.unit);
            let pieces = usual.is_none_or(|it| matches!(it, Unit::Pcs | Unit::Set));
            let why = (!pieces).then(|| say("stating-quantity-pieces"));
            keep(reading, at, value, upper, Unit::Pcs, after, why);
        }
    }
    one(reading);
    several(reading);
}

/// The number at `at`, in digits or words, where it ends, and the upper end of a range.
fn count(reading: &Reading, at: usize) -> Option<(Decimal, usize, Option<Decimal>)> {
    const CURRENCIES: &[&str] = &["€", "£", "$"];
    let priced = reading.is(at + 1, CURRENCIES) || at > 0 && reading.is(at - 1, CURRENCIES);
    if priced {
        return None;
    }
    let Some(value) = reading.number(at) else {
        let token = reading.free(at)?;
        let means_other = OTHER_WORDS.contains(&(reading.language, token.folded.as_str()));
        let known = |it: &&(u32, &[&str])| it.1.contains(&token.folded.as_str()) && !means_other;
        let found = NUMBERS.iter().find(known)?;
        return Some((found.0.into(), reading.after(at + 1, &["tal"]), None));
    };
    let to = reading.phrase(at + 1, TO);
    match reading.number(at + 1 + to).filter(|upper| to > 0 && *upper > value) {
        Some(upper) => Some((value, at + 2 + to, Some(upper))),
        None => Some((value, reading.after(at + 1, &["tal"]), None)),
    }
}

fn unit(reading: &Reading, at: usize) -> Option<(Unit, usize)> {
    for (unit, phrases) in WORDS_OF_UNITS {
        let count = reading.phrase(at, phrases);
        let names_kind = reading.kind.is_some_and(|it| it.1 <= at && at < it.2);
        if count > 0 && !names_kind {
            return Some((unit, at + count));
        }
    }
    let token = reading.free(at).filter(|it| it.kind == Kind::Word)?;
    let unit = catalogue::unit_of_word(token.text)?;
    // "80 m de garde-corps" is a length of it; "6 m" alone is that of one.
    let kind_follows = || precedes_kind(reading, at + 1) && by_the_metre(reading);
    (unit != Unit::M || kind_follows()).then_some((unit, at + 1))
}

fn by_the_metre(reading: &Reading) -> bool {
    reading.kind.and_then(|it| it.0.leaf()).is_some_and(|it| it.unit == Unit::M)
}

/// Words that stand between a number and the thing it counts.
const OF: &[&str] = &["de", "d'", "of", "van", "von", "x", "stuks", "st"];

/// Whether what is counted follows: nothing between but words about it.
fn precedes_kind(reading: &Reading, at: usize) -> bool {
    let Some((_, kind, _)) = reading.kind else { return false };
    let next = reading.after(at, OF);
    kind >= at
        && (next..kind).all(|it| reading.tokens[it].kind == Kind::Word)
        && kind - next.min(kind) <= WORDS_BETWEEN_MAX
}

/// "20 witte massieve eiken binnendeuren"
const WORDS_BETWEEN_MAX: usize = 4;

/// `toilets, 8 of them`, `dakpannen, 800`: the number stands alone in its part.
fn follows_kind(reading: &Reading, at: usize, after: usize) -> bool {
    let Some((_, _, kind)) = reading.kind else { return false };
    let from = lead(reading, at);
    let after = reading.after(after, OR_MORE);
    let begins = from > 0 && reading.tokens[from - 1].parts();
    let ends = reading.tokens.get(after).is_none_or(Token::parts);
    kind <= at && begins && ends
}

fn lead(reading: &Reading, at: usize) -> usize {
    [AT_LEAST, ABOUT, SOME, BETWEEN].iter().fold(at, |from, it| reading.lead(from, it))
}

fn keep(
    reading: &mut Reading,
    at: usize,
    value: Decimal,
    upper: Option<Decimal>,
    unit: Unit,
    to: usize,
    why: Option<Text>,
) {
    let about = [ABOUT, SOME].iter().any(|it| reading.lead(at, it) < at);
    let above = reading.lead(at, AT_MOST);
    let from = if above < at { above } else { lead(reading, at) };
    let to = reading.after(to, OR_MORE);
    let range = |max: Decimal| say("stating-quantity-range").with("min", value).with("max", max);
    let about = about.then(|| say("stating-quantity-about").with("value", value));
    let why = why.or_else(|| upper.map(range)).or(about);
    let is_bound_above = above < at && upper.is_none();
    if is_bound_above {
        let why = say("stating-quantity-at-most");
        return reading.take(from, to, Meaning::NotUnderstood(Some(why)));
    }
    if value.is_zero() {
        return;
    }
    reading.take_for(from, to, Criterion::Quantity, why);
    reading.criteria.quantity = Some(QuantityWish { at_least: value, unit, several_lots: false });
}

/// `une porte d'entrée`, `een brandwerende deur`
fn one(reading: &mut Reading) {
    let Some((category, kind, _)) = reading.kind else { return };
    let counted = category.leaf().is_some_and(|it| matches!(it.unit, Unit::Pcs | Unit::Set));
    if reading.criteria.quantity.is_some() || kind == 0 || !counted || !reading.is(kind - 1, ONE) {
        return;
    }
    reading.take_for(kind - 1, kind, Criterion::Quantity, None);
    let at_least = Decimal::ONE;
    reading.criteria.quantity =
        Some(QuantityWish { at_least, unit: Unit::Pcs, several_lots: false });
}

fn several(reading: &mut Reading) {
    for at in 0..reading.end() {
        let count = reading.phrase(at, SEVERAL);
        if count == 0 {
            continue;
        }
        let Some(quantity) = &mut reading.criteria.quantity else {
            let why = say("stating-several-lots-of-what");
            return reading.take(at, at + count, Meaning::NotUnderstood(Some(why)));
        };
        quantity.several_lots = true;
        return reading.take_for(at, at + count, Criterion::Quantity, None);
    }
}
