//! nDCG@10 and recall@20, by sort of query, side by side.

use std::collections::BTreeMap;
use std::fmt::Write;

/// A page that people look at before they ask again.
const NDCG_AT: usize = 10;
const RECALL_AT: usize = 20;
/// From this grade on somebody is served.
const SERVES: u32 = 2;

#[derive(Debug, Clone, Copy, Default)]
pub struct Score {
    pub ndcg: f64,
    pub recall: f64,
}

/// The scores of one engine, by sort of query.
#[derive(Debug, Default)]
pub struct Scores(BTreeMap<String, Vec<Score>>);

impl Scores {
    pub fn add(&mut self, sort: &str, grades: &BTreeMap<String, u32>, found: &[String]) {
        let score = Score { ndcg: ndcg(grades, found), recall: recall(grades, found) };
        self.0.entry(sort.to_owned()).or_default().push(score);
    }

    pub fn overall(&self) -> Score {
        mean(self.0.values().flatten())
    }
}

fn mean<'a>(scores: impl Iterator<Item = &'a Score>) -> Score {
    let (mut sum, mut count) = (Score::default(), 0);
    for score in scores {
        sum.ndcg += score.ndcg;
        sum.recall += score.recall;
        count += 1;
    }
    let count = f64::from(count.max(1));
    Score { ndcg: sum.ndcg / count, recall: sum.recall / count }
}

/// The gain 2^grade - 1 of each hit, less by the logarithm of its place, of what would be best
/// (Järvelin and Kekäläinen 2002, with the gains of Burges et al. 2005).
fn ndcg(grades: &BTreeMap<String, u32>, found: &[String]) -> f64 {
    let worth = |found: &mut dyn Iterator<Item = u32>| -> f64 {
        let gain = |(place, grade): (u32, u32)| {
            f64::from(2_u32.pow(grade) - 1) / f64::from(place + 2).log2()
        };
        (0..).zip(found.take(NDCG_AT)).map(gain).sum()
    };
    let mut best: Vec<u32> = grades.values().copied().collect();
    best.sort_unstable_by(|one, two| two.cmp(one));
    let own = found.iter().map(|it| grades.get(it).copied().unwrap_or(0));
    worth(&mut own.into_iter()) / worth(&mut best.into_iter())
}

/// Of what serves, how much is among the first twenty; of more than twenty, how many of twenty.
#[expect(clippy::cast_precision_loss, reason = "there are few hits")]
fn recall(grades: &BTreeMap<String, u32>, found: &[String]) -> f64 {
    let serves = |it: &&u32| **it >= SERVES;
    let wanted = grades.values().filter(serves).count().min(RECALL_AT);
    let got = found.iter().take(RECALL_AT).filter_map(|it| grades.get(it)).filter(serves).count();
    got as f64 / wanted as f64
}

/// A line for each sort of query, two figures for each engine.
pub fn table(columns: &[(&str, Scores)]) -> String {
    let mut text = String::from("nDCG@10 and recall@20\n");
    let mut line = |name: &str, queries: &str, cells: &[String]| {
        write!(text, "{name:<15} {queries:>7}").unwrap();
        for cell in cells {
            write!(text, " {cell:>24}").unwrap();
        }
        text.push('\n');
    };
    let cell = |it: Score| format!("{:.3}  {:.3}", it.ndcg, it.recall);
    let heads: Vec<String> = columns.iter().map(|it| it.0.to_owned()).collect();
    line("", "queries", &heads);
    for (sort, scores) in &columns[0].1.0 {
        let cells: Vec<String> = columns.iter().map(|it| cell(mean(it.1.0[sort].iter()))).collect();
        line(sort, &scores.len().to_string(), &cells);
    }
    let all: usize = columns[0].1.0.values().map(Vec::len).sum();
    let cells: Vec<String> = columns.iter().map(|it| cell(it.1.overall())).collect();
    line("all", &all.to_string(), &cells);
    text
}

#[test]
fn the_best_order_scores_one_and_a_worse_one_less() {
    let grades = [("a", 3), ("b", 2), ("c", 1)].map(|(id, grade)| (id.to_owned(), grade)).into();
    let found = |ids: &str| ids.chars().map(String::from).collect::<Vec<String>>();
    assert!((ndcg(&grades, &found("abc")) - 1.0).abs() < 1e-9);
    // (3 + 7 / log2 3) / (7 + 3 / log2 3 + 1 / 2)
    assert!(
        (ndcg(&grades, &found("ba")) - 0.788_7).abs() < 1e-3,
        "{}",
        ndcg(&grades, &found("ba"))
    );
    assert!(ndcg(&grades, &found("xyz")).abs() < 1e-9);
    assert!((recall(&grades, &found("xa")) - 0.5).abs() < 1e-9);
    assert!((recall(&grades, &found("cba")) - 1.0).abs() < 1e-9);
}
