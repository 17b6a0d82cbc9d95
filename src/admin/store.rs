//! The SQL of administration.

use diesel::prelude::*;

use crate::db::Conn;
use crate::error::Result;
use crate::jobs::Queued;
use crate::schema::jobs;

/// Those that died last, first.
pub fn dead_jobs(conn: &mut Conn, limit: i64) -> Result<Vec<Queued>> {
    Ok(jobs::table
        .filter(jobs::dead_at.is_not_null())
        .order((jobs::dead_at.desc(), jobs::id))
        .select(Queued::as_select())
        .limit(limit)
        .load(conn)?)
}
