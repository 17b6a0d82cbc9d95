//! What the columns of a list say together: how numbers are written, and in which units.

use std::collections::BTreeMap;

use super::around::Around;
use super::reading::SHARED_OUT;
use super::scale;
use crate::inventories::check::{self, Choices, List};
use crate::inventories::fate::Fate;
use crate::inventories::field::{Field, Kind as FieldKind};
use crate::inventories::fit;
use crate::inventories::layout::Table;
use crate::inventories::map::{self, Column, Proposal};
use crate::inventories::marks::Marks;
use crate::inventories::parse::{self, LengthUnit, Mass, NumberStyle};
use crate::inventories::read::{Sheet, Value};
use crate::language::{Language, Text, say};

/// The columns with some of what stands in them.
pub(super) fn columns_of(sheet: &Sheet, table: &Table) -> Vec<Column> {
    let last = table.above;
    let mut columns: Vec<Column> = table
        .columns
        .iter()
        .map(|(at, heading)| Column { at: *at, heading: heading.clone(), values: Vec::new() })
        .collect();
    let mut wanted = columns.len();
    for row in sheet.rows.iter().filter(|it| it.number > last && it.cells.len() > 1) {
        for cell in &row.cells {
            let Ok(place) = columns.binary_search_by_key(&cell.column, |it| it.at) else {
                continue;
            };
            let values = &mut columns[place].values;
            if values.len() < fit::VALUES_MAX && !parse::says_nothing(&cell.value) {
                values.push(cell.value.to_string().trim().to_owned());
                wanted -= usize::from(values.len() == fit::VALUES_MAX);
            }
        }
        if wanted == 0 {
            break;
        }
    }
    columns
}

/// Fewer marks may be explained by chance.
const MARKS_MIN: usize = 3;

/// Takes a column of which the heading says nothing for conditions where a legend explains all
/// that stands in it.
pub(super) fn propose_marks<'a>(
    proposals: &mut [Proposal],
    columns: &[Column],
    explanations: impl Iterator<Item = &'a str>,
) {
    if proposals.iter().any(|it| it.field == Some(Field::ConditionTechnical)) {
        return;
    }
    let marks = Marks::of("", explanations);
    let explained = |column: &Column| {
        column.values.len() >= MARKS_MIN && column.values.iter().all(|it| marks.explain(it))
    };
    let open = proposals.iter_mut().zip(columns).filter(|it| it.0.field.is_none());
    for (proposal, _) in open.filter(|it| explained(it.1)).take(1) {
        proposal.field = Some(Field::ConditionTechnical);
        proposal.confidence = map::CONFIDENCE_MIN;
        proposal.reason = say("inventory-column-values");
    }
}

/// How many cells are looked at for how numbers are written, and for units.
const STYLE_CELLS_MAX: usize = 2000;

pub(super) fn list_of(
    sheet: &Sheet,
    columns: &[Column],
    proposals: &[Proposal],
    language: Language,
    around: &Around,
) -> List {
    let figures: Vec<u32> = proposals
        .iter()
        .filter(|it| it.field.is_some_and(|it| holds_figures(it.kind())))
        .map(|it| it.column)
        .collect();
    let texts = |column: Option<u32>| {
        sheet
            .rows
            .iter()
            .flat_map(|it| &it.cells)
            .filter(move |it| column.map_or(figures.contains(&it.column), |at| it.column == at))
            .take(STYLE_CELLS_MAX)
    };
    let written = |it: &Value| match it {
        Value::Text(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) | Value::Date(_) | Value::Error(_) => None,
    };
    let typed: Vec<String> = texts(None).filter_map(|it| written(&it.value)).collect();
    let style = NumberStyle::of_texts(typed.iter().map(String::as_str), language);
    let mut by_field = BTreeMap::new();
    for (column, proposal) in columns.iter().zip(proposals) {
        let Some(field) = proposal.field else { continue };
        let unit = column.heading.unit.as_deref();
        let named = unit.and_then(LengthUnit::of_word);
        let length_unit = match field.kind() {
            FieldKind::Length | FieldKind::Dimensions => named.or_else(|| {
                let at = column.at;
                let cells = sheet.rows.iter().filter_map(|it| parse::sizes_in_words(it.get(at)?));
                let cells: Vec<String> = cells.take(STYLE_CELLS_MAX).collect();
                parse::prevailing_unit(cells.iter().map(String::as_str), style)
            }),
            _ => None,
        };
        let mass_unit = unit.and_then(|it| Mass::of_word(it.split('/').next()?)).or_else(|| {
            // A heading such as `Tonnage` or `kg` is a unit itself.
            column.heading.readings.iter().find_map(|it| Mass::of_word(it))
        });
        let heading = column.heading.clone();
        let marks = match field.kind() {
            FieldKind::Condition => {
                let own = Marks::of(&heading.printed, around.explanations(sheet));
                // A legend on one sheet holds for the next.
                let other = || Marks::of(&heading.printed, around.elsewhere(sheet));
                if own.are_told() { own } else { other() }
            }
            _ => Marks::default(),
        };
        by_field
            .insert(field, check::Column { at: column.at, heading, length_unit, mass_unit, marks });
    }
    share_length_unit(&mut by_field);
    List {
        sheet: sheet.name.clone(),
        language,
        style,
        columns: by_field,
        chosen: Choices::default(),
        shared_out: proposals
            .iter()
            .filter(|it| it.reason.key() == SHARED_OUT)
            .map(|it| (it.column, it.header.clone()))
            .collect(),
        hazardous: None,
        fate: Fate::of(&sheet.name).unwrap_or_default(),
        own: None,
    }
}

impl List {
    /// Gives sizes of which no heading and no cell says the unit the one that is written elsewhere,
    /// or else that which such things have. The latter is told.
    pub(super) fn unit_assumed(
        &mut self,
        sheet: &Sheet,
        table: &Table,
        around: &Around,
    ) -> Option<Text> {
        let said = around.length_unit(sheet);
        let told = || scale::unit_by_kind(sheet, table.above, &self.columns, self.style);
        let unit = said.or_else(told)?;
        let of_all = |it: &(&Field, &mut check::Column)| {
            let sizes = matches!(it.0.kind(), FieldKind::Length | FieldKind::Dimensions);
            sizes && it.1.length_unit.is_none()
        };
        let open = self
            .columns
            .iter_mut()
            .filter(|it| if said.is_some() { of_all(it) } else { scale::is_open(*it.0, it.1) });
        let mut given = 0;
        for (_, column) in open {
            column.length_unit = Some(unit);
            given += 1;
        }
        (given > 0 && said.is_none()).then(|| {
            say("inventory-notice-length-unit-assumed")
                .with("unit", unit.as_str())
                .with("sheet", &self.sheet)
        })
    }

    /// A notice for each column of marks of which nobody says which way they run.
    pub(super) fn marks_assumed(&self, columns: &[Column]) -> Vec<Text> {
        let conditions = self.columns.values().filter(|column| {
            let values = columns.iter().filter(|it| it.at == column.at).flat_map(|it| &it.values);
            let mut values = values.map(|it| Value::Text(it.clone()));
            values.any(|it| column.marks.assumes(&it))
        });
        let conditions = conditions.filter(|it| it.marks != Marks::default());
        conditions
            .map(|it| {
                say("inventory-notice-marks-assumed")
                    .with("header", &it.heading.printed)
                    .with("sheet", &self.sheet)
            })
            .collect()
    }
}

/// Where some columns of sizes name their unit and others none, they all mean the same.
fn share_length_unit(columns: &mut BTreeMap<Field, check::Column>) {
    let lengths = |it: &(&Field, &check::Column)| it.0.kind() == FieldKind::Length;
    let mut units: Vec<LengthUnit> =
        columns.iter().filter(lengths).filter_map(|it| it.1.length_unit).collect();
    units.dedup();
    if let [unit] = units[..] {
        for (field, column) in columns.iter_mut() {
            if field.kind() == FieldKind::Length {
                column.length_unit.get_or_insert(unit);
            }
        }
    }
}

fn holds_figures(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Number
            | FieldKind::Length
            | FieldKind::Dimensions
            | FieldKind::Mass
            | FieldKind::Money
    )
}
