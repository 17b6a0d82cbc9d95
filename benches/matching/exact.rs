//! What fits, written down as plainly as can be: the peers end with it, and the index must find
//! the same.

use circuler::needs::index::{ANY_PRICE, NO_DAY, NeedIndex, Offered, Scratch, Sought};

use crate::workload::{Dice, Workload};
use crate::{Case, timed};

pub fn fits(sought: &Sought, listing: &Offered) -> bool {
    let own = listing.categories[0];
    let is_below = sought.categories.is_empty()
        || sought.categories.iter().any(|it| it.first <= own && own <= it.last);
    is_below
        && (sought.price_max == ANY_PRICE || listing.price[0] <= sought.price_max)
        && sought.quantity_min <= listing.quantity[0]
        && sought.condition_min <= listing.condition
        && sought.sizes.iter().all(|(measure, low, high)| {
            let size = listing.sizes[usize::from(*measure)];
            *low <= size && size <= *high
        })
        && (sought.until == NO_DAY || listing.from <= sought.until)
        && listing.until >= sought.from
        && sought.words.iter().all(|it| listing.words.contains(it))
        && sought
            .places
            .iter()
            .all(|it| listing.point.is_some_and(|at| at.distance_km(it.point) <= it.radius_km))
}

/// South, north, west and east of where it may lie.
pub fn reach(sought: &Sought) -> (f64, f64, f64, f64) {
    let Some(place) = sought.places.first() else { return (-90.0, 90.0, -180.0, 180.0) };
    let by = place.radius_km / 111.0;
    let (south, north) = (place.point.latitude - by, place.point.latitude + by);
    let wide = by / north.to_radians().cos();
    (south, north, place.point.longitude - wide, place.point.longitude + wide)
}

const NEEDS: usize = 100_000;
const LISTINGS: usize = 10_000;

/// The index against the plain loop, 100,000 needs and 10,000 listings, while a third of the needs
/// change, go or come: what is found is what fits, all of it and nothing else.
pub fn run(print: &mut impl FnMut(Case)) {
    let workload = Workload::new();
    let mut needs = workload.needs(NEEDS);
    let index = NeedIndex::of(needs.iter());
    let listings = workload.listings(LISTINGS);
    let mut dice = Dice::new(17);
    let (mut scratch, mut found, mut hits) = (Scratch::default(), Vec::new(), 0);
    let ((), took) = timed(|| {
        for (at, listing) in listings.iter().enumerate() {
            for _ in 0..3 {
                change(&workload, &mut dice, &index, &mut needs);
            }
            if at % 1000 == 500 {
                index.merge();
            }
            index.search(listing, &mut |_| true, &mut scratch, &mut found);
            found.sort_unstable();
            let mut plain: Vec<u128> =
                needs.iter().filter(|it| fits(it, listing)).map(|it| it.need).collect();
            plain.sort_unstable();
            assert_eq!(found, plain, "listing {at}");
            hits += plain.len();
        }
    });
    print(Case {
        name: format!(
            "{NEEDS} needs × {LISTINGS} listings, changes in between: all found, no other"
        ),
        ours: took.as_secs_f64(),
        peer: None,
        unit: "s",
        hits: hits as f64 / LISTINGS as f64,
    });
}

fn change(workload: &Workload, dice: &mut Dice, index: &NeedIndex, needs: &mut Vec<Sought>) {
    let at = dice.below(needs.len());
    match dice.below(3) {
        0 => {
            let gone = needs.swap_remove(at);
            assert!(index.remove(gone.need));
        }
        1 => {
            let number = u128::MAX - dice.below(1 << 40) as u128;
            if needs.iter().all(|it| it.need != number) {
                let sought = workload.need(dice, number);
                needs.push(sought.clone());
                index.put(sought);
            }
        }
        _ => {
            let sought = workload.need(dice, needs[at].need);
            needs[at] = sought.clone();
            index.put(sought);
        }
    }
}
