//! The SQL of photos that came with an inventory.

use std::collections::HashSet;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::{At, Counts, Sent, Source, State};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::inventories::InventoryId;
use crate::passports::Passport;
use crate::picture::Hash;
use crate::schema::{inventory_photos, inventory_rows};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = inventory_photos, treat_none_as_null = true)]
struct SentRow {
    id: Id<Sent>,
    inventory_id: InventoryId,
    source: String,
    file_key: Option<String>,
    name: String,
    sheet: Option<String>,
    row_number: Option<i64>,
    hash: Option<String>,
    state: String,
    problem: Option<String>,
    passport_id: Option<Id<Passport>>,
    passport_version: Option<i64>,
}

impl SentRow {
    fn of(sent: &Sent) -> Result<Self> {
        let problem = sent.problem.as_ref().map(serde_json::to_string).transpose();
        Ok(Self {
            id: sent.id.clone(),
            inventory_id: sent.inventory_id.clone(),
            source: sent.source.as_str().to_owned(),
            file_key: sent.file_key.clone(),
            name: sent.name.clone(),
            sheet: sent.at.as_ref().map(|it| it.sheet.clone()),
            row_number: sent.at.as_ref().map(|it| it.row),
            hash: sent.hash.as_ref().map(ToString::to_string),
            state: sent.state.as_str().to_owned(),
            problem: problem.map_err(Error::internal)?,
            passport_id: sent.made.as_ref().map(|it| it.0.clone()),
            passport_version: sent.made.as_ref().map(|it| it.1),
        })
    }

    fn sent(self) -> Result<Sent> {
        let strange = |what: &str| Error::internal(format!("a photo of an inventory is `{what}`"));
        let source = Source::ALL.into_iter().find(|it| it.as_str() == self.source);
        let state = State::ALL.into_iter().find(|it| it.as_str() == self.state);
        let problem = self.problem.as_deref().map(serde_json::from_str).transpose();
        Ok(Sent {
            source: source.ok_or_else(|| strange(&self.source))?,
            state: state.ok_or_else(|| strange(&self.state))?,
            at: self.sheet.zip(self.row_number).map(|(sheet, row)| At { sheet, row }),
            hash: self.hash.as_deref().and_then(Hash::parse),
            problem: problem.map_err(Error::internal)?,
            made: self.passport_id.zip(self.passport_version),
            id: self.id,
            inventory_id: self.inventory_id,
            file_key: self.file_key,
            name: self.name,
        })
    }
}

pub fn insert_all(conn: &mut Conn, photos: &[Sent]) -> Result<()> {
    for photo in photos {
        diesel::insert_into(inventory_photos::table).values(SentRow::of(photo)?).execute(conn)?;
    }
    Ok(())
}

pub fn replace(conn: &mut Conn, photo: &Sent) -> Result<()> {
    let row = SentRow::of(photo)?;
    diesel::update(inventory_photos::table.find(&photo.id)).set(row).execute(conn)?;
    Ok(())
}

/// Before an inventory is looked through again: what lay in the list itself.
pub fn forget_of_list(conn: &mut Conn, inventory: &InventoryId) -> Result<()> {
    let of_list = inventory_photos::table
        .filter(inventory_photos::inventory_id.eq(inventory))
        .filter(inventory_photos::source.ne(Source::Archive.as_str()));
    diesel::delete(of_list).execute(conn)?;
    Ok(())
}

pub fn any(conn: &mut Conn, inventory: &InventoryId) -> Result<bool> {
    let there = inventory_photos::table.filter(inventory_photos::inventory_id.eq(inventory));
    Ok(diesel::select(diesel::dsl::exists(there)).get_result(conn)?)
}

/// In the order they came, from after `after`; of one state, if one is wanted.
pub fn list(
    conn: &mut Conn,
    inventory: &InventoryId,
    state: Option<State>,
    after: Option<&Id<Sent>>,
    limit: i64,
) -> Result<Vec<Sent>> {
    let mut rows = inventory_photos::table
        .filter(inventory_photos::inventory_id.eq(inventory))
        .order(inventory_photos::id)
        .limit(limit)
        .into_boxed();
    if let Some(state) = state {
        rows = rows.filter(inventory_photos::state.eq(state.as_str()));
    }
    if let Some(after) = after {
        rows = rows.filter(inventory_photos::id.gt(after));
    }
    let rows = rows.select(SentRow::as_select()).load(conn)?;
    rows.into_iter().map(SentRow::sent).collect()
}

pub fn counts(conn: &mut Conn, inventory: &InventoryId) -> Result<Counts> {
    let by_state: Vec<(String, i64)> = inventory_photos::table
        .filter(inventory_photos::inventory_id.eq(inventory))
        .group_by(inventory_photos::state)
        .select((inventory_photos::state, count_star()))
        .load(conn)?;
    let of = |state: State| by_state.iter().find(|it| it.0 == state.as_str()).map_or(0, |it| it.1);
    Ok(Counts {
        waiting: of(State::Waiting),
        ready: of(State::Ready),
        attached: of(State::Attached),
        refused: of(State::Refused),
        unmatched: of(State::Unmatched),
    })
}

/// The versions of passports that photos of an inventory made.
pub fn versions_made(
    conn: &mut Conn,
    inventory: &InventoryId,
) -> Result<HashSet<(Id<Passport>, i64)>> {
    let made: Vec<(Option<Id<Passport>>, Option<i64>)> = inventory_photos::table
        .filter(inventory_photos::inventory_id.eq(inventory))
        .filter(inventory_photos::passport_id.is_not_null())
        .select((inventory_photos::passport_id, inventory_photos::passport_version))
        .load(conn)?;
    Ok(made.into_iter().filter_map(|it| it.0.zip(it.1)).collect())
}

/// The passport that a row became, or is known as.
pub fn passport_of(
    conn: &mut Conn,
    inventory: &InventoryId,
    at: &At,
) -> Result<Option<Id<Passport>>> {
    let row = inventory_rows::table
        .filter(inventory_rows::inventory_id.eq(inventory))
        .filter(inventory_rows::sheet.eq(&at.sheet))
        .filter(inventory_rows::row_number.eq(at.row));
    let found: Option<Option<Id<Passport>>> =
        row.select(inventory_rows::passport_id).first(conn).optional()?;
    Ok(found.flatten())
}
