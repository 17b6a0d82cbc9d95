//! How a listing is written down: the fields of the index, and what goes into them.

use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};

use super::super::analysis::{self, Word};
use super::super::{Facet, Listing, Measure, Visibility, facets, figure};
use crate::catalogue::{CategoryCode, Unit};
use crate::clock::Day;

/// Count it up when documents come to be made otherwise than before, though of the same fields:
/// indexes made before are then made anew. It stands in the schema as the name of a field.
const MAKE: &str = "make_1";

pub const ID: &str = "id";
pub const VERSION: &str = "version";
pub const CREATED_AT: &str = "created_at";
pub const PRICE_CENTS: &str = "price_cents";
pub const LATITUDE: &str = "latitude";
pub const LONGITUDE: &str = "longitude";

/// Takes words as we cut them; Tantivy shall not cut them again.
const AS_IS: &str = "raw";

pub struct Fields {
    pub id: Field,
    pub version: Field,
    pub created_at: Field,
    pub facts: Field,
    pub name: Words,
    pub text: Words,
    pub condition: Field,
    pub quantity_thousandths: Field,
    pub price_cents: Field,
    pub latitude: Field,
    pub longitude: Field,
    pub available_from: Field,
    pub available_until: Field,
    measures: [Field; Measure::ALL.len()],
    facets: [Field; Facet::ALL.len()],
}

/// A text: its words, and their stems beside them.
pub struct Words {
    pub words: Field,
    pub stems: Field,
}

/// Something that is so or not, as a single term.
#[derive(Debug, Clone, Copy)]
pub enum Fact<'a> {
    /// Holds for a leaf and for its top.
    Category(CategoryCode),
    Unit(Unit),
    Brand(&'a str),
    Colour(&'a str),
    Material(&'a str),
    HeldBy(&'a str),
    SeenByPark(&'a str),
    SeenByAll,
}

impl Fact<'_> {
    /// Each kind begins otherwise, so that no value of one can pass for another.
    pub fn term(self) -> String {
        match self {
            Self::Category(code) => format!("category {code}"),
            Self::Unit(unit) => format!("unit {}", unit.as_str()),
            Self::Brand(value) => format!("brand {}", facets::key(value)),
            Self::Colour(value) => format!("colour {}", facets::key(value)),
            Self::Material(value) => format!("material {}", facets::key(value)),
            Self::HeldBy(organisation_id) => format!("held by {organisation_id}"),
            Self::SeenByPark(park_id) => format!("seen by park {park_id}"),
            Self::SeenByAll => "seen by all".to_owned(),
        }
    }
}

impl Fields {
    pub fn with_schema() -> (Self, Schema) {
        let mut schema = Schema::builder();
        schema.add_bool_field(MAKE, INDEXED);
        let term = || TextOptions::default().set_indexing_options(terms());
        let fields = Self {
            id: schema.add_text_field(ID, term().set_fast(AS_IS)),
            version: schema.add_i64_field(VERSION, FAST),
            created_at: schema.add_i64_field(CREATED_AT, FAST),
            facts: schema.add_text_field("facts", term()),
            name: Words::add(&mut schema, "name", "name_stems"),
            text: Words::add(&mut schema, "text", "text_stems"),
            condition: schema.add_u64_field("condition", FAST),
            quantity_thousandths: schema.add_f64_field("quantity_thousandths", FAST),
            price_cents: schema.add_f64_field(PRICE_CENTS, FAST),
            latitude: schema.add_f64_field(LATITUDE, FAST),
            longitude: schema.add_f64_field(LONGITUDE, FAST),
            available_from: schema.add_i64_field("available_from", FAST),
            available_until: schema.add_i64_field("available_until", FAST),
            measures: Measure::ALL
                .map(|it| schema.add_f64_field(it.as_str(), NumericOptions::from(FAST))),
            facets: Facet::ALL.map(|it| {
                schema.add_text_field(facet_name(it), TextOptions::default().set_fast(AS_IS))
            }),
        };
        (fields, schema.build())
    }

    pub fn measure(&self, measure: Measure) -> Field {
        self.measures[measure as usize]
    }

    pub fn document(&self, listing: &Listing) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_text(self.id, &listing.id);
        document.add_i64(self.version, listing.version);
        document.add_i64(self.created_at, listing.created_at);
        for fact in facts(listing) {
            document.add_text(self.facts, fact.term());
        }
        self.name.fill(&mut document, &analysis::text_words(&listing.name));
        self.text.fill(&mut document, &analysis::text_words(&listing.other_text()));
        for facet in Facet::ALL {
            for value in facets::values(listing, facet) {
                document.add_text(self.facets[facet as usize], value);
            }
        }
        self.add_figures(&mut document, listing);
        document
    }

    fn add_figures(&self, document: &mut TantivyDocument, listing: &Listing) {
        document.add_f64(self.quantity_thousandths, figure(listing.quantity_thousandths));
        for (measure, size) in &listing.measures {
            document.add_f64(self.measure(*measure), plain(*size));
        }
        if let Some(condition) = listing.condition {
            document.add_u64(self.condition, u64::from(condition));
        }
        if let Some(price) = listing.price_cents {
            document.add_f64(self.price_cents, figure(price));
        }
        if let Some(point) = listing.point {
            document.add_f64(self.latitude, point.latitude);
            document.add_f64(self.longitude, point.longitude);
        }
        let from = listing.available_from.map_or(EVER.0, day_number);
        let until = listing.available_until.map_or(EVER.1, day_number);
        document.add_i64(self.available_from, from);
        document.add_i64(self.available_until, until);
    }
}

impl Words {
    fn add(schema: &mut SchemaBuilder, words: &str, stems: &str) -> Self {
        let term = || TextOptions::default().set_indexing_options(terms());
        Self {
            words: schema.add_text_field(words, term()),
            stems: schema.add_text_field(stems, term()),
        }
    }

    fn fill(&self, document: &mut TantivyDocument, words: &[Word]) {
        for word in words {
            document.add_text(self.words, word.as_str());
            for stem in word.marked_stems() {
                document.add_text(self.stems, stem);
            }
        }
    }
}

/// Only whether a term occurs, neither how often nor where: relevance is counted otherwise.
fn terms() -> TextFieldIndexing {
    TextFieldIndexing::default()
        .set_tokenizer(AS_IS)
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false)
}

fn facts(listing: &Listing) -> Vec<Fact<'_>> {
    let mut facts = vec![Fact::Unit(listing.unit), Fact::HeldBy(&listing.organisation_id)];
    match listing.visibility {
        Visibility::Public => facts.push(Fact::SeenByAll),
        Visibility::Park => facts.extend(listing.park_id.as_deref().map(Fact::SeenByPark)),
        Visibility::Organisation => {}
    }
    let category = listing.category.into_iter();
    facts.extend(category.flat_map(|it| [it, it.top()]).map(Fact::Category));
    facts.extend(listing.brand.as_deref().map(Fact::Brand));
    facts.extend(listing.colour.as_deref().map(Fact::Colour));
    facts.extend(listing.materials.iter().map(|it| Fact::Material(it)));
    facts
}

pub fn facet_name(facet: Facet) -> &'static str {
    match facet {
        Facet::Category => "facet_category",
        Facet::Condition => "facet_condition",
        Facet::Brand => "facet_brand",
        Facet::Colour => "facet_colour",
        Facet::Material => "facet_material",
        Facet::Unit => "facet_unit",
    }
}

/// The days that stand for a window that is open at its beginning and its end.
const EVER: (i64, i64) = (i32::MIN as i64, i32::MAX as i64);

pub fn day_number(day: Day) -> i64 {
    i64::from(day.0.to_julian_day())
}

/// The index sorts -0 before 0, but nobody else does.
pub fn plain(figure: f64) -> f64 {
    figure + 0.0
}
