//! The tree of categories: sixteen tops, and the leaves below them.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use super::leaf::Leaf;
use super::read_json;
use crate::language::{Language, say};

/// A top (`DOOR`) or a leaf (`DOOR.INT`) of the tree. It is a place in a table: copying and
/// comparing it costs nothing. Codes sort as the tree is printed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CategoryCode(u8);

impl CategoryCode {
    pub fn parse(code: &str) -> Option<Self> {
        let by_code = &TREE.by_code;
        let found = by_code.binary_search_by(|it| it.0.cmp(code)).ok()?;
        Some(by_code[found].1)
    }

    pub fn as_str(self) -> &'static str {
        self.entry().code
    }

    /// Where it stands in the tree as it is printed: a top right before its leaves.
    pub fn position(self) -> u8 {
        self.0
    }

    pub fn is_leaf(self) -> bool {
        self.entry().leaf.is_some()
    }

    /// The top this belongs to; a top belongs to itself.
    pub fn top(self) -> Self {
        self.entry().top
    }

    /// Whether `other` is this category or stands below it.
    pub fn contains(self, other: Self) -> bool {
        self == other || self == other.top()
    }

    pub fn label(self, language: Language) -> &'static str {
        self.entry().labels[language as usize]
    }

    /// All that is known of a leaf; a top has nothing but its labels.
    pub fn leaf(self) -> Option<&'static Leaf> {
        self.entry().leaf.as_ref()
    }

    /// Every top followed by its leaves.
    pub fn all() -> impl Iterator<Item = Self> {
        TREE.entries.iter().map(|it| it.own)
    }

    fn entry(self) -> &'static Entry {
        &TREE.entries[usize::from(self.0)]
    }
}

struct Entry {
    own: CategoryCode,
    top: CategoryCode,
    code: &'static str,
    labels: [&'static str; 4],
    leaf: Option<Leaf>,
}

struct Tree {
    entries: Vec<Entry>,
    by_code: Vec<(&'static str, CategoryCode)>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct Taxonomy {
    top: Vec<Top>,
    leaf: Vec<Leaf>,
}

#[derive(Deserialize)]
struct Top {
    code: &'static str,
    nl: &'static str,
    fr: &'static str,
    en: &'static str,
    de: &'static str,
}

static TREE: LazyLock<Tree> = LazyLock::new(|| {
    let taxonomy: Taxonomy = read_json("taxonomy.json", include_str!("data/taxonomy.json"));
    grow(taxonomy)
});

fn grow(taxonomy: Taxonomy) -> Tree {
    let place = |at: usize| {
        CategoryCode(u8::try_from(at).unwrap_or_else(|_| panic!("more than 256 categories")))
    };
    let mut entries: Vec<Entry> = Vec::new();
    let mut leaves = taxonomy.leaf;
    for it in taxonomy.top {
        let top = place(entries.len());
        let labels = [it.nl, it.fr, it.en, it.de];
        entries.push(Entry { own: top, top, code: it.code, labels, leaf: None });
        let below = |leaf: &mut Leaf| leaf.top_code() == it.code;
        for leaf in leaves.extract_if(.., below) {
            let own = place(entries.len());
            entries.push(Entry {
                own,
                top,
                code: leaf.code,
                labels: leaf.labels(),
                leaf: Some(leaf),
            });
        }
    }
    assert!(leaves.is_empty(), "{} stands under no top", leaves[0].code);
    let mut by_code: Vec<_> = entries.iter().map(|it| (it.code, it.own)).collect();
    by_code.sort_unstable();
    Tree { entries, by_code }
}

impl fmt::Debug for CategoryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for CategoryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for CategoryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CategoryCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Cow::<str>::deserialize(deserializer)?;
        Self::parse(&code).ok_or_else(|| say("expected-category").as_fault())
    }
}

impl utoipa::PartialSchema for CategoryCode {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A category of the catalogue: a top or a leaf below it."))
            .pattern(Some("^[A-Z]+(\\.[A-Z_]+)?$"))
            .examples([serde_json::json!("DOOR.INT"), serde_json::json!("DOOR")])
            .into()
    }
}

impl utoipa::ToSchema for CategoryCode {}
