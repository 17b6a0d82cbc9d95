//! The canary: an alert of the operator's own proves that alerts arrive, and nobody else sees it.

use std::process::{Command, Stdio};

use circuler::alerts::canary;
use circuler::clock::{self, Instant};
use circuler::schema::{canaries, parks};
use circuler::worker;
use diesel::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;
use time::Duration;

use crate::delivery::{entries, time_passes};
use crate::mailbox::{Mailbox, Point};
use crate::support::TestApp;

const ADDRESS: &str = "canary@circuler.example";

async fn with_canary() -> TestApp {
    TestApp::start_with(|config| config.alerts.canary_address = ADDRESS.to_owned()).await
}

/// The same, whose mails go to this server.
async fn start_with_canary(mail_url: String) -> TestApp {
    TestApp::start_with(|config| {
        config.mail.url = mail_url;
        config.alerts.canary_address = ADDRESS.to_owned();
    })
    .await
}

async fn sing(app: &TestApp, minutes: i64) {
    canary::sing(&app.app, clock::now() + Duration::minutes(minutes)).await.unwrap();
}

async fn ready(app: &TestApp) -> String {
    app.stranger().get("/readyz").await.ok()["canary"].as_str().unwrap().to_owned()
}

/// As if it had sung, and been heard, so long ago.
async fn silent_for(app: &TestApp, minutes: i64) {
    let at: Instant = clock::now() - Duration::minutes(minutes);
    let shift = move |conn: &mut _| {
        let times = (canaries::put_out_at.eq(at), canaries::heard_at.eq(at));
        Ok(diesel::update(canaries::table).set(times).execute(conn)?)
    };
    assert_eq!(app.app.db.write(shift).await.unwrap(), 1);
}

#[tokio::test]
async fn every_quarter_of_an_hour_an_alert_of_the_canary_arrives() {
    let app = with_canary().await;
    assert_eq!(ready(&app).await, "no worker has put it out yet");
    sing(&app, 0).await;
    app.run_jobs().await;
    let mails = app.mails();
    assert_eq!((mails.len(), mails[0].to_address.as_str()), (1, ADDRESS));
    assert!(mails[0].text.contains("€10,000.00"), "{}", mails[0].text);
    assert_eq!(ready(&app).await, "ok");

    sing(&app, 14).await;
    app.run_jobs().await;
    assert_eq!(app.mails().len(), 1, "it is not time yet");
    sing(&app, 15).await;
    app.run_jobs().await;
    let mails = app.mails();
    assert_eq!(mails.len(), 2);
    let better = "€9,999.99 instead of €10,000.00";
    assert!(mails[1].text.contains(better), "{}", mails[1].text);
    // A day later what is old is forgotten, and it sings on.
    sing(&app, 2 * 24 * 60).await;
    app.run_jobs().await;
    assert_eq!((app.mails().len(), entries(&app).await.len()), (3, 1));
}

#[tokio::test]
async fn an_alert_that_does_not_arrive_is_seen_and_others_do_not_pile_up() {
    let mailbox = Mailbox::open().await;
    let app = start_with_canary(mailbox.url()).await;
    sing(&app, 0).await;
    mailbox.answer(Point::Rcpt, "450 4.2.0 greylisted, come back");
    app.run_jobs().await;
    silent_for(&app, 29).await;
    assert_eq!(ready(&app).await, "ok", "one may be on its way");
    silent_for(&app, 31).await;
    let told = ready(&app).await;
    assert!(told.starts_with("no alert has arrived for 186"), "{told}");
    sing(&app, 15).await;
    sing(&app, 30).await;
    app.run_jobs().await;
    assert_eq!((entries(&app).await.len(), mailbox.count()), (1, 0));

    time_passes(&app).await;
    while worker::send_one(&app.app).await.unwrap() {}
    assert_eq!((mailbox.count(), ready(&app).await.as_str()), (1, "ok"));
    sing(&app, 45).await;
    app.run_jobs().await;
    assert_eq!(mailbox.count(), 2);
}

#[tokio::test]
async fn an_admin_lets_a_canary_sing_again_whose_address_was_refused() {
    let mailbox = Mailbox::open().await;
    let app = start_with_canary(mailbox.url()).await;
    sing(&app, 0).await;
    mailbox.answer(Point::Rcpt, "550 5.1.1 there is nobody");
    app.run_jobs().await;
    sing(&app, 15).await;
    app.run_jobs().await;
    assert_eq!(mailbox.count(), 0, "nothing more is sent there");
    silent_for(&app, 31).await;
    assert!(ready(&app).await.starts_with("no alert has arrived"));

    let admin = app.admin().await;
    let path = format!("/api/v1/admin/mail-addresses/{ADDRESS}");
    let standing = admin.get(&path).await.ok();
    assert_eq!(standing["stopped"]["reason"], "no_such_address", "{standing}");
    let lift = format!("{path}/lift");
    assert_eq!(app.register("De Meester").await.post(&lift, &json!({})).await.status, 404);
    for _ in 0..2 {
        let standing = admin.post(&lift, &json!({})).await.ok();
        assert_eq!((&standing["stopped"], &standing["lifts_left"]), (&Value::Null, &json!(3)));
    }
    sing(&app, 30).await;
    app.run_jobs().await;
    assert_eq!((mailbox.count(), ready(&app).await.as_str()), (1, "ok"));
}

#[tokio::test]
async fn nobody_else_sees_the_canary() {
    let app = with_canary().await;
    sing(&app, 0).await;
    app.run_jobs().await;
    let (seeker, admin) = (app.register("De Meester").await, app.admin().await);
    let need = json!({ "name": "Any door", "criteria": { "categories": ["DOOR"] } });
    let need = seeker.post("/api/v1/needs", &need).await.ok();
    sing(&app, 15).await;
    app.run_jobs().await;
    assert_eq!(app.mails().iter().filter(|it| it.to_address != ADDRESS).count(), 0);

    let stranger = app.stranger();
    for asker in [&stranger, &seeker, &admin] {
        let found = asker.get("/api/v1/listings").await.ok();
        assert_eq!((&found["items"], &found["total"]), (&json!([]), &json!(0)), "{found}");
        let facets = found["facets"].to_string();
        assert!(!facets.contains("DOOR"), "{facets}");
        assert_eq!(asker.get("/api/v1/parks").await.ok()["items"], json!([]));
    }
    let matches = format!("/api/v1/needs/{}/matches", need["id"].as_str().unwrap());
    assert_eq!(seeker.get(&matches).await.ok()["items"], json!([]));
    assert_eq!(admin.get("/api/v1/unmet-needs").await.ok(), json!([]));

    // Not even by those who guess the id of its park.
    let id = |conn: &mut _| Ok(parks::table.select(parks::id).first::<String>(conn)?);
    let park = app.app.db.read(id).await.unwrap();
    assert_eq!(stranger.get(&format!("/api/v1/parks/{park}")).await.status, 404);
    let registration = json!({
        "name": "Curious", "kind": "builder", "park_id": park,
        "member": { "name": "Eve", "email": "eve@example.org", "password": crate::support::PASSWORD },
    });
    assert_eq!(stranger.post("/api/v1/organisations", &registration).await.status, 422);
    // Nor does anybody become the canary.
    for password in ["none", "", crate::support::PASSWORD] {
        let session = json!({ "email": ADDRESS, "password": password });
        assert_ne!(stranger.post("/api/v1/session", &session).await.status, 200);
    }
}

#[tokio::test]
async fn the_canary_hears_of_nothing_but_its_own() {
    let app = with_canary().await;
    sing(&app, 0).await;
    app.run_jobs().await;
    let holder = app.register("Peeters").await;
    let door: Value = json!({
        "name": "Circuler canary", "category": "DOOR.INT", "quantity": 1, "unit": "pcs",
        "price": { "kind": "per_unit", "cents": 100 },
    });
    holder.post("/api/v1/passports", &door).await.ok();
    app.run_jobs().await;
    assert_eq!(app.mails().len(), 1);
}

#[tokio::test]
async fn a_service_without_a_canary_says_so() {
    let app = TestApp::start().await;
    sing(&app, 0).await;
    app.run_jobs().await;
    assert_eq!((ready(&app).await.as_str(), app.mails().len()), ("off", 0));
}

/// The whole service as an operator starts it.
#[tokio::test]
async fn the_metrics_tell_how_long_no_alert_has_arrived() {
    let app = TestApp::start().await;
    let folder = TempDir::new().unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let mut service = Command::new(env!("CARGO_BIN_EXE_circuler"))
        .args(["serve", "--listen", &address])
        .env("DATABASE_URL", &app.app.config.database.url)
        .env("SEARCH_URL", "memory:")
        .env("BLOB_URL", folder.path().join("files"))
        .env("SMTP_URL", folder.path().join("mail"))
        .env("CIRCULER_ACCOUNTS__SECRET_FILE", folder.path().join("secret"))
        .env("CIRCULER_ALERTS__CANARY_ADDRESS", ADDRESS)
        .env("CIRCULER_WORKER__REST_MILLISECONDS", "5")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let is_mail = |it: std::fs::DirEntry| it.path().extension().is_some_and(|it| it == "eml");
    let arrived = || {
        let mails = std::fs::read_dir(folder.path().join("mail"));
        mails.is_ok_and(|mut mails| mails.any(|it| is_mail(it.unwrap())))
    };
    let heard = async {
        loop {
            let noted = |conn: &mut _| {
                let heard = canaries::table.select(canaries::heard_at);
                Ok(heard.first::<Option<Instant>>(conn).optional()?.flatten())
            };
            if app.app.db.read(noted).await.unwrap().is_some() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let in_time = tokio::time::timeout(std::time::Duration::from_mins(1), heard).await;
    let told = reqwest::get(format!("http://{address}/metrics")).await;
    service.kill().unwrap();
    service.wait().unwrap();
    in_time.expect("the canary is heard");
    assert!(arrived(), "and there is its mail");
    let metrics = told.unwrap().text().await.unwrap();
    let value = |name: &str| -> f64 {
        let line = metrics.lines().find(|it| it.starts_with(&format!("{name} ")));
        line.unwrap_or_else(|| panic!("no {name}: {metrics}"))
            .split(' ')
            .nth(1)
            .unwrap()
            .parse()
            .unwrap()
    };
    assert!(value("circuler_canary_seconds") < 60.0);
    assert!((value("circuler_canary_late") - 0.0).abs() < f64::EPSILON);
    assert!(metrics.contains("circuler_outbox_mails{state=\"dead\"} 0"), "{metrics}");
    assert!(metrics.contains("circuler_outbox_oldest_seconds{state=\"pending\"}"), "{metrics}");
}
