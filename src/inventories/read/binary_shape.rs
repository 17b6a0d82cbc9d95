//! What of the sheets of an XLSB is merged or hidden, and how its numbers are shown, which the
//! reader of cells passes over (\[MS-XLSB\] 2.4). What is damaged is left out.

use std::collections::HashMap;
use std::io::{Read, Seek};

use zip::ZipArchive;

use super::cells::{COLUMNS_MAX, MERGED_MAX};
use super::guard::KEPT_BYTES_MAX;
use super::manner::Manner;
use super::shape::{self, Shape};
use super::wire::Stop;
use super::{Merged, Unreadable};

/// The shapes of the sheets in one archive.
pub(super) struct BinaryShapes<R> {
    archive: ZipArchive<R>,
    /// The place in the archive of each part, by its name in small letters.
    parts: HashMap<String, usize>,
    /// The part in which the sheet of a name is.
    sheets: HashMap<String, String>,
    /// Of each format of cells.
    manners: Vec<Manner>,
}

#[derive(Debug, Default)]
pub(super) struct BinaryShape {
    pub shape: Shape,
    /// Row and column, from 0, of each number that is shown as more than a number.
    manners: HashMap<(u32, u32), Manner>,
}

impl BinaryShape {
    /// The number at a place, from 0, as it is shown, where that is more than a number.
    pub fn shown(&self, place: (u32, u32), number: f64) -> Option<String> {
        self.manners.get(&place)?.shown(number)
    }
}

/// The kinds of records that are looked at.
mod kind {
    pub const ROW: u16 = 0;
    pub const SHORT_NUMBER: u16 = 2;
    pub const NUMBER: u16 = 5;
    pub const FORMULA: u16 = 9;
    pub const NUMBER_FORMAT: u16 = 44;
    pub const CELL_FORMAT: u16 = 47;
    pub const COLUMNS: u16 = 60;
    pub const SHEET: u16 = 156;
    pub const MERGED: u16 = 176;
    pub const CELL_FORMATS: u16 = 617;
    pub const CELL_FORMATS_END: u16 = 618;
}

impl<R: Read + Seek> BinaryShapes<R> {
    pub fn open(archive: R) -> Result<Self, Stop> {
        let mut archive = ZipArchive::new(archive).map_err(Unreadable::damaged)?;
        let parts = shape::parts(&archive)?;
        let relations =
            shape::relations(&mut archive, &parts, "xl/_rels/workbook.bin.rels", "xl/")?;
        let target = |id: &str| relations.iter().find(|it| it.id == id).map(|it| it.target.clone());
        let mut shapes = Self { archive, parts, sheets: HashMap::new(), manners: Vec::new() };
        // Without a workbook the reader of cells refuses the file; without styles, numbers are shown
        // as numbers.
        let workbook = shapes.part("xl/workbook.bin").unwrap_or_default();
        for (kind, record) in Records(&workbook) {
            // A module of programs is listed as a sheet that is in no part.
            if kind != kind::SHEET || word(record, 8) == Some(u32::MAX) {
                continue;
            }
            let found = sheet_named(record).and_then(|(id, name)| Some((name, target(&id)?)));
            let (name, part) = found.ok_or_else(|| unsupported("XLSB of a beta of Excel 2007"))?;
            if part.to_ascii_lowercase().starts_with(MACRO_SHEETS) {
                return Err(unsupported("XLSB with macro sheets of Excel 4").into());
            }
            shapes.sheets.insert(name, part);
        }
        let styles = shapes.part("xl/styles.bin").unwrap_or_default();
        shapes.manners = manners(&styles);
        Ok(shapes)
    }

    pub fn of_sheet(&mut self, name: &str) -> BinaryShape {
        let mut shape = BinaryShape::default();
        let sheet = self.sheets.get(name).cloned().and_then(|it| self.part(&it));
        let mut row = 0;
        // A sheet that cannot be looked at hides nothing and merges nothing; its cells are read, or
        // refused, by another.
        for (kind, record) in Records(&sheet.unwrap_or_default()) {
            // A record that is too short says nothing, and the next one is as good as before.
            shape.take(kind, record, &mut row, &self.manners).unwrap_or_default();
        }
        shape.shape.merged.sort_unstable();
        shape
    }

    /// A part, where it is there, as far as it may stand in memory.
    fn part(&mut self, name: &str) -> Option<Vec<u8>> {
        let place = *self.parts.get(&name.to_ascii_lowercase())?;
        let mut bytes = Vec::new();
        self.archive.by_index(place).ok()?.take(KEPT_BYTES_MAX).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }
}

impl BinaryShape {
    /// Takes what a record says; `row` is that of the cells. `None`: it is too short to say it.
    fn take(&mut self, kind: u16, record: &[u8], row: &mut u32, manners: &[Manner]) -> Option<()> {
        const ROW_HIDDEN: u8 = 0x10;
        const COLUMNS_HIDDEN: u8 = 1;
        match kind {
            kind::ROW => {
                *row = word(record, 0)?;
                if record.get(11)? & ROW_HIDDEN != 0 {
                    let number = row.saturating_add(1);
                    self.shape.hidden_rows.add(number, number);
                }
            }
            kind::COLUMNS if record.get(16)? & COLUMNS_HIDDEN != 0 => {
                let (first, last) = (word(record, 0)?, word(record, 4)?);
                self.shape.hidden_columns.add(first, last.min(COLUMNS_MAX - 1));
            }
            kind::SHORT_NUMBER | kind::NUMBER | kind::FORMULA => {
                let format = usize::try_from(word(record, 4)? & 0x00FF_FFFF).ok()?;
                let manner = manners.get(format).filter(|it| **it != Manner::Plain);
                let place = (*row, word(record, 0)?);
                self.manners.extend(manner.map(|it| (place, it.clone())));
            }
            kind::MERGED if self.shape.merged.len() < MERGED_MAX => {
                self.shape.merged.push(Merged {
                    first_row: word(record, 0)?.saturating_add(1),
                    last_row: word(record, 4)?.saturating_add(1),
                    first_column: word(record, 8)?,
                    last_column: word(record, 12)?,
                });
            }
            _ => {}
        }
        Some(())
    }
}

/// Where the sheets of macros of Excel 4 are.
const MACRO_SHEETS: &str = "xl/macrosheets/";

fn unsupported(kind: &str) -> Unreadable {
    Unreadable::Unsupported { kind: kind.to_owned() }
}

/// The id of the relation to a sheet, and its name.
fn sheet_named(record: &[u8]) -> Option<(String, String)> {
    let (id, rest) = text(record.get(8..)?)?;
    Some((id, text(rest)?.0))
}

fn manners(styles: &[u8]) -> Vec<Manner> {
    let (mut formats, mut manners, mut of_cells) = (HashMap::new(), Vec::new(), false);
    for (kind, record) in Records(styles) {
        match kind {
            kind::NUMBER_FORMAT => {
                let code = record.get(2..).and_then(text);
                formats.extend(half(record, 0).zip(code.map(|it| it.0)));
            }
            kind::CELL_FORMATS => of_cells = true,
            kind::CELL_FORMATS_END => break,
            kind::CELL_FORMAT if of_cells => {
                let id = half(record, 2).unwrap_or_default();
                manners.push(Manner::of_id(id, formats.get(&id).map(String::as_str)));
            }
            _ => {}
        }
    }
    manners
}

/// Records, each with its kind, up to the first that is not whole. Kinds and lengths are written
/// in as few groups of seven bits as they need.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        const KIND_BYTES_MAX: usize = 2;
        const LENGTH_BYTES_MAX: usize = 4;
        let kind = u16::try_from(self.sevens(KIND_BYTES_MAX)?).ok()?;
        let length = usize::try_from(self.sevens(LENGTH_BYTES_MAX)?).ok()?;
        let record = self.0.get(..length)?;
        self.0 = &self.0[length..];
        Some((kind, record))
    }
}

impl Records<'_> {
    fn sevens(&mut self, bytes_max: usize) -> Option<u32> {
        let mut value = 0;
        for place in 0..bytes_max {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u32::from(byte & 0x7F) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(value)
    }
}

/// A text with its length before it, and what comes after it.
fn text(bytes: &[u8]) -> Option<(String, &[u8])> {
    let end = usize::try_from(word(bytes, 0)?).ok()?.checked_mul(2)?.checked_add(4)?;
    let letters: Vec<u16> =
        bytes.get(4..end)?.chunks_exact(2).filter_map(|it| half(it, 0)).collect();
    Some((String::from_utf16_lossy(&letters), &bytes[end..]))
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
