//! What a section row such as `Verdieping 1 - lokaal 1.04` says about where things are. No I/O here.

use serde::{Deserialize, Serialize};

use crate::catalogue;

/// Where the rows below a section row are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    pub floor: Option<String>,
    pub room: Option<String>,
    /// The section rows that hold, in the words of the file.
    pub text: Option<String>,
}

/// Whether a text names a floor, a room, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spot {
    Floor,
    Room,
    Other,
}

impl Place {
    /// The place below a further section row. A room stands on the floor named before it.
    #[must_use]
    pub fn below(&self, section: &str) -> Self {
        let section = section.split_whitespace().collect::<Vec<_>>().join(" ");
        let parts = parts(&section);
        let spots: Vec<Spot> = parts.iter().map(|it| spot(it)).collect();
        match (parts.as_slice(), spots.as_slice()) {
            ([floor, .., room], [Spot::Floor, ..]) => Self {
                floor: Some((*floor).to_owned()),
                room: Some((*room).to_owned()),
                text: Some(section),
            },
            (_, [Spot::Room, ..]) if self.floor.is_some() => {
                let floor = self.floor.clone();
                let text = match &floor {
                    Some(floor) if !section.contains(floor.as_str()) => {
                        format!("{floor} - {section}")
                    }
                    Some(_) | None => section.clone(),
                };
                Self { floor, room: Some(section), text: Some(text) }
            }
            (_, [Spot::Floor, ..]) => {
                Self { floor: Some(section.clone()), room: None, text: Some(section) }
            }
            (_, [Spot::Room, ..]) => {
                Self { floor: None, room: Some(section.clone()), text: Some(section) }
            }
            // What is no floor and no room (a wing, a phase, a trade) stands in its own words.
            _ => Self { floor: None, room: None, text: Some(section) },
        }
    }
}

impl Place {
    /// The place below a section row right under that of a floor: whatever it is called, it is on
    /// that floor, unless it names a kind of things.
    #[must_use]
    pub fn inside(&self, section: &str) -> Self {
        let kind = || catalogue::recognise_category(section, None).is_some();
        match &self.floor {
            Some(floor) if !is_place(section) && !kind() => Self {
                floor: Some(floor.clone()),
                room: Some(section.to_owned()),
                text: Some(format!("{floor} - {section}")),
            },
            Some(_) | None => self.below(section),
        }
    }
}

/// Whether a text looks like the name of a place in a building.
pub fn is_place(text: &str) -> bool {
    parts(text).first().is_some_and(|it| spot(it) != Spot::Other)
}

/// Whether a text names a floor.
pub fn is_floor(text: &str) -> bool {
    parts(text).first().is_some_and(|it| spot(it) == Spot::Floor)
}

fn parts(text: &str) -> Vec<&str> {
    let splits = [" - ", " – ", " — ", ": ", " / ", " > ", ", "];
    let split = splits.into_iter().find(|it| text.contains(it));
    let parts: Vec<&str> = match split {
        Some(split) => text.split(split).collect(),
        None => vec![text],
    };
    parts
        .into_iter()
        .map(|it| it.trim().trim_end_matches(':'))
        .filter(|it| !it.is_empty())
        .collect()
}

/// The beginnings of words for floors.
const FLOORS: [&str; 37] = [
    "gelijkvloers",
    "verdieping",
    "verdiep",
    "kelder",
    "zolder",
    "dak",
    "niveau",
    "bouwlaag",
    "tussenverdieping",
    "rez",
    "rdc",
    "etage",
    "sous-sol",
    "toiture",
    "combles",
    "entresol",
    "ground",
    "floor",
    "first",
    "second",
    "third",
    "level",
    "basement",
    "roof",
    "attic",
    "mezzanine",
    "storey",
    "erdgeschoss",
    "obergeschoss",
    "untergeschoss",
    "kellergeschoss",
    "dachgeschoss",
    "dach",
    "geschoss",
    "stockwerk",
    "ebene",
    "keller",
];
/// The beginnings of words for rooms.
const ROOMS: [&str; 54] = [
    "lokaal",
    "ruimte",
    "kamer",
    "zaal",
    "hal",
    "inkom",
    "gang",
    "sanitair",
    "magazijn",
    "bureau",
    "kantoor",
    "keuken",
    "kitchenette",
    "berging",
    "garage",
    "traphal",
    "technische",
    "vergader",
    "loods",
    "buiten",
    "parking",
    "local",
    "salle",
    "piece",
    "couloir",
    "hall",
    "cuisine",
    "escalier",
    "exterieur",
    "atelier",
    "chambre",
    "sanitaires",
    "vestiaire",
    "room",
    "corridor",
    "office",
    "kitchen",
    "lobby",
    "toilet",
    "store",
    "plant",
    "stair",
    "external",
    "raum",
    "zimmer",
    "flur",
    "halle",
    "buro",
    "kuche",
    "treppe",
    "aussen",
    "lager",
    "archief",
    "zone",
];
/// Words for rooms that are no beginnings of others: `terras`, and no `terrastegels`.
const ROOM_NAMES: [&str; 58] = [
    "accueil",
    "badkamer",
    "bathroom",
    "bedroom",
    "bibliotheek",
    "bibliothek",
    "bibliotheque",
    "binnenplaats",
    "bureaux",
    "canteen",
    "chambres",
    "changing",
    "chaufferie",
    "classe",
    "classroom",
    "courtyard",
    "eetzaal",
    "empfang",
    "foyer",
    "gym",
    "gymnase",
    "heizraum",
    "kantine",
    "klas",
    "klaslokaal",
    "klaslokalen",
    "klassenzimmer",
    "kleedkamer",
    "leslokaal",
    "library",
    "living",
    "mensa",
    "onthaal",
    "overloop",
    "palier",
    "receptie",
    "reception",
    "refectoire",
    "refter",
    "sanitaire",
    "secretariaat",
    "secretariat",
    "sejour",
    "slaapkamer",
    "sporthal",
    "stookplaats",
    "stookruimte",
    "terras",
    "terrasse",
    "turnhalle",
    "turnzaal",
    "umkleide",
    "wasplaats",
    "wc",
    "werkplaats",
    "werkstatt",
    "woonkamer",
    "workshop",
];
/// Floors that are written as signs: `R+1`, `EG`, `1.OG`, `-1`, `L2`.
fn is_floor_sign(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    matches!(word, "eg" | "og" | "ug" | "dg" | "kg" | "gv" | "gvl" | "bg")
        || word.strip_prefix("r+").or_else(|| word.strip_prefix("r-")).is_some_and(digits)
        || word.strip_prefix(['+', '-']).is_some_and(digits)
        || word.strip_prefix(['l', 'n']).is_some_and(digits)
        || ["og", "ug", "e", "er", "eme", "st", "nd", "rd", "th"]
            .iter()
            .any(|it| word.strip_suffix(it).is_some_and(|it| digits(it.trim_end_matches('.'))))
}

fn spot(text: &str) -> Spot {
    let folded = catalogue::fold(text);
    let words = || folded.split([' ', ',', '(', ')']).filter(|it| !it.is_empty());
    let begins = |word: &str, known: &[&str]| known.iter().any(|it| word.starts_with(it));
    let is_room = |word: &&str| {
        let whole = |it: &&str| {
            word.strip_prefix(it).is_some_and(|it| matches!(it, "" | "s" | "n" | "en" | "ten"))
        };
        begins(word, &ROOMS) || ROOM_NAMES.iter().any(whole)
    };
    let named = |word: &&str| begins(word, &FLOORS) || is_floor_sign(word);
    // "1e verdieping", "2nd floor", "Raum EG 04": the word may stand second.
    let first = words().take(2).collect::<Vec<_>>();
    if first.first().is_some_and(is_room) {
        Spot::Room
    } else if first.iter().any(named) {
        Spot::Floor
    } else if first.iter().any(is_room) {
        Spot::Room
    } else {
        Spot::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(sections: &[&str]) -> (Option<String>, Option<String>, Option<String>) {
        let place = sections.iter().fold(Place::default(), |place, it| place.below(it));
        (place.floor, place.room, place.text)
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn floor_and_room_are_told_apart() {
        let both = "Verdieping 1 - lokaal 1.04 (vergaderzaal)";
        assert_eq!(
            after(&[both]),
            (some("Verdieping 1"), some("lokaal 1.04 (vergaderzaal)"), some(both))
        );
        assert_eq!(after(&["Dak"]), (some("Dak"), None, some("Dak")));
        assert_eq!(after(&["R+2"]), (some("R+2"), None, some("R+2")));
        assert_eq!(after(&["2. OG"]), (some("2. OG"), None, some("2. OG")));
        assert_eq!(after(&["Fase 2"]), (None, None, some("Fase 2")));
    }

    #[test]
    fn a_room_stands_on_the_floor_named_above_it() {
        assert_eq!(
            after(&["Gelijkvloers", "Lokaal 0.12"]),
            (some("Gelijkvloers"), some("Lokaal 0.12"), some("Gelijkvloers - Lokaal 0.12"))
        );
        assert_eq!(
            after(&["Gelijkvloers", "Lokaal 0.12", "Verdieping 1"]),
            (some("Verdieping 1"), None, some("Verdieping 1"))
        );
    }

    #[test]
    fn what_stands_right_under_a_floor_is_on_it() {
        let floor = Place::default().below("Gelijkvloers");
        let inside = floor.inside("De Zwaan");
        assert_eq!((inside.floor, inside.room), (some("Gelijkvloers"), some("De Zwaan")));
        assert_eq!(floor.inside("Verdieping 1").floor, some("Verdieping 1"));
        assert_eq!(floor.inside("Binnendeuren").room, None, "that is a kind of things");
    }

    #[test]
    fn the_text_of_the_section_always_stays() {
        for section in ["Bureau A", "EG - Raum 4", "Bâtiment B", "x"] {
            let (.., text) = after(&["Niveau 0", section]);
            assert!(text.is_some_and(|it| it.contains(section)), "{section}");
        }
    }
}
