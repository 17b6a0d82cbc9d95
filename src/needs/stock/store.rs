//! The SQL of the stock: what changed, and what there is.

use diesel::prelude::*;

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::passports::Passport;
use crate::schema::{passports, stock_changes, stock_counter};

/// Changes that are kept: a follower that is farther behind reads all there is.
const CHANGES_KEPT: i64 = 10_000;

/// Notes that these passports are no longer what they were. Others who note something wait until
/// this transaction ends.
pub fn note(conn: &mut Conn, passport_ids: &[String]) -> Result<()> {
    diesel::update(stock_counter::table)
        .set(stock_counter::last_number.eq(stock_counter::last_number + 1))
        .execute(conn)?;
    let number = last_change(conn)?;
    let ids = serde_json::to_string(passport_ids).map_err(Error::internal)?;
    diesel::insert_into(stock_changes::table)
        .values((stock_changes::number.eq(number), stock_changes::passport_ids.eq(ids)))
        .execute(conn)?;
    let old = stock_changes::table.filter(stock_changes::number.le(number - CHANGES_KEPT));
    diesel::delete(old).execute(conn)?;
    Ok(())
}

pub fn last_change(conn: &mut Conn) -> Result<i64> {
    Ok(stock_counter::table.select(stock_counter::last_number).first(conn)?)
}

/// The changes after a number, in their order: each with its passports.
pub fn changes_after(conn: &mut Conn, number: i64, limit: i64) -> Result<Vec<(i64, Vec<String>)>> {
    let rows: Vec<(i64, String)> = stock_changes::table
        .filter(stock_changes::number.gt(number))
        .order(stock_changes::number)
        .limit(limit)
        .load(conn)?;
    let read = |(number, ids): (i64, String)| {
        serde_json::from_str(&ids).map(|ids| (number, ids)).map_err(Error::internal)
    };
    rows.into_iter().map(read).collect()
}

/// Ids of registered passports after this one.
pub fn registered_after(
    conn: &mut Conn,
    after: Option<&Id<Passport>>,
    limit: i64,
) -> Result<Vec<Id<Passport>>> {
    let mut registered = passports::table
        .filter(passports::state.eq(crate::passports::State::Registered.as_str()))
        .into_boxed();
    if let Some(after) = after {
        registered = registered.filter(passports::id.gt(after));
    }
    Ok(registered.order(passports::id).limit(limit).select(passports::id).load(conn)?)
}
