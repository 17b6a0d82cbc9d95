//! Inventories: a contractor's list, read, mapped, checked, planned and applied.

pub mod field;
mod fit;
mod heading;
pub mod map;
mod synonyms;
