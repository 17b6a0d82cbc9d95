//! What may harm somebody: what a column says, what the waste code says, what the words say.

use super::RowReading;
use crate::catalogue;
use crate::inventories::field::Field;
use crate::inventories::parse;
use crate::inventories::place::Place;
use crate::passports::{Asbestos, Draft, Hazards};

impl RowReading<'_> {
    pub(super) fn hazards(&mut self, draft: &mut Draft, place: &Place) {
        draft.waste_code = self.read(Field::EwcCode, |value, _| parse::waste_code(value));
        let starred = draft.waste_code.as_deref().map(|it| it.ends_with('*'));
        let said = self.said_of_hazard();
        let about_asbestos = self
            .list
            .columns
            .get(&Field::Hazardous)
            .is_some_and(|it| names_asbestos(&catalogue::fold(&it.heading.printed)));
        let hazardous = match (said.as_ref().and_then(|it| it.hazardous), starred) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), _) | (_, Some(false)) => Some(false),
            (None, None) => {
                let above = place.text.as_deref().and_then(list_of_hazards);
                above.or(self.list.hazardous)
            }
        };
        let mut hazards = Hazards { hazardous, ..Hazards::default() };
        if let Some(said) = said {
            hazards.asbestos = match said.hazardous {
                _ if said.suspected && (about_asbestos || said.asbestos) => Asbestos::Suspected,
                Some(true) if about_asbestos || said.asbestos => Asbestos::Contains,
                Some(false) if about_asbestos => Asbestos::FreeDeclared,
                Some(_) | None => Asbestos::Unknown,
            };
            hazards.others.extend(said.named);
        }
        // Both codes of asbestos: insulation and building materials.
        if matches!(draft.waste_code.as_deref(), Some("17 06 01*" | "17 06 05*")) {
            hazards.asbestos = Asbestos::Contains;
        }
        if hazards.asbestos == Asbestos::Unknown {
            hazards.asbestos = asbestos_in_words(draft, hazards.hazardous);
        }
        self.attest(&mut hazards);
        draft.hazards = hazards;
    }

    fn said_of_hazard(&mut self) -> Option<SaidOfHazard> {
        let text = self.line(Field::Hazardous)?;
        let said = match self.chosen_yes_no(Field::Hazardous, &text) {
            Some(yes) => SaidOfHazard { hazardous: Some(yes), ..SaidOfHazard::default() },
            None => said_of_hazard(&text),
        };
        let became = said.hazardous.map(|it| it.to_string());
        self.said.translated.push((Field::Hazardous, text, became));
        Some(said)
    }
}

/// Whether a section, a sheet or a title heads a list of what is hazardous, or of what is not, as
/// the two parts of a sloopopvolgingsplan do.
pub fn list_of_hazards(text: &str) -> Option<bool> {
    const HAZARDOUS: [&str; 6] =
        ["gevaarlijk", "dangereu", "hazardous", "gefahrlich", "asbesthoudend", "asbesthaltig"];
    const NOT: [&str; 12] = [
        "niet-gevaarlijk",
        "niet gevaarlijk",
        "non dangereu",
        "non-dangereu",
        "pas dangereu",
        "non-hazardous",
        "non hazardous",
        "nonhazardous",
        "not hazardous",
        "nicht gefahrlich",
        "nicht-gefahrlich",
        "ungefahrlich",
    ];
    let folded = catalogue::fold(text);
    if !HAZARDOUS.iter().any(|it| folded.contains(it)) || denies(&folded) {
        return None;
    }
    let denied = NOT.iter().any(|it| folded.contains(it));
    let others = NOT.iter().fold(folded, |text, it| text.replace(it, ""));
    // "Gevaarlijke en niet-gevaarlijke afvalstoffen" says nothing of either.
    let meant = HAZARDOUS.iter().any(|it| others.contains(it));
    (denied != meant).then_some(meant)
}

/// What the words of a row say where no column does. Somebody who writes `asbestvrij` declares it.
fn asbestos_in_words(draft: &Draft, hazardous: Option<bool>) -> Asbestos {
    let materials = draft.materials.iter().map(|it| it.name.as_str());
    let texts = [Some(draft.name.as_str()), draft.description.as_deref()];
    let texts: Vec<&str> = texts.into_iter().flatten().chain(materials).collect();
    let text = catalogue::fold(&texts.join(" "));
    if !names_asbestos(&text) {
        Asbestos::Unknown
    } else if denies(&text) {
        Asbestos::FreeDeclared
    } else if hazardous == Some(true) {
        Asbestos::Contains
    } else if hazardous == Some(false) {
        Asbestos::Unknown
    } else {
        Asbestos::Suspected
    }
}

pub(super) fn names_asbestos(folded: &str) -> bool {
    ["asbest", "amiant"].iter().any(|it| folded.contains(it))
}

/// `asbestvrij`, `sans amiante`, `asbestos-free`, `asbestfrei`.
pub(super) fn denies(folded: &str) -> bool {
    const DENIALS: [&str; 17] = [
        "asbestvrij",
        "schadstofffrei",
        "asbest vrij",
        "asbest-vrij",
        "geen asbest",
        "zonder asbest",
        "sans amiante",
        "non amiante",
        "pas d'amiante",
        "exempt d'amiante",
        "asbestos-free",
        "asbestos free",
        "no asbestos",
        "non-asbestos",
        "asbestfrei",
        "kein asbest",
        "ohne asbest",
    ];
    DENIALS.iter().any(|it| folded.contains(it))
}

#[derive(Debug, Clone, Default, PartialEq)]
struct SaidOfHazard {
    hazardous: Option<bool>,
    suspected: bool,
    asbestos: bool,
    /// What harms, where it is named.
    named: Option<String>,
}

/// What a cell in a column of hazards says: yes, no, perhaps, or what it is.
fn said_of_hazard(text: &str) -> SaidOfHazard {
    const SUSPECTED: [&str; 11] = [
        "vermoed",
        "verdacht",
        "mogelijk",
        "suspect",
        "possible",
        "soupcon",
        "presume",
        "presumed",
        "potential",
        "verdacht",
        "vermutet",
    ];
    const UNKNOWN: [&str; 13] = [
        "onbekend",
        "niet getest",
        "non teste",
        "non analyse",
        "niet onderzocht",
        "te onderzoeken",
        "inconnu",
        "a verifier",
        "unknown",
        "not tested",
        "to be tested",
        "unbekannt",
        "zu prufen",
    ];
    const NONE: [&str; 12] = [
        "geen",
        "niet",
        "vrij",
        "aucun",
        "neant",
        "sans",
        "none",
        "nil",
        "no ",
        "free",
        "kein",
        "unbelastet",
    ];
    let folded = catalogue::fold(text);
    let begins = |words: &[&str]| words.iter().any(|it| folded.starts_with(it));
    let holds = |words: &[&str]| words.iter().any(|it| folded.contains(it));
    let asbestos = names_asbestos(&folded) && !denies(&folded);
    let said = |hazardous, suspected| SaidOfHazard { hazardous, suspected, asbestos, named: None };
    if let Some(yes) = catalogue::yes_no(text) {
        return said(Some(yes), false);
    }
    if begins(&UNKNOWN) {
        return said(None, false);
    }
    let first = folded.split([' ', ',', ':']).next().unwrap_or_default();
    if let Some(yes) = catalogue::yes_no(first).filter(|_| !holds(&SUSPECTED)) {
        let named = yes.then(|| text.to_owned());
        return SaidOfHazard { named, ..said(Some(yes), false) };
    }
    if begins(&NONE) || denies(&folded) {
        return said(Some(false), false);
    }
    let named = (!asbestos || folded.len() > "asbestos".len()).then(|| text.to_owned());
    let suspected = holds(&SUSPECTED);
    SaidOfHazard { hazardous: Some(true), suspected, asbestos, named }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_lists_of_a_plan_are_told_apart() {
        for (text, hazardous) in [
            ("Gevaarlijke afvalstoffen", Some(true)),
            ("Niet-gevaarlijke afvalstoffen", Some(false)),
            ("Déchets non dangereux", Some(false)),
            ("Hazardous materials", Some(true)),
            ("Nicht gefährliche Abfälle", Some(false)),
            ("Gevaarlijke en niet-gevaarlijke afvalstoffen", None),
            ("Asbestvrije materialen", None),
            ("Gelijkvloers", None),
        ] {
            assert_eq!(list_of_hazards(text), hazardous, "{text}");
        }
    }

    #[test]
    fn a_column_of_hazards_is_read_in_words() {
        for (text, hazardous, suspected, asbestos) in [
            ("ja", Some(true), false, false),
            ("non", Some(false), false, false),
            ("geen", Some(false), false, false),
            ("asbesthoudend", Some(true), false, true),
            ("verdacht asbest", Some(true), true, true),
            ("onbekend", None, false, false),
            ("lead paint", Some(true), false, false),
            ("asbestvrij", Some(false), false, false),
            ("oui – flocage", Some(true), false, false),
            ("niet getest", None, false, false),
        ] {
            let said = said_of_hazard(text);
            assert_eq!(
                (said.hazardous, said.suspected, said.asbestos),
                (hazardous, suspected, asbestos),
                "{text}"
            );
        }
    }

    #[test]
    fn who_writes_that_it_is_free_declares_it() {
        let draft = |description: &str| Draft {
            name: "Linoleum".into(),
            description: Some(description.into()),
            ..Draft::default()
        };
        assert_eq!(asbestos_in_words(&draft("asbestvrij (attest)"), None), Asbestos::FreeDeclared);
        assert_eq!(asbestos_in_words(&draft("asbesthoudende lijm"), None), Asbestos::Suspected);
        assert_eq!(asbestos_in_words(&draft("asbesthoudend"), Some(true)), Asbestos::Contains);
        assert_eq!(asbestos_in_words(&draft("verlijmd"), None), Asbestos::Unknown);
    }
}
