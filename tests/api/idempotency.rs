//! A request that is sent again takes effect once.

use std::io::Write;

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::support::{Answer, Firm, PASSWORD, TestApp, answer};

fn yard(name: &str) -> Value {
    json!({
        "name": name,
        "address": "Interleuvenlaan 10, 3001 Leuven",
        "point": { "latitude": 50.84, "longitude": 4.728 },
    })
}

/// A POST that names itself.
async fn post(firm: &Firm, path: &str, key: &str, body: &Value) -> Answer {
    answer(firm.request(Method::POST, path).header("idempotency-key", key).json(body)).await
}

async fn upload(firm: &Firm, key: &str, file: &str) -> Answer {
    let form = Form::new().part("file", Part::text(file.to_owned()).file_name("sloop.csv"));
    let request = firm.request(Method::POST, "/api/v1/inventories").multipart(form);
    answer(request.header("idempotency-key", key)).await
}

async fn count(firm: &Firm, path: &str) -> usize {
    firm.get(path).await.ok()["items"].as_array().unwrap().len()
}

fn is_replayed(answer: &Answer) -> bool {
    answer.headers.get("idempotent-replayed").is_some_and(|it| it == "true")
}

#[tokio::test]
async fn a_request_sent_again_gets_the_answer_of_the_first_time() {
    let app = TestApp::start().await;
    let ann = app.register("Rotor").await;
    let first = post(&ann, "/api/v1/sites", "8e03978e", &yard("Yard")).await;
    assert_eq!((first.status, is_replayed(&first)), (201, false), "{}", first.text);
    // As the draft writes a key, with quotes around it.
    let again = post(&ann, "/api/v1/sites", "\"8e03978e\"", &yard("Yard")).await;
    assert_eq!((again.status, is_replayed(&again)), (201, true), "{}", again.text);
    assert_eq!(
        (&again.text, &again.headers["location"]),
        (&first.text, &first.headers["location"])
    );
    assert_eq!(again.headers["content-type"], "application/json");
    assert_eq!(count(&ann, "/api/v1/sites").await, 1);

    post(&ann, "/api/v1/sites", "8e03978f", &yard("Yard")).await.ok();
    ann.post("/api/v1/sites", &yard("Yard")).await.ok();
    assert_eq!(count(&ann, "/api/v1/sites").await, 3, "another name, or none, is another request");
}

#[tokio::test]
async fn a_name_is_not_used_for_something_else() {
    let app = TestApp::start().await;
    let ann = app.register("Rotor").await;
    post(&ann, "/api/v1/sites", "8e03978e", &yard("Yard")).await.ok();
    let other = post(&ann.speaking("fr"), "/api/v1/sites", "8e03978e", &yard("Hall")).await;
    assert_eq!(other.status, 422);
    let problem = &other.body["errors"][0];
    assert_eq!(
        (&problem["pointer"], &problem["got"]),
        (&json!("/Idempotency-Key"), &json!("8e03978e"))
    );
    assert!(problem["expected"].as_str().unwrap().contains("une autre clé"), "{}", other.text);
    for wrong in ["", "two words", &"x".repeat(300)] {
        let refused = post(&ann, "/api/v1/sites", wrong, &yard("Yard")).await;
        assert_eq!(refused.status, 422, "{wrong}: {}", refused.text);
    }
    assert_eq!(count(&ann, "/api/v1/sites").await, 1);
}

#[tokio::test]
async fn a_name_is_its_senders_own_and_of_one_address() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.register("Rotor").await, app.register("Elders").await);
    let site = post(&ann, "/api/v1/sites", "1", &yard("Yard")).await.ok();
    let others = post(&bob, "/api/v1/sites", "1", &yard("Yard")).await;
    assert_eq!((others.status, is_replayed(&others)), (201, false));
    assert_ne!(others.body["id"], site["id"]);
    let office = json!({ "site_id": site["id"], "name": "Office", "year_built": 1972 });
    let building = post(&ann, "/api/v1/buildings", "1", &office).await;
    assert_eq!((building.status, is_replayed(&building)), (201, false));
    let stranger = post(&app.stranger(), "/api/v1/sites", "1", &yard("Yard")).await;
    assert_eq!(stranger.status, 401, "a name opens no door");
}

#[tokio::test]
async fn of_many_at_once_one_takes_effect() {
    let app = TestApp::start().await;
    let ann = app.register("Rotor").await;
    let body = yard("Yard");
    let all = (0..20).map(|_| post(&ann, "/api/v1/sites", "race", &body));
    let answers = futures_util::future::join_all(all).await;
    let made: Vec<_> = answers.iter().filter(|it| it.status == 201).collect();
    assert!(!made.is_empty());
    assert_eq!(made.iter().filter(|it| !is_replayed(it)).count(), 1);
    assert!(made.iter().all(|it| it.text == made[0].text));
    for other in answers.iter().filter(|it| it.status != 201) {
        assert_eq!(other.status, 409, "{}", other.text);
    }
    assert_eq!(count(&ann, "/api/v1/sites").await, 1);
    assert!(is_replayed(&post(&ann, "/api/v1/sites", "race", &body).await));
}

/// A client puts another boundary around the file each time; the file is the same.
#[tokio::test]
async fn an_upload_sent_again_makes_one_inventory() {
    let app = TestApp::start().await;
    let ann = app.register("Rotor").await;
    let list = format!("Benaming;Aantal;Eenheid\nDeur;3;st\n{}", "Balk;2;m\n".repeat(20_000));
    let first = upload(&ann, "upload-1", &list).await;
    assert_eq!(first.status, 202, "{}", first.text);
    let again = upload(&ann, "upload-1", &list).await;
    assert_eq!((again.status, is_replayed(&again)), (202, true), "{}", again.text);
    assert_eq!(
        (&again.body["id"], &again.headers["etag"]),
        (&first.body["id"], &first.headers["etag"])
    );
    let other = upload(&ann, "upload-1", "Benaming;Aantal;Eenheid\nDeur;4;st\n").await;
    assert_eq!(other.status, 422, "{}", other.text);
    assert_eq!(count(&ann, "/api/v1/inventories").await, 1);
}

#[tokio::test]
async fn what_took_no_effect_may_be_mended_and_sent_again() {
    let app = TestApp::start().await;
    let ann = app.register("Rotor").await;
    let wrong = json!({ "name": "Door", "quantity": -1, "unit": "pcs" });
    let refused = post(&ann, "/api/v1/passports", "door", &wrong).await;
    assert_eq!((refused.status, &refused.body["errors"][0]["pointer"]), (422, &json!("/quantity")));
    let right = json!({ "name": "Door", "quantity": 1, "unit": "pcs" });
    let made = post(&ann, "/api/v1/passports", "door", &right).await;
    assert_eq!((made.status, is_replayed(&made)), (201, false), "{}", made.text);
    assert!(is_replayed(&post(&ann, "/api/v1/passports", "door", &right).await));
    assert_eq!(count(&ann, "/api/v1/passports").await, 1);
}

/// On a site with bad reception the request arrives and the answer does not.
#[tokio::test(flavor = "multi_thread")]
async fn who_lost_the_connection_asks_again() {
    let app = TestApp::start().await;
    let ann = app.register("Rotor").await;
    let body = yard("Yard");
    for attempt in 0..10 {
        let text = body.to_string();
        let mut connection =
            std::net::TcpStream::connect(app.address.trim_start_matches("http://")).unwrap();
        write!(
            connection,
            "POST /api/v1/sites HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
             authorization: Bearer {}\r\nidempotency-key: lost-{attempt}\r\ncontent-length: {}\r\n\
             \r\n{text}",
            ann.token.as_ref().unwrap(),
            text.len(),
        )
        .unwrap();
        drop(connection);
        let mut again = post(&ann, "/api/v1/sites", &format!("lost-{attempt}"), &body).await;
        for _ in 0..200 {
            if again.status != 409 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
            again = post(&ann, "/api/v1/sites", &format!("lost-{attempt}"), &body).await;
        }
        assert_eq!(again.status, 201, "{}", again.text);
        assert_eq!(count(&ann, "/api/v1/sites").await, attempt + 1);
    }
}

/// Before there is a member, too: the retry gets the session of the first time, and not "taken".
#[tokio::test]
async fn a_registration_sent_again_is_no_conflict() {
    let app = TestApp::start().await;
    let draft = json!({
        "name": "Sloop & Zoon",
        "kind": "demolition_contractor",
        "member": {
            "name": "Ann",
            "email": "ann@example.org",
            "password": PASSWORD,
            "language": "nl",
        },
    });
    let first = post(&app.stranger(), "/api/v1/organisations", "me", &draft).await;
    let again = post(&app.stranger(), "/api/v1/organisations", "me", &draft).await;
    assert_eq!((first.status, again.status, is_replayed(&again)), (201, 201, true));
    assert_eq!(again.headers["set-cookie"], first.headers["set-cookie"]);
    let ann = app.stranger().with_token(again.body["access_token"].as_str().unwrap());
    assert_eq!(ann.get("/api/v1/me").await.status, 200);
    let key = post(&ann, "/api/v1/api-keys", "key", &json!({ "name": "ERP" })).await.ok();
    let shown_again = post(&ann, "/api/v1/api-keys", "key", &json!({ "name": "ERP" })).await.ok();
    assert_eq!(shown_again["key"], key["key"]);
}

#[tokio::test]
async fn every_post_that_makes_something_says_that_it_may_be_sent_again() {
    let app = TestApp::start().await;
    let api = app.stranger().get("/api/v1/openapi.json").await.ok();
    let mut told = Vec::new();
    for (path, methods) in api["paths"].as_object().unwrap() {
        let parameters = methods["post"]["parameters"].as_array();
        if parameters.is_some_and(|it| it.iter().any(|it| it["name"] == "Idempotency-Key")) {
            told.push(path.as_str());
        }
    }
    for path in ["api-keys", "buildings", "inventories", "needs", "organisations", "passports"] {
        assert!(told.contains(&format!("/api/v1/{path}").as_str()), "{path}: {told:?}");
    }
    assert!(!told.contains(&"/api/v1/session"));
}
