//! Columns that hold one of a closed list, in words that are read back in any language.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::catalogue::{self, CategoryCode, Unit};
use crate::language::{Language, Text};
use crate::passports::{
    Accessibility, Asbestos, Connection, Crossings, Draft, EdgeConfinement, words,
};
use crate::search::Visibility;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    Unit,
    Visibility,
    Asbestos,
    Connection,
    Accessibility,
    Crossings,
    EdgeConfinement,
    Language,
}

const VISIBILITIES: [Visibility; 3] =
    [Visibility::Public, Visibility::Park, Visibility::Organisation];
const ASBESTOS: [Asbestos; 5] = [
    Asbestos::FreeProven,
    Asbestos::FreeDeclared,
    Asbestos::Unknown,
    Asbestos::Suspected,
    Asbestos::Contains,
];
const CONNECTIONS: [Connection; 5] = [
    Connection::Dry,
    Connection::AddedElements,
    Connection::DirectIntegral,
    Connection::SoftChemical,
    Connection::HardChemical,
];
const ACCESSIBILITIES: [Accessibility; 5] = [
    Accessibility::Free,
    Accessibility::WithoutDamage,
    Accessibility::RepairableDamage,
    Accessibility::PartlyRepairableDamage,
    Accessibility::IrreparableDamage,
];
const CROSSINGS: [Crossings; 3] =
    [Crossings::None, Crossings::Incidental, Crossings::FullyIntegrated];
const EDGES: [EdgeConfinement; 3] =
    [EdgeConfinement::Open, EdgeConfinement::Overlapping, EdgeConfinement::Closed];

impl Choice {
    const ALL: [Self; 8] = [
        Self::Unit,
        Self::Visibility,
        Self::Asbestos,
        Self::Connection,
        Self::Accessibility,
        Self::Crossings,
        Self::EdgeConfinement,
        Self::Language,
    ];

    /// The words of all there is to choose from.
    pub fn words(self, language: Language) -> Vec<String> {
        let told = |texts: Vec<Text>| -> Vec<String> {
            texts.into_iter().map(|it| it.in_language(language)).collect()
        };
        match self {
            Self::Unit => Unit::ALL.map(|it| it.label(language)).to_vec(),
            Self::Visibility => told(VISIBILITIES.map(words::visibility).to_vec()),
            Self::Asbestos => told(ASBESTOS.map(Asbestos::text).to_vec()),
            Self::Connection => told(CONNECTIONS.map(Connection::text).to_vec()),
            Self::Accessibility => told(ACCESSIBILITIES.map(Accessibility::text).to_vec()),
            Self::Crossings => told(CROSSINGS.map(Crossings::text).to_vec()),
            Self::EdgeConfinement => told(EDGES.map(EdgeConfinement::text).to_vec()),
            Self::Language => Language::ALL.map(|it| it.code().to_owned()).to_vec(),
        }
    }

    /// What a draft chose. What goes without saying is not said.
    pub fn of(self, draft: &Draft, language: Language) -> Option<String> {
        let taking = &draft.detachability;
        let told = |it: Text| it.in_language(language);
        match self {
            Self::Unit => Some(draft.unit.label(language)),
            Self::Visibility => Some(told(words::visibility(draft.visibility))),
            Self::Asbestos => {
                let asbestos = draft.hazards.asbestos;
                (asbestos != Asbestos::Unknown).then(|| told(asbestos.text()))
            }
            Self::Connection => taking.connection.map(|it| told(it.text())),
            Self::Accessibility => taking.accessibility.map(|it| told(it.text())),
            Self::Crossings => taking.crossings.map(|it| told(it.text())),
            Self::EdgeConfinement => taking.edge_confinement.map(|it| told(it.text())),
            Self::Language => Some(draft.language.code().to_owned()),
        }
    }

    /// Puts into a draft what a cell says. `false` where it says none of the list.
    pub fn set(self, draft: &mut Draft, written: &str) -> bool {
        let Some(place) = self.place(written) else {
            // Of units, people know more words than we print.
            let unit = catalogue::unit_of_word(written).filter(|_| self == Self::Unit);
            draft.unit = unit.unwrap_or(draft.unit);
            return unit.is_some();
        };
        let taking = &mut draft.detachability;
        match self {
            Self::Unit => draft.unit = Unit::ALL[place],
            Self::Visibility => draft.visibility = VISIBILITIES[place],
            Self::Asbestos => draft.hazards.asbestos = ASBESTOS[place],
            Self::Connection => taking.connection = Some(CONNECTIONS[place]),
            Self::Accessibility => taking.accessibility = Some(ACCESSIBILITIES[place]),
            Self::Crossings => taking.crossings = Some(CROSSINGS[place]),
            Self::EdgeConfinement => taking.edge_confinement = Some(EDGES[place]),
            Self::Language => draft.language = Language::ALL[place],
        }
        true
    }

    /// At which place of its list a word stands, in any language.
    fn place(self, written: &str) -> Option<usize> {
        static PLACES: LazyLock<HashMap<(Choice, String), usize>> = LazyLock::new(|| {
            let mut places = HashMap::new();
            for choice in Choice::ALL {
                for words in Language::ALL.map(|it| choice.words(it)) {
                    for (place, word) in words.into_iter().enumerate() {
                        places.entry((choice, word.to_lowercase())).or_insert(place);
                    }
                }
            }
            places
        });
        PLACES.get(&(self, written.trim().to_lowercase())).copied()
    }
}

/// `DOOR.INT – Binnendeur`: the code is for us, the words are for people.
pub fn category_words(category: CategoryCode, language: Language) -> String {
    format!("{} – {}", category.as_str(), category.label(language))
}

/// The category a cell names by its code, or by its label in any language.
pub fn category_of(written: &str) -> Option<CategoryCode> {
    let code = written.split_whitespace().next().unwrap_or_default();
    let labelled = |written: &str| {
        let folded = catalogue::fold(written);
        CategoryCode::all().find(|it| {
            Language::ALL.into_iter().any(|language| catalogue::fold(it.label(language)) == folded)
        })
    };
    CategoryCode::parse(&code.to_uppercase()).or_else(|| labelled(written))
}

/// `4 – goed`.
pub fn condition_words(mark: u8, language: Language) -> String {
    match words::condition(mark) {
        Some(words) => format!("{mark} – {}", words.in_language(language)),
        None => mark.to_string(),
    }
}

/// The mark a cell begins with.
pub fn condition_of(written: &str) -> Option<u8> {
    let mark = written.split([' ', '–', '-', '.', ',']).next()?.parse().ok()?;
    words::condition(mark).map(|_| mark)
}
