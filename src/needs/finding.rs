//! Which needs and listings fit, found without looking at all of both.

use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::following::{Following, viewer};
use super::index::Scratch;
use super::index::pack;
use super::matches::{Offers, seeking, without_known};
use super::matching::SharedAnalyst;
use super::stock::StockFollowing;
use super::{Criteria, Criterion, Need, Offer, State, fits};
use crate::accounts::Organisation;
use crate::app::App;
use crate::catalogue::Unit;
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::passports::{self, Passport, Surroundings};
use crate::search::{Amount, Near, Query, Sort, Viewer, Wish};

/// A need and a passport that fitted when they were read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pair {
    pub need_id: Id<Need>,
    pub passport_id: Id<Passport>,
}

/// The needs that these listings fit, and that nobody looked at since the listings were changed.
pub fn pairs_of_offers(
    conn: &mut Conn,
    following: &Following,
    offers: &Offers,
) -> Result<Vec<Pair>> {
    following.catch_up(conn)?;
    let mut scratch = Scratch::default();
    let (mut new, mut changed) = (Vec::new(), Vec::new());
    for offer in offers.values() {
        let Passport { id, version, .. } = &offer.passport;
        let pair = |need_id| Pair { need_id, passport_id: id.clone() };
        let found = following.seeking(offer, &mut scratch).into_iter().map(pair);
        // What was never changed has hardly been looked at before; should it have been, its
        // matches are known when they are written down.
        let kept = if *version == passports::FIRST_VERSION { &mut new } else { &mut changed };
        kept.extend(found);
    }
    new.extend(without_known(conn, changed, |it| Some(offers.get(it)?.passport.version))?);
    Ok(new)
}

fn pair(need: &Need, offer: &Offer) -> Pair {
    Pair { need_id: need.id.clone(), passport_id: offer.passport.id.clone() }
}

/// A need that fits more than this says too little; its oldest finds are left out.
const HITS_MAX: usize = 20_000;
/// Hits looked at together.
const HITS_AT_ONCE: usize = 200;

/// What is there, fits this need and was not matched with it before: found in the stock, or by
/// search where the stock is not known, and decided by [`fits`].
pub async fn pairs_of_need(app: &App, need_id: &Id<Need>) -> Result<Vec<Pair>> {
    let ids = vec![need_id.clone()];
    let found = app.db.read(move |conn| seeking(conn, &ids)).await?;
    let Some((need, park_id)) = found.into_iter().next() else { return Ok(Vec::new()) };
    match need.state {
        State::Open => {}
        State::Paused | State::Closed | State::Expired => return Ok(Vec::new()),
    }
    let seeker = viewer(&need.organisation_id, park_id.as_ref());
    let wish = pack::Wish {
        need_id: need.id.clone(),
        organisation_id: need.organisation_id.clone(),
        park_id,
        criteria: need.criteria.clone(),
    };
    let stock = app.kept.get::<StockFollowing>();
    match app.db.read(move |conn| stock.found(conn, &wish)).await? {
        Some(ids) => pairs_of_found(app, need, &seeker, ids).await,
        None => pairs_of_search(app, need, &seeker).await,
    }
}

/// Of passports that may fit, the newest first.
async fn pairs_of_found(
    app: &App,
    need: Need,
    seeker: &Viewer,
    mut ids: Vec<String>,
) -> Result<Vec<Pair>> {
    if ids.len() > HITS_MAX {
        asks_for_little(&need);
        ids.truncate(HITS_MAX);
    }
    let need = Arc::new(need);
    let mut pairs = Vec::new();
    for some in ids.chunks(HITS_AT_ONCE) {
        pairs.extend(fitting_pairs(app, &need, seeker, some.to_vec()).await?);
    }
    Ok(pairs)
}

async fn pairs_of_search(app: &App, need: Need, seeker: &Viewer) -> Result<Vec<Pair>> {
    let mut query = search_for(&need.criteria, &need.organisation_id, seeker.clone());
    let need = Arc::new(need);
    let mut pairs = Vec::new();
    for _ in 0..HITS_MAX / HITS_AT_ONCE {
        let page = app.search.find(&query).await?;
        let ids: Vec<String> = page.hits.into_iter().map(|hit| hit.id).collect();
        pairs.extend(fitting_pairs(app, &need, seeker, ids).await?);
        query.cursor = page.next;
        if query.cursor.is_none() {
            return Ok(pairs);
        }
    }
    asks_for_little(&need);
    Ok(pairs)
}

fn asks_for_little(need: &Need) {
    tracing::warn!(need.id = %need.id, "need {} asks for so little that not all was read", need.id);
}

/// Those of these passports that fit, and were not matched before.
async fn fitting_pairs(
    app: &App,
    need: &Arc<Need>,
    seeker: &Viewer,
    ids: Vec<String>,
) -> Result<Vec<Pair>> {
    let (need, seeker) = (Arc::clone(need), seeker.clone());
    let following = Following::of(app);
    app.db
        .read(move |conn| {
            let offers = offers_by_id(conn, &ids, following.analyst())?;
            let fitting = offers.values().filter(|it| fits(&need, &seeker, it).is_some());
            let pairs = fitting.map(|offer| pair(&need, offer)).collect();
            without_known(conn, pairs, |it| Some(offers.get(it)?.passport.version))
        })
        .await
}

/// The search for a need: all that fits it is found by it, and not much else.
pub fn search_for(criteria: &Criteria, own: &Id<Organisation>, seeker: Viewer) -> Query {
    /// Engines reckon with an earth of another radius.
    const RADIUS_SLACK: f64 = 1.01;
    let wanted = must_only(criteria);
    let mut places = wanted.near();
    // Search knows one place. Who names several is offered all, and fits decides.
    let place = places.next().filter(|_| places.next().is_none());
    let mut query = Query {
        text: wanted.words.join(" "),
        categories: wanted.categories.clone(),
        condition_min: wanted.condition_min,
        sizes: wanted
            .measures
            .iter()
            .map(|(measure, it)| (*measure, Wish::Between(it.range())))
            .collect(),
        near: place.map(|it| Near { point: it.point, radius_km: it.radius_km * RADIUS_SLACK }),
        available_from: wanted.wanted_from,
        available_until: wanted.wanted_until,
        not_organisation: Some(own.to_string()),
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

/// The criteria without those that are nice to have.
pub(super) fn must_only(criteria: &Criteria) -> Criteria {
    let mut wanted = criteria.clone();
    wanted.measures.retain(|it, _| criteria.must(&Criterion::Measure(*it)));
    for nice in &criteria.nice_to_have {
        match nice {
            Criterion::Categories => wanted.categories.clear(),
            Criterion::Words => wanted.words.clear(),
            Criterion::Quantity => wanted.quantity = None,
            Criterion::Condition => wanted.condition_min = None,
            Criterion::Place => (wanted.place, wanted.places) = (None, Vec::new()),
            Criterion::Window => (wanted.wanted_from, wanted.wanted_until) = (None, None),
            // The measures are gone already, and search is not asked for the others.
            Criterion::Measure(_)
            | Criterion::Attribute(_)
            | Criterion::Price
            | Criterion::WordsExcluded
            | Criterion::Materials
            | Criterion::MaterialsExcluded
            | Criterion::Hazards
            | Criterion::Documents
            | Criterion::Holder => {}
        }
    }
    wanted
}

/// Passports, each with where it lies and whose park may see it.
pub fn offers(conn: &mut Conn, passport_ids: &[String]) -> Result<Vec<Offer>> {
    let passports = passports::find_all(conn, passport_ids)?;
    let surroundings = Surroundings::of(conn, &passports)?;
    Ok(offers_of(passports, &surroundings, &SharedAnalyst::default()).collect())
}

fn offers_of(
    passports: Vec<Passport>,
    around: &Surroundings,
    analyst: &SharedAnalyst,
) -> impl Iterator<Item = Offer> {
    passports.into_iter().map(|it| {
        let (point, park_id) = (around.point(&it), around.park(&it).cloned());
        let holder = around.holder(&it).map(|it| it.kind);
        Offer::new(it, point, park_id, holder, analyst)
    })
}

pub(super) fn by_passport(
    passports: Vec<Passport>,
    around: &Surroundings,
    analyst: &SharedAnalyst,
) -> Offers {
    let offers = offers_of(passports, around, analyst);
    offers.map(|it| (it.passport.id.clone(), Arc::new(it))).collect()
}

pub(super) fn offers_by_id(
    conn: &mut Conn,
    passport_ids: &[String],
    analyst: &SharedAnalyst,
) -> Result<Offers> {
    let passports = passports::find_all(conn, passport_ids)?;
    let surroundings = Surroundings::of(conn, &passports)?;
    Ok(by_passport(passports, &surroundings, analyst))
}

#[cfg(test)]
mod tests;
