use proptest::prelude::*;
use tokio::runtime::Runtime;

use super::*;
use crate::needs::fixtures::{any_criteria, any_offer, need, seeker};
use crate::search::{Listing, MemoryIndex, SearchIndex};

/// As it goes into the index.
fn listing(offer: &Offer) -> Listing {
    let Offer { passport, point, park_id, .. } = offer;
    Listing {
        park_id: park_id.as_ref().map(ToString::to_string),
        point: *point,
        ..passports::listing(passport, &Surroundings::default())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_fits_a_need_is_found_by_its_search(
        wanted in prop::collection::vec(any_criteria(), 1..5),
        there in prop::collection::vec(any_offer(), 1..20),
    ) {
        let runtime = Runtime::new().unwrap();
        let index = MemoryIndex::default();
        let listings: Vec<Listing> = there.iter().map(listing).collect();
        runtime.block_on(index.put(&listings)).unwrap();
        for criteria in wanted {
            let need = need(criteria);
            let found = runtime.block_on(index.find(&search_for(&need, seeker()))).unwrap();
            let found: BTreeSet<String> = found.hits.into_iter().map(|it| it.id).collect();
            for offer in &there {
                if fits(&need, &seeker(), offer).is_some() {
                    prop_assert!(found.contains(offer.passport.id.as_str()), "{:?}", need.criteria);
                }
            }
        }
    }
}
