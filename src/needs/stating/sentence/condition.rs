//! In what state it must be: `goede staat`, `comme neuf`, `Zustand mindestens gut`.

use super::reading::Reading;
use super::token::Kind;
use crate::catalogue;
use crate::language::say;
use crate::needs::Criterion;

/// Words that say that a state is told of.
const STATE: &[&str] = &["staat", "toestand", "conditie", "etat", "condition", "zustand"];
/// What else may stand among the words of a state.
const AROUND: &[&str] = &[
    "minstens",
    "minimaal",
    "ten minste",
    "au moins",
    "minimum",
    "at least",
    "mindestens",
    "in",
    "en",
    "im",
    "een",
    "un",
    "a",
    "of",
    "or",
    "better",
    "beter",
    "besser",
    "oder",
    "ou",
    "mieux",
    "staat",
    "de",
    "d'",
    "min",
    "met",
    "with",
    "mit",
];
/// Whole states that need no word beside them, with the condition.
const WHOLE: [(u8, &[&str]); 2] = [
    (
        5,
        &[
            "als nieuw",
            "zo goed als nieuw",
            "zgan",
            "nieuwstaat",
            "comme neuf",
            "comme neufs",
            "comme neuve",
            "comme neuves",
            "like new",
            "as new",
            "as good as new",
            "wie neu",
            "neuwertig",
            "neuwertige",
            "neuwertigen",
        ],
    ),
    (4, &["goed onderhouden", "bien conserve", "well kept", "gut erhalten", "gut erhaltene"]),
];
/// New in the shop: here it can only be like new.
const NEW: &[&str] =
    &["nieuw", "nieuwe", "neuf", "neufs", "neuve", "neuves", "new", "neu", "neue", "neuen"];

/// A state takes no more words.
const STATE_TOKENS_MAX: usize = 6;

pub fn read(reading: &mut Reading) {
    for at in 0..reading.end() {
        for (condition, phrases) in WHOLE {
            let count = reading.phrase(at, phrases);
            if count > 0 {
                return keep(reading, at, at + count, condition);
            }
        }
        if let Some((to, condition)) = told(reading, at) {
            return keep(reading, at, to, condition);
        }
    }
    let new = (0..reading.end()).find(|at| reading.is(*at, NEW));
    if let Some(at) = new {
        reading.take_for(at, at + 1, Criterion::Condition, Some(say("stating-condition-new")));
        reading.criteria.condition_min = Some(5);
    }
}

fn keep(reading: &mut Reading, from: usize, to: usize, condition: u8) {
    let or_better = reading.after(to, &["of beter", "ou mieux", "or better", "oder besser"]);
    let lead =
        reading.lead(from, &["in", "en", "im", "minstens", "au moins", "at least", "mindestens"]);
    reading.take_for(lead, or_better, Criterion::Condition, None);
    reading.criteria.condition_min = Some(condition);
}

/// The longest run of words with a state in it that the catalogue knows.
fn told(reading: &Reading, at: usize) -> Option<(usize, u8)> {
    let longest = (at + STATE_TOKENS_MAX).min(reading.end());
    (at + 2..=longest).rev().find_map(|to| {
        let words =
            |at: usize| reading.free(at).is_some_and(|it| it.kind == Kind::Word || it.text == ":");
        if !(at..to).all(words) || !(at..to).any(|at| reading.is(at, STATE)) {
            return None;
        }
        // Neither end may be a word that only stands around.
        let bare = |at: usize| reading.is(at, AROUND) && !reading.is(at, STATE);
        if bare(at) || bare(to - 1) {
            return None;
        }
        let kept: Vec<&str> =
            (at..to).filter(|at| !bare(*at)).map(|at| reading.tokens[at].text).collect();
        let written = reading.slice(at, to);
        let found = catalogue::condition_of_word(written);
        found.or_else(|| catalogue::condition_of_word(&kept.join(" "))).map(|it| (to, it))
    })
}
