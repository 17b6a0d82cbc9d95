//! Cells of a list are mended before it is accepted.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Firm, TestApp, answer};

const LIST: &str = "\
Nr.;Benaming;Aantal;Breedte (mm);Staat\r\n\
Gelijkvloers;;;;\r\n\
D-1;Binnendeur paneel;12;930;goed\r\n\
D-2;Tapijttegels;veel;;redelijk\r\n\
D-1;Wastafel;4;600;goed\r\n\
P-1;Ding;3;;goed\r\n\
P-2;ding;5;;goed\r\n";

async fn read(app: &TestApp, firm: &Firm, list: &str) -> Value {
    let uploaded = firm.upload("sloop.csv", list).await;
    app.run_jobs().await;
    firm.get(uploaded.headers["location"].to_str().unwrap()).await.ok()
}

fn path(inventory: &Value) -> String {
    format!("/api/v1/inventories/{}", inventory["id"].as_str().unwrap())
}

async fn correct_if(firm: &Firm, inventory: &Value, etag: &str, corrections: Value) -> Answer {
    let request = firm.request(Method::PATCH, &format!("{}/cells", path(inventory)));
    answer(request.header("if-match", etag).json(&json!({ "corrections": corrections }))).await
}

/// Corrects the newest version.
async fn correct(firm: &Firm, inventory: &Value, corrections: Value) -> Answer {
    let etag = firm.get(&path(inventory)).await.etag();
    correct_if(firm, inventory, &etag, corrections).await
}

async fn rows(firm: &Firm, inventory: &Value) -> Vec<Value> {
    firm.get(&format!("{}/rows", path(inventory))).await.ok()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_wrong_cell_is_mended_and_only_its_row_is_checked_again() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await.speaking("nl");
    let inventory = read(&app, &firm, LIST).await;
    assert_eq!(inventory["counts"]["rejected"], 2, "{inventory}");
    assert_eq!(inventory["error_count"], 2);

    let corrected =
        correct(&firm, &inventory, json!([{ "cell": "csv!C4", "value": "ca. 85" }])).await;
    let etag = corrected.etag();
    let corrected = corrected.ok();
    assert_eq!(
        (&corrected["row_count"], &corrected["rows"][0]["draft"]["quantity"]),
        (&json!(1), &json!(85))
    );
    assert_eq!(corrected["rows"][0]["draft"]["floor"], "Gelijkvloers", "its section still holds");
    let counts = &corrected["inventory"]["counts"];
    assert_eq!((&counts["created"], &counts["rejected"]), (&json!(4), &json!(1)));
    assert_eq!(corrected["inventory"]["error_count"], 1);
    assert_eq!(firm.get(&path(&inventory)).await.etag(), etag);

    firm.post_if(&format!("{}/accept", path(&inventory)), &etag, &json!({})).await.ok();
    let passports = firm.get("/api/v1/passports").await.ok();
    let carpet =
        passports["items"].as_array().unwrap().iter().find(|it| it["external_id"] == "D-2");
    assert_eq!(carpet.unwrap()["quantity"], 85);
    assert_eq!(
        correct(&firm, &inventory, json!([{ "cell": "csv!C4", "value": 1 }])).await.status,
        409
    );
}

#[tokio::test]
async fn a_number_borne_twice_is_right_once_the_other_row_has_another() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let inventory = read(&app, &firm, LIST).await;
    // The first of the two is changed; the second was the one found wrong.
    let corrected =
        correct(&firm, &inventory, json!([{ "cell": "csv!A3", "value": "D-0" }])).await.ok();
    assert_eq!(corrected["row_count"], 2, "{corrected}");
    assert_eq!(corrected["inventory"]["counts"]["rejected"], 1);
    // And back: the file was right, so it is wrong again.
    let corrected =
        correct(&firm, &inventory, json!([{ "cell": "csv!A3", "value": null }])).await.ok();
    assert_eq!(corrected["inventory"]["counts"], inventory["counts"]);
    assert_eq!(corrected["inventory"]["error_count"], inventory["error_count"]);
    let now = rows(&firm, &inventory).await;
    assert!(now[3]["problems"][0]["reason"] == "duplicate", "{}", now[3]);
}

#[tokio::test]
async fn a_field_without_a_column_is_said_of_all_rows_that_are_alike() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let inventory = read(&app, &firm, LIST).await;
    let corrected = correct(
        &firm,
        &inventory,
        json!([
            { "like": { "field": "name", "text": "DING" }, "field": "category", "value": "DOOR.INT" },
            { "position": 2, "field": "colour", "value": "wit" },
            { "position": 2, "field": "height", "value": 2115 },
        ]),
    )
    .await
    .ok();
    // The second row that bears the number D-1 is among them.
    assert_eq!(corrected["row_count"], 4, "{corrected}");
    let now = rows(&firm, &inventory).await;
    assert_eq!(
        [&now[4]["draft"]["category"], &now[5]["draft"]["category"]],
        [&json!("DOOR.INT"), &json!("DOOR.INT")]
    );
    assert_eq!(
        (&now[1]["draft"]["colour"], &now[1]["draft"]["dimensions"]),
        (&json!("wit"), &json!({ "width_mm": 930, "height_mm": 2115 }))
    );
}

#[tokio::test]
async fn what_was_corrected_is_kept_as_a_history() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let inventory = read(&app, &firm, LIST).await;
    for value in [json!("80"), json!(85.5), Value::Null] {
        correct(&firm, &inventory, json!([{ "cell": "csv!C4", "value": value }])).await.ok();
    }
    let history = firm.get(&format!("{}/corrections", path(&inventory))).await.ok();
    let items = history["items"].as_array().unwrap();
    assert!(items.iter().all(|it| it["actor_name"] == "Ann of Sloopwerken Peeters"), "{items:?}");
    let told: Vec<_> = items
        .iter()
        .map(|it| (it["cell"].as_str().unwrap(), it["was"].as_str().unwrap(), it["value"].as_str()))
        .collect();
    assert_eq!(
        told,
        [("csv!C4", "veel", Some("80")), ("csv!C4", "80", Some("85.5")), ("csv!C4", "85.5", None)]
    );
    let other = app.register("De Meester").await;
    assert_eq!(other.get(&format!("{}/corrections", path(&inventory))).await.status, 404);
}

#[tokio::test]
async fn a_correction_of_another_version_or_of_nothing_is_refused_whole() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let inventory = read(&app, &firm, LIST).await;
    let right = json!({ "cell": "csv!C4", "value": "85" });
    assert_eq!(correct_if(&firm, &inventory, "\"1\"", json!([right])).await.status, 412);
    let unconditional = firm.request(Method::PATCH, &format!("{}/cells", path(&inventory)));
    let body = json!({ "corrections": [right] });
    assert_eq!(answer(unconditional.json(&body)).await.status, 428);
    for (wrong, pointer) in [
        (json!({ "cell": "C4", "value": "85" }), "/corrections/1/cell"),
        (json!({ "cell": "csv!C99", "value": "85" }), "/corrections/1/cell"),
        (json!({ "cell": "csv!A2", "value": "D-9" }), "/corrections/1/cell"),
        (json!({ "position": 99, "field": "name", "value": "x" }), "/corrections/1/position"),
        (json!({ "position": 2, "value": "x" }), "/corrections/1/field"),
        (
            json!({ "like": { "field": "name", "text": "?" }, "field": "name", "value": "x" }),
            "/corrections/1/like/text",
        ),
        (json!({ "cell": "csv!C4", "position": 2, "value": "x" }), "/corrections/1"),
        (json!({ "cell": "csv!C4", "value": ["x"] }), "/corrections/1/value"),
        (json!({ "cell": "csv!C4", "field": "name", "value": "x" }), "/corrections/1/field"),
    ] {
        let refused = correct(&firm, &inventory, json!([right, wrong])).await;
        assert_eq!(
            (refused.status, &refused.body["errors"][0]["pointer"]),
            (422, &json!(pointer)),
            "{wrong}: {}",
            refused.text
        );
    }
    assert_eq!(firm.get(&path(&inventory)).await.ok()["counts"], inventory["counts"]);
    let other = app.register("De Meester").await;
    assert_eq!(correct_if(&other, &inventory, "\"2\"", json!([right])).await.status, 404);
}
