//! What a member wants to hear no more of, whichever need it fits: a category, an organisation, a
//! passport. Unmuting brings back what came meanwhile.

mod store;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::Offer;
use crate::accounts::{Action, Caller, Member, Object, Organisation, may};
use crate::catalogue::CategoryCode;
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::jobs::{self, Job};
use crate::language::say;
use crate::passports::Passport;

/// What is muted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Muted {
    /// With all below it.
    Category {
        category: CategoryCode,
    },
    /// Whatever it offers.
    Organisation {
        organisation_id: Id<Organisation>,
    },
    Passport {
        passport_id: Id<Passport>,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Mute {
    pub id: Id<Mute>,
    #[serde(skip)]
    pub member_id: Id<Member>,
    #[serde(flatten)]
    pub muted: Muted,
    pub created_at: Instant,
}

/// A member looks through them, and each is held against each match.
const MUTES_MAX: usize = 500;

/// Hears no more of it. Muting twice changes nothing.
pub fn mute(conn: &mut Conn, caller: &Caller, muted: Muted) -> Result<Mute> {
    may(caller, Action::EditNeeds, Object::Of(&caller.organisation_id))?;
    let before = store::of_member(conn, &caller.member_id)?;
    if let Some(same) = before.iter().find(|it| it.muted == muted) {
        return Ok(same.clone());
    }
    if before.len() >= MUTES_MAX {
        return Err(Error::Conflict(say("need-too-many-mutes").with("max", MUTES_MAX)));
    }
    let member_id = caller.member_id.clone();
    let mute = Mute { id: Id::new(), member_id, muted, created_at: clock::now() };
    store::insert(conn, &mute)?;
    Ok(mute)
}

pub fn list(conn: &mut Conn, caller: &Caller) -> Result<Vec<Mute>> {
    may(caller, Action::Read, Object::Of(&caller.organisation_id))?;
    store::of_member(conn, &caller.member_id)
}

/// Hears of it again. What came meanwhile is looked for.
pub fn unmute(conn: &mut Conn, caller: &Caller, id: &Id<Mute>) -> Result<()> {
    may(caller, Action::EditNeeds, Object::Of(&caller.organisation_id))?;
    if !store::delete(conn, &caller.member_id, id)? {
        return Err(Error::NotFound);
    }
    for need_id in super::store::open_of_member(conn, &caller.member_id)? {
        jobs::enqueue(conn, &Job::MatchNeed { need_id: need_id.to_string() })?;
    }
    Ok(())
}

/// The mutes of some members.
pub struct Mutes(HashMap<Id<Member>, Vec<Muted>>);

pub(super) fn of_members<'a>(
    conn: &mut Conn,
    members: impl Iterator<Item = &'a Id<Member>>,
) -> Result<Mutes> {
    let mut members: Vec<_> = members.cloned().collect();
    members.sort_unstable();
    members.dedup();
    let mut by_member: HashMap<_, Vec<Muted>> = HashMap::new();
    for mute in store::of_members(conn, &members)? {
        by_member.entry(mute.member_id).or_default().push(mute.muted);
    }
    Ok(Mutes(by_member))
}

impl Mutes {
    pub fn hides(&self, member: &Id<Member>, offer: &Offer) -> bool {
        let muted = self.0.get(member);
        muted.is_some_and(|muted| muted.iter().any(|it| it.hides(offer)))
    }
}

impl Muted {
    fn hides(&self, offer: &Offer) -> bool {
        let passport = &offer.passport;
        match self {
            Self::Category { category } => {
                passport.content.category.is_some_and(|it| category.contains(it))
            }
            Self::Organisation { organisation_id } => passport.organisation_id == *organisation_id,
            Self::Passport { passport_id } => passport.id == *passport_id,
        }
    }
}
