//! What a workbook says of its cells besides their values: how they are shown, and whether.

use rust_xlsxwriter::{DocProperties, Format as CellFormat};

use super::hostile::workbook_with;
use super::*;

#[test]
fn what_is_hidden_is_read_and_said() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    for row in 0..6_u32 {
        for column in 0..4_u16 {
            sheet.write(row, column, row * 10 + u32::from(column)).unwrap();
        }
    }
    sheet.set_row_hidden(2).unwrap().set_row_hidden(3).unwrap();
    sheet.set_column_hidden(1).unwrap();
    sheet.merge_range(5, 0, 5, 2, "som", &CellFormat::new()).unwrap();
    writer.add_worksheet().write(0, 0, "niets verborgen").unwrap();
    let workbook = read_bytes(&writer.save_to_buffer().unwrap()).unwrap();
    let sheet = &workbook.sheets[0];
    let hidden = (1..=6).filter(|it| sheet.hidden_rows.contains(*it)).collect::<Vec<_>>();
    assert_eq!(hidden, [3, 4]);
    let hidden = (0..4).filter(|it| sheet.hidden_columns.contains(*it)).collect::<Vec<_>>();
    assert_eq!(hidden, [1]);
    assert_eq!(sheet.row(3).unwrap().get(1), Some(&Value::Number(21.0)));
    assert_eq!(sheet.merged_in(6).len(), 1);
    let other = &workbook.sheets[1];
    assert!(other.hidden_rows.is_empty() && other.hidden_columns.is_empty());
}

#[test]
fn a_share_or_another_currency_is_told_as_it_is_shown() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    let mut column = 0;
    let mut write = |number: f64, format: &str| {
        let format = CellFormat::new().set_num_format(format);
        sheet.write_with_format(0, column, number, &format).unwrap();
        column += 1;
    };
    write(0.07, "0%");
    write(45.0, "[$$-409]#,##0.00");
    write(45.5, "#,##0.00\\ \"CHF\"");
    write(45.0, "[$€-2] #,##0.00");
    write(45.0, "\"€\" #,##0.00");
    let workbook = read_bytes(&writer.save_to_buffer().unwrap()).unwrap();
    let expected = [
        ("A1", text("7%")),
        ("B1", text("45 $")),
        ("C1", text("45.5 CHF")),
        ("D1", Value::Number(45.0)),
        ("E1", Value::Number(45.0)),
    ];
    assert_eq!(cells(&workbook), expected.map(|(at, value)| (at.to_owned(), value)));
}

#[test]
fn days_are_counted_from_1904_where_the_workbook_says_so() {
    let mut writer = Writer::new();
    let date = CellFormat::new().set_num_format("dd/mm/yyyy");
    writer.set_properties(&DocProperties::new());
    writer.add_worksheet().write_with_format(0, 0, 44_651.0, &date).unwrap();
    let bytes = writer.save_to_buffer().unwrap();
    let day = |bytes: &[u8]| read_bytes(bytes).unwrap().sheets[0].rows[0].cells[0].value.clone();
    assert_eq!(day(&bytes), Value::Date(Day::parse("2022-03-31").unwrap()));
    // The same file, of a Mac.
    let mut archive = ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut workbook = String::new();
    let mut part = archive.by_name("xl/workbook.xml").unwrap();
    std::io::Read::read_to_string(&mut part, &mut workbook).unwrap();
    drop(part);
    let of_mac = workbook.replace("<workbookPr ", "<workbookPr date1904=\"1\" ");
    assert_ne!(of_mac, workbook);
    let mut changed = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let part = archive.by_index_raw(place).unwrap();
        if part.name().unwrap() != "xl/workbook.xml" {
            changed.raw_copy_file(part).unwrap();
        }
    }
    changed.start_file("xl/workbook.xml", SimpleFileOptions::default()).unwrap();
    changed.write_all(of_mac.as_bytes()).unwrap();
    let bytes = changed.finish().unwrap().into_inner();
    assert_eq!(day(&bytes), Value::Date(Day::parse("2026-04-01").unwrap()));
}

#[test]
fn letters_of_several_kinds_in_a_cell_are_one_text() {
    let mut writer = Writer::new();
    let (plain, bold) = (CellFormat::new(), CellFormat::new().set_bold());
    let sheet = writer.add_worksheet();
    sheet.write_rich_string(0, 0, &[(&plain, "deur "), (&bold, "eik"), (&plain, " 93")]).unwrap();
    let workbook = read_bytes(&writer.save_to_buffer().unwrap()).unwrap();
    assert_eq!(cells(&workbook), [("A1".to_owned(), text("deur eik 93"))]);
}

#[test]
fn a_cell_is_read_however_its_value_is_written() {
    let sheet = "<worksheet><sheetData><row r=\"1\">\
        <c r=\"A1\" t=\"inlineStr\"><is><r><t xml:space=\"preserve\">deur </t></r><r><t>&amp; raam</t></r></is></c>\
        <c r=\"B1\" t=\"str\"><f>A2&amp;\"x\"</f><v>kast</v></c>\
        <c r=\"C1\"><f>1+1</f><v>2</v></c><c r=\"D1\" t=\"b\"><v>1</v></c>\
        <c r=\"E1\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c><c r=\"F1\"><f>NOW()</f></c>\
        <c r=\"G1\" t=\"d\"><v>2026-04-01T00:00:00</v></c><c r=\"H1\"><v>1.5E3</v></c>\
        <c r=\"I1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>";
    let texts =
        "<sst><si><t xml:space=\"preserve\"> eik_x000D_\n</t><rPh><t>x</t></rPh></si></sst>";
    let parts = [
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", texts.as_bytes()),
    ];
    let expected = [
        ("A1", text("deur & raam")),
        ("B1", text("kast")),
        ("C1", Value::Number(2.0)),
        ("D1", Value::Bool(true)),
        ("E1", Value::Error("#DIV/0!".into())),
        ("G1", Value::Date(Day::parse("2026-04-01").unwrap())),
        ("H1", Value::Number(1500.0)),
        ("I1", text(" eik\r\n")),
    ];
    let workbook = read_bytes(&workbook_with(&parts)).unwrap();
    assert_eq!(cells(&workbook), expected.map(|(at, value)| (at.to_owned(), value)));
}

#[test]
fn what_lies_behind_a_cell_is_told_beside_it() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    sheet.write(0, 0, "Foto").unwrap();
    sheet.write_url_with_text(1, 0, "https://example.org/a.jpg", "foto 1").unwrap();
    sheet.write_url_with_text(2, 0, "mailto:jan@example.org", "Jan").unwrap();
    sheet.write_url_with_text(3, 0, "internal:Sheet1!A1", "boven").unwrap();
    let formula = "=HYPERLINK(\"https://example.org/b.jpg?x=1&y=2\",\"foto 2\")";
    sheet.write_formula(4, 0, rust_xlsxwriter::Formula::new(formula).set_result("foto 2")).unwrap();
    writer.add_worksheet().write(0, 0, "niets").unwrap();
    let workbook = read_bytes(&writer.save_to_buffer().unwrap()).unwrap();
    let mut links = workbook.sheets[0].links.clone();
    links.sort_by_key(|it| it.row);
    let link = |row, address: &str| Link { row, column: 0, address: address.to_owned() };
    assert_eq!(
        links,
        [link(2, "https://example.org/a.jpg"), link(5, "https://example.org/b.jpg?x=1&y=2")]
    );
    assert_eq!(workbook.sheets[0].row(2).unwrap().get(0), Some(&text("foto 1")));
    assert!(workbook.sheets[1].links.is_empty());
}
