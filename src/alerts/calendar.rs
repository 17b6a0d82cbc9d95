//! When a member is written to, by the clock on their own wall. No I/O here.
//!
//! A digest falls on a day there, at an hour there. Clocks are put forward and back, and whole days
//! have been left out of calendars: a digest comes at the first moment of its day at which the
//! clock shows its hour or a later one, once on each day that there is.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{AmbiguousOffset, TimeZone};
use time::{Duration, OffsetDateTime};

use crate::clock::{Day, Instant};
use crate::needs::Frequency;

/// The hours at which somebody reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hours {
    pub zone: TimeZone,
    /// 0 to 23.
    pub hour: i8,
    /// Of weekly digests; 1 is Monday.
    pub weekday: i8,
    /// Of monthly digests. Where a month is shorter, its last day.
    pub month_day: i8,
}

/// What was written to somebody before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Written {
    /// The day of the last digest, there.
    pub digest_on: Option<Day>,
    /// The last letter of any kind.
    pub at: Option<Instant>,
}

/// Two months and a day left out of the calendar: no day of a month is farther away.
const DAYS_AHEAD_MAX: usize = 70;

impl Hours {
    /// When somebody is told of what was found at `since`.
    pub fn due(
        &self,
        frequency: Frequency,
        since: Instant,
        written: Written,
        pause: Duration,
    ) -> Instant {
        match frequency {
            Frequency::AtOnce => written.at.map_or(since, |at| since.max(at + pause)),
            Frequency::Daily | Frequency::Weekly | Frequency::Monthly => {
                self.next(frequency, since, written.digest_on)
            }
        }
    }

    /// The first digest after a moment, on a day after that of the last one.
    fn next(&self, frequency: Frequency, after: Instant, digest_on: Option<Day>) -> Instant {
        let digest_on = digest_on.map(date);
        let mut day = Some(self.zone.to_datetime(timestamp(after)).date());
        for _ in 0..DAYS_AHEAD_MAX {
            let Some(today) = day else { break };
            let is_wanted =
                self.falls_on(frequency, today) && digest_on.is_none_or(|it| it < today);
            if is_wanted && let Some(at) = self.on(today).filter(|it| *it > after) {
                return at;
            }
            // No calendar ends while somebody waits for a mail.
            day = today.tomorrow().ok();
        }
        after + Duration::DAY
    }

    fn falls_on(&self, frequency: Frequency, day: Date) -> bool {
        match frequency {
            Frequency::AtOnce | Frequency::Daily => true,
            Frequency::Weekly => day.weekday().to_monday_one_offset() == self.weekday,
            Frequency::Monthly => day.day() == self.month_day.min(day.days_in_month()),
        }
    }

    /// When the digest of a day comes; `None` where there is no such day.
    fn on(&self, day: Date) -> Option<Instant> {
        let ambiguous = self.zone.to_ambiguous_timestamp(day.at(self.hour, 0, 0, 0));
        let offset = ambiguous.offset();
        let at = ambiguous.compatible().ok()?;
        let at = match offset {
            // An hour that is there twice counts the first time.
            AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => at,
            // An hour that is left out: the moment at which it is, which lies before this one or
            // is this one.
            AmbiguousOffset::Gap { .. } => {
                let after = Timestamp::from_second(at.as_second() + 1).ok()?;
                self.zone.preceding(after).next()?.timestamp()
            }
        };
        let is_there = self.zone.to_datetime(at).date() == day;
        is_there.then(|| instant(at)).flatten()
    }

    /// The day it is there.
    pub fn day_of(&self, at: Instant) -> Option<Day> {
        let date = self.zone.to_datetime(timestamp(at)).date();
        let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
        Day::new(i32::from(date.year()), month, day)
    }
}

/// To the second, which is enough for a clock on a wall.
fn timestamp(at: Instant) -> Timestamp {
    // All moments of ours lie within the years of both.
    Timestamp::from_second(at.unix_seconds()).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn instant(at: Timestamp) -> Option<Instant> {
    OffsetDateTime::from_unix_timestamp(at.as_second()).ok().map(Instant::from)
}

fn date(Day(day): Day) -> Date {
    let to_small = |it: u8| i8::try_from(it).unwrap_or(1);
    // Both count the days of one calendar, so it is one of theirs.
    let year = i16::try_from(day.year()).unwrap_or(i16::MAX);
    Date::new(year, to_small(u8::from(day.month())), to_small(day.day())).unwrap_or(Date::MIN)
}

#[cfg(test)]
mod tests;
