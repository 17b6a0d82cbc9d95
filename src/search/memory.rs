//! An index that is forgotten when the process ends. It looks at every listing in the plainest
//! way, so it also says what a query means: any other index must find the same.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Bound;
use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::{Mutex, RwLock};

use super::analysis::{self, Asked, Grade, NAME_FACTOR, Word};
use super::clusters::{self, Gathered, Grid};
use super::constraint::{Constraint, Criterion, Fact};
use super::position::{self, Measured, Position};
use super::{Cluster, Completion, Facet, Listing, Page, Query, Result, SearchIndex, facets};

#[derive(Default)]
pub struct MemoryIndex {
    entries: RwLock<BTreeMap<String, Entry>>,
    beside: Mutex<Option<Arc<MemoryIndex>>>,
}

struct Entry {
    listing: Listing,
    facts: BTreeSet<Fact>,
    name: Vec<Word>,
    text: Vec<Word>,
}

/// How well an entry answers: its points for the words, and how many words it lacks.
#[derive(Clone, Copy)]
struct Answered {
    points: u32,
    missing: usize,
}

#[async_trait]
impl SearchIndex for MemoryIndex {
    async fn put(&self, listings: &[Listing]) -> Result<()> {
        let mut entries = self.entries.write().await;
        for listing in listings {
            let known = entries.get(&listing.id);
            if known.is_none_or(|it| it.listing.version <= listing.version) {
                entries.insert(listing.id.clone(), Entry::of(listing.clone()));
            }
        }
        Ok(())
    }

    async fn remove(&self, ids: &[String]) -> Result<()> {
        let mut entries = self.entries.write().await;
        for id in ids {
            entries.remove(id);
        }
        Ok(())
    }

    async fn find(&self, query: &Query) -> Result<Page> {
        let after = position::read_cursor(query)?;
        let asked = analysis::query_words(&query.text);
        let criteria = query.criteria();
        let entries = self.entries.read().await;
        let answering: Vec<(&Entry, Answered)> = entries
            .values()
            .filter_map(|it| Some((it, it.answers(&asked, query.words_missing)?)))
            .collect();
        let found: Vec<_> =
            answering.iter().filter(|(it, _)| it.fits(&criteria, None)).copied().collect();

        let mut placed: Vec<_> =
            found.iter().map(|(it, answered)| place(query, &it.listing, *answered)).collect();
        placed.retain(|(position, _)| after.as_ref().is_none_or(|after| position > after));
        placed.sort_by(|one, two| one.0.cmp(&two.0));
        let (hits, next) = position::cut(query, placed)?;
        let facets = query.facets.iter().map(|facet| {
            let mut counted = BTreeMap::new();
            let all = answering.iter().filter(|(it, _)| it.fits(&criteria, Some(*facet)));
            for value in all.flat_map(|(it, _)| facets::values(&it.listing, *facet)) {
                *counted.entry(value).or_default() += 1;
            }
            (*facet, facets::merge_spellings(counted))
        });
        let did_you_mean = did_you_mean(query, &asked, &entries);
        Ok(Page { hits, total: found.len(), facets: facets.collect(), did_you_mean, next })
    }

    async fn complete(&self, query: &Query) -> Result<Vec<Completion>> {
        let mut asked = analysis::query_words(&query.text);
        let Some(last) = asked.pop() else { return Ok(Vec::new()) };
        let criteria = query.criteria();
        let entries = self.entries.read().await;
        let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in entries.values() {
            if entry.fits(&criteria, None) && entry.answers(&asked, query.words_missing).is_some() {
                for word in entry.name.iter().filter_map(Word::written) {
                    if word.starts_with(last.as_str()) {
                        *counted.entry(word).or_default() += 1;
                    }
                }
            }
        }
        let mut completions: Vec<Completion> = counted
            .into_iter()
            .map(|(word, count)| Completion { word: word.to_owned(), count })
            .collect();
        completions.sort_by_key(|it| Reverse(it.count));
        completions.truncate(query.limit);
        Ok(completions)
    }

    async fn clusters(&self, query: &Query) -> Result<Vec<Cluster>> {
        let Some(viewport) = query.viewport else { return Ok(Vec::new()) };
        let grid = Grid::of(&viewport);
        let asked = analysis::query_words(&query.text);
        let criteria = query.criteria();
        let entries = self.entries.read().await;
        let mut cells: BTreeMap<_, (Gathered, String)> = BTreeMap::new();
        for entry in entries.values() {
            if let Some(point) = entry.listing.place()
                && entry.fits(&criteria, None)
                && entry.answers(&asked, query.words_missing).is_some()
            {
                let cell = cells.entry(grid.cell(point)).or_default();
                cell.0.add(point);
                cell.1.clone_from(&entry.listing.id);
            }
        }
        Ok(clusters::of_cells(cells))
    }

    async fn clear(&self) -> Result<()> {
        self.entries.write().await.clear();
        Ok(())
    }

    async fn health(&self) -> Result<()> {
        Ok(())
    }

    async fn versions(&self, after: &str, limit: usize) -> Result<Vec<(String, i64)>> {
        let entries = self.entries.read().await;
        let later = (Bound::Excluded(after), Bound::Unbounded);
        let known = entries.range::<str, _>(later);
        Ok(known.take(limit).map(|(id, it)| (id.clone(), it.listing.version)).collect())
    }

    async fn beside(&self) -> Result<Arc<dyn SearchIndex>> {
        let index = Arc::new(Self::default());
        *self.beside.lock().await = Some(index.clone());
        Ok(index)
    }

    async fn swap(&self) -> Result<()> {
        if let Some(beside) = self.beside.lock().await.take() {
            let filled = std::mem::take(&mut *beside.entries.write().await);
            *self.entries.write().await = filled;
        }
        Ok(())
    }
}

impl MemoryIndex {
    /// Of listings that are not searched by words any more, so that cutting them is spared.
    pub fn without_words(listings: Vec<Listing>) -> Self {
        let entry = |it: Listing| {
            let facts = it.facts().into_iter().collect();
            (it.id.clone(), Entry { listing: it, facts, name: Vec::new(), text: Vec::new() })
        };
        let entries = RwLock::new(listings.into_iter().map(entry).collect());
        Self { entries, ..Self::default() }
    }
}

impl Entry {
    fn of(listing: Listing) -> Self {
        let name = analysis::text_words(&listing.name);
        let text = analysis::text_words(&listing.other_text());
        let facts = listing.facts().into_iter().collect();
        Self { listing, facts, name, text }
    }

    /// How well it answers; `None` unless it answers every word but so many.
    fn answers(&self, asked: &[Asked], words_missing: usize) -> Option<Answered> {
        let best = |asked: &Asked, words: &[Word]| {
            words.iter().filter_map(|it| asked.grade(it)).max().map(Grade::points)
        };
        let word = |asked: &Asked| {
            let in_name = best(asked, &self.name).map(|points| points * NAME_FACTOR);
            in_name.max(best(asked, &self.text))
        };
        let points: Vec<u32> = asked.iter().filter_map(word).collect();
        let missing = asked.len() - points.len();
        let is_answer = asked.is_empty() || !points.is_empty();
        (is_answer && missing <= words_missing)
            .then(|| Answered { points: points.iter().sum(), missing })
    }

    /// Whether it is what the criteria ask for, but for those that are the choice of `facet`.
    fn fits(&self, criteria: &[Criterion], facet: Option<Facet>) -> bool {
        let counts = |it: &&Criterion| it.facet.is_none() || it.facet != facet;
        criteria.iter().filter(counts).all(|it| self.satisfies(&it.constraint))
    }

    fn satisfies(&self, constraint: &Constraint) -> bool {
        match constraint {
            Constraint::AnyOf(facts) => facts.iter().any(|it| self.facts.contains(it)),
            Constraint::NoneOf(facts) => !facts.iter().any(|it| self.facts.contains(it)),
            Constraint::Between(figure, range) => {
                self.listing.figure(*figure).is_some_and(|it| range.contains(&it))
            }
            Constraint::Within(near) => self.listing.place().is_some_and(|it| near.holds(it)),
            Constraint::OnMap(view) => self.listing.place().is_some_and(|it| view.holds(it)),
        }
    }
}

impl fmt::Debug for MemoryIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryIndex")
    }
}

fn place(query: &Query, listing: &Listing, answered: Answered) -> (Position, Option<f64>) {
    let distance_km =
        query.near.zip(listing.place()).map(|(near, point)| near.point.distance_km(point));
    let rank = match position::measured(query.sort) {
        Measured::Points => position::rank_of_points(answered.points, answered.missing),
        Measured::Distance => position::rank_of_distance(distance_km),
        Measured::Figure(figure) => position::rank_of_figure(query.sort, listing.figure(figure)),
        Measured::Nothing => 0,
    };
    let created_at = Reverse(listing.created_at);
    (Position { rank, created_at, id: listing.id.clone() }, distance_km)
}

/// Puts right each word that nothing the viewer may see answers but by typos: by the word with the
/// fewest, of those the most frequent, of those the first of the alphabet.
fn did_you_mean(
    query: &Query,
    asked: &[Asked],
    entries: &BTreeMap<String, Entry>,
) -> Option<String> {
    let seen = Constraint::AnyOf(query.viewer.sees_by());
    let seen: Vec<&Entry> = entries.values().filter(|it| it.satisfies(&seen)).collect();
    let corrected = asked.iter().map(|asked| {
        let is_answered = |it: &&Entry| {
            let words = it.name.iter().chain(&it.text);
            words.filter_map(|it| asked.grade(it)).any(|it| !it.is_by_typos())
        };
        if seen.iter().any(is_answered) {
            return None;
        }
        let mut spelt: BTreeMap<&str, (Grade, usize)> = BTreeMap::new();
        for entry in &seen {
            let words = entry.name.iter().chain(&entry.text).filter_map(Word::written);
            for word in words.collect::<BTreeSet<&str>>() {
                if let Some(grade) = asked.grade_spelling(word) {
                    spelt.entry(word).or_insert((grade, 0)).1 += 1;
                }
            }
        }
        // The last of equals would win: turned around, it is the first of the alphabet.
        spelt.into_iter().rev().max_by_key(|it| it.1).map(|it| it.0.to_owned())
    });
    analysis::corrected(asked, corrected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_conforms() {
        super::super::conformance::conformance(&MemoryIndex::default()).await;
    }
}
