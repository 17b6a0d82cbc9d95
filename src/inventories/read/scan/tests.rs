use std::fs::File;
use std::io::{Cursor, Write};
use std::path::Path;

use proptest::prelude::*;
use rust_xlsxwriter::{Format as CellFormat, Formula, Url, Workbook as Writer};

use super::super::tests::hostile::workbook_with;
use super::*;

const ROWS_MAX: u64 = 10_000;

/// What is told of a workbook by scanning it.
fn scanned(file: &Path) -> Result<Vec<u8>, Halt> {
    let mut told = Vec::new();
    let archive = Counting::open(File::open(file).unwrap())?;
    read(archive, &mut Teller::new(&mut told, ROWS_MAX))?;
    Ok(told)
}

/// What is told of it by a reader that knows all of XML.
fn read_fully(file: &Path) -> Result<Vec<u8>, Stop> {
    let mut told = Vec::new();
    let unpacked = guard::count(File::open(file)?)?.unpacked.unwrap();
    let open = || Ok(Cursor::new(&unpacked[..]));
    workbook::read(open, Some(&unpacked), &mut Teller::new(&mut told, ROWS_MAX))?;
    Ok(told)
}

/// Whether scanning was enough; then it told the very same.
fn is_scanned_alike(bytes: &[u8]) -> bool {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let scanned = match scanned(file.path()) {
        Ok(told) => told,
        Err(Halt::Unusual) => return false,
        Err(Halt::Stop(stop)) => {
            let also = read_fully(file.path()).unwrap_err();
            assert_eq!(format!("{stop:?}"), format!("{also:?}"));
            return true;
        }
    };
    let read = read_fully(file.path()).unwrap();
    assert_eq!(String::from_utf8_lossy(&scanned), String::from_utf8_lossy(&read));
    assert_eq!(scanned, read);
    true
}

/// A workbook of one sheet with these rows, and these shared texts.
fn workbook(rows: &str, texts: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let sheet = format!(
        "<?xml version=\"1.0\"?>\n<worksheet xmlns=\"{MAIN}\"><dimension ref=\"A1:D9\"/><sheetData>\
         {rows}</sheetData><mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells></worksheet>"
    );
    let texts = format!("<sst xmlns=\"{MAIN}\" count=\"9\" uniqueCount=\"3\">{texts}</sst>");
    workbook_with(&[
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", texts.as_bytes()),
    ])
}

#[test]
fn workbooks_of_every_program_at_hand_are_scanned() {
    let mut count = 0;
    for entry in std::fs::read_dir("tests/data/inventories").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "xlsx") {
            assert!(is_scanned_alike(&std::fs::read(&path).unwrap()), "{}", path.display());
            count += 1;
        }
    }
    assert!(count >= 2, "only {count} were found");
}

#[test]
fn what_is_usual_is_scanned_and_what_is_not_is_left_to_others() {
    let texts = "<si><t>deur</t></si><si><t xml:space=\"preserve\"> een &amp; twee </t></si>\
         <si><r><rPr><b/></rPr><t>vet</t></r><r><t> en </t></r></si><si/><si><t/></si>\
         <si><t>x</t><phoneticPr fontId=\"1\"/></si>";
    for usual in [
        "",
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>",
        "<row r=\"2\" spans=\"1:3\">\n <c r=\"A2\" t=\"s\"><v>2</v></c> <c r=\"B2\" t=\"s\"><v>3</v></c></row>",
        "<row r=\"3\" hidden=\"1\"/><row r=\"4\" ht=\"0\" customHeight=\"1\"><c r=\"D4\"/></row>",
        "<row r=\"1\"><c r=\"A1\"><f>1&gt;2</f><v>12.5</v></c><c r=\"B1\"><f t=\"shared\" si=\"0\"/><v/></c></row>",
        "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a&#10;&quot;b&quot;</v></c><c r='B1' t='b'><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"A1\" t=\"e\"><v>#N/A</v></c><c r=\"B1\" t=\"d\"><v>2026-03-01</v></c></row>",
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t> x </t></is></c><c r=\"AB1\" s=\"0\"><v>-1e3</v></c></row>",
        "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>",
    ] {
        assert!(is_scanned_alike(&workbook(usual, texts)), "{usual}");
    }
    for unusual in [
        "<row><c><v>1</v></c></row>",
        "<!-- --><row r=\"1\"/>",
        "<x:row r=\"1\"/>",
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>9</v></c></row>",
        "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>_x000D_</v></c></row>",
        "<row r=\"1\"><c r=\"A1\" t=\"str\"><v><![CDATA[a]]></v></c></row>",
        "<row r=\"1\"><c r=\"A1\"><v>1</v><f>A2</f></c></row>",
        "<row r=\"1\"><c r=\"A1\" t=\"e\"><v>#SPILL!</v></c></row>",
        "<row r=\"1\"><c r=\"A1\"><v>een</v></c></row>",
        "<row r=\"1\"><c r=\"A1\"><v>1</v>",
    ] {
        assert!(!is_scanned_alike(&workbook(unusual, texts)), "{unusual}");
    }
}

#[test]
fn what_was_told_before_something_unusual_is_void() {
    let rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>\
         <row r=\"2\"><c r=\"A2\"><v>2</v></c></row><row><c><v>3</v></c></row>";
    let read = super::super::tests::read_bytes(&workbook(rows, "")).unwrap();
    let numbers: Vec<u32> = read.sheets[0].rows.iter().map(|it| it.number).collect();
    assert_eq!((read.sheets.len(), numbers), (1, vec![1, 2, 3]));
}

#[test]
fn a_long_sheet_is_scanned_across_its_chunks() {
    let mut writer = Writer::new();
    let day = CellFormat::new().set_num_format("dd/mm/yyyy");
    let share = CellFormat::new().set_num_format("0%");
    let sheet = writer.add_worksheet();
    for row in 0..5000 {
        sheet.write(row, 0, format!("Deur {row} & <raam>")).unwrap();
        sheet.write_with_format(row, 1, f64::from(row) / 8.0, &share).unwrap();
        sheet.write_with_format(row, 2, 45_000 + row, &day).unwrap();
        sheet.write_formula(row, 4, Formula::new("=1/3").set_result("0.333")).unwrap();
    }
    for row in [1, 4000] {
        let link = Formula::new("=HYPERLINK(\"https://example.org/a.jpg?x=1&y=2\",\"foto\")");
        sheet.write_formula(row, 5, link.set_result("foto")).unwrap();
        sheet.write_url(row, 6, Url::new("https://example.org/b.jpg").set_text("foto")).unwrap();
    }
    sheet.set_row_hidden(7).unwrap();
    sheet.set_column_hidden(3).unwrap();
    writer.add_worksheet().write(3, 3, true).unwrap();
    let bytes = writer.save_to_buffer().unwrap();
    assert!(is_scanned_alike(&bytes));
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&bytes).unwrap();
    let told = scanned(file.path()).unwrap();
    let links = String::from_utf8_lossy(&told).matches("https://example.org/").count();
    assert_eq!(links, 4);
}

/// Pieces that a sheet is made of, and some that it is not.
fn piece() -> impl Strategy<Value = String> {
    let cell = ("[A-C][1-3]", "( s=\"[0-2]\")?", "( t=\"(s|n|b|e|str|d|inlineStr)\")?", inner());
    prop_oneof![
        8 => cell.prop_map(|(at, style, kind, inner)| format!("<c r=\"{at}\"{style}{kind}>{inner}</c>")),
        2 => "<c r=\"[A-C][1-3]\"/>",
        4 => "</row><row r=\"[1-4]\"( hidden=\"(1|0)\")?>",
        1 => "[ \n]",
        1 => "(<row/>|<c>|</c>|<!---->|&amp;|x|</sheetData>)",
    ]
}

fn inner() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "<v>(-?[0-9]{1,3}(\\.[0-9]{1,2})?|[01]|#N/A|#REF!|2026-01-0[1-9]|[a-c&<\r ]{0,3}|&amp;|&#x41;)</v>",
        2 => "<f>A1(&gt;2)?</f><v>[0-9]</v>",
        1 => "<is><t( xml:space=\"preserve\")?> ?[a-c]{0,3} ?</t></is>",
        1 => "(<v/>|<f/>|<v>1</v><f/>|<is/>|<v>1</v><v>2</v>| )?",
    ]
}

proptest! {
    #[test]
    fn it_tells_what_a_full_reader_tells(
        pieces in prop::collection::vec(piece(), 0..12),
        texts in prop::collection::vec("<si>(<t( xml:space=\"preserve\")?>[a-c &;_x]{0,4}</t>|<r><t>[a-c]</t></r>|<t/>)</si>", 0..4),
    ) {
        let rows = format!("<row r=\"1\">{}</row>", pieces.concat());
        is_scanned_alike(&workbook(&rows, &texts.concat()));
    }
}

#[test]
fn a_sheet_of_macros_of_excel_4_is_passed_over() {
    let relations = |kind: &str| {
        format!(
            "<Relationship Id=\"rId9\" Type=\"http://schemas.microsoft.com/office/2006/\
                 relationships/{kind}\" Target=\"macrosheets/sheet1.xml\"/>"
        )
    };
    for kind in ["xlMacrosheet", "xlIntlMacrosheet"] {
        let part = relations(kind).into_bytes();
        let told = without_macro_sheets("xl/_rels/workbook.xml.rels", part.clone());
        assert!(String::from_utf8(told).unwrap().contains("relationships/dialogsheet\""), "{kind}");
        assert_eq!(without_macro_sheets("xl/worksheets/_rels/sheet1.xml.rels", part.clone()), part);
    }
}
