//! What is like a passport: the same kind of thing in about the same size comes first, then the
//! same make or material, then the rest of its kind.

use std::collections::BTreeMap;

use crate::app::App;
use crate::error::Result;
use crate::id::Id;
use crate::passports::{self, Passport, Surroundings, unindexed};
use crate::search::{Listing, Query, Range, Sort, Viewer, Wish};

/// As many as one looks at beside the thing itself.
const SIMILAR_MAX: usize = 12;

/// A size is about the same up to so much more or less.
const SIZE_PERCENT: i64 = 10;

/// Those most like a passport that the viewer may see, without it.
pub async fn to(app: &App, viewer: Viewer, id: Id<Passport>) -> Result<Vec<Passport>> {
    let seen_by = viewer.clone();
    let listing = app
        .db
        .read(move |conn| {
            let passport = passports::find_visible(conn, &seen_by, &id)?;
            let surroundings = Surroundings::of(conn, std::slice::from_ref(&passport))?;
            Ok(passports::listing(&passport, &surroundings))
        })
        .await?;
    let mut ids: Vec<String> = Vec::new();
    for query in ever_wider(&listing, &viewer) {
        for hit in unindexed::find(app, &query).await?.found.hits {
            if hit.id != listing.id && !ids.contains(&hit.id) {
                ids.push(hit.id);
            }
        }
        if ids.len() >= SIMILAR_MAX {
            break;
        }
    }
    ids.truncate(SIMILAR_MAX);
    app.db.read(move |conn| passports::offered_to(conn, &viewer, &ids)).await
}

/// Searches that each find more, and what is less like it.
fn ever_wider(listing: &Listing, viewer: &Viewer) -> Vec<Query> {
    let all = Query {
        viewer: viewer.clone(),
        sort: Sort::Newest,
        // One more, because it finds itself.
        limit: SIMILAR_MAX + 1,
        ..Query::default()
    };
    let Some(category) = listing.category else {
        return vec![Query { text: listing.name.clone(), sort: Sort::Relevance, ..all }];
    };
    let kind = Query { categories: vec![category], ..all };
    let sizes: BTreeMap<_, _> =
        listing.sizes_um.iter().map(|(measure, size)| (*measure, about(*size))).collect();
    let sized = Query { sizes, ..kind.clone() };
    let materials = listing.materials.clone();
    let brands = Vec::from_iter(listing.brand.clone());
    let mut queries = Vec::new();
    if !listing.sizes_um.is_empty() {
        if !materials.is_empty() {
            queries.push(Query { materials: materials.clone(), ..sized.clone() });
        }
        queries.push(sized);
    }
    if !brands.is_empty() {
        queries.push(Query { brands, ..kind.clone() });
    }
    if !materials.is_empty() {
        queries.push(Query { materials, ..kind.clone() });
    }
    queries.push(kind.clone());
    if category != category.top() {
        queries.push(Query { categories: vec![category.top()], ..kind });
    }
    queries
}

fn about(size_um: i64) -> Wish {
    let by = size_um.saturating_mul(SIZE_PERCENT) / 100;
    #[expect(clippy::cast_precision_loss, reason = "no size comes near 2^53 micrometres")]
    let millimetres = |um: i64| Some(um as f64 / 1000.0);
    Wish::Between(Range {
        min: millimetres(size_um.saturating_sub(by)),
        max: millimetres(size_um.saturating_add(by)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::CategoryCode;
    use crate::search::Measure;

    #[test]
    fn the_likest_are_looked_for_first() {
        let listing = Listing {
            category: CategoryCode::parse("DOOR.INT"),
            sizes_um: [(Measure::WidthMm, 930_000)].into(),
            materials: vec!["eik".to_owned()],
            ..Listing::bare("a", "one")
        };
        let queries = ever_wider(&listing, &Viewer::Stranger);
        let told: Vec<_> = queries
            .iter()
            .map(|it| (it.sizes.len(), it.materials.len(), it.categories[0].as_str()))
            .collect();
        let (leaf, top) = ("DOOR.INT", "DOOR");
        assert_eq!(told, [(1, 1, leaf), (1, 0, leaf), (0, 1, leaf), (0, 0, leaf), (0, 0, top)]);
        let range = Wish::Between(Range { min: Some(837.0), max: Some(1023.0) });
        assert_eq!(queries[0].sizes[&Measure::WidthMm], range);
        let unknown = Listing { name: "Ding".to_owned(), ..Listing::bare("b", "one") };
        assert_eq!(ever_wider(&unknown, &Viewer::Stranger)[0].text, "Ding");
    }
}
