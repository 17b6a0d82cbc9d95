//! What is being done with an inventory, how far it is, and how it is stopped. The command line and
//! the API are told from the one [`Watch`]; what is under way in another process is told through
//! the database, written sparingly.

pub mod http;
mod store;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Inventory, InventoryId, State, own, store as inventories_store};
use crate::accounts::{Action, Caller};
use crate::app::App;
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::language::{Text, say};

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = InventoryStage)]
pub enum Stage {
    /// The file is opened in a process of its own.
    #[default]
    Reading,
    /// Its rows are checked and planned.
    Checking,
    /// It was accepted: what follows is made ready.
    Preparing,
    /// What is ready is put in place. From here on it cannot be cancelled.
    Applying,
    /// What would undo it is made ready.
    Undoing,
}

impl Stage {
    const ALL: [Self; 5] =
        [Self::Reading, Self::Checking, Self::Preparing, Self::Applying, Self::Undoing];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Checking => "checking",
            Self::Preparing => "preparing",
            Self::Applying => "applying",
            Self::Undoing => "undoing",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }
}

/// How far it is: rows of this stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    pub stage: Stage,
    pub done: u64,
    /// 0 where nobody knows yet.
    pub total: u64,
}

/// What is under way with an inventory, in whichever process.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    pub progress: Progress,
    /// When its stage began.
    pub started_at: Instant,
    /// When whoever does it last said so.
    pub beat_at: Instant,
    pub cancel_asked: bool,
    /// It is over, and came to nothing: why.
    pub failure: Option<Text>,
}

/// How often progress is written down, and looked whether to stop.
const BEAT: Duration = Duration::from_millis(500);
/// Whoever has said nothing for so long is gone; what was begun may be begun anew.
const SILENCE_SECONDS_MAX: i64 = 30;

impl Operation {
    fn begun() -> Self {
        let now = clock::now();
        Self {
            progress: Progress::default(),
            started_at: now,
            beat_at: now,
            cancel_asked: false,
            failure: None,
        }
    }

    pub fn is_under_way(&self) -> bool {
        let silence = clock::now().unix_seconds() - self.beat_at.unix_seconds();
        self.failure.is_none() && silence <= SILENCE_SECONDS_MAX
    }

    /// How many seconds this stage still takes, if it goes on as it did.
    pub fn seconds_left(&self) -> Option<u64> {
        let Progress { done, total, .. } = self.progress;
        let passed = clock::now().unix_seconds() - self.started_at.unix_seconds();
        let passed = u64::try_from(passed).ok()?;
        (done > 0 && total >= done).then(|| passed * (total - done) / done)
    }
}

/// Between whoever does the work and whoever waits for it, or wants it stopped.
#[derive(Debug, Clone, Default)]
pub struct Watch(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    now: Mutex<Progress>,
    stop: AtomicBool,
}

impl Watch {
    /// Says how far the work is. An error where it is to stop.
    pub fn at(&self, stage: Stage, done: u64, total: u64) -> Result<()> {
        *self.0.now.lock().unwrap_or_else(PoisonError::into_inner) =
            Progress { stage, done, total };
        if self.0.stop.load(Ordering::Relaxed) {
            return Err(Error::Conflict(say("inventory-is-cancelled")));
        }
        Ok(())
    }

    pub fn now(&self) -> Progress {
        *self.0.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn is_stopped(&self) -> bool {
        self.0.stop.load(Ordering::Relaxed)
    }

    /// Waits until it is to stop; for ever, where nobody asks.
    pub async fn stopped(&self) {
        while !self.is_stopped() {
            tokio::time::sleep(BEAT).await;
        }
    }

    fn stop(&self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }
}

/// Does `work` on an inventory that nobody else works on, tells how far it is, and stops it when
/// that is asked for, in this process or another.
pub async fn watched<T, F>(
    app: &App,
    id: &InventoryId,
    told: &(dyn Fn(Progress) + Sync),
    work: impl FnOnce(Watch) -> F,
) -> Result<T>
where
    F: Future<Output = Result<T>>,
{
    let (claimed, mut operation) = (id.clone(), Operation::begun());
    app.db.write(move |conn| claim(conn, &claimed)).await?;
    let watch = Watch::default();
    let mut work = std::pin::pin!(work(watch.clone()));
    let mut beat = tokio::time::interval(BEAT);
    beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    // The first comes at once, and there is nothing to tell.
    beat.tick().await;
    let outcome = loop {
        tokio::select! {
            outcome = &mut work => break outcome,
            _ = beat.tick() => {
                let progress = watch.now();
                told(progress);
                operation.beat_at = clock::now();
                if progress.stage != operation.progress.stage {
                    operation.started_at = operation.beat_at;
                }
                operation.progress = progress;
                let (id, beat) = (id.clone(), operation.clone());
                if app.db.write(move |conn| store::beat(conn, &id, &beat)).await? {
                    watch.stop();
                }
            }
        }
    };
    let (id, failure) = (id.clone(), outcome.as_ref().err().map(Error::text));
    app.db
        .write(move |conn| match failure {
            Some(failure) => store::fail(conn, &id, &failure),
            None => store::forget(conn, &id),
        })
        .await?;
    outcome
}

/// Takes an inventory for oneself, unless somebody is at it.
fn claim(conn: &mut Conn, id: &InventoryId) -> Result<()> {
    expect_rest(conn, id)?;
    store::forget(conn, id)?;
    store::insert(conn, id, &Operation::begun())
}

/// Fails where something is under way with an inventory.
pub fn expect_rest(conn: &mut Conn, id: &InventoryId) -> Result<()> {
    match store::find(conn, id)?.filter(Operation::is_under_way) {
        None => Ok(()),
        Some(_) => Err(Error::Conflict(say("inventory-is-busy"))),
    }
}

/// An inventory, and what is or was under way with it.
pub fn find(
    conn: &mut Conn,
    caller: &Caller,
    id: &InventoryId,
) -> Result<(Inventory, Option<Operation>)> {
    let inventory = own(conn, caller, Action::Read, id)?;
    Ok((inventory, store::find(conn, id)?))
}

/// Asks that what is under way be stopped; nothing of it is to be seen then. An upload that still
/// waits to be read is not read any more.
pub fn cancel(conn: &mut Conn, caller: &Caller, id: &InventoryId) -> Result<Inventory> {
    let mut inventory = own(conn, caller, Action::EditStock, id)?;
    let operation = store::find(conn, id)?.filter(Operation::is_under_way);
    match (operation, inventory.state) {
        (Some(operation), _) if operation.progress.stage == Stage::Applying => {
            Err(Error::Conflict(say("inventory-is-nearly-done")))
        }
        (Some(_), _) => {
            store::ask_to_cancel(conn, id)?;
            Ok(inventory)
        }
        (None, State::Uploaded) => {
            let version = inventory.version;
            inventory.version += 1;
            inventory.state = State::Cancelled;
            inventory.updated_at = clock::now();
            if inventories_store::replace(conn, &inventory, version)? {
                Ok(inventory)
            } else {
                Err(Error::Changed)
            }
        }
        (
            None,
            State::Read | State::Unreadable | State::Applied | State::Cancelled | State::Undone,
        ) => Err(Error::Conflict(say("inventory-is-at-rest"))),
    }
}
