//! Once a day: needs whose last day has passed end, bills of quantities that nobody used are
//! forgotten, and a sample is matched again by brute force, both ways, to see whether what is found
//! in memory and by search is still all there is.

mod store;

use std::collections::BTreeSet;
use std::sync::Arc;

use time::Duration;

use super::following::{Following, viewer};
use super::index::Scratch;
use super::index::pack::Wish;
use super::matching::judge;
use super::stating::bill;
use super::stock::StockFollowing;
use super::{Need, Offer, finding, search_for};
use crate::app::App;
use crate::clock::{self, Day};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::search::{Query, Sort};

/// What a sweep found: pairs that fit and were not found, and that were found and do not fit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Drift {
    pub missing: i64,
    pub surplus: i64,
}

/// Held against each other: some hundred thousand pairs, which takes seconds.
const NEEDS: i64 = 2000;
const LISTINGS: usize = 100;
/// Passports of any age, seen by whomever, that are held against the needs as well.
const OTHERS: i64 = 100;
/// Needs looked for by search and in the stock as well: each of them is a search.
const SEARCHED_NEEDS: usize = 50;

/// Sweeps, unless somebody did today. Returns what was found, if it did.
pub async fn sweep(app: &App) -> Result<Option<Drift>> {
    let today = clock::now().day();
    if !app.db.write(move |conn| store::begin(conn, today)).await? {
        return Ok(None);
    }
    end_expired(app, today).await?;
    app.db.write(|conn| bill::forget_unused(conn, clock::now())).await?;
    let newest = newest_listings(app).await?;
    let wishes = Arc::new(app.db.read(|conn| store::sample(conn, NEEDS)).await?);
    let mut drift = of_search(app, &wishes, &newest).await?;
    let offers = Arc::new(with_others(app, newest).await?);
    drift += of_memory(app, &wishes, &offers).await?;
    drift += of_stock(app, &wishes, &offers).await?;
    drift.report();
    app.db.write(move |conn| store::finish(conn, today, drift)).await?;
    Ok(Some(drift))
}

async fn end_expired(app: &App, today: Day) -> Result<()> {
    loop {
        let ended = app.db.write(move |conn| super::expire(conn, today)).await?;
        if ended == 0 {
            return Ok(());
        }
        tracing::info!(needs = ended, "ended {ended} needs whose last day has passed");
    }
}

/// The newest listings that everybody may see.
async fn newest_listings(app: &App) -> Result<Vec<Offer>> {
    let query = Query { sort: Sort::Newest, limit: LISTINGS, ..Query::default() };
    let page = app.search.find(&query).await?;
    let ids: Vec<String> = page.hits.into_iter().map(|hit| hit.id).collect();
    app.db.read(move |conn| finding::offers(conn, &ids)).await
}

/// And some from the record, of any age and for whatever eyes.
async fn with_others(app: &App, mut offers: Vec<Offer>) -> Result<Vec<Offer>> {
    app.db
        .read(move |conn| {
            let known: BTreeSet<String> =
                offers.iter().map(|it| it.passport.id.to_string()).collect();
            let mut others = store::sample_of_passports(conn, OTHERS)?;
            others.retain(|it| !known.contains(it));
            offers.extend(finding::offers(conn, &others)?);
            Ok(offers)
        })
        .await
}

fn fits(wish: &Wish, offer: &Offer) -> bool {
    let seeker = viewer(&wish.organisation_id, wish.park_id.as_ref());
    judge(&wish.criteria, &wish.organisation_id, &seeker, offer).is_some()
}

/// From listings to needs: the index in memory.
async fn of_memory(app: &App, wishes: &Arc<Vec<Wish>>, offers: &Arc<Vec<Offer>>) -> Result<Drift> {
    let following = Following::of(app);
    let (wishes, offers) = (Arc::clone(wishes), Arc::clone(offers));
    app.db
        .read(move |conn| {
            following.catch_up(conn)?;
            let mut drift = Drift::default();
            let mut scratch = Scratch::default();
            let sample: BTreeSet<&Id<Need>> = wishes.iter().map(|it| &it.need_id).collect();
            for offer in offers.iter() {
                let found = following.seeking(offer, &mut scratch);
                let found = found.iter().filter(|it| sample.contains(it)).collect();
                let plain = wishes.iter().filter(|it| fits(it, offer)).map(|it| &it.need_id);
                drift += Drift::between(&plain.collect(), &found);
            }
            Ok(drift)
        })
        .await
}

/// From needs to listings: search.
async fn of_search(app: &App, wishes: &[Wish], offers: &[Offer]) -> Result<Drift> {
    let mut drift = Drift::default();
    for wish in wishes.iter().take(SEARCHED_NEEDS) {
        let seeker = viewer(&wish.organisation_id, wish.park_id.as_ref());
        let mut query = search_for(&wish.criteria, &wish.organisation_id, seeker);
        // The sample is of the newest, so what is to be found of it is found first.
        query.limit = LISTINGS;
        let hits = app.search.find(&query).await?.hits;
        let found: BTreeSet<&str> = hits.iter().map(|it| it.id.as_str()).collect();
        let plain = offers.iter().filter(|it| fits(wish, it)).map(|it| it.passport.id.as_str());
        // What search finds besides is judged before anybody is told.
        drift.missing += Drift::between(&plain.collect(), &found).missing;
    }
    Ok(drift)
}

/// From needs to listings: the stock in memory, and the feed by which it keeps up. Where it is not
/// known yet, nothing is said of it.
async fn of_stock(app: &App, wishes: &Arc<Vec<Wish>>, offers: &Arc<Vec<Offer>>) -> Result<Drift> {
    let stock = app.kept.get::<StockFollowing>();
    let (wishes, offers) = (Arc::clone(wishes), Arc::clone(offers));
    let settling = i64::try_from(app.config.search.settle_seconds).map_err(Error::internal)?;
    let settled_before = clock::now() - Duration::seconds(settling);
    app.db
        .read(move |conn| {
            // What has just been changed is about to be noted; it has not drifted.
            let is_settled = |it: &&Offer| it.passport.updated_at <= settled_before;
            let settled: Vec<&Offer> = offers.iter().filter(is_settled).collect();
            let mut drift = Drift::default();
            for wish in wishes.iter().take(SEARCHED_NEEDS) {
                let Some(found) = stock.found(conn, wish)? else { break };
                let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
                let plain = settled.iter().filter(|it| fits(wish, it));
                let plain = plain.map(|it| it.passport.id.as_str()).collect();
                // What it finds besides is judged before anybody is told.
                drift.missing += Drift::between(&plain, &found).missing;
            }
            Ok(drift)
        })
        .await
}

impl Drift {
    fn between<T: Ord>(plain: &BTreeSet<T>, found: &BTreeSet<T>) -> Self {
        let count = |it: usize| i64::try_from(it).unwrap_or(i64::MAX);
        Self {
            missing: count(plain.difference(found).count()),
            surplus: count(found.difference(plain).count()),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a gauge is a float, and drift is small")]
    fn report(self) {
        let Self { missing, surplus } = self;
        metrics::gauge!("circuler_needs_drift", "kind" => "missing").set(missing as f64);
        metrics::gauge!("circuler_needs_drift", "kind" => "surplus").set(surplus as f64);
        if self == Self::default() {
            tracing::info!("needs and listings are matched as by brute force");
        } else {
            tracing::error!(missing, surplus, "matching has drifted from brute force");
        }
    }
}

impl std::ops::AddAssign for Drift {
    fn add_assign(&mut self, other: Self) {
        self.missing += other.missing;
        self.surplus += other.surplus;
    }
}
