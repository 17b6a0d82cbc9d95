//! Where it is, how it is fixed, and how it comes loose.

use super::{Reason, RowReading};
use crate::catalogue;
use crate::inventories::field::Field;
use crate::inventories::place::Place;
use crate::language::say;
use crate::passports::{Connection, Draft};

impl RowReading<'_> {
    /// The columns of the row say more than the sections above it; the words of the sections are
    /// kept in any case.
    pub(super) fn whereabouts(&mut self, draft: &mut Draft, place: &Place) {
        draft.floor = self.line(Field::Floor).or_else(|| place.floor.clone());
        draft.room = self.line(Field::Room).or_else(|| place.room.clone());
        let section = place.text.clone().filter(|it| draft.floor.as_ref() != Some(it));
        let mut parts: Vec<String> = Vec::new();
        for part in [section, self.line(Field::Building), self.line(Field::Location)] {
            let Some(part) = part else { continue };
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        draft.location = (!parts.is_empty()).then(|| parts.join(", "));
        draft.connection = self.line(Field::Connection);
        draft.detachability.connection = draft.connection.as_deref().and_then(connection_of);
        self.dismantling(draft);
        draft.reusable = self.reusable();
    }

    fn dismantling(&mut self, draft: &mut Draft) {
        let heading =
            self.list.columns.get(&Field::Disassembly).map(|it| it.heading.printed.clone());
        let ease =
            self.line(Field::Disassembly).zip(heading).map(|(ease, it)| format!("{it}: {ease}"));
        let notes: Vec<String> =
            ease.into_iter().chain(self.text(Field::DismantlingNotes)).collect();
        draft.dismantling_notes = (!notes.is_empty()).then(|| notes.join("\n"));
    }

    fn reusable(&mut self) -> Option<bool> {
        let text = self.line(Field::ReusePotential)?;
        let said = match self.chosen_yes_no(Field::ReusePotential, &text) {
            Some(yes) => Some(Some(yes)),
            None => reuse_of(&text),
        };
        let became = said.flatten().map(|it| it.to_string());
        self.said.translated.push((Field::ReusePotential, text.clone(), became));
        if said.is_none() {
            let expected = say("inventory-expected-yes-no");
            self.notice(Field::ReusePotential, Reason::NotYesOrNo, expected, text);
        }
        said.flatten()
    }
}

/// Yes, no, or how likely; a low chance is neither. `None` where it says nothing of the kind.
#[expect(clippy::option_option, reason = "a small chance and no sense are two things")]
fn reuse_of(text: &str) -> Option<Option<bool>> {
    const LIKELY: [&str; 13] = [
        "hoog",
        "middel",
        "gemiddeld",
        "matig",
        "high",
        "medium",
        "moderate",
        "fort",
        "eleve",
        "bon",
        "moyen",
        "hoch",
        "mittel",
    ];
    const REUSE: [&str; 5] = ["hergebruik", "herbruik", "reempl", "reuse", "wiederverwend"];
    const NEVER: [&str; 14] = [
        "geen", "niet", "aucun", "nul", "none", "nil", "kein", "afval", "stort", "dechet", "waste",
        "recycl", "entsorg", "verwert",
    ];
    const UNSURE: [&str; 13] = [
        "laag",
        "beperkt",
        "low",
        "limited",
        "faible",
        "gering",
        "niedrig",
        "onbekend",
        "misschien",
        "possible",
        "mogelijk",
        "eventue",
        "inconnu",
    ];
    let folded = catalogue::fold(text);
    // "Oui sur site" is a yes.
    let first = folded.split(' ').next().unwrap_or_default();
    if let Some(yes) = catalogue::yes_no(text).or_else(|| catalogue::yes_no(first)) {
        return Some(Some(yes));
    }
    let begins = |words: &[&str]| words.iter().any(|it| folded.starts_with(it));
    if begins(&UNSURE) {
        Some(None)
    } else if begins(&NEVER) {
        Some(Some(false))
    } else if begins(&LIKELY) || REUSE.iter().any(|it| folded.contains(it)) {
        Some(Some(true))
    } else {
        None
    }
}

/// The kind of connection that words name; of several, the one that is hardest to undo.
fn connection_of(text: &str) -> Option<Connection> {
    const WORDS: [(Connection, &[&str]); 5] = [
        (
            Connection::HardChemical,
            &[
                "gelijmd",
                "verlijmd",
                "gelast",
                "ingestort",
                "ingemetseld",
                "mortel",
                "colle",
                "soude",
                "scelle",
                "mortier",
                "glued",
                "welded",
                "mortar",
                "cast in",
                "cemented",
                "geklebt",
                "verklebt",
                "geschweisst",
                "einbetoniert",
                "mortel",
                "bonded",
            ],
        ),
        (
            Connection::SoftChemical,
            &[
                "gekit", "kit ", "schuim", "silicon", "mastic", "mousse", "sealant", "foam",
                "schaum",
            ],
        ),
        (
            Connection::DirectIntegral,
            &["genageld", "gespijkerd", "nagel", "cloue", "nailed", "nails", "pinned", "genagelt"],
        ),
        (
            Connection::AddedElements,
            &[
                "geschroefd",
                "schroef",
                "gebout",
                "bout",
                "viss",
                "boulon",
                "chevill",
                "screw",
                "bolt",
                "bracket",
                "clipped",
                "hinge",
                "geschraubt",
                "verschraubt",
                "schraub",
                "gedubelt",
                "suspendu",
                "opgehangen",
                "hung",
            ],
        ),
        (
            Connection::Dry,
            &[
                "los",
                "geklikt",
                "klik",
                "magne",
                "pose libre",
                "pose sur",
                "posee",
                "lay-in",
                "loose",
                "click",
                "dry",
                "lose",
                "aufgelegt",
                "eingelegt",
                "opgelegd",
                "inset",
            ],
        ),
    ];
    let folded = catalogue::fold(text);
    let begins = |word: &str| {
        folded
            .match_indices(word)
            .any(|(at, _)| !folded[..at].ends_with(|it: char| it.is_alphanumeric()))
    };
    WORDS.into_iter().find(|(_, words)| words.iter().any(|it| begins(it))).map(|it| it.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_the_kind_of_connection() {
        for (text, connection) in [
            ("huisserie vissée", Some(Connection::AddedElements)),
            ("verlijmd en geschroefd", Some(Connection::HardChemical)),
            ("loose laid on pedestals", Some(Connection::Dry)),
            ("nailed", Some(Connection::DirectIntegral)),
            ("bracketed, sealant", Some(Connection::SoftChemical)),
            ("oplossing onbekend", None),
        ] {
            assert_eq!(connection_of(text), connection, "{text}");
        }
    }
}
