//! The stock finds what the plain loop over all listings finds, whatever came and went in between.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::id::Id;
use crate::needs::fixtures::{
    any_criteria, any_offer, circle_and_point_on_its_edge, door, offer, organisation, park,
};
use crate::needs::index::Subtree;
use crate::needs::index::pack::Wish;
use crate::needs::matching::judge;
use crate::needs::{Criteria, Offer};
use crate::search::{Point, Viewer};

/// What happens to a stock.
#[derive(Debug, Clone)]
enum Step {
    Put(Vec<(u8, Offer)>),
    Remove(u8),
    Need { holder: u8, criteria: Box<Criteria> },
}

fn any_step() -> impl Strategy<Value = Step> {
    let numbered = (any::<u8>(), any_offer());
    prop_oneof![
        4 => prop::collection::vec(numbered, 1..8).prop_map(Step::Put),
        1 => any::<u8>().prop_map(Step::Remove),
        8 => (1..=4_u8, any_criteria()).prop_map(|(holder, criteria)| {
            Step::Need { holder, criteria: Box::new(criteria) }
        }),
    ]
}

fn wish(holder: u8, criteria: &Criteria) -> Wish {
    Wish {
        need_id: Id::from_u128(1),
        organisation_id: organisation(holder),
        park_id: (holder < 3).then(|| park(holder)),
        criteria: criteria.clone(),
    }
}

#[derive(Default)]
struct Both {
    stock: Stock,
    plain: BTreeMap<u128, Offer>,
    fitting: usize,
    /// Found by numbers and words alone, for needs of which they say all.
    surplus: usize,
}

impl Both {
    fn take(&mut self, step: &Step) {
        match step {
            Step::Put(offers) => {
                let mut some = BTreeMap::new();
                for (number, offer) in offers {
                    let mut offer = offer.clone();
                    offer.passport.id = Id::from_u128(u128::from(*number) + 1);
                    some.insert(u128::from(*number) + 1, offer);
                }
                self.stock.put(some.values().map(pack::stocked).collect());
                self.plain.extend(some);
            }
            Step::Remove(number) => {
                let id = u128::from(*number) + 1;
                self.stock.remove(id);
                self.plain.remove(&id);
            }
            Step::Need { holder, criteria } => self.compare(&wish(*holder, criteria)),
        }
    }

    fn compare(&mut self, wish: &Wish) {
        let park_id = wish.park_id.as_ref().map(ToString::to_string);
        let seeker = Viewer::Organisation { id: wish.organisation_id.to_string(), park_id };
        let fits =
            |offer: &Offer| judge(&wish.criteria, &wish.organisation_id, &seeker, offer).is_some();
        let mut found = Vec::new();
        self.stock.search(&pack::wanted(wish), &mut found);
        found.sort_unstable();
        let known: Vec<&Offer> = found.iter().map(|it| &self.plain[it]).collect();
        let decided: Vec<u128> =
            known.iter().filter(|it| fits(it)).map(|it| it.passport.id.as_u128()).collect();
        let plain: Vec<u128> =
            self.plain.iter().filter(|(_, it)| fits(it)).map(|it| *it.0).collect();
        assert_eq!(decided, plain, "{:?}", wish.criteria);
        self.fitting += plain.len();
        let is_said_by_numbers = wish.criteria.words.is_empty()
            && crate::needs::index::pack::sought(wish, |_| 0).asked.is_none();
        if is_said_by_numbers {
            self.surplus += found.len() - plain.len();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_stock_finds_what_the_plain_loop_finds(
        steps in prop::collection::vec(any_step(), 1..120),
    ) {
        let mut both = Both::default();
        for step in &steps {
            both.take(step);
        }
        prop_assert_eq!(both.surplus, 0);
    }

    #[test]
    fn the_edge_of_a_circle_is_where_the_distance_says(
        (place, point) in circle_and_point_on_its_edge(),
    ) {
        let mut both = Both::default();
        both.take(&Step::Put(vec![(1, offer(door(), Some(point)))]));
        both.compare(&wish(1, &Criteria { place: Some(place), ..Criteria::default() }));
    }
}

#[test]
fn enough_fits_for_the_comparison_to_say_something() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut both = Both::default();
    for _ in 0..1000 {
        both.take(&any_step().new_tree(&mut runner).unwrap().current());
    }
    assert!(both.fitting > 2000, "{}", both.fitting);
}

fn anything() -> Wanted {
    pack::wanted(&wish(4, &Criteria::default()))
}

#[test]
fn many_small_changes_leave_few_shelves() {
    let stock = Stock::default();
    let one = pack::stocked(&offer(door(), None));
    for passport in (1..=3000).chain(1..=1000) {
        stock.put(vec![Stocked { passport, ..one.clone() }]);
    }
    assert!(stock.remove(7) && !stock.remove(7));
    let mut found = Vec::new();
    stock.search(&anything(), &mut found);
    found.sort_unstable();
    let expected: Vec<u128> = (1..=3000).filter(|it| *it != 7).collect();
    assert_eq!(found, expected);
    assert!(stock.shelves.load().len() < 14, "{}", stock.shelves.load().len());
}

#[test]
fn a_category_is_found_with_all_below_it_in_every_square() {
    let one = pack::stocked(&offer(door(), None));
    let at = |number: u32| Point { latitude: 50.0 + f64::from(number % 7) / 4.0, longitude: 4.0 };
    let listings = (0..700_u32).map(|number| Stocked {
        passport: u128::from(number),
        category: (number / 7) as u16,
        point: Some(at(number)),
        ..one.clone()
    });
    let stock = Stock::of(listings.collect());
    let categories = vec![Subtree { first: 10, last: 19 }, Subtree { first: 50, last: 50 }];
    let mut found = Vec::new();
    stock.search(&Wanted { categories, ..anything() }, &mut found);
    found.sort_unstable();
    let expected: Vec<u128> = (70..140).chain(350..357).collect();
    assert_eq!(found, expected);
}
