//! What it may cost: `max 30 €/m²`, `hoogstens 50 euro per stuk`, `gratis`.

use super::reading::{Meaning, Reading};
use super::token::Kind;
use crate::catalogue::{self, Unit};
use crate::inventories::parse;
use crate::inventories::read::Value;
use crate::language::say;
use crate::needs::Criterion;
use crate::passports::Price;

const AT_MOST: &[&str] = &[
    "max",
    "max .",
    "maximaal",
    "maximum",
    "hoogstens",
    "tot",
    "onder",
    "onder de",
    "minder dan",
    "niet meer dan",
    "au plus",
    "au maximum",
    "moins de",
    "jusqu' a",
    "prix max",
    "prix maximum",
    "prix",
    "a",
    "under",
    "below",
    "less than",
    "no more than",
    "not more than",
    "up to",
    "at most",
    "hochstens",
    "maximal",
    "unter",
    "bis",
    "bis zu",
    "weniger als",
    "prijs",
    "price",
    "preis",
    "<",
    "≤",
    "pour",
    "voor",
    "for",
    "fur",
];
/// All together, which a need cannot hold: it asks for a price per unit.
const IN_ALL: &[&str] =
    &["budget", "budget max", "budget :", "in totaal", "au total", "in total", "insgesamt"];
/// Lower ends say nothing to who wants to pay less.
const AT_LEAST: &[&str] =
    &["minstens", "minimaal", "vanaf", "au moins", "at least", "from", "mindestens", "ab"];

const EURO: &[&str] = &["€", "eur", "euro", "euros"];
const OTHER: &[&str] = &[
    "£", "$", "pond", "pound", "pounds", "gbp", "usd", "dollar", "dollars", "chf", "franken",
    "francs", "frank",
];
const PER: &[&str] = &[
    "/", "per", "par", "pro", "de la", "le", "la", "l'", "a", "het", "de", "the", "a la", "p", "je",
];
const EACH: &[&str] =
    &["each", "apiece", "piece", "pieces", "stuk", "stuck", "elk", "chacun", "chacune", "l' unite"];
const FREE: &[&str] = &[
    "gratis",
    "gratis af te halen",
    "gratis mee te nemen",
    "kosteloos",
    "gratuit",
    "gratuite",
    "gratuits",
    "gratuites",
    "gratuitement",
    "free",
    "for free",
    "free of charge",
    "kostenlos",
    "umsonst",
    "gratis abzugeben",
    "geschenkt",
];

/// An amount in the sentence, with all that belongs to it.
struct Amount {
    from: usize,
    /// The number and its currency.
    core: (usize, usize),
    to: usize,
    is_euro: bool,
    per: Per,
}

/// What a price is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Per {
    NotSaid,
    Unit(Unit),
    /// A word that is no unit.
    Unknown,
}

pub fn read(reading: &mut Reading) {
    for at in 0..reading.end() {
        let free = reading.phrase(at, FREE);
        if free > 0 {
            reading.take_for(at, at + free, Criterion::Price, None);
            reading.criteria.price_cents_max = Some(0);
            return;
        }
        if let Some(amount) = amount(reading, at) {
            keep(reading, &amount);
            if reading.criteria.price_cents_max.is_some() {
                return;
            }
        }
    }
}

fn amount(reading: &Reading, at: usize) -> Option<Amount> {
    let currency = |at: usize| {
        let euro = reading.is(at, EURO);
        (euro || reading.is(at, OTHER)).then_some(euro)
    };
    let core = (at, at + 2);
    let is_euro = if let Some(euro) = currency(at) {
        reading.number(at + 1)?;
        euro
    } else {
        reading.number(at)?;
        currency(at + 1)?
    };
    let from = reading.lead(at, AT_MOST);
    let (to, per) = per(reading, core.1);
    Some(Amount { from, core, to, is_euro, per })
}

/// What the price is for, and where that ends.
fn per(reading: &Reading, at: usize) -> (usize, Per) {
    let each = reading.phrase(at, EACH);
    if each > 0 {
        return (at + each, Per::Unit(Unit::Pcs));
    }
    let lead = reading.phrase(at, PER);
    let unit = at + lead;
    if lead == 0 || reading.free(unit).is_none_or(|it| it.kind != Kind::Word) {
        return (at, Per::NotSaid);
    }
    match catalogue::unit_of_word(reading.tokens[unit].text) {
        Some(found) => (unit + 1, Per::Unit(found)),
        None if reading.is(unit, EACH) => (unit + 1, Per::Unit(Unit::Pcs)),
        None if reading.is(at, &["/", "per", "pro"]) => (unit + 1, Per::Unknown),
        None => (at, Per::NotSaid),
    }
}

fn keep(reading: &mut Reading, amount: &Amount) {
    let Amount { from, core, to, is_euro, per } = *amount;
    let total = reading.lead(from, IN_ALL);
    let least = reading.lead(from, AT_LEAST);
    let not = |why| Meaning::NotUnderstood(Some(why));
    if !is_euro {
        return reading.take(from, to, not(say("inventory-expected-price-in-euro")));
    }
    if total < from {
        return reading.take(total, to, not(say("stating-price-per-unit")));
    }
    if least < from {
        return reading.take(least, to, not(say("stating-price-at-least")));
    }
    let written = Value::Text(reading.slice(core.0, core.1).to_owned());
    let cents = match parse::price(&written, reading.style).map(|it| it.price) {
        Ok(Price::PerUnit { cents }) => cents,
        Ok(Price::Free {}) => 0,
        Ok(Price::OnRequest {}) => return,
        Err(wrong) => return reading.take(from, to, not(wrong.expected)),
    };
    if per == Per::Unknown {
        return reading.take(from, to, not(say("inventory-expected-unit")));
    }
    let counted = reading.criteria.quantity.as_ref().map(|it| it.unit);
    let why = match (per, counted) {
        (Per::Unit(unit), Some(counted)) if unit != counted => {
            let why = say("stating-price-other-unit").with("unit", unit).with("counted", counted);
            return reading.take(from, to, not(why));
        }
        (Per::Unit(_), _) => None,
        (Per::NotSaid | Per::Unknown, Some(unit)) => {
            Some(say("stating-price-assumed-per").with("unit", unit))
        }
        (Per::NotSaid | Per::Unknown, None) => Some(say("stating-price-assumed-unit")),
    };
    let at_most = (from == core.0 && why.is_none()).then(|| say("stating-price-at-most"));
    reading.take_for(from, to, Criterion::Price, why.or(at_most));
    reading.criteria.price_cents_max = Some(cents);
}
