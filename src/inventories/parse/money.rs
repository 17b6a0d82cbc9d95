//! What something costs: an amount in euro, nothing, or that one has to ask.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Wrong;
use super::number::{self, NumberStyle};
use crate::catalogue::{self, fold};
use crate::inventories::read::Value;
use crate::language::{Text, say};
use crate::passports::Price;

/// What a holder asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub price: Price,
    /// What the price is for, where the cell says so: the `m2` of `€ 12/m²`. Folded.
    pub per: Option<String>,
}

/// `€ 1.250,00`, `€ 320,-`, `45 EUR`, `gratis`, `op aanvraag`. Another currency is an error, and
/// never converted.
pub fn price(value: &Value, style: NumberStyle) -> Result<Asked, Wrong> {
    let asked = match value {
        Value::Number(number) => {
            // What a formula came to has any number of decimals; nobody pays those.
            let amount = number::of_f64(*number).map(|it| it.round_dp_with_strategy(2, HALF_UP));
            amount.ok_or_else(expected).and_then(of_amount).map(|price| Asked { price, per: None })
        }
        Value::Text(text) => {
            let text = fold(text);
            of_text(&text, style).map_err(|why| {
                let other = why == expected() && is_other_currency(&text);
                if other { say("inventory-expected-price-in-euro") } else { why }
            })
        }
        Value::Date(_) | Value::Bool(_) | Value::Error(_) => Err(expected()),
    };
    asked.map_err(|expected| Wrong::new(expected, value))
}

/// Signs and words of other currencies, folded. Nothing is converted: nobody would know at what
/// rate.
const OTHER_CURRENCIES: [&str; 5] = ["$", "£", "¥", "₺", "₽"];
const OTHER_CURRENCY_WORDS: [&str; 27] = [
    "usd", "dollar", "dollars", "gbp", "pond", "pound", "pounds", "livre", "livres", "pfund",
    "chf", "sfr", "fr", "frank", "franken", "francs", "bef", "jpy", "yen", "cad", "aud", "pln",
    "zł", "czk", "dkk", "sek", "nok",
];

/// Whether an amount in another currency stands there.
fn is_other_currency(text: &str) -> bool {
    OTHER_CURRENCIES.iter().any(|it| text.contains(it))
        || text.split(|it: char| !it.is_alphabetic()).any(|it| OTHER_CURRENCY_WORDS.contains(&it))
}

const HALF_UP: rust_decimal::RoundingStrategy =
    rust_decimal::RoundingStrategy::MidpointAwayFromZero;

fn expected() -> Text {
    say("inventory-expected-price")
}

/// Folded, without dots. Whoever writes one of these names no price.
const ON_REQUEST: [&str; 46] = [
    "ntb",
    "nader te bepalen",
    "te bepalen",
    "op aanvraag",
    "prijs op aanvraag",
    "oa",
    "te bespreken",
    "prijs te bespreken",
    "overeen te komen",
    "notk",
    "otk",
    "nader overeen te komen",
    "bod",
    "te bieden",
    "tbd",
    "tba",
    "poa",
    "on request",
    "price on request",
    "on application",
    "to be determined",
    "to be agreed",
    "negotiable",
    "sur demande",
    "prix sur demande",
    "a convenir",
    "a discuter",
    "a debattre",
    "a definir",
    "a determiner",
    "sur devis",
    "auf anfrage",
    "preis auf anfrage",
    "vb",
    "nach vereinbarung",
    "vhb",
    "verhandlungsbasis",
    "te onderhandelen",
    "onderhandelbaar",
    "totk",
    "a negocier",
    "negociable",
    "faire offre",
    "offers",
    "best offer",
    "make an offer",
];

const FREE: [&str; 25] = [
    "gratis",
    "kosteloos",
    "om niet",
    "gratis af te halen",
    "gratis mee te nemen",
    "gratuit",
    "gratuite",
    "gratuits",
    "gratuites",
    "offert",
    "don",
    "free",
    "for free",
    "free of charge",
    "foc",
    "kostenlos",
    "umsonst",
    "gratis abzugeben",
    "zu verschenken",
    "gratis bij afhaling",
    "gratis tegen afhaling",
    "weg te geven",
    "a donner",
    "a enlever gratuitement",
    "free to collector",
];

/// What may stand before the number.
const BEFORE: [&str; 14] = [
    "€",
    "eur",
    "euro",
    "vraagprijs",
    "richtprijs",
    "prijs",
    "prix",
    "price",
    "preis",
    "ca",
    "circa",
    "env",
    "approx",
    "±",
];

const PRICE: [&str; 4] = ["prijs", "prix", "price", "preis"];

const EURO: [&str; 5] = ["euros", "euro", "eur", "€", "e"];

fn of_text(text: &str, style: NumberStyle) -> Result<Asked, Text> {
    let bare = text.replace('.', "");
    let bare = bare.trim_matches([' ', '!', ':', '(', ')']);
    let named = |price| Ok(Asked { price, per: None });
    // "Gratis, zelf af te halen"; "prijs overeen te komen".
    let clause = bare.split([',', ';', '(']).next().unwrap_or(bare);
    let clause = after_words(clause, &PRICE).trim();
    if ON_REQUEST.contains(&bare) || ON_REQUEST.contains(&clause) {
        return named(Price::OnRequest {});
    }
    if FREE.contains(&clause) {
        return named(Price::Free {});
    }
    let in_euro = text.contains('€') || text.contains("eur");
    let text = after_words(text, &BEFORE);
    if text.starts_with('-') || text.starts_with("(-") {
        return Err(say("inventory-expected-price-not-negative"));
    }
    let (raw, rest) = number::split(text).ok_or_else(expected)?;
    let amount = number::read(raw, style).ok_or_else(expected)?;
    // "320,-" and "320,--" write that there are no cents.
    let rest = match rest.strip_prefix([',', '.']).filter(|it| it.starts_with(['-', '='])) {
        Some(dashes) => dashes.trim_start_matches(['-', '=']),
        None => rest,
    };
    let per = per(after_words(rest, &EURO), in_euro)?;
    if amount.round_dp(2) != amount {
        return Err(say("inventory-expected-price-cents"));
    }
    Ok(Asked { price: of_amount(amount)?, per })
}

/// What stands before the number may stand there twice: `Prijs: € 45`.
fn after_words<'a>(text: &'a str, words: &[&str]) -> &'a str {
    let mut text = text.trim_start();
    'words: loop {
        for word in words {
            let Some(rest) = text.strip_prefix(word) else { continue };
            if !(word.ends_with(char::is_alphabetic) && rest.starts_with(char::is_alphabetic)) {
                text = rest.trim_start_matches([' ', ':', '.']);
                continue 'words;
            }
        }
        return text;
    }
}

/// Folded, without dots.
const WITHOUT_VAT: [&str; 19] = [
    "excl btw",
    "ex btw",
    "exclusief btw",
    "zonder btw",
    "btw excl",
    "excl",
    "exclusief",
    "ex",
    "ht",
    "htva",
    "hors tva",
    "hors taxes",
    "excl vat",
    "ex vat",
    "excluding vat",
    "plus vat",
    "zzgl mwst",
    "netto",
    "exkl mwst",
];

const WITH_VAT: [&str; 16] = [
    "incl btw",
    "inclusief btw",
    "btw incl",
    "incl",
    "inclusief",
    "btwi",
    "ttc",
    "tvac",
    "tva comprise",
    "tvacomprise",
    "incl vat",
    "inc vat",
    "including vat",
    "inkl mwst",
    "brutto",
    "inkl",
];

/// What may stand before the unit of a price.
const PER: [&str; 14] = [
    "/", "per ", "par ", "pro ", "p/", "de ", "le ", "la ", "l'", "het ", "each", "a la ", "a l'",
    "je ",
];

/// What stands after the amount: for what it is, and whether VAT is in it.
fn per(rest: &str, in_euro: bool) -> Result<Option<String>, Text> {
    let rest = rest.replace('.', "");
    let rest = rest.trim_matches([' ', ',', ';', '(', ')']);
    let has = |words: &[&str]| {
        words.iter().find_map(|word| {
            let before = rest.strip_suffix(word)?;
            (!before.ends_with(char::is_alphanumeric)).then_some(before)
        })
    };
    // "excl btw" ends like no price with VAT does, but "incl" is part of nothing else.
    let rest = match (has(&WITHOUT_VAT), has(&WITH_VAT)) {
        (Some(before), _) => before,
        (None, Some(_)) => return Err(say("inventory-expected-price-without-vat")),
        (None, None) => rest,
    };
    let rest = rest.trim_matches([' ', ',', ';', '(', ')']);
    if rest.is_empty() {
        return Ok(None);
    }
    let after = PER.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest).trim();
    // "€ 12 stuk" names what it is for without a word for "per"; "12 stuk" is no price.
    if after == rest && !(in_euro && catalogue::unit_of_word(rest).is_some()) {
        return Err(expected());
    }
    // The only digits of a unit are its power; others are another price.
    let power = |it: &str| it.strip_prefix('m').is_some_and(|it| matches!(it, "1" | "2" | "3"));
    let digits = !power(after)
        && after.replace("m2", "m").replace("m3", "m").contains(|it: char| it.is_ascii_digit());
    if digits || has_currency(after) {
        return Err(expected());
    }
    Ok((!after.is_empty()).then(|| after.to_owned()))
}

fn has_currency(text: &str) -> bool {
    text.contains(['$', '£', '¥', '€'])
}

/// What nobody asks for one of anything; it also keeps sums over many of them within bounds.
const PRICE_CENTS_MAX: i64 = 100_000_000_000;

fn of_amount(amount: Decimal) -> Result<Price, Text> {
    if amount.is_sign_negative() && !amount.is_zero() {
        return Err(say("inventory-expected-price-not-negative"));
    }
    let cents = amount.checked_mul(Decimal::ONE_HUNDRED).and_then(|it| it.to_i64());
    match cents.ok_or_else(expected)? {
        0 => Ok(Price::Free {}),
        cents if cents <= PRICE_CENTS_MAX => Ok(Price::PerUnit { cents }),
        _ => Err(expected()),
    }
}

#[cfg(test)]
mod tests;
