//! Who calls, and the one function that says what they may.

use serde::{Deserialize, Serialize};

use super::{Member, Organisation, Park, Role};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::search;

/// Somebody who proved to act for an organisation: a member who signed in, or an API key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub organisation_id: Id<Organisation>,
    pub park_id: Option<Id<Park>>,
    /// Who answers for it: the member, or the member who made the key.
    pub member_id: Id<Member>,
    pub role: Role,
    pub platform_admin: bool,
    pub scope: Scope,
}

/// How far the proof reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// A member's session: all the member may do.
    Session,
    /// An API key: reading, and uploading passports and inventories.
    Upload,
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Read,
    /// Change passports, inventories, sites: the stock.
    EditStock,
    /// Change needs.
    EditNeeds,
    /// Change the organisation itself: its members and API keys.
    Manage,
    /// Look after the platform.
    Administer,
}

/// What they want to do it to.
#[derive(Debug, Clone, Copy)]
pub enum Object<'a> {
    /// Something that one organisation holds.
    Of(&'a Id<Organisation>),
    /// The platform itself.
    Platform,
}

/// Whether `caller` may do this. Forbidden is [`Error::NotFound`]: who may not know of a thing
/// learns no more of it than of one that is not there.
pub fn may(caller: &Caller, action: Action, object: Object) -> Result<()> {
    let own = match object {
        Object::Of(organisation) => *organisation == caller.organisation_id,
        Object::Platform => false,
    };
    let session = caller.scope == Scope::Session;
    let allowed = match action {
        Action::Read => own,
        Action::EditStock => own && caller.role != Role::Viewer,
        Action::EditNeeds => own && caller.role != Role::Viewer && session,
        Action::Manage => own && caller.role == Role::Owner && session,
        Action::Administer => caller.platform_admin && session,
    };
    if allowed { Ok(()) } else { Err(Error::NotFound) }
}

impl Caller {
    /// What search may show to this caller.
    pub fn viewer(&self) -> search::Viewer {
        search::Viewer::Organisation {
            id: self.organisation_id.to_string(),
            park_id: self.park_id.as_ref().map(ToString::to_string),
        }
    }

    /// How the history of a passport names this caller.
    pub fn actor(&self) -> String {
        match self.scope {
            Scope::Session => format!("member:{}", self.member_id),
            Scope::Upload => format!("key-of:{}", self.member_id),
        }
    }
}
