//! The SQL of mutes.

use diesel::prelude::*;

use super::{Mute, Muted};
use crate::accounts::Member;
use crate::catalogue::CategoryCode;
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::schema::mutes;

/// Parameters of one statement: both databases take many more.
const IDS_AT_ONCE: usize = 500;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = mutes)]
struct Row {
    id: Id<Mute>,
    member_id: Id<Member>,
    kind: String,
    target: String,
    created_at: Instant,
}

impl Row {
    fn of(mute: &Mute) -> Self {
        let (kind, target) = match &mute.muted {
            Muted::Category { category } => ("category", category.to_string()),
            Muted::Organisation { organisation_id } => {
                ("organisation", organisation_id.to_string())
            }
            Muted::Passport { passport_id } => ("passport", passport_id.to_string()),
        };
        let Mute { id, member_id, created_at, .. } = mute.clone();
        Self { id, member_id, kind: kind.to_owned(), target, created_at }
    }

    /// `None` where a category is no longer in the catalogue: then nothing is of it.
    fn mute(self) -> Result<Option<Mute>> {
        let unknown = || Error::internal(format!("no {} `{}` to mute", self.kind, self.target));
        let muted = match self.kind.as_str() {
            "category" => match CategoryCode::parse(&self.target) {
                Some(category) => Muted::Category { category },
                None => return Ok(None),
            },
            "organisation" => {
                let organisation_id = Id::parse(&self.target).ok_or_else(unknown)?;
                Muted::Organisation { organisation_id }
            }
            "passport" => {
                Muted::Passport { passport_id: Id::parse(&self.target).ok_or_else(unknown)? }
            }
            _ => return Err(unknown()),
        };
        let Self { id, member_id, created_at, .. } = self;
        Ok(Some(Mute { id, member_id, muted, created_at }))
    }
}

pub fn insert(conn: &mut Conn, mute: &Mute) -> Result<()> {
    diesel::insert_into(mutes::table).values(Row::of(mute)).execute(conn)?;
    Ok(())
}

/// Whether it was there.
pub fn delete(conn: &mut Conn, member: &Id<Member>, id: &Id<Mute>) -> Result<bool> {
    let own = mutes::table.find(id).filter(mutes::member_id.eq(member));
    Ok(diesel::delete(own).execute(conn)? == 1)
}

pub fn of_member(conn: &mut Conn, member: &Id<Member>) -> Result<Vec<Mute>> {
    of_members(conn, std::slice::from_ref(member))
}

/// Oldest first.
pub fn of_members(conn: &mut Conn, members: &[Id<Member>]) -> Result<Vec<Mute>> {
    let mut found = Vec::new();
    for some in members.chunks(IDS_AT_ONCE) {
        let rows: Vec<Row> = mutes::table
            .filter(mutes::member_id.eq_any(some))
            .order(mutes::id)
            .select(Row::as_select())
            .load(conn)?;
        for row in rows {
            found.extend(row.mute()?);
        }
    }
    Ok(found)
}
