//! How a listing is written down for Meilisearch, and by which names its attributes go there.
//!
//! Meilisearch folds case and accents of values in its own way. So values are written in letters
//! that mean the same to it as to us, and read back when it counts them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::super::analysis;
use super::super::constraint::{Fact, Figure};
use super::super::{Facet, Listing, Measure, facets};

pub const ID: &str = "id";
/// Sorts as ids do.
pub const ORDER: &str = "order";
pub const FACTS: &str = "facts";
pub const VERSION: &str = "version";
pub const GEO: &str = "_geo";

#[derive(Debug, Serialize)]
pub struct Document {
    id: String,
    order: String,
    listing: String,
    version: i64,
    words: Words,
    facts: Vec<String>,
    figures: BTreeMap<String, i64>,
    facets: BTreeMap<String, Vec<String>>,
    #[serde(rename = "_geo", skip_serializing_if = "Option::is_none")]
    geo: Option<Geo>,
}

/// The words as they are written, and the keys by which they are found besides.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    name: BTreeSet<String>,
    name_keys: BTreeSet<String>,
    text: BTreeSet<String>,
    text_keys: BTreeSet<String>,
    /// Those of name and text: the dictionary.
    all: BTreeSet<String>,
}

/// Which words of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordSet {
    Name,
    NameKeys,
    Text,
    TextKeys,
    All,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Geo {
    pub lat: f64,
    pub lng: f64,
}

impl Document {
    pub fn of(listing: &Listing) -> Self {
        Self {
            id: id(&listing.id),
            order: order(&listing.id),
            listing: listing.id.clone(),
            version: listing.version,
            words: Words::of(listing),
            facts: listing.facts().iter().map(fact).collect(),
            figures: figures(listing),
            facets: facet_values(listing),
            geo: listing.place().map(|it| Geo { lat: it.latitude, lng: it.longitude }),
        }
    }
}

impl Words {
    pub fn of(listing: &Listing) -> Self {
        let (name, name_keys) = words(&listing.name);
        let (text, text_keys) = words(&listing.other_text());
        let all = name.union(&text).cloned().collect();
        Self { name, name_keys, text, text_keys, all }
    }

    pub fn among(&self, set: WordSet) -> &BTreeSet<String> {
        match set {
            WordSet::Name => &self.name,
            WordSet::NameKeys => &self.name_keys,
            WordSet::Text => &self.text,
            WordSet::TextKeys => &self.text_keys,
            WordSet::All => &self.all,
        }
    }
}

impl WordSet {
    pub fn attribute(self) -> &'static str {
        match self {
            Self::Name => "words.name",
            Self::NameKeys => "words.name_keys",
            Self::Text => "words.text",
            Self::TextKeys => "words.text_keys",
            Self::All => "words.all",
        }
    }

    /// Where what stands in this set can be looked up together with what stands in its like.
    pub fn with_all(self) -> Self {
        match self {
            Self::Name | Self::Text | Self::All => Self::All,
            keys @ (Self::NameKeys | Self::TextKeys) => keys,
        }
    }
}

fn words(text: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let words = analysis::text_words(text);
    let written = words.iter().filter_map(|it| it.written().map(str::to_owned)).collect();
    (written, words.iter().flat_map(analysis::Word::keys).collect())
}

fn figures(listing: &Listing) -> BTreeMap<String, i64> {
    let plain = [
        Figure::Condition,
        Figure::QuantityThousandths,
        Figure::MassGrams,
        Figure::PriceCents,
        Figure::CarbonAvoidedGrams,
        Figure::AvailableFrom,
        Figure::AvailableUntil,
        Figure::CreatedAt,
    ];
    let sizes = Measure::ALL.into_iter().map(Figure::Size);
    let attributes = listing.attributes.keys().copied().map(Figure::Attribute);
    let all = plain.into_iter().chain(sizes).chain(attributes);
    all.filter_map(|it| Some((figure_name(it), listing.figure(it)?))).collect()
}

fn facet_values(listing: &Listing) -> BTreeMap<String, Vec<String>> {
    let attributes = listing.attributes.keys().copied().map(Facet::Attribute);
    let values = |it: Facet| {
        let values = facets::values(listing, it).iter().map(|it| written(it)).collect();
        (facet_name(it), values)
    };
    let all = Facet::of_filters().chain(attributes).map(values);
    all.filter(|(_, values): &(_, Vec<String>)| !values.is_empty()).collect()
}

/// The attribute of a figure.
pub fn figure(figure: Figure) -> String {
    format!("figures.{}", figure_name(figure))
}

/// Its name within `figures`.
pub fn figure_name(figure: Figure) -> String {
    match figure {
        Figure::Condition => "condition".to_owned(),
        Figure::QuantityThousandths => "quantity_thousandths".to_owned(),
        Figure::MassGrams => "mass_grams".to_owned(),
        Figure::PriceCents => "price_cents".to_owned(),
        Figure::CarbonAvoidedGrams => "carbon_avoided_grams".to_owned(),
        Figure::AvailableFrom => "available_from".to_owned(),
        Figure::AvailableUntil => "available_until".to_owned(),
        Figure::CreatedAt => "created_at".to_owned(),
        Figure::Size(measure) => format!("size-{}", measure.as_str()),
        Figure::Attribute(key) => format!("attribute-{key}"),
    }
}

/// The attribute of a facet.
pub fn facet(facet: Facet) -> String {
    format!("facets.{}", facet_name(facet))
}

fn facet_name(facet: Facet) -> String {
    // A dot would make a level of its own.
    facet.to_string().replace('.', "-")
}

/// Longer values than these Meilisearch cuts; ours are told apart by their hash then.
const VALUE_BYTES_MAX: usize = 400;

/// A fact as it is stored and asked for.
pub fn fact(fact: &Fact) -> String {
    let text = written(fact.as_str());
    if text.len() <= VALUE_BYTES_MAX {
        return text;
    }
    let hash = Sha256::digest(fact.as_str());
    format!("{}-{}", &text[..64], hex(&hash))
}

/// The primary key: letters that Meilisearch takes for one.
pub fn id(listing_id: &str) -> String {
    written(listing_id)
}

/// A text that sorts as the ids do, byte by byte.
pub fn order(listing_id: &str) -> String {
    hex(listing_id.as_bytes())
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A value in small letters, digits and dashes; any other byte is an underscore and its hex code.
fn written(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' {
            text.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(text, "_{byte:02x}");
        }
    }
    text
}

/// The value that [`written`] made this of; `None` for what it never makes.
pub fn read(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut letters = text.bytes();
    while let Some(letter) = letters.next() {
        if letter == b'_' {
            let code = [letters.next()?, letters.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&code).ok()?, 16).ok()?);
        } else {
            bytes.push(letter);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_value_is_read_as_it_was_written(value in any::<String>()) {
            let text = written(&value);
            prop_assert!(text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || b"-_".contains(&it)));
            prop_assert_eq!(read(&text), Some(value));
        }

        #[test]
        fn ids_sort_as_their_orders_do(one in any::<String>(), two in any::<String>()) {
            prop_assert_eq!(order(&one).cmp(&order(&two)), one.cmp(&two));
        }
    }

    #[test]
    fn a_long_fact_is_told_apart_from_its_like() {
        let long = "x".repeat(1000);
        let (one, two) = (Fact::brand(&format!("{long}1")), Fact::brand(&format!("{long}2")));
        assert_ne!(fact(&one), fact(&two));
        assert!(fact(&one).len() < VALUE_BYTES_MAX);
    }
}
