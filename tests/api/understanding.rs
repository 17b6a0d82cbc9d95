//! What was understood of an inventory, mended: columns, words, kinds of things.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::support::{Answer, Firm, TestApp, answer};

/// Uploads a list and has it read; what the inventory says then.
async fn read(app: &TestApp, firm: &Firm, list: &str) -> Value {
    let uploaded = firm.upload("sloop.csv", list).await;
    assert_eq!(uploaded.status, 202, "{}", uploaded.text);
    app.run_jobs().await;
    firm.get(&path(&uploaded.body)).await.ok()
}

fn path(inventory: &Value) -> String {
    format!("/api/v1/inventories/{}", inventory["id"].as_str().unwrap())
}

async fn set_mapping(firm: &Firm, inventory: &Value, mapping: &Value) -> Answer {
    let etag = format!("\"{}\"", inventory["version"]);
    firm.put(&format!("{}/mapping", path(inventory)), &etag, mapping).await
}

async fn rows(firm: &Firm, inventory: &Value) -> Vec<Value> {
    let rows = firm.get(&format!("{}/rows?limit=200", path(inventory))).await.ok();
    rows["items"].as_array().unwrap().clone()
}

fn fields(inventory: &Value) -> Vec<String> {
    let columns = inventory["sheets"][0]["columns"].as_array().unwrap().iter();
    columns.map(|it| it["field"].as_str().unwrap_or("-").to_owned()).collect()
}

const LIST: &str = "\
Merkje;Wat;Hoeveel;Eh.;Staat
A-1;Binnendeur;12;st;prima de luxe
A-2;Wastafel;4;st;goed
A-3;Radiator;8;st;goed
";

#[tokio::test]
async fn a_corrected_mapping_is_read_again_and_remembered_for_the_next_list() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let inventory = read(&app, &firm, LIST).await;
    let mapping = json!({
        "name": "Lijst van Jan",
        "columns": [
            { "sheet": "csv", "column": "A", "field": "external_id" },
            { "sheet": "csv", "column": "B", "field": "name" },
            { "sheet": "csv", "column": "c", "field": "quantity" },
        ],
        "values": [
            { "field": "condition_technical", "found": "Prima de luxe", "becomes": "5" },
        ],
    });
    let taken = set_mapping(&firm, &inventory, &mapping).await;
    assert_eq!((taken.status, &taken.body["state"]), (202, &json!("uploaded")), "{}", taken.text);
    app.run_jobs().await;
    let again = firm.get(&path(&inventory)).await.ok();
    let wanted = ["external_id", "name", "quantity", "unit", "condition_technical"];
    assert_eq!(fields(&again), wanted);
    assert_eq!(again["counts"]["created"], 3, "{again}");
    assert_eq!(again["sheets"][0]["profile"], "Lijst van Jan");
    let first = &rows(&firm, &again).await[0];
    assert_eq!(first["draft"]["condition_technical"], 5);

    let next = read(&app, &firm, &LIST.replace("A-1", "B-1").replace("MERKJE", "merkje")).await;
    assert_eq!(fields(&next), wanted);
    assert!(next["notices"].to_string().contains("Lijst van Jan"), "{next}");
    let other = app.register("De Meester").await;
    let theirs = read(&app, &other, LIST).await;
    assert_eq!(theirs["sheets"][0].get("profile"), None, "profiles are an organisation's own");
}

#[tokio::test]
async fn profiles_are_listed_renamed_and_forgotten() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let other = app.register("De Meester").await;
    let inventory = read(&app, &firm, LIST).await;
    let mapping = json!({ "columns": [{ "sheet": "csv", "column": "A", "field": null }] });
    set_mapping(&firm, &inventory, &mapping).await.ok();
    app.run_jobs().await;
    let listed = firm.get("/api/v1/mapping-profiles").await.ok();
    let profile = &listed["items"][0];
    assert_eq!(
        (&profile["name"], &profile["columns"][0]["heading"]),
        (&json!("sloop.csv"), &json!("Merkje"))
    );
    let door = format!("/api/v1/mapping-profiles/{}", profile["id"].as_str().unwrap());
    assert_eq!(other.get(&door).await.status, 404);
    assert_eq!(other.delete(&door).await.status, 404);
    let renamed = firm.put(&door, "\"1\"", &json!({ "name": " Van Jan " })).await;
    assert_eq!((renamed.status, &renamed.body["name"]), (200, &json!("Van Jan")));
    assert_eq!(firm.put(&door, "\"1\"", &json!({ "name": "Oud" })).await.status, 412);
    assert_eq!(firm.put(&door, "\"2\"", &json!({ "name": " " })).await.status, 422);
    assert_eq!(firm.delete(&door).await.status, 204);
    assert_eq!(firm.get(&door).await.status, 404);
    let next = read(&app, &firm, LIST).await;
    assert_eq!(next["sheets"][0].get("profile"), None);
}

#[tokio::test]
async fn a_mapping_that_cannot_be_is_told() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let inventory = read(&app, &firm, LIST).await;
    let column =
        |column: &str, field: &str| json!({ "sheet": "csv", "column": column, "field": field });
    let value =
        |field: &str, becomes: &str| json!({ "field": field, "found": "x", "becomes": becomes });
    for (mapping, pointer) in [
        (json!({ "columns": [column("Z", "name")] }), "/columns/0/column"),
        (json!({ "columns": [column("A", "name"), column("B", "name")] }), "/columns/1/field"),
        (json!({ "values": [value("condition_technical", "9")] }), "/values/0/becomes"),
        (json!({ "values": [value("unit", "zakken")] }), "/values/0/becomes"),
        (json!({ "values": [value("name", "deur")] }), "/values/0/becomes"),
    ] {
        let refused = set_mapping(&firm, &inventory, &mapping).await;
        let told = (refused.status, &refused.body["errors"][0]["pointer"]);
        assert_eq!(told, (422, &json!(pointer)), "{mapping}");
    }
    let stale = json!({ "id": inventory["id"], "version": 1 });
    assert_eq!(set_mapping(&firm, &stale, &json!({})).await.status, 412);
    firm.post(&format!("{}/accept", path(&inventory)), &json!({})).await.ok();
    let applied = firm.get(&path(&inventory)).await.ok();
    assert_eq!(set_mapping(&firm, &applied, &json!({})).await.status, 409);
}

#[tokio::test]
async fn what_became_of_words_is_told_with_how_often() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let list = "Benaming;Aantal;Eh.;Staat (NEN 2767)\nDeur;3;st;2\nRaam;4;stuks;2\nBalk;5;st;6\n";
    let inventory = read(&app, &firm, list).await;
    let told = inventory["sheets"][0]["translations"].as_array().unwrap();
    let of = |found: &str| told.iter().find(|it| it["found"] == found).unwrap();
    assert_eq!(
        *of("2"),
        json!({ "column": "D", "field": "condition_technical", "found": "2", "became": "4", "rows": 2 })
    );
    assert_eq!((&of("6")["became"], &of("stuks")["became"]), (&json!("1"), &json!("pcs")));
}

#[tokio::test]
async fn like_rows_are_asked_about_once_and_only_they_change() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let list = "Nr;Benaming;Aantal;Eh.\n1;Fenelonstuk 93x211;3;st\n2;fenelonstuk (83 x 201);4;st\n3;Wastafel;1;st\n";
    let inventory = read(&app, &firm, list).await;
    let questions = inventory["questions"].as_array().unwrap();
    assert_eq!((questions.len(), &questions[0]["rows"]), (1, &json!(2)), "{inventory}");
    let before = inventory["completeness"]["percent"].as_u64().unwrap();
    let door = format!("{}/answers", path(&inventory));
    let etag = format!("\"{}\"", inventory["version"]);
    let wrong = json!([{ "key": "nothing", "category": "DOOR.INT" }]);
    assert_eq!(firm.post_if(&door, &etag, &wrong).await.status, 422);
    let right = json!([{ "key": questions[0]["key"], "category": "DOOR.INT" }]);
    let answered = firm.post_if(&door, &etag, &right).await.ok();
    assert_eq!(answered["questions"], json!([]));
    assert_eq!(answered["counts"], inventory["counts"]);
    assert!(answered["completeness"]["percent"].as_u64().unwrap() > before, "{answered}");
    let kinds: Vec<Value> =
        rows(&firm, &inventory).await.iter().map(|it| it["draft"]["category"].clone()).collect();
    assert_eq!(kinds, ["DOOR.INT", "DOOR.INT", "SAN.WASHBASIN"]);

    // Another mapping has the file read again; the answer holds.
    let mapping = json!({ "columns": [{ "sheet": "csv", "column": "A", "field": null }] });
    set_mapping(&firm, &answered, &mapping).await.ok();
    app.run_jobs().await;
    assert_eq!(firm.get(&path(&inventory)).await.ok()["questions"], json!([]));
    assert_eq!(rows(&firm, &inventory).await[0]["draft"]["category"], "DOOR.INT");
}

#[tokio::test]
async fn what_may_hold_asbestos_is_registered_and_offered_once_it_is_declared_free() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await.speaking("nl");
    let site = json!({
        "name": "Kantoor", "address": "Interleuvenlaan 10, 3001 Leuven",
        "point": { "latitude": 50.84, "longitude": 4.73 },
    });
    let site = firm.post("/api/v1/sites", &site).await.ok();
    let building = json!({ "site_id": site["id"], "name": "Blok A", "year_built": 1978 });
    let building = firm.post("/api/v1/buildings", &building).await.ok();
    let list = "Benaming;Aantal;Eh.\nBranddeur EI30;3;st\nBinnendeur;4;st\n";
    let form = Form::new()
        .text("building_id", building["id"].as_str().unwrap().to_owned())
        .part("file", Part::text(list).file_name("lijst.csv"));
    let sent = answer(firm.request(Method::POST, "/api/v1/inventories").multipart(form)).await.ok();
    app.run_jobs().await;
    let told = rows(&firm, &sent).await;
    assert_eq!(told[0]["notices"][0]["reason"], "not_offered");
    let why = told[0]["notices"][0]["expected"].as_str().unwrap();
    assert!(why.contains("asbest"), "{why}");
    assert_eq!(told[1]["notices"], json!([]));
    firm.post(&format!("{}/accept", path(&sent)), &json!({})).await.ok();
    app.run_jobs().await;
    assert_eq!(app.stranger().get("/api/v1/listings").await.ok()["total"], 1);

    let held = firm.get("/api/v1/passports").await.ok();
    let door = held["items"].as_array().unwrap().iter().find(|it| it["category"] == "DOOR.FIRE");
    let door =
        firm.get(&format!("/api/v1/passports/{}", door.unwrap()["id"].as_str().unwrap())).await;
    let (etag, door) = (door.etag(), door.ok());
    let at = format!("/api/v1/passports/{}", door["id"].as_str().unwrap());
    let mut draft = draft_of(&door);
    draft["visibility"] = json!("public");
    let refused = firm.put(&at, &etag, &draft).await;
    assert_eq!(
        (refused.status, &refused.body["errors"][0]["pointer"]),
        (422, &json!("/visibility")),
        "{}",
        refused.text
    );
    draft["hazards"] = json!({
        "asbestos": "free_proven", "attest_number": "20260012345", "attest_date": "2026-03-02",
    });
    firm.put(&at, &etag, &draft).await.ok();
    app.run_jobs().await;
    assert_eq!(app.stranger().get("/api/v1/listings").await.ok()["total"], 2);
}

/// What a holder fills in, of what a passport says.
fn draft_of(passport: &Value) -> Value {
    let mut draft = passport.clone();
    for key in [
        "id",
        "code",
        "organisation_id",
        "inventory_id",
        "state",
        "version",
        "created_at",
        "updated_at",
        "completeness",
    ] {
        draft.as_object_mut().unwrap().remove(key);
    }
    draft
}

#[tokio::test]
async fn a_passport_and_a_list_tell_what_would_make_them_more_complete() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let inventory =
        read(&app, &firm, "Benaming;Aantal;Eh.;Staat\nDeur;3;st;goed\nWastafel;4;st;\n").await;
    let gains = inventory["completeness"]["gains"].as_array().unwrap();
    assert!(gains[0]["percent"].as_u64() >= gains[1]["percent"].as_u64());
    let condition = gains.iter().find(|it| it["fact"] == "condition").unwrap();
    assert_eq!(condition["missing"], 1);
    firm.post(&format!("{}/accept", path(&inventory)), &json!({})).await.ok();
    let held = firm.get("/api/v1/passports").await.ok();
    let passport = firm
        .get(&format!("/api/v1/passports/{}", held["items"][0]["id"].as_str().unwrap()))
        .await
        .ok();
    let percent = passport["completeness"]["percent"].as_u64().unwrap();
    assert!((1..100).contains(&percent), "{passport}");
    assert_eq!(passport["completeness"]["gains"][0]["missing"], 1);
}
