//! How many there are, in which unit, and how heavy.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Column, Reason, RowReading};
use crate::catalogue::{self, Unit};
use crate::inventories::field::Field;
use crate::inventories::parse::{self, Mass, Quantity};
use crate::language::say;
use crate::passports::Draft;

/// Quantities are kept to a thousandth.
const QUANTITY_DECIMALS: u32 = 3;

impl RowReading<'_> {
    pub(super) fn amounts(&mut self, draft: &mut Draft) {
        let unit_cell = self.translated(
            Field::Unit,
            Unit::parse,
            |value, _| parse::unit(value),
            ToString::to_string,
        );
        let wrong_unit = unit_cell.is_none() && self.cell(Field::Unit).is_some();
        let style = self.list.style;
        let counted = self.cell(Field::Quantity).is_some();
        let reported = self.problems.len();
        let quantity = if counted {
            self.read(Field::Quantity, |value, _| parse::quantity(value, style))
        } else {
            self.sum_of_shares()
        };
        let counted = counted || self.problems.len() > reported;
        let found = match quantity {
            Some(it) => Some((self.unit_of_count(&it, unit_cell, wrong_unit, draft), it)),
            None if counted => None,
            None => self.measured(unit_cell),
        };
        match found {
            Some((unit, quantity)) => {
                draft.quantity = rounded(quantity.value);
                draft.quantity_approximate = quantity.approximate;
                draft.quantity_max = quantity.max.map(rounded);
                draft.unit = unit.unwrap_or_default();
            }
            None if !counted => {
                let expected = say("inventory-expected-quantity");
                self.problem(Field::Quantity, Reason::Missing, expected, "");
            }
            None => {}
        }
        self.masses(draft);
    }

    /// The unit of a count: in its column, else behind the number, else in the heading, else what
    /// such things are counted in. `None`: it cannot be known, and is told.
    fn unit_of_count(
        &mut self,
        quantity: &Quantity,
        unit_cell: Option<Unit>,
        wrong_unit: bool,
        draft: &Draft,
    ) -> Option<Unit> {
        let behind = quantity.unit.as_deref().map(|word| (word, catalogue::unit_of_word(word)));
        if let Some((word, None)) = behind {
            let expected = say("inventory-expected-unit");
            if unit_cell.is_some() {
                // "12 deuren" in pieces: the word says what they are, not what they are counted in.
                self.notice(Field::Quantity, Reason::UnknownUnit, expected, word);
            } else {
                self.problem(Field::Quantity, Reason::UnknownUnit, expected, word);
                return None;
            }
        }
        let behind = behind.and_then(|it| it.1);
        if let (Some(unit), Some(behind)) = (unit_cell, behind)
            && unit != behind
        {
            let expected = say("inventory-expected-same-unit").with("unit", behind);
            self.problem(Field::Unit, Reason::UnknownUnit, expected, unit);
        }
        let heading =
            self.list.columns.get(&Field::Quantity).and_then(|it| it.heading.quantity_unit());
        let named = unit_cell.or(behind).or(heading);
        if named.is_some() || wrong_unit {
            return named;
        }
        let usual = draft.category.and_then(catalogue::CategoryCode::leaf).map(|it| it.unit);
        let whole = quantity.value.is_integer();
        let has_column = self.list.columns.contains_key(&Field::Unit);
        match usual {
            Some(Unit::Set) if whole => Some(Unit::Set),
            Some(Unit::Pcs) | None if whole => Some(Unit::Pcs),
            // Without a column of units a whole number is a count, whatever the trade sells by.
            Some(_) if whole && !has_column => {
                let expected = say("inventory-expected-unit");
                self.notice(Field::Quantity, Reason::Assumed, expected, Unit::Pcs);
                Some(Unit::Pcs)
            }
            Some(_) | None => {
                self.problem(Field::Unit, Reason::Missing, say("inventory-expected-unit"), "");
                None
            }
        }
    }

    /// Without a count, what the row has in all: its area, volume, weight or length.
    fn measured(&mut self, unit_cell: Option<Unit>) -> Option<(Option<Unit>, Quantity)> {
        let mut fields = vec![
            (Field::Area, Unit::M2),
            (Field::Volume, Unit::M3),
            (Field::WeightTotal, Unit::Kg),
        ];
        // A length is mostly that of one; it is the quantity where nothing else can be.
        let counts = self.list.columns.contains_key(&Field::Quantity);
        if unit_cell == Some(Unit::M) || !counts {
            fields.push((Field::Length, Unit::M));
        }
        fields.sort_by_key(|it| {
            Some(it.1) != unit_cell.map(|it| if it == Unit::T { Unit::Kg } else { it })
        });
        for (field, unit) in fields {
            if self.cell(field).is_some() {
                return match field {
                    Field::WeightTotal => self.weighed(),
                    Field::Length => self.long(),
                    _ => self.sized(field, unit),
                };
            }
        }
        None
    }

    fn sized(&mut self, field: Field, unit: Unit) -> Option<(Option<Unit>, Quantity)> {
        let style = self.list.style;
        let quantity = self.read(field, |value, _| parse::quantity(value, style))?;
        let named = quantity.unit.as_deref().map(catalogue::unit_of_word);
        if named.is_some_and(|it| it != Some(unit)) {
            let expected = say("inventory-expected-unit");
            let got = quantity.unit.clone().unwrap_or_default();
            self.problem(field, Reason::UnknownUnit, expected, got);
            return None;
        }
        Some((Some(unit), quantity))
    }

    fn weighed(&mut self) -> Option<(Option<Unit>, Quantity)> {
        let style = self.list.style;
        let grams = self.read(Field::WeightTotal, |value, column| {
            parse::mass_grams(value, column.mass_unit, style)
        })?;
        let tonnes = self.list.columns.get(&Field::WeightTotal)?.mass_unit == Some(Mass::Tonne);
        let (unit, per) = if tonnes { (Unit::T, 1_000_000) } else { (Unit::Kg, 1_000) };
        let value = Decimal::from(grams) / Decimal::from(per);
        Some((Some(unit), Quantity { value, approximate: false, max: None, unit: None }))
    }

    fn long(&mut self) -> Option<(Option<Unit>, Quantity)> {
        let style = self.list.style;
        let length = |value: &_, column: &Column| parse::length(value, column.length_unit, style);
        let millimetres = self.read(Field::Length, length)?;
        let value = millimetres / Decimal::ONE_THOUSAND;
        Some((Some(Unit::M), Quantity { value, approximate: false, max: None, unit: None }))
    }

    fn masses(&mut self, draft: &mut Draft) {
        let style = self.list.style;
        // Who counts in pieces may write the weight of a row after all: it is read once.
        let read = |reading: &mut Self, field| {
            reading.read(field, |value, column| parse::mass_grams(value, column.mass_unit, style))
        };
        let reported = self.problems.len();
        let weight = self.cell(Field::WeightTotal);
        let each = weight.and_then(|(value, column)| Some((parse::mass_of_each(value)?, column)));
        if let Some((each, column)) = each {
            let grams = parse::mass_grams(&each, column.mass_unit, style);
            self.said.mass_unit_grams = self.read(Field::WeightTotal, |_, _| grams);
        } else {
            self.said.mass_total_grams = read(self, Field::WeightTotal);
            self.said.mass_unit_grams = read(self, Field::WeightUnit);
        }
        self.forget_repeated(reported);
        let share = || {
            let total = Decimal::from(self.said.mass_total_grams?);
            let each = total.checked_div(draft.quantity)?;
            each.round().to_i64()
        };
        let weighed = matches!(draft.unit, Unit::Kg | Unit::T);
        draft.unit_mass_grams =
            if weighed { None } else { self.said.mass_unit_grams.or_else(share) };
    }

    /// A cell that was read for two reasons is wrong once.
    fn forget_repeated(&mut self, from: usize) {
        let later = self.problems.split_off(from);
        for problem in later {
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
    }
}

/// To the decimals that a passport keeps.
fn rounded(quantity: Decimal) -> Decimal {
    quantity.round_dp(QUANTITY_DECIMALS).normalize()
}
