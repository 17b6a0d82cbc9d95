//! The time, in UTC, and how instants and days are written down.
//!
//! Nothing else reads the clock. Instants are cut to the microsecond, which is what PostgreSQL
//! keeps: a value read back then equals the one written.

use std::borrow::Cow;
use std::fmt;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::format_description::well_known::{Iso8601, Rfc3339};
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};

/// A moment, in UTC, exact to the microsecond. RFC 3339 in JSON.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = Timestamp)]
pub struct Instant(PrimitiveDateTime);

/// The moment this is called.
pub fn now() -> Instant {
    Instant::from(OffsetDateTime::now_utc())
}

/// A stopwatch for measuring how long something took; says nothing about the time of day.
pub fn stopwatch() -> std::time::Instant {
    std::time::Instant::now()
}

impl Instant {
    pub fn unix_seconds(self) -> i64 {
        self.0.assume_utc().unix_timestamp()
    }

    pub fn day(self) -> Day {
        Day(self.0.date())
    }

    /// `09:41`, in UTC.
    pub fn time_of_day(self) -> String {
        format!("{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}

impl From<OffsetDateTime> for Instant {
    fn from(at: OffsetDateTime) -> Self {
        let at = at.to_offset(time::UtcOffset::UTC);
        let cut = Duration::nanoseconds(i64::from(at.nanosecond() % 1000));
        let at = at - cut;
        Self(PrimitiveDateTime::new(at.date(), at.time()))
    }
}

impl std::ops::Add<Duration> for Instant {
    type Output = Self;

    fn add(self, wait: Duration) -> Self {
        Self(self.0 + wait)
    }
}

impl std::ops::Sub<Duration> for Instant {
    type Output = Self;

    fn sub(self, wait: Duration) -> Self {
        Self(self.0 - wait)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.assume_utc().format(&Rfc3339).map_err(|_| fmt::Error)?)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What a parser is told of a text that is no instant.
pub const NO_INSTANT: &str = "expected an instant such as 2026-03-15T09:00:00Z";

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        OffsetDateTime::parse(&text, &Rfc3339)
            .map(Self::from)
            .map_err(|_| de::Error::custom(NO_INSTANT))
    }
}

impl<DB: Backend> ToSql<Timestamp, DB> for Instant
where
    PrimitiveDateTime: ToSql<Timestamp, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: Backend> FromSql<Timestamp, DB> for Instant
where
    PrimitiveDateTime: FromSql<Timestamp, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(PrimitiveDateTime::from_sql(value)?))
    }
}

impl utoipa::PartialSchema for Instant {
    fn schema() -> RefOr<Schema> {
        formatted(KnownFormat::DateTime)
    }
}

impl utoipa::ToSchema for Instant {}

/// A day of the calendar, `2026-03-15` in JSON and, as text, in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub Date);

impl Day {
    /// `None` where there is no such day.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let month = time::Month::try_from(month).ok()?;
        Date::from_calendar_date(year, month, day).ok().map(Self)
    }

    /// Reads `2026-03-15`, and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        // ISO 8601 also knows week dates and years of six digits, which nobody means here.
        if text.len() != "2026-03-15".len() {
            return None;
        }
        Date::parse(text, &Iso8601::DATE).ok().map(Self)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(date) = self;
        write!(f, "{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What a parser is told of a text that is no day.
pub const NO_DAY: &str = "expected a day such as 2026-03-15";

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom(NO_DAY))
    }
}

impl utoipa::PartialSchema for Day {
    fn schema() -> RefOr<Schema> {
        formatted(KnownFormat::Date)
    }
}

impl utoipa::ToSchema for Day {}

fn formatted(format: KnownFormat) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(format)))
        .into()
}
