//! Every door there is: who may knock without a token, and what the house says to wrong visitors.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{TestApp, answer};

/// Everything else asks who is there.
const OPEN_DOORS: [&str; 23] = [
    "DELETE /api/v1/session",
    "GET /alerts/{token}",
    "GET /api/v1/exports/listings",
    "GET /api/v1/exports/template",
    "GET /api/v1/listings",
    "GET /api/v1/listings/clusters",
    "GET /api/v1/listings/suggestions",
    "GET /api/v1/passports/{id}/similar",
    "POST /api/v1/listings/search",
    "GET /api/v1/parks",
    "GET /api/v1/parks/{id}",
    "GET /api/v1/passports/{id}",
    "GET /feeds/{token}.atom",
    "GET /healthz",
    "GET /p/{code}",
    "GET /photos/{hash}/{rendition}",
    "GET /readyz",
    "GET /unsubscribe/{token}",
    "POST /api/v1/organisations",
    "POST /api/v1/session",
    "POST /api/v1/session/refresh",
    "POST /unsubscribe/{token}",
    "GET /api/v1/categories",
];

#[tokio::test]
async fn every_other_door_asks_for_a_token() {
    let app = TestApp::start().await;
    let stranger = app.stranger();
    let api = stranger.get("/api/v1/openapi.json").await.ok();
    let mut open = BTreeSet::new();
    let mut walked = 0;
    for (path, item) in api["paths"].as_object().unwrap() {
        for method in ["get", "post", "put", "patch", "delete"] {
            if item.get(method).is_none() {
                continue;
            }
            walked += 1;
            let door = format!("{} {path}", method.to_uppercase());
            if OPEN_DOORS.contains(&door.as_str()) {
                open.insert(door);
                continue;
            }
            let path: Vec<&str> = path
                .split('/')
                .map(|part| {
                    if part.starts_with('{') {
                        "0190a5d4-0000-7000-8000-000000000000"
                    } else {
                        part
                    }
                })
                .collect();
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            for stranger in [
                stranger.clone(),
                stranger.with_token("crk_nonsense"),
                stranger.with_token("e30.e30.e30"),
            ] {
                let found =
                    answer(stranger.request(method.clone(), &path.join("/")).json(&json!({})))
                        .await;
                assert_eq!(found.status, 401, "{door}: {}", found.text);
                assert_eq!(found.headers["content-type"], "application/problem+json");
                assert_eq!(found.headers["www-authenticate"], "Bearer");
            }
        }
    }
    assert!(walked > 25, "only {walked} doors were found");
    let known: BTreeSet<String> = OPEN_DOORS.iter().map(|it| (*it).to_owned()).collect();
    let gone: Vec<_> = known.difference(&open).collect();
    assert!(gone.is_empty(), "no such doors: {gone:?}");
}

#[tokio::test]
async fn a_wrong_address_and_a_wrong_method_are_told_apart() {
    let app = TestApp::start().await;
    let nowhere = app.stranger().speaking("nl-BE").get("/api/v1/nowhere").await;
    assert_eq!((nowhere.status, &nowhere.body["detail"]), (404, &json!("Niet gevonden.")));
    assert!(nowhere.body["instance"].as_str().unwrap().starts_with("urn:uuid:"));

    let wrong = app.stranger().delete("/api/v1/listings").await;
    assert_eq!((wrong.status, wrong.headers["allow"].to_str().unwrap()), (405, "GET"));
}

#[tokio::test]
async fn whoever_asks_for_the_head_gets_the_head() {
    let app = TestApp::start().await;
    for path in ["/", "/healthz", "/api/v1/categories"] {
        let whole = answer(app.stranger().request(Method::GET, path)).await;
        let head = answer(app.stranger().request(Method::HEAD, path)).await;
        assert_eq!((head.status, head.text.as_str()), (200, ""), "{path}");
        assert_eq!(head.headers["content-type"], whole.headers["content-type"]);
    }
    assert_eq!(answer(app.stranger().request(Method::HEAD, "/nowhere")).await.status, 404);
}

/// What was expected is told in the language of the reader, whatever the parser speaks.
#[tokio::test]
async fn what_does_not_fit_is_told_in_the_language_of_the_reader() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await.speaking("nl");
    let door = json!({ "name": "Deur", "category": "DOOR.INT", "quantity": 1, "unit": "pcs" });
    for (field, value, expected, got) in [
        ("quantity", json!([]), "een getal", "[]"),
        ("quantity", Value::Null, "een getal", "null"),
        ("category", json!("GATE"), "een categorie zoals DOOR of DOOR.INT", "GATE"),
        ("building_id", json!("nowhere"), "een id (UUID)", "nowhere"),
        ("available_from", json!("morgen"), "een dag zoals 2026-03-15", "morgen"),
        ("unit", json!("dozijn"), "een van: pcs, m, m2, m3, kg, t, set, pallet", "dozijn"),
        ("condition_technical", json!(300), "een geheel getal van 0 tot 255", "300"),
        ("colour/s", json!("rood"), "een van de velden: external_id, gtin, ", "rood"),
    ] {
        let mut wrong = door.clone();
        wrong[field] = value;
        let told = firm.post("/api/v1/passports", &wrong).await;
        let error = &told.body["errors"][0];
        let pointer = format!("/{}", field.replace('/', "~1"));
        assert_eq!((told.status, &error["pointer"]), (422, &json!(pointer)), "{}", told.text);
        assert!(error["expected"].as_str().unwrap().starts_with(expected), "{error}");
        assert_eq!(error["got"], got, "{error}");
    }
    let told = firm.post("/api/v1/session", &json!({ "email": "an@example.org" })).await;
    let missing = json!([
        { "pointer": "/password", "expected": "een waarde: dit veld ontbreekt", "got": "" }
    ]);
    assert_eq!(told.body["errors"], missing);
}

#[tokio::test]
async fn a_body_of_the_wrong_kind_is_told_where_it_is_wrong() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    let wrong = firm
        .post("/api/v1/passports", &json!({ "name": "Door", "quantity": [], "unit": "pcs" }))
        .await;
    assert_eq!((wrong.status, &wrong.body["errors"][0]["pointer"]), (422, &json!("/quantity")));

    for (text, expected) in [
        ("{", "La demande n’a pas pu être lue : son JSON s’interrompt."),
        (
            "{\n  \"name\": Door }",
            "La demande n’a pas pu être lue : à la ligne 2, caractère 11, se trouve autre chose que \
             du JSON.",
        ),
    ] {
        let broken = firm.request(Method::POST, "/api/v1/passports");
        let broken = broken.header("content-type", "application/json").body(text);
        let told = answer(broken.header("accept-language", "fr")).await;
        assert_eq!((told.status, &told.body["detail"]), (400, &json!(expected)));
    }
    let no_json = firm.request(Method::POST, "/api/v1/passports").body("name=Door");
    assert_eq!(answer(no_json).await.status, 415);
    let huge = firm.request(Method::POST, "/api/v1/passports").json(&"x".repeat(2_000_000));
    assert_eq!(answer(huge).await.status, 413);
}

#[tokio::test]
async fn the_api_describes_itself_as_the_file_in_docs_does() {
    let app = TestApp::start().await;
    let now = app.stranger().get("/api/v1/openapi.json").await.ok();
    let kept: Value =
        serde_json::from_str(&std::fs::read_to_string("docs/openapi.json").unwrap()).unwrap();
    assert_eq!(now["openapi"].as_str().unwrap().split('.').next(), Some("3"));
    assert!(now == kept, "docs/openapi.json is stale: run `make openapi`");
    let page = app.stranger().get("/api/v1/docs/").await;
    assert!(page.status == 200 && page.text.contains("swagger"), "{}", page.text);
    assert!(!page.text.contains("//unpkg") && !page.text.contains("cdn"));
}

#[tokio::test]
async fn the_service_says_how_it_is() {
    let app = TestApp::start().await;
    let stranger = app.stranger();
    assert_eq!(stranger.get("/healthz").await.text, "ok");
    let ready = stranger.get("/readyz").await.ok();
    assert_eq!((&ready["database"], &ready["search"]), (&json!("ok"), &json!("ok")));
    assert_eq!(stranger.get("/metrics").await.status, 200);
    let page = stranger.get("/healthz").await;
    assert_eq!(page.headers["x-content-type-options"], "nosniff");
}
