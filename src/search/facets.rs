//! What a listing counts under in each facet, and how facets are written.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use super::constraint::yes_no;
use super::{AttributeValue, Listing, Measure};
use crate::catalogue::{AttributeKey, fold};
use crate::language::say;

/// Something whose values are counted among all that is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// Leaves and their tops alike.
    Category,
    Condition,
    Brand,
    Colour,
    Material,
    Unit,
    Organisation,
    Park,
    Visibility,
    /// `free`, `on_request`, or a band of euros such as `20-50`.
    Price,
    Dismantled,
    HazardFree,
    Photos,
    Documents,
    /// Bands of millimetres such as `500-1000`.
    Size(Measure),
    /// The choice, `yes` or `no`, or a band of numbers.
    Attribute(AttributeKey),
}

/// How the facet of an attribute begins, as it is written.
const ATTRIBUTE: &str = "attribute.";

/// More values than these nobody reads; the most frequent ones are told.
pub const FACET_VALUES_MAX: usize = 200;

impl Facet {
    const PLAIN: [(&'static str, Self); 14] = [
        ("category", Self::Category),
        ("condition", Self::Condition),
        ("brand", Self::Brand),
        ("colour", Self::Colour),
        ("material", Self::Material),
        ("unit", Self::Unit),
        ("organisation", Self::Organisation),
        ("park", Self::Park),
        ("visibility", Self::Visibility),
        ("price", Self::Price),
        ("dismantled", Self::Dismantled),
        ("hazard_free", Self::HazardFree),
        ("photos", Self::Photos),
        ("documents", Self::Documents),
    ];

    /// Those that every listing may have, whatever its category.
    pub fn of_filters() -> impl Iterator<Item = Self> {
        let plain = Self::PLAIN.into_iter().map(|it| it.1);
        plain.chain(Measure::ALL.into_iter().map(Self::Size))
    }

    pub fn parse(text: &str) -> Option<Self> {
        if let Some(key) = text.strip_prefix(ATTRIBUTE) {
            return AttributeKey::parse(key).map(Self::Attribute);
        }
        let measure = || Measure::ALL.into_iter().find(|it| it.as_str() == text).map(Self::Size);
        let plain = Self::PLAIN.into_iter().find(|it| it.0 == text).map(|it| it.1);
        plain.or_else(measure)
    }
}

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size(measure) => f.write_str(measure.as_str()),
            Self::Attribute(key) => write!(f, "{ATTRIBUTE}{key}"),
            plain => {
                let name = Self::PLAIN.into_iter().find(|it| it.1 == *plain);
                f.write_str(name.map_or("", |it| it.0))
            }
        }
    }
}

impl Serialize for Facet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Facet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| say("expected-facet").as_fault())
    }
}

impl utoipa::PartialSchema for Facet {
    fn schema() -> RefOr<Schema> {
        let examples = ["category", "width_mm", "attribute.coating"];
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "What is counted: category, condition, brand, colour, material, unit, organisation, \
                 park, visibility, price, dismantled, hazard_free, photos, documents, a size \
                 such as width_mm, or an attribute of the category after `attribute.`.",
            ))
            .examples(examples.map(serde_json::Value::from))
            .into()
    }
}

impl utoipa::ToSchema for Facet {}

/// The values of a listing, each once.
pub fn values(listing: &Listing, facet: Facet) -> Vec<String> {
    let one = |value: Option<&String>| value.into_iter().cloned().collect();
    let yes = |it: bool| vec![yes_no(it).to_owned()];
    let mut values: Vec<String> = match facet {
        Facet::Category => {
            let own = listing.category.into_iter();
            own.flat_map(|it| [it.top(), it]).map(|it| it.as_str().to_owned()).collect()
        }
        Facet::Condition => listing.condition.iter().map(u8::to_string).collect(),
        Facet::Brand => one(listing.brand.as_ref()),
        Facet::Colour => one(listing.colour.as_ref()),
        Facet::Material => listing.materials.clone(),
        Facet::Unit => vec![listing.unit.as_str().to_owned()],
        Facet::Organisation => vec![listing.organisation_id.clone()],
        Facet::Park => one(listing.park_id.as_ref()),
        Facet::Visibility => vec![listing.visibility.as_str().to_owned()],
        Facet::Price => vec![match listing.price_cents {
            None => "on_request".to_owned(),
            Some(..=0) => "free".to_owned(),
            Some(cents) => band(cents.saturating_mul(10)),
        }],
        Facet::Dismantled => listing.dismantled.map(yes).unwrap_or_default(),
        Facet::HazardFree => yes(listing.hazard_free),
        Facet::Photos => yes(listing.has_photos),
        Facet::Documents => yes(listing.has_documents),
        Facet::Size(measure) => {
            listing.sizes_um.get(&measure).map(|it| band(*it)).into_iter().collect()
        }
        Facet::Attribute(key) => match listing.attributes.get(&key) {
            None => Vec::new(),
            Some(AttributeValue::Thousandths(it)) => vec![band(*it)],
            Some(AttributeValue::Choice(it)) => vec![it.clone()],
            Some(AttributeValue::Is(it)) => yes(*it),
        },
    };
    // Folding is dear, and most have one value at the most, of letters that stay what they are.
    let says_something = |it: &String| it.starts_with(|it: char| it.is_ascii_alphanumeric());
    values.retain(|it| says_something(it) || !key(it).is_empty());
    if values.len() > 1 {
        values.sort_by_cached_key(|it| key(it));
        values.dedup_by_key(|it| key(it));
    }
    values
}

/// The band of whole numbers that a figure of thousandths lies in: `0-1`, `1-2`, `2-5`, `5-10`,
/// `10-20` and so on. The lower end belongs to it, the upper one to the next.
fn band(thousandths: i64) -> String {
    let whole = thousandths.div_euclid(1000);
    match whole {
        ..0 => return "<0".to_owned(),
        0 => return "0-1".to_owned(),
        1.. => {}
    }
    let power = 10_i64.pow(whole.ilog10());
    let (low, high) = match whole / power {
        ..2 => (1, 2),
        2..5 => (2, 5),
        5.. => (5, 10),
    };
    format!("{}-{}", low * power, i128::from(high) * i128::from(power))
}

/// What two spellings of one value have in common: `Reynaers` and `REYNAERS` are one brand.
pub fn key(value: &str) -> String {
    fold(value)
}

/// Counts the spellings of one value together, under the one that sorts first, and keeps the
/// [`FACET_VALUES_MAX`] most frequent values.
pub fn merge_spellings(counted: BTreeMap<String, usize>) -> BTreeMap<String, usize> {
    let mut by_key: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for (spelling, count) in counted {
        by_key.entry(key(&spelling)).or_insert((spelling, 0)).1 += count;
    }
    let mut merged: Vec<_> = by_key.into_values().collect();
    if merged.len() > FACET_VALUES_MAX {
        merged.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
        merged.truncate(FACET_VALUES_MAX);
    }
    merged.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_counted_together() {
        let counted = [("Eik", 2), ("Grenen", 3), ("eik", 1), ("EIK", 1)];
        let counted = counted.map(|(value, count)| (value.to_owned(), count));
        let merged = merge_spellings(counted.into());
        assert_eq!(merged, [("EIK".to_owned(), 4), ("Grenen".to_owned(), 3)].into());
    }

    #[test]
    fn figures_fall_into_bands() {
        for (thousandths, expected) in [
            (-1, "<0"),
            (0, "0-1"),
            (999, "0-1"),
            (1000, "1-2"),
            (4_999_999, "2000-5000"),
            (930_000, "500-1000"),
            (10_000, "10-20"),
            (i64::MAX, "5000000000000000-10000000000000000"),
        ] {
            assert_eq!(band(thousandths), expected);
        }
    }

    #[test]
    fn facets_are_read_as_they_are_written() {
        let all = Facet::of_filters().chain(AttributeKey::all().map(Facet::Attribute));
        for facet in all {
            assert_eq!(Facet::parse(&facet.to_string()), Some(facet), "{facet}");
        }
        assert_eq!(Facet::parse("smell"), None);
        assert_eq!(Facet::parse("attribute.smell"), None);
        assert_eq!(Facet::parse(""), None);
    }
}
