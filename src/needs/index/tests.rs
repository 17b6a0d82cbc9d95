//! The index finds what the plain loop over all needs finds, whatever came and went in between.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::pack::{self, Wish};
use super::*;
use crate::id::Id;
use crate::needs::fixtures::{
    any_criteria, any_offer, circle_and_point_on_its_edge, organisation, park,
};
use crate::needs::matching::judge;
use crate::needs::{Criteria, Offer};
use crate::search::{Point, Viewer};

/// What happens to an index.
#[derive(Debug, Clone)]
enum Step {
    Put {
        number: u8,
        holder: u8,
        criteria: Box<Criteria>,
    },
    Remove(u8),
    Merge,
    /// It is written to a file, and read from it.
    Write,
    Offer(Box<Offer>),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (any::<u8>(), 1..=4_u8, any_criteria()).prop_map(|(number, holder, criteria)| {
            Step::Put { number, holder, criteria: Box::new(criteria) }
        }),
        1 => any::<u8>().prop_map(Step::Remove),
        1 => Just(Step::Merge),
        1 => Just(Step::Write),
        4 => any_offer().prop_map(|it| Step::Offer(Box::new(it))),
    ]
}

fn wish(number: u8, holder: u8, criteria: &Criteria) -> Wish {
    Wish {
        need_id: Id::from_u128(u128::from(number) + 1),
        organisation_id: organisation(holder),
        park_id: (holder < 3).then(|| park(holder)),
        criteria: criteria.clone(),
    }
}

fn viewer(wish: &Wish) -> Viewer {
    let park_id = wish.park_id.as_ref().map(ToString::to_string);
    Viewer::Organisation { id: wish.organisation_id.to_string(), park_id }
}

fn written_and_read(index: &NeedIndex) -> NeedIndex {
    let mut to = file::Writing::new(Vec::new());
    index.moment().write(&mut to).unwrap();
    let bytes = to.end().unwrap();
    let mut from = file::Reading::new(&bytes[..], bytes.len() as u64);
    let read = NeedIndex::read(&mut from).unwrap();
    from.end().unwrap();
    read
}

#[derive(Default)]
struct Both {
    index: NeedIndex,
    wishes: words::Wishes,
    plain: BTreeMap<u128, Wish>,
    found: usize,
}

impl Both {
    fn take(&mut self, step: &Step) {
        match step {
            Step::Put { number, holder, criteria } => {
                let wish = wish(*number, *holder, criteria);
                self.index.put(pack::sought(&wish, |it| self.wishes.number(it)));
                self.plain.insert(wish.need_id.as_u128(), wish);
            }
            Step::Remove(number) => {
                let need = u128::from(*number) + 1;
                assert_eq!(self.index.remove(need), self.plain.remove(&need).is_some());
            }
            Step::Merge => self.index.merge(),
            Step::Write => self.index = written_and_read(&self.index),
            Step::Offer(offer) => self.compare(offer),
        }
    }

    fn compare(&mut self, offer: &Offer) {
        let offered = pack::offered(offer, self.wishes.occurring(offer.text()));
        let mut asks = |asked: &Asked| {
            let Asked { criteria, organisation_id, park_id } = asked;
            let id = organisation_id.to_string();
            let seeker =
                Viewer::Organisation { id, park_id: park_id.as_ref().map(ToString::to_string) };
            judge(criteria, organisation_id, &seeker, offer).is_some()
        };
        let mut found = Vec::new();
        self.index.search(&offered, &mut asks, &mut Scratch::default(), &mut found);
        found.sort_unstable();
        let fits = |(_, wish): &(&u128, &Wish)| {
            judge(&wish.criteria, &wish.organisation_id, &viewer(wish), offer).is_some()
        };
        let plain: Vec<u128> = self.plain.iter().filter(fits).map(|it| *it.0).collect();
        self.found += plain.len();
        if found != plain {
            let odd: Vec<_> = plain
                .iter()
                .filter(|it| !found.contains(it))
                .chain(found.iter().filter(|it| !plain.contains(it)))
                .map(|it| self.plain.get(it).map(|it| &it.criteria))
                .map(|it| format!("{it:?}"))
                .collect();
            panic!("{odd:?} for {offer:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_index_finds_what_the_plain_loop_finds(
        steps in prop::collection::vec(any_step(), 1..400),
    ) {
        let mut both = Both::default();
        for step in &steps {
            both.take(step);
        }
    }

    /// So many in each square that most of them are passed over unread.
    #[test]
    fn a_crowded_square_is_read_as_far_as_it_reaches(
        circles in prop::collection::vec((0..900_u32, 0..900_u32, 1..60_u32), 300..600),
        listings in prop::collection::vec((0..900_u32, 0..900_u32), 20),
    ) {
        let at = |north: u32, east: u32| Point {
            latitude: 50.5 + f64::from(north) / 1000.0,
            longitude: 4.0 + f64::from(east) / 1000.0,
        };
        let needs: Vec<Sought> = (1..)
            .zip(&circles)
            .map(|(need, (north, east, km))| {
                let circle = Circle { point: at(*north, *east), radius_km: f64::from(*km) };
                Sought { need, places: vec![circle], ..Sought::default() }
            })
            .collect();
        let (one, other) = needs.split_at(needs.len() / 3);
        let drafts = [Draft::of(one.iter()), Draft::of(other.iter())];
        let index = NeedIndex::of_drafts(drafts.into_iter());
        for (north, east) in listings {
            let point = at(north, east);
            let offer = crate::needs::fixtures::offer(crate::needs::fixtures::door(), Some(point));
            let offered = pack::offered(&offer, Vec::new());
            let mut found = Vec::new();
            index.search(&offered, &mut |_| true, &mut Scratch::default(), &mut found);
            found.sort_unstable();
            let is_near = |it: &&Sought| point.distance_km(it.places[0].point) <= it.places[0].radius_km;
            let plain: Vec<u128> = needs.iter().filter(is_near).map(|it| it.need).collect();
            prop_assert_eq!(found, plain);
        }
    }

    #[test]
    fn the_edge_of_a_circle_is_where_the_distance_says(
        (place, point) in circle_and_point_on_its_edge(),
    ) {
        let criteria = Criteria { place: Some(place), ..Criteria::default() };
        let mut both = Both::default();
        both.take(&Step::Put { number: 1, holder: 1, criteria: Box::new(criteria) });
        let offer = crate::needs::fixtures::offer(crate::needs::fixtures::door(), Some(point));
        both.compare(&offer);
        both.take(&Step::Merge);
        both.compare(&offer);
    }
}

#[test]
fn enough_fits_for_the_comparison_to_say_something() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut both = Both::default();
    for _ in 0..4000 {
        both.take(&any_step().new_tree(&mut runner).unwrap().current());
    }
    assert!(both.found > 5000, "{}", both.found);
}

#[test]
fn a_change_during_a_merge_is_not_lost() {
    let index = NeedIndex::default();
    let anything = |need| Sought { need, ..Sought::default() };
    let offered = pack::offered(
        &crate::needs::fixtures::offer(crate::needs::fixtures::door(), None),
        Vec::new(),
    );
    let count = || {
        let mut found = Vec::new();
        index.search(&offered, &mut |_| true, &mut Scratch::default(), &mut found);
        found.len()
    };
    for need in 1..=2000 {
        index.put(anything(need));
    }
    assert_eq!(count(), 2000);
    std::thread::scope(|scope| {
        let merging = scope.spawn(|| (0..20).for_each(|_| index.merge()));
        for need in 1..=1000 {
            assert!(index.remove(need));
            index.put(anything(need + 10_000));
            index.put(anything(need + 1000));
        }
        merging.join().unwrap();
    });
    assert_eq!(count(), 2000);
    index.merge();
    assert_eq!((count(), index.len()), (2000, 2000));
}
