//! Words that say how a number is meant, of quantities and sizes alike.

pub const AT_LEAST: &[&str] = &[
    "minstens",
    "minimaal",
    "min",
    "min .",
    "ten minste",
    "tenminste",
    "minimum",
    "au moins",
    "au minimum",
    "at least",
    "no less than",
    "mindestens",
    "mind",
    "mind .",
    ">",
    "≥",
    "vanaf",
    "ab",
    "from",
    "a partir de",
    "more than",
    "plus de",
];
pub const AT_MOST: &[&str] = &[
    "hoogstens",
    "maximaal",
    "max",
    "max .",
    "maximum",
    "au plus",
    "au maximum",
    "at most",
    "up to",
    "no more than",
    "hochstens",
    "maximal",
    "bis zu",
];
pub const ABOUT: &[&str] = &[
    "ca",
    "ca .",
    "circa",
    "ongeveer",
    "environ",
    "env",
    "env .",
    "about",
    "around",
    "approx",
    "approx .",
    "approximately",
    "etwa",
    "ungefahr",
    "rund",
    "~",
];
/// Before the lower end of a range.
pub const BETWEEN: &[&str] =
    &["tussen", "tussen de", "entre", "between", "zwischen", "van", "de", "from", "von"];
/// Between the ends of a range.
pub const TO: &[&str] = &["tot", "en", "a", "et", "to", "and", "bis", "und", "-", "t/m"];
