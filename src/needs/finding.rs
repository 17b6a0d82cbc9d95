//! Which needs and listings fit, found without looking at all of both, and written down once.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::matching::judge;
use super::store::{self, Alike, Candidate};
use super::{Fit, Match, Need, Offer, State, fits};
use crate::accounts::{self, Organisation, Park};
use crate::app::App;
use crate::catalogue::Unit;
use crate::clock;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::passports::{self, Passport, Surroundings};
use crate::search::{Amount, Near, Query, Sort, Viewer, Wish};

/// A need and a passport that fitted when they were read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pair {
    pub need_id: Id<Need>,
    pub passport_id: Id<Passport>,
}

/// A match that was not there before.
#[derive(Debug, Clone)]
pub struct NewMatch {
    pub id: Id<Match>,
    pub need: Arc<Need>,
    pub offer: Arc<Offer>,
    pub fit: Fit,
}

/// Needs read together: enough to make the reading cheap, few enough to hold.
const CANDIDATES_AT_ONCE: usize = 1000;

/// The needs that these passports fit, and were not matched with before.
pub fn pairs_of_passports(conn: &mut Conn, passport_ids: &[String]) -> Result<Vec<Pair>> {
    let mut pairs = Vec::new();
    for (alike, offers) in group(offers(conn, passport_ids)?) {
        for category in store::categories_for(alike.category) {
            let mut after = None;
            loop {
                let limit = i64::try_from(CANDIDATES_AT_ONCE).map_err(Error::internal)?;
                let candidates = store::candidates(conn, &alike, category, after.as_ref(), limit)?;
                for candidate in &candidates {
                    pairs.extend(fitting(candidate, &offers));
                }
                if candidates.len() < CANDIDATES_AT_ONCE {
                    break;
                }
                after = candidates.into_iter().next_back().map(|it| it.need_id);
            }
        }
    }
    without_matched(conn, pairs)
}

fn fitting(candidate: &Candidate, offers: &[Offer]) -> impl Iterator<Item = Pair> {
    let Candidate { need_id, organisation_id, park_id, criteria } = candidate;
    let seeker = viewer(organisation_id, park_id.as_ref());
    let pair = move |offer: &Offer| {
        judge(criteria, organisation_id, &seeker, offer)?;
        Some(Pair { need_id: need_id.clone(), passport_id: offer.passport.id.clone() })
    };
    offers.iter().filter_map(pair)
}

/// Most jobs are about listings of which little changed, so that nothing is new about them.
fn without_matched(conn: &mut Conn, mut pairs: Vec<Pair>) -> Result<Vec<Pair>> {
    let matched = store::matched(conn, &pairs)?;
    pairs.retain(|it| !matched.contains(it));
    Ok(pairs)
}

/// An inventory is of one site and few categories, so its rows ask for the same candidates.
fn group(offers: Vec<Offer>) -> Vec<(Alike, Vec<Offer>)> {
    let mut groups: BTreeMap<_, (Alike, Vec<Offer>)> = BTreeMap::new();
    for offer in offers {
        let alike = Alike {
            organisation_id: offer.passport.organisation_id.clone(),
            category: offer.passport.content.category,
            latitude: offer.point.map(|it| it.latitude),
        };
        let key = (alike.organisation_id.clone(), alike.category, alike.latitude.map(f64::to_bits));
        groups.entry(key).or_insert_with(|| (alike, Vec::new())).1.push(offer);
    }
    groups.into_values().collect()
}

fn viewer(organisation: &Id<Organisation>, park_id: Option<&Id<Park>>) -> Viewer {
    Viewer::Organisation { id: organisation.to_string(), park_id: park_id.map(Id::to_string) }
}

fn pair(need: &Need, offer: &Offer) -> Pair {
    Pair { need_id: need.id.clone(), passport_id: offer.passport.id.clone() }
}

/// A need that fits more than this says too little; its oldest finds are left out.
const HITS_MAX: usize = 20_000;
/// Hits taken from search and looked at together.
const HITS_AT_ONCE: usize = 200;

/// What is there, fits this need and was not matched with it before: found by search, decided by
/// [`fits`].
pub async fn pairs_of_need(app: &App, need_id: &Id<Need>) -> Result<Vec<Pair>> {
    let ids = vec![need_id.clone()];
    let found = app.db.read(move |conn| seeking(conn, &ids)).await?;
    let Some((need, park_id)) = found.into_iter().next() else { return Ok(Vec::new()) };
    if need.state == State::Closed {
        return Ok(Vec::new());
    }
    let seeker = viewer(&need.organisation_id, park_id.as_ref());
    let mut query = search_for(&need, seeker.clone());
    let need = Arc::new(need);
    let mut pairs = Vec::new();
    for _ in 0..HITS_MAX / HITS_AT_ONCE {
        let page = app.search.find(&query).await?;
        let ids: Vec<String> = page.hits.into_iter().map(|hit| hit.id).collect();
        let (need, seeker) = (Arc::clone(&need), seeker.clone());
        let fitting = move |conn: &mut Conn| {
            let mut offers = offers(conn, &ids)?;
            offers.retain(|offer| fits(&need, &seeker, offer).is_some());
            without_matched(conn, offers.iter().map(|offer| pair(&need, offer)).collect())
        };
        pairs.extend(app.db.read(fitting).await?);
        query.cursor = page.next;
        if query.cursor.is_none() {
            return Ok(pairs);
        }
    }
    tracing::warn!(need.id = %need.id, "need {} asks for so little that not all was read", need.id);
    Ok(pairs)
}

/// The search for a need: all that fits it is found by it, and not much else.
pub fn search_for(need: &Need, seeker: Viewer) -> Query {
    /// Engines reckon with an earth of another radius.
    const RADIUS_SLACK: f64 = 1.01;
    let wanted = &need.criteria;
    let mut query = Query {
        text: wanted.words.join(" "),
        categories: wanted.categories.clone(),
        condition_min: wanted.condition_min,
        sizes: wanted
            .measures
            .iter()
            .map(|(measure, it)| (*measure, Wish::Between(it.range())))
            .collect(),
        near: wanted
            .place
            .map(|it| Near { point: it.point, radius_km: it.radius_km * RADIUS_SLACK }),
        available_from: wanted.wanted_from,
        available_until: wanted.wanted_until,
        not_organisation: Some(need.organisation_id.to_string()),
        viewer: seeker,
        sort: Sort::Newest,
        limit: HITS_AT_ONCE,
        // A price on request fits a need that names one, and search would leave it out; materials
        // are written in other words.
        ..Query::default()
    };
    if let Some(asked) = &wanted.quantity
        && Unit::Kg.convert(Decimal::ONE, asked.unit).is_none()
    {
        query.units = vec![asked.unit];
        if !asked.several_lots {
            let amount = |value| Amount { value, unit: asked.unit };
            query.quantity_min = asked.at_least.to_f64().map(amount);
        }
    }
    query
}

/// Writes down those of these pairs that still fit, and gives back those that are new. Whoever
/// tells of them does so in the same transaction.
pub fn record_matches(conn: &mut Conn, pairs: &[Pair]) -> Result<Vec<NewMatch>> {
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
    let offers: HashMap<_, _> = offers_by_id(conn, &passport_ids.into_iter().collect::<Vec<_>>())?
        .into_iter()
        .map(|(id, offer)| (id, Arc::new(offer)))
        .collect();
    let found: Vec<NewMatch> = pairs
        .into_iter()
        .filter_map(|pair| {
            let (need, seeker) = needs.get(&pair.need_id)?;
            let offer = offers.get(&pair.passport_id)?;
            let fit = fits(need, seeker, offer)?;
            Some(NewMatch { id: Id::new(), need: Arc::clone(need), offer: Arc::clone(offer), fit })
        })
        .collect();
    let rows: Vec<Match> = found.iter().map(NewMatch::row).collect();
    let new = store::record_matches(conn, &rows)?;
    Ok(found.into_iter().filter(|it| new.contains(&it.id)).collect())
}

impl NewMatch {
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
        }
    }
}

/// A need, and the park of who needs it.
type Seeking = (Need, Option<Id<Park>>);

fn seeking(conn: &mut Conn, ids: &[Id<Need>]) -> Result<Vec<Seeking>> {
    let needs = store::find_all(conn, ids)?;
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

/// Passports, each with where it lies and whose park may see it.
pub fn offers(conn: &mut Conn, passport_ids: &[String]) -> Result<Vec<Offer>> {
    let passports = passports::find_all(conn, passport_ids)?;
    let surroundings = Surroundings::of(conn, &passports)?;
    Ok(passports
        .into_iter()
        .map(|it| {
            let (point, park_id) = (surroundings.point(&it), surroundings.park(&it).cloned());
            Offer::new(it, point, park_id)
        })
        .collect())
}

pub fn offers_by_id(
    conn: &mut Conn,
    passport_ids: &[String],
) -> Result<HashMap<Id<Passport>, Offer>> {
    let offers = offers(conn, passport_ids)?;
    Ok(offers.into_iter().map(|offer| (offer.passport.id.clone(), offer)).collect())
}

#[cfg(test)]
mod tests;
