//! Mails that come back, and readers who call them unwanted: what is learnt from that, and how a
//! member gets mails again.

pub mod http;
mod maildir;
mod report;

use serde::Serialize;

use crate::accounts::{self, Caller, Scope};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::language::say;
use crate::mail::returns::{self, CameBack};
use crate::mail::standing::{self, Stopped, StoppedFor};

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
    let known = standing::find(conn, &address)?;
    let lifts_left = (LIFTS_MAX - known.lifts).max(0);
    Ok(MailStanding { address, stopped: known.stopped, lifts_left })
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

/// Learns from a report. Whether it was about a mail of ours, and new: one that comes twice counts
/// once.
pub fn take_report(conn: &mut Conn, report: &Report) -> Result<bool> {
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
