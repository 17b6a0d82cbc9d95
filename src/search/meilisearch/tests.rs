use actix_web::http::Method;
use serde_json::{Value, json};

use super::super::conformance::{agreement, conformance};
use super::*;

#[path = "../../../tests/meilisearch/mod.rs"]
mod stand_in;

use stand_in::live::Live;
use stand_in::{MASTER_KEY, StandIn};

#[tokio::test]
async fn it_conforms() {
    let server = StandIn::start();
    let index = MeilisearchIndex::new(&server.url, Some(MASTER_KEY.to_owned())).unwrap();
    conformance(&index).await;
    server.stop().await;
}

#[test]
fn it_agrees_with_the_plain_index() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(async { StandIn::start() });
    let index = MeilisearchIndex::new(&server.url, Some(MASTER_KEY.to_owned())).unwrap();
    agreement::all_say_what_a_plain_index_of_all_that_is_seen_says(&runtime, &index, 6, 30);
    runtime.block_on(server.stop());
}

/// A key made with the master key is found again by the next process, and is enough for it.
#[tokio::test]
async fn the_master_key_is_for_making_a_key_and_nothing_else() {
    let server = StandIn::start();
    let open = |key: &str| MeilisearchIndex::new(&server.url, Some(key.to_owned())).unwrap();
    for _ in 0..2 {
        let index = open(MASTER_KEY);
        index.put(&[super::super::conformance::named("a", "deur")]).await.unwrap();
        let key = index.server().await.unwrap().client().get_api_key().map(str::to_owned);
        assert_eq!(key.as_deref(), Some("made-key-0"));
    }
    assert!(open("made-key-0").health().await.is_ok());
    assert!(open("another key").health().await.is_err());
}

/// What the recorded server said, and the stand-in says: without times, numbers of tasks, and the
/// words of errors.
fn gist(body: &Value) -> Value {
    let has = |name: &str| body.get(name).is_some();
    let list = |name: &str, each: fn(&Value) -> Value| -> Value {
        body[name].as_array().into_iter().flatten().map(each).collect()
    };
    if has("code") {
        return body["code"].clone();
    }
    if has("taskUid") {
        return json!([body["type"], body["status"]]);
    }
    if has("batchUid") {
        return json!([body["type"], body["status"], body["error"]["code"]]);
    }
    if has("hits") {
        let ids = list("hits", |it| it["id"].clone());
        return json!([ids, body["estimatedTotalHits"], body.get("facetDistribution")]);
    }
    if has("facetHits") {
        return body["facetHits"].clone();
    }
    if has("results") {
        return json!([list("results", gist), body.get("total")]);
    }
    body.clone()
}

/// Those of the recorded exchanges that say how what we use behaves.
const USED: [&str; 26] = [
    "health",
    "version without a key",
    "wrong key",
    "create index",
    "create index twice",
    "update settings",
    "add documents",
    "document without an id",
    "malformed body",
    "filter",
    "filter array form",
    "filter by geo radius",
    "filter null",
    "filter on an attribute that is not filterable",
    "filter that does not parse",
    "sort on an attribute that is not sortable",
    "limit past the end",
    "facet search",
    "multi-search",
    "search an index that is not there",
    "fetch ids",
    "delete batch",
    "create the next index",
    "swap indexes",
    "delete index",
    "delete index again",
];

/// The others: searches by Meilisearch's own ranking of words, changes of parts of documents, and
/// figures of servers.
const NOT_USED: [&str; 13] = [
    "version",
    "search",
    "search with a typo",
    "search by synonym",
    "search prefix",
    "page",
    "get a document",
    "get a document that is not there",
    "partial update",
    "delete by filter",
    "stats",
    "settings",
    "tasks",
];

#[test]
fn the_stand_in_answers_as_the_recorded_server_did() {
    let text = include_str!("../../../tests/data/meilisearch/exchanges-1.50.json");
    let recorded: Value = serde_json::from_str(text).unwrap();
    let mut known = stand_in::Known::default();
    let (mut task, mut checked) = (Value::Null, 0);
    for exchange in recorded["exchanges"].as_array().unwrap() {
        let name = exchange["name"].as_str().unwrap();
        let about = name.trim_end_matches(": task");
        if !USED.contains(&about) {
            assert!(NOT_USED.contains(&about), "{name} is neither checked nor left out");
            continue;
        }
        let (request, response) = (&exchange["request"], &exchange["response"]);
        let path = request["path"].as_str().unwrap().split('?').next().unwrap().to_owned();
        // Some tasks in between are left out, so ours have other numbers.
        let path = if about == name { path } else { format!("/tasks/{task}") };
        let key = match (about, request["authorised"].as_bool().unwrap()) {
            ("wrong key", _) => Some("wrong"),
            (_, true) => Some(MASTER_KEY),
            (_, false) => None,
        };
        let body = match &request["body"] {
            Value::Null => Vec::new(),
            Value::String(raw) => raw.clone().into_bytes(),
            json => json.to_string().into_bytes(),
        };
        let method: Method = request["method"].as_str().unwrap().parse().unwrap();
        let (status, answer) =
            known.refuse(key, &path).unwrap_or_else(|| known.answer(&method, &path, &body));
        assert_eq!(Some(u64::from(status)), response["status"].as_u64(), "{name}: {answer}");
        assert_eq!(gist(&answer), gist(&response["body"]), "{name}");
        task = answer.get("taskUid").cloned().unwrap_or(task);
        checked += 1;
    }
    assert_eq!(checked, 36);
}

/// An index of its own on the server of `make test-meilisearch`.
fn live(name: &str) -> (MeilisearchIndex, Live, String) {
    let server = Live::named().unwrap();
    let name = format!("test-{name}-{}", uuid::Uuid::now_v7().simple());
    let key = Some(server.key.clone()).filter(|it| !it.is_empty());
    let index = MeilisearchIndex::new(&format!("{}/{name}", server.url), key).unwrap();
    (index, server, name)
}

#[tokio::test]
#[ignore = "needs a live server: make test-meilisearch"]
async fn it_conforms_on_a_live_server() {
    let (index, server, name) = live("conformance");
    conformance(&index).await;
    server.forget(&name).await;
}

#[test]
#[ignore = "needs a live server: make test-meilisearch"]
fn it_agrees_on_a_live_server() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (index, server, name) = live("agreement");
    agreement::all_say_what_a_plain_index_of_all_that_is_seen_says(&runtime, &index, 4, 60);
    runtime.block_on(server.forget(&name));
}

#[test]
fn an_address_names_a_server_and_our_indexes() {
    let named = |url: &str| {
        let index = MeilisearchIndex::new(url, None).unwrap();
        (index.host, index.prefix)
    };
    let named_as = |host: &str, prefix: &str| (host.to_owned(), prefix.to_owned());
    assert_eq!(named("http://localhost:7700"), named_as("http://localhost:7700", "listings"));
    assert_eq!(named("meilisearch://search:7700/"), named_as("http://search:7700", "listings"));
    assert_eq!(named("https://search.example/demo"), named_as("https://search.example", "demo"));
    assert!(MeilisearchIndex::new("http://", None).is_err());
}

/// Whoever changes what is written into documents counts up `MAKE`; whoever changes settings need
/// not, for the name of the index follows them.
#[test]
fn other_settings_are_another_index() {
    let hash = settings::hash().unwrap();
    assert!(hash.len() == 8 && hash.bytes().all(|it| it.is_ascii_hexdigit()), "{hash}");
}
