//! Needs: what organisations look for, and what fits them.

mod criteria;

use serde::Serialize;

use crate::accounts::{Member, Organisation};
use crate::clock::Instant;
use crate::id::Id;
use crate::passports::Passport;

pub use criteria::{AttributeWish, Criteria, Place, QuantityWish};

/// What an organisation looks for.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Need {
    pub id: Id<Need>,
    pub organisation_id: Id<Organisation>,
    /// Who is told.
    pub member_id: Id<Member>,
    /// How its people call it: "doors for the Vaartkom site".
    pub name: String,
    pub criteria: Criteria,
    pub state: State,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Open,
    Closed,
}

/// One need and one listing that fit.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Match {
    pub id: Id<Match>,
    pub need_id: Id<Need>,
    pub passport_id: Id<Passport>,
    /// 0 to 1.
    pub score: f64,
    pub created_at: Instant,
}
