//! What stands around the lists: titles, legends beside them or on a sheet of their own.

use std::collections::HashMap;

use super::Table;
use crate::catalogue;
use crate::inventories::check;
use crate::inventories::parse::LengthUnit;
use crate::inventories::read::{Row, Sheet, Value};

/// The texts that may explain what is in the lists.
#[derive(Debug, Default)]
pub(super) struct Around {
    by_sheet: HashMap<String, Vec<String>>,
    /// From sheets that are no lists.
    shared: Vec<String>,
    /// In which unit the sizes on a sheet are: `maten in cm`.
    units: HashMap<String, LengthUnit>,
    shared_unit: Option<LengthUnit>,
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
                    let said = sheet.rows.iter().flat_map(row_texts).find_map(said_unit);
                    around.shared_unit = around.shared_unit.or(said);
                    let room = TEXTS_MAX.saturating_sub(around.shared.len());
                    around.shared.extend(lines.take(room));
                }
                Some(table) => {
                    let (titles, list) =
                        sheet.rows.split_at(table.title_rows.min(sheet.rows.len()));
                    let explaining = texts(list).filter(|it| it.contains(['=', '…', ':']));
                    let own = around.by_sheet.entry(sheet.name.clone()).or_default();
                    let lines = texts(titles).chain(explaining).map(str::to_owned);
                    let beside = table
                        .beside_from
                        .into_iter()
                        .flat_map(|from| list.iter().filter_map(move |it| pair_from(it, from)));
                    own.extend(beside.chain(lines).take(TEXTS_MAX));
                    let few = list.iter().filter(|it| it.cells.len() <= REMARK_CELLS_MAX);
                    let said = titles.iter().chain(few).flat_map(row_texts).find_map(said_unit);
                    around.units.extend(said.map(|it| (sheet.name.clone(), it)));
                }
            }
        }
        around
    }

    /// What stands around the lists of other sheets.
    pub fn elsewhere(&self, sheet: &Sheet) -> impl Iterator<Item = &str> {
        let others = self.by_sheet.iter().filter(|it| *it.0 != sheet.name);
        let mut others: Vec<_> = others.collect();
        others.sort_unstable();
        others.into_iter().flat_map(|it| it.1).map(String::as_str)
    }

    /// The unit that somebody says all sizes have.
    pub fn length_unit(&self, sheet: &Sheet) -> Option<LengthUnit> {
        self.units.get(&sheet.name).copied().or(self.shared_unit)
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
    rows.iter().flat_map(row_texts)
}

fn row_texts(row: &Row) -> impl Iterator<Item = &str> {
    row.cells.iter().filter_map(|it| match &it.value {
        Value::Text(text) if text.len() <= TEXT_CHARACTERS_MAX => Some(text.as_str()),
        Value::Text(_) | Value::Number(_) | Value::Bool(_) | Value::Date(_) | Value::Error(_) => {
            None
        }
    })
}

/// A mark and its meaning in two cells: `1` and `als nieuw`.
fn pair(row: &Row) -> Option<String> {
    pair_from(row, 0)
}

/// The same in the columns beside a list.
fn pair_from(row: &Row, column: u32) -> Option<String> {
    let first = row.cells.partition_point(|it| it.column < column);
    match &row.cells[first..] {
        [mark, words] => Some(format!("{} = {}", mark.value, words.value)),
        _ => None,
    }
}

/// More cells are a thing rather than a remark.
const REMARK_CELLS_MAX: usize = 2;

/// `Alle maten in cm`: the unit of all sizes, where a text speaks of nothing else.
fn said_unit(text: &str) -> Option<LengthUnit> {
    const SIZES: [&str; 14] = [
        "maat",
        "maten",
        "afmeting",
        "dimension",
        "mesure",
        "cote",
        "size",
        "measurement",
        "masse",
        "massangabe",
        "abmessung",
        "lengte",
        "longueur",
        "length",
    ];
    const INTRODUCING: [&str; 4] = ["in", "en", "zijn", "sont"];
    let folded = catalogue::fold(text);
    let words: Vec<&str> =
        folded.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let of_sizes = words.iter().any(|word| SIZES.iter().any(|it| word.starts_with(it)));
    if !of_sizes || words.len() > TITLE_WORDS_MAX {
        return None;
    }
    let introduced = words.windows(2).filter(|it| INTRODUCING.contains(&it[0]));
    let mut units = introduced.filter_map(|it| LengthUnit::of_word(it[1]));
    let unit = units.next()?;
    units.all(|it| it == unit).then_some(unit)
}
