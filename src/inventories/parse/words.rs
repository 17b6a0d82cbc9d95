//! Cells that hold one of a few words, or a code. The words are the catalogue's.

use super::{Wrong, number};
use crate::catalogue::{self, Unit};
use crate::inventories::read::Value;
use crate::language::say;

/// 5 (like new) to 1 (damaged).
pub fn condition(value: &Value) -> Result<u8, Wrong> {
    let text = word(value);
    let found = text.and_then(|it| catalogue::condition_of_word(&it));
    found.ok_or_else(|| Wrong::new(say("inventory-expected-condition"), value))
}

/// How people write that nobody looked yet, or that it is told elsewhere, folded.
const YET_UNKNOWN: [&str; 83] = [
    "onbekend",
    "niet gekend",
    "niet bekend",
    "te controleren",
    "na te kijken",
    "te bepalen",
    "nog te bepalen",
    "te beoordelen",
    "nog te beoordelen",
    "niet beoordeeld",
    "niet gecontroleerd",
    "zie foto",
    "zie foto's",
    "zie opmerking",
    "zie opmerkingen",
    "inconnu",
    "inconnue",
    "non connu",
    "a verifier",
    "a controler",
    "a determiner",
    "a evaluer",
    "non evalue",
    "non verifie",
    "voir photo",
    "voir photos",
    "voir remarque",
    "voir remarques",
    "voir observations",
    "unknown",
    "not known",
    "to be checked",
    "to be confirmed",
    "to be determined",
    "tbc",
    "tbd",
    "not assessed",
    "not inspected",
    "see photo",
    "see photos",
    "see remarks",
    "see notes",
    "unbekannt",
    "zu prufen",
    "noch zu prufen",
    "nicht bewertet",
    "nicht gepruft",
    "siehe foto",
    "siehe fotos",
    "siehe bemerkung",
    "ntb",
    "n.t.b",
    "nader te bepalen",
    "nog niet bekend",
    "nog niet gekend",
    "in overleg",
    "in overleg te bepalen",
    "af te spreken",
    "af te stemmen",
    "op afspraak",
    "op aanvraag",
    "a definir",
    "a convenir",
    "a preciser",
    "a confirmer",
    "a fixer",
    "sur rendez-vous",
    "sur demande",
    "tba",
    "to be agreed",
    "by arrangement",
    "on request",
    "nach absprache",
    "nach vereinbarung",
    "noch offen",
    "auf anfrage",
    "zie planning",
    "volgens planning",
    "selon planning",
    "see programme",
    "as per programme",
    "laut terminplan",
    "nach terminplan",
];

/// Whether a cell says that nobody knows yet.
pub fn is_yet_unknown(text: &str) -> bool {
    let folded = catalogue::fold(text);
    YET_UNKNOWN.contains(&folded.trim_matches(|it: char| !it.is_alphanumeric()))
}

pub fn unit(value: &Value) -> Result<Unit, Wrong> {
    let found = word(value).and_then(|it| catalogue::unit_of_word(&it));
    found.ok_or_else(|| Wrong::new(say("inventory-expected-unit"), value))
}

/// `17 06 05*`, however it was typed. The star belongs to the code: where the catalogue knows it,
/// it decides; a code that it does not know keeps what was typed.
pub fn waste_code(value: &Value) -> Result<String, Wrong> {
    let wrong = || Wrong::new(say("inventory-expected-waste-code"), value);
    let text = word(value).ok_or_else(wrong)?;
    let (code, starred) = six_digits(&text).ok_or_else(wrong)?;
    let known = catalogue::waste_code(&code);
    Ok(known.map_or_else(
        || format!("{code}{}", if starred { "*" } else { "" }),
        catalogue::WasteCode::written,
    ))
}

/// The chapters of the European list of waste.
const CHAPTERS: std::ops::RangeInclusive<u8> = 1..=20;

/// The one code in a text such as `EURAL 17.06.05* (asbest)`, with single spaces, and whether a
/// star stands behind it.
fn six_digits(text: &str) -> Option<(String, bool)> {
    let digits: Vec<(usize, char)> =
        text.char_indices().filter(|it| it.1.is_ascii_digit()).collect();
    let [first, .., last] = &digits[..] else { return None };
    let code = &text[first.0..=last.0];
    let pairs = |it: char| {
        it.is_ascii_digit() || matches!(it, ' ' | '.' | '-' | '/' | '\u{a0}' | '\u{202f}')
    };
    if digits.len() != 6 || !code.chars().all(pairs) {
        return None;
    }
    let digits: String = digits.iter().map(|it| it.1).collect();
    let chapter: u8 = digits[..2].parse().ok()?;
    let starred = text[last.0 + 1..].trim_start().starts_with('*');
    let spaced = format!("{} {} {}", &digits[..2], &digits[2..4], &digits[4..]);
    CHAPTERS.contains(&chapter).then_some((spaced, starred))
}

/// What a cell says in words; a whole number is said without decimals.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Number(number) => number::of_f64(*number).map(|it| it.to_string()),
        Value::Bool(_) | Value::Date(_) | Value::Error(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn a_waste_code_is_written_in_one_way() {
        for written in [
            "17 06 05*",
            "170605",
            "17.06.05",
            "17-06-05 *",
            "17\u{a0}06\u{a0}05*",
            "EURAL 17 06 05",
            "17 06 05* (asbest)",
        ] {
            assert_eq!(waste_code(&text(written)).as_deref(), Ok("17 06 05*"), "{written}");
        }
        assert_eq!(waste_code(&Value::Number(170_401.0)).as_deref(), Ok("17 04 01"));
        // Not every code is in the catalogue; the star is then the sender's.
        assert_eq!(waste_code(&text("030104*")).as_deref(), Ok("03 01 04*"));
    }

    #[test]
    fn what_is_no_waste_code_is_said_so() {
        for written in [
            "17 06",
            "17 02 01 / 17 04 05",
            "99 01 01",
            "00 01 01",
            "hout",
            "",
            "17 6 5",
            "1706050",
            "17a06b05",
        ] {
            let wrong = waste_code(&text(written)).unwrap_err();
            assert_eq!(wrong.expected.key(), "inventory-expected-waste-code", "{written}");
        }
    }

    #[test]
    fn words_mean_what_the_catalogue_says() {
        assert_eq!(condition(&text("als nieuw")), Ok(5));
        assert_eq!(condition(&text("état d’usage")), Ok(3));
        assert!(condition(&text("blauw")).is_err());
        assert!(["Onbekend", "à vérifier", "TBC.", "siehe Foto"].into_iter().all(is_yet_unknown));
        assert!(!is_yet_unknown("goed"));
        assert_eq!(unit(&text("m²")), Ok(Unit::M2));
        assert_eq!(unit(&text("VH")), Ok(Unit::Set));
        assert!(unit(&Value::Error("#REF!".into())).is_err());
    }
}
