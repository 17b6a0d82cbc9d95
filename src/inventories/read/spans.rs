//! Numbers of rows or columns, as stretches of neighbours: a filter hides thousands at once.

use serde::{Deserialize, Serialize};

/// A set of numbers, kept as stretches from the lowest to the highest, both ends in them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spans(Vec<(u32, u32)>);

impl Spans {
    /// Adds a stretch. Those that come in ascending order, as they stand in a sheet, cost nothing;
    /// one out of order is taken as far as it lies beyond the others.
    pub fn add(&mut self, first: u32, last: u32) {
        match self.0.last_mut() {
            Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
            Some(_) | None if first <= last => self.0.push((first, last)),
            Some(_) | None => {}
        }
    }

    pub fn contains(&self, number: u32) -> bool {
        let after = self.0.partition_point(|it| it.0 <= number);
        after.checked_sub(1).is_some_and(|it| number <= self.0[it].1)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<u32> for Spans {
    /// Of numbers in ascending order.
    fn from_iter<T: IntoIterator<Item = u32>>(numbers: T) -> Self {
        let mut spans = Self::default();
        for number in numbers {
            spans.add(number, number);
        }
        spans
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_holds_what_a_plain_set_does(numbers in prop::collection::btree_set(0_u32..60, 0..40)) {
            let numbers: BTreeSet<u32> = numbers;
            let spans: Spans = numbers.iter().copied().collect();
            for number in 0..61 {
                prop_assert_eq!(spans.contains(number), numbers.contains(&number));
            }
            prop_assert_eq!(spans.is_empty(), numbers.is_empty());
        }
    }

    #[test]
    fn neighbours_are_one_stretch() {
        let mut spans = Spans::default();
        spans.add(3, 5);
        spans.add(6, 6);
        spans.add(9, 8);
        spans.add(10, 1_048_576);
        assert_eq!(spans.0, [(3, 6), (10, 1_048_576)]);
    }
}
