//! The SQL of requests that may be sent again.

use diesel::prelude::*;

use super::Name;
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::Result;
use crate::on_backend;
use crate::schema::idempotency_keys as keys;

/// Whether it is the first of its name.
pub fn insert(conn: &mut Conn, name: &Name, now: Instant) -> Result<bool> {
    let inserted = on_backend!(conn => diesel::insert_into(keys::table)
        .values((keys::name.eq(&name.0), keys::created_at.eq(now)))
        .on_conflict(keys::name)
        .do_nothing()
        .execute(conn))?;
    Ok(inserted == 1)
}

/// The fingerprint of the request and the sealed answer, where it was answered.
pub fn answer(conn: &mut Conn, name: &Name) -> Result<Option<(String, String)>> {
    let known: Option<(Option<String>, Option<String>)> = keys::table
        .find(&name.0)
        .select((keys::fingerprint, keys::answer))
        .first(conn)
        .optional()?;
    Ok(known.and_then(|(fingerprint, answer)| fingerprint.zip(answer)))
}

pub fn keep(conn: &mut Conn, name: &Name, fingerprint: &str, answer: &str) -> Result<()> {
    diesel::update(keys::table.find(&name.0))
        .set((keys::fingerprint.eq(fingerprint), keys::answer.eq(answer)))
        .execute(conn)?;
    Ok(())
}

pub fn remove(conn: &mut Conn, name: &Name) -> Result<()> {
    diesel::delete(keys::table.find(&name.0)).execute(conn)?;
    Ok(())
}

/// Removes what was there before `oldest`: of one name, or of all.
pub fn remove_older(conn: &mut Conn, name: Option<&Name>, oldest: Instant) -> Result<()> {
    let old = keys::table.filter(keys::created_at.lt(oldest));
    match name {
        Some(name) => diesel::delete(old.filter(keys::name.eq(&name.0))).execute(conn)?,
        None => diesel::delete(old).execute(conn)?,
    };
    Ok(())
}
