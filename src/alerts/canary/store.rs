//! The SQL of the canary.

use diesel::prelude::*;

use super::Canary;
use crate::accounts::Member;
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::mail::outbox;
use crate::passports::Passport;
use crate::schema::{canaries, digest_runs, notifications};

/// There is one.
const ID: i32 = 1;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = canaries)]
struct Row {
    id: i32,
    member_id: Id<Member>,
    passport_id: Id<Passport>,
    put_out_at: Instant,
    sung_at: Instant,
    heard_at: Option<Instant>,
}

impl From<Row> for Canary {
    fn from(row: Row) -> Self {
        let Row { id: _, member_id, passport_id, put_out_at, sung_at, heard_at } = row;
        Self { member_id, passport_id, put_out_at, sung_at, heard_at }
    }
}

pub fn find(conn: &mut Conn) -> Result<Option<Canary>> {
    let row = canaries::table.find(ID).select(Row::as_select()).first(conn).optional()?;
    Ok(row.map(Canary::from))
}

/// The same, which nobody else changes until the transaction ends.
pub fn lock(conn: &mut Conn) -> Result<Option<Canary>> {
    if let Conn::Postgres(conn) = conn {
        let locked = canaries::table.find(ID).select(canaries::id).for_update();
        locked.first::<i32>(conn).optional()?;
    }
    find(conn)
}

pub fn insert(conn: &mut Conn, canary: &Canary) -> Result<()> {
    let Canary { member_id, passport_id, put_out_at, sung_at, heard_at } = canary.clone();
    let row = Row { id: ID, member_id, passport_id, put_out_at, sung_at, heard_at };
    diesel::insert_into(canaries::table).values(row).execute(conn)?;
    Ok(())
}

/// There was something to tell of this listing.
pub fn sung(conn: &mut Conn, passport: &Id<Passport>, at: Instant) -> Result<()> {
    diesel::update(canaries::table.find(ID))
        .set((canaries::passport_id.eq(passport), canaries::sung_at.eq(at)))
        .execute(conn)?;
    Ok(())
}

pub fn heard(conn: &mut Conn, at: Instant) -> Result<()> {
    diesel::update(canaries::table.find(ID)).set(canaries::heard_at.eq(at)).execute(conn)?;
    Ok(())
}

/// Forgets letters to a member that were written before a moment, and what they told of.
pub fn forget(conn: &mut Conn, member: &Id<Member>, before: Instant) -> Result<()> {
    let old = digest_runs::table
        .filter(digest_runs::member_id.eq(member))
        .filter(digest_runs::written_at.lt(before));
    let runs = old.select(digest_runs::id).load(conn)?;
    outbox::forget(conn, &runs.iter().map(super::super::digests::dedupe_key).collect::<Vec<_>>())?;
    let told = notifications::table.filter(notifications::run_id.eq_any(&runs));
    diesel::delete(told).execute(conn)?;
    diesel::delete(digest_runs::table.filter(digest_runs::id.eq_any(&runs))).execute(conn)?;
    Ok(())
}
