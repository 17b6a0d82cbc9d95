//! What each row below the headings is: a thing, or a section, a total, a footnote, nothing. Every
//! row up to the last filled one is counted once. No I/O here.

mod total;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::field::Field;
use super::layout::Table;
use super::parse::NumberStyle;
use super::place::{self, Place};
use super::read::{Row, Sheet, Value};
use crate::catalogue;
use total::{Sums, is_total};

/// A filled row below the headings.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Something to make a passport of, and where the sections above it say that it is.
    Thing {
        place: Place,
    },
    Dropped(Dropped),
}

/// Why a row is no thing.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Dropped {
    /// Says where the rows below it are.
    Section,
    Total,
    Blank,
    Footnote,
    /// The headings again, on the next page.
    RepeatedHeader,
    /// Nobody who opens the file sees it.
    Hidden,
}

impl Dropped {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Total => "total",
            Self::Blank => "blank",
            Self::Footnote => "footnote",
            Self::RepeatedHeader => "repeated_header",
            Self::Hidden => "hidden",
        }
    }
}

/// The rows of one sheet, told apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// In the order of [`Sheet::rows`] from `first` on.
    pub kinds: Vec<Kind>,
    /// The place in [`Sheet::rows`] of the first row below the headings.
    pub first: usize,
    /// Empty rows between filled ones.
    pub blank: u64,
    /// Empty rows after the last filled one.
    pub trailing_blank: u64,
}

/// Which columns tell a thing from another row.
pub struct Shape {
    style: NumberStyle,
    fields: HashMap<u32, Field>,
    first_column: u32,
    last_column: u32,
    headings: Vec<HashMap<u32, String>>,
}

impl Shape {
    pub fn of(
        sheet: &Sheet,
        table: &Table,
        fields: HashMap<u32, Field>,
        style: NumberStyle,
    ) -> Self {
        let headings = table.header_rows.iter().filter_map(|it| sheet.row(*it)).map(|row| {
            row.cells.iter().map(|it| (it.column, catalogue::fold(&it.value.to_string()))).collect()
        });
        Self {
            style,
            fields,
            first_column: table.columns.first().map_or(0, |it| it.0),
            last_column: table.columns.last().map_or(0, |it| it.0),
            headings: headings.collect(),
        }
    }

    fn is(&self, column: u32, field: Field) -> bool {
        self.fields.get(&column) == Some(&field)
    }

    /// Whether a cell of this column makes its row a thing, were it alone with a name.
    fn tells(&self, column: u32) -> bool {
        self.fields.get(&column).is_some_and(|it| {
            it.is_quantity()
                || matches!(
                    it,
                    Field::Unit
                        | Field::Dimensions
                        | Field::Price
                        | Field::EwcCode
                        | Field::WeightUnit
                        | Field::ConditionTechnical
                        | Field::Width
                        | Field::Height
                )
        })
    }

    /// Filled where a thing is told from others: by what it is or how many.
    fn is_evident(&self, row: &Row) -> bool {
        let known = row.cells.iter().filter(|it| self.fields.contains_key(&it.column)).count();
        let telling = row.cells.iter().any(|it| self.tells(it.column));
        telling && known >= 2 || known >= 4
    }

    fn repeats_headings(&self, row: &Row) -> bool {
        self.headings.iter().any(|headings| {
            let same = row.cells.iter().filter(|it| {
                headings.get(&it.column) == Some(&catalogue::fold(&it.value.to_string()))
            });
            let same = same.count();
            same >= 2 && same * 5 >= headings.len() * 3 && same * 5 >= row.cells.len() * 3
        })
    }
}

/// What a row looks like before its neighbours are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Thing,
    /// One text, or one over the whole width: a section if things follow.
    Line,
    /// The same, but it reads like a remark.
    Remark,
    /// A few cells that say nothing of a thing.
    Odd,
    Dropped(Dropped),
}

/// Tells the rows below the headings apart. `place` is where they are before any section says so.
pub fn tell_apart(sheet: &Sheet, table: &Table, shape: &Shape, place: Place) -> Rows {
    let header_row = table.above;
    let first = sheet.rows.partition_point(|it| it.number <= header_row);
    let rows = &sheet.rows[first..];
    let mut sums = Sums::default();
    let mut looks: Vec<Look> = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let after_gap = at == 0
            || rows[at - 1].number + 1 < row.number
            || !matches!(looks[at - 1], Look::Thing);
        let look = look(sheet, shape, row, after_gap, &mut sums);
        looks.push(look);
    }
    let last_thing = rows
        .iter()
        .zip(&looks)
        .rposition(|(row, look)| *look == Look::Thing && shape.is_evident(row));
    let last_filled = rows.last().map_or(header_row, |it| it.number);
    let mut place = place;
    // Once a section stands right under a floor, the sections below are those of floors.
    let (mut after_section, mut in_floors) = (false, false);
    let kinds = rows.iter().zip(looks).enumerate().map(|(at, (row, look))| {
        let over = last_thing.is_none_or(|last| at > last);
        in_floors |= after_section && look == Look::Line;
        after_section = look == Look::Line;
        match look {
            Look::Line if !over => {
                let line = line_of(row);
                place = if in_floors { place.inside(&line) } else { place.below(&line) };
                Kind::Dropped(Dropped::Section)
            }
            Look::Line | Look::Remark => Kind::Dropped(Dropped::Footnote),
            Look::Odd if over && last_thing.is_some() => Kind::Dropped(Dropped::Footnote),
            Look::Odd | Look::Thing => Kind::Thing { place: place.clone() },
            Look::Dropped(why) => Kind::Dropped(why),
        }
    });
    let kinds: Vec<Kind> = kinds.collect();
    Rows {
        blank: u64::from(last_filled - header_row) - kinds.len() as u64,
        trailing_blank: u64::from(sheet.last_row.saturating_sub(last_filled)),
        kinds,
        first,
    }
}

fn look<'a>(
    sheet: &Sheet,
    shape: &Shape,
    row: &'a Row,
    after_gap: bool,
    sums: &mut Sums<'a>,
) -> Look {
    if sheet.hidden_rows.contains(row.number) {
        return Look::Dropped(Dropped::Hidden);
    }
    if shape.repeats_headings(row) {
        return Look::Dropped(Dropped::RepeatedHeader);
    }
    if is_total(shape, row) || sums.are_in(row, shape.style) {
        sums.start_again();
        return Look::Dropped(Dropped::Total);
    }
    let wide = sheet.merged_in(row.number).iter().any(|merged| {
        let width = merged.last_column - merged.first_column + 1;
        width > 2 && width * 2 > shape.last_column - shape.first_column + 1
    });
    let texts: Vec<&str> = row.cells.iter().filter_map(|it| it.value.text()).collect();
    match (row.cells.as_slice(), texts.as_slice()) {
        ([cell], [text]) => {
            if reads_like_remark(text) {
                return Look::Remark;
            }
            let own_column =
                shape.is(cell.column, Field::Name) && cell.column != shape.first_column;
            let stands_out = wide || stands_out(text);
            // A name alone may be a thing nobody counted, which must be told rather than dropped.
            if stands_out || (!own_column && (after_gap || !shape.is(cell.column, Field::Name))) {
                return Look::Line;
            }
        }
        // A number alone in the column of numbers: a line of the form that nobody filled in.
        ([cell], _) if shape.is(cell.column, Field::ExternalId) => {
            return Look::Dropped(Dropped::Blank);
        }
        (cells, [text, ..]) if wide && cells.len() <= 2 && !reads_like_remark(text) => {
            return Look::Line;
        }
        (cells, texts)
            if cells.len() == 2
                && !cells.iter().any(|it| shape.tells(it.column))
                && texts.iter().any(|it| place::is_place(it)) =>
        {
            return Look::Line;
        }
        _ => {}
    }
    sums.add(row);
    let told = row.cells.iter().any(|it| shape.tells(it.column));
    if told || shape.is_evident(row) { Look::Thing } else { Look::Odd }
}

/// A section row as it reads: `1.2 Lokaal 0.12`.
fn line_of(row: &Row) -> String {
    let texts: Vec<String> = row.cells.iter().map(|it| it.value.to_string()).collect();
    texts.join(" ")
}

/// Longer than the name of any place.
const SECTION_CHARACTERS_MAX: usize = 90;

/// A sentence, or what a remark begins with.
fn reads_like_remark(text: &str) -> bool {
    const BEGINNINGS: [&str; 16] = [
        "*",
        "nb",
        "n.b",
        "nota",
        "opm",
        "opgelet",
        "let op",
        "remarque",
        "note",
        "attention",
        "remark",
        "hinweis",
        "anmerkung",
        "bemerkung",
        "achtung",
        "bron",
    ];
    let folded = catalogue::fold(text);
    let begins = |it: &&str| {
        folded.strip_prefix(*it).is_some_and(|rest| {
            it.starts_with('*') || rest.starts_with([' ', ':', '.']) || rest.starts_with("s ")
        })
    };
    text.chars().count() > SECTION_CHARACTERS_MAX
        || BEGINNINGS.iter().any(begins)
        || folded.ends_with('.') && folded.split(' ').count() >= 4
}

/// A name of a place, a category, or capitals: not what a thing is called.
fn stands_out(text: &str) -> bool {
    let letters = || text.chars().filter(|it| it.is_alphabetic());
    let capitals = letters().count() > 3 && letters().all(char::is_uppercase);
    capitals || text.trim_end().ends_with(':') || place::is_place(text)
}

impl Value {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) | Self::Bool(_) | Self::Date(_) | Self::Error(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
