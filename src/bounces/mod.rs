//! Mails that come back, readers who call them unwanted or write to say stop: what is learnt from
//! that, and how a member gets mails again.

pub mod http;
mod maildir;
mod report;
mod stop;

use serde::Serialize;

use crate::accounts::{self, Caller, Scope};
use crate::alerts;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::say;
use crate::mail::outbox::{self, Entry};
use crate::mail::returns::{self, CameBack};
use crate::mail::standing::{self, Stopped, StoppedFor};
use crate::secret::Secret;

pub use maildir::collect;
pub use report::Report;

/// Whether a member's mails arrive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct MailStanding {
    /// Where mails go.
    pub address: String,
    /// Why none do, and since when; absent while they do.
    pub stopped: Option<Stopped>,
    /// How often the member may still lift a stop.
    pub lifts_left: i32,
}

/// Whoever lifts a stop again and again hurts all who get mail from us: others judge us by how
/// much of it comes back. After this an admin has to look.
const LIFTS_MAX: i32 = 3;

/// Whether the caller's mails arrive.
pub fn standing(conn: &mut Conn, caller: &Caller) -> Result<MailStanding> {
    let address = accounts::me(conn, caller)?.member.email;
    standing_of(conn, &address)
}

/// Whether mails to an address arrive; of one that nothing is known of they do.
pub fn standing_of(conn: &mut Conn, address: &str) -> Result<MailStanding> {
    let known = standing::find(conn, address)?;
    let lifts_left = (LIFTS_MAX - known.lifts).max(0);
    Ok(MailStanding { address: address.to_owned(), stopped: known.stopped, lifts_left })
}

/// Lets mails go to the caller again. Where they do already, nothing changes.
pub fn lift(conn: &mut Conn, caller: &Caller) -> Result<MailStanding> {
    // An API key uploads and reads; what its member is sent is no affair of its.
    if caller.scope != Scope::Session {
        return Err(Error::NotFound);
    }
    let now = standing(conn, caller)?;
    if now.stopped.is_none() {
        return Ok(now);
    }
    if now.lifts_left == 0 {
        return Err(Error::Conflict(say("error-mail-lifts-used").with("max", LIFTS_MAX)));
    }
    standing::lift(conn, &now.address)?;
    standing(conn, caller)
}

/// What arrived at an address of ours from which mails leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrived {
    Report(Report),
    /// Somebody wants no more mails like this one.
    Stop(Id<Entry>),
}

impl Arrived {
    /// `None` for any other message.
    pub fn read(raw: &[u8]) -> Option<Self> {
        Report::read(raw).map(Self::Report).or_else(|| stop::read(raw).map(Self::Stop))
    }
}

/// Does what it asks for. Whether it was about a mail of ours.
pub fn take(conn: &mut Conn, secret: &Secret, arrived: &Arrived) -> Result<bool> {
    match arrived {
        Arrived::Report(report) => take_report(conn, report),
        Arrived::Stop(id) => match outbox::find(conn, id)? {
            Some((_, mail)) => alerts::stop_mails_like(conn, secret, &mail),
            None => Ok(false),
        },
    }
}

/// Learns from a report. Whether it was about a mail of ours, and new: one that comes twice counts
/// once.
fn take_report(conn: &mut Conn, report: &Report) -> Result<bool> {
    for told in &report.about {
        let Some(address) = returns::came_back(conn, told, report.how)? else { continue };
        match report.how {
            CameBack::SoftBounce => standing::soft_bounced(conn, &address, &report.answer)?,
            CameBack::HardBounce => {
                standing::stop(conn, &address, StoppedFor::NoSuchAddress, &report.answer)?;
            }
            CameBack::Complaint => {
                standing::stop(conn, &address, StoppedFor::Complaint, &report.answer)?;
            }
        }
        return Ok(true);
    }
    Ok(false)
}
