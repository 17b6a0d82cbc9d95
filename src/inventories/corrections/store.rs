//! The SQL of corrections.

use diesel::prelude::*;

use super::{Correction, Spot};
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::inventories::InventoryId;
use crate::inventories::field::Field;
use crate::on_backend;
use crate::schema::inventory_corrections;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = inventory_corrections)]
struct CorrectionRow {
    id: Id<Correction>,
    inventory_id: InventoryId,
    sheet: String,
    row_number: i64,
    column_index: Option<i32>,
    field: Option<String>,
    value: Option<String>,
    was: String,
    actor: String,
    created_at: Instant,
}

impl CorrectionRow {
    fn of(inventory: &InventoryId, correction: &Correction) -> Result<Self> {
        let (column, field) = match correction.spot {
            Spot::Column(column) => (Some(i32::try_from(column).map_err(Error::internal)?), None),
            Spot::Field(field) => (None, Some(field.as_str().to_owned())),
        };
        let value = correction.value.as_ref().map(serde_json::to_string).transpose();
        Ok(Self {
            id: correction.id.clone(),
            inventory_id: inventory.clone(),
            sheet: correction.sheet.clone(),
            row_number: i64::from(correction.row),
            column_index: column,
            field,
            value: value.map_err(Error::internal)?,
            was: correction.was.clone(),
            actor: correction.actor.clone(),
            created_at: correction.created_at,
        })
    }

    fn correction(self) -> Result<Correction> {
        let spot = match (self.column_index, self.field.as_deref().map(Field::parse)) {
            (Some(column), None) => Spot::Column(u32::try_from(column).map_err(Error::internal)?),
            (None, Some(Some(field))) => Spot::Field(field),
            _ => return Err(Error::internal(format!("correction {} is of nothing", self.id))),
        };
        let value = self.value.as_deref().map(serde_json::from_str).transpose();
        Ok(Correction {
            id: self.id,
            sheet: self.sheet,
            row: u32::try_from(self.row_number).map_err(Error::internal)?,
            spot,
            value: value.map_err(Error::internal)?,
            was: self.was,
            actor: self.actor,
            created_at: self.created_at,
        })
    }
}

/// How many go into one statement; a fixed number, so that it is prepared once.
const ROWS_AT_ONCE: usize = 50;

pub fn insert_all(
    conn: &mut Conn,
    inventory: &InventoryId,
    corrections: &[Correction],
) -> Result<()> {
    let rows: Vec<CorrectionRow> =
        corrections.iter().map(|it| CorrectionRow::of(inventory, it)).collect::<Result<_>>()?;
    let (many, rest) = rows.as_chunks::<ROWS_AT_ONCE>();
    for some in many {
        on_backend!(conn => diesel::insert_into(inventory_corrections::table).values(some).execute(conn))?;
    }
    for one in rest {
        diesel::insert_into(inventory_corrections::table).values(one).execute(conn)?;
    }
    Ok(())
}

/// All of an inventory, in the order in which they were made.
pub fn all(conn: &mut Conn, inventory: &InventoryId) -> Result<Vec<Correction>> {
    page(conn, inventory, None, i64::MAX)
}

/// Those of an inventory in the order in which they were made, after the one the last page ended
/// with.
pub fn page(
    conn: &mut Conn,
    inventory: &InventoryId,
    after: Option<&Id<Correction>>,
    limit: i64,
) -> Result<Vec<Correction>> {
    let mut rows = inventory_corrections::table
        .filter(inventory_corrections::inventory_id.eq(inventory))
        .order(inventory_corrections::id)
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        rows = rows.filter(inventory_corrections::id.gt(after));
    }
    let rows: Vec<CorrectionRow> = rows.select(CorrectionRow::as_select()).load(conn)?;
    rows.into_iter().map(CorrectionRow::correction).collect()
}
