//! The SQL of what is under way with inventories.

use diesel::prelude::*;

use super::{Operation, Progress, Stage};
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::inventories::InventoryId;
use crate::language::Text;
use crate::schema::inventory_progress;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = inventory_progress, treat_none_as_null = true)]
struct OperationRow {
    inventory_id: InventoryId,
    stage: String,
    done_count: i64,
    total_count: i64,
    started_at: Instant,
    beat_at: Instant,
    cancel_asked: bool,
    failure: Option<String>,
}

pub fn insert(conn: &mut Conn, id: &InventoryId, operation: &Operation) -> Result<()> {
    let Progress { stage, done, total } = operation.progress;
    let row = OperationRow {
        inventory_id: id.clone(),
        stage: stage.as_str().to_owned(),
        done_count: i64::try_from(done).map_err(Error::internal)?,
        total_count: i64::try_from(total).map_err(Error::internal)?,
        started_at: operation.started_at,
        beat_at: operation.beat_at,
        cancel_asked: operation.cancel_asked,
        failure: None,
    };
    diesel::insert_into(inventory_progress::table).values(row).execute(conn)?;
    Ok(())
}

pub fn find(conn: &mut Conn, id: &InventoryId) -> Result<Option<Operation>> {
    let row = inventory_progress::table.find(id).select(OperationRow::as_select());
    let Some(row) = row.first(conn).optional()? else { return Ok(None) };
    let stage = Stage::parse(&row.stage)
        .ok_or_else(|| Error::internal(format!("inventory {id} is at `{}`", row.stage)))?;
    let failure = row.failure.as_deref().map(serde_json::from_str).transpose();
    Ok(Some(Operation {
        progress: Progress {
            stage,
            done: row.done_count.cast_unsigned(),
            total: row.total_count.cast_unsigned(),
        },
        started_at: row.started_at,
        beat_at: row.beat_at,
        cancel_asked: row.cancel_asked,
        failure: failure.map_err(Error::internal)?,
    }))
}

/// Writes down how far it is. Whether somebody asked to stop.
pub fn beat(conn: &mut Conn, id: &InventoryId, operation: &Operation) -> Result<bool> {
    let Progress { stage, done, total } = operation.progress;
    let row = inventory_progress::table.find(id);
    diesel::update(row)
        .set((
            inventory_progress::stage.eq(stage.as_str()),
            inventory_progress::done_count.eq(i64::try_from(done).map_err(Error::internal)?),
            inventory_progress::total_count.eq(i64::try_from(total).map_err(Error::internal)?),
            inventory_progress::started_at.eq(operation.started_at),
            inventory_progress::beat_at.eq(operation.beat_at),
        ))
        .execute(conn)?;
    Ok(row.select(inventory_progress::cancel_asked).first(conn).optional()?.unwrap_or(false))
}

pub fn ask_to_cancel(conn: &mut Conn, id: &InventoryId) -> Result<()> {
    let row = inventory_progress::table.find(id);
    diesel::update(row).set(inventory_progress::cancel_asked.eq(true)).execute(conn)?;
    Ok(())
}

pub fn fail(conn: &mut Conn, id: &InventoryId, why: &Text) -> Result<()> {
    let why = serde_json::to_string(why).map_err(Error::internal)?;
    let row = inventory_progress::table.find(id);
    diesel::update(row).set(inventory_progress::failure.eq(why)).execute(conn)?;
    Ok(())
}

pub fn forget(conn: &mut Conn, id: &InventoryId) -> Result<()> {
    diesel::delete(inventory_progress::table.find(id)).execute(conn)?;
    Ok(())
}
