//! Answering what kind of thing some rows are: only those rows are planned again.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;
use utoipa::ToSchema;

use super::Question;
use crate::accounts::{Action, Caller};
use crate::catalogue::CategoryCode;
use crate::clock;
use crate::db::Conn;
use crate::error::{Error, Problem, Result};
use crate::inventories::plan::Outcome;
use crate::inventories::{Inventory, InventoryId, Reading, Row, State, own, plan_rows, store};
use crate::language::say;

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InventoryAnswer)]
pub struct Answer {
    /// That of the question.
    #[schema(max_length = 2000)]
    pub key: String,
    pub category: CategoryCode,
}

/// Says of which kind the rows of some questions are. It holds too when the file is read again.
pub fn answer(
    conn: &mut Conn,
    caller: &Caller,
    id: &InventoryId,
    version: i64,
    answers: &[Answer],
) -> Result<Inventory> {
    let mut inventory = own(conn, caller, Action::EditStock, id)?;
    if inventory.version != version {
        return Err(Error::Changed);
    }
    let (State::Read, Some(mut reading)) = (inventory.state, inventory.reading.take()) else {
        return Err(Error::Conflict(match inventory.state {
            State::Read | State::Uploaded => say("inventory-not-read-yet"),
            State::Unreadable => say("inventory-is-unreadable"),
            State::Applied => say("inventory-is-applied"),
        }));
    };
    let categories = known(&reading.questions, answers)?;
    let (answered, open): (Vec<Question>, Vec<Question>) =
        reading.questions.drain(..).partition(|it| categories.contains_key(it.key.as_str()));
    reading.questions = open;
    let mut rows = rows_of(conn, &inventory, &answered)?;
    let before: Vec<Outcome> = rows.iter().map(|it| it.outcome).collect();
    for row in &mut rows {
        settle(row, &categories, &mut reading);
    }
    let own_places: HashSet<i64> = rows.iter().map(|it| it.position).collect();
    let mut seen = store::claimed(conn, id, &own_places)?;
    plan_rows(conn, &inventory.organisation_id, &mut rows, &mut seen)?;
    for (row, before) in rows.iter().zip(before) {
        inventory.counts.change(before, row.outcome);
        store::replace_rows(conn, id, std::slice::from_ref(row))?;
    }
    let categories = categories.into_iter().map(|(key, category)| (key.to_owned(), category));
    inventory.answers.extend(categories);
    inventory.reading = Some(reading);
    inventory.version = version + 1;
    inventory.updated_at = clock::now();
    if store::replace(conn, &inventory, version)? { Ok(inventory) } else { Err(Error::Changed) }
}

/// Key → category, once each answer was seen to have its question.
fn known<'a>(
    questions: &[Question],
    answers: &'a [Answer],
) -> Result<BTreeMap<&'a str, CategoryCode>> {
    let asked = |key: &str| questions.iter().any(|it| it.key == key);
    let unasked = answers.iter().enumerate().filter(|it| !asked(&it.1.key));
    let problems: Vec<Problem> = unasked
        .map(|(at, it)| {
            Problem::new(&format!("/{at}/key"), say("inventory-expected-question"), &it.key)
        })
        .collect();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    Ok(answers.iter().map(|it| (it.key.as_str(), it.category)).collect())
}

/// How many rows are looked through at a time.
const ROWS_AT_ONCE: i64 = 1000;

/// The rows that the questions are about.
fn rows_of(conn: &mut Conn, inventory: &Inventory, asked: &[Question]) -> Result<Vec<Row>> {
    if asked.iter().all(|it| it.positions.len() as u64 == it.rows) {
        let positions: Vec<i64> = asked.iter().flat_map(|it| it.positions.clone()).collect();
        return store::rows_at(conn, &inventory.id, &positions);
    }
    let is_asked = |row: &Row| {
        row.notes.question.as_ref().is_some_and(|key| asked.iter().any(|it| it.key == *key))
    };
    let (mut found, mut after) = (Vec::new(), 0);
    loop {
        let rows = store::rows(conn, &inventory.id, None, after, ROWS_AT_ONCE)?;
        let Some(last) = rows.last() else { return Ok(found) };
        after = last.position;
        found.extend(rows.into_iter().filter(is_asked));
    }
}

fn settle(row: &mut Row, categories: &BTreeMap<&str, CategoryCode>, reading: &mut Reading) {
    let category = row.notes.question.as_deref().and_then(|it| categories.get(it));
    let (Some(category), Some(draft)) = (category, &mut row.draft) else { return };
    reading.gaps.remove(draft);
    draft.category = Some(*category);
    reading.gaps.add(draft);
    row.notes.question = None;
    row.notes.category_guessed = false;
}
