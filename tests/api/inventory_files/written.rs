//! Sheets as the bytes of a file, in the encodings and with the separators that programs leave.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use encoding_rs::WINDOWS_1252;
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::row::Cell;
use super::sheet::Laid;
use crate::xls;

#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Xlsx,
    /// `OpenDocument`.
    Ods,
    /// Of Excel 97 to 2003.
    Xls,
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
    /// Whether its cells are typed, and stand on sheets with names.
    pub fn is_workbook(self) -> bool {
        !matches!(self, Self::Csv(..))
    }

    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
            Self::Xls => "xls",
            Self::Csv('\t', _) => "tsv",
            Self::Csv(..) => "csv",
        }
    }
}

pub fn bytes_of(kind: Kind, sheets: &[(&str, &Laid)]) -> Vec<u8> {
    match kind {
        Kind::Xlsx => workbook(sheets),
        Kind::Ods => open_document(sheets),
        Kind::Xls => {
            let [(name, laid)] = sheets else { panic!("one sheet is enough for us") };
            old_workbook(name, laid)
        }
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

fn open_document(sheets: &[(&str, &Laid)]) -> Vec<u8> {
    let mut content = String::from(
        "<?xml version=\"1.0\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
         <office:body><office:spreadsheet>",
    );
    for (name, laid) in sheets {
        write!(content, "<table:table table:name=\"{name}\">").unwrap();
        let width = laid.rows.iter().map(Vec::len).max().unwrap_or(1);
        for column in 0..width {
            let hides = laid.hidden_columns.contains(&column);
            let hidden = if hides { " table:visibility=\"collapse\"" } else { "" };
            write!(content, "<table:table-column{hidden}/>").unwrap();
        }
        for (at, row) in laid.rows.iter().enumerate() {
            let hides = laid.hidden_rows.contains(&at);
            let hidden = if hides { " table:visibility=\"collapse\"" } else { "" };
            write!(content, "<table:table-row{hidden}>").unwrap();
            for (column, cell) in row.iter().enumerate() {
                content.push_str(&open_cell(cell, spans_of(laid, at, column)));
            }
            content.push_str("</table:table-row>");
        }
        content.push_str("</table:table>");
    }
    content.push_str("</office:spreadsheet></office:body></office:document-content>");
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_str()),
    ] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(part.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Over how many columns and rows a cell reaches; `None` where another reaches over it.
fn spans_of(laid: &Laid, row: usize, column: usize) -> Option<(usize, usize)> {
    let around = laid.merged.iter().find(|(first, left, right, last)| {
        (*first..=*last).contains(&row) && (*left..=*right).contains(&column)
    });
    match around {
        None => Some((1, 1)),
        Some((first, left, right, last)) if (*first, *left) == (row, column) => {
            Some((right - left + 1, last - first + 1))
        }
        Some(_) => None,
    }
}

fn open_cell(cell: &Cell, spans: Option<(usize, usize)>) -> String {
    let Some((columns, rows)) = spans else { return "<table:covered-table-cell/>".to_owned() };
    let spans =
        format!(" table:number-columns-spanned=\"{columns}\" table:number-rows-spanned=\"{rows}\"");
    let spans = if (columns, rows) == (1, 1) { String::new() } else { spans };
    let (value, said) = match cell {
        Cell::Empty => return format!("<table:table-cell{spans}/>"),
        Cell::Text(text) => {
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            (" office:value-type=\"string\"".to_owned(), text)
        }
        Cell::Number(number) => {
            (format!(" office:value-type=\"float\" office:value=\"{number}\""), number.to_string())
        }
        Cell::Date((year, month, day)) => (
            format!(" office:value-type=\"date\" office:date-value=\"{year}-{month:02}-{day:02}\""),
            format!("{day:02}/{month:02}/{year}"),
        ),
    };
    format!("<table:table-cell{spans}{value}><text:p>{said}</text:p></table:table-cell>")
}

fn old_workbook(name: &str, laid: &Laid) -> Vec<u8> {
    let half = |it: usize| u16::try_from(it).unwrap();
    let halves = |all: &[u16]| -> Vec<u8> { all.iter().flat_map(|it| it.to_le_bytes()).collect() };
    // Format 14 is that of days.
    let format = |id: u16| xls::record(0x00E0, &[halves(&[0, id]), vec![0; 16]].concat());
    let mut records = Vec::new();
    for column in &laid.hidden_columns {
        let column = half(*column);
        records.push(xls::record(0x007D, &halves(&[column, column, 0, 0, 1])));
    }
    for row in &laid.hidden_rows {
        records.push(xls::record(0x0208, &halves(&[half(*row), 0, 0, 0, 0, 0, 0x20, 0])));
    }
    for (row, cells) in laid.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (half(row), half(column));
            records.push(match cell {
                Cell::Empty => continue,
                Cell::Text(text) => xls::label(row, column, text),
                Cell::Number(number) => xls::number(row, column, *number),
                Cell::Date((year, month, day)) => {
                    let year = u16::try_from(*year).unwrap();
                    let day = ExcelDateTime::from_ymd(year, *month, *day).unwrap().to_excel();
                    let head = halves(&[row, column, 1]);
                    xls::record(0x0203, &[head, day.to_le_bytes().to_vec()].concat())
                }
            });
        }
    }
    for (first, left, right, last) in &laid.merged {
        let merged = [1, half(*first), half(*last), half(*left), half(*right)];
        records.push(xls::record(0x00E5, &halves(&merged)));
    }
    xls::workbook_named(name, &[format(0), format(14)], &records)
}
