//! The SQL of sessions.

use diesel::prelude::*;

use super::Session;
use crate::accounts::Member;
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::schema::refresh_tokens;

/// What is kept of a refresh token.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = refresh_tokens)]
pub struct RefreshToken {
    pub id: Id<RefreshToken>,
    pub family_id: Id<Session>,
    pub member_id: Id<Member>,
    pub token_hash: String,
    pub created_at: Instant,
    /// The same for the whole family.
    pub expires_at: Instant,
    pub used_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

pub fn insert(conn: &mut Conn, token: &RefreshToken) -> Result<()> {
    diesel::insert_into(refresh_tokens::table).values(token).execute(conn)?;
    Ok(())
}

pub fn find(conn: &mut Conn, token_hash: &str) -> Result<Option<RefreshToken>> {
    let found = refresh_tokens::table.filter(refresh_tokens::token_hash.eq(token_hash));
    Ok(found.select(RefreshToken::as_select()).first(conn).optional()?)
}

/// Marks a token as used. Of many that try at once, one is told that it did.
pub fn mark_used(conn: &mut Conn, id: &Id<RefreshToken>, now: Instant) -> Result<bool> {
    let fresh = refresh_tokens::table
        .find(id)
        .filter(refresh_tokens::used_at.is_null())
        .filter(refresh_tokens::revoked_at.is_null())
        .filter(refresh_tokens::expires_at.gt(now));
    Ok(diesel::update(fresh).set(refresh_tokens::used_at.eq(now)).execute(conn)? == 1)
}

pub fn revoke_family(conn: &mut Conn, session: &Id<Session>, now: Instant) -> Result<()> {
    let open = refresh_tokens::table
        .filter(refresh_tokens::family_id.eq(session))
        .filter(refresh_tokens::revoked_at.is_null());
    diesel::update(open).set(refresh_tokens::revoked_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Forgets the tokens of sessions that are over by time.
pub fn remove_expired(conn: &mut Conn, now: Instant) -> Result<()> {
    let over = refresh_tokens::table.filter(refresh_tokens::expires_at.lt(now));
    diesel::delete(over).execute(conn)?;
    Ok(())
}

/// Makes it look as if a session began, and was last refreshed, so much earlier.
#[cfg(test)]
pub fn age_session(conn: &mut Conn, session: &Id<Session>, by: time::Duration) {
    let family = refresh_tokens::table.filter(refresh_tokens::family_id.eq(session));
    let tokens = family.select(RefreshToken::as_select()).load(conn).unwrap();
    for token in tokens {
        let (used_at, expires_at) = (token.used_at.map(|it| it - by), token.expires_at - by);
        diesel::update(refresh_tokens::table.find(&token.id))
            .set((refresh_tokens::used_at.eq(used_at), refresh_tokens::expires_at.eq(expires_at)))
            .execute(conn)
            .unwrap();
    }
}
