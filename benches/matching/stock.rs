//! The other way round: a new need against many listings, beside the plain loop over them.

use circuler::needs::index::{ANY_PRICE, ANY_UNIT, Offered, Sought};
use circuler::needs::stock::{MEASURES, Stock, Stocked, UNITS, Wanted};

use crate::workload::Workload;
use crate::{Case, exact, timed};

/// Needs for the stock, and how many of them the plain loop is asked for.
const NEEDS: usize = 5000;
const NEEDS_OF_PLAIN_LOOP: usize = 200;
/// Listings that change one by one while the stock is at work.
const CHANGES: usize = 20_000;

pub fn run(count: usize, print: &mut impl FnMut(Case)) {
    let workload = Workload::new();
    let listings = workload.listings(count);
    let all: Vec<Stocked> = (1..).zip(&listings).map(|(id, it)| stocked(id, it)).collect();
    let some: Vec<Stocked> = all.iter().take(CHANGES).cloned().collect();
    let (stock, built) = timed(|| Stock::of(all));
    let needs = workload.needs(NEEDS);
    let mut micros = Vec::with_capacity(NEEDS);
    let (mut found, mut hits) = (Vec::new(), 0);
    for need in &needs {
        let wanted = wanted(need);
        let ((), took) = timed(|| stock.search(&wanted, &mut found));
        micros.push(took.as_nanos() as f64 / 1000.0);
        hits += found.len();
    }
    let of_plain_loop = plain_loop(&stock, &needs[..NEEDS_OF_PLAIN_LOOP], &listings);
    let (median, each) = (at(&mut micros, 0.5), hits as f64 / NEEDS as f64);
    let named = |what: &str| format!("{count} listings: {what}");
    let mut row = |what: &str, ours: f64, peer, unit, hits| {
        print(Case { name: named(what), ours, peer, unit, hits });
    };
    row("a new need, median", median, Some((of_plain_loop, "plain loop")), "µs", each);
    row("a new need, p99", at(&mut micros, 0.99), None, "µs", each);
    row("a new need, longest", at(&mut micros, 1.0), None, "µs", each);
    row("build", built.as_secs_f64(), None, "s", 0.0);
    row("memory", stock.bytes() as f64 / count as f64, None, "bytes a listing", 0.0);
    let mut micros: Vec<f64> = some
        .into_iter()
        .map(|it| timed(|| stock.put(vec![it])).1.as_nanos() as f64 / 1000.0)
        .collect();
    row("a change is visible, median", at(&mut micros, 0.5), None, "µs", 0.0);
    row("a change is visible, longest", at(&mut micros, 1.0), None, "µs", 0.0);
}

fn at(micros: &mut [f64], part: f64) -> f64 {
    micros.sort_by(f64::total_cmp);
    micros[((micros.len() - 1) as f64 * part).round() as usize]
}

/// Microseconds, median; what it finds must be what the stock finds.
fn plain_loop(stock: &Stock, needs: &[Sought], listings: &[Offered]) -> f64 {
    let mut found = Vec::new();
    let mut micros: Vec<f64> = needs
        .iter()
        .map(|need| {
            let fitting = |(_, it): &(u128, &Offered)| exact::fits(need, it);
            let (plain, took) =
                timed(|| (1..).zip(listings).filter(fitting).map(|it| it.0).collect::<Vec<u128>>());
            stock.search(&wanted(need), &mut found);
            found.sort_unstable();
            assert_eq!(found, plain, "the stock finds others");
            took.as_nanos() as f64 / 1000.0
        })
        .collect();
    at(&mut micros, 0.5)
}

/// All of the workload are counted in one unit.
fn stocked(passport: u128, it: &Offered) -> Stocked {
    let mut sizes = [0; MEASURES];
    sizes.copy_from_slice(&it.sizes[..MEASURES]);
    Stocked {
        passport,
        organisation: it.organisation,
        seen_by: it.seen_by,
        category: it.categories[0],
        sizes,
        price: it.price[0],
        price_unit: ANY_UNIT,
        quantity: it.quantity[0],
        unit: 0,
        condition: it.condition,
        from: it.from,
        until: it.until,
        point: it.point,
        words: it.words.clone(),
    }
}

fn wanted(it: &Sought) -> Wanted {
    let below = if it.price_max == ANY_PRICE { u32::MAX } else { it.price_max + 1 };
    Wanted {
        organisation: it.organisation,
        park: it.park,
        categories: it.categories.clone(),
        words: it.words.iter().map(|word| vec![*word]).collect(),
        sizes: it.sizes.clone(),
        price_below: [below; UNITS],
        quantity_min: [it.quantity_min; UNITS],
        condition_min: it.condition_min,
        from: it.from,
        until: it.until,
        places: it.places.clone(),
    }
}
