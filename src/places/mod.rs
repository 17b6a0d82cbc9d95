//! Where things are: sites with an address and a point, and the buildings on them.

use serde::Serialize;

use crate::accounts::{Organisation, Park};
use crate::clock::Instant;
use crate::id::Id;
use crate::search::Point;

/// A place of an organisation, with an address and a point.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Site {
    pub id: Id<Site>,
    pub organisation_id: Id<Organisation>,
    pub park_id: Option<Id<Park>>,
    pub name: String,
    pub address: String,
    pub point: Point,
    pub created_at: Instant,
}

/// A building on a site, most often one that gives its components away.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Building {
    pub id: Id<Building>,
    pub site_id: Id<Site>,
    pub organisation_id: Id<Organisation>,
    pub name: String,
    pub year_built: Option<i32>,
    pub created_at: Instant,
}
