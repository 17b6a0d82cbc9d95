//! Needs and listings as numbers. Whatever cannot be packed without changing what fits is asked of
//! the one definition instead.

use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use time::macros::date;

use super::sought::{
    ANY_PRICE, ANY_UNIT, Asked, Circle, NO_DAY, NO_MEASURE, Offered, SIZES, SeenBy, Sought,
    Subtree, UNKNOWN, WORDS,
};
use crate::accounts::{Organisation, Park};
use crate::catalogue::{CategoryCode, Unit};
use crate::clock::Day;
use crate::id::Id;
use crate::needs::matching::convert_price;
use crate::needs::{Criteria, Criterion, Need, Offer};
use crate::passports::{Price, State};
use crate::search::{Measure, Visibility};

/// A need as it is stored, with the park of who needs it.
#[derive(Debug, Clone)]
pub struct Wish {
    pub need_id: Id<Need>,
    pub organisation_id: Id<Organisation>,
    pub park_id: Option<Id<Park>>,
    pub criteria: Criteria,
}

/// Days are counted from here, so that all that matter fit into two bytes.
const FIRST_DAY: Day = Day(date!(2000 - 01 - 01));
/// The last day that a need can name without being asked itself.
const DAY_MAX: u16 = 65_000;
/// The largest number that means itself.
const MOST: u32 = u32::MAX - 1;

/// The need in numbers. `word` gives a word that is asked for its number.
pub fn sought(wish: &Wish, mut word: impl FnMut(&str) -> u32) -> Sought {
    let Wish { need_id, organisation_id, park_id, criteria } = wish;
    let mut packing = Packing { criteria, is_exact: true };
    let words = packing.words();
    let mut sought = Sought {
        need: need_id.as_u128(),
        organisation: organisation_id.as_u128() as u64,
        park: park_id.as_ref().map_or(0, park_number),
        categories: packing.categories(),
        words: words.iter().map(|it| word(it)).collect(),
        sizes: packing.sizes(),
        unit: packing.unit(),
        price_max: packing.price_max(),
        quantity_min: packing.quantity_min(),
        condition_min: packing.condition_min(),
        from: packing.day(criteria.wanted_from).unwrap_or(0),
        until: packing.day(criteria.wanted_until).unwrap_or(NO_DAY),
        places: packing.places(),
        asked: None,
    };
    packing.more_than_numbers();
    if !packing.is_exact {
        let (organisation_id, park_id) = (organisation_id.clone(), park_id.clone());
        sought.asked =
            Some(Arc::new(Asked { criteria: criteria.clone(), organisation_id, park_id }));
    }
    sought
}

fn park_number(park: &Id<Park>) -> u32 {
    // Zero is no park. Two parks with the same number would only have more asked of them.
    (park.as_u128() as u32).max(1)
}

struct Packing<'a> {
    criteria: &'a Criteria,
    /// Whether the numbers say all there is.
    is_exact: bool,
}

impl Packing<'_> {
    fn categories(&self) -> Vec<Subtree> {
        let wanted = &self.criteria.categories;
        if !self.criteria.must(&Criterion::Categories) {
            return Vec::new();
        }
        // What stands below another of them would be found twice.
        let is_below = |it: &CategoryCode| wanted.iter().any(|top| top != it && top.contains(*it));
        let mut subtrees: Vec<_> =
            wanted.iter().filter(|it| !is_below(it)).map(|it| subtree(*it)).collect();
        subtrees.sort_unstable_by_key(|it| it.first);
        subtrees.dedup();
        subtrees
    }

    fn words(&mut self) -> Vec<String> {
        if !self.criteria.must(&Criterion::Words) {
            return Vec::new();
        }
        let words = &self.criteria.words;
        self.is_exact &= words.len() <= WORDS;
        words[..words.len().min(WORDS)].to_vec()
    }

    fn sizes(&mut self) -> Vec<(u8, u32, u32)> {
        let mut sizes = Vec::new();
        for (measure, wish) in &self.criteria.measures {
            if !self.criteria.must(&Criterion::Measure(*measure)) {
                continue;
            }
            let (low, high) = wish.thousandths();
            let ends = (self.end(low.max(0)), if high == i64::MAX { MOST } else { self.end(high) });
            if high < 0 || sizes.len() == SIZES {
                self.is_exact = false;
                continue;
            }
            sizes.push((measure_number(*measure), ends.0, ends.1));
        }
        sizes
    }

    /// A number that may be too large to be packed.
    fn end(&mut self, value: i64) -> u32 {
        let packed = u32::try_from(value.max(0)).unwrap_or(MOST).min(MOST);
        self.is_exact &= value < i64::from(MOST);
        packed
    }

    fn unit(&self) -> u8 {
        self.criteria.quantity.as_ref().map_or(ANY_UNIT, |it| unit_number(it.unit))
    }

    fn price_max(&mut self) -> u32 {
        let asked = self.criteria.price_cents_max;
        match asked.filter(|_| self.criteria.must(&Criterion::Price)) {
            Some(cents) => self.end(cents),
            None => ANY_PRICE,
        }
    }

    fn quantity_min(&mut self) -> u32 {
        let asked = self.criteria.quantity.as_ref();
        let Some(asked) = asked.filter(|_| self.criteria.must(&Criterion::Quantity)) else {
            return 0;
        };
        if asked.several_lots {
            return 1;
        }
        let thousandths = asked.at_least * Decimal::ONE_THOUSAND;
        self.is_exact &= thousandths.is_integer();
        let thousandths = thousandths.floor().to_i64().unwrap_or(i64::MAX - 1);
        self.end(thousandths.saturating_add(1))
    }

    fn condition_min(&self) -> u8 {
        let asked = self.criteria.condition_min;
        asked.filter(|_| self.criteria.must(&Criterion::Condition)).unwrap_or(0)
    }

    fn day(&mut self, day: Option<Day>) -> Option<u16> {
        let day = day.filter(|_| self.criteria.must(&Criterion::Window))?;
        let packed = u16::try_from(days(day)).ok().filter(|it| (1..DAY_MAX).contains(it));
        self.is_exact &= packed.is_some();
        packed
    }

    fn places(&mut self) -> Vec<Circle> {
        if !self.criteria.must(&Criterion::Place) {
            return Vec::new();
        }
        let circle = |it: &crate::needs::Place| Circle { point: it.point, radius_km: it.radius_km };
        let circles: Vec<_> = self.criteria.near().map(circle).collect();
        self.is_exact &= circles.iter().all(Circle::is_exact);
        circles
    }

    /// What numbers do not say at all.
    fn more_than_numbers(&mut self) {
        let criteria = self.criteria;
        let asked = [
            (Criterion::WordsExcluded, !criteria.words_excluded.is_empty()),
            (Criterion::Materials, !criteria.materials.is_empty()),
            (Criterion::MaterialsExcluded, !criteria.materials_excluded.is_empty()),
            (Criterion::Hazards, !criteria.hazards_excluded.is_empty()),
            (Criterion::Documents, criteria.documents_required || !criteria.documents.is_empty()),
            (Criterion::Holder, !criteria.organisation_kinds.is_empty()),
        ];
        let attributes = criteria.attributes.keys().map(|it| Criterion::Attribute(it.clone()));
        let must = |it: &Criterion| criteria.must(it);
        self.is_exact &= !asked.iter().any(|(it, is_asked)| *is_asked && must(it))
            && !attributes.into_iter().any(|it| must(&it));
    }
}

fn days(day: Day) -> i64 {
    (day.0 - FIRST_DAY.0).whole_days()
}

/// Higher than [`super::ROOT`], and higher for each as the tree is printed.
fn category_number(category: CategoryCode) -> u16 {
    u16::from(category.position()) + 1
}

fn subtree(category: CategoryCode) -> Subtree {
    let first = category_number(category);
    // What stands below a category follows it in the tree.
    let below = CategoryCode::all().skip(usize::from(category.position()));
    let last = below.take_while(|it| category.contains(*it)).last();
    Subtree { first, last: last.map_or(first, category_number) }
}

fn measure_number(measure: Measure) -> u8 {
    let found = Measure::ALL.iter().position(|it| *it == measure);
    found.map_or(NO_MEASURE, |it| it as u8)
}

fn unit_number(unit: Unit) -> u8 {
    let found = Unit::ALL.iter().position(|it| *it == unit);
    found.map_or(ANY_UNIT, |it| it as u8)
}

/// The listing in numbers; `words` are those asked-for ones that occur in it.
pub fn offered(offer: &Offer, mut words: Vec<u32>) -> Offered {
    words.sort_unstable();
    words.dedup();
    let content = &offer.passport.content;
    let park = offer.park_id.as_ref().map(park_number);
    let is_there = offer.passport.state == State::Registered && content.quantity > Decimal::ZERO;
    let seen_by = match (content.visibility, park) {
        _ if !is_there => SeenBy::Nobody,
        (Visibility::Public, _) => SeenBy::Everybody,
        (Visibility::Park, Some(park)) => SeenBy::Park(park),
        (Visibility::Park, None) | (Visibility::Organisation, _) => SeenBy::Nobody,
    };
    let mut categories = Vec::new();
    if let Some(own) = content.category {
        categories.push(category_number(own));
        categories.extend(Some(own.top()).filter(|top| *top != own).map(category_number));
    }
    let day = |day: Option<Day>, none| day.map_or(none, |it| days(it).clamp(0, 65_534) as u16);
    Offered {
        organisation: offer.passport.organisation_id.as_u128() as u64,
        seen_by,
        categories,
        words,
        sizes: sizes(offer),
        price: prices(offer),
        quantity: quantities(offer),
        condition: content.condition_technical.unwrap_or(0),
        from: day(content.available_from, 0),
        until: day(content.available_until, NO_DAY),
        point: offer.point,
    }
}

fn sizes(offer: &Offer) -> [u32; 7] {
    let mut sizes = [UNKNOWN; 7];
    for (slot, measure) in sizes.iter_mut().zip(Measure::ALL) {
        if let Some(size) = offer.passport.content.dimensions.get(measure) {
            let thousandths = (size * Decimal::ONE_THOUSAND).to_i64().unwrap_or(i64::MAX);
            *slot = u32::try_from(thousandths).unwrap_or(MOST).min(MOST);
        }
    }
    sizes[usize::from(NO_MEASURE)] = 0;
    sizes
}

/// The lowest whole price that would do, for one of each unit.
fn prices(offer: &Offer) -> [u32; 9] {
    let content = &offer.passport.content;
    let cents = match content.price {
        Some(Price::Free {}) => return [0; 9],
        // Who names a price may ask for this one; who wants it for nothing does not.
        Some(Price::OnRequest {}) | None => return [1; 9],
        Some(Price::PerUnit { cents }) => cents,
    };
    let packed = |price: Decimal| price.ceil().to_u32().unwrap_or(MOST).min(MOST);
    let mut prices = [ANY_PRICE; 9];
    for (slot, unit) in prices.iter_mut().zip(Unit::ALL) {
        if let Some(price) = convert_price(cents, content.unit, unit) {
            *slot = packed(price);
        }
    }
    prices[usize::from(ANY_UNIT)] = packed(Decimal::from(cents));
    prices
}

/// Whole thousandths and one, of each unit; zero where it is not had in that unit.
fn quantities(offer: &Offer) -> [u32; 9] {
    let content = &offer.passport.content;
    let mut quantities = [0; 9];
    for (slot, unit) in quantities.iter_mut().zip(Unit::ALL) {
        if let Some(quantity) = content.unit.convert(content.quantity, unit) {
            let thousandths = (quantity * Decimal::ONE_THOUSAND).floor().to_u32();
            *slot = thousandths.unwrap_or(MOST).saturating_add(1);
        }
    }
    quantities[usize::from(ANY_UNIT)] = u32::MAX;
    quantities
}
