//! The names of the criteria: what reasons, misses and wishes that need not be met are about.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use crate::language::say;
use crate::search::Measure;

/// One criterion of a need. Written as the pointer to it within the criteria: `categories`,
/// `measures/width_mm`, `attributes/hand`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Criterion {
    Categories,
    Words,
    WordsExcluded,
    Measure(Measure),
    Attribute(String),
    Quantity,
    Condition,
    Price,
    /// All places together: being near one of them is enough.
    Place,
    /// The days from and until when it is wanted.
    Window,
    Materials,
    MaterialsExcluded,
    Hazards,
    /// Any document, and each declaration asked for.
    Documents,
    /// What kind of organisation holds it.
    Holder,
}

const MEASURES: &str = "measures/";
const ATTRIBUTES: &str = "attributes/";

impl Criterion {
    /// Those with a name of their own; the rest are one for each measure and attribute.
    const NAMED: [(Self, &'static str); 13] = [
        (Self::Categories, "categories"),
        (Self::Words, "words"),
        (Self::WordsExcluded, "words_excluded"),
        (Self::Quantity, "quantity"),
        (Self::Condition, "condition_min"),
        (Self::Price, "price_cents_max"),
        (Self::Place, "place"),
        (Self::Window, "window"),
        (Self::Materials, "materials"),
        (Self::MaterialsExcluded, "materials_excluded"),
        (Self::Hazards, "hazards_excluded"),
        (Self::Documents, "documents_required"),
        (Self::Holder, "organisation_kinds"),
    ];

    /// The field of the criteria it stands in: `measures` for each measure.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Measure(_) => "measures",
            Self::Attribute(_) => "attributes",
            named => Self::NAMED.iter().find(|it| it.0 == *named).map_or("", |it| it.1),
        }
    }

    pub fn parse(written: &str) -> Option<Self> {
        if let Some(key) = written.strip_prefix(ATTRIBUTES) {
            return (!key.is_empty()).then(|| Self::Attribute(key.to_owned()));
        }
        if let Some(name) = written.strip_prefix(MEASURES) {
            return Measure::ALL.into_iter().find(|it| it.as_str() == name).map(Self::Measure);
        }
        Self::NAMED.into_iter().find(|it| it.1 == written).map(|it| it.0)
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Measure(measure) => write!(f, "{MEASURES}{}", measure.as_str()),
            Self::Attribute(key) => write!(f, "{ATTRIBUTES}{key}"),
            named => f.write_str(named.field()),
        }
    }
}

impl Serialize for Criterion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Criterion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Cow::<str>::deserialize(deserializer)?;
        Self::parse(&written).ok_or_else(|| {
            let names: Vec<_> = Self::NAMED.iter().map(|it| it.1).collect();
            let names = names.join(", ");
            say("expected-criterion")
                .with("patterns", format!("{MEASURES}…, {ATTRIBUTES}…"))
                .with("names", names)
                .as_fault()
        })
    }
}

impl utoipa::PartialSchema for Criterion {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A criterion, by its pointer within the criteria."))
            .examples([
                serde_json::json!("price_cents_max"),
                serde_json::json!("measures/width_mm"),
            ])
            .into()
    }
}

impl utoipa::ToSchema for Criterion {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_criterion_is_read_as_it_is_written() {
        let named = Criterion::NAMED.into_iter().map(|it| it.0);
        let measures = Measure::ALL.into_iter().map(Criterion::Measure);
        for criterion in named.chain(measures).chain([Criterion::Attribute("a/b".to_owned())]) {
            assert!(!criterion.to_string().is_empty());
            assert_eq!(Criterion::parse(&criterion.to_string()), Some(criterion));
        }
        for wrong in ["", "width_mm", "measures/", "attributes/", "measures/mass"] {
            assert_eq!(Criterion::parse(wrong), None);
        }
    }
}
