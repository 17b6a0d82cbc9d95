//! Inventories: a contractor's list, read, mapped, checked, planned and applied.

pub mod field;
mod fit;
mod heading;
mod layout;
pub mod map;
mod place;
pub mod read;
mod synonyms;
