//! Several lots that together are what a need asks for: the set with the least to drive.
//!
//! Only like goods go together: of one category, counted in one unit, and alike in every size that
//! was asked for. What is cheapest in distance is the shortest tour from the need's place past all
//! of them and back, as the crow flies. Finding it is bounded in work, and says when the bound was
//! met: then it is the best set found, which need not be the best there is.

pub mod http;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::following::viewer;
use super::{Criteria, Fit, Need, Offer, QuantityWish, finding, matches, mutes};
use crate::accounts::{self, Caller};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::passports::Passport;
use crate::search::{Point, Viewer};

/// Lots that together cover the quantity.
#[derive(Debug, Clone)]
pub struct Lots {
    /// In the order of the tour.
    pub lots: Vec<Lot>,
    /// Of them together, in the unit asked for.
    pub quantity: Decimal,
    /// Past all of them and back.
    pub tour_km: f64,
    /// Whether no better set was left unlooked at.
    pub is_best: bool,
}

#[derive(Debug, Clone)]
pub struct Lot {
    pub passport: Passport,
    pub point: Point,
    /// In the unit asked for.
    pub quantity: Decimal,
    pub fit: Fit,
}

/// More stops than this nobody makes in a day; the tour past them is found exactly.
const LOTS_MAX: usize = 6;
/// The nearest of each kind that are tried. A set without any of them drives farther.
const CANDIDATES_MAX: usize = 30;
/// Sets looked at before what was found is taken: a few milliseconds.
const SETS_MAX: usize = 20_000;
/// Sizes that differ by less are alike: what a joiner evens out.
const ALIKE: f64 = 0.01;

/// The best set of lots for a need of the caller's, if no single lot is enough and some together
/// are.
pub fn lots_for(conn: &mut Conn, caller: &Caller, id: &Id<Need>) -> Result<Option<Lots>> {
    let need = super::find(conn, caller, id)?;
    best_lots(conn, &need, &caller.viewer(), |_| true)
}

/// The same for whoever is told about a need: without what they muted.
pub fn lots_of(conn: &mut Conn, need: &Need) -> Result<Option<Lots>> {
    if asks_for_lots(&need.criteria).is_none() {
        return Ok(None);
    }
    let muted = mutes::of_members(conn, std::iter::once(&need.member_id))?;
    let mut organisations =
        accounts::organisations_by_id(conn, &[need.organisation_id.to_string()])?;
    let park_id = organisations.remove(&need.organisation_id).and_then(|it| it.park_id);
    let seeker = viewer(&need.organisation_id, park_id.as_ref());
    best_lots(conn, need, &seeker, |it| !muted.hides(&need.member_id, it))
}

fn best_lots(
    conn: &mut Conn,
    need: &Need,
    viewer: &Viewer,
    wanted: impl Fn(&Offer) -> bool,
) -> Result<Option<Lots>> {
    let Some((start, wish)) = asks_for_lots(&need.criteria) else { return Ok(None) };
    let ids = matches::passports_of(conn, &need.id)?;
    let offers = finding::offers(conn, &ids)?.into_iter().filter(wanted);
    let lots: Vec<Lot> = offers.filter_map(|it| lot(need, wish, viewer, it)).collect();
    if lots.iter().any(|it| it.quantity >= wish.at_least) {
        return Ok(None);
    }
    let mut best: Option<Lots> = None;
    for kind in kinds(&need.criteria, lots) {
        let found = cheapest(start, wish.at_least, kind)?;
        let is_better = |it: &Lots| best.as_ref().is_none_or(|best| it.tour_km < best.tour_km);
        if found.as_ref().is_some_and(is_better) {
            best = found;
        }
    }
    Ok(best)
}

/// From where, and how much. `None` where a single lot is asked for, or no place to start from.
fn asks_for_lots(wanted: &Criteria) -> Option<(Point, &QuantityWish)> {
    let wish = wanted.quantity.as_ref().filter(|it| it.several_lots)?;
    let start = wanted.near().next()?.point;
    Some((start, wish))
}

fn lot(need: &Need, wish: &QuantityWish, viewer: &Viewer, offer: Offer) -> Option<Lot> {
    let fit = super::fits(need, viewer, &offer)?;
    let content = &offer.passport.content;
    let quantity = content.unit.convert(content.quantity, wish.unit)?;
    Some(Lot { point: offer.point?, quantity, fit, passport: offer.passport })
}

/// Like goods together. What lies between two kinds is of both.
fn kinds(wanted: &Criteria, lots: Vec<Lot>) -> Vec<Vec<Lot>> {
    let mut kinds: Vec<Vec<Lot>> = Vec::new();
    for first in &lots {
        if kinds.iter().any(|kind| is_alike(wanted, &kind[0], first)) {
            continue;
        }
        kinds.push(lots.iter().filter(|it| is_alike(wanted, first, it)).cloned().collect());
    }
    kinds
}

fn is_alike(wanted: &Criteria, one: &Lot, other: &Lot) -> bool {
    let (one, other) = (&one.passport.content, &other.passport.content);
    let sizes_alike = wanted.measures.keys().all(|measure| {
        let sizes = one.dimensions.get(*measure).zip(other.dimensions.get(*measure));
        sizes
            .and_then(|(a, b)| a.to_f64().zip(b.to_f64()))
            .is_some_and(|(a, b)| (a - b).abs() <= ALIKE * a.max(b))
    });
    one.category == other.category && one.unit == other.unit && sizes_alike
}

/// The set with the shortest tour that covers `at_least`.
fn cheapest(start: Point, at_least: Decimal, mut lots: Vec<Lot>) -> Result<Option<Lots>> {
    lots.sort_by(|one, other| {
        one.point.distance_km(start).total_cmp(&other.point.distance_km(start))
    });
    let is_all = lots.len() <= CANDIDATES_MAX;
    lots.truncate(CANDIDATES_MAX);
    let mut search = Search { start, at_least, lots: &lots, best: None, sets: 0 };
    search.extend(&mut Vec::new(), Decimal::ZERO, 0);
    let is_best = is_all && search.sets < SETS_MAX;
    let Some((tour_km, order)) = search.best else { return Ok(None) };
    let chosen: Vec<Lot> = order.iter().map(|at| lots[*at].clone()).collect();
    let quantity = chosen
        .iter()
        .try_fold(Decimal::ZERO, |sum, it| sum.checked_add(it.quantity))
        .ok_or_else(|| Error::internal("lots add up to more than can be counted"))?;
    Ok(Some(Lots { lots: chosen, quantity, tour_km, is_best }))
}

struct Search<'a> {
    start: Point,
    at_least: Decimal,
    /// Nearest first.
    lots: &'a [Lot],
    /// Kilometres, and the order of the tour.
    best: Option<(f64, Vec<usize>)>,
    sets: usize,
}

impl Search<'_> {
    /// The chosen ones without those that the quantity is reached without: a stop on the way costs
    /// no distance, and is a stop all the same.
    fn needed(&self, chosen: &[usize], mut quantity: Decimal) -> Vec<usize> {
        let mut needed = chosen.to_vec();
        needed.retain(|at| {
            let without = quantity - self.lots[*at].quantity;
            let is_needed = without < self.at_least;
            if !is_needed {
                quantity = without;
            }
            is_needed
        });
        needed
    }

    /// Tries every set that begins with `chosen`, as long as it may be better than the best.
    fn extend(&mut self, chosen: &mut Vec<usize>, quantity: Decimal, from: usize) {
        self.sets += 1;
        if quantity >= self.at_least {
            let (km, order) = tour(self.start, self.lots, &self.needed(chosen, quantity));
            if self.best.as_ref().is_none_or(|best| km < best.0) {
                self.best = Some((km, order));
            }
            return;
        }
        if chosen.len() == LOTS_MAX {
            return;
        }
        for at in from..self.lots.len() {
            // A tour is never shorter than there and back to its farthest stop, and what follows
            // is farther still.
            let there_and_back = 2.0 * self.lots[at].point.distance_km(self.start);
            let is_hopeless = self.best.as_ref().is_some_and(|best| there_and_back >= best.0);
            if is_hopeless || self.sets >= SETS_MAX {
                return;
            }
            chosen.push(at);
            self.extend(chosen, quantity + self.lots[at].quantity, at + 1);
            chosen.pop();
        }
    }
}

/// The shortest way past all of these and back, and its order: every order is tried, and those
/// that are too long already are left.
fn tour(start: Point, lots: &[Lot], chosen: &[usize]) -> (f64, Vec<usize>) {
    fn visit(
        points: &(Point, &[Lot]),
        left: &mut Vec<usize>,
        order: &mut Vec<usize>,
        km: f64,
        best: &mut (f64, Vec<usize>),
    ) {
        let (start, lots) = *points;
        let here = order.last().map_or(start, |at| lots[*at].point);
        if left.is_empty() {
            let km = km + here.distance_km(start);
            if km < best.0 {
                *best = (km, order.clone());
            }
            return;
        }
        for turn in 0..left.len() {
            let next = left.swap_remove(turn);
            let further = km + here.distance_km(lots[next].point);
            if further < best.0 {
                order.push(next);
                visit(points, left, order, further, best);
                order.pop();
            }
            left.push(next);
            let last = left.len() - 1;
            left.swap(turn, last);
        }
    }
    let mut best = (f64::INFINITY, chosen.to_vec());
    visit(&(start, lots), &mut chosen.to_vec(), &mut Vec::new(), 0.0, &mut best);
    best
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::needs::fixtures::{door, offer};
    use crate::passports::Draft;

    const START: Point = Point { latitude: 50.88, longitude: 4.7 };

    fn lot_at(quantity: i64, north: f64, east: f64) -> Lot {
        let draft = Draft { quantity: Decimal::from(quantity), ..door() };
        let point = Point { latitude: START.latitude + north, longitude: START.longitude + east };
        let passport = offer(draft, Some(point)).passport;
        let fit = Fit { score: 1.0, reasons: Vec::new() };
        Lot { passport, point, quantity: Decimal::from(quantity), fit }
    }

    #[test]
    fn two_lots_on_one_way_beat_two_on_two_ways() {
        let lots = vec![
            lot_at(6, 0.1, 0.0),
            lot_at(6, -0.1, 0.0),
            lot_at(6, 0.12, 0.0),
            lot_at(1, 0.0, 0.0),
        ];
        let found = cheapest(START, Decimal::from(12), lots.clone()).unwrap().unwrap();
        // A tour is as long the other way round.
        let mut chosen: Vec<_> = found.lots.iter().map(|it| &it.passport.id).collect();
        chosen.sort_unstable();
        assert_eq!(chosen, [&lots[0].passport.id, &lots[2].passport.id]);
        assert!(found.is_best && found.quantity == Decimal::from(12));
        assert!(cheapest(START, Decimal::from(20), lots).unwrap().is_none());
    }

    /// All sets and all orders.
    fn plain(at_least: Decimal, lots: &[Lot]) -> Option<f64> {
        fn orders(lots: &[Lot], left: Vec<usize>, here: Point, km: f64, best: &mut f64) {
            if left.is_empty() {
                *best = best.min(km + here.distance_km(START));
            }
            for at in &left {
                let rest = left.iter().copied().filter(|it| it != at).collect();
                let point = lots[*at].point;
                orders(lots, rest, point, km + here.distance_km(point), best);
            }
        }
        let mut best = f64::INFINITY;
        for set in 1_u32..1 << lots.len() {
            let chosen: Vec<_> = (0..lots.len()).filter(|at| set >> at & 1 == 1).collect();
            let quantity: Decimal = chosen.iter().map(|at| lots[*at].quantity).sum();
            if quantity >= at_least && chosen.len() <= LOTS_MAX {
                orders(lots, chosen, START, 0.0, &mut best);
            }
        }
        best.is_finite().then_some(best)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn no_set_has_a_shorter_tour(
            places in prop::collection::vec((1..8_i64, -0.5..0.5_f64, -0.5..0.5_f64), 1..6),
            at_least in 1..25_i64,
        ) {
            let lots: Vec<Lot> =
                places.into_iter().map(|(quantity, north, east)| lot_at(quantity, north, east)).collect();
            let at_least = Decimal::from(at_least);
            let found = cheapest(START, at_least, lots.clone()).unwrap();
            let km = found.map(|it| it.tour_km);
            match (km, plain(at_least, &lots)) {
                (Some(km), Some(plain)) => prop_assert!((km - plain).abs() < 1e-6, "{} {}", km, plain),
                (km, plain) => prop_assert_eq!(km, plain),
            }
        }
    }
}
