//! Cells as `calamine` gives them, told in the order in which they stand.

use calamine::{CellErrorType, DataRef, Dimensions, ExcelDateTime};

use super::wire::{Held, Stop, Teller};
use super::{Merged, Unreadable};
use crate::clock::Day;

/// Excel's own.
const ROWS_MAX: u32 = 1_048_576;
/// Excel's own.
pub(super) const COLUMNS_MAX: u32 = 16_384;

/// A section row in every fifth of the rows we take.
pub(super) const MERGED_MAX: usize = 40_000;

/// One sheet per room of a large building.
const SHEETS_MAX: usize = 500;

/// Sheets are asked for by their name, so there cannot be two of one.
pub(super) fn check_names(names: &[&str]) -> Result<(), Unreadable> {
    if names.len() > SHEETS_MAX {
        return Err(Unreadable::TooLarge);
    }
    let distinct: std::collections::HashSet<_> = names.iter().collect();
    if distinct.len() < names.len() {
        return Err(Unreadable::damaged("two sheets have one name"));
    }
    Ok(())
}

/// Holds the cells of a sheet to their order: a sheet that jumps back and forth would make rows
/// that are torn, and a cell in an unknown place would be believed to stand in another column.
#[derive(Default)]
pub(super) struct Order {
    /// Where the next cell may stand at the earliest: row and column from 0.
    next: (u32, u32),
    /// The last row that holds a cell, filled or not, counted from 1.
    pub last_row: u32,
    pub cells_lost: u32,
    /// The cell before this one was lost, and its place with it.
    lost_just_now: bool,
}

impl Order {
    /// Tells a cell, whose row and column count from 0.
    pub fn tell(
        &mut self,
        (row, column): (u32, u32),
        held: Option<Held>,
        teller: &mut Teller,
    ) -> Result<(), Stop> {
        self.check(row, column)?;
        self.next = (row, column + 1);
        self.last_row = row + 1;
        match held {
            Some(held) => teller.cell(row + 1, column, held),
            None => Ok(()),
        }
    }

    pub fn lose(&mut self) {
        self.cells_lost = self.cells_lost.saturating_add(1);
        self.lost_just_now = true;
    }

    fn check(&mut self, row: u32, column: u32) -> Result<(), Unreadable> {
        if row >= ROWS_MAX || column >= COLUMNS_MAX {
            return Err(Unreadable::damaged("a cell beyond the edge of any sheet"));
        }
        if (row, column) < self.next {
            return Err(Unreadable::damaged("cells out of their order"));
        }
        // Where cells do not say where they stand, the rest of the row has moved to the left.
        let began = self.last_row > 0;
        if std::mem::take(&mut self.lost_just_now) && began && (row, column) == self.next {
            return Err(Unreadable::damaged("a cell that cannot be read, in an unknown place"));
        }
        Ok(())
    }
}

pub(super) fn merged_cells(of: Dimensions) -> Merged {
    Merged {
        first_row: of.start.0.saturating_add(1),
        last_row: of.end.0.saturating_add(1),
        first_column: of.start.1,
        last_column: of.end.1,
    }
}

/// What a cell holds; `None` for an empty one.
pub(super) fn held<'a>(cell: &'a DataRef) -> Option<Held<'a>> {
    match cell {
        DataRef::Empty => None,
        DataRef::String(text) | DataRef::DurationIso(text) => Some(Held::Text(text)),
        DataRef::SharedString(text) => Some(Held::Text(text)),
        #[expect(clippy::cast_precision_loss, reason = "a spreadsheet knows no other numbers")]
        DataRef::Int(number) => Some(Held::Number(*number as f64)),
        DataRef::Float(number) => Some(number_held(*number)),
        DataRef::Bool(flag) => Some(Held::Bool(*flag)),
        DataRef::DateTime(at) => Some(day(at).map_or(number_held(at.as_f64()), Held::Date)),
        DataRef::DateTimeIso(text) => Some(iso_day(text).map_or(Held::Text(text), Held::Date)),
        DataRef::Error(error) => Some(Held::Error(error_word(error))),
    }
}

/// A number that is none, such as the infinite, is an error of whoever computed it.
pub(super) fn number_held<'a>(number: f64) -> Held<'a> {
    if number.is_finite() { Held::Number(number) } else { Held::Error("#NUM!") }
}

/// The day in `2026-03-15T08:30:00`.
pub(super) fn iso_day(text: &str) -> Option<Day> {
    text.get(..10).and_then(Day::parse)
}

/// `None` where the cell holds a time of day, a duration, or the 29th of February 1900, which
/// Excel believes in.
fn day(at: &ExcelDateTime) -> Option<Day> {
    if !at.is_datetime() || at.as_f64() < 1.0 {
        return None;
    }
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    Day::new(i32::from(year), month, day)
}

fn error_word(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#DATA!",
    }
}
