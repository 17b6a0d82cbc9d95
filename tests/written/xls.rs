//! Workbooks of Excel 97 to 2003. Nothing writes them any more, so that the tests do it by hand.

#![allow(dead_code, clippy::unwrap_used, reason = "some tests need less of it than others")]

/// A record of the stream `Workbook` (\[MS-XLS\] 2.1.4).
pub fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), content].concat()
}

fn begin(kind: u16) -> Vec<u8> {
    record(0x0809, &[&0x0600_u16.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 12]].concat())
}

fn end() -> Vec<u8> {
    record(0x000A, &[])
}

pub fn place(row: u16, column: u16) -> Vec<u8> {
    [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat()
}

pub fn number(row: u16, column: u16, number: f64) -> Vec<u8> {
    record(0x0203, &[&place(row, column)[..], &number.to_le_bytes()].concat())
}

pub fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let letters: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(letters.len() / 2).unwrap();
    record(0x0204, &[&place(row, column)[..], &length.to_le_bytes(), &[1], &letters].concat())
}

/// The stream of a workbook with one sheet of these records.
fn stream(name: &str, globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    let length = u8::try_from(name.len()).unwrap();
    let sheet_named = |position: u32| {
        let head = [&position.to_le_bytes()[..], &[0, 0, length, 0]].concat();
        record(0x0085, &[&head[..], name.as_bytes()].concat())
    };
    let globals =
        |position| [begin(0x0005), globals.concat(), sheet_named(position), end()].concat();
    let position = u32::try_from(globals(0).len()).unwrap();
    [globals(position), begin(0x0010), cells.concat(), end()].concat()
}

pub const SECTOR: usize = 512;

/// A stream in the file that Office keeps streams in (\[MS-CFB\]).
pub fn wrapped(name: &str, stream: &[u8]) -> Vec<u8> {
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

pub fn workbook(globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    workbook_named("Blad1", globals, cells)
}

/// `name` is that of its one sheet, of ASCII letters.
pub fn workbook_named(name: &str, globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    wrapped("Workbook", &stream(name, globals, cells))
}
