//! The whole service on a port, a database and folders of its own, and people who use it.

use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

use circuler::app::App;
use circuler::config::{self, Config, Pace};
use circuler::mail::Mail;
use circuler::{accounts, alerts, clock, jobs, server, worker};
use metrics_exporter_prometheus::PrometheusBuilder;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::meilisearch::live::Live;

pub struct TestApp {
    pub app: App,
    pub address: String,
    client: Client,
    _left: LeftOnServer,
    _folder: TempDir,
}

/// What a story leaves on a search server that others use too, under the name of its own.
struct LeftOnServer(Option<(Live, String)>);

impl Drop for LeftOnServer {
    fn drop(&mut self) {
        let Some((server, name)) = self.0.take() else { return };
        // The runtime of the story is at its end.
        let forgetting = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(server.forget(&name));
        });
        assert!(forgetting.join().is_ok() || std::thread::panicking(), "it cannot be forgotten");
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// `Null` where the body is no JSON.
    pub body: Value,
    pub text: String,
}

impl Answer {
    pub fn etag(&self) -> String {
        self.headers["etag"].to_str().unwrap().to_owned()
    }

    /// The body, if all went well; what went wrong otherwise.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{}: {}", self.status, self.text);
        self.body
    }
}

pub const PASSWORD: &str = "a-long-enough-passphrase";

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// With other settings than the usual ones.
    #[expect(clippy::unused_async, reason = "starting a service may have to wait one day")]
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = TempDir::new().unwrap();
        let mut config = settings(folder.path());
        change(&mut config);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        config.server.public_url.clone_from(&address);
        let left = Live::named().and_then(|server| {
            let name = config.search.url.strip_prefix(&format!("{}/", server.url))?.to_owned();
            Some((server, name))
        });
        let app = App::open(config).unwrap();
        let metrics = PrometheusBuilder::new().build_recorder().handle();
        tokio::spawn(server::serve(app.clone(), metrics, listener).unwrap());
        let client = Client::builder().pool_idle_timeout(Duration::from_secs(2)).build().unwrap();
        Self { app, address, client, _left: LeftOnServer(left), _folder: folder }
    }

    /// Somebody without a token.
    pub fn stranger(&self) -> Firm {
        Firm {
            address: self.address.clone(),
            client: self.client.clone(),
            token: None,
            language: None,
            id: String::new(),
            member_id: String::new(),
            email: String::new(),
        }
    }

    /// A new organisation, and its first member signed in.
    pub async fn register(&self, name: &str) -> Firm {
        self.register_with(name, json!({})).await
    }

    /// `details` go over the usual ones: `kind`, `park_id`, `member`.
    pub async fn register_with(&self, name: &str, details: Value) -> Firm {
        let unique = uuid::Uuid::now_v7().simple().to_string();
        let mut body = json!({
            "name": name,
            "kind": "builder",
            "member": {
                "name": format!("Ann of {name}"),
                "email": format!("ann-{unique}@example.org"),
                "password": PASSWORD,
                "language": "en",
            },
        });
        merge(&mut body, details);
        let stranger = self.stranger();
        let session = stranger.post("/api/v1/organisations", &body).await.ok();
        Firm {
            token: session["access_token"].as_str().map(str::to_owned),
            id: session["organisation"]["id"].as_str().unwrap().to_owned(),
            member_id: session["member"]["id"].as_str().unwrap().to_owned(),
            email: body["member"]["email"].as_str().unwrap().to_owned(),
            ..stranger
        }
    }

    /// An organisation whose member looks after the platform.
    pub async fn admin(&self) -> Firm {
        let firm = self.register("Circuler").await;
        let email = firm.email.clone();
        self.app.db.write(move |conn| accounts::promote_admin(conn, &email)).await.unwrap();
        firm
    }

    /// Does every job that is due and sends every mail, as the worker would.
    pub async fn run_jobs(&self) {
        while worker::run_one(&self.app).await.unwrap() {}
        while alerts::write_due(&self.app, clock::now()).await.unwrap() {}
        while worker::send_one(&self.app).await.unwrap() {}
        let (waiting, dead) = self.app.db.read(jobs::count).await.unwrap();
        assert_eq!((waiting, dead), (0, 0), "a job failed; the log says why");
    }

    pub fn mails(&self) -> Vec<Mail> {
        self.app.mailer.sent()
    }
}

/// One who calls the API.
#[derive(Clone)]
pub struct Firm {
    address: String,
    client: Client,
    pub token: Option<String>,
    pub language: Option<String>,
    /// The organisation's.
    pub id: String,
    pub member_id: String,
    pub email: String,
}

impl Firm {
    pub fn speaking(&self, language: &str) -> Self {
        Self { language: Some(language.to_owned()), ..self.clone() }
    }

    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// A request with the token; for what the shorter ways below cannot say.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.client.request(method, format!("{}{path}", self.address));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(language) = &self.language {
            request = request.header("accept-language", language);
        }
        request
    }

    pub async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        answer(self.request(Method::POST, path).json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        answer(self.request(Method::DELETE, path)).await
    }

    pub async fn put(&self, path: &str, etag: &str, body: &Value) -> Answer {
        answer(self.request(Method::PUT, path).header("if-match", etag).json(body)).await
    }

    pub async fn post_if(&self, path: &str, etag: &str, body: &Value) -> Answer {
        answer(self.request(Method::POST, path).header("if-match", etag).json(body)).await
    }

    /// Uploads an inventory.
    pub async fn upload(&self, name: &str, bytes: impl Into<Vec<u8>>) -> Answer {
        let part = reqwest::multipart::Part::bytes(bytes.into()).file_name(name.to_owned());
        let form = reqwest::multipart::Form::new().part("file", part);
        answer(self.request(Method::POST, "/api/v1/inventories").multipart(form)).await
    }
}

pub async fn answer(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Answer { status, headers, body, text }
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}

/// A database nobody else uses, and embedded parts in a folder that goes with the test: SQLite
/// with Tantivy, or a schema of its own in the PostgreSQL of `TEST_DATABASE_URL` with the plain
/// index, so that two runs of all tests try both of either; or
/// the Meilisearch server of `make test-meilisearch`. Files lie in the S3 of `TEST_S3_ENDPOINT`, if there is one.
fn settings(folder: &Path) -> Config {
    let mut config = Config::default();
    let postgres = std::env::var("TEST_DATABASE_URL").ok();
    config.database.url = fresh_database(folder);
    config.database.connections = 4;
    config.search.url = match (Live::named(), postgres) {
        (Some(server), _) => {
            let url = format!("{}/api-{}", server.url, uuid::Uuid::now_v7().simple());
            config.search.key = server.key;
            url
        }
        (None, Some(_)) => "memory:".to_owned(),
        (None, None) => folder.join("search").display().to_string(),
    };
    config.files.url = folder.join("files").display().to_string();
    if let Ok(endpoint) = std::env::var("TEST_S3_ENDPOINT") {
        // A folder of its own in the bucket that all tests share.
        config.files.url = format!("s3://circuler/{}", uuid::Uuid::now_v7());
        config.files.s3_endpoint = endpoint;
        config.files.s3_access_key = "for-tests".to_owned();
        config.files.s3_secret_key = "for-tests".to_owned();
    }
    config.mail.url = "memory:".to_owned();
    config.alerts.pause_seconds = 0;
    config.accounts.secret = "only-for-tests-only-for-tests-only-for-tests".to_owned();
    config.accounts.password_memory_kib = 1024;
    config.accounts.password_passes = 1;
    // All tests come from one address.
    config.attempts = config::Attempts {
        sign_ins_per_address: Pace::UNLIMITED,
        registrations_per_address: Pace::UNLIMITED,
        ..config::Attempts::default()
    };
    config.inventories.reader = env!("CARGO_BIN_EXE_circuler").into();
    config
}

/// A file of its own, or a schema of its own in PostgreSQL.
pub fn fresh_database(folder: &Path) -> String {
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, PgConnection};

    match std::env::var("TEST_DATABASE_URL") {
        Ok(url) => {
            let name = format!("test_{}", uuid::Uuid::now_v7().simple());
            let mut conn = PgConnection::establish(&url).unwrap();
            conn.batch_execute(&format!("CREATE SCHEMA {name}")).unwrap();
            format!("{url}?options=-csearch_path%3D{name}")
        }
        Err(_) => folder.join("circuler.db").display().to_string(),
    }
}
