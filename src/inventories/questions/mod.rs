//! What is asked of whoever sent a list: of which kind the things are whose names do not settle it,
//! once for each group of rows that say the same. No I/O here.

mod answer;
pub mod http;

use serde::{Deserialize, Serialize};

use crate::catalogue::{self, CategoryCode};

pub use answer::{Answer, prepare};

/// A thing whose name does not settle its kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// What rows that say the same have in common.
    pub key: String,
    name: String,
    hint: Option<String>,
}

/// `14 rows “paneeldeur” → Interior door?`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// By which it is answered.
    pub key: String,
    /// As the first of the rows says it.
    pub name: String,
    /// How many rows say so.
    pub rows: u64,
    /// Theirs, as far as they are noted.
    pub positions: Vec<i64>,
    /// What it seems to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<CategoryCode>,
    /// How sure that is, from 0 to 1.
    pub confidence: f64,
    /// What else it may be, the likeliest first.
    pub alternatives: Vec<CategoryCode>,
}

/// Nobody answers more. The rows of the others stay open, and can be corrected one by one.
const QUESTIONS_MAX: usize = 200;
/// Where there are more, all rows are looked through for the key.
const POSITIONS_MAX: usize = 5000;
/// A choice that can be looked over at a glance.
const ALTERNATIVES_MAX: usize = 6;

impl Open {
    pub fn of(name: &str, hint: Option<&str>) -> Self {
        let key = format!("{}|{}", common(name), common(hint.unwrap_or_default()));
        Self { key, name: name.to_owned(), hint: hint.map(str::to_owned) }
    }
}

/// The words without sizes and numbers: `Paneeldeur 93x211` and `paneeldeur (83x201)` are one.
fn common(text: &str) -> String {
    let folded = catalogue::fold(text);
    let words = folded.split(|it: char| !it.is_alphanumeric());
    let has_digit = |it: &str| it.contains(|it: char| it.is_ascii_digit());
    let is_size = |it: &str| matches!(it, "mm" | "cm" | "dm") || it.chars().count() < 2;
    let telling = words.filter(|it| !has_digit(it) && !is_size(it));
    telling.collect::<Vec<_>>().join(" ")
}

/// Adds a row to the question it belongs to.
pub fn ask(questions: &mut Vec<Question>, open: &Open, position: i64) {
    if let Some(question) = questions.iter_mut().find(|it| it.key == open.key) {
        question.rows += 1;
        if question.positions.len() < POSITIONS_MAX {
            question.positions.push(position);
        }
    } else if questions.len() < QUESTIONS_MAX {
        questions.push(Question::new(open, position));
    }
}

/// Takes a row out of the question it belonged to.
pub fn settle(questions: &mut Vec<Question>, key: &str, position: i64) {
    let Some(place) = questions.iter().position(|it| it.key == key) else { return };
    let question = &mut questions[place];
    question.rows = question.rows.saturating_sub(1);
    question.positions.retain(|it| *it != position);
    if question.rows == 0 {
        questions.remove(place);
    }
}

impl Question {
    fn new(open: &Open, position: i64) -> Self {
        let candidates = catalogue::category_candidates(&open.name, open.hint.as_deref());
        let proposal = candidates.first().filter(|it| it.confidence >= PROPOSAL_CONFIDENCE_MIN);
        let others = candidates.iter().skip(usize::from(proposal.is_some()));
        Self {
            key: open.key.clone(),
            name: open.name.clone(),
            rows: 1,
            positions: vec![position],
            proposal: proposal.map(|it| it.category),
            confidence: proposal.map_or(0.0, |it| it.confidence),
            alternatives: others.take(ALTERNATIVES_MAX).map(|it| it.category).collect(),
        }
    }
}

/// A leaf that only the trade points to is an alternative among others.
const PROPOSAL_CONFIDENCE_MIN: f64 = 0.15;

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(names: &[(&str, Option<&str>)]) -> Vec<Question> {
        let mut questions = Vec::new();
        for (position, (name, hint)) in (1..).zip(names) {
            ask(&mut questions, &Open::of(name, *hint), position);
        }
        questions
    }

    #[test]
    fn like_rows_are_asked_about_once() {
        let asked = asked(&[
            ("Kabouter 93x211", None),
            ("kabouter (83 x 201 cm)", None),
            ("Tuinkabouter", None),
        ]);
        let told: Vec<_> = asked.iter().map(|it| (it.name.as_str(), it.rows)).collect();
        assert_eq!(told, [("Kabouter 93x211", 2), ("Tuinkabouter", 1)]);
        assert_eq!(asked[0].positions, [1, 2]);
        let mut left = asked.clone();
        settle(&mut left, &asked[0].key, 1);
        assert_eq!((left[0].rows, left[0].positions.as_slice()), (1, &[2][..]));
        settle(&mut left, &asked[0].key, 2);
        assert_eq!(left.len(), 1);
    }

    #[test]
    fn a_slip_of_the_pen_is_proposed_and_the_trade_gives_alternatives() {
        let slip = &asked(&[("Tapijttegles", None)])[0];
        assert_eq!(slip.proposal.map(CategoryCode::as_str), Some("FLOOR.CARPET_TILE"));
        let trade = &asked(&[("Model X-200", Some("Deuren & poorten"))])[0];
        assert_eq!(trade.proposal, None);
        assert!(trade.alternatives.iter().all(|it| it.top().as_str() == "DOOR"), "{trade:?}");
        assert!(!trade.alternatives.is_empty());
    }
}
