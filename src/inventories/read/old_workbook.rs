//! Workbooks of Excel 97 to 2003 and before (XLS).
//!
//! Such a file is read whole. It holds at most 65 536 rows of 256 columns a sheet, but one that
//! lies about its sizes makes the reader ask for any amount of memory: then the bound on the
//! process ends it, and the sender is told so.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, Xls, XlsError};

use super::cells::{MERGED_MAX, Order, held, merged_cells};
use super::kind;
use super::shape::Shape;
use super::wire::{Line, Stop, Teller};
use super::workbook::{end_sheet, sheets};
use super::{Format, Kind, Unreadable};

pub(super) fn read(bytes: &[u8], teller: &mut Teller) -> Result<(), Stop> {
    if let Some(other) = kind::of_old_office(bytes) {
        return Err(other.into());
    }
    let mut workbook = Xls::new(Cursor::new(bytes)).map_err(unreadable)?;
    let sheets = sheets(workbook.sheets_metadata())?;
    teller.tell(&Line::Format(Format { kind: Kind::Xls, encoding: None, delimiter: None }))?;
    for (name, hidden) in sheets {
        teller.tell(&Line::Sheet { name: name.clone(), hidden })?;
        let merged = workbook.merge_cells_by_sheet_name(&name).map_err(unreadable)?;
        let mut merged: Vec<_> = merged.into_iter().take(MERGED_MAX).map(merged_cells).collect();
        merged.sort_unstable();
        let range = workbook.worksheet_range(&name).map_err(unreadable)?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut order = Order::default();
        for (row, column, value) in range.used_cells() {
            let place = (first_row + index(row)?, first_column + index(column)?);
            order.tell(place, held(&borrowed(value)), teller)?;
        }
        end_sheet(order, Shape { merged, ..Shape::default() }, teller)?;
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
