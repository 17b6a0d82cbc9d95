//! Workbooks of Excel 97 to 2003 and before (XLS).
//!
//! Such a file is read whole. It holds at most 65 536 rows of 256 columns a sheet, but one that
//! lies about its sizes makes the reader ask for any amount of memory: then the bound on the
//! process ends it, and the sender is told so.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, Xls, XlsError};

use super::cells::{MERGED_MAX, Order, held, merged_cells};
use super::kind;
use super::old_shape::{OldShape, OldShapes};
use super::shape::Shape;
use super::wire::{Held, Line, Stop, Teller};
use super::workbook::{end_sheet, number_of, sheets};
use super::{Format, Kind, Unreadable};

pub(super) fn read(bytes: &[u8], teller: &mut Teller) -> Result<(), Stop> {
    if let Some(other) = kind::of_old_office(bytes) {
        return Err(other.into());
    }
    let shapes = OldShapes::of(bytes);
    if shapes.locked {
        return Err(Unreadable::Encrypted.into());
    }
    let mut workbook = Xls::new(Cursor::new(bytes)).map_err(unreadable)?;
    let sheets = sheets(workbook.sheets_metadata())?;
    teller.tell(&Line::Format(Format { kind: Kind::Xls, encoding: None, delimiter: None }))?;
    // Those that are not known, of a workbook before Excel 95, hide nothing.
    let shapes = shapes.sheets.into_iter().chain(std::iter::repeat_with(OldShape::default));
    for ((name, hidden), shape) in sheets.into_iter().zip(shapes) {
        teller.tell(&Line::Sheet { name: name.clone(), hidden })?;
        let merged = workbook.merge_cells_by_sheet_name(&name).map_err(unreadable)?;
        let mut merged: Vec<_> = merged.into_iter().take(MERGED_MAX).map(merged_cells).collect();
        merged.sort_unstable();
        let range = workbook.worksheet_range(&name).map_err(unreadable)?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut order = Order::default();
        for (row, column, value) in range.used_cells() {
            let place = (first_row + index(row)?, first_column + index(column)?);
            let value = borrowed(value);
            let shown = number_of(&value).and_then(|it| shape.shown(place, it));
            let held = shown.as_deref().map(Held::Text).or_else(|| held(&value));
            order.tell(place, held, teller)?;
        }
        let OldShape { hidden_rows, hidden_columns, .. } = shape;
        let shape = Shape { merged, hidden_rows, hidden_columns, ..Shape::default() };
        end_sheet(order, shape, teller)?;
    }
    Ok(())
}

fn index(of: usize) -> Result<u32, Unreadable> {
    u32::try_from(of).map_err(Unreadable::damaged)
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::String(text) => DataRef::SharedString(text),
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::Bool(flag) => DataRef::Bool(*flag),
        Data::DateTime(at) => DataRef::DateTime(*at),
        Data::DateTimeIso(text) | Data::DurationIso(text) => DataRef::SharedString(text),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

fn unreadable(error: XlsError) -> Unreadable {
    match error {
        XlsError::Password => Unreadable::Encrypted,
        // No stream of such a name: it was written by another program than Excel.
        XlsError::Cfb(error) if error.to_string().contains("Workbook") => Unreadable::Unknown,
        error => Unreadable::damaged(error),
    }
}
