//! Inventories: a contractor's list, read, mapped, checked, planned and applied.

mod check;
pub mod console;
pub mod corrections;
pub mod deciding;
pub mod export;
mod fate;
pub mod field;
mod fit;
mod foreign;
mod heading;
pub mod http;
mod layout;
pub mod map;
mod marks;
mod parse;
pub mod pictures;
mod place;
pub mod plan;
mod planning;
pub mod preview;
pub mod profiles;
pub mod progress;
pub mod questions;
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

use serde::{Deserialize, Serialize};

use crate::accounts::{self, Action, Caller, Member, Object, Organisation};
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::Text;
use crate::passports::{self, Draft, Passport};
use crate::places::{self, Building, Site};
use crate::search::Visibility;

pub use check::{CellProblem, Reason};
pub use plan::{Counts, Outcome};
pub use rows::Dropped;
pub use run::{dry_run, import, read_upload, upload};
pub use understand::Reading;

use plan::Difference;
use source::Source;
use understand::Placement;

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
    /// How many passports are not on it any more; once it was accepted, how many of them ended.
    pub missing: u64,
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
    /// Somebody stopped it before it was read.
    Cancelled,
    /// It was accepted, and taken back.
    Undone,
}

impl State {
    const ALL: [Self; 6] = [
        Self::Uploaded,
        Self::Read,
        Self::Unreadable,
        Self::Applied,
        Self::Cancelled,
        Self::Undone,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Uploaded => "uploaded",
            Self::Read => "read",
            Self::Unreadable => "unreadable",
            Self::Applied => "applied",
            Self::Cancelled => "cancelled",
            Self::Undone => "undone",
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
    /// The passport it became, changed, or is known as; of one that is yet to be made, the id that
    /// it will get.
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
    /// What it changes in the passport that is there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dropped: Option<Dropped>,
    /// The words of a dropped row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub category_guessed: bool,
    /// The question about its kind that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
}

/// What the sender said of all that is in the file.
fn placement_of(conn: &mut Conn, inventory: &Inventory) -> Result<Placement> {
    let building = match &inventory.building_id {
        Some(id) => places::find_building(conn, id)?,
        None => None,
    };
    Ok(Placement {
        site_id: inventory.site_id.clone(),
        building_id: inventory.building_id.clone(),
        year_built: building.and_then(|it| it.year_built),
        visibility: inventory.visibility,
    })
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

impl Row {
    /// A passport that is yet to be made is nothing to be looked up.
    fn keep_promise_to_itself(&mut self) {
        if self.outcome == Outcome::Created {
            self.passport_id = None;
        }
    }
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
