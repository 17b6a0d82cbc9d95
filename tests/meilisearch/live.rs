//! A live Meilisearch server that tests share, and leave as they found it.

use reqwest::{Client, Method};
use serde_json::Value;

pub struct Live {
    pub url: String,
    pub key: String,
}

/// More indexes and keys than these no test server has.
const LISTED_MAX: usize = 1000;

impl Live {
    /// The one that `make test-meilisearch` names, if it does.
    pub fn named() -> Option<Self> {
        let url = std::env::var("CIRCULER_TEST_MEILISEARCH_URL").ok()?;
        let key = std::env::var("CIRCULER_TEST_MEILISEARCH_KEY").unwrap_or_default();
        Some(Self { url: url.trim_end_matches('/').to_owned(), key })
    }

    async fn ask(&self, client: &Client, method: Method, path: &str) -> Value {
        let request = client.request(method, format!("{}{path}", self.url)).bearer_auth(&self.key);
        let answer = request.send().await.unwrap();
        answer.json().await.unwrap_or(Value::Null)
    }

    /// Forgets the indexes whose names begin so, and the key that was made for them.
    pub async fn forget(&self, prefix: &str) {
        // A client wants to know who encrypts, even where nothing is. Somebody may have said.
        rustls::crypto::ring::default_provider().install_default().ok();
        let client = Client::new();
        for (of, name) in [("indexes", prefix.to_owned()), ("keys", format!("circuler {prefix}"))] {
            let path = format!("/{of}?limit={LISTED_MAX}");
            let listed = self.ask(&client, Method::GET, &path).await;
            for one in listed["results"].as_array().into_iter().flatten() {
                let known = one["name"].as_str().or(one["uid"].as_str()).unwrap_or_default();
                if known.starts_with(&name) {
                    let path = format!("/{of}/{}", one["uid"].as_str().unwrap());
                    self.ask(&client, Method::DELETE, &path).await;
                }
            }
        }
    }
}
