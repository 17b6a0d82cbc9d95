//! Notifications: what a member is told, written down in the transaction that finds it. Mails,
//! feeds and webhooks tell of them.

pub mod http;
mod store;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::accounts::{Action, Caller, Member, Object, Organisation, may};
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::needs::{self, Better, Match, Need, Reason, Recorded, Terms};
use crate::passports::Passport;
use crate::search::Viewer;
use crate::web::Paged;

pub(super) use store::{
    find, forgotten_members, heard, of_need, of_run, oldest_waiting, set_terms, settle, waiting,
};

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

/// What is to be told, for whom and since when.
pub(super) struct Told {
    pub id: Id<Notification>,
    pub need: Arc<Need>,
    pub since: Instant,
}

/// Writes down what is to be told.
pub(super) fn record(conn: &mut Conn, new: Vec<Recorded>) -> Result<Vec<Told>> {
    let since = clock::now();
    let (mut told, mut rows) = (Vec::with_capacity(new.len()), Vec::with_capacity(new.len()));
    for recorded in new {
        let (id, need) = (Id::new(), Arc::clone(&recorded.found.need));
        rows.push(store::Row::of(id.clone(), recorded, since)?);
        told.push(Told { id, need, since });
    }
    store::insert_all(conn, rows)?;
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

/// What a member was told of a thing last, in a letter about whichever of their needs.
#[derive(Debug, Clone)]
pub(super) struct Heard {
    pub terms: Terms,
    pub at: Instant,
}

/// Since when something waits for each need.
pub(super) type Oldest = HashMap<Id<Need>, Instant>;

/// A notification, with what it is about as that is now.
#[derive(Debug, Clone)]
pub struct Seen {
    pub notification: Notification,
    pub need: Need,
    pub passport: Passport,
}

/// What the caller was told, newest first. What they may no longer see is left out, so a page may
/// hold fewer than `limit` and not be the last.
pub fn list(
    conn: &mut Conn,
    caller: &Caller,
    only_unread: bool,
    before: Option<&Id<Notification>>,
    limit: usize,
) -> Result<Paged<Seen>> {
    may(caller, Action::Read, Object::Of(&caller.organisation_id))?;
    let rows = i64::try_from(limit + 1).map_err(Error::internal)?;
    let found = store::of_member(conn, &caller.member_id, only_unread, before, rows)?;
    let Paged { items, next_cursor } = Paged::of(found, limit, |it| it.id.to_string());
    Ok(Paged { items: seen(conn, &caller.viewer(), items)?, next_cursor })
}

/// Those of these about something that a viewer may see.
pub(super) fn seen(
    conn: &mut Conn,
    viewer: &Viewer,
    notifications: Vec<Notification>,
) -> Result<Vec<Seen>> {
    let passports: BTreeSet<_> =
        notifications.iter().map(|it| it.passport_id.to_string()).collect();
    let offers = needs::offers(conn, &Vec::from_iter(passports))?;
    let offers: HashMap<_, _> = offers.into_iter().map(|it| (it.passport.id.clone(), it)).collect();
    let ids: BTreeSet<_> = notifications.iter().map(|it| it.need_id.clone()).collect();
    let needs = needs::find_all(conn, &Vec::from_iter(ids))?;
    let needs: HashMap<_, _> = needs.into_iter().map(|it| (it.id.clone(), it)).collect();
    let seen = notifications.into_iter().filter_map(|notification| {
        let need = needs.get(&notification.need_id)?.clone();
        let offer = offers.get(&notification.passport_id)?;
        let passport = offer.is_seen_by(viewer).then(|| offer.passport.clone())?;
        Some(Seen { notification, need, passport })
    });
    Ok(seen.collect())
}

pub fn count_unread(conn: &mut Conn, caller: &Caller) -> Result<i64> {
    may(caller, Action::Read, Object::Of(&caller.organisation_id))?;
    store::count_unread(conn, &caller.member_id)
}

/// Marks one as read; one that was read stays so.
pub fn mark_read(conn: &mut Conn, caller: &Caller, id: &Id<Notification>) -> Result<()> {
    own(conn, caller, id)?;
    store::mark_read(conn, id)
}

/// Marks one and all before it as read.
pub fn mark_all_read(conn: &mut Conn, caller: &Caller, up_to: &Id<Notification>) -> Result<()> {
    own(conn, caller, up_to)?;
    store::mark_all_read(conn, &caller.member_id, up_to)
}

fn own(conn: &mut Conn, caller: &Caller, id: &Id<Notification>) -> Result<Notification> {
    may(caller, Action::Read, Object::Of(&caller.organisation_id))?;
    let found = store::find(conn, id)?.filter(|it| it.member_id == caller.member_id);
    found.ok_or(Error::NotFound)
}
