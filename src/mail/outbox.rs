//! Mails that wait to be sent: a table, written in the transaction that calls for the mail.
//!
//! SMTP cannot promise that a mail goes out exactly once: a crash after the server took it and
//! before we noted it makes us send it again, with the same Message-ID. Nothing is lost.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use time::Duration;

use super::{Mail, NotSent};
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
    Sent,
    /// There was nothing left to say when it was to be sent.
    Withdrawn,
    /// Given up after too many tries. An admin may send it again.
    Dead,
}

impl State {
    fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Claimed => "claimed",
            Self::Sent => "sent",
            Self::Withdrawn => "withdrawn",
            Self::Dead => "dead",
        }
    }

    fn of(text: &str) -> Result<Self> {
        [Self::Pending, Self::Claimed, Self::Sent, Self::Withdrawn, Self::Dead]
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
}

/// A mail taken out to be sent.
#[derive(Debug, Clone)]
pub struct Claimed {
    pub id: Id<Entry>,
    pub dedupe_key: String,
    pub attempts: i32,
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
    let states: [&'static str; 2] = ["pending", "claimed"];
    outbox::state.eq_any(states)
}

/// Takes the mail that has been due longest. Of two workers that pick the same one, only one
/// finds `attempts` unchanged.
pub fn claim(conn: &mut Conn, settings: &config::Mail) -> Result<Option<Claimed>> {
    let now = clock::now();
    let due: Option<Row> = outbox::table
        .filter(open())
        .filter(outbox::due_at.le(now))
        .order((outbox::due_at, outbox::id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    let Some(due) = due else { return Ok(None) };
    let lease = Duration::seconds(i64::try_from(settings.lease_seconds).map_err(Error::internal)?);
    let claimed =
        diesel::update(outbox::table.find(&due.id).filter(outbox::attempts.eq(due.attempts)))
            .set((
                outbox::state.eq(State::Claimed.as_str()),
                outbox::attempts.eq(due.attempts + 1),
                outbox::due_at.eq(now + lease),
            ))
            .execute(conn)?;
    if claimed == 0 {
        return Ok(None);
    }
    let (id, dedupe_key, attempts) = (due.id.clone(), due.dedupe_key.clone(), due.attempts + 1);
    let (_, mail) = due.entry()?;
    Ok(Some(Claimed { id, dedupe_key, attempts, mail }))
}

pub fn sent(conn: &mut Conn, id: &Id<Entry>) -> Result<()> {
    diesel::update(outbox::table.find(id))
        .set((outbox::state.eq(State::Sent.as_str()), outbox::sent_at.eq(clock::now())))
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

/// Puts a mail back to wait twice as long as the last time, or gives it up.
pub fn failed(
    conn: &mut Conn,
    claimed: &Claimed,
    cause: &NotSent,
    settings: &config::Mail,
) -> Result<State> {
    let dead = cause.permanent || claimed.attempts >= settings.attempts_max;
    let state = if dead { State::Dead } else { State::Pending };
    let wait = settings.retry_seconds << (claimed.attempts - 1).clamp(0, 12);
    let wait = Duration::seconds(i64::try_from(wait).map_err(Error::internal)?);
    diesel::update(outbox::table.find(&claimed.id))
        .set((
            outbox::state.eq(state.as_str()),
            outbox::due_at.eq(clock::now() + wait),
            outbox::last_error.eq(&cause.reason),
        ))
        .execute(conn)?;
    Ok(state)
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

/// How many mails are in each state.
pub fn count(conn: &mut Conn) -> Result<Vec<(State, i64)>> {
    let counts: Vec<(String, i64)> = outbox::table
        .group_by(outbox::state)
        .select((outbox::state, diesel::dsl::count_star()))
        .load(conn)?;
    counts.into_iter().map(|(state, count)| Ok((State::of(&state)?, count))).collect()
}
