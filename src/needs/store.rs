//! The SQL of needs and matches.

use std::collections::{BTreeSet, HashSet};

use diesel::prelude::*;

use super::criteria::{Criteria, Place};
use super::reasons::Reason;
use super::{Match, Need, Pair, State};
use crate::accounts::{Member, Organisation, Park};
use crate::catalogue::CategoryCode;
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::on_backend;
use crate::passports::Passport;
use crate::schema::{matches, need_categories, needs, organisations};

/// Parameters of one statement: SQLite takes 32 766 of them, PostgreSQL 65 535.
const IDS_AT_ONCE: usize = 500;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = needs)]
struct Row {
    id: Id<Need>,
    organisation_id: Id<Organisation>,
    member_id: Id<Member>,
    name: String,
    criteria: String,
    state: String,
    latitude_min: f64,
    latitude_max: f64,
    version: i64,
    created_at: Instant,
    updated_at: Instant,
}

impl Row {
    fn of(need: &Need) -> Result<Self> {
        let (latitude_min, latitude_max) = band(need.criteria.place);
        Ok(Self {
            id: need.id.clone(),
            organisation_id: need.organisation_id.clone(),
            member_id: need.member_id.clone(),
            name: need.name.clone(),
            criteria: serde_json::to_string(&need.criteria).map_err(Error::internal)?,
            state: need.state.as_str().to_owned(),
            latitude_min,
            latitude_max,
            version: need.version,
            created_at: need.created_at,
            updated_at: need.updated_at,
        })
    }

    fn need(self) -> Result<Need> {
        Ok(Need {
            criteria: serde_json::from_str(&self.criteria).map_err(Error::internal)?,
            state: State::parse(&self.state)?,
            id: self.id,
            organisation_id: self.organisation_id,
            member_id: self.member_id,
            name: self.name,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

/// The latitudes between which a place can be; all of them where none is asked for.
fn band(place: Option<Place>) -> (f64, f64) {
    /// A little less than the shortest degree of latitude, so that the band is never too narrow.
    const KM_PER_DEGREE: f64 = 110.0;
    let Some(Place { point, radius_km }) = place else { return (-90.0, 90.0) };
    let by = radius_km / KM_PER_DEGREE;
    ((point.latitude - by).max(-90.0), (point.latitude + by).min(90.0))
}

pub fn insert(conn: &mut Conn, need: &Need) -> Result<()> {
    diesel::insert_into(needs::table).values(Row::of(need)?).execute(conn)?;
    insert_categories(conn, need)
}

/// Whether the need still had the version before this one, and is as given now.
pub fn update(conn: &mut Conn, need: &Need) -> Result<bool> {
    let unchanged = needs::table.find(&need.id).filter(needs::version.eq(need.version - 1));
    let updated = diesel::update(unchanged).set(Row::of(need)?).execute(conn)?;
    if updated == 0 {
        return Ok(false);
    }
    diesel::delete(need_categories::table.filter(need_categories::need_id.eq(&need.id)))
        .execute(conn)?;
    insert_categories(conn, need)?;
    Ok(true)
}

/// One row for each category that no other of the need contains: so a listing, which is looked up
/// under its own category, the one above it and any, finds a need once.
fn insert_categories(conn: &mut Conn, need: &Need) -> Result<()> {
    let wanted = &need.criteria.categories;
    let contained =
        |it: &CategoryCode| wanted.iter().any(|other| other != it && other.contains(*it));
    let mut categories: BTreeSet<&str> =
        wanted.iter().filter(|it| !contained(it)).map(|it| it.as_str()).collect();
    if categories.is_empty() {
        categories.insert(ANY_CATEGORY);
    }
    let row = |it| (need_categories::need_id.eq(&need.id), need_categories::category.eq(it));
    let rows: Vec<_> = categories.into_iter().map(row).collect();
    on_backend!(conn => diesel::insert_into(need_categories::table).values(&rows).execute(conn))?;
    Ok(())
}

/// Stands in `need_categories` for a need of no category.
const ANY_CATEGORY: &str = "";

/// Under which categories the needs stand that something of this category may fit.
pub fn categories_for(category: Option<CategoryCode>) -> Vec<&'static str> {
    let own = category.map(CategoryCode::as_str);
    let above = category.map(|it| it.top().as_str()).filter(|it| Some(*it) != own);
    [own, above, Some(ANY_CATEGORY)].into_iter().flatten().collect()
}

pub fn find(conn: &mut Conn, id: &Id<Need>) -> Result<Option<Need>> {
    needs::table
        .find(id)
        .select(Row::as_select())
        .first(conn)
        .optional()?
        .map(Row::need)
        .transpose()
}

pub fn find_all(conn: &mut Conn, ids: &[Id<Need>]) -> Result<Vec<Need>> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(IDS_AT_ONCE) {
        let rows: Vec<Row> =
            needs::table.filter(needs::id.eq_any(some)).select(Row::as_select()).load(conn)?;
        for row in rows {
            found.push(row.need()?);
        }
    }
    Ok(found)
}

/// The needs of an organisation, newest first.
pub fn list(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    state: Option<State>,
    before: Option<&Id<Need>>,
    limit: i64,
) -> Result<Vec<Need>> {
    let mut wanted = needs::table.filter(needs::organisation_id.eq(organisation)).into_boxed();
    if let Some(state) = state {
        wanted = wanted.filter(needs::state.eq(state.as_str()));
    }
    if let Some(before) = before {
        wanted = wanted.filter(needs::id.lt(before));
    }
    let rows: Vec<Row> =
        wanted.order(needs::id.desc()).limit(limit).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(Row::need).collect()
}

pub fn count_open(conn: &mut Conn, organisation: &Id<Organisation>) -> Result<i64> {
    let open = needs::table
        .filter(needs::organisation_id.eq(organisation))
        .filter(needs::state.eq(State::Open.as_str()));
    Ok(open.count().get_result(conn)?)
}

/// Listings that are alike enough to have the same candidates.
#[derive(Debug, Clone)]
pub struct Alike {
    pub organisation_id: Id<Organisation>,
    pub category: Option<CategoryCode>,
    pub latitude: Option<f64>,
}

/// As much of an open need as judging takes. Reading all of it would take longer than judging.
#[derive(Debug)]
pub struct Candidate {
    pub need_id: Id<Need>,
    pub organisation_id: Id<Organisation>,
    /// Of the organisation.
    pub park_id: Option<Id<Park>>,
    pub criteria: Criteria,
}

type CandidateRow = (Id<Need>, Id<Organisation>, Option<Id<Park>>, String);

/// The open needs under this category that listings such as these may fit, by id: none that fits
/// is left out, many that do not are.
pub fn candidates(
    conn: &mut Conn,
    offered: &Alike,
    category: &str,
    after: Option<&Id<Need>>,
    limit: i64,
) -> Result<Vec<Candidate>> {
    // What lies nowhere fits only who asks for no place.
    let (north, south) = offered.latitude.map_or((90.0, -90.0), |it| (it, it));
    let mut found = need_categories::table
        .inner_join(needs::table.inner_join(organisations::table))
        .filter(need_categories::category.eq(category))
        .filter(needs::state.eq(State::Open.as_str()))
        .filter(needs::organisation_id.ne(&offered.organisation_id))
        .filter(needs::latitude_max.ge(north))
        .filter(needs::latitude_min.le(south))
        .into_boxed();
    if let Some(after) = after {
        found = found.filter(need_categories::need_id.gt(after));
    }
    let rows: Vec<CandidateRow> = found
        .order(need_categories::need_id)
        .limit(limit)
        .select((needs::id, needs::organisation_id, organisations::park_id, needs::criteria))
        .load(conn)?;
    rows.into_iter()
        .map(|(need_id, organisation_id, park_id, criteria)| {
            let criteria = serde_json::from_str(&criteria).map_err(Error::internal)?;
            Ok(Candidate { need_id, organisation_id, park_id, criteria })
        })
        .collect()
}

// No field has a default, so that many rows go into one statement on SQLite too.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = matches, treat_none_as_default_value = false)]
struct MatchRow {
    id: Id<Match>,
    need_id: Id<Need>,
    passport_id: Id<Passport>,
    organisation_id: Id<Organisation>,
    score: f64,
    reasons: String,
    passport_version: i64,
    created_at: Instant,
}

/// Those of these pairs that are matches already.
pub fn matched(conn: &mut Conn, pairs: &[Pair]) -> Result<HashSet<Pair>> {
    let mut found = HashSet::new();
    for some in pairs.chunks(IDS_AT_ONCE) {
        let needs: BTreeSet<_> = some.iter().map(|it| &it.need_id).collect();
        let passports: BTreeSet<_> = some.iter().map(|it| &it.passport_id).collect();
        let rows: Vec<(Id<Need>, Id<Passport>)> = matches::table
            .filter(matches::need_id.eq_any(needs))
            .filter(matches::passport_id.eq_any(passports))
            .select((matches::need_id, matches::passport_id))
            .load(conn)?;
        found.extend(rows.into_iter().map(|(need_id, passport_id)| Pair { need_id, passport_id }));
    }
    Ok(found)
}

/// Writes down matches; those that are new are told. Another worker may have found some meanwhile.
pub fn record_matches(conn: &mut Conn, found: &[Match]) -> Result<HashSet<Id<Match>>> {
    let mut new = HashSet::with_capacity(found.len());
    for some in found.chunks(IDS_AT_ONCE) {
        let rows = some.iter().map(MatchRow::of).collect::<Result<Vec<_>>>()?;
        on_backend!(conn => diesel::insert_into(matches::table)
            .values(&rows)
            .on_conflict((matches::need_id, matches::passport_id))
            .do_nothing()
            .execute(conn))?;
        // Where somebody else was first, the match has their id.
        let own = matches::table.filter(matches::id.eq_any(some.iter().map(|it| &it.id)));
        new.extend(own.select(matches::id).load::<Id<Match>>(conn)?);
    }
    Ok(new)
}

/// What fitted a need, best first.
pub fn list_matches(
    conn: &mut Conn,
    need: &Id<Need>,
    after: Option<&Match>,
    limit: i64,
) -> Result<Vec<Match>> {
    let mut wanted = matches::table.filter(matches::need_id.eq(need)).into_boxed();
    if let Some(after) = after {
        let worse = matches::score.lt(after.score);
        let as_good = matches::score.eq(after.score).and(matches::id.gt(&after.id));
        wanted = wanted.filter(worse.or(as_good));
    }
    let rows: Vec<MatchRow> = wanted
        .order((matches::score.desc(), matches::id))
        .limit(limit)
        .select(MatchRow::as_select())
        .load(conn)?;
    rows.into_iter().map(MatchRow::told).collect()
}

pub fn find_match(conn: &mut Conn, id: &Id<Match>) -> Result<Option<Match>> {
    let row = matches::table.find(id).select(MatchRow::as_select()).first(conn).optional()?;
    row.map(MatchRow::told).transpose()
}

impl MatchRow {
    fn of(found: &Match) -> Result<Self> {
        Ok(Self {
            id: found.id.clone(),
            need_id: found.need_id.clone(),
            passport_id: found.passport_id.clone(),
            organisation_id: found.organisation_id.clone(),
            score: found.score,
            reasons: serde_json::to_string(&found.reasons).map_err(Error::internal)?,
            passport_version: found.passport_version,
            created_at: found.created_at,
        })
    }

    fn told(self) -> Result<Match> {
        let reasons: Vec<Reason> = serde_json::from_str(&self.reasons).map_err(Error::internal)?;
        Ok(Match {
            reasons,
            id: self.id,
            need_id: self.need_id,
            passport_id: self.passport_id,
            organisation_id: self.organisation_id,
            score: self.score,
            passport_version: self.passport_version,
            created_at: self.created_at,
        })
    }
}

impl State {
    fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    fn parse(text: &str) -> Result<Self> {
        match text {
            "open" => Ok(Self::Open),
            "closed" => Ok(Self::Closed),
            other => Err(Error::internal(format!("no state of a need: {other}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::Point;

    proptest! {
        #[test]
        fn what_is_near_lies_in_the_band(
            latitude in -90.0..90.0_f64,
            longitude in -180.0..180.0_f64,
            other_latitude in -90.0..90.0_f64,
            other_longitude in -180.0..180.0_f64,
        ) {
            let point = Point { latitude, longitude };
            let other = Point { latitude: other_latitude, longitude: other_longitude };
            let (south, north) = band(Some(Place { point, radius_km: point.distance_km(other) }));
            prop_assert!((south..=north).contains(&other_latitude));
        }
    }
}
