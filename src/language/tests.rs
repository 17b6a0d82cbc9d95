use std::collections::{BTreeMap, BTreeSet};

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
