//! The SQL of the addresses of feeds.

use diesel::prelude::*;

use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::needs::Need;
use crate::on_backend;
use crate::schema::need_feeds;

/// How many addresses of a feed were taken back.
pub fn generation(conn: &mut Conn, need: &Id<Need>) -> Result<i64> {
    let kept = need_feeds::table.find(need).select(need_feeds::generation);
    Ok(kept.first(conn).optional()?.unwrap_or(0))
}

/// Takes the address back that a feed has.
pub fn next_generation(conn: &mut Conn, need: &Id<Need>) -> Result<()> {
    let row = (need_feeds::need_id.eq(need), need_feeds::generation.eq(1_i64));
    on_backend!(conn => diesel::insert_into(need_feeds::table)
        .values(row)
        .on_conflict(need_feeds::need_id)
        .do_update()
        .set(need_feeds::generation.eq(need_feeds::generation + 1))
        .execute(conn))?;
    Ok(())
}
