//! When each member is written to: what they chose, what waits for them, when the next letter is
//! due.

pub mod http;
mod store;

use std::collections::{BTreeSet, HashMap};

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use time::Duration;

use super::calendar::{Hours, Written};
use super::notifications::{self, Told};
use crate::accounts::{Action, Caller, Member, Object, may};
use crate::clock::{Day, Instant};
use crate::config;
use crate::db::Conn;
use crate::error::{Error, Problem, Result};
use crate::id::Id;
use crate::language::say;
use crate::needs::{self, Need, State};

pub(super) use store::due_members;

/// When you are written to. What is told at once comes at any time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertSettings {
    /// By the IANA database: `Europe/Brussels`.
    pub time_zone: String,
    /// Of all digests, there.
    #[schema(minimum = 0, maximum = 23)]
    pub hour: u8,
    /// Of weekly digests.
    pub weekday: Weekday,
    /// Of monthly digests. Where a month is shorter, its last day.
    #[schema(minimum = 1, maximum = 31)]
    pub day_of_month: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    Monday = 1,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];
}

/// What is known of when to write to somebody.
#[derive(Debug, Clone)]
pub(super) struct Schedule {
    pub member_id: Id<Member>,
    pub settings: AlertSettings,
    pub version: i64,
    /// `None` where nothing waits.
    pub next_due_at: Option<Instant>,
    pub written: Written,
}

impl AlertSettings {
    /// Of who chose nothing.
    fn usual(settings: &config::Alerts) -> Self {
        let (time_zone, hour) = (settings.time_zone.clone(), settings.hour);
        Self { time_zone, hour, weekday: Weekday::Monday, day_of_month: 1 }
    }

    /// The name of the zone as its database writes it; all that is wrong otherwise.
    fn checked(self) -> Result<Self> {
        let mut problems = Vec::new();
        // That there is no such zone is told below.
        let zone = TimeZone::get(&self.time_zone).ok();
        let zone = zone.and_then(|it| it.iana_name().map(str::to_owned));
        if zone.is_none() {
            let expected = say("alert-expected-time-zone");
            problems.push(Problem::new("/time_zone", expected, &self.time_zone));
        }
        for (pointer, number, min, max) in
            [("/hour", self.hour, 0, 23), ("/day_of_month", self.day_of_month, 1, 31)]
        {
            if !(min..=max).contains(&number) {
                let expected = say("expected-number-between").with("min", min).with("max", max);
                problems.push(Problem::new(pointer, expected, number));
            }
        }
        match zone {
            Some(time_zone) if problems.is_empty() => Ok(Self { time_zone, ..self }),
            _ => Err(Error::Invalid(problems)),
        }
    }

    pub(super) fn hours(&self) -> Hours {
        let small = |it: u8| i8::try_from(it).unwrap_or(1);
        // A name that a newer database dropped is no reason to tell nobody anything.
        let zone = TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC);
        let (hour, month_day) = (small(self.hour), small(self.day_of_month));
        Hours { zone, hour, weekday: small(self.weekday as u8), month_day }
    }
}

impl Schedule {
    /// When somebody is told of what was found for a need at `since`.
    pub fn due(&self, need: &Need, since: Instant, settings: &config::Alerts) -> Instant {
        self.settings.hours().due(need.frequency, since, self.written, pause(settings))
    }

    pub fn day_of(&self, at: Instant) -> Option<Day> {
        self.settings.hours().day_of(at)
    }
}

fn pause(settings: &config::Alerts) -> Duration {
    Duration::seconds(i64::try_from(settings.pause_seconds).unwrap_or(i64::MAX))
}

/// The settings of the caller, and their version.
pub fn find(
    conn: &mut Conn,
    settings: &config::Alerts,
    caller: &Caller,
) -> Result<(AlertSettings, i64)> {
    may(caller, Action::Read, Object::Of(&caller.organisation_id))?;
    let found = store::find(conn, &caller.member_id)?;
    Ok(found.map_or_else(|| (AlertSettings::usual(settings), 1), |it| (it.settings, it.version)))
}

/// Puts other settings in the place of those of `version`. What waits is told at the new hours; of
/// a day there is one digest all the same.
pub fn replace(
    conn: &mut Conn,
    settings: &config::Alerts,
    caller: &Caller,
    version: i64,
    wanted: AlertSettings,
) -> Result<(AlertSettings, i64)> {
    // Whoever has a mailbox may say when it is filled, whatever their role.
    may(caller, Action::Read, Object::Of(&caller.organisation_id))?;
    let wanted = wanted.checked()?;
    let members = BTreeSet::from([caller.member_id.clone()]);
    let Some(mut schedule) = locked(conn, settings, &members)?.remove(&caller.member_id) else {
        return Err(Error::NotFound);
    };
    if schedule.version != version {
        return Err(Error::Changed);
    }
    if schedule.settings == wanted {
        return Ok((wanted, version));
    }
    schedule.version += 1;
    schedule.settings = wanted;
    plan_anew(conn, settings, &mut schedule)?;
    store::update(conn, &schedule)?;
    Ok((schedule.settings, schedule.version))
}

/// The schedules of members, made where there are none. Nobody else changes them, or what waits
/// for these members, until the transaction ends.
pub(super) fn locked(
    conn: &mut Conn,
    settings: &config::Alerts,
    members: &BTreeSet<Id<Member>>,
) -> Result<HashMap<Id<Member>, Schedule>> {
    store::insert_missing(conn, &AlertSettings::usual(settings), members)?;
    let schedules = store::lock(conn, members)?;
    Ok(schedules.into_iter().map(|it| (it.member_id.clone(), it)).collect())
}

/// Sees to it that what was just recorded is told when it is due.
pub(super) fn plan(
    conn: &mut Conn,
    settings: &config::Alerts,
    mut schedules: HashMap<Id<Member>, Schedule>,
    told: &[Told],
) -> Result<()> {
    // Many finds of one need are told at one moment.
    let mut by_need = HashMap::new();
    for it in told {
        let since = by_need.entry(&it.need.id).or_insert((&it.need, it.since));
        since.1 = since.1.min(it.since);
    }
    let mut sooner = BTreeSet::new();
    for (need, since) in by_need.into_values() {
        let Some(schedule) = schedules.get_mut(&need.member_id) else { continue };
        let due = schedule.due(need, since, settings);
        if schedule.next_due_at.is_none_or(|it| due < it) {
            schedule.next_due_at = Some(due);
            sooner.insert(need.member_id.clone());
        }
    }
    for member in sooner {
        let Some(schedule) = schedules.get(&member) else { continue };
        store::set_next_due(conn, &member, schedule.next_due_at)?;
    }
    Ok(())
}

/// A need's frequency may have changed, or it is looked for again: what waits is due at other times.
pub(super) fn plan_for_need(
    conn: &mut Conn,
    settings: &config::Alerts,
    need: &Id<Need>,
) -> Result<()> {
    for member in needs::members_of(conn, std::slice::from_ref(need))? {
        plan_for(conn, settings, member)?;
    }
    Ok(())
}

/// Plans the next letter of a member by all that waits.
pub(super) fn plan_for(
    conn: &mut Conn,
    settings: &config::Alerts,
    member: Id<Member>,
) -> Result<()> {
    let members = BTreeSet::from([member.clone()]);
    let Some(mut schedule) = locked(conn, settings, &members)?.remove(&member) else {
        return Ok(());
    };
    let before = schedule.next_due_at;
    plan_anew(conn, settings, &mut schedule)?;
    if schedule.next_due_at == before {
        return Ok(());
    }
    store::set_next_due(conn, &member, schedule.next_due_at)
}

/// The schedule of a member to whom a letter is due, locked; `None` where somebody else wrote it.
pub(super) fn lock_due(
    conn: &mut Conn,
    member: &Id<Member>,
    at: Instant,
) -> Result<Option<Schedule>> {
    let locked = store::lock(conn, &BTreeSet::from([member.clone()]))?.pop();
    Ok(locked.filter(|it| it.next_due_at.is_some_and(|due| due <= at)))
}

/// Notes what was written, and plans the next letter by what still waits.
pub(super) fn written(
    conn: &mut Conn,
    settings: &config::Alerts,
    mut schedule: Schedule,
) -> Result<()> {
    plan_anew(conn, settings, &mut schedule)?;
    store::update(conn, &schedule)
}

/// Puts off a letter that could not be written.
pub(super) fn put_off(conn: &mut Conn, member: &Id<Member>, until: Instant) -> Result<()> {
    store::set_next_due(conn, member, Some(until))
}

fn plan_anew(conn: &mut Conn, settings: &config::Alerts, schedule: &mut Schedule) -> Result<()> {
    let waiting = notifications::oldest_waiting(conn, &schedule.member_id)?;
    let needs: Vec<_> = waiting.keys().cloned().collect();
    let needs = needs::find_all(conn, &needs)?;
    let due = needs.iter().filter(|it| it.state == State::Open).filter_map(|need| {
        let since = waiting.get(&need.id)?;
        Some(schedule.due(need, *since, settings))
    });
    schedule.next_due_at = due.min();
    Ok(())
}

/// Members with something that waits and no letter planned, of whom somebody lost sight.
pub(super) fn sweep(conn: &mut Conn, settings: &config::Alerts) -> Result<usize> {
    let mut found = 0;
    for member in notifications::forgotten_members(conn)? {
        plan_for(conn, settings, member)?;
        found += 1;
    }
    Ok(found)
}
