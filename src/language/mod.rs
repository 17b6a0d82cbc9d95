//! What people read: the four languages, and the texts in each.
//!
//! Code says *what* is to be said, as a [`Text`]: a key and its arguments. The words stand in
//! `src/language/{nl,fr,en,de}/*.ftl`, and are chosen at the edge, where the reader is known.

mod filling;
pub mod format;
mod misfit;

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::Pattern;
use serde::{Deserialize, Serialize};
use unic_langid::langid;

pub use misfit::Misfit;

/// A language that everything people read exists in.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    Nl,
    Fr,
    #[default]
    En,
    De,
}

impl Language {
    pub const ALL: [Self; 4] = [Self::Nl, Self::Fr, Self::En, Self::De];

    /// ISO 639-1.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::Fr => "fr",
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// The language of a tag such as `nl-BE`, if it is one of ours.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|it| it.code() == primary)
    }

    /// The language a reader asks for with `Accept-Language` (RFC 9110 §12.5.4), else English.
    pub fn accepted(header: &str) -> Self {
        let mut best = (0.0, Self::default());
        for part in header.split(',') {
            let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
            let weight: f64 = weight.trim().parse().unwrap_or(0.0);
            if let Some(language) = Self::of_tag(tag)
                && weight > best.0
            {
                best = (weight, language);
            }
        }
        best.1
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Something to be said to a reader whose language is not known yet. It can be stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Text {
    key: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    args: Vec<(Cow<'static, str>, String)>,
}

/// Starts a [`Text`]. The key must stand in every language: a test looks for each `say("…")`.
pub fn say(key: &'static str) -> Text {
    Text { key: Cow::Borrowed(key), args: Vec::new() }
}

impl Text {
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((Cow::Borrowed(name), value.to_string()));
        self
    }

    pub fn key(&self) -> &str {
        &self.key
    }

    /// The words. A key that is missing (a test sees to it that none is) is said as itself.
    pub fn in_language(&self, language: Language) -> String {
        let bundle = bundle(language);
        let Some(pattern) = bundle.get_message(&self.key).and_then(|it| it.value()) else {
            return self.key.to_string();
        };
        filling::filled(pattern, &self.args).unwrap_or_else(|| self.chosen(pattern, bundle))
    }

    /// The words of a text that may choose among several, by a number or otherwise.
    fn chosen(&self, pattern: &Pattern<&str>, bundle: &Bundle) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in &self.args {
            // Whole numbers go in as numbers, so that "1 door" and "2 doors" can differ.
            match value.parse::<u32>() {
                Ok(number) if number.to_string() == *value => args.set(name.as_ref(), number),
                _ => args.set(name.as_ref(), value.as_str()),
            }
        }
        let mut errors = Vec::new();
        let words = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::warn!(key = %self.key, ?errors, "a text could not be worded whole");
        }
        words
    }
}

type Bundle = FluentBundle<FluentResource>;

fn bundle(language: Language) -> &'static Bundle {
    static BUNDLES: LazyLock<[Bundle; 4]> = LazyLock::new(|| Language::ALL.map(load));
    &BUNDLES[language as usize]
}

fn load(language: Language) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![match language {
        Language::Nl => langid!("nl"),
        Language::Fr => langid!("fr"),
        Language::En => langid!("en"),
        Language::De => langid!("de"),
    }]);
    bundle.set_use_isolating(false);
    for (name, text) in sources(language) {
        let resource =
            FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, faults)| {
                tracing::error!(%language, name, ?faults, "a file of texts has faults");
                resource
            });
        if let Err(faults) = bundle.add_resource(resource) {
            tracing::error!(%language, name, ?faults, "a text stands in two files");
        }
    }
    bundle
}

macro_rules! files {
    ($folder:literal) => {
        [
            ("accounts", include_str!(concat!($folder, "/accounts.ftl"))),
            ("alerts", include_str!(concat!($folder, "/alerts.ftl"))),
            ("bounces", include_str!(concat!($folder, "/bounces.ftl"))),
            ("common", include_str!(concat!($folder, "/common.ftl"))),
            ("demo", include_str!(concat!($folder, "/demo.ftl"))),
            ("exports", include_str!(concat!($folder, "/exports.ftl"))),
            ("fields", include_str!(concat!($folder, "/fields.ftl"))),
            ("inventories", include_str!(concat!($folder, "/inventories.ftl"))),
            ("needs", include_str!(concat!($folder, "/needs.ftl"))),
            ("passports", include_str!(concat!($folder, "/passports.ftl"))),
            ("pictures", include_str!(concat!($folder, "/pictures.ftl"))),
            ("places", include_str!(concat!($folder, "/places.ftl"))),
            ("searches", include_str!(concat!($folder, "/searches.ftl"))),
            ("stating", include_str!(concat!($folder, "/stating.ftl"))),
        ]
    };
}

fn sources(language: Language) -> [(&'static str, &'static str); 14] {
    match language {
        Language::Nl => files!("nl"),
        Language::Fr => files!("fr"),
        Language::En => files!("en"),
        Language::De => files!("de"),
    }
}

#[cfg(test)]
mod tests;
