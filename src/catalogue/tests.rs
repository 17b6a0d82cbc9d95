use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::language::Language;

#[test]
fn the_tree_has_sixteen_tops_and_ninety_one_leaves_with_four_labels_each() {
    let (leaves, tops): (Vec<_>, Vec<_>) = CategoryCode::all().partition(|it| it.is_leaf());
    assert_eq!((tops.len(), leaves.len()), (16, 91));
    let codes: BTreeSet<_> = CategoryCode::all().map(CategoryCode::as_str).collect();
    assert_eq!(codes.len(), 107, "a code stands twice");
    for code in CategoryCode::all() {
        assert_eq!(CategoryCode::parse(code.as_str()), Some(code));
        for language in Language::ALL {
            assert!(!code.label(language).is_empty(), "{code} in {language}");
        }
    }
    assert_eq!(CategoryCode::parse("DOOR.NONE"), None);
}

#[test]
fn what_a_leaf_refers_to_exists() {
    for code in CategoryCode::all() {
        let Some(leaf) = code.leaf() else { continue };
        if let Some(key) = leaf.carbon {
            assert!(carbon::factor(key).is_some(), "{code}: no carbon factor {key}");
        }
        for waste in &leaf.waste_codes {
            let known = waste_code(waste).is_some();
            assert!(known, "{code}: no waste code {waste}");
        }
        assert!(Unit::ALL.contains(&leaf.unit));
        let keys: BTreeSet<_> = leaf.attributes.iter().map(|it| &it.key).collect();
        assert_eq!(keys.len(), leaf.attributes.len(), "{code}: an attribute stands twice");
        assert!(leaf.default_mass_grams().is_none_or(|it| it > 0), "{code}");
    }
}

#[test]
fn a_heading_means_one_field_unless_we_say_that_it_does_not() {
    let ambiguous: BTreeMap<_, _> =
        ambiguous().iter().map(|(word, fields)| (fold(word), fields)).collect();
    let mut fields = BTreeSet::new();
    let mut meanings: BTreeMap<(Language, String), BTreeSet<&str>> = BTreeMap::new();
    for header in headers() {
        assert!(fields.insert(header.field), "{} stands twice", header.field);
        for language in Language::ALL {
            let synonyms = header.synonyms(language);
            assert!(!synonyms.is_empty(), "{} has no heading in {language}", header.field);
            for synonym in synonyms {
                let meaning = meanings.entry((language, fold(synonym))).or_default();
                meaning.insert(header.field);
            }
        }
    }
    assert_eq!(fields.len(), 58);
    for ((language, word), found) in meanings {
        // Single letters are told apart by case, unit and values.
        let letter = word.trim_end_matches('.').chars().count() == 1;
        let listed = ambiguous.contains_key(&word);
        assert!(found.len() == 1 || letter || listed, "{language} `{word}`: {found:?}");
    }
}

#[test]
fn every_leaf_is_named_in_every_language_and_no_phrase_names_two() {
    let mut named: BTreeMap<String, BTreeSet<Option<&str>>> = BTreeMap::new();
    let mut languages: BTreeMap<&str, BTreeSet<Language>> = BTreeMap::new();
    for (phrase, it) in phrases::written() {
        let code = it.category.map(CategoryCode::as_str);
        named.entry(phrases::normal(phrase)).or_default().insert(code);
        if let Some(code) = code {
            languages.entry(code).or_default().insert(it.language);
        }
    }
    let twice: Vec<_> = named.iter().filter(|(_, codes)| codes.len() > 1).collect();
    assert!(twice.is_empty(), "{twice:#?}");
    assert!(named.len() > 2000, "only {} phrases", named.len());
    for leaf in CategoryCode::all().filter(|it| it.is_leaf()) {
        let known = languages.get(leaf.as_str()).map_or(0, BTreeSet::len);
        assert_eq!(known, 4, "{leaf} is not named in every language");
    }
}

#[test]
fn names_as_contractors_write_them_are_recognised() {
    let table = include_str!("../../tests/data/category_names.csv");
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for line in table.lines().skip(1) {
        let [language, name, code] = line.split(';').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let found = recognise_category(name, None);
        let is = found.map_or("", |it| it.category.as_str());
        assert!(!code.is_empty() || is.is_empty(), "{name} is nothing, and was taken for {is}");
        all += 1;
        if is == code {
            right += 1;
        } else {
            wrong.push(format!("{language} {name}: {code}, not {is}"));
        }
    }
    println!("{right} of {all} names recognised\n{}", wrong.join("\n"));
    assert!(all >= 150 && right * 100 >= all * 97, "{right} of {all}\n{}", wrong.join("\n"));
}

#[test]
fn a_hint_helps_where_the_name_says_nothing_and_only_there() {
    let found = recognise_category("Type A, 12 mm", Some("Binnendeur"));
    assert_eq!(found.map(|it| it.category.as_str()), Some("DOOR.INT"));
    assert_eq!(recognise_category("Type A, 12 mm", Some("Deuren & poorten")), None);
    let sure = recognise_category("Binnendeur wit", Some("DOOR")).unwrap();
    let plain = recognise_category("Binnendeur wit", None).unwrap();
    assert!(sure.category == plain.category && sure.confidence > plain.confidence);
    let named = recognise_category("Wastafel", Some("Deuren & poorten")).unwrap();
    assert_eq!(named.category.as_str(), "SAN.WASHBASIN");
}

#[test]
fn words_for_units_conditions_and_yes_are_understood() {
    for (word, unit) in [
        ("st", Unit::Pcs),
        ("Stk.", Unit::Pcs),
        ("pce", Unit::Pcs),
        ("u", Unit::Pcs),
        ("m²", Unit::M2),
        ("qm", Unit::M2),
        ("lm", Unit::M),
        ("ml", Unit::M),
        ("lfm", Unit::M),
        ("m³", Unit::M3),
        ("kg", Unit::Kg),
        ("ton", Unit::T),
        ("VH", Unit::Set),
        ("ens.", Unit::Set),
    ] {
        assert_eq!(unit_of_word(word), Some(unit), "{word}");
    }
    assert_eq!(unit_of_word("vijf"), None);
    for (word, condition) in [
        ("als nieuw", 5),
        ("Neuf", 5),
        ("très bon", 5),
        ("goed", 4),
        ("gut", 4),
        ("état d’usage", 3),
        ("redelijk", 3),
        ("matig", 2),
        ("mauvais", 2),
        ("defect", 1),
        ("HS", 1),
        ("Damaged", 1),
    ] {
        assert_eq!(condition_of_word(word), Some(condition), "{word}");
    }
    assert_eq!(condition_of_word("blauw"), None);
    assert_eq!(
        (yes_no("Oui"), yes_no("nein"), yes_no("x"), yes_no("?")),
        (Some(true), Some(false), Some(true), None)
    );
}

proptest! {
    #[test]
    fn tonnes_and_kilograms_convert_exactly_and_back(thousandths in 0..i64::MAX / 1_000_000) {
        let tonnes = Decimal::new(thousandths, 3);
        let kilograms = Unit::T.convert(tonnes, Unit::Kg).unwrap();
        prop_assert_eq!(kilograms, tonnes * Decimal::from(1000));
        prop_assert_eq!(Unit::Kg.convert(kilograms, Unit::T), Some(tonnes));
        prop_assert_eq!(Unit::Pcs.convert(tonnes, Unit::Kg), None);
    }

    #[test]
    fn any_name_can_be_asked_about(name in ".{0,200}", hint in proptest::option::of(".{0,40}")) {
        let found = recognise_category(&name, hint.as_deref());
        prop_assert!(found.is_none_or(|it| it.category.is_leaf() && (0.5..=1.0).contains(&it.confidence)));
    }
}
