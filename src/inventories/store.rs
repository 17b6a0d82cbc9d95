//! The SQL of inventories and their rows.

use std::collections::{BTreeSet, HashSet};

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use super::plan::{Counts, Outcome};
use super::{Inventory, InventoryId, Notes, Row, State};
use crate::accounts::{Member, Organisation};
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::passports::{self, Draft, Passport};
use crate::places::{Building, Site};
use crate::schema::{inventories, inventory_rows, passports as passports_table};
use crate::search::Visibility;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = inventories, treat_none_as_null = true)]
struct InventoryRow {
    id: InventoryId,
    organisation_id: Id<Organisation>,
    member_id: Option<Id<Member>>,
    site_id: Option<Id<Site>>,
    building_id: Option<Id<Building>>,
    visibility: String,
    file_name: String,
    file_key: String,
    file_bytes: i64,
    file_sha256: String,
    state: String,
    reading: Option<String>,
    failure: Option<String>,
    row_count: i64,
    created_count: i64,
    changed_count: i64,
    unchanged_count: i64,
    rejected_count: i64,
    dropped_count: i64,
    missing_count: i64,
    version: i64,
    created_at: Instant,
    updated_at: Instant,
}

impl InventoryRow {
    fn of(inventory: &Inventory) -> Result<Self> {
        let Counts { rows, created, changed, unchanged, rejected, dropped } = inventory.counts;
        let count = |it: u64| i64::try_from(it).map_err(Error::internal);
        let reading = inventory.reading.as_ref().map(serde_json::to_string).transpose();
        let failure = inventory.failure.as_ref().map(serde_json::to_string).transpose();
        Ok(Self {
            id: inventory.id.clone(),
            organisation_id: inventory.organisation_id.clone(),
            member_id: inventory.member_id.clone(),
            site_id: inventory.site_id.clone(),
            building_id: inventory.building_id.clone(),
            visibility: inventory.visibility.as_str().to_owned(),
            file_name: inventory.file_name.clone(),
            file_key: inventory.file_key.clone(),
            file_bytes: inventory.file_bytes,
            file_sha256: inventory.file_sha256.clone(),
            state: inventory.state.as_str().to_owned(),
            reading: reading.map_err(Error::internal)?,
            failure: failure.map_err(Error::internal)?,
            row_count: count(rows)?,
            created_count: count(created)?,
            changed_count: count(changed)?,
            unchanged_count: count(unchanged)?,
            rejected_count: count(rejected)?,
            dropped_count: count(dropped)?,
            missing_count: count(inventory.missing)?,
            version: inventory.version,
            created_at: inventory.created_at,
            updated_at: inventory.updated_at,
        })
    }

    fn inventory(self) -> Result<Inventory> {
        let strange = |what: &str| Error::internal(format!("inventory {} is `{what}`", self.id));
        let visibility = Visibility::ALL.into_iter().find(|it| it.as_str() == self.visibility);
        let reading = self.reading.as_deref().map(serde_json::from_str).transpose();
        let failure = self.failure.as_deref().map(serde_json::from_str).transpose();
        Ok(Inventory {
            visibility: visibility.ok_or_else(|| strange(&self.visibility))?,
            state: State::parse(&self.state).ok_or_else(|| strange(&self.state))?,
            counts: Counts {
                rows: self.row_count.cast_unsigned(),
                created: self.created_count.cast_unsigned(),
                changed: self.changed_count.cast_unsigned(),
                unchanged: self.unchanged_count.cast_unsigned(),
                rejected: self.rejected_count.cast_unsigned(),
                dropped: self.dropped_count.cast_unsigned(),
            },
            missing: self.missing_count.cast_unsigned(),
            reading: reading.map_err(Error::internal)?,
            failure: failure.map_err(Error::internal)?,
            id: self.id,
            organisation_id: self.organisation_id,
            member_id: self.member_id,
            site_id: self.site_id,
            building_id: self.building_id,
            file_name: self.file_name,
            file_key: self.file_key,
            file_bytes: self.file_bytes,
            file_sha256: self.file_sha256,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

pub fn insert(conn: &mut Conn, inventory: &Inventory) -> Result<()> {
    let row = InventoryRow::of(inventory)?;
    diesel::insert_into(inventories::table).values(row).execute(conn)?;
    Ok(())
}

pub fn find(conn: &mut Conn, id: &InventoryId) -> Result<Option<Inventory>> {
    let row = inventories::table.find(id).select(InventoryRow::as_select()).first(conn);
    row.optional()?.map(InventoryRow::inventory).transpose()
}

/// Those of an organisation, the newest first, after the one the last page ended with.
pub fn held_by(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    after: Option<&InventoryId>,
    limit: i64,
) -> Result<Vec<Inventory>> {
    let mut rows = inventories::table
        .filter(inventories::organisation_id.eq(organisation))
        .order(inventories::id.desc())
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        rows = rows.filter(inventories::id.lt(after));
    }
    let rows = rows.select(InventoryRow::as_select()).load(conn)?;
    rows.into_iter().map(InventoryRow::inventory).collect()
}

/// Stores an inventory in place of its `version`. `false` where that is no longer the newest.
pub fn replace(conn: &mut Conn, inventory: &Inventory, version: i64) -> Result<bool> {
    let old = inventories::table.find(&inventory.id).filter(inventories::version.eq(version));
    Ok(diesel::update(old).set(InventoryRow::of(inventory)?).execute(conn)? == 1)
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = inventory_rows, treat_none_as_default_value = false)]
pub struct RowRow {
    inventory_id: InventoryId,
    position: i64,
    sheet: String,
    row_number: i64,
    outcome: String,
    passport_id: Option<Id<Passport>>,
    draft: Option<String>,
    problems: String,
    source: Option<String>,
    own_number: Option<String>,
}

impl RowRow {
    fn of(inventory: &InventoryId, row: &Row) -> Result<Self> {
        let draft = row.draft.as_ref().map(serde_json::to_string).transpose();
        Ok(Self {
            inventory_id: inventory.clone(),
            position: row.position,
            sheet: row.sheet.clone(),
            row_number: row.number,
            outcome: row.outcome.as_str().to_owned(),
            passport_id: row.passport_id.clone(),
            draft: draft.map_err(Error::internal)?,
            problems: serde_json::to_string(&row.notes).map_err(Error::internal)?,
            source: row
                .source
                .as_ref()
                .map(serde_json::to_string)
                .transpose()
                .map_err(Error::internal)?,
            own_number: row.own_number.clone(),
        })
    }

    fn row(self) -> Result<Row> {
        let draft: Option<Draft> =
            self.draft.as_deref().map(serde_json::from_str).transpose().map_err(Error::internal)?;
        let notes: Notes = serde_json::from_str(&self.problems).map_err(Error::internal)?;
        let outcome = Outcome::parse(&self.outcome)
            .ok_or_else(|| Error::internal(format!("a row is `{}`", self.outcome)))?;
        Ok(Row {
            position: self.position,
            sheet: self.sheet,
            number: self.row_number,
            outcome,
            passport_id: self.passport_id,
            draft,
            notes,
            source: self
                .source
                .as_deref()
                .map(serde_json::from_str)
                .transpose()
                .map_err(Error::internal)?,
            own_number: self.own_number,
        })
    }
}

/// How many rows go into one statement; a fixed number, so that it is prepared once.
const ROWS_AT_ONCE: usize = 50;

/// Before an inventory is read again.
pub fn forget_rows(conn: &mut Conn, inventory: &InventoryId) -> Result<()> {
    let rows = inventory_rows::table.filter(inventory_rows::inventory_id.eq(inventory));
    diesel::delete(rows).execute(conn)?;
    Ok(())
}

pub fn insert_rows(conn: &mut Conn, inventory: &InventoryId, rows: &[Row]) -> Result<()> {
    insert_ready(conn, ready(inventory, rows)?)
}

/// Rows on their way in. Making them so takes longer than storing them, and needs no lock.
pub fn ready(inventory: &InventoryId, rows: &[Row]) -> Result<Vec<RowRow>> {
    rows.iter().map(|it| RowRow::of(inventory, it)).collect()
}

pub fn insert_ready(conn: &mut Conn, rows: Vec<RowRow>) -> Result<()> {
    match conn {
        Conn::Postgres(conn) => {
            diesel::copy_from(inventory_rows::table).from_insertable(rows).execute(conn)?;
        }
        Conn::Sqlite(conn) => {
            let (many, rest) = rows.as_chunks::<ROWS_AT_ONCE>();
            for some in many {
                diesel::insert_into(inventory_rows::table).values(some).execute(conn)?;
            }
            for one in rest {
                diesel::insert_into(inventory_rows::table).values(one).execute(conn)?;
            }
        }
    }
    Ok(())
}

/// The rows of an inventory in order, from after `after`; of one outcome, if one is wanted.
pub fn rows(
    conn: &mut Conn,
    inventory: &InventoryId,
    outcome: Option<Outcome>,
    after: i64,
    limit: i64,
) -> Result<Vec<Row>> {
    rows_of(conn, inventory, None, outcome, after, limit)
}

/// The same of one sheet, if one is wanted.
pub fn rows_of(
    conn: &mut Conn,
    inventory: &InventoryId,
    sheet: Option<&str>,
    outcome: Option<Outcome>,
    after: i64,
    limit: i64,
) -> Result<Vec<Row>> {
    let mut rows = inventory_rows::table
        .filter(inventory_rows::inventory_id.eq(inventory))
        .filter(inventory_rows::position.gt(after))
        .order(inventory_rows::position)
        .limit(limit)
        .into_boxed();
    if let Some(sheet) = sheet {
        rows = rows.filter(inventory_rows::sheet.eq(sheet));
    }
    if let Some(outcome) = outcome {
        rows = rows.filter(inventory_rows::outcome.eq(outcome.as_str()));
    }
    let rows = rows.select(RowRow::as_select()).load(conn)?;
    rows.into_iter().map(RowRow::row).collect()
}

/// Rows as they are stored. Making them rows again takes longer than reading them, and needs no
/// connection.
#[derive(Default)]
pub struct Stored(Vec<RowRow>);

impl Stored {
    /// The position of the last of them; `None` where there are none.
    pub fn last(&self) -> Option<i64> {
        self.0.last().map(|it| it.position)
    }

    pub fn rows(self) -> Result<Vec<Row>> {
        self.0.into_iter().map(RowRow::row).collect()
    }
}

/// The rows of an inventory in order, from after `after`, without the cells, which planning needs
/// not.
pub fn stored_without_cells(
    conn: &mut Conn,
    inventory: &InventoryId,
    after: i64,
    limit: i64,
) -> Result<Stored> {
    let rows = inventory_rows::table
        .filter(inventory_rows::inventory_id.eq(inventory))
        .filter(inventory_rows::position.gt(after))
        .order(inventory_rows::position)
        .limit(limit)
        .select((
            inventory_rows::inventory_id,
            inventory_rows::position,
            inventory_rows::sheet,
            inventory_rows::row_number,
            inventory_rows::outcome,
            inventory_rows::passport_id,
            inventory_rows::draft,
            inventory_rows::problems,
            None::<String>.into_sql::<Nullable<Text>>(),
            inventory_rows::own_number,
        ))
        .load(conn)?;
    Ok(Stored(rows))
}

/// Writes what became of these rows; nothing else of them.
pub fn replace_outcomes(conn: &mut Conn, inventory: &InventoryId, rows: &[Row]) -> Result<()> {
    for row in rows {
        let notes = serde_json::to_string(&row.notes).map_err(Error::internal)?;
        diesel::update(inventory_rows::table.find((inventory, row.position)))
            .set((
                inventory_rows::outcome.eq(row.outcome.as_str()),
                inventory_rows::passport_id.eq(&row.passport_id),
                inventory_rows::problems.eq(notes),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The rows at these positions.
pub fn rows_at(conn: &mut Conn, inventory: &InventoryId, positions: &[i64]) -> Result<Vec<Row>> {
    let mut found = Vec::with_capacity(positions.len());
    for some in positions.chunks(LIST_MAX) {
        let rows = inventory_rows::table
            .filter(inventory_rows::inventory_id.eq(inventory))
            .filter(inventory_rows::position.eq_any(some))
            .select(RowRow::as_select())
            .load(conn)?;
        found.extend(rows);
    }
    found.into_iter().map(RowRow::row).collect()
}

/// The rows that bear these numbers of the holder's own. One look through all numbers finds them,
/// be they one or twenty thousand; an index would cost each upload more than it saves here.
pub fn rows_numbered(
    conn: &mut Conn,
    inventory: &InventoryId,
    numbers: &BTreeSet<String>,
) -> Result<Vec<Row>> {
    let all: Vec<(i64, String)> = inventory_rows::table
        .filter(inventory_rows::inventory_id.eq(inventory))
        .filter(inventory_rows::own_number.is_not_null())
        .select((inventory_rows::position, inventory_rows::own_number.assume_not_null()))
        .load(conn)?;
    let wanted = all.into_iter().filter(|it| numbers.contains(&it.1));
    let positions: Vec<i64> = wanted.map(|it| it.0).collect();
    rows_at(conn, inventory, &positions)
}

/// Row as a spreadsheet numbers it → its position, of those in a sheet.
pub fn positions_of(
    conn: &mut Conn,
    inventory: &InventoryId,
    sheet: &str,
    numbers: &[i64],
) -> Result<Vec<(i64, i64)>> {
    let mut found = Vec::new();
    for some in numbers.chunks(LIST_MAX) {
        let rows = inventory_rows::table
            .filter(inventory_rows::inventory_id.eq(inventory))
            .filter(inventory_rows::sheet.eq(sheet))
            .filter(inventory_rows::row_number.eq_any(some));
        let places = (inventory_rows::row_number, inventory_rows::position);
        found.extend(rows.select(places).load::<(i64, i64)>(conn)?);
    }
    Ok(found)
}

/// Which of these passports other rows of the inventory than `own` are taken for.
pub fn taken_for(
    conn: &mut Conn,
    inventory: &InventoryId,
    passports: &[String],
    own: &HashSet<i64>,
) -> Result<HashSet<Id<Passport>>> {
    let mut taken = HashSet::new();
    for some in passports.chunks(LIST_MAX) {
        let rows = inventory_rows::table
            .filter(inventory_rows::inventory_id.eq(inventory))
            .filter(inventory_rows::passport_id.eq_any(some))
            .select((inventory_rows::position, inventory_rows::passport_id.assume_not_null()))
            .load::<(i64, Id<Passport>)>(conn)?;
        taken.extend(rows.into_iter().filter(|it| !own.contains(&it.0)).map(|it| it.1));
    }
    Ok(taken)
}

/// Puts these rows in place of those at their positions.
pub fn replace_rows_at(conn: &mut Conn, inventory: &InventoryId, rows: &[Row]) -> Result<()> {
    for some in rows.chunks(LIST_MAX) {
        let positions: Vec<i64> = some.iter().map(|it| it.position).collect();
        let old = inventory_rows::table
            .filter(inventory_rows::inventory_id.eq(inventory))
            .filter(inventory_rows::position.eq_any(positions));
        diesel::delete(old).execute(conn)?;
        insert_rows(conn, inventory, some)?;
    }
    Ok(())
}

/// How many values go into one `IN (…)`: well below the 32,766 that SQLite binds.
const LIST_MAX: usize = 500;

/// What an organisation holds without a number of its own, under these names.
pub fn unnumbered(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    names: &[String],
) -> Result<Vec<Passport>> {
    let mut ids: Vec<String> = Vec::new();
    for some in names.chunks(LIST_MAX) {
        let found = passports_table::table
            .filter(passports_table::organisation_id.eq(organisation))
            .filter(passports_table::external_id.is_null())
            .filter(passports_table::name.eq_any(some));
        ids.extend(found.select(passports_table::id).load::<String>(conn)?);
    }
    passports::find_all(conn, &ids)
}
