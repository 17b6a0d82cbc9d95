//! What a passport has no field for stays with it as a remark, under its heading.

use super::{RowReading, one_line};
use crate::inventories::field::Field;
use crate::inventories::parse;
use crate::passports::Draft;

/// Fields without a place of their own. Who owns it and what it cost new is not for everybody to
/// read, and a picture is no text.
const WITHOUT_A_PLACE: [Field; 10] = [
    Field::Classification,
    Field::MinQuantity,
    Field::Finish,
    Field::StorageLocation,
    Field::Destination,
    Field::Co2,
    Field::UValue,
    Field::Power,
    Field::Phase,
    Field::YearMade,
];

/// What an age is called. Without the day it was written it is no year.
const AGES: [&str; 6] = ["age", "ouderdom", "leeftijd", "alter", "anciennete", "jaren oud"];

impl RowReading<'_> {
    pub(super) fn remarks(&mut self, draft: &mut Draft) {
        let mut lines: Vec<String> = self.text(Field::Remarks).into_iter().collect();
        for field in WITHOUT_A_PLACE {
            if field == Field::YearMade && !self.is_age() {
                continue;
            }
            let Some(column) = self.list.columns.get(&field) else { continue };
            let heading = column.heading.printed.clone();
            if let Some(text) = self.line(field) {
                lines.push(format!("{}: {text}", one_line(&heading)));
            }
        }
        lines.extend(self.places_of_shares());
        draft.remarks = (!lines.is_empty()).then(|| lines.join("\n"));
    }

    pub(super) fn year(&mut self) -> Option<i32> {
        if self.is_age() {
            // What reads as no year is an age, and no mistake.
            return self.cell(Field::YearMade).and_then(|it| parse::year(it.0).ok());
        }
        self.read(Field::YearMade, |value, _| parse::year(value))
    }

    fn is_age(&self) -> bool {
        self.list
            .columns
            .get(&Field::YearMade)
            .is_some_and(|it| it.heading.readings.iter().any(|it| AGES.contains(&it.as_str())))
    }
}
