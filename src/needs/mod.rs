//! Needs: what organisations look for, and what fits them.

mod bettering;
mod check;
mod criteria;
mod criterion;
mod finding;
#[cfg(test)]
pub(crate) mod fixtures;
mod following;
pub mod http;
pub mod index;
mod matches;
mod matching;
mod misses;
pub mod mutes;
mod lots;
mod preview;
mod proposing;
mod reasons;
pub mod stating;
pub mod stock;
mod snapshot;
mod store;
mod sweep;
mod unmet;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::accounts::{Action, Caller, Member, Object, Organisation, may};
use crate::clock::{self, Day, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::jobs::{self, Job};
use crate::language::say;
use crate::web::Paged;

pub use bettering::{Better, Terms};
pub use check::{NeedDraft, Wanted};
pub use criteria::{
    About, AttributeWish, Criteria, Declaration, Hazard, MeasureWish, Place, QuantityWish,
};
pub use criterion::Criterion;
pub use finding::{Pair, offers, pairs_of_need, pairs_of_offers, search_for};
pub use following::{Following, follow};
pub use lots::{Lot, Lots, lots_for, lots_of};
pub use matches::{
    Match, NewMatch, Offers, Ready, Recorded, fitting, fitting_among, forget_matches, list_matches,
    record_matches, set_told,
};
pub use matching::{Fit, Near, Offer, fits, nearly_fits};
pub use misses::Miss;
pub use preview::{Preview, preview};
pub use proposing::{Feedback, Proposal, feedback};
pub use reasons::{Amount, AttributeValue, Reason};
pub use sweep::{Drift, sweep};
pub use unmet::{Unmet, unmet};

/// What an organisation looks for.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Need {
    pub id: Id<Need>,
    pub organisation_id: Id<Organisation>,
    /// Who is told.
    pub member_id: Id<Member>,
    /// How its people call it: "doors for the Vaartkom site".
    pub name: String,
    pub criteria: Criteria,
    /// How often its member is told.
    pub frequency: Frequency,
    /// The last day on which it is looked for.
    pub expires_on: Option<Day>,
    pub state: State,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = NeedState)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Open,
    /// Nothing is looked for until it is resumed.
    Paused,
    Closed,
    /// Its last day has passed.
    Expired,
}

/// How often somebody is told of what fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    #[default]
    AtOnce,
    Daily,
    Weekly,
    Monthly,
}

/// Each is looked at whenever something of its categories is offered.
const OPEN_NEEDS_MAX: i64 = 10_000;

/// Takes down what an organisation looks for, and has what is there looked through for it.
pub fn create(conn: &mut Conn, caller: &Caller, draft: NeedDraft) -> Result<Need> {
    may(caller, Action::EditNeeds, Object::Of(&caller.organisation_id))?;
    let Wanted { name, criteria, frequency, expires_on } = wanted(draft)?;
    if store::count_open(conn, &caller.organisation_id)? >= OPEN_NEEDS_MAX {
        return Err(Error::Conflict(say("need-too-many").with("max", OPEN_NEEDS_MAX)));
    }
    let now = clock::now();
    let need = Need {
        id: Id::new(),
        organisation_id: caller.organisation_id.clone(),
        member_id: caller.member_id.clone(),
        name,
        criteria,
        frequency,
        expires_on,
        state: State::Open,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert(conn, &need)?;
    jobs::enqueue(conn, &Job::MatchNeed { need_id: need.id.to_string() })?;
    Ok(need)
}

fn wanted(draft: NeedDraft) -> Result<Wanted> {
    draft.check(clock::now().day()).map_err(Error::Invalid)
}

pub fn find(conn: &mut Conn, caller: &Caller, id: &Id<Need>) -> Result<Need> {
    let need = store::find(conn, id)?.ok_or(Error::NotFound)?;
    may(caller, Action::Read, Object::Of(&need.organisation_id))?;
    Ok(need)
}

/// Needs by id, for who already may know of them.
pub fn find_all(conn: &mut Conn, ids: &[Id<Need>]) -> Result<Vec<Need>> {
    store::find_all(conn, ids)
}

/// Who is told of what fits these.
pub fn members_of(conn: &mut Conn, ids: &[Id<Need>]) -> Result<BTreeSet<Id<Member>>> {
    store::members_of(conn, ids)
}

/// The needs of the caller's organisation, newest first.
pub fn list(
    conn: &mut Conn,
    caller: &Caller,
    state: Option<State>,
    cursor: Option<&Id<Need>>,
    limit: usize,
) -> Result<Paged<Need>> {
    may(caller, Action::Read, Object::Of(&caller.organisation_id))?;
    let rows = i64::try_from(limit + 1).map_err(Error::internal)?;
    let needs = store::list(conn, &caller.organisation_id, state, cursor, rows)?;
    Ok(Paged::of(needs, limit, |need| need.id.to_string()))
}

/// Puts other criteria in the place of those of `version`. What fits now and did not before is
/// told; what was told is not told again.
pub fn replace(
    conn: &mut Conn,
    caller: &Caller,
    id: &Id<Need>,
    version: i64,
    draft: NeedDraft,
) -> Result<Need> {
    let before = own(conn, caller, id)?;
    let Wanted { name, criteria, frequency, expires_on } = wanted(draft)?;
    if before.version != version {
        return Err(Error::Changed);
    }
    match before.state {
        State::Open | State::Paused => {}
        State::Closed | State::Expired => return Err(Error::Conflict(say("need-closed"))),
    }
    let next = Need { name, criteria, frequency, expires_on, ..before.clone() };
    if next == before {
        return Ok(before);
    }
    let need = store_next(conn, next)?;
    look_for(conn, &need)?;
    Ok(need)
}

/// Has what is there looked through for it.
fn look_for(conn: &mut Conn, need: &Need) -> Result<()> {
    match need.state {
        State::Open => jobs::enqueue(conn, &Job::MatchNeed { need_id: need.id.to_string() }),
        State::Paused | State::Closed | State::Expired => Ok(()),
    }
}

/// Nothing is looked for until it is resumed. Pausing what is paused changes nothing.
pub fn pause(conn: &mut Conn, caller: &Caller, id: &Id<Need>) -> Result<Need> {
    let before = own(conn, caller, id)?;
    match before.state {
        State::Paused => Ok(before),
        State::Open => store_next(conn, Need { state: State::Paused, ..before }),
        State::Closed | State::Expired => Err(Error::Conflict(say("need-closed"))),
    }
}

/// Looks again, also for what came meanwhile. Resuming what is open changes nothing.
pub fn resume(conn: &mut Conn, caller: &Caller, id: &Id<Need>) -> Result<Need> {
    let before = own(conn, caller, id)?;
    match before.state {
        State::Open => return Ok(before),
        State::Paused => {}
        State::Closed | State::Expired => return Err(Error::Conflict(say("need-closed"))),
    }
    let need = store_next(conn, Need { state: State::Open, ..before })?;
    look_for(conn, &need)?;
    Ok(need)
}

/// Nothing more is looked for. Closing what is closed changes nothing.
pub fn close(conn: &mut Conn, caller: &Caller, id: &Id<Need>) -> Result<Need> {
    let before = own(conn, caller, id)?;
    match before.state {
        State::Closed | State::Expired => Ok(before),
        State::Open | State::Paused => store_next(conn, Need { state: State::Closed, ..before }),
    }
}

/// A need that the caller may change.
fn own(conn: &mut Conn, caller: &Caller, id: &Id<Need>) -> Result<Need> {
    let need = find(conn, caller, id)?;
    may(caller, Action::EditNeeds, Object::Of(&need.organisation_id))?;
    Ok(need)
}

/// How many are ended together.
const EXPIRED_AT_ONCE: i64 = 500;

/// Ends the needs whose last day is over. How many there were; fewer than asked for are all.
pub fn expire(conn: &mut Conn, today: Day) -> Result<usize> {
    let expired = store::expired(conn, today, EXPIRED_AT_ONCE)?;
    let count = expired.len();
    for need in expired {
        store_next(conn, Need { state: State::Expired, ..need })?;
    }
    Ok(count)
}

/// Stores the need as its next version.
fn store_next(conn: &mut Conn, need: Need) -> Result<Need> {
    let need = Need { version: need.version + 1, updated_at: clock::now(), ..need };
    if store::update(conn, &need)? { Ok(need) } else { Err(Error::Changed) }
}
