//! The best of what is found, by how well it answers the words.
//!
//! Meilisearch cannot add up points, but it counts what answers a word on one level and on none
//! above. So what is found is parted by the levels of the first word, the best part by those of
//! the second, and so on, until a part is so small that it is fetched and reckoned here. Each
//! search asks for one level of a few words, however many sums of points there may be.

use super::super::position::{Position, rank_of_points};
use super::filter::Filter;
use super::words::Answers;

/// Words and figures of so many weigh less than another round of counting.
pub const FETCHED_MAX: usize = 400;

/// So many parts are looked at in one request: the best one is what is needed most often.
const PARTS_TOGETHER: usize = 4;

pub struct Ranking<'a> {
    answers: &'a [Answers],
    /// How many words may be missing.
    missing: usize,
    wanted: usize,
    after: Option<&'a Position>,
    fetched_max: usize,
    /// Those that are still to be looked at.
    parts: Vec<Part>,
    placed: Vec<Placed>,
}

/// Where something stands, and how far away it is.
pub type Placed = (Position, Option<f64>);

/// What answers the first words on these levels.
#[derive(Debug, Clone)]
pub struct Part {
    levels: Vec<Option<u32>>,
    points: u32,
    lacks: usize,
    count: usize,
}

/// What to do with a part.
#[derive(Debug)]
pub enum Step {
    /// Fetch all of it, with its words.
    All(Part),
    /// Fetch the first of it: all are of this rank.
    First(Part, i64),
    /// Count these, which it consists of.
    Counts(Vec<Part>),
}

impl<'a> Ranking<'a> {
    /// Of so many that are found.
    pub fn of(
        answers: &'a [Answers],
        missing: usize,
        total: usize,
        wanted: usize,
        after: Option<&'a Position>,
    ) -> Self {
        let all = Part { levels: Vec::new(), points: 0, lacks: 0, count: total };
        let (parts, placed) = (vec![all], Vec::new());
        Self { answers, missing, wanted, after, fetched_max: FETCHED_MAX, parts, placed }
    }

    /// What to look at next; nothing when the first of all are known.
    pub fn next_steps(&mut self) -> Vec<Step> {
        let all = std::mem::take(&mut self.parts);
        self.parts = all.into_iter().filter(|it| self.is_wanted(it)).collect();
        self.placed.sort_by(|one, two| one.0.cmp(&two.0));
        self.placed.truncate(self.wanted);
        let last = self.placed.get(self.wanted.saturating_sub(1)).map(|it| it.0.rank);
        let mut parts = std::mem::take(&mut self.parts);
        parts.sort_by_key(|it| self.best_rank(it));
        parts.retain(|it| last.is_none_or(|last| self.best_rank(it) <= last));
        self.parts = parts.split_off(parts.len().min(PARTS_TOGETHER));
        parts.into_iter().map(|it| self.step(it)).collect()
    }

    fn step(&self, part: Part) -> Step {
        if part.count <= self.fetched_max {
            return Step::All(part);
        }
        let Some(word) = self.answers.get(part.levels.len()) else {
            let rank = rank_of_points(part.points, part.lacks);
            return Step::First(part, rank);
        };
        let on_level = |level: Option<u32>| {
            let levels = [&part.levels[..], &[level]].concat();
            let lacks = part.lacks + if level.is_none() { word.times } else { 0 };
            Part { levels, points: part.points + level.unwrap_or(0), lacks, count: 0 }
        };
        let lacking = std::iter::once(None).filter(|_| part.lacks + word.times <= self.missing);
        Step::Counts(word.levels().map(Some).chain(lacking).map(on_level).collect())
    }

    pub fn counted(&mut self, parts: Vec<Part>, counts: impl Iterator<Item = usize>) {
        let counted = parts.into_iter().zip(counts).filter(|it| it.1 > 0);
        self.parts.extend(counted.map(|(part, count)| Part { count, ..part }));
    }

    pub fn place(&mut self, found: impl Iterator<Item = Placed>) {
        let is_after = |it: &Placed| self.after.is_none_or(|after| it.0 > *after);
        self.placed.extend(found.filter(is_after));
    }

    /// The first of all that is found, when there is nothing more to look at.
    pub fn first(self) -> Vec<Placed> {
        self.placed
    }

    /// What a part holds, among all that is found.
    pub fn filter(&self, part: &Part) -> Filter {
        let exactly = |(word, level): (&Answers, &Option<u32>)| match level {
            Some(level) => word.exactly(*level),
            None => Filter::not(word.any()),
        };
        Filter::All(self.answers.iter().zip(&part.levels).map(exactly).collect())
    }

    /// No rank in the part is better.
    fn best_rank(&self, part: &Part) -> i64 {
        let others = self.answers.get(part.levels.len()..).unwrap_or_default();
        let most: u32 = others.iter().filter_map(|it| it.levels().max()).sum();
        rank_of_points(part.points.saturating_add(most), part.lacks)
    }

    /// Whether something in it may come after the cursor.
    fn is_wanted(&self, part: &Part) -> bool {
        let is_whole = part.levels.len() == self.answers.len();
        let most_lacking = if is_whole { part.lacks } else { self.missing.max(part.lacks) };
        let worst = rank_of_points(part.points, most_lacking);
        self.after.is_none_or(|after| worst >= after.rank)
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use proptest::prelude::*;

    use super::super::super::conformance::named;
    use super::super::document::Words;
    use super::super::words::fixtures::{answers, finds};
    use super::*;

    /// Texts of so few words that they meet.
    const SOME: &str = "((deur|deuren|deurkruk|binnendeur|wit|witte|HEB|200) ?){0,5}";

    fn position(answers: &[Answers], missing: usize, words: &Words, id: usize) -> Option<Position> {
        let points: Vec<_> = answers.iter().map(|it| (it.times, it.points(words))).collect();
        let lacks = points.iter().filter(|it| it.1.is_none()).map(|it| it.0).sum();
        let is_answer = lacks <= missing && points.iter().any(|it| it.1.is_some());
        let points = points.iter().filter_map(|it| it.1).sum();
        is_answer.then(|| Position {
            rank: rank_of_points(points, lacks),
            created_at: Reverse(0),
            id: format!("{id:03}"),
        })
    }

    proptest! {
        /// Whatever the parts, and wherever the page begins, what comes first is found.
        #[test]
        fn the_first_of_all_are_the_first_of_the_parts(
            names in prop::collection::vec(SOME, 0..30),
            asked in SOME,
            missing in 0..3_usize,
            wanted in 1..6_usize,
            fetched_max in 0..4_usize,
            begins_at in prop::option::of(any::<prop::sample::Index>()),
        ) {
            let answers = answers(&asked);
            prop_assume!(!answers.is_empty());
            let stock: Vec<Words> = names.iter().map(|it| Words::of(&named("a", it))).collect();
            let known = |at: usize| position(&answers, missing, &stock[at], at);
            let found: Vec<usize> = (0..stock.len()).filter(|it| known(*it).is_some()).collect();
            let mut all: Vec<Position> = found.iter().filter_map(|it| known(*it)).collect();
            all.sort();
            let after = begins_at.filter(|_| !all.is_empty()).map(|it| all[it.index(all.len())].clone());
            let later = |it: &Position| after.as_ref().is_none_or(|after| it > after);
            let expected: Vec<Position> = all.into_iter().filter(later).take(wanted).collect();

            let mut ranking = Ranking::of(&answers, missing, found.len(), wanted, after.as_ref());
            ranking.fetched_max = fetched_max;
            let mut rounds = 0;
            loop {
                let steps = ranking.next_steps();
                if steps.is_empty() {
                    break;
                }
                rounds += 1;
                prop_assert!(rounds < 1000);
                for step in steps {
                    let held = |part: &Part| -> Vec<usize> {
                        let filter = ranking.filter(part);
                        found.iter().copied().filter(|it| finds(&filter, &stock[*it])).collect()
                    };
                    match step {
                        Step::All(part) => {
                            let held = held(&part);
                            prop_assert!(held.len() <= fetched_max);
                            ranking.place(held.into_iter().filter_map(|it| Some((known(it)?, None))));
                        }
                        Step::First(part, rank) => {
                            let mut held: Vec<Position> = held(&part).into_iter().filter_map(known).collect();
                            prop_assert!(held.iter().all(|it| it.rank == rank));
                            held.retain(later);
                            ranking.place(held.into_iter().take(wanted).map(|it| (it, None)));
                        }
                        Step::Counts(parts) => {
                            let counts: Vec<usize> = parts.iter().map(|it| held(it).len()).collect();
                            ranking.counted(parts, counts.into_iter());
                        }
                    }
                }
            }
            let first: Vec<Position> = ranking.first().into_iter().map(|it| it.0).collect();
            prop_assert_eq!(first, expected);
        }
    }
}
