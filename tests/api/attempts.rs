//! Who tries too often to get in has to wait.

use circuler::config::Pace;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, TestApp, answer};

const SLOW: u64 = 3600;

fn pace(at_once: u32) -> Pace {
    Pace { at_once, seconds_each: SLOW }
}

fn credentials(email: &str, password: &str) -> Value {
    json!({ "email": email, "password": password })
}

/// Signs in from behind a proxy that tells where the client is.
async fn sign_in_from(app: &TestApp, forwarded: &str, email: &str) -> Answer {
    let request = app.stranger().request(Method::POST, "/api/v1/session");
    let request = request.header("x-forwarded-for", forwarded);
    answer(request.json(&credentials(email, "another-long-passphrase"))).await
}

#[tokio::test]
async fn who_guesses_a_password_has_to_wait() {
    let app = TestApp::start_with(|it| it.attempts.sign_ins_per_email = pace(3)).await;
    let (ann, bob) = (app.register("Rotor").await, app.register("Elders").await);
    let stranger = app.stranger();
    for _ in 0..3 {
        let wrong = credentials(&ann.email, "another-long-passphrase");
        assert_eq!(stranger.post("/api/v1/session", &wrong).await.status, 401);
    }
    for (language, word) in
        [("nl", "te vaak"), ("fr", "tentatives"), ("en", "too often"), ("de", "Versuche")]
    {
        let right = credentials(&ann.email.to_uppercase(), PASSWORD);
        let refused = stranger.speaking(language).post("/api/v1/session", &right).await;
        assert_eq!((refused.status, refused.headers.get("set-cookie")), (429, None));
        assert_eq!(refused.headers["content-type"], "application/problem+json");
        assert_eq!(refused.body["type"], "https://circuler.be/problems/too-often");
        assert!(refused.body["detail"].as_str().unwrap().contains(word), "{}", refused.text);
        let wait: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=SLOW + 1).contains(&wait), "{wait}");
    }
    let other = stranger.post("/api/v1/session", &credentials(&bob.email, PASSWORD)).await;
    assert_eq!(other.status, 200, "somebody else comes in: {}", other.text);
    assert_eq!(ann.get("/api/v1/me").await.status, 200, "who is in stays in");
}

#[tokio::test]
async fn behind_a_proxy_each_client_is_counted_for_itself() {
    let app = TestApp::start_with(|config| {
        config.attempts.sign_ins_per_address = pace(2);
        config.server.client_address_header = "X-Forwarded-For".to_owned();
    })
    .await;
    // What stands before the last address was written by the client.
    for claimed in ["192.0.2.1", "198.51.100.9, 192.0.2.1"] {
        let name = format!("{}@example.org", claimed.len());
        assert_eq!(sign_in_from(&app, claimed, &name).await.status, 401, "{claimed}");
    }
    assert_eq!(sign_in_from(&app, "203.0.113.5, 192.0.2.1", "c@example.org").await.status, 429);
    assert_eq!(sign_in_from(&app, "203.0.113.5", "c@example.org").await.status, 401);
}

#[tokio::test]
async fn a_header_that_no_proxy_was_said_to_send_is_not_believed() {
    let app = TestApp::start_with(|it| it.attempts.sign_ins_per_address = pace(2)).await;
    for (claimed, status) in [("192.0.2.1", 401), ("192.0.2.2", 401), ("192.0.2.3", 429)] {
        let name = format!("{status}@example.org");
        assert_eq!(sign_in_from(&app, claimed, &name).await.status, status, "{claimed}");
    }
}

#[tokio::test]
async fn nobody_founds_organisations_by_the_dozen() {
    let app = TestApp::start_with(|it| it.attempts.registrations_per_address = pace(2)).await;
    app.register("Rotor").await;
    app.register("Elders").await;
    let draft = json!({
        "name": "Spam",
        "kind": "builder",
        "member": {
            "name": "Ann",
            "email": "ann@example.org",
            "password": PASSWORD,
            "language": "en",
        },
    });
    let refused = app.stranger().post("/api/v1/organisations", &draft).await;
    assert_eq!((refused.status, refused.headers.contains_key("retry-after")), (429, true));
    let signing_in = app.stranger().post("/api/v1/session", &credentials("x@x.be", "x")).await;
    assert_eq!(signing_in.status, 401, "the other door is open: {}", signing_in.text);
}

/// Whether somebody is registered is told to who registers, so that has its price too.
#[tokio::test]
async fn who_asks_after_an_email_address_has_to_wait() {
    let app = TestApp::start_with(|it| it.attempts.registrations_per_email = pace(1)).await;
    let ann = app.register("Rotor").await;
    let draft = json!({
        "name": "Rotor",
        "kind": "builder",
        "member": {
            "name": "Ann",
            "email": ann.email,
            "password": PASSWORD,
            "language": "en",
        },
    });
    assert_eq!(app.stranger().post("/api/v1/organisations", &draft).await.status, 429);
}
