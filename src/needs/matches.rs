//! Matches: what was found to fit, written down once, and told again only when it got better.

mod store;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::bettering::{Better, Terms};
use super::finding::{self, Pair};
use super::following::viewer;
use super::proposing::Feedback;
use super::{Fit, Need, Offer, Reason, fits, mutes};
use crate::accounts::{self, Caller, Organisation, Park};
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::passports::Passport;
use crate::web::{Paged, unknown_cursor};

/// One need and one listing that fit. There is one for each such pair, ever.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    pub id: Id<Match>,
    pub need_id: Id<Need>,
    pub passport_id: Id<Passport>,
    /// Whose need it is.
    pub organisation_id: Id<Organisation>,
    /// 0 to 1.
    pub score: f64,
    pub reasons: Vec<Reason>,
    /// As it was when it was last found to fit.
    pub passport_version: i64,
    pub created_at: Instant,
    /// The terms it had when it was told. `None` where nobody kept them.
    pub told: Option<Terms>,
}

/// A match that is to be told: it was not there before, or it became better.
#[derive(Debug, Clone)]
pub struct NewMatch {
    pub id: Id<Match>,
    pub need: Arc<Need>,
    pub offer: Arc<Offer>,
    pub fit: Fit,
    /// What became better since it was told. `None` the first time.
    pub better: Option<Better>,
    /// The terms that were told before. `None` the first time.
    pub told_before: Option<Terms>,
}

/// Writes down those of these pairs that still fit, and gives back those that are to be told.
/// Whoever tells of them does so in the same transaction.
pub fn record_matches(conn: &mut Conn, pairs: &[Pair]) -> Result<Vec<NewMatch>> {
    let fitting = fitting(conn, pairs)?;
    let rows: Vec<Match> = fitting.iter().map(NewMatch::row).collect();
    let new = store::insert_all(conn, &rows)?;
    let mut to_tell = Vec::with_capacity(fitting.len());
    for found in fitting {
        if new.contains(&found.id) {
            to_tell.push(found);
        } else {
            to_tell.extend(bettered(conn, found)?);
        }
    }
    Ok(to_tell)
}

/// Those of these pairs that fit as things are now and that nobody muted, under ids that are none
/// of a match yet.
pub fn fitting(conn: &mut Conn, pairs: &[Pair]) -> Result<Vec<NewMatch>> {
    // In order, so that two transactions with the same pairs do not wait for each other.
    let pairs: BTreeSet<&Pair> = pairs.iter().collect();
    let need_ids: BTreeSet<_> = pairs.iter().map(|it| it.need_id.clone()).collect();
    let passport_ids: BTreeSet<_> = pairs.iter().map(|it| it.passport_id.to_string()).collect();
    let needs: HashMap<_, _> = seeking(conn, &need_ids.into_iter().collect::<Vec<_>>())?
        .into_iter()
        .map(|(need, park_id)| {
            let seeker = viewer(&need.organisation_id, park_id.as_ref());
            (need.id.clone(), (Arc::new(need), seeker))
        })
        .collect();
    let passport_ids = passport_ids.into_iter().collect::<Vec<_>>();
    let offers: HashMap<_, _> = finding::offers_by_id(conn, &passport_ids)?
        .into_iter()
        .map(|(id, offer)| (id, Arc::new(offer)))
        .collect();
    let muted = mutes::of_members(conn, needs.values().map(|(need, _)| &need.member_id))?;
    let mut fitting = Vec::new();
    for pair in pairs {
        let Some((need, seeker)) = needs.get(&pair.need_id) else { continue };
        let Some(offer) = offers.get(&pair.passport_id) else { continue };
        if muted.hides(&need.member_id, offer) {
            continue;
        }
        let Some(fit) = fits(need, seeker, offer) else { continue };
        let (need, offer) = (Arc::clone(need), Arc::clone(offer));
        let (id, better, told_before) = (Id::new(), None, None);
        fitting.push(NewMatch { id, need, offer, fit, better, told_before });
    }
    Ok(fitting)
}

/// Keeps the terms under which somebody was told, which are not always those under which the match
/// was found.
pub fn set_told(conn: &mut Conn, id: &Id<Match>, terms: &Terms) -> Result<()> {
    store::set_told(conn, id, terms)
}

/// Forgets matches that ended before anybody was told: should they fit again, they are new.
pub fn forget_matches(conn: &mut Conn, ids: &[Id<Match>]) -> Result<()> {
    store::delete_all(conn, ids)
}

/// Writes down how well a match fits by now. It is to be told again if it became better.
fn bettered(conn: &mut Conn, mut found: NewMatch) -> Result<Option<NewMatch>> {
    let Some(before) = store::of_pair(conn, &found.pair())? else { return Ok(None) };
    found.id = before.id;
    let terms = Terms::of(&found.offer.passport.content);
    let told = before.told.as_ref();
    found.better = told.and_then(|told| terms.better_than(told, &found.need.criteria));
    found.told_before.clone_from(&before.told);
    let mut row = found.row();
    if found.better.is_none() && before.told.is_some() {
        // What got worse and then better again is held against what was told.
        row.told = before.told;
    }
    let is_renewed = store::renew(conn, &row)?;
    Ok((is_renewed && found.better.is_some()).then_some(found))
}

/// Of pairs that fit, those that nobody looked at since the passport was changed: the others have
/// nothing new about them. Most jobs are about listings of which little changed.
pub fn without_known(
    conn: &mut Conn,
    mut pairs: Vec<Pair>,
    versions: &HashMap<Id<Passport>, i64>,
) -> Result<Vec<Pair>> {
    let known = store::matched(conn, &pairs)?;
    pairs.retain(|it| {
        known
            .get(it)
            .is_none_or(|known| versions.get(&it.passport_id).is_some_and(|now| known < now))
    });
    Ok(pairs)
}

impl NewMatch {
    pub fn pair(&self) -> Pair {
        Pair { need_id: self.need.id.clone(), passport_id: self.offer.passport.id.clone() }
    }

    fn row(&self) -> Match {
        Match {
            id: self.id.clone(),
            need_id: self.need.id.clone(),
            passport_id: self.offer.passport.id.clone(),
            organisation_id: self.need.organisation_id.clone(),
            score: self.fit.score,
            reasons: self.fit.reasons.clone(),
            passport_version: self.offer.passport.version,
            created_at: clock::now(),
            told: Some(Terms::of(&self.offer.passport.content)),
        }
    }
}

/// A need, and the park of who needs it.
pub(super) type Seeking = (Need, Option<Id<Park>>);

pub(super) fn seeking(conn: &mut Conn, ids: &[Id<Need>]) -> Result<Vec<Seeking>> {
    let needs = super::find_all(conn, ids)?;
    let organisations: BTreeSet<_> =
        needs.iter().map(|it| it.organisation_id.to_string()).collect();
    let organisations: Vec<_> = organisations.into_iter().collect();
    let organisations = accounts::organisations_by_id(conn, &organisations)?;
    Ok(needs
        .into_iter()
        .map(|need| {
            let park_id =
                organisations.get(&need.organisation_id).and_then(|it| it.park_id.clone());
            (need, park_id)
        })
        .collect())
}

/// A match of a need of the caller's organisation.
pub(super) fn of_caller(conn: &mut Conn, caller: &Caller, id: &Id<Match>) -> Result<(Match, Need)> {
    let found = store::find(conn, id)?.ok_or(Error::NotFound)?;
    let need = super::find(conn, caller, &found.need_id)?;
    Ok((found, need))
}

pub(super) fn keep_feedback(conn: &mut Conn, id: &Id<Match>, feedback: Feedback) -> Result<()> {
    store::set_feedback(conn, id, feedback.as_str())
}

/// A need that fits more says too little to add lots up.
const PASSPORTS_MAX: i64 = 1000;

/// The passports that ever fitted a need, the best first.
pub(super) fn passports_of(conn: &mut Conn, need: &Id<Need>) -> Result<Vec<String>> {
    let found = store::list(conn, need, None, PASSPORTS_MAX)?;
    Ok(found.into_iter().map(|it| it.passport_id.to_string()).collect())
}

/// What fitted a need, best first, each with its passport as it is now. What the caller may no
/// longer see is left out, so a page may hold fewer than `limit` and not be the last.
pub fn list_matches(
    conn: &mut Conn,
    caller: &Caller,
    id: &Id<Need>,
    cursor: Option<&Id<Match>>,
    limit: usize,
) -> Result<Paged<(Match, Passport)>> {
    let need = super::find(conn, caller, id)?;
    let after = match cursor {
        None => None,
        Some(cursor) => {
            let last = store::find(conn, cursor)?.filter(|it| it.need_id == need.id);
            Some(last.ok_or_else(|| unknown_cursor())?)
        }
    };
    let rows = i64::try_from(limit + 1).map_err(Error::internal)?;
    let matches = store::list(conn, &need.id, after.as_ref(), rows)?;
    let Paged { items, next_cursor } = Paged::of(matches, limit, |it| it.id.to_string());
    let ids: Vec<_> = items.iter().map(|it| it.passport_id.to_string()).collect();
    let mut offers = finding::offers_by_id(conn, &ids)?;
    let viewer = caller.viewer();
    let seen = items.into_iter().filter_map(|found| {
        let offer = offers.remove(&found.passport_id)?;
        offer.is_seen_by(&viewer).then_some((found, offer.passport))
    });
    Ok(Paged { items: seen.collect(), next_cursor })
}
