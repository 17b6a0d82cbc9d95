//! The SQL of saved searches.

use diesel::prelude::*;

use super::SavedSearch;
use crate::accounts::{Member, Organisation};
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::schema::saved_searches;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = saved_searches)]
struct Row {
    id: Id<SavedSearch>,
    organisation_id: Id<Organisation>,
    member_id: Id<Member>,
    name: String,
    query: String,
    version: i64,
    created_at: Instant,
    updated_at: Instant,
}

impl Row {
    fn of(search: &SavedSearch) -> Result<Self> {
        let SavedSearch { id, organisation_id, member_id, name, query, .. } = search.clone();
        let query = serde_json::to_string(&query).map_err(Error::internal)?;
        let SavedSearch { version, created_at, updated_at, .. } = *search;
        Ok(Self { id, organisation_id, member_id, name, query, version, created_at, updated_at })
    }

    fn into_search(self) -> Result<SavedSearch> {
        let query = serde_json::from_str(&self.query).map_err(Error::internal)?;
        let Self { id, organisation_id, member_id, name, version, created_at, updated_at, .. } =
            self;
        Ok(SavedSearch {
            id,
            organisation_id,
            member_id,
            name,
            query,
            version,
            created_at,
            updated_at,
        })
    }
}

pub fn insert(conn: &mut Conn, search: &SavedSearch) -> Result<()> {
    diesel::insert_into(saved_searches::table).values(&Row::of(search)?).execute(conn)?;
    Ok(())
}

pub fn find(conn: &mut Conn, id: &Id<SavedSearch>) -> Result<Option<SavedSearch>> {
    let found = saved_searches::table.find(id).select(Row::as_select());
    found.first(conn).optional()?.map(Row::into_search).transpose()
}

pub fn list(
    conn: &mut Conn,
    member: &Id<Member>,
    after: Option<&Id<SavedSearch>>,
    limit: i64,
) -> Result<Vec<SavedSearch>> {
    let mut rows = saved_searches::table
        .filter(saved_searches::member_id.eq(member))
        .order(saved_searches::id.desc())
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        rows = rows.filter(saved_searches::id.lt(after));
    }
    rows.select(Row::as_select()).load(conn)?.into_iter().map(Row::into_search).collect()
}

pub fn count(conn: &mut Conn, member: &Id<Member>) -> Result<i64> {
    let own = saved_searches::table.filter(saved_searches::member_id.eq(member));
    Ok(own.count().get_result(conn)?)
}

/// Stores a search in place of the version before it. `false` where that is no longer the newest.
pub fn update(conn: &mut Conn, search: &SavedSearch) -> Result<bool> {
    let before = saved_searches::table
        .find(&search.id)
        .filter(saved_searches::version.eq(search.version - 1));
    Ok(diesel::update(before).set(&Row::of(search)?).execute(conn)? == 1)
}

pub fn delete(conn: &mut Conn, id: &Id<SavedSearch>) -> Result<()> {
    diesel::delete(saved_searches::table.find(id)).execute(conn)?;
    Ok(())
}
