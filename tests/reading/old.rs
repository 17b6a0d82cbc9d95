//! Workbooks of Excel 97 to 2003. Nothing writes them any more, so that the tests do it by hand.

use circuler::clock::Day;
use circuler::inventories::read::{Kind, Merged, Unreadable, Value};

use crate::{cells, read_bytes};

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// A record of the stream `Workbook` (\[MS-XLS\] 2.1.4).
fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), content].concat()
}

fn begin(kind: u16) -> Vec<u8> {
    record(0x0809, &[&0x0600_u16.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 12]].concat())
}

fn end() -> Vec<u8> {
    record(0x000A, &[])
}

fn place(row: u16, column: u16) -> Vec<u8> {
    [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat()
}

fn number(row: u16, column: u16, number: f64) -> Vec<u8> {
    record(0x0203, &[&place(row, column)[..], &number.to_le_bytes()].concat())
}

fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let letters: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(letters.len() / 2).unwrap();
    record(0x0204, &[&place(row, column)[..], &length.to_le_bytes(), &[1], &letters].concat())
}

/// The stream of a workbook with one sheet of these records.
fn stream(globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    let sheet_named = |position: u32| {
        let name = b"Blad1";
        record(0x0085, &[&position.to_le_bytes()[..], &[0, 0, 5, 0], name].concat())
    };
    let globals =
        |position| [begin(0x0005), globals.concat(), sheet_named(position), end()].concat();
    let position = u32::try_from(globals(0).len()).unwrap();
    [globals(position), begin(0x0010), cells.concat(), end()].concat()
}

const SECTOR: usize = 512;

/// A stream in the file that Office keeps streams in (\[MS-CFB\]).
fn wrapped(name: &str, stream: &[u8]) -> Vec<u8> {
    const FREE: u32 = 0xFFFF_FFFF;
    const END: u32 = 0xFFFF_FFFE;
    const TABLE: u32 = 0xFFFF_FFFD;
    // Shorter streams would be kept in another way.
    let mut content = stream.to_vec();
    content.resize(content.len().max(4096).next_multiple_of(SECTOR), 0);
    let sectors = u32::try_from(content.len() / SECTOR).unwrap();
    assert!(sectors < 126, "one sector holds the whole table");

    let mut head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    head.resize(24, 0);
    for half in [0x3e_u16, 3, 0xfffe, 9, 6, 0, 0, 0] {
        head.extend(half.to_le_bytes());
    }
    // Sectors of the table: one, the first. The directory is the second.
    for word in [0_u32, 1, 1, 0, 4096, END, 0, END, 0, 0] {
        head.extend(word.to_le_bytes());
    }
    head.resize(SECTOR, 0xff);

    let mut table = vec![TABLE, END];
    table.extend((3..sectors + 2).chain([END]));
    table.resize(SECTOR / 4, FREE);
    let entry = |name: &str, kind: u8, child: u32, start: u32, length: usize| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let name_length = u16::try_from(entry.len() + 2).unwrap();
        entry.resize(64, 0);
        entry.extend(name_length.to_le_bytes());
        entry.extend([kind, 1]);
        for link in [FREE, FREE, child] {
            entry.extend(link.to_le_bytes());
        }
        entry.resize(116, 0);
        entry.extend(start.to_le_bytes());
        entry.extend((length as u64).to_le_bytes());
        entry
    };
    let mut directory = entry("Root Entry", 5, 1, END, 0);
    directory.extend(entry(name, 2, FREE, 2, content.len()));
    directory.resize(SECTOR, 0);
    let table = table.into_iter().flat_map(u32::to_le_bytes).collect();
    [head, table, directory, content].concat()
}

fn workbook(globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    wrapped("Workbook", &stream(globals, cells))
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

#[tokio::test]
async fn an_old_workbook_with_a_password_says_so() {
    let locked = record(0x002F, &[1, 0, 1, 0]);
    let read = read_bytes(&workbook(&[locked], &[number(0, 0, 1.0)])).await;
    assert_eq!(read, Err(Unreadable::Encrypted));
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
