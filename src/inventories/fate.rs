//! What becomes of the things of a list: Madaster's template has a sheet for what is demolished,
//! one for what is preserved and one for what is new, and many lists a column that says so. Only
//! what comes free is offered. No I/O here.

use serde::{Deserialize, Serialize};

use crate::catalogue;
use crate::language::{Text, say};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    #[default]
    ComesFree,
    /// It stays where it is.
    Stays,
    /// It is not there yet.
    IsNew,
}

/// Beginnings, folded.
const STAYS: [&str; 25] = [
    "preserved",
    "to be preserved",
    "retained",
    "to be retained",
    "existing to remain",
    "to remain",
    "remains",
    "kept",
    "behouden",
    "te behouden",
    "blijft",
    "bestaand blijvend",
    "te bewaren",
    "conserve",
    "a conserver",
    "elements conserves",
    "maintenu",
    "a maintenir",
    "reste en place",
    "bleibt",
    "erhalten",
    "zu erhalten",
    "bestand bleibt",
    "verbleibt",
    "verbleib im gebaude",
];

const IS_NEW: [&str; 18] = [
    "new material",
    "new materials",
    "new product",
    "new build",
    "new construction",
    "to be installed",
    "nieuwe materialen",
    "nieuw materiaal",
    "nieuw te plaatsen",
    "nieuwbouw",
    "te plaatsen",
    "nouveaux materiaux",
    "nouveau materiau",
    "a installer",
    "a poser",
    "neue materialien",
    "neue bauteile",
    "neubau",
];

const COMES_FREE: [&str; 17] = [
    "demolition",
    "demolish",
    "to be demolished",
    "strip out",
    "removed",
    "sloop",
    "te slopen",
    "afbraak",
    "demontage",
    "te verwijderen",
    "deconstruction",
    "a deposer",
    "depose",
    "abbruch",
    "ruckbau",
    "ausbau",
    "abriss",
];

impl Fate {
    /// What the name of a sheet or a cell says; `None` where it says nothing of the kind.
    pub fn of(text: &str) -> Option<Self> {
        let folded = catalogue::fold(text).replace('_', " ");
        let begins = |words: &[&str]| {
            words.iter().any(|it| {
                folded.strip_prefix(it).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
            })
        };
        if begins(&STAYS) {
            Some(Self::Stays)
        } else if begins(&IS_NEW) || matches!(folded.as_str(), "new" | "neu" | "nieuw") {
            Some(Self::IsNew)
        } else if begins(&COMES_FREE) {
            Some(Self::ComesFree)
        } else {
            None
        }
    }

    /// What a cell of a column of phases says. To Madaster, what exists is not what is demolished;
    /// elsewhere a sheet of that name may hold whatever there is.
    pub fn of_phase(text: &str) -> Option<Self> {
        const EXISTS: [&str; 5] = ["existing", "bestaand", "existant", "bestehend", "bestand"];
        let exists = EXISTS.contains(&catalogue::fold(text).as_str());
        Self::of(text).or(exists.then_some(Self::Stays))
    }

    pub fn why_not_offered(self) -> Option<Text> {
        match self {
            Self::ComesFree => None,
            Self::Stays => Some(say("inventory-not-offered-stays")),
            Self::IsNew => Some(say("inventory-not-offered-new")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_and_cells_say_what_becomes_of_things() {
        for (text, fate) in [
            ("Demolition", Some(Fate::ComesFree)),
            ("Preserved", Some(Fate::Stays)),
            ("New Materials", Some(Fate::IsNew)),
            ("Te behouden", Some(Fate::Stays)),
            ("À conserver", Some(Fate::Stays)),
            ("Neue Materialien", Some(Fate::IsNew)),
            ("Rückbau", Some(Fate::ComesFree)),
            ("Gelijkvloers", None),
            ("Newcastle", None),
            ("in gebouw", None),
        ] {
            assert_eq!(Fate::of(text), fate, "{text}");
        }
        assert_eq!((Fate::of("Existing"), Fate::of_phase("Existing")), (None, Some(Fate::Stays)));
        assert_eq!(Fate::of_phase("Demolition"), Some(Fate::ComesFree));
    }
}
