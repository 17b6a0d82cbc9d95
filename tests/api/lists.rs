//! Lists as people really send them: without headings, in another order, made by somebody else,
//! sent once more; and the same from the command line.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Answer, Firm, TestApp, answer};

async fn read(app: &TestApp, firm: &Firm, name: &str, list: impl Into<Vec<u8>>) -> Value {
    let uploaded = firm.upload(name, list).await;
    assert_eq!(uploaded.status, 202, "{}", uploaded.text);
    app.run_jobs().await;
    firm.get(uploaded.headers["location"].to_str().unwrap()).await.ok()
}

fn path(inventory: &Value, rest: &str) -> String {
    format!("/api/v1/inventories/{}{rest}", inventory["id"].as_str().unwrap())
}

async fn accept(firm: &Firm, inventory: &Value) -> Value {
    firm.post(&path(inventory, "/accept"), &json!({})).await.ok()
}

async fn set_mapping(app: &TestApp, firm: &Firm, inventory: &Value, mapping: Value) -> Value {
    let etag = firm.get(&path(inventory, "")).await.etag();
    firm.put(&path(inventory, "/mapping"), &etag, &mapping).await.ok();
    app.run_jobs().await;
    firm.get(&path(inventory, "")).await.ok()
}

fn fields(inventory: &Value) -> Vec<&str> {
    let columns = inventory["sheets"][0]["columns"].as_array().unwrap();
    columns.iter().map(|it| it["field"].as_str().unwrap_or("-")).collect()
}

async fn rows_of(firm: &Firm, inventory: &Value) -> Vec<Value> {
    firm.get(&path(inventory, "/rows")).await.ok()["items"].as_array().unwrap().clone()
}

const NAMELESS: &str = "\
Sloopwerken Peeters, werf Haasrode\r\n\
Gelijkvloers\r\n\
K-01;Binnendeur paneel;12;st;goed\r\n\
K-02;Wastafel;4;st;matig\r\n\
Eerste verdieping\r\n\
K-03;Radiator;8;st;goed\r\n\
K-04;Tapijttegel;85,5;m²;goed\r\n";

#[tokio::test]
async fn a_list_without_headings_is_told_by_its_values_and_somebody_is_asked_to_look() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let inventory = read(&app, &firm, "zonder.csv", NAMELESS).await;
    assert_eq!(inventory["state"], "read", "{inventory}");
    let told = ["external_id", "name", "quantity", "unit", "condition_technical"];
    assert_eq!(fields(&inventory), told);
    let sheet = &inventory["sheets"][0];
    assert_eq!((&sheet["guessed"], &sheet["header_rows"]), (&json!(true), &json!([])));
    assert!(inventory["notices"][0].as_str().unwrap().contains("look at each column"));
    let least = sheet["columns"].as_array().unwrap().iter();
    assert!(least.map(|it| it["confidence"].as_f64().unwrap()).all(|it| it <= 0.6));
    let rows = rows_of(&firm, &inventory).await;
    let of = |name: &str| rows.iter().find(|it| it["draft"]["name"] == name).unwrap();
    assert_eq!(of("Binnendeur paneel")["draft"]["floor"], "Gelijkvloers");
    assert_eq!(of("Tapijttegel")["draft"]["quantity"], 85.5);
    assert_eq!(of("Tapijttegel")["draft"]["floor"], "Eerste verdieping");

    // What somebody says of it holds for the next such list, and for none with other columns.
    let mapping = json!({ "columns": [{ "sheet": "csv", "column": "A", "field": null }] });
    let mapped = set_mapping(&app, &firm, &inventory, mapping).await;
    assert_eq!(mapped["sheets"][0]["guessed"], false);
    let next = NAMELESS.replace("Wastafel;4", "Wastafel;5");
    let next = read(&app, &firm, "volgende.csv", next).await;
    assert_eq!(fields(&next)[..2], ["-", "name"]);
    let other = "Binnendeur;3;st;K1;goed\nWastafel;4;st;K2;goed\nRadiator;5;st;K3;matig\n";
    let other = read(&app, &firm, "andere.csv", other).await;
    assert_eq!(fields(&other)[..3], ["name", "quantity", "unit"]);
}

#[tokio::test]
async fn a_letter_without_a_list_is_still_none() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let letter = "Beste,;\nhierbij 3 foto's;van 12 mei\nen 2 plannen;van 13 mei\nGroeten;Jan\n";
    let inventory = read(&app, &firm, "brief.csv", letter).await;
    assert_eq!(inventory["state"], "unreadable", "{inventory}");
}

#[tokio::test]
async fn a_list_is_known_again_in_another_order_and_with_a_column_more() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let list = "Nr.;Benaming;Aantal;Vak\nD-1;Binnendeur;3;A12\nD-2;Wastafel;4;B3\n";
    let first = read(&app, &firm, "eerste.csv", list).await;
    let mapping = json!({
        "name": "Vakken",
        "columns": [{ "sheet": "csv", "column": "D", "field": "room" }],
    });
    set_mapping(&app, &firm, &first, mapping).await;

    let list =
        "Vak;Benaming;Staat;Nr.;Aantal\nA12;Binnendeur;goed;D-1;3\nB3;Wastafel;matig;D-2;4\n";
    let next = read(&app, &firm, "tweede.csv", list).await;
    assert_eq!(fields(&next), ["room", "name", "condition_technical", "external_id", "quantity"]);
    assert_eq!(next["sheets"][0]["profile"], "Vakken");
    let notice = next["notices"][0].as_str().unwrap();
    assert!(notice.contains("Vakken") && notice.contains("Staat"), "{notice}");
    let other = "Benaming;Aantal;Vak;Prijs;Merk\nBinnendeur;3;A12;5;Theuma\n";
    let other = read(&app, &firm, "andere.csv", other).await;
    assert!(other["sheets"][0].get("profile").is_none(), "{other}");
}

async fn site(firm: &Firm, name: &str) -> Value {
    let site = json!({
        "name": name, "address": "Interleuvenlaan 10, 3001 Leuven",
        "point": { "latitude": 50.83, "longitude": 4.72 },
    });
    firm.post("/api/v1/sites", &site).await.ok()
}

#[tokio::test]
async fn a_list_of_another_organisation_is_taken_without_its_places() {
    let app = TestApp::start().await;
    let (theirs, firm) = (app.register("Peeters").await, app.register("Janssens").await);
    let place = site(&theirs, "Haasrode").await;
    let door =
        json!({ "name": "Binnendeur", "quantity": 3, "unit": "pcs", "site_id": place["id"] });
    theirs.post("/api/v1/passports", &door).await.ok();
    let path_of_list = "/api/v1/exports/stock?format=csv&language=en";
    let list = theirs.request(Method::GET, path_of_list).send().await.unwrap();
    let list = list.bytes().await.unwrap().to_vec();

    let own = site(&firm, "Heverlee").await;
    let part = reqwest::multipart::Part::bytes(list.clone()).file_name("hun.csv");
    let form = reqwest::multipart::Form::new()
        .text("site_id", own["id"].as_str().unwrap().to_owned())
        .part("file", part);
    let sent = answer(firm.request(Method::POST, "/api/v1/inventories").multipart(form)).await.ok();
    app.run_jobs().await;
    let row = rows_of(&firm, &sent).await.remove(0);
    let notice = &row["notices"][0];
    assert_eq!((&notice["reason"], &notice["got"]), (&json!("not_own"), &place["id"]), "{row}");
    assert!(notice["cell"].as_str().unwrap().ends_with('2'), "{notice}");
    assert_eq!(row["draft"]["site_id"], own["id"], "where the sender said");
    assert_eq!(accept(&firm, &sent).await["counts"]["created"], 1);

    // Nobody said where: it is nowhere, and comes in all the same.
    let again = read(&app, &firm, "zonder.csv", list).await;
    assert_eq!(again["counts"]["rejected"], 0);
    accept(&firm, &again).await;
}

const LIST: &str = "\
Nr.;Benaming;Aantal;Eh.;Breedte (mm);Staat\r\n\
D-1;Binnendeur paneel;12;st;930;goed\r\n\
D-2;Wastafel;4;st;600;goed\r\n\
D-3;Radiator;8;st;;goed\r\n\
D-4;Bureaustoel;30;st;;goed\r\n";

#[tokio::test]
async fn what_is_missing_is_kept_or_ended_one_by_one() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    accept(&firm, &read(&app, &firm, "sloop.csv", LIST).await).await;
    let stock = async || {
        let found = firm.get("/api/v1/passports?limit=50").await.ok();
        let passports = found["items"].as_array().unwrap().clone();
        move |number: &str| passports.iter().find(|it| it["external_id"] == number).unwrap().clone()
    };
    let of = stock().await;
    let shorter =
        "Nr.;Benaming;Aantal;Eh.;Breedte (mm);Staat\r\nD-1;Binnendeur paneel;12;st;930;goed\r\n";
    let newer = read(&app, &firm, "sloop.csv", shorter).await;
    assert_eq!(newer["missing"], 3);
    let door = path(&newer, "/accept?missing=retire");
    for (body, pointer) in [
        (json!({ "keep": [of("D-1")["id"]] }), "/keep"),
        (json!({ "retire": [of("D-2")["id"]], "keep": [of("D-2")["id"]] }), "/keep"),
        (json!({ "retire": ["nothing"] }), "/retire/0"),
    ] {
        let refused: Answer = firm.post(&door, &body).await;
        let told = (refused.status, &refused.body["errors"][0]["pointer"]);
        assert_eq!(told, (422, &json!(pointer)), "{body}");
    }
    let accepted = firm.post(&door, &json!({ "keep": [of("D-3")["id"]] })).await.ok();
    assert_eq!(accepted["missing"], 2);
    let now = stock().await;
    let states = ["D-1", "D-2", "D-3", "D-4"].map(|it| now(it)["state"].clone());
    assert_eq!(states, ["registered", "retired", "registered", "retired"]);

    // And the other way: all are kept but one.
    firm.post(&path(&newer, "/undo"), &json!({})).await.ok();
    let newer = read(&app, &firm, "sloop.csv", shorter).await;
    assert_eq!(newer["missing"], 3);
    let one = json!({ "retire": [of("D-4")["id"]] });
    let accepted = firm.post(&path(&newer, "/accept"), &one).await.ok();
    assert_eq!(accepted["missing"], 1);
    let now = stock().await;
    let states = ["D-2", "D-3", "D-4"].map(|it| now(it)["state"].clone());
    assert_eq!(states, ["registered", "registered", "retired"]);
}

#[tokio::test]
async fn the_same_list_in_any_order_of_rows_changes_nothing() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    // Half of the rows bear a number, half are known by what they are and where.
    let list = LIST.replace("D-2;", ";").replace("D-4;", ";");
    accept(&firm, &read(&app, &firm, "sloop.csv", list.as_str()).await).await;
    let lines: Vec<&str> = list.lines().collect();
    for order in [[4, 3, 2, 1], [2, 4, 1, 3], [3, 1, 4, 2]] {
        let turned: Vec<&str> = order.iter().map(|it| lines[*it]).collect();
        let turned = format!("{}\r\n{}\r\n", lines[0], turned.join("\r\n"));
        let again = read(&app, &firm, "sloop.csv", turned).await;
        assert_eq!(again["counts"]["unchanged"], 4, "{order:?}: {}", again["counts"]);
        assert_eq!((&again["counts"]["created"], &again["missing"]), (&json!(0), &json!(0)));
    }
}

#[tokio::test]
async fn a_correction_outlives_a_change_of_the_mapping() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let list = "Nr.;Benaming;Aantal;Vak\nD-1;Binnendeur;veel;A12\nD-2;Wastafel;4;B3\n";
    let inventory = read(&app, &firm, "sloop.csv", list).await;
    assert_eq!(inventory["counts"]["rejected"], 1);
    let etag = firm.get(&path(&inventory, "")).await.etag();
    let corrections = json!({ "corrections": [{ "cell": "csv!C2", "value": "7" }] });
    let request = firm.request(Method::PATCH, &path(&inventory, "/cells"));
    answer(request.header("if-match", etag).json(&corrections)).await.ok();

    let mapping = json!({ "columns": [{ "sheet": "csv", "column": "D", "field": "room" }] });
    let mapped = set_mapping(&app, &firm, &inventory, mapping).await;
    assert_eq!((&mapped["counts"]["created"], &mapped["error_count"]), (&json!(2), &json!(0)));
    let rows = rows_of(&firm, &mapped).await;
    let door = rows.iter().find(|it| it["draft"]["external_id"] == "D-1").unwrap();
    assert_eq!((&door["draft"]["quantity"], &door["draft"]["room"]), (&json!(7), &json!("A12")));
}

/// The command line, on the database of a service and with folders of its own.
fn circuler(app: &TestApp, folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_circuler"))
        .args(arguments)
        .current_dir(folder)
        .env("DATABASE_URL", &app.app.config.database.url)
        .env("SEARCH_URL", "memory:")
        .env("BLOB_URL", folder.join("files"))
        .env("SMTP_URL", folder.join("mail"))
        .env("CIRCULER_ACCOUNTS__SECRET_FILE", folder.join("secret"))
        .stderr(Stdio::piped())
        .output()
        .unwrap()
}

#[tokio::test]
async fn the_command_line_tells_the_wrong_cells_and_what_it_writes_it_reads_back() {
    let app = TestApp::start().await;
    app.register("Sloopwerken Peeters").await;
    let folder = TempDir::new().unwrap();
    let run = |arguments: &[&str]| {
        let done = circuler(&app, folder.path(), arguments);
        let told = String::from_utf8(done.stdout).unwrap();
        assert!(done.status.success(), "{told}{}", String::from_utf8_lossy(&done.stderr));
        told
    };
    let of = ["--organisation", "Sloopwerken Peeters"];
    let mut list = LIST.replace("Wastafel;4", "Wastafel;\"ve\nel\"");
    for row in 0..60 {
        write!(list, "E-{row};Radiator;8;st;;fraai\r\n").unwrap();
    }
    std::fs::write(folder.path().join("lijst.csv"), list).unwrap();
    let told = run(&["import", "lijst.csv", of[0], of[1]]);
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines[0].starts_with("csv!C3: expected"), "{told}");
    assert!(lines[0].ends_with("found “ve el”"), "{told}");
    let cells = lines.iter().filter(|it| it.starts_with("csv!")).count();
    assert_eq!(cells, 50, "{told}");
    assert_eq!(lines[50], "… and 11 more wrong cells.");
    assert!(lines[51].contains("3 created") && lines[51].contains("61 rejected"), "{told}");

    for name in ["uit.xlsx", "uit.csv"] {
        run(&["export", name, of[0], of[1]]);
        let told = run(&["import", name, of[0], of[1], "--json"]);
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(
            (&told["counts"]["rows"], &told["counts"]["unchanged"], &told["errors"]),
            (&json!(3), &json!(3), &json!([])),
            "{told}"
        );
    }
}

#[tokio::test]
async fn an_attest_in_the_list_opens_the_gate_of_asbestos() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let place = site(&firm, "Haasrode").await;
    let building = json!({ "site_id": place["id"], "name": "Loods", "year_built": 1978 });
    let building = firm.post("/api/v1/buildings", &building).await.ok();
    let send = async |list: String| {
        let part = reqwest::multipart::Part::bytes(list.into_bytes()).file_name("loods.csv");
        let form = reqwest::multipart::Form::new()
            .text("building_id", building["id"].as_str().unwrap().to_owned())
            .part("file", part);
        let sent =
            answer(firm.request(Method::POST, "/api/v1/inventories").multipart(form)).await.ok();
        app.run_jobs().await;
        firm.get(&path(&sent, "")).await.ok()
    };
    for headings in [
        "Benaming;Aantal;Asbeststatus;Asbestattest nr;Datum asbestattest",
        "Désignation;Quantité;Statut amiante;N° attestation amiante;Date de l'attestation",
        "Item;Quantity;Asbestos status;Asbestos certificate no;Asbestos certificate date",
        "Bezeichnung;Menge;Asbeststatus;Asbestgutachten Nr;Datum Asbestgutachten",
    ] {
        let first = "Branddeur;4;;;";
        let list = format!(
            "{headings}\n{first}\nBranddeur EI30;4;;A-2024-17;01/03/2024\n\
             Branddeur EI60;2;asbestvrij;;\nBranddeur grijs;3;verdacht;A-2024-17;01/03/2024\n"
        );
        let inventory = send(list).await;
        assert_eq!(
            fields(&inventory),
            ["name", "quantity", "asbestos", "attest_number", "attest_date"],
            "{headings}"
        );
        let told: Vec<Value> = rows_of(&firm, &inventory).await;
        let of = |name: &str| told.iter().find(|it| it["draft"]["name"] == name).unwrap();
        let attested = &of("Branddeur EI30")["draft"];
        assert_eq!(attested["hazards"]["attest_number"], "A-2024-17");
        assert_eq!(attested["hazards"]["attest_date"], "2024-03-01");
        let shown = ["Branddeur", "Branddeur EI30", "Branddeur EI60", "Branddeur grijs"]
            .map(|it| of(it)["draft"]["visibility"].clone());
        assert_eq!(shown, ["organisation", "public", "public", "organisation"], "{headings}");
    }
}

/// A process that is ended with the test, however that ends.
struct Ended(std::process::Child);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[tokio::test]
async fn one_process_reads_a_list_and_another_tells_how_far_it_is() {
    const ROWS: u64 = 12_000;
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let config = &app.app.config;
    let mut list = "Nr.;Benaming;Aantal;Eh.;Breedte (mm)\n".to_owned();
    for row in 0..ROWS {
        writeln!(list, "D-{row:05};Binnendeur {row};{};st;930", 1 + row % 40).unwrap();
    }
    let sent = firm.upload("lang.csv", list).await.ok();
    let folder = TempDir::new().unwrap();
    let mut worker = Command::new(env!("CARGO_BIN_EXE_circuler"));
    worker
        .arg("work")
        .env("DATABASE_URL", &config.database.url)
        .env("BLOB_URL", &config.files.url)
        .env("SEARCH_URL", "memory:")
        .env("SMTP_URL", folder.path().join("mail"))
        .env("CIRCULER_ACCOUNTS__SECRET_FILE", folder.path().join("secret"))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let _worker = Ended(worker.spawn().unwrap());
    // This process does no jobs: all it tells it has from the other.
    let mut seen = Vec::new();
    loop {
        let now = firm.get(&path(&sent, "/progress")).await.ok();
        if now["state"] == "read" {
            break;
        }
        seen.push((now["stage"].clone(), now["done"].as_u64().unwrap(), now["total"].clone()));
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let checking: Vec<_> = seen.iter().filter(|it| it.0 == "checking" && it.1 > 0).collect();
    assert!(!checking.is_empty(), "{seen:?}");
    assert!(checking.iter().all(|it| it.2 == ROWS), "{seen:?}");
    assert!(checking.is_sorted_by_key(|it| it.1), "{seen:?}");
    assert_eq!(firm.get(&path(&sent, "")).await.ok()["counts"]["created"], ROWS);
}
