//! Needs stated in a sentence, in a bill of quantities and from a search.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::support::{Answer, Firm, TestApp, answer};

const SENTENCE: &str = "20 binnendeuren 93 cm, EI30, voor maart, binnen 50 km van Leuven";

async fn understood(firm: &Firm, text: &str) -> Value {
    firm.post("/api/v1/needs/sentence", &json!({ "text": text })).await.ok()
}

/// The parts with this meaning, as they stand in the sentence.
fn texts<'a>(understood: &'a Value, meaning: &str) -> Vec<&'a str> {
    let parts = understood["parts"].as_array().unwrap().iter();
    let of_it = parts.filter(|it| it["meaning"] == meaning);
    of_it.map(|it| it["text"].as_str().unwrap()).collect()
}

async fn needs(firm: &Firm) -> Vec<Value> {
    firm.get("/api/v1/needs?limit=200").await.ok()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_sentence_shows_what_it_was_taken_for_and_stores_nothing() {
    let app = TestApp::start().await;
    let firm = app.register("De Meester").await.speaking("nl");
    let told = understood(&firm, SENTENCE).await;
    assert_eq!(told["language"], "nl");
    let criteria = &told["need"]["criteria"];
    assert_eq!(criteria["categories"], json!(["DOOR.INT", "DOOR.FIRE"]));
    assert_eq!(criteria["quantity"]["at_least"], 20);
    assert_eq!(criteria["measures"]["width_mm"]["about"], 930.0);
    assert_eq!(criteria["words"], json!(["EI30"]));
    assert_eq!(criteria["place"]["radius_km"], 50.0);
    let letters: Vec<char> = SENTENCE.chars().collect();
    for part in told["parts"].as_array().unwrap() {
        let place = |key: &str| usize::try_from(part[key].as_u64().unwrap()).unwrap();
        let there: String = letters[place("start")..place("end")].iter().collect();
        assert_eq!(part["text"], there);
    }
    assert!(texts(&told, "assumed").contains(&"93 cm"), "{told}");
    assert!(texts(&told, "understood").contains(&"binnen 50 km van Leuven"), "{told}");
    assert_eq!((&told["is_certain"], texts(&told, "not_understood")), (&json!(false), vec![]));
    let of_width = |it: &&Value| it["criterion"] == "measures/width_mm";
    let width = told["parts"].as_array().unwrap().iter().find(of_width).unwrap();
    assert_eq!(width["note"], "opgevat als: breedte");
    assert!(needs(&firm).await.is_empty());

    let stated = firm.post("/api/v1/needs", &told["need"]).await;
    assert_eq!(stated.status, 201, "{}", stated.text);
    assert_eq!(needs(&firm).await.len(), 1);
}

#[tokio::test]
async fn what_was_assumed_can_be_taken_back() {
    let app = TestApp::start().await;
    let firm = app.register("De Meester").await;
    let asked = json!({ "text": SENTENCE, "taken_back": ["measures/width_mm", "place"] });
    let told = firm.post("/api/v1/needs/sentence", &asked).await.ok();
    assert_eq!(texts(&told, "not_understood"), ["93 cm", "binnen 50 km van Leuven"]);
    let criteria = &told["need"]["criteria"];
    assert_eq!((&criteria["measures"], &criteria["place"]), (&Value::Null, &Value::Null));
    assert_eq!(criteria["quantity"]["at_least"], 20);
}

#[tokio::test]
async fn what_nobody_understands_is_told_and_never_guessed() {
    let app = TestApp::start().await;
    let firm = app.register("De Meester").await.speaking("en");
    let told = understood(&firm, "bathtubs in flurbium, within 20 km, under £20 each").await;
    let left = texts(&told, "not_understood");
    assert_eq!(left, ["flurbium", "within 20 km", "under £20 each"]);
    assert_eq!(
        told["need"]["criteria"],
        json!({ "categories": ["SAN.BATH_SHOWER"], "documents_required": false })
    );

    for (text, expected) in [("  ", "not empty"), (&*"x".repeat(501), "500")] {
        let refused = firm.post("/api/v1/needs/sentence", &json!({ "text": text })).await;
        assert_eq!((refused.status, &refused.body["errors"][0]["pointer"]), (422, &json!("/text")));
        assert!(refused.text.contains(expected), "{}", refused.text);
    }
    let stranger = app.stranger().post("/api/v1/needs/sentence", &json!({ "text": "doors" })).await;
    assert_eq!(stranger.status, 401);
}

#[tokio::test]
async fn a_search_becomes_a_need_in_one_call() {
    let app = TestApp::start().await;
    let firm = app.register("De Meester").await.speaking("en");
    let query = json!({
        "text": "eiken deur",
        "categories": ["DOOR"],
        "sizes": { "width_mm": { "about": 900, "tolerance": 50 } },
        "price_cents": { "min": 100, "max": 6000 },
        "has_photos": true,
    });
    let stated = firm.post("/api/v1/needs/from-search", &json!({ "query": query })).await;
    assert_eq!(stated.status, 201, "{}", stated.text);
    let (location, told) = (stated.headers["location"].to_str().unwrap().to_owned(), stated.ok());
    let need = &told["need"];
    assert_eq!((&need["name"], &need["state"]), (&json!("eiken deur"), &json!("open")));
    let criteria = &need["criteria"];
    assert_eq!(criteria["categories"], json!(["DOOR"]));
    assert_eq!(criteria["measures"]["width_mm"], json!({ "about": 900.0, "tolerance": 50.0 }));
    assert_eq!(criteria["price_cents_max"], 6000);
    let left: Vec<_> = told["left_out"].as_array().unwrap().iter().map(|it| &it["field"]).collect();
    assert_eq!(left, ["text", "price_cents", "has_photos"]);
    assert_eq!(told["left_out"][1]["why"], "A need knows no lowest price.");
    assert_eq!(firm.get(&location).await.ok()["id"], need["id"]);

    let saved = json!({ "name": "Doors for the Vaartkom", "query": query });
    let saved = firm.post("/api/v1/searches", &saved).await.ok();
    let asked = json!({ "saved_search_id": saved["id"], "frequency": "daily" });
    let told = firm.post("/api/v1/needs/from-search", &asked).await.ok();
    assert_eq!(told["need"]["name"], "Doors for the Vaartkom");
    assert_eq!(
        (&told["need"]["criteria"], &told["need"]["frequency"]),
        (criteria, &json!("daily"))
    );
    // Somebody else's search is nobody's business.
    let other = app.register("Peeters").await;
    assert_eq!(other.post("/api/v1/needs/from-search", &asked).await.status, 404);
    for wrong in [json!({}), json!({ "query": query, "saved_search_id": saved["id"] })] {
        assert_eq!(firm.post("/api/v1/needs/from-search", &wrong).await.status, 422);
    }
    let nothing = json!({ "query": { "has_photos": true } });
    let refused = firm.post("/api/v1/needs/from-search", &nothing).await;
    assert_eq!(refused.body["errors"][0]["pointer"], "/criteria");
}

#[tokio::test]
async fn who_names_two_things_is_told_that_one_was_understood() {
    let app = TestApp::start().await;
    let firm = app.register("De Meester").await;
    for (language, doors, and, radiators, note) in [
        ("nl", "20 binnendeuren", "en", "5 radiatoren", "een tweede vraag"),
        ("fr", "20 portes intérieures", "et", "5 radiateurs", "deuxième demande"),
        ("en", "20 interior doors", "and", "5 radiators", "a second need"),
        ("de", "20 Innentüren", "und", "5 Heizkörper", "einem zweiten Gesuch"),
        ("nl", "20 binnendeuren", "en", "5 branddeuren", "een tweede vraag"),
    ] {
        let sentence = format!("{doors} {and} {radiators}");
        let told = understood(&firm.speaking(language), &sentence).await;
        let left = texts(&told, "not_understood");
        let (other, quantity) = if left == [doors] { (doors, 5) } else { (radiators, 20) };
        assert_eq!(left, [other], "{told}");
        let criteria = &told["need"]["criteria"];
        assert_eq!(
            criteria["quantity"]["at_least"], quantity,
            "that of what was understood: {told}"
        );
        assert_eq!(criteria["categories"].as_array().unwrap().len(), 1, "{told}");
        let parts = told["parts"].as_array().unwrap();
        let part = parts.iter().find(|it| it["text"] == other).unwrap();
        assert!(part["note"].as_str().unwrap().contains(note), "{part}");
        assert_eq!(told["is_certain"], false);
    }
}

const BILL: &str = "\
Post;Omschrijving;Hoeveelheid;Eenheid;Breedte (mm);Staat;Prijs\r\n\
1;Binnendeur paneel;12;st;930;goed;€ 45,00\r\n\
2;Tapijttegels;150;m²;;redelijk;\r\n\
3;Wastafel;veel;st;600;goed;\r\n\
4;Radiator;8;st;;goed;\r\n\
;TOTAAL;170;;;;\r\n";

async fn send(firm: &Firm, name: &str, bytes: impl Into<Vec<u8>>) -> Answer {
    let part = Part::bytes(bytes.into()).file_name(name.to_owned());
    let form = Form::new().part("file", part);
    answer(firm.request(Method::POST, "/api/v1/needs/bill").multipart(form)).await
}

#[tokio::test]
async fn each_line_of_a_bill_becomes_a_need_once() {
    let app = TestApp::start().await;
    let firm = app.register("De Meester").await.speaking("nl");
    let sent = send(&firm, "meetstaat.csv", BILL).await;
    assert_eq!(sent.status, 201, "{}", sent.text);
    let path = sent.headers["location"].to_str().unwrap().to_owned();
    let bill = sent.ok();
    let lines = bill["lines"].as_array().unwrap();
    assert_eq!((lines.len(), &bill["right"]), (4, &json!(3)));
    assert_eq!(lines[0]["need"]["name"], "Binnendeur paneel");
    let criteria = &lines[0]["need"]["criteria"];
    assert_eq!(criteria["categories"], json!(["DOOR.INT"]));
    assert_eq!(criteria["measures"]["width_mm"]["about"], 930.0);
    assert_eq!(
        (&criteria["condition_min"], &criteria["price_cents_max"]),
        (&json!(4), &json!(4500))
    );
    assert_eq!(lines[1]["need"]["criteria"]["quantity"]["unit"], "m2");
    let problem = &lines[2]["problems"][0];
    assert_eq!((&problem["field"], &problem["got"]), (&json!("quantity"), &json!("veel")));
    assert!(problem["cell"].as_str().unwrap().ends_with("!C4"), "{problem}");
    assert!(needs(&firm).await.is_empty(), "nothing is made before it is accepted");
    assert_eq!(firm.get(&path).await.ok()["lines"], bill["lines"]);

    let leuven = json!({ "latitude": 50.8798, "longitude": 4.7005 });
    let terms = json!({ "place": { "point": leuven, "radius_km": 40 }, "frequency": "weekly" });
    for _ in 0..2 {
        let accepted = firm.post(&format!("{path}/accept"), &terms).await.ok();
        assert_eq!(accepted["is_accepted"], true);
        let needs = needs(&firm).await;
        assert_eq!(needs.len(), 3, "accepting again makes none");
        assert!(needs.iter().all(|it| it["frequency"] == "weekly"));
        assert!(needs.iter().all(|it| it["criteria"]["place"]["radius_km"] == 40.0));
        let ids: Vec<&Value> =
            accepted["lines"].as_array().unwrap().iter().map(|it| &it["need_id"]).collect();
        assert!(ids[2].is_null() && needs.iter().all(|it| ids.contains(&&it["id"])));
    }
    app.run_jobs().await;
}

#[tokio::test]
async fn a_bill_that_many_accept_at_once_makes_its_needs_once() {
    let app = TestApp::start().await;
    let firm = app.register("De Meester").await;
    let bill = send(&firm, "meetstaat.csv", BILL).await.ok();
    let path = format!("/api/v1/needs/bill/{}/accept", bill["id"].as_str().unwrap());
    let terms = json!({ "frequency": "weekly" });
    let all = (0..8).map(|_| firm.post(&path, &terms));
    let answers = futures_util::future::join_all(all).await;
    let needs = needs(&firm).await;
    assert_eq!(needs.len(), 3);
    for answer in answers {
        // Who came too late sees what the first one made.
        let told = answer.ok();
        let lines = told["lines"].as_array().unwrap().iter();
        let made: Vec<&Value> = lines.map(|it| &it["need_id"]).filter(|it| !it.is_null()).collect();
        assert!(made.len() == 3 && needs.iter().all(|it| made.contains(&&it["id"])), "{told}");
    }
}

#[tokio::test]
async fn a_bill_makes_all_its_needs_or_none() {
    let app = TestApp::start().await;
    let (firm, other) = (app.register("De Meester").await, app.register("Peeters").await);
    let bill = send(&firm, "meetstaat.csv", BILL).await.ok();
    let path = format!("/api/v1/needs/bill/{}", bill["id"].as_str().unwrap());
    let nowhere = json!({ "latitude": 91, "longitude": 4.7 });
    let wrong = json!({ "place": { "point": nowhere, "radius_km": 40 } });
    assert_eq!(firm.post(&format!("{path}/accept"), &wrong).await.status, 422);
    let rejected = json!({ "lines": [0, 2] });
    let refused = firm.post(&format!("{path}/accept"), &rejected).await;
    assert_eq!((refused.status, &refused.body["errors"][0]["pointer"]), (422, &json!("/lines/1")));
    assert_eq!(firm.get(&path).await.ok()["is_accepted"], false);
    assert!(needs(&firm).await.is_empty());
    assert_eq!(other.get(&path).await.status, 404);
    assert_eq!(other.post(&format!("{path}/accept"), &json!({})).await.status, 404);

    firm.post(&format!("{path}/accept"), &json!({ "lines": [3, 0, 0] })).await.ok();
    assert_eq!(needs(&firm).await.len(), 2);

    let unreadable = send(&firm, "foto.png", &b"\x89PNG\r\n\x1a\n"[..]).await;
    assert_eq!(
        (unreadable.status, &unreadable.body["errors"][0]["pointer"]),
        (422, &json!("/file"))
    );
}

#[tokio::test]
async fn a_bill_that_nobody_uses_is_forgotten_after_thirty_days() {
    use circuler::clock::{self, Instant};
    use circuler::schema::need_bills;
    use diesel::prelude::*;

    let app = TestApp::start().await;
    let firm = app.register("De Meester").await;
    let mut paths = Vec::new();
    for (days, accepted) in [(29, false), (31, false), (31, true)] {
        let bill = send(&firm, "meetstaat.csv", BILL).await.ok();
        let id = bill["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/needs/bill/{id}");
        if accepted {
            firm.post(&format!("{path}/accept"), &json!({})).await.ok();
        }
        let sent: Instant = clock::now() - time::Duration::days(days);
        let shift = move |conn: &mut _| {
            let bill = need_bills::table.find(&id);
            Ok(diesel::update(bill).set(need_bills::created_at.eq(sent)).execute(conn)?)
        };
        app.app.db.write(shift).await.unwrap();
        paths.push(path);
    }
    circuler::needs::sweep(&app.app).await.unwrap();
    let mut statuses = Vec::new();
    for path in &paths {
        statuses.push(firm.get(path).await.status);
    }
    assert_eq!(statuses, [200, 404, 200]);
}
