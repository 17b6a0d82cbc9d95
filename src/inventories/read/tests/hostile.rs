//! Files made to harm, and files that are not what they seem.

use super::*;

/// The parts of a small workbook, with some of them replaced or added.
pub(in crate::inventories::read) fn workbook_with(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.add_worksheet().write(0, 0, "deur").unwrap();
    let honest = writer.save_to_buffer().unwrap();
    let mut archive = ZipArchive::new(Cursor::new(honest)).unwrap();
    let mut changed = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let part = archive.by_index_raw(place).unwrap();
        let name = part.name().unwrap().into_owned();
        if !parts.iter().any(|it| it.0 == name) {
            changed.raw_copy_file(part).unwrap();
        }
    }
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        changed.start_file(*name, packed).unwrap();
        changed.write_all(content).unwrap();
    }
    changed.finish().unwrap().into_inner()
}

fn sheet_with(rows: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    workbook_with(&[("xl/worksheets/sheet1.xml", sheet.as_bytes())])
}

fn is_damaged(read: &Result<Workbook, Unreadable>) -> bool {
    matches!(read, Err(Unreadable::Damaged { .. }))
}

#[test]
fn a_bomb_is_refused_before_it_is_loaded() {
    let sheet = vec![b' '; 60_000_000];
    let bomb = workbook_with(&[("xl/worksheets/sheet1.xml", &sheet)]);
    assert!(bomb.len() < 100_000);
    assert_eq!(read_bytes(&bomb), Err(Unreadable::TooLarge));
    // In a part that no reader of sheets opens, it would harm whoever unpacks the photos.
    let bomb = workbook_with(&[("xl/media/image1.png", &sheet)]);
    assert_eq!(read_bytes(&bomb), Err(Unreadable::TooLarge));
}

#[test]
fn a_bomb_in_many_small_parts_is_refused_as_well() {
    let part = vec![b' '; 2_000_000];
    let names: Vec<_> = (0..20).map(|it| format!("xl/media/{it}.xml")).collect();
    let parts: Vec<_> = names.iter().map(|it| (it.as_str(), &part[..])).collect();
    assert_eq!(read_bytes(&workbook_with(&parts)), Err(Unreadable::TooLarge));
}

#[test]
fn a_claim_of_four_billion_texts_is_not_believed() {
    for claim in ["uniqueCount=\"4000000000\"", "uniqueCount = '99999999999999999999999'"] {
        let texts = format!("<?xml version=\"1.0\"?><sst {claim}><si><t>deur</t></si></sst>");
        for name in ["xl/sharedStrings.xml", "XL/SharedStrings.xml"] {
            let file = workbook_with(&[(name, texts.as_bytes())]);
            assert_eq!(read_bytes(&file), Err(Unreadable::TooLarge));
        }
    }
}

#[test]
fn as_many_texts_as_that_are_refused_even_where_none_is_claimed() {
    let texts = format!("<sst>{}</sst>", "<si><t>a</t></si>".repeat(100));
    assert!(read_bytes(&workbook_with(&[("xl/sharedStrings.xml", texts.as_bytes())])).is_ok());
    // Two million and one texts of nothing come to ten megabytes, which pack very well.
    let texts = format!("<sst>{}</sst>", "<si/>".repeat(2_000_001));
    let noise: Vec<u8> =
        (0..200_000_u32).flat_map(|it| it.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let parts = [("xl/media/a.png", &noise[..]), ("xl/sharedStrings.xml", texts.as_bytes())];
    assert_eq!(read_bytes(&workbook_with(&parts)), Err(Unreadable::TooLarge));
}

#[test]
fn a_workbook_that_is_cut_off_anywhere_says_so() {
    let whole = workbook_with(&[]);
    for end in [whole.len() / 4, whole.len() / 2, whole.len() - 30] {
        assert_eq!(read_bytes(&whole[..end]), Err(Unreadable::CutOff), "{end}");
    }
}

#[test]
fn names_written_with_backslashes_are_names() {
    let mut archive = ZipArchive::new(Cursor::new(workbook_with(&[]))).unwrap();
    let mut changed = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let part = archive.by_index_raw(place).unwrap();
        let name = part.name().unwrap().replace('/', "\\");
        changed.raw_copy_file_rename(part, name).unwrap();
    }
    let file = changed.finish().unwrap().into_inner();
    assert_eq!(cells(&read_bytes(&file).unwrap()), [("A1".to_owned(), text("deur"))]);
}

#[test]
fn a_damaged_photo_does_not_cost_the_list() {
    let photo: Vec<u8> = (0..5000_u32).map(|it| u8::try_from(it * it % 251).unwrap()).collect();
    let mut file = workbook_with(&[("xl/media/image1.png", &photo)]);
    let name = b"xl/media/image1.png";
    let place = file.windows(name.len()).position(|it| it == name).unwrap();
    for byte in &mut file[place + name.len() + 50..place + name.len() + 80] {
        *byte ^= 0x55;
    }
    assert_eq!(cells(&read_bytes(&file).unwrap()), [("A1".to_owned(), text("deur"))]);
}

#[test]
fn a_claim_of_a_sheet_without_end_is_not_believed() {
    let sheet = "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\">\
                 <c r=\"A1\"><v>12</v></c></row></sheetData></worksheet>";
    let file = workbook_with(&[("xl/worksheets/sheet1.xml", sheet.as_bytes())]);
    assert_eq!(cells(&read_bytes(&file).unwrap()), [("A1".to_owned(), Value::Number(12.0))]);
}

#[test]
fn too_many_rows_are_not_told() {
    let rows = |cell: &str| {
        let row = |it| format!("<row r=\"{it}\"><c r=\"A{it}\" s=\"0\">{cell}</c></row>");
        (1..=1001).map(row).collect::<Vec<_>>().concat()
    };
    assert_eq!(
        read_bytes(&sheet_with(&rows("<v>1</v>"))),
        Err(Unreadable::TooManyRows { max: ROWS_MAX })
    );
    assert_eq!(
        read_bytes("a;b\n".repeat(1001).as_bytes()),
        Err(Unreadable::TooManyRows { max: ROWS_MAX })
    );
    // Rows that are only formatted are no rows.
    assert_eq!(read_bytes(&sheet_with(&rows(""))), Err(Unreadable::Empty));
}

#[test]
fn a_sheet_that_lies_about_places_is_damaged() {
    for rows in [
        // Beyond the last column, and the last row.
        "<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>",
        "<row r=\"1048577\"><c r=\"A1048577\"><v>1</v></c></row>",
        // Twice the same place, and back to an earlier one.
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>",
        "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>2</v></c></row>",
        // Cut off.
        "<row r=\"1\"><c r=\"A1\"><v>1",
    ] {
        assert!(is_damaged(&read_bytes(&sheet_with(rows))), "{rows}");
    }
}

#[test]
fn a_cell_newer_than_the_reader_does_not_cost_the_file() {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"e\"><v>#SPILL!</v></c><c r=\"B1\"><v>2</v></c></row>\
                <row r=\"2\"><c r=\"A2\" t=\"s\"><v>999</v></c><c r=\"B2\"><v>3</v></c></row>";
    let workbook = read_bytes(&sheet_with(rows)).unwrap();
    let expected = [("B1", Value::Number(2.0)), ("B2", Value::Number(3.0))];
    assert_eq!(cells(&workbook), expected.map(|(at, value)| (at.to_owned(), value)));
    assert_eq!(workbook.sheets[0].cells_lost, 2);
    // Where cells do not say where they stand, nobody knows where the next one does.
    let rows = "<row><c><v>1</v></c><c t=\"e\"><v>#SPILL!</v></c><c><v>2</v></c></row>";
    assert!(is_damaged(&read_bytes(&sheet_with(rows))));
}

#[test]
fn another_kind_of_file_is_named() {
    let zip = |names: &[&str]| {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    for (names, kind) in [
        (&["[Content_Types].xml", "_rels/.rels", "word/document.xml"][..], "DOCX (Word)"),
        (&["photo1.jpg", "photo2.jpg"], "ZIP"),
        (&[], "ZIP"),
    ] {
        let expected = Err(Unreadable::Unsupported { kind: kind.to_owned() });
        assert_eq!(read_bytes(&zip(names)), expected, "{names:?}");
    }
    assert!(is_damaged(&read_bytes(&zip(&["[Content_Types].xml", "_rels/.rels"]))));
    assert_eq!(read_bytes(b"PK\x03\x04 cut off"), Err(Unreadable::CutOff));
}

#[test]
fn a_file_without_a_filled_cell_is_empty() {
    for bytes in [&b""[..], b"\xef\xbb\xbf", b"\n\n\n", b";;;\n;;\n", b"  "] {
        assert_eq!(read_bytes(bytes), Err(Unreadable::Empty), "{bytes:?}");
    }
    let mut writer = Writer::new();
    writer.add_worksheet();
    assert_eq!(read_bytes(&writer.save_to_buffer().unwrap()), Err(Unreadable::Empty));
}

#[test]
fn a_quotation_mark_left_open_is_pointed_at() {
    let open = b"naam;aantal\ndeur;1\n\"raam;2\nbalk;3\n";
    assert_eq!(read_bytes(open), Err(Unreadable::OpenQuote { row: 3 }));
    let long = format!("naam;aantal\n\"raam;2\n{}\n\";3\n", "balk;3\n".repeat(6000));
    assert_eq!(read_bytes(long.as_bytes()), Err(Unreadable::OpenQuote { row: 2 }));
    // Inches are no quotation marks.
    assert!(read_bytes(b"naam;maat\nbuis;5\"\nbuis;6\"\n").is_ok());
}

#[test]
fn every_reason_is_said_in_words() {
    for why in [
        Unreadable::Empty,
        Unreadable::WebPage,
        Unreadable::XmlSpreadsheet,
        Unreadable::CutOff,
        Unreadable::Unsupported { kind: "PDF".into() },
        Unreadable::Unknown,
        Unreadable::Encrypted,
        Unreadable::damaged("why"),
        Unreadable::OpenQuote { row: 3 },
        Unreadable::TooManyRows { max: 5 },
        Unreadable::TooManyCells { max: 5 },
        Unreadable::TooLarge,
        Unreadable::TooMuchMemory,
        Unreadable::TooSlow { seconds: 5 },
    ] {
        for language in crate::language::Language::ALL {
            assert!(why.text().in_language(language).ends_with('.'), "{why:?}");
        }
    }
}
