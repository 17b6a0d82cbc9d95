//! Sentences that are made of what must be read back, and of words in any order.

use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::catalogue::{CategoryCode, Unit};
use crate::needs::stating::town;
use crate::needs::{About, MeasureWish, Place, QuantityWish};
use crate::search::Measure;

/// What a sentence is made of, and what must be read back from it.
#[derive(Debug, Clone)]
struct Asked {
    kind: usize,
    pieces: u32,
    width_cm: Option<u32>,
    condition: Option<u8>,
    price_euro: Option<u32>,
    place: Option<(usize, u32)>,
    until: Option<(u8, u8)>,
}

fn asked() -> impl Strategy<Value = Asked> {
    let amounts = (0..4_usize, 2..5000_u32, option::of(50..130_u32), option::of(3..=5_u8));
    let bounds = (
        option::of(1..900_u32),
        option::of((0..4_usize, 1..200_u32)),
        option::of((1..=12_u8, 1..=28_u8)),
    );
    (amounts, bounds).prop_map(
        |((kind, pieces, width_cm, condition), (price_euro, place, until))| Asked {
            kind,
            pieces,
            width_cm,
            condition,
            price_euro,
            place,
            until,
        },
    )
}

const KINDS: [(&str, [&str; 4]); 4] = [
    ("DOOR.INT", ["binnendeuren", "portes intérieures", "interior doors", "Innentüren"]),
    ("SAN.WASHBASIN", ["wastafels", "lavabos", "washbasins", "Waschbecken"]),
    ("FUR.DESK", ["bureaus", "bureaux", "desks", "Schreibtische"]),
    ("HVAC.RAD_PANEL", ["radiatoren", "radiateurs", "radiators", "Heizkörper"]),
];
const TOWNS: [[&str; 4]; 4] = [
    ["Luik", "Liège", "Liège", "Lüttich"],
    ["Leuven", "Louvain", "Leuven", "Löwen"],
    ["Keulen", "Cologne", "Cologne", "Köln"],
    ["Sint-Truiden", "Saint-Trond", "Sint-Truiden", "Sint-Truiden"],
];
const MONTHS: [[&str; 12]; 4] = [
    [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
];
const CONDITIONS: [[&str; 3]; 4] = [
    ["redelijke staat", "goede staat", "als nieuw"],
    ["état correct", "bon état", "comme neuf"],
    ["fair condition", "good condition", "like new"],
    ["Zustand befriedigend", "Zustand gut", "neuwertig"],
];

/// As somebody who speaks the language would write it.
fn sentence_of(asked: &Asked, language: Language) -> String {
    let at = language as usize;
    let say = |words: [&str; 4]| words[at].to_owned();
    let mut parts = vec![format!(
        "{} {} {}",
        say(["ik zoek", "je cherche", "looking for", "suche"]),
        asked.pieces,
        KINDS[asked.kind].1[at]
    )];
    if let Some(cm) = asked.width_cm {
        parts.push(format!("{} {cm} cm", say(["breedte", "largeur", "width", "Breite"])));
    }
    if let Some(condition) = asked.condition {
        parts.push(CONDITIONS[at][usize::from(condition) - 3].to_owned());
    }
    if let Some(euro) = asked.price_euro {
        let per = say(["euro per stuk", "euros par pièce", "euro per piece", "Euro pro Stück"]);
        parts.push(format!("max {euro} {per}"));
    }
    if let Some((month, day)) = asked.until {
        let month = MONTHS[at][usize::from(month) - 1];
        parts.push(match language {
            Language::Nl => format!("tot {day} {month} 2027"),
            Language::Fr => format!("jusqu'au {day} {month} 2027"),
            Language::En => format!("until {day} {month} 2027"),
            Language::De => format!("bis {day}. {month} 2027"),
        });
    }
    if let Some((town, km)) = asked.place {
        let town = TOWNS[town][at];
        parts.push(match language {
            Language::Nl => format!("binnen {km} km van {town}"),
            Language::Fr => format!("dans un rayon de {km} km autour de {town}"),
            Language::En => format!("within {km} km of {town}"),
            Language::De => format!("im Umkreis von {km} km um {town}"),
        });
    }
    parts.join(", ")
}

fn criteria_asked(asked: &Asked) -> Criteria {
    let width = asked.width_cm.map(|it| (Measure::WidthMm, f64::from(it * 10)));
    let place = asked.place.map(|(town, km)| {
        let point = town::find(TOWNS[town][0], Language::Nl).unwrap().town.point;
        Place { point, radius_km: f64::from(km) }
    });
    Criteria {
        categories: CategoryCode::parse(KINDS[asked.kind].0).into_iter().collect(),
        measures: width
            .map(|(it, about)| (it, MeasureWish::About(About { about, tolerance: 0.0 })))
            .into_iter()
            .collect(),
        quantity: Some(QuantityWish {
            at_least: asked.pieces.into(),
            unit: Unit::Pcs,
            several_lots: false,
        }),
        condition_min: asked.condition,
        price_cents_max: asked.price_euro.map(|it| i64::from(it) * 100),
        place,
        wanted_until: asked.until.and_then(|(month, day)| Day::new(2027, month, day)),
        ..Criteria::default()
    }
}

proptest! {
    #[test]
    fn what_is_written_of_criteria_is_read_back(asked in asked()) {
        for language in Language::ALL {
            let sentence = sentence_of(&asked, language);
            // In whichever language the reader is thought to be.
            let understood = read(&sentence, Language::En, today());
            prop_assert_eq!(&understood.draft.criteria, &criteria_asked(&asked), "{}", &sentence);
            let left = |it: &Part| matches!(it.meaning, Meaning::NotUnderstood(_));
            prop_assert!(!understood.parts.iter().any(left), "{}", &sentence);
        }
    }

    /// Whatever somebody types: no word is passed over, and what is read can be asked.
    #[test]
    fn every_word_is_accounted_for(sentence in sentences()) {
        let understood = read(&sentence, Language::Nl, today());
        for (at, letter) in sentence.char_indices().filter(|it| it.1.is_alphanumeric()) {
            let told = understood.parts.iter().any(|it| it.from <= at && at < it.to);
            prop_assert!(told, "`{}` of `{}` is in no part", letter, &sentence);
        }
        if understood.draft.criteria != Criteria::default() {
            let problems = understood.draft.clone().check(today()).err();
            prop_assert_eq!(problems, None, "{}", &sentence);
        }
    }
}

/// Words of all rules in any order, and some of none.
fn sentences() -> impl Strategy<Value = String> {
    let words = proptest::sample::select(vec![
        "20",
        "3000",
        "1.250,5",
        "0",
        "99999999",
        "93",
        "cm",
        "mm",
        "m",
        "m²",
        "km",
        "€",
        "£",
        "euro",
        "per",
        "stuk",
        "/",
        "x",
        "±",
        "+",
        "-",
        "max",
        "minstens",
        "tussen",
        "en",
        "tot",
        "van",
        "voor",
        "maart",
        "15",
        ".",
        ",",
        "(",
        ")",
        "2027",
        "binnen",
        "rond",
        "in",
        "Leuven",
        "Luik",
        "of",
        "binnendeuren",
        "eiken",
        "wit",
        "geen",
        "asbest",
        "staat",
        "goede",
        "breed",
        "dikte",
        "EI30",
        "IPE",
        "200",
        "CE-markering",
        "xyzzy",
        "'",
        "d'",
        "é",
        "🚪",
        "weken",
        "gratis",
        "stuks",
    ]);
    proptest::collection::vec(words, 0..14).prop_map(|it| it.join(" "))
}
