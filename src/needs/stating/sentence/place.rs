//! Where it may lie: `binnen 50 km van Leuven`, `autour de Liège (40 km)`, `London area`.

use rust_decimal::prelude::ToPrimitive;

use super::reading::{Meaning, Reading};
use super::token::Kind;
use crate::language::{Text, say};
use crate::needs::stating::town::{self, NAME_WORDS_MAX, Town};
use crate::needs::{Criterion, Place};

/// As far as people drive for what lies "around" a town; told as an assumption.
const RADIUS_KM: f64 = 30.0;
const KM_OF_A_MILE: f64 = 1.609_344;
/// More is no distance that anybody means.
const RADIUS_KM_MAX: f64 = 20_000.0;

/// Before a distance.
const WITHIN: &[&str] = &[
    "binnen",
    "binnen de",
    "binnen een",
    "in een",
    "straal",
    "straal van",
    "max",
    "max .",
    "maximaal",
    "maximum",
    "hoogstens",
    "op",
    "tot",
    "minder dan",
    "dans un",
    "dans",
    "rayon",
    "rayon de",
    "rayon d'",
    "a moins de",
    "moins de",
    "a maximum",
    "a",
    "within",
    "within a",
    "radius",
    "radius of",
    "less than",
    "up to",
    "no more than",
    "im",
    "im umkreis von",
    "umkreis",
    "umkreis von",
    "innerhalb von",
    "innerhalb",
    "bis zu",
    "maximal",
    "hochstens",
    "im radius von",
    "+",
    "afstand",
    "distance",
    "entfernung",
];

/// Between a distance and a town.
const OF: &[&str] = &[
    "van",
    "rond",
    "rondom",
    "om",
    "rond om",
    "rond de",
    "autour de",
    "autour d'",
    "de",
    "d'",
    "du",
    "of",
    "from",
    "around",
    "um",
    "von",
    "rund um",
    "rings um",
    "radius",
    "umkreis",
    "straal",
    "rayon",
    "entfernt von",
    "in",
    "bij",
];

/// Before a town: it lies around there.
const AROUND: &[&str] = &[
    "omgeving",
    "omgeving van",
    "in de omgeving van",
    "in de buurt van",
    "regio",
    "in de regio",
    "regio van",
    "bij",
    "nabij",
    "rond",
    "rondom",
    "autour de",
    "autour d'",
    "autour du",
    "pres de",
    "pres d'",
    "aux environs de",
    "environs de",
    "region de",
    "region",
    "dans la region de",
    "du cote de",
    "near",
    "nearby",
    "around",
    "close to",
    "in the area of",
    "region of",
    "in der nahe von",
    "nahe",
    "um",
    "rund um",
    "raum",
    "im raum",
    "grossraum",
    "im grossraum",
    "in der umgebung von",
    "umgebung",
    "in der region",
    "vlakbij",
    "groot",
    "greater",
];

/// Before a town, and before much else.
const AT: &[&str] = &["in", "te", "a", "at", "bei", "von", "uit", "naar", "vers"];

/// After a town: it lies around there.
const AREA: &[&str] = &[
    "area",
    "region",
    "en omgeving",
    "en wijde omgeving",
    "et environs",
    "et alentours",
    "and surroundings",
    "and around",
    "und umgebung",
    "und umkreis",
    "omgeving",
    "e o",
    "regio",
];

const OR: &[&str] = &["of", "ou", "or", "oder", "en", "et", "and", "und", "/"];

const KILOMETRES: &[&str] =
    &["km", "kilometer", "kilometers", "kilometre", "kilometres", "kms", "kilometern"];
const MILES: &[&str] = &["mile", "miles", "mijl", "meilen", "milles"];

/// A distance that the sentence names.
#[derive(Clone, Copy)]
struct Distance {
    from: usize,
    to: usize,
    km: f64,
}

/// TownsTogether that stand one after another.
struct TownsTogether {
    from: usize,
    to: usize,
    towns: Vec<&'static Town>,
    /// What was taken for granted.
    why: Option<Text>,
}

/// Reads all places. A distance without a town is told, and a town without a distance is taken
/// with the usual one.
pub fn read(reading: &mut Reading) {
    let distance = (0..reading.end()).find_map(|at| distance(reading, at));
    match distance {
        Some(distance) => with_distance(reading, distance),
        None => without_distance(reading),
    }
}

fn distance(reading: &Reading, at: usize) -> Option<Distance> {
    let number = reading.number(at)?.to_f64()?;
    let km = if reading.is(at + 1, KILOMETRES) {
        number
    } else if reading.is(at + 1, MILES) {
        // To a hundred metres: nobody measures a radius finer.
        (number * KM_OF_A_MILE * 10.0).round() / 10.0
    } else {
        return None;
    };
    let is_plausible = km > 0.0 && km <= RADIUS_KM_MAX;
    is_plausible.then(|| Distance { from: reading.lead(at, WITHIN), to: at + 2, km })
}

fn with_distance(reading: &mut Reading, distance: Distance) {
    let Distance { from, to, km } = distance;
    let link = reading.after(to, OF);
    // "binnen 50 km van Leuven", and then "Leuven, straal 50 km" and "Leuven (50 km)".
    let after = towns(reading, skip_marks(reading, link)).or_else(|| {
        let until = reading.after(to, OF);
        (until..reading.end()).find_map(|at| around(reading, at))
    });
    let found = after.or_else(|| towns_before(reading, from));
    let Some(TownsTogether { from: first, to: last, towns, why }) = found else {
        let why = say("stating-distance-from-where");
        return reading.take(from, to, Meaning::NotUnderstood(Some(why)));
    };
    // What lies between them is marks, or else two parts.
    if first >= to && reading.are_free(from, first) && gap_is_empty(reading, to.max(link), first) {
        reading.take_for(from, last, Criterion::Place, why);
    } else {
        reading.take_for(first.min(last), last, Criterion::Place, why);
        reading.take_for(from, to.max(link), Criterion::Place, None);
    }
    keep(reading, &towns, km);
}

fn gap_is_empty(reading: &Reading, from: usize, to: usize) -> bool {
    (from..to).all(|at| reading.tokens[at].kind == Kind::Mark)
}

fn without_distance(reading: &mut Reading) {
    let alone = |reading: &Reading| (0..reading.end()).find_map(|at| standing_alone(reading, at));
    let found = (0..reading.end()).find_map(|at| around(reading, at)).or_else(|| alone(reading));
    let Some(TownsTogether { from, to, towns, why }) = found else { return };
    let usual = say("stating-distance-usual").with("km", RADIUS_KM);
    // Which of several towns is meant is the greater question.
    reading.take_for(from, to, Criterion::Place, Some(why.unwrap_or(usual)));
    keep(reading, &towns, RADIUS_KM);
}

/// TownsTogether with what stands around them: `omgeving Gent`, `London area`, `in Mons`.
fn around(reading: &Reading, at: usize) -> Option<TownsTogether> {
    let found = towns(reading, at)?;
    let area = reading.phrase(found.to, AREA);
    let lead = reading.lead(at, AROUND);
    // "in Gent", and not "en bois" or "in mei".
    let weak = if lead == at { reading.lead(at, AT) } else { lead };
    let named = reading.tokens[at].is_capital() || reading.tokens[at].kind == Kind::Number;
    let is_told = area > 0 || lead < at || (weak < at && named);
    is_told.then(|| TownsTogether { from: weak, to: found.to + area, ..found })
}

/// `…, Vilvoorde`: a town that stands by itself.
fn standing_alone(reading: &Reading, at: usize) -> Option<TownsTogether> {
    let found = towns(reading, at)?;
    // A postcode of another country than Belgium may stand before it.
    let code = |it: &super::token::Token| it.kind == Kind::Number && it.text.len() > 4;
    let begins = at == 0 || reading.tokens[at - 1].parts() || code(&reading.tokens[at - 1]);
    let ends = reading.tokens.get(found.to).is_none_or(super::token::Token::parts);
    let named = reading.tokens[at].is_capital() || reading.tokens[at].kind == Kind::Number;
    (begins && ends && named).then(|| {
        let name = found.towns.first().map_or("", |it| it.name());
        let why = say("stating-town-alone").with("town", name).with("km", RADIUS_KM);
        TownsTogether { why: Some(found.why.unwrap_or(why)), ..found }
    })
}

/// The nearest towns before a distance.
fn towns_before(reading: &Reading, end: usize) -> Option<TownsTogether> {
    let at = |at: usize| {
        let found = around(reading, at).or_else(|| towns(reading, at))?;
        let told = reading.tokens[at].is_capital() || reading.tokens[at].kind == Kind::Number;
        let named = told || found.from < at;
        (named && found.to <= end).then_some(found)
    };
    (0..end).find_map(at)
}

fn skip_marks(reading: &Reading, at: usize) -> usize {
    let mut next = at;
    while reading.free(next).is_some_and(|it| matches!(it.text, "," | "(" | ")")) {
        next += 1;
    }
    next
}

/// The towns from `at` on: one, or several with "or" between them.
fn towns(reading: &Reading, at: usize) -> Option<TownsTogether> {
    let (first, mut to, mut why) = town_at(reading, at)?;
    let mut found = vec![first];
    while reading.is(to, OR)
        && let Some((next, end, next_why)) = town_at(reading, to + 1)
        && reading.tokens[to + 1].is_capital()
    {
        found.push(next);
        to = end;
        why = why.or(next_why);
    }
    Some(TownsTogether { from: at, to, towns: found, why })
}

/// A town, perhaps after its postcode: `3000 Leuven`, `B-3000 Leuven`. And what is to be said.
fn town_at(reading: &Reading, at: usize) -> Option<(&'static Town, usize, Option<Text>)> {
    let postcode = reading.free(at).filter(|it| it.kind == Kind::Number);
    if let Some(postcode) = postcode {
        let town = town::of_postcode(postcode.text)?;
        let name_end = named(reading, at + 1).map(|it| it.1);
        if let Some(end) = name_end {
            return Some((town, end, None));
        }
        // A number alone is a postcode only where a place is told of, and nothing counted.
        let why = say("stating-postcode").with("code", postcode.text).with("town", town.name());
        let ends = reading.tokens.get(at + 1).is_none_or(super::token::Token::parts);
        return (ends && reading.lead(at, AROUND) < at).then_some((town, at + 1, Some(why)));
    }
    let (found, end) = named(reading, at)?;
    let town = found.town;
    let several = say("stating-town-of-several")
        .with("town", town.name())
        .with("where", town.postcodes.first().copied().unwrap_or(town.country));
    Some((town, end, found.is_one_of_several.then_some(several)))
}

/// The longest name of a town from `at` on, and where it ends.
fn named(reading: &Reading, at: usize) -> Option<(town::Found, usize)> {
    let longest = (at + NAME_WORDS_MAX).min(reading.end());
    let word = |at: usize| reading.free(at).is_some_and(|it| it.kind == Kind::Word);
    (at + 1..=longest).rev().find_map(|end| {
        if !(at..end).all(word) {
            return None;
        }
        Some((town::find(reading.slice(at, end), reading.language)?, end))
    })
}

fn keep(reading: &mut Reading, towns: &[&'static Town], radius_km: f64) {
    let mut places = towns.iter().map(|it| Place { point: it.point, radius_km });
    reading.criteria.place = places.next();
    reading.criteria.places = places.collect();
}
