//! Keeping the search index true to the record: building it anew, and mending what has drifted.
//! The index may be thrown away at any time; the record is the truth.

use std::collections::HashSet;

use sha2::{Digest, Sha256};
use time::Duration;

use super::listing::listings;
use super::{index, store};
use crate::app::App;
use crate::clock::{self, Instant};
use crate::error::{Error, Result};
use crate::jobs::TOGETHER_PASSPORTS_MAX;
use crate::search::SearchIndex;

/// Longer than any transaction lasts and any two clocks differ: what was changed so shortly
/// before a moment may have become visible after it.
const MARGIN: Duration = Duration::minutes(10);

/// Builds the index anew beside the one in use, and puts it in its place. Searches go on, and so
/// do changes: they go to the index in use, so what changed meanwhile is put in once more. How
/// many listings were put in at first.
pub async fn reindex(app: &App) -> Result<usize> {
    let began = clock::now();
    let beside = app.search.beside().await?;
    let count = fill(app, beside.as_ref(), None).await?;
    let filled = clock::now();
    fill(app, beside.as_ref(), Some(began - MARGIN)).await?;
    app.search.swap().await?;
    // Changed after we had looked, and before the swap: those are in the index that is gone.
    refresh(app, filled - MARGIN).await?;
    Ok(count)
}

/// Puts every listing into an index, or those changed since. How many.
async fn fill(app: &App, into: &dyn SearchIndex, since: Option<Instant>) -> Result<usize> {
    let limit = i64::try_from(TOGETHER_PASSPORTS_MAX).map_err(Error::internal)?;
    let (mut count, mut after) = (0, String::new());
    loop {
        let start = after.clone();
        let read = move |conn: &mut _| store::rows_after(conn, &start, since, limit);
        let rows = app.db.read(read).await?;
        let Some(last) = rows.last() else { return Ok(count) };
        after = last.id.to_string();
        let ids: Vec<String> = rows.iter().map(|it| it.id.to_string()).collect();
        let some = app
            .db
            .read(move |conn| {
                let passports = rows.into_iter().map(store::Row::into_passport);
                listings(conn, passports.collect::<Result<_>>()?)
            })
            .await?;
        into.put(&some).await?;
        count += some.len();
        if since.is_some() {
            let there: HashSet<&str> = some.iter().map(|it| it.id.as_str()).collect();
            let gone = ids.into_iter().filter(|id| !there.contains(id.as_str()));
            let gone: Vec<String> = gone.collect();
            into.remove(&gone).await?;
        }
    }
}

/// Makes the index in use say what the record says of all that changed since.
async fn refresh(app: &App, since: Instant) -> Result<usize> {
    fill(app, app.search.as_ref(), Some(since)).await
}

/// What was found to differ between record and index, and was mended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Drift {
    /// In the record, not in the index.
    pub missing: usize,
    /// In the index in another version than in the record.
    pub stale: usize,
    /// In the index, not in the record, or retired there.
    pub superfluous: usize,
}

impl Drift {
    pub fn count(&self) -> usize {
        self.missing + self.stale + self.superfluous
    }
}

/// What was mended. Whoever keeps listings elsewhere may have missed the same changes.
#[derive(Debug, Default)]
pub struct Mended {
    pub drift: Drift,
    pub passport_ids: Vec<String>,
}

/// As the index and the record know a passport: its id and version.
type Known = (String, i64);

/// How many passports are compared by one hash.
const RANGE: usize = 1000;

/// Compares the index with the record, and mends what differs. The metric says how much that was.
pub async fn mend_drift(app: &App) -> Result<Mended> {
    let mended = compare_and_mend(app).await?;
    let drift = mended.drift;
    let Drift { missing, stale, superfluous } = drift;
    for (kind, count) in [("missing", missing), ("stale", stale), ("superfluous", superfluous)] {
        #[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
        metrics::gauge!("circuler_search_drift", "kind" => kind).set(count as f64);
    }
    if drift.count() > 0 {
        tracing::warn!(?drift, "the search index had drifted from the record, and was mended");
    }
    Ok(mended)
}

/// Range by range of ids.
async fn compare_and_mend(app: &App) -> Result<Mended> {
    let limit = i64::try_from(RANGE).map_err(Error::internal)?;
    // What has just been changed is about to be indexed; it has not drifted.
    let settling = i64::try_from(app.config.search.settle_seconds).map_err(Error::internal)?;
    let settled_before = clock::now() - Duration::seconds(settling);
    let (mut mended, mut after) = (Mended::default(), String::new());
    loop {
        let start = after.clone();
        let recorded = app.db.read(move |conn| store::versions_after(conn, &start, limit)).await?;
        let until = recorded.last().map(|it| it.id.to_string());
        let indexed = indexed(app, &after, until.as_deref()).await?;
        let listed = recorded.iter().filter(|it| it.is_listed());
        let listed: Vec<Known> = listed.map(|it| (it.id.to_string(), it.version)).collect();
        if digest(&listed) != digest(&indexed) {
            let fresh = recorded.iter().filter(|it| it.updated_at > settled_before);
            let fresh: Vec<String> = fresh.map(|it| it.id.to_string()).collect();
            let (found, mut ids) = compare(&listed, &indexed);
            // An index that lost everything was not about to be told of them.
            if !indexed.is_empty() {
                ids.retain(|id| !fresh.contains(id));
            }
            if !ids.is_empty() {
                mended.drift.missing += found.missing;
                mended.drift.stale += found.stale;
                mended.drift.superfluous += found.superfluous;
            }
            for some in ids.chunks(TOGETHER_PASSPORTS_MAX) {
                index(app, some.to_vec()).await?;
            }
            mended.passport_ids.extend(ids);
        }
        match until {
            Some(until) => after = until,
            None => return Ok(mended),
        }
    }
}

/// What the index knows after one id, up to another.
async fn indexed(app: &App, after: &str, until: Option<&str>) -> Result<Vec<Known>> {
    let (mut all, mut start) = (Vec::new(), after.to_owned());
    loop {
        let some = app.search.versions(&start, RANGE).await?;
        let is_last = some.len() < RANGE;
        let Some((last, _)) = some.last() else { return Ok(all) };
        start.clone_from(last);
        let is_beyond = until.is_some_and(|until| start.as_str() > until);
        all.extend(some.into_iter().filter(|(id, _)| until.is_none_or(|it| id.as_str() <= it)));
        if is_last || is_beyond {
            return Ok(all);
        }
    }
}

fn digest(known: &[Known]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for (id, version) in known {
        hash.update(format!("{id} {version}\n"));
    }
    hash.finalize().into()
}

/// What differs between two lists in the order of ids, and the ids it differs in.
fn compare(recorded: &[Known], indexed: &[Known]) -> (Drift, Vec<String>) {
    let (mut drift, mut ids) = (Drift::default(), Vec::new());
    let (mut recorded, mut indexed) = (recorded.iter().peekable(), indexed.iter().peekable());
    loop {
        let which = match (recorded.peek(), indexed.peek()) {
            (None, None) => return (drift, ids),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(one), Some(two)) => one.0.cmp(&two.0),
        };
        match which {
            std::cmp::Ordering::Less => {
                drift.missing += 1;
                ids.extend(recorded.next().map(|it| it.0.clone()));
            }
            std::cmp::Ordering::Greater => {
                drift.superfluous += 1;
                ids.extend(indexed.next().map(|it| it.0.clone()));
            }
            std::cmp::Ordering::Equal => {
                let (one, two) = (recorded.next(), indexed.next());
                if one != two {
                    drift.stale += 1;
                    ids.extend(one.map(|it| it.0.clone()));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn known() -> impl Strategy<Value = BTreeMap<String, i64>> {
        prop::collection::btree_map("[a-d]{1,2}", 1..4_i64, 0..12)
    }

    proptest! {
        #[test]
        fn what_differs_is_found(recorded in known(), indexed in known()) {
            let list = |it: &BTreeMap<String, i64>| -> Vec<Known> {
                it.iter().map(|(id, version)| (id.clone(), *version)).collect()
            };
            let (drift, ids) = compare(&list(&recorded), &list(&indexed));
            let all = recorded.keys().chain(indexed.keys());
            let mut differing: Vec<&String> =
                all.filter(|id| recorded.get(*id) != indexed.get(*id)).collect();
            differing.sort();
            differing.dedup();
            prop_assert_eq!(drift.count(), ids.len());
            prop_assert_eq!(ids.iter().collect::<Vec<_>>(), differing);
            let missing = recorded.keys().filter(|id| !indexed.contains_key(*id)).count();
            prop_assert_eq!(drift.missing, missing);
            prop_assert_eq!(digest(&list(&recorded)) == digest(&list(&indexed)), recorded == indexed);
        }
    }
}
