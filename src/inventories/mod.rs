//! Inventories: a contractor's list, read, mapped, checked, planned and applied.

pub mod parse;
pub mod read;
