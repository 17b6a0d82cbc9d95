//! Searching while the index does not answer: the record itself is looked through, the newest
//! first. The filters are the same; words must stand in the text as they are typed.

use super::listing::listings;
use super::store;
use crate::app::App;
use crate::catalogue::fold;
use crate::error::Result;
use crate::search::{
    self, Cluster, Completion, Listing, MemoryIndex, Page, Query, SearchError, SearchIndex,
};

/// What was found, and whether only by a plainer search than usual.
#[derive(Debug)]
pub struct Answer<T> {
    pub found: T,
    pub degraded: bool,
}

/// So many are read at once.
const ROWS_MAX: i64 = 500;

/// So many rows are looked through at most, a second or two of work. What lies further back is
/// not found until the index answers again.
const LOOKED_THROUGH_MAX: i64 = 20_000;

/// Finds by the index, or without it where it does not answer.
pub async fn find(app: &App, query: &Query) -> Result<Answer<Page>> {
    match search::leniently(&*app.search, query).await {
        Ok(found) => Ok(Answer { found, degraded: false }),
        Err(error) => {
            let plainly = plainly(app, query, error).await?;
            let found = plainly.find(&wordless(query)).await?;
            Ok(Answer { found, degraded: true })
        }
    }
}

/// The same for what lies on a map.
pub async fn clusters(app: &App, query: &Query) -> Result<Vec<Cluster>> {
    match search::clusters_leniently(&*app.search, query).await {
        Ok(found) => Ok(found),
        Err(error) => {
            let plainly = plainly(app, query, error).await?;
            Ok(plainly.clusters(&wordless(query)).await?)
        }
    }
}

/// Completions come from the index alone: while it is silent, there are none.
pub async fn complete(app: &App, query: &Query) -> Result<Vec<Completion>> {
    match app.search.complete(query).await {
        Ok(found) => Ok(found),
        Err(SearchError::Failed { .. }) => Ok(Vec::new()),
        Err(error @ SearchError::Cursor) => Err(error.into()),
    }
}

/// The words have been looked for already.
fn wordless(query: &Query) -> Query {
    Query { text: String::new(), ..query.clone() }
}

/// The listings in whose text all words stand, where filters can be put to them.
async fn plainly(app: &App, query: &Query, error: SearchError) -> Result<MemoryIndex> {
    match &error {
        SearchError::Cursor => return Err(error.into()),
        SearchError::Failed { .. } => {
            metrics::counter!("circuler_searches_degraded_total").increment(1);
            tracing::warn!(%error, "searching without the index");
        }
    }
    let words: Vec<String> = query.text.split_whitespace().map(fold).collect();
    let (mut found, mut looked_through, mut before) = (Vec::new(), 0, None);
    while looked_through < LOOKED_THROUGH_MAX {
        let start = before.take();
        let rows = app.db.read(move |conn| store::rows_before(conn, start.as_ref(), ROWS_MAX));
        let rows = rows.await?;
        let Some(last) = rows.last() else { break };
        before = Some(last.id.clone());
        looked_through += ROWS_MAX;
        let some = move |conn: &mut _| {
            let passports = rows.into_iter().map(store::Row::into_passport);
            listings(conn, passports.collect::<Result<_>>()?)
        };
        let some: Vec<Listing> = app.db.read(some).await?;
        found.extend(some.into_iter().filter(|it| says(it, &words)));
    }
    Ok(MemoryIndex::without_words(found))
}

fn says(listing: &Listing, words: &[String]) -> bool {
    let text = fold(&format!("{} {}", listing.name, listing.text));
    words.iter().all(|it| text.contains(it.as_str()))
}
