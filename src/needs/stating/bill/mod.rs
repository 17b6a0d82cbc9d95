//! Needs from a bill of quantities: twenty lines, twenty needs. The reader of inventories reads the
//! file, in a process of its own and within the same limits; accepting it makes all needs or none.

pub mod http;
mod line;
mod store;

use std::path::Path;

use time::Duration;

use crate::accounts::{Action, Caller, Member, Object, Organisation, may};
use crate::app::App;
use crate::clock::{self, Day, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::inventories;
use crate::language::say;
use crate::needs::{self, Frequency, Place};

pub use line::Line;

/// A bill of quantities that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Bill {
    pub id: Id<Bill>,
    pub organisation_id: Id<Organisation>,
    pub member_id: Id<Member>,
    /// As the sender named it, fit to be shown.
    pub file_name: String,
    /// In the order of the file.
    pub lines: Vec<Line>,
    /// The lines became needs.
    pub is_accepted: bool,
    pub version: i64,
    pub created_at: Instant,
}

/// More lines than any bill of one building has; each becomes a need that is looked at for each
/// listing.
pub const LINES_MAX: usize = 1000;

/// Reads a bill and keeps what was understood of it; no need is made yet.
pub async fn read(app: &App, caller: &Caller, file_name: String, file: &Path) -> Result<Bill> {
    may(caller, Action::EditNeeds, Object::Of(&caller.organisation_id))?;
    let rows = match inventories::lines_of(app, &caller.organisation_id, file, LINES_MAX).await? {
        Ok(rows) => rows,
        Err(why) => {
            // Who sent it reads the answer at once: the reason goes into it as it is.
            return Err(Error::invalid("/file", why, file_name));
        }
    };
    let mut lines: Vec<Line> = rows.into_iter().filter_map(Line::of).collect();
    if lines.len() > LINES_MAX {
        let expected = say("stating-bill-too-long").with("max", LINES_MAX);
        return Err(Error::invalid("/file", expected, lines.len()));
    }
    if lines.is_empty() {
        return Err(Error::invalid("/file", say("stating-bill-without-lines"), file_name));
    }
    let now = clock::now();
    for line in &mut lines {
        if let Err(problems) = line.need.clone().check(now.day()).map(drop)
            && line.is_right()
        {
            line.add_problems(problems);
        }
    }
    let bill = Bill {
        id: Id::new(),
        organisation_id: caller.organisation_id.clone(),
        member_id: caller.member_id.clone(),
        file_name,
        lines,
        is_accepted: false,
        version: 1,
        created_at: now,
    };
    let kept = bill.clone();
    app.db.write(move |conn| store::insert(conn, &kept)).await?;
    Ok(bill)
}

/// A bill of the caller's organisation.
pub fn find(conn: &mut Conn, caller: &Caller, id: &Id<Bill>) -> Result<Bill> {
    let bill = store::find(conn, id)?.ok_or(Error::NotFound)?;
    may(caller, Action::Read, Object::Of(&bill.organisation_id))?;
    Ok(bill)
}

/// Whoever means to use a bill does so within this; it is quickly sent again.
pub const UNUSED_KEPT: Duration = Duration::days(30);

/// Forgets the bills that nobody used in time before `at`.
pub fn forget_unused(conn: &mut Conn, at: Instant) -> Result<()> {
    let bills = store::forget_unused(conn, at - UNUSED_KEPT)?;
    if bills > 0 {
        tracing::info!(bills, "forgot {bills} bills of quantities that nobody used");
    }
    Ok(())
}

/// What all needs of a bill have in common, and which lines become needs.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// By their place in the bill, from 0. All that are right, unless told.
    pub lines: Option<Vec<usize>>,
    /// Near which they are looked for.
    pub place: Option<Place>,
    pub several_lots: bool,
    pub frequency: Frequency,
    pub expires_on: Option<Day>,
}

/// Makes a need of each line, or of none. Accepting again changes nothing.
pub fn accept(conn: &mut Conn, caller: &Caller, id: &Id<Bill>, terms: &Terms) -> Result<Bill> {
    let mut bill = find(conn, caller, id)?;
    may(caller, Action::EditNeeds, Object::Of(&bill.organisation_id))?;
    let wanted = wanted(&bill, terms)?;
    if !store::accept(conn, &bill)? {
        // Somebody was faster, perhaps this very request when it came first.
        return find(conn, caller, id);
    }
    for at in wanted {
        let mut draft = bill.lines[at].need.clone();
        draft.criteria.place = terms.place.or(draft.criteria.place);
        if let Some(quantity) = &mut draft.criteria.quantity {
            quantity.several_lots = terms.several_lots;
        }
        draft.frequency = terms.frequency;
        draft.expires_on = terms.expires_on;
        bill.lines[at].need = draft.clone();
        bill.lines[at].need_id = Some(needs::create(conn, caller, draft)?.id);
    }
    store::note_lines(conn, &bill.id, &bill.lines)?;
    bill.is_accepted = true;
    bill.version += 1;
    Ok(bill)
}

/// The lines that are to become needs; each must be there and right.
fn wanted(bill: &Bill, terms: &Terms) -> Result<Vec<usize>> {
    let is_right = |at: usize| bill.lines.get(at).is_some_and(Line::is_right);
    let Some(named) = &terms.lines else {
        return Ok((0..bill.lines.len()).filter(|at| is_right(*at)).collect());
    };
    for (place, at) in named.iter().enumerate() {
        if !is_right(*at) && !bill.is_accepted {
            return Err(Error::invalid(&format!("/lines/{place}"), say("stating-bill-line"), at));
        }
    }
    let mut named = named.clone();
    named.sort_unstable();
    named.dedup();
    Ok(named)
}
