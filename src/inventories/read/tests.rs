use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Formula, Workbook as Writer};
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, ZipArchive};

use super::wire::Listener;
use super::*;
use crate::config::Inventories;

const ROWS_MAX: u64 = 1_000;

/// Reads a file as the child does, in this process.
pub(in crate::inventories) fn read_here(file: &Path) -> Result<Workbook, Unreadable> {
    let mut told = Vec::new();
    child::answer(file, ROWS_MAX, &mut told).unwrap();
    let mut listener = Listener::default();
    // In pieces, as they come out of a pipe.
    for piece in told.chunks(1000) {
        listener.hear(piece).unwrap();
    }
    listener.heard().expect("all is told")
}

pub(super) fn read_bytes(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    read_here(file.path())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Each filled cell of the first sheet: where, and what.
fn cells(workbook: &Workbook) -> Vec<(String, Value)> {
    let cells = workbook.sheets[0].rows.iter().flat_map(|it| &it.cells);
    cells.map(|it| (it.address(), it.value.clone())).collect()
}

mod documents;
pub(super) mod hostile;
mod manners;
mod process;

#[test]
fn a_cell_is_named_as_a_spreadsheet_names_it() {
    for (row, column, expected) in [
        (1, 0, "A1"),
        (12, 4, "E12"),
        (2, 25, "Z2"),
        (3, 26, "AA3"),
        (4, 701, "ZZ4"),
        (5, 702, "AAA5"),
        (1_048_576, 16_383, "XFD1048576"),
    ] {
        assert_eq!(address(row, column), expected);
    }
}

#[test]
fn a_workbook_gives_typed_cells() {
    let mut writer = Writer::new();
    let date = CellFormat::new().set_num_format("dd/mm/yyyy");
    let time = CellFormat::new().set_num_format("hh:mm");
    let sheet = writer.add_worksheet().set_name("Gelijkvloers").unwrap();
    sheet.write(0, 0, " Deur\nwit ").unwrap();
    sheet.write(0, 1, 38.5).unwrap();
    sheet.write(0, 2, true).unwrap();
    let day = ExcelDateTime::from_ymd(2026, 4, 1).unwrap();
    sheet.write_with_format(0, 3, &day, &date).unwrap();
    sheet.write_with_format(0, 4, 0.5, &time).unwrap();
    sheet.write_formula(1, 0, Formula::new("=SUM(B1:B9)").set_result("1521")).unwrap();
    sheet.write_formula(1, 1, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write(1, 2, "   ").unwrap();
    sheet.write_blank(6, 0, &date).unwrap();
    sheet.merge_range(3, 0, 3, 4, "Lokaal 0.12", &CellFormat::new()).unwrap();
    writer.add_worksheet().set_name("Keuzes").unwrap().set_hidden(true);

    let workbook = read_bytes(&writer.save_to_buffer().unwrap()).unwrap();
    assert_eq!(workbook.format, Format { kind: Kind::Xlsx, encoding: None, delimiter: None });
    let names: Vec<_> = workbook.sheets.iter().map(|it| (it.name.as_str(), it.hidden)).collect();
    assert_eq!(names, [("Gelijkvloers", false), ("Keuzes", true)]);
    let expected = [
        ("A1", text(" Deur\nwit ")),
        ("B1", Value::Number(38.5)),
        ("C1", Value::Bool(true)),
        ("D1", Value::Date(Day::parse("2026-04-01").unwrap())),
        ("E1", Value::Number(0.5)),
        ("A2", Value::Number(1521.0)),
        ("B2", Value::Error("#DIV/0!".into())),
        ("A4", text("Lokaal 0.12")),
    ];
    assert_eq!(cells(&workbook), expected.map(|(at, value)| (at.to_owned(), value)));
    let sheet = &workbook.sheets[0];
    let merged = Merged { first_row: 4, last_row: 4, first_column: 0, last_column: 4 };
    assert_eq!((sheet.merged_in(4), sheet.merged_in(3)), (&[merged][..], &[][..]));
    assert_eq!((sheet.last_row, sheet.cells_lost), (7, 0));
    assert_eq!(sheet.row(1).unwrap().get(1), Some(&Value::Number(38.5)));
    assert!(sheet.row(3).is_none() && sheet.row(1).unwrap().get(9).is_none());
}

#[test]
fn cells_far_apart_take_no_room_between_them() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    sheet.write(0, 0, "begin").unwrap();
    sheet.write(1_048_575, 16_383, "end").unwrap();
    let workbook = read_bytes(&writer.save_to_buffer().unwrap()).unwrap();
    let expected = [("A1", text("begin")), ("XFD1048576", text("end"))];
    assert_eq!(cells(&workbook), expected.map(|(at, value)| (at.to_owned(), value)));
}

#[test]
fn rows_of_a_text_file_are_numbered_as_a_spreadsheet_shows_them() {
    let csv = "naam;aantal\r\n\r\n\"deur\nwit\";2\r\n;\r\n  ;3\r\nraam;4\r\n;;\r\n\r\n";
    let workbook = read_bytes(csv.as_bytes()).unwrap();
    let expected = [
        ("A1", "naam"),
        ("B1", "aantal"),
        ("A3", "deur\nwit"),
        ("B3", "2"),
        ("B5", "3"),
        ("A6", "raam"),
        ("B6", "4"),
    ];
    assert_eq!(cells(&workbook), expected.map(|(at, it)| (at.to_owned(), text(it))));
    assert_eq!(workbook.sheets[0].name, "csv");
    assert_eq!(workbook.sheets[0].last_row, 7);
    let format = &workbook.format;
    assert_eq!((format.encoding.as_deref(), format.delimiter), (Some("utf-8"), Some(';')));
}

#[test]
fn the_samples_are_read_whole() {
    let of = |name: &str| read_here(&PathBuf::from("tests/data/inventories").join(name)).unwrap();

    let lyon = of("pemd-lyon.csv");
    let format = &lyon.format;
    assert_eq!((format.encoding.as_deref(), format.delimiter), (Some("windows-1252"), Some(';')));
    assert_eq!(lyon.sheets[0].rows.len(), 1 + 32 + 1);
    assert_eq!(lyon.sheets[0].last_row, 34 + 3);
    assert_eq!(lyon.sheets[0].rows[0].get(9), Some(&text("Ép. (mm)")));

    let haasrode = of("sloopinventaris-haasrode.xlsx");
    let ground = &haasrode.sheets[0];
    assert_eq!(ground.name, "Gelijkvloers");
    assert_eq!(
        ground.row(8).unwrap().get(11),
        Some(&Value::Date(Day::parse("2026-04-01").unwrap()))
    );
    assert_eq!(ground.row(38).unwrap().get(4), Some(&Value::Number(1521.0)));
    assert_eq!(ground.merged_in(13)[0].last_column, 13);

    let london = of("reclamation-audit-london.xlsx");
    assert_eq!(london.sheets[0].row(2).unwrap().get(1), Some(&Value::Error("#VALUE!".into())));

    let minimal = of("minimal.csv");
    assert_eq!((minimal.format.delimiter, minimal.sheets[0].rows.len()), (Some(','), 6));
}

proptest! {
    /// Whatever stands in the cells, a text file gives it back, in any of the encodings and with
    /// any of the delimiters.
    #[test]
    fn what_a_text_file_holds_comes_back(
        rows in prop::collection::vec(prop::array::uniform3("[a-zéà€m²;,|\" \n]{0,8}[a-z0-9]"), 1..6),
        delimiter in prop::sample::select(vec![b';', b',', b'\t', b'|']),
        encoding in 0..4,
    ) {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        // The delimiter may not be sure from so few rows; a header as in real lists makes it so.
        let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let mark = char::from(delimiter);
        let text_of = format!("sep={mark}\r\n{written}");
        let bytes = match encoding {
            0 => text_of.clone().into_bytes(),
            1 => [b"\xef\xbb\xbf", text_of.as_bytes()].concat(),
            2 => [0xfeff_u16].into_iter().chain(text_of.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
            _ => [0xfeff_u16].into_iter().chain(text_of.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        };
        let workbook = read_bytes(&bytes).unwrap();
        prop_assert_eq!(workbook.format.delimiter, Some(mark));
        let expected: Vec<_> = (1..)
            .zip(&rows)
            .flat_map(|(number, row)| {
                (0..).zip(row).map(move |(column, it)| (address(number, column), text(it)))
            })
            .collect();
        prop_assert_eq!(cells(&workbook), expected);
    }

    #[test]
    fn no_bytes_break_it(bytes in prop::collection::vec(any::<u8>(), 0..200), start in 0..4_usize) {
        let start: &[u8] = [&b""[..], b"PK\x03\x04", b"\xff\xfe", b"a;\"b\n"][start];
        drop(read_bytes(&[start, &bytes].concat()));
    }
}
