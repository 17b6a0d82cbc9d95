//! Every setting, a struct per subsystem: flags, else the environment, else a file, else defaults.
//!
//! Nothing else reads the environment. A setting nobody knows stops the start with its name.

mod telling;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

pub use telling::{Alerts, Dkim, Mail};

/// All of it, as it stands in a file:
/// ```toml
/// [server]
/// listen = "127.0.0.1:8080"
/// ```
/// or in the environment: `CIRCULER_SERVER__LISTEN=127.0.0.1:8080`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    pub database: Database,
    pub search: Search,
    pub files: Files,
    pub mail: Mail,
    pub alerts: Alerts,
    pub accounts: Accounts,
    pub attempts: Attempts,
    pub inventories: Inventories,
    pub photos: Photos,
    pub worker: Worker,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    pub listen: String,
    /// How the world reaches us: links in mails begin with it. Without a slash at the end. Empty:
    /// this machine alone does, at the port of `listen`.
    pub public_url: String,
    /// How long requests under way may go on after a stop was asked for.
    pub stop_seconds: u64,
    /// Shows everybody the mails that went out. The command `demo` says so; a real service never.
    pub demo: bool,
    pub workers: usize,
    /// The header in which a proxy before us puts the client's address, such as `X-Forwarded-For`
    /// or `X-Real-IP`; of several addresses the last counts, which is the one the proxy saw.
    /// Empty: no proxy. Anybody can send a header, so without one it is not believed.
    pub client_address_header: String,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".into(),
            public_url: String::new(),
            stop_seconds: 30,
            demo: false,
            workers: 2,
            client_address_header: String::new(),
        }
    }
}

impl Server {
    /// The address to listen on instead, as a flag has it or as the system gave it.
    pub fn listen_on(&mut self, address: &str) {
        if self.public_url == local_url(&self.listen) {
            self.public_url = local_url(address);
        }
        address.clone_into(&mut self.listen);
    }
}

/// How somebody on this machine reaches what listens on `address`.
fn local_url(address: &str) -> String {
    let port = address.rsplit(':').next().unwrap_or_default();
    format!("http://localhost:{port}")
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// A file for SQLite, or `postgres://…`. Also read from `DATABASE_URL`.
    pub url: String,
    pub connections: u32,
    /// Where the worker keeps its index over all needs for the next start. Empty: nowhere.
    pub needs_file: PathBuf,
}

impl Default for Database {
    fn default() -> Self {
        Self { url: "data/circuler.db".into(), connections: 8, needs_file: "data/needs".into() }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    /// `memory:`, the folder of a Tantivy index, or a Meilisearch server: `http://host:7700`, with
    /// the beginning of the names of our indexes as its path where it is not `listings`. Also read
    /// from `SEARCH_URL`.
    pub url: String,
    /// Of the server. A master key is used for nothing but to make a key that may do what we need.
    /// Also read from `SEARCH_KEY`.
    pub key: String,
    /// How often the worker compares the index with the record, and mends what differs.
    pub check_minutes: u64,
    /// What was changed so shortly before is about to be indexed, and not compared.
    pub settle_seconds: u64,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            url: "data/search".into(),
            key: String::new(),
            check_minutes: 60,
            settle_seconds: 120,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Files {
    /// A folder, or `s3://bucket` or `s3://bucket/folder`. Also read from `BLOB_URL`.
    pub url: String,
    /// Where S3 answers, if not at Amazon: `https://…`. Also read from `AWS_ENDPOINT_URL`.
    pub s3_endpoint: String,
    /// Also read from `AWS_REGION`.
    pub s3_region: String,
    /// Empty: the role of the machine. Also read from `AWS_ACCESS_KEY_ID`.
    pub s3_access_key: String,
    /// Also read from `AWS_SECRET_ACCESS_KEY`.
    pub s3_secret_key: String,
}

impl Default for Files {
    fn default() -> Self {
        Self {
            url: "data/files".into(),
            s3_endpoint: String::new(),
            s3_region: "us-east-1".into(),
            s3_access_key: String::new(),
            s3_secret_key: String::new(),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Accounts {
    /// Signs access tokens and unsubscribe links. Empty: one is made and kept in `secret_file`.
    pub secret: String,
    pub secret_file: PathBuf,
    pub access_minutes: u64,
    pub refresh_days: u64,
    /// Argon2id: memory of one hash. OWASP's least is 19 MiB with two passes.
    pub password_memory_kib: u32,
    pub password_passes: u32,
}

impl Default for Accounts {
    fn default() -> Self {
        Self {
            secret: String::new(),
            secret_file: "data/secret".into(),
            access_minutes: 10,
            refresh_days: 30,
            password_memory_kib: 19 * 1024,
            password_passes: 2,
        }
    }
}

/// How often somebody may try to get in. Each server counts for itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Attempts {
    /// A whole office may share one address, and comes in at nine.
    pub sign_ins_per_address: Pace,
    /// Who guesses from many addresses still guesses at one member.
    pub sign_ins_per_email: Pace,
    /// Nobody founds many organisations, unless to fill the registry with them.
    pub registrations_per_address: Pace,
    /// The answer says whether an address is taken, so asking has a price.
    pub registrations_per_email: Pace,
}

impl Default for Attempts {
    fn default() -> Self {
        Self {
            sign_ins_per_address: Pace { at_once: 30, seconds_each: 4 },
            sign_ins_per_email: Pace { at_once: 10, seconds_each: 60 },
            registrations_per_address: Pace { at_once: 10, seconds_each: 360 },
            registrations_per_email: Pace { at_once: 10, seconds_each: 360 },
        }
    }
}

/// So many at once, and after that one each so many seconds.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pace {
    /// 0 is no limit.
    pub at_once: u32,
    pub seconds_each: u64,
}

impl Pace {
    pub const UNLIMITED: Self = Self { at_once: 0, seconds_each: 0 };
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Inventories {
    /// The program that reads a file in a process of its own; empty: this one.
    pub reader: PathBuf,
    pub upload_bytes_max: u64,
    pub rows_max: u64,
    /// Address space of the reading process.
    pub reader_memory_bytes: u64,
    /// Wall time and processor time of the reading process.
    pub reader_seconds: u64,
}

impl Default for Inventories {
    fn default() -> Self {
        Self {
            reader: PathBuf::new(),
            upload_bytes_max: 100_000_000,
            rows_max: 200_000,
            reader_memory_bytes: 512 * 1024 * 1024,
            reader_seconds: 120,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Photos {
    /// An archive of them: three hundred as a phone takes them.
    pub archive_bytes_max: u64,
    /// Whether photos are fetched from private addresses too. Only where everybody who sends a list
    /// may reach all that this machine reaches.
    pub private_addresses: bool,
}

impl Default for Photos {
    fn default() -> Self {
        Self { archive_bytes_max: 1_500_000_000, private_addresses: false }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Worker {
    /// How long a worker rests when there is nothing to do.
    pub rest_milliseconds: u64,
    /// A job taken by a worker that then died is taken again after this.
    pub lease_seconds: u64,
    /// After so many tries a job is dead: an admin sees it.
    pub attempts_max: i32,
    /// The first wait after a failure; it doubles each time.
    pub retry_seconds: u64,
}

impl Default for Worker {
    fn default() -> Self {
        Self { rest_milliseconds: 250, lease_seconds: 300, attempts_max: 10, retry_seconds: 5 }
    }
}

impl Worker {
    pub fn rest(&self) -> Duration {
        Duration::from_millis(self.rest_milliseconds)
    }
}

impl Config {
    /// Reads the file, if one is named, then the environment. The well-known names
    /// `DATABASE_URL`, `SEARCH_URL`, `SEARCH_KEY`, `BLOB_URL`, `SMTP_URL` and those of S3 go before
    /// `CIRCULER_*`.
    pub fn read(file: Option<&Path>) -> Result<Self> {
        let mut builder = config::Config::builder()
            .add_source(config::Config::try_from(&Self::default()).map_err(Error::internal)?);
        if let Some(file) = file {
            builder = builder.add_source(config::File::from(file).format(config::FileFormat::Toml));
        }
        let ours = config::Environment::with_prefix("CIRCULER")
            .prefix_separator("_")
            .separator("__")
            .try_parsing(true)
            .source(Some(settings_of_the_environment()));
        builder = builder.add_source(ours);
        let well_known = [
            ("DATABASE_URL", "database.url"),
            ("SEARCH_URL", "search.url"),
            ("SEARCH_KEY", "search.key"),
            ("BLOB_URL", "files.url"),
            ("AWS_ENDPOINT_URL", "files.s3_endpoint"),
            ("AWS_REGION", "files.s3_region"),
            ("AWS_ACCESS_KEY_ID", "files.s3_access_key"),
            ("AWS_SECRET_ACCESS_KEY", "files.s3_secret_key"),
            ("SMTP_URL", "mail.url"),
        ];
        for (name, key) in well_known {
            if let Ok(value) = std::env::var(name) {
                builder = builder.set_override(key, value).map_err(Error::internal)?;
            }
        }
        let read = builder.build().and_then(config::Config::try_deserialize);
        let mut read: Self = read.map_err(Error::internal)?;
        if read.server.public_url.is_empty() {
            read.server.public_url = local_url(&read.server.listen);
        }
        Ok(read)
    }
}

/// What the environment says, but for what is there for our tests. What is not even text is no
/// setting of ours.
fn settings_of_the_environment() -> config::Map<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| !name.starts_with("CIRCULER_TEST_"))
        .collect()
}

/// What the log is to say, as `RUST_LOG` puts it; where that says nothing, a service tells what it
/// does, a command only what goes wrong. What a command cannot read it says itself, in one line.
pub fn log_filter(is_service: bool) -> String {
    let default = if is_service {
        "info,tantivy=warn,actix_server=warn"
    } else {
        "warn,circuler::inventories::read=error"
    };
    std::env::var("RUST_LOG").unwrap_or_else(|_| default.to_owned())
}
