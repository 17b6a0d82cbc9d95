//! Mails that wait to be sent: a table, written in the transaction that calls for the mail.
//!
//! SMTP cannot promise that a mail goes out exactly once: a crash after the server took it and
//! before we noted it makes us send it again, with the same Message-ID. Nothing is lost. When a
//! mail's content is about to go out that is noted (`content_at`); a claim that finds the note of
//! somebody who died counts a doubt, so that every mail that may have arrived twice is known.

mod sending;
mod watching;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Mail, message_key};
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::on_backend;
use crate::schema::outbox;

pub use sending::{any_due, claim, content_begins, failed, postpone, sent, withdrawn};
pub use watching::{Waiting, any_open, count, find, forget, list, retry_dead, waiting};

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

#[diesel::dsl::auto_type(no_type_alias)]
fn open() -> _ {
    let states: [&'static str; 3] = ["pending", "claimed", "retry"];
    outbox::state.eq_any(states)
}
