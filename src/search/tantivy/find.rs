//! Answering a query from all segments together.

use std::collections::{BTreeMap, HashMap};

use tantivy::DocId;

use super::super::analysis::{self, Asked, Grade};
use super::super::clusters::{self, Cell, Gathered, Grid};
use super::super::constraint::Fact;
use super::super::{Cluster, Completion, Page, Query, Result, facets, position};
use super::bits::Bits;
use super::document::Fields;
use super::narrow::Wanted;
use super::segment::{Segment, View};
use super::{failed, gather, words};

pub fn page(query: &Query, fields: &Fields, view: &View) -> Result<Page> {
    let after = position::read_cursor(query)?;
    let wanted = Wanted::of(query);
    let (mut total, mut placed) = (0, Vec::new());
    let mut counted: gather::Counted =
        query.facets.iter().map(|it| (*it, BTreeMap::new())).collect();
    for segment in &view.segments {
        let narrowed = wanted.narrow(fields, segment).map_err(failed)?;
        total += narrowed.found.count();
        let first = gather::first(query, after.as_ref(), segment, &narrowed).map_err(failed)?;
        placed.extend(first);
        gather::count(query, segment, &narrowed, &mut counted).map_err(failed)?;
    }
    placed.sort_by(|one, two| one.0.cmp(&two.0));
    let (hits, next) = position::cut(query, placed)?;
    let merged = |(facet, values)| (facet, facets::merge_spellings(values));
    let facets = counted.into_iter().map(merged).collect();
    let did_you_mean = did_you_mean(&wanted, fields, view).map_err(failed)?;
    Ok(Page { hits, total, facets, did_you_mean, next })
}

/// Puts right each word that nothing the viewer may see answers but by typos: by the word with the
/// fewest, of those the most frequent, of those the first of the alphabet.
fn did_you_mean(wanted: &Wanted, fields: &Fields, view: &View) -> tantivy::Result<Option<String>> {
    if wanted.asked.is_empty() {
        return Ok(None);
    }
    let by = wanted.query.viewer.sees_by();
    let seen: Vec<Bits> = view
        .segments
        .iter()
        .map(|segment| {
            let mut seen = segment.alive();
            seen.keep(&segment.any_of(by.iter().map(Fact::as_str))?);
            Ok(seen)
        })
        .collect::<tantivy::Result<_>>()?;
    let corrections = wanted.asked.iter().map(|it| correction(it, fields, view, &seen));
    let corrections: Vec<_> = corrections.collect::<tantivy::Result<_>>()?;
    Ok(analysis::corrected(&wanted.asked, corrections.into_iter()))
}

fn correction(
    asked: &Asked,
    fields: &Fields,
    view: &View,
    seen: &[Bits],
) -> tantivy::Result<Option<String>> {
    let mut spelt: BTreeMap<String, (Grade, usize)> = BTreeMap::new();
    for (segment, seen) in view.segments.iter().zip(seen) {
        for answer in words::answers(asked, fields, segment)? {
            if !answer.grade.is_by_typos() {
                if answer.stands_in_any_of(segment, seen)? {
                    return Ok(None);
                }
            } else if let Some(word) = &answer.spelling {
                let count = answer.count_in(segment, seen)?;
                if count > 0 {
                    spelt.entry(word.clone()).or_insert((answer.grade, 0)).1 += count;
                }
            }
        }
    }
    // The last of equals would win: turned around, it is the first of the alphabet.
    Ok(spelt.into_iter().rev().max_by_key(|it| it.1).map(|it| it.0))
}

/// A word that is half typed may become thousands; those in most names are counted.
const COMPLETIONS_COUNTED_MAX: usize = 200;

pub fn completions(
    query: &Query,
    fields: &Fields,
    view: &View,
) -> tantivy::Result<Vec<Completion>> {
    let mut asked = analysis::query_words(&query.text);
    let Some(last) = asked.pop() else { return Ok(Vec::new()) };
    let wanted = Wanted::asking(query, asked);
    let mut counted: HashMap<String, usize> = HashMap::new();
    for segment in &view.segments {
        let found = wanted.narrow(fields, segment)?.found;
        if found.is_empty() {
            continue;
        }
        for answer in words::beginning_with(last.as_str(), segment, COMPLETIONS_COUNTED_MAX)? {
            let mut count = 0;
            answer.for_each(segment, |doc, times| {
                count += usize::from(times >= analysis::NAME_FACTOR && found.contains(doc));
            })?;
            if let Some(word) = answer.spelling.filter(|_| count > 0) {
                *counted.entry(word).or_default() += count;
            }
        }
    }
    let completion = |(word, count)| Completion { word, count };
    let mut completions: Vec<Completion> = counted.into_iter().map(completion).collect();
    completions.sort_by(|one, two| two.count.cmp(&one.count).then_with(|| one.word.cmp(&two.word)));
    completions.truncate(query.limit);
    Ok(completions)
}

pub fn clusters(query: &Query, fields: &Fields, view: &View) -> tantivy::Result<Vec<Cluster>> {
    let Some(viewport) = query.viewport else { return Ok(Vec::new()) };
    let grid = Grid::of(&viewport);
    let wanted = Wanted::of(query);
    let mut cells: HashMap<Cell, (Gathered, &Segment, DocId)> = HashMap::new();
    for segment in &view.segments {
        for doc in wanted.narrow(fields, segment)?.found.docs() {
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
