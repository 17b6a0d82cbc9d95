//! A list of our own that comes back: an export, or a template somebody filled in. It is known by its
//! headings, and each cell is read for what it is: nothing is guessed. No I/O here.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::choice::Choice;
use super::column::{COLUMNS, Holds};
use super::sheet::without_apostrophe;
use crate::inventories::check::{
    self, BESIDE_THE_SHEET, CellProblem, Checked, Choices, Column, List, Numbers, Reason, Said,
};
use crate::inventories::fate::Fate;
use crate::inventories::field::Field;
use crate::inventories::heading::Heading;
use crate::inventories::map::Proposal;
use crate::inventories::marks::Marks;
use crate::inventories::parse::{LengthUnit, NumberStyle};
use crate::inventories::place::Place;
use crate::inventories::read::{self, Row, Sheet, Value};
use crate::inventories::rows::{Kind, Rows};
use crate::inventories::understand::{Placement, SheetReading};
use crate::language::{Language, say};
use crate::passports::Draft;
use crate::search::Visibility;

/// Which of our columns stand where in a sheet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OwnColumns(BTreeMap<u32, Part>);

/// One of our columns, or the continuation of one: what is too long for a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Part {
    /// Its place among [`COLUMNS`].
    column: usize,
    part: usize,
}

/// Those of the sheets that are ours, by their place, as lists.
pub fn lists_of(sheets: &[Sheet]) -> Vec<(usize, List)> {
    let shown = sheets.iter().enumerate().filter(|(_, it)| !it.hidden);
    shown.filter_map(|(place, it)| Some((place, list_of(it)?))).collect()
}

/// The headings stand in the first row, all in one language, the code and the name among them.
fn list_of(sheet: &Sheet) -> Option<List> {
    let first = sheet.rows.first().filter(|it| it.number == 1)?;
    Language::ALL.into_iter().find_map(|language| {
        let own = OwnColumns::of(first, language);
        let ours =
            own.has(|it| matches!(it, Holds::Code)) && own.has(|it| matches!(it, Holds::Name));
        let (sheet, style) = (sheet.name.clone(), NumberStyle::of_language(language));
        let columns = own.by_field();
        ours.then(|| List {
            sheet,
            language,
            style,
            columns,
            chosen: Choices::default(),
            hazardous: None,
            shared_out: Vec::new(),
            fate: Fate::default(),
            own: Some(own),
        })
    })
}

/// All rows below the headings are things.
pub fn rows_of(sheet: &Sheet) -> Rows {
    let things = sheet.rows.len().saturating_sub(1);
    let kinds = (0..things).map(|_| Kind::Thing { place: Place::default() }).collect();
    Rows { kinds, first: 1, blank: 0, trailing_blank: 0 }
}

const OWN: &str = "export-column-own";
const NOT_OWN: &str = "export-column-other";

/// What is to be said of a sheet that is ours.
pub fn reading_of(sheet: &Sheet, list: &List) -> SheetReading {
    let known = |column: u32| list.own.as_ref().and_then(|it| it.0.get(&column));
    let headings = sheet.rows.first().map(|it| it.cells.as_slice()).unwrap_or_default();
    let proposal = |cell: &read::Cell| {
        let part = known(cell.column);
        Proposal {
            column: cell.column,
            header: cell.value.to_string(),
            field: part.map(|it| COLUMNS[it.column].field),
            unit: None,
            confidence: if part.is_some() { 1.0 } else { 0.0 },
            reason: say(if part.is_some() { OWN } else { NOT_OWN }),
        }
    };
    SheetReading {
        sheet: sheet.name.clone(),
        header_rows: vec![1],
        columns: headings.iter().map(proposal).collect(),
        ..SheetReading::default()
    }
}

/// Reads a row of a list that is ours.
pub fn check_row(
    list: &List,
    own: &OwnColumns,
    row: &Row,
    placement: &Placement,
    numbers: &mut Numbers,
) -> Checked {
    let mut draft = Draft {
        language: list.language,
        site_id: placement.site_id.clone(),
        building_id: placement.building_id.clone(),
        visibility: placement.visibility,
        ..Draft::default()
    };
    let address = |at: u32| format!("{}!{}", list.sheet, read::address(row.number, at));
    let mut problems = Vec::new();
    let mut filled = HashSet::new();
    for (place, value, at) in own.cells(row) {
        let column = &COLUMNS[place];
        filled.insert(place);
        if let Err(wrong) = column.read(&mut draft, &value) {
            let reason = Reason::of(column.field, &value, &wrong);
            let problem =
                CellProblem::new(address(at), column.field, reason, wrong.expected, wrong.got);
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
            let cell = address(own.place_of(place));
            problems.push(CellProblem::new(cell, column.field, Reason::Missing, expected, ""));
        }
    }
    if let (Some(key), Some(number)) = (check::own_number(list, row), &draft.external_id) {
        let cell = address(list.columns.get(&Field::ExternalId).map_or(0, |it| it.at));
        if let Some(first) = numbers.get(&key) {
            let expected = say("inventory-expected-other-number").with("cell", first);
            let field = Field::ExternalId;
            problems.push(CellProblem::new(cell, field, Reason::Duplicate, expected, number));
        } else {
            numbers.insert(key, cell);
        }
    }
    // What was chosen for all rows does not offer what is hazardous.
    let chosen = |it: &usize| matches!(COLUMNS[*it].holds, Holds::Choice(Choice::Visibility));
    if draft.is_hazardous() && !filled.iter().any(chosen) {
        draft.visibility = Visibility::Organisation;
    }
    if problems.is_empty() {
        for problem in draft.problems() {
            let field = check::field_of_pointer(&problem.pointer);
            let at = field.and_then(|it| list.columns.get(&it)).map_or(0, |it| it.at);
            problems.push(CellProblem::of_draft(address(at), field, problem));
        }
    }
    let (notices, said) = (Vec::new(), Said::default());
    Checked { draft, problems, notices, category_guessed: false, open: None, said }
}

impl OwnColumns {
    /// Which of our columns the headings of a row name.
    fn of(headings: &Row, language: Language) -> Self {
        let by_heading: HashMap<String, usize> =
            COLUMNS.iter().enumerate().map(|(at, it)| (it.heading(language), at)).collect();
        let mut columns = BTreeMap::new();
        let mut taken = HashSet::new();
        for cell in &headings.cells {
            let heading = cell.value.to_string();
            let heading = heading.trim();
            let (whole, number) = match heading.rsplit_once(" #") {
                Some((whole, number)) => (whole, number.parse().unwrap_or(1_usize)),
                None => (heading, 1),
            };
            let column = by_heading.get(whole).copied();
            let part = column.map(|column| Part { column, part: number.saturating_sub(1) });
            if let Some(part) = part.filter(|it| taken.insert(*it)) {
                columns.insert(cell.column, part);
            }
        }
        Self(columns)
    }

    fn has(&self, wanted: impl Fn(&Holds) -> bool) -> bool {
        self.0.values().any(|it| wanted(&COLUMNS[it.column].holds))
    }

    /// As those see them who know fields only: of several of one field, the first.
    fn by_field(&self) -> BTreeMap<Field, Column> {
        let mut columns = BTreeMap::new();
        for (at, part) in &self.0 {
            columns.entry(COLUMNS[part.column].field).or_insert_with(|| Column {
                at: *at,
                heading: Heading::default(),
                length_unit: Some(LengthUnit::Millimetre),
                mass_unit: None,
                marks: Marks::default(),
            });
        }
        columns
    }

    /// Where one of our columns stands.
    fn place_of(&self, column: usize) -> u32 {
        self.0.iter().find(|(_, it)| it.column == column).map_or(0, |(at, _)| *at)
    }

    /// Which of our columns a row fills, with what, and where. What was too long for one cell is put
    /// together again.
    fn cells(&self, row: &Row) -> Vec<(usize, Value, u32)> {
        let part_of = |at: u32| self.0.get(&at).copied().or_else(|| beside_the_sheet(at));
        let mut found: Vec<(Part, &Value, u32)> = row
            .cells
            .iter()
            .filter_map(|it| Some((part_of(it.column)?, &it.value, it.column)))
            .collect();
        found.sort_by_key(|it| (it.0.column, it.0.part));
        let mut cells: Vec<(usize, Value, u32)> = Vec::new();
        for (part, value, at) in found {
            match cells.last_mut() {
                Some((last, Value::Text(text), _)) if *last == part.column => {
                    text.push_str(without_apostrophe(&value.to_string()));
                }
                _ => cells.push((part.column, value.clone(), at)),
            }
        }
        cells
    }
}

/// What somebody said of a field that the file has no column for.
fn beside_the_sheet(at: u32) -> Option<Part> {
    let place = usize::try_from(at.checked_sub(BESIDE_THE_SHEET)?).ok()?;
    let field = Field::ALL.get(place)?;
    let column = COLUMNS.iter().position(|it| it.field == *field)?;
    Some(Part { column, part: 0 })
}
