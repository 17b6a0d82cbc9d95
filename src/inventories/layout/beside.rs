//! What stands beside a list on its sheet: a legend, a note. No I/O here.

use super::{Heading, exact_field, text_at};
use crate::inventories::read::{Row, Sheet};

/// The first column after a gap from which on there is no list any more. `columns` are those that
/// hold anything, `last` is the place of the row of headings.
pub(super) fn find(sheet: &Sheet, columns: &[u32], last: usize) -> Option<u32> {
    let gap = columns.windows(2).rposition(|it| it[1] > it[0] + 1)?;
    let (list, beyond) = columns.split_at(gap + 1);
    let from = *beyond.first()?;
    let of_list = |row: &&Row| row.cells.iter().filter(|it| it.column < from).count() > 1;
    let things = sheet.rows[last + 1..].iter().filter(of_list).collect();
    let beside = Beside { headings: &sheet.rows[last], list, things };
    let no_columns = beyond.iter().all(|it| beside.is_note(*it)) || beside.is_legend(beyond);
    (list.len() > 1 && no_columns).then_some(from)
}

struct Beside<'a> {
    headings: &'a Row,
    /// The columns of the list.
    list: &'a [u32],
    things: Vec<&'a Row>,
}

impl Beside<'_> {
    /// Whether it is headed as a column of a list is. `Score` is not, above what the marks mean that
    /// stand below the `Score` of the list.
    fn is_headed(&self, column: u32) -> bool {
        // A column without a heading is headed as nothing is.
        let heading = text_at(self.headings, column).unwrap_or_default();
        let of_list = |it: &u32| text_at(self.headings, *it).as_ref() == Some(&heading);
        exact_field(&Heading::of(&heading)).is_some() && !self.list.iter().any(of_list)
    }

    /// Filled in few rows, or explaining.
    fn is_note(&self, column: u32) -> bool {
        let texts: Vec<String> = self.things.iter().filter_map(|it| text_at(it, column)).collect();
        let few = texts.len() * 2 <= self.things.len();
        let explains = texts.iter().all(|it| it.contains(['=', ':']));
        !self.is_headed(column) && (few || explains)
    }

    /// Two columns, shorter than the list: marks, and what each means.
    fn is_legend(&self, columns: &[u32]) -> bool {
        /// The longest mark.
        const MARK_MAX: usize = 2;
        let [marks, words] = columns else { return false };
        let rows: Vec<&&Row> = self.things.iter().filter(|it| it.get(*marks).is_some()).collect();
        let explains = |row: &&&Row| {
            let mark = text_at(row, *marks).is_some_and(|it| it.chars().count() <= MARK_MAX);
            mark && row.get(*words).is_some()
        };
        (2..self.things.len()).contains(&rows.len())
            && rows.iter().all(explains)
            && !self.is_headed(*marks)
    }
}
