//! A hundred thousand rows of twenty columns, in 512 MB.

use std::io::{BufWriter, Seek, Write};

use circuler::inventories::read::{Value, read_in_child};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::{ALONE, settings};

const ROWS: usize = 100_000;
const COLUMNS: usize = 20;

/// What a service allows its reader by default, and the most that this may take.
const MEMORY_BYTES_MAX: u64 = 512 * 1024 * 1024;

#[tokio::test]
async fn a_hundred_thousand_rows_are_read_within_the_memory_of_a_small_machine() {
    let _alone = ALONE.lock().await;
    let settings = settings();
    assert!(settings.reader_memory_bytes <= MEMORY_BYTES_MAX);
    let mut file = tempfile::NamedTempFile::new().unwrap();
    write_workbook(BufWriter::new(file.as_file_mut()));
    let workbook = read_in_child(&settings, file.path()).await.unwrap().unwrap();
    let rows = &workbook.sheets[0].rows;
    assert_eq!(rows.len(), ROWS);
    assert!(rows.iter().all(|it| it.cells.len() == COLUMNS));
    let last = &rows[ROWS - 1].cells;
    assert_eq!(last[0].value, Value::Text("Partij 49990".to_owned()));
    assert_eq!((last[1].value.clone(), last[1].row), (Value::Number(999_991.0), 100_000));
}

/// Every second column holds a text; of those, half a million are different ones.
fn write_workbook(file: impl Write + Seek) {
    let mut zip = ZipWriter::new(file);
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut part = |name: &str, write: &mut dyn FnMut(&mut dyn Write)| {
        zip.start_file(name, stored).unwrap();
        write(&mut zip);
    };
    let relations = |of: &[(&str, &str)]| {
        let each = of.iter().enumerate().map(|(place, (kind, target))| {
            format!(
                "<Relationship Id=\"rId{place}\" Target=\"{target}\" Type=\"http://schemas.\
                 openxmlformats.org/officeDocument/2006/relationships/{kind}\"/>"
            )
        });
        format!("<Relationships>{}</Relationships>", each.collect::<String>())
    };
    let office = relations(&[("officeDocument", "xl/workbook.xml")]);
    let parts = relations(&[
        ("worksheet", "worksheets/sheet1.xml"),
        ("sharedStrings", "sharedStrings.xml"),
    ]);
    let workbook = "<workbook><sheets><sheet name=\"Blad1\" sheetId=\"1\" r:id=\"rId0\"/></sheets>\
                    </workbook>";
    part("[Content_Types].xml", &mut |out| out.write_all(b"<Types/>").unwrap());
    part("_rels/.rels", &mut |out| out.write_all(office.as_bytes()).unwrap());
    part("xl/workbook.xml", &mut |out| out.write_all(workbook.as_bytes()).unwrap());
    part("xl/_rels/workbook.xml.rels", &mut |out| out.write_all(parts.as_bytes()).unwrap());
    let texts = ROWS * COLUMNS / 4;
    part("xl/sharedStrings.xml", &mut |out| {
        write!(out, "<sst uniqueCount=\"{texts}\">").unwrap();
        for text in 0..texts {
            write!(out, "<si><t>Partij {}</t></si>", text % 50_000).unwrap();
        }
        write!(out, "</sst>").unwrap();
    });
    part("xl/worksheets/sheet1.xml", &mut |out| {
        write!(out, "<worksheet><sheetData>").unwrap();
        for row in 1..=ROWS {
            write!(out, "<row r=\"{row}\">").unwrap();
            for column in 0..COLUMNS {
                let letter = char::from(b'A' + u8::try_from(column).unwrap());
                if column % 2 == 0 {
                    let text = (row * COLUMNS / 2 - COLUMNS / 2 + column / 2) % texts;
                    write!(out, "<c r=\"{letter}{row}\" t=\"s\"><v>{text}</v></c>").unwrap();
                } else {
                    let number = (row - 1) * 10 + column / 2 + 1;
                    write!(out, "<c r=\"{letter}{row}\"><v>{number}</v></c>").unwrap();
                }
            }
            write!(out, "</row>").unwrap();
        }
        write!(out, "</sheetData></worksheet>").unwrap();
    });
    zip.finish().unwrap();
}
