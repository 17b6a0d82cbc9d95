//! What every index must do, told as small stories that begin with an empty one.

pub mod agreement;
mod choices;
mod filters;
mod orders;
mod upkeep;
mod words;

use super::{Facet, Listing, Page, Point, Query, SearchIndex, Viewer, Visibility};
use crate::catalogue::{CategoryCode, Unit};
use crate::clock::Day;

pub async fn conformance(index: &dyn SearchIndex) {
    index.health().await.unwrap();
    upkeep::stories(index).await;
    words::stories(index).await;
    filters::stories(index).await;
    orders::stories(index).await;
    choices::stories(index).await;
}

/// A public listing that says as little as can be.
fn listing(id: &str) -> Listing {
    Listing::bare(id, "holder")
}

pub fn named(id: &str, name: &str) -> Listing {
    Listing { name: name.to_owned(), ..listing(id) }
}

/// All that is public, on one page.
pub fn everything() -> Query {
    Query { limit: 1000, ..Query::default() }
}

fn text(text: &str) -> Query {
    Query { text: text.to_owned(), ..everything() }
}

fn category(code: &str) -> CategoryCode {
    CategoryCode::parse(code).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn organisation(id: &str, park_id: Option<&str>) -> Viewer {
    Viewer::Organisation { id: id.to_owned(), park_id: park_id.map(str::to_owned) }
}

const LEUVEN: Point = Point { latitude: 50.8798, longitude: 4.7005 };
const HAASRODE: Point = Point { latitude: 50.8400, longitude: 4.7280 };
const GENT: Point = Point { latitude: 51.0543, longitude: 3.7174 };

/// Begins a story: these and no others are in the index.
async fn only(index: &dyn SearchIndex, listings: &[Listing]) {
    index.clear().await.unwrap();
    index.put(listings).await.unwrap();
}

async fn find(index: &dyn SearchIndex, query: &Query) -> Page {
    let page = index.find(query).await.unwrap();
    assert!(page.hits.len() <= query.limit);
    page
}

/// The ids found, in order; all of them are on the page.
async fn ids(index: &dyn SearchIndex, query: &Query) -> Vec<String> {
    let page = find(index, query).await;
    assert_eq!(page.hits.len(), page.total, "{query:?}");
    page.hits.into_iter().map(|it| it.id).collect()
}

/// Asserts what is found, in order.
async fn assert_finds(index: &dyn SearchIndex, query: &Query, expected: &[&str]) {
    assert_eq!(ids(index, query).await, expected, "{index:?} {query:?}");
}

/// Asserts what is found, in any order.
async fn assert_holds(index: &dyn SearchIndex, query: &Query, expected: &[&str]) {
    let mut found = ids(index, query).await;
    found.sort();
    assert_eq!(found, expected, "{index:?} {query:?}");
}

fn count(page: &Page, facet: Facet, value: &str) -> usize {
    page.facets[&facet].get(value).copied().unwrap_or(0)
}
