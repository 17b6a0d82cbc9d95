//! Answering a query from all segments together.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use tantivy::DocId;

use super::super::analysis::{self, Grade};
use super::super::clusters::{self, Cell, Gathered, Grid};
use super::super::constraint::Fact;
use super::super::position::{self, Position};
use super::super::{Cluster, Completion, Page, Query, Result, Sort, facets};
use super::bits::Bits;
use super::gather::{Candidate, Counted};
use super::narrow::{Narrowed, Wanted};
use super::segment::{Segment, View};
use super::{failed, gather, words};

pub fn page(query: &Query, view: &View) -> Result<Page> {
    let after = position::read_cursor(query)?;
    let wanted = Wanted::of(query, view);
    let narrowed = view.segments.iter().map(|it| wanted.narrow(it));
    let narrowed: Vec<Narrowed> = narrowed.collect::<tantivy::Result<_>>().map_err(failed)?;
    let mut candidates = Vec::new();
    for (segment, narrowed) in view.segments.iter().zip(&narrowed) {
        candidates.extend(gather::first(query, after.as_ref(), segment, narrowed).map_err(failed)?);
    }
    let placed = placed(query, candidates).map_err(failed)?;
    let (hits, next) = position::cut(query, placed)?;
    let facets = facets(query, view, &narrowed).map_err(failed)?;
    let did_you_mean = did_you_mean(&wanted, view, &narrowed).map_err(failed)?;
    let total = narrowed.iter().map(|it| it.found.count()).sum();
    Ok(Page { hits, total, facets, did_you_mean, next })
}

/// The first of all segments in their order. Ids are read of those alone that may be among them:
/// reading one takes as long as ranking a hundred documents.
fn placed(
    query: &Query,
    mut candidates: Vec<Candidate>,
) -> tantivy::Result<Vec<(Position, Option<f64>)>> {
    let order = |it: &Candidate| (it.rank, it.created_at);
    candidates.sort_unstable_by_key(order);
    if let Some(last) = candidates.get(query.limit).map(order) {
        candidates.truncate(candidates.partition_point(|it| order(it) <= last));
    }
    let placed = candidates.into_iter().map(|it| {
        let Candidate { segment, doc, rank, created_at } = it;
        let position = Position { rank, created_at, id: segment.id(doc)? };
        let near = query.near.zip(segment.point(doc));
        Ok((position, near.map(|(near, point)| near.point.distance_km(point))))
    });
    let mut placed = placed.collect::<tantivy::Result<Vec<_>>>()?;
    placed.sort_by(|one, two| one.0.cmp(&two.0));
    Ok(placed)
}

/// Counting more than this takes longer than remembering what was counted.
const COUNTED_ANEW_MAX: usize = 20_000;

fn facets(query: &Query, view: &View, narrowed: &[Narrowed]) -> tantivy::Result<Counted> {
    let is_much = |it: &Narrowed| {
        let most = it.without.iter().map(|it| it.1.count()).max().unwrap_or_default();
        most.max(it.found.count())
    };
    let is_dear =
        !query.facets.is_empty() && narrowed.iter().map(is_much).sum::<usize>() > COUNTED_ANEW_MAX;
    let key = is_dear.then(|| {
        // Neither the order nor the page change what is counted.
        let same = Query { sort: Sort::Newest, cursor: None, limit: 0, ..query.clone() };
        format!("{same:?}")
    });
    if let Some(counted) = key.as_ref().and_then(|it| view.counted(it)) {
        return Ok(counted);
    }
    let mut counted: Counted = query.facets.iter().map(|it| (*it, BTreeMap::new())).collect();
    for (segment, narrowed) in view.segments.iter().zip(narrowed) {
        gather::count(query, segment, narrowed, &mut counted)?;
    }
    let merged = |(facet, values)| (facet, facets::merge_spellings(values));
    let counted: Counted = counted.into_iter().map(merged).collect();
    if let Some(key) = key {
        view.remember(key, &counted);
    }
    Ok(counted)
}

/// Puts right each word that nothing the viewer may see answers but by typos: by the word with the
/// fewest, of those the most frequent, of those the first of the alphabet.
fn did_you_mean(
    wanted: &Wanted,
    view: &View,
    narrowed: &[Narrowed],
) -> tantivy::Result<Option<String>> {
    if wanted.asked.is_empty() {
        return Ok(None);
    }
    let by = wanted.query.viewer.sees_by();
    let seen: Vec<Bits> = view
        .segments
        .iter()
        .map(|segment| {
            let mut seen = segment.any_of(by.iter().map(Fact::as_str))?;
            segment.keep_alive(&mut seen);
            Ok(seen)
        })
        .collect::<tantivy::Result<_>>()?;
    let corrections = (0..wanted.asked.len()).map(|at| correction(at, view, narrowed, &seen));
    let corrections: Vec<_> = corrections.collect::<tantivy::Result<_>>()?;
    Ok(analysis::corrected(&wanted.asked, corrections.into_iter()))
}

/// What the word at a place is put right to.
fn correction(
    at: usize,
    view: &View,
    narrowed: &[Narrowed],
    seen: &[Bits],
) -> tantivy::Result<Option<String>> {
    let all = || view.segments.iter().zip(narrowed).zip(seen);
    for ((segment, narrowed), seen) in all() {
        for answer in narrowed.answers[at].iter().filter(|it| !it.grade.is_by_typos()) {
            if answer.stands_in_any_of(segment, seen)? {
                return Ok(None);
            }
        }
    }
    let mut spelt: BTreeMap<&str, (Grade, usize)> = BTreeMap::new();
    for ((segment, narrowed), seen) in all() {
        for answer in narrowed.answers[at].iter() {
            let Some(word) = answer.word.as_deref() else { continue };
            let count = answer.count_in(segment, seen)?;
            if count > 0 {
                spelt.entry(word).or_insert((answer.grade, 0)).1 += count;
            }
        }
    }
    // The last of equals would win: turned around, it is the first of the alphabet.
    let best = spelt.into_iter().rev().max_by_key(|it| it.1);
    Ok(best.map(|it| it.0.to_owned()))
}

/// A word that is half typed may become thousands; those in most names are counted.
const COMPLETIONS_COUNTED_MAX: usize = 200;

pub fn completions(query: &Query, view: &View) -> tantivy::Result<Vec<Completion>> {
    let mut asked = analysis::query_words(&query.text);
    let Some(last) = asked.pop() else { return Ok(Vec::new()) };
    let wanted = Wanted::asking(query, asked, view);
    let mut counted: HashMap<Arc<str>, usize> = HashMap::new();
    for segment in &view.segments {
        let found = wanted.narrow(segment)?.found;
        if found.is_empty() {
            continue;
        }
        for answer in words::beginning_with(last.as_str(), segment, COMPLETIONS_COUNTED_MAX)? {
            let mut count = 0;
            answer.for_each(segment, |doc, times| {
                count += usize::from(times >= analysis::NAME_FACTOR && found.contains(doc));
            })?;
            if let Some(word) = answer.word.filter(|_| count > 0) {
                *counted.entry(word).or_default() += count;
            }
        }
    }
    let completion = |(word, count): (Arc<str>, _)| Completion { word: word.to_string(), count };
    let mut completions: Vec<Completion> = counted.into_iter().map(completion).collect();
    completions.sort_by(|one, two| two.count.cmp(&one.count).then_with(|| one.word.cmp(&two.word)));
    completions.truncate(query.limit);
    Ok(completions)
}

pub fn clusters(query: &Query, view: &View) -> tantivy::Result<Vec<Cluster>> {
    let Some(viewport) = query.viewport else { return Ok(Vec::new()) };
    let grid = Grid::of(&viewport);
    let wanted = Wanted::of(query, view);
    let mut cells: HashMap<Cell, (Gathered, &Segment, DocId)> = HashMap::new();
    for segment in &view.segments {
        for doc in wanted.narrow(segment)?.found.docs() {
            if let Some(point) = segment.point(doc) {
                let cell = cells.entry(grid.cell(point));
                cell.or_insert((Gathered::default(), segment, doc)).0.add(point);
            }
        }
    }
    let named = cells.into_iter().map(|(cell, (gathered, segment, doc))| {
        let id = if gathered.count == 1 { segment.id(doc)? } else { String::new() };
        Ok((cell, (gathered, id)))
    });
    Ok(clusters::of_cells(named.collect::<tantivy::Result<_>>()?))
}
