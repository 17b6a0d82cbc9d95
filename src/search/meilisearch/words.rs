//! From the words that are asked for to filters, by how well they answer.
//!
//! Meilisearch's own search for words ranks by rules of its own, and knows neither our stems nor
//! our parts of compounds. So it is our dictionary here: it says which words are spelt like one
//! that is asked for, our analysis grades them, and a grade becomes a filter.

use std::collections::BTreeMap;

use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};

use super::super::analysis::{self, Asked, Grade, NAME_FACTOR};
use super::super::{Completion, Result, position};
use super::document::{ALL_WORDS, Field, NAME, TEXT};
use super::filter::Filter;
use super::server::Server;

/// So many words rank what is found; more of them must occur, and that is all. For each word more
/// there are several times as many sums of points to tell apart.
const RANKING_WORDS_MAX: usize = 4;

/// What answers one word.
#[derive(Debug, Clone)]
pub struct Answers {
    pub asked: Asked,
    /// How often it is asked for.
    times: usize,
    /// Points → what is worth so many of them.
    pub levels: BTreeMap<u32, Filter>,
    /// What answers it otherwise than by typos.
    pub plainly: Filter,
    /// The words of the dictionary that are spelt like it, each with how many listings that the
    /// viewer sees have it.
    pub spelt: Vec<Completion>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FacetSearch<'a> {
    facet_name: &'a str,
    facet_query: &'a str,
    filter: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FacetHits {
    facet_hits: Vec<FacetHit>,
}

#[derive(Deserialize)]
struct FacetHit {
    value: String,
    count: usize,
}

/// The words of an attribute that begin with this one or are spelt like it, and how many of what
/// the filter finds have them.
pub async fn dictionary(
    server: &Server,
    uid: &str,
    attribute: &str,
    word: &str,
    filter: &Filter,
) -> Result<Vec<Completion>> {
    let asked =
        FacetSearch { facet_name: attribute, facet_query: word, filter: filter.to_string() };
    let found: FacetHits = server.ask(&format!("/indexes/{uid}/facet-search"), &asked).await?;
    let completion = |it: FacetHit| Completion { word: it.value, count: it.count };
    Ok(found.facet_hits.into_iter().map(completion).collect())
}

/// What answers each word among what `seen` finds.
pub async fn look_up(
    server: &Server,
    uid: &str,
    asked: &[Asked],
    seen: &Filter,
) -> Result<Vec<Answers>> {
    let mut distinct: Vec<(&Asked, usize)> = Vec::new();
    for asked in asked {
        match distinct.iter_mut().find(|it| it.0 == asked) {
            Some(known) => known.1 += 1,
            None => distinct.push((asked, 1)),
        }
    }
    let each = distinct.into_iter().map(async |(asked, times)| {
        let spelt = if analysis::typos_allowed(asked.as_str()) > 0 {
            dictionary(server, uid, ALL_WORDS, asked.as_str(), seen).await?
        } else {
            Vec::new()
        };
        Ok(Answers::of(asked, times, spelt))
    });
    try_join_all(each).await
}

impl Answers {
    fn of(asked: &Asked, times: usize, spelt: Vec<Completion>) -> Self {
        let each_time = u32::try_from(times).unwrap_or(u32::MAX);
        let lookups = asked.lookups();
        // By grade, whether in the written words or in the keys.
        let mut written: BTreeMap<Grade, Vec<String>> = BTreeMap::new();
        let mut keys: BTreeMap<Grade, Vec<String>> = BTreeMap::new();
        written.entry(Grade::Exact).or_default().push(asked.as_str().to_owned());
        for (grade, word) in lookups.written {
            written.entry(grade).or_default().push(word);
        }
        for (grade, key) in lookups.keys {
            keys.entry(grade).or_default().push(key);
        }
        for found in &spelt {
            match asked.grade_spelling(&found.word) {
                // All that begin with it are found by that, not one by one.
                Some(Grade::Beginning) | None => {}
                Some(grade) => written.entry(grade).or_default().push(found.word.clone()),
            }
        }
        let mut levels: BTreeMap<u32, Vec<Filter>> = BTreeMap::new();
        let mut plainly = Vec::new();
        for (field, factor) in [(NAME, NAME_FACTOR), (TEXT, 1)] {
            for (grade, filter) in graded(asked, field, &written, &keys) {
                if !grade.is_by_typos() {
                    plainly.push(filter.clone());
                }
                levels.entry(grade.points() * factor * each_time).or_default().push(filter);
            }
        }
        let levels = levels.into_iter().map(|(points, any)| (points, Filter::Any(any)));
        Self {
            asked: asked.clone(),
            times,
            levels: levels.collect(),
            plainly: Filter::Any(plainly),
            spelt,
        }
    }

    /// Whatever answers it.
    pub fn any(&self) -> Filter {
        Filter::Any(self.levels.values().cloned().collect())
    }

    /// What answers it on this level and on none above.
    fn exactly(&self, points: u32) -> Filter {
        let (mut on_it, mut above) = (Vec::new(), Vec::new());
        for (level, filter) in self.levels.range(points..) {
            if *level == points { &mut on_it } else { &mut above }.push(filter.clone());
        }
        if above.is_empty() {
            return Filter::Any(on_it);
        }
        Filter::All(vec![Filter::Any(on_it), Filter::not(Filter::Any(above))])
    }
}

/// The filters of one field, by grade.
fn graded(
    asked: &Asked,
    field: Field,
    written: &BTreeMap<Grade, Vec<String>>,
    keys: &BTreeMap<Grade, Vec<String>>,
) -> Vec<(Grade, Filter)> {
    let within = |attribute: &'static str| {
        move |(grade, words): (&Grade, &Vec<String>)| {
            (*grade, Filter::IsIn(attribute.to_owned(), words.clone()))
        }
    };
    let mut filters: Vec<_> = written.iter().map(within(field.written)).collect();
    filters.extend(keys.iter().map(within(field.keys)));
    if asked.is_last() {
        let begins = Filter::BeginsWith(field.written.to_owned(), asked.as_str().to_owned());
        filters.push((Grade::Beginning, begins));
    }
    filters
}

/// What answers every word, or all but so many.
pub fn answering(answers: &[Answers], missing: usize) -> Filter {
    let times: usize = answers.iter().map(|it| it.times).sum();
    let ways = left_out(answers, missing.min(times.saturating_sub(1)));
    let all_but = |without: Vec<usize>| {
        let others = answers.iter().enumerate().filter(|it| !without.contains(&it.0));
        Filter::All(others.map(|it| it.1.any()).collect())
    };
    if missing == 0 { all_but(Vec::new()) } else { Filter::Any(ways.map(all_but).collect()) }
}

/// Which words may be left out together: those that make up so many at most.
fn left_out(answers: &[Answers], missing: usize) -> impl Iterator<Item = Vec<usize>> {
    let mut ways: Vec<(Vec<usize>, usize)> = vec![(Vec::new(), 0)];
    for (at, word) in answers.iter().enumerate() {
        let more: Vec<_> = ways
            .iter()
            .filter(|it| it.1 + word.times <= missing)
            .map(|(without, times)| ([&without[..], &[at]].concat(), times + word.times))
            .collect();
        ways.extend(more);
    }
    ways.into_iter().map(|it| it.0)
}

/// What has exactly this rank, the best first. `answers` have only levels that something is found
/// on. The best tiers are made of few levels, and those below are made only when they are asked
/// for.
pub fn tiers(answers: &[Answers], missing: usize) -> impl Iterator<Item = (i64, Filter)> {
    let ranking = &answers[..answers.len().min(RANKING_WORDS_MAX)];
    // Of each way the levels, none where the word is missing, and how many are.
    let mut ways: Vec<(Vec<Option<u32>>, usize)> = vec![(Vec::new(), 0)];
    for word in ranking {
        let with = |(way, lacks): &(Vec<Option<u32>>, usize)| {
            let (way, lacks) = (way.clone(), *lacks);
            let answered = word.levels.keys().map(move |level| (Some(*level), lacks));
            let missed = Some((None, lacks + word.times)).filter(|it| it.1 <= missing);
            answered
                .chain(missed)
                .map(move |(level, lacks)| (way.iter().copied().chain([level]).collect(), lacks))
        };
        ways = ways.iter().flat_map(with).collect();
    }
    let mut by_rank: BTreeMap<i64, Vec<Vec<Option<u32>>>> = BTreeMap::new();
    for (way, lacks) in ways {
        let points = way.iter().flatten().sum();
        by_rank.entry(position::rank_of_points(points, lacks)).or_default().push(way);
    }
    by_rank.into_iter().map(|(rank, ways)| {
        let all = |way: Vec<Option<u32>>| {
            let exactly = |(word, level): (&Answers, Option<u32>)| match level {
                Some(level) => word.exactly(level),
                None => Filter::not(word.any()),
            };
            Filter::All(ranking.iter().zip(way).map(exactly).collect())
        };
        (rank, Filter::Any(ways.into_iter().map(all).collect()))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A listing that is worth `worth` for each word; whether a filter over levels finds it.
    fn finds(filter: &Filter, worth: &[u32]) -> bool {
        match filter {
            Filter::All(all) => all.iter().all(|it| finds(it, worth)),
            Filter::Any(any) => any.iter().any(|it| finds(it, worth)),
            Filter::Not(it) => !finds(it, worth),
            Filter::IsIn(word, levels) => {
                levels[0].parse() == Ok(worth[word.parse::<usize>().unwrap()])
            }
            other => panic!("{other:?}"),
        }
    }

    proptest! {
        #[test]
        fn a_listing_is_in_the_tier_of_its_points(
            levels in prop::collection::vec(prop::collection::btree_set(1..9_u32, 1..4), 1..4),
            choice in prop::collection::vec(any::<prop::sample::Index>(), 4),
        ) {
            let asked = analysis::query_words("deur");
            let word = |(at, levels): (usize, &std::collections::BTreeSet<u32>)| Answers {
                levels: levels.iter().map(|it| (*it, Filter::IsIn(at.to_string(), vec![it.to_string()]))).collect(),
                ..Answers::of(&asked[0], 1, Vec::new())
            };
            let answers: Vec<Answers> = levels.iter().enumerate().map(word).collect();
            let pick = |(levels, at): (&std::collections::BTreeSet<u32>, &prop::sample::Index)| {
                *at.get(&levels.iter().copied().collect::<Vec<_>>())
            };
            let worth: Vec<u32> = levels.iter().zip(&choice).map(pick).collect();
            let tiers: Vec<(i64, Filter)> = tiers(&answers, 1).collect();
            prop_assert!(tiers.is_sorted_by(|one, two| one.0 < two.0));
            let holding = |worth: &[u32]| -> Vec<i64> {
                tiers.iter().filter(|it| finds(&it.1, worth)).map(|it| it.0).collect()
            };
            let points = worth.iter().sum::<u32>();
            prop_assert_eq!(holding(&worth), vec![position::rank_of_points(points, 0)]);
            let lacking: Vec<u32> = [&[0], &worth[1..]].concat();
            let rank = position::rank_of_points(points - worth[0], 1);
            prop_assert_eq!(holding(&lacking), vec![rank]);
            prop_assert_eq!(finds(&answering(&answers, 1), &lacking), worth.len() > 1);
            prop_assert!(!finds(&answering(&answers, 0), &lacking));
        }
    }
}
