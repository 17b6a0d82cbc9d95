//! Where no sheet has headings that we know, the values of one may still make it a list.

use super::list::columns_of;
use crate::inventories::layout::{self, Table};
use crate::inventories::map::values;
use crate::inventories::read::Sheet;

/// The list in a sheet, if what stands in its columns is what lists hold.
pub(super) fn find(sheet: &Sheet) -> Option<Table> {
    let table = layout::find_nameless(sheet)?;
    values::make_list(&values::propose(&columns_of(sheet, &table))).then_some(table)
}
