//! Inventories: a contractor's list, read, mapped, checked, planned and applied.

mod check;
pub mod console;
pub mod corrections;
pub mod export;
pub mod field;
mod fit;
mod heading;
pub mod http;
mod layout;
pub mod map;
mod parse;
pub mod pictures;
mod place;
pub mod plan;
pub mod read;
pub mod report;
mod rows;
mod run;
mod scratch;
mod source;
mod store;
mod synonyms;
pub mod understand;
mod view;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::accounts::{self, Action, Caller, Member, Object, Organisation};
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::{Text, say};
use crate::passports::{self, Draft, Passport};
use crate::places::{Building, Site};
use crate::search::Visibility;

pub use check::{CellProblem, Reason};
pub use plan::{Counts, Outcome};
pub use rows::Dropped;
pub use run::{Progress, dry_run, import, read_upload, upload};
pub use understand::Reading;

use plan::{Step, Stock, Thing};
use source::Source;

/// Passports remember the inventory they came from, and stand below it: so the name of its id is
/// theirs.
pub type InventoryId = Id<passports::Upload>;

/// A list that somebody sent, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Inventory {
    pub id: InventoryId,
    pub organisation_id: Id<Organisation>,
    pub member_id: Option<Id<Member>>,
    pub site_id: Option<Id<Site>>,
    pub building_id: Option<Id<Building>>,
    /// Of the passports made from it; hazardous ones stay with the organisation.
    pub visibility: Visibility,
    /// As the sender named it, fit to be shown.
    pub file_name: String,
    pub file_key: String,
    pub file_bytes: i64,
    pub file_sha256: String,
    pub state: State,
    /// What was understood, once it was read.
    pub reading: Option<Reading>,
    /// Why it could not be read.
    pub failure: Option<Text>,
    /// What accepting it would do; once it was accepted, what it did.
    pub counts: Counts,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = InventoryState)]
pub enum State {
    /// It waits to be read.
    Uploaded,
    /// It was read, and waits for somebody to accept it.
    Read,
    Unreadable,
    /// It was accepted.
    Applied,
}

impl State {
    const ALL: [Self; 4] = [Self::Uploaded, Self::Read, Self::Unreadable, Self::Applied];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Uploaded => "uploaded",
            Self::Read => "read",
            Self::Unreadable => "unreadable",
            Self::Applied => "applied",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

/// What somebody says about a file they send.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Upload {
    pub file_name: String,
    pub site_id: Option<Id<Site>>,
    pub building_id: Option<Id<Building>>,
    pub visibility: Visibility,
}

/// A filled row of an inventory. Empty ones are only counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Among the filled rows of all sheets, from 1.
    pub position: i64,
    pub sheet: String,
    /// As a spreadsheet shows it.
    pub number: i64,
    pub outcome: Outcome,
    /// The passport it became, changed, or is known as.
    pub passport_id: Option<Id<Passport>>,
    /// What it says, as far as it could be read.
    pub draft: Option<Draft>,
    pub notes: Notes,
    /// Its cells, as the file has them.
    pub source: Option<Source>,
    /// The holder's own number in it, in the scope in which no other row bears the same.
    pub own_number: Option<String>,
}

/// What there is to say about a row.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Notes {
    /// Why it is rejected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<CellProblem>,
    /// What was read with a doubt, or left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<CellProblem>,
    /// Why it cannot be laid over what is there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<CellProblem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dropped: Option<Dropped>,
    /// The words of a dropped row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub category_guessed: bool,
}

/// An inventory of the caller's organisation.
pub fn find(conn: &mut Conn, caller: &Caller, id: &InventoryId) -> Result<Inventory> {
    own(conn, caller, Action::Read, id)
}

/// Those of the caller's organisation, the newest first, after the one the last page ended with.
pub fn list(
    conn: &mut Conn,
    caller: &Caller,
    after: Option<&InventoryId>,
    limit: usize,
) -> Result<Vec<Inventory>> {
    accounts::may(caller, Action::Read, Object::Of(&caller.organisation_id))?;
    let limit = i64::try_from(limit).map_err(Error::internal)?;
    store::held_by(conn, &caller.organisation_id, after, limit)
}

/// The rows of an inventory in order, from after the position `after`.
pub fn rows_of(
    conn: &mut Conn,
    caller: &Caller,
    id: &InventoryId,
    outcome: Option<Outcome>,
    after: i64,
    limit: usize,
) -> Result<Vec<Row>> {
    own(conn, caller, Action::Read, id)?;
    let limit = i64::try_from(limit).map_err(Error::internal)?;
    store::rows(conn, id, outcome, after, limit)
}

/// Fails where the inventory is no longer of this version.
pub fn expect_version(
    conn: &mut Conn,
    caller: &Caller,
    id: &InventoryId,
    version: i64,
) -> Result<()> {
    let found = own(conn, caller, Action::EditStock, id)?;
    if found.version == version { Ok(()) } else { Err(Error::Changed) }
}

fn own(conn: &mut Conn, caller: &Caller, action: Action, id: &InventoryId) -> Result<Inventory> {
    let inventory = store::find(conn, id)?.ok_or(Error::NotFound)?;
    accounts::may(caller, action, Object::Of(&inventory.organisation_id))?;
    Ok(inventory)
}

/// Makes passports of the rows that are right. The others stay rejected, and are counted.
pub fn accept(conn: &mut Conn, caller: &Caller, id: &InventoryId) -> Result<Inventory> {
    let inventory = acceptable(conn, caller, id)?;
    apply(conn, &caller.actor(), inventory)
}

/// The same, but only if every row is right.
pub fn accept_whole(conn: &mut Conn, caller: &Caller, id: &InventoryId) -> Result<Inventory> {
    let inventory = acceptable(conn, caller, id)?;
    let applied = apply(conn, &caller.actor(), inventory)?;
    match applied.counts.rejected {
        0 => Ok(applied),
        // The transaction ends with this, and takes back what was done.
        count => Err(Error::Conflict(say("inventory-has-rejected").with("count", count))),
    }
}

fn acceptable(conn: &mut Conn, caller: &Caller, id: &InventoryId) -> Result<Inventory> {
    let inventory = own(conn, caller, Action::EditStock, id)?;
    match inventory.state {
        State::Read => Ok(inventory),
        State::Uploaded => Err(Error::Conflict(say("inventory-not-read-yet"))),
        State::Unreadable => Err(Error::Conflict(say("inventory-is-unreadable"))),
        State::Applied => Err(Error::Conflict(say("inventory-is-applied"))),
    }
}

/// How many rows are applied together: a list of two hundred thousand does not stand in memory
/// whole.
const ROWS_AT_ONCE: i64 = 1000;

/// Plans once more, against what is there now, and does it.
fn apply(conn: &mut Conn, actor: &str, mut inventory: Inventory) -> Result<Inventory> {
    let version = inventory.version;
    inventory.version += 1;
    inventory.state = State::Applied;
    inventory.updated_at = clock::now();
    // Claimed first: whoever else accepts it at this moment finds another version.
    if !store::replace(conn, &inventory, version)? {
        return Err(Error::Changed);
    }
    let mut counts = Counts::default();
    counts.add(Outcome::Dropped, inventory.reading.as_ref().map_or(0, |it| it.empty_rows));
    let (mut seen, mut after) = (HashSet::new(), 0);
    loop {
        let mut rows = store::rows(conn, &inventory.id, None, after, ROWS_AT_ONCE)?;
        let Some(last) = rows.last() else { break };
        after = last.position;
        apply_rows(conn, actor, &inventory, &mut rows, &mut seen)?;
        for row in &rows {
            counts.add(row.outcome, 1);
        }
        store::replace_rows(conn, &inventory.id, &rows)?;
    }
    inventory.counts = counts;
    store::replace(conn, &inventory, inventory.version)?;
    pictures::follow(conn, &inventory)?;
    tracing::info!(
        inventory.id = %inventory.id,
        created = counts.created,
        changed = counts.changed,
        "applied inventory {}",
        inventory.id
    );
    Ok(inventory)
}

fn apply_rows(
    conn: &mut Conn,
    actor: &str,
    inventory: &Inventory,
    rows: &mut [Row],
    seen: &mut HashSet<Id<Passport>>,
) -> Result<()> {
    let (mut created, mut contents) = (Vec::new(), Vec::new());
    for (place, step) in plan_rows(conn, &inventory.organisation_id, rows, seen)? {
        match step {
            Step::Create(content) => {
                created.push(place);
                contents.push(content);
            }
            Step::Change { id, version, content } => {
                passports::revise(conn, actor, &id, Some(version), content)?;
            }
            Step::Keep { .. } | Step::Reject { .. } => {}
        }
    }
    let organisation = &inventory.organisation_id;
    let ids = passports::register_all(conn, actor, organisation, Some(&inventory.id), contents)?;
    for (place, id) in created.into_iter().zip(ids) {
        seen.insert(id.clone());
        rows[place].passport_id = Some(id);
    }
    Ok(())
}

/// What to do for each row that is right, by its place in `rows`; their outcomes are set to it.
/// `seen` are the passports that earlier rows of the same list were: no two rows are one thing.
fn plan_rows(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    rows: &mut [Row],
    seen: &mut HashSet<Id<Passport>>,
) -> Result<Vec<(usize, Step)>> {
    let (places, things): (Vec<usize>, Vec<Thing>) = things(rows)?.into_iter().unzip();
    let mut found = held(conn, organisation, &things)?;
    found.retain(|it| !seen.contains(&it.id));
    let steps = plan::plan(things, Stock::of(found));
    let steps: Vec<(usize, Step)> = places.into_iter().zip(steps).collect();
    for (place, step) in &steps {
        let row = &mut rows[*place];
        row.outcome = step.outcome();
        row.notes.conflicts.clear();
        row.passport_id = step.passport().cloned();
        seen.extend(step.passport().cloned());
        if let Step::Reject { problems, .. } = step {
            row.notes.conflicts = problems.iter().map(CellProblem::of_conflict).collect();
        }
    }
    Ok(steps)
}

/// The rows that are right, by their place in `rows`.
fn things(rows: &[Row]) -> Result<Vec<(usize, Thing)>> {
    let mut things = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        if row.outcome == Outcome::Dropped || !row.notes.problems.is_empty() {
            continue;
        }
        let Some(draft) = &row.draft else { continue };
        let content = draft.clone().checked()?;
        things.push((place, Thing { content, category_guessed: row.notes.category_guessed }));
    }
    Ok(things)
}

/// What the organisation has that these may be.
fn held(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    things: &[Thing],
) -> Result<Vec<Passport>> {
    let (mut numbers, mut names) = (Vec::new(), Vec::new());
    for thing in things {
        match &thing.content.external_id {
            Some(number) => numbers.push(number.clone()),
            None => names.push(thing.content.name.clone()),
        }
    }
    for list in [&mut numbers, &mut names] {
        list.sort_unstable();
        list.dedup();
    }
    let mut found = passports::by_external_ids(conn, organisation, &numbers)?;
    found.extend(store::unnumbered(conn, organisation, &names)?);
    Ok(found)
}
