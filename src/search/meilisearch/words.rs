//! From the words that are asked for to filters, by how well they answer.
//!
//! Meilisearch's own search for words ranks by rules of its own, and knows neither our stems nor
//! our parts of compounds. So it is our dictionary here: it says which words are spelt like one
//! that is asked for, our analysis grades them, and a grade becomes a filter.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};

use super::super::analysis::{self, Asked, Grade, NAME_FACTOR};
use super::super::{Completion, Result, position};
use super::document::{WordSet, Words};
use super::filter::Filter;
use super::server::Server;

/// What answers one word.
#[derive(Debug, Clone)]
pub struct Answers {
    pub asked: Asked,
    /// How often it is asked for.
    pub times: usize,
    /// Points → the ways in which it is answered for so many.
    levels: BTreeMap<u32, Vec<Way>>,
    /// The words of the dictionary that are spelt like it, each with how many listings that the
    /// viewer sees have it.
    pub spelt: Vec<Completion>,
}

/// A way in which a word is answered: by what stands among the words of a listing.
#[derive(Debug, Clone)]
struct Way {
    grade: Grade,
    among: WordSet,
    by: By,
}

#[derive(Debug, Clone)]
enum By {
    AnyOf(BTreeSet<String>),
    Beginning(String),
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

/// The words among those that begin with this one or are spelt like it, and how many of what
/// the filter finds have them.
pub async fn dictionary(
    server: &Server,
    uid: &str,
    among: WordSet,
    word: &str,
    filter: &Filter,
) -> Result<Vec<Completion>> {
    let asked = FacetSearch {
        facet_name: among.attribute(),
        facet_query: word,
        filter: filter.to_string(),
    };
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
            dictionary(server, uid, WordSet::All, asked.as_str(), seen).await?
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
        let mut written: BTreeMap<Grade, BTreeSet<String>> = BTreeMap::new();
        let mut keys: BTreeMap<Grade, BTreeSet<String>> = BTreeMap::new();
        written.entry(Grade::Exact).or_default().insert(asked.as_str().to_owned());
        for (grade, word) in lookups.written {
            written.entry(grade).or_default().insert(word);
        }
        for (grade, key) in lookups.keys {
            keys.entry(grade).or_default().insert(key);
        }
        for found in &spelt {
            match asked.grade_spelling(&found.word) {
                // All that begin with it are found by that, not one by one.
                Some(Grade::Beginning) | None => {}
                Some(grade) => {
                    written.entry(grade).or_default().insert(found.word.clone());
                }
            }
        }
        let mut levels: BTreeMap<u32, Vec<Way>> = BTreeMap::new();
        let fields = [
            (WordSet::Name, WordSet::NameKeys, NAME_FACTOR),
            (WordSet::Text, WordSet::TextKeys, 1),
        ];
        for (words_of, keys_of, factor) in fields {
            let mut add = |grade: Grade, among, by| {
                let level = levels.entry(grade.points() * factor * each_time).or_default();
                level.push(Way { grade, among, by });
            };
            for (grade, texts) in &written {
                add(*grade, words_of, By::AnyOf(texts.clone()));
            }
            for (grade, texts) in &keys {
                add(*grade, keys_of, By::AnyOf(texts.clone()));
            }
            if asked.is_last() {
                let beginning = By::Beginning(asked.as_str().to_owned());
                add(Grade::Beginning, words_of, beginning);
            }
        }
        Self { asked: asked.clone(), times, levels, spelt }
    }

    /// Whatever answers it. Asked of as few values as can be: searches that words may be missing
    /// from ask it many times.
    pub fn any(&self) -> Filter {
        let mut values: BTreeMap<WordSet, BTreeSet<&String>> = BTreeMap::new();
        let mut beginnings = BTreeSet::new();
        for way in self.levels.values().flatten() {
            match &way.by {
                By::AnyOf(any) => values.entry(way.among.with_all()).or_default().extend(any),
                By::Beginning(beginning) => {
                    beginnings.insert((way.among.with_all(), beginning));
                }
            }
        }
        let values = values.into_iter().map(|(among, values)| {
            let values = values.into_iter().cloned().collect();
            Filter::IsIn(among.attribute().to_owned(), values)
        });
        let begins = |(among, beginning): (WordSet, &String)| {
            Filter::BeginsWith(among.attribute().to_owned(), beginning.clone())
        };
        Filter::Any(values.chain(beginnings.into_iter().map(begins)).collect())
    }

    /// What answers it otherwise than by typos.
    pub fn plainly(&self) -> Filter {
        let ways = self.levels.values().flatten();
        Filter::Any(ways.filter(|it| !it.grade.is_by_typos()).map(Way::filter).collect())
    }

    /// The points that its ways are worth, each once.
    pub fn levels(&self) -> impl Iterator<Item = u32> {
        self.levels.keys().copied()
    }

    /// What answers it on this level and on none above.
    pub fn exactly(&self, points: u32) -> Filter {
        let filters = |ways: &[Way]| ways.iter().map(Way::filter).collect::<Vec<_>>();
        let (mut on_it, mut above) = (Vec::new(), Vec::new());
        for (level, ways) in self.levels.range(points..) {
            if *level == points { &mut on_it } else { &mut above }.extend(filters(ways));
        }
        if above.is_empty() {
            return Filter::Any(on_it);
        }
        Filter::All(vec![Filter::Any(on_it), Filter::not(Filter::Any(above))])
    }

    /// How well a listing with these words answers it, if it does.
    pub fn points(&self, words: &Words) -> Option<u32> {
        let mut best_first = self.levels.iter().rev();
        best_first.find(|(_, ways)| ways.iter().any(|it| it.holds(words))).map(|it| *it.0)
    }
}

impl Way {
    fn filter(&self) -> Filter {
        let attribute = self.among.attribute().to_owned();
        match &self.by {
            By::AnyOf(values) => Filter::IsIn(attribute, values.iter().cloned().collect()),
            By::Beginning(beginning) => Filter::BeginsWith(attribute, beginning.clone()),
        }
    }

    fn holds(&self, words: &Words) -> bool {
        let own = words.among(self.among);
        match &self.by {
            By::AnyOf(values) => !values.is_disjoint(own),
            By::Beginning(beginning) => {
                own.range(beginning.clone()..).next().is_some_and(|it| it.starts_with(beginning))
            }
        }
    }
}

/// Where a listing with these words stands by how well it answers.
pub fn rank(answers: &[Answers], words: &Words) -> i64 {
    let (mut points, mut lacks) = (0, 0);
    for word in answers {
        match word.points(words) {
            Some(own) => points += own,
            None => lacks += word.times,
        }
    }
    position::rank_of_points(points, lacks)
}

/// What answers every word, or all but so many, and one at least.
pub fn answering(answers: &[Answers], missing: usize) -> Filter {
    let times: usize = answers.iter().map(|it| it.times).sum();
    lacking(answers, missing.min(times.saturating_sub(1)))
}

/// Half of the words may lack some, and the other half the rest: so that each word is asked about
/// few times, however many may be missing.
fn lacking(answers: &[Answers], missing: usize) -> Filter {
    let times = |answers: &[Answers]| answers.iter().map(|it| it.times).sum::<usize>();
    if times(answers) <= missing {
        return Filter::All(Vec::new());
    }
    match answers {
        [] => Filter::All(Vec::new()),
        [word] => word.any(),
        several if missing == 0 => Filter::All(several.iter().map(Answers::any).collect()),
        several => {
            let (one, two) = several.split_at(several.len() / 2);
            let least = missing.saturating_sub(times(two));
            let ways = least..=missing.min(times(one));
            let way = |of_one| {
                let halves = [lacking(one, of_one), lacking(two, missing - of_one)];
                let asking = |it: &Filter| *it != Filter::All(Vec::new());
                Filter::All(halves.into_iter().filter(asking).collect())
            };
            Filter::Any(ways.map(way).collect())
        }
    }
}

/// Words and searches for the tests of who uses them.
#[cfg(test)]
pub mod fixtures {
    use super::*;

    pub fn answers(text: &str) -> Vec<Answers> {
        let mut answers: Vec<Answers> = Vec::new();
        for asked in analysis::query_words(text) {
            match answers.iter_mut().find(|it| it.asked == asked) {
                Some(known) => *known = Answers::of(&asked, known.times + 1, Vec::new()),
                None => answers.push(Answers::of(&asked, 1, Vec::new())),
            }
        }
        answers
    }

    /// Whether a filter over words finds these, as Meilisearch says it does.
    pub fn finds(filter: &Filter, words: &Words) -> bool {
        let has = |attribute: &str, is: &dyn Fn(&String) -> bool| {
            use WordSet::{All, Name, NameKeys, Text, TextKeys};
            let sets = [All, Name, NameKeys, Text, TextKeys];
            let among = sets.into_iter().find(|it| it.attribute() == attribute);
            words.among(among.unwrap()).iter().any(is)
        };
        match filter {
            Filter::All(all) => all.iter().all(|it| finds(it, words)),
            Filter::Any(any) => any.iter().any(|it| finds(it, words)),
            Filter::Not(it) => !finds(it, words),
            Filter::IsIn(attribute, values) => has(attribute, &|it| values.contains(it)),
            Filter::BeginsWith(attribute, start) => has(attribute, &|it| it.starts_with(start)),
            other => panic!("{other:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::conformance::named;
    use super::fixtures::{answers, finds};
    use super::*;

    /// Texts of so few words that they meet.
    const SOME: &str = "((deur|deuren|deurkruk|binnendeur|wit|witte|HEB|200) ?){0,6}";

    proptest! {
        #[test]
        fn what_is_reckoned_here_is_what_filters_find(
            name in SOME, text in SOME, asked in SOME, missing in 0..4_usize,
        ) {
            let listing = super::super::super::Listing { text, ..named("a", &name) };
            let words = Words::of(&listing);
            let answers = answers(&asked);
            let mut lacks = 0;
            for it in &answers {
                let points = it.points(&words);
                prop_assert_eq!(finds(&it.any(), &words), points.is_some());
                for level in it.levels() {
                    prop_assert_eq!(finds(&it.exactly(level), &words), points == Some(level));
                }
                lacks += if points.is_none() { it.times } else { 0 };
            }
            let times: usize = answers.iter().map(|it| it.times).sum();
            let expected = lacks <= missing.min(times.saturating_sub(1));
            prop_assert_eq!(finds(&answering(&answers, missing), &words), expected);
        }
    }

    /// Meilisearch takes filters of so many levels apart; each pair of brackets is four.
    #[test]
    fn a_search_of_many_words_is_no_deep_filter() {
        const LEVELS_MAX: usize = 150;
        let sixteen: Vec<String> =
            (0..analysis::QUERY_WORDS_MAX).map(|it| format!("w{it}")).collect();
        let text = answering(&answers(&sixteen.join(" ")), 2).to_string();
        let (mut depth, mut deepest) = (0_usize, 0);
        for letter in text.chars() {
            depth = match letter {
                '(' => depth + 1,
                ')' => depth - 1,
                _ => depth,
            };
            deepest = deepest.max(depth);
        }
        assert!(deepest * 4 < LEVELS_MAX / 2, "{deepest}");
        assert!(text.len() < 100_000, "{} bytes", text.len());
    }
}
