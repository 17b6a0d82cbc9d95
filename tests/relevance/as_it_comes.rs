//! Meilisearch with nothing of ours in it: its own words, typos and ranking, and the texts of the
//! passports in fields by importance. What our search is to be compared with.

use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::HITS;
use super::judged::{Asked, Judged, Stock};
use super::live::Live;
use super::measure::Scores;

struct Server<'a> {
    url: &'a str,
    key: &'a str,
    client: Client,
}

impl Server<'_> {
    async fn ask(&self, method: Method, path: &str, body: &Value) -> Value {
        let request = self.client.request(method, format!("{}{path}", self.url));
        let response = request.bearer_auth(self.key).json(body).send().await.unwrap();
        response.json().await.unwrap()
    }

    /// Sends a task and waits until it is done.
    async fn perform(&self, method: Method, path: &str, body: &Value) {
        let sent = self.ask(method, path, body).await;
        let uid = sent["taskUid"].as_u64().unwrap_or_else(|| panic!("{sent}"));
        loop {
            let task = self.ask(Method::GET, &format!("/tasks/{uid}"), &Value::Null).await;
            match task["status"].as_str().unwrap() {
                "succeeded" => return,
                "enqueued" | "processing" => tokio::time::sleep(Duration::from_millis(20)).await,
                _ => panic!("{task}"),
            }
        }
    }
}

pub async fn scores(live: &Live, stock: &Stock, queries: &[Asked]) -> Scores {
    // A client wants to know who encrypts, even where nothing is encrypted. Somebody may have said.
    rustls::crypto::ring::default_provider().install_default().ok();
    let server = Server { url: &live.url, key: &live.key, client: Client::new() };
    let index = format!("/indexes/as-it-comes-{}", uuid::Uuid::now_v7().simple());
    let settings = json!({
        "searchableAttributes":
            ["name", "materials", "brand", "model", "colour", "description", "other", "code"],
    });
    server.perform(Method::PATCH, &format!("{index}/settings"), &settings).await;
    let documents: Value = stock.passports.iter().zip(&stock.listings).map(document).collect();
    server.perform(Method::POST, &format!("{index}/documents?primaryKey=id"), &documents).await;
    let mut scores = Scores::default();
    for asked in queries {
        let query = json!({"q": asked.query, "limit": HITS, "attributesToRetrieve": ["id"]});
        let found = server.ask(Method::POST, &format!("{index}/search"), &query).await;
        let hits = found["hits"].as_array().unwrap_or_else(|| panic!("{found}"));
        let ids: Vec<String> =
            hits.iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect();
        scores.add(&asked.sort, &asked.grades(stock), &ids);
    }
    server.perform(Method::DELETE, &index, &Value::Null).await;
    scores
}

fn document((passport, listing): (&Judged, &circuler::search::Listing)) -> Value {
    json!({
        "id": passport.id,
        "code": passport.code,
        "name": passport.name,
        "description": passport.description,
        "brand": passport.brand,
        "model": passport.model,
        "colour": passport.colour,
        "materials": passport.materials,
        // Among them the labels of the category, in four languages.
        "other": listing.text,
    })
}
