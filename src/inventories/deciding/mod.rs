//! What is decided of a list once it was looked at: it is accepted, what is missing from it ends, it
//! is taken back.

mod accept;
pub mod http;
mod missing;
mod store;
mod undo;

pub use accept::{Fates, Terms, accept, acceptable};
pub use missing::{Missing, Scope as MissingScope, count as missing_count, of_inventory};
pub use undo::{Prospect, Scope as UndoScope, Touched, prospect, undo, undoable};
