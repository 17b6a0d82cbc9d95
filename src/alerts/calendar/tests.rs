use proptest::prelude::*;

use super::*;
use crate::clock;

const NEVER: Written = Written { digest_on: None, at: None };
const NO_PAUSE: Duration = Duration::ZERO;

fn hours(zone: &str, hour: i8) -> Hours {
    Hours { zone: TimeZone::get(zone).unwrap(), hour, weekday: 1, month_day: 31 }
}

fn at(text: &str) -> Instant {
    serde_json::from_value(text.into()).unwrap()
}

fn next(hours: &Hours, frequency: Frequency, after: &str) -> String {
    hours.due(frequency, at(after), NEVER, NO_PAUSE).to_string()
}

#[test]
fn a_digest_comes_at_the_hour_on_the_wall() {
    let brussels = hours("Europe/Brussels", 7);
    let daily = |after| next(&brussels, Frequency::Daily, after);
    assert_eq!(daily("2026-11-25T05:59:59Z"), "2026-11-25T06:00:00Z");
    assert_eq!(daily("2026-11-25T06:00:00Z"), "2026-11-26T06:00:00Z");
    // Summer begins in the night of 29 March 2026, and ends in that of 25 October.
    assert_eq!(daily("2026-03-28T12:00:00Z"), "2026-03-29T05:00:00Z");
    assert_eq!(daily("2026-10-24T12:00:00Z"), "2026-10-25T06:00:00Z");
    assert_eq!(next(&brussels, Frequency::Weekly, "2026-11-25T12:00:00Z"), "2026-11-30T06:00:00Z");
    assert_eq!(next(&brussels, Frequency::Monthly, "2027-02-01T12:00:00Z"), "2027-02-28T06:00:00Z");
}

#[test]
fn an_hour_that_is_left_out_or_there_twice_is_one_hour() {
    let brussels = hours("Europe/Brussels", 2);
    let daily = |after| next(&brussels, Frequency::Daily, after);
    assert_eq!(daily("2026-03-28T12:00:00Z"), "2026-03-29T01:00:00Z");
    assert_eq!(daily("2026-03-29T01:00:00Z"), "2026-03-30T00:00:00Z");
    assert_eq!(daily("2026-10-24T12:00:00Z"), "2026-10-25T00:00:00Z");
    assert_eq!(daily("2026-10-25T00:00:00Z"), "2026-10-26T01:00:00Z");
    // Samoa had no 30 December 2011.
    let apia = hours("Pacific/Apia", 8);
    assert_eq!(next(&apia, Frequency::Daily, "2011-12-29T18:00:00Z"), "2011-12-30T18:00:00Z");
    assert_eq!(apia.day_of(at("2011-12-30T18:00:00Z")), Day::new(2011, 12, 31));
}

#[test]
fn a_day_has_one_digest_whatever_the_hours_become() {
    let (morning, evening) = (hours("Europe/Brussels", 7), hours("Europe/Brussels", 18));
    let since = at("2026-11-25T05:00:00Z");
    let first = morning.due(Frequency::Daily, since, NEVER, NO_PAUSE);
    let written = Written { digest_on: morning.day_of(first), at: Some(first) };
    let second = evening.due(Frequency::Daily, first, written, NO_PAUSE);
    assert_eq!(second.to_string(), "2026-11-26T17:00:00Z");
}

#[test]
fn letters_at_once_keep_a_pause() {
    let (hours, pause) = (hours("Europe/Brussels", 7), Duration::minutes(5));
    let now = clock::now();
    assert_eq!(hours.due(Frequency::AtOnce, now, NEVER, pause), now);
    let written = Written { digest_on: None, at: Some(now) };
    let soon = now + Duration::minutes(1);
    assert_eq!(hours.due(Frequency::AtOnce, soon, written, pause), now + pause);
    let later = now + Duration::minutes(6);
    assert_eq!(hours.due(Frequency::AtOnce, later, written, pause), later);
}

/// Where clocks are put forward and back: at night, at midnight, by half an hour, by two hours, by
/// a whole day, and not at all.
const ZONES: [&str; 14] = [
    "Europe/Brussels",
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Havana",
    "America/Santiago",
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Pacific/Apia",
    "Pacific/Kiritimati",
];

/// Days in 1990 to 2050, near which the years are walked through.
fn any_moment() -> impl Strategy<Value = Instant> {
    (631_152_000_i64..2_524_608_000)
        .prop_map(|it| Instant::from(OffsetDateTime::from_unix_timestamp(it).unwrap()))
}

/// All moments at which a clock first shows the hour or a later one, on each day that comes up,
/// found by looking at the clock each minute.
fn plain(hours: &Hours, from: Instant, days: i64) -> Vec<Instant> {
    let minute = Duration::minutes(1);
    let mut at = from - Duration::seconds(from.unix_seconds().rem_euclid(60)) - Duration::days(2);
    let mut told_on: Option<Date> = None;
    let mut found = Vec::new();
    for _ in 0..(days + 3) * 24 * 60 {
        let there = hours.zone.to_datetime(timestamp(at));
        if there.hour() >= hours.hour && told_on.is_none_or(|it| it < there.date()) {
            told_on = Some(there.date());
            found.push(at);
        }
        at = at + minute;
    }
    // The first day was come upon in its middle.
    found.into_iter().skip(1).filter(|it| *it > from).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn digests_come_as_if_somebody_watched_the_clock(
        zone in prop::sample::select(&ZONES[..]),
        // Clocks are changed at night, so most of them want to be told then.
        hour in prop_oneof![3 => 0..4_i8, 1 => 0..24_i8],
        near in any_moment(),
        transition in any::<bool>(),
    ) {
        let hours = hours(zone, hour);
        // Half of them begin two days before clocks are changed.
        let changed = hours.zone.following(timestamp(near)).next();
        let from = match changed.filter(|_| transition).and_then(|it| instant(it.timestamp())) {
            Some(change) => change - Duration::days(2),
            None => near,
        };
        let expected = plain(&hours, from, 5);
        let (mut after, mut written, mut found) = (from, NEVER, Vec::new());
        for _ in 0..expected.len().min(5) {
            let next = hours.due(Frequency::Daily, after, written, NO_PAUSE);
            written = Written { digest_on: hours.day_of(next), at: Some(next) };
            found.push(next);
            after = next;
        }
        prop_assert_eq!(&found, &expected[..found.len()], "{} {}", zone, hour);
    }

    #[test]
    fn weekly_and_monthly_digests_are_some_of_the_daily_ones(
        zone in prop::sample::select(&ZONES[..]),
        hour in 0..24_i8,
        weekday in 1..8_i8,
        month_day in 1..32_i8,
        from in any_moment(),
    ) {
        let hours = Hours { weekday, month_day, ..hours(zone, hour) };
        for frequency in [Frequency::Weekly, Frequency::Monthly] {
            let (mut day, mut expected) = (from, None);
            // One day after the other, until one is right.
            for _ in 0..DAYS_AHEAD_MAX {
                day = hours.due(Frequency::Daily, day, NEVER, NO_PAUSE);
                let date = hours.zone.to_datetime(timestamp(day)).date();
                let last = date.tomorrow().unwrap().month() != date.month();
                let is_right = match frequency {
                    Frequency::Weekly => date.weekday().to_monday_one_offset() == weekday,
                    _ => date.day() == month_day || last && date.day() < month_day,
                };
                if is_right {
                    expected = Some(day);
                    break;
                }
            }
            prop_assert_eq!(Some(hours.due(frequency, from, NEVER, NO_PAUSE)), expected);
        }
    }
}
