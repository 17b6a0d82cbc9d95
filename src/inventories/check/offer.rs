//! From when it is to be had, and for what.

use super::{Reason, RowReading};
use crate::catalogue::{self, Unit};
use crate::clock::Day;
use crate::inventories::field::Field;
use crate::inventories::parse;
use crate::language::say;
use crate::passports::{Draft, Price};

impl RowReading<'_> {
    pub(super) fn offer(&mut self, draft: &mut Draft) {
        draft.available_from = self.day(Field::AvailableFrom);
        draft.available_until = self.day(Field::AvailableUntil);
        draft.price = self.price(draft.unit);
    }

    fn day(&mut self, field: Field) -> Option<Day> {
        // What is there at once waits for no day.
        let at_once = self.cell(field).is_some_and(|(value, _)| parse::is_at_once(value));
        if at_once { None } else { self.read(field, |value, _| parse::day(value)) }
    }

    /// Per unit of the quantity. What is asked for something else cannot be compared.
    fn price(&mut self, unit: Unit) -> Option<Price> {
        let (value, column) = self.cell(Field::Price)?;
        let style = self.list.style;
        let asked = self.read(Field::Price, |value, _| parse::price(value, style))?;
        let amount = matches!(asked.price, Price::PerUnit { .. });
        if amount && let Some(currency) = column.heading.foreign_currency() {
            let expected = say("inventory-expected-price");
            let got = format!("{value} {currency}");
            self.problem(Field::Price, Reason::Currency, expected, got);
            return None;
        }
        let heading =
            column.heading.unit.as_deref().and_then(|it| it.split_once('/')).map(|it| it.1);
        let per_heading = heading.and_then(catalogue::unit_of_word);
        // "Per stuk" above a price is said loosely; a measure is not.
        let measured = per_heading.filter(|it| !matches!(it, Unit::Pcs | Unit::Set));
        let per = match &asked.per {
            Some(word) => Some(catalogue::unit_of_word(word)),
            None => measured.map(Some),
        };
        match per {
            Some(per) if amount && per != Some(unit) && self.problems.is_empty() => {
                let expected = say("inventory-expected-price-per").with("unit", unit);
                self.problem(Field::Price, Reason::NotAPrice, expected, value);
                None
            }
            _ => Some(asked.price),
        }
    }
}
