//! The other ways of being told: in the service, by Atom feed, by webhook.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use circuler::alerts;
use circuler::clock::{self, Instant};
use circuler::schema::{webhook_deliveries, webhook_endpoints};
use diesel::prelude::*;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};
use time::Duration;

use crate::support::{Answer, Firm, TestApp, answer};

fn wanted(name: &str) -> Value {
    json!({ "name": name, "criteria": { "categories": ["DOOR"], "price_cents_max": 5000 } })
}

fn door(name: &str, cents: i64) -> Value {
    let price = json!({ "kind": "per_unit", "cents": cents });
    json!({ "name": name, "category": "DOOR.INT", "quantity": 12, "unit": "pcs", "price": price })
}

async fn offer(firm: &Firm, draft: &Value) -> Value {
    firm.post("/api/v1/passports", draft).await.ok()
}

async fn change(firm: &Firm, passport: &Value, draft: &Value) {
    let path = format!("/api/v1/passports/{}", passport["id"].as_str().unwrap());
    let now = firm.get(&path).await;
    firm.put(&path, &now.etag(), draft).await.ok();
}

#[tokio::test]
async fn what_is_found_is_told_in_the_service_too() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    let mut weekly = wanted("Doors upstairs");
    weekly["frequency"] = json!("weekly");
    seeker.post("/api/v1/needs", &weekly).await.ok();
    let passport = offer(&holder, &door("Binnendeur", 4500)).await;
    app.run_jobs().await;
    change(&holder, &passport, &door("Binnendeur", 4000)).await;
    app.run_jobs().await;

    let unread = || async { seeker.get("/api/v1/notifications/unread").await.ok() };
    assert_eq!(unread().await, json!({ "unread": 2 }));
    let told = seeker.get("/api/v1/notifications").await.ok();
    let told = told["items"].as_array().unwrap();
    assert_eq!((&told[0]["better"], told[1].get("better")), (&json!("cheaper"), None));
    assert_eq!(told[0]["passport"]["name"], "Binnendeur");
    assert_eq!(told[0]["need_name"], "Doors upstairs");
    let reasons = told[1]["reasons"].as_array().unwrap();
    assert!(
        reasons.iter().any(|it| it["text"].as_str().unwrap().contains("€45.00")),
        "{reasons:?}"
    );

    let older = format!("/api/v1/notifications/{}/read", told[1]["id"].as_str().unwrap());
    assert_eq!(holder.post(&older, &json!({})).await.status, 404, "it is somebody else's");
    seeker.post(&older, &json!({})).await.ok();
    assert_eq!(unread().await, json!({ "unread": 1 }));
    let left = seeker.get("/api/v1/notifications?unread=true").await.ok();
    assert_eq!(left["items"][0]["id"], told[0]["id"]);
    assert_eq!(left["items"].as_array().unwrap().len(), 1);
    seeker.post("/api/v1/notifications/read", &json!({ "up_to": told[0]["id"] })).await.ok();
    assert_eq!(unread().await, json!({ "unread": 0 }));
    let page = seeker.get("/api/v1/notifications?limit=1").await.ok();
    let next =
        format!("/api/v1/notifications?limit=1&cursor={}", page["next_cursor"].as_str().unwrap());
    assert_eq!(seeker.get(&next).await.ok()["items"][0]["id"], told[1]["id"]);
    assert_eq!(holder.get("/api/v1/notifications").await.ok()["items"], json!([]));
}

async fn conditional(app: &TestApp, path: &str, name: &str, value: &str) -> Answer {
    answer(app.stranger().request(Method::GET, path).header(name, value)).await
}

#[tokio::test]
async fn a_need_has_a_feed_at_a_secret_address() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    let need = seeker.post("/api/v1/needs", &wanted("<b>Doors</b> & more")).await.ok();
    let own = format!("/api/v1/needs/{}/feed", need["id"].as_str().unwrap());
    assert_eq!(holder.get(&own).await.status, 404);
    let url = seeker.get(&own).await.ok()["url"].as_str().unwrap().to_owned();
    let path = url.strip_prefix(&app.address).unwrap();
    let empty = app.stranger().get(path).await;
    assert_eq!(empty.status, 200, "{}", empty.text);
    assert_eq!(feed_rs::parser::parse(empty.text.as_bytes()).unwrap().entries.len(), 0);

    for name in ["Old <door>", "New door"] {
        offer(&holder, &door(name, 4500)).await;
        app.run_jobs().await;
    }
    let answer = app.stranger().get(path).await;
    assert!(answer.headers["content-type"].to_str().unwrap().starts_with("application/atom+xml"));
    let feed = feed_rs::parser::parse(answer.text.as_bytes()).unwrap();
    assert_eq!(feed.feed_type, feed_rs::model::FeedType::Atom);
    assert_eq!(feed.title.unwrap().content, "Found for “<b>Doors</b> & more”");
    assert_eq!(feed.id, format!("urn:uuid:{}", need["id"].as_str().unwrap()));
    assert!(feed.updated.is_some() && feed.authors[0].name.as_deref() == Some("Circuler"));
    assert!(feed.links.iter().any(|it| it.rel.as_deref() == Some("self") && it.href == url));
    let titles: Vec<_> = feed.entries.iter().map(|it| it.title.clone().unwrap().content).collect();
    assert_eq!(titles, ["New door", "Old <door>"]);
    for entry in &feed.entries {
        assert!(entry.id.starts_with("urn:uuid:") && entry.updated.is_some());
        assert!(entry.links[0].href.starts_with(&format!("{}/p/", app.address)));
        assert!(entry.summary.as_ref().unwrap().content.contains("€45.00"));
    }

    let tag = answer.headers["etag"].to_str().unwrap().to_owned();
    let changed = answer.headers["last-modified"].to_str().unwrap().to_owned();
    assert_eq!(conditional(&app, path, "if-none-match", &tag).await.status, 304);
    assert_eq!(conditional(&app, path, "if-modified-since", &changed).await.status, 304);
    offer(&holder, &door("Newest door", 4500)).await;
    app.run_jobs().await;
    assert_eq!(conditional(&app, path, "if-none-match", &tag).await.status, 200);

    // Who gave it away takes it back.
    let other = seeker.post(&own, &json!({})).await.ok();
    assert_ne!(other["url"], url);
    assert_eq!(app.stranger().get(path).await.status, 404);
    let path = other["url"].as_str().unwrap().strip_prefix(&app.address).unwrap();
    assert_eq!(app.stranger().get(path).await.status, 200);
    assert_eq!(app.stranger().get("/feeds/nonsense.atom").await.status, 404);
}

/// What an endpoint received.
#[derive(Clone)]
struct Post {
    headers: HeaderMap,
    body: String,
}

/// A server that takes posts and answers as it is told.
struct Receiver {
    url: String,
    status: Arc<AtomicU16>,
    posts: Arc<Mutex<Vec<Post>>>,
}

impl Receiver {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let (status, posts) = (Arc::new(AtomicU16::new(204)), Arc::new(Mutex::new(Vec::new())));
        let (answer, received) = (Arc::clone(&status), Arc::clone(&posts));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let mut headers = HeaderMap::new();
                let mut line = String::new();
                while reader.read_line(&mut line).unwrap() > 2 {
                    if let Some((name, value)) = line.trim().split_once(": ")
                        && let Ok(name) = HeaderName::from_bytes(name.as_bytes())
                    {
                        headers.insert(name, HeaderValue::from_str(value).unwrap());
                    }
                    line.clear();
                }
                let length = headers
                    .get("content-length")
                    .map_or(0, |it| it.to_str().unwrap().parse().unwrap());
                let mut body = vec![0; length];
                reader.read_exact(&mut body).unwrap();
                received
                    .lock()
                    .unwrap()
                    .push(Post { headers, body: String::from_utf8(body).unwrap() });
                let status = answer.load(Ordering::SeqCst);
                write!(stream, "HTTP/1.1 {status} Whatever\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
            }
        });
        Self { url, status, posts }
    }

    fn answer_with(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    fn posts(&self) -> Vec<Post> {
        self.posts.lock().unwrap().clone()
    }
}

async fn with_webhook() -> (TestApp, Firm, Firm, Receiver, Value) {
    let app =
        TestApp::start_with(|config| config.alerts.webhooks_to_private_addresses = true).await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    seeker.post("/api/v1/needs", &wanted("Doors")).await.ok();
    let receiver = Receiver::start();
    let made = seeker.post("/api/v1/webhooks", &json!({ "url": receiver.url })).await.ok();
    (app, seeker, holder, receiver, made)
}

async fn post_all(app: &TestApp) {
    app.run_jobs().await;
    while alerts::send_due(&app.app).await.unwrap() {}
}

/// Whether the libraries of the specification accept a post: the crate, and the package for Node.
fn is_genuine(post: &Post, secret: &str) -> bool {
    let crate_says = standardwebhooks::Webhook::new(secret)
        .unwrap()
        .verify(post.body.as_bytes(), &post.headers)
        .is_ok();
    assert_eq!(node_says(post, secret), crate_says, "the libraries disagree");
    crate_says
}

fn node_says(post: &Post, secret: &str) -> bool {
    static INSTALLED: std::sync::Once = std::sync::Once::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/standardwebhooks");
    INSTALLED.call_once(|| {
        if !std::path::Path::new(folder).join("node_modules/standardwebhooks").exists() {
            let npm = Command::new("npm")
                .args(["install", "--silent", "--no-audit", "--no-fund", "--prefix", folder])
                .arg("standardwebhooks@1.0.0")
                .status();
            assert!(npm.unwrap().success(), "npm could not install the package");
        }
    });
    let headers: serde_json::Map<String, Value> = post
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().into()))
        .collect();
    let mut node = Command::new("node")
        .args([
            "-e",
            "const { Webhook } = require('standardwebhooks'); \
            const { secret, body, headers } = JSON.parse(require('fs').readFileSync(0)); \
            try { new Webhook(secret).verify(body, headers) } catch { process.exit(1) }",
        ])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let told = json!({ "secret": secret, "body": post.body, "headers": headers });
    node.stdin.take().unwrap().write_all(told.to_string().as_bytes()).unwrap();
    node.wait().unwrap().success()
}

#[tokio::test]
async fn what_is_told_is_posted_and_signed() {
    let (app, seeker, holder, receiver, made) = with_webhook().await;
    let secret = made["secret"].as_str().unwrap();
    let passport = offer(&holder, &door("Binnendeur", 4500)).await;
    post_all(&app).await;
    change(&holder, &passport, &door("Binnendeur", 4000)).await;
    post_all(&app).await;
    post_all(&app).await;

    let posts = receiver.posts();
    assert_eq!(posts.len(), 2);
    let read = |it: &Post| serde_json::from_str::<Value>(&it.body).unwrap();
    let (found, bettered) = (read(&posts[0]), read(&posts[1]));
    assert_eq!(
        (&found["type"], &bettered["type"]),
        (&json!("match.found"), &json!("match.bettered"))
    );
    assert_eq!(found["data"]["passport"]["code"], passport["code"]);
    assert_eq!(found["data"]["need"]["name"], "Doors");
    assert_eq!(bettered["data"]["better"], "cheaper");
    for post in &posts {
        assert!(is_genuine(post, secret), "{}", post.body);
        let tampered = Post { body: post.body.replace("Binnendeur", "Buitendeur"), ..post.clone() };
        assert!(!is_genuine(&tampered, secret));
    }

    // For a day both secrets are good.
    let path = format!("/api/v1/webhooks/{}", made["endpoint"]["id"].as_str().unwrap());
    let rotated = seeker.post(&format!("{path}/rotate"), &json!({})).await.ok();
    seeker.post(&format!("{path}/test"), &json!({})).await.ok();
    post_all(&app).await;
    let last = receiver.posts().pop().unwrap();
    assert_eq!(read(&last)["type"], "webhook.test");
    assert!(is_genuine(&last, secret) && is_genuine(&last, rotated["secret"].as_str().unwrap()));
    let shown = seeker.get(&path).await.text;
    assert!(!shown.contains("secret") && !shown.contains("whsec_"), "{shown}");
    assert_eq!(holder.get(&path).await.status, 404);
    let told = seeker.get(&format!("{path}/deliveries")).await.ok();
    assert!(told.as_array().unwrap().iter().all(|it| it["state"] == "delivered"), "{told}");
    assert_eq!(seeker.delete(&path).await.status, 204);
    assert_eq!(seeker.get("/api/v1/webhooks").await.ok(), json!([]));
}

/// Lets the next try come at once.
async fn hurry(app: &TestApp) {
    let now: Instant = clock::now();
    app.app
        .db
        .write(move |conn| {
            let all = webhook_deliveries::table;
            diesel::update(all).set(webhook_deliveries::due_at.eq(now)).execute(conn)?;
            Ok(())
        })
        .await
        .unwrap();
    while alerts::send_due(&app.app).await.unwrap() {}
}

#[tokio::test]
async fn what_does_not_arrive_is_posted_again_under_the_same_id() {
    let (app, seeker, holder, receiver, made) = with_webhook().await;
    let path = format!("/api/v1/webhooks/{}", made["endpoint"]["id"].as_str().unwrap());
    receiver.answer_with(503);
    offer(&holder, &door("Binnendeur", 4500)).await;
    post_all(&app).await;
    assert_eq!(receiver.posts().len(), 1, "it waits before it tries again");
    let told = seeker.get(&format!("{path}/deliveries")).await.ok();
    assert_eq!((&told[0]["state"], &told[0]["status"]), (&json!("pending"), &json!(503)));
    // Where a redirect leads nobody looked.
    receiver.answer_with(302);
    hurry(&app).await;
    receiver.answer_with(200);
    hurry(&app).await;
    let ids: Vec<_> = receiver.posts().iter().map(|it| it.headers["webhook-id"].clone()).collect();
    assert_eq!(ids.len(), 3);
    assert!(ids.iter().all(|it| *it == ids[0]));
    let endpoint = seeker.get(&path).await.ok();
    assert_eq!((&endpoint["state"], &endpoint["failures"]), (&json!("active"), &json!(0)));
    let told = seeker.get(&format!("{path}/deliveries")).await.ok();
    assert_eq!((&told[0]["state"], &told[0]["attempts"]), (&json!("delivered"), &json!(3)));
}

#[tokio::test]
async fn who_fails_for_days_is_switched_off_and_told() {
    let (app, seeker, holder, receiver, made) = with_webhook().await;
    let path = format!("/api/v1/webhooks/{}", made["endpoint"]["id"].as_str().unwrap());
    receiver.answer_with(500);
    offer(&holder, &door("First", 4500)).await;
    post_all(&app).await;
    // Nineteen more, for four days.
    let long_ago = clock::now() - Duration::days(4);
    app.app
        .db
        .write(move |conn| {
            let failing =
                (webhook_endpoints::failures.eq(19), webhook_endpoints::failing_since.eq(long_ago));
            diesel::update(webhook_endpoints::table).set(failing).execute(conn)?;
            Ok(())
        })
        .await
        .unwrap();
    hurry(&app).await;
    app.run_jobs().await;
    assert_eq!(seeker.get(&path).await.ok()["state"], "disabled");
    let mail = app.mails().pop().unwrap();
    assert_eq!(
        (&mail.to_address, mail.subject.as_str()),
        (&seeker.email, "A webhook was switched off")
    );
    assert!(mail.text.contains(&receiver.url) && mail.text.contains("500"), "{}", mail.text);
    let before = receiver.posts().len();
    offer(&holder, &door("Second", 4500)).await;
    post_all(&app).await;
    assert_eq!(receiver.posts().len(), before, "nothing is posted any more");
    assert_eq!(seeker.post(&format!("{path}/test"), &json!({})).await.status, 409);

    seeker.post(&format!("{path}/enable"), &json!({})).await.ok();
    receiver.answer_with(200);
    offer(&holder, &door("Third", 4500)).await;
    post_all(&app).await;
    assert_eq!(receiver.posts().len(), before + 1);
    // Who says to be gone is not asked again.
    receiver.answer_with(410);
    offer(&holder, &door("Fourth", 4500)).await;
    post_all(&app).await;
    assert_eq!(seeker.get(&path).await.ok()["state"], "disabled");
}

#[tokio::test]
async fn nobody_inside_is_posted_to() {
    let app = TestApp::start().await;
    let seeker = app.register("De Meester").await;
    for url in [
        "http://example.org/hook",
        "https://127.0.0.1/hook",
        "https://[::1]/hook",
        "https://0x7f000001/hook",
        "https://169.254.169.254/latest",
        "https://192.168.1.1/hook",
        "https://example.org:22/hook",
        "https://user:password@example.org/hook",
        "ftp://example.org/hook",
        "nonsense",
    ] {
        let refused = seeker.post("/api/v1/webhooks", &json!({ "url": url })).await;
        assert_eq!(
            (refused.status, &refused.body["errors"][0]["pointer"]),
            (422, &json!("/url")),
            "{url}"
        );
    }
    // A name may lead inside; whoever connects looks at where it leads.
    let made =
        seeker.post("/api/v1/webhooks", &json!({ "url": "https://localhost/hook" })).await.ok();
    let path = format!("/api/v1/webhooks/{}", made["endpoint"]["id"].as_str().unwrap());
    seeker.post(&format!("{path}/test"), &json!({})).await.ok();
    while alerts::send_due(&app.app).await.unwrap() {}
    let told = seeker.get(&format!("{path}/deliveries")).await.ok();
    assert_eq!(told[0]["last_error"], "a name that leads to a private address");
}
