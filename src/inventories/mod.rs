//! Inventories: a contractor's list, read, mapped, checked, planned and applied.

pub mod read;
pub mod parse;
mod run;

pub use run::Inventory;
