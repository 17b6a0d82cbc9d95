//! The SQL of needs that nothing fitted.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use crate::accounts::Park;
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::needs::index::pack::Wish;
use crate::needs::{Need, store};
use crate::schema::{matches, needs, organisations};

/// Open needs without any match, by id: of those of one park, or of all.
pub fn without_matches(
    conn: &mut Conn,
    park: Option<&Id<Park>>,
    after: Option<&Id<Need>>,
    limit: i64,
) -> Result<Vec<Wish>> {
    let matched = matches::table.filter(matches::need_id.eq(needs::id));
    let mut unmet = needs::table
        .inner_join(organisations::table)
        .filter(needs::state.eq("open"))
        .filter(not(exists(matched)))
        .into_boxed();
    if let Some(park) = park {
        unmet = unmet.filter(organisations::park_id.eq(park));
    }
    if let Some(after) = after {
        unmet = unmet.filter(needs::id.gt(after));
    }
    let columns = (needs::id, needs::organisation_id, organisations::park_id, needs::criteria);
    let rows: Vec<store::WishRow> =
        unmet.order(needs::id).limit(limit).select(columns).load(conn)?;
    rows.into_iter().map(store::wish).collect()
}
