//! OpenDocument spreadsheets.

use super::*;

/// A spreadsheet with this in its body, as LibreOffice writes it around it.
fn content(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" \
         xmlns:text=\"x\" xmlns:style=\"s\" xmlns:calcext=\"c\"><office:automatic-styles>\
         <style:style style:name=\"ta1\" style:family=\"table\"><style:table-properties \
         table:display=\"true\"/></style:style><style:style style:name=\"ta2\" \
         style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>{body}\
         </office:spreadsheet></office:body></office:document-content>"
    )
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const MIMETYPE: (&str, &str) = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet");

fn read_body(body: &str) -> Result<Workbook, Unreadable> {
    read_bytes(&packed(&[MIMETYPE, ("content.xml", &content(body))]))
}

fn table(rows: &str) -> String {
    format!("<table:table table:name=\"Blad1\" table:style-name=\"ta1\">{rows}</table:table>")
}

#[test]
fn a_document_gives_typed_cells() {
    let rows = "<table:table-column table:number-columns-repeated=\"16384\"/>\
        <table:table-row><table:table-cell office:value-type=\"string\" calcext:value-type=\"string\">\
        <text:p>deur <text:span>eik</text:span><text:s text:c=\"2\"/>&amp; &#233;&#xe9;n</text:p>\n\
        <text:p>wit</text:p><office:annotation><text:p>bekijken!</text:p></office:annotation>\
        </table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"38.5\">\
        <text:p>38,5</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"date\" office:date-value=\"2026-04-01\">\
        <text:p>1 april</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"/>\
        <table:table-cell office:value-type=\"percentage\" office:value=\"0.5\"/>\
        <table:table-cell office:value-type=\"currency\" office:currency=\"EUR\" office:value=\"45\"/>\
        <table:table-cell office:value-type=\"currency\" office:currency=\"USD\" office:value=\"45\"/>\
        <table:table-cell office:value-type=\"string\" office:string-value=\"\" \
        calcext:value-type=\"error\"><text:p>#REF!</text:p></table:table-cell>\
        <table:table-cell><text:p>zonder soort</text:p></table:table-cell></table:table-row>";
    let expected = [
        ("A1", text("deur eik  & één\nwit")),
        ("B1", Value::Number(38.5)),
        ("C1", Value::Date(Day::parse("2026-04-01").unwrap())),
        ("D1", Value::Bool(true)),
        ("E1", text("50%")),
        ("F1", Value::Number(45.0)),
        ("G1", text("45 USD")),
        ("H1", Value::Error("#REF!".into())),
        ("I1", text("zonder soort")),
    ];
    let workbook = read_body(&table(rows)).unwrap();
    assert_eq!(workbook.format.kind, Kind::Ods);
    assert_eq!(cells(&workbook), expected.map(|(at, value)| (at.to_owned(), value)));
    // The same, not packed.
    let flat = content(&table(rows)).replace(
        "<office:document-content ",
        "<office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\" ",
    );
    assert_eq!(read_bytes(flat.as_bytes()).unwrap().sheets, workbook.sheets);
}

#[test]
fn what_is_repeated_merged_or_hidden_is_where_it_is_shown() {
    let cell = |it: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{it}</text:p></table:table-cell>"
        )
    };
    let rows = format!(
        "<table:table-column/><table:table-column table:visibility=\"collapse\" \
         table:number-columns-repeated=\"2\"/><table:table-header-rows><table:table-row>\
         <table:table-cell table:number-columns-spanned=\"2\" office:value-type=\"string\">\
         <text:p>kop</text:p></table:table-cell><table:covered-table-cell><text:p>x</text:p>\
         </table:covered-table-cell>{c}</table:table-row></table:table-header-rows>\
         <table:table-row table:number-rows-repeated=\"3\"><table:table-cell \
         table:number-columns-repeated=\"16384\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"2\" table:visibility=\"filter\">\
         <table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"float\" \
         office:value=\"7\"/></table:table-row><table:table-row>{c}</table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048569\"><table:table-cell \
         table:number-columns-repeated=\"16384\"/></table:table-row>",
        c = cell("c"),
    );
    let hidden = "<table:table table:name=\"Keuzes\" table:style-name=\"ta2\"><table:table-row>\
        <table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row>\
        </table:table>";
    let workbook = read_body(&(table(&rows) + hidden)).unwrap();
    let expected = [
        ("A1", text("kop")),
        ("C1", text("c")),
        ("A5", Value::Number(7.0)),
        ("B5", Value::Number(7.0)),
        ("A6", Value::Number(7.0)),
        ("B6", Value::Number(7.0)),
        ("A7", text("c")),
    ];
    assert_eq!(cells(&workbook), expected.map(|(at, value)| (at.to_owned(), value)));
    let sheet = &workbook.sheets[0];
    let merged = Merged { first_row: 1, last_row: 1, first_column: 0, last_column: 1 };
    assert_eq!((sheet.merged_in(1), sheet.last_row), (&[merged][..], 7));
    let rows = (1..9).filter(|it| sheet.hidden_rows.contains(*it)).collect::<Vec<_>>();
    let columns = (0..5).filter(|it| sheet.hidden_columns.contains(*it)).collect::<Vec<_>>();
    assert_eq!((rows, columns), (vec![5, 6], vec![1, 2]));
    assert_eq!((sheet.hidden, workbook.sheets[1].hidden), (false, true));
}

#[test]
fn a_document_that_is_none_of_ours_is_named() {
    let text = ("mimetype", "application/vnd.oasis.opendocument.text");
    let kind = "OpenDocument (text)".to_owned();
    let read = read_bytes(&packed(&[text, ("content.xml", &content(""))]));
    assert_eq!(read, Err(Unreadable::Unsupported { kind }));
    let manifest = ("META-INF/manifest.xml", "<manifest:encryption-data/>");
    let read = read_bytes(&packed(&[MIMETYPE, manifest, ("content.xml", "\x01\x02")]));
    assert_eq!(read, Err(Unreadable::Encrypted));
    let read = read_bytes(&packed(&[MIMETYPE, ("content.xml", "<table:table><table:table-row>")]));
    assert_eq!(read, Err(Unreadable::CutOff));
}

#[test]
fn a_document_that_repeats_without_end_is_refused() {
    let filled = "<table:table-cell table:number-columns-repeated=\"4000000000\" \
        office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
    let row = |repeats: u64| {
        table(&format!(
            "<table:table-row table:number-rows-repeated=\"{repeats}\">{filled}</table:table-row>"
        ))
    };
    assert_eq!(read_body(&row(1)).unwrap().sheets[0].rows[0].cells.len(), 16_384);
    assert_eq!(read_body(&row(900)), Err(Unreadable::TooManyCells { max: wire::CELLS_MAX }));
    let narrow = row(4_000_000_000).replace("columns-repeated=\"4000000000\"", "x=\"\"");
    assert_eq!(read_body(&narrow), Err(Unreadable::TooManyRows { max: ROWS_MAX }));
    let spaces = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>\
        <text:s text:c=\"4000000000\"/>"
        .to_owned()
        + &"<text:s text:c=\"30000\"/>".repeat(9)
        + "x</text:p></table:table-cell></table:table-row>";
    assert_eq!(read_body(&table(&spaces)), Err(Unreadable::TooLarge));
    let laughs = "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;\">]>".to_owned()
        + &content(&table(
            "<table:table-row><table:table-cell office:value-type=\"string\">\
        <text:p>a&c;b</text:p></table:table-cell></table:table-row>",
        ));
    let read = read_bytes(&packed(&[MIMETYPE, ("content.xml", &laughs)])).unwrap();
    assert_eq!(cells(&read), [("A1".to_owned(), text("ab"))]);
}

proptest! {
    /// Whatever stands in the cells of a document, it comes back, wherever they stand.
    #[test]
    fn what_a_document_holds_comes_back(
        rows in prop::collection::btree_map(
            1_u32..40,
            prop::collection::btree_map(0_u32..30, "[a-zé€<>&\"']{1,9}", 1..5),
            1..6,
        ),
    ) {
        let escaped = |it: &str| it.replace('&', "&amp;").replace('<', "&lt;");
        let mut body = Vec::new();
        let mut last = 0;
        for (number, cells) in &rows {
            if *number > last + 1 {
                let empty = number - last - 1;
                body.push(format!("<table:table-row table:number-rows-repeated=\"{empty}\"><table:table-cell/></table:table-row>"));
            }
            body.push("<table:table-row>".to_owned());
            let mut next = 0;
            for (column, it) in cells {
                if *column > next {
                    let empty = column - next;
                    body.push(format!("<table:table-cell table:number-columns-repeated=\"{empty}\"/>"));
                }
                body.push(format!("<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>", escaped(it)));
                next = column + 1;
            }
            body.push("</table:table-row>".to_owned());
            last = *number;
        }
        let expected: Vec<_> = rows
            .iter()
            .flat_map(|(row, cells)| cells.iter().map(|(column, it)| (address(*row, *column), text(it))))
            .collect();
        prop_assert_eq!(cells(&read_body(&table(&body.concat())).unwrap()), expected);
    }
}
