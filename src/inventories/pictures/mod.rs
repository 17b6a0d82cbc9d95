//! Photos that come with an inventory: placed in its cells, as addresses in its cells, or in an
//! archive whose names are the holder's numbers. They are noted when they come, developed in the
//! background, and put on the passports once the inventory is accepted.

mod archive;
pub mod child;
mod drawings;
mod fetch;
pub mod http;
mod names;
mod rich;
mod store;
mod work;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{Inventory, InventoryId, own};
use crate::accounts::{Action, Caller};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::jobs::{self, Job};
use crate::language::Text;
use crate::passports::Passport;
use crate::picture::Hash;

pub use work::{note, receive_archive, take};

/// A photo that came with an inventory, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    pub id: Id<Sent>,
    pub inventory_id: InventoryId,
    pub source: Source,
    /// The archive it lies in.
    pub file_key: Option<String>,
    /// The part of the workbook, the address, the name in the archive.
    pub name: String,
    /// The row it belongs to.
    pub at: Option<At>,
    pub hash: Option<Hash>,
    pub state: State,
    /// Why it was refused.
    pub problem: Option<Text>,
    /// The passport it was put on, and the version that made.
    pub made: Option<(Id<Passport>, i64)>,
}

/// A row of an inventory.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct At {
    pub sheet: String,
    /// As a spreadsheet shows it.
    pub row: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = InventoryPhotoSource)]
pub enum Source {
    /// Placed in a cell of the workbook.
    Cell,
    /// An address in a cell.
    Link,
    /// In an archive sent after the list.
    Archive,
}

impl Source {
    const ALL: [Self; 3] = [Self::Cell, Self::Link, Self::Archive];

    fn as_str(self) -> &'static str {
        match self {
            Self::Cell => "cell",
            Self::Link => "link",
            Self::Archive => "archive",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = InventoryPhotoState)]
pub enum State {
    /// It is to be developed.
    Waiting,
    /// It is developed, and waits until the inventory is accepted.
    Ready,
    /// It is on the passport of its row.
    Attached,
    /// It is no photo we take.
    Refused,
    /// It belongs to no row, or to one that became no passport.
    Unmatched,
}

impl State {
    const ALL: [Self; 5] =
        [Self::Waiting, Self::Ready, Self::Attached, Self::Refused, Self::Unmatched];

    fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Ready => "ready",
            Self::Attached => "attached",
            Self::Refused => "refused",
            Self::Unmatched => "unmatched",
        }
    }
}

/// How many photos of an inventory are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = InventoryPhotoCounts)]
pub struct Counts {
    #[schema(minimum = 0)]
    pub waiting: i64,
    #[schema(minimum = 0)]
    pub ready: i64,
    #[schema(minimum = 0)]
    pub attached: i64,
    #[schema(minimum = 0)]
    pub refused: i64,
    #[schema(minimum = 0)]
    pub unmatched: i64,
}

/// Photos of one inventory: the largest there are have a few thousand. More are left out.
pub const PHOTOS_MAX: usize = 10_000;

/// The photos of an inventory of the caller's, in the order they came, from after `after`.
pub fn list(
    conn: &mut Conn,
    caller: &Caller,
    id: &InventoryId,
    state: Option<State>,
    after: Option<&Id<Sent>>,
    limit: usize,
) -> Result<(Counts, Vec<Sent>)> {
    own(conn, caller, Action::Read, id)?;
    let limit = i64::try_from(limit).map_err(Error::internal)?;
    Ok((store::counts(conn, id)?, store::list(conn, id, state, after, limit)?))
}

/// The versions of passports that photos of an inventory made: its own doing, not somebody else's.
pub fn versions_made(conn: &mut Conn, id: &InventoryId) -> Result<HashSet<(Id<Passport>, i64)>> {
    store::versions_made(conn, id)
}

/// Lines up what follows from an inventory being accepted: the passports that are there now get
/// their photos.
pub fn follow(conn: &mut Conn, inventory: &Inventory) -> Result<()> {
    if store::any(conn, &inventory.id)? {
        jobs::enqueue(conn, &Job::TakePictures { inventory_id: inventory.id.to_string() })?;
    }
    Ok(())
}
