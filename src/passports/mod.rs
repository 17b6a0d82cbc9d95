//! Passports: what a component or a batch of identical ones is, where it is, in what state, how it
//! comes loose, and what may be done with it.

mod draft;
mod terms;

use serde::Serialize;

use crate::accounts::Organisation;
use crate::clock::Instant;
use crate::id::{Code, Id};

pub use draft::{Content, Dimensions, Draft};
pub use terms::{
    Accessibility, Asbestos, Connection, Crossings, Detachability, Document, EdgeConfinement,
    Hazards, Material, Origin, Price, References,
};

/// The record of one component, or of one batch of identical components or material.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Passport {
    pub id: Id<Passport>,
    /// What stands on the label, `7K3M-9QXV-2`.
    pub code: Code,
    /// Who holds it.
    pub organisation_id: Id<Organisation>,
    /// The upload it came from.
    #[schema(value_type = Option<String>, format = "uuid")]
    pub inventory_id: Option<Id<Upload>>,
    pub state: State,
    /// Goes up by one with every event. It is the ETag.
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
    #[serde(flatten)]
    pub content: Content,
}

/// What the id of an inventory is an id of. The rest of its story is told in `inventories`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upload {}

/// A passport is never deleted once registered: it ends as retired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Registered,
    Retired,
}
