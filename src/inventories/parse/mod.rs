//! What the cells of an inventory mean: quantities, prices, days, sizes, masses, codes. No I/O here.
//!
//! Each function takes a cell and says what it means, or what was expected instead. A cell that
//! [`says_nothing`] is not a mistake: whoever calls asks that first.

mod day;
mod day_words;
mod mixed;
mod money;
mod number;
mod quantity;
mod size_words;
mod sizes;
mod tokens;
mod words;

use crate::inventories::read::Value;
use crate::language::Text;

pub use day::{day, is_at_once, is_period_word, is_place_word, is_season_word, year};
pub use money::price;
pub use number::NumberStyle;
pub use quantity::{Mass, Quantity, mass_grams, mass_of_each, number, quantity};
pub use size_words::{Axis, LengthUnit, axis_of_word, of_heading};
pub use sizes::{
    AxisOrder, SizeReading, bare_sizes, in_words as sizes_in_words, length, prevailing_unit, sizes,
};
pub use words::{condition, is_yet_unknown, unit, waste_code};

/// A cell that does not say what its column says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    pub expected: Text,
    /// What stands there, as a person would type it.
    pub got: String,
}

impl Wrong {
    fn new(expected: Text, got: &Value) -> Self {
        Self { expected, got: got.to_string() }
    }
}

/// What people type where there is nothing to say, folded and without dots and spaces.
const NOTHING: [&str; 20] = [
    "-",
    "--",
    "---",
    "/",
    "//",
    "?",
    "??",
    "???",
    "nvt",
    "na",
    "n/a",
    "n/b",
    "so",
    "s/o",
    "nc",
    "sansobjet",
    "ka",
    "keineangabe",
    "entfallt",
    "",
];

/// Whether a cell holds something, but means nothing: `-`, `n.v.t.`, `s.o.`, `k. A.`
pub fn says_nothing(value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    let mut folded = crate::catalogue::fold(text);
    folded.retain(|it| !matches!(it, '.' | ' ' | '…' | '_'));
    NOTHING.contains(&folded.as_str())
}

/// The same text with one kind of space, apostrophe, dash and multiplication sign.
fn plain(text: &str) -> String {
    let plain = |it: char| match it {
        it if it.is_whitespace() => ' ',
        '‘' | '’' | 'ʼ' | '′' | '´' | '`' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        '×' | '✕' | '✖' | '*' | 'х' => 'x',
        'ø' | '⌀' | '∅' | 'Φ' | 'φ' => 'Ø',
        other => other,
    };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests;
