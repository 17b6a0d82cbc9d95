//! Mails that wait to be sent: a table, written in the transaction that calls for the mail.
//!
//! SMTP cannot promise that a mail goes out exactly once: a crash after the server took it and
//! before we noted it makes us send it again, with the same Message-ID. Nothing is lost. When a
//! mail's content is about to go out that is noted (`content_at`); a claim that finds the note of
//! somebody who died counts a doubt, so that every mail that may have arrived twice is known.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use time::Duration;

use super::answer::{Cause, NotSent};
use super::standing::{self, StoppedFor};
use super::{Mail, message_key};
use crate::clock::{self, Instant};
use crate::config;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::on_backend;
use crate::schema::outbox;

/// How far a mail has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MailState)]
pub enum State {
    /// Waits until it is due.
    Pending,
    /// A worker has it; if the worker dies, it is due again after the lease.
    Claimed,
    /// Did not leave, and waits until it is due again.
    Retry,
    Sent,
    /// There was nothing left to say when it was to be sent.
    Withdrawn,
    /// Given up: after too many tries, because it was refused for good, or because mails to its
    /// reader are stopped. An admin may send it again.
    Dead,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Claimed => "claimed",
            Self::Retry => "retry",
            Self::Sent => "sent",
            Self::Withdrawn => "withdrawn",
            Self::Dead => "dead",
        }
    }

    fn of(text: &str) -> Result<Self> {
        [Self::Pending, Self::Claimed, Self::Retry, Self::Sent, Self::Withdrawn, Self::Dead]
            .into_iter()
            .find(|it| it.as_str() == text)
            .ok_or_else(|| Error::internal(format!("`{text}` is no state of a mail")))
    }
}

/// A mail in the outbox, as an admin sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Entry {
    pub id: Id<Entry>,
    /// What called for it, `alert`.
    pub kind: String,
    pub recipient: String,
    pub subject: String,
    pub state: State,
    pub attempts: i32,
    pub due_at: Instant,
    pub last_error: Option<String>,
    pub created_at: Instant,
    pub sent_at: Option<Instant>,
    /// What the server said when it took it.
    pub receipt: Option<String>,
    /// How often it may have arrived without our knowing, and was sent again.
    pub doubts: i32,
    /// Came back: `soft_bounce`, `hard_bounce` or `complaint`.
    pub came_back: Option<String>,
}

/// A mail taken out to be sent.
#[derive(Debug, Clone)]
pub struct Claimed {
    pub id: Id<Entry>,
    pub dedupe_key: String,
    pub kind: String,
    pub attempts: i32,
    pub created_at: Instant,
    pub mail: Mail,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = outbox)]
struct Row {
    id: Id<Entry>,
    dedupe_key: String,
    kind: String,
    organisation_id: Option<String>,
    recipient: String,
    subject: String,
    mail: String,
    state: String,
    attempts: i32,
    due_at: Instant,
    last_error: Option<String>,
    created_at: Instant,
    sent_at: Option<Instant>,
    message_key: Option<String>,
    content_at: Option<Instant>,
    doubts: i32,
    receipt: Option<String>,
    came_back: Option<String>,
}

impl Row {
    fn entry(self) -> Result<(Entry, Mail)> {
        let mail = serde_json::from_str(&self.mail).map_err(Error::internal)?;
        let entry = Entry {
            id: self.id,
            kind: self.kind,
            recipient: self.recipient,
            subject: self.subject,
            state: State::of(&self.state)?,
            attempts: self.attempts,
            due_at: self.due_at,
            last_error: self.last_error,
            created_at: self.created_at,
            sent_at: self.sent_at,
            receipt: self.receipt,
            doubts: self.doubts,
            came_back: self.came_back,
        };
        Ok((entry, mail))
    }
}

/// Puts a mail into the outbox, in the caller's transaction. Whether it is new: a mail with the
/// same key is there already otherwise, and stays as it is.
pub fn enqueue(
    conn: &mut Conn,
    dedupe_key: &str,
    kind: &'static str,
    organisation_id: Option<&str>,
    mail: &Mail,
) -> Result<bool> {
    let now = clock::now();
    let row = Row {
        id: Id::new(),
        dedupe_key: dedupe_key.to_owned(),
        kind: kind.to_owned(),
        organisation_id: organisation_id.map(str::to_owned),
        recipient: mail.to_address.clone(),
        subject: mail.subject.clone(),
        mail: serde_json::to_string(mail).map_err(Error::internal)?,
        state: State::Pending.as_str().to_owned(),
        attempts: 0,
        due_at: now,
        last_error: None,
        created_at: now,
        sent_at: None,
        message_key: Some(message_key(dedupe_key)),
        content_at: None,
        doubts: 0,
        receipt: None,
        came_back: None,
    };
    let inserted = on_backend!(conn => diesel::insert_into(outbox::table)
        .values(&row)
        .on_conflict(outbox::dedupe_key)
        .do_nothing()
        .execute(conn))?;
    Ok(inserted == 1)
}

/// Whether a mail is due: a look that takes no lock, for a worker at rest.
pub fn any_due(conn: &mut Conn) -> Result<bool> {
    let due = outbox::table.filter(open()).filter(outbox::due_at.le(clock::now()));
    Ok(diesel::select(diesel::dsl::exists(due)).get_result(conn)?)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn open() -> _ {
    let states: [&'static str; 3] = ["pending", "claimed", "retry"];
    outbox::state.eq_any(states)
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
