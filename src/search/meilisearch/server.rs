//! One Meilisearch server: requests with a time limit, keys, and tasks waited for.

use std::time::Duration;

use meilisearch_sdk::client::{Client, SwapIndexes};
use meilisearch_sdk::errors::{Error, ErrorCode, MeilisearchError};
use meilisearch_sdk::request::{HttpClient, Method};
use meilisearch_sdk::reqwest::ReqwestClient;
use meilisearch_sdk::task_info::TaskInfo;
use meilisearch_sdk::tasks::Task;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::time::{sleep, timeout};

use super::super::{Result, SearchError};

/// A person waits for the answer; whoever does not get one is better served from the database.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(3);

/// A worker waits for a task, behind those of others. Then the job is tried again later: a task
/// done twice does no harm.
const TASK_TIMEOUT: Duration = Duration::from_mins(2);

/// The first look at a task, and the longest wait between two; it grows by half in between. A
/// small task takes some milliseconds, a busy server is not to be asked without end.
const TASK_LOOK: (Duration, Duration) = (Duration::from_millis(5), Duration::from_millis(500));

#[derive(Clone)]
pub struct Server {
    host: String,
    http: ReqwestClient,
    client: Client,
}

/// What our key may do; nothing about other keys, and nothing with other indexes.
const ACTIONS: [&str; 12] = [
    "search",
    "documents.add",
    "documents.get",
    "documents.delete",
    "indexes.create",
    "indexes.get",
    "indexes.delete",
    "indexes.swap",
    "settings.get",
    "settings.update",
    "stats.get",
    "tasks.get",
];

#[derive(Serialize)]
struct NewKey<'a> {
    name: &'a str,
    description: &'a str,
    actions: [&'a str; 12],
    indexes: [String; 1],
    #[serde(rename = "expiresAt")]
    expires_at: Option<String>,
}

#[derive(Deserialize)]
struct Keys {
    results: Vec<Key>,
}

#[derive(Deserialize)]
struct Key {
    #[serde(rename = "key")]
    secret: String,
    name: Option<String>,
    actions: Vec<String>,
    indexes: Vec<String>,
}

/// More keys than these no server of ours has.
const KEYS_MAX: u32 = 1000;

impl Server {
    /// Without a key for a server that was started without one.
    fn with_key(host: &str, key: Option<&str>) -> Result<Self> {
        let http = ReqwestClient::new(key).map_err(failed)?;
        let client = Client::new_with_client(host, key, http.clone());
        Ok(Self { host: host.to_owned(), http, client })
    }

    /// Reaches the server. A master key is used for nothing but to find or make one that may do
    /// what we need with indexes called `prefix` and something.
    pub async fn connect(host: &str, key: Option<&str>, prefix: &str) -> Result<Self> {
        let given = Self::with_key(host, key)?;
        if key.is_none() {
            return Ok(given);
        }
        let name = format!("circuler {prefix}");
        let indexes = [format!("{prefix}*")];
        let keys: Keys = match given.get(&format!("/keys?limit={KEYS_MAX}")).await {
            Ok(keys) => keys,
            // No master key: it may do other things than look at keys.
            Err(error) if is(&error, ErrorCode::InvalidApiKey) => return Ok(given),
            Err(error) => return Err(failed(error)),
        };
        let is_ours = |it: &&Key| {
            let may = ACTIONS.iter().all(|action| it.actions.iter().any(|own| own == action));
            it.name.as_deref() == Some(&name) && it.indexes == indexes && may
        };
        if let Some(ours) = keys.results.iter().find(is_ours) {
            return Self::with_key(host, Some(&ours.secret));
        }
        let description = "What Circuler needs to keep its listings found.";
        let new = NewKey { name: &name, description, actions: ACTIONS, indexes, expires_at: None };
        let made = within(ANSWER_TIMEOUT, given.post("/keys", &new, 201)).await;
        let made: Key = made.map_err(failed)?;
        Self::with_key(host, Some(&made.secret))
    }

    /// What the server knows about tasks, indexes and documents goes through the client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    async fn get<A: DeserializeOwned + Send + 'static>(&self, path: &str) -> SdkResult<A> {
        let url = format!("{}{path}", self.host);
        let method: Method<(), ()> = Method::Get { query: () };
        within(ANSWER_TIMEOUT, self.http.request(&url, method, 200)).await
    }

    /// Without a limit of time: whoever calls it sets one.
    async fn post<B: Serialize + Send + Sync, A: DeserializeOwned + Send + 'static>(
        &self,
        path: &str,
        body: &B,
        expected_status: u16,
    ) -> SdkResult<A> {
        let url = format!("{}{path}", self.host);
        let method = Method::Post { query: (), body };
        self.http.request(&url, method, expected_status).await
    }

    /// Asks something that people wait for.
    pub async fn ask<B: Serialize + Send + Sync, A: DeserializeOwned + Send + 'static>(
        &self,
        path: &str,
        body: &B,
    ) -> Result<A> {
        within(ANSWER_TIMEOUT, self.post(path, body, 200)).await.map_err(failed)
    }

    /// Sends a task with something in it, and waits until it is done.
    pub async fn send<B: Serialize + Send + Sync>(&self, path: &str, body: &B) -> Result<()> {
        self.perform(self.post(path, body, 202)).await
    }

    pub async fn health(&self) -> Result<()> {
        within(ANSWER_TIMEOUT, self.client.health()).await.map(drop).map_err(failed)
    }

    /// When an index was made, if there is one. That goes along when two are swapped.
    pub async fn made_at(&self, uid: &str) -> Result<Option<String>> {
        match within(ANSWER_TIMEOUT, self.client.get_raw_index(uid)).await {
            Ok(index) => Ok(index["createdAt"].as_str().map(str::to_owned)),
            Err(error) if is(&error, ErrorCode::IndexNotFound) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    /// Puts each of two indexes in the place of the other. A key for some indexes may not look at
    /// a task that is of none in particular, so we look whether it is so.
    pub async fn swap(&self, one: &str, two: &str) -> Result<()> {
        let wanted = self.made_at(two).await?;
        let indexes = [SwapIndexes { indexes: (one.to_owned(), two.to_owned()), rename: None }];
        let sending = self.client.swap_indexes(indexes.iter());
        within(ANSWER_TIMEOUT, sending).await.map_err(failed)?;
        let swapped = async {
            while self.made_at(one).await? != wanted {
                sleep(TASK_LOOK.1).await;
            }
            Ok(())
        };
        timeout(TASK_TIMEOUT, swapped).await.unwrap_or(Err(failed("two indexes were not swapped")))
    }

    /// Sends a task and waits until it is done.
    pub async fn perform(&self, sending: impl Future<Output = SdkResult<TaskInfo>>) -> Result<()> {
        self.done(sending).await?.map_or(Ok(()), |error| Err(failed(error)))
    }

    /// Drops an index; one that is not there is as well.
    pub async fn drop_index(&self, uid: &str) -> Result<()> {
        match self.done(self.client.delete_index(uid)).await? {
            Some(error) if error.error_code != ErrorCode::IndexNotFound => Err(failed(error)),
            Some(_) | None => Ok(()),
        }
    }

    /// What Meilisearch had against a task, if anything.
    async fn done(
        &self,
        sending: impl Future<Output = SdkResult<TaskInfo>>,
    ) -> Result<Option<MeilisearchError>> {
        let task = within(TASK_TIMEOUT, sending).await.map_err(failed)?;
        let (mut look, look_max) = TASK_LOOK;
        let waiting = async {
            loop {
                let asked = self.client.get_task(&task);
                match within(ANSWER_TIMEOUT, asked).await {
                    Ok(Task::Succeeded { .. }) => return Ok(None),
                    Ok(Task::Failed { content }) => return Ok(Some(content.error)),
                    // A server that has much to do is slow to say so too; nobody waits for this.
                    Ok(Task::Enqueued { .. } | Task::Processing { .. }) | Err(Error::Timeout) => {}
                    Err(error) => return Err(failed(error)),
                }
                sleep(look).await;
                look = (look * 3 / 2).min(look_max);
            }
        };
        match timeout(TASK_TIMEOUT, waiting).await {
            Ok(done) => done,
            Err(_) => Err(failed("a task was not done in time: the server has too much to do")),
        }
    }
}

type SdkResult<T> = std::result::Result<T, Error>;

async fn within<T>(limit: Duration, asked: impl Future<Output = SdkResult<T>>) -> SdkResult<T> {
    timeout(limit, asked).await.unwrap_or(Err(Error::Timeout))
}

fn is(error: &Error, code: ErrorCode) -> bool {
    matches!(error, Error::Meilisearch(it) if it.error_code == code)
}

pub fn failed(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> SearchError {
    SearchError::Failed { index: "meilisearch", source: source.into() }
}
