//! Matches: what was found to fit, written down once, and told again only when it got better.

mod store;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::bettering::{Better, Terms};
use super::finding::{self, Pair};
use super::following::viewer;
use super::matching::SharedAnalyst;
use super::proposing::Feedback;
use super::{Fit, Need, Offer, Reason, fits, mutes};
use crate::accounts::{self, Caller, Organisation, Park};
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::passports::{self, Passport};
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

/// A match with all that is stored of it: making that takes longer than storing it, and needs no
/// transaction.
#[derive(Debug)]
pub struct Ready {
    found: NewMatch,
    row: store::MatchRow,
}

impl Ready {
    pub fn need(&self) -> &Need {
        &self.found.need
    }
}

/// A match that was written down and is to be told, with its reasons as they are stored.
#[derive(Debug)]
pub struct Recorded {
    pub found: NewMatch,
    pub reasons: String,
}

/// Writes down those of these matches whose need and listing are still what they were, and gives
/// back those that are to be told. Whoever tells of them does so in the same transaction. Of what
/// was changed meanwhile a job is lined up that finds it as it is now.
pub fn record_matches(conn: &mut Conn, mut ready: Vec<Ready>) -> Result<Vec<Recorded>> {
    keep_unchanged(conn, &mut ready)?;
    let muted = mutes::of_members(conn, ready.iter().map(|it| &it.found.need.member_id))?;
    ready.retain(|it| !muted.hides(&it.found.need.member_id, &it.found.offer));
    let (found, rows): (Vec<_>, Vec<_>) = ready.into_iter().map(|it| (it.found, it.row)).unzip();
    let new = store::insert_all(conn, &rows)?;
    let mut to_tell = Vec::with_capacity(found.len());
    for (found, row) in found.into_iter().zip(rows) {
        if new.has(&found.id) {
            to_tell.push(Recorded { found, reasons: row.reasons });
        } else if let Some(found) = bettered(conn, found)? {
            to_tell.push(Recorded { found, reasons: row.reasons });
        }
    }
    Ok(to_tell)
}

fn keep_unchanged(conn: &mut Conn, ready: &mut Vec<Ready>) -> Result<()> {
    let needs: BTreeSet<_> = ready.iter().map(|it| it.found.need.id.clone()).collect();
    let listings: BTreeSet<_> =
        ready.iter().map(|it| it.found.offer.passport.id.to_string()).collect();
    let needs = super::store::versions(conn, &Vec::from_iter(needs))?;
    let listings = passports::versions(conn, &Vec::from_iter(listings))?;
    ready.retain(|Ready { found: NewMatch { need, offer, .. }, .. }| {
        let Passport { id, version, .. } = &offer.passport;
        needs.get(&need.id) == Some(&need.version) && listings.get(id) == Some(version)
    });
    Ok(())
}

/// Listings that were read already.
pub type Offers = HashMap<Id<Passport>, Arc<Offer>>;

/// Those of these pairs that fit as needs are now and these listings were read.
pub fn fitting_among(conn: &mut Conn, pairs: &[Pair], offers: &Offers) -> Result<Vec<NewMatch>> {
    // In order, so that two transactions with the same pairs do not wait for each other.
    let pairs: BTreeSet<&Pair> = pairs.iter().collect();
    let need_ids: BTreeSet<_> = pairs.iter().map(|it| it.need_id.clone()).collect();
    let needs: HashMap<_, _> = seeking(conn, &need_ids.into_iter().collect::<Vec<_>>())?
        .into_iter()
        .map(|(need, park_id)| {
            let seeker = viewer(&need.organisation_id, park_id.as_ref());
            (need.id.clone(), (Arc::new(need), seeker))
        })
        .collect();
    let found = pairs.into_iter().filter_map(|pair| {
        let (need, seeker) = needs.get(&pair.need_id)?;
        let offer = offers.get(&pair.passport_id)?;
        let fit = fits(need, seeker, offer)?;
        let (need, offer) = (Arc::clone(need), Arc::clone(offer));
        Some(NewMatch { id: Id::new(), need, offer, fit, better: None, told_before: None })
    });
    Ok(found.collect())
}

/// The same of listings as they are now, without what was muted.
pub fn fitting(conn: &mut Conn, pairs: &[Pair]) -> Result<Vec<NewMatch>> {
    let passport_ids: BTreeSet<_> = pairs.iter().map(|it| it.passport_id.to_string()).collect();
    let offers =
        finding::offers_by_id(conn, &Vec::from_iter(passport_ids), &SharedAnalyst::default())?;
    let mut fitting = fitting_among(conn, pairs, &offers)?;
    let muted = mutes::of_members(conn, fitting.iter().map(|it| &it.need.member_id))?;
    fitting.retain(|it| !muted.hides(&it.need.member_id, &it.offer));
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
    version_of: impl Fn(&Id<Passport>) -> Option<i64>,
) -> Result<Vec<Pair>> {
    let known = store::matched(conn, &pairs)?;
    pairs.retain(|it| {
        known
            .get(it)
            .is_none_or(|known| version_of(&it.passport_id).is_some_and(|now| *known < now))
    });
    Ok(pairs)
}

impl NewMatch {
    pub fn pair(&self) -> Pair {
        Pair { need_id: self.need.id.clone(), passport_id: self.offer.passport.id.clone() }
    }

    /// With all that is stored of it.
    pub fn ready(self) -> Result<Ready> {
        Ok(Ready { row: store::MatchRow::of(&self.row())?, found: self })
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
            Some(last.ok_or_else(unknown_cursor)?)
        }
    };
    let rows = i64::try_from(limit + 1).map_err(Error::internal)?;
    let matches = store::list(conn, &need.id, after.as_ref(), rows)?;
    let Paged { items, next_cursor } = Paged::of(matches, limit, |it| it.id.to_string());
    let ids: Vec<_> = items.iter().map(|it| it.passport_id.to_string()).collect();
    let offers = finding::offers_by_id(conn, &ids, &SharedAnalyst::default())?;
    let viewer = caller.viewer();
    let seen = items.into_iter().filter_map(|found| {
        let offer = offers.get(&found.passport_id)?;
        offer.is_seen_by(&viewer).then(|| (found, offer.passport.clone()))
    });
    Ok(Paged { items: seen.collect(), next_cursor })
}
