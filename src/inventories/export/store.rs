//! The SQL of selections: which passports go out.

use diesel::prelude::*;

use crate::accounts::Organisation;
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::inventories::InventoryId;
use crate::passports::State;
use crate::places::Building;
use crate::schema::passports;

/// What an organisation holds, the oldest first.
pub fn held(conn: &mut Conn, organisation: &Id<Organisation>) -> Result<Vec<String>> {
    let held = passports::table
        .filter(passports::organisation_id.eq(organisation))
        .filter(passports::state.eq(State::Registered.as_str()))
        .order(passports::id);
    Ok(held.select(passports::id).load(conn)?)
}

/// What came from an upload.
pub fn of_inventory(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    inventory: &InventoryId,
) -> Result<Vec<String>> {
    let held = passports::table
        .filter(passports::organisation_id.eq(organisation))
        .filter(passports::inventory_id.eq(inventory))
        .filter(passports::state.eq(State::Registered.as_str()))
        .order(passports::id);
    Ok(held.select(passports::id).load(conn)?)
}

/// What is in a building, or came out of it.
pub fn in_building(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    building: &Id<Building>,
) -> Result<Vec<String>> {
    let held = passports::table
        .filter(passports::organisation_id.eq(organisation))
        .filter(passports::building_id.eq(building))
        .filter(passports::state.eq(State::Registered.as_str()))
        .order(passports::id);
    Ok(held.select(passports::id).load(conn)?)
}
