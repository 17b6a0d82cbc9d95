//! A sheet, laid out as it is described: the cells, and what must come out of each row.

use std::collections::BTreeMap;

use serde_json::Value;

use super::row::{Cell, Column, Facts};
use super::wording::{self, Hand, Tongue};

/// How a sheet is laid out. [`PLAIN`] is headings in the first row and things below.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    pub name: &'static str,
    /// Lines above the headings; `;` between cells.
    pub title: &'static [&'static str],
    /// A row above the headings: `Product*3;Afmetingen (cm)*2`, merged over so many columns.
    pub groups: &'static str,
    /// `Heading=field@style`, with `;` between them.
    pub columns: &'static str,
    /// A row below the headings with units: `;;st;mm`.
    pub units: &'static str,
    pub things: usize,
    pub sections: Sections,
    pub total: bool,
    /// An empty row after each of so many things; 0 is none.
    pub blank_after: usize,
    pub notes: &'static [&'static str],
    /// The headings again after each of so many things; 0 is never.
    pub page: usize,
    /// Texts beside the list, from the row of the headings down, after an empty column.
    pub beside: &'static [&'static str],
    /// Things, from 0, whose rows are hidden.
    pub hidden_rows: &'static [usize],
    /// Columns, from 0, that are hidden.
    pub hidden_columns: &'static [usize],
    /// Thing, field, what stands there instead: each must be called wrong.
    pub faults: &'static [(usize, &'static str, &'static str)],
    /// Fields written once for three things, in cells merged over them. What they say must be the
    /// same for all.
    pub merged: &'static [&'static str],
    /// Fields where "the same as above" is written with a sign.
    pub ditto: &'static [&'static str],
    /// It is no list, or not one of things that come free: nothing must come of it.
    pub left_out: bool,
    /// Its things are registered, and offered to nobody.
    pub not_offered: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sections {
    None,
    /// A line for each floor, after each four things.
    Floors,
    /// A line for each floor and one for the room, after each four things.
    Rooms,
    /// A line merged over the whole width: floor and room in one.
    Merged,
}

pub const PLAIN: Sheet = Sheet {
    name: "Blad1",
    title: &[],
    groups: "",
    columns: "",
    units: "",
    things: 12,
    sections: Sections::None,
    total: false,
    blank_after: 0,
    notes: &[],
    page: 0,
    beside: &[],
    hidden_rows: &[],
    hidden_columns: &[],
    faults: &[],
    merged: &[],
    ditto: &[],
    left_out: false,
    not_offered: false,
};

/// A sheet as it goes into the file, and what must come out of it.
#[derive(Debug, Default)]
pub struct Laid {
    pub rows: Vec<Vec<Cell>>,
    /// Row, first and last column, last row; all from 0.
    pub merged: Vec<(usize, usize, usize, usize)>,
    pub hidden_rows: Vec<usize>,
    pub hidden_columns: Vec<usize>,
    /// Heading as it is told → the fields it may be.
    pub columns: Vec<(String, Vec<&'static str>)>,
    /// Row as a spreadsheet counts → what must come out of it.
    pub items: BTreeMap<usize, Vec<(&'static str, Value)>>,
    /// `E12` and the field that must be called wrong.
    pub faults: Vec<(String, &'static str)>,
    pub dropped: BTreeMap<&'static str, usize>,
    /// Filled cells of things that are not faults.
    pub right_cells: usize,
}

/// Lays out a sheet; `first` is the number of its first thing in the file.
pub fn lay_out(sheet: &Sheet, seed: usize, first: usize, hand: Hand) -> Laid {
    let columns: Vec<Column> = sheet.columns.split(';').map(Column::parse).collect();
    let mut laid = Laid::default();
    for line in sheet.title {
        laid.rows.push(line.split(';').map(cell_of).collect());
    }
    headings(&mut laid, sheet, &columns);
    let header = laid.rows.len() - 1;
    let mut total = 0;
    for at in 0..sheet.things {
        between(&mut laid, sheet, &columns, at, hand.tongue);
        let facts = Facts::draw(seed, first + at);
        total += facts.quantity();
        thing(&mut laid, sheet, &columns, &facts, at, hand);
    }
    end(&mut laid, sheet, &columns, total, hand);
    for (at, text) in sheet.beside.iter().enumerate() {
        let row = &mut laid.rows[header + at];
        row.resize(columns.len() + 1, Cell::Empty);
        row.push(cell_of(text));
    }
    laid.hidden_columns = sheet.hidden_columns.to_vec();
    laid
}

fn cell_of(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

fn headings(laid: &mut Laid, sheet: &Sheet, columns: &[Column]) {
    let mut groups = vec![String::new(); columns.len()];
    if !sheet.groups.is_empty() {
        let mut row = vec![Cell::Empty; columns.len()];
        let mut at = 0;
        for group in sheet.groups.split(';') {
            let (text, width) = group.split_once('*').unwrap_or((group, "1"));
            let width: usize = width.parse().expect("a width");
            row[at] = cell_of(text);
            groups[at..at + width].fill(text.to_owned());
            if width > 1 {
                laid.merged.push((laid.rows.len(), at, at + width - 1, laid.rows.len()));
            }
            at += width;
        }
        laid.rows.push(row);
    }
    laid.rows.push(columns.iter().map(|it| cell_of(it.heading)).collect());
    let mut below = vec![""; columns.len()];
    if !sheet.units.is_empty() {
        below = sheet.units.split(';').collect();
        laid.rows.push(below.iter().map(|it| cell_of(it)).collect());
    }
    for (at, column) in columns.iter().enumerate() {
        if sheet.hidden_columns.contains(&at) {
            continue;
        }
        let parts = [groups[at].as_str(), column.heading, below[at]];
        let parts: Vec<&str> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        laid.columns.push((parts.join(" / "), column.fields.clone()));
    }
}

/// What stands before a thing: a section, an empty row, the headings of the next page.
fn between(laid: &mut Laid, sheet: &Sheet, columns: &[Column], at: usize, tongue: Tongue) {
    if sheet.blank_after > 0 && at > 0 && at.is_multiple_of(sheet.blank_after) {
        laid.rows.push(Vec::new());
        *laid.dropped.entry("blank").or_default() += 1;
    }
    if sheet.page > 0 && at > 0 && at.is_multiple_of(sheet.page) {
        laid.rows.push(columns.iter().map(|it| cell_of(it.heading)).collect());
        *laid.dropped.entry("repeated_header").or_default() += 1;
    }
    if !at.is_multiple_of(4) {
        return;
    }
    let floor = wording::floor(at / 4, tongue).to_owned();
    let room = wording::room(at, tongue);
    let lines = match sheet.sections {
        Sections::None => return,
        Sections::Floors => vec![floor],
        Sections::Rooms => vec![floor, room],
        Sections::Merged => {
            let width = columns.len() - 1;
            laid.merged.push((laid.rows.len(), 0, width, laid.rows.len()));
            vec![format!("{floor} - {room}")]
        }
    };
    for line in lines {
        laid.rows.push(vec![Cell::Text(line)]);
        *laid.dropped.entry("section").or_default() += 1;
    }
}

fn thing(laid: &mut Laid, sheet: &Sheet, columns: &[Column], facts: &Facts, at: usize, hand: Hand) {
    let row = laid.rows.len() + 1;
    let mut cells = Vec::with_capacity(columns.len());
    let mut expected = vec![("category", facts.thing.category.into())];
    let hidden = sheet.hidden_rows.contains(&at);
    let mut faulty = false;
    for (place, column) in columns.iter().enumerate() {
        let field = column.field();
        // What is merged or repeated is said by the first thing of three.
        let shared = sheet.merged.contains(&field) || sheet.ditto.contains(&field);
        let (cell, says) = facts.cell(column, hand);
        let fault = sheet.faults.iter().find(|it| it.0 == at && it.1 == field);
        if let Some((_, field, text)) = fault {
            cells.push(cell_of(text));
            laid.faults.push((address(row, place), field));
            faulty = true;
            continue;
        }
        cells.push(if shared && !at.is_multiple_of(3) {
            if sheet.ditto.contains(&field) { Cell::Text("\"".into()) } else { Cell::Empty }
        } else {
            cell
        });
        if !sheet.hidden_columns.contains(&place) {
            expected.extend(says);
            laid.right_cells +=
                usize::from(!hidden && *cells.last().expect("just pushed") != Cell::Empty);
        }
        if sheet.merged.contains(&field) && at.is_multiple_of(3) {
            let last = (at + 2).min(sheet.things - 1) - at;
            laid.merged.push((row - 1, place, place, row - 1 + last));
        }
    }
    laid.rows.push(cells);
    if hidden {
        laid.hidden_rows.push(row - 1);
        *laid.dropped.entry("hidden").or_default() += 1;
    } else if !faulty {
        expected.extend(section(sheet, at, hand.tongue));
        if sheet.not_offered {
            expected.push(("visibility", "organisation".into()));
        }
        laid.items.insert(row, expected);
    }
}

/// What the section above a thing says about it.
fn section(sheet: &Sheet, at: usize, tongue: Tongue) -> Vec<(&'static str, Value)> {
    let floor = ("floor", wording::floor(at / 4, tongue).into());
    let room = ("room", wording::room(at / 4 * 4, tongue).into());
    match sheet.sections {
        Sections::None => Vec::new(),
        Sections::Floors => vec![floor],
        Sections::Rooms | Sections::Merged => vec![floor, room],
    }
}

fn end(laid: &mut Laid, sheet: &Sheet, columns: &[Column], total: i64, hand: Hand) {
    if sheet.total {
        let word = Cell::Text(wording::total(hand.tongue).to_owned());
        let sum = if hand.typed {
            Cell::Number(f64::from(i32::try_from(total / 1000).expect("few things")))
        } else {
            Cell::Text(wording::number(total / 1000 * 1000, hand.tongue, false))
        };
        let row = columns.iter().map(|it| match it.field() {
            "name" => word.clone(),
            "quantity" => sum.clone(),
            _ => Cell::Empty,
        });
        laid.rows.push(row.collect());
        *laid.dropped.entry("total").or_default() += 1;
    }
    for note in sheet.notes {
        laid.rows.push(vec![cell_of(note)]);
        *laid.dropped.entry("footnote").or_default() += 1;
    }
}

/// `E12`, from a row as a spreadsheet counts and a column from 0.
fn address(row: usize, column: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(column).expect("few columns"));
    format!("{letter}{row}")
}
