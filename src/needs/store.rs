//! The SQL of needs.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use super::index::pack::Wish;
use super::{Frequency, Need, State};
use crate::accounts::{Member, Organisation, Park};
use crate::clock::{self, Day, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::schema::{need_changes, need_snapshots, needs, organisations};

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
    version: i64,
    created_at: Instant,
    updated_at: Instant,
    change_number: i64,
    frequency: String,
    expires_on: Option<String>,
}

impl Row {
    fn of(need: &Need, change_number: i64) -> Result<Self> {
        Ok(Self {
            id: need.id.clone(),
            organisation_id: need.organisation_id.clone(),
            member_id: need.member_id.clone(),
            name: need.name.clone(),
            criteria: serde_json::to_string(&need.criteria).map_err(Error::internal)?,
            state: need.state.as_str().to_owned(),
            version: need.version,
            created_at: need.created_at,
            updated_at: need.updated_at,
            change_number,
            frequency: need.frequency.as_str().to_owned(),
            expires_on: need.expires_on.map(|it| it.to_string()),
        })
    }

    fn need(self) -> Result<Need> {
        Ok(Need {
            criteria: serde_json::from_str(&self.criteria).map_err(Error::internal)?,
            state: State::parse(&self.state)?,
            frequency: Frequency::parse(&self.frequency)?,
            expires_on: self.expires_on.as_deref().and_then(Day::parse),
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

pub fn insert(conn: &mut Conn, need: &Need) -> Result<()> {
    let row = Row::of(need, next_change(conn)?)?;
    diesel::insert_into(needs::table).values(row).execute(conn)?;
    Ok(())
}

/// Whether the need still had the version before this one, and is as given now.
pub fn update(conn: &mut Conn, need: &Need) -> Result<bool> {
    let row = Row::of(need, next_change(conn)?)?;
    let unchanged = needs::table.find(&need.id).filter(needs::version.eq(need.version - 1));
    Ok(diesel::update(unchanged).set(row).execute(conn)? == 1)
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

/// The version of each of these.
pub fn versions(conn: &mut Conn, ids: &[Id<Need>]) -> Result<HashMap<Id<Need>, i64>> {
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(IDS_AT_ONCE) {
        let rows = needs::table.filter(needs::id.eq_any(some));
        found.extend(rows.select((needs::id, needs::version)).load::<(Id<Need>, i64)>(conn)?);
    }
    Ok(found)
}

pub fn members_of(conn: &mut Conn, ids: &[Id<Need>]) -> Result<BTreeSet<Id<Member>>> {
    let mut found = BTreeSet::new();
    for some in ids.chunks(IDS_AT_ONCE) {
        let members = needs::table.filter(needs::id.eq_any(some)).select(needs::member_id);
        found.extend(members.load::<Id<Member>>(conn)?);
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

pub fn open_of_member(conn: &mut Conn, member: &Id<Member>) -> Result<Vec<Id<Need>>> {
    let open = needs::table
        .filter(needs::member_id.eq(member))
        .filter(needs::state.eq(State::Open.as_str()));
    Ok(open.order(needs::id).select(needs::id).load(conn)?)
}

pub fn count_open(conn: &mut Conn, organisation: &Id<Organisation>) -> Result<i64> {
    let open = needs::table
        .filter(needs::organisation_id.eq(organisation))
        .filter(needs::state.eq(State::Open.as_str()));
    Ok(open.count().get_result(conn)?)
}

/// The number that the next change of a need takes. Others who change one wait until this
/// transaction ends.
fn next_change(conn: &mut Conn) -> Result<i64> {
    diesel::update(need_changes::table)
        .set(need_changes::last_number.eq(need_changes::last_number + 1))
        .execute(conn)?;
    last_change(conn)
}

pub fn last_change(conn: &mut Conn) -> Result<i64> {
    Ok(need_changes::table.select(need_changes::last_number).first(conn)?)
}

/// After so many days without another one a file is worth nothing: as much has changed since.
const SNAPSHOT_DAYS: i64 = 30;

/// Notes that the needs as they are after this change are kept in a file of this token.
pub fn note_snapshot(conn: &mut Conn, token: &str, number: i64) -> Result<()> {
    let now = clock::now();
    let old = now - time::Duration::days(SNAPSHOT_DAYS);
    diesel::delete(need_snapshots::table.filter(need_snapshots::written_at.lt(old)))
        .execute(conn)?;
    diesel::insert_into(need_snapshots::table)
        .values((
            need_snapshots::token.eq(token),
            need_snapshots::number.eq(number),
            need_snapshots::written_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// After which change the needs are kept in the file of this token, if this database knows it.
pub fn find_snapshot(conn: &mut Conn, token: &str) -> Result<Option<i64>> {
    let found = need_snapshots::table.find(token).select(need_snapshots::number);
    Ok(found.first(conn).optional()?)
}

/// A need as it is now, by the number of its last change.
pub struct Change {
    pub number: i64,
    pub need_id: Id<Need>,
    /// `None` where nothing is looked for any more.
    pub open: Option<Wish>,
}

type ChangeRow = (i64, String, Id<Need>, Id<Organisation>, Option<Id<Park>>, String);

/// The needs that changed after a number, in the order of their last changes.
pub fn changes_after(conn: &mut Conn, number: i64, limit: i64) -> Result<Vec<Change>> {
    let rows: Vec<ChangeRow> = needs::table
        .inner_join(organisations::table)
        .filter(needs::change_number.gt(number))
        .order((needs::change_number, needs::id))
        .limit(limit)
        .select((
            needs::change_number,
            needs::state,
            needs::id,
            needs::organisation_id,
            organisations::park_id,
            needs::criteria,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(number, state, id, organisation, park, criteria)| {
            let need_id = id.clone();
            let is_open = State::parse(&state)? == State::Open;
            let row = (id, organisation, park, criteria);
            let open = is_open.then(|| wish(row)).transpose()?;
            Ok(Change { number, need_id, open })
        })
        .collect()
}

/// As much of an open need as looking for it takes, its criteria unread.
pub type WishRow = (Id<Need>, Id<Organisation>, Option<Id<Park>>, String);

/// The open needs after this one, by id.
pub fn open_wishes(conn: &mut Conn, after: Option<&Id<Need>>, limit: i64) -> Result<Vec<WishRow>> {
    let mut open = needs::table
        .inner_join(organisations::table)
        .filter(needs::state.eq(State::Open.as_str()))
        .into_boxed();
    if let Some(after) = after {
        open = open.filter(needs::id.gt(after));
    }
    let columns = (needs::id, needs::organisation_id, organisations::park_id, needs::criteria);
    Ok(open.order(needs::id).limit(limit).select(columns).load(conn)?)
}

pub fn wish((need_id, organisation_id, park_id, criteria): WishRow) -> Result<Wish> {
    let criteria = serde_json::from_str(&criteria).map_err(Error::internal)?;
    Ok(Wish { need_id, organisation_id, park_id, criteria })
}

/// Open and paused needs whose last day is before this one.
pub fn expired(conn: &mut Conn, today: Day, limit: i64) -> Result<Vec<Need>> {
    let rows: Vec<Row> = needs::table
        .filter(needs::state.eq_any([State::Open.as_str(), State::Paused.as_str()]))
        .filter(needs::expires_on.lt(today.to_string()))
        .order(needs::id)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Row::need).collect()
}

impl State {
    fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paused => "paused",
            Self::Expired => "expired",
            Self::Closed => "closed",
        }
    }

    fn parse(text: &str) -> Result<Self> {
        match text {
            "open" => Ok(Self::Open),
            "paused" => Ok(Self::Paused),
            "expired" => Ok(Self::Expired),
            "closed" => Ok(Self::Closed),
            other => Err(Error::internal(format!("no state of a need: {other}"))),
        }
    }
}

impl Frequency {
    fn as_str(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
        }
    }

    fn parse(text: &str) -> Result<Self> {
        match text {
            "at_once" => Ok(Self::AtOnce),
            "daily" => Ok(Self::Daily),
            "weekly" => Ok(Self::Weekly),
            "monthly" => Ok(Self::Monthly),
            other => Err(Error::internal(format!("no frequency of alerts: {other}"))),
        }
    }
}
