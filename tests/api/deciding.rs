//! A list is accepted, what is missing from it ends, it is taken back; and whoever waits is told.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Firm, TestApp, answer};

const LIST: &str = "\
Nr.;Benaming;Aantal;Eh.;Breedte (mm);Staat\r\n\
D-1;Binnendeur paneel;12;st;930;goed\r\n\
D-2;Wastafel;4;st;600;goed\r\n\
D-3;Radiator;8;st;;goed\r\n";

async fn read(app: &TestApp, firm: &Firm, list: &str) -> Value {
    let uploaded = firm.upload("sloop.csv", list).await;
    assert_eq!(uploaded.status, 202, "{}", uploaded.text);
    app.run_jobs().await;
    firm.get(uploaded.headers["location"].to_str().unwrap()).await.ok()
}

fn path(inventory: &Value, rest: &str) -> String {
    format!("/api/v1/inventories/{}{rest}", inventory["id"].as_str().unwrap())
}

async fn accept(firm: &Firm, inventory: &Value) -> Answer {
    firm.post(&path(inventory, "/accept"), &json!({})).await
}

/// The stock by the holder's own numbers; the newest of those that share one.
async fn stock(firm: &Firm) -> std::collections::BTreeMap<String, Value> {
    let found = firm.get("/api/v1/passports?limit=200").await.ok();
    let mut passports = found["items"].as_array().unwrap().clone();
    passports.reverse();
    passports.into_iter().map(|it| (it["external_id"].as_str().unwrap().to_owned(), it)).collect()
}

async fn history(firm: &Firm, passport: &Value) -> Vec<String> {
    let id = passport["id"].as_str().unwrap();
    let events = firm.get(&format!("/api/v1/passports/{id}/history")).await.ok();
    let kinds = events["items"].as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap());
    kinds.map(str::to_owned).collect()
}

async fn verify(app: &TestApp) {
    let verified = app.app.db.read(circuler::passports::verify).await.unwrap();
    assert!(verified.first_broken.is_none(), "{verified}");
}

#[tokio::test]
async fn what_would_change_is_told_field_by_field() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    accept(&firm, &read(&app, &firm, LIST).await).await.ok();
    let newer = LIST.replace("12;st;930", "10;st;920");
    let newer = read(&app, &firm, &newer).await;
    let rows = firm.get(&path(&newer, "/rows?outcome=changed")).await.ok();
    assert_eq!(
        rows["items"][0]["differences"],
        json!([
            { "field": "dimensions", "before": { "width_mm": 930 }, "after": { "width_mm": 920 } },
            { "field": "quantity", "before": 12, "after": 10 },
        ])
    );
    assert!(rows["items"][0]["passport_id"].is_string());
    let rows = firm.get(&path(&newer, "/rows?outcome=unchanged")).await.ok();
    assert_eq!(rows["items"][0]["differences"], json!([]));
}

#[tokio::test]
async fn a_passport_that_is_yet_to_be_made_cannot_be_looked_up() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let inventory = read(&app, &firm, LIST).await;
    let rows = firm.get(&path(&inventory, "/rows")).await.ok();
    assert!(rows["items"].as_array().unwrap().iter().all(|it| it.get("passport_id").is_none()));
    accept(&firm, &inventory).await.ok();
    let rows = firm.get(&path(&inventory, "/rows")).await.ok();
    assert_eq!(rows["items"][1]["passport_id"], stock(&firm).await["D-2"]["id"]);
}

#[tokio::test]
async fn what_is_not_on_the_list_any_more_is_kept_unless_somebody_says_otherwise() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let first = read(&app, &firm, LIST).await;
    assert_eq!(first["missing"], 0);
    let none = firm.post(&path(&first, "/accept?missing=retire"), &json!({})).await;
    assert_eq!(none.status, 409, "of what the list speaks is not said: {}", none.text);
    accept(&firm, &first).await.ok();
    // The second row is gone; the third is there, with a quantity nobody can read.
    let shorter =
        LIST.replace("D-2;Wastafel;4;st;600;goed\r\n", "").replace("Radiator;8", "Radiator;veel");
    let newer = read(&app, &firm, &shorter).await;
    assert_eq!(newer["missing"], 1, "{newer}");
    let missing = firm.get(&path(&newer, "/missing")).await.ok();
    let numbers: Vec<_> =
        missing["items"].as_array().unwrap().iter().map(|it| &it["external_id"]).collect();
    assert_eq!(numbers, ["D-2"]);
    accept(&firm, &newer).await.ok();
    assert_eq!(stock(&firm).await["D-2"]["state"], "registered");

    let again = read(&app, &firm, &shorter).await;
    // The list before this one did not speak of it.
    assert_eq!(again["missing"], 0);
}

#[tokio::test]
async fn what_is_missing_in_a_building_ends_if_that_is_asked() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let site = json!({
        "name": "Kantoor", "address": "Interleuvenlaan 10, 3001 Leuven",
        "point": { "latitude": 50.84, "longitude": 4.73 },
    });
    let site = firm.post("/api/v1/sites", &site).await.ok();
    let send = async |list: &str| {
        let part = reqwest::multipart::Part::text(list.to_owned()).file_name("a.csv");
        let form = reqwest::multipart::Form::new()
            .text("site_id", site["id"].as_str().unwrap().to_owned())
            .part("file", part);
        let sent =
            answer(firm.request(Method::POST, "/api/v1/inventories").multipart(form)).await.ok();
        app.run_jobs().await;
        firm.get(&path(&sent, "")).await.ok()
    };
    // What lies elsewhere is not missing here.
    accept(&firm, &read(&app, &firm, "Nr.;Benaming;Aantal;Eh.\nX-1;Balk;3;st\n").await).await.ok();
    accept(&firm, &send(LIST).await).await.ok();
    let newer = send(&LIST.replace("D-2;Wastafel;4;st;600;goed\r\n", "")).await;
    assert_eq!(newer["missing"], 1);
    let accepted = firm.post(&path(&newer, "/accept?missing=retire"), &json!({})).await.ok();
    assert_eq!((&accepted["missing"], &accepted["counts"]["unchanged"]), (&json!(1), &json!(2)));
    let now = stock(&firm).await;
    assert_eq!(
        (&now["D-2"]["state"], &now["X-1"]["state"]),
        (&json!("retired"), &json!("registered"))
    );
    assert_eq!(history(&firm, &now["D-2"]).await, ["registered", "retired"]);
    // Taken back, it is there again.
    firm.post(&path(&newer, "/undo"), &json!({})).await.ok();
    let now = stock(&firm).await;
    assert_eq!(now["D-2"]["state"], "registered");
    assert_eq!(history(&firm, &now["D-2"]).await, ["registered", "retired", "undone"]);
    verify(&app).await;
}

#[tokio::test]
async fn undoing_gives_back_the_state_before() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    accept(&firm, &read(&app, &firm, LIST).await).await.ok();
    let before = stock(&firm).await;
    let newer = LIST.replace("12;st;930", "10;st;920") + "D-4;Bureaustoel;30;st;;goed\r\n";
    let newer = read(&app, &firm, &newer).await;
    assert_eq!(firm.post(&path(&newer, "/undo"), &json!({})).await.status, 409, "not accepted yet");
    let accepted = accept(&firm, &newer).await;
    app.run_jobs().await;
    assert_eq!(app.stranger().get("/api/v1/listings").await.ok()["total"], 4);
    let prospect = firm.get(&path(&newer, "/undo")).await.ok();
    assert_eq!((&prospect["undoable"], &prospect["touched_count"]), (&json!(2), &json!(0)));

    assert_eq!(firm.post_if(&path(&newer, "/undo"), "\"1\"", &json!({})).await.status, 412);
    let undone = firm.post_if(&path(&newer, "/undo"), &accepted.etag(), &json!({})).await.ok();
    assert_eq!(undone["state"], "undone");
    app.run_jobs().await;
    assert_eq!(app.stranger().get("/api/v1/listings").await.ok()["total"], 3);
    let after = stock(&firm).await;
    let content = |it: &Value| {
        let mut it = it.clone();
        for field in ["version", "updated_at"] {
            it.as_object_mut().unwrap().remove(field);
        }
        it
    };
    for (number, was) in &before {
        assert_eq!(content(was), content(&after[number]), "{number}");
    }
    assert_eq!(after["D-4"]["state"], "retired");
    assert_eq!(history(&firm, &after["D-1"]).await, ["registered", "revised", "undone"]);
    assert_eq!(history(&firm, &after["D-4"]).await, ["registered", "undone"]);
    assert_eq!(firm.post(&path(&newer, "/undo"), &json!({})).await.status, 409, "not twice");
    assert_eq!(accept(&firm, &newer).await.status, 409);
    verify(&app).await;

    // What was never meant to be is no reason to leave it out of the mended list.
    let mended = LIST.to_owned() + "D-4;Bureaustoel;31;st;;goed\r\n";
    let mended = read(&app, &firm, &mended).await;
    assert_eq!(
        (&mended["counts"]["created"], &mended["counts"]["unchanged"]),
        (&json!(1), &json!(3))
    );
    accept(&firm, &mended).await.ok();
    assert_eq!(stock(&firm).await["D-4"]["quantity"], 31);
}

#[tokio::test]
async fn what_somebody_touched_since_is_named_and_left_as_it_is() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await.speaking("nl");
    let inventory = read(&app, &firm, LIST).await;
    accept(&firm, &inventory).await.ok();
    let sink = stock(&firm).await["D-2"].clone();
    let id = sink["id"].as_str().unwrap();
    let door = format!("/api/v1/passports/{id}");
    let mut draft = sink.clone();
    for field in [
        "id",
        "code",
        "organisation_id",
        "inventory_id",
        "state",
        "version",
        "created_at",
        "updated_at",
    ] {
        draft.as_object_mut().unwrap().remove(field);
    }
    draft["colour"] = json!("wit");
    firm.put(&door, "\"1\"", &draft).await.ok();

    let refused = firm.post(&path(&inventory, "/undo"), &json!({})).await;
    assert_eq!(refused.status, 409);
    let told = refused.body["detail"].as_str().unwrap();
    assert!(told.contains(sink["code"].as_str().unwrap()) && told.contains("terug"), "{told}");
    assert!(
        stock(&firm).await.values().all(|it| it["state"] == "registered"),
        "nothing was undone"
    );
    let prospect = firm.get(&path(&inventory, "/undo")).await.ok();
    assert_eq!(
        prospect,
        json!({ "undoable": 2, "touched_count": 1, "touched": [
            { "id": id, "code": sink["code"], "name": "Wastafel", "version": 2 }
        ] })
    );
    firm.post(&path(&inventory, "/undo?leave_touched=true"), &json!({})).await.ok();
    let now = stock(&firm).await;
    assert_eq!(
        [&now["D-1"]["state"], &now["D-2"]["state"], &now["D-3"]["state"]],
        [&json!("retired"), &json!("registered"), &json!("retired")]
    );
    let other = app.register("De Meester").await;
    assert_eq!(other.get(&path(&inventory, "/undo")).await.status, 404);
    assert_eq!(other.post(&path(&inventory, "/undo"), &json!({})).await.status, 404);
}

#[tokio::test]
async fn who_was_told_of_a_passport_sees_that_it_was_taken_back() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let seeker = app.register("Bouwwerken Janssens").await;
    let need = json!({ "name": "Wastafels", "criteria": { "categories": ["SAN.WASHBASIN"] } });
    let need = seeker.post("/api/v1/needs", &need).await.ok();
    let told = format!("/api/v1/needs/{}/matches", need["id"].as_str().unwrap());
    let inventory = read(&app, &firm, LIST).await;
    accept(&firm, &inventory).await.ok();
    app.run_jobs().await;
    let matches = seeker.get(&told).await.ok();
    assert_eq!(matches["items"][0]["passport"]["state"], "registered", "{matches}");
    firm.post(&path(&inventory, "/undo"), &json!({})).await.ok();
    app.run_jobs().await;
    let matches = seeker.get(&told).await.ok();
    assert_eq!(matches["items"][0]["passport"]["state"], "retired");
}

#[tokio::test]
async fn the_preview_that_is_out_of_date_is_planned_again_when_it_is_accepted() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let first = read(&app, &firm, LIST).await;
    let second = read(&app, &firm, LIST).await;
    assert_eq!(second["counts"]["created"], 3, "nothing was there yet");
    accept(&firm, &first).await.ok();
    let accepted = accept(&firm, &second).await.ok();
    assert_eq!(
        (&accepted["counts"]["created"], &accepted["counts"]["unchanged"]),
        (&json!(0), &json!(3))
    );
    assert_eq!(firm.get("/api/v1/passports").await.ok()["items"].as_array().unwrap().len(), 3);
    let rows = firm.get(&path(&second, "/rows?outcome=unchanged")).await.ok();
    assert_eq!(rows["items"][0]["passport_id"], stock(&firm).await["D-1"]["id"]);
}

#[tokio::test]
async fn two_who_accept_at_once_make_each_passport_once() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let (one, two) = (read(&app, &firm, LIST).await, read(&app, &firm, LIST).await);
    let (a, b) = tokio::join!(accept(&firm, &one), accept(&firm, &two));
    let created = |it: &Answer| it.body["counts"]["created"].as_u64().unwrap();
    assert_eq!((a.status, b.status), (200, 200), "{} {}", a.text, b.text);
    assert_eq!(created(&a) + created(&b), 3);
    let third = read(&app, &firm, &LIST.replace("D-", "E-")).await;
    let (a, b) = tokio::join!(accept(&firm, &third), accept(&firm, &third));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "the same list is accepted once");
    assert_eq!(firm.get("/api/v1/passports").await.ok()["items"].as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn progress_is_asked_for_or_told_as_it_goes() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let uploaded = firm.upload("sloop.csv", LIST).await.ok();
    let waiting = firm.get(&path(&uploaded, "/progress")).await.ok();
    assert_eq!((&waiting["under_way"], &waiting["state"]), (&json!(true), &json!("uploaded")));
    let told = firm
        .request(Method::GET, &path(&uploaded, "/progress"))
        .header("accept", "text/event-stream");
    let listening = tokio::spawn(async move { answer(told).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    app.run_jobs().await;
    let told = listening.await.unwrap();
    assert_eq!(told.headers["content-type"], "text/event-stream");
    let events: Vec<&str> = told.text.trim().split("\n\n").collect();
    let parts = |event: &str| -> (String, Value) {
        let (name, body) = event.split_once('\n').unwrap();
        let body = serde_json::from_str(body.strip_prefix("data: ").unwrap()).unwrap();
        (name.strip_prefix("event: ").unwrap().to_owned(), body)
    };
    let (first, last) = (parts(events[0]), parts(events[events.len() - 1]));
    assert_eq!((first.0.as_str(), &first.1["state"]), ("progress", &json!("uploaded")));
    assert_eq!((last.0.as_str(), &last.1["state"]), ("end", &json!("read")));

    let prefer =
        firm.request(Method::POST, &path(&uploaded, "/accept")).header("prefer", "respond-async");
    let taken = answer(prefer).await;
    assert_eq!(taken.status, 202, "{}", taken.text);
    let progress = taken.headers["location"].to_str().unwrap().to_owned();
    let told =
        answer(firm.request(Method::GET, &progress).header("accept", "text/event-stream")).await;
    assert!(told.text.contains("event: end"), "{}", told.text);
    // The stream may have looked before the work had begun; it is done in a moment.
    for _ in 0..100 {
        if firm.get(&path(&uploaded, "")).await.ok()["state"] == "applied" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(firm.get("/api/v1/passports").await.ok()["items"].as_array().unwrap().len(), 3);
    let other = app.register("De Meester").await;
    assert_eq!(other.get(&path(&uploaded, "/progress")).await.status, 404);
    assert_eq!(other.post(&path(&uploaded, "/cancel"), &json!({})).await.status, 404);
}

#[tokio::test]
async fn an_upload_that_is_cancelled_is_not_read() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let uploaded = firm.upload("sloop.csv", LIST).await.ok();
    assert_eq!(firm.post(&path(&uploaded, "/cancel"), &json!({})).await.status, 202);
    app.run_jobs().await;
    let inventory = firm.get(&path(&uploaded, "")).await.ok();
    assert_eq!(inventory["state"], "cancelled");
    assert_eq!(accept(&firm, &inventory).await.status, 409);
    assert_eq!(
        firm.post(&path(&uploaded, "/cancel"), &json!({})).await.status,
        409,
        "nothing is under way"
    );
}

#[tokio::test]
async fn each_cell_says_what_it_became_and_a_wrong_one_what_it_may_have_meant() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await.speaking("fr");
    let list = "Nr.;Benaming;Aantal;Eh.;Breedte (cm);Beschikbaar vanaf\n\
                D-1;Binnendeur paneel;12;stuls;93;15/03/2027\n\
                D-2;Binnendeur paneel;l2;st;93;03/25/2027\n\
                D-3;Binnendeur paneel;8;st;93;15/03/2027\n";
    let inventory = read(&app, &firm, list).await;
    assert_eq!(inventory["counts"]["rejected"], 2, "{inventory}");
    let rows = firm.get(&path(&inventory, "/rows?sheet=csv")).await.ok();
    let proposals = |row: usize| -> Vec<(&str, &str)> {
        let problems = rows["items"][row]["problems"].as_array().unwrap().iter();
        problems
            .map(|it| (it["cell"].as_str().unwrap(), it["proposal"].as_str().unwrap_or_default()))
            .collect()
    };
    assert_eq!(proposals(0), [("csv!D2", "pcs")]);
    assert_eq!(proposals(1), [("csv!C3", "12"), ("csv!F3", "25/03/2027")]);
    assert_eq!(
        rows["items"][2]["cells"][4],
        json!({ "column": "E", "field": "width", "text": "93",
                "pointer": "/dimensions/width_mm", "became": 930 })
    );
    assert_eq!(firm.get(&path(&inventory, "/rows?sheet=other")).await.ok()["items"], json!([]));

    // What is proposed is taken.
    let mended = json!({ "corrections": [
        { "cell": "csv!D2", "value": "pcs" },
        { "cell": "csv!C3", "value": "12" },
        { "cell": "csv!F3", "value": "25/03/2027" },
    ] });
    let etag = firm.get(&path(&inventory, "")).await.etag();
    let request = firm.request(Method::PATCH, &path(&inventory, "/cells")).header("if-match", etag);
    let corrected = answer(request.json(&mended)).await.ok();
    assert_eq!(corrected["inventory"]["counts"]["created"], 3, "{corrected}");
}

#[tokio::test]
async fn the_errors_are_a_workbook_with_the_rows_as_they_were_and_the_reasons() {
    use calamine::{Data, Reader};

    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await.speaking("fr");
    let list = "Nr.;Benaming;Aantal;Eh.\nD-1;Deur;3;st\n=1+1;@Deur;veel;st\nD-3;Raam;;st\n";
    let inventory = read(&app, &firm, list).await;
    let request = firm.request(Method::GET, &path(&inventory, "/errors.xlsx"));
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    let bytes = response.bytes().await.unwrap().to_vec();
    let mut workbook = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let sheet = workbook.worksheet_range("csv").unwrap();
    let rows: Vec<Vec<String>> =
        sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(rows[0], ["Nr.", "Benaming", "Aantal", "Eh.", "motif du rejet"]);
    assert_eq!(rows[1][..4], ["=1+1", "@Deur", "veel", "st"]);
    assert!(rows[1][4].contains("C3") && rows[1][4].contains("veel"), "{:?}", rows[1]);
    assert_eq!(sheet.get((1, 0)), Some(&Data::String("=1+1".to_owned())), "no formula");
    assert!(workbook.worksheet_formula("csv").unwrap().is_empty());
    assert_eq!(rows.len(), 3);
    let other = app.register("De Meester").await;
    assert_eq!(other.get(&path(&inventory, "/errors.xlsx")).await.status, 404);
}

#[tokio::test]
async fn what_is_cancelled_leaves_nothing_and_can_be_accepted_later() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let rows = (0..3000).map(|it| format!("L-{it:05};Deur {it};{};st\n", 1 + it % 50));
    let list = "Nr.;Benaming;Aantal;Eh.\n".to_owned() + &rows.collect::<String>();
    let inventory = read(&app, &firm, &list).await;
    let accept_later = firm.request(Method::POST, &path(&inventory, "/accept"));
    assert_eq!(answer(accept_later.header("prefer", "respond-async")).await.status, 202);
    // It may not have begun yet, or be over already, on one machine or the other.
    let mut asked = firm.post(&path(&inventory, "/cancel"), &json!({})).await.status;
    let mut now = firm.get(&path(&inventory, "/progress")).await.ok();
    while now["under_way"] == true || (asked == 409 && now["state"] == "read") {
        tokio::time::sleep(Duration::from_millis(20)).await;
        if asked == 409 {
            asked = firm.post(&path(&inventory, "/cancel"), &json!({})).await.status;
        }
        now = firm.get(&path(&inventory, "/progress")).await.ok();
    }
    let registered =
        !firm.get("/api/v1/passports").await.ok()["items"].as_array().unwrap().is_empty();
    if now["state"] == "read" {
        assert!(now["failure"].as_str().unwrap().contains("cancelled"), "{now}");
        assert!(!registered, "nothing of it is to be seen");
        let accepted = accept(&firm, &inventory).await.ok();
        assert_eq!(accepted["counts"]["created"], 3000);
    } else {
        assert!(now["state"] == "applied" && registered, "{now}");
    }
}
