//! Accepting an inventory: all of it, or nothing, however long it is.
//!
//! Everything is made ready beside the tables ([`Batch`]), without a lock, and against what is
//! there now. Then one short transaction moves it into place. Where somebody changed one of these
//! passports in between, it is made ready again.

use std::collections::{BTreeSet, HashSet};

use super::missing::Missing;
use super::store::insert_effects;
use crate::accounts::{Action, Caller, Organisation};
use crate::app::App;
use crate::clock;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::inventories::plan::{Counts, Outcome, Step, Thing};
use crate::inventories::planning::{plan_things, things};
use crate::inventories::progress::{Stage, Watch};
use crate::inventories::store::Stored;
use crate::inventories::{Inventory, InventoryId, Row, State, own, pictures, store};
use crate::language::say;
use crate::passports::Passport;
use crate::passports::bulk::{self, Batch};

/// On which terms an inventory is accepted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// The version that was looked at.
    pub version: Option<i64>,
    /// Only if no row is rejected.
    pub strict: bool,
    pub missing: Fates,
}

/// What becomes of the passports that are missing from the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fates {
    /// These end.
    pub retire: BTreeSet<Id<Passport>>,
    /// These are kept.
    pub keep: BTreeSet<Id<Passport>>,
    /// Those of which nothing is said end too.
    pub retire_others: bool,
}

impl Fates {
    /// Whether any passport may end.
    fn retire_any(&self) -> bool {
        self.retire_others || !self.retire.is_empty()
    }

    pub(super) fn retires(&self, id: &Id<Passport>) -> bool {
        self.retire.contains(id) || self.retire_others && !self.keep.contains(id)
    }
}

/// How many rows are planned and made ready at a time.
#[expect(clippy::cast_possible_wrap, reason = "a thousand")]
const ROWS_AT_ONCE: i64 = bulk::AT_ONCE as i64;

/// Who finds the stock changed so many times is told to come back. Making a hundred thousand rows
/// ready takes seconds, and few organisations write every second.
const TRIES_MAX: usize = 5;

/// Makes passports of the rows that are right. The others stay rejected, and are counted.
pub async fn accept(
    app: &App,
    caller: &Caller,
    id: &InventoryId,
    terms: Terms,
    watch: &Watch,
) -> Result<Inventory> {
    for _ in 0..TRIES_MAX {
        let terms = terms.clone();
        let (caller, id, watch) = (caller.clone(), id.clone(), watch.clone());
        // A version that nobody has any more stays so.
        let looking = (caller.clone(), id.clone());
        let found = app.db.read(move |conn| acceptable(conn, &looking.0, &looking.1)).await?;
        if terms.version.is_some_and(|it| it != found.version) {
            return Err(Error::Changed);
        }
        let done = app.db.stage(move |conn| {
            let done = prepare(conn, &caller, &id, &terms, &watch);
            if done.is_err() {
                // Of what failed nothing is to be seen; what is wrong is told by `done`.
                Batch::clear(conn)?;
            }
            done
        });
        match done.await {
            Err(Error::Changed) => {}
            done => return done,
        }
    }
    Err(bulk::too_busy())
}

/// An inventory that the caller may accept, as it is now.
pub fn acceptable(conn: &mut Conn, caller: &Caller, id: &InventoryId) -> Result<Inventory> {
    let inventory = own(conn, caller, Action::EditStock, id)?;
    let why = match inventory.state {
        State::Read => return Ok(inventory),
        State::Uploaded => say("inventory-not-read-yet"),
        State::Unreadable => say("inventory-is-unreadable"),
        State::Applied => say("inventory-is-applied"),
        State::Cancelled => say("inventory-was-cancelled"),
        State::Undone => say("inventory-is-undone"),
    };
    Err(Error::Conflict(why))
}

/// Makes all of it ready, and puts it in place.
fn prepare(
    conn: &mut Conn,
    caller: &Caller,
    id: &InventoryId,
    terms: &Terms,
    watch: &Watch,
) -> Result<Inventory> {
    let mut inventory = acceptable(conn, caller, id)?;
    let organisation = inventory.organisation_id.clone();
    let mut batch = Batch::begin(conn, &caller.importer(), &organisation, Some(id))?;
    let mut counts = Counts::default();
    let empty_rows = inventory.reading.as_ref().map_or(0, |it| it.empty_rows);
    counts.add(Outcome::Dropped, empty_rows);
    let total = inventory.counts.rows.saturating_sub(empty_rows);
    let mut seen = HashSet::new();
    for_all_rows(conn, id, |conn, done, mut rows, things| {
        watch.at(Stage::Preparing, done, total)?;
        let altered = prepare_rows(conn, &mut batch, &organisation, &mut rows, things, &mut seen)?;
        for row in &rows {
            counts.add(row.outcome, 1);
        }
        if altered.is_empty() {
            return Ok(());
        }
        // The preview says what is planned now; it would be right if this stopped here, too.
        conn.settle(|conn| store::replace_outcomes(conn, id, &altered))
    })?;
    if terms.strict && counts.rejected > 0 {
        let told = say("inventory-has-rejected").with("count", counts.rejected);
        return Err(Error::Conflict(told));
    }
    inventory.missing = if terms.missing.retire_any() {
        let missing = Missing::expected(conn, &inventory)?;
        missing.retire(conn, &mut batch, &terms.missing)?
    } else {
        0
    };
    let version = inventory.version;
    inventory.version += 1;
    inventory.state = State::Applied;
    inventory.counts = counts;
    inventory.updated_at = clock::now();
    watch.at(Stage::Applying, 0, total)?;
    conn.settle(|conn| {
        if !store::replace(conn, &inventory, version)? {
            return Err(Error::Changed);
        }
        let effects = batch.replaced().to_vec();
        batch.put_in_place(conn)?;
        insert_effects(conn, id, &effects)?;
        pictures::follow(conn, &inventory)
    })?;
    Batch::clear(conn)?;
    tracing::info!(
        inventory.id = %inventory.id,
        created = counts.created,
        changed = counts.changed,
        "applied inventory {}",
        inventory.id
    );
    Ok(inventory)
}

/// Rows, and of those that are right what they are, by their place among them.
type Understood = (Vec<Row>, Vec<(usize, Thing)>);

/// Calls for the rows of an inventory, some at a time, with how many came before them. While it
/// does, what is stored of the next ones is understood on another thread.
fn for_all_rows(
    conn: &mut Conn,
    id: &InventoryId,
    mut call: impl FnMut(&mut Conn, u64, Vec<Row>, Vec<(usize, Thing)>) -> Result<()>,
) -> Result<()> {
    let understand = |stored: Stored| -> Result<Understood> {
        let rows = stored.rows()?;
        let things = things(&rows);
        Ok((rows, things))
    };
    let mut stored = store::stored_without_cells(conn, id, 0, ROWS_AT_ONCE)?;
    let mut ready: Option<Understood> = None;
    let mut done = 0;
    loop {
        let after = stored.last();
        let next = std::thread::scope(|scope| -> Result<_> {
            let understanding = scope.spawn(|| understand(stored));
            let next = match after {
                Some(after) => store::stored_without_cells(conn, id, after, ROWS_AT_ONCE)?,
                None => Stored::default(),
            };
            if let Some((rows, things)) = ready.take() {
                let count = rows.len() as u64;
                call(conn, done, rows, things)?;
                done += count;
            }
            let understood = understanding.join();
            ready = Some(understood.map_err(|_| Error::internal("rows were not understood"))??);
            Ok(next)
        })?;
        if after.is_none() {
            return Ok(());
        }
        stored = next;
    }
}

/// Plans some rows once more, against what is there now, and makes ready what follows. The rows
/// that are to be another thing than the preview says.
fn prepare_rows(
    conn: &mut Conn,
    batch: &mut Batch,
    organisation: &Id<Organisation>,
    rows: &mut [Row],
    things: Vec<(usize, Thing)>,
    seen: &mut HashSet<Id<Passport>>,
) -> Result<Vec<Row>> {
    let planned = |row: &Row| {
        let notes = &row.notes;
        (row.outcome, row.passport_id.clone(), notes.conflicts.clone(), notes.differences.clone())
    };
    let before: Vec<_> = rows.iter().map(planned).collect();
    let (mut created, mut changed) = (Vec::new(), Vec::new());
    for (place, step) in plan_things(conn, organisation, rows, things, seen)? {
        match step {
            Step::Create(content) => {
                let promised = rows[place].passport_id.clone();
                let id = promised.ok_or_else(|| Error::internal("a row is promised no id"))?;
                created.push((id, content));
            }
            Step::Change { id, version, content, .. } => changed.push((id, version, content)),
            Step::Keep { .. } | Step::Reject { .. } => {}
        }
    }
    seen.extend(created.iter().map(|it| it.0.clone()));
    batch.register(conn, created)?;
    batch.revise(conn, changed)?;
    let altered = rows.iter().zip(before).filter(|(row, before)| planned(row) != *before);
    Ok(altered.map(|it| it.0.clone()).collect())
}
