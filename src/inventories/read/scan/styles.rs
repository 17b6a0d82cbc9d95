//! What the styles of a workbook make of numbers. `calamine` knows which of them are days, and
//! keeps it to itself: so it is given a sheet with a number of each style, and asked to read it.

use std::io::{Cursor, Read, Seek};

use calamine::{DataRef, ExcelDateTime, ExcelDateTimeType, Reader, Xlsx};
use memchr::memmem;

use super::super::manner::Manner;
use super::Unusual;

/// Excel's own, and some.
const STYLES_MAX: usize = 70_000;

#[derive(Debug, Default)]
pub(super) struct Styles {
    manners: Vec<Manner>,
    /// Of each style: how its numbers are days or times, and whether days count from 1904.
    days: Vec<Option<(ExcelDateTimeType, bool)>>,
}

impl Styles {
    /// Asks a workbook whose sheet `name` is [`probe`].
    pub fn of<R: Read + Seek>(workbook: &mut Xlsx<R>, name: &str) -> Result<Self, Unusual> {
        let mut cells = workbook.worksheet_cells_reader(name).map_err(|_| Unusual)?;
        let mut styles =
            Self { manners: cells.styles().iter().map(Manner::of).collect(), days: Vec::new() };
        while let Some(cell) = cells.next_cell().map_err(|_| Unusual)? {
            styles.days.push(match cell.get_value() {
                DataRef::DateTime(at) => Some((kind_of(at), is_since_1904(at))),
                _ => None,
            });
        }
        Ok(styles)
    }

    /// How a number is shown, where that changes what it means. What names no style has the first.
    pub fn manner(&self, style: Option<u32>) -> Option<&Manner> {
        self.manners.get(usize::try_from(style.unwrap_or(0)).ok()?)
    }

    /// As what its numbers are days or times.
    pub fn days(&self, style: u32) -> Option<(ExcelDateTimeType, bool)> {
        *self.days.get(usize::try_from(style).ok()?)?
    }
}

fn kind_of(at: &ExcelDateTime) -> ExcelDateTimeType {
    if at.is_duration() { ExcelDateTimeType::TimeDelta } else { ExcelDateTimeType::DateTime }
}

/// Whether the first day there is is the second of January 1904.
fn is_since_1904(at: &ExcelDateTime) -> bool {
    at.to_ymd_hms_milli().0 == 1904
}

/// A sheet with the number 1 in each of the styles there may be.
pub(super) fn probe(styles: &[u8]) -> Result<Vec<u8>, Unusual> {
    // Not all of these are styles of cells, and what is more than those is nobody's.
    let count = memmem::find_iter(styles, b"<xf").count() + 1;
    if count > STYLES_MAX {
        return Err(Unusual);
    }
    let mut sheet = "<worksheet><sheetData>".to_owned();
    for style in 0..count {
        let row = style + 1;
        let cell = format!("<row r=\"{row}\"><c r=\"A{row}\" s=\"{style}\"><v>1</v></c></row>");
        sheet.push_str(&cell);
    }
    sheet.push_str("</sheetData></worksheet>");
    Ok(sheet.into_bytes())
}

/// Reads what a workbook says of all its cells, once it is put together again with [`probe`]s.
pub(super) fn open(archive: &[u8]) -> Result<Xlsx<Cursor<&[u8]>>, Unusual> {
    Xlsx::new(Cursor::new(archive)).map_err(|_| Unusual)
}
