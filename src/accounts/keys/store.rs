//! The SQL of API keys.

use diesel::prelude::*;

use super::ApiKey;
use crate::accounts::Organisation;
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::schema::api_keys;

/// As they stand in an [`ApiKey`].
const COLUMNS: (
    api_keys::id,
    api_keys::organisation_id,
    api_keys::member_id,
    api_keys::name,
    api_keys::created_at,
    api_keys::last_used_at,
) = (
    api_keys::id,
    api_keys::organisation_id,
    api_keys::member_id,
    api_keys::name,
    api_keys::created_at,
    api_keys::last_used_at,
);

pub fn insert(conn: &mut Conn, key: &ApiKey, secret_hash: &str) -> Result<()> {
    diesel::insert_into(api_keys::table)
        .values((
            api_keys::id.eq(&key.id),
            api_keys::organisation_id.eq(&key.organisation_id),
            api_keys::member_id.eq(&key.member_id),
            api_keys::name.eq(&key.name),
            api_keys::secret_hash.eq(secret_hash),
            api_keys::created_at.eq(key.created_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// A key that has not been revoked.
pub fn find(conn: &mut Conn, id: &Id<ApiKey>) -> Result<Option<ApiKey>> {
    let open = api_keys::table.find(id).filter(api_keys::revoked_at.is_null());
    Ok(open.select(COLUMNS).first(conn).optional()?)
}

/// The keys of an organisation that have not been revoked, newest first, from behind `after`.
pub fn of_organisation(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    after: Option<&Id<ApiKey>>,
    limit: usize,
) -> Result<Vec<ApiKey>> {
    let mut query = api_keys::table
        .filter(api_keys::organisation_id.eq(organisation))
        .filter(api_keys::revoked_at.is_null())
        .select(COLUMNS)
        .order(api_keys::id.desc())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(api_keys::id.lt(after));
    }
    Ok(query.limit(i64::try_from(limit).map_err(Error::internal)?).load(conn)?)
}

/// What they are called, those that were revoked too.
pub fn names(conn: &mut Conn, ids: &[String]) -> Result<Vec<(Id<ApiKey>, String)>> {
    let named = api_keys::table.filter(api_keys::id.eq_any(ids));
    Ok(named.select((api_keys::id, api_keys::name)).load(conn)?)
}

pub fn count(conn: &mut Conn, organisation: &Id<Organisation>) -> Result<i64> {
    Ok(api_keys::table
        .filter(api_keys::organisation_id.eq(organisation))
        .filter(api_keys::revoked_at.is_null())
        .count()
        .get_result(conn)?)
}

pub fn revoke(conn: &mut Conn, id: &Id<ApiKey>, now: Instant) -> Result<()> {
    let open = api_keys::table.find(id).filter(api_keys::revoked_at.is_null());
    diesel::update(open).set(api_keys::revoked_at.eq(now)).execute(conn)?;
    Ok(())
}

pub fn touch(conn: &mut Conn, id: &Id<ApiKey>, now: Instant) -> Result<()> {
    diesel::update(api_keys::table.find(id)).set(api_keys::last_used_at.eq(now)).execute(conn)?;
    Ok(())
}
