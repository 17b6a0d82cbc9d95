//! Answering a query: what is found and in which order, facets, and words put right.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::super::analysis;
use super::super::constraint::{Constraint, Criterion, Figure};
use super::super::position::{self, Measured, Position};
use super::super::{Completion, Facet, Near, Page, Point, Query, Result, Sort, facets};
use super::document::{self, Geo, ORDER, WordSet, Words};
use super::filter::Filter;
use super::ranking::{self, Part, Placed, Ranking, Step};
use super::server::{Server, failed};
use super::words::{self, Answers};

/// One search of several that are asked for together.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Search {
    index_uid: String,
    pub filter: String,
    pub sort: Vec<String>,
    pub limit: usize,
    pub facets: Vec<String>,
    attributes_to_retrieve: Vec<&'static str>,
}

#[derive(Serialize)]
struct Searches<'a> {
    queries: &'a [Search],
}

#[derive(Deserialize)]
struct Answered {
    results: Vec<Found>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    pub hits: Vec<FoundListing>,
    pub estimated_total_hits: usize,
    facet_distribution: Option<HashMap<String, BTreeMap<String, usize>>>,
}

#[derive(Debug, Deserialize)]
pub struct FoundListing {
    pub listing: String,
    figures: HashMap<String, i64>,
    #[serde(rename = "_geo")]
    geo: Option<Geo>,
    /// Where they were asked for.
    #[serde(default)]
    words: Words,
}

impl FoundListing {
    pub fn point(&self) -> Option<Point> {
        self.geo.map(|it| Point { latitude: it.lat, longitude: it.lng })
    }

    fn figure(&self, figure: Figure) -> Option<i64> {
        self.figures.get(&document::figure_name(figure)).copied()
    }
}

/// One query on its way to an answer.
pub struct Finding<'a> {
    pub server: &'a Server,
    pub uid: &'a str,
    pub query: &'a Query,
    criteria: Vec<Criterion>,
}

impl<'a> Finding<'a> {
    pub fn new(server: &'a Server, uid: &'a str, query: &'a Query) -> Self {
        Self { server, uid, query, criteria: query.criteria() }
    }

    pub fn search(&self, filter: &Filter, limit: usize) -> Search {
        Search {
            index_uid: self.uid.to_owned(),
            filter: filter.to_string(),
            sort: Vec::new(),
            limit,
            facets: Vec::new(),
            attributes_to_retrieve: vec!["listing", "figures", document::GEO],
        }
    }

    pub async fn ask(&self, queries: &[Search]) -> Result<Vec<Found>> {
        if queries.is_empty() {
            return Ok(Vec::new());
        }
        let answered: Answered = self.server.ask("/multi-search", &Searches { queries }).await?;
        if answered.results.len() == queries.len() {
            return Ok(answered.results);
        }
        Err(failed("there are more or fewer answers than questions"))
    }

    fn seen(&self) -> Filter {
        Filter::of(&Constraint::AnyOf(self.query.viewer.sees_by()))
    }

    /// What the criteria ask for, but for those that are the choice of `facet`.
    fn narrowed(&self, facet: Option<Facet>) -> Vec<Filter> {
        let counts = |it: &&Criterion| it.facet.is_none() || it.facet != facet;
        self.criteria.iter().filter(counts).map(|it| Filter::of(&it.constraint)).collect()
    }

    pub async fn answers(&self, asked: &[analysis::Asked]) -> Result<Vec<Answers>> {
        words::look_up(self.server, self.uid, asked, &self.seen()).await
    }

    /// All that is found: by the criteria, and by every word or all but some.
    pub fn all(&self, answers: &[Answers], but: Option<Facet>) -> Filter {
        let mut all = self.narrowed(but);
        all.push(words::answering(answers, self.query.words_missing));
        Filter::All(all)
    }

    pub async fn page(&self) -> Result<Page> {
        let after = position::read_cursor(self.query)?;
        let asked = analysis::query_words(&self.query.text);
        let answers = self.answers(&asked).await?;
        let counted = self.count(&answers, &asked).await?;
        let found = match position::measured(self.query.sort) {
            _ if self.query.limit == 0 || counted.total == 0 => Vec::new(),
            Measured::Points if answers.is_empty() => {
                self.by_figure(&answers, None, after.as_ref()).await?
            }
            Measured::Points => self.by_points(&answers, counted.total, after.as_ref()).await?,
            Measured::Distance => match self.query.near {
                Some(near) => self.by_distance(&answers, near, after.as_ref()).await?,
                None => self.by_figure(&answers, None, after.as_ref()).await?,
            },
            Measured::Figure(figure) => {
                self.by_figure(&answers, Some(figure), after.as_ref()).await?
            }
            Measured::Nothing => self.by_figure(&answers, None, after.as_ref()).await?,
        };
        let (hits, next) = position::cut(self.query, found)?;
        Ok(Page { hits, next, ..counted })
    }

    /// Total, facets, and words put right.
    async fn count(&self, answers: &[Answers], asked: &[analysis::Asked]) -> Result<Page> {
        let all = self.all(answers, None);
        let is_chosen = |facet: &Facet| self.criteria.iter().any(|it| it.facet == Some(*facet));
        let (chosen, open): (Vec<Facet>, Vec<Facet>) =
            self.query.facets.iter().copied().partition(is_chosen);
        let names = |facets: &[Facet]| facets.iter().map(|it| document::facet(*it)).collect();
        let mut searches = vec![Search { facets: names(&open), ..self.search(&all, 0) }];
        searches.extend(chosen.iter().map(|facet| {
            let others = self.all(answers, Some(*facet));
            Search { facets: names(&[*facet]), ..self.search(&others, 0) }
        }));
        searches.extend(
            answers.iter().map(|it| self.search(&Filter::All(vec![self.seen(), it.plainly()]), 0)),
        );

        let mut found = self.ask(&searches).await?.into_iter();
        let main = found.next().unwrap_or_default();
        let mut facets = BTreeMap::new();
        for facet in &open {
            facets.insert(*facet, counts(&main, *facet));
        }
        for (facet, found) in chosen.iter().zip(found.by_ref()) {
            facets.insert(*facet, counts(&found, *facet));
        }
        let plainly: Vec<bool> =
            answers.iter().zip(found.by_ref()).map(|it| it.1.estimated_total_hits > 0).collect();
        let did_you_mean = did_you_mean(asked, answers, &plainly);
        let total = main.estimated_total_hits;
        Ok(Page { total, facets, did_you_mean, ..Page::default() })
    }

    /// What answers best first.
    async fn by_points(
        &self,
        answers: &[Answers],
        total: usize,
        after: Option<&Position>,
    ) -> Result<Vec<Placed>> {
        let (missing, wanted) = (self.query.words_missing, position::wanted(self.query));
        let narrowed = self.all(answers, None);
        let mut ranking = Ranking::of(answers, missing, total, wanted, after);
        loop {
            let steps = ranking.next_steps();
            if steps.is_empty() {
                return Ok(ranking.first());
            }
            let search = |part: &Part, limit, further: Option<Filter>| {
                let all = [narrowed.clone(), ranking.filter(part)].into_iter().chain(further);
                self.search(&Filter::All(all.collect()), limit)
            };
            let searches = steps.iter().flat_map(|step| match step {
                Step::All(part) => vec![with_words(search(part, ranking::FETCHED_MAX, None))],
                Step::First(part, rank) => {
                    let further = after.filter(|it| it.rank == *rank).map(tail);
                    vec![Search { sort: newest_first(), ..search(part, wanted, further) }]
                }
                Step::Counts(parts) => parts.iter().map(|it| search(it, 0, None)).collect(),
            });
            let searches: Vec<Search> = searches.collect();
            let mut found = self.ask(&searches).await?.into_iter();
            for step in steps {
                match step {
                    Step::All(_) => {
                        let hits = found.next().unwrap_or_default().hits;
                        let rank = |it: &FoundListing| words::rank(answers, &it.words);
                        ranking.place(hits.iter().map(|it| self.place(it, rank(it))));
                    }
                    Step::First(_, rank) => {
                        let hits = found.next().unwrap_or_default().hits;
                        ranking.place(hits.iter().map(|it| self.place(it, rank)));
                    }
                    Step::Counts(parts) => {
                        let counts = found.by_ref().take(parts.len());
                        let counts: Vec<usize> = counts.map(|it| it.estimated_total_hits).collect();
                        ranking.counted(parts, counts.into_iter());
                    }
                }
            }
        }
    }

    /// By a figure, or by none, the newest first. What lacks the figure comes last.
    async fn by_figure(
        &self,
        answers: &[Answers],
        figure: Option<Figure>,
        after: Option<&Position>,
    ) -> Result<Vec<Placed>> {
        let sort = self.query.sort;
        let mut all = vec![self.all(answers, None)];
        let mut order = Vec::new();
        if let Some(figure) = figure {
            let way = if sort == Sort::Carbon { "desc" } else { "asc" };
            order.push(format!("{}:{way}", document::figure(figure)));
        }
        order.extend(newest_first());
        all.extend(after.map(|after| match figure {
            Some(figure) => beyond(sort, figure, after),
            None => tail(after),
        }));
        let wanted = position::wanted(self.query);
        let search = Search { sort: order, ..self.search(&Filter::All(all), wanted) };
        let rank = |it: &FoundListing| match figure {
            Some(figure) => position::rank_of_figure(sort, it.figure(figure)),
            None if sort == Sort::Distance => position::rank_of_distance(None),
            None => 0,
        };
        let found = self.ask(&[search]).await?;
        let hits = found.iter().flat_map(|it| &it.hits);
        Ok(hits.map(|it| self.place(it, rank(it))).collect())
    }

    /// Nearest first. Meilisearch takes what lies within a metre to be equally far, so we look a
    /// little further than the page reaches, and put it in order ourselves.
    async fn by_distance(
        &self,
        answers: &[Answers],
        near: Near,
        after: Option<&Position>,
    ) -> Result<Vec<Placed>> {
        const MARGIN_KM: f64 = 0.002;
        /// So many on one spot are put in order by us; of more, by Meilisearch, which then may
        /// take neighbours a metre apart in another turn.
        const LOOKED_THROUGH_MAX: usize = 20_000;
        let mut all = vec![self.all(answers, None)];
        if let Some(after) = after {
            let nearer_km = position::kilometres(after.rank) - MARGIN_KM;
            let nearer = Near { radius_km: nearer_km, ..near };
            all.push(Filter::not(Filter::circle(nearer)));
        }
        let Point { latitude, longitude } = near.point;
        let mut sort = vec![format!("_geoPoint({latitude}, {longitude}):asc")];
        sort.extend(newest_first());
        let wanted = position::wanted(self.query);
        let mut limit = wanted.saturating_mul(2).min(LOOKED_THROUGH_MAX).max(wanted);
        loop {
            let search =
                Search { sort: sort.clone(), ..self.search(&Filter::All(all.clone()), limit) };
            let found = self.ask(&[search]).await?;
            let hits: Vec<&FoundListing> = found.iter().flat_map(|it| &it.hits).collect();
            let is_all = hits.len() < limit;
            let distance = |it: &FoundListing| it.point().map(|it| near.point.distance_km(it));
            let reach_km = hits.last().and_then(|it| distance(it)).unwrap_or(0.0) - MARGIN_KM;
            let mut placed: Vec<_> = hits
                .iter()
                .map(|it| self.place(it, position::rank_of_distance(distance(it))))
                .filter(|(position, _)| after.is_none_or(|after| position > after))
                .collect();
            placed.sort_by(|one, two| one.0.cmp(&two.0));
            let is_settled = |it: &&Placed| it.1.is_some_and(|km| km < reach_km);
            let settled = placed.iter().filter(is_settled).count();
            if is_all || settled >= wanted || limit >= LOOKED_THROUGH_MAX {
                placed.truncate(wanted);
                return Ok(placed);
            }
            limit = limit.saturating_mul(4).min(LOOKED_THROUGH_MAX);
        }
    }

    fn place(&self, it: &FoundListing, rank: i64) -> Placed {
        let near = self.query.near.zip(it.point());
        let distance_km = near.map(|(near, point)| near.point.distance_km(point));
        let created_at = Reverse(it.figure(Figure::CreatedAt).unwrap_or(0));
        (Position { rank, created_at, id: it.listing.clone() }, distance_km)
    }

    /// The words in names that the last one of the query may become.
    pub async fn completions(&self) -> Result<Vec<Completion>> {
        let mut asked = analysis::query_words(&self.query.text);
        let Some(last) = asked.pop() else { return Ok(Vec::new()) };
        let answers = self.answers(&asked).await?;
        let filter = self.all(&answers, None);
        let words = words::dictionary(self.server, self.uid, WordSet::Name, last.as_str(), &filter);
        let mut words = words.await?;
        words.retain(|it| it.word.starts_with(last.as_str()));
        words.sort_by(|one, two| two.count.cmp(&one.count).then_with(|| one.word.cmp(&two.word)));
        words.truncate(self.query.limit);
        Ok(words)
    }
}

/// What is found is told with the words by which it was.
fn with_words(mut search: Search) -> Search {
    let sets = [WordSet::Name, WordSet::NameKeys, WordSet::Text, WordSet::TextKeys];
    search.attributes_to_retrieve.extend(sets.map(WordSet::attribute));
    search
}

fn newest_first() -> Vec<String> {
    vec![format!("{}:desc", document::figure(Figure::CreatedAt)), format!("{ORDER}:asc")]
}

/// What comes after a position among those of its rank.
fn tail(after: &Position) -> Filter {
    let created_at = after.created_at.0;
    let figure = document::figure(Figure::CreatedAt);
    let earlier = match created_at.checked_sub(1) {
        Some(before) => Filter::Between(figure, i64::MIN..=before),
        None => Filter::Any(Vec::new()),
    };
    let same = Filter::exactly(Figure::CreatedAt, created_at);
    let later_id = Filter::After(document::order(&after.id));
    Filter::Any(vec![earlier, Filter::All(vec![same, later_id])])
}

/// What comes after a position in the order of a figure.
fn beyond(sort: Sort, figure: Figure, after: &Position) -> Filter {
    let attribute = document::figure(figure);
    let unknown = Filter::not(Filter::Known(attribute.clone()));
    if after.rank == position::LAST {
        return Filter::All(vec![unknown, tail(after)]);
    }
    let (value, further) = if sort == Sort::Carbon {
        let value = after.rank.saturating_neg();
        (value, i64::MIN..=value.saturating_sub(1))
    } else {
        (after.rank, after.rank.saturating_add(1)..=i64::MAX)
    };
    let same = Filter::All(vec![Filter::exactly(figure, value), tail(after)]);
    Filter::Any(vec![Filter::Between(attribute, further), same, unknown])
}

fn counts(found: &Found, facet: Facet) -> BTreeMap<String, usize> {
    let counted = found.facet_distribution.as_ref().and_then(|it| it.get(&document::facet(facet)));
    let read = |(value, count): (&String, &usize)| Some((document::read(value)?, *count));
    facets::merge_spellings(counted.into_iter().flatten().filter_map(read).collect())
}

/// Puts right each word that nothing the viewer may see answers but by typos.
fn did_you_mean(
    asked: &[analysis::Asked],
    answers: &[Answers],
    plainly: &[bool],
) -> Option<String> {
    let corrected = asked.iter().map(|asked| {
        let (own, is_plain) = answers.iter().zip(plainly).find(|it| it.0.asked == *asked)?;
        if *is_plain {
            return None;
        }
        let graded = own.spelt.iter().filter_map(|it| Some((asked.grade_spelling(&it.word)?, it)));
        let best = graded.max_by(|one, two| {
            let by = |it: &(_, &Completion)| (it.0, it.1.count);
            // Of equals the first of the alphabet.
            by(one).cmp(&by(two)).then_with(|| two.1.word.cmp(&one.1.word))
        });
        best.map(|it| it.1.word.clone())
    });
    analysis::corrected(asked, corrected)
}
