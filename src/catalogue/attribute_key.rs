//! The keys of the attributes that the catalogue knows.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use super::CategoryCode;
use crate::language::say;

/// The key of an attribute that some category has: `coating`, `fire_rating`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttributeKey(&'static str);

static KEYS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let leaves = CategoryCode::all().filter_map(CategoryCode::leaf);
    leaves.flat_map(|leaf| leaf.attributes.iter().map(|it| it.key.as_str())).collect()
});

impl AttributeKey {
    pub fn parse(key: &str) -> Option<Self> {
        KEYS.get(key).copied().map(Self)
    }

    /// In the order of the alphabet.
    pub fn all() -> impl Iterator<Item = Self> {
        KEYS.iter().copied().map(Self)
    }

    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Debug for AttributeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for AttributeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl Serialize for AttributeKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for AttributeKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = Cow::<str>::deserialize(deserializer)?;
        Self::parse(&key).ok_or_else(|| say("expected-attribute").as_fault())
    }
}

impl utoipa::PartialSchema for AttributeKey {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("The key of an attribute that the catalogue gives some category."))
            .examples([serde_json::json!("coating")])
            .into()
    }
}

impl utoipa::ToSchema for AttributeKey {}
