//! Reading an uploaded file into rows of typed cells. What the cells mean is for others to judge.
//!
//! The file comes from a stranger, so it is opened in a process of its own, with bounds on memory
//! and time: [`read_in_child`] starts it and listens, [`child`] is what runs in it.

mod binary_shape;
mod cells;
pub mod child;
mod delimited;
mod guard;
mod kind;
mod links;
mod manner;
mod old_shape;
mod old_workbook;
mod open_document;
mod packed;
mod parent;
mod scan;
mod shape;
mod spans;
mod unreadable;
mod wire;
mod workbook;
mod xml;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::clock::Day;

pub use parent::read_in_child;
pub(super) use parent::{WITHIN_BOUNDS, program};
pub use spans::Spans;
pub use unreadable::Unreadable;

/// A file, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    pub format: Format,
    pub sheets: Vec<Sheet>,
}

/// What kind of file it turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Format {
    pub kind: Kind,
    /// Of a text file, as the WHATWG names it: `windows-1252`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Of a text file: what stands between two cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// With or without macros, which nobody runs.
    Xlsx,
    /// The same, binary.
    Xlsb,
    /// Excel 97 to 2003, and before.
    Xls,
    /// `OpenDocument`.
    Ods,
    /// Text with any delimiter.
    Csv,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// `csv` for a text file.
    pub name: String,
    /// Hidden from whoever opens the workbook: lists of choices, mostly.
    pub hidden: bool,
    /// The rows that hold something, from top to bottom.
    pub rows: Vec<Row>,
    /// The last row the file mentions, filled or not.
    pub last_row: u32,
    /// From top to bottom.
    pub merged: Vec<Merged>,
    /// Not shown to whoever opens the workbook, by hand or by a filter. What stands in them is
    /// among the rows.
    pub hidden_rows: Spans,
    /// The first column is 0.
    pub hidden_columns: Spans,
    /// Web addresses behind cells, whatever the cells show. Known of XLSX.
    pub links: Vec<Link>,
    /// Cells that hold something no reader of ours understands; they are missing from the rows.
    pub cells_lost: u32,
}

/// A row, with its filled cells from left to right.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// As a spreadsheet shows it: the first is 1.
    pub number: u32,
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub row: u32,
    /// The first is 0.
    pub column: u32,
    pub value: Value,
}

/// What a cell holds; of a formula, what it came to when the file was saved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// As it stands in the file, spaces and line breaks included; never only spaces.
    #[serde(rename = "t")]
    Text(String),
    /// Always finite.
    #[serde(rename = "n")]
    Number(f64),
    #[serde(rename = "b")]
    Bool(bool),
    #[serde(rename = "d")]
    Date(Day),
    /// `#N/A` and its like.
    #[serde(rename = "e")]
    Error(String),
}

/// Cells shown as one. Rows count from 1, columns from 0, both ends are in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Merged {
    pub first_row: u32,
    pub last_row: u32,
    pub first_column: u32,
    pub last_column: u32,
}

/// A web address behind a cell, whose row counts from 1 and whose column from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub row: u32,
    pub column: u32,
    pub address: String,
}

impl Sheet {
    /// A sheet of which nothing was read yet.
    pub fn new(name: String, hidden: bool) -> Self {
        Self {
            name,
            hidden,
            rows: Vec::new(),
            last_row: 0,
            merged: Vec::new(),
            hidden_rows: Spans::default(),
            hidden_columns: Spans::default(),
            links: Vec::new(),
            cells_lost: 0,
        }
    }

    /// The merged cells whose upper edge is in this row.
    pub fn merged_in(&self, row: u32) -> &[Merged] {
        let start = self.merged.partition_point(|it| it.first_row < row);
        let end = self.merged.partition_point(|it| it.first_row <= row);
        &self.merged[start..end]
    }

    pub fn row(&self, number: u32) -> Option<&Row> {
        let place = self.rows.binary_search_by_key(&number, |it| it.number).ok()?;
        Some(&self.rows[place])
    }
}

impl Row {
    pub fn get(&self, column: u32) -> Option<&Value> {
        let place = self.cells.binary_search_by_key(&column, |it| it.column).ok()?;
        Some(&self.cells[place].value)
    }
}

impl Cell {
    /// As a spreadsheet shows it: `E12`.
    pub fn address(&self) -> String {
        address(self.row, self.column)
    }
}

/// Where a row (from 1) and a column (from 0) meet, as a spreadsheet shows it: `E12`.
pub fn address(row: u32, column: u32) -> String {
    format!("{}{row}", column_letters(column))
}

/// The letters above a column, the first of which is 0: `A`, `Z`, `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(char::from(b'A' + (rest % 26) as u8));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters.into_iter().rev().collect()
}

/// As a person would type it, to say what was found.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Error(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Bool(flag) => write!(f, "{flag}"),
            Self::Date(day) => write!(f, "{day}"),
        }
    }
}

#[cfg(test)]
pub(in crate::inventories) mod tests;
