//! What stands beside us fails: the search server is gone for a while, the index has drifted or
//! is built anew. Nobody is sent away, and nothing is lost.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use circuler::config::Config;
use circuler::passports;
use circuler::search::Listing;
use circuler::worker;
use serde_json::{Value, json};

use crate::meilisearch::{MASTER_KEY, StandIn};
use crate::support::{Firm, TestApp};

fn door(name: &str, visibility: &str) -> Value {
    json!({
        "name": name,
        "category": "DOOR.INT",
        "quantity": 4,
        "unit": "pcs",
        "dimensions": {"width_mm": 930},
        "visibility": visibility,
    })
}

async fn offer(firm: &Firm, name: &str) -> String {
    let made = firm.post("/api/v1/passports", &door(name, "public")).await.ok();
    made["id"].as_str().unwrap().to_owned()
}

/// The names of what is found, and whether by a plainer search than usual.
async fn search(firm: &Firm, query: &str) -> (Vec<String>, bool) {
    let found = firm.get(&format!("/api/v1/listings?{query}")).await.ok();
    let name = |it: &Value| it["passport"]["name"].as_str().unwrap().to_owned();
    let mut names: Vec<String> = found["items"].as_array().unwrap().iter().map(name).collect();
    names.sort();
    (names, found["degraded"].as_bool().unwrap())
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|it| (*it).to_owned()).collect()
}

fn on_server(url: &str) -> impl FnOnce(&mut Config) {
    let url = url.to_owned();
    move |config| {
        config.search.url = url;
        config.search.key = MASTER_KEY.to_owned();
        // A job that found the server gone is due again at once.
        config.worker.retry_seconds = 0;
    }
}

#[tokio::test]
async fn while_the_search_server_is_gone_the_record_answers() {
    let server = StandIn::start();
    let app = TestApp::start_with(on_server(&server.url)).await;
    let (holder, stranger) = (app.register("Holder").await, app.stranger());
    offer(&holder, "Eiken deur").await;
    let hidden = door("Geheime deur", "organisation");
    holder.post("/api/v1/passports", &hidden).await.ok();
    app.run_jobs().await;
    assert_eq!(search(&stranger, "q=deuren").await, (names(&["Eiken deur"]), false));

    server.stop().await;
    offer(&holder, "Grenen deur").await;
    assert!(worker::run_one(&app.app).await.unwrap(), "the job finds the server gone");
    // The filters are as always, and so is who may see what.
    let both = names(&["Eiken deur", "Grenen deur"]);
    assert_eq!(search(&stranger, "q=DEUR").await, (both.clone(), true));
    assert_eq!(search(&stranger, "q=eiken").await, (names(&["Eiken deur"]), true));
    assert_eq!(search(&stranger, "q=deur&width_mm_min=940").await, (vec![], true));
    assert_eq!(search(&stranger, "category=WIN").await, (vec![], true));
    let all = names(&["Eiken deur", "Geheime deur", "Grenen deur"]);
    assert_eq!(search(&holder, "category=DOOR").await, (all, true));
    let ready = stranger.get("/readyz").await.ok();
    assert_ne!(ready["search"], "ok", "{ready}");
    assert_eq!(ready["jobs_dead"], 0);

    let listener = TcpListener::bind(server.url.trim_start_matches("http://")).unwrap();
    let again = StandIn::start_on(listener, server.known.clone());
    app.run_jobs().await;
    // The guard leaves a server alone for a second or two after it was silent.
    for _ in 0..100 {
        if !search(&stranger, "q=deuren").await.1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(search(&stranger, "q=deuren").await, (both, false));
    assert_eq!(stranger.get("/readyz").await.ok()["search"], "ok");
    again.stop().await;
}

/// A server takes five hundred at once about as fast as one.
#[tokio::test]
async fn what_gathered_is_indexed_together() {
    let server = StandIn::start();
    let app = TestApp::start_with(on_server(&server.url)).await;
    let firm = app.register("Holder").await;
    for number in 0..30 {
        offer(&firm, &format!("Deur {number}")).await;
    }
    app.run_jobs().await;
    let (found, degraded) = search(&firm, "q=deur&limit=200").await;
    assert_eq!((found.len(), degraded), (30, false));
    assert_eq!(server.tasks("documentAdditionOrUpdate"), 1);
    server.stop().await;
}

#[tokio::test]
async fn a_service_starts_without_its_search_server() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let app = TestApp::start_with(on_server(&url)).await;
    let holder = app.register("Holder").await;
    offer(&holder, "Eiken deur").await;
    for _ in 0..20 {
        worker::run_one(&app.app).await.unwrap();
    }
    assert_eq!(search(&holder, "q=deur").await, (names(&["Eiken deur"]), true));
    let ready = holder.get("/readyz").await.ok();
    assert_eq!((&ready["jobs_waiting"], &ready["jobs_dead"]), (&json!(1), &json!(0)));
}

#[tokio::test]
async fn an_index_that_drifted_is_mended() {
    let settled = |config: &mut Config| config.search.settle_seconds = 0;
    let app = TestApp::start_with(settled).await;
    let firm = app.register("Holder").await;
    let mut ids = Vec::new();
    for name in ["Eiken deur", "Grenen deur", "Stalen deur", "Glazen deur"] {
        ids.push(offer(&firm, name).await);
    }
    app.run_jobs().await;
    let mend = async || passports::mend_drift(&app.app).await.unwrap().drift;
    assert_eq!(mend().await.count(), 0);

    let index = &app.app.search;
    index.remove(&ids[..2]).await.unwrap();
    let stale =
        Listing { name: "Oude deur".to_owned(), version: 0, ..Listing::bare(&ids[2], &firm.id) };
    index.remove(&ids[2..3]).await.unwrap();
    let unknown = Listing { name: "Nooit een deur".to_owned(), ..Listing::bare("zz", &firm.id) };
    index.put(&[stale, unknown]).await.unwrap();
    let drift = mend().await;
    assert_eq!((drift.missing, drift.stale, drift.superfluous), (2, 1, 1));
    assert_eq!(mend().await.count(), 0);
    let (found, _) = search(&firm, "q=deur").await;
    assert_eq!(found, names(&["Eiken deur", "Glazen deur", "Grenen deur", "Stalen deur"]));
}

/// An index that was lost, or is made otherwise in a newer version, is filled without anybody
/// asking.
#[tokio::test]
async fn an_empty_index_fills_by_itself() {
    let settled = |config: &mut Config| config.search.settle_seconds = 0;
    let app = TestApp::start_with(settled).await;
    let firm = app.register("Holder").await;
    offer(&firm, "Eiken deur").await;
    app.run_jobs().await;
    app.app.search.clear().await.unwrap();
    let (stopper, stop) = tokio::sync::watch::channel(false);
    let working = tokio::spawn(worker::run(app.app.clone(), stop));
    for _ in 0..200 {
        if !search(&firm, "q=deur").await.0.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(search(&firm, "q=deur").await.0, names(&["Eiken deur"]));
    stopper.send(true).unwrap();
    working.await.unwrap();
}

#[tokio::test]
async fn nothing_that_changes_during_a_rebuild_is_lost() {
    let app = TestApp::start().await;
    let firm = app.register("Holder").await;
    let mut wanted = Vec::new();
    for number in 0..30 {
        let name = format!("Deur {number:02}");
        offer(&firm, &name).await;
        wanted.push(name);
    }
    let retired = offer(&firm, "Deur van niemand").await;
    app.run_jobs().await;

    let done = Arc::new(AtomicBool::new(false));
    let rebuilding = tokio::spawn({
        let (app, done) = (app.app.clone(), done.clone());
        async move {
            while !done.load(Ordering::Relaxed) {
                passports::reindex(&app).await.unwrap();
            }
        }
    });
    for number in 30..60 {
        let name = format!("Deur {number}");
        offer(&firm, &name).await;
        wanted.push(name);
        while worker::run_one(&app.app).await.unwrap() {}
        let (found, degraded) = search(&firm, "q=deur&limit=200").await;
        assert!(found.len() >= 30 && !degraded, "searches go on");
        if number == 40 {
            let path = format!("/api/v1/passports/{retired}/retire");
            firm.post_if(&path, "\"1\"", &json!({})).await.ok();
        }
    }
    done.store(true, Ordering::Relaxed);
    rebuilding.await.unwrap();
    app.run_jobs().await;
    assert_eq!(search(&firm, "q=deur&limit=200").await.0, wanted);
}
