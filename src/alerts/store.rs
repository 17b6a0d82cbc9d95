//! The SQL of who said stop.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::accounts::Member;
use crate::clock;
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::needs::Need;
use crate::on_backend;
use crate::schema::unsubscribes;

/// Parameters of one statement: both databases take many more.
const IDS_AT_ONCE: usize = 500;

pub fn stop<'a>(
    conn: &mut Conn,
    member: &Id<Member>,
    needs: impl Iterator<Item = &'a Id<Need>>,
) -> Result<()> {
    for need in needs {
        let row = (
            unsubscribes::need_id.eq(need),
            unsubscribes::member_id.eq(member),
            unsubscribes::created_at.eq(clock::now()),
        );
        on_backend!(conn => diesel::insert_into(unsubscribes::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(conn))?;
    }
    Ok(())
}

/// Who said stop about any of these.
pub fn stopped(conn: &mut Conn, needs: &[Id<Need>]) -> Result<HashSet<(Id<Need>, Id<Member>)>> {
    let mut found = HashSet::new();
    for some in needs.chunks(IDS_AT_ONCE) {
        let rows: Vec<(Id<Need>, Id<Member>)> = unsubscribes::table
            .filter(unsubscribes::need_id.eq_any(some))
            .select((unsubscribes::need_id, unsubscribes::member_id))
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}
