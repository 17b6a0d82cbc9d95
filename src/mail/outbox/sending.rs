//! Taking mails out of the outbox, and what became of each.

use diesel::prelude::*;
use time::Duration;

use super::{Claimed, Entry, Row, State, open};
use crate::clock::{self, Instant};
use crate::config;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::mail::answer::{Cause, NotSent};
use crate::mail::standing::{self, StoppedFor};
use crate::schema::outbox;

/// Whether a mail is due: a look that takes no lock, for a worker at rest.
pub fn any_due(conn: &mut Conn) -> Result<bool> {
    let due = outbox::table.filter(open()).filter(outbox::due_at.le(clock::now()));
    Ok(diesel::select(diesel::dsl::exists(due)).get_result(conn)?)
}

/// Takes the mail that has been due longest. Mails to whoever is not written to any more die here.
pub fn claim(conn: &mut Conn, settings: &config::Mail) -> Result<Option<Claimed>> {
    let lease = seconds(settings.lease_seconds)?;
    while let Some(due) = first_due(conn)? {
        if let Some(stopped) = standing::find(conn, &due.recipient)?.stopped {
            let why = format!("mails to this address are stopped: {}", stopped.reason.as_str());
            give_up(conn, &due.id, &why)?;
            continue;
        }
        let in_doubt = due.state == State::Claimed.as_str() && due.content_at.is_some();
        if in_doubt {
            count_doubt();
        }
        let none: Option<Instant> = None;
        diesel::update(outbox::table.find(&due.id))
            .set((
                outbox::state.eq(State::Claimed.as_str()),
                outbox::attempts.eq(due.attempts + 1),
                outbox::due_at.eq(clock::now() + lease),
                outbox::content_at.eq(none),
                outbox::doubts.eq(due.doubts + i32::from(in_doubt)),
            ))
            .execute(conn)?;
        let (id, dedupe_key, kind) = (due.id.clone(), due.dedupe_key.clone(), due.kind.clone());
        let (attempts, created_at) = (due.attempts + 1, due.created_at);
        let (_, mail) = due.entry()?;
        return Ok(Some(Claimed { id, dedupe_key, kind, attempts, created_at, mail }));
    }
    Ok(None)
}

/// SQLite writes one after the other; on PostgreSQL each worker locks a row of its own.
fn first_due(conn: &mut Conn) -> Result<Option<Row>> {
    let due = outbox::table
        .filter(open())
        .filter(outbox::due_at.le(clock::now()))
        .order((outbox::due_at, outbox::id))
        .limit(1);
    let found = match conn {
        Conn::Postgres(conn) => {
            due.select(Row::as_select()).for_update().skip_locked().get_result(conn)
        }
        Conn::Sqlite(conn) => due.select(Row::as_select()).get_result(conn),
    };
    Ok(found.optional()?)
}

fn count_doubt() {
    metrics::counter!("circuler_mails_in_doubt_total").increment(1);
}

/// Notes that the content is about to go out: from here until [`sent`] or [`failed`], a crash
/// leaves open whether it arrived.
pub fn content_begins(conn: &mut Conn, id: &Id<Entry>) -> Result<()> {
    let row = outbox::table.find(id);
    diesel::update(row).set(outbox::content_at.eq(clock::now())).execute(conn)?;
    Ok(())
}

/// The server took it, with this answer. True even if another worker has it by now.
pub fn sent(conn: &mut Conn, id: &Id<Entry>, receipt: Option<&str>) -> Result<()> {
    diesel::update(outbox::table.find(id))
        .set((
            outbox::state.eq(State::Sent.as_str()),
            outbox::sent_at.eq(clock::now()),
            outbox::receipt.eq(receipt),
        ))
        .execute(conn)?;
    Ok(())
}

/// It is not to be sent any more.
pub fn withdrawn(conn: &mut Conn, id: &Id<Entry>) -> Result<()> {
    diesel::update(outbox::table.find(id))
        .set(outbox::state.eq(State::Withdrawn.as_str()))
        .execute(conn)?;
    Ok(())
}

/// No wait is longer.
const RETRY_WAIT_MAX: Duration = Duration::hours(4);
/// Whoever says "later" means minutes: greylisting forgets those that come back sooner.
const LATER_WAIT_MIN: Duration = Duration::minutes(5);

/// Puts a mail back to wait twice as long as the last time, or gives it up. Whoever does not exist
/// gets no more.
pub fn failed(
    conn: &mut Conn,
    claimed: &Claimed,
    not_sent: &NotSent,
    settings: &config::Mail,
) -> Result<State> {
    let (reason, tries) = (&not_sent.reason, claimed.attempts);
    if not_sent.in_doubt {
        count_doubt();
        let doubts = outbox::doubts.eq(outbox::doubts + 1);
        diesel::update(outbox::table.find(&claimed.id)).set(doubts).execute(conn)?;
    }
    let wait = seconds(settings.retry_seconds << (tries - 1).clamp(0, 12))?.min(RETRY_WAIT_MAX);
    match not_sent.cause {
        // Not the mail's fault, so it is no try of its own.
        Cause::Unreachable => {
            put_back(conn, claimed, tries - 1, seconds(settings.retry_seconds)?, reason)
        }
        Cause::Later if tries < settings.attempts_max => {
            put_back(conn, claimed, tries, wait.max(LATER_WAIT_MIN), reason)
        }
        Cause::Later | Cause::Refused => {
            give_up(conn, &claimed.id, reason)?;
            Ok(State::Dead)
        }
        Cause::NoSuchAddress => {
            let address = &claimed.mail.to_address;
            standing::stop(conn, address, StoppedFor::NoSuchAddress, reason)?;
            give_up(conn, &claimed.id, reason)?;
            Ok(State::Dead)
        }
    }
}

/// Puts a mail back whose receiver is to be left alone for a while. That is no try.
pub fn postpone(conn: &mut Conn, claimed: &Claimed, wait: std::time::Duration) -> Result<()> {
    let wait = Duration::try_from(wait).map_err(Error::internal)?;
    put_back(conn, claimed, claimed.attempts - 1, wait, "its receiver is left alone for a while")?;
    Ok(())
}

/// Waits up to a third longer than told, so that those that failed together do not come back
/// together. Leaves alone what somebody else has claimed since.
fn put_back(
    conn: &mut Conn,
    claimed: &Claimed,
    attempts: i32,
    wait: Duration,
    why: &str,
) -> Result<State> {
    let wait = wait * rand::random_range(1.0..1.34);
    let ours = outbox::table
        .find(&claimed.id)
        .filter(outbox::state.eq(State::Claimed.as_str()))
        .filter(outbox::attempts.eq(claimed.attempts));
    diesel::update(ours)
        .set((
            outbox::state.eq(State::Retry.as_str()),
            outbox::attempts.eq(attempts),
            outbox::due_at.eq(clock::now() + wait),
            outbox::last_error.eq(why),
        ))
        .execute(conn)?;
    Ok(State::Retry)
}

fn give_up(conn: &mut Conn, id: &Id<Entry>, why: &str) -> Result<()> {
    diesel::update(outbox::table.find(id))
        .set((outbox::state.eq(State::Dead.as_str()), outbox::last_error.eq(why)))
        .execute(conn)?;
    Ok(())
}

fn seconds(count: u64) -> Result<Duration> {
    Ok(Duration::seconds(i64::try_from(count).map_err(Error::internal)?))
}
