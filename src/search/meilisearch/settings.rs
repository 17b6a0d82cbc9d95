//! What Meilisearch is told about our documents. Settings are code: an index is named for the hash
//! of them, so one that was made otherwise is not ours, and a new one is filled beside it.

use std::collections::BTreeMap;

use meilisearch_sdk::settings::{
    FacetSortValue, FacetingSettings, FilterFeatureModes, FilterFeatures, FilterableAttribute,
    FilterableAttributesSettings, MinWordSizeForTypos, PaginationSetting, Settings,
    TypoToleranceSettings,
};
use sha2::{Digest, Sha256};

use super::super::Sort;
use super::super::constraint::Figure;
use super::super::position::{self, Measured};
use super::document::{self, FACTS, GEO, ORDER, WordSet};

/// Count it up when documents come to be made otherwise than before, though under the same
/// settings.
const MAKE: u32 = 2;

/// Of a facet, and of the words of the dictionary that are spelt like one that is asked for. The
/// most frequent ones are told.
pub const VALUES_MAX: usize = 1000;

/// A page may lie as deep as one likes to turn; we ask for what comes after a position, so no
/// answer is longer than a page for it.
const HITS_MAX: usize = 100_000_000;

pub fn settings() -> Settings {
    let attributes = |patterns: &[&str], facet_search, comparison| {
        FilterableAttribute::Settings(FilterableAttributesSettings {
            attribute_patterns: patterns.iter().map(|it| (*it).to_owned()).collect(),
            features: FilterFeatures {
                facet_search,
                filter: FilterFeatureModes { equality: true, comparison },
            },
        })
    };
    let [name_keys, text, text_keys] =
        [WordSet::NameKeys, WordSet::Text, WordSet::TextKeys].map(WordSet::attribute);
    Settings {
        // All words are looked up as values: by our own analysis, which other engines share.
        searchable_attributes: Some(Vec::new()),
        filterable_attributes: Some(vec![
            attributes(&[WordSet::All.attribute(), WordSet::Name.attribute()], true, false),
            attributes(&[name_keys, text, text_keys, FACTS, "facets.*"], false, false),
            attributes(&["figures.*", ORDER], false, true),
            FilterableAttribute::Attribute(GEO.to_owned()),
        ]),
        sortable_attributes: Some(sortable()),
        ranking_rules: Some(vec!["sort".to_owned()]),
        pagination: Some(PaginationSetting { max_total_hits: HITS_MAX }),
        faceting: Some(FacetingSettings {
            max_values_per_facet: VALUES_MAX,
            sort_facet_values_by: Some(BTreeMap::from([("*".to_owned(), FacetSortValue::Count)])),
        }),
        typo_tolerance: Some(TypoToleranceSettings {
            enabled: Some(true),
            // Names are searched by their beginnings only, for what is being typed.
            disable_on_attributes: Some(vec![WordSet::Name.attribute().to_owned()]),
            disable_on_words: Some(Vec::new()),
            min_word_size_for_typos: Some(MinWordSizeForTypos {
                one_typo: Some(4),
                two_typos: Some(8),
            }),
            disable_on_numbers: Some(false),
        }),
        ..Settings::default()
    }
}

fn sortable() -> Vec<String> {
    let mut sortable = vec![GEO.to_owned(), ORDER.to_owned(), document::figure(Figure::CreatedAt)];
    for sort in Sort::ALL {
        match position::measured(sort) {
            Measured::Figure(figure) => sortable.push(document::figure(figure)),
            Measured::Points | Measured::Distance | Measured::Nothing => {}
        }
    }
    sortable
}

/// What an index made by these settings is called after, eight hex digits.
pub fn hash() -> serde_json::Result<String> {
    let text = serde_json::to_string(&settings())?;
    let digest = Sha256::digest(format!("{MAKE} {text}"));
    Ok(document::hex(&digest[..4]))
}
