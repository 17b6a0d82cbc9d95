//! What stands around the lists: titles, legends beside them or on a sheet of their own.

use std::collections::HashMap;

use super::Table;
use crate::inventories::check;
use crate::inventories::read::{Row, Sheet, Value};

/// The texts that may explain what is in the lists.
#[derive(Debug, Default)]
pub(super) struct Around {
    by_sheet: HashMap<String, Vec<String>>,
    /// From sheets that are no lists.
    shared: Vec<String>,
}

/// A legend is short, and so are its lines.
const TEXTS_MAX: usize = 300;
const TEXT_CHARACTERS_MAX: usize = 200;
/// A title is a few words; a sentence above a list may say anything.
const TITLE_WORDS_MAX: usize = 8;

impl Around {
    pub fn of(sheets: &[Sheet], tables: &[Option<Table>]) -> Self {
        let mut around = Self::default();
        for (sheet, table) in sheets.iter().zip(tables) {
            match table {
                None => {
                    let texts = texts(&sheet.rows).map(str::to_owned);
                    let lines = sheet.rows.iter().filter_map(pair).chain(texts);
                    let room = TEXTS_MAX.saturating_sub(around.shared.len());
                    around.shared.extend(lines.take(room));
                }
                Some(table) => {
                    let (titles, list) =
                        sheet.rows.split_at(table.title_rows.min(sheet.rows.len()));
                    let explaining = texts(list).filter(|it| it.contains(['=', '…', ':']));
                    let own = around.by_sheet.entry(sheet.name.clone()).or_default();
                    let lines = texts(titles).chain(explaining);
                    own.extend(lines.take(TEXTS_MAX).map(str::to_owned));
                }
            }
        }
        around
    }

    /// What may say what the words and marks of a list mean.
    pub fn explanations(&self, sheet: &Sheet) -> impl Iterator<Item = &str> {
        let own = self.by_sheet.get(&sheet.name).into_iter().flatten();
        own.chain(&self.shared).map(String::as_str)
    }
}

/// Whether the sheet, or the title right above its headings, says that the list is one of what is
/// hazardous, or of what is not.
pub(super) fn hazardous(sheet: &Sheet, table: &Table) -> Option<bool> {
    let above = || {
        let title = sheet.rows[..table.title_rows].last()?;
        let text = match title.cells.as_slice() {
            [cell] => cell.value.to_string(),
            _ => return None,
        };
        let short = text.split_whitespace().count() <= TITLE_WORDS_MAX;
        short.then(|| check::list_of_hazards(&text)).flatten()
    };
    check::list_of_hazards(&sheet.name).or_else(above)
}

fn texts(rows: &[Row]) -> impl Iterator<Item = &str> {
    let values = rows.iter().flat_map(|it| &it.cells).map(|it| &it.value);
    values.filter_map(|it| match it {
        Value::Text(text) if text.len() <= TEXT_CHARACTERS_MAX => Some(text.as_str()),
        Value::Text(_) | Value::Number(_) | Value::Bool(_) | Value::Date(_) | Value::Error(_) => {
            None
        }
    })
}

/// A mark and its meaning in two cells: `1` and `als nieuw`.
fn pair(row: &Row) -> Option<String> {
    match row.cells.as_slice() {
        [mark, words] => Some(format!("{} = {}", mark.value, words.value)),
        _ => None,
    }
}
