//! How a folded word is written: `fenetre` is `fenêtre`. Known are the words of the trade.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::meanings;
use super::words::words;
use crate::catalogue::{CategoryCode, phrases};
use crate::language::Language;

/// By language, each folded word as it is written.
static WRITTEN: LazyLock<HashMap<Language, HashMap<String, String>>> = LazyLock::new(|| {
    let language = |language: Language| {
        let labels = CategoryCode::all().map(move |it| it.label(language));
        let texts = labels.chain(phrases::names(language)).chain(meanings::names(language));
        let written = texts.flat_map(|it| it.split(|it: char| !it.is_alphanumeric()));
        let mut by_folded = HashMap::new();
        for written in written.map(str::to_lowercase) {
            if let [folded] = &words(&written)[..]
                && *folded != written
            {
                by_folded.entry(folded.clone()).or_insert(written);
            }
        }
        (language, by_folded)
    };
    Language::ALL.into_iter().map(language).collect()
});

/// A folded word as the reader's language writes it, or else any other.
pub fn spelt(folded: &str, reader: Language) -> String {
    let mut languages = std::iter::once(reader).chain(Language::ALL);
    let found = languages.find_map(|it| WRITTEN.get(&it)?.get(folded));
    found.map_or_else(|| folded.to_owned(), Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_come_back() {
        assert_eq!(spelt("fenetre", Language::Fr), "fenêtre");
        assert_eq!(spelt("tur", Language::De), "tür");
        assert_eq!(spelt("deur", Language::Nl), "deur");
    }
}
