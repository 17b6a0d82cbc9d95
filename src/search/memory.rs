//! An index that is forgotten when the process ends. It looks at every listing in the plainest
//! way, so it also says what a query means: any other index must find the same.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

use async_trait::async_trait;
use tokio::sync::RwLock;

use super::analysis::{self, Asked, Grade, NAME_FACTOR, Word};
use super::position::{self, Position};
use super::{Listing, Page, Query, Range, Result, SearchIndex, facets, figure};
use crate::clock::Day;

#[derive(Default)]
pub struct MemoryIndex(RwLock<BTreeMap<String, Entry>>);

struct Entry {
    listing: Listing,
    name: Vec<Word>,
    text: Vec<Word>,
}

#[async_trait]
impl SearchIndex for MemoryIndex {
    async fn put(&self, listings: &[Listing]) -> Result<()> {
        let mut entries = self.0.write().await;
        for listing in listings {
            let known = entries.get(&listing.id);
            if known.is_none_or(|it| it.listing.version <= listing.version) {
                entries.insert(listing.id.clone(), Entry::of(listing.clone()));
            }
        }
        Ok(())
    }

    async fn remove(&self, ids: &[String]) -> Result<()> {
        let mut entries = self.0.write().await;
        for id in ids {
            entries.remove(id);
        }
        Ok(())
    }

    async fn find(&self, query: &Query) -> Result<Page> {
        let after = position::read_cursor(query)?;
        let asked = analysis::query_words(&query.text);
        let entries = self.0.read().await;
        let fitting = entries.values().filter(|it| fits(query, &it.listing));
        let found: Vec<(&Listing, u32)> =
            fitting.filter_map(|it| Some((&it.listing, it.points(&asked)?))).collect();

        let mut placed: Vec<_> =
            found.iter().map(|(it, points)| place(query, it, *points)).collect();
        placed.retain(|(position, _)| after.as_ref().is_none_or(|after| position > after));
        placed.sort_by(|one, two| one.0.cmp(&two.0));
        let (hits, next) = position::cut(query, placed)?;
        let facets = query.facets.iter().map(|facet| {
            let mut counted = BTreeMap::new();
            for value in found.iter().flat_map(|(it, _)| facets::values(it, *facet)) {
                *counted.entry(value).or_default() += 1;
            }
            (*facet, facets::merge_spellings(counted))
        });
        Ok(Page { hits, total: found.len(), facets: facets.collect(), next })
    }

    async fn clear(&self) -> Result<()> {
        self.0.write().await.clear();
        Ok(())
    }

    async fn health(&self) -> Result<()> {
        Ok(())
    }
}

impl Entry {
    fn of(listing: Listing) -> Self {
        let name = analysis::text_words(&listing.name);
        let text = analysis::text_words(&listing.other_text());
        Self { listing, name, text }
    }

    /// How well it answers; `None` unless it answers every word.
    fn points(&self, asked: &[Asked]) -> Option<u32> {
        let best = |asked: &Asked, words: &[Word]| {
            words.iter().filter_map(|it| asked.grade(it)).max().map(Grade::points)
        };
        let word = |asked: &Asked| {
            let in_name = best(asked, &self.name).map(|points| points * NAME_FACTOR);
            in_name.max(best(asked, &self.text))
        };
        asked.iter().map(word).sum()
    }
}

impl fmt::Debug for MemoryIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryIndex")
    }
}

fn place(query: &Query, listing: &Listing, points: u32) -> (Position, Option<f64>) {
    let distance_km =
        query.near.zip(listing.point).map(|(near, point)| near.point.distance_km(point));
    let rank = position::rank(query.sort, points, distance_km, listing.price_cents);
    let created_at = Reverse(listing.created_at);
    (Position { rank, created_at, id: listing.id.clone() }, distance_km)
}

/// Whether a listing is what the query asks for, but for the words.
fn fits(query: &Query, it: &Listing) -> bool {
    query.viewer.sees(it.visibility, &it.organisation_id, it.park_id.as_deref())
        && query.not_organisation.as_ref() != Some(&it.organisation_id)
        && (query.categories.is_empty()
            || it.category.is_some_and(|own| query.categories.iter().any(|all| all.contains(own))))
        && query.condition_min.is_none_or(|min| it.condition.is_some_and(|own| own >= min))
        && query.measures.iter().all(|(name, range)| lies_in(range, it.measures.get(name).copied()))
        && lies_in(&query.quantity_thousandths, Some(figure(it.quantity_thousandths)))
        && query.unit.is_none_or(|unit| unit == it.unit)
        && lies_in(&query.price_cents, it.price_cents.map(figure))
        && is_one_of(query.materials.iter(), it.materials.iter())
        && is_one_of(query.brand.iter(), it.brand.iter())
        && is_one_of(query.colour.iter(), it.colour.iter())
        && query.near.is_none_or(|near| it.point.is_some_and(|point| near.holds(point)))
        && meets(query.window, (it.available_from, it.available_until))
}

/// A figure that is not known lies in no range, but for the one that does not bound.
fn lies_in(range: &Range, figure: Option<f64>) -> bool {
    range.is_open() || figure.is_some_and(|it| range.holds(it))
}

/// Whether any is wanted, in whatever spelling, or nothing in particular is.
fn is_one_of<'a>(
    wanted: impl Iterator<Item = &'a String>,
    mut own: impl Iterator<Item = &'a String>,
) -> bool {
    let keys = wanted.map(|it| facets::key(it)).filter(|it| !it.is_empty());
    let keys: Vec<String> = keys.collect();
    keys.is_empty() || own.any(|it| keys.contains(&facets::key(it)))
}

/// Whether two windows, open where they do not say, have a day in common.
fn meets(one: (Option<Day>, Option<Day>), two: (Option<Day>, Option<Day>)) -> bool {
    let begins_in_time = |from: Option<Day>, until: Option<Day>| {
        from.zip(until).is_none_or(|(from, until)| from <= until)
    };
    begins_in_time(one.0, two.1) && begins_in_time(two.0, one.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_conforms() {
        super::super::conformance::conformance(&MemoryIndex::default()).await;
    }
}
