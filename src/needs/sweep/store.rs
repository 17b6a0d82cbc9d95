//! The SQL of sweeps.

use diesel::prelude::*;

use super::Drift;
use crate::clock::{self, Day};
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::needs::index::pack::Wish;
use crate::needs::store;
use crate::on_backend;
use crate::schema::need_sweeps;

/// Whether nobody began the sweep of this day yet.
pub fn begin(conn: &mut Conn, day: Day) -> Result<bool> {
    let row = (need_sweeps::day.eq(day.to_string()), need_sweeps::begun_at.eq(clock::now()));
    let inserted = on_backend!(conn => diesel::insert_into(need_sweeps::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(conn))?;
    Ok(inserted == 1)
}

pub fn finish(conn: &mut Conn, day: Day, drift: Drift) -> Result<()> {
    diesel::update(need_sweeps::table.find(day.to_string()))
        .set((
            need_sweeps::missing.eq(drift.missing),
            need_sweeps::surplus.eq(drift.surplus),
            need_sweeps::ended_at.eq(clock::now()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Open needs from somewhere on: ids sort by age, so another day it is needs of another age.
pub fn sample(conn: &mut Conn, count: i64) -> Result<Vec<Wish>> {
    let first = store::open_wishes(conn, None, 1)?.pop();
    let (oldest, now) = (first.map_or(0, |it| it.0.as_u128()), Id::<()>::new().as_u128());
    let from = oldest + rand::random::<u128>() % now.saturating_sub(oldest).max(1);
    let mut rows = store::open_wishes(conn, Some(&Id::from_u128(from)), count)?;
    if rows.len() < usize::try_from(count).unwrap_or(usize::MAX) {
        // Near the end there are few: the oldest then.
        rows = store::open_wishes(conn, None, count)?;
    }
    rows.into_iter().map(store::wish).collect()
}
