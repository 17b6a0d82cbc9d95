//! The listings of the database kept in memory, and kept up with.
//!
//! Whoever has made the search index true to some passports notes them under the next number of a
//! counter, whose row is locked until that commits: so numbers appear in their order, and whoever
//! searches reads what came after the last number it knows first. Each process with a worker keeps
//! up by itself. Until all has been read for the first time, needs are matched through search.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::ArcSwapOption;

use super::{Stock, pack, store};
use crate::app::App;
use crate::clock;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::needs::finding;
use crate::needs::index::pack::Wish;
use crate::needs::matching::SharedAnalyst;
use crate::passports::Passport;

pub use store::note;

/// All that is offered, in memory.
#[derive(Default)]
pub struct StockFollowing {
    /// `None` before all was read for the first time.
    stock: ArcSwapOption<Stock>,
    /// The last change taken over. Held by who takes changes over.
    applied: Mutex<i64>,
    analyst: SharedAnalyst,
}

/// Passports read together: others may use the connection in between.
const PASSPORTS_AT_ONCE: i64 = 5000;
/// Passports made ready together, which bounds how many texts are held.
const OFFERS_AT_ONCE: usize = 500;
/// A change may be of ten thousand passports.
const CHANGES_AT_ONCE: i64 = 10;

/// Reads all there is at first, then takes over what changed. Called now and then by the worker.
pub async fn follow_stock(app: &App) -> Result<bool> {
    let following = app.kept.get::<StockFollowing>();
    if following.stock.load().is_none() {
        let (stock, number) = read_all(app, following.analyst.clone()).await?;
        *following.applied() = number;
        following.stock.store(Some(Arc::new(stock)));
    }
    app.db.read(move |conn| following.catch_up(conn).map(|()| false)).await
}

/// All listings, and the last change that was there before they were read.
async fn read_all(app: &App, analyst: SharedAnalyst) -> Result<(Stock, i64)> {
    let started = clock::stopwatch();
    // What changes while we read is read again afterwards.
    let number = app.db.read(store::last_change).await?;
    let stock = Arc::new(Stock::default());
    let mut after = None;
    loop {
        let (filling, from, analyst) = (Arc::clone(&stock), after.clone(), analyst.clone());
        let last = app
            .db
            .read(move |conn| {
                let ids = store::registered_after(conn, from.as_ref(), PASSPORTS_AT_ONCE)?;
                take_over(conn, &filling, &ids, &analyst)?;
                Ok(ids.last().cloned())
            })
            .await?;
        if last.is_none() {
            break;
        }
        after = last;
    }
    let (count, bytes, took) = (stock.len(), stock.bytes(), started.elapsed());
    tracing::info!(listings = count, bytes, ?took, "read {count} listings into memory");
    let stock = Arc::into_inner(stock).ok_or_else(|| Error::internal("listings are still read"))?;
    Ok((stock, number))
}

/// Makes the stock say of these passports what the database says now.
fn take_over(
    conn: &mut Conn,
    stock: &Stock,
    ids: &[Id<Passport>],
    analyst: &SharedAnalyst,
) -> Result<()> {
    let mut listings = Vec::with_capacity(ids.len());
    for some in ids.chunks(OFFERS_AT_ONCE) {
        let some: Vec<String> = some.iter().map(Id::to_string).collect();
        let offers = finding::offers_by_id(conn, &some, analyst)?;
        listings.extend(offers.values().map(|it| (it.passport.id.as_u128(), pack::stocked(it))));
    }
    // A passport may be named twice.
    let listings: HashMap<_, _> = listings.into_iter().collect();
    for id in ids.iter().map(Id::as_u128).filter(|id| !listings.contains_key(id)) {
        stock.remove(id);
    }
    if !listings.is_empty() {
        stock.put(listings.into_values().collect());
    }
    Ok(())
}

impl StockFollowing {
    fn applied(&self) -> MutexGuard<'_, i64> {
        self.applied.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes over all changes that were there when it was called.
    fn catch_up(&self, conn: &mut Conn) -> Result<()> {
        let mut applied = self.applied();
        let Some(stock) = self.stock.load_full() else { return Ok(()) };
        let last = store::last_change(conn)?;
        behind(last - *applied);
        while *applied < last {
            let changes = store::changes_after(conn, *applied, CHANGES_AT_ONCE)?;
            if changes.first().is_none_or(|it| it.0 != *applied + 1) {
                tracing::warn!("changes of listings were forgotten before they were read");
                self.stock.store(None);
                return Ok(());
            }
            for (number, ids) in changes {
                let ids: Vec<_> = ids.iter().filter_map(|it| Id::parse(it)).collect();
                take_over(conn, &stock, &ids, &self.analyst)?;
                *applied = number;
            }
        }
        behind(0);
        Ok(())
    }

    /// The passports that may fit, the newest first: all that do, and few others. `None` where not
    /// all is known yet.
    pub fn found(&self, conn: &mut Conn, wish: &Wish) -> Result<Option<Vec<String>>> {
        self.catch_up(conn)?;
        Ok(self.found_lately(wish))
    }

    /// The same as of a few seconds ago, for who does not want to wait for a long list.
    pub fn found_lately(&self, wish: &Wish) -> Option<Vec<String>> {
        let stock = self.stock.load_full()?;
        let mut found = Vec::new();
        stock.search(&pack::wanted(wish), &mut found);
        // Ids begin with the time at which they were given.
        found.sort_unstable_by(|one, other| other.cmp(one));
        found.dedup();
        let id = |it: u128| Id::<Passport>::from_u128(it).to_string();
        Some(found.into_iter().map(id).collect())
    }
}

/// How many changes of listings are not in memory yet.
fn behind(changes: i64) {
    metrics::gauge!("circuler_stock_behind").set(changes as f64);
}
