//! The SQL of accounts.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::caller::{Caller, Scope};
use super::keys::ApiKey;
use super::tokens::Bearer;
use super::{Member, Organisation, OrganisationKind, Park, Role};
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::Language;
use crate::schema::{api_keys, members, organisations, parks, refresh_tokens};
use crate::search::Point;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = organisations)]
struct OrganisationRow {
    id: Id<Organisation>,
    name: String,
    kind: String,
    park_id: Option<Id<Park>>,
    created_at: Instant,
}

impl OrganisationRow {
    fn organisation(self) -> Result<Organisation> {
        let Self { id, name, kind, park_id, created_at } = self;
        let kind = OrganisationKind::of(&kind).ok_or_else(|| unknown("kind", &kind))?;
        Ok(Organisation { id, name, kind, park_id, created_at })
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = members)]
struct MemberRow {
    id: Id<Member>,
    organisation_id: Id<Organisation>,
    email: String,
    name: String,
    language: String,
    role: String,
    platform_admin: bool,
    created_at: Instant,
}

impl MemberRow {
    fn member(self) -> Result<Member> {
        Ok(Member {
            language: Language::of_tag(&self.language)
                .ok_or_else(|| unknown("language", &self.language))?,
            role: Role::of(&self.role).ok_or_else(|| unknown("role", &self.role))?,
            id: self.id,
            organisation_id: self.organisation_id,
            email: self.email,
            name: self.name,
            platform_admin: self.platform_admin,
            created_at: self.created_at,
        })
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = parks)]
struct ParkRow {
    id: Id<Park>,
    name: String,
    latitude: f64,
    longitude: f64,
    created_at: Instant,
}

impl From<ParkRow> for Park {
    fn from(row: ParkRow) -> Self {
        let ParkRow { id, name, latitude, longitude, created_at } = row;
        Self { id, name, point: Point { latitude, longitude }, created_at }
    }
}

fn rows(limit: usize) -> Result<i64> {
    i64::try_from(limit).map_err(Error::internal)
}

/// A word in the database that no version of this program wrote.
fn unknown(column: &str, word: &str) -> Error {
    Error::internal(format!("`{word}` is no {column}"))
}

pub fn insert_organisation(conn: &mut Conn, organisation: &Organisation) -> Result<()> {
    let Organisation { id, name, kind, park_id, created_at } = organisation.clone();
    let row = OrganisationRow { id, name, kind: kind.as_str().to_owned(), park_id, created_at };
    diesel::insert_into(organisations::table).values(&row).execute(conn)?;
    Ok(())
}

pub fn insert_member(conn: &mut Conn, member: &Member, password_hash: &str) -> Result<()> {
    diesel::insert_into(members::table)
        .values((
            members::id.eq(&member.id),
            members::organisation_id.eq(&member.organisation_id),
            members::email.eq(&member.email),
            members::name.eq(&member.name),
            members::language.eq(member.language.code()),
            members::role.eq(member.role.as_str()),
            members::platform_admin.eq(member.platform_admin),
            members::password_hash.eq(password_hash),
            members::created_at.eq(member.created_at),
        ))
        .execute(conn)?;
    Ok(())
}

pub fn organisations(conn: &mut Conn, ids: &[String]) -> Result<Vec<Organisation>> {
    let rows = organisations::table
        .filter(organisations::id.eq_any(ids))
        .select(OrganisationRow::as_select())
        .load(conn)?;
    rows.into_iter().map(OrganisationRow::organisation).collect()
}

/// The oldest one of that name: names need not be unique.
pub fn organisation_by_name(conn: &mut Conn, name: &str) -> Result<Option<Organisation>> {
    let row = organisations::table
        .filter(organisations::name.eq(name))
        .order(organisations::id)
        .select(OrganisationRow::as_select())
        .first(conn)
        .optional()?;
    row.map(OrganisationRow::organisation).transpose()
}

pub fn members(conn: &mut Conn, ids: &[String]) -> Result<Vec<Member>> {
    let rows =
        members::table.filter(members::id.eq_any(ids)).select(MemberRow::as_select()).load(conn)?;
    rows.into_iter().map(MemberRow::member).collect()
}

pub fn member_by_email(conn: &mut Conn, email: &str) -> Result<Option<Member>> {
    let row = members::table
        .filter(members::email.eq(email))
        .select(MemberRow::as_select())
        .first(conn)
        .optional()?;
    row.map(MemberRow::member).transpose()
}

pub fn first_owner(conn: &mut Conn, organisation: &Id<Organisation>) -> Result<Option<Member>> {
    let row = members::table
        .filter(members::organisation_id.eq(organisation))
        .filter(members::role.eq(Role::Owner.as_str()))
        .order(members::id)
        .select(MemberRow::as_select())
        .first(conn)
        .optional()?;
    row.map(MemberRow::member).transpose()
}

/// The member of an address, and the hash of the password.
pub fn credentials(conn: &mut Conn, email: &str) -> Result<Option<(Id<Member>, String)>> {
    Ok(members::table
        .filter(members::email.eq(email))
        .select((members::id, members::password_hash))
        .first(conn)
        .optional()?)
}

pub fn set_email(conn: &mut Conn, id: &Id<Member>, email: &str) -> Result<()> {
    diesel::update(members::table.find(id)).set(members::email.eq(email)).execute(conn)?;
    Ok(())
}

pub fn make_platform_admin(conn: &mut Conn, id: &Id<Member>) -> Result<()> {
    diesel::update(members::table.find(id)).set(members::platform_admin.eq(true)).execute(conn)?;
    Ok(())
}

pub fn insert_park(conn: &mut Conn, park: &Park) -> Result<()> {
    let Park { id, name, point: Point { latitude, longitude }, created_at } = park.clone();
    let row = ParkRow { id, name, latitude, longitude, created_at };
    diesel::insert_into(parks::table).values(&row).execute(conn)?;
    Ok(())
}

/// Hides a park from all below.
pub fn hide_park(conn: &mut Conn, id: &Id<Park>) -> Result<()> {
    diesel::update(parks::table.find(id)).set(parks::hidden.eq(true)).execute(conn)?;
    Ok(())
}

pub fn park(conn: &mut Conn, id: &Id<Park>) -> Result<Option<Park>> {
    let seen = parks::table.find(id).filter(parks::hidden.eq(false));
    let row = seen.select(ParkRow::as_select()).first(conn).optional()?;
    Ok(row.map(Park::from))
}

pub fn park_by_name(conn: &mut Conn, name: &str) -> Result<Option<Park>> {
    let named = parks::table.filter(parks::name.eq(name));
    Ok(named.select(ParkRow::as_select()).first(conn).optional()?.map(Park::from))
}

/// Oldest first, from behind `after`.
pub fn parks(conn: &mut Conn, after: Option<&Id<Park>>, limit: usize) -> Result<Vec<Park>> {
    let seen = parks::table.filter(parks::hidden.eq(false));
    let mut query = seen.select(ParkRow::as_select()).order(parks::id).into_boxed();
    if let Some(after) = after {
        query = query.filter(parks::id.gt(after));
    }
    let rows = query.limit(rows(limit)?).load(conn)?;
    Ok(rows.into_iter().map(Park::from).collect())
}

type CallerRow = (Id<Member>, Id<Organisation>, Option<Id<Park>>, String, bool);

fn caller(
    (member_id, organisation_id, park_id, role, admin): CallerRow,
    scope: Scope,
) -> Result<Caller> {
    let role = Role::of(&role).ok_or_else(|| unknown("role", &role))?;
    Ok(Caller { organisation_id, park_id, member_id, role, platform_admin: admin, scope })
}

const CALLER: (
    members::id,
    members::organisation_id,
    organisations::park_id,
    members::role,
    members::platform_admin,
) = (
    members::id,
    members::organisation_id,
    organisations::park_id,
    members::role,
    members::platform_admin,
);

pub fn caller_of_member(conn: &mut Conn, id: &Id<Member>) -> Result<Option<Caller>> {
    let row = members::table
        .inner_join(organisations::table)
        .filter(members::id.eq(id))
        .select(CALLER)
        .first(conn)
        .optional()?;
    row.map(|row| caller(row, Scope::Session)).transpose()
}

/// The caller of an access token as the member is now, if the session has not been ended.
pub fn caller_of_session(conn: &mut Conn, bearer: &Bearer) -> Result<Option<Caller>> {
    let session = refresh_tokens::table
        .filter(refresh_tokens::family_id.eq(&bearer.session))
        .filter(refresh_tokens::revoked_at.is_null());
    let row = members::table
        .inner_join(organisations::table)
        .filter(members::id.eq(&bearer.member))
        .filter(members::organisation_id.eq(&bearer.organisation))
        .filter(exists(session))
        .select(CALLER)
        .first(conn)
        .optional()?;
    row.map(|row| caller(row, Scope::Session)).transpose()
}

/// The caller of an API key as the member who made it is now, and when it was last used.
pub fn caller_of_key(
    conn: &mut Conn,
    id: &Id<ApiKey>,
    secret_hash: &str,
) -> Result<Option<(Caller, Option<Instant>)>> {
    let row = members::table
        .inner_join(organisations::table)
        .inner_join(api_keys::table.on(api_keys::member_id.eq(members::id)))
        .filter(api_keys::organisation_id.eq(members::organisation_id))
        .filter(api_keys::id.eq(id))
        .filter(api_keys::secret_hash.eq(secret_hash))
        .filter(api_keys::revoked_at.is_null())
        .select((CALLER, api_keys::last_used_at))
        .first::<(CallerRow, Option<Instant>)>(conn)
        .optional()?;
    row.map(|(row, used)| Ok((caller(row, Scope::Upload(id.clone()))?, used))).transpose()
}
