//! The SQL of passports and their histories.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::history::Event;
use super::{Content, Draft, Passport, State, Upload};
use crate::accounts::Organisation;
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::{Code, Id};
use crate::on_backend;
use crate::places::{Building, Site};
use crate::schema::{passport_events, passports};
use crate::search::Visibility;

/// A passport as it is stored: all of its content as JSON, and beside it what is looked up.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = passports, treat_none_as_null = true)]
pub struct Row {
    pub id: Id<Passport>,
    pub code: Code,
    pub organisation_id: Id<Organisation>,
    pub inventory_id: Option<Id<Upload>>,
    pub external_id: Option<String>,
    pub state: String,
    pub category: Option<String>,
    pub name: String,
    pub quantity_thousandths: i64,
    pub unit: String,
    pub condition_technical: Option<i16>,
    pub site_id: Option<Id<Site>>,
    pub building_id: Option<Id<Building>>,
    pub visibility: String,
    pub price_cents: Option<i64>,
    pub available_from: Option<String>,
    pub available_until: Option<String>,
    pub details: String,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub photos: Option<String>,
}

/// An event on its way in. It holds its texts, because a statement prepared once must not borrow.
#[derive(Insertable)]
#[diesel(table_name = passport_events)]
struct EventRow {
    passport_id: Id<Passport>,
    sequence: i64,
    at: Instant,
    actor: String,
    kind: String,
    changes: String,
    previous_hash: String,
    hash: String,
}

impl From<Event> for EventRow {
    fn from(event: Event) -> Self {
        let Event { passport_id, sequence, at, actor, kind, changes, previous_hash, hash } = event;
        Self { passport_id, sequence, at, actor, kind, changes, previous_hash, hash }
    }
}

impl Row {
    pub fn of(passport: &Passport) -> Result<Self> {
        let content = &passport.content;
        let photos = (!passport.photos.is_empty()).then(|| serde_json::to_string(&passport.photos));
        Ok(Self {
            photos: photos.transpose().map_err(Error::internal)?,
            id: passport.id.clone(),
            code: passport.code.clone(),
            organisation_id: passport.organisation_id.clone(),
            inventory_id: passport.inventory_id.clone(),
            external_id: content.external_id.clone(),
            state: passport.state.as_str().to_owned(),
            category: content.category.map(|it| it.as_str().to_owned()),
            name: content.name.clone(),
            quantity_thousandths: passport.quantity_thousandths(),
            unit: content.unit.as_str().to_owned(),
            condition_technical: content.condition_technical.map(i16::from),
            site_id: content.site_id.clone(),
            building_id: content.building_id.clone(),
            visibility: word_of(content.visibility).to_owned(),
            price_cents: content.price_cents(),
            available_from: content.available_from.map(|it| it.to_string()),
            available_until: content.available_until.map(|it| it.to_string()),
            details: serde_json::to_string(content).map_err(Error::internal)?,
            version: passport.version,
            created_at: passport.created_at,
            updated_at: passport.updated_at,
        })
    }

    pub fn into_passport(self) -> Result<Passport> {
        let draft: Draft = serde_json::from_str(&self.details).map_err(Error::internal)?;
        let state = State::parse(&self.state)
            .ok_or_else(|| Error::internal(format!("passport {} is `{}`", self.id, self.state)))?;
        let photos = self.photos.as_deref().map(serde_json::from_str).transpose();
        Ok(Passport {
            id: self.id,
            code: self.code,
            organisation_id: self.organisation_id,
            inventory_id: self.inventory_id,
            state,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
            photos: photos.map_err(Error::internal)?.unwrap_or_default(),
            content: Content::trusted(draft),
        })
    }
}

fn word_of(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Organisation => "organisation",
        Visibility::Park => "park",
        Visibility::Public => "public",
    }
}

pub fn find(conn: &mut Conn, id: &Id<Passport>) -> Result<Option<Passport>> {
    let row = passports::table.find(id).select(Row::as_select()).first(conn).optional()?;
    row.map(Row::into_passport).transpose()
}

pub fn find_by_code(conn: &mut Conn, code: &Code) -> Result<Option<Passport>> {
    let with_code = passports::table.filter(passports::code.eq(code));
    let row = with_code.select(Row::as_select()).first(conn).optional()?;
    row.map(Row::into_passport).transpose()
}

/// How many values go into one `IN (…)`: well below the 32,766 that SQLite binds.
const LIST_MAX: usize = 500;

/// Those of `ids` that there are, in no particular order.
pub fn find_all(conn: &mut Conn, ids: &[String]) -> Result<Vec<Passport>> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(LIST_MAX) {
        let rows = passports::table.filter(passports::id.eq_any(some));
        found.extend(all_of(rows.select(Row::as_select()).load(conn)?)?);
    }
    Ok(found)
}

/// The version of each of these.
pub fn versions(conn: &mut Conn, ids: &[String]) -> Result<HashMap<Id<Passport>, i64>> {
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(LIST_MAX) {
        let rows = passports::table.filter(passports::id.eq_any(some));
        let rows = rows.select((passports::id, passports::version));
        found.extend(rows.load::<(Id<Passport>, i64)>(conn)?);
    }
    Ok(found)
}

/// What an organisation holds under its own numbers. Two passports may bear the same one.
pub fn by_external_ids(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    external_ids: &[String],
) -> Result<Vec<Passport>> {
    let mut found = Vec::new();
    for some in external_ids.chunks(LIST_MAX) {
        let rows = passports::table
            .filter(passports::organisation_id.eq(organisation))
            .filter(passports::external_id.eq_any(some))
            .order(passports::id);
        found.extend(all_of(rows.select(Row::as_select()).load(conn)?)?);
    }
    Ok(found)
}

/// What an organisation holds, the newest first, after the one the last page ended with.
pub fn held_by(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    after: Option<&Id<Passport>>,
    limit: i64,
) -> Result<Vec<Passport>> {
    let mut rows = passports::table
        .filter(passports::organisation_id.eq(organisation))
        .order(passports::id.desc())
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        rows = rows.filter(passports::id.lt(after));
    }
    all_of(rows.select(Row::as_select()).load(conn)?)
}

/// Every passport in order of id, or those changed since, page by page. The first page comes after
/// `""`.
pub fn rows_after(
    conn: &mut Conn,
    after: &str,
    changed_since: Option<Instant>,
    limit: i64,
) -> Result<Vec<Row>> {
    let mut rows = passports::table
        .filter(passports::id.gt(after))
        .order(passports::id)
        .limit(limit)
        .into_boxed();
    if let Some(since) = changed_since {
        rows = rows.filter(passports::updated_at.ge(since));
    }
    Ok(rows.select(Row::as_select()).load(conn)?)
}

/// Every registered passport, the newest first, page by page: those before this one.
pub fn rows_before(conn: &mut Conn, before: Option<&Id<Passport>>, limit: i64) -> Result<Vec<Row>> {
    let mut rows = passports::table
        .filter(passports::state.eq(State::Registered.as_str()))
        .order(passports::id.desc())
        .limit(limit)
        .into_boxed();
    if let Some(before) = before {
        rows = rows.filter(passports::id.lt(before));
    }
    Ok(rows.select(Row::as_select()).load(conn)?)
}

/// What the index must know of a passport to be true to it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = passports)]
pub struct KnownVersion {
    pub id: Id<Passport>,
    pub version: i64,
    state: String,
    pub updated_at: Instant,
}

impl KnownVersion {
    /// Whether it belongs into the index.
    pub fn is_listed(&self) -> bool {
        self.state == State::Registered.as_str()
    }
}

/// The versions of all passports in order of id, page by page.
pub fn versions_after(conn: &mut Conn, after: &str, limit: i64) -> Result<Vec<KnownVersion>> {
    let rows = passports::table.filter(passports::id.gt(after)).order(passports::id).limit(limit);
    Ok(rows.select(KnownVersion::as_select()).load(conn)?)
}

fn all_of(rows: Vec<Row>) -> Result<Vec<Passport>> {
    rows.into_iter().map(Row::into_passport).collect()
}

/// Those of `codes` that are on a label already.
pub fn codes_taken(conn: &mut Conn, codes: &[Code]) -> Result<HashSet<Code>> {
    let mut taken = HashSet::new();
    for some in codes.chunks(LIST_MAX) {
        let rows = passports::table.filter(passports::code.eq_any(some));
        taken.extend(rows.select(passports::code).load::<Code>(conn)?);
    }
    Ok(taken)
}

/// How many rows go into one statement. As an array of a length that the compiler knows, they are
/// prepared once; a list of any length would be prepared each time, which costs SQLite more than
/// the rows.
const ROWS_AT_ONCE: usize = 50;

pub fn insert_all(conn: &mut Conn, rows: &[Row], events: Vec<Event>) -> Result<()> {
    let (many, rest) = rows.as_chunks::<ROWS_AT_ONCE>();
    for some in many {
        on_backend!(conn => diesel::insert_into(passports::table).values(some).execute(conn))?;
    }
    for one in rest {
        diesel::insert_into(passports::table).values(one).execute(conn)?;
    }
    let events: Vec<EventRow> = events.into_iter().map(EventRow::from).collect();
    let (many, rest) = events.as_chunks::<ROWS_AT_ONCE>();
    for some in many {
        on_backend!(conn => diesel::insert_into(passport_events::table).values(some).execute(conn))?;
    }
    for one in rest {
        diesel::insert_into(passport_events::table).values(one).execute(conn)?;
    }
    Ok(())
}

/// Stores a passport in place of its `version`. `false` where that is no longer the newest.
pub fn replace(conn: &mut Conn, row: &Row, version: i64) -> Result<bool> {
    let old = passports::table.find(&row.id).filter(passports::version.eq(version));
    Ok(diesel::update(old).set(row).execute(conn)? == 1)
}

pub fn insert_event(conn: &mut Conn, event: Event) -> Result<()> {
    diesel::insert_into(passport_events::table).values(EventRow::from(event)).execute(conn)?;
    Ok(())
}

/// The hash of one event, for the next one to be linked to.
pub fn hash_of_event(conn: &mut Conn, id: &Id<Passport>, sequence: i64) -> Result<Option<String>> {
    let event = passport_events::table.find((id, sequence));
    Ok(event.select(passport_events::hash).first(conn).optional()?)
}

/// What happened to a passport, in order, after the event that the last page ended with.
pub fn events_of(conn: &mut Conn, id: &Id<Passport>, after: i64, limit: i64) -> Result<Vec<Event>> {
    Ok(passport_events::table
        .filter(passport_events::passport_id.eq(id))
        .filter(passport_events::sequence.gt(after))
        .order(passport_events::sequence)
        .limit(limit)
        .select(passport_events::all_columns)
        .load(conn)?)
}

/// The events of many passports in order of passport and sequence: those after `(passport,
/// sequence)`, up to those of the passport `until`, if that is given.
pub fn events_after(
    conn: &mut Conn,
    (passport, sequence): (&str, i64),
    until: Option<&str>,
    limit: i64,
) -> Result<Vec<Event>> {
    let later = passport_events::passport_id.gt(passport);
    let same =
        passport_events::passport_id.eq(passport).and(passport_events::sequence.gt(sequence));
    let mut events = passport_events::table
        // Says again what follows from the next line, so that the index is used.
        .filter(passport_events::passport_id.ge(passport))
        .filter(later.or(same))
        .order((passport_events::passport_id, passport_events::sequence))
        .limit(limit)
        .into_boxed();
    if let Some(until) = until {
        events = events.filter(passport_events::passport_id.le(until));
    }
    Ok(events.select(passport_events::all_columns).load(conn)?)
}

/// Runs `work` on one state of the database, whatever others write meanwhile.
pub fn snapshot<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    conn.transaction(|conn| {
        if let Conn::Postgres(conn) = conn {
            let level = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
            diesel::sql_query(level).execute(conn)?;
        }
        work(conn)
    })
}
