//! How well a search answers people: judged queries over passports as people write them.
//!
//! `make relevance` prints the table; `tests/data/relevance/README.md` says how it is judged.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod as_it_comes;
mod compounds;
mod judged;
#[path = "../meilisearch/live.rs"]
mod live;
mod measure;

use std::collections::BTreeMap;
use std::sync::Arc;

use circuler::config;
use circuler::search::{self, MemoryIndex, Query, SearchIndex, TantivyIndex};

use judged::{Asked, Stock};
use live::Live;
use measure::{Scores, table};

/// What Tantivy scored when this was last written down; it may get better, not worse.
const NDCG_FLOOR: f64 = 0.82;
const RECALL_FLOOR: f64 = 0.8;

/// More than any measure looks at.
const HITS: usize = 20;

/// As many as there are processors on a small machine.
const ASKED_TOGETHER: usize = 2;

#[tokio::test(flavor = "multi_thread")]
async fn the_right_things_come_first() {
    let stock = Stock::read();
    let queries = Asked::read();
    assert!(stock.passports.len() >= 2000 && queries.len() >= 120);

    let folder = tempfile::tempdir().unwrap();
    let tantivy = TantivyIndex::open(folder.path()).unwrap();
    let mut columns = vec![
        ("memory", scored(Arc::new(MemoryIndex::default()), &stock, &queries).await),
        ("Tantivy", scored(Arc::new(tantivy), &stock, &queries).await),
    ];
    if let Some(server) = Live::named() {
        let name = format!("relevance-{}", uuid::Uuid::now_v7().simple());
        let settings = config::Search {
            url: format!("{}/{name}", server.url),
            key: server.key.clone(),
            ..config::Search::default()
        };
        let ours = search::open(&settings).unwrap();
        columns.push(("Meilisearch", scored(ours, &stock, &queries).await));
        server.forget(&name).await;
        let plain = as_it_comes::scores(&server, &stock, &queries).await;
        columns.push(("Meilisearch as it comes", plain));
    }
    println!("{}", table(&columns));

    let overall = columns[1].1.overall();
    for (name, other) in &columns[2..] {
        assert!(overall.ndcg >= other.overall().ndcg, "{name} does better than Tantivy");
    }
    assert!(overall.ndcg >= NDCG_FLOOR, "nDCG@10 fell to {:.3}", overall.ndcg);
    assert!(overall.recall >= RECALL_FLOOR, "recall@20 fell to {:.3}", overall.recall);
}

/// Asks an index everything.
async fn scored(index: Arc<dyn SearchIndex>, stock: &Stock, queries: &[Asked]) -> Scores {
    for some in stock.listings.chunks(500) {
        index.put(some).await.unwrap();
    }
    let mut scores = Scores::default();
    for some in queries.chunks(ASKED_TOGETHER) {
        let asking = some.iter().map(|asked| {
            let (index, text) = (index.clone(), asked.query.clone());
            tokio::spawn(async move {
                let query = Query { text, limit: HITS, ..Query::default() };
                let page = search::leniently(&*index, &query).await.unwrap();
                page.hits.into_iter().map(|it| it.id).collect::<Vec<String>>()
            })
        });
        let asking: Vec<_> = asking.collect();
        for (asked, found) in some.iter().zip(asking) {
            scores.add(&asked.sort, &asked.grades(stock), &found.await.unwrap());
        }
    }
    scores
}

/// Every judgement is about something: a query that nothing answers measures nothing.
#[test]
fn every_query_has_an_answer_and_every_judgement_a_reason() {
    let stock = Stock::read();
    let mut sorts: BTreeMap<String, usize> = BTreeMap::new();
    for asked in Asked::read() {
        let grades = asked.grades(&stock);
        assert!(grades.values().any(|it| *it == 3), "nothing is exactly `{}`", asked.query);
        assert!(!asked.need.is_empty() && asked.judgements.iter().all(|it| !it.why.is_empty()));
        assert!(asked.judgements.iter().all(|it| (1..=3).contains(&it.grade)), "{}", asked.query);
        *sorts.entry(asked.sort).or_default() += 1;
    }
    for sort in ["typo", "compound", "synonym", "code", "mixed", "cross-language", "prefix"] {
        assert!(sorts[sort] >= 10, "{sort}: {sorts:?}");
    }
}
