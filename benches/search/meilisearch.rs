//! Meilisearch with its default ranking, where `CIRCULER_TEST_MEILISEARCH_URL` and `_KEY` name a
//! server: the same listings, the same questions. It is asked over HTTP, as it always is.

use std::time::{Duration, Instant};

use circuler::search::{Listing, Measure, Query, Sort, Wish};
use serde_json::{Value, json};

use crate::workload::Workload;
use crate::{Asked, Case, ask};

const QUERIES: usize = 60;
const BATCH: usize = 20_000;
const INDEX: &str = "circuler-bench-search";

struct Server {
    client: reqwest::Client,
    url: String,
    key: String,
}

/// Nothing where there is no server.
pub async fn ask_all(workload: &Workload, size: usize) -> Vec<Asked> {
    let Ok(url) = std::env::var("CIRCULER_TEST_MEILISEARCH_URL") else { return Vec::new() };
    let key = std::env::var("CIRCULER_TEST_MEILISEARCH_KEY").unwrap_or_default();
    // A client wants to know who encrypts, even where nothing is encrypted. Somebody may have said.
    rustls::crypto::ring::default_provider().install_default().ok();
    let server = Server { client: reqwest::Client::new(), url, key };
    server.fill(workload, size).await;
    let asked = ask(workload, QUERIES, |query| {
        let request = server.post(&format!("indexes/{INDEX}/search"), &body(&query));
        async move {
            let found: Value = answer(request).await;
            let total = found["estimatedTotalHits"].as_u64().expect("a total");
            usize::try_from(total).unwrap_or_default()
        }
    })
    .await;
    server.forget().await;
    asked
}

async fn answer(request: reqwest::RequestBuilder) -> Value {
    let answer = request.send().await.expect("an answer");
    answer.json().await.expect("JSON")
}

impl Server {
    fn post(&self, path: &str, body: &Value) -> reqwest::RequestBuilder {
        self.client.post(format!("{}/{path}", self.url)).bearer_auth(&self.key).json(body)
    }

    /// Leaves the server as it was found.
    async fn forget(&self) {
        let index = format!("{}/indexes/{INDEX}", self.url);
        self.done(self.client.delete(&index).bearer_auth(&self.key)).await;
    }

    async fn fill(&self, workload: &Workload, size: usize) {
        self.forget().await;
        self.done(self.post("indexes", &json!({ "uid": INDEX, "primaryKey": "id" }))).await;
        let settings = json!({
            "searchableAttributes": ["name", "text"],
            "filterableAttributes": [
                "top", "category", "condition", "material", "width", "mass", "price", "_geo",
            ],
            "sortableAttributes": ["price", "created_at", "_geo"],
            "pagination": { "maxTotalHits": 2_000_000 },
        });
        let path = format!("{}/indexes/{INDEX}/settings", self.url);
        self.done(self.client.patch(path).bearer_auth(&self.key).json(&settings)).await;
        let started = Instant::now();
        for from in (0..size).step_by(BATCH) {
            let rows = workload.listings(from, BATCH.min(size - from));
            let rows: Value = rows.iter().map(document).collect();
            self.done(self.post(&format!("indexes/{INDEX}/documents"), &rows)).await;
        }
        #[expect(clippy::cast_precision_loss, reason = "a million")]
        let ours = size as f64 / started.elapsed().as_secs_f64();
        let name = format!("Meilisearch: index by 20,000, {size}");
        Case { name, ours, peer: None, unit: "listings/s", hits: size }.print();
    }

    /// Waits until a task is done.
    async fn done(&self, request: reqwest::RequestBuilder) {
        const REST: Duration = Duration::from_millis(20);
        let task = answer(request).await["taskUid"].clone();
        loop {
            let path = format!("{}/tasks/{task}", self.url);
            let told = answer(self.client.get(path).bearer_auth(&self.key)).await;
            match told["status"].as_str() {
                Some("enqueued" | "processing") => tokio::time::sleep(REST).await,
                _ => return,
            }
        }
    }
}

fn document(it: &Listing) -> Value {
    json!({
        "id": it.id,
        "name": it.name,
        "text": it.text,
        "category": it.category,
        "top": it.category.map(circuler::catalogue::CategoryCode::top),
        "condition": it.condition,
        "material": it.materials,
        "width": it.sizes_um.get(&Measure::WidthMm).map(|it| it / 1000),
        "mass": it.mass_grams,
        "price": it.price_cents,
        "created_at": it.created_at,
        "_geo": it.point.map(|it| json!({ "lat": it.latitude, "lng": it.longitude })),
    })
}

fn body(query: &Query) -> Value {
    let mut filter: Vec<String> = Vec::new();
    if let Some(category) = query.categories.first() {
        filter.push(format!("top = \"{category}\""));
    }
    filter.extend(query.condition_min.map(|it| format!("condition >= {it}")));
    filter.extend(query.price_cents.max.map(|it| format!("price <= {it}")));
    filter.extend(query.quantity_min.map(|it| format!("mass >= {}", it.value * 1000.0)));
    if let Some(Wish::About { about, tolerance }) = query.sizes.get(&Measure::WidthMm) {
        filter.push(format!("width {} TO {}", about - tolerance, about + tolerance));
    }
    let mut sort = Vec::new();
    if let Some(near) = query.near {
        let (latitude, longitude) = (near.point.latitude, near.point.longitude);
        let metres = near.radius_km * 1000.0;
        filter.push(format!("_geoRadius({latitude}, {longitude}, {metres})"));
        sort.push(format!("_geoPoint({latitude}, {longitude}):asc"));
    }
    match query.sort {
        Sort::Price => sort.push("price:asc".to_owned()),
        Sort::Newest => sort.push("created_at:desc".to_owned()),
        Sort::Relevance | Sort::Distance | Sort::Availability | Sort::Carbon => {}
    }
    let facets: &[&str] =
        if query.facets.is_empty() { &[] } else { &["category", "condition", "material"] };
    json!({
        "q": query.text,
        "filter": filter,
        "sort": sort,
        "facets": facets,
        "limit": query.limit,
        "attributesToRetrieve": ["id"],
        "matchingStrategy": "all",
    })
}
