use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

#[test]
fn a_reader_gets_the_language_asked_for() {
    assert_eq!(Language::accepted("fr-BE,fr;q=0.9,en;q=0.5"), Language::Fr);
    assert_eq!(Language::accepted("es, de;q=0.4, nl;q=0.7"), Language::Nl);
    assert_eq!(Language::accepted("es"), Language::En);
    assert_eq!(Language::accepted("garbage;q=x,,"), Language::En);
}

/// Key → the arguments it uses.
fn keys(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys = BTreeMap::new();
    for (name, text) in sources(language) {
        FluentResource::try_new(text.to_owned())
            .unwrap_or_else(|(_, faults)| panic!("{language}/{name}.ftl: {faults:?}"));
        let mut key = String::new();
        for line in text.lines() {
            if let Some((start, _)) = line.split_once(" =")
                && !line.starts_with([' ', '#', '-', '.'])
            {
                key = start.to_owned();
                assert!(keys.insert(key.clone(), BTreeSet::new()).is_none(), "{key} stands twice");
            }
            for used in line.split('$').skip(1) {
                let used: String =
                    used.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect();
                keys.get_mut(&key).unwrap().insert(used);
            }
        }
    }
    keys
}

#[test]
fn every_text_exists_in_every_language_with_the_same_arguments() {
    let english = keys(Language::En);
    assert!(!english.is_empty());
    for language in Language::ALL {
        assert_eq!(keys(language), english, "{language} against en");
    }
}

#[test]
fn every_text_that_is_said_exists() {
    let english = keys(Language::En);
    let mut said = 0;
    for text in rust_files("src".as_ref()) {
        for key in text.split("say(\"").skip(1).filter_map(|it| it.split('"').next()) {
            assert!(key.starts_with('…') || english.contains_key(key), "nobody wrote `{key}`");
            said += 1;
        }
    }
    assert!(said > 10);
}

fn rust_files(folder: &std::path::Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs" || it == "html") {
            found.push(std::fs::read_to_string(&path).unwrap());
        }
    }
    found
}

proptest! {
    #[test]
    fn a_text_that_is_filled_says_what_fluent_says(
        language in prop::sample::select(Language::ALL.to_vec()),
        at in any::<prop::sample::Index>(),
        values in prop::collection::vec("[1-9]|1[0-2]|[0-9]{1,12}|\\PC{0,12}", 12),
    ) {
        static KEYS: LazyLock<BTreeMap<String, BTreeSet<String>>> =
            LazyLock::new(|| keys(Language::En));
        let (key, names) = KEYS.iter().nth(at.index(KEYS.len())).unwrap();
        let named = names.iter().zip(values).map(|(name, value)| (name.clone().into(), value));
        let text = Text { key: key.clone().into(), args: named.collect() };
        let bundle = bundle(language);
        let pattern = bundle.get_message(key).unwrap().value().unwrap();
        if let Some(filled) = filling::filled(pattern, &text.args) {
            prop_assert_eq!(filled, text.chosen(pattern, bundle));
        }
    }
}

#[test]
fn a_text_that_chooses_a_plural_is_left_to_fluent() {
    let bundle = bundle(Language::En);
    let is_filled = |text: Text| {
        let pattern = bundle.get_message(&text.key).unwrap().value().unwrap();
        filling::filled(pattern, &text.args).is_some()
    };
    let day = say("format-day").with("day", 1).with("month", 3).with("year", 2027);
    assert!(is_filled(day) && !is_filled(say("alert-opening").with("count", 1)));
    let finds = |count: u32| say("alert-opening").with("count", count).in_language(Language::En);
    assert_ne!(finds(1), finds(2));
    let untold = say("alert-greeting").in_language(Language::En);
    assert!(untold.contains("{$name}"), "{untold}");
}
