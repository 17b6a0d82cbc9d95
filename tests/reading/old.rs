//! Workbooks of Excel 97 to 2003.

use circuler::clock::Day;
use circuler::inventories::read::{Kind, Merged, Unreadable, Value};

use crate::xls::{SECTOR, label, number, place, record, workbook, wrapped};
use crate::{cells, read_bytes};

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[tokio::test]
async fn an_old_workbook_gives_typed_cells() {
    let date = record(0x00E0, &[&[0, 0, 14, 0][..], &[0; 16]].concat());
    let dated = |row: u16, column: u16, number: f64| {
        record(0x0203, &[&place(row, column)[..], &number.to_le_bytes()].concat())
    };
    let error = record(0x0205, &[&place(1, 1)[..], &[0x17, 1]].concat());
    let flag = record(0x0205, &[&place(1, 2)[..], &[1, 0]].concat());
    let merged: Vec<u8> = [1_u16, 3, 3, 0, 2].into_iter().flat_map(u16::to_le_bytes).collect();
    let records = [
        label(0, 0, "Deur één"),
        number(0, 1, 38.5),
        number(1, 0, 7.0),
        error,
        flag,
        label(3, 0, "Verdieping"),
        record(0x00E5, &merged),
    ];
    let read = read_bytes(&workbook(&[], &records)).await.unwrap();
    let expected = [
        ("A1", text("Deur één")),
        ("B1", Value::Number(38.5)),
        ("A2", Value::Number(7.0)),
        ("B2", Value::Error("#REF!".into())),
        ("C2", Value::Bool(true)),
        ("A4", text("Verdieping")),
    ];
    assert_eq!(cells(&read), expected.map(|(at, value)| (at.to_owned(), value)));
    assert_eq!((read.format.kind, read.sheets[0].name.as_str()), (Kind::Xls, "Blad1"));
    let merged = Merged { first_row: 4, last_row: 4, first_column: 0, last_column: 2 };
    assert_eq!(read.sheets[0].merged_in(4), [merged]);
    // A number with the format of a date is a day.
    let read = read_bytes(&workbook(&[date], &[dated(0, 0, 46_113.0)])).await.unwrap();
    let day = Day::parse("2026-04-01").unwrap();
    assert_eq!(cells(&read), [("A1".to_owned(), Value::Date(day))]);
}

/// A format of numbers, as Excel 97 writes it.
fn format(id: u16, code: &str) -> Vec<u8> {
    let letters: Vec<u8> = code.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(letters.len() / 2).unwrap();
    record(0x041E, &[&id.to_le_bytes()[..], &length.to_le_bytes(), &[1], &letters].concat())
}

#[tokio::test]
async fn what_an_old_workbook_hides_and_how_it_shows_numbers_is_known() {
    let cell_format = |id: u8| record(0x00E0, &[&[0, 0, id, 0][..], &[0; 16]].concat());
    let globals = [
        format(164, "\"$\"#,##0.00"),
        format(165, "#,##0.00 \"€\""),
        cell_format(0),
        cell_format(9),
        cell_format(164),
        cell_format(165),
    ];
    let shown = |row: u16, column: u16, format: u8, number: f64| {
        let head = [row.to_le_bytes(), column.to_le_bytes(), [format, 0]].concat();
        record(0x0203, &[&head[..], &number.to_le_bytes()].concat())
    };
    // Two numbers in one record: 7 and 8, the second as a share.
    let several = [1_u16, 0, 0, 0x1E, 0, 1, 0x22, 0, 1].map(u16::to_le_bytes).concat();
    let hidden_row = record(0x0208, &[&[3, 0][..], &[0; 10], &[0x20, 0, 0, 0]].concat());
    let hidden_columns = record(0x007D, &[4, 0, 5, 0, 0, 0, 0, 0, 1, 0]);
    let cells_of = [
        hidden_columns,
        hidden_row,
        shown(0, 0, 1, 0.5),
        shown(0, 1, 2, 45.0),
        shown(0, 2, 3, 45.0),
        record(0x00BD, &several),
        shown(3, 0, 0, 1.0),
    ];
    let read = read_bytes(&workbook(&globals, &cells_of)).await.unwrap();
    let expected = [
        ("A1", text("50%")),
        ("B1", text("45 $")),
        ("C1", Value::Number(45.0)),
        ("A2", Value::Number(7.0)),
        ("B2", text("800%")),
        ("A4", Value::Number(1.0)),
    ];
    assert_eq!(cells(&read), expected.map(|(at, value)| (at.to_owned(), value)));
    let sheet = &read.sheets[0];
    assert!(sheet.hidden_rows.contains(4) && !sheet.hidden_rows.contains(1));
    let hidden: Vec<u32> = (0..8).filter(|it| sheet.hidden_columns.contains(*it)).collect();
    assert_eq!(hidden, [4, 5]);
}

#[tokio::test]
async fn an_old_workbook_with_a_password_says_so() {
    // The second is of Excel 95.
    for locked in [[1, 0, 1, 0], [0, 0, 1, 0]] {
        let globals = [record(0x002F, &locked)];
        let read = read_bytes(&workbook(&globals, &[number(0, 0, 1.0)])).await;
        assert_eq!(read, Err(Unreadable::Encrypted));
    }
    let read = read_bytes(&wrapped("EncryptedPackage", b"secret")).await;
    assert_eq!(read, Err(Unreadable::Encrypted));
}

#[tokio::test]
async fn an_old_file_that_is_no_workbook_is_named() {
    let kind = "DOC (Word 97–2003)".to_owned();
    let read = read_bytes(&wrapped("WordDocument", b"letter")).await;
    assert_eq!(read, Err(Unreadable::Unsupported { kind }));
}

/// The reader makes room for a rectangle around all cells. Two of them far apart would take 100 GB:
/// that ends the process which reads, and this one goes on.
#[tokio::test]
async fn an_old_workbook_that_asks_for_all_memory_is_refused() {
    let far_apart = [number(0, 0, 1.0), number(65_535, 65_535, 2.0)];
    assert_eq!(read_bytes(&workbook(&[], &far_apart)).await, Err(Unreadable::TooMuchMemory));
    // So would the room for as many cells as the sheet says it has.
    let claim: Vec<u8> =
        [&0_u32.to_le_bytes()[..], &0x0100_0000_u32.to_le_bytes(), &[0, 0, 0, 255, 0, 0]].concat();
    let claiming = [record(0x0200, &claim), number(0, 0, 1.0)];
    assert_eq!(read_bytes(&workbook(&[], &claiming)).await, Err(Unreadable::TooMuchMemory));
}

#[tokio::test]
async fn an_old_workbook_that_is_cut_off_or_garbled_is_refused_or_read() {
    let whole = workbook(&[], &[label(0, 0, "deur"), number(0, 1, 38.5)]);
    for end in [SECTOR, SECTOR + 100, 2 * SECTOR, 3 * SECTOR, 3 * SECTOR + 40] {
        let read = read_bytes(&whole[..end]).await;
        let why = read.expect_err("half a file");
        assert!(matches!(why, Unreadable::Damaged { .. } | Unreadable::Unknown), "{end}: {why:?}");
    }
    // A byte changed anywhere in the records: read or refused, and never the end of us.
    for place in (3 * SECTOR..3 * SECTOR + 120).step_by(3) {
        let mut garbled = whole.clone();
        garbled[place] ^= 0xff;
        drop(read_bytes(&garbled).await);
    }
}
