//! Sheets as lists need them: each list by itself, and nothing left to be seen from above.

use std::collections::{BTreeSet, HashMap};

use crate::catalogue;
use crate::inventories::field::{Field, Kind};
use crate::inventories::layout::{self, Table};
use crate::inventories::read::{Cell, Row, Sheet, Value};

/// Takes out what stands in columns that nobody who opens the file sees: what something was bought
/// for is not what it is offered for. Tells which columns held something.
pub(super) fn without_hidden_columns(sheet: &mut Sheet) -> Vec<u32> {
    let mut held = BTreeSet::new();
    if sheet.hidden_columns.is_empty() {
        return Vec::new();
    }
    for row in &mut sheet.rows {
        row.cells.retain(|it| {
            let hidden = sheet.hidden_columns.contains(it.column);
            if hidden {
                held.insert(it.column);
            }
            !hidden
        });
    }
    sheet.rows.retain(|it| !it.cells.is_empty());
    held.into_iter().collect()
}

/// A sheet, cut before each row of other headings: a list of what is hazardous often stands below
/// the list of what is not.
pub(super) fn lists_of(sheet: Sheet) -> Vec<Sheet> {
    let cuts = layout::later_headings(&sheet);
    let mut parts = Vec::with_capacity(cuts.len() + 1);
    let mut rest = sheet;
    for cut in cuts.into_iter().rev() {
        let rows = rest.rows.split_off(cut);
        let Some(first) = rows.first().map(|it| it.number) else { continue };
        let (name, merged) = (rest.name.clone(), rest.merged.clone());
        let (hidden_rows, hidden_columns) = (rest.hidden_rows.clone(), rest.hidden_columns.clone());
        let part = Sheet {
            rows,
            merged,
            hidden_rows,
            hidden_columns,
            last_row: rest.last_row,
            ..Sheet::new(name, rest.hidden)
        };
        rest = Sheet { last_row: first - 1, ..rest };
        parts.push(part);
    }
    parts.push(rest);
    parts.reverse();
    parts
}

/// Cuts off what stands beside the list: a legend, a note. It is no part of any row.
pub(super) fn cut_off_beside(sheet: &mut Sheet, table: &Table) {
    let Some(from) = table.beside_from else { return };
    for row in &mut sheet.rows {
        row.cells.retain(|it| it.column < from);
    }
    sheet.rows.retain(|it| !it.cells.is_empty());
}

/// What stands in for "the same as above".
const DITTO: [&str; 24] = [
    "\"",
    "\"\"",
    "''",
    ",,",
    "idem",
    "id.",
    "idem dito",
    "dito",
    "ditto",
    "do.",
    "dto",
    "dto.",
    "ibid",
    "ibid.",
    "ibidem",
    "zelfde",
    "hetzelfde",
    "zie boven",
    "voir ci-dessus",
    "same",
    "as above",
    "wie oben",
    "w.o.",
    "siehe oben",
];
/// The longest of them, in bytes.
const DITTO_BYTES_MAX: usize = 14;

/// Fills the cells that say "the same as above", and those merged with one above them, where it is
/// in a column of these: what is written once for several things, such as where they are. A number
/// written once is that of all together.
pub(super) fn fill_from_above(sheet: &mut Sheet, fields: &HashMap<u32, Field>) {
    repeat_dittos(sheet);
    // Column → where merged cells begin and end, and what they hold.
    let mut tall: HashMap<u32, Vec<(u32, u32, Value)>> = HashMap::new();
    for merged in sheet.merged.iter().filter(|it| it.last_row > it.first_row) {
        if !fields.get(&merged.first_column).is_some_and(|it| is_shared(*it)) {
            continue;
        }
        let held = sheet.row(merged.first_row).and_then(|it| it.get(merged.first_column));
        if let Some(value) = held {
            let column = tall.entry(merged.first_column).or_default();
            column.push((merged.first_row, merged.last_row, value.clone()));
        }
    }
    for row in &mut sheet.rows {
        for (column, ranges) in &tall {
            fill(row, *column, ranges);
        }
    }
}

fn is_shared(field: Field) -> bool {
    match field.kind() {
        Kind::Text => !matches!(field, Field::ExternalId | Field::Remarks),
        Kind::Date | Kind::YesNo | Kind::Condition | Kind::Unit | Kind::WasteCode | Kind::Year => {
            true
        }
        Kind::Number
        | Kind::Length
        | Kind::Dimensions
        | Kind::Mass
        | Kind::Money
        | Kind::Gtin
        | Kind::Links => false,
    }
}

fn repeat_dittos(sheet: &mut Sheet) {
    if !sheet.rows.iter().flat_map(|it| &it.cells).any(|it| is_ditto(&it.value)) {
        return;
    }
    let mut last: HashMap<u32, Value> = HashMap::new();
    for cell in sheet.rows.iter_mut().flat_map(|it| &mut it.cells) {
        if !is_ditto(&cell.value) {
            last.insert(cell.column, cell.value.clone());
        } else if let Some(above) = last.get(&cell.column) {
            cell.value = above.clone();
        }
    }
}

fn is_ditto(value: &Value) -> bool {
    match value {
        Value::Text(text) => {
            text.len() <= DITTO_BYTES_MAX && DITTO.contains(&catalogue::fold(text).trim())
        }
        Value::Number(_) | Value::Bool(_) | Value::Date(_) | Value::Error(_) => false,
    }
}

/// Puts what a merged cell holds into the rows it covers.
fn fill(row: &mut Row, column: u32, ranges: &[(u32, u32, Value)]) {
    let after = ranges.partition_point(|it| it.0 < row.number);
    let Some((_, last_row, value)) = ranges[..after].last() else { return };
    if *last_row < row.number {
        return;
    }
    if let Err(place) = row.cells.binary_search_by_key(&column, |it| it.column) {
        row.cells.insert(place, Cell { row: row.number, column, value: value.clone() });
    }
}
