//! What a listing counts under in each facet.

use std::collections::BTreeMap;

use super::{Facet, Listing};
use crate::catalogue::fold;

/// The values of a listing, each once.
pub fn values(listing: &Listing, facet: Facet) -> Vec<String> {
    let one = |value: Option<&String>| value.into_iter().cloned().collect();
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
    };
    values.retain(|it| !key(it).is_empty());
    values.sort_by_cached_key(|it| key(it));
    values.dedup_by_key(|it| key(it));
    values
}

/// What two spellings of one value have in common: `Reynaers` and `REYNAERS` are one brand.
pub fn key(value: &str) -> String {
    fold(value)
}

/// Counts the spellings of one value together, under the one that sorts first.
pub fn merge_spellings(counted: BTreeMap<String, usize>) -> BTreeMap<String, usize> {
    let mut by_key: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for (spelling, count) in counted {
        by_key.entry(key(&spelling)).or_insert((spelling, 0)).1 += count;
    }
    by_key.into_values().collect()
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
}
