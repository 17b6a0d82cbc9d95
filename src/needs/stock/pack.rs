//! Listings and needs as numbers for the stock. Where numbers cannot say it all they say less, so
//! that nothing that fits is left out.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::row::{MEASURES, Stocked, UNITS, Wanted};
use crate::catalogue::Unit;
use crate::needs::index::pack::{self, Wish};
use crate::needs::index::{ANY_UNIT, ROOT, words};
use crate::needs::{Criteria, Criterion, Offer};
use crate::passports::Price;

/// The largest number that means itself.
const MOST: u32 = u32::MAX - 1;

pub fn stocked(offer: &Offer) -> Stocked {
    let it = pack::offered(offer, Vec::new());
    let content = &offer.passport.content;
    let mut sizes = [0; MEASURES];
    sizes.copy_from_slice(&it.sizes[..MEASURES]);
    let (price, price_unit) = match content.price {
        Some(Price::Free {}) => (0, ANY_UNIT),
        // Who names a price may ask for this one; who wants it for nothing does not.
        Some(Price::OnRequest {}) | None => (1, ANY_UNIT),
        Some(Price::PerUnit { cents }) => (most(Decimal::from(cents)), number(content.unit)),
    };
    Stocked {
        passport: offer.passport.id.as_u128(),
        organisation: it.organisation,
        seen_by: it.seen_by,
        category: it.categories.first().copied().unwrap_or(ROOT),
        sizes,
        price,
        price_unit,
        quantity: most((content.quantity * Decimal::ONE_THOUSAND).ceil()),
        unit: number(content.unit),
        condition: it.condition,
        from: it.from,
        until: it.until,
        point: it.point,
        words: words::keys_of(offer.text()),
    }
}

/// What is too large for a number stands for all that is.
fn most(value: Decimal) -> u32 {
    value.to_u32().unwrap_or(MOST).min(MOST)
}

fn number(unit: Unit) -> u8 {
    let found = Unit::ALL.iter().position(|it| *it == unit);
    found.map_or(ANY_UNIT, |it| it as u8)
}

pub fn wanted(wish: &Wish) -> Wanted {
    let sought = pack::sought(wish, |_| 0);
    let criteria = &wish.criteria;
    let words = criteria.words.iter().filter(|_| criteria.must(&Criterion::Words));
    Wanted {
        organisation: sought.organisation,
        park: sought.park,
        categories: sought.categories,
        words: words.filter_map(|it| words::any_key_of(it)).collect(),
        sizes: sought.sizes,
        price_below: prices_below(criteria),
        quantity_min: quantities_min(criteria),
        condition_min: sought.condition_min,
        from: sought.from,
        until: sought.until,
        places: sought.places,
    }
}

/// A price by each unit that a listing may name, which is too much for the one that is asked for.
fn prices_below(criteria: &Criteria) -> [u32; UNITS] {
    let asked = criteria.price_cents_max.filter(|_| criteria.must(&Criterion::Price));
    let Some(asked) = asked.map(Decimal::from) else { return [u32::MAX; UNITS] };
    let above = |price: Decimal| most(price.floor()).saturating_add(1);
    let mut below = [0; UNITS];
    for (slot, unit) in below.iter_mut().zip(Unit::ALL) {
        let asked_unit = criteria.quantity.as_ref().map_or(unit, |it| it.unit);
        let units_in_asked = asked_unit.convert(Decimal::ONE, unit);
        let price = units_in_asked.and_then(|it| asked.checked_div(it));
        *slot = price.map_or(0, above);
    }
    below[usize::from(ANY_UNIT)] = above(asked);
    below
}

/// The least quantity that will do, in thousandths of each unit that a listing may be counted in.
fn quantities_min(criteria: &Criteria) -> [u32; UNITS] {
    let asked = criteria.quantity.as_ref().filter(|_| criteria.must(&Criterion::Quantity));
    let Some(asked) = asked else { return [0; UNITS] };
    let mut least = [u32::MAX; UNITS];
    for (slot, unit) in least.iter_mut().zip(Unit::ALL) {
        let Some(asked_in_unit) = unit.convert(Decimal::ONE, asked.unit) else { continue };
        *slot = match asked.at_least.checked_div(asked_in_unit) {
            // Whatever there is of it is welcome; and what cannot be reckoned is decided later.
            None => 0,
            Some(_) if asked.several_lots => 0,
            Some(quantity) => {
                quantity.checked_mul(Decimal::ONE_THOUSAND).map_or(MOST, |it| most(it.ceil()))
            }
        };
    }
    least
}
