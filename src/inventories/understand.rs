//! A file that was read, understood: which sheets are lists, which columns are which fields, and
//! what each row says. No I/O here.

mod around;
mod list;
mod nameless;
mod parts;
mod reading;
mod scale;

use std::collections::HashMap;

use super::check::{self, Checked, List, Numbers};
use super::corrections::Corrections;
use super::export::own;
use super::field::Field;
use super::heading::Heading;
use super::layout::{self, Table};
use super::map;
use super::place::{self, Place};
use super::plan::Outcome;
use super::profiles::{self, Profile};
use super::read::{Sheet, Workbook};
use super::rows::{self, Dropped, Kind, Rows, Shape};
use super::source::Source;
use super::{Notes, Row};
use crate::id::Id;
use crate::language::{Language, Text, say};
use crate::places::{Building, Site};
use crate::search::Visibility;
use around::Around;
use list::{columns_of, list_of};

pub use reading::{Reading, SheetReading, Translation};

/// What the sender said of all that is in the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Placement {
    pub site_id: Option<Id<Site>>,
    pub building_id: Option<Id<Building>>,
    /// Of that building.
    pub year_built: Option<i32>,
    pub visibility: Visibility,
}

/// A filled row below the headings.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedRow {
    pub sheet: String,
    /// As a spreadsheet shows it.
    pub number: u32,
    pub says: Says,
    pub source: Source,
    /// The holder's own number in it.
    pub own_number: Option<String>,
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
    sheets: Vec<Sheet>,
    /// Of the sheets that are lists, by their place among them.
    lists: Vec<(usize, List, Rows)>,
    placement: Placement,
    corrections: Corrections,
    numbers: Numbers,
    /// The list and row that come next.
    next: (usize, usize),
    done: u64,
}

impl Understanding {
    /// `Err`: nothing in the file is a list. `profiles` are those of the organisation.
    pub fn of(
        workbook: Workbook,
        placement: Placement,
        profiles: &[Profile],
    ) -> Result<Self, Text> {
        let own = own::lists_of(&workbook.sheets);
        if !own.is_empty() {
            return Ok(Self::of_own(workbook.sheets, own, placement));
        }
        let mut reading = Reading::default();
        let mut sheets = workbook.sheets;
        let hidden: Vec<(String, Vec<u32>)> = sheets
            .iter_mut()
            .map(|it| (it.name.clone(), parts::without_hidden_columns(it)))
            .collect();
        let mut sheets: Vec<Sheet> = sheets.into_iter().flat_map(parts::lists_of).collect();
        let mut tables: Vec<Option<Table>> = sheets.iter().map(layout::find).collect();
        if tables.iter().zip(&sheets).all(|(table, sheet)| table.is_none() || sheet.hidden) {
            tables = sheets.iter().map(nameless::find).collect();
        }
        let headings = tables.iter().flatten().flat_map(|it| &it.columns);
        let headings: Vec<Heading> = headings.map(|it| it.1.clone()).collect();
        let language = map::language_of(&headings);
        let file = File {
            language: language.unwrap_or_default(),
            one_list: tables.iter().flatten().count() == 1,
            around: Around::of(&sheets, &tables),
            profiles,
        };
        let mut lists = Vec::new();
        for (place, table) in tables.into_iter().enumerate() {
            let goes_on = sheets.get(place + 1).is_some_and(|it| it.name == sheets[place].name);
            let sheet = &mut sheets[place];
            let Some(table) = table.filter(|_| !sheet.hidden) else {
                reading.sheets_ignored.push(sheet.name.clone());
                continue;
            };
            let (list, rows) = file.list(sheet, table, goes_on, &mut reading);
            lists.push((place, list, rows));
        }
        if lists.is_empty() {
            return Err(say("inventory-unreadable-no-headings"));
        }
        reading.language = language;
        for (sheet, columns) in &hidden {
            reading.note_hidden_columns(sheet, columns);
        }
        let mut understanding = Self {
            reading,
            sheets,
            lists,
            placement,
            corrections: Corrections::default(),
            numbers: Numbers::new(),
            next: (0, 0),
            done: 0,
        };
        understanding.leave_out_summaries();
        let lists = understanding.lists.iter();
        understanding.reading.lists = lists.map(|it| it.1.clone()).collect();
        Ok(understanding)
    }

    /// A file with lists of our own: whatever else is in it explains them.
    fn of_own(sheets: Vec<Sheet>, own: Vec<(usize, List)>, placement: Placement) -> Self {
        let reading = Reading {
            language: own.first().map(|it| it.1.language),
            sheets: own.iter().map(|(at, list)| own::reading_of(&sheets[*at], list)).collect(),
            lists: own.iter().map(|it| it.1.clone()).collect(),
            ..Reading::default()
        };
        let lists =
            own.into_iter().map(|(at, list)| (at, list, own::rows_of(&sheets[at]))).collect();
        let (corrections, numbers) = (Corrections::default(), Numbers::new());
        let (next, done) = ((0, 0), 0);
        Self { reading, sheets, lists, placement, corrections, numbers, next, done }
    }

    /// The same, with what people wrote over its cells.
    #[must_use]
    pub fn corrected(self, corrections: Corrections) -> Self {
        Self { corrections, ..self }
    }

    /// A sheet of two or three columns without names, beside sheets with names, sums those up: it
    /// would count things twice. A list of waste has more columns, and no other names.
    fn leave_out_summaries(&mut self) {
        let names = |list: &List| {
            list.columns.contains_key(&Field::Name)
                || list.columns.contains_key(&Field::Description)
        };
        if !self.lists.iter().any(|it| names(&it.1)) {
            return;
        }
        for place in (0..self.lists.len()).rev() {
            let list = &self.lists[place].1;
            if !names(list) && list.columns.len() <= SUMMARY_COLUMNS_MAX {
                let (_, list, rows) = self.lists.remove(place);
                self.reading.sheets.remove(place);
                self.reading.forget(&list.sheet, &rows);
            }
        }
    }

    /// The next rows, at most `count`; none when all are checked.
    pub fn next_rows(&mut self, count: usize) -> Vec<CheckedRow> {
        let mut checked = Vec::new();
        while let (list_place, row_place) = self.next
            && checked.len() < count
            && let Some((sheet_place, list, rows)) = self.lists.get(list_place)
        {
            let sheet = &mut self.sheets[*sheet_place];
            let Some(kind) = rows.kinds.get(row_place) else {
                self.next = (list_place + 1, 0);
                continue;
            };
            // It is looked at once, so its cells can go where they are kept.
            let row = std::mem::take(&mut sheet.rows[rows.first + row_place]);
            let (says, place, own_number) = match kind {
                Kind::Thing { place } => {
                    let (list, reads) = self.corrections.over(list, &row);
                    let checked =
                        check::check(&list, &reads, place, &self.placement, &mut self.numbers);
                    let own_number = check::own_number(&list, &reads);
                    (Says::Thing(Box::new(checked)), Some(place.clone()), own_number)
                }
                Kind::Dropped(why) => {
                    (Says::Nothing { why: *why, text: text_of(&row) }, None, None)
                }
            };
            self.done += 1;
            if let Says::Thing(checked) = &says {
                // Rows are stored in this order, from 1.
                let position = i64::try_from(self.done).unwrap_or(i64::MAX);
                self.reading.translate(list_place, checked);
                self.reading.take_in(checked, position);
            }
            checked.push(CheckedRow {
                sheet: sheet.name.clone(),
                number: row.number,
                says,
                source: Source::of(list_place, place, row.cells),
                own_number,
            });
            self.next.1 += 1;
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

/// A category, how many, and perhaps of what.
const SUMMARY_COLUMNS_MAX: usize = 3;

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
            source: Some(self.source),
            own_number: self.own_number,
        };
        match self.says {
            Says::Nothing { why, text } => {
                row.notes.dropped = Some(why);
                row.notes.text = Some(text);
            }
            Says::Thing(checked) => row.says(*checked),
        }
        row
    }
}

impl Row {
    /// Takes what a check made of it, before it is planned.
    pub(super) fn says(&mut self, checked: Checked) {
        let right = checked.problems.is_empty();
        self.outcome = if right { Outcome::Created } else { Outcome::Rejected };
        self.passport_id = None;
        self.draft = right.then_some(checked.draft);
        self.notes = Notes {
            problems: checked.problems,
            notices: checked.notices,
            category_guessed: checked.category_guessed,
            question: checked.open.filter(|_| right).map(|it| it.key),
            ..Notes::default()
        };
    }
}

/// What the lists of a file have in common.
struct File<'a> {
    language: Language,
    one_list: bool,
    around: Around,
    profiles: &'a [Profile],
}

impl File<'_> {
    /// The list in a sheet. `goes_on`: another one follows on the same sheet.
    fn list(
        &self,
        sheet: &mut Sheet,
        table: Table,
        goes_on: bool,
        reading: &mut Reading,
    ) -> (List, Rows) {
        let columns = columns_of(sheet, &table);
        let known = profiles::known(&columns, self.profiles);
        let mut proposals = match &known {
            Some(known) => map::of_profile(&columns, known, self.language),
            None if table.nameless => map::values::propose(&columns),
            None => map::propose(&columns, self.language),
        };
        if let Some(known) = &known {
            reading.note_profile(&sheet.name, known, &columns);
        } else if table.nameless {
            reading.notices.push(say("inventory-notice-no-headings").with("sheet", &sheet.name));
        }
        if known.is_none() {
            list::propose_marks(&mut proposals, &columns, self.around.explanations(sheet));
        }
        let profile = known.map(|it| it.profile);
        let fields: HashMap<u32, Field> =
            proposals.iter().filter_map(|it| Some((it.column, it.field?))).collect();
        let hazardous = around::hazardous(sheet, &table);
        parts::cut_off_beside(sheet, &table);
        parts::fill_from_above(sheet, &fields);
        let mut list = list_of(sheet, &columns, &proposals, self.language, &self.around);
        list.hazardous = hazardous;
        list.chosen = profile.map(Profile::choices).unwrap_or_default();
        reading.notices.extend(list.marks_assumed(&columns));
        reading.notices.extend(list.unit_assumed(sheet, &table, &self.around));
        let start = if self.one_list { Place::default() } else { place_of(sheet, &list) };
        let shape = Shape::of(sheet, &table, fields, list.style);
        let mut rows = rows::tell_apart(sheet, &table, &shape, start);
        if goes_on {
            // These empty rows are between filled ones.
            rows.blank += std::mem::take(&mut rows.trailing_blank);
        }
        reading.note(sheet, table, proposals, &rows, profile);
        (list, rows)
    }
}

/// Several sheets are often a floor each.
fn place_of(sheet: &Sheet, list: &List) -> Place {
    let named = place::is_place(&sheet.name) && !list.columns.contains_key(&Field::Floor);
    if named { Place::default().below(&sheet.name) } else { Place::default() }
}

/// Enough to recognise a row by.
const ROW_TEXT_CHARACTERS_MAX: usize = 200;

fn text_of(row: &super::read::Row) -> String {
    let cells: Vec<String> = row.cells.iter().map(|it| it.value.to_string()).collect();
    cells.join(" · ").chars().take(ROW_TEXT_CHARACTERS_MAX).collect()
}

#[cfg(test)]
pub(super) mod tests;
