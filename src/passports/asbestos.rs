//! The asbestos gate: what may hold asbestos by its kind and its age is offered only once somebody
//! has declared that it holds none. No I/O here.
//!
//! Asbestos was forbidden in Belgium at the end of 2001, and Flanders asks for an attest of every
//! building from before 2001 (OVAM, Materialendecreet art. 33/2 and following); France forbade it
//! in 1997, Germany in 1993, the United Kingdom in 1999, so the Belgian year covers them all.

use super::draft::Draft;
use super::terms::Asbestos;
use crate::catalogue;

/// What was built or made from this year on holds none.
pub const FREE_FROM_YEAR: i32 = 2001;

/// Kinds that were made with asbestos: cement sheets and slates, vinyl and its glue, fire doors,
/// the boards in switchboards, gaskets of boilers and ducts.
const KINDS: [&str; 8] = [
    "ROOF.FIBRECEMENT",
    "FAC.PANEL",
    "FLOOR.RESILIENT",
    "DOOR.FIRE",
    "ELEC.SWITCHBOARD",
    "HVAC.BOILER",
    "HVAC.DUCT",
    "HVAC.AHU",
];

/// Words, folded, for what the catalogue has no kind for.
const WORDS: [&str; 21] = [
    "golfpla",
    "eternit",
    "vezelcement",
    "asbestcement",
    "leidingisolatie",
    "buisisolatie",
    "vinyltegel",
    "bitumenlijm",
    "fibrociment",
    "fibres-ciment",
    "fibre-ciment",
    "calorifuge",
    "flocage",
    "dalles vinyle",
    "dalle vinyle",
    "fibre cement",
    "pipe lagging",
    "pipe insulation",
    "vinyl tile",
    "faserzement",
    "rohrisolierung",
];

impl Draft {
    /// Whether it must not be offered before somebody declares it free of asbestos. `year_built` is
    /// that of its building; its own year, where it is known, says more.
    pub fn awaits_asbestos_declaration(&self, year_built: Option<i32>) -> bool {
        let old = self.year.or(year_built).is_some_and(|it| it < FREE_FROM_YEAR);
        old && self.is_of_suspect_kind() && !self.is_declared_free()
    }

    fn is_of_suspect_kind(&self) -> bool {
        let kind = self.category.is_some_and(|it| KINDS.contains(&it.as_str()));
        let texts = [Some(self.name.as_str()), self.description.as_deref()];
        let named = || {
            texts
                .into_iter()
                .flatten()
                .map(catalogue::fold)
                .any(|text| WORDS.iter().any(|it| text.contains(it)))
        };
        kind || named()
    }

    /// Proven or declared free, or covered by an attest that names number and day.
    fn is_declared_free(&self) -> bool {
        let attested = self.hazards.attest_number.is_some() && self.hazards.attest_date.is_some();
        match self.hazards.asbestos {
            Asbestos::FreeProven | Asbestos::FreeDeclared => true,
            Asbestos::Unknown => attested,
            Asbestos::Suspected | Asbestos::Contains => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::CategoryCode;
    use crate::clock::Day;
    use crate::passports::Hazards;

    fn draft(category: &str, name: &str) -> Draft {
        let category = CategoryCode::parse(category);
        Draft { category, name: name.to_owned(), ..Draft::default() }
    }

    #[test]
    fn what_is_old_and_of_a_suspect_kind_waits_for_a_declaration() {
        for (thing, year_built, waits) in [
            (draft("DOOR.FIRE", "Branddeur"), Some(1978), true),
            (draft("DOOR.FIRE", "Branddeur"), Some(2001), false),
            (draft("DOOR.FIRE", "Branddeur"), None, false),
            (draft("DOOR.INT", "Binnendeur"), Some(1978), false),
            (draft("", "Golfplaten luifel"), Some(1965), true),
            (draft("", "Plaques en fibres-ciment"), Some(1965), true),
        ] {
            assert_eq!(thing.awaits_asbestos_declaration(year_built), waits, "{}", thing.name);
        }
        let newer = Draft { year: Some(2015), ..draft("DOOR.FIRE", "Branddeur") };
        assert!(!newer.awaits_asbestos_declaration(Some(1978)), "it was placed later");
    }

    #[test]
    fn a_declaration_or_an_attest_opens_the_gate() {
        let with = |hazards| Draft { hazards, ..draft("FLOOR.RESILIENT", "Vinyl") };
        let free = Hazards { asbestos: Asbestos::FreeDeclared, ..Hazards::default() };
        assert!(!with(free).awaits_asbestos_declaration(Some(1970)));
        let number = Hazards { attest_number: Some("20240001".into()), ..Hazards::default() };
        assert!(with(number.clone()).awaits_asbestos_declaration(Some(1970)), "of which day?");
        let attest = Hazards { attest_date: Day::new(2024, 3, 1), ..number };
        assert!(!with(attest.clone()).awaits_asbestos_declaration(Some(1970)));
        let suspected = Hazards { asbestos: Asbestos::Suspected, ..attest };
        assert!(with(suspected).awaits_asbestos_declaration(Some(1970)));
    }
}
