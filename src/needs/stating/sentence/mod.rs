//! A need in a sentence, read by plain rules: `20 binnendeuren 93 cm, EI30, voor maart, binnen 50 km
//! van Leuven`. No I/O here.
//!
//! Each rule takes the words it knows and says what they became; what it took for granted, it says
//! as an assumption. What no rule takes is told as not understood, and asks for nothing. The rules
//! stand in one order: those that know their words best go first.

mod bound;
mod condition;
mod filler;
mod kind;
mod place;
mod price;
mod quality;
mod quantity;
mod reading;
mod size;
#[cfg(test)]
mod tests;
mod token;
mod window;
mod word;

use crate::clock::Day;
use crate::language::Language;
use crate::needs::{Criteria, Criterion, Frequency, NeedDraft};

pub use reading::{Meaning, Part};

/// What was understood of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Understood {
    /// Of the sentence, where its words tell; else that of who wrote it.
    pub language: Language,
    /// To be looked at and posted as a need. It may ask for nothing.
    pub draft: NeedDraft,
    /// In the order of the sentence. Two may be of the same words.
    pub parts: Vec<Part>,
}

/// The name of the need: it is the subject of mails.
const NAME_CHARACTERS_MAX: usize = 120;

/// Reads a sentence as somebody who writes in `language` may have meant it.
pub fn read(sentence: &str, language: Language, today: Day) -> Understood {
    let language = filler::language_of(&token::tokens(sentence)).unwrap_or(language);
    let mut reading = reading::Reading::of(sentence, language, today);
    word::read_told(&mut reading);
    place::read(&mut reading);
    window::read(&mut reading);
    condition::read(&mut reading);
    kind::read(&mut reading);
    quantity::read_measured(&mut reading);
    price::read(&mut reading);
    size::read(&mut reading);
    quantity::read_counted(&mut reading);
    quality::read(&mut reading);
    kind::read_again(&mut reading);
    filler::read(&mut reading);
    let mut parts = reading.parts;
    parts.sort_by_key(|it| (it.from, it.to));
    let draft = NeedDraft {
        name: name_of(sentence),
        criteria: reading.criteria,
        frequency: Frequency::default(),
        expires_on: None,
    };
    Understood { language, draft, parts }
}

impl Understood {
    /// The same without criteria that somebody takes back: their words are not understood then.
    #[must_use]
    pub fn without(mut self, taken_back: &[Criterion]) -> Self {
        for criterion in taken_back {
            forget(&mut self.draft.criteria, criterion);
            for part in &mut self.parts {
                if part.meaning.criterion() == Some(criterion) {
                    part.meaning = Meaning::NotUnderstood(None);
                }
            }
        }
        self
    }
}

/// Takes a criterion out.
fn forget(criteria: &mut Criteria, criterion: &Criterion) {
    match criterion {
        Criterion::Categories => criteria.categories.clear(),
        Criterion::Words => criteria.words.clear(),
        Criterion::WordsExcluded => criteria.words_excluded.clear(),
        Criterion::Measure(measure) => {
            criteria.measures.remove(measure);
        }
        Criterion::Attribute(key) => {
            criteria.attributes.remove(key);
        }
        Criterion::Quantity => criteria.quantity = None,
        Criterion::Condition => criteria.condition_min = None,
        Criterion::Price => criteria.price_cents_max = None,
        Criterion::Place => (criteria.place, criteria.places) = (None, Vec::new()),
        Criterion::Window => (criteria.wanted_from, criteria.wanted_until) = (None, None),
        Criterion::Materials => criteria.materials.clear(),
        Criterion::MaterialsExcluded => criteria.materials_excluded.clear(),
        Criterion::Hazards => criteria.hazards_excluded.clear(),
        Criterion::Documents => {
            (criteria.documents_required, criteria.documents) = (false, Vec::new());
        }
        Criterion::Holder => criteria.organisation_kinds.clear(),
    }
}

/// The sentence on one line, cut at a word.
fn name_of(sentence: &str) -> String {
    let mut name = String::new();
    for word in sentence.split(|it: char| it.is_whitespace() || it.is_control()) {
        if name.chars().count() + word.chars().count() >= NAME_CHARACTERS_MAX {
            break;
        }
        if !name.is_empty() && !word.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
    }
    if name.is_empty() { sentence.chars().take(NAME_CHARACTERS_MAX).collect() } else { name }
}
