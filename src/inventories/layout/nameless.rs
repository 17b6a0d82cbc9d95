//! Lists whose columns nobody named in words that we know: without headings, or with headings in
//! another language. Rows that look alike tell where such a list begins.

use super::{HEADING_CHARACTERS_MAX, ROWS_ABOVE_MAX, ROWS_SAMPLED_MAX, Table};
use crate::inventories::fit;
use crate::inventories::heading::Heading;
use crate::inventories::place;
use crate::inventories::read::{Cell, Row, Sheet, Value};

/// How many rows must look alike before they are taken for the rows of a list.
const ROWS_ALIKE_MIN: usize = 3;

/// Where a list without known headings may be. Whether it is one, its values must tell.
pub fn find(sheet: &Sheet) -> Option<Table> {
    let wide: Vec<usize> = beginnings(sheet).filter(|it| sheet.rows[*it].cells.len() > 1).collect();
    let begins = |it: &&[usize]| it[1..].iter().all(|at| alike(sheet, it[0], *at));
    let start = wide.windows(ROWS_ALIKE_MIN).find(begins)?[0];
    let heading = start.checked_sub(1).filter(|at| is_heading(sheet, *at, start));
    let title_rows = match heading {
        Some(at) => at,
        None => start - places_above(sheet, start),
    };
    let first = heading.map_or(title_rows, |at| at + 1);
    let mut columns: Vec<u32> = sheet.rows[start..]
        .iter()
        .take(ROWS_SAMPLED_MAX)
        .filter(|it| it.cells.len() > 1)
        .flat_map(|it| it.cells.iter().map(|it| it.column))
        .collect();
    columns.sort_unstable();
    columns.dedup();
    let printed = |column: u32| {
        let cell = heading.and_then(|at| sheet.rows[at].get(column));
        Heading::of(&cell.map(ToString::to_string).unwrap_or_default())
    };
    Some(Table {
        header_rows: heading.map(|at| sheet.rows[at].number).into_iter().collect(),
        title_rows,
        above: first.checked_sub(1).map_or(0, |at| sheet.rows[at].number),
        columns: columns.into_iter().map(|it| (it, printed(it))).collect(),
        beside_from: None,
        nameless: true,
    })
}

/// The rows among which a list begins.
fn beginnings(sheet: &Sheet) -> std::ops::Range<usize> {
    0..sheet.rows.len().min(ROWS_ABOVE_MAX + ROWS_ALIKE_MIN)
}

/// Whether two rows hold words below words and figures below figures, some of either.
fn alike(sheet: &Sheet, one: usize, other: usize) -> bool {
    let (one, other) = (&sheet.rows[one], &sheet.rows[other]);
    let same: Vec<bool> = one
        .cells
        .iter()
        .filter_map(|it| Some((is_figure(&it.value), is_figure(other.get(it.column)?))))
        .filter(|(one, other)| one == other)
        .map(|it| it.0)
        .collect();
    let most = one.cells.len().max(other.cells.len());
    same.contains(&true) && same.contains(&false) && same.len() * 5 >= most * 3
}

fn is_figure(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::Text(text) => fit::is_figure(text),
        Value::Bool(_) | Value::Date(_) | Value::Error(_) => false,
    }
}

/// Whether the row right above the list has a word above most of its columns.
fn is_heading(sheet: &Sheet, place: usize, start: usize) -> bool {
    let (row, below) = (&sheet.rows[place], &sheet.rows[start]);
    let is_word = |it: &Cell| match &it.value {
        Value::Text(text) => {
            !fit::is_figure(text) && text.chars().count() <= HEADING_CHARACTERS_MAX
        }
        Value::Number(_) | Value::Bool(_) | Value::Date(_) | Value::Error(_) => false,
    };
    let above = |row: &Row| below.cells.iter().filter(|it| row.get(it.column).is_some()).count();
    // Above figures stands a word: a thing nobody counted has none there.
    let over_figures =
        below.cells.iter().any(|it| is_figure(&it.value) && row.get(it.column).is_some());
    row.number + 1 == below.number
        && row.cells.iter().all(is_word)
        && over_figures
        && above(row) * 5 >= below.cells.len() * 3
}

/// How many rows right above the list say where its things are.
fn places_above(sheet: &Sheet, start: usize) -> usize {
    let says_where = |row: &&Row| match row.cells.as_slice() {
        [cell] => place::is_place(&cell.value.to_string()),
        _ => false,
    };
    sheet.rows[..start].iter().rev().take_while(says_where).count()
}
