//! What a parser says, in English, of a value that does not fit, for readers of four languages.
//!
//! serde tells a fault as a sentence. It makes few of them (`serde::de::Error`), and the standard
//! library few of numbers. Our own types tell theirs as a [`Text`] in the clothes of a sentence:
//! see [`Text::as_fault`].

use serde::de;

use super::{Text, say};
use crate::clock;

/// A value that does not fit where it stands.
#[derive(Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The field that is missing, or stands twice, within the value the parser was at.
    pub field: Option<String>,
    pub expected: Text,
}

impl Text {
    /// Becomes the error of a parser, from which [`Misfit::of`] reads it back.
    pub fn as_fault<E: de::Error>(&self) -> E {
        // A text of strings has nothing that JSON could not hold; if it had, its key says enough.
        E::custom(serde_json::to_string(self).unwrap_or_else(|_| self.key.to_string()))
    }
}

impl Misfit {
    /// Understands what a parser said. What is none of its known sentences is passed on as it is.
    pub fn of(sentence: &str) -> Self {
        let sentence = without_place(sentence);
        let (field, expected) = if let Some(field) = named(sentence, "missing field `") {
            (Some(field), Some(say("expected-present")))
        } else if let Some(field) = named(sentence, "duplicate field `") {
            (Some(field), Some(say("expected-once")))
        } else {
            (None, one_of_ours(sentence).or_else(|| known(sentence)))
        };
        let expected = expected.unwrap_or_else(|| say("expected-otherwise").with("what", sentence));
        Self { field, expected }
    }
}

/// serde_json adds where it was: `… at line 1 column 4`. A pointer says that better.
fn without_place(sentence: &str) -> &str {
    sentence.rfind(" at line ").map_or(sentence, |end| &sentence[..end])
}

/// The name behind `start`, up to the next back tick.
fn named(sentence: &str, start: &str) -> Option<String> {
    Some(sentence.strip_prefix(start)?.split('`').next()?.to_owned())
}

fn one_of_ours(sentence: &str) -> Option<Text> {
    match sentence {
        clock::NO_DAY => Some(say("expected-day")),
        clock::NO_INSTANT => Some(say("expected-instant")),
        other => serde_json::from_str(other).ok(),
    }
}

fn known(sentence: &str) -> Option<Text> {
    let wanted = || sentence.rsplit_once("expected ").map(|it| it.1);
    if sentence.starts_with("unknown field `") {
        return Some(match wanted() {
            Some(names) => say("expected-field-of").with("names", names_in(names)),
            None => say("expected-no-field"),
        });
    }
    if sentence.starts_with("unknown variant `") {
        return Some(say("expected-one-of").with("values", names_in(wanted()?)));
    }
    if ["invalid type: ", "invalid value: ", "invalid length "]
        .into_iter()
        .any(|start| sentence.starts_with(start))
    {
        return kind(wanted()?);
    }
    if sentence.starts_with("data did not match any variant") {
        return Some(say("expected-another-shape"));
    }
    of_a_number(sentence)
}

/// ``one of `a`, `b` ``, `` `a` or `b` ``, `` `a` ``.
fn names_in(names: &str) -> String {
    // What stands between two back ticks is a name, what stands between two names is not.
    let names: Vec<&str> = names.split('`').skip(1).step_by(2).collect();
    names.join(", ")
}

/// The kinds of values as serde calls them.
fn kind(wanted: &str) -> Option<Text> {
    let between = |max: u64| say("expected-whole-number-between").with("min", 0).with("max", max);
    Some(match wanted {
        "u8" => between(u8::MAX.into()),
        "u16" => between(u16::MAX.into()),
        "u32" => between(u32::MAX.into()),
        "u64" | "u128" | "usize" => say("expected-whole-number-not-negative"),
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => say("expected-whole-number"),
        "f32" | "f64" => say("expected-number"),
        "a boolean" => say("expected-yes-or-no"),
        "a string" | "str" | "a borrowed string" | "string or map" | "variant identifier"
        | "a character" => say("expected-text"),
        "a sequence" | "unit" => say("expected-list"),
        "a map" | "map with a single key" => say("expected-object"),
        other => return composed(other),
    })
}

fn composed(wanted: &str) -> Option<Text> {
    let starts = |start: &str| wanted.starts_with(start);
    if let Some(count) = ["a tuple of size ", "an array of length ", "an array of size "]
        .into_iter()
        .find_map(|start| wanted.strip_prefix(start))
    {
        return Some(say("expected-list-of").with("count", count));
    }
    // ``a nonzero u32``: a number that nought is not.
    if starts("a nonzero ") {
        return Some(say("expected-whole-number-positive"));
    }
    (starts("struct ") || starts("internally tagged enum") || starts("adjacently tagged enum"))
        .then(|| say("expected-object"))
}

/// What the standard library says of numbers and truths that are written as text, as they are in
/// an address.
fn of_a_number(sentence: &str) -> Option<Text> {
    Some(match sentence {
        "invalid digit found in string" | "cannot parse integer from empty string" => {
            say("expected-whole-number")
        }
        "number too large to fit in target type" => say("expected-smaller-number"),
        "number too small to fit in target type" => say("expected-larger-number"),
        "invalid float literal" | "cannot parse float from empty string" => say("expected-number"),
        "provided string was not `true` or `false`" => say("expected-yes-or-no"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Serialize};

    use super::*;
    use crate::clock::{Day, Instant};
    use crate::id::Code;
    use crate::language::Language;

    #[derive(Debug, Deserialize, Serialize)]
    #[serde(rename_all = "lowercase")]
    enum Way {
        Up,
        Down,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read")]
    struct Step {
        way: Way,
        far: Option<u16>,
        #[serde(default)]
        at: [f64; 2],
    }

    #[derive(Debug, Deserialize)]
    #[serde(untagged)]
    #[allow(dead_code, reason = "only read")]
    enum Either {
        One { a: u8 },
        Other { b: u8 },
    }

    fn told<T: DeserializeOwned + std::fmt::Debug>(json: &str) -> (Option<String>, String) {
        let fault = serde_json::from_str::<T>(json).unwrap_err();
        let Misfit { field, expected } = Misfit::of(&fault.to_string());
        (field, expected.in_language(Language::Nl))
    }

    #[test]
    fn every_fault_is_told_in_the_language_of_the_reader() {
        let wrong = |json: &str| told::<Step>(json);
        assert_eq!(wrong("{}").0.as_deref(), Some("way"));
        assert_eq!(wrong(r#"{"way":"up","way":"up"}"#).0.as_deref(), Some("way"));
        assert_eq!(wrong(r#"{"q":1}"#).1, "een van de velden: way, far, at");
        assert_eq!(wrong(r#"{"way":"x, expected y"}"#).1, "een van: up, down");
        assert_eq!(wrong(r#"{"way":"up","far":"x"}"#).1, "een geheel getal van 0 tot 65535");
        assert_eq!(wrong(r#"{"way":"up","far":-1}"#).1, "een geheel getal van 0 tot 65535");
        assert_eq!(wrong(r#"{"way":"up","at":[1]}"#).1, "een lijst van 2");
        assert_eq!(wrong(r#"{"way":"up","at":["x",1]}"#).1, "een getal");
        assert_eq!(
            told::<Either>("{}").1,
            "een waarde in een van de vormen die de beschrijving van de API toont"
        );
        assert_eq!(told::<bool>("1").1, "true of false");
        assert_eq!(told::<String>("1").1, "tekst");
        assert_eq!(told::<Vec<u8>>("1").1, "een lijst");
        assert_eq!(told::<Step>("1").1, "een object met velden");
    }

    #[test]
    fn our_own_types_say_what_they_are_like() {
        assert_eq!(told::<Code>(r#""x""#).1, "een code zoals 7K3M-9QXV-2");
        assert_eq!(told::<Day>(r#""x""#).1, "een dag zoals 2026-03-15");
        assert_eq!(told::<Instant>(r#""x""#).1, "een tijdstip zoals 2026-03-15T09:00:00Z");
    }

    #[test]
    fn an_unknown_sentence_is_passed_on() {
        let Misfit { field, expected } = Misfit::of("something new at line 1 column 2");
        assert_eq!((field, expected.in_language(Language::De)), (None, "something new".to_owned()));
    }
}
