//! When a match is told again: only if the listing became better in what this need asked about.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::criteria::Criteria;
use crate::clock::Day;
use crate::passports::{Content, Price};

/// A listing's terms as they were when somebody was told of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// Per unit; 0 is free, `None` is on request or unknown.
    pub price_cents: Option<i64>,
    #[serde(with = "crate::passports::decimal")]
    pub quantity: Decimal,
    pub available_from: Option<Day>,
    pub available_until: Option<Day>,
}

/// What became better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    Cheaper,
    More,
    /// It is there on more of the days on which it is wanted.
    CloserWindow,
}

impl Terms {
    pub fn of(content: &Content) -> Self {
        Self {
            price_cents: match content.price {
                Some(Price::PerUnit { cents }) => Some(cents),
                Some(Price::Free {}) => Some(0),
                Some(Price::OnRequest {}) | None => None,
            },
            quantity: content.quantity,
            available_from: content.available_from,
            available_until: content.available_until,
        }
    }

    /// What of these terms is better than `told` was, among what is wanted.
    pub fn better_than(&self, told: &Self, wanted: &Criteria) -> Option<Better> {
        if wanted.price_cents_max.is_some() && is_cheaper(self.price_cents, told.price_cents) {
            return Some(Better::Cheaper);
        }
        if wanted.quantity.is_some() && self.quantity > told.quantity {
            return Some(Better::More);
        }
        let asks_for_days = wanted.wanted_from.is_some() || wanted.wanted_until.is_some();
        let more_days = asks_for_days && self.missed_days(wanted) < told.missed_days(wanted);
        more_days.then_some(Better::CloserWindow)
    }

    /// On how many of the days wanted, at both ends, it is not there. Where an end is open there
    /// is nothing to miss.
    fn missed_days(&self, wanted: &Criteria) -> i64 {
        let between = |earlier: Option<Day>, later: Option<Day>| {
            earlier.zip(later).map_or(0, |(one, other)| (other.0 - one.0).whole_days().max(0))
        };
        between(wanted.wanted_from, self.available_from)
            + between(self.available_until, wanted.wanted_until)
    }
}

/// A price that is known now and was not is no news: the holder was to be asked, and was maybe.
fn is_cheaper(now: Option<i64>, told: Option<i64>) -> bool {
    now.zip(told).is_some_and(|(now, told)| now < told)
}

#[cfg(test)]
mod tests {
    use super::super::criteria::QuantityWish;
    use super::*;
    use crate::catalogue::Unit;

    #[test]
    fn only_what_was_asked_for_is_told_again() {
        let day = |day| Day::new(2027, 3, day);
        let told = Terms {
            price_cents: Some(4500),
            quantity: Decimal::from(10),
            available_from: day(10),
            available_until: None,
        };
        let cheaper = Terms { price_cents: Some(4000), ..told.clone() };
        let more = Terms { quantity: Decimal::from(12), ..told.clone() };
        let sooner = Terms { available_from: day(5), ..told.clone() };
        let nothing = Criteria::default();
        for terms in [&cheaper, &more, &sooner] {
            assert_eq!(terms.better_than(&told, &nothing), None);
        }
        let at_least = Decimal::from(5);
        let all = Criteria {
            price_cents_max: Some(5000),
            quantity: Some(QuantityWish { at_least, unit: Unit::Pcs, several_lots: false }),
            wanted_from: day(1),
            ..Criteria::default()
        };
        assert_eq!(cheaper.better_than(&told, &all), Some(Better::Cheaper));
        assert_eq!(more.better_than(&told, &all), Some(Better::More));
        assert_eq!(sooner.better_than(&told, &all), Some(Better::CloserWindow));
        for terms in [&cheaper, &more, &sooner, &told] {
            assert_eq!(told.better_than(terms, &all), None);
        }
        let open = Terms { price_cents: None, ..told.clone() };
        assert_eq!(told.better_than(&open, &all), None);
    }
}
