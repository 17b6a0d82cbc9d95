//! How many are in which place, where a list has a column for each: `Gebouw A`, `Gebouw B`.

use rust_decimal::Decimal;

use super::{CellProblem, Reason, RowReading};
use crate::inventories::field::Field;
use crate::inventories::parse::{self, Quantity};
use crate::inventories::read::{self, Value};

impl<'a> RowReading<'a> {
    /// `Gebouw A: 12`, for each place that has any.
    pub(super) fn places_of_shares(&self) -> Vec<String> {
        let any = self.shares().into_iter().filter(|it| it.2.to_string().trim() != "0");
        any.map(|(_, place, count)| format!("{place}: {count}")).collect()
    }

    /// How many there are in all places together.
    pub(super) fn sum_of_shares(&mut self) -> Option<Quantity> {
        let mut sum: Option<Quantity> = None;
        for (column, _, value) in self.shares() {
            let share = match parse::quantity(value, self.list.style) {
                Ok(share) => share,
                Err(wrong) => {
                    let reason = Reason::of(Field::Quantity, value, &wrong);
                    let cell = read::address(self.row.number, column);
                    let cell = format!("{}!{cell}", self.list.sheet);
                    let problem =
                        CellProblem::new(cell, Field::Quantity, reason, wrong.expected, wrong.got);
                    self.problems.push(problem);
                    return None;
                }
            };
            let before = sum.as_ref().map_or(Decimal::ZERO, |it| it.value);
            let value = before.checked_add(share.value)?;
            let approximate = share.approximate || sum.is_some_and(|it| it.approximate);
            sum = Some(Quantity { value, approximate, max: None, unit: share.unit });
        }
        sum
    }

    /// The filled cells of these columns, each with its column and heading.
    fn shares(&self) -> Vec<(u32, &'a str, &'a Value)> {
        let (list, row) = (self.list, self.row);
        let columns = list.shared_out.iter();
        let filled = columns.filter_map(|it| Some((it.0, it.1.as_str(), row.get(it.0)?)));
        filled.filter(|it| !parse::says_nothing(it.2)).collect()
    }
}
