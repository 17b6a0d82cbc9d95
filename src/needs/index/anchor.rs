//! By what a need is looked up beside its place: its category, or a word where that says more.

use super::grid::Cell;
use super::sought::{ROOT, Sought};

/// A category with fewer below it is narrower than most words.
const WIDE: u16 = 10;

/// By what a need is looked up beside its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Category(u16),
    Word(u32),
}

impl Anchor {
    /// The square of a grid, for this category or word.
    pub fn key(self, cell: Cell) -> u64 {
        let (kind, number) = match self {
            Self::Category(number) => (0, u64::from(number)),
            Self::Word(number) => (1, u64::from(number) & 0x7F_FFFF),
        };
        let part = |of: i32| u64::from(of as u32 & 0x3_FFFF);
        kind << 63 | number << 40 | u64::from(cell.level) << 36 | part(cell.x) << 18 | part(cell.y)
    }
}

/// Whether a need is looked up by a word: where its category says little.
pub fn by_word(sought: &Sought) -> bool {
    !sought.words.is_empty()
        && match sought.categories[..] {
            [] => true,
            [one] => one.last - one.first >= WIDE,
            [..] => false,
        }
}

/// Of the words of a need the one that was asked for last: the common ones were asked for early.
pub fn anchors(sought: &Sought) -> Vec<Anchor> {
    if by_word(sought) {
        return sought.words.iter().max().map(|it| Anchor::Word(*it)).into_iter().collect();
    }
    if sought.categories.is_empty() {
        return vec![Anchor::Category(ROOT)];
    }
    sought.categories.iter().map(|it| Anchor::Category(it.first)).collect()
}
