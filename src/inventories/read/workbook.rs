//! Workbooks (XLSX, XLSM), cell by cell: what is not there takes no room, however far the cells
//! lie apart.

use std::collections::HashSet;
use std::fs::File;
use std::io::BufReader;

use calamine::{
    DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError,
};

use super::wire::{CELL_CHARACTERS_MAX, Line, Stop, Teller};
use super::{Format, Kind, Merged, Unreadable, Value};
use crate::clock::Day;

/// One sheet per room of a large building.
const SHEETS_MAX: usize = 500;

/// Excel's own.
const ROWS_MAX: u32 = 1_048_576;
/// Excel's own.
const COLUMNS_MAX: u32 = 16_384;

/// A section row in every fifth of the rows we take.
const MERGED_MAX: usize = 40_000;

pub(super) fn read(file: File, teller: &mut Teller) -> Result<(), Stop> {
    let mut workbook = Xlsx::new(BufReader::new(file)).map_err(unreadable)?;
    let sheets: Vec<_> = workbook
        .sheets_metadata()
        .iter()
        .filter(|it| it.typ == SheetType::WorkSheet)
        .map(|it| (it.name.clone(), it.visible != SheetVisible::Visible))
        .collect();
    if sheets.len() > SHEETS_MAX {
        return Err(Unreadable::TooLarge.into());
    }
    let names: HashSet<_> = sheets.iter().map(|(name, _)| name).collect();
    if names.len() < sheets.len() {
        return Err(Unreadable::damaged("two sheets have one name").into());
    }
    teller.tell(&Line::Format(Format { kind: Kind::Xlsx, encoding: None, delimiter: None }))?;
    for (name, hidden) in &sheets {
        read_sheet(&mut workbook, name, *hidden, teller)?;
    }
    Ok(())
}

fn read_sheet(
    workbook: &mut Xlsx<BufReader<File>>,
    name: &str,
    hidden: bool,
    teller: &mut Teller,
) -> Result<(), Stop> {
    let merged = workbook.merge_cells_by_sheet_name(name).map_err(unreadable)?;
    let mut merged: Vec<_> = merged.into_iter().take(MERGED_MAX).map(merged_cells).collect();
    merged.sort_unstable();
    teller.tell(&Line::Sheet { name: name.to_owned(), hidden, merged })?;

    let mut cells = workbook.worksheet_cells_reader(name).map_err(unreadable)?;
    let mut sheet = Rows::default();
    loop {
        match cells.next_cell() {
            Ok(Some(cell)) => {
                let (row, column) = cell.get_position();
                if sheet.begins(row, column)? {
                    teller.row(sheet.row + 1, std::mem::take(&mut sheet.cells))?;
                }
                sheet.take(row, column, value(cell.get_value())?);
            }
            Ok(None) => break,
            Err(error) if is_of_one_cell(&error) => {
                sheet.cells_lost = sheet.cells_lost.saturating_add(1);
                sheet.lost_just_now = true;
            }
            Err(error) => return Err(unreadable(error).into()),
        }
    }
    if !sheet.cells.is_empty() {
        teller.row(sheet.row + 1, std::mem::take(&mut sheet.cells))?;
    }
    let (last_row, cells_lost) = (sheet.next.0, sheet.cells_lost);
    teller.tell(&Line::SheetEnd { last_row, cells_lost })
}

/// Cells, gathered into rows. Rows and columns count from 0 here.
#[derive(Default)]
struct Rows {
    /// The row that is being gathered.
    row: u32,
    cells: Vec<(u32, Value)>,
    /// Where the next cell may stand at the earliest; the row of the last one, counted from 1.
    next: (u32, u32),
    cells_lost: u32,
    /// The cell before this one was lost, and its place with it.
    lost_just_now: bool,
}

impl Rows {
    /// Whether this cell is the first of another row than the one being gathered.
    fn begins(&mut self, row: u32, column: u32) -> Result<bool, Unreadable> {
        let (last_row, next_column) = self.next;
        let same_row = row + 1 == last_row;
        if row >= ROWS_MAX || column >= COLUMNS_MAX {
            return Err(Unreadable::damaged("a cell beyond the edge of any sheet"));
        }
        if row + 1 < last_row || (same_row && column < next_column) {
            return Err(Unreadable::damaged("cells out of their order"));
        }
        // Where cells do not say where they stand, the rest of the row has moved to the left.
        if std::mem::take(&mut self.lost_just_now) && same_row && column == next_column {
            return Err(Unreadable::damaged("a cell that cannot be read, in an unknown place"));
        }
        Ok(!same_row && !self.cells.is_empty())
    }

    fn take(&mut self, row: u32, column: u32, value: Option<Value>) {
        self.row = row;
        self.next = (row + 1, column + 1);
        self.cells.extend(value.map(|it| (column, it)));
    }
}

fn merged_cells(of: Dimensions) -> Merged {
    Merged {
        first_row: of.start.0.saturating_add(1),
        last_row: of.end.0.saturating_add(1),
        first_column: of.start.1,
        last_column: of.end.1,
    }
}

/// `None` for an empty cell.
fn value(cell: &DataRef) -> Result<Option<Value>, Unreadable> {
    Ok(match cell {
        DataRef::Empty => None,
        DataRef::String(text) => text_value(text)?,
        DataRef::SharedString(text) => text_value(text)?,
        #[expect(clippy::cast_precision_loss, reason = "a spreadsheet knows no other numbers")]
        DataRef::Int(number) => Some(Value::Number(*number as f64)),
        DataRef::Float(number) => Some(number_value(*number)),
        DataRef::Bool(flag) => Some(Value::Bool(*flag)),
        DataRef::DateTime(at) => Some(day(at).map_or(number_value(at.as_f64()), Value::Date)),
        DataRef::DateTimeIso(text) => {
            let day = text.get(..10).and_then(Day::parse);
            Some(day.map_or_else(|| Value::Text(text.clone()), Value::Date))
        }
        DataRef::DurationIso(text) => Some(Value::Text(text.clone())),
        DataRef::Error(error) => Some(Value::Error(error.to_string())),
    })
}

fn text_value(text: &str) -> Result<Option<Value>, Unreadable> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    // Bytes are at least as many as characters, and at hand.
    if text.len() > CELL_CHARACTERS_MAX && text.chars().count() > CELL_CHARACTERS_MAX {
        return Err(Unreadable::TooLarge);
    }
    Ok(Some(Value::Text(text.to_owned())))
}

fn number_value(number: f64) -> Value {
    if number.is_finite() { Value::Number(number) } else { Value::Error(number.to_string()) }
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

/// Whether only this cell cannot be read, and reading can go on after it: errors newer than the
/// reader, such as `#SPILL!`, a kind of cell that is none.
fn is_of_one_cell(error: &XlsxError) -> bool {
    matches!(
        error,
        XlsxError::CellError(_)
            | XlsxError::CellTAttribute(_)
            | XlsxError::ParseFloat(_)
            | XlsxError::Unexpected(_)
            | XlsxError::Unrecognized { typ: "boolean cell value", .. }
    )
}

fn unreadable(error: XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::Encrypted,
        error => Unreadable::damaged(error),
    }
}
