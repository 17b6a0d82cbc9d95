//! What a list came to, cell by cell, before anybody decides: what each cell became, what is wrong
//! with it, and what it might have meant.

mod errors;
pub mod http;
mod proposal;

use serde_json::Value as Json;

use super::check::List;
use super::corrections::{self, Corrections};
use super::field::Field;
use super::{InventoryId, Outcome, Row, State, own, store};
use crate::accounts::{Action, Caller};
use crate::db::Conn;
use crate::error::{Error, Result};

pub use errors::errors_workbook;
pub use proposal::propose;

/// A row, and what its cells became.
#[derive(Debug)]
pub struct Shown {
    pub row: Row,
    pub cells: Vec<ShownCell>,
}

/// A filled cell, as it reads now.
#[derive(Debug, PartialEq)]
pub struct ShownCell {
    /// The first is 0.
    pub column: u32,
    /// What its column was taken for.
    pub field: Option<Field>,
    pub text: String,
    /// Which part of the passport it became, as a JSON pointer into the draft, and what that says.
    pub became: Option<(&'static str, Json)>,
}

/// Which rows are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub sheet: Option<String>,
    pub outcome: Option<Outcome>,
}

/// The rows of an inventory in order, from after the position `after`.
pub fn rows_of(
    conn: &mut Conn,
    caller: &Caller,
    id: &InventoryId,
    wanted: &Wanted,
    after: i64,
    limit: usize,
) -> Result<Vec<Shown>> {
    let inventory = own(conn, caller, Action::Read, id)?;
    let limit = i64::try_from(limit).map_err(Error::internal)?;
    let mut rows = store::rows_of(conn, id, wanted.sheet.as_deref(), wanted.outcome, after, limit)?;
    match inventory.state {
        State::Applied | State::Undone => {}
        State::Uploaded | State::Read | State::Unreadable | State::Cancelled => {
            rows.iter_mut().for_each(Row::keep_promise_to_itself);
        }
    }
    let lists = inventory.reading.map(|it| it.lists).unwrap_or_default();
    let corrections = corrections::of_inventory(conn, id)?;
    rows.into_iter().map(|row| show(row, &lists, &corrections)).collect()
}

/// A row with what its cells became.
pub fn show(row: Row, lists: &[List], corrections: &Corrections) -> Result<Shown> {
    let draft = row.draft.as_ref().filter(|_| row.notes.problems.is_empty());
    let draft = draft.map(serde_json::to_value).transpose().map_err(Error::internal)?;
    let mut cells = Vec::new();
    if let Some(source) = &row.source {
        let number = u32::try_from(row.number).map_err(Error::internal)?;
        let list = lists.get(source.list);
        let file_row = source.row(number);
        let (fields, reads) = match list {
            Some(list) => {
                let (list, reads) = corrections.over(list, &file_row);
                let fields = list.columns.iter().map(|(field, it)| (it.at, *field));
                (fields.collect::<std::collections::HashMap<_, _>>(), reads.into_owned())
            }
            None => (std::collections::HashMap::new(), file_row),
        };
        for cell in reads.cells {
            let field = fields.get(&cell.column).copied();
            let pointer = field.and_then(pointer_of);
            let became = pointer.and_then(|it| Some((it, draft.as_ref()?.pointer(it)?.clone())));
            let text = cell.value.to_string();
            cells.push(ShownCell { column: cell.column, field, text, became });
        }
    }
    Ok(Shown { row, cells })
}

/// Where a field ends up in a draft; nothing where it helps to find something else, or ends up
/// in words among the remarks.
fn pointer_of(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::ExternalId => "/external_id",
        Field::Name => "/name",
        Field::Description => "/description",
        Field::Category | Field::Classification => "/category",
        Field::Quantity => "/quantity",
        Field::Unit => "/unit",
        Field::Length => "/dimensions/length_mm",
        Field::Width => "/dimensions/width_mm",
        Field::Height => "/dimensions/height_mm",
        Field::Depth => "/dimensions/depth_mm",
        Field::Thickness => "/dimensions/thickness_mm",
        Field::Diameter => "/dimensions/diameter_mm",
        Field::Dimensions => "/dimensions",
        Field::WeightTotal | Field::WeightUnit => "/unit_mass_grams",
        Field::Material => "/materials",
        Field::Brand => "/brand",
        Field::Model => "/model",
        Field::Gtin => "/gtin",
        Field::Serial => "/serial",
        Field::Colour => "/colour",
        Field::YearMade => "/year",
        Field::ConditionTechnical => "/condition_technical",
        Field::ConditionAesthetic => "/condition_aesthetic",
        Field::Defects => "/defects",
        Field::Floor => "/floor",
        Field::Room => "/room",
        Field::Location | Field::StorageLocation => "/location",
        Field::Connection => "/connection",
        Field::DismantlingNotes | Field::Disassembly => "/dismantling_notes",
        Field::ReusePotential => "/reusable",
        Field::Hazardous => "/hazards/hazardous",
        Field::EwcCode => "/waste_code",
        Field::AvailableFrom => "/available_from",
        Field::AvailableUntil => "/available_until",
        Field::Price => "/price",
        Field::FireRating => "/fire_rating",
        Field::Documents => "/documents",
        Field::Remarks => "/remarks",
        Field::Asbestos => "/hazards/asbestos",
        Field::AttestNumber => "/hazards/attest_number",
        Field::AttestDate => "/hazards/attest_date",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passports::Draft;

    /// A pointer that leads nowhere would show nothing, for ever.
    #[test]
    fn each_pointer_is_one_of_a_draft() {
        let object = |it: &Json| it.as_object().map(|it| it.keys().cloned().collect::<Vec<_>>());
        let full = serde_json::json!({
            "external_id": "D-1", "name": "Deur", "description": "d", "category": "DOOR.INT",
            "quantity": 1, "unit": "pcs", "unit_mass_grams": 1, "gtin": "96385074", "serial": "s",
            "dimensions": { "length_mm": 1, "width_mm": 1, "height_mm": 1, "depth_mm": 1,
                            "thickness_mm": 1, "diameter_mm": 1 },
            "materials": [{ "name": "hout" }], "brand": "b", "model": "m", "colour": "c",
            "year": 2000, "condition_technical": 3, "condition_aesthetic": 3, "defects": "d",
            "floor": "0", "room": "1", "location": "l", "connection": "c",
            "dismantling_notes": "n", "reusable": true,
            "hazards": { "hazardous": false, "asbestos": "free_proven", "attest_number": "A",
                         "attest_date": "2026-01-01" },
            "waste_code": "17 02 01", "available_from": "2026-01-01",
            "available_until": "2026-02-01", "price": { "kind": "free" }, "fire_rating": "EI30",
            "documents": [], "remarks": "r",
        });
        for field in Field::ALL {
            if let Some(pointer) = pointer_of(field) {
                assert!(full.pointer(pointer).is_some(), "{field}: {pointer}, {:?}", object(&full));
            }
        }
        // And all of them are names that a draft knows.
        let known = serde_json::to_value(<Draft as utoipa::PartialSchema>::schema()).unwrap();
        for key in object(&full).unwrap() {
            assert!(known["properties"].get(&key).is_some(), "{key}");
        }
    }
}
