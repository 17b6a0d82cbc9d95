//! Organisations and the parks they belong to, their members, and how somebody proves to be one.

mod actor;
pub mod caller;
pub mod draft;
pub mod http;
pub mod keys;
pub mod password;
pub mod sessions;
mod store;
mod tokens;
mod unseen;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::{Language, say};
use crate::search::Point;
use crate::web::Paged;

pub use actor::actor_names;
pub use caller::{Action, Caller, Object, Scope, may};
pub use draft::{MemberDraft, ParkDraft, Registration, RegistrationDraft};
pub use password::Password;
pub use unseen::{Unseen, found_unseen, move_unseen};

/// A company or public body that holds passports, and looks for them.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Organisation {
    pub id: Id<Organisation>,
    pub name: String,
    pub kind: OrganisationKind,
    /// The business park it belongs to.
    pub park_id: Option<Id<Park>>,
    pub created_at: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    Owner,
    DemolitionContractor,
    Reseller,
    Builder,
    Architect,
    ParkManager,
    PublicBody,
}

impl OrganisationKind {
    const ALL: [Self; 7] = [
        Self::Owner,
        Self::DemolitionContractor,
        Self::Reseller,
        Self::Builder,
        Self::Architect,
        Self::ParkManager,
        Self::PublicBody,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::DemolitionContractor => "demolition_contractor",
            Self::Reseller => "reseller",
            Self::Builder => "builder",
            Self::Architect => "architect",
            Self::ParkManager => "park_manager",
            Self::PublicBody => "public_body",
        }
    }

    fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

/// A business park. Organisations and sites belong to one or none.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Park {
    pub id: Id<Park>,
    pub name: String,
    /// Its centre.
    pub point: Point,
    pub created_at: Instant,
}

/// A person of one organisation.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Member {
    pub id: Id<Member>,
    pub organisation_id: Id<Organisation>,
    pub email: String,
    pub name: String,
    /// In which mails are written.
    pub language: Language,
    pub role: Role,
    /// Sees what no organisation may: mails that died, jobs that failed.
    pub platform_admin: bool,
    pub created_at: Instant,
}

/// What a member may do in its organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, members and API keys too.
    Owner,
    /// Passports, inventories, sites and needs.
    Editor,
    /// Looks.
    Viewer,
}

impl Role {
    const ALL: [Self; 3] = [Self::Owner, Self::Editor, Self::Viewer];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Editor => "editor",
            Self::Viewer => "viewer",
        }
    }

    fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

/// The caller, and for whom.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Me {
    pub member: Member,
    pub organisation: Organisation,
}

/// Founds an organisation with its first member, who owns it. Nobody is asked who they are: this
/// is how one becomes somebody. The hash is made before, outside the transaction.
pub fn register(
    conn: &mut Conn,
    registration: Registration,
    password_hash: &str,
) -> Result<(Organisation, Member)> {
    let Registration { name, kind, park_id, member_name, email, language } = registration;
    if let Some(park_id) = &park_id
        && store::park(conn, park_id)?.is_none()
    {
        return Err(Error::invalid("/park_id", say("expected-park"), park_id));
    }
    // The constraint would say so too, but not in words.
    if store::member_by_email(conn, &email)?.is_some() {
        return Err(Error::Conflict(say("error-email-taken").with("email", email)));
    }
    let created_at = clock::now();
    let organisation = Organisation { id: Id::new(), name, kind, park_id, created_at };
    let member = Member {
        id: Id::new(),
        organisation_id: organisation.id.clone(),
        email,
        name: member_name,
        language,
        role: Role::Owner,
        platform_admin: false,
        created_at,
    };
    store::insert_organisation(conn, &organisation)?;
    store::insert_member(conn, &member, password_hash)?;
    tracing::info!(
        organisation.id = %organisation.id,
        member.id = %member.id,
        "registered organisation {}",
        organisation.id
    );
    Ok((organisation, member))
}

pub fn me(conn: &mut Conn, caller: &Caller) -> Result<Me> {
    may(caller, Action::Read, Object::Of(&caller.organisation_id))?;
    let (member, organisation) = member_with_organisation(conn, &caller.member_id)?;
    Ok(Me { member, organisation })
}

fn member_with_organisation(
    conn: &mut Conn,
    member_id: &Id<Member>,
) -> Result<(Member, Organisation)> {
    let member = store::members(conn, &[member_id.to_string()])?.pop().ok_or(Error::NotFound)?;
    let organisation = store::organisations(conn, &[member.organisation_id.to_string()])?.pop();
    Ok((member, organisation.ok_or(Error::NotFound)?))
}

/// Adds a business park.
pub fn create_park(conn: &mut Conn, caller: &Caller, draft: ParkDraft) -> Result<Park> {
    may(caller, Action::Administer, Object::Platform)?;
    let (name, point) = draft.check()?;
    if store::park_by_name(conn, &name)?.is_some() {
        return Err(Error::Conflict(say("error-park-exists").with("name", name)));
    }
    let park = Park { id: Id::new(), name, point, created_at: clock::now() };
    store::insert_park(conn, &park)?;
    Ok(park)
}

/// The parks, oldest first, from behind `after`. Strangers see them too: who
/// registers chooses one.
pub fn parks(conn: &mut Conn, after: Option<&Id<Park>>, limit: usize) -> Result<Paged<Park>> {
    let found = store::parks(conn, after, limit + 1)?;
    Ok(Paged::of(found, limit, |it| it.id.to_string()))
}

pub fn find_park(conn: &mut Conn, id: &Id<Park>) -> Result<Option<Park>> {
    store::park(conn, id)
}

pub fn organisations_by_id(
    conn: &mut Conn,
    ids: &[String],
) -> Result<HashMap<Id<Organisation>, Organisation>> {
    let found = store::organisations(conn, ids)?;
    Ok(found.into_iter().map(|it| (it.id.clone(), it)).collect())
}

/// The organisation with exactly this name; of several, the oldest.
pub fn organisation_by_name(conn: &mut Conn, name: &str) -> Result<Option<Organisation>> {
    store::organisation_by_name(conn, name)
}

pub fn members_by_id(conn: &mut Conn, ids: &[String]) -> Result<HashMap<Id<Member>, Member>> {
    let found = store::members(conn, ids)?;
    Ok(found.into_iter().map(|it| (it.id.clone(), it)).collect())
}

/// The member with this address, however it is written.
pub fn find_member_by_email(conn: &mut Conn, email: &str) -> Result<Option<Member>> {
    match draft::email("", email) {
        Ok(email) => store::member_by_email(conn, &email),
        // What is no address is nobody's.
        Err(_) => Ok(None),
    }
}

/// Who answers for an organisation: of its owners, the one who was there first.
pub fn first_owner(conn: &mut Conn, organisation: &Id<Organisation>) -> Result<Option<Member>> {
    store::first_owner(conn, organisation)
}

/// Lets the command line act for a member: who starts it has the database anyway.
pub fn caller_of(conn: &mut Conn, member: &Id<Member>) -> Result<Option<Caller>> {
    store::caller_of_member(conn, member)
}

/// Makes a member an admin of the platform. For the command line and for tests: over HTTP nobody
/// becomes one.
pub fn promote_admin(conn: &mut Conn, email: &str) -> Result<()> {
    let member = find_member_by_email(conn, email)?.ok_or(Error::NotFound)?;
    store::make_platform_admin(conn, &member.id)?;
    tracing::info!(member.id = %member.id, "made member {} an admin of the platform", member.id);
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests;
