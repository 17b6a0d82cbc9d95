//! Searches that people keep: a name, and the query that search itself takes.

pub mod http;
mod store;

use serde::{Deserialize, Serialize};

use crate::accounts::draft::line;
use crate::accounts::{Action, Caller, Member, Object, Organisation, may};
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::say;
use crate::passports::searching;
use crate::search::Query;
use crate::web::Paged;

/// A search that a member keeps. Only that member sees it.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct SavedSearch {
    pub id: Id<SavedSearch>,
    pub organisation_id: Id<Organisation>,
    pub member_id: Id<Member>,
    pub name: String,
    pub query: Query,
    /// Goes up by one with every change. It is the ETag.
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// A search to keep, as it is filled in.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SavedSearchDraft {
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
    pub query: Query,
}

const NAME_CHARACTERS_MAX: usize = 120;

/// More than these nobody finds anything in.
const SAVED_MAX: i64 = 500;

impl SavedSearchDraft {
    fn check(self) -> Result<Self> {
        let name = line("/name", &self.name, NAME_CHARACTERS_MAX);
        let name = name.map_err(|problem| Error::Invalid(vec![problem]))?;
        Ok(Self { name, query: searching::checked(self.query)? })
    }
}

pub fn create(conn: &mut Conn, caller: &Caller, draft: SavedSearchDraft) -> Result<SavedSearch> {
    may(caller, Action::Read, Object::Of(&caller.organisation_id))?;
    let SavedSearchDraft { name, query } = draft.check()?;
    if store::count(conn, &caller.member_id)? >= SAVED_MAX {
        return Err(Error::Conflict(say("searches-too-many").with("max", SAVED_MAX)));
    }
    let now = clock::now();
    let search = SavedSearch {
        id: Id::new(),
        organisation_id: caller.organisation_id.clone(),
        member_id: caller.member_id.clone(),
        name,
        query,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert(conn, &search)?;
    Ok(search)
}

/// A search of the caller's own.
pub fn find(conn: &mut Conn, caller: &Caller, id: &Id<SavedSearch>) -> Result<SavedSearch> {
    let search = store::find(conn, id)?.ok_or(Error::NotFound)?;
    may(caller, Action::Read, Object::Of(&search.organisation_id))?;
    if search.member_id == caller.member_id { Ok(search) } else { Err(Error::NotFound) }
}

/// The searches of the caller, newest first.
pub fn list(
    conn: &mut Conn,
    caller: &Caller,
    after: Option<&Id<SavedSearch>>,
    limit: usize,
) -> Result<Paged<SavedSearch>> {
    may(caller, Action::Read, Object::Of(&caller.organisation_id))?;
    let rows = i64::try_from(limit + 1).map_err(Error::internal)?;
    let searches = store::list(conn, &caller.member_id, after, rows)?;
    Ok(Paged::of(searches, limit, |it| it.id.to_string()))
}

/// Puts another name and query in the place of those of `version`.
pub fn replace(
    conn: &mut Conn,
    caller: &Caller,
    id: &Id<SavedSearch>,
    version: i64,
    draft: SavedSearchDraft,
) -> Result<SavedSearch> {
    let before = find(conn, caller, id)?;
    let SavedSearchDraft { name, query } = draft.check()?;
    if before.version != version {
        return Err(Error::Changed);
    }
    let after =
        SavedSearch { name, query, version: version + 1, updated_at: clock::now(), ..before };
    if store::update(conn, &after)? { Ok(after) } else { Err(Error::Changed) }
}

/// Forgets a search.
pub fn delete(conn: &mut Conn, caller: &Caller, id: &Id<SavedSearch>) -> Result<()> {
    let search = find(conn, caller, id)?;
    store::delete(conn, &search.id)
}
