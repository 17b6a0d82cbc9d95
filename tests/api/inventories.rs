//! Inventories: uploaded, read in the background, looked at, accepted.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::support::{Answer, Firm, TestApp, answer};

const LIST: &str = "\
Nr.;Benaming;Aantal;Eh.;Breedte (mm);Staat;Vraagprijs\r\n\
Gelijkvloers;;;;;;\r\n\
D-1;Binnendeur paneel;12;st;930;goed;€ 45,00\r\n\
D-2;Tapijttegels;veel;m²;;redelijk;gratis\r\n\
\r\n\
D-3;Wastafel;4;st;600;goed;£ 20\r\n\
D-4;Radiator;8;st;;goed;\r\n\
;TOTAAL;24;;;;\r\n";

/// Uploads a list and has it read; what the inventory says then.
async fn read(app: &TestApp, firm: &Firm, list: &str) -> Value {
    let uploaded = firm.upload("sloop.csv", list).await;
    assert_eq!(uploaded.status, 202, "{}", uploaded.text);
    app.run_jobs().await;
    firm.get(uploaded.headers["location"].to_str().unwrap()).await.ok()
}

fn path(inventory: &Value) -> String {
    format!("/api/v1/inventories/{}", inventory["id"].as_str().unwrap())
}

async fn accept(firm: &Firm, inventory: &Value) -> Answer {
    firm.post(&format!("{}/accept", path(inventory)), &json!({})).await
}

async fn passports_of(firm: &Firm) -> Vec<Value> {
    firm.get("/api/v1/passports?limit=200").await.ok()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_list_is_read_and_its_errors_are_told_by_cell() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await.speaking("nl");
    let inventory = read(&app, &firm, LIST).await;
    assert_eq!(inventory["state"], "read", "{inventory}");
    assert_eq!(
        (&inventory["language"], &inventory["file_name"]),
        (&json!("nl"), &json!("sloop.csv"))
    );
    assert_eq!(
        inventory["counts"],
        json!({ "rows": 7, "created": 2, "changed": 0, "unchanged": 0, "rejected": 2, "dropped": 3 })
    );
    assert_eq!(inventory["dropped"], json!({ "section": 1, "total": 1, "blank": 1 }));
    assert_eq!(inventory["error_count"], 2);
    let columns = inventory["sheets"][0]["columns"].as_array().unwrap();
    assert_eq!(
        (&columns[4]["column"], &columns[4]["field"], &columns[4]["unit"]),
        (&json!("E"), &json!("width"), &json!("mm"))
    );
    assert!(
        columns[4]["confidence"].as_f64().unwrap() > 0.9
            && !columns[4]["reason"].as_str().unwrap().is_empty()
    );

    let rejected = firm.get(&format!("{}/rows?outcome=rejected", path(&inventory))).await.ok();
    let problem = |at: usize| rejected["items"][at]["problems"][0].clone();
    assert_eq!(
        problem(0),
        json!({
            "cell": "csv!C4", "field": "quantity", "reason": "not_a_number",
            "expected": problem(0)["expected"], "got": "veel",
        })
    );
    assert!(
        problem(0)["expected"].as_str().unwrap().contains("hoeveelheid")
            || problem(0)["expected"].as_str().unwrap().contains("aantal"),
        "{}",
        problem(0)
    );
    assert_eq!(
        (&problem(1)["cell"], &problem(1)["reason"]),
        (&json!("csv!G6"), &json!("currency"))
    );
    assert!(passports_of(&firm).await.is_empty(), "nothing is registered before it is accepted");
}

#[tokio::test]
async fn rows_come_in_pages() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let inventory = read(&app, &firm, LIST).await;
    let first = firm.get(&format!("{}/rows?limit=2", path(&inventory))).await.ok();
    let next = first["next_cursor"].as_str().unwrap();
    let rest = firm.get(&format!("{}/rows?cursor={next}", path(&inventory))).await.ok();
    let rows = |page: &Value| -> Vec<u64> {
        page["items"].as_array().unwrap().iter().map(|it| it["row"].as_u64().unwrap()).collect()
    };
    assert_eq!([rows(&first), rows(&rest)].concat(), [2, 3, 4, 6, 7, 8]);
    assert_eq!(first["items"][0]["dropped"], "section");
    assert_eq!(rest.get("next_cursor"), None);
}

#[tokio::test]
async fn accepting_registers_what_is_right_once() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let inventory = read(&app, &firm, LIST).await;
    let accepted = accept(&firm, &inventory).await.ok();
    assert_eq!(
        (&accepted["state"], &accepted["counts"]["created"]),
        (&json!("applied"), &json!(2))
    );
    let passports = passports_of(&firm).await;
    assert_eq!(passports.len(), 2);
    let door = passports.iter().find(|it| it["external_id"] == "D-1").unwrap();
    assert_eq!(
        (&door["inventory_id"], &door["floor"], &door["dimensions"]["width_mm"]),
        (&inventory["id"], &json!("Gelijkvloers"), &json!(930))
    );
    let rows = firm.get(&format!("{}/rows?outcome=created", path(&inventory))).await.ok();
    assert_eq!(rows["items"][0]["passport_id"], door["id"]);
    assert_eq!(accept(&firm, &inventory).await.status, 409, "not twice");
}

#[tokio::test]
async fn the_same_file_again_changes_nothing_and_a_new_version_what_is_new() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let first = read(&app, &firm, LIST).await;
    accept(&firm, &first).await.ok();

    let again = read(&app, &firm, LIST).await;
    assert_eq!(
        (&again["counts"]["created"], &again["counts"]["unchanged"]),
        (&json!(0), &json!(2))
    );
    let applied = accept(&firm, &again).await.ok();
    assert_eq!(applied["counts"], again["counts"]);

    let mended = LIST.replace("veel", "85,5").replace("12;st", "10;st");
    let newer = read(&app, &firm, &mended).await;
    assert_eq!(
        newer["counts"],
        json!({ "rows": 7, "created": 1, "changed": 1, "unchanged": 1, "rejected": 1, "dropped": 3 })
    );
    accept(&firm, &newer).await.ok();
    let passports = passports_of(&firm).await;
    assert_eq!(passports.len(), 3);
    let door = passports.iter().find(|it| it["external_id"] == "D-1").unwrap();
    assert_eq!((&door["quantity"], &door["version"]), (&json!(10), &json!(2)));
}

#[tokio::test]
async fn a_strict_accept_takes_all_or_nothing() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let inventory = read(&app, &firm, LIST).await;
    let strict = format!("{}/accept?strict=true", path(&inventory));
    assert_eq!(firm.post(&strict, &json!({})).await.status, 409);
    assert!(passports_of(&firm).await.is_empty());
    assert_eq!(firm.get(&path(&inventory)).await.ok()["state"], "read");
}

#[tokio::test]
async fn who_accepts_says_what_they_looked_at() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let inventory = read(&app, &firm, LIST).await;
    let door = format!("{}/accept", path(&inventory));
    assert_eq!(firm.post_if(&door, "\"1\"", &json!({})).await.status, 412);
    let now = firm.get(&path(&inventory)).await.etag();
    assert_eq!(firm.post_if(&door, &now, &json!({})).await.status, 200);
}

#[tokio::test]
async fn rows_that_are_all_wrong_register_nothing() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let inventory = read(&app, &firm, "Benaming;Aantal;Eenheid\nDeur;veel;st\nRaam;-2;st\n").await;
    assert_eq!(
        (&inventory["state"], &inventory["counts"]["rejected"]),
        (&json!("read"), &json!(2))
    );
    let accepted = accept(&firm, &inventory).await.ok();
    assert_eq!(accepted["counts"]["created"], 0);
    assert!(passports_of(&firm).await.is_empty());
}

#[tokio::test]
async fn what_is_hazardous_is_registered_and_not_offered() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let list = "Benaming;Aantal;Eh;EURAL\nGolfplaten luifel;58;m²;170605\nDeur;3;st;17 02 01\n";
    let inventory = read(&app, &firm, list).await;
    accept(&firm, &inventory).await.ok();
    app.run_jobs().await;
    let passports = passports_of(&firm).await;
    let sheet = passports.iter().find(|it| it["waste_code"] == "17 06 05*").unwrap();
    assert_eq!(sheet["visibility"], "organisation");
    assert_eq!(app.stranger().get("/api/v1/listings").await.ok()["total"], 1);
}

#[tokio::test]
async fn an_inventory_is_nobody_elses() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let other = app.register("De Meester").await;
    let inventory = read(&app, &firm, LIST).await;
    assert_eq!(other.get(&path(&inventory)).await.status, 404);
    assert_eq!(other.get(&format!("{}/rows", path(&inventory))).await.status, 404);
    assert_eq!(accept(&other, &inventory).await.status, 404);
    assert_eq!(other.get("/api/v1/inventories").await.ok()["items"], json!([]));
    assert_eq!(firm.get("/api/v1/inventories").await.ok()["items"][0]["id"], inventory["id"]);
}

#[tokio::test]
async fn an_api_key_may_upload() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let key = firm.post("/api/v1/api-keys", &json!({ "name": "werf" })).await.ok();
    let machine = firm.with_token(key["key"].as_str().unwrap());
    let inventory = read(&app, &machine, LIST).await;
    assert_eq!(accept(&machine, &inventory).await.status, 200);
}

#[tokio::test]
async fn things_stand_where_the_sender_says() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let other = app.register("De Meester").await;
    let site = json!({
        "name": "Kantoor", "address": "Interleuvenlaan 10, 3001 Leuven",
        "point": { "latitude": 50.84, "longitude": 4.73 },
    });
    let own = firm.post("/api/v1/sites", &site).await.ok();
    let foreign = other.post("/api/v1/sites", &site).await.ok();
    let send = async |fields: &[(&str, &str)], with_file: bool| {
        let mut form = Form::new();
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        if with_file {
            form = form.part("file", Part::text(LIST).file_name("../../etc/lijst.csv"));
        }
        answer(firm.request(Method::POST, "/api/v1/inventories").multipart(form)).await
    };
    let id = |site: &Value| site["id"].as_str().unwrap().to_owned();
    let taken = send(&[("site_id", &id(&own)), ("visibility", "park")], true).await;
    assert_eq!(
        (&taken.body["file_name"], &taken.body["visibility"]),
        (&json!("lijst.csv"), &json!("park"))
    );
    app.run_jobs().await;
    accept(&firm, &taken.body).await.ok();
    let passports = passports_of(&firm).await;
    assert!(passports.iter().all(|it| it["site_id"] == own["id"] && it["visibility"] == "park"));

    for (fields, with_file, pointer) in [
        (vec![("site_id", id(&foreign))], true, "/site_id"),
        (vec![("site_id", "here".to_owned())], true, "/site_id"),
        (vec![("visibility", "everybody".to_owned())], true, "/visibility"),
        (vec![("visibility", "park".to_owned())], false, "/file"),
        (vec![("colour", "red".to_owned())], true, ""),
    ] {
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = send(&fields, with_file).await;
        assert_eq!(
            (refused.status, &refused.body["errors"][0]["pointer"]),
            (422, &json!(pointer)),
            "{fields:?}"
        );
    }
}

#[tokio::test]
async fn the_demonstration_inventory_is_read_but_for_its_three_faults() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let list = std::fs::read_to_string("tests/data/sloop-kantoor-haasrode.csv").unwrap();
    let inventory = read(&app, &firm, &list).await;
    let rejected = firm.get(&format!("{}/rows?outcome=rejected", path(&inventory))).await.ok();
    assert_eq!(inventory["counts"]["rejected"], 3, "{rejected}");
    assert_eq!(inventory["counts"]["created"], 62);
    let rows = firm.get(&format!("{}/rows?outcome=created&limit=200", path(&inventory))).await.ok();
    let categories: std::collections::BTreeSet<_> = rows["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|it| it["draft"]["category"].as_str())
        .collect();
    assert!(categories.len() >= 15, "{categories:?}");
}
