//! The columns of our own lists: each field of a draft has one, under a heading in each language.
//!
//! A heading is how a column is recognised when a list comes back, so one that was given out once
//! must keep its words.

use rust_decimal::Decimal;

use super::choice::Choice;
use crate::clock::Day;
use crate::inventories::field::Field;
use crate::language::{Language, say};
use crate::passports::Draft;

/// What a column holds, and where in a draft.
#[derive(Clone, Copy)]
pub enum Holds {
    /// The code of the passport: for the reader, not for us.
    Code,
    Name,
    Text(fn(&mut Draft) -> &mut Option<String>),
    Quantity,
    Number(fn(&mut Draft) -> &mut Option<Decimal>),
    Grams(fn(&mut Draft) -> &mut Option<i64>),
    Year(fn(&mut Draft) -> &mut Option<i32>),
    Condition(fn(&mut Draft) -> &mut Option<u8>),
    YesNo(fn(&mut Draft) -> &mut Option<bool>),
    /// No, unless it says yes.
    Flag(fn(&mut Draft) -> &mut bool),
    Day(fn(&mut Draft) -> &mut Option<Day>),
    Choice(Choice),
    Category,
    Price,
    Materials,
    Documents,
    OtherHazards,
    Attributes,
    Site,
    Building,
}

pub struct Column {
    heading: &'static str,
    /// What stands behind the heading in brackets.
    unit: &'static str,
    pub holds: Holds,
    /// What it is to a list of somebody else's.
    pub field: Field,
}

const fn column(heading: &'static str, field: Field, holds: Holds) -> Column {
    Column { heading, unit: "", holds, field }
}

const fn column_in(
    heading: &'static str,
    unit: &'static str,
    field: Field,
    holds: Holds,
) -> Column {
    Column { heading, unit, holds, field }
}

/// From what people fill in first to what only programs read.
pub const COLUMNS: [Column; 58] = [
    column_in("export-code", "Circuler", Field::Classification, Holds::Code),
    column("passport-label-external-id", Field::ExternalId, Holds::Text(|it| &mut it.external_id)),
    column("passport-label-name", Field::Name, Holds::Name),
    column("passport-label-category", Field::Category, Holds::Category),
    column("passport-label-quantity", Field::Quantity, Holds::Quantity),
    column("export-unit", Field::Unit, Holds::Choice(Choice::Unit)),
    column("passport-label-description", Field::Description, Holds::Text(|it| &mut it.description)),
    column_in(
        "passport-label-length",
        "mm",
        Field::Length,
        Holds::Number(|it| &mut it.dimensions.length_mm),
    ),
    column_in(
        "passport-label-width",
        "mm",
        Field::Width,
        Holds::Number(|it| &mut it.dimensions.width_mm),
    ),
    column_in(
        "passport-label-height",
        "mm",
        Field::Height,
        Holds::Number(|it| &mut it.dimensions.height_mm),
    ),
    column_in(
        "passport-label-depth",
        "mm",
        Field::Depth,
        Holds::Number(|it| &mut it.dimensions.depth_mm),
    ),
    column_in(
        "passport-label-thickness",
        "mm",
        Field::Thickness,
        Holds::Number(|it| &mut it.dimensions.thickness_mm),
    ),
    column_in(
        "passport-label-diameter",
        "mm",
        Field::Diameter,
        Holds::Number(|it| &mut it.dimensions.diameter_mm),
    ),
    column(
        "passport-label-condition-technical",
        Field::ConditionTechnical,
        Holds::Condition(|it| &mut it.condition_technical),
    ),
    column(
        "passport-label-condition-aesthetic",
        Field::ConditionAesthetic,
        Holds::Condition(|it| &mut it.condition_aesthetic),
    ),
    column("passport-label-defects", Field::Defects, Holds::Text(|it| &mut it.defects)),
    column("passport-label-floor", Field::Floor, Holds::Text(|it| &mut it.floor)),
    column("passport-label-room", Field::Room, Holds::Text(|it| &mut it.room)),
    column("passport-label-location", Field::Location, Holds::Text(|it| &mut it.location)),
    column_in("passport-label-price", "€", Field::Price, Holds::Price),
    column(
        "passport-label-available-from",
        Field::AvailableFrom,
        Holds::Day(|it| &mut it.available_from),
    ),
    column(
        "passport-label-available-until",
        Field::AvailableUntil,
        Holds::Day(|it| &mut it.available_until),
    ),
    column("passport-label-visibility", Field::Owner, Holds::Choice(Choice::Visibility)),
    column("passport-label-material", Field::Material, Holds::Materials),
    column("passport-label-brand", Field::Brand, Holds::Text(|it| &mut it.brand)),
    column("passport-label-model", Field::Model, Holds::Text(|it| &mut it.model)),
    column("passport-label-colour", Field::Colour, Holds::Text(|it| &mut it.colour)),
    column("passport-label-year", Field::YearMade, Holds::Year(|it| &mut it.year)),
    column_in(
        "passport-label-unit-mass",
        "g",
        Field::WeightUnit,
        Holds::Grams(|it| &mut it.unit_mass_grams),
    ),
    column("export-dismantled", Field::Phase, Holds::YesNo(|it| &mut it.dismantled)),
    column("passport-label-connection", Field::Connection, Holds::Text(|it| &mut it.connection)),
    column(
        "passport-label-dismantling-notes",
        Field::DismantlingNotes,
        Holds::Text(|it| &mut it.dismantling_notes),
    ),
    column("passport-label-reusable", Field::ReusePotential, Holds::YesNo(|it| &mut it.reusable)),
    column(
        "passport-label-hazardous-waste",
        Field::Hazardous,
        Holds::YesNo(|it| &mut it.hazards.hazardous),
    ),
    column("passport-label-asbestos", Field::Asbestos, Holds::Choice(Choice::Asbestos)),
    column(
        "passport-label-attest-number",
        Field::AttestNumber,
        Holds::Text(|it| &mut it.hazards.attest_number),
    ),
    column(
        "passport-label-attest-date",
        Field::AttestDate,
        Holds::Day(|it| &mut it.hazards.attest_date),
    ),
    column("passport-label-other-hazard", Field::Hazardous, Holds::OtherHazards),
    column("passport-label-waste-code", Field::EwcCode, Holds::Text(|it| &mut it.waste_code)),
    column("passport-label-fire-rating", Field::FireRating, Holds::Text(|it| &mut it.fire_rating)),
    column("passport-label-document", Field::Documents, Holds::Documents),
    column("passport-label-ce", Field::Documents, Holds::Text(|it| &mut it.references.ce)),
    column("passport-label-dop", Field::Documents, Holds::Text(|it| &mut it.references.dop)),
    column("passport-label-epd", Field::Documents, Holds::Text(|it| &mut it.references.epd)),
    column("passport-label-gtin", Field::Gtin, Holds::Text(|it| &mut it.gtin)),
    column("passport-label-serial", Field::Serial, Holds::Text(|it| &mut it.serial)),
    column("passport-label-remarks", Field::Remarks, Holds::Text(|it| &mut it.remarks)),
    column(
        "export-quantity-approximate",
        Field::Quantity,
        Holds::Flag(|it| &mut it.quantity_approximate),
    ),
    column("export-quantity-max", Field::Quantity, Holds::Number(|it| &mut it.quantity_max)),
    column(
        "export-mass-estimated",
        Field::WeightUnit,
        Holds::Flag(|it| &mut it.unit_mass_estimated),
    ),
    column("export-attributes", Field::Description, Holds::Attributes),
    column("passport-label-connection-type", Field::Disassembly, Holds::Choice(Choice::Connection)),
    column(
        "passport-label-accessibility",
        Field::Disassembly,
        Holds::Choice(Choice::Accessibility),
    ),
    column("passport-label-crossings", Field::Disassembly, Holds::Choice(Choice::Crossings)),
    column("passport-label-edges", Field::Disassembly, Holds::Choice(Choice::EdgeConfinement)),
    column("export-language", Field::Description, Holds::Choice(Choice::Language)),
    column_in("passport-label-site", "id", Field::Location, Holds::Site),
    column_in("passport-label-building", "id", Field::Building, Holds::Building),
];

impl Column {
    pub fn heading(&self, language: Language) -> String {
        let words = say(self.heading).in_language(language);
        if self.unit.is_empty() { words } else { format!("{words} ({})", self.unit) }
    }

    /// Of its continuation: the second cell of what is too long for one.
    pub fn heading_of_part(&self, part: usize, language: Language) -> String {
        let heading = self.heading(language);
        if part == 0 { heading } else { format!("{heading} #{}", part + 1) }
    }
}
