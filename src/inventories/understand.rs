//! A file that was read, understood: which sheets are lists, which columns are which fields, and
//! what each row says. No I/O here.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::check::{self, Checked, List, Numbers};
use super::field::{Field, Kind as FieldKind};
use super::fit;
use super::heading::Heading;
use super::layout::{self, Table};
use super::map::{self, Column, Proposal};
use super::parse::{self, LengthUnit, Mass, NumberStyle};
use super::plan::Outcome;
use super::read::{Sheet, Value, Workbook};
use super::rows::{self, Dropped, Kind, Rows, Shape};
use super::{Notes, Row};
use crate::id::Id;
use crate::language::{Language, Text, say};
use crate::places::{Building, Site};
use crate::search::Visibility;

/// What was understood of a file, apart from its rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// The language of the headings.
    pub language: Option<Language>,
    pub sheets: Vec<SheetReading>,
    /// Sheets that are no lists.
    pub sheets_ignored: Vec<String>,
    /// Rows below the headings that are no things, empty ones too.
    pub dropped: BTreeMap<Dropped, u64>,
    /// Of those, the ones that hold nothing at all. They are counted, not kept.
    pub empty_rows: u64,
    /// Cells that are wrong.
    pub error_count: u64,
    pub notices: Vec<Text>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SheetReading {
    pub sheet: String,
    pub header_rows: Vec<u32>,
    pub title_rows: usize,
    pub columns: Vec<Proposal>,
    pub trailing_blank_rows: u64,
}

/// What the sender said of all that is in the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Placement {
    pub site_id: Option<Id<Site>>,
    pub building_id: Option<Id<Building>>,
    pub visibility: Visibility,
}

/// A filled row below the headings.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedRow {
    pub sheet: String,
    /// As a spreadsheet shows it.
    pub number: u32,
    pub says: Says,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Says {
    Thing(Box<Checked>),
    Nothing { why: Dropped, text: String },
}

/// A file on its way from cells to drafts. Rows are checked some at a time, so that a long list
/// does not stand in memory twice.
#[derive(Debug)]
pub struct Understanding {
    pub reading: Reading,
    workbook: Workbook,
    /// Of the sheets that are lists, by their place in the workbook.
    lists: Vec<(usize, List, Rows)>,
    placement: Placement,
    numbers: Numbers,
    /// The list and row that come next.
    next: (usize, usize),
    done: u64,
}

impl Understanding {
    /// `Err`: nothing in the file is a list.
    pub fn of(workbook: Workbook, placement: Placement) -> Result<Self, Text> {
        let mut reading = Reading::default();
        let found: Vec<Option<Table>> = workbook.sheets.iter().map(layout::find).collect();
        let headings: Vec<Heading> = found
            .iter()
            .flatten()
            .flat_map(|it| it.columns.iter().map(|it| it.1.clone()))
            .collect();
        let language = map::language_of(&headings);
        let mut lists = Vec::new();
        for (place, table) in found.into_iter().enumerate() {
            let sheet = &workbook.sheets[place];
            let listed = table.map(|table| {
                let columns = columns_of(sheet, &table);
                (map::propose(&columns, language.unwrap_or_default()), columns, table)
            });
            match listed {
                Some((proposals, columns, table)) if !sheet.hidden => {
                    let list = list_of(sheet, &columns, &proposals, language.unwrap_or_default());
                    let fields = proposals.iter().filter_map(|it| Some((it.column, it.field?)));
                    let fields: HashMap<u32, Field> = fields.collect();
                    let shape = Shape::of(sheet, &table, fields, list.style);
                    let rows = rows::tell_apart(sheet, &table, &shape);
                    reading.note(sheet, table, proposals, &rows);
                    lists.push((place, list, rows));
                }
                _ => reading.sheets_ignored.push(sheet.name.clone()),
            }
        }
        if lists.is_empty() {
            return Err(say("inventory-unreadable-no-headings"));
        }
        reading.language = language;
        let mut understanding = Self {
            reading,
            workbook,
            lists,
            placement,
            numbers: Numbers::new(),
            next: (0, 0),
            done: 0,
        };
        understanding.leave_out_summaries();
        Ok(understanding)
    }

    /// A sheet without names beside sheets with names sums those up: it would count things twice.
    fn leave_out_summaries(&mut self) {
        let names = |list: &List| {
            list.columns.contains_key(&Field::Name)
                || list.columns.contains_key(&Field::Description)
        };
        if !self.lists.iter().any(|it| names(&it.1)) {
            return;
        }
        let (kept, left): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.lists).into_iter().partition(|it| names(&it.1));
        self.lists = kept;
        for (_, list, rows) in left {
            self.reading.forget(&list.sheet, &rows);
        }
    }

    /// The next rows, at most `count`; none when all are checked.
    pub fn next_rows(&mut self, count: usize) -> Vec<CheckedRow> {
        let mut checked = Vec::new();
        while let (list_place, row_place) = self.next
            && checked.len() < count
            && let Some((sheet_place, list, rows)) = self.lists.get(list_place)
        {
            let sheet = &self.workbook.sheets[*sheet_place];
            let Some(kind) = rows.kinds.get(row_place) else {
                self.next = (list_place + 1, 0);
                continue;
            };
            let row = &sheet.rows[rows.first + row_place];
            let says = match kind {
                Kind::Thing { place } => {
                    let checked =
                        check::check(list, row, place, &self.placement, &mut self.numbers);
                    self.reading.error_count += checked.problems.len() as u64;
                    Says::Thing(Box::new(checked))
                }
                Kind::Dropped(why) => Says::Nothing { why: *why, text: text_of(row) },
            };
            checked.push(CheckedRow { sheet: sheet.name.clone(), number: row.number, says });
            self.next.1 += 1;
            self.done += 1;
        }
        checked
    }

    /// How many filled rows were checked.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// How many filled rows there are to check.
    pub fn total(&self) -> u64 {
        self.lists.iter().map(|it| it.2.kinds.len() as u64).sum()
    }
}

impl Reading {
    fn note(&mut self, sheet: &Sheet, table: Table, columns: Vec<Proposal>, rows: &Rows) {
        self.empty_rows += rows.blank;
        *self.dropped.entry(Dropped::Blank).or_default() += rows.blank;
        for kind in &rows.kinds {
            if let Kind::Dropped(why) = kind {
                *self.dropped.entry(*why).or_default() += 1;
            }
        }
        for column in &columns {
            if column.field.is_none() && column.reason.key() == "inventory-column-taken" {
                let notice = say("inventory-notice-column-left-out");
                let notice = notice.with("header", &column.header).with("sheet", &sheet.name);
                self.notices.push(notice);
            }
        }
        if sheet.cells_lost > 0 {
            let notice = say("inventory-notice-cells-lost");
            let notice = notice.with("count", sheet.cells_lost).with("sheet", &sheet.name);
            self.notices.push(notice);
        }
        self.sheets.push(SheetReading {
            sheet: sheet.name.clone(),
            header_rows: table.header_rows,
            title_rows: table.title_rows,
            columns,
            trailing_blank_rows: rows.trailing_blank,
        });
    }

    fn forget(&mut self, sheet: &str, rows: &Rows) {
        self.empty_rows -= rows.blank;
        let mut take = |why: Dropped, count: u64| {
            if let Some(counted) = self.dropped.get_mut(&why) {
                *counted -= count;
            }
        };
        take(Dropped::Blank, rows.blank);
        for kind in &rows.kinds {
            if let Kind::Dropped(why) = kind {
                take(*why, 1);
            }
        }
        self.sheets.retain(|it| it.sheet != sheet);
        self.sheets_ignored.push(sheet.to_owned());
        self.notices.push(say("inventory-notice-summary-left-out").with("sheet", sheet));
    }
}

impl CheckedRow {
    /// As it is stored, before it is planned.
    pub fn into_row(self, position: i64) -> Row {
        let mut row = Row {
            position,
            sheet: self.sheet,
            number: i64::from(self.number),
            outcome: Outcome::Dropped,
            passport_id: None,
            draft: None,
            notes: Notes::default(),
        };
        match self.says {
            Says::Nothing { why, text } => {
                row.notes.dropped = Some(why);
                row.notes.text = Some(text);
            }
            Says::Thing(checked) => {
                let right = checked.problems.is_empty();
                row.outcome = if right { Outcome::Created } else { Outcome::Rejected };
                row.draft = right.then_some(checked.draft);
                row.notes.problems = checked.problems;
                row.notes.notices = checked.notices;
                row.notes.category_guessed = checked.category_guessed;
            }
        }
        row
    }
}

/// Enough to recognise a row by.
const ROW_TEXT_CHARACTERS_MAX: usize = 200;

fn text_of(row: &super::read::Row) -> String {
    let cells: Vec<String> = row.cells.iter().map(|it| it.value.to_string()).collect();
    cells.join(" · ").chars().take(ROW_TEXT_CHARACTERS_MAX).collect()
}

/// The columns with some of what stands in them.
fn columns_of(sheet: &Sheet, table: &Table) -> Vec<Column> {
    let last = table.header_rows.last().copied().unwrap_or(0);
    let mut columns: Vec<Column> = table
        .columns
        .iter()
        .map(|(at, heading)| Column { at: *at, heading: heading.clone(), values: Vec::new() })
        .collect();
    let mut wanted = columns.len();
    for row in sheet.rows.iter().filter(|it| it.number > last && it.cells.len() > 1) {
        for cell in &row.cells {
            let Ok(place) = columns.binary_search_by_key(&cell.column, |it| it.at) else {
                continue;
            };
            let values = &mut columns[place].values;
            if values.len() < fit::VALUES_MAX && !parse::says_nothing(&cell.value) {
                values.push(cell.value.to_string().trim().to_owned());
                wanted -= usize::from(values.len() == fit::VALUES_MAX);
            }
        }
        if wanted == 0 {
            break;
        }
    }
    columns
}

/// How many cells are looked at for how numbers are written, and for units.
const STYLE_CELLS_MAX: usize = 2000;

fn list_of(sheet: &Sheet, columns: &[Column], proposals: &[Proposal], language: Language) -> List {
    let figures: Vec<u32> = proposals
        .iter()
        .filter(|it| it.field.is_some_and(|it| holds_figures(it.kind())))
        .map(|it| it.column)
        .collect();
    let texts = |column: Option<u32>| {
        sheet
            .rows
            .iter()
            .flat_map(|it| &it.cells)
            .filter(move |it| column.map_or(figures.contains(&it.column), |at| it.column == at))
            .take(STYLE_CELLS_MAX)
    };
    let written = |it: &Value| match it {
        Value::Text(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) | Value::Date(_) | Value::Error(_) => None,
    };
    let typed: Vec<String> = texts(None).filter_map(|it| written(&it.value)).collect();
    let style = NumberStyle::of_texts(typed.iter().map(String::as_str), language);
    let mut by_field = BTreeMap::new();
    for (column, proposal) in columns.iter().zip(proposals) {
        let Some(field) = proposal.field else { continue };
        let unit = column.heading.unit.as_deref();
        let named = unit.and_then(LengthUnit::of_word);
        let length_unit = match field.kind() {
            FieldKind::Length | FieldKind::Dimensions => named.or_else(|| {
                let at = column.at;
                let cells = sheet.rows.iter().filter_map(|it| it.get(at)).map(ToString::to_string);
                let cells: Vec<String> = cells.take(STYLE_CELLS_MAX).collect();
                parse::prevailing_unit(cells.iter().map(String::as_str), style)
            }),
            _ => None,
        };
        let mass_unit = unit.and_then(|it| Mass::of_word(it.split('/').next()?)).or_else(|| {
            // A heading such as `Tonnage` or `kg` is a unit itself.
            column.heading.readings.iter().find_map(|it| Mass::of_word(it))
        });
        let heading = column.heading.clone();
        by_field.insert(field, check::Column { at: column.at, heading, length_unit, mass_unit });
    }
    share_length_unit(&mut by_field);
    List { sheet: sheet.name.clone(), language, style, columns: by_field }
}

/// Where some columns of sizes name their unit and others none, they all mean the same.
fn share_length_unit(columns: &mut BTreeMap<Field, check::Column>) {
    let lengths = |it: &(&Field, &check::Column)| it.0.kind() == FieldKind::Length;
    let mut units: Vec<LengthUnit> =
        columns.iter().filter(lengths).filter_map(|it| it.1.length_unit).collect();
    units.dedup();
    if let [unit] = units[..] {
        for (field, column) in columns.iter_mut() {
            if field.kind() == FieldKind::Length {
                column.length_unit.get_or_insert(unit);
            }
        }
    }
}

fn holds_figures(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Number
            | FieldKind::Length
            | FieldKind::Dimensions
            | FieldKind::Mass
            | FieldKind::Money
    )
}

#[cfg(test)]
pub(super) mod tests;
