//! What a list says of asbestos in columns of its own: the state, and the attest that proves it by
//! its number and its day.

use super::hazard::{denies, names_asbestos};
use super::{Reason, RowReading};
use crate::catalogue;
use crate::inventories::field::Field;
use crate::inventories::parse;
use crate::language::{Language, say};
use crate::passports::{Asbestos, Hazards};

impl RowReading<'_> {
    /// A column that is about nothing else says more than the words around it.
    pub(super) fn attest(&mut self, hazards: &mut Hazards) {
        if let Some(text) = self.line(Field::Asbestos) {
            let said = asbestos_of(&text);
            let became = said.map(|it| it.text().in_language(self.list.language));
            self.said.translated.push((Field::Asbestos, text.clone(), became));
            if let Some(asbestos) = said {
                hazards.asbestos = asbestos;
            } else {
                let expected = say("inventory-expected-asbestos");
                self.notice(Field::Asbestos, Reason::Assumed, expected, text);
            }
        }
        hazards.attest_number = self.line(Field::AttestNumber);
        hazards.attest_date = self.read(Field::AttestDate, |value, _| parse::day(value));
    }
}

/// What a word says of asbestos, in the words of our own lists or in those people use.
fn asbestos_of(text: &str) -> Option<Asbestos> {
    const ALL: [Asbestos; 5] = [
        Asbestos::FreeProven,
        Asbestos::FreeDeclared,
        Asbestos::Unknown,
        Asbestos::Suspected,
        Asbestos::Contains,
    ];
    const PROVEN: [&str; 10] = [
        "attest",
        "getest",
        "aangetoond",
        "bewezen",
        "teste",
        "analys",
        "prouve",
        "tested",
        "proven",
        "nachgewiesen",
    ];
    const UNKNOWN: [&str; 10] = [
        "onbekend",
        "niet onderzocht",
        "niet getest",
        "inconnu",
        "non teste",
        "unknown",
        "not tested",
        "unbekannt",
        "nicht gepruft",
        "nicht untersucht",
    ];
    const SUSPECTED: [&str; 7] =
        ["vermoed", "verdacht", "suspect", "soupcon", "presume", "possible", "vermutet"];
    const CONTAINS: [&str; 8] =
        ["houdend", "aanwezig", "bevat", "contient", "contains", "present", "haltig", "vorhanden"];
    const FREE: [&str; 7] = ["vrij", "geen", "sans", "aucun", "free", "frei", "none"];
    let folded = catalogue::fold(text);
    let own = |it: &Asbestos| {
        Language::ALL
            .into_iter()
            .any(|language| catalogue::fold(&it.text().in_language(language)) == folded)
    };
    if let Some(own) = ALL.into_iter().find(own) {
        return Some(own);
    }
    let begins = |words: &[&str]| words.iter().any(|it| folded.starts_with(it));
    let holds = |words: &[&str]| words.iter().any(|it| folded.contains(it));
    let free = denies(&folded) || begins(&FREE) || catalogue::yes_no(text) == Some(false);
    if begins(&UNKNOWN) {
        Some(Asbestos::Unknown)
    } else if free && holds(&PROVEN) {
        Some(Asbestos::FreeProven)
    } else if free {
        Some(Asbestos::FreeDeclared)
    } else if holds(&SUSPECTED) {
        Some(Asbestos::Suspected)
    } else if holds(&CONTAINS) || catalogue::yes_no(text) == Some(true) {
        Some(Asbestos::Contains)
    } else {
        // The bare word names it; "asbestveilig" says that it does no harm, not that it is none.
        (names_asbestos(&folded) && folded.len() <= "asbestos".len()).then_some(Asbestos::Contains)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_read_in_the_words_of_four_languages() {
        for (text, asbestos) in [
            ("asbestvrij", Some(Asbestos::FreeDeclared)),
            ("Asbestvrij (attest)", Some(Asbestos::FreeProven)),
            ("sans amiante", Some(Asbestos::FreeDeclared)),
            ("asbestos free, tested", Some(Asbestos::FreeProven)),
            ("kein Asbest", Some(Asbestos::FreeDeclared)),
            ("nee", Some(Asbestos::FreeDeclared)),
            ("oui", Some(Asbestos::Contains)),
            ("asbesthoudend", Some(Asbestos::Contains)),
            ("asbesthaltig", Some(Asbestos::Contains)),
            ("amiante", Some(Asbestos::Contains)),
            ("verdacht", Some(Asbestos::Suspected)),
            ("niet getest", Some(Asbestos::Unknown)),
            ("asbestveilig", None),
            ("zie plan", None),
        ] {
            assert_eq!(asbestos_of(text), asbestos, "{text}");
        }
    }

    #[test]
    fn our_own_words_are_read_back() {
        for state in [Asbestos::FreeProven, Asbestos::FreeDeclared, Asbestos::Suspected] {
            for language in Language::ALL {
                assert_eq!(asbestos_of(&state.text().in_language(language)), Some(state));
            }
        }
    }
}
