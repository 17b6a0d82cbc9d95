//! What of the sheets of an XLS is hidden, and how its numbers are shown, which the reader of cells
//! passes over (\[MS-XLS\] 2.4). None of it is needed to read a cell: what is damaged is left out.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use super::Spans;
use super::manner::Manner;

/// What is known of a workbook beside its cells.
#[derive(Debug, Default)]
pub(super) struct OldShapes {
    /// Of the sheets that hold cells, in their order.
    pub sheets: Vec<OldShape>,
    /// It opens with a password only.
    pub locked: bool,
}

#[derive(Debug, Default)]
pub(super) struct OldShape {
    pub hidden_rows: Spans,
    pub hidden_columns: Spans,
    /// Row and column, from 0, of each number that is shown as more than a number.
    manners: HashMap<(u32, u32), Manner>,
}

impl OldShape {
    /// The number at a place, from 0, as it is shown, where that is more than a number.
    pub fn shown(&self, place: (u32, u32), number: f64) -> Option<String> {
        self.manners.get(&place)?.shown(number)
    }
}

/// The kinds of records that are looked at.
mod kind {
    pub const FORMULA: u16 = 0x0006;
    pub const END: u16 = 0x000A;
    pub const FILE_PASS: u16 = 0x002F;
    pub const COLUMNS: u16 = 0x007D;
    pub const SHEET: u16 = 0x0085;
    pub const NUMBERS: u16 = 0x00BD;
    pub const CELL_FORMAT: u16 = 0x00E0;
    pub const NUMBER: u16 = 0x0203;
    pub const ROW: u16 = 0x0208;
    pub const SHORT_NUMBER: u16 = 0x027E;
    pub const NUMBER_FORMAT: u16 = 0x041E;
    pub const BEGIN: u16 = 0x0809;
}

impl OldShapes {
    pub fn of(file: &[u8]) -> Self {
        let Some(stream) = stream(file) else { return Self::default() };
        let mut shapes = Self::default();
        let (mut places, mut formats, mut of_cells) = (Vec::new(), HashMap::new(), Vec::new());
        let mut wide = true;
        for (kind, record) in Records(&stream) {
            match kind {
                kind::BEGIN => wide = half(record, 0) == Some(WIDE_VERSION),
                kind::FILE_PASS => shapes.locked = true,
                kind::SHEET if record.get(5) == Some(&0) => places.extend(word(record, 0)),
                kind::NUMBER_FORMAT => formats.extend(number_format(record, wide)),
                kind::CELL_FORMAT => of_cells.push(half(record, 2).unwrap_or_default()),
                kind::END => break,
                _ => {}
            }
        }
        let manner = |id: u16| Manner::of_id(id, formats.get(&id).map(String::as_str));
        let manners: Vec<Manner> = of_cells.into_iter().map(manner).collect();
        let sheet = |at: u32| {
            let records = usize::try_from(at).ok().and_then(|it| stream.get(it..));
            records.map_or_else(OldShape::default, |it| of_sheet(it, &manners))
        };
        shapes.sheets = places.into_iter().map(sheet).collect();
        shapes
    }
}

/// Since Excel 97 texts are of characters of two bytes.
const WIDE_VERSION: u16 = 0x0600;

/// The stream of the workbook, as Excel 97 names it, or Excel 95.
fn stream(file: &[u8]) -> Option<Vec<u8>> {
    let mut container = cfb::CompoundFile::open(Cursor::new(file)).ok()?;
    let name = ["/Workbook", "/Book"].into_iter().find(|it| container.is_stream(it))?;
    let mut stream = Vec::new();
    container.open_stream(name).ok()?.read_to_end(&mut stream).ok()?;
    Some(stream)
}

/// Records, each with its kind, up to the first that is not whole.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (half(self.0, 0)?, half(self.0, 2)?);
        let end = 4 + usize::from(length);
        let record = self.0.get(4..end)?;
        self.0 = &self.0[end..];
        Some((kind, record))
    }
}

fn of_sheet(records: &[u8], manners: &[Manner]) -> OldShape {
    let mut shape = OldShape::default();
    // A chart within the sheet is a stream of its own.
    let mut depth = 0_u32;
    for (kind, record) in Records(records) {
        match kind {
            kind::BEGIN => depth += 1,
            kind::END if depth <= 1 => break,
            kind::END => depth -= 1,
            _ if depth <= 1 => shape.take(kind, record, manners).unwrap_or_default(),
            _ => {}
        }
    }
    shape
}

impl OldShape {
    /// Takes what a record says. `None`: it is too short to say it.
    fn take(&mut self, kind: u16, record: &[u8], manners: &[Manner]) -> Option<()> {
        const ROW_HIDDEN: u8 = 0x20;
        const COLUMNS_HIDDEN: u16 = 1;
        match kind {
            kind::ROW if record.get(12)? & ROW_HIDDEN != 0 => {
                let row = u32::from(half(record, 0)?) + 1;
                self.hidden_rows.add(row, row);
            }
            kind::COLUMNS if half(record, 8)? & COLUMNS_HIDDEN != 0 => {
                self.hidden_columns.add(half(record, 0)?.into(), half(record, 2)?.into());
            }
            kind::NUMBER | kind::SHORT_NUMBER | kind::FORMULA => {
                self.cell((half(record, 0)?, half(record, 2)?), half(record, 4)?, manners);
            }
            kind::NUMBERS => {
                let (row, first) = (half(record, 0)?, half(record, 2)?);
                let numbers = record.get(4..record.len().checked_sub(2)?)?.chunks_exact(6);
                for (column, number) in (first..).zip(numbers) {
                    self.cell((row, column), half(number, 0)?, manners);
                }
            }
            _ => {}
        }
        Some(())
    }

    fn cell(&mut self, (row, column): (u16, u16), format: u16, manners: &[Manner]) {
        let manner = manners.get(usize::from(format)).filter(|it| **it != Manner::Plain);
        let place = (u32::from(row), u32::from(column));
        self.manners.extend(manner.map(|it| (place, it.clone())));
    }
}

/// The id of a format, and what it says.
fn number_format(record: &[u8], wide: bool) -> Option<(u16, String)> {
    let id = half(record, 0)?;
    let latin = |bytes: &[u8]| bytes.iter().map(|it| char::from(*it)).collect();
    if !wide {
        return Some((id, latin(record.get(3..)?)));
    }
    let letters = record.get(5..)?;
    if record.get(4)? & 1 == 0 {
        return Some((id, latin(letters)));
    }
    let letters: Vec<u16> = letters.chunks_exact(2).filter_map(|it| half(it, 0)).collect();
    Some((id, String::from_utf16_lossy(&letters)))
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
