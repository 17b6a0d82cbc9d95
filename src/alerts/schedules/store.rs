//! The SQL of when members are written to.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::{AlertSettings, Schedule, Weekday};
use crate::accounts::Member;
use crate::alerts::calendar::Written;
use crate::clock::{Day, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::on_backend;
use crate::schema::alert_schedules;

/// Parameters of one statement: SQLite takes 32 766 of them, PostgreSQL 65 535.
const IDS_AT_ONCE: usize = 500;

// No field has a default, so that many rows go into one statement on SQLite too.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(
    table_name = alert_schedules,
    treat_none_as_default_value = false,
    treat_none_as_null = true
)]
struct Row {
    member_id: Id<Member>,
    time_zone: String,
    hour: i32,
    weekday: i32,
    month_day: i32,
    version: i64,
    next_due_at: Option<Instant>,
    digest_on: Option<String>,
    written_at: Option<Instant>,
}

impl Row {
    fn of(schedule: &Schedule) -> Self {
        let Schedule { member_id, settings, version, next_due_at, written } = schedule;
        Self {
            member_id: member_id.clone(),
            time_zone: settings.time_zone.clone(),
            hour: settings.hour.into(),
            weekday: settings.weekday as i32,
            month_day: settings.day_of_month.into(),
            version: *version,
            next_due_at: *next_due_at,
            digest_on: written.digest_on.map(|it| it.to_string()),
            written_at: written.at,
        }
    }

    fn schedule(self) -> Result<Schedule> {
        let small = |it: i32| u8::try_from(it).map_err(Error::internal);
        let weekday = Weekday::ALL.into_iter().find(|it| *it as i32 == self.weekday);
        Ok(Schedule {
            settings: AlertSettings {
                time_zone: self.time_zone,
                hour: small(self.hour)?,
                weekday: weekday.ok_or_else(|| Error::internal("a week has seven days"))?,
                day_of_month: small(self.month_day)?,
            },
            member_id: self.member_id,
            version: self.version,
            next_due_at: self.next_due_at,
            written: Written {
                digest_on: self.digest_on.as_deref().and_then(Day::parse),
                at: self.written_at,
            },
        })
    }
}

pub fn find(conn: &mut Conn, member: &Id<Member>) -> Result<Option<Schedule>> {
    let row = alert_schedules::table.find(member).select(Row::as_select()).first(conn);
    row.optional()?.map(Row::schedule).transpose()
}

/// Gives those who have none a schedule with the usual settings.
pub fn insert_missing(
    conn: &mut Conn,
    usual: &AlertSettings,
    members: &BTreeSet<Id<Member>>,
) -> Result<()> {
    let rows: Vec<Row> = members
        .iter()
        .map(|member_id| {
            Row::of(&Schedule {
                member_id: member_id.clone(),
                settings: usual.clone(),
                version: 1,
                next_due_at: None,
                written: Written::default(),
            })
        })
        .collect();
    for some in rows.chunks(IDS_AT_ONCE) {
        on_backend!(conn => diesel::insert_into(alert_schedules::table)
            .values(some)
            .on_conflict_do_nothing()
            .execute(conn))?;
    }
    Ok(())
}

/// The schedules of these, which nobody else changes until the transaction ends: in PostgreSQL by
/// a lock taken in the order of ids, in SQLite because it has one writer.
pub fn lock(conn: &mut Conn, members: &BTreeSet<Id<Member>>) -> Result<Vec<Schedule>> {
    let ids: Vec<_> = members.iter().cloned().collect();
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(IDS_AT_ONCE) {
        let wanted = || alert_schedules::table.filter(alert_schedules::member_id.eq_any(some));
        if let Conn::Postgres(conn) = conn {
            let ids = wanted().order(alert_schedules::member_id).select(alert_schedules::member_id);
            ids.for_update().load::<Id<Member>>(conn)?;
        }
        let rows: Vec<Row> = wanted().select(Row::as_select()).load(conn)?;
        for row in rows {
            found.push(row.schedule()?);
        }
    }
    Ok(found)
}

pub fn update(conn: &mut Conn, schedule: &Schedule) -> Result<()> {
    let row = Row::of(schedule);
    diesel::update(alert_schedules::table.find(&schedule.member_id)).set(row).execute(conn)?;
    Ok(())
}

pub fn set_next_due(conn: &mut Conn, member: &Id<Member>, due: Option<Instant>) -> Result<()> {
    diesel::update(alert_schedules::table.find(member))
        .set(alert_schedules::next_due_at.eq(due))
        .execute(conn)?;
    Ok(())
}

/// To whom a letter is due, the longest first.
pub fn due_members(conn: &mut Conn, at: Instant, limit: i64) -> Result<Vec<Id<Member>>> {
    Ok(alert_schedules::table
        .filter(alert_schedules::next_due_at.le(at))
        .order((alert_schedules::next_due_at, alert_schedules::member_id))
        .limit(limit)
        .select(alert_schedules::member_id)
        .load(conn)?)
}
