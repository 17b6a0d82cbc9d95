//! Who calls, and the one function that says what they may.

use super::keys::ApiKey;
use super::{Member, Organisation, Park, Role};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::search;

/// Somebody who proved to act for an organisation: a member who signed in, or an API key. Made
/// anew for each request from what the database says by then, so a role that was taken away, a
/// park that was left and a key that was revoked count at once.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// A member's session: all the member may do.
    Session,
    /// An API key: reading, and uploading passports and inventories.
    Upload(Id<ApiKey>),
}

/// What somebody wants to do. An action that fits none of these is a new variant, and [`may`]
/// then asks to be told who may.
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

/// Whether `caller` may do this: the first line of every use case. Forbidden is [`Error::NotFound`]: who may not know of a thing
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

    /// How the history of a passport names this caller; [`super::actor_names`] reads it.
    pub fn actor(&self) -> String {
        match &self.scope {
            Scope::Session => format!("member:{}", self.member_id),
            Scope::Upload(key) => format!("key:{key}"),
        }
    }

    /// The same where an inventory did it, which the caller accepted.
    pub fn importer(&self) -> String {
        format!("import-by-{}", self.actor())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(role: Role, scope: Scope, platform_admin: bool) -> Caller {
        let (organisation_id, member_id) = (Id::new(), Id::new());
        Caller { organisation_id, park_id: None, member_id, role, platform_admin, scope }
    }

    #[test]
    fn the_table_of_who_may_what() {
        use Action::{Administer, EditNeeds, EditStock, Manage, Read};
        use Role::{Editor, Owner, Viewer};
        use Scope::{Session, Upload};

        let key = || Upload(Id::new());
        let table: [(Role, Scope, &[Action]); 6] = [
            (Owner, Session, &[Read, EditStock, EditNeeds, Manage]),
            (Editor, Session, &[Read, EditStock, EditNeeds]),
            (Viewer, Session, &[Read]),
            (Owner, key(), &[Read, EditStock]),
            (Editor, key(), &[Read, EditStock]),
            (Viewer, key(), &[Read]),
        ];
        for (role, scope, granted) in table {
            for platform_admin in [false, true] {
                let caller = caller(role, scope.clone(), platform_admin);
                for action in [Read, EditStock, EditNeeds, Manage, Administer] {
                    let of_own = may(&caller, action, Object::Of(&caller.organisation_id));
                    let administers = action == Administer && platform_admin && scope == Session;
                    assert_eq!(
                        of_own.is_ok(),
                        granted.contains(&action) || administers,
                        "{role:?} {scope:?} {action:?}"
                    );
                    let of_others = may(&caller, action, Object::Of(&Id::new()));
                    assert_eq!(of_others.is_ok(), administers, "{role:?} {action:?} of others");
                    let of_all = may(&caller, action, Object::Platform);
                    assert_eq!(of_all.is_ok(), administers, "{role:?} {action:?} the platform");
                }
            }
        }
    }

    #[test]
    fn forbidden_looks_like_not_there() {
        let viewer = caller(Role::Viewer, Scope::Session, false);
        let forbidden = may(&viewer, Action::Manage, Object::Of(&viewer.organisation_id));
        assert!(matches!(forbidden, Err(Error::NotFound)));
    }

    #[test]
    fn history_tells_a_person_from_a_program() {
        let person = caller(Role::Owner, Scope::Session, false);
        let key = Id::new();
        let program = Caller { scope: Scope::Upload(key.clone()), ..person.clone() };
        assert_eq!(person.actor(), format!("member:{}", person.member_id));
        assert_eq!(program.importer(), format!("import-by-key:{key}"));
    }
}
