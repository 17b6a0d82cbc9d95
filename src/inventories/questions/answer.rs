//! Answering what kind of thing some rows are: a correction of each of them, so only they are
//! checked and planned again.

use serde::Deserialize;
use utoipa::ToSchema;

use super::Question;
use crate::accounts::{Action, Caller};
use crate::catalogue::CategoryCode;
use crate::db::Conn;
use crate::error::{Error, Problem, Result};
use crate::inventories::corrections::{self, Corrected};
use crate::inventories::field::Field;
use crate::inventories::read::Value;
use crate::inventories::{InventoryId, own, store};
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

/// Says of which kind the rows of some questions are. Nothing is stored yet; see
/// [`corrections::keep`].
pub fn prepare(
    conn: &mut Conn,
    caller: &Caller,
    id: &InventoryId,
    version: i64,
    answers: &[Answer],
) -> Result<Corrected> {
    let inventory = own(conn, caller, Action::EditStock, id)?;
    let questions = inventory.reading.map(|it| it.questions).unwrap_or_default();
    let (mut values, mut problems) = (Vec::new(), Vec::new());
    for (at, answer) in answers.iter().enumerate() {
        let Some(question) = questions.iter().find(|it| it.key == answer.key) else {
            let expected = say("inventory-expected-question");
            problems.push(Problem::new(format!("/{at}/key"), expected, &answer.key));
            continue;
        };
        let value = Value::Text(answer.category.to_string());
        let positions = positions_of(conn, id, question)?;
        values.extend(positions.into_iter().map(|it| (it, value.clone())));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    corrections::prepare_field(conn, caller, id, version, Field::Category, values)
}

/// How many rows are looked through at a time.
const ROWS_AT_ONCE: i64 = 1000;

/// The rows that a question is about.
fn positions_of(conn: &mut Conn, id: &InventoryId, asked: &Question) -> Result<Vec<i64>> {
    if asked.positions.len() as u64 == asked.rows {
        return Ok(asked.positions.clone());
    }
    let (mut found, mut after) = (Vec::new(), 0);
    loop {
        let rows = store::rows(conn, id, None, after, ROWS_AT_ONCE)?;
        let Some(last) = rows.last() else { return Ok(found) };
        after = last.position;
        let asked = rows.iter().filter(|it| it.notes.question.as_ref() == Some(&asked.key));
        found.extend(asked.map(|it| it.position));
    }
}
