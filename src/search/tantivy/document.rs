//! How a listing is written down: the fields of the index, and what goes into them.

use std::collections::HashMap;

use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};

use super::super::analysis::{self, Analyst};
use super::super::constraint::Figure;
use super::super::place::steps;
use super::super::{Facet, Listing, Measure, facets};
use super::lines::{self, LINES};
use crate::catalogue::AttributeKey;

/// Count it up when documents come to be made otherwise than before, though of the same fields:
/// indexes made before are then made anew. It stands in the schema as the name of a field.
const MAKE: &str = "make_6";

pub const ID: &str = "id";
pub const VERSION: &str = "version";
pub const LATITUDE: &str = "latitude";
pub const LONGITUDE: &str = "longitude";

/// Takes words as we cut them; Tantivy shall not cut them again.
const AS_IS: &str = "raw";

pub struct Fields {
    pub id: Field,
    version: Field,
    pub facts: Field,
    /// The words of a listing as they stand. One that stands in the name counts
    /// [`analysis::NAME_FACTOR`] times as often as one that does not: so the index keeps where.
    pub words: Field,
    /// The keys that do not follow from one of its words of letters, counted in the same way. For
    /// the others see [`super::vocabulary`].
    pub keys: Field,
    latitude: Field,
    longitude: Field,
    figures: HashMap<Figure, Field>,
    facets: HashMap<Facet, Field>,
}

/// All figures that are kept.
pub fn figures() -> impl Iterator<Item = Figure> {
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
    plain.into_iter().chain(sizes).chain(AttributeKey::all().map(Figure::Attribute))
}

pub fn figure_name(figure: Figure) -> String {
    match figure {
        Figure::Size(measure) => measure.as_str().to_owned(),
        Figure::Attribute(key) => format!("attribute_{key}"),
        plain => format!("{plain:?}"),
    }
}

/// All facets that are counted.
pub fn all_facets() -> impl Iterator<Item = Facet> {
    Facet::of_filters().chain(AttributeKey::all().map(Facet::Attribute))
}

pub fn facet_name(facet: Facet) -> String {
    format!("facet_{}", facet.to_string().replace('.', "_"))
}

impl Fields {
    pub fn with_schema() -> (Self, Schema) {
        let mut schema = Schema::builder();
        schema.add_bool_field(MAKE, INDEXED);
        let term = |tokenizer, option| {
            TextOptions::default().set_indexing_options(terms(tokenizer, option))
        };
        let (basic, counted) = (IndexRecordOption::Basic, IndexRecordOption::WithFreqs);
        let fields = Self {
            id: schema.add_text_field(ID, term(AS_IS, basic).set_fast(AS_IS)),
            version: schema.add_i64_field(VERSION, FAST),
            facts: schema.add_text_field("facts", term(AS_IS, basic)),
            words: schema.add_text_field("words", term(LINES, counted)),
            keys: schema.add_text_field("keys", term(LINES, counted)),
            latitude: schema.add_i64_field(LATITUDE, FAST),
            longitude: schema.add_i64_field(LONGITUDE, FAST),
            figures: figures()
                .map(|it| (it, schema.add_i64_field(&figure_name(it), FAST)))
                .collect(),
            facets: all_facets()
                .map(|it| {
                    let options = TextOptions::default().set_fast(AS_IS);
                    (it, schema.add_text_field(&facet_name(it), options))
                })
                .collect(),
        };
        (fields, schema.build())
    }

    pub fn document(&self, listing: &Listing, analyst: &mut Analyst) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_text(self.id, &listing.id);
        document.add_i64(self.version, listing.version);
        for fact in listing.facts() {
            document.add_text(self.facts, fact.as_str());
        }
        self.add_words(&mut document, listing, analyst);
        if let Some(point) = listing.point {
            document.add_i64(self.latitude, steps(point.latitude));
            document.add_i64(self.longitude, steps(point.longitude));
        }
        let attributes = || listing.attributes.keys().copied();
        let own_facets = Facet::of_filters().chain(attributes().map(Facet::Attribute));
        for facet in own_facets {
            for value in facets::values(listing, facet) {
                document.add_text(self.facets[&facet], value);
            }
        }
        let sizes = Measure::ALL.into_iter().map(Figure::Size);
        let plain = figures().take_while(|it| !matches!(it, Figure::Size(_)));
        for figure in plain.chain(sizes).chain(attributes().map(Figure::Attribute)) {
            if let Some(value) = listing.figure(figure) {
                document.add_i64(self.figures[&figure], value);
            }
        }
        document
    }

    fn add_words(&self, document: &mut TantivyDocument, listing: &Listing, analyst: &mut Analyst) {
        let name = analyst.entries(&listing.name);
        let others = analyst.entries(&listing.other_text());
        let times = analysis::NAME_FACTOR;
        document.add_text(self.words, lines::written(name.written(), times, others.written()));
        document.add_text(self.keys, lines::written(name.own_keys(), times, others.own_keys()));
    }
}

fn terms(tokenizer: &str, option: IndexRecordOption) -> TextFieldIndexing {
    TextFieldIndexing::default()
        .set_tokenizer(tokenizer)
        .set_index_option(option)
        .set_fieldnorms(false)
}
