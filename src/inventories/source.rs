//! The cells of a row as the file has them, kept so compactly that a row is checked again without
//! reading the file anew. No I/O here.

use serde::{Deserialize, Serialize};

use super::place::Place;
use super::read::{Cell, Row, Value};

/// Where a row stands and what is in it. The names are short because there is one with every row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Its list, by its place in [`super::Reading::lists`].
    #[serde(rename = "l", default, skip_serializing_if = "is_first")]
    pub list: usize,
    /// Where the section rows above say that it is; nothing for a row that is no thing.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Columns, the first of which is 0, with what they hold.
    #[serde(rename = "c")]
    pub cells: Vec<(u32, Value)>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn is_first(list: &usize) -> bool {
    *list == 0
}

impl Source {
    pub fn of(list: usize, place: Option<Place>, cells: Vec<Cell>) -> Self {
        let cells = cells.into_iter().map(|it| (it.column, it.value)).collect();
        Self { list, place, cells }
    }

    /// The row again.
    pub fn row(&self, number: u32) -> Row {
        let cell = |(column, value): &(u32, Value)| Cell {
            row: number,
            column: *column,
            value: value.clone(),
        };
        Row { number, cells: self.cells.iter().map(cell).collect() }
    }
}
