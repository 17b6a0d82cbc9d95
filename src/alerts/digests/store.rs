//! The SQL of letters that were written.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::Run;
use crate::accounts::Member;
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::on_backend;
use crate::schema::{digest_runs, mutes, needs, notifications, passports, unsubscribes};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = digest_runs)]
struct Row {
    id: Id<Run>,
    member_id: Id<Member>,
    period: String,
    written_at: Instant,
}

/// Whether the person had no letter of that period yet.
pub fn insert(conn: &mut Conn, run: &Run) -> Result<bool> {
    let Run { id, member_id, period, written_at } = run.clone();
    let row = Row { id, member_id, period, written_at };
    let inserted = on_backend!(conn => diesel::insert_into(digest_runs::table)
        .values(&row)
        .on_conflict_do_nothing()
        .execute(conn))?;
    Ok(inserted == 1)
}

pub fn find(conn: &mut Conn, id: &Id<Run>) -> Result<Option<Run>> {
    let row: Option<Row> =
        digest_runs::table.find(id).select(Row::as_select()).first(conn).optional()?;
    Ok(row.map(|Row { id, member_id, period, written_at }| Run {
        id,
        member_id,
        period,
        written_at,
    }))
}

pub fn of_member(conn: &mut Conn, member: &Id<Member>) -> Result<Vec<Id<Run>>> {
    let runs = digest_runs::table.filter(digest_runs::member_id.eq(member));
    Ok(runs.select(digest_runs::id).load(conn)?)
}

/// Whether anything that a letter tells of was changed since it was written: a listing, a need, or
/// the wish to hear of it, which a stop or a mute ends.
pub fn is_outdated(conn: &mut Conn, id: &Id<Run>) -> Result<bool> {
    let Some(run) = find(conn, id)? else { return Ok(false) };
    let told = notifications::table
        .filter(notifications::run_id.eq(&run.id))
        .inner_join(needs::table)
        .inner_join(passports::table);
    let changed = needs::updated_at.ge(run.written_at).or(passports::updated_at.ge(run.written_at));
    if diesel::select(exists(told.filter(changed))).get_result(conn)? {
        return Ok(true);
    }
    let muted = mutes::table
        .filter(mutes::member_id.eq(&run.member_id))
        .filter(mutes::created_at.ge(run.written_at));
    if diesel::select(exists(muted)).get_result(conn)? {
        return Ok(true);
    }
    let told = notifications::table.filter(notifications::run_id.eq(&run.id));
    let stops = unsubscribes::table
        .filter(unsubscribes::member_id.eq(&run.member_id))
        .filter(unsubscribes::need_id.eq_any(told.select(notifications::need_id)));
    Ok(diesel::select(exists(stops)).get_result(conn)?)
}

/// Forgets what was told before a moment.
pub fn forget(conn: &mut Conn, before: Instant) -> Result<()> {
    let told = notifications::table.filter(notifications::settled_at.is_not_null());
    diesel::delete(told.filter(notifications::created_at.lt(before))).execute(conn)?;
    diesel::delete(digest_runs::table.filter(digest_runs::written_at.lt(before))).execute(conn)?;
    Ok(())
}
