//! A sentence while it is read: what is understood so far, and what nobody has looked at yet.

use rust_decimal::Decimal;

use super::token::{Kind, Token, tokens};
use crate::catalogue::CategoryCode;
use crate::clock::Day;
use crate::inventories::parse::{self, NumberStyle};
use crate::inventories::read::Value;
use crate::language::{Language, Text};
use crate::needs::{Criteria, Criterion};

/// A piece of a sentence, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Where it begins and ends, in bytes.
    pub from: usize,
    pub to: usize,
    pub meaning: Meaning,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// It says so.
    Understood(Criterion),
    /// It was taken to say so; why.
    Assumed(Criterion, Text),
    /// It asks for nothing: `ik zoek`.
    SaysNothing,
    /// No rule knows it, or no need can hold it; why, where that is known.
    NotUnderstood(Option<Text>),
}

/// What each way of understanding is worth, from 0 to 1.
const SURE_UNDERSTOOD: f64 = 0.95;
const SURE_ASSUMED: f64 = 0.6;

impl Meaning {
    /// How sure it is, from 0 to 1.
    pub fn sure(&self) -> Option<f64> {
        match self {
            Self::Understood(_) => Some(SURE_UNDERSTOOD),
            Self::Assumed(..) => Some(SURE_ASSUMED),
            Self::SaysNothing | Self::NotUnderstood(_) => None,
        }
    }

    pub fn criterion(&self) -> Option<&Criterion> {
        match self {
            Self::Understood(criterion) | Self::Assumed(criterion, _) => Some(criterion),
            Self::SaysNothing | Self::NotUnderstood(_) => None,
        }
    }

    pub fn note(&self) -> Option<&Text> {
        match self {
            Self::Assumed(_, why) | Self::NotUnderstood(Some(why)) => Some(why),
            Self::Understood(_) | Self::SaysNothing | Self::NotUnderstood(None) => None,
        }
    }
}

pub struct Reading<'a> {
    pub sentence: &'a str,
    pub tokens: Vec<Token<'a>>,
    /// Of the tokens that were looked at.
    taken: Vec<bool>,
    pub language: Language,
    pub style: NumberStyle,
    pub today: Day,
    pub criteria: Criteria,
    pub parts: Vec<Part>,
    /// The kind of thing, and the tokens that name it.
    pub kind: Option<(CategoryCode, usize, usize)>,
}

impl<'a> Reading<'a> {
    pub fn of(sentence: &'a str, language: Language, today: Day) -> Self {
        let tokens = tokens(sentence);
        let numbers = tokens.iter().filter(|it| it.kind == Kind::Number).map(|it| it.text);
        let style = NumberStyle::of_texts(numbers, language);
        Self {
            sentence,
            taken: vec![false; tokens.len()],
            tokens,
            language,
            style,
            today,
            criteria: Criteria::default(),
            parts: Vec::new(),
            kind: None,
        }
    }

    /// The place after the last token.
    pub fn end(&self) -> usize {
        self.tokens.len()
    }

    /// Whether it is there and nobody has taken it.
    pub fn is_free(&self, at: usize) -> bool {
        self.taken.get(at) == Some(&false)
    }

    /// Whether all of these are there and free.
    pub fn are_free(&self, from: usize, to: usize) -> bool {
        (from..to).all(|at| self.is_free(at))
    }

    /// Notes what became of the tokens from `from` up to `to`.
    pub fn take(&mut self, from: usize, to: usize, meaning: Meaning) {
        self.taken[from..to].fill(true);
        let (Some(first), Some(last)) = (self.tokens.get(from), self.tokens[..to].last()) else {
            return;
        };
        self.parts.push(Part { from: first.at, to: last.end(), meaning });
    }

    /// Takes them for a criterion: assumed, where there is something to say about it.
    pub fn take_for(&mut self, from: usize, to: usize, criterion: Criterion, why: Option<Text>) {
        let meaning = match why {
            Some(why) => Meaning::Assumed(criterion, why),
            None => Meaning::Understood(criterion),
        };
        self.take(from, to, meaning);
    }

    /// The words of a few tokens, as they stand in the sentence.
    pub fn slice(&self, from: usize, to: usize) -> &'a str {
        match (self.tokens.get(from), self.tokens[..to].last()) {
            (Some(first), Some(last)) if from < to => &self.sentence[first.at..last.end()],
            _ => "",
        }
    }

    /// The token, if it is free.
    pub fn free(&self, at: usize) -> Option<&Token<'a>> {
        self.is_free(at).then(|| &self.tokens[at])
    }

    /// Whether this free token is one of these, folded.
    pub fn is(&self, at: usize, words: &[&str]) -> bool {
        self.free(at).is_some_and(|it| words.contains(&it.folded.as_str()))
    }

    /// How many free tokens from `at` on are the longest of these phrases; 0 where none is. The
    /// words of a phrase are folded and stand with spaces between them.
    pub fn phrase(&self, at: usize, phrases: &[&str]) -> usize {
        let matches = |phrase: &&str| {
            let count = phrase.split(' ').count();
            let mut words = phrase.split(' ').enumerate();
            let all = words.all(|(place, word)| self.is(at + place, &[word]));
            all.then_some(count)
        };
        phrases.iter().filter_map(matches).max().unwrap_or(0)
    }

    /// How many free tokens right before `end` are the longest of these phrases.
    pub fn phrase_before(&self, end: usize, phrases: &[&str]) -> usize {
        let counts = phrases.iter().map(|it| it.split(' ').count()).filter(|it| *it <= end);
        let fits = |count: &usize| self.phrase_of(end - count, *count, phrases);
        counts.filter(fits).max().unwrap_or(0)
    }

    fn phrase_of(&self, at: usize, count: usize, phrases: &[&str]) -> bool {
        phrases.iter().any(|it| it.split(' ').count() == count && self.phrase(at, &[it]) == count)
    }

    /// The first token of the phrases that stand one after another right before `end`.
    pub fn lead(&self, end: usize, phrases: &[&str]) -> usize {
        let mut from = end;
        loop {
            match self.phrase_before(from, phrases) {
                0 => return from,
                count => from -= count,
            }
        }
    }

    /// The first token after the phrases that stand one after another from `at` on.
    pub fn after(&self, at: usize, phrases: &[&str]) -> usize {
        let mut next = at;
        loop {
            match self.phrase(next, phrases) {
                0 => return next,
                count => next += count,
            }
        }
    }

    /// What a free number comes to.
    pub fn number(&self, at: usize) -> Option<Decimal> {
        let token = self.free(at).filter(|it| it.kind == Kind::Number)?;
        parse::number(&Value::Text(token.text.to_owned()), self.style).ok()
    }
}
