//! What is looked for and not found, per park and category: numbers for who plans a park's yard,
//! without names. Small numbers are left out, because they would tell who it is.

pub mod http;
mod store;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Criteria, Criterion};
use crate::accounts::{self, Action, Caller, Object, OrganisationKind, Park, may};
use crate::catalogue::CategoryCode;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;

/// How many open needs of a park nothing ever fitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = UnmetNeeds)]
pub struct Unmet {
    /// `None` for those who belong to no park.
    #[schema(value_type = Option<String>, format = "uuid")]
    pub park_id: Option<Id<Park>>,
    /// A top of the catalogue; `None` where no category is asked for.
    pub category: Option<CategoryCode>,
    #[schema(minimum = 5)]
    pub needs: usize,
    /// By how many organisations they are stated.
    #[schema(minimum = 3)]
    pub organisations: usize,
}

/// Fewer needs are left out, as statistical offices do.
const NEEDS_MIN: usize = 5;
/// The needs of one or two could be told apart by the others among them.
const ORGANISATIONS_MIN: usize = 3;
/// Read at once.
const WISHES_AT_ONCE: i64 = 5000;

/// Of one park, or of all: an admin of the platform sees any, a park manager their own.
pub fn unmet(conn: &mut Conn, caller: &Caller, park: Option<&Id<Park>>) -> Result<Vec<Unmet>> {
    if may(caller, Action::Administer, Object::Platform).is_err() {
        let own = managed_park(conn, caller)?;
        if own.is_none() || own.as_ref() != park {
            return Err(Error::NotFound);
        }
    }
    let mut counted: BTreeMap<_, (usize, BTreeSet<_>)> = BTreeMap::new();
    let mut after = None;
    loop {
        let wishes = store::without_matches(conn, park, after.as_ref(), WISHES_AT_ONCE)?;
        let Some(last) = wishes.last() else { break };
        after = Some(last.need_id.clone());
        for wish in wishes {
            for category in tops(&wish.criteria) {
                let count = counted.entry((wish.park_id.clone(), category)).or_default();
                count.0 += 1;
                count.1.insert(wish.organisation_id.clone());
            }
        }
    }
    let told = counted.into_iter().map(|((park_id, category), (needs, organisations))| Unmet {
        park_id,
        category,
        needs,
        organisations: organisations.len(),
    });
    Ok(told.filter(|it| it.needs >= NEEDS_MIN && it.organisations >= ORGANISATIONS_MIN).collect())
}

/// The park that the caller's organisation manages.
fn managed_park(conn: &mut Conn, caller: &Caller) -> Result<Option<Id<Park>>> {
    let ids = [caller.organisation_id.to_string()];
    let own = accounts::organisations_by_id(conn, &ids)?.remove(&caller.organisation_id);
    let manages = own.is_some_and(|it| it.kind == OrganisationKind::ParkManager);
    Ok(caller.park_id.clone().filter(|_| manages))
}

fn tops(criteria: &Criteria) -> BTreeSet<Option<CategoryCode>> {
    let must = criteria.must(&Criterion::Categories);
    let tops: BTreeSet<_> =
        criteria.categories.iter().filter(|_| must).map(|it| Some(it.top())).collect();
    if tops.is_empty() { [None].into() } else { tops }
}
