//! Sheets as the bytes of a file, in the encodings and with the separators that programs leave.

use encoding_rs::WINDOWS_1252;
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook};

use super::row::Cell;
use super::sheet::Laid;

#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Xlsx,
    /// Semicolon, comma, tab or bar; how its letters are written.
    Csv(char, Encoding),
}

#[derive(Debug, Clone, Copy)]
pub enum Encoding {
    Utf8,
    Utf8WithMark,
    Utf16LittleEndian,
    Utf16BigEndian,
    Windows1252,
}

impl Kind {
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv('\t', _) => "tsv",
            Self::Csv(..) => "csv",
        }
    }
}

pub fn bytes_of(kind: Kind, sheets: &[(&str, &Laid)]) -> Vec<u8> {
    match kind {
        Kind::Xlsx => workbook(sheets),
        Kind::Csv(separator, encoding) => {
            let [(_, laid)] = sheets else { panic!("a text file is one sheet") };
            encoded(&text(laid, separator), encoding)
        }
    }
}

fn workbook(sheets: &[(&str, &Laid)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let day = CellFormat::new().set_num_format("dd/mm/yyyy");
    for (name, laid) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (first, left, right, last) in &laid.merged {
            let (left, right) = (u16::try_from(*left).unwrap(), u16::try_from(*right).unwrap());
            let (first, last) = (u32::try_from(*first).unwrap(), u32::try_from(*last).unwrap());
            if (first, left) != (last, right) {
                sheet.merge_range(first, left, last, right, "", &CellFormat::new()).unwrap();
            }
        }
        for (row, cells) in (0..).zip(&laid.rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    Cell::Empty => continue,
                    Cell::Text(text) => sheet.write_string(row, column, text),
                    Cell::Number(number) => sheet.write_number(row, column, *number),
                    Cell::Date((year, month, date)) => {
                        let year = u16::try_from(*year).unwrap();
                        let date = ExcelDateTime::from_ymd(year, *month, *date).unwrap();
                        sheet.write_datetime_with_format(row, column, &date, &day)
                    }
                }
                .unwrap();
            }
        }
        for row in &laid.hidden_rows {
            sheet.set_row_hidden(u32::try_from(*row).unwrap()).unwrap();
        }
        for column in &laid.hidden_columns {
            sheet.set_column_hidden(u16::try_from(*column).unwrap()).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn text(laid: &Laid, separator: char) -> String {
    let mut lines = String::new();
    for row in &laid.rows {
        let cells: Vec<String> = row.iter().map(|it| quoted(it, separator)).collect();
        lines.push_str(&cells.join(&separator.to_string()));
        lines.push_str("\r\n");
    }
    lines
}

fn quoted(cell: &Cell, separator: char) -> String {
    let text = match cell {
        Cell::Empty => return String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Date((year, month, day)) => format!("{year}-{month:02}-{day:02}"),
    };
    if text.contains([separator, '"', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8WithMark => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        Encoding::Utf16LittleEndian => {
            let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect()
        }
        Encoding::Utf16BigEndian => {
            let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
            units.flat_map(u16::to_be_bytes).collect()
        }
        Encoding::Windows1252 => {
            let (bytes, _, lost) = WINDOWS_1252.encode(text);
            assert!(!lost, "a letter that Windows-1252 does not have");
            bytes.into_owned()
        }
    }
}
