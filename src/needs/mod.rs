//! Needs: what organisations look for, and what fits them.

mod check;
mod criteria;
mod criterion;
mod finding;
#[cfg(test)]
pub(crate) mod fixtures;
pub mod http;
mod matching;
mod misses;
mod reasons;
mod store;

use serde::{Deserialize, Serialize};

use crate::accounts::{Action, Caller, Member, Object, Organisation, may};
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::jobs::{self, Job};
use crate::language::say;
use crate::passports::Passport;
use crate::web::Paged;

pub use check::{NeedDraft, Wanted};
pub use criteria::{
    About, AttributeWish, Criteria, Declaration, Hazard, MeasureWish, Place, QuantityWish,
};
pub use criterion::Criterion;
pub use finding::{
    NewMatch, Pair, offers, pairs_of_need, pairs_of_passports, record_matches, search_for,
};
pub use matching::{Fit, Near, Offer, fits, nearly_fits};
pub use misses::Miss;
pub use reasons::{Amount, AttributeValue, Reason};

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
    Closed,
}

/// One need and one listing that fit. There is one for each such pair, ever.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    pub id: Id<Match>,
    pub need_id: Id<Need>,
    pub passport_id: Id<Passport>,
    /// Whose need it is.
    pub organisation_id: Id<Organisation>,
    /// 0 to 1.
    pub score: f64,
    pub reasons: Vec<Reason>,
    /// As it was when it was found to fit.
    pub passport_version: i64,
    pub created_at: Instant,
}

/// Each is looked at whenever something of its categories is offered.
const OPEN_NEEDS_MAX: i64 = 10_000;

/// Takes down what an organisation looks for, and has what is there looked through for it.
pub fn create(conn: &mut Conn, caller: &Caller, draft: NeedDraft) -> Result<Need> {
    may(caller, Action::EditNeeds, Object::Of(&caller.organisation_id))?;
    let Wanted { name, criteria } = draft.check().map_err(Error::Invalid)?;
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
        state: State::Open,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert(conn, &need)?;
    jobs::enqueue(conn, &Job::MatchNeed { need_id: need.id.to_string() })?;
    Ok(need)
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
    let before = find(conn, caller, id)?;
    may(caller, Action::EditNeeds, Object::Of(&before.organisation_id))?;
    let Wanted { name, criteria } = draft.check().map_err(Error::Invalid)?;
    if before.version != version {
        return Err(Error::Changed);
    }
    if before.state == State::Closed {
        return Err(Error::Conflict(say("need-closed")));
    }
    if (&before.name, &before.criteria) == (&name, &criteria) {
        return Ok(before);
    }
    let need = store_next(conn, Need { name, criteria, ..before })?;
    jobs::enqueue(conn, &Job::MatchNeed { need_id: need.id.to_string() })?;
    Ok(need)
}

/// Nothing more is looked for. Closing what is closed changes nothing.
pub fn close(conn: &mut Conn, caller: &Caller, id: &Id<Need>) -> Result<Need> {
    let before = find(conn, caller, id)?;
    may(caller, Action::EditNeeds, Object::Of(&before.organisation_id))?;
    if before.state == State::Closed {
        return Ok(before);
    }
    store_next(conn, Need { state: State::Closed, ..before })
}

/// Stores the need as its next version.
fn store_next(conn: &mut Conn, need: Need) -> Result<Need> {
    let need = Need { version: need.version + 1, updated_at: clock::now(), ..need };
    if store::update(conn, &need)? { Ok(need) } else { Err(Error::Changed) }
}

/// What fitted a need, best first, each with its passport as it is now. What the caller may no
/// longer see is left out, so a page may hold fewer than `limit` and not be the last.
pub fn list_matches(
    conn: &mut Conn,
    caller: &Caller,
    id: &Id<Need>,
    cursor: Option<&Id<Match>>,
    limit: usize,
) -> Result<Paged<(Match, Passport)>> {
    let need = find(conn, caller, id)?;
    let after = match cursor {
        None => None,
        Some(cursor) => {
            let last = store::find_match(conn, cursor)?.filter(|it| it.need_id == need.id);
            Some(last.ok_or_else(|| Error::Unreadable("cursor".to_owned()))?)
        }
    };
    let rows = i64::try_from(limit + 1).map_err(Error::internal)?;
    let matches = store::list_matches(conn, &need.id, after.as_ref(), rows)?;
    let Paged { items, next_cursor } = Paged::of(matches, limit, |it| it.id.to_string());
    let ids: Vec<_> = items.iter().map(|it| it.passport_id.to_string()).collect();
    let mut offers = finding::offers_by_id(conn, &ids)?;
    let viewer = caller.viewer();
    let seen = items.into_iter().filter_map(|found| {
        let offer = offers.remove(&found.passport_id)?;
        offer.is_seen_by(&viewer).then_some((found, offer.passport))
    });
    Ok(Paged { items: seen.collect(), next_cursor })
}
