//! The SQL of what is missing from a list, and of what accepting it did.

use diesel::prelude::*;

use super::missing::Scope;
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::inventories::{Inventory, InventoryId, Outcome, State};
use crate::on_backend;
use crate::passports::{self, Passport};
use crate::schema::{inventories, inventory_effects, inventory_rows, passports as passports_table};

/// What became of a row that stands for a passport.
fn present() -> [&'static str; 3] {
    [Outcome::Created.as_str(), Outcome::Changed.as_str(), Outcome::Unchanged.as_str()]
}

/// Passports of the scope that are offered or kept, and that no row of the inventory is taken for;
/// in order of id, from after `after`.
pub fn absent(
    conn: &mut Conn,
    inventory: &Inventory,
    scope: &Scope,
    after: Option<&Id<Passport>>,
    limit: i64,
) -> Result<Vec<Passport>> {
    let of = |id: &InventoryId| {
        inventory_rows::table
            .filter(inventory_rows::inventory_id.eq(id.clone()))
            .filter(inventory_rows::passport_id.is_not_null())
    };
    let on_the_list = of(&inventory.id).select(inventory_rows::passport_id.assume_not_null());
    let mut found = passports_table::table
        .filter(passports_table::organisation_id.eq(&inventory.organisation_id))
        .filter(passports_table::state.eq(passports::State::Registered.as_str()))
        .filter(passports_table::id.ne_all(on_the_list))
        .order(passports_table::id)
        .limit(limit)
        .into_boxed();
    found = match scope {
        Scope::Building(id) => found.filter(passports_table::building_id.eq(id)),
        Scope::Site(id) => found.filter(passports_table::site_id.eq(id)),
        Scope::Earlier(id) => {
            let known = of(id)
                .filter(inventory_rows::outcome.eq_any(present()))
                .select(inventory_rows::passport_id.assume_not_null());
            found.filter(passports_table::id.eq_any(known))
        }
    };
    if let Some(after) = after {
        found = found.filter(passports_table::id.gt(after));
    }
    let ids: Vec<String> = found.select(passports_table::id).load(conn)?;
    let mut found = passports::find_all(conn, &ids)?;
    found.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(found)
}

/// The last inventory of the same name that was accepted, and not taken back.
pub fn applied_before(conn: &mut Conn, inventory: &Inventory) -> Result<Option<InventoryId>> {
    let earlier = inventories::table
        .filter(inventories::organisation_id.eq(&inventory.organisation_id))
        .filter(inventories::file_name.eq(&inventory.file_name))
        .filter(inventories::state.eq(State::Applied.as_str()))
        .filter(inventories::id.lt(&inventory.id))
        .order(inventories::id.desc());
    Ok(earlier.select(inventories::id).first(conn).optional()?)
}

#[derive(Insertable)]
#[diesel(table_name = inventory_effects)]
struct EffectRow {
    inventory_id: InventoryId,
    passport_id: Id<Passport>,
    version: i64,
}

/// How many rows go into one statement; a fixed number, so that it is prepared once.
const ROWS_AT_ONCE: usize = 50;

/// Keeps which versions an inventory gave to passports that were there.
pub fn insert_effects(
    conn: &mut Conn,
    id: &InventoryId,
    effects: &[(Id<Passport>, i64)],
) -> Result<()> {
    let row = |(passport, version): &(Id<Passport>, i64)| EffectRow {
        inventory_id: id.clone(),
        passport_id: passport.clone(),
        version: *version,
    };
    let rows: Vec<EffectRow> = effects.iter().map(row).collect();
    let (many, rest) = rows.as_chunks::<ROWS_AT_ONCE>();
    for some in many {
        on_backend!(conn => diesel::insert_into(inventory_effects::table).values(some).execute(conn))?;
    }
    for one in rest {
        diesel::insert_into(inventory_effects::table).values(one).execute(conn)?;
    }
    Ok(())
}

/// Passports that were there, and the versions that an inventory gave them.
pub fn effects(conn: &mut Conn, id: &InventoryId) -> Result<Vec<(Id<Passport>, i64)>> {
    Ok(inventory_effects::table
        .filter(inventory_effects::inventory_id.eq(id))
        .order(inventory_effects::passport_id)
        .select((inventory_effects::passport_id, inventory_effects::version))
        .load(conn)?)
}
