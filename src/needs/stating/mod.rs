//! Stating a need in the way that comes easiest: in a sentence, in a bill of quantities, or from a
//! search that was made anyway.

pub mod bill;
mod from_search;
pub mod http;
pub mod sentence;
mod town;

use crate::accounts::{Action, Caller, Object, may};
use crate::clock::{self, Day};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::{Language, say};
use crate::needs::{self, Criterion, Frequency, Need, NeedDraft};
use crate::passports::searching;
use crate::search::Query;
use crate::searches::{self, SavedSearch};

pub use from_search::LeftOut;
use sentence::Understood;

/// A sentence is a few lines; a list of things is a bill of quantities.
pub const SENTENCE_CHARACTERS_MAX: usize = 500;

/// Reads a sentence, without what its writer takes back. Nothing is stored.
pub fn understand(
    caller: &Caller,
    text: &str,
    taken_back: &[Criterion],
    language: Language,
) -> Result<Understood> {
    may(caller, Action::Read, Object::Of(&caller.organisation_id))?;
    if text.trim().is_empty() {
        return Err(Error::invalid("/text", say("expected-something"), text));
    }
    if text.chars().count() > SENTENCE_CHARACTERS_MAX {
        let expected = say("expected-shorter").with("max", SENTENCE_CHARACTERS_MAX);
        return Err(Error::invalid("/text", expected, text));
    }
    Ok(sentence::read(text, language, clock::now().day()).without(taken_back))
}

/// A search that is to become a need.
#[derive(Debug, Clone)]
pub struct SearchAsked {
    pub name: Option<String>,
    /// This, or a saved one.
    pub query: Option<Query>,
    pub saved_search_id: Option<Id<SavedSearch>>,
    pub frequency: Frequency,
    pub expires_on: Option<Day>,
}

/// The need that a search became.
#[derive(Debug, Clone, PartialEq)]
pub struct FromSearch {
    pub need: Need,
    /// What of the search it does not ask for.
    pub left_out: Vec<LeftOut>,
}

/// States a need with the criteria of a search.
pub fn create_from_search(
    conn: &mut Conn,
    caller: &Caller,
    asked: SearchAsked,
    language: Language,
) -> Result<FromSearch> {
    let SearchAsked { name, query, saved_search_id, frequency, expires_on } = asked;
    let (saved_name, query) = match (query, saved_search_id) {
        (Some(query), None) => (None, searching::checked(query)?),
        (None, Some(id)) => {
            let saved = searches::find(conn, caller, &id)?;
            (Some(saved.name), saved.query)
        }
        (None, None) | (Some(_), Some(_)) => {
            return Err(Error::invalid("", say("stating-expected-one-search"), ""));
        }
    };
    let (criteria, left_out) = from_search::criteria_of(&query);
    let name = name.or(saved_name).unwrap_or_else(|| name_of(&query, language));
    let draft = NeedDraft { name, criteria, frequency, expires_on };
    Ok(FromSearch { need: needs::create(conn, caller, draft)?, left_out })
}

/// What a search looks for, in a few words: its text, else its categories.
fn name_of(query: &Query, language: Language) -> String {
    /// It stands in the subject of mails.
    const CHARACTERS_MAX: usize = 120;
    let text: String = query.text.trim().chars().take(CHARACTERS_MAX).collect();
    if !text.is_empty() {
        return text;
    }
    let labels = query.categories.iter().map(|it| it.label(language));
    let labels = labels.collect::<Vec<_>>().join(", ");
    let labels: String = labels.chars().take(CHARACTERS_MAX).collect();
    if labels.is_empty() { "…".to_owned() } else { labels }
}
