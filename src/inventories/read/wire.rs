//! What the reading process says to the one that started it: lines of JSON, and between them the
//! rows, of which there may be hundreds of thousands, packed.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::packed::{self, ROW};
use super::{Format, Link, Merged, Row, Sheet, Spans, Unreadable, Value, Workbook};

/// Two hundred thousand rows of twenty filled cells; beyond, what is told no longer fits the
/// memory of a small server.
pub(super) const CELLS_MAX: u64 = 4_000_000;

/// What a spreadsheet takes in one cell. In a text file, more is a quotation mark left open.
pub(super) const CELL_CHARACTERS_MAX: usize = 32_767;

/// The cells of a long list with long descriptions. One text may stand in many cells, so the file
/// itself says little about how much it holds.
pub(super) const TOLD_BYTES_MAX: u64 = 256_000_000;

/// Merged and hidden rows of the largest sheet there is, as JSON.
const LINE_BYTES_MAX: usize = 16_000_000;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    Format(Format),
    /// A sheet begins; its rows follow.
    Sheet {
        name: String,
        hidden: bool,
    },
    /// The sheet that began last is over.
    SheetEnd(SheetEnd),
    /// What was told so far is void: it is told anew.
    Anew,
    /// All is told.
    End,
    /// No more is told, and why.
    Unreadable(Unreadable),
}

/// What is known of a sheet once it is read.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct SheetEnd {
    pub last_row: u32,
    pub cells_lost: u32,
    pub merged: Vec<Merged>,
    pub hidden_rows: Spans,
    pub hidden_columns: Spans,
    pub links: Vec<Link>,
}

/// Why reading stopped before the end.
#[derive(Debug)]
pub(super) enum Stop {
    Unreadable(Unreadable),
    /// Nobody listens any more, or the file cannot be had.
    Io(io::Error),
}

impl From<Unreadable> for Stop {
    fn from(why: Unreadable) -> Self {
        Self::Unreadable(why)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What a cell holds, as it is told: without taking it from where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Held<'a> {
    Text(&'a str),
    Number(f64),
    Bool(bool),
    Date(crate::clock::Day),
    Error(&'a str),
}

/// Tells what is read, within the bounds.
pub(super) struct Teller<'a> {
    out: &'a mut dyn Write,
    rows_max: u64,
    rows: u64,
    cells: u64,
    bytes: u64,
    /// The row that is being told.
    row: packed::Row,
}

impl<'a> Teller<'a> {
    pub fn new(out: &'a mut dyn Write, rows_max: u64) -> Self {
        Self { out, rows_max, rows: 0, cells: 0, bytes: 0, row: packed::Row::default() }
    }

    /// Whether no filled cell was told.
    pub fn is_empty(&self) -> bool {
        self.cells == 0
    }

    /// Tells a cell, whose row counts from 1. Cells come row by row, from left to right; those
    /// that hold nothing but spaces go untold.
    pub fn cell(&mut self, row: u32, column: u32, held: Held) -> Result<(), Stop> {
        if let Held::Text(text) = held {
            if text.chars().all(char::is_whitespace) {
                return Ok(());
            }
            // Bytes are at least as many as characters, and at hand.
            if text.len() > CELL_CHARACTERS_MAX && text.chars().count() > CELL_CHARACTERS_MAX {
                return Err(Unreadable::TooLarge.into());
            }
        }
        if self.row.number() != Some(row) {
            self.end_row()?;
            self.rows += 1;
            if self.rows > self.rows_max {
                return Err(Unreadable::TooManyRows { max: self.rows_max }.into());
            }
            self.row.begin(row);
        }
        self.cells += 1;
        if self.cells > CELLS_MAX {
            return Err(Unreadable::TooManyCells { max: CELLS_MAX }.into());
        }
        self.row.push(column, held);
        Ok(())
    }

    /// Takes back what was told, to tell it anew.
    pub fn begin_again(&mut self) -> Result<(), Stop> {
        self.row.clear();
        (self.rows, self.cells, self.bytes) = (0, 0, 0);
        self.tell(&Line::Anew)
    }

    fn end_row(&mut self) -> Result<(), Stop> {
        let Some(packed) = self.row.end() else { return Ok(()) };
        count(&mut self.bytes, packed)?;
        self.out.write_all(packed)?;
        self.row.clear();
        Ok(())
    }

    pub fn tell(&mut self, line: &Line) -> Result<(), Stop> {
        self.end_row()?;
        let mut text = serde_json::to_vec(line).map_err(io::Error::from)?;
        text.push(b'\n');
        count(&mut self.bytes, &text)?;
        if text.len() > LINE_BYTES_MAX {
            return Err(Unreadable::TooLarge.into());
        }
        Ok(self.out.write_all(&text)?)
    }
}

fn count(bytes: &mut u64, told: &[u8]) -> Result<(), Unreadable> {
    *bytes += told.len() as u64;
    if *bytes > TOLD_BYTES_MAX { Err(Unreadable::TooLarge) } else { Ok(()) }
}

/// Listens, and puts together what is told.
#[derive(Debug, Default)]
pub(super) struct Listener {
    /// The beginning of a message whose end was not heard yet.
    unfinished: Vec<u8>,
    format: Option<Format>,
    sheets: Vec<Sheet>,
    end: Option<Result<(), Unreadable>>,
}

impl Listener {
    /// Hears the next bytes, wherever they end.
    pub fn hear(&mut self, bytes: &[u8]) -> Result<(), &'static str> {
        let mut heard = std::mem::take(&mut self.unfinished);
        heard.extend_from_slice(bytes);
        let mut rest = &heard[..];
        while let Some((message, after)) = first_message(rest)? {
            self.understand(message)?;
            rest = after;
        }
        let done = heard.len() - rest.len();
        heard.drain(..done);
        self.unfinished = heard;
        Ok(())
    }

    fn understand(&mut self, message: &[u8]) -> Result<(), &'static str> {
        if self.end.is_some() {
            return Err("more is told after the end");
        }
        if message.first() == Some(&ROW) {
            let sheet = self.sheets.last_mut().ok_or("a row before any sheet")?;
            let (number, cells) = packed::unpack(message)?;
            sheet.rows.push(Row { number, cells });
            return Ok(());
        }
        let line = serde_json::from_slice(message).map_err(|_| "a line that means nothing")?;
        match line {
            Line::Format(format) => self.format = Some(format),
            Line::Sheet { name, hidden } => self.sheets.push(Sheet::new(name, hidden)),
            Line::SheetEnd(end) => {
                let sheet = self.sheets.last_mut().ok_or("the end of no sheet")?;
                sheet.last_row = end.last_row;
                sheet.cells_lost = end.cells_lost;
                sheet.merged = end.merged;
                sheet.hidden_rows = end.hidden_rows;
                sheet.hidden_columns = end.hidden_columns;
                sheet.links = end.links;
            }
            Line::Anew => (self.format, self.sheets) = (None, Vec::new()),
            Line::End => self.end = Some(Ok(())),
            Line::Unreadable(why) => self.end = Some(Err(why)),
        }
        Ok(())
    }

    /// What was told, if all of it was.
    pub fn heard(self) -> Option<Result<Workbook, Unreadable>> {
        match (self.end?, self.format) {
            (Err(why), _) => Some(Err(why)),
            (Ok(()), Some(format)) => Some(Ok(Workbook { format, sheets: self.sheets })),
            (Ok(()), None) => None,
        }
    }
}

type MessageAndRest<'a> = (&'a [u8], &'a [u8]);

/// The message at the beginning and what follows it; `None` where its end is not there yet.
fn first_message(bytes: &[u8]) -> Result<Option<MessageAndRest<'_>>, &'static str> {
    let length = match bytes.first() {
        None => None,
        Some(&ROW) => packed::length(bytes),
        Some(_) => bytes.iter().position(|it| *it == b'\n').map(|it| it + 1),
    };
    match length {
        Some(length) => Ok(bytes.split_at_checked(length)),
        None if bytes.len() > LINE_BYTES_MAX => Err("a line without end"),
        None => Ok(None),
    }
}

impl From<Held<'_>> for Value {
    fn from(held: Held) -> Self {
        match held {
            Held::Text(text) => Self::Text(text.to_owned()),
            Held::Number(number) => Self::Number(number),
            Held::Bool(flag) => Self::Bool(flag),
            Held::Date(day) => Self::Date(day),
            Held::Error(text) => Self::Error(text.to_owned()),
        }
    }
}

impl<'a> From<&'a Value> for Held<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text),
            Value::Number(number) => Self::Number(*number),
            Value::Bool(flag) => Self::Bool(*flag),
            Value::Date(day) => Self::Date(*day),
            Value::Error(text) => Self::Error(text),
        }
    }
}
