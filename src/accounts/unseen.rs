//! Two organisations of the platform's own, in a park of their own that nobody sees or chooses.
//! What one of them shows to the park the other alone sees, by the rules that hold for everybody.

use super::{Member, Organisation, OrganisationKind, Park, Role, draft, store};
use crate::clock;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::{Language, say};
use crate::search::Point;

/// Who plays both sides.
#[derive(Debug, Clone)]
pub struct Unseen {
    /// Whose stock is what there is to find. It has no members.
    pub holder: Id<Organisation>,
    /// Who looks for it, and gets the mails. Nobody signs in as it.
    pub seeker: Member,
}

/// No password makes this hash.
const NO_PASSWORD: &str = "none";
/// It lies nowhere.
const NOWHERE: Point = Point { latitude: 0.0, longitude: 0.0 };

/// Founds both. `email` must be nobody's yet.
pub fn found_unseen(conn: &mut Conn, name: &str, email: &str) -> Result<Unseen> {
    let email = free_email(conn, email)?;
    let created_at = clock::now();
    let id: Id<Park> = Id::new();
    // Names of parks differ, and this one leaves all of them to people.
    let park = Park { name: format!("{name} {id}"), id, point: NOWHERE, created_at };
    store::insert_park(conn, &park)?;
    store::hide_park(conn, &park.id)?;
    let mut organisation = |kind: OrganisationKind| {
        let park_id = Some(park.id.clone());
        let founded =
            Organisation { id: Id::new(), name: name.to_owned(), kind, park_id, created_at };
        store::insert_organisation(conn, &founded).map(|()| founded.id)
    };
    let holder = organisation(OrganisationKind::Reseller)?;
    let seeker = Member {
        id: Id::new(),
        organisation_id: organisation(OrganisationKind::Builder)?,
        email,
        name: name.to_owned(),
        language: Language::En,
        role: Role::Owner,
        platform_admin: false,
        created_at,
    };
    store::insert_member(conn, &seeker, NO_PASSWORD)?;
    Ok(Unseen { holder, seeker })
}

/// Sends its mails to another address from now on.
pub fn move_unseen(conn: &mut Conn, member: &Id<Member>, email: &str) -> Result<()> {
    let email = free_email(conn, email)?;
    store::set_email(conn, member, &email)
}

fn free_email(conn: &mut Conn, email: &str) -> Result<String> {
    let email = draft::email("", email).map_err(|it| Error::Invalid(vec![it]))?;
    if store::member_by_email(conn, &email)?.is_some() {
        return Err(Error::Conflict(say("error-email-taken").with("email", email)));
    }
    Ok(email)
}
