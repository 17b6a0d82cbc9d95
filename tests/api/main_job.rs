//! The main job: an inventory goes in, a company that needs it gets a mail.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use mail_parser::MessageParser;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Answer, PASSWORD, TestApp, fresh_database};

const INVENTORY: &str = "\
Nr.;Benaming;Aantal;Eh.;Breedte (mm);Hoogte (mm);Staat;Vraagprijs;Beschikbaar vanaf\r\n\
D-1;Binnendeur paneel;12;st;930;2115;goed;€ 45,00;15/03/2027\r\n\
D-2;Binnendeur smal;8;st;730;2115;goed;€ 40,00;15/03/2027\r\n\
T-1;Tapijttegels;120;m²;;;redelijk;gratis;\r\n\
;TOTAAL;140;;;;;;\r\n";

fn doors_wanted() -> Value {
    json!({
        "name": "Deuren voor de Vaartkom",
        "criteria": {
            "categories": ["DOOR.INT"],
            "measures": { "width_mm": { "min": 880, "max": 980 } },
            "quantity": { "at_least": 10, "unit": "pcs" },
            "condition_min": 3,
            "price_cents_max": 6000,
            "place": { "point": { "latitude": 50.8798, "longitude": 4.7005 }, "radius_km": 25 },
        },
    })
}

#[tokio::test]
async fn an_inventory_goes_in_and_who_needs_it_gets_a_mail() {
    let app = TestApp::start().await;
    let builder = app
        .register_with(
            "Bouwbedrijf De Meester",
            json!({ "member": { "language": "nl", "name": "An Claes" } }),
        )
        .await;
    let need = builder.post("/api/v1/needs", &doors_wanted()).await.ok();
    let contractor =
        app.register_with("Sloopwerken Peeters", json!({ "kind": "demolition_contractor" })).await;
    let site = contractor
        .post(
            "/api/v1/sites",
            &json!({
                "name": "Kantoor Haasrode",
                "address": "Interleuvenlaan 10, 3001 Leuven",
                "point": { "latitude": 50.8400, "longitude": 4.7280 },
            }),
        )
        .await
        .ok();
    app.run_jobs().await;

    let part = reqwest::multipart::Part::text(INVENTORY).file_name("sloop.csv");
    let form = reqwest::multipart::Form::new()
        .text("site_id", site["id"].as_str().unwrap().to_owned())
        .part("file", part);
    let request = contractor.request(reqwest::Method::POST, "/api/v1/inventories").multipart(form);
    let uploaded = crate::support::answer(request).await;
    assert_eq!(uploaded.status, 202, "{}", uploaded.text);
    let inventory = uploaded.headers["location"].to_str().unwrap().to_owned();
    app.run_jobs().await;

    let read = contractor.get(&inventory).await.ok();
    assert_eq!((&read["state"], &read["counts"]["rows"]), (&json!("read"), &json!(4)), "{read}");
    assert_eq!((&read["counts"]["created"], &read["counts"]["dropped"]), (&json!(3), &json!(1)));
    assert_eq!(
        app.stranger().get("/api/v1/listings?q=binnendeur").await.ok()["total"],
        0,
        "nothing is offered before it is accepted"
    );

    let accepted = contractor.post(&format!("{inventory}/accept"), &json!({})).await.ok();
    assert_eq!(accepted["state"], "applied");
    app.run_jobs().await;

    let found = app.stranger().get("/api/v1/listings?q=binnendeur&sort=price").await.ok();
    assert_eq!(found["total"], 2, "{found}");
    let matches =
        builder.get(&format!("/api/v1/needs/{}/matches", need["id"].as_str().unwrap())).await.ok();
    assert_eq!(matches["items"].as_array().unwrap().len(), 1, "{matches}");

    let mails = app.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    let mail = &mails[0];
    assert_eq!((&mail.to_address, mail.to_name.as_str()), (&builder.email, "An Claes"));
    for words in
        ["Binnendeur paneel", "12 st", "930 mm", "45", "km", "/p/", "Deuren voor de Vaartkom"]
    {
        assert!(mail.text.contains(words), "no `{words}` in\n{}", mail.text);
        assert!(mail.html.contains(words), "no `{words}` in\n{}", mail.html);
    }
    assert!(!mail.text.contains("Binnendeur smal"), "it is too narrow");

    // The link leads to the passport, for anybody.
    let link = mail.text.split_whitespace().find(|it| it.contains("/p/")).unwrap();
    let page = app.stranger().speaking("nl").get(link.strip_prefix(&app.address).unwrap()).await;
    assert!(page.status == 200 && page.text.contains("Binnendeur paneel"), "{}", page.text);

    // One click ends it, asking does not.
    let door = mail.unsubscribe_url.as_ref().unwrap().strip_prefix(&app.address).unwrap();
    assert_eq!(app.stranger().get(door).await.status, 200);
    let click = app
        .stranger()
        .request(reqwest::Method::POST, door)
        .form(&[("List-Unsubscribe", "One-Click")]);
    assert_eq!(crate::support::answer(click).await.status, 200);
    contractor
        .post("/api/v1/passports", &json!({
            "name": "Binnendeur eik", "category": "DOOR.INT", "quantity": 20, "unit": "pcs", "condition_technical": 5,
            "dimensions": { "width_mm": 930 }, "price": { "kind": "free" }, "site_id": site["id"],
        }))
        .await
        .ok();
    app.run_jobs().await;
    assert_eq!(app.mails().len(), 1, "nobody writes to who said stop");
}

/// A service in a process of its own, that can be killed.
struct Process {
    child: Child,
    address: String,
}

impl Process {
    fn start(folder: &Path, database: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_circuler"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env("DATABASE_URL", database)
            // Whoever signed in stays so when it starts again, on another port.
            .env("CIRCULER_SERVER__PUBLIC_URL", "http://localhost")
            .env("SEARCH_URL", folder.join("search"))
            .env("BLOB_URL", folder.join("files"))
            .env("SMTP_URL", folder.join("mail"))
            .env("CIRCULER_ACCOUNTS__SECRET_FILE", folder.join("secret"))
            .env("CIRCULER_ACCOUNTS__PASSWORD_MEMORY_KIB", "1024")
            .env("CIRCULER_MAIL__LEASE_SECONDS", "1")
            .env("CIRCULER_WORKER__LEASE_SECONDS", "1")
            .env("CIRCULER_WORKER__REST_MILLISECONDS", "20")
            .env("RUST_LOG", "info")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = loop {
            let line = log.next().expect("the service stopped at start").unwrap();
            if let Ok(line) = serde_json::from_str::<Value>(&line)
                && let Some(address) = line["address"].as_str()
            {
                break format!("http://{address}");
            }
        };
        // Somebody must read on, or the service waits for room in the pipe.
        std::thread::spawn(move || log.for_each(drop));
        Self { child, address }
    }

    /// `kill -9`.
    fn kill(self) {
        drop(self);
    }

    async fn call(
        &self,
        method: reqwest::Method,
        path: &str,
        token: &str,
        body: Option<&Value>,
    ) -> Answer {
        let mut request = reqwest::Client::new()
            .request(method, format!("{}{path}", self.address))
            .bearer_auth(token);
        if let Some(body) = body {
            request = request.json(body);
        }
        crate::support::answer(request).await
    }

    async fn register(&self, name: &str, email: &str) -> String {
        let body = json!({
            "name": name,
            "kind": "builder",
            "member": { "name": "Ann", "email": email, "password": PASSWORD, "language": "en" },
        });
        let answer =
            self.call(reqwest::Method::POST, "/api/v1/organisations", "", Some(&body)).await;
        answer.ok()["access_token"].as_str().unwrap().to_owned()
    }
}

/// A test that fails leaves no service behind.
impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_killed_after_the_accept_sends_the_mail_once_when_it_is_back() {
    let folder = TempDir::new().unwrap();
    let database = fresh_database(folder.path());
    let service = Process::start(folder.path(), &database);
    let builder = service.register("De Meester", "an@example.org").await;
    let need =
        json!({ "name": "Doors", "criteria": { "categories": ["DOOR"], "words": ["paneel"] } });
    service.call(reqwest::Method::POST, "/api/v1/needs", &builder, Some(&need)).await.ok();
    let contractor = service.register("Peeters", "bo@example.org").await;
    let form = reqwest::multipart::Form::new()
        .part("file", reqwest::multipart::Part::text(INVENTORY).file_name("sloop.csv"));
    let request = reqwest::Client::new().post(format!("{}/api/v1/inventories", service.address));
    let uploaded = crate::support::answer(request.bearer_auth(&contractor).multipart(form)).await;
    let inventory = uploaded.headers["location"].to_str().unwrap().to_owned();
    until("the inventory is read", async || {
        let read = service.call(reqwest::Method::GET, &inventory, &contractor, None).await.ok();
        read["state"] == "read"
    })
    .await;

    let accept = format!("{inventory}/accept");
    service.call(reqwest::Method::POST, &accept, &contractor, Some(&json!({}))).await.ok();
    service.kill();
    let service = Process::start(folder.path(), &database);

    until("the mail arrives", async || !mails(folder.path()).is_empty()).await;
    // Long enough for every lease to run out, so that a second mail would be there.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let mails = mails(folder.path());
    assert_eq!(mails.len(), 1);
    let mail = MessageParser::default().parse(&mails[0]).unwrap();
    assert_eq!(mail.to().unwrap().first().unwrap().address(), Some("an@example.org"));
    assert!(mail.body_text(0).unwrap().contains("Binnendeur paneel"));
    assert!(
        mail.header("List-Unsubscribe-Post").is_some() && mail.header("Auto-Submitted").is_some()
    );
    service.kill();
}

/// What it is called, and how it is done to a folder.
type Damage = (&'static str, fn(&Path));

/// What a power cut, a full disk or somebody who tidies up may do to the folder of the index.
fn damages() -> [Damage; 3] {
    [
        ("a file cut short", |index| std::fs::write(index.join("meta.json"), "{ \"half").unwrap()),
        ("a file gone", |index| {
            let files = std::fs::read_dir(index).unwrap().map(|it| it.unwrap().path());
            let is_terms = |it: &std::path::PathBuf| it.extension().is_some_and(|it| it == "term");
            files.filter(is_terms).for_each(|it| std::fs::remove_file(it).unwrap());
        }),
        ("the folder gone", |index| std::fs::remove_dir_all(index).unwrap()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_search_index_is_filled_again_by_itself() {
    let folder = TempDir::new().unwrap();
    let database = fresh_database(folder.path());
    let mut service = Process::start(folder.path(), &database);
    let firm = service.register("Rotor", "an@example.org").await;
    let found = async |service: &Process| {
        let path = "/api/v1/listings?q=deur";
        service.call(reqwest::Method::GET, path, &firm, None).await.ok()["total"].clone()
    };
    for name in ["Deur eik", "Deur beuk"] {
        let passport = json!({ "name": name, "quantity": 1, "unit": "pcs" });
        let registered =
            service.call(reqwest::Method::POST, "/api/v1/passports", &firm, Some(&passport));
        registered.await.ok();
    }
    until("they are found", async || found(&service).await == 2).await;
    for (damage, make) in damages() {
        service.kill();
        make(&folder.path().join("search/listings"));
        service = Process::start(folder.path(), &database);
        until(damage, async || found(&service).await == 2).await;
    }
    service.kill();
}

async fn until(what: &str, done: impl AsyncFn() -> bool) {
    let started = Instant::now();
    while !done().await {
        assert!(started.elapsed() < Duration::from_mins(1), "waited a minute until {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn mails(folder: &Path) -> Vec<Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(folder.join("mail")) else { return Vec::new() };
    entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "eml"))
        .map(|path| std::fs::read(path).unwrap())
        .collect()
}
