//! The SQL of bills of quantities.

use diesel::prelude::*;

use super::{Bill, Line};
use crate::accounts::{Member, Organisation};
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::schema::need_bills;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = need_bills)]
struct Row {
    id: Id<Bill>,
    organisation_id: Id<Organisation>,
    member_id: Id<Member>,
    file_name: String,
    lines: String,
    is_accepted: bool,
    version: i64,
    created_at: Instant,
}

impl Row {
    fn of(bill: &Bill) -> Result<Self> {
        Ok(Self {
            id: bill.id.clone(),
            organisation_id: bill.organisation_id.clone(),
            member_id: bill.member_id.clone(),
            file_name: bill.file_name.clone(),
            lines: json_of(&bill.lines)?,
            is_accepted: bill.is_accepted,
            version: bill.version,
            created_at: bill.created_at,
        })
    }

    fn bill(self) -> Result<Bill> {
        Ok(Bill {
            lines: serde_json::from_str(&self.lines).map_err(Error::internal)?,
            id: self.id,
            organisation_id: self.organisation_id,
            member_id: self.member_id,
            file_name: self.file_name,
            is_accepted: self.is_accepted,
            version: self.version,
            created_at: self.created_at,
        })
    }
}

fn json_of(lines: &[Line]) -> Result<String> {
    serde_json::to_string(lines).map_err(Error::internal)
}

pub fn insert(conn: &mut Conn, bill: &Bill) -> Result<()> {
    diesel::insert_into(need_bills::table).values(&Row::of(bill)?).execute(conn)?;
    Ok(())
}

pub fn find(conn: &mut Conn, id: &Id<Bill>) -> Result<Option<Bill>> {
    let found = need_bills::table.find(id).select(Row::as_select());
    found.first(conn).optional()?.map(Row::bill).transpose()
}

/// Marks a bill as accepted, so that nobody else does. `false`: somebody was faster.
pub fn accept(conn: &mut Conn, bill: &Bill) -> Result<bool> {
    let open = need_bills::table.find(&bill.id).filter(need_bills::is_accepted.eq(false));
    let accepted = (need_bills::is_accepted.eq(true), need_bills::version.eq(bill.version + 1));
    Ok(diesel::update(open).set(accepted).execute(conn)? == 1)
}

/// Forgets those sent before a moment of which nobody made needs. How many there were.
pub fn forget_unused(conn: &mut Conn, before: Instant) -> Result<usize> {
    let unused = need_bills::table.filter(need_bills::is_accepted.eq(false));
    Ok(diesel::delete(unused.filter(need_bills::created_at.lt(before))).execute(conn)?)
}

/// Notes which needs the lines became.
pub fn note_lines(conn: &mut Conn, id: &Id<Bill>, lines: &[Line]) -> Result<()> {
    let bill = need_bills::table.find(id);
    diesel::update(bill).set(need_bills::lines.eq(json_of(lines)?)).execute(conn)?;
    Ok(())
}
