//! Who somebody is, and what follows from it.

use circuler::clock;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Firm, PASSWORD, TestApp, answer};

async fn sign_in(app: &TestApp, email: &str, password: &str) -> Answer {
    let credentials = json!({ "email": email, "password": password });
    app.stranger().post("/api/v1/session", &credentials).await
}

/// The refresh token that an answer puts into the cookie.
fn cookie(answer: &Answer) -> String {
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    let (name_and_value, attributes) = cookie.split_once(';').unwrap();
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/api/v1/session", "Max-Age="] {
        assert!(attributes.contains(attribute), "{cookie}");
    }
    name_and_value.strip_prefix("circuler_refresh=").unwrap().to_owned()
}

async fn with_cookie(app: &TestApp, method: Method, path: &str, token: &str) -> Answer {
    let request = app.stranger().request(method, path);
    answer(request.header("cookie", format!("theme=dark; circuler_refresh={token}"))).await
}

async fn refresh(app: &TestApp, token: &str) -> Answer {
    with_cookie(app, Method::POST, "/api/v1/session/refresh", token).await
}

fn pointers(answer: &Answer) -> Vec<&str> {
    let errors = answer.body["errors"].as_array().unwrap();
    errors.iter().map(|it| it["pointer"].as_str().unwrap()).collect()
}

fn registration(email: &str, password: &str) -> Value {
    json!({
        "name": "Sloop & Zoon",
        "kind": "demolition_contractor",
        "member": { "name": "Ann Claes", "email": email, "password": password, "language": "nl" },
    })
}

#[tokio::test]
async fn who_registers_is_signed_in_and_owns_the_organisation() {
    let app = TestApp::start().await;
    let draft = registration("Ann@Example.org", PASSWORD);
    let registered = app.stranger().post("/api/v1/organisations", &draft).await;
    assert_eq!(
        (registered.status, &registered.headers["location"]),
        (201, &"/api/v1/me".parse().unwrap())
    );
    assert_eq!(registered.headers["cache-control"], "no-store");
    assert!(!cookie(&registered).is_empty());
    let session = registered.ok();
    assert_eq!((&session["token_type"], &session["expires_in"]), (&json!("Bearer"), &json!(600)));
    assert!(!session.to_string().contains("password"));

    let ann = app.stranger().with_token(session["access_token"].as_str().unwrap());
    let me = ann.get("/api/v1/me").await.ok();
    assert_eq!(
        (&me["member"], &me["organisation"]),
        (&session["member"], &session["organisation"])
    );
    assert_eq!(me["member"]["email"], "ann@example.org");
    assert_eq!(
        (&me["member"]["role"], &me["member"]["platform_admin"]),
        (&json!("owner"), &json!(false))
    );
}

#[tokio::test]
async fn an_address_is_registered_once() {
    let app = TestApp::start().await;
    let draft = registration("ann@example.org", PASSWORD);
    app.stranger().post("/api/v1/organisations", &draft).await.ok();
    let draft = registration("ANN@example.org", PASSWORD);
    let again = app.stranger().speaking("nl").post("/api/v1/organisations", &draft).await;
    assert_eq!(again.status, 409);
    assert!(again.body["detail"].as_str().unwrap().contains("ann@example.org"), "{}", again.text);

    let (stranger, draft) = (app.stranger(), registration("bob@example.org", PASSWORD));
    let all_at_once =
        (0..8).map(|_| async { stranger.post("/api/v1/organisations", &draft).await.status });
    let mut statuses = futures_util::future::join_all(all_at_once).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
}

#[tokio::test]
async fn a_registration_is_told_all_that_is_wrong_with_it() {
    let app = TestApp::start().await;
    let wrong = json!({
        "name": "Sloop\r\nBcc: everybody@example.org",
        "kind": "builder",
        "member": { "name": "", "email": "ann at example.org", "password": "short" },
    });
    let refused = app.stranger().speaking("fr").post("/api/v1/organisations", &wrong).await;
    assert_eq!(refused.status, 422);
    assert_eq!(pointers(&refused), ["/name", "/member/name", "/member/email", "/member/password"]);
    assert!(!refused.text.contains("short"), "a password is not repeated: {}", refused.text);

    for common in ["password1234", "Welkom2026!", "aaaaaaaaaaaa", "sloop & zoon", "ann@example.org"]
    {
        let draft = registration("ann@example.org", common);
        let refused = app.stranger().post("/api/v1/organisations", &draft).await;
        assert_eq!(
            (refused.status, pointers(&refused)),
            (422, vec!["/member/password"]),
            "{common}"
        );
    }
    let phrase = registration("ann@example.org", &"zeven bomen op een rij ".repeat(11));
    assert_eq!(app.stranger().post("/api/v1/organisations", &phrase).await.status, 201);

    let mut nowhere = registration("bob@example.org", PASSWORD);
    nowhere["park_id"] = json!("0190a5d4-0000-7000-8000-000000000000");
    let refused = app.stranger().post("/api/v1/organisations", &nowhere).await;
    assert_eq!(pointers(&refused), ["/park_id"]);
    let mut unknown = registration("bob@example.org", PASSWORD);
    unknown["platform_admin"] = json!(true);
    assert_eq!(app.stranger().post("/api/v1/organisations", &unknown).await.status, 422);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let app = TestApp::start().await;
    let ann = app.register("Rotor").await;
    let known = sign_in(&app, &ann.email.to_uppercase(), PASSWORD).await;
    assert_eq!(known.status, 200, "{}", known.text);
    let ann = ann.with_token(known.body["access_token"].as_str().unwrap());
    assert_eq!(ann.get("/api/v1/me").await.status, 200);

    let seen = |found: Answer| {
        let mut body = found.body;
        body.as_object_mut().unwrap().remove("instance");
        (found.status, body, found.headers.get("set-cookie").cloned())
    };
    let wrong = seen(sign_in(&app, &ann.email, "another-long-passphrase").await);
    assert_eq!((wrong.0, &wrong.2), (401, &None));
    for email in ["nobody@example.org", "no address", "\u{0}", ""] {
        assert_eq!(seen(sign_in(&app, email, PASSWORD).await), wrong, "{email:?}");
    }
}

/// With what a hash costs in earnest, the time of an answer tells nobody who is a member.
#[tokio::test]
async fn an_unknown_address_takes_as_long_as_a_wrong_password() {
    let app = TestApp::start_with(|config| {
        config.accounts.password_memory_kib = 19 * 1024;
        config.accounts.password_passes = 2;
    })
    .await;
    let ann = app.register("Rotor").await;
    let (mut wrong, mut unknown) = (Vec::new(), Vec::new());
    for _ in 0..7 {
        for (email, times) in [(&*ann.email, &mut wrong), ("nobody@example.org", &mut unknown)] {
            let started = clock::stopwatch();
            assert_eq!(sign_in(&app, email, "another-long-passphrase").await.status, 401);
            times.push(started.elapsed());
        }
    }
    wrong.sort_unstable();
    unknown.sort_unstable();
    // Without the work, an unknown address would be answered in a tenth of the time.
    assert!(unknown[3] > wrong[3] / 2, "{unknown:?} against {wrong:?}");
}

#[tokio::test]
async fn a_session_goes_on_by_tokens_that_are_good_once() {
    let app = TestApp::start().await;
    let ann = app.register("Rotor").await;
    let first = cookie(&sign_in(&app, &ann.email, PASSWORD).await);
    let answers = futures_util::future::join_all((0..20).map(|_| refresh(&app, &first))).await;
    let mut seconds: Vec<String> = answers.iter().map(cookie).collect();
    seconds.dedup();
    assert_eq!(seconds.len(), 1, "many tabs at once get the same successor");
    let second = answers.into_iter().next().unwrap().ok();
    let ann = ann.with_token(second["access_token"].as_str().unwrap());
    assert_eq!(ann.get("/api/v1/me").await.status, 200);

    let third = cookie(&refresh(&app, &seconds[0]).await);
    let stolen = refresh(&app, &first).await;
    assert_eq!(stolen.status, 401, "a token before the last one was stolen");
    assert_eq!(refresh(&app, &third).await.status, 401, "and ends the session for everybody");
    assert_eq!(ann.get("/api/v1/me").await.status, 401, "with its access tokens");
    assert_eq!(sign_in(&app, &ann.email, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let app = TestApp::start().await;
    let ann = app.register("Rotor").await;
    let session = sign_in(&app, &ann.email, PASSWORD).await;
    let (token, here) =
        (cookie(&session), ann.with_token(session.body["access_token"].as_str().unwrap()));
    let out = with_cookie(&app, Method::DELETE, "/api/v1/session", &token).await;
    assert_eq!((out.status, cookie(&out)), (204, String::new()));
    assert_eq!(refresh(&app, &token).await.status, 401);
    assert_eq!(here.get("/api/v1/me").await.status, 401);
    assert_eq!(ann.get("/api/v1/me").await.status, 200, "another session goes on");
    assert_eq!(app.stranger().delete("/api/v1/session").await.status, 204, "twice does no harm");
}

#[tokio::test]
async fn another_site_cannot_use_the_cookie() {
    let app = TestApp::start().await;
    let ann = app.register("Rotor").await;
    let token = cookie(&sign_in(&app, &ann.email, PASSWORD).await);
    for (site, status) in [("cross-site", 401), ("same-site", 401), ("same-origin", 200)] {
        let request = app
            .stranger()
            .request(Method::POST, "/api/v1/session/refresh")
            .header("cookie", format!("circuler_refresh={token}"))
            .header("sec-fetch-site", site);
        assert_eq!(answer(request).await.status, status, "{site}");
    }
}

#[tokio::test]
async fn a_token_that_is_not_good_is_no_stranger_either() {
    let app = TestApp::start().await;
    let ann = app.register("Rotor").await;
    let token = ann.token.clone().unwrap();
    let (unsigned, _) = token.rsplit_once('.').unwrap();
    for wrong in
        [format!("{unsigned}."), unsigned.to_owned(), format!("{token}x"), "crk_".to_owned()]
    {
        assert_eq!(ann.with_token(&wrong).get("/api/v1/me").await.status, 401, "{wrong}");
        assert_eq!(ann.with_token(&wrong).get("/api/v1/listings").await.status, 401, "{wrong}");
    }
    let basic = app.stranger().request(Method::GET, "/api/v1/me").basic_auth("ann", Some("x"));
    assert_eq!(answer(basic).await.status, 401);

    // A service at another address, with the same secret, signs tokens that open nothing here.
    let other = TestApp::start().await;
    let bob = other.register("Elders").await;
    assert_eq!(app.stranger().with_token(&bob.token.unwrap()).get("/api/v1/me").await.status, 401);
}

#[tokio::test]
async fn an_api_key_uploads_and_does_no_more() {
    let app = TestApp::start().await;
    let ann = app.register("Rotor").await;
    let made = ann.post("/api/v1/api-keys", &json!({ "name": "ERP" })).await;
    assert_eq!(made.status, 201);
    let location = made.headers["location"].to_str().unwrap().to_owned();
    let made = made.ok();
    let key = made["key"].as_str().unwrap();
    assert!(key.starts_with("crk_"));
    let program = ann.with_token(key);
    assert_eq!(program.get("/api/v1/me").await.ok()["organisation"]["id"], ann.id.as_str());
    let header = app.stranger().request(Method::GET, "/api/v1/me").header("x-api-key", key);
    assert_eq!(answer(header).await.status, 200);
    let site =
        json!({ "name": "Yard", "address": "Kaai 1", "point": { "latitude": 51, "longitude": 4 } });
    assert_eq!(program.post("/api/v1/sites", &site).await.status, 201);
    assert_eq!(program.post("/api/v1/api-keys", &json!({ "name": "More" })).await.status, 404);
    assert_eq!(program.get("/api/v1/api-keys").await.status, 404);

    let shown = ann.get(&location).await.ok();
    assert!(shown["last_used_at"].is_string() && shown.get("key").is_none(), "{shown}");
    let listed = ann.get("/api/v1/api-keys").await.ok();
    assert_eq!(listed["items"], json!([shown]));
    assert_eq!(app.register("Elders").await.get(&location).await.status, 404);
    assert_eq!(app.register("Elders").await.delete(&location).await.status, 404);

    assert_eq!(ann.delete(&location).await.status, 204);
    assert_eq!(program.get("/api/v1/me").await.status, 401);
    assert_eq!(ann.delete(&location).await.status, 404);
    assert_eq!(ann.get("/api/v1/api-keys").await.ok()["items"], json!([]));
}

fn yard() -> Value {
    json!({
        "name": "Yard",
        "address": "Interleuvenlaan 10, 3001 Leuven",
        "point": { "latitude": 50.84, "longitude": 4.728 },
    })
}

#[tokio::test]
async fn sites_and_buildings_are_their_organisations_own() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.register("Rotor").await, app.register("Elders").await);
    let made = ann.post("/api/v1/sites", &yard()).await;
    assert_eq!(made.status, 201);
    let path = made.headers["location"].to_str().unwrap().to_owned();
    let site = made.ok();
    assert_eq!(ann.get(&path).await.ok(), site);
    assert_eq!(bob.get(&path).await.status, 404);

    let office = json!({ "site_id": site["id"], "name": "Office", "year_built": 1972 });
    let building = ann.post("/api/v1/buildings", &office).await.ok();
    let of_site = format!("/api/v1/buildings?site_id={}", site["id"].as_str().unwrap());
    assert_eq!(ann.get(&of_site).await.ok()["items"], json!([building]));
    assert_eq!(bob.get(&of_site).await.ok()["items"], json!([]));
    let trespass = bob.post("/api/v1/buildings", &office).await;
    assert_eq!((trespass.status, pointers(&trespass)), (422, vec!["/site_id"]));

    let mut wrong = yard();
    wrong["name"] = json!("Yard\u{2028}here");
    wrong["point"]["latitude"] = json!(90.1);
    let refused = ann.post("/api/v1/sites", &wrong).await;
    assert_eq!((refused.status, pointers(&refused)), (422, vec!["/name", "/point/latitude"]));
}

#[tokio::test]
async fn a_list_comes_in_pages() {
    let app = TestApp::start().await;
    let ann = app.register("Rotor").await;
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(ann.post("/api/v1/sites", &yard()).await.ok());
    }
    let first = ann.get("/api/v1/sites?limit=2").await.ok();
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = ann.get(&format!("/api/v1/sites?limit=2&cursor={cursor}")).await.ok();
    assert_eq!(first["items"], json!([made[2], made[1]]));
    assert_eq!((&second["items"], second.get("next_cursor")), (&json!([made[0]]), None));
    for (query, status) in
        [("limit=0", 422), ("limit=201", 422), ("cursor=nonsense", 400), ("limit=x", 422)]
    {
        assert_eq!(ann.get(&format!("/api/v1/sites?{query}")).await.status, status, "{query}");
    }
}

async fn add_park(firm: &Firm, name: &str) -> Answer {
    let park = json!({ "name": name, "point": { "latitude": 50.84, "longitude": 4.73 } });
    firm.post("/api/v1/parks", &park).await
}

#[tokio::test]
async fn an_admin_adds_parks_and_who_registers_chooses_one() {
    let app = TestApp::start().await;
    let (admin, ann) = (app.admin().await, app.register("Rotor").await);
    assert_eq!(add_park(&ann, "Haasrode").await.status, 404);
    let made = add_park(&admin, "Haasrode").await;
    assert_eq!(made.status, 201);
    let path = made.headers["location"].to_str().unwrap().to_owned();
    let park = made.ok();
    assert_eq!(add_park(&admin, " Haasrode ").await.status, 409);
    assert_eq!(app.stranger().get(&path).await.ok(), park);
    assert_eq!(app.stranger().get("/api/v1/parks").await.ok()["items"], json!([park]));

    let there = app.register_with("Elders", json!({ "park_id": park["id"] })).await;
    assert_eq!(there.get("/api/v1/me").await.ok()["organisation"]["park_id"], park["id"]);
}

#[tokio::test]
async fn only_an_admin_sees_mails_and_jobs() {
    let app = TestApp::start().await;
    let (admin, ann) = (app.admin().await, app.register("Rotor").await);
    let nobody = "/api/v1/admin/mails/0190a5d4-0000-7000-8000-000000000000";
    for path in ["/api/v1/admin/mails", "/api/v1/admin/mails?state=dead", "/api/v1/admin/jobs"] {
        assert_eq!(ann.get(path).await.status, 404, "{path}");
        assert_eq!(admin.get(path).await.status, 200, "{path}");
    }
    assert_eq!(admin.get("/api/v1/admin/mails?state=lost").await.status, 422);
    assert_eq!(admin.get(nobody).await.status, 404);
    assert_eq!(admin.post(&format!("{nobody}/retry"), &json!({})).await.status, 404);
    let jobs = admin.get("/api/v1/admin/jobs").await.ok();
    assert_eq!(jobs, json!({ "waiting": 0, "dead": 0, "dead_jobs": [] }));
}
