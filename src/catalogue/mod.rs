//! What building materials are: categories, units, the words people use for them in Dutch,
//! French, English and German, and factors for carbon and transport.
//!
//! All of it is data in `data/`, embedded into the binary and read once. Look-ups do not allocate.

mod attribute_key;
pub mod carbon;
mod category;
mod fold;
pub mod http;
mod leaf;
pub mod phrases;
pub mod recognise;
pub mod transport;
mod unit;
mod waste;
pub mod words;

use serde::Deserialize;

pub use attribute_key::AttributeKey;
pub use category::CategoryCode;
pub use fold::fold;
pub use leaf::{
    Attribute, AttributeKind, AttributeRule, BrandLayer, DefaultMass, Leaf,
    steel_profile_grams_per_m,
};
pub use recognise::{
    Recognised, category_candidates, category_labelled, category_phrases, recognise_category,
};
pub use unit::Unit;
pub use waste::{WasteCode, waste_code, waste_codes};
pub use words::{HeaderField, ambiguous, condition_of_word, headers, unit_of_word, yes_no};

/// Reads an embedded JSON file. The files are part of the program, and a test reads each: a fault
/// in one must end the program, as a fault in the code would.
fn read_json<T: Deserialize<'static>>(name: &str, text: &'static str) -> T {
    serde_json::from_str(text).unwrap_or_else(|fault| panic!("catalogue/data/{name}: {fault}"))
}

/// Reads an embedded CSV file; the same holds as for [`read_json`].
fn read_csv<T: serde::de::DeserializeOwned>(name: &str, text: &'static str) -> Vec<T> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .unwrap_or_else(|fault| panic!("catalogue/data/{name}: {fault}"))
}

#[cfg(test)]
mod tests;
