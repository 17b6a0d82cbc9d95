//! The SQL of sweeps.

use diesel::prelude::*;

use super::Drift;
use crate::clock::{self, Day};
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::needs::index::pack::Wish;
use crate::needs::{Need, store};
use crate::on_backend;
use crate::passports::Passport;
use crate::schema::{need_sweeps, passports};

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
    let from: Id<Need> = somewhere_after(first.map(|it| it.0).as_ref());
    let mut rows = store::open_wishes(conn, Some(&from), count)?;
    if is_few(rows.len(), count) {
        // Near the end there are few: the oldest then.
        rows = store::open_wishes(conn, None, count)?;
    }
    rows.into_iter().map(store::wish).collect()
}

/// Ids of passports from somewhere on, likewise.
pub fn sample_of_passports(conn: &mut Conn, count: i64) -> Result<Vec<String>> {
    let by_age = || passports::table.order(passports::id).select(passports::id);
    let first: Option<Id<Passport>> = by_age().first(conn).optional()?;
    let from: Id<Passport> = somewhere_after(first.as_ref());
    let mut ids: Vec<String> = by_age().filter(passports::id.gt(&from)).limit(count).load(conn)?;
    if is_few(ids.len(), count) {
        ids = by_age().limit(count).load(conn)?;
    }
    Ok(ids)
}

/// An id that may have been given at any time since the first one was.
fn somewhere_after<T>(first: Option<&Id<T>>) -> Id<T> {
    let (oldest, now) = (first.map_or(0, Id::as_u128), Id::<T>::new().as_u128());
    Id::from_u128(oldest + rand::random::<u128>() % now.saturating_sub(oldest).max(1))
}

fn is_few(found: usize, count: i64) -> bool {
    usize::try_from(count).is_ok_and(|count| found < count)
}
