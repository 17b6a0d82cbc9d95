//! Inventories: a contractor's list, read, mapped, checked, planned and applied.
