//! What a list changes in a passport, field by field. No I/O here.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::passports::{Content, diff};

/// A field that would change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PassportDifference)]
pub struct Difference {
    /// As it is named in a passport.
    #[schema(examples("quantity"))]
    pub field: String,
    /// Null where there was nothing.
    pub before: Value,
    pub after: Value,
}

/// All that differs, in the order of the names of the fields.
pub fn differences(before: &Content, after: &Content) -> Vec<Difference> {
    let record = |content: &Content| match serde_json::to_value(content) {
        Ok(Value::Object(record)) => record,
        // A content is an object of texts, numbers and lists, which always serialises.
        Ok(_) | Err(_) => Map::new(),
    };
    let changes = diff(&record(before), &record(after));
    let difference = |(field, mut change): (String, Value)| Difference {
        field,
        before: change["from"].take(),
        after: change["to"].take(),
    };
    changes.into_iter().map(difference).collect()
}
