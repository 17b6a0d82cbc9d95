//! Photos that come with an inventory: in its cells, at addresses in its cells, in an archive.

use std::io::{Cursor, Write};
use std::net::TcpListener;

use circuler::picture::Hash;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use rust_xlsxwriter::{Image, Workbook};
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::photos::photo;
use crate::support::{Answer, Firm, TestApp, answer};

/// Three doors; the second has no number.
fn list(column: &str, cells: [&str; 3]) -> String {
    let [first, second, third] = cells;
    format!(
        "Nr.;Benaming;Aantal;Eenheid;{column}\nD-1;Binnendeur;4;st;{first}\n;Buitendeur;1;st;{second}\n\
         D 2;Schuifdeur;2;st;{third}\n"
    )
}

fn path(inventory: &Value) -> String {
    format!("/api/v1/inventories/{}", inventory["id"].as_str().unwrap())
}

async fn read(app: &TestApp, firm: &Firm, name: &str, list: impl Into<Vec<u8>>) -> Value {
    let sent = firm.upload(name, list).await.ok();
    app.run_jobs().await;
    firm.get(&path(&sent)).await.ok()
}

async fn accept(app: &TestApp, firm: &Firm, inventory: &Value) {
    firm.post(&format!("{}/accept", path(inventory)), &json!({})).await.ok();
    app.run_jobs().await;
}

async fn photos(firm: &Firm, inventory: &Value, query: &str) -> Value {
    firm.get(&format!("{}/photos{query}", path(inventory))).await.ok()
}

/// The photos of the passport with this name.
async fn photos_of(firm: &Firm, name: &str) -> Vec<String> {
    let passports = firm.get("/api/v1/passports?limit=200").await.ok();
    let found = passports["items"].as_array().unwrap().iter().find(|it| it["name"] == name);
    let photos = found.unwrap()["photos"].as_array().cloned().unwrap_or_default();
    photos.iter().map(|it| it["hash"].as_str().unwrap().to_owned()).collect()
}

fn hash(file: &[u8]) -> String {
    Hash::of(file).as_str().to_owned()
}

fn archive(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, file) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(file).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

async fn send(firm: &Firm, inventory: &Value, archive: Vec<u8>) -> Answer {
    let form = Form::new().part("file", Part::bytes(archive).file_name("fotos.zip"));
    let path = format!("{}/photos", path(inventory));
    answer(firm.request(Method::POST, &path).multipart(form)).await
}

/// A workbook with a picture over a cell, one in a cell, and one beside the list.
fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, heading) in (0..).zip(["Nr.", "Benaming", "Aantal", "Eenheid", "Foto"]) {
        sheet.write_string(0, column, heading).unwrap();
    }
    for (row, (name, count)) in (1..).zip([("Binnendeur", 4.0), ("Buitendeur", 1.0)]) {
        sheet.write_string(row, 0, format!("D-{row}")).unwrap();
        sheet.write_string(row, 1, name).unwrap();
        sheet.write_number(row, 2, count).unwrap();
        sheet.write_string(row, 3, "st").unwrap();
    }
    sheet.insert_image(1, 4, &Image::new_from_buffer(&photo(10)).unwrap()).unwrap();
    sheet.insert_image(30, 4, &Image::new_from_buffer(&photo(12)).unwrap()).unwrap();
    sheet.embed_image(2, 4, &Image::new_from_buffer(&photo(11)).unwrap()).unwrap();
    workbook.save_to_buffer().unwrap()
}

#[tokio::test]
async fn pictures_in_a_workbook_come_to_the_passports_of_their_rows() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let inventory = read(&app, &firm, "lijst.xlsx", workbook()).await;
    let noted = photos(&firm, &inventory, "").await;
    assert_eq!(noted["counts"]["ready"], 3, "{noted}");
    let rows: Vec<&Value> =
        noted["items"].as_array().unwrap().iter().map(|it| &it["row"]).collect();
    assert_eq!(rows, [2, 3, 31]);
    accept(&app, &firm, &inventory).await;
    assert_eq!(photos_of(&firm, "Binnendeur").await, [hash(&photo(10))]);
    assert_eq!(photos_of(&firm, "Buitendeur").await, [hash(&photo(11))]);
    let counts = photos(&firm, &inventory, "").await["counts"].clone();
    assert_eq!((&counts["attached"], &counts["unmatched"]), (&json!(2), &json!(1)), "{counts}");

    // Its own photos do not stand in the way of taking it back.
    firm.post(&format!("{}/undo", path(&inventory)), &json!({})).await.ok();
    let passports = firm.get("/api/v1/passports").await.ok();
    assert!(passports["items"].as_array().unwrap().iter().all(|it| it["state"] == "retired"));
    let verified = app.app.db.read(circuler::passports::verify).await.unwrap();
    assert!(verified.first_broken.is_none(), "{verified}");
}

#[tokio::test]
async fn an_archive_is_matched_by_name_and_what_fits_nothing_is_listed() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await.speaking("nl");
    let inventory = read(&app, &firm, "lijst.csv", list("Staat", ["goed"; 3])).await;
    let files = [
        ("foto's/D-1.jpg", photo(20)),
        ("d1_2.JPG", photo(21)),
        ("../../D_2.jpeg", photo(22)),
        ("IMG_2044.jpg", photo(23)),
        ("D-1_3.heic", b"\0\0\0\x18ftypheic\0\0\0\0".to_vec()),
        ("__MACOSX/._D-1.jpg", b"mac".to_vec()),
    ];
    let sent = send(&firm, &inventory, archive(&files)).await;
    assert_eq!((sent.status, &sent.body["waiting"]), (202, &json!(5)), "{}", sent.text);
    app.run_jobs().await;
    let unmatched = photos(&firm, &inventory, "?state=unmatched").await;
    assert_eq!(unmatched["items"].as_array().unwrap().len(), 1);
    assert_eq!(unmatched["items"][0]["name"], "IMG_2044.jpg");
    let refused = photos(&firm, &inventory, "?state=refused").await;
    assert!(refused["items"][0]["expected"].as_str().unwrap().contains("iPhone"), "{refused}");
    accept(&app, &firm, &inventory).await;
    let door = photos_of(&firm, "Binnendeur").await;
    assert_eq!(door.len(), 2);
    assert!(door.contains(&hash(&photo(20))) && door.contains(&hash(&photo(21))));
    assert_eq!(photos_of(&firm, "Schuifdeur").await, [hash(&photo(22))]);

    // After it was accepted, more may come; the same ones change nothing.
    send(&firm, &inventory, archive(&[("D 2-b.jpg", photo(24)), ("D-1.jpg", photo(20))]))
        .await
        .ok();
    app.run_jobs().await;
    assert_eq!(photos_of(&firm, "Schuifdeur").await, [hash(&photo(22)), hash(&photo(24))]);
    assert_eq!(photos_of(&firm, "Binnendeur").await.len(), 2);

    let other = app.register("Janssens").await;
    assert_eq!(send(&other, &inventory, archive(&[])).await.status, 404);
    assert_eq!(send(&firm, &inventory, b"no archive".to_vec()).await.status, 422);
}

#[tokio::test]
async fn what_unpacks_to_more_than_a_photo_is_refused() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let inventory = read(&app, &firm, "lijst.csv", list("Staat", ["goed"; 3])).await;
    let bomb = archive(&[("D-1.jpg", vec![0; 40_000_000])]);
    assert!(bomb.len() < 100_000);
    send(&firm, &inventory, bomb).await.ok();
    app.run_jobs().await;
    assert_eq!(photos(&firm, &inventory, "").await["counts"]["refused"], 1);
}

/// Answers every request with one file, or sends it elsewhere.
fn serve(photo: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = [0; 2000];
            let read = std::io::Read::read(&mut stream, &mut head).unwrap();
            let asked = String::from_utf8_lossy(&head[..read]).into_owned();
            // Each connection is for one answer, and says so: else the next one may be asked for on it.
            let (head, body): (String, &[u8]) = if asked.contains("/moved") {
                ("302 Found\r\nLocation: /photo.jpg\r\nContent-Length: 0".to_owned(), &[])
            } else if asked.contains("/round") {
                ("302 Found\r\nLocation: /round\r\nContent-Length: 0".to_owned(), &[])
            } else if asked.contains("/gone") {
                ("404 Not Found\r\nContent-Length: 0".to_owned(), &[])
            } else if asked.contains("/endless") {
                ("200 OK\r\nContent-Length: 99000000000".to_owned(), &[])
            } else {
                (format!("200 OK\r\nContent-Length: {}", photo.len()), &photo)
            };
            let head = format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n");
            let answer = [head.as_bytes(), body].concat();
            // Whoever hangs up early has seen enough.
            stream.write_all(&answer).ok();
        }
    });
    address
}

#[tokio::test]
async fn photos_at_addresses_in_cells_are_fetched() {
    let app = TestApp::start_with(|it| it.photos.private_addresses = true).await;
    let firm = app.register("Sloopwerken Peeters").await;
    let address = serve(photo(30));
    let cells = [
        format!("{address}/photo.jpg {address}/gone"),
        format!("{address}/moved"),
        format!("{address}/round {address}/endless"),
    ];
    let cells = [cells[0].as_str(), &cells[1], &cells[2]];
    let inventory = read(&app, &firm, "lijst.csv", list("Foto", cells)).await;
    let noted = photos(&firm, &inventory, "").await;
    assert_eq!(
        (&noted["counts"]["ready"], &noted["counts"]["refused"]),
        (&json!(2), &json!(3)),
        "{noted}"
    );
    accept(&app, &firm, &inventory).await;
    for door in ["Binnendeur", "Buitendeur"] {
        assert_eq!(photos_of(&firm, door).await, [hash(&photo(30))], "{door}");
    }
    assert!(photos_of(&firm, "Schuifdeur").await.is_empty());
}

#[tokio::test]
async fn photos_behind_cells_are_fetched() {
    let app = TestApp::start_with(|it| it.photos.private_addresses = true).await;
    let firm = app.register("Sloopwerken Peeters").await;
    let address = serve(photo(31));
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, heading) in ["Benaming", "Aantal", "Foto"].iter().enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), *heading).unwrap();
    }
    sheet.write(1, 0, "Binnendeur").unwrap().write(1, 1, 3).unwrap();
    sheet.write_url_with_text(1, 2, format!("{address}/photo.jpg").as_str(), "zie foto").unwrap();
    sheet.write(2, 0, "Buitendeur").unwrap().write(2, 1, 4).unwrap();
    let behind = format!("=HYPERLINK(\"{address}/photo.jpg\",\"foto\")");
    let behind = rust_xlsxwriter::Formula::new(behind).set_result("foto");
    sheet.write_formula(2, 2, behind).unwrap();
    let list = workbook.save_to_buffer().unwrap();
    let inventory = read(&app, &firm, "lijst.xlsx", list).await;
    accept(&app, &firm, &inventory).await;
    for door in ["Binnendeur", "Buitendeur"] {
        assert_eq!(photos_of(&firm, door).await, [hash(&photo(31))], "{door}");
    }
}

#[tokio::test]
async fn a_list_does_not_reach_inside() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let inside = TcpListener::bind("127.0.0.1:0").unwrap();
    inside.set_nonblocking(true).unwrap();
    let port = inside.local_addr().unwrap().port();
    let cells = [
        format!("http://localhost:{port}/a.jpg http://127.0.0.1:{port}/a.jpg"),
        format!("http://2130706433:{port}/a.jpg http://[::ffff:127.0.0.1]:{port}/a.jpg"),
        "http://169.254.169.254/latest/meta-data/ http://localhost/a.jpg".to_owned(),
    ];
    let cells = [cells[0].as_str(), &cells[1], &cells[2]];
    let inventory = read(&app, &firm, "lijst.csv", list("Foto", cells)).await;
    let noted = photos(&firm, &inventory, "").await;
    assert_eq!(noted["counts"]["refused"], 6, "{noted}");
    let seen = inside.accept();
    assert_eq!(seen.unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}
