//! What the rows of an inventory would do to what the organisation has: the rows on one side, the
//! passports on the other, and [`plan`] between them.

use std::collections::HashSet;

use super::plan::{self, Step, Stock, Thing};
use super::{CellProblem, Outcome, Row, store};
use crate::accounts::Organisation;
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::passports::{self, Passport};

/// What to do for each row that is right, by its place in `rows`; their outcomes are set to it.
/// `seen` are the passports that earlier rows of the same list were: no two rows are one thing.
pub fn plan_rows(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    rows: &mut [Row],
    seen: &mut HashSet<Id<Passport>>,
) -> Result<Vec<(usize, Step)>> {
    let things = things(rows);
    plan_things(conn, organisation, rows, things, seen)
}

/// The same where [`things`] is known already.
pub fn plan_things(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    rows: &mut [Row],
    things: Vec<(usize, Thing)>,
    seen: &mut HashSet<Id<Passport>>,
) -> Result<Vec<(usize, Step)>> {
    let (places, things): (Vec<usize>, Vec<Thing>) = things.into_iter().unzip();
    let mut found = held(conn, organisation, &things)?;
    found.retain(|it| !seen.contains(&it.id));
    let steps = plan::plan(things, Stock::of(found));
    let steps: Vec<(usize, Step)> = places.into_iter().zip(steps).collect();
    for (place, step) in &steps {
        let row = &mut rows[*place];
        let promised = row.passport_id.take().filter(|_| row.outcome == Outcome::Created);
        row.outcome = step.outcome();
        row.notes.conflicts.clear();
        row.notes.differences.clear();
        seen.extend(step.passport().cloned());
        match step {
            // Its id is known before it is there, so that accepting need not write the row again.
            Step::Create(_) => row.passport_id = Some(promised.unwrap_or_else(Id::new)),
            Step::Keep { id } => row.passport_id = Some(id.clone()),
            Step::Change { id, differences, .. } => {
                row.passport_id = Some(id.clone());
                row.notes.differences.clone_from(differences);
            }
            Step::Reject { id, problems } => {
                row.passport_id = Some(id.clone());
                row.notes.conflicts = problems.iter().map(CellProblem::of_conflict).collect();
            }
        }
    }
    Ok(steps)
}

/// The rows that are right, by their place in `rows`.
pub fn things(rows: &[Row]) -> Vec<(usize, Thing)> {
    let mut things = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        if row.outcome == Outcome::Dropped || !row.notes.problems.is_empty() {
            continue;
        }
        let Some(draft) = &row.draft else { continue };
        // Rows with anything wrong in them were left out above.
        let content = draft.clone().found_right();
        things.push((place, Thing { content, category_guessed: row.notes.category_guessed }));
    }
    things
}

/// What the organisation has that these may be.
pub fn held(
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
    // What came of a list that was undone is as if it had never been.
    let undone = passports::bulk::undone_among(conn, &found)?;
    if !undone.is_empty() {
        let undone: HashSet<_> = undone.into_iter().collect();
        found.retain(|it| !undone.contains(&it.id));
    }
    Ok(found)
}
