//! What somebody asks to be corrected: a cell, a field of a row, or a field of all rows that are
//! alike. Each becomes a value for a spot of a row.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value as Json;

use super::{Corrections, Spot, list_of, problem, rows_store};
use crate::catalogue;
use crate::db::Conn;
use crate::error::{Error, Problem, Result};
use crate::inventories::InventoryId;
use crate::inventories::check::List;
use crate::inventories::field::Field;
use crate::inventories::plan::Outcome;
use crate::inventories::read::Value;
use crate::language::say;

/// A value for a cell: name the cell, or a field with the row it is of, or a field with what the
/// rows have in common.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CorrectionDraft)]
pub struct Wanted {
    #[schema(examples("Gelijkvloers!E12"))]
    pub cell: Option<String>,
    /// A row, as the list of rows numbers them.
    pub position: Option<i64>,
    #[schema(value_type = Option<Like>)]
    pub like: Option<Like>,
    /// Which field of the row or rows. The file need have no column for it: lengths are in
    /// millimetres then, masses in kilograms.
    #[schema(value_type = Option<Field>)]
    pub field: Option<Field>,
    /// What the cell is to say: a text as one would type it, a number, yes or no. An empty text
    /// empties the cell; null says that the file was right.
    #[serde(default)]
    #[schema(value_type = Option<serde_json::Value>)]
    pub value: Json,
}

/// Rows in which a field says the same, whatever its capitals and accents.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LikeRows)]
pub struct Like {
    pub field: Field,
    pub text: String,
}

/// A value for a spot of a row.
#[derive(Debug)]
pub(super) struct Resolved {
    pub position: i64,
    pub spot: Spot,
    pub value: Option<Value>,
    /// Where in the request it stands, and what it is about, to say what is wrong with it.
    pub pointer: String,
    pub named: String,
}

/// How many corrections one request may hold.
const WANTED_MAX: usize = 1000;

/// What a spreadsheet takes in one cell.
const TEXT_CHARACTERS_MAX: usize = 32_767;

/// Which rows are meant.
enum Rows {
    At { sheet: String, number: i64, column: u32 },
    Position(i64),
    Like(Like),
}

/// Finds the rows that are meant.
pub(super) fn resolve(
    conn: &mut Conn,
    id: &InventoryId,
    lists: &[List],
    before: &Corrections,
    wanted: Vec<Wanted>,
) -> Result<Vec<Resolved>> {
    if wanted.is_empty() || wanted.len() > WANTED_MAX {
        let expected = say("expected-number-between").with("min", 1).with("max", WANTED_MAX);
        return Err(Error::invalid("/corrections", expected, wanted.len()));
    }
    let (mut problems, mut parsed) = (Vec::new(), Vec::new());
    for (place, wanted) in wanted.into_iter().enumerate() {
        match parse(place, wanted) {
            Ok(one) => parsed.push((place, one)),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let cells = parsed.iter().filter_map(|(_, (rows, ..))| match rows {
        Rows::At { sheet, number, .. } => Some((sheet.as_str(), *number)),
        Rows::Position(_) | Rows::Like(_) => None,
    });
    let positions = positions(conn, id, cells)?;
    let alike = alike(conn, id, lists, before, &parsed)?;
    let mut resolved = Vec::new();
    for (place, (rows, field, value)) in parsed {
        let mut add = |position, spot, part: &str, named: String| {
            let pointer = format!("/corrections/{place}{part}");
            resolved.push(Resolved { position, spot, value: value.clone(), pointer, named });
        };
        match (rows, field) {
            (Rows::At { sheet, number, column }, _) => {
                let found = positions.get(&(sheet.clone(), number)).copied();
                add(found.unwrap_or(0), Spot::Column(column), "/cell", format!("{sheet}!{number}"));
            }
            (Rows::Position(position), Some(field)) => {
                add(position, Spot::Field(field), "/position", position.to_string());
            }
            (Rows::Like(like), Some(field)) => {
                let found = alike.get(&place).map(Vec::as_slice).unwrap_or_default();
                if found.is_empty() {
                    let expected = say("inventory-expected-like-rows");
                    problems.push(problem(place, "/like/text", expected, &like.text));
                }
                for position in found {
                    add(*position, Spot::Field(field), "/like", like.text.clone());
                }
            }
            (Rows::Position(_) | Rows::Like(_), None) => {
                problems.push(problem(place, "/field", say("inventory-expected-field"), ""));
            }
        }
    }
    if problems.is_empty() { Ok(resolved) } else { Err(Error::Invalid(problems)) }
}

type Parsed = (Rows, Option<Field>, Option<Value>);

fn parse(place: usize, wanted: Wanted) -> std::result::Result<Parsed, Problem> {
    let Wanted { cell, position, like, field, value } = wanted;
    let which = say("inventory-expected-one-way-to-name-rows");
    let rows = match (cell, position, like) {
        (Some(cell), None, None) => {
            let parsed = parse_cell(&cell);
            parsed.ok_or_else(|| problem(place, "/cell", say("inventory-expected-cell"), &cell))?
        }
        (None, Some(position), None) => Rows::Position(position),
        (None, None, Some(like)) => Rows::Like(like),
        _ => return Err(problem(place, "", which, "")),
    };
    match (&rows, field) {
        (Rows::At { .. }, Some(field)) => {
            return Err(problem(place, "/field", which, field.as_str()));
        }
        (Rows::Position(_) | Rows::Like(_), None) => {
            return Err(problem(place, "/field", say("inventory-expected-field"), ""));
        }
        (Rows::At { .. }, None) | (Rows::Position(_) | Rows::Like(_), Some(_)) => {}
    }
    let refused = |got: &str| problem(place, "/value", say("inventory-expected-cell-value"), got);
    let value = match value {
        Json::Null => None,
        Json::Bool(flag) => Some(Value::Bool(flag)),
        Json::Number(number) => {
            Some(Value::Number(number.as_f64().ok_or_else(|| refused(&number.to_string()))?))
        }
        Json::String(text) if text.chars().count() > TEXT_CHARACTERS_MAX => {
            return Err(refused(&text));
        }
        Json::String(text) => Some(Value::Text(text)),
        other @ (Json::Array(_) | Json::Object(_)) => return Err(refused(&other.to_string())),
    };
    Ok((rows, field, value))
}

/// `Gelijkvloers!E12`. The name of a sheet may hold an exclamation mark too.
fn parse_cell(cell: &str) -> Option<Rows> {
    let (sheet, address) = cell.rsplit_once('!')?;
    let letters = address.find(|it: char| !it.is_ascii_alphabetic())?;
    let (letters, digits) = address.split_at(letters);
    let number: u32 = digits.parse().ok().filter(|it| *it > 0)?;
    // No spreadsheet has columns beyond XFD.
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column = letters
        .bytes()
        .fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    Some(Rows::At { sheet: sheet.to_owned(), number: i64::from(number), column: column - 1 })
}

/// Where the rows of these cells stand.
fn positions<'a>(
    conn: &mut Conn,
    id: &InventoryId,
    cells: impl Iterator<Item = (&'a str, i64)>,
) -> Result<HashMap<(String, i64), i64>> {
    let mut by_sheet: HashMap<&str, Vec<i64>> = HashMap::new();
    for (sheet, number) in cells {
        by_sheet.entry(sheet).or_default().push(number);
    }
    let mut found = HashMap::new();
    for (sheet, numbers) in by_sheet {
        for (number, position) in rows_store::positions_of(conn, id, sheet, &numbers)? {
            found.insert((sheet.to_owned(), number), position);
        }
    }
    Ok(found)
}

/// How many rows are looked through at a time.
const ROWS_AT_ONCE: i64 = 1000;

/// The rows that are like what was said, by the place of the correction in the request.
fn alike(
    conn: &mut Conn,
    id: &InventoryId,
    lists: &[List],
    before: &Corrections,
    parsed: &[(usize, Parsed)],
) -> Result<HashMap<usize, Vec<i64>>> {
    let likes = parsed.iter().filter_map(|(place, (rows, ..))| match rows {
        Rows::Like(like) => Some((*place, like.field, catalogue::fold(like.text.trim()))),
        Rows::At { .. } | Rows::Position(_) => None,
    });
    let likes: Vec<_> = likes.collect();
    let (mut found, mut after) = (HashMap::<usize, Vec<i64>>::new(), 0);
    if likes.is_empty() {
        return Ok(found);
    }
    loop {
        let rows = rows_store::rows(conn, id, None, after, ROWS_AT_ONCE)?;
        let Some(last) = rows.last() else { return Ok(found) };
        after = last.position;
        for row in rows.iter().filter(|it| it.outcome != Outcome::Dropped) {
            let (list, source) = list_of(lists, row)?;
            let file_row = source.row(super::file_number(row)?);
            let (list, reads) = before.over(list, &file_row);
            for (place, field, wanted) in &likes {
                let value = list.columns.get(field).and_then(|it| reads.get(it.at));
                let text = value.map(ToString::to_string).unwrap_or_default();
                if catalogue::fold(text.trim()) == *wanted {
                    found.entry(*place).or_default().push(row.position);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_named_as_a_spreadsheet_does() {
        let parsed = |cell: &str| match parse_cell(cell)? {
            Rows::At { sheet, number, column } => Some((sheet, number, column)),
            Rows::Position(_) | Rows::Like(_) => None,
        };
        assert_eq!(parsed("csv!C4"), Some(("csv".to_owned(), 4, 2)));
        assert_eq!(parsed("Let op!!aa10"), Some(("Let op!".to_owned(), 10, 26)));
        for wrong in ["C4", "csv!", "csv!C", "csv!4", "csv!C0", "csv!ABCD1", "csv!C-1"] {
            assert_eq!(parsed(wrong), None, "{wrong}");
        }
    }
}
