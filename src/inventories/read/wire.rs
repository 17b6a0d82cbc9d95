//! What the reading process says to the one that started it: JSON, one object a line.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::{Cell, Format, Merged, Row, Sheet, Unreadable, Value, Workbook};

/// Two hundred thousand rows of twenty filled cells; beyond, what is told no longer fits the
/// memory of a small server.
pub(super) const CELLS_MAX: u64 = 4_000_000;

/// What a spreadsheet takes in one cell. In a text file, more is a quotation mark left open.
pub(super) const CELL_CHARACTERS_MAX: usize = 32_767;

/// The cells of a long list with long descriptions. One text may stand in many cells, so the file
/// itself says little about how much it holds.
pub(super) const LINES_BYTES_MAX: u64 = 256_000_000;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    Format(Format),
    /// A sheet begins.
    Sheet {
        name: String,
        hidden: bool,
        merged: Vec<Merged>,
    },
    /// A row of the sheet that began last: its number, and columns with what they hold.
    Row(u32, Vec<(u32, Value)>),
    /// The sheet that began last is over.
    SheetEnd {
        last_row: u32,
        cells_lost: u32,
    },
    /// All is told.
    End,
    /// No more is told, and why.
    Unreadable(Unreadable),
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

/// Tells what is read, within the bounds.
pub(super) struct Teller<'a> {
    out: &'a mut dyn Write,
    rows_max: u64,
    rows: u64,
    cells: u64,
    bytes: u64,
}

impl<'a> Teller<'a> {
    pub fn new(out: &'a mut dyn Write, rows_max: u64) -> Self {
        Self { out, rows_max, rows: 0, cells: 0, bytes: 0 }
    }

    /// Whether no filled cell was told.
    pub fn is_empty(&self) -> bool {
        self.cells == 0
    }

    /// A row without cells goes untold.
    pub fn row(&mut self, number: u32, cells: Vec<(u32, Value)>) -> Result<(), Stop> {
        if cells.is_empty() {
            return Ok(());
        }
        self.rows += 1;
        self.cells += cells.len() as u64;
        if self.rows > self.rows_max {
            return Err(Unreadable::TooManyRows { max: self.rows_max }.into());
        }
        if self.cells > CELLS_MAX {
            return Err(Unreadable::TooManyCells { max: CELLS_MAX }.into());
        }
        self.tell(&Line::Row(number, cells))
    }

    pub fn tell(&mut self, line: &Line) -> Result<(), Stop> {
        let mut text = serde_json::to_vec(line).map_err(io::Error::from)?;
        text.push(b'\n');
        self.bytes += text.len() as u64;
        if self.bytes > LINES_BYTES_MAX {
            return Err(Unreadable::TooLarge.into());
        }
        Ok(self.out.write_all(&text)?)
    }
}

/// Listens, and puts together what is told.
#[derive(Debug, Default)]
pub(super) struct Listener {
    format: Option<Format>,
    sheets: Vec<Sheet>,
    end: Option<Result<(), Unreadable>>,
}

impl Listener {
    pub fn hear(&mut self, line: &[u8]) -> Result<(), &'static str> {
        if self.end.is_some() {
            return Err("more is told after the end");
        }
        let line = serde_json::from_slice(line).map_err(|_| "a line that means nothing")?;
        match line {
            Line::Format(format) => self.format = Some(format),
            Line::Sheet { name, hidden, merged } => {
                let (rows, last_row, cells_lost) = (Vec::new(), 0, 0);
                self.sheets.push(Sheet { name, hidden, rows, last_row, merged, cells_lost });
            }
            Line::Row(number, cells) => {
                let sheet = self.sheets.last_mut().ok_or("a row before any sheet")?;
                let cell = |(column, value)| Cell { row: number, column, value };
                let cells = cells.into_iter().map(cell).collect();
                sheet.rows.push(Row { number, cells });
            }
            Line::SheetEnd { last_row, cells_lost } => {
                let sheet = self.sheets.last_mut().ok_or("the end of no sheet")?;
                (sheet.last_row, sheet.cells_lost) = (last_row, cells_lost);
            }
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
