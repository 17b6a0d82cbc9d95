//! Organisations and the parks they belong to, their members, and how somebody proves to be one.

pub mod caller;

use serde::{Deserialize, Serialize};

use crate::clock::Instant;
use crate::id::Id;
use crate::language::Language;
use crate::search::Point;

pub use caller::{Action, Caller, Object, Scope, may};

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
    Owner,
    Editor,
    Viewer,
}
