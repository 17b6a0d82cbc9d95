//! The SQL of many passports at once: temporary tables beside the real ones, and the moves between
//! them.

use std::collections::{BTreeSet, HashMap};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;

use crate::accounts::Organisation;
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::{Code, Id};
use crate::passports::history::Event;
use crate::passports::{Passport, Upload, store};
use crate::places::{Building, Site};
use crate::schema::{passport_events, passports};

diesel::table! {
    staged_passports (id) {
        id -> Text,
        code -> Text,
        organisation_id -> Text,
        inventory_id -> Nullable<Text>,
        external_id -> Nullable<Text>,
        state -> Text,
        category -> Nullable<Text>,
        name -> Text,
        quantity_thousandths -> BigInt,
        unit -> Text,
        condition_technical -> Nullable<SmallInt>,
        site_id -> Nullable<Text>,
        building_id -> Nullable<Text>,
        visibility -> Text,
        price_cents -> Nullable<BigInt>,
        available_from -> Nullable<Text>,
        available_until -> Nullable<Text>,
        details -> Text,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    staged_events (passport_id, sequence) {
        passport_id -> Text,
        sequence -> BigInt,
        at -> Timestamp,
        actor -> Text,
        kind -> Text,
        changes -> Text,
        previous_hash -> Text,
        hash -> Text,
    }
}

/// A passport as it is made ready: what [`store::Row`] is, for the table beside.
#[derive(Insertable)]
#[diesel(table_name = staged_passports, treat_none_as_default_value = false)]
struct StagedPassport {
    id: Id<Passport>,
    code: Code,
    organisation_id: Id<Organisation>,
    inventory_id: Option<Id<Upload>>,
    external_id: Option<String>,
    state: String,
    category: Option<String>,
    name: String,
    quantity_thousandths: i64,
    unit: String,
    condition_technical: Option<i16>,
    site_id: Option<Id<Site>>,
    building_id: Option<Id<Building>>,
    visibility: String,
    price_cents: Option<i64>,
    available_from: Option<String>,
    available_until: Option<String>,
    details: String,
    version: i64,
    created_at: Instant,
    updated_at: Instant,
}

impl From<store::Row> for StagedPassport {
    fn from(row: store::Row) -> Self {
        Self {
            id: row.id,
            code: row.code,
            organisation_id: row.organisation_id,
            inventory_id: row.inventory_id,
            external_id: row.external_id,
            state: row.state,
            category: row.category,
            name: row.name,
            quantity_thousandths: row.quantity_thousandths,
            unit: row.unit,
            condition_technical: row.condition_technical,
            site_id: row.site_id,
            building_id: row.building_id,
            visibility: row.visibility,
            price_cents: row.price_cents,
            available_from: row.available_from,
            available_until: row.available_until,
            details: row.details,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

#[derive(Insertable)]
#[diesel(table_name = staged_events, treat_none_as_default_value = false)]
struct StagedEvent {
    passport_id: Id<Passport>,
    sequence: i64,
    at: Instant,
    actor: String,
    kind: String,
    changes: String,
    previous_hash: String,
    hash: String,
}

impl From<Event> for StagedEvent {
    fn from(event: Event) -> Self {
        let Event { passport_id, sequence, at, actor, kind, changes, previous_hash, hash } = event;
        Self { passport_id, sequence, at, actor, kind, changes, previous_hash, hash }
    }
}

/// What a passport's columns are, in one order for both tables.
const COLUMNS: &str = "id, code, organisation_id, inventory_id, external_id, state, category, \
     name, quantity_thousandths, unit, condition_technical, site_id, building_id, visibility, \
     price_cents, available_from, available_until, details, version, created_at, updated_at";

/// Makes the tables beside. Those of SQLite stand in a file of their own, so that filling them
/// takes neither the lock of the database nor much memory.
pub fn make_room(conn: &mut Conn) -> Result<()> {
    match conn {
        Conn::Sqlite(conn) => conn.batch_execute(
            "PRAGMA temp_store = FILE; \
             CREATE TEMP TABLE staged_passports AS SELECT * FROM passports LIMIT 0; \
             CREATE TEMP TABLE staged_events AS SELECT * FROM passport_events LIMIT 0;",
        )?,
        Conn::Postgres(conn) => conn.batch_execute(
            "CREATE TEMP TABLE staged_passports (LIKE passports) ON COMMIT DROP; \
             CREATE TEMP TABLE staged_events (LIKE passport_events) ON COMMIT DROP;",
        )?,
    }
    Ok(())
}

/// Drops them. PostgreSQL does so at the end of the transaction by itself.
pub fn clear(conn: &mut Conn) -> Result<()> {
    if let Conn::Sqlite(conn) = conn {
        // Changing where they are kept drops what is kept.
        conn.batch_execute(
            "DROP TABLE IF EXISTS temp.staged_passports; DROP TABLE IF EXISTS temp.staged_events; \
             PRAGMA temp_store = MEMORY;",
        )?;
    }
    Ok(())
}

/// How many rows go into one statement of SQLite: an array of a length that the compiler knows is
/// prepared once.
const ROWS_AT_ONCE: usize = 50;

/// Puts passports and events into the tables beside.
pub fn stage(conn: &mut Conn, rows: Vec<store::Row>, events: Vec<Event>) -> Result<()> {
    let rows: Vec<StagedPassport> = rows.into_iter().map(StagedPassport::from).collect();
    let events: Vec<StagedEvent> = events.into_iter().map(StagedEvent::from).collect();
    match conn {
        Conn::Postgres(conn) => {
            diesel::copy_from(staged_passports::table).from_insertable(rows).execute(conn)?;
            diesel::copy_from(staged_events::table).from_insertable(events).execute(conn)?;
            Ok(())
        }
        // One transaction for all of them, of the tables beside alone.
        Conn::Sqlite(conn) => conn.transaction(|conn| {
            let (many, rest) = rows.as_chunks::<ROWS_AT_ONCE>();
            for some in many {
                diesel::insert_into(staged_passports::table).values(some).execute(conn)?;
            }
            for one in rest {
                diesel::insert_into(staged_passports::table).values(one).execute(conn)?;
            }
            let (many, rest) = events.as_chunks::<ROWS_AT_ONCE>();
            for some in many {
                diesel::insert_into(staged_events::table).values(some).execute(conn)?;
            }
            for one in rest {
                diesel::insert_into(staged_events::table).values(one).execute(conn)?;
            }
            Ok(())
        }),
    }
}

/// Sees to it that the organisation's stock stays as it is until the end of the transaction.
/// SQLite has one writer anyway. In PostgreSQL whoever registers a passport holds a share of the
/// organisation's row, which waits for this lock and this lock for it.
pub fn hold_still(conn: &mut Conn, organisation: &Id<Organisation>) -> Result<()> {
    if let Conn::Postgres(conn) = conn {
        use crate::schema::organisations;

        let row = organisations::table.find(organisation).select(organisations::id);
        row.for_update().first::<String>(conn)?;
    }
    Ok(())
}

/// How many passports an organisation has registered, ever.
pub fn count_of(conn: &mut Conn, organisation: &Id<Organisation>) -> Result<i64> {
    let own = passports::table.filter(passports::organisation_id.eq(organisation));
    Ok(own.count().get_result(conn)?)
}

/// Moves the new passports and all events into place. How many passports there were.
pub fn insert_staged(conn: &mut Conn) -> Result<usize> {
    let passports = format!(
        "INSERT INTO passports ({COLUMNS}) SELECT {COLUMNS} FROM staged_passports WHERE version = 1"
    );
    let events = "INSERT INTO passport_events \
         (passport_id, sequence, at, actor, kind, changes, previous_hash, hash) \
         SELECT passport_id, sequence, at, actor, kind, changes, previous_hash, hash \
         FROM staged_events";
    let inserted = sql_query(passports).execute(conn)?;
    sql_query(events).execute(conn)?;
    Ok(inserted)
}

/// Puts the changed passports in place of their last versions. How many were still of those.
pub fn replace_staged(conn: &mut Conn) -> Result<usize> {
    let set: Vec<String> = COLUMNS.split(", ").map(|it| format!("{it} = staged.{it}")).collect();
    let update = format!(
        "UPDATE passports SET {} FROM staged_passports AS staged \
         WHERE staged.version > 1 AND passports.id = staged.id \
         AND passports.version = staged.version - 1",
        set.join(", ")
    );
    Ok(sql_query(update).execute(conn)?)
}

/// How many values go into one `IN (…)`: well below the 32,766 that SQLite binds.
const LIST_MAX: usize = 500;

/// The event that made this version of each passport.
pub fn events_at(conn: &mut Conn, of: &[(Passport, i64)]) -> Result<HashMap<Id<Passport>, Event>> {
    let wanted: HashMap<&Id<Passport>, i64> = of.iter().map(|it| (&it.0.id, it.1)).collect();
    let mut found = HashMap::with_capacity(of.len());
    for some in of.chunks(LIST_MAX) {
        let ids = some.iter().map(|it| it.0.id.to_string());
        let sequences: BTreeSet<i64> = some.iter().map(|it| it.1).collect();
        let events: Vec<Event> = passport_events::table
            .filter(passport_events::passport_id.eq_any(ids.collect::<Vec<_>>()))
            .filter(passport_events::sequence.eq_any(Vec::from_iter(sequences)))
            .select(passport_events::all_columns)
            .load(conn)?;
        let of_version =
            events.into_iter().filter(|it| wanted.get(&it.passport_id) == Some(&it.sequence));
        found.extend(of_version.map(|it| (it.passport_id.clone(), it)));
    }
    Ok(found)
}

/// The event that made each passport what it is.
pub fn last_events(conn: &mut Conn, of: &[Passport]) -> Result<HashMap<Id<Passport>, Event>> {
    let mut found = HashMap::with_capacity(of.len());
    for some in of.chunks(LIST_MAX) {
        let ids = some.iter().map(|it| it.id.to_string());
        let events: Vec<Event> = passport_events::table
            .inner_join(passports::table)
            .filter(passport_events::passport_id.eq_any(ids.collect::<Vec<_>>()))
            .filter(passport_events::sequence.eq(passports::version))
            .select(passport_events::all_columns)
            .load(conn)?;
        found.extend(events.into_iter().map(|it| (it.passport_id.clone(), it)));
    }
    // Somebody who changed one meanwhile made another event the last.
    if of.iter().any(|it| found.get(&it.id).is_none_or(|event| event.sequence != it.version)) {
        return Err(Error::Changed);
    }
    Ok(found)
}
