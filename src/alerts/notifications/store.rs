//! The SQL of notifications.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{Heard, Notification, Oldest, Waiting};
use crate::accounts::{Member, Organisation};
use crate::alerts::digests::Run;
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::needs::{Match, Need, Recorded, Terms};
use crate::passports::Passport;
use crate::schema::{alert_schedules, digest_runs, needs, notifications};

/// Parameters of one statement: SQLite takes 32 766 of them, PostgreSQL 65 535.
const IDS_AT_ONCE: usize = 500;

// No field has a default, so that many rows go into one statement on SQLite too.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = notifications, treat_none_as_default_value = false)]
pub struct Row {
    id: Id<Notification>,
    member_id: Id<Member>,
    organisation_id: Id<Organisation>,
    need_id: Id<Need>,
    match_id: Id<Match>,
    passport_id: Id<Passport>,
    passport_version: i64,
    score: f64,
    reasons: String,
    better: Option<String>,
    told_before: Option<String>,
    created_at: Instant,
    read_at: Option<Instant>,
}

impl Row {
    /// What is to be told of a match.
    pub fn of(id: Id<Notification>, recorded: Recorded, created_at: Instant) -> Result<Self> {
        let Recorded { found, reasons } = recorded;
        let told_before = found.told_before.as_ref().map(serde_json::to_string).transpose();
        let better = found.better.as_ref().map(serde_json::to_string).transpose();
        Ok(Self {
            id,
            member_id: found.need.member_id.clone(),
            organisation_id: found.need.organisation_id.clone(),
            need_id: found.need.id.clone(),
            match_id: found.id,
            passport_id: found.offer.passport.id.clone(),
            passport_version: found.offer.passport.version,
            score: found.fit.score,
            reasons,
            better: better.map_err(Error::internal)?,
            told_before: told_before.map_err(Error::internal)?,
            created_at,
            read_at: None,
        })
    }
}

fn read<T: serde::de::DeserializeOwned>(json: Option<&str>) -> Result<Option<T>> {
    json.map(serde_json::from_str).transpose().map_err(Error::internal)
}

/// How many rows go into one statement of SQLite; a fixed number, so that it is prepared once.
const ROWS_AT_ONCE: usize = 50;

pub fn insert_all(conn: &mut Conn, rows: Vec<Row>) -> Result<()> {
    match conn {
        Conn::Postgres(conn) => {
            diesel::copy_from(notifications::table).from_insertable(rows).execute(conn)?;
        }
        Conn::Sqlite(conn) => {
            let (many, rest) = rows.as_chunks::<ROWS_AT_ONCE>();
            for some in many {
                diesel::insert_into(notifications::table).values(some).execute(conn)?;
            }
            for one in rest {
                diesel::insert_into(notifications::table).values(one).execute(conn)?;
            }
        }
    }
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = notifications)]
struct WaitingRow {
    id: Id<Notification>,
    need_id: Id<Need>,
    match_id: Id<Match>,
    passport_id: Id<Passport>,
    passport_version: i64,
    score: f64,
    told_before: Option<String>,
    created_at: Instant,
}

impl WaitingRow {
    fn waiting(self) -> Result<Waiting> {
        Ok(Waiting {
            told_before: read(self.told_before.as_deref())?,
            id: self.id,
            need_id: self.need_id,
            match_id: self.match_id,
            passport_id: self.passport_id,
            passport_version: self.passport_version,
            score: self.score,
            created_at: self.created_at,
        })
    }
}

/// What a member has not been written about, oldest first.
pub fn waiting(conn: &mut Conn, member: &Id<Member>) -> Result<Vec<Waiting>> {
    let rows: Vec<WaitingRow> = notifications::table
        .filter(notifications::member_id.eq(member))
        .filter(notifications::settled_at.is_null())
        .order(notifications::id)
        .select(WaitingRow::as_select())
        .load(conn)?;
    rows.into_iter().map(WaitingRow::waiting).collect()
}

/// What stands in a letter.
pub fn of_run(conn: &mut Conn, run: &Id<Run>) -> Result<Vec<Waiting>> {
    let rows: Vec<WaitingRow> = notifications::table
        .filter(notifications::run_id.eq(run))
        .order(notifications::id)
        .select(WaitingRow::as_select())
        .load(conn)?;
    rows.into_iter().map(WaitingRow::waiting).collect()
}

/// What a member was told last of each of these, in letters before that of `run`.
pub fn heard(
    conn: &mut Conn,
    member: &Id<Member>,
    passports: &[Id<Passport>],
    run: Option<&Id<Run>>,
) -> Result<HashMap<Id<Passport>, Heard>> {
    let mut heard = HashMap::new();
    for some in passports.chunks(IDS_AT_ONCE) {
        let mut told = notifications::table
            .inner_join(digest_runs::table)
            .filter(notifications::member_id.eq(member))
            .filter(notifications::passport_id.eq_any(some))
            .into_boxed();
        if let Some(run) = run {
            // Ids of ours sort by age.
            told = told.filter(notifications::run_id.lt(run));
        }
        let rows: Vec<(Id<Passport>, Option<String>, Instant)> = told
            .order(notifications::run_id)
            .select((notifications::passport_id, notifications::terms, digest_runs::written_at))
            .load(conn)?;
        for (passport, terms, at) in rows {
            // The last letter of these stays.
            if let Some(terms) = read(terms.as_deref())? {
                heard.insert(passport, Heard { terms, at });
            }
        }
    }
    Ok(heard)
}

/// Keeps the terms under which these are told.
pub fn set_terms(conn: &mut Conn, ids: &[Id<Notification>], terms: &Terms) -> Result<()> {
    let terms = serde_json::to_string(terms).map_err(Error::internal)?;
    for some in ids.chunks(IDS_AT_ONCE) {
        diesel::update(notifications::table.filter(notifications::id.eq_any(some)))
            .set(notifications::terms.eq(&terms))
            .execute(conn)?;
    }
    Ok(())
}

/// Since when something waits for each need of a member.
pub fn oldest_waiting(conn: &mut Conn, member: &Id<Member>) -> Result<Oldest> {
    let rows: Vec<(Id<Need>, Option<Instant>)> = notifications::table
        .filter(notifications::member_id.eq(member))
        .filter(notifications::settled_at.is_null())
        .group_by(notifications::need_id)
        .select((notifications::need_id, diesel::dsl::min(notifications::created_at)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(need, at)| Some((need, at?))).collect())
}

/// They are told, in this letter, or there is nothing to tell of them any more.
pub fn settle(
    conn: &mut Conn,
    ids: &[Id<Notification>],
    run: Option<&Id<Run>>,
    at: Instant,
) -> Result<()> {
    for some in ids.chunks(IDS_AT_ONCE) {
        diesel::update(notifications::table.filter(notifications::id.eq_any(some)))
            .set((notifications::settled_at.eq(at), notifications::run_id.eq(run)))
            .execute(conn)?;
    }
    Ok(())
}

/// How many members are looked after in one sweep.
const FORGOTTEN_MAX: i64 = 500;

/// Members with something that waits for an open need and no letter planned.
pub fn forgotten_members(conn: &mut Conn) -> Result<Vec<Id<Member>>> {
    let planned = alert_schedules::table
        .filter(alert_schedules::member_id.eq(notifications::member_id))
        .filter(alert_schedules::next_due_at.is_not_null());
    Ok(notifications::table
        .inner_join(needs::table)
        .filter(notifications::settled_at.is_null())
        .filter(needs::state.eq("open"))
        .filter(diesel::dsl::not(diesel::dsl::exists(planned)))
        .select(notifications::member_id)
        .distinct()
        .limit(FORGOTTEN_MAX)
        .load(conn)?)
}

impl Row {
    fn notification(self) -> Result<Notification> {
        Ok(Notification {
            reasons: serde_json::from_str(&self.reasons).map_err(Error::internal)?,
            better: read(self.better.as_deref())?,
            told_before: read(self.told_before.as_deref())?,
            id: self.id,
            member_id: self.member_id,
            organisation_id: self.organisation_id,
            need_id: self.need_id,
            match_id: self.match_id,
            passport_id: self.passport_id,
            passport_version: self.passport_version,
            score: self.score,
            created_at: self.created_at,
            read_at: self.read_at,
        })
    }
}

pub fn find(conn: &mut Conn, id: &Id<Notification>) -> Result<Option<Notification>> {
    let row = notifications::table.find(id).select(Row::as_select()).first(conn).optional()?;
    row.map(Row::notification).transpose()
}

/// What a member was told, newest first.
pub fn of_member(
    conn: &mut Conn,
    member: &Id<Member>,
    only_unread: bool,
    before: Option<&Id<Notification>>,
    limit: i64,
) -> Result<Vec<Notification>> {
    let mut wanted = notifications::table.filter(notifications::member_id.eq(member)).into_boxed();
    if only_unread {
        wanted = wanted.filter(notifications::read_at.is_null());
    }
    if let Some(before) = before {
        wanted = wanted.filter(notifications::id.lt(before));
    }
    let rows: Vec<Row> =
        wanted.order(notifications::id.desc()).limit(limit).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(Row::notification).collect()
}

/// What was told for a need, newest first.
pub fn of_need(conn: &mut Conn, need: &Id<Need>, limit: i64) -> Result<Vec<Notification>> {
    let rows: Vec<Row> = notifications::table
        .filter(notifications::need_id.eq(need))
        .order(notifications::id.desc())
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Row::notification).collect()
}

pub fn count_unread(conn: &mut Conn, member: &Id<Member>) -> Result<i64> {
    let unread = notifications::table
        .filter(notifications::member_id.eq(member))
        .filter(notifications::read_at.is_null());
    Ok(unread.count().get_result(conn)?)
}

pub fn mark_read(conn: &mut Conn, id: &Id<Notification>) -> Result<()> {
    let unread = notifications::table.find(id).filter(notifications::read_at.is_null());
    diesel::update(unread).set(notifications::read_at.eq(clock::now())).execute(conn)?;
    Ok(())
}

pub fn mark_all_read(conn: &mut Conn, member: &Id<Member>, up_to: &Id<Notification>) -> Result<()> {
    let unread = notifications::table
        .filter(notifications::member_id.eq(member))
        .filter(notifications::id.le(up_to))
        .filter(notifications::read_at.is_null());
    diesel::update(unread).set(notifications::read_at.eq(clock::now())).execute(conn)?;
    Ok(())
}
