//! Binary workbooks (XLSB). No library at hand writes them, so that the tests do it by hand.

use std::io::{Cursor, Write};

use circuler::inventories::read::{Kind, Merged, Unreadable, Value};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{cells, read_bytes};

/// A record of a part (\[MS-XLSB\] 2.1.4).
fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let mut bytes = sevens(usize::from(kind));
    bytes.extend(sevens(content.len()));
    bytes.extend(content);
    bytes
}

fn sevens(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 0x7F {
        bytes.push(u8::try_from(number & 0x7F).unwrap() | 0x80);
        number >>= 7;
    }
    bytes.push(u8::try_from(number).unwrap());
    bytes
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|it| it.to_le_bytes()).collect()
}

fn text(text: &str) -> Vec<u8> {
    let letters: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [words(&[u32::try_from(letters.len() / 2).unwrap()]), letters].concat()
}

fn row(number: u32, hidden: bool) -> Vec<u8> {
    let flags = if hidden { 0x10 } else { 0 };
    record(0, &[words(&[number, 0]), vec![0, 0, 0, flags, 0, 0, 0, 0, 0]].concat())
}

fn label(column: u32, said: &str) -> Vec<u8> {
    record(6, &[words(&[column, 0]), text(said)].concat())
}

fn number(column: u32, format: u32, number: f64) -> Vec<u8> {
    record(5, &[words(&[column, format]), number.to_le_bytes().to_vec()].concat())
}

fn styles() -> Vec<u8> {
    let format = |id: u16| record(47, &[&[0, 0][..], &id.to_le_bytes(), &[0; 12]].concat());
    let dollars = [164_u16.to_le_bytes().to_vec(), text("[$$-409]#,##0.00")].concat();
    [
        record(278, &[]),
        record(615, &words(&[1])),
        record(44, &dollars),
        record(616, &[]),
        // Formats of styles come before those of cells, and are none of them.
        record(626, &words(&[1])),
        format(9),
        record(627, &[]),
        record(617, &words(&[4])),
        [0, 10, 164, 14].map(format).concat(),
        record(618, &[]),
        record(279, &[]),
    ]
    .concat()
}

fn workbook(sheet: &[Vec<u8>]) -> Vec<u8> {
    let named = [words(&[0, 1]), text("rId1"), text("Kelder")].concat();
    workbook_of(&named, "worksheets", sheet)
}

/// `named` is the record of its one sheet, which is in this folder.
fn workbook_of(named: &[u8], folder: &str, sheet: &[Vec<u8>]) -> Vec<u8> {
    let book = [
        record(131, &[]),
        record(153, &[0; 12]),
        record(143, &[]),
        record(156, named),
        record(144, &[]),
        record(157, &[0; 26]),
        record(132, &[]),
    ]
    .concat();
    let relations = format!(
        r#"<Relationships><Relationship Id="rId1" Target="{folder}/sheet1.bin"
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>
        </Relationships>"#
    );
    let part = format!("xl/{folder}/sheet1.bin");
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [
        ("[Content_Types].xml", &b"<Types/>"[..]),
        ("xl/workbook.bin", &book),
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/styles.bin", &styles()),
        (&part, &sheet.concat()),
    ] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(part).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn sheet(rows: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let hidden_columns = [words(&[3, 4, 0, 0]), vec![1, 0]].concat();
    [
        &[
            record(129, &[]),
            record(148, &words(&[0, 9, 0, 9])),
            record(390, &[]),
            record(60, &hidden_columns),
            record(391, &[]),
            record(145, &[]),
        ][..],
        rows,
        &[
            record(146, &[]),
            record(177, &words(&[1])),
            record(176, &words(&[4, 4, 0, 2])),
            record(178, &[]),
            record(130, &[]),
        ],
    ]
    .concat()
}

#[tokio::test]
async fn a_binary_workbook_gives_typed_cells_and_says_what_it_hides() {
    let rows = [
        row(0, false),
        label(0, "Deur één"),
        number(1, 1, 0.5),
        number(2, 2, 45.0),
        row(2, true),
        label(0, "nooit"),
        row(4, false),
        label(0, "Verdieping"),
        row(5, false),
        number(0, 0, 38.5),
        number(1, 3, 46_113.0),
    ];
    let read = read_bytes(&workbook(&sheet(&rows))).await.unwrap();
    let told = |text: &str| Value::Text(text.to_owned());
    let expected = [
        ("A1", told("Deur één")),
        ("B1", told("50%")),
        ("C1", told("45 $")),
        ("A3", told("nooit")),
        ("A5", told("Verdieping")),
        ("A6", Value::Number(38.5)),
        ("B6", Value::Date(circuler::clock::Day::parse("2026-04-01").unwrap())),
    ];
    assert_eq!(cells(&read), expected.map(|(at, value)| (at.to_owned(), value)));
    let sheet = &read.sheets[0];
    assert_eq!((read.format.kind, sheet.name.as_str()), (Kind::Xlsb, "Kelder"));
    assert!(sheet.hidden_rows.contains(3) && !sheet.hidden_rows.contains(1));
    let hidden: Vec<u32> = (0..8).filter(|it| sheet.hidden_columns.contains(*it)).collect();
    assert_eq!(hidden, [3, 4]);
    let merged = Merged { first_row: 5, last_row: 5, first_column: 0, last_column: 2 };
    assert_eq!(sheet.merged_in(5), [merged]);
}

#[tokio::test]
async fn a_binary_workbook_that_is_not_read_is_refused_with_the_reason() {
    let rows = sheet(&[row(0, false), label(0, "deur")]);
    let named = [words(&[0, 1]), text("rId1"), text("Kelder")].concat();
    // A beta of Excel 2007 wrote four bytes more before the relation.
    let of_beta = [words(&[0, 0, 1]), text("rId1"), text("Kelder")].concat();
    for (bytes, reason) in [
        (workbook_of(&of_beta, "worksheets", &rows), "XLSB of a beta of Excel 2007"),
        (workbook_of(&named, "macrosheets", &rows), "XLSB with macro sheets of Excel 4"),
    ] {
        let why = read_bytes(&bytes).await.unwrap_err();
        assert_eq!(why, Unreadable::Unsupported { kind: reason.to_owned() });
    }
}

#[tokio::test]
async fn a_binary_workbook_that_is_garbled_is_refused_or_read() {
    let whole = sheet(&[row(0, false), label(0, "deur"), number(1, 1, 0.5)]).concat();
    // A byte changed anywhere in the records: read or refused, and never the end of us.
    for place in (0..whole.len()).step_by(3) {
        let mut garbled = whole.clone();
        garbled[place] ^= 0xff;
        drop(read_bytes(&workbook(&[garbled])).await);
    }
}
