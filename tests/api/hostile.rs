//! What comes in by accident or by malice: files that are bombs, uploads without end, strings that
//! break things elsewhere. Each gets a clear answer, and the service goes on.

use std::io::{Cursor, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::stream;
use naughty_strings::BLNS;
use reqwest::{Body, Method};
use serde_json::{Value, json};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::support::{Firm, TestApp, answer};

const CONTENT_TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const WORKBOOK_RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const NO_STRINGS: &str = r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="0" uniqueCount="0"></sst>"#;

/// A workbook by hand, as nobody's spreadsheet program would write it.
fn workbook(cells: &str, shared_strings: &str) -> Vec<u8> {
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>"#
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in [
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONS),
        ("xl/sharedStrings.xml", shared_strings),
        ("xl/worksheets/sheet1.xml", &sheet),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn text_cell(address: &str, text: &str) -> String {
    format!(r#"<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

/// Uploads a file and has it read; what the inventory says then.
async fn read(app: &TestApp, firm: &Firm, name: &str, bytes: Vec<u8>) -> Value {
    let uploaded = firm.upload(name, bytes).await;
    assert_eq!(uploaded.status, 202, "{name}: {}", uploaded.text);
    app.run_jobs().await;
    firm.get(uploaded.headers["location"].to_str().unwrap()).await.ok()
}

#[tokio::test]
async fn a_file_that_is_no_inventory_is_refused_with_a_reason() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await.speaking("nl");
    let claims = r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="4000000000" uniqueCount="4000000000"><si><t>x</t></si></sst>"#;
    let bomb = format!("<row r=\"1\">{}</row>{}", text_cell("A1", "naam"), " ".repeat(600_000_000));
    let files = [
        ("empty.csv", Vec::new()),
        ("empty.xlsx", Vec::new()),
        (
            "page.xlsx",
            b"<!doctype html><html><body><table><tr><td>naam</td></tr></table></body></html>"
                .to_vec(),
        ),
        ("report.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj".to_vec()),
        ("cut.xlsx", workbook(&text_cell("A1", "naam"), NO_STRINGS)[..400].to_vec()),
        (
            "claims.xlsx",
            workbook(&format!("<row r=\"1\">{}</row>", text_cell("A1", "naam")), claims),
        ),
        ("bomb.xlsx", workbook(&bomb, NO_STRINGS)),
    ];
    for (name, bytes) in files {
        let inventory = read(&app, &firm, name, bytes).await;
        assert_eq!(inventory["state"], "unreadable", "{name}: {inventory}");
        let why = inventory["failure"].as_str().unwrap();
        assert!(why.len() > 20 && !why.contains("panicked"), "{name}: {why}");
        let accept = format!("/api/v1/inventories/{}/accept", inventory["id"].as_str().unwrap());
        assert_eq!(firm.post(&accept, &json!({})).await.status, 409, "{name}");
    }
    let after = read(&app, &firm, "after.csv", b"naam;aantal;eh\nDeur;3;st\n".to_vec()).await;
    assert_eq!((&after["state"], &after["counts"]["created"]), (&json!("read"), &json!(1)));
}

#[tokio::test]
async fn a_workbook_with_cells_in_two_far_corners_costs_two_cells() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let cells = format!(
        r#"<row r="1">{}</row><row r="1048576">{}</row>"#,
        text_cell("A1", "naam"),
        text_cell("XFD1048576", "x")
    );
    let inventory = read(&app, &firm, "corners.xlsx", workbook(&cells, NO_STRINGS)).await;
    // Read or refused, but with an answer, and at once.
    assert!(["read", "unreadable"].contains(&inventory["state"].as_str().unwrap()), "{inventory}");
    assert!(inventory["counts"]["created"] == 0);
}

#[tokio::test]
async fn an_upload_past_the_limit_is_refused_without_being_read_whole() {
    const LIMIT: usize = 5_000_000;
    const CHUNK: usize = 64 * 1024;
    const GIGABYTE: usize = 1_000_000_000;
    let app = TestApp::start_with(|it| it.inventories.upload_bytes_max = LIMIT as u64).await;
    let firm = app.register("Sloopwerken Peeters").await;
    for said_beforehand in [true, false] {
        let pulled = Arc::new(AtomicUsize::new(0));
        let counting = pulled.clone();
        let chunks = stream::unfold(0, move |sent| {
            let counting = counting.clone();
            async move {
                (sent < GIGABYTE).then(|| {
                    counting.fetch_add(CHUNK, Ordering::Relaxed);
                    (Ok::<_, std::io::Error>(vec![b'x'; CHUNK]), sent + CHUNK)
                })
            }
        });
        let body = Body::wrap_stream(chunks);
        let part = if said_beforehand {
            reqwest::multipart::Part::stream_with_length(
                body,
                (GIGABYTE.div_ceil(CHUNK) * CHUNK) as u64,
            )
        } else {
            reqwest::multipart::Part::stream(body)
        };
        let form = reqwest::multipart::Form::new().part("file", part.file_name("huge.csv"));
        let sent = firm.request(Method::POST, "/api/v1/inventories").multipart(form).send().await;
        // The server may hang up while we are still sending; it must not have read on.
        if let Ok(response) = sent {
            assert_eq!(response.status(), 413);
        }
        // What is in the buffers of both sides when the answer comes was sent in vain.
        let pulled = pulled.load(Ordering::Relaxed);
        assert!(pulled < GIGABYTE / 4, "{pulled} bytes went over the line");
    }
    assert_eq!(firm.get("/api/v1/inventories").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn naughty_strings_come_back_byte_for_byte_and_do_nothing() {
    const FIELDS: [&str; 14] = [
        "name",
        "description",
        "external_id",
        "serial",
        "brand",
        "model",
        "colour",
        "defects",
        "floor",
        "room",
        "location",
        "connection",
        "dismantling_notes",
        "remarks",
    ];
    let app = TestApp::start().await;
    let seeker = app.register("De Meester").await;
    let need = json!({ "name": "Anything", "criteria": { "categories": ["DOOR"] } });
    seeker.post("/api/v1/needs", &need).await.ok();
    let holder = app.register("Sloopwerken Peeters").await;
    let mut kept = 0;
    for naughty in BLNS {
        let mut draft = json!({ "category": "DOOR.INT", "quantity": 1, "unit": "pcs" });
        for field in FIELDS {
            draft[field] = json!(naughty);
        }
        draft["materials"] = json!([{ "name": naughty }]);
        let stored = holder.post("/api/v1/passports", &draft).await;
        if stored.status == 422 {
            // Nothing to see is no name, and PostgreSQL keeps no NUL.
            let pointers: Vec<_> =
                stored.body["errors"].as_array().unwrap().iter().map(|it| &it["pointer"]).collect();
            assert!(
                naughty.contains('\0') || pointers.contains(&&json!("/name")),
                "{naughty:?}: {}",
                stored.text
            );
            assert!(
                naughty.contains('\0')
                    || naughty
                        .chars()
                        .all(|it| it.is_whitespace() || it.is_control() || !it.is_alphanumeric()),
                "{naughty:?}"
            );
            continue;
        }
        kept += 1;
        let passport = stored.ok();
        let back = holder
            .get(&format!("/api/v1/passports/{}", passport["id"].as_str().unwrap()))
            .await
            .ok();
        for field in FIELDS {
            assert_eq!(back[field], json!(naughty), "{field}");
        }
        assert_eq!(back["materials"][0]["name"], json!(naughty));
        // The page and the search are tried with every third: they take longest, and most strings
        // are kin.
        if kept % 3 != 0 && !naughty.contains('<') {
            continue;
        }
        let page = app.stranger().get(&format!("/p/{}", passport["code"].as_str().unwrap())).await;
        assert_eq!(page.status, 200, "{naughty:?}");
        assert_inert(&page.text, naughty);
        let search =
            app.stranger().request(Method::GET, "/api/v1/listings").query(&[("q", naughty)]);
        let found = answer(search).await;
        assert!(
            found.status == 200 || naughty.contains('\0') && found.status < 500,
            "{naughty:?}: {}",
            found.text
        );
    }
    assert!(kept > 400, "only {kept} were kept");
    app.run_jobs().await;
    let mails = app.mails();
    assert!(!mails.is_empty());
    for mail in mails {
        assert!(!mail.subject.contains(['\r', '\n']));
        for naughty in BLNS {
            assert_inert(&mail.html, naughty);
        }
    }
}

/// Markup in a string must not be markup in the page.
fn assert_inert(html: &str, naughty: &str) {
    let is_markup =
        naughty.contains('<') && naughty.chars().filter(|it| it.is_alphabetic()).count() > 4;
    assert!(!is_markup || !html.contains(naughty), "{naughty:?} is alive in\n{html}");
}

#[tokio::test]
async fn what_cannot_be_is_told_where_it_stands() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await.speaking("nl");
    let list = "Nr.;Benaming;Categorie;Aantal;Aantal;Eh.;Vraagprijs\n\
                D-1;Binnendeur;Deuren;-3;4;st;€ 45\n\
                D-2;Wastafel;Sanitair;2;2;st;£ 20\n\
                D-3;\"Deur\r\nvan boven\";Binnendeur;1;1;st;€ 20\n\
                D-4;Maansteen;Maanstenen;5;5;st;\n";
    let inventory = read(&app, &firm, "vreemd.csv", list.as_bytes().to_vec()).await;
    let path = format!("/api/v1/inventories/{}", inventory["id"].as_str().unwrap());

    // One field has one column: the heading that comes twice is left, and the reason said.
    let columns = inventory["sheets"][0]["columns"].as_array().unwrap();
    let field = |at: usize| columns[at]["field"].as_str();
    assert_eq!((field(3), field(4)), (Some("quantity"), None), "{columns:?}");
    assert!(columns[4]["reason"].as_str().unwrap().contains("is al"), "{}", columns[4]);

    let rejected = firm.get(&format!("{path}/rows?outcome=rejected")).await.ok();
    let problem = |at: usize| {
        let problem = &rejected["items"][at]["problems"][0];
        ["cell", "field", "reason", "got"].map(|it| problem[it].as_str().unwrap().to_owned())
    };
    assert_eq!(problem(0), ["csv!D2", "quantity", "negative", "-3"]);
    assert_eq!(problem(1), ["csv!G3", "price", "currency", "£ 20"]);
    assert_eq!(inventory["counts"]["rejected"], 2);

    // A kind of thing that nobody knows stays open, and is asked.
    let questions = inventory["questions"].to_string();
    assert!(questions.contains("Maanste"), "{questions}");

    firm.post(&format!("{path}/accept"), &json!({})).await.ok();
    let kept = firm.get("/api/v1/passports").await.ok();
    let names: Vec<_> = kept["items"].as_array().unwrap().iter().map(|it| &it["name"]).collect();
    assert_eq!(names, ["Maansteen", "Deur van boven"]);
}
