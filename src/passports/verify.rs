//! Whether every history is whole: recomputes each chain, and names the first link that is broken.

use std::collections::VecDeque;
use std::fmt;

use serde_json::{Map, Value};

use super::Passport;
use super::history::{Chain, Event};
use super::store::{self, Row};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::{Language, Text, say};

/// What was looked at, and what was found to be wrong first.
#[derive(Debug, Default)]
pub struct Verified {
    pub passports: u64,
    pub events: u64,
    pub first_broken: Option<BrokenLink>,
}

#[derive(Debug)]
pub struct BrokenLink {
    /// The code of the passport, or its id where no passport of that id is left.
    pub passport: String,
    /// The event that is not right, or the one that should come next.
    pub sequence: i64,
    pub why: Text,
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match &self.first_broken {
            None => say("passport-verified-whole"),
            Some(broken) => say("passport-verified-broken")
                .with("passport", &broken.passport)
                .with("sequence", broken.sequence)
                .with("why", broken.why.in_language(Language::En)),
        };
        let text = text.with("passports", self.passports).with("events", self.events);
        f.write_str(&text.in_language(Language::En))
    }
}

/// Passports looked at together, on one state of the database.
const PASSPORTS_AT_ONCE: i64 = 500;
/// Events in memory at a time. A passport may have more.
const EVENTS_AT_ONCE: i64 = 1000;

/// Recomputes every chain, in order of passport, up to the first broken link. Memory is bounded
/// however many passports there are and however long their histories.
pub fn verify(conn: &mut Conn) -> Result<Verified> {
    verify_by(conn, |conn, verified, after| {
        store::snapshot(conn, |conn| verify_page(conn, verified, after))
    })
}

/// Looks at page after page, up to the first broken link.
pub(super) fn verify_by(
    conn: &mut Conn,
    look: impl Fn(&mut Conn, &mut Verified, &str) -> Result<Option<String>>,
) -> Result<Verified> {
    let mut verified = Verified::default();
    let mut after = Some(String::new());
    while let Some(start) = after
        && verified.first_broken.is_none()
    {
        after = look(conn, &mut verified, &start)?;
    }
    Ok(verified)
}

/// Looks at one page. Where the next one begins, if there is one.
pub(super) fn verify_page(
    conn: &mut Conn,
    verified: &mut Verified,
    after: &str,
) -> Result<Option<String>> {
    let rows = store::rows_after(conn, after, None, PASSPORTS_AT_ONCE)?;
    let full = i64::try_from(rows.len()).map_err(Error::internal)? == PASSPORTS_AT_ONCE;
    let last = rows.last().filter(|_| full).map(|it| it.id.to_string());
    let mut events = Events::between(after, last.as_deref());
    for row in &rows {
        if let Some(stray) = events.next_before(conn, &row.id)? {
            verified.first_broken = Some(orphan(&stray));
            return Ok(None);
        }
        verified.passports += 1;
        if let Some((sequence, why)) = verify_chain(conn, &mut events, row, &mut verified.events)? {
            let passport = row.code.to_string();
            verified.first_broken = Some(BrokenLink { passport, sequence, why });
            return Ok(None);
        }
    }
    if let Some(stray) = events.next(conn)? {
        verified.first_broken = Some(orphan(&stray));
    }
    Ok(last)
}

/// Follows the chain of one passport. Which of its events is not right, and why.
fn verify_chain(
    conn: &mut Conn,
    events: &mut Events,
    row: &Row,
    count: &mut u64,
) -> Result<Option<(i64, Text)>> {
    let mut chain = Chain::of(row.id.clone());
    let mut times = None;
    while let Some(event) = events.next_of(conn, &row.id)? {
        *count += 1;
        if let Err(why) = chain.add(&event) {
            return Ok(Some((event.sequence, why)));
        }
        let (first, _) = times.unwrap_or((event.at, event.at));
        times = Some((first, event.at));
    }
    let ends = record_of(row).and_then(|record| chain.ends_at(row.version, &record));
    let why = match ends {
        Err(why) => why,
        Ok(()) if times != Some((row.created_at, row.updated_at)) => say("passport-broken-columns"),
        Ok(()) => return Ok(None),
    };
    Ok(Some((chain.last_sequence(), why)))
}

fn orphan(event: &Event) -> BrokenLink {
    let (passport, sequence) = (event.passport_id.to_string(), event.sequence);
    BrokenLink { passport, sequence, why: say("passport-broken-orphan") }
}

/// What the history of a stored passport must lead to. Its details are taken as they stand, and
/// each column beside them must say the same.
fn record_of(row: &Row) -> std::result::Result<Map<String, Value>, Text> {
    let unreadable = |fault: &dyn fmt::Display| say("passport-broken-details").with("fault", fault);
    let details: Map<String, Value> =
        serde_json::from_str(&row.details).map_err(|fault| unreadable(&fault))?;
    let passport = row.clone().into_passport().map_err(|fault| unreadable(&fault))?;
    let told = Row::of(&passport).map_err(|fault| unreadable(&fault))?;
    // A later release may write the same details in another way.
    if (Row { details: row.details.clone(), ..told }) != *row {
        return Err(say("passport-broken-columns"));
    }
    let mut record = passport.record().map_err(|fault| unreadable(&fault))?;
    record.retain(|key, _| HELD_BESIDE.contains(&key.as_str()));
    record.extend(details);
    Ok(record)
}

/// What the record of a passport holds besides its content.
const HELD_BESIDE: [&str; 5] = ["code", "organisation_id", "inventory_id", "state", "photos"];

/// The events of a page, read some at a time, in order of passport and sequence.
struct Events<'a> {
    read: VecDeque<Event>,
    after: (String, i64),
    until: Option<&'a str>,
    ended: bool,
}

impl<'a> Events<'a> {
    fn between(after: &str, until: Option<&'a str>) -> Self {
        // All events of the passport the last page ended with were looked at.
        let after = (after.to_owned(), i64::MAX);
        Self { read: VecDeque::new(), after, until, ended: false }
    }

    fn peek(&mut self, conn: &mut Conn) -> Result<Option<&Event>> {
        if self.read.is_empty() && !self.ended {
            let (passport, sequence) = (&self.after.0, self.after.1);
            let some = store::events_after(conn, (passport, sequence), self.until, EVENTS_AT_ONCE)?;
            match some.last() {
                Some(last) => self.after = (last.passport_id.to_string(), last.sequence),
                None => self.ended = true,
            }
            self.read = some.into();
        }
        Ok(self.read.front())
    }

    fn next(&mut self, conn: &mut Conn) -> Result<Option<Event>> {
        self.peek(conn)?;
        Ok(self.read.pop_front())
    }

    fn next_of(&mut self, conn: &mut Conn, passport: &Id<Passport>) -> Result<Option<Event>> {
        match self.peek(conn)? {
            Some(event) if event.passport_id == *passport => self.next(conn),
            _ => Ok(None),
        }
    }

    fn next_before(&mut self, conn: &mut Conn, passport: &Id<Passport>) -> Result<Option<Event>> {
        match self.peek(conn)? {
            Some(event) if event.passport_id < *passport => self.next(conn),
            _ => Ok(None),
        }
    }
}
