//! Codes, hazards, documents, and words that must not occur.

use super::reading::{Meaning, Reading};
use super::token::Kind;
use crate::language::say;
use crate::needs::{Criterion, Declaration, Hazard};
use crate::search::analysis;

const ASBESTOS: &[&str] = &["asbest", "amiante", "asbestos"];
/// Everything but what is known to be free of it.
const ASBESTOS_FREE: &[&str] = &[
    "asbestvrij",
    "asbestvrije",
    "asbest vrij",
    "asbestos free",
    "asbestosfree",
    "asbestfrei",
    "asbestfreie",
    "garanti sans amiante",
    "exempt d' amiante",
    "free of asbestos",
];
const NOT: &[&str] = &[
    "geen",
    "zonder",
    "niet",
    "pas de",
    "pas d'",
    "sans",
    "no",
    "not",
    "without",
    "kein",
    "keine",
    "keinen",
    "ohne",
    "liever geen",
    "surtout pas de",
];
const WITH: &[&str] = &[
    "met",
    "met een",
    "avec",
    "avec une",
    "avec un",
    "with",
    "with a",
    "mit",
    "mit einer",
    "and",
    "en",
    "et",
    "und",
    "fiche",
];
const DOCUMENTS: [(Declaration, &[&str]); 4] = [
    (
        Declaration::Ce,
        &[
            "ce markering",
            "ce label",
            "marquage ce",
            "ce marking",
            "ce mark",
            "ce marked",
            "ce kennzeichnung",
            "ce kennzeichen",
        ],
    ),
    (
        Declaration::Dop,
        &[
            "prestatieverklaring",
            "dop",
            "declaration des performances",
            "declaration de performance",
            "declaration of performance",
            "leistungserklarung",
        ],
    ),
    (
        Declaration::Epd,
        &["epd", "fdes", "fiche epd", "milieuverklaring", "umweltproduktdeklaration"],
    ),
    (
        Declaration::AsbestosAttest,
        &[
            "asbestattest",
            "attestation amiante",
            "asbestos certificate",
            "asbestnachweis",
            "asbestinventaris",
        ],
    ),
];

/// Fire ratings, folded; a number follows.
const FIRE: [&str; 9] = ["ei", "ei1", "ei2", "rei", "rf", "fd", "t", "cf", "ew"];
const FIRE_MINUTES: [&str; 7] = ["15", "20", "30", "45", "60", "90", "120"];
/// Rolled sections, folded; a number follows.
const PROFILES: [&str; 10] = ["ipe", "ipn", "hea", "heb", "hem", "upn", "upe", "unp", "inp", "ral"];

/// Whether a fire rating was read among the words.
pub fn has_fire_rating(reading: &Reading) -> bool {
    reading.criteria.words.iter().any(|it| is_fire(&crate::catalogue::fold(it)))
}

fn is_fire(folded: &str) -> bool {
    FIRE.iter().any(|it| {
        let minutes = folded.strip_prefix(it).map(str::trim);
        minutes.is_some_and(|it| FIRE_MINUTES.contains(&it.trim_end_matches('s')))
    })
}

/// Codes, hazards, documents and what must not be: before all that looks at single words.
pub fn read_told(reading: &mut Reading) {
    for at in 0..reading.end() {
        if reading.is_free(at)
            && !(code(reading, at) || hazard(reading, at) || document(reading, at))
        {
            excluded(reading, at);
        }
    }
}

/// Takes words that must occur.
pub fn wanted(reading: &mut Reading, at: usize, to: usize) {
    let word = reading.slice(at, to).to_owned();
    if super::kind::says_so(reading, &word) {
        // A timber beam is of timber: it is part of the kind.
        return reading.take_for(at, to, Criterion::Categories, None);
    }
    // "en chêne", "in hout", "aus Eiche"
    let from = at - reading.phrase_before(at, &["en", "in", "aus", "of", "made of", "uit"]);
    reading.take_for(from, to, Criterion::Words, None);
    reading.criteria.words.push(word);
}

/// `EI30`, `IPE 200`, `RAL 9010`.
fn code(reading: &mut Reading, at: usize) -> bool {
    let Some(token) = reading.free(at).filter(|it| it.kind == Kind::Word) else { return false };
    let folded = token.folded.as_str();
    let number = reading.free(at + 1).filter(|it| it.kind == Kind::Number).map(|it| it.text);
    let split = |prefixes: &[&str]| {
        let rest = |it: &&str| folded.strip_prefix(*it).filter(|it| !it.is_empty());
        prefixes.iter().find_map(rest).is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()))
    };
    let glued = is_fire(folded) || split(&PROFILES);
    // "T 30" could be thirty of anything.
    let fire = FIRE.contains(&folded)
        && folded != "t"
        && number.is_some_and(|it| FIRE_MINUTES.contains(&it));
    let profile = PROFILES.contains(&folded) && number.is_some();
    if !(glued || fire || profile) {
        return false;
    }
    let to = if glued { at + 1 } else { at + 2 };
    wanted(reading, at, to);
    true
}

fn hazard(reading: &mut Reading, at: usize) -> bool {
    let free = reading.phrase(at, ASBESTOS_FREE);
    let not = reading.phrase(at, NOT);
    let (to, hazard) = if free > 0 {
        (at + free, Hazard::AsbestosUnknown)
    } else if not > 0 && reading.is(at + not, ASBESTOS) {
        (at + not + 1, Hazard::Asbestos)
    } else {
        return false;
    };
    reading.take_for(at, to, Criterion::Hazards, None);
    reading.criteria.hazards_excluded.push(hazard);
    true
}

fn document(reading: &mut Reading, at: usize) -> bool {
    let lead = reading.phrase(at, WITH);
    let found = DOCUMENTS.iter().find_map(|(declaration, phrases)| {
        let count = reading.phrase(at + lead, phrases);
        (count > 0).then_some((*declaration, at + lead + count))
    });
    let Some((declaration, to)) = found else { return false };
    reading.take_for(at, to, Criterion::Documents, None);
    if !reading.criteria.documents.contains(&declaration) {
        reading.criteria.documents.push(declaration);
    }
    true
}

fn excluded(reading: &mut Reading, at: usize) {
    /// "no more than", "niet meer dan": a bound, and nothing that must not be.
    const BOUNDS: &[&str] = &[
        "more", "less", "later", "larger", "bigger", "smaller", "older", "wider", "longer",
        "higher", "over", "under", "above", "meer", "minder", "duurder", "groter", "kleiner",
        "ouder", "breder", "langer", "hoger", "dikker", "boven", "onder", "plus", "moins", "mehr",
        "teurer", "grosser", "alter", "breiter", "hoher", "uber", "unter",
    ];
    let lead = reading.phrase(at, NOT);
    let word = at + lead + reading.phrase(at + lead, &["de", "d'", "een", "any", "a", "the"]);
    let is_word = reading.free(word).is_some_and(|it| it.kind == Kind::Word);
    if lead == 0 || !is_word || reading.is(word, BOUNDS) {
        return;
    }
    let named = reading.tokens[word].text.to_owned();
    if super::filler::is_filler(&reading.tokens[word].folded) || analysis::words(&named).is_empty()
    {
        let why = say("stating-not-what");
        return reading.take(at, word + 1, Meaning::NotUnderstood(Some(why)));
    }
    reading.take_for(at, word + 1, Criterion::WordsExcluded, None);
    reading.criteria.words_excluded.push(named);
}
