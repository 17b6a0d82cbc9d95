//! Passports: what a component or a batch of identical ones is, where it is, in what state, how it
//! comes loose, and what may be done with it.

mod asbestos;
pub mod bulk;
pub mod check;
mod completeness;
pub mod decimal;
mod draft;
pub mod history;
pub mod http;
mod listing;
mod page;
pub mod photos;
pub mod searching;
mod store;
mod surroundings;
mod terms;
mod told;
mod unindexed;
mod upkeep;
mod verify;
pub mod words;

use std::collections::{HashMap, HashSet};

use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use self::surroundings::{KnownPlaces, asked_to_offer};
use crate::accounts::{self, Action, Caller, Object, Organisation};
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::{Code, Id};
use crate::jobs;
use crate::language::say;
use crate::search::Viewer;

pub use completeness::{Completeness, Fact, Gain, Gaps};
pub use draft::{Content, Dimensions, Draft};
pub use history::{Event, EventKind, diff};
pub use listing::{carbon_avoided_grams, index, listing, text_of};
pub use photos::Photo;
pub use searching::Wanted;
pub use store::{by_external_ids, find, find_all, snapshot, versions};
pub use surroundings::Surroundings;
pub use terms::{
    Accessibility, Asbestos, Connection, Crossings, Detachability, Document, EdgeConfinement,
    Hazards, Material, Origin, Price, References,
};
pub use told::Told;
pub use upkeep::{Drift, Mended, mend_drift, reindex};
pub use verify::{BrokenLink, Verified, verify};

/// The version of a passport that was never changed.
pub const FIRST_VERSION: i64 = 1;

/// The record of one component, or of one batch of identical components or material.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Passport {
    pub id: Id<Passport>,
    /// What stands on the label, `7K3M-9QXV-2`.
    pub code: Code,
    /// Who holds it.
    pub organisation_id: Id<Organisation>,
    /// The upload it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub inventory_id: Option<Id<Upload>>,
    pub state: State,
    /// Goes up by one with every event. It is the ETag.
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
    /// What it looks like, the best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub photos: Vec<Photo>,
    #[serde(flatten)]
    pub content: Content,
}

/// What the id of an inventory is an id of. The rest of its story is told in `inventories`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upload {}

/// A passport is never deleted once registered: it ends as retired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PassportState)]
pub enum State {
    Registered,
    Retired,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Retired => "retired",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Registered, Self::Retired].into_iter().find(|it| it.as_str() == word)
    }
}

impl Passport {
    /// What its history keeps: all of its content, and who holds it under which code.
    fn record(&self) -> Result<Map<String, Value>> {
        let Value::Object(mut record) =
            serde_json::to_value(&self.content).map_err(Error::internal)?
        else {
            return Err(Error::internal("the content of a passport is an object"));
        };
        record.insert("code".into(), self.code.as_str().into());
        record.insert("organisation_id".into(), self.organisation_id.as_str().into());
        if let Some(inventory) = &self.inventory_id {
            record.insert("inventory_id".into(), inventory.as_str().into());
        }
        record.insert("state".into(), self.state.as_str().into());
        if !self.photos.is_empty() {
            let photos = serde_json::to_value(&self.photos).map_err(Error::internal)?;
            record.insert("photos".into(), photos);
        }
        Ok(record)
    }

    /// As it is stored, compared and indexed.
    pub fn quantity_thousandths(&self) -> i64 {
        let thousandths = self.content.quantity * rust_decimal::Decimal::ONE_THOUSAND;
        // The check saw to it that it fits.
        thousandths.to_i64().unwrap_or(i64::MAX)
    }
}

/// Registers one passport for the caller's organisation.
pub fn register(conn: &mut Conn, caller: &Caller, draft: Draft) -> Result<Passport> {
    let organisation = &caller.organisation_id;
    accounts::may(caller, Action::EditStock, Object::Of(organisation))?;
    let content = draft.checked()?;
    asked_to_offer(conn, &content)?;
    let ids = register_all(conn, &caller.actor(), organisation, None, vec![content])?;
    let registered = ids.first().map(|id| store::find(conn, id)).transpose()?.flatten();
    registered.ok_or_else(|| Error::internal("a passport is gone as soon as it was registered"))
}

/// How many passports are made ready and stored together: enough that a statement costs little,
/// few enough that a hundred thousand do not stand in memory three times over.
const REGISTER_AT_ONCE: usize = 1000;

/// Registers many: all of them, in the caller's transaction. The ids come in the order of the
/// contents.
pub fn register_all(
    conn: &mut Conn,
    actor: &str,
    organisation_id: &Id<Organisation>,
    upload: Option<&Id<Upload>>,
    contents: Vec<Content>,
) -> Result<Vec<Id<Passport>>> {
    let now = clock::now();
    let mut known = KnownPlaces::default();
    let mut ids = Vec::with_capacity(contents.len());
    let mut contents = contents.into_iter();
    loop {
        let some: Vec<_> = contents.by_ref().take(REGISTER_AT_ONCE).collect();
        if some.is_empty() {
            break;
        }
        let codes = new_codes(conn, some.len())?;
        let (mut rows, mut events) =
            (Vec::with_capacity(some.len()), Vec::with_capacity(some.len()));
        for (content, code) in some.into_iter().zip(codes) {
            let passport = Passport {
                id: Id::new(),
                code,
                organisation_id: organisation_id.clone(),
                inventory_id: upload.cloned(),
                state: State::Registered,
                version: FIRST_VERSION,
                created_at: now,
                updated_at: now,
                photos: Vec::new(),
                content: known.settle(conn, organisation_id, content)?,
            };
            rows.push(store::Row::of(&passport)?);
            events.extend(Event::of(None, &passport, actor, EventKind::Registered)?);
            ids.push(passport.id);
        }
        store::insert_all(conn, &rows, events)?;
    }
    let written: Vec<String> = ids.iter().map(ToString::to_string).collect();
    jobs::enqueue_passports(conn, &written)?;
    Ok(ids)
}

/// As many codes as asked for, none of them on a label yet.
fn new_codes(conn: &mut Conn, count: usize) -> Result<HashSet<Code>> {
    let mut codes = HashSet::with_capacity(count);
    while codes.len() < count {
        let drawn: Vec<Code> = (codes.len()..count).map(|_| Code::random()).collect();
        let taken = store::codes_taken(conn, &drawn)?;
        codes.extend(drawn.into_iter().filter(|it| !taken.contains(it)));
    }
    Ok(codes)
}

/// Changes a passport of the caller's organisation to what `draft` says.
pub fn change(
    conn: &mut Conn,
    caller: &Caller,
    id: &Id<Passport>,
    version: i64,
    draft: Draft,
) -> Result<Passport> {
    let old = own(conn, caller, Action::EditStock, id)?;
    let content = draft.checked()?;
    asked_to_offer(conn, &content)?;
    revised(conn, &caller.actor(), &old, Some(version), content)
}

/// Changes a passport on behalf of `actor`. What is the same already makes no event.
pub fn revise(
    conn: &mut Conn,
    actor: &str,
    id: &Id<Passport>,
    expected_version: Option<i64>,
    content: Content,
) -> Result<Passport> {
    let old = store::find(conn, id)?.ok_or(Error::NotFound)?;
    revised(conn, actor, &old, expected_version, content)
}

fn revised(
    conn: &mut Conn,
    actor: &str,
    old: &Passport,
    expected_version: Option<i64>,
    content: Content,
) -> Result<Passport> {
    if expected_version.is_some_and(|it| it != old.version) {
        return Err(Error::Changed);
    }
    match old.state {
        State::Registered => {}
        State::Retired => return Err(Error::Conflict(say("passport-is-retired"))),
    }
    let content = KnownPlaces::default().settle(conn, &old.organisation_id, content)?;
    let new = Passport { content, ..old.clone() };
    write_down(conn, actor, old, new, EventKind::Revised)
}

/// Ends a passport: it is no longer there to be had. Its page and its history stay.
pub fn retire(
    conn: &mut Conn,
    caller: &Caller,
    id: &Id<Passport>,
    version: i64,
) -> Result<Passport> {
    let old = own(conn, caller, Action::EditStock, id)?;
    if old.version != version {
        return Err(Error::Changed);
    }
    let new = Passport { state: State::Retired, ..old.clone() };
    write_down(conn, &caller.actor(), &old, new, EventKind::Retired)
}

/// Stores `new` in place of `old`, with an event, and lines up what follows from it.
fn write_down(
    conn: &mut Conn,
    actor: &str,
    old: &Passport,
    new: Passport,
    kind: EventKind,
) -> Result<Passport> {
    let last_hash = store::hash_of_event(conn, &old.id, old.version)?
        .ok_or_else(|| Error::internal(format!("passport {} has lost its history", old.id)))?;
    let new = Passport { version: old.version + 1, updated_at: clock::now(), ..new };
    let Some(event) = Event::of(Some((old, &last_hash)), &new, actor, kind)? else {
        return Ok(old.clone());
    };
    // Somebody else may have changed it since it was read: then their version is the newest.
    if !store::replace(conn, &store::Row::of(&new)?, old.version)? {
        return Err(Error::Changed);
    }
    store::insert_event(conn, event)?;
    jobs::enqueue_passports(conn, &[new.id.to_string()])?;
    Ok(new)
}

/// A passport of the caller's organisation, if the caller may do this to it.
fn own(conn: &mut Conn, caller: &Caller, action: Action, id: &Id<Passport>) -> Result<Passport> {
    let passport = store::find(conn, id)?.ok_or(Error::NotFound)?;
    accounts::may(caller, action, Object::Of(&passport.organisation_id))?;
    Ok(passport)
}

/// A passport, if `viewer` may see it.
pub fn find_visible(conn: &mut Conn, viewer: &Viewer, id: &Id<Passport>) -> Result<Passport> {
    let found = store::find(conn, id)?.ok_or(Error::NotFound)?;
    shown_to(conn, viewer, found).map(|it| it.0)
}

/// The same by the code on its label, with what is around it.
pub fn find_visible_by_code(
    conn: &mut Conn,
    viewer: &Viewer,
    code: &Code,
) -> Result<(Passport, Surroundings)> {
    let found = store::find_by_code(conn, code)?.ok_or(Error::NotFound)?;
    shown_to(conn, viewer, found)
}

fn shown_to(
    conn: &mut Conn,
    viewer: &Viewer,
    passport: Passport,
) -> Result<(Passport, Surroundings)> {
    let surroundings = Surroundings::of(conn, std::slice::from_ref(&passport))?;
    if !surroundings.lets_see(viewer, &passport) {
        return Err(Error::NotFound);
    }
    Ok((passport, surroundings))
}

/// Those of `ids` that are offered to `viewer`, in the order of `ids`. The index may lag behind
/// the record, so whatever it finds is looked up and asked again.
pub fn offered_to(conn: &mut Conn, viewer: &Viewer, ids: &[String]) -> Result<Vec<Passport>> {
    let mut found = store::find_all(conn, ids)?;
    let surroundings = Surroundings::of(conn, &found)?;
    found.retain(|it| it.state == State::Registered && surroundings.lets_see(viewer, it));
    let mut by_id: HashMap<_, _> = found.into_iter().map(|it| (it.id.to_string(), it)).collect();
    Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
}

/// What the caller's organisation holds, the newest first, from after the passport `after`.
pub fn list_own(
    conn: &mut Conn,
    caller: &Caller,
    after: Option<&Id<Passport>>,
    limit: i64,
) -> Result<Vec<Passport>> {
    accounts::may(caller, Action::Read, Object::Of(&caller.organisation_id))?;
    store::held_by(conn, &caller.organisation_id, after, limit)
}

/// What happened to a passport of the caller's organisation, in order, from after the event
/// `after`.
pub fn history_of(
    conn: &mut Conn,
    caller: &Caller,
    id: &Id<Passport>,
    after: i64,
    limit: i64,
) -> Result<Vec<Event>> {
    own(conn, caller, Action::Read, id)?;
    store::events_of(conn, id, after, limit)
}

#[cfg(test)]
mod tests;
