//! A list of our own that comes back: an export, or a template somebody filled in. It is known by its
//! headings, and each cell is read for what it is: nothing is guessed.

use std::collections::{HashMap, HashSet};

use super::column::{COLUMNS, Column, Holds};
use crate::inventories::check::{CellProblem, Checked, Reason, Said};
use crate::inventories::field::Field;
use crate::inventories::map::Proposal;
use crate::inventories::read::{self, Row, Sheet, Value};
use crate::inventories::source::Source;
use crate::inventories::understand::{CheckedRow, Placement, Says, SheetReading};
use crate::language::{Language, say};
use crate::passports::Draft;

/// A sheet that is ours, on its way to drafts.
#[derive(Debug)]
pub struct OwnList {
    pub language: Language,
    sheet: Sheet,
    /// Column of the sheet → which of ours, and which part of it.
    columns: HashMap<u32, (usize, usize)>,
    /// The row that comes next, among those that hold something.
    next: usize,
    /// The holder's numbers so far, each with the cell it stands in.
    numbers: HashMap<String, String>,
}

impl OwnList {
    /// Those of the sheets that are ours.
    pub fn all_of(sheets: &[Sheet]) -> Vec<Self> {
        sheets.iter().filter(|it| !it.hidden).filter_map(Self::of).collect()
    }

    /// The headings stand in the first row, all in one language, the code and the name among them.
    fn of(sheet: &Sheet) -> Option<Self> {
        let first = sheet.rows.first().filter(|it| it.number == 1)?;
        Language::ALL.into_iter().find_map(|language| {
            let columns = columns_of(first, language);
            let has = |wanted: fn(&Holds) -> bool| {
                columns.values().any(|(place, _)| wanted(&COLUMNS[*place].holds))
            };
            let ours = has(|it| matches!(it, Holds::Code)) && has(|it| matches!(it, Holds::Name));
            let (sheet, numbers) = (sheet.clone(), HashMap::new());
            ours.then_some(Self { language, sheet, columns, next: 1, numbers })
        })
    }

    /// How many rows hold something.
    pub fn total(&self) -> u64 {
        self.sheet.rows.len() as u64 - 1
    }

    /// The next rows, at most `count`; none when all are checked.
    pub fn next_rows(&mut self, count: usize, placement: &Placement) -> Vec<CheckedRow> {
        let rows = &self.sheet.rows[self.next..];
        let rows: Vec<Row> = rows.iter().take(count).cloned().collect();
        self.next += rows.len();
        rows.iter().map(|it| self.checked(it, placement)).collect()
    }

    /// What is to be said of the sheet.
    pub fn reading(&self) -> SheetReading {
        let mut columns: Vec<Proposal> = Vec::new();
        let headings = self.sheet.rows.first().map(|it| it.cells.as_slice()).unwrap_or_default();
        for cell in headings {
            let known = self.columns.get(&cell.column);
            columns.push(Proposal {
                column: cell.column,
                header: cell.value.to_string(),
                field: known.map(|(place, _)| COLUMNS[*place].field),
                unit: None,
                confidence: if known.is_some() { 1.0 } else { 0.0 },
                reason: say(if known.is_some() { OWN } else { NOT_OWN }),
            });
        }
        SheetReading {
            sheet: self.sheet.name.clone(),
            header_rows: vec![1],
            columns,
            ..SheetReading::default()
        }
    }

    fn checked(&mut self, row: &Row, placement: &Placement) -> CheckedRow {
        let mut draft = Draft {
            language: self.language,
            site_id: placement.site_id.clone(),
            building_id: placement.building_id.clone(),
            visibility: placement.visibility,
            ..Draft::default()
        };
        let mut problems = Vec::new();
        let mut filled = HashSet::new();
        for (place, value, at) in self.cells(row) {
            let column = &COLUMNS[place];
            filled.insert(place);
            if let Err(wrong) = column.read(&mut draft, &value) {
                let reason = Reason::of(column.field, &value, &wrong);
                let cell = self.address(row, at);
                let problem =
                    CellProblem::new(cell, column.field, reason, wrong.expected, wrong.got);
                problems.push(problem);
            }
        }
        for (place, column) in COLUMNS.iter().enumerate() {
            let expected = match column.holds {
                Holds::Name => say("inventory-expected-name"),
                Holds::Quantity => say("inventory-expected-quantity"),
                _ => continue,
            };
            if !filled.contains(&place) {
                let cell = self.address_of(row, place);
                problems.push(CellProblem::new(cell, column.field, Reason::Missing, expected, ""));
            }
        }
        self.expect_other_number(row, &draft, &mut problems);
        // The holder's own words about a hazard outweigh what was chosen for all rows.
        if draft.is_hazardous() && !self.chooses_visibility(&filled) {
            draft.visibility = crate::search::Visibility::Organisation;
        }
        if problems.is_empty() {
            for problem in draft.clone().check().err().unwrap_or_default() {
                let field = crate::inventories::check::field_of_pointer(&problem.pointer);
                let place = COLUMNS.iter().position(|it| Some(it.field) == field).unwrap_or(2);
                problems.push(CellProblem::of_draft(self.address_of(row, place), field, problem));
            }
        }
        let (notices, said) = (Vec::new(), Said::default());
        let own_number = draft.external_id.clone();
        let checked = Checked { draft, problems, notices, category_guessed: false, said };
        CheckedRow {
            sheet: self.sheet.name.clone(),
            number: row.number,
            says: Says::Thing(Box::new(checked)),
            source: Source::of(0, None, row),
            own_number,
        }
    }

    /// Which of our columns a row fills, with what, and where. What was too long for one cell is put
    /// together again.
    fn cells(&self, row: &Row) -> Vec<(usize, Value, u32)> {
        let mut found: Vec<(usize, usize, &Value, u32)> = row
            .cells
            .iter()
            .filter_map(|it| {
                let (place, part) = self.columns.get(&it.column)?;
                Some((*place, *part, &it.value, it.column))
            })
            .collect();
        found.sort_by_key(|it| (it.0, it.1));
        let mut cells: Vec<(usize, Value, u32)> = Vec::new();
        for (place, _, value, at) in found {
            match cells.last_mut() {
                Some((last, Value::Text(text), _)) if *last == place => {
                    let more = value.to_string();
                    text.push_str(super::sheet::without_apostrophe(&more));
                }
                _ => cells.push((place, value.clone(), at)),
            }
        }
        cells
    }

    fn chooses_visibility(&self, filled: &HashSet<usize>) -> bool {
        use super::choice::Choice;

        filled.iter().any(|it| matches!(COLUMNS[*it].holds, Holds::Choice(Choice::Visibility)))
    }

    fn expect_other_number(&mut self, row: &Row, draft: &Draft, problems: &mut Vec<CellProblem>) {
        let Some(number) = &draft.external_id else { return };
        let place = COLUMNS.iter().position(|it| it.field == Field::ExternalId);
        let cell = self.address_of(row, place.unwrap_or_default());
        if let Some(first) = self.numbers.get(number) {
            let expected = say("inventory-expected-other-number").with("cell", first);
            let field = Field::ExternalId;
            problems.push(CellProblem::new(cell, field, Reason::Duplicate, expected, number));
        } else {
            self.numbers.insert(number.clone(), cell);
        }
    }

    /// Where one of our columns stands in a row, or would stand.
    fn address_of(&self, row: &Row, place: usize) -> String {
        let at = self.columns.iter().find(|(_, it)| it.0 == place).map_or(0, |it| *it.0);
        self.address(row, at)
    }

    fn address(&self, row: &Row, at: u32) -> String {
        format!("{}!{}", self.sheet.name, read::address(row.number, at))
    }
}

const OWN: &str = "export-column-own";
const NOT_OWN: &str = "export-column-other";

/// Which of our columns the headings of a row name.
fn columns_of(headings: &Row, language: Language) -> HashMap<u32, (usize, usize)> {
    let by_heading: HashMap<String, usize> =
        COLUMNS.iter().enumerate().map(|(at, it)| (it.heading(language), at)).collect();
    let mut columns = HashMap::new();
    let mut taken = HashSet::new();
    for cell in &headings.cells {
        let heading = cell.value.to_string();
        let heading = heading.trim();
        let (whole, part) = match heading.rsplit_once(" #") {
            Some((whole, number)) => (whole, number.parse().unwrap_or(1_usize)),
            None => (heading, 1),
        };
        if let Some(place) = by_heading.get(whole)
            && taken.insert((*place, part))
        {
            columns.insert(cell.column, (*place, part.saturating_sub(1)));
        }
    }
    columns
}

impl std::fmt::Debug for Column {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.heading(Language::En))
    }
}
