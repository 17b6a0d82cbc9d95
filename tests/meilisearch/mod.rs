//! A stand-in for a Meilisearch server: as much of one as we use, kept in memory and answered in
//! the plainest way, so that tests need none. That it answers as a real one is tested against
//! exchanges recorded with Meilisearch 1.50 (`tests/data/meilisearch`).

#![allow(dead_code, reason = "each of those who take it in uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]
#![allow(clippy::cast_possible_truncation, reason = "limits and status codes are small")]

mod filter;
pub mod live;

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::dev::ServerHandle;
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use serde_json::{Value, json};

use filter::Filter;

pub struct StandIn {
    pub url: String,
    pub known: Arc<Mutex<Known>>,
    handle: ServerHandle,
}

/// All that the server knows.
#[derive(Debug, Default)]
pub struct Known {
    indexes: BTreeMap<String, Index>,
    tasks: Vec<Value>,
    keys: Vec<Value>,
}

#[derive(Debug, Clone, Default)]
struct Index {
    /// Which of all it was made.
    made: usize,
    settings: Value,
    documents: BTreeMap<String, Value>,
}

pub const MASTER_KEY: &str = "the-master-key-of-a-stand-in";

type Answer = (u16, Value);

impl StandIn {
    /// Starts one on a free port.
    pub fn start() -> Self {
        Self::start_on(TcpListener::bind("127.0.0.1:0").unwrap(), Arc::default())
    }

    /// Starts one that knows what another knew.
    pub fn start_on(listener: TcpListener, known: Arc<Mutex<Known>>) -> Self {
        let url = format!("http://{}", listener.local_addr().unwrap());
        let data = Data::from(known.clone());
        let server = HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .app_data(web::PayloadConfig::new(100_000_000))
                .default_service(web::to(answer))
        });
        let server = server.workers(1).disable_signals().listen(listener).unwrap().run();
        let handle = server.handle();
        tokio::spawn(server);
        Self { url, known, handle }
    }

    /// How many tasks of a kind it was given.
    pub fn tasks(&self, kind: &str) -> usize {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.tasks.iter().filter(|it| it["type"] == kind).count()
    }

    /// Is gone as if its machine were.
    pub async fn stop(&self) {
        self.handle.stop(false).await;
    }
}

async fn answer(known: Data<Mutex<Known>>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    let authorization = request.headers().get("authorization");
    let key = authorization.and_then(|it| it.to_str().ok()?.strip_prefix("Bearer "));
    let path = request.uri().path().to_owned();
    let (status, answer) = match known.refuse(key, &path) {
        Some(refused) => refused,
        None => known.answer(request.method(), &path, &body),
    };
    HttpResponse::build(StatusCode::from_u16(status).unwrap()).json(answer)
}

pub fn error(status: u16, code: &str, kind: &str, message: &str) -> Answer {
    (status, json!({"message": message, "code": code, "type": kind, "link": ""}))
}

fn no_index(uid: &str) -> Answer {
    error(404, "index_not_found", "invalid_request", &format!("Index `{uid}` not found."))
}

impl Known {
    pub fn refuse(&self, key: Option<&str>, path: &str) -> Option<Answer> {
        let is_ours = |it: &&str| {
            let made = self.keys.iter().any(|key| key["key"] == **it);
            **it == *MASTER_KEY || made && !path.starts_with("/keys")
        };
        match key {
            _ if path == "/health" => None,
            // A key that is for some indexes is told nothing of a task that is of none.
            Some(key) if key != MASTER_KEY && self.is_of_no_index(path) => {
                Some(error(404, "task_not_found", "invalid_request", "Task not found."))
            }
            Some(key) if is_ours(&key) => None,
            Some(_) => {
                Some(error(403, "invalid_api_key", "auth", "The provided API key is invalid."))
            }
            None => Some(error(
                401,
                "missing_authorization_header",
                "auth",
                "The Authorization header is missing. It must use the bearer authorization method.",
            )),
        }
    }

    fn is_of_no_index(&self, path: &str) -> bool {
        let number = path.strip_prefix("/tasks/").and_then(|it| it.parse::<usize>().ok());
        number.and_then(|it| self.tasks.get(it)).is_some_and(|it| it["indexUid"].is_null())
    }

    pub fn answer(&mut self, method: &Method, path: &str, body: &[u8]) -> Answer {
        let body = if body.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(body) };
        let Ok(body) = body else {
            let message = "The `json` payload provided is malformed.";
            return error(400, "malformed_payload", "invalid_request", message);
        };
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        match (method.as_str(), parts.as_slice()) {
            ("GET", ["health"]) => (200, json!({"status": "available"})),
            ("GET", ["keys"]) => (200, json!({"results": self.keys})),
            ("POST", ["keys"]) => {
                let mut key = body;
                key["key"] = json!(format!("made-key-{}", self.keys.len()));
                self.keys.push(key.clone());
                (201, key)
            }
            ("GET", ["tasks", uid]) => {
                match uid.parse().ok().and_then(|it: usize| self.tasks.get(it)) {
                    Some(task) => (200, task.clone()),
                    None => error(404, "task_not_found", "invalid_request", "Task not found."),
                }
            }
            ("POST", ["multi-search"]) => self.search_all(&body),
            ("POST", ["swap-indexes"]) => self.swap(&body),
            ("POST", ["indexes"]) => {
                let uid = body["uid"].as_str().unwrap().to_owned();
                if self.indexes.contains_key(&uid) {
                    let why = format!("Index `{uid}` already exists.");
                    return self.task(
                        Some(&uid),
                        "indexCreation",
                        Err(("index_already_exists", why)),
                    );
                }
                self.index(&uid);
                self.task(Some(&uid), "indexCreation", Ok(json!({})))
            }
            (_, ["indexes", uid, rest @ ..]) => self.of_index(method, uid, rest, &body),
            _ => error(404, "not_found", "invalid_request", path),
        }
    }

    /// An index, made if there is none.
    fn index(&mut self, uid: &str) -> &mut Index {
        let made = self.tasks.len();
        let new = || Index { made, ..Index::default() };
        self.indexes.entry(uid.to_owned()).or_insert_with(new)
    }

    fn of_index(&mut self, method: &Method, uid: &str, rest: &[&str], body: &Value) -> Answer {
        match (method.as_str(), rest) {
            ("PATCH", ["settings"]) => {
                self.index(uid).settings = body.clone();
                return self.task(Some(uid), "settingsUpdate", Ok(json!({})));
            }
            ("DELETE", []) => {
                let why = || ("index_not_found", format!("Index `{uid}` not found."));
                let dropped = self.indexes.remove(uid).map(|_| json!({})).ok_or_else(why);
                return self.task(Some(uid), "indexDeletion", dropped);
            }
            ("POST", ["documents"]) => return self.put(uid, body),
            _ => {}
        }
        let Some(index) = self.indexes.get_mut(uid) else { return no_index(uid) };
        match (method.as_str(), rest) {
            ("GET", []) => {
                (200, json!({"uid": uid, "primaryKey": "id", "createdAt": index.made.to_string()}))
            }
            ("POST", ["search"]) => index.search(body).unwrap_or_else(|refused| refused),
            ("POST", ["facet-search"]) => {
                index.facet_search(body).unwrap_or_else(|refused| refused)
            }
            ("POST", ["documents", "fetch"]) => index.fetch(body).unwrap_or_else(|refused| refused),
            ("POST", ["documents", "delete-batch"]) => {
                for id in body.as_array().unwrap() {
                    index.documents.remove(id.as_str().unwrap());
                }
                self.task(Some(uid), "documentDeletion", Ok(json!({})))
            }
            ("DELETE", ["documents"]) => {
                index.documents.clear();
                self.task(Some(uid), "documentDeletion", Ok(json!({})))
            }
            _ => error(404, "not_found", "invalid_request", uid),
        }
    }

    /// A task is done as soon as it is there; whoever looks at it sees how it went.
    fn task(
        &mut self,
        uid: Option<&str>,
        kind: &str,
        done: Result<Value, (&str, String)>,
    ) -> Answer {
        const AT: &str = "2026-11-23T19:08:11.62764869Z";
        let number = self.tasks.len();
        let (status, details, error) = match done {
            Ok(details) => ("succeeded", details, Value::Null),
            Err((code, message)) => {
                let error = json!({"message": message, "code": code, "type": "invalid_request", "link": ""});
                ("failed", Value::Null, error)
            }
        };
        self.tasks.push(json!({
            "uid": number, "batchUid": number, "indexUid": uid, "status": status, "type": kind,
            "canceledBy": null, "details": details, "error": error, "duration": "PT0.01S",
            "enqueuedAt": AT, "startedAt": AT, "finishedAt": AT,
        }));
        let sent = json!({
            "taskUid": number, "indexUid": uid, "status": "enqueued", "type": kind, "enqueuedAt": AT,
        });
        (202, sent)
    }

    fn put(&mut self, uid: &str, body: &Value) -> Answer {
        const KIND: &str = "documentAdditionOrUpdate";
        let documents = body.as_array().unwrap();
        let ids: Option<Vec<&str>> = documents.iter().map(|it| it["id"].as_str()).collect();
        let Some(ids) = ids else {
            let why = ("missing_document_id", "Document doesn't have a `id` attribute".to_owned());
            return self.task(Some(uid), KIND, Err(why));
        };
        let index = self.index(uid);
        for (id, document) in ids.into_iter().zip(documents) {
            index.documents.insert(id.to_owned(), document.clone());
        }
        let count = documents.len();
        self.task(
            Some(uid),
            KIND,
            Ok(json!({"receivedDocuments": count, "indexedDocuments": count})),
        )
    }

    fn swap(&mut self, body: &Value) -> Answer {
        for pair in body.as_array().unwrap() {
            let name = |at: usize| pair["indexes"][at].as_str().unwrap().to_owned();
            let (one, two) = (self.indexes.remove(&name(0)), self.indexes.remove(&name(1)));
            self.indexes.extend(two.map(|it| (name(0), it)));
            self.indexes.extend(one.map(|it| (name(1), it)));
        }
        self.task(None, "indexSwap", Ok(json!({"swaps": []})))
    }

    fn search_all(&self, body: &Value) -> Answer {
        let mut results = Vec::new();
        for query in body["queries"].as_array().unwrap() {
            let uid = query["indexUid"].as_str().unwrap();
            let Some(index) = self.indexes.get(uid) else { return no_index(uid) };
            match index.search(query) {
                Ok((_, found)) => results.push(found),
                Err(refused) => return refused,
            }
        }
        (200, json!({"results": results}))
    }
}

impl Index {
    fn found(&self, filter: &Value) -> Result<Vec<&Value>, Answer> {
        let filter = Filter::read(filter, &self.settings)?;
        Ok(self.documents.values().filter(|it| filter.holds(it)).collect())
    }

    fn search(&self, query: &Value) -> Result<Answer, Answer> {
        let mut found = self.found(&query["filter"])?;
        let order: Vec<&str> = texts(&query["sort"]);
        for rule in &order {
            let attribute = rule.split([':', '(']).next().unwrap();
            let attribute = if attribute == "_geoPoint" { "_geo" } else { attribute };
            let sortable = texts(&self.settings["sortableAttributes"]);
            if !sortable.contains(&attribute) {
                let message = format!("Attribute `{attribute}` is not sortable.");
                return Err(error(400, "invalid_search_sort", "invalid_request", &message));
            }
        }
        found.sort_by(|one, two| {
            let by = order.iter().map(|rule| filter::compare(rule, one, two));
            by.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
        });
        let number =
            |name: &str, otherwise: u64| query[name].as_u64().unwrap_or(otherwise) as usize;
        let (offset, limit) = (number("offset", 0), number("limit", 20));
        let hits: Vec<&&Value> = found.iter().skip(offset).take(limit).collect();
        let mut answer = json!({
            "hits": hits, "query": query["q"].as_str().unwrap_or(""), "processingTimeMs": 0,
            "limit": limit, "offset": offset, "estimatedTotalHits": found.len(),
            "indexUid": query["indexUid"],
        });
        let facets = texts(&query["facets"]);
        if !facets.is_empty() {
            let count = |facet: &&str| ((*facet).to_owned(), json!(counted(&found, facet)));
            let counts: serde_json::Map<_, _> = facets.iter().map(count).collect();
            answer["facetDistribution"] = Value::Object(counts);
            answer["facetStats"] = json!({});
        }
        Ok((200, answer))
    }

    fn facet_search(&self, query: &Value) -> Result<Answer, Answer> {
        let found = self.found(&query["filter"])?;
        let facet = query["facetName"].as_str().unwrap();
        let asked = query["facetQuery"].as_str().unwrap_or("").to_lowercase();
        let exact = &self.settings["typoTolerance"]["disableOnAttributes"];
        let typos = match asked.len() {
            _ if texts(exact).contains(&facet) => 0,
            0..4 => 0,
            4..8 => 1,
            _ => 2,
        };
        let is_alike = |value: &str| {
            let value = value.to_lowercase();
            let beginnings = value.char_indices().map(|it| it.0).chain([value.len()]);
            beginnings.into_iter().any(|end| strsim::osa_distance(&asked, &value[..end]) <= typos)
        };
        let mut hits: Vec<(String, usize)> =
            counted(&found, facet).into_iter().filter(|it| is_alike(&it.0)).collect();
        hits.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| two.0.cmp(&one.0)));
        let hits: Vec<Value> = hits
            .into_iter()
            .map(|(value, count)| json!({"value": value, "count": count}))
            .collect();
        Ok((
            200,
            json!({"facetHits": hits, "facetQuery": query["facetQuery"], "processingTimeMs": 0}),
        ))
    }

    fn fetch(&self, query: &Value) -> Result<Answer, Answer> {
        let ids = query["ids"].as_array();
        let mut found = self.found(&query["filter"])?;
        found.retain(|it| ids.is_none_or(|ids| ids.contains(&it["id"])));
        for rule in texts(&query["sort"]).into_iter().rev() {
            found.sort_by(|one, two| filter::compare(rule, one, two));
        }
        let limit = query["limit"].as_u64().unwrap_or(20) as usize;
        let fields = texts(&query["fields"]);
        let only = |it: &&Value| -> Value {
            let own = it.as_object().unwrap().iter();
            own.filter(|(name, _)| fields.is_empty() || fields.contains(&name.as_str()))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        let results: Vec<Value> = found.iter().take(limit).map(only).collect();
        Ok((200, json!({"results": results, "offset": 0, "limit": limit, "total": found.len()})))
    }
}

/// How many of what was found have each value.
fn counted(found: &[&Value], facet: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for document in found {
        for value in filter::values(document, facet) {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            *counts.entry(value).or_default() += 1;
        }
    }
    counts
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}
