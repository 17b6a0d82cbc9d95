//! What comes first, and page after page of it.

use std::collections::BTreeSet;

use super::*;
use crate::search::{Hit, Near, SearchError, Sort};

pub async fn stories(index: &dyn SearchIndex) {
    the_nearest_comes_first(index).await;
    the_cheapest_comes_first(index).await;
    the_newest_comes_first(index).await;
    pages_show_everything_once(index).await;
    pages_stay_put_while_listings_come_and_go(index).await;
    a_cursor_must_be_ours(index).await;
}

fn sorted(sort: Sort) -> Query {
    Query { sort, ..everything() }
}

async fn the_nearest_comes_first(index: &dyn SearchIndex) {
    let at = |id: &str, point| Listing { point: Some(point), ..listing(id) };
    only(index, &[at("gent", GENT), at("haasrode", HAASRODE), at("leuven", LEUVEN)]).await;
    let near = Some(Near { point: LEUVEN, radius_km: 500.0 });
    let query = Query { near, ..sorted(Sort::Distance) };
    assert_finds(index, &query, &["leuven", "haasrode", "gent"]).await;
    let distances: Vec<f64> =
        find(index, &query).await.hits.iter().filter_map(|it| it.distance_km).collect();
    assert!(distances.len() == 3 && distances.is_sorted(), "{distances:?}");
    assert_eq!(ids(index, &sorted(Sort::Distance)).await.len(), 3, "from nowhere, in any order");
}

async fn the_cheapest_comes_first(index: &dyn SearchIndex) {
    let priced =
        |id: &str, price_cents, created_at| Listing { price_cents, created_at, ..listing(id) };
    only(
        index,
        &[
            priced("on request", None, 9),
            priced("dear", Some(9000), 0),
            priced("free", Some(0), 0),
            priced("cheap", Some(900), 0),
            priced("cheap too", Some(900), 1),
        ],
    )
    .await;
    let order = ["free", "cheap too", "cheap", "dear", "on request"];
    assert_finds(index, &sorted(Sort::Price), &order).await;
}

async fn the_newest_comes_first(index: &dyn SearchIndex) {
    let made = |id: &str, created_at| Listing { created_at, ..named(id, "deur") };
    only(index, &[made("old", -5), made("b", 7), made("new", 9), made("a", 7)]).await;
    for query in [sorted(Sort::Newest), sorted(Sort::Relevance), text("deur")] {
        assert_finds(index, &query, &["new", "a", "b", "old"]).await;
    }
}

fn hundred() -> Vec<Listing> {
    let at = |number: u16| Listing {
        created_at: i64::from(number % 7),
        price_cents: (!number.is_multiple_of(5)).then_some(i64::from(number % 11)),
        point: Some(Point { latitude: LEUVEN.latitude + f64::from(number % 9) / 100.0, ..LEUVEN }),
        ..named(&format!("{number:03}"), ["deur", "deuren", "deurkruk"][usize::from(number % 3)])
    };
    (0..100).map(at).collect()
}

/// Every order there is, of all of [`hundred`].
fn orders() -> [Query; 4] {
    let near = Some(Near { point: LEUVEN, radius_km: 100.0 });
    [Sort::Relevance, Sort::Distance, Sort::Price, Sort::Newest].map(|sort| Query {
        near,
        sort,
        ..text("deur")
    })
}

async fn page(
    index: &dyn SearchIndex,
    query: &Query,
    cursor: Option<String>,
    limit: usize,
) -> Page {
    find(index, &Query { cursor, limit, ..query.clone() }).await
}

async fn pages_show_everything_once(index: &dyn SearchIndex) {
    only(index, &[]).await;
    for some in hundred().chunks(40) {
        index.put(some).await.unwrap();
    }
    for query in orders() {
        let all = find(index, &query).await;
        assert_eq!((all.hits.len(), all.total, &all.next), (100, 100, &None));
        for limit in [1, 7, 50, 100] {
            let mut seen: Vec<Hit> = Vec::new();
            let mut cursor = None;
            while seen.len() <= 100 {
                let page = page(index, &query, cursor, limit).await;
                assert_eq!(page.total, 100, "the total is of all pages");
                seen.extend(page.hits);
                cursor = page.next;
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen, all.hits, "{:?} by {limit}", query.sort);
        }
        let none = page(index, &query, None, 0).await;
        assert_eq!((none.hits, none.total, none.next), (vec![], 100, None));
    }
}

async fn pages_stay_put_while_listings_come_and_go(index: &dyn SearchIndex) {
    for query in orders() {
        only(index, &hundred()).await;
        let mut seen: Vec<String> = Vec::new();
        let mut cursor = None;
        for round in 0..100 {
            let page = page(index, &query, cursor, 23).await;
            // The one at which this page ends goes away.
            let last = page.hits.last().unwrap().id.clone();
            seen.extend(page.hits.into_iter().map(|it| it.id));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
            let mut come = hundred();
            for it in &mut come {
                it.id = format!("{} in round {round}", it.id);
            }
            index.put(&come[..20]).await.unwrap();
            index.remove(&[last]).await.unwrap();
        }
        let unique: BTreeSet<&String> = seen.iter().collect();
        assert_eq!(unique.len(), seen.len(), "{:?}: none is seen twice", query.sort);
        for old in hundred() {
            assert!(unique.contains(&old.id), "{:?}: {} was there all along", query.sort, old.id);
        }
    }
}

async fn a_cursor_must_be_ours(index: &dyn SearchIndex) {
    only(index, &hundred()).await;
    let good = page(index, &text("deur"), None, 10).await.next.unwrap();
    let longer = format!("{good}x");
    for bad in ["", "1", "🚪", "' OR 1=1", "e30", longer.as_str(), &good[1..]] {
        let query = Query { cursor: Some(bad.to_owned()), ..text("deur") };
        assert!(matches!(index.find(&query).await, Err(SearchError::Cursor)), "{bad}");
    }
    let other_order = Query { cursor: Some(good), ..sorted(Sort::Price) };
    assert!(matches!(index.find(&other_order).await, Err(SearchError::Cursor)));
}
