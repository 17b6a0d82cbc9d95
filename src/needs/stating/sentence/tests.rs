use std::collections::BTreeSet;

use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::catalogue::{CategoryCode, Unit};
use crate::needs::stating::town;
use crate::needs::{About, Hazard, MeasureWish, Place, QuantityWish};
use crate::search::{Measure, analysis};

fn today() -> Day {
    Day::new(2026, 11, 25).unwrap()
}

/// A line of `tests/data/need_sentences.txt`.
struct Case {
    language: Language,
    sentence: &'static str,
    criteria: BTreeSet<String>,
    left: Vec<&'static str>,
}

fn corpus() -> Vec<Case> {
    let text = include_str!("../../../../tests/data/need_sentences.txt");
    let lines = text.lines().filter(|it| !it.is_empty() && !it.starts_with('#'));
    lines.map(case).collect()
}

fn case(line: &'static str) -> Case {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [language, sentence, criteria, left] = cells[..] else { panic!("{line}") };
    let list = |cell: &'static str| cell.split(';').map(str::trim).filter(|it| !it.is_empty());
    Case {
        language: Language::of_tag(language).unwrap(),
        sentence,
        criteria: list(criteria).map(str::to_owned).collect(),
        left: list(left).collect(),
    }
}

/// The criteria as the file writes them, each with its criterion.
fn written(understood: &Understood) -> Vec<(Criterion, String)> {
    let criteria = &understood.draft.criteria;
    let mut all = Vec::new();
    let mut add = |criterion: Criterion, text: String| all.push((criterion, text));
    if !criteria.categories.is_empty() {
        let mut codes: Vec<_> = criteria.categories.iter().map(|it| it.as_str()).collect();
        codes.sort_unstable();
        add(Criterion::Categories, format!("category={}", codes.join(",")));
    }
    for word in &criteria.words {
        add(Criterion::Words, format!("word={word}"));
    }
    for word in &criteria.words_excluded {
        add(Criterion::WordsExcluded, format!("not={word}"));
    }
    for (measure, wish) in &criteria.measures {
        let name = measure.as_str().trim_end_matches("_mm");
        let range = wish.range();
        let text = match (wish, range.min, range.max) {
            (MeasureWish::About(About { about, tolerance: 0.0 }), ..) => format!("{name}={about}"),
            (MeasureWish::About(About { about, tolerance }), ..) => {
                format!("{name}={about}±{tolerance}")
            }
            (_, Some(min), Some(max)) => format!("{name}={min}..{max}"),
            (_, Some(min), None) => format!("{name}>={min}"),
            (_, None, Some(max)) => format!("{name}<={max}"),
            (_, None, None) => name.to_owned(),
        };
        add(Criterion::Measure(*measure), text);
    }
    if let Some(it) = &criteria.quantity {
        let several = if it.several_lots { " several" } else { "" };
        add(
            Criterion::Quantity,
            format!("quantity={} {}{several}", it.at_least.normalize(), it.unit),
        );
    }
    if let Some(condition) = criteria.condition_min {
        add(Criterion::Condition, format!("condition={condition}"));
    }
    if let Some(cents) = criteria.price_cents_max {
        add(Criterion::Price, format!("price={cents}"));
    }
    for place in criteria.near() {
        let town = town::all().iter().find(|it| it.point == place.point).unwrap();
        add(Criterion::Place, format!("near={} {}", town.name(), place.radius_km));
    }
    if let Some(day) = criteria.wanted_from {
        add(Criterion::Window, format!("from={day}"));
    }
    if let Some(day) = criteria.wanted_until {
        add(Criterion::Window, format!("until={day}"));
    }
    for hazard in &criteria.hazards_excluded {
        let name = if *hazard == Hazard::Asbestos { "asbestos" } else { "asbestos_unknown" };
        add(Criterion::Hazards, format!("hazard={name}"));
    }
    for document in &criteria.documents {
        add(Criterion::Documents, format!("document={document:?}").to_lowercase());
    }
    all
}

/// Whether both say the same: words by their forms, towns by any of their names.
fn same(one: &str, other: &str) -> bool {
    let (Some((kind, one_value)), Some((other_kind, other_value))) =
        (one.split_once('='), other.split_once('='))
    else {
        return one == other;
    };
    if kind != other_kind {
        return false;
    }
    match kind {
        "word" | "not" => analysis::contains_all(&analysis::text_words(one_value), other_value),
        "near" => {
            let apart = |it: &str| it.rsplit_once(' ').map(|it| (it.0.to_owned(), it.1.to_owned()));
            let ((one, km), (other, other_km)) =
                (apart(one_value).unwrap(), apart(other_value).unwrap());
            let point = |name: &str| town::find(name, Language::Nl).map(|it| it.town.point);
            km == other_km && (one == other || point(&one) == point(&other))
        }
        _ => one_value == other_value,
    }
}

fn left(understood: &Understood, sentence: &'static str) -> Vec<&'static str> {
    let left = understood.parts.iter().filter(|it| matches!(it.meaning, Meaning::NotUnderstood(_)));
    left.map(|it| &sentence[it.from..it.to]).collect()
}

/// What must be understood at least, of all that stands in the file.
const RIGHT_PERCENT_MIN: usize = 95;

#[test]
fn need_sentences_are_understood_and_none_wrong_silently() {
    let (mut right, mut silent) = (0, Vec::new());
    let cases = corpus();
    assert!(cases.len() >= 120);
    for case in &cases {
        let understood = read(case.sentence, case.language, today());
        let found = written(&understood);
        let unexpected: Vec<_> =
            found.iter().filter(|it| !case.criteria.iter().any(|one| same(&it.1, one))).collect();
        let missing: Vec<_> =
            case.criteria.iter().filter(|it| !found.iter().any(|one| same(&one.1, it))).collect();
        let left = left(&understood, case.sentence);
        let is_said = |criterion: &Criterion| {
            let parts = understood.parts.iter();
            let mut of_it = parts.filter(|it| it.meaning.criterion() == Some(criterion));
            of_it.any(|it| matches!(it.meaning, Meaning::Assumed(..)))
        };
        silent.extend(
            unexpected.iter().filter(|it| !is_said(&it.0)).map(|it| (case.sentence, it.1.clone())),
        );
        if unexpected.is_empty() && missing.is_empty() && left == case.left {
            right += 1;
        } else {
            let sentence = case.sentence;
            println!(
                "{sentence}\n  wrong: {unexpected:?}\n  missing: {missing:?}\n  left: {left:?}"
            );
        }
    }
    let percent = right * 100 / cases.len();
    println!("{right} of {} sentences are understood whole and right: {percent} %", cases.len());
    assert!(silent.is_empty(), "understood wrong, and not said: {silent:#?}");
    assert!(percent >= RIGHT_PERCENT_MIN, "only {percent} %");
}

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
