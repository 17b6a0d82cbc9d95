//! The needs of the database kept in memory, and kept up with.
//!
//! Every change of a need takes the next number of a counter, in its own transaction; the counter's
//! row is locked until that commits, so numbers appear in their order, on PostgreSQL too. Whoever
//! wants to search first reads all changes after the last number it knows. So each process keeps up
//! by itself, and a search never misses a need that was there when it began.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use arc_swap::ArcSwap;
use time::Duration;

use super::index::pack::{self, Wish};
use super::index::words::Wishes;
use super::index::{Asked, Draft, Moment, NeedIndex, Scratch, Sought};
use super::matching::{SharedAnalyst, judge};
use super::{Need, Offer, Offers, finding, snapshot, store};
use crate::accounts::{Organisation, Park};
use crate::app::App;
use crate::clock::{self, Day, Instant};
use crate::db::{Conn, Db};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::passports::{Passport, Surroundings};
use crate::search::Viewer;

/// All open needs, in memory.
#[derive(Default)]
pub struct Following {
    index: ArcSwap<NeedIndex>,
    wishes: Wishes,
    /// Of the listings that are held against them.
    analyst: SharedAnalyst,
    /// The last change taken over; `None` before all was read for the first time. Held by who
    /// takes changes over.
    applied: Mutex<Option<i64>>,
    /// The last day of which this process knows that somebody swept.
    swept: Mutex<Option<Day>>,
    /// Where the index is kept for the next start, if anywhere.
    file: OnceLock<PathBuf>,
    /// When that was last written, and after which change.
    written: Mutex<Option<(Instant, i64)>>,
}

/// Read together: enough to make reading cheap, few enough to hold.
const WISHES_AT_ONCE: usize = 20_000;
const CHANGES_AT_ONCE: usize = 1000;

/// Takes over what changed. Called now and then by the worker, so that whoever searches has little
/// to catch up with and so that falling behind is seen.
pub async fn follow(app: &App) -> Result<bool> {
    let following = Following::of(app);
    let keeping_up = Arc::clone(&following);
    app.db.read(move |conn| keeping_up.catch_up(conn)).await?;
    if following.index.load().is_scattered() {
        let index = following.index.load_full();
        tokio::task::spawn_blocking(move || index.merge()).await.map_err(Error::internal)?;
    }
    if let Some(file) = following.file_due(clock::now())
        && let Err(error) = following.keep(&app.db, file).await
    {
        // Without, the next start takes longer, and that is all.
        tracing::warn!(%error, "the needs could not be kept for the next start");
    }
    let today = clock::now().day();
    if *following.swept() != Some(today) {
        super::sweep(app).await?;
        *following.swept() = Some(today);
    }
    Ok(false)
}

/// Fewer than this are read from the database about as soon as from a file.
const WRITTEN_FROM_NEEDS: usize = 20_000;
/// What changed since is read after a start: some thousands in a second.
const WRITTEN_EVERY: Duration = Duration::hours(1);

impl Following {
    /// That of a process.
    pub fn of(app: &App) -> Arc<Self> {
        let following = app.kept.get::<Self>();
        following.keep_in(&app.config.database.needs_file);
        following
    }

    /// Says where the index is kept for the next start. The first to say so is heard.
    pub fn keep_in(&self, file: &Path) {
        if !file.as_os_str().is_empty() {
            self.file.get_or_init(|| file.to_owned());
        }
    }

    /// Where to keep the needs, if it is time to.
    fn file_due(&self, now: Instant) -> Option<PathBuf> {
        let file = self.file.get()?;
        let number = (*self.applied())?;
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = match *written {
            None => self.len() >= WRITTEN_FROM_NEEDS,
            Some((at, last)) => last != number && at <= now - WRITTEN_EVERY,
        };
        if !is_due {
            return None;
        }
        *written = Some((now, number));
        Some(file.clone())
    }

    /// Keeps all there is now in a file for the next start.
    pub async fn keep(self: &Arc<Self>, db: &Db, file: PathBuf) -> Result<()> {
        let following = Arc::clone(self);
        let written = tokio::task::spawn_blocking(move || following.write(&file)).await;
        let written = written.map_err(Error::internal)?.map_err(Error::internal)?;
        let Some((token, number)) = written else { return Ok(()) };
        db.write(move |conn| store::note_snapshot(conn, &token, number)).await
    }

    /// Returns by which token the database is to know the file, and the last change in it.
    fn write(&self, file: &Path) -> io::Result<Option<(String, i64)>> {
        // Nothing is taken over meanwhile, so it holds every change up to its number, and no other.
        let applied = self.applied();
        let Some(number) = *applied else { return Ok(None) };
        let (moment, wishes) = (self.index.load().moment(), self.wishes.all());
        drop(applied);
        let token = Id::<Moment>::new().to_string();
        snapshot::write(file, &token, &wishes, &moment)?;
        Ok(Some((token, number)))
    }

    fn applied(&self) -> MutexGuard<'_, Option<i64>> {
        self.applied.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn swept(&self) -> MutexGuard<'_, Option<Day>> {
        self.swept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes over all changes that were there when it was called.
    pub fn catch_up(&self, conn: &mut Conn) -> Result<()> {
        let mut applied = self.applied();
        let last = store::last_change(conn)?;
        let mut known = match *applied {
            Some(known) => known,
            None => self.begin(conn, last)?,
        };
        *applied = Some(known);
        behind(last - known);
        let limit = i64::try_from(CHANGES_AT_ONCE).map_err(Error::internal)?;
        while known < last {
            let changes = store::changes_after(conn, known, limit)?;
            let Some(newest) = changes.last().map(|it| it.number) else { break };
            let index = self.index.load();
            for change in changes {
                match change.open {
                    Some(wish) => index.put(pack::sought(&wish, |it| self.wishes.number(it))),
                    None => {
                        index.remove(change.need_id.as_u128());
                    }
                }
            }
            known = newest;
            *applied = Some(known);
        }
        // A need that changed twice has its newest number only, so the last ones may be empty.
        *applied = Some(known.max(last));
        behind(0);
        Ok(())
    }

    /// Takes all needs from the file, or else from the database. Returns the last change that is
    /// in them for certain.
    fn begin(&self, conn: &mut Conn, last: i64) -> Result<i64> {
        let started = clock::stopwatch();
        let (index, number) = match self.kept_in_file(conn, last)? {
            Some((index, number)) => {
                *self.written.lock().unwrap_or_else(PoisonError::into_inner) =
                    Some((clock::now(), number));
                (index, number)
            }
            None => (self.read_all(conn)?, last),
        };
        self.index.store(Arc::new(index));
        let (count, took) = (self.index.load().len(), started.elapsed());
        tracing::info!(needs = count, ?took, "read {count} open needs into memory");
        Ok(number)
    }

    fn kept_in_file(&self, conn: &mut Conn, last: i64) -> Result<Option<(NeedIndex, i64)>> {
        let passed_over = |error: io::Error| {
            tracing::warn!(%error, "the needs that were kept cannot be read, all are read anew");
        };
        let Some(file) = self.file.get() else { return Ok(None) };
        let Some(opened) = snapshot::open(file).unwrap_or_else(|error| {
            passed_over(error);
            None
        }) else {
            return Ok(None);
        };
        let known = store::find_snapshot(conn, &opened.token)?;
        let Some(number) = known.filter(|it| *it <= last) else { return Ok(None) };
        match opened.read() {
            Ok((wishes, index)) => {
                self.wishes.restore(&wishes);
                Ok(Some((index, number)))
            }
            Err(error) => {
                passed_over(error);
                Ok(None)
            }
        }
    }

    /// Reads the database on this thread and makes numbers of it on others.
    fn read_all(&self, conn: &mut Conn) -> Result<NeedIndex> {
        let limit = i64::try_from(WISHES_AT_ONCE).map_err(Error::internal)?;
        std::thread::scope(|scope| -> Result<NeedIndex> {
            let (mut packing, mut after) = (Vec::new(), None);
            loop {
                let rows = store::open_wishes(conn, after.as_ref(), limit)?;
                let Some(last) = rows.last() else { break };
                after = Some(last.0.clone());
                packing.push(scope.spawn(move || self.pack(rows)));
            }
            let mut drafts = Vec::with_capacity(packing.len());
            for packed in packing {
                let panicked = |_| Error::internal("a need could not be packed");
                drafts.push(packed.join().map_err(panicked)??);
            }
            Ok(NeedIndex::of_drafts(drafts.into_iter()))
        })
    }

    fn pack(&self, rows: Vec<store::WishRow>) -> Result<Draft> {
        let wishes = rows.into_iter().map(store::wish).collect::<Result<Vec<Wish>>>()?;
        self.wishes.add_all(wishes.iter().flat_map(|it| &it.criteria.words).map(String::as_str));
        let sought = wishes.iter().map(|it| pack::sought(it, |word| self.wishes.number(word)));
        Ok(Draft::of(sought.collect::<Vec<Sought>>().iter()))
    }

    /// Who reads listings that are held against needs.
    pub(super) fn analyst(&self) -> &SharedAnalyst {
        &self.analyst
    }

    /// Listings that it can be searched by, to be looked up by their passports.
    pub fn offers(&self, passports: Vec<Passport>, around: &Surroundings) -> Offers {
        finding::by_passport(passports, around, &self.analyst)
    }

    /// The open needs that a listing fits, by the last change that was taken over.
    pub fn seeking(&self, offer: &Offer, scratch: &mut Scratch) -> Vec<Id<Need>> {
        // Where nobody asks for words, the texts need not be read.
        let words =
            if self.wishes.is_empty() { Vec::new() } else { self.wishes.occurring(offer.text()) };
        let offered = pack::offered(offer, words);
        let mut asks = |Asked { criteria, organisation_id, park_id }: &Asked| {
            let seeker = viewer(organisation_id, park_id.as_ref());
            judge(criteria, organisation_id, &seeker, offer).is_some()
        };
        let mut found = Vec::new();
        self.index.load().search(&offered, &mut asks, scratch, &mut found);
        found.into_iter().map(Id::from_u128).collect()
    }

    /// How many needs it holds.
    pub fn len(&self) -> usize {
        self.index.load().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// How many changes of needs are not in memory yet.
#[expect(clippy::cast_precision_loss, reason = "a gauge is a float, and changes are few")]
fn behind(changes: i64) {
    metrics::gauge!("circuler_needs_behind").set(changes as f64);
}

pub(super) fn viewer(organisation: &Id<Organisation>, park_id: Option<&Id<Park>>) -> Viewer {
    Viewer::Organisation { id: organisation.to_string(), park_id: park_id.map(Id::to_string) }
}

#[cfg(test)]
mod tests;
