//! What is known of an address: whether mails to it are stopped, why, since when, and how often
//! its member has lifted that.

use diesel::prelude::*;
use serde::Serialize;

use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::on_backend;
use crate::schema::mail_addresses;

/// Why no more mails go to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StoppedFor {
    /// Mails came back for passing reasons, so many in a row that it no longer passes.
    SoftBounces,
    /// A mail server said that there is nobody.
    NoSuchAddress,
    /// Somebody there called a mail of ours unwanted.
    Complaint,
}

impl StoppedFor {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SoftBounces => "soft_bounces",
            Self::NoSuchAddress => "no_such_address",
            Self::Complaint => "complaint",
        }
    }

    fn of(text: &str) -> Result<Self> {
        [Self::SoftBounces, Self::NoSuchAddress, Self::Complaint]
            .into_iter()
            .find(|it| it.as_str() == text)
            .ok_or_else(|| Error::internal(format!("`{text}` is no reason to stop")))
    }
}

/// No more mails go to an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Stopped {
    pub reason: StoppedFor,
    pub since: Instant,
    /// What the mail server said, in its words.
    pub answer: Option<String>,
}

/// What is known of an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    pub stopped: Option<Stopped>,
    /// How often a stop was lifted.
    pub lifts: i32,
}

/// Mails in a row that come back for a passing reason, such as a full box, before it is a lasting
/// one: with a letter a day, a week.
pub const SOFT_BOUNCES_MAX: i32 = 7;
/// Of what a server said; more is not read.
const ANSWER_CHARACTERS_MAX: usize = 500;

/// Since when and why no mail goes there, what was answered last, and how often that was lifted.
type Noted = (Option<Instant>, Option<String>, Option<String>, i32);

/// What is known of an address, however it is written.
pub fn find(conn: &mut Conn, address: &str) -> Result<Standing> {
    let row: Option<Noted> = mail_addresses::table
        .find(key(address))
        .select((
            mail_addresses::stopped_at,
            mail_addresses::stopped_for,
            mail_addresses::last_answer,
            mail_addresses::lifts,
        ))
        .first(conn)
        .optional()?;
    let Some((since, reason, answer, lifts)) = row else { return Ok(Standing::default()) };
    let stopped = match since.zip(reason) {
        Some((since, reason)) => Some(Stopped { reason: StoppedFor::of(&reason)?, since, answer }),
        None => None,
    };
    Ok(Standing { stopped, lifts })
}

/// Stops mails to an address. A graver reason goes before a lesser one; the first day stays.
pub fn stop(conn: &mut Conn, address: &str, reason: StoppedFor, answer: &str) -> Result<()> {
    remember(conn, address, answer)?;
    let known = find(conn, address)?.stopped;
    if known.as_ref().is_some_and(|it| it.reason >= reason) {
        return Ok(());
    }
    let since = known.map_or_else(clock::now, |it| it.since);
    diesel::update(mail_addresses::table.find(key(address)))
        .set((
            mail_addresses::stopped_at.eq(since),
            mail_addresses::stopped_for.eq(reason.as_str()),
        ))
        .execute(conn)?;
    metrics::counter!("circuler_mail_stops_total", "reason" => reason.as_str()).increment(1);
    Ok(())
}

/// Counts a mail that came back for a passing reason, and stops when it no longer passes.
pub fn soft_bounced(conn: &mut Conn, address: &str, answer: &str) -> Result<()> {
    remember(conn, address, answer)?;
    let bounces: i32 = diesel::update(mail_addresses::table.find(key(address)))
        .set(mail_addresses::soft_bounces.eq(mail_addresses::soft_bounces + 1))
        .returning(mail_addresses::soft_bounces)
        .get_result(conn)?;
    if bounces >= SOFT_BOUNCES_MAX {
        stop(conn, address, StoppedFor::SoftBounces, answer)?;
    }
    Ok(())
}

/// Lets mails go to an address again, and counts that.
pub fn lift(conn: &mut Conn, address: &str) -> Result<()> {
    let none: Option<Instant> = None;
    let stopped =
        mail_addresses::table.find(key(address)).filter(mail_addresses::stopped_at.is_not_null());
    diesel::update(stopped)
        .set((
            mail_addresses::stopped_at.eq(none),
            mail_addresses::stopped_for.eq(None::<String>),
            mail_addresses::soft_bounces.eq(0),
            mail_addresses::lifts.eq(mail_addresses::lifts + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Lets mails go to an address again because somebody looked into it, and lets its member lift
/// stops as if for the first time.
pub fn lift_anew(conn: &mut Conn, address: &str) -> Result<()> {
    lift(conn, address)?;
    diesel::update(mail_addresses::table.find(key(address)))
        .set(mail_addresses::lifts.eq(0))
        .execute(conn)?;
    Ok(())
}

fn remember(conn: &mut Conn, address: &str, answer: &str) -> Result<()> {
    let answer: String = answer.chars().take(ANSWER_CHARACTERS_MAX).collect();
    let row = (mail_addresses::address.eq(key(address)), mail_addresses::last_answer.eq(&answer));
    on_backend!(conn => diesel::insert_into(mail_addresses::table)
        .values(&row)
        .on_conflict(mail_addresses::address)
        .do_update()
        .set(mail_addresses::last_answer.eq(&answer))
        .execute(conn))?;
    Ok(())
}

/// Servers may tell capitals apart in names (RFC 5321 §2.4); none that we write to does.
fn key(address: &str) -> String {
    address.trim().to_lowercase()
}
