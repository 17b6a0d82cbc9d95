//! What is in the outbox, for those who look after it.

use diesel::prelude::*;

use super::{Entry, Row, State, open};
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::mail::Mail;
use crate::schema::outbox;

/// Newest first, from after the entry with the id `after`.
pub fn list(
    conn: &mut Conn,
    state: Option<State>,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<Entry>> {
    let mut query = outbox::table.select(Row::as_select()).order(outbox::id.desc()).into_boxed();
    if let Some(state) = state {
        query = query.filter(outbox::state.eq(state.as_str()));
    }
    if let Some(after) = after {
        query = query.filter(outbox::id.lt(after.to_owned()));
    }
    let rows: Vec<Row> = query.limit(limit).load(conn)?;
    rows.into_iter().map(|row| row.entry().map(|(entry, _)| entry)).collect()
}

pub fn find(conn: &mut Conn, id: &Id<Entry>) -> Result<Option<(Entry, Mail)>> {
    let row: Option<Row> =
        outbox::table.find(id).select(Row::as_select()).first(conn).optional()?;
    row.map(Row::entry).transpose()
}

/// Gives a dead mail another round of tries. Whether it was dead.
pub fn retry_dead(conn: &mut Conn, id: &Id<Entry>) -> Result<bool> {
    let dead = outbox::table.find(id).filter(outbox::state.eq(State::Dead.as_str()));
    let revived = diesel::update(dead)
        .set((
            outbox::state.eq(State::Pending.as_str()),
            outbox::attempts.eq(0),
            outbox::due_at.eq(clock::now()),
        ))
        .execute(conn)?;
    Ok(revived == 1)
}

/// Mails of one state that somebody has to see to: how many, and since when the oldest waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    pub state: State,
    pub count: i64,
    pub since: Option<Instant>,
}

/// What has yet to leave, and what died, state by state; those without any too.
pub fn waiting(conn: &mut Conn) -> Result<Vec<Waiting>> {
    let states = [State::Pending, State::Claimed, State::Retry, State::Dead];
    let of_state = |state: State| {
        let these = outbox::table.filter(outbox::state.eq(state.as_str()));
        let told = (diesel::dsl::count_star(), diesel::dsl::min(outbox::created_at));
        let (count, since) = these.select(told).first(conn)?;
        Ok(Waiting { state, count, since })
    };
    states.into_iter().map(of_state).collect()
}

/// How many mails are in each state.
pub fn count(conn: &mut Conn) -> Result<Vec<(State, i64)>> {
    let counts: Vec<(String, i64)> = outbox::table
        .group_by(outbox::state)
        .select((outbox::state, diesel::dsl::count_star()))
        .load(conn)?;
    counts.into_iter().map(|(state, count)| Ok((State::of(&state)?, count))).collect()
}

/// Whether any of these mails has yet to leave.
pub fn any_open(conn: &mut Conn, dedupe_keys: &[String]) -> Result<bool> {
    let open = outbox::table.filter(outbox::dedupe_key.eq_any(dedupe_keys)).filter(open());
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(conn)?)
}

/// Forgets these of which nothing is to come any more.
pub fn forget(conn: &mut Conn, dedupe_keys: &[String]) -> Result<()> {
    let these = outbox::table.filter(outbox::dedupe_key.eq_any(dedupe_keys));
    diesel::delete(these.filter(diesel::dsl::not(open()))).execute(conn)?;
    Ok(())
}
