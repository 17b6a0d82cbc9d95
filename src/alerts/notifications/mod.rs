//! Notifications: what a member is told, written down in the transaction that finds it. Mails,
//! feeds and webhooks tell of them.

mod store;

use std::collections::HashMap;

use crate::accounts::{Member, Organisation};
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::needs::{Better, Match, Need, NewMatch, Reason, Terms};
use crate::passports::Passport;

pub(super) use store::{forgotten_members, of_run, oldest_waiting, settle, waiting};

/// One match, told to one member.
#[derive(Debug, Clone, PartialEq)]
pub struct Notification {
    pub id: Id<Notification>,
    pub member_id: Id<Member>,
    pub organisation_id: Id<Organisation>,
    pub need_id: Id<Need>,
    pub match_id: Id<Match>,
    pub passport_id: Id<Passport>,
    /// As it was when it was found to fit.
    pub passport_version: i64,
    pub score: f64,
    pub reasons: Vec<Reason>,
    /// What became better since the member was told of it. `None` the first time.
    pub better: Option<Better>,
    /// The terms that were told before. `None` the first time.
    pub told_before: Option<Terms>,
    pub created_at: Instant,
    pub read_at: Option<Instant>,
}

/// Writes down what is to be told, each with the need it is told for.
pub(super) fn record(conn: &mut Conn, new: Vec<NewMatch>) -> Result<Vec<(Notification, Need)>> {
    let now = clock::now();
    let told: Vec<(Notification, Need)> = new
        .into_iter()
        .map(|found| {
            let NewMatch { id, need, offer, fit, better, told_before } = found;
            let notification = Notification {
                id: Id::new(),
                member_id: need.member_id.clone(),
                organisation_id: need.organisation_id.clone(),
                need_id: need.id.clone(),
                match_id: id,
                passport_id: offer.passport.id.clone(),
                passport_version: offer.passport.version,
                score: fit.score,
                reasons: fit.reasons,
                better,
                told_before,
                created_at: now,
                read_at: None,
            };
            (notification, need.as_ref().clone())
        })
        .collect();
    store::insert_all(conn, told.iter().map(|it| &it.0))?;
    Ok(told)
}

/// What waits to be told by mail, as much of it as it takes to judge it again.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub id: Id<Notification>,
    pub need_id: Id<Need>,
    pub match_id: Id<Match>,
    pub passport_id: Id<Passport>,
    pub passport_version: i64,
    pub score: f64,
    pub told_before: Option<Terms>,
    pub created_at: Instant,
}

/// Since when something waits for each need.
pub(super) type Oldest = HashMap<Id<Need>, Instant>;
