//! Where the headings of a sheet stand. Above them is a title block, below them the rows. No I/O
//! here.

mod beside;
mod nameless;

use super::field::Field;
use super::heading::Heading;
use super::map;
use super::read::{Cell, Row, Sheet, Value};
use super::synonyms;
use crate::catalogue;

pub use nameless::find as find_nameless;

/// A sheet with headings, which makes it a list.
#[derive(Debug, Clone)]
pub struct Table {
    /// One, two, three, or none: rows count from 1.
    pub header_rows: Vec<u32>,
    /// Filled rows above them.
    pub title_rows: usize,
    /// The last row above the list: of its headings, or of the title block of one without.
    pub above: u32,
    /// The columns that hold anything, from left to right: their number, from 0, and heading.
    pub columns: Vec<(u32, Heading)>,
    /// From this column on there is no list any more: a legend or a note beside it.
    pub beside_from: Option<u32>,
    /// No heading says what the columns are, so their values must.
    pub nameless: bool,
}

/// A title block is a screenful at most.
const ROWS_ABOVE_MAX: usize = 60;
/// Looking for likenesses costs more than looking words up, so it is done on fewer rows.
const ROWS_COMPARED_MAX: usize = 25;
/// A heading is a few words.
const HEADING_CHARACTERS_MAX: usize = 80;
/// Data rows that are looked at for columns without a heading.
const ROWS_SAMPLED_MAX: usize = 200;

/// Finds the headings. `None`: this sheet is no list.
pub fn find(sheet: &Sheet) -> Option<Table> {
    let by_words = best_row(sheet, ROWS_ABOVE_MAX, |it| exact_field(it).map(|it| (it, 1.0)));
    let place = by_words.or_else(|| {
        let place = best_row(sheet, ROWS_COMPARED_MAX, likeliest_field)?;
        mostly_resembles(&sheet.rows[place]).then_some(place)
    })?;
    let units = is_row_of_units(sheet, place);
    let groups = place > 0 && is_group_row(sheet, place - 1);
    let continued = !groups && !units && is_second_row(sheet, place);
    let (first, last) = (place - usize::from(groups), place + usize::from(units || continued));
    let header_rows: Vec<u32> = sheet.rows[first..=last].iter().map(|it| it.number).collect();
    let headings = |column: u32| {
        let text = |at: usize| text_at(&sheet.rows[at], column).unwrap_or_default();
        let heading = if groups || continued {
            let at = place - usize::from(groups);
            Heading::of_two(&above(sheet, at, column).unwrap_or_default(), &text(at + 1))
        } else {
            Heading::of(&text(place))
        };
        // `Hoeveelheid` over `m³` and `ton` stands above the first of them.
        let shared = units && heading.is_empty() && !text(last).is_empty();
        let left = if shared { above(sheet, place, column) } else { None };
        let heading = left.map_or(heading, |it| Heading::of(&it));
        if units { heading.above_unit(&text(last)) } else { heading }
    };
    let mut columns = columns(sheet, first, last);
    let beside_from = beside::find(sheet, &columns, last);
    columns.retain(|it| beside_from.is_none_or(|from| *it < from));
    let columns = columns.into_iter().map(|it| (it, headings(it))).collect();
    let above = sheet.rows[last].number;
    Some(Table { header_rows, title_rows: first, above, columns, beside_from, nameless: false })
}

/// The rows further down, by their place, that are headings of another list.
pub fn later_headings(sheet: &Sheet) -> Vec<usize> {
    let Some(table) = find(sheet) else { return Vec::new() };
    let folded = |row: &Row| -> Vec<String> {
        row.cells.iter().map(|it| catalogue::fold(&it.value.to_string())).collect()
    };
    let own: Vec<Vec<String>> =
        table.header_rows.iter().filter_map(|it| sheet.row(*it)).map(folded).collect();
    let first = table.title_rows + table.header_rows.len();
    let below = sheet.rows.iter().enumerate().skip(first);
    below
        .filter(|it| is_other_heading(it.1) && !own.contains(&folded(it.1)))
        .map(|it| it.0)
        .collect()
}

/// Fewer known headings may be a row of words.
const OTHER_HEADINGS_MIN: usize = 3;

fn is_other_heading(row: &Row) -> bool {
    // Looked at first, because it costs little and rules out nearly every row of things.
    let figures = |it: &Cell| match &it.value {
        Value::Text(text) => text.starts_with(|it: char| it.is_ascii_digit()),
        Value::Number(_) | Value::Bool(_) | Value::Date(_) | Value::Error(_) => true,
    };
    if row.cells.len() < OTHER_HEADINGS_MIN || row.cells.iter().any(figures) {
        return false;
    }
    let texts = row.cells.iter().filter_map(|it| text_of(&it.value));
    let known: Vec<Field> = texts.filter_map(|it| exact_field(&Heading::of(it))).collect();
    known.len() >= OTHER_HEADINGS_MIN
        && known.len() * 5 >= row.cells.len() * 3
        && makes_list(&known, false)
}

/// The row among the first that has most known headings, if they make a list: something to name
/// things by, and something to count them by.
fn best_row(
    sheet: &Sheet,
    rows_max: usize,
    field_of: impl Fn(&Heading) -> Option<(Field, f64)>,
) -> Option<usize> {
    let mut lists: Vec<(usize, f64)> = Vec::new();
    for (place, row) in sheet.rows.iter().take(rows_max).enumerate() {
        if repeats_itself(row) {
            continue;
        }
        let cells = || row.cells.iter().filter_map(|it| text_of(&it.value));
        let known: Vec<(Field, f64)> =
            cells().filter_map(|it| field_of(&Heading::of(it))).collect();
        let figures = row.cells.iter().filter(|it| matches!(it.value, Value::Number(_))).count();
        let fields: Vec<Field> = known.iter().map(|it| it.0).collect();
        let fielded = |it: &str| {
            let heading = Heading::of(it);
            Some((field_of(&heading)?.0, heading))
        };
        let shares = || share_out(cells().filter_map(fielded));
        if !makes_list(&fields, shares()) || figures > known.len() {
            continue;
        }
        let score: f64 = known.iter().map(|it| it.1).sum();
        lists.push((place, score));
    }
    let best = lists.iter().map(|it| it.1).fold(0.0, f64::max);
    // Further down another list may begin, with more columns.
    lists.into_iter().find(|it| it.1 >= FIRST_SHARE_MIN * best).map(|it| it.0)
}

/// Whether enough of a row resembles headings that its few likenesses are not by chance.
fn mostly_resembles(row: &Row) -> bool {
    const SHARE: usize = 4;
    let filled = row.cells.iter().filter_map(|it| text_of(&it.value));
    let known = filled.clone().filter(|it| likeliest_field(&Heading::of(it)).is_some());
    known.count() * SHARE >= filled.count()
}

/// Whether most cells say what others say: headings do not, a row of values may.
fn repeats_itself(row: &Row) -> bool {
    /// Narrower tables have headings of two rows, of which the lower may well repeat.
    const CELLS_MIN: usize = 12;
    let mut texts: Vec<&str> = row.cells.iter().filter_map(|it| text_of(&it.value)).collect();
    let filled = texts.len();
    texts.sort_unstable();
    texts.dedup();
    filled >= CELLS_MIN && texts.len() * 2 < filled
}

/// What the first headings must have of the most known ones there are.
const FIRST_SHARE_MIN: f64 = 0.6;

/// Many columns of which many are known are a list too, even where nobody counts anything.
const KNOWN_HEADINGS_MIN: usize = 4;

/// Whether these headings say how many of a thing are where: `Gebouw A` beside `Gebouw B`.
fn share_out(headings: impl Iterator<Item = (Field, Heading)>) -> bool {
    let places = headings.filter(|it| matches!(it.0, Field::Building | Field::Floor | Field::Room));
    let mut seen = Vec::new();
    for place in places.filter_map(|it| Some((it.0, it.1.numbered()?))) {
        if seen.contains(&place) {
            return true;
        }
        seen.push(place);
    }
    false
}

/// `shares`: whether they [`share_out`] quantities.
fn makes_list(fields: &[Field], shares: bool) -> bool {
    let mut distinct = fields.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let counts =
        |it: &Field| it.is_quantity() || matches!(it, Field::Dimensions | Field::WeightUnit);
    let has_name = distinct.iter().any(|it| it.may_be_a_name());
    has_name && (distinct.iter().any(counts) || shares)
        || distinct.len() >= KNOWN_HEADINGS_MIN && (has_name || distinct.contains(&Field::Quantity))
}

fn exact_field(heading: &Heading) -> Option<Field> {
    let found = heading.readings.iter().find_map(|it| synonyms::exact(it).into_iter().next());
    found.map(|it| it.field)
}

fn likeliest_field(heading: &Heading) -> Option<(Field, f64)> {
    let found = heading.readings.iter().flat_map(|it| synonyms::resembling(it));
    let best = found.max_by(|a, b| a.likeness.total_cmp(&b.likeness))?;
    (best.likeness >= map::CONFIDENCE_MIN).then_some((best.field, best.likeness))
}

fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) if text.chars().count() <= HEADING_CHARACTERS_MAX => Some(text),
        Value::Text(_) | Value::Number(_) | Value::Bool(_) | Value::Date(_) | Value::Error(_) => {
            None
        }
    }
}

fn text_at(row: &Row, column: u32) -> Option<String> {
    row.get(column).map(ToString::to_string)
}

/// The heading of a group of columns: in the cell itself, in the merged cells it is part of, or in
/// the nearest cell to the left where nothing is merged.
fn above(sheet: &Sheet, place: usize, column: u32) -> Option<String> {
    let row = &sheet.rows[place];
    if let Some(text) = text_at(row, column) {
        return Some(text);
    }
    let merged = sheet.merged_in(row.number);
    let around = merged.iter().find(|it| (it.first_column..=it.last_column).contains(&column));
    if let Some(merged) = around {
        return text_at(row, merged.first_column);
    }
    let wide = merged.iter().any(|it| it.last_column > it.first_column);
    let left = row.cells.iter().rev().find(|it| it.column < column)?;
    let below = &sheet.rows[place + 1];
    // Without merged cells a group reaches as far as the headings below it have no other above.
    let unbroken = (left.column..=column).all(|it| below.get(it).is_some());
    (!wide && unbroken).then(|| left.value.to_string())
}

/// Whether this row, right above the headings, names groups of them.
fn is_group_row(sheet: &Sheet, place: usize) -> bool {
    let (row, below) = (&sheet.rows[place], &sheet.rows[place + 1]);
    if row.number + 1 != below.number
        || row.cells.len() < 2
        || row.cells.iter().any(|it| text_of(&it.value).is_none())
    {
        return false;
    }
    let groups = sheet.merged_in(row.number).iter().any(|merged| {
        let width = merged.last_column - merged.first_column + 1;
        let below = below
            .cells
            .iter()
            .filter(|it| (merged.first_column..=merged.last_column).contains(&it.column));
        width > 1 && below.count() > 1
    });
    // A heading merged over both rows has its text in the upper one.
    let fills = row.cells.iter().any(|it| {
        below.get(it.column).is_none()
            && text_of(&it.value).is_some_and(|it| likeliest_field(&Heading::of(it)).is_some())
    });
    groups || fills || is_open_group_row(row, below)
}

/// The same without merged cells, as text files have it: each group stands above the first of its
/// headings, and the cells up to the next one are empty.
fn is_open_group_row(row: &Row, below: &Row) -> bool {
    let texts: Vec<&str> = row.cells.iter().filter_map(|it| text_of(&it.value)).collect();
    let above_headings = row.cells.iter().all(|it| below.get(it.column).is_some());
    let from_the_first =
        row.cells.first().map(|it| it.column) == below.cells.first().map(|it| it.column);
    let label =
        |it: &&str| it.trim_end().ends_with(':') || it.starts_with(|it: char| it.is_ascii_digit());
    let known = texts.iter().any(|it| likeliest_field(&Heading::of(it)).is_some());
    above_headings
        && from_the_first
        && known
        && !texts.iter().any(label)
        && row.cells.len() * 3 <= below.cells.len() * 2
}

/// Whether the row below the headings continues them: with the sides of a size, or with units.
fn is_second_row(sheet: &Sheet, place: usize) -> bool {
    let (row, Some(below)) = (&sheet.rows[place], sheet.rows.get(place + 1)) else { return false };
    if row.number + 1 != below.number {
        return false;
    }
    let continues = |text: &str| {
        let heading = Heading::of(text);
        let unit = Heading::of_two("x", text).readings == ["x"];
        unit || heading.letter.is_some() || exact_field(&heading).is_some()
    };
    let texts: Vec<&str> = below.cells.iter().filter_map(|it| text_of(&it.value)).collect();
    if texts.len() < below.cells.len() || texts.len() < 2 {
        return false;
    }
    let continuing = texts.iter().filter(|it| continues(it)).count();
    let below_nothing = below.cells.iter().any(|it| row.get(it.column).is_none());
    continuing == texts.len() && below_nothing
        || continuing > 0 && is_under_groups(sheet, row, below)
}

/// Whether all of the row below stands under headings that are merged over several columns: `Nb`
/// and `Unité` under `Quantité`. A row of things would say what they are, too.
fn is_under_groups(sheet: &Sheet, row: &Row, below: &Row) -> bool {
    let groups: Vec<_> = sheet
        .merged_in(row.number)
        .iter()
        .filter(|it| it.last_column > it.first_column && row.get(it.first_column).is_some())
        .collect();
    let grouped = |it: &Cell| {
        groups.iter().any(|group| (group.first_column..=group.last_column).contains(&it.column))
    };
    let figure = |it: &Cell| it.value.to_string().starts_with(|it: char| it.is_ascii_digit());
    below.cells.iter().all(|it| grouped(it) && !figure(it))
}

/// Whether the row below the headings says in which units their figures are, and here and there
/// how something was measured: `NEN 2767`.
fn is_row_of_units(sheet: &Sheet, place: usize) -> bool {
    let (row, Some(below)) = (&sheet.rows[place], sheet.rows.get(place + 1)) else { return false };
    let is_unit = |text: &str| Heading::of("x").above_unit(text).unit.is_some();
    let texts: Vec<&str> = below.cells.iter().filter_map(|it| text_of(&it.value)).collect();
    let units = texts.iter().filter(|it| is_unit(it)).count();
    row.number + 1 == below.number
        && texts.len() == below.cells.len()
        && units > 1
        && units * 2 > texts.len()
}

/// The columns with a heading, and those without one that hold something.
fn columns(sheet: &Sheet, first: usize, last: usize) -> Vec<u32> {
    let headings = sheet.rows[first..=last].iter();
    let data = sheet.rows[last + 1..].iter().take(ROWS_SAMPLED_MAX).filter(|it| it.cells.len() > 1);
    let mut columns: Vec<u32> =
        headings.chain(data).flat_map(|it| it.cells.iter().map(|it| it.column)).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

#[cfg(test)]
pub(super) mod tests;
