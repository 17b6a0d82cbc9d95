//! From when it is to be had, and for what.

use super::{Reason, RowReading};
use crate::catalogue::{self, Unit};
use crate::clock::Day;
use crate::inventories::fate::Fate;
use crate::inventories::field::Field;
use crate::inventories::parse;
use crate::inventories::understand::Placement;
use crate::language::say;
use crate::passports::{Draft, Price};
use crate::search::Visibility;

impl RowReading<'_> {
    pub(super) fn offer(&mut self, draft: &mut Draft) {
        draft.available_from = self.day(Field::AvailableFrom);
        draft.available_until = self.day(Field::AvailableUntil);
        draft.price = self.price(draft.unit);
    }

    /// Who may see it. What is hazardous, what stays in the building, and what may hold asbestos
    /// before anybody declared that it does not, is registered and not offered; why is told.
    pub(super) fn visibility(&mut self, draft: &Draft, placement: &Placement) -> Visibility {
        let phase = self.line(Field::Phase);
        let fate = phase.as_deref().and_then(Fate::of_phase).unwrap_or(self.list.fate);
        if !draft.may_be_offered() {
            return Visibility::Organisation;
        }
        if let Some(why) = fate.why_not_offered() {
            self.notice(Field::Phase, Reason::NotOffered, why, phase.unwrap_or_default());
            return Visibility::Organisation;
        }
        if draft.awaits_asbestos_declaration(placement.year_built) {
            let why = say("inventory-expected-asbestos-declaration");
            let year = draft.year.or(placement.year_built).map(|it| it.to_string());
            self.notice(Field::Hazardous, Reason::NotOffered, why, year.unwrap_or_default());
            return Visibility::Organisation;
        }
        placement.visibility
    }

    fn day(&mut self, field: Field) -> Option<Day> {
        // What is there at once waits for no day, and what is yet to be agreed has none.
        let at_once = self.cell(field).is_some_and(|(value, _)| {
            parse::is_at_once(value) || parse::is_yet_unknown(&value.to_string())
        });
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
