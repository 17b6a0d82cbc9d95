//! What a row says, cell by cell: a draft of a passport, and everything that is wrong with it, by
//! sheet and cell. No I/O here.

mod amount;
mod attest;
mod hazard;
mod kind;
mod offer;
mod problem;
mod remarks;
mod shares;
mod size;
mod whereabouts;

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::export::{OwnColumns, own};
use super::fate::Fate;
use super::field::Field;
use super::heading::Heading;
use super::marks::Marks;
use super::parse::{self, LengthUnit, Mass, NumberStyle, Wrong};
use super::place::Place;
use super::questions::Open;
use super::read::{self, Row, Value};
use super::understand::Placement;
use crate::catalogue;
use crate::language::{Language, say};
use crate::passports::{Document, Draft, Material};

pub use hazard::list_of_hazards;
pub use problem::{CellProblem, Reason, field_of_pointer};

/// A list whose columns are known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct List {
    pub sheet: String,
    pub language: Language,
    pub style: NumberStyle,
    pub columns: BTreeMap<Field, Column>,
    /// What somebody said that words mean.
    pub chosen: Choices,
    /// Columns that say how many of the quantity are in which place, by their headings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared_out: Vec<(u32, String)>,
    /// Whether it is a list of what is hazardous, or of what is not.
    pub hazardous: Option<bool>,
    /// What becomes of its things.
    pub fate: Fate,
    /// Where the list is one of ours: it is read by headings that say all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<OwnColumns>,
}

/// What the values of a field become, as somebody chose it: the folded words → a canonical word,
/// `4`, `pcs`, `yes`.
pub type Choices = BTreeMap<Field, BTreeMap<String, String>>;

/// A column that is a field, and what its heading and its other cells say about each cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub at: u32,
    pub heading: Heading,
    /// Of its lengths.
    pub length_unit: Option<LengthUnit>,
    /// Of its masses.
    pub mass_unit: Option<Mass>,
    /// Of its conditions.
    pub marks: Marks,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    pub draft: Draft,
    /// Why it cannot be taken.
    pub problems: Vec<CellProblem>,
    /// What was read with a doubt, or left out.
    pub notices: Vec<CellProblem>,
    /// The category was read from the name; nobody wrote it.
    pub category_guessed: bool,
    /// Its name does not settle what kind of thing it is.
    pub open: Option<Open>,
    /// What it says beyond a draft.
    pub said: Said,
}

/// What a row says that a passport keeps in another form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// The sizes of a series without names, in the order printed.
    pub series_mm: Vec<Decimal>,
    pub mass_total_grams: Option<i64>,
    pub mass_unit_grams: Option<i64>,
    /// The text of the section rows above it.
    pub section: Option<String>,
    /// Words that were translated, in the order of the fields: as found, and what they became.
    pub translated: Vec<(Field, String, Option<String>)>,
}

/// The numbers that rows bear so far, each with the cell it stands in.
pub type Numbers = HashMap<String, String>;

/// A column that is in no file: what somebody said of a row for which the file has no column. More
/// than any spreadsheet has.
pub const BESIDE_THE_SHEET: u32 = 1_000_000;

/// The holder's own number in a row, in the scope in which no other row bears the same.
pub fn own_number(list: &List, row: &Row) -> Option<String> {
    let value = row.get(list.columns.get(&Field::ExternalId)?.at)?;
    if matches!(value, Value::Error(_)) || parse::says_nothing(value) {
        return None;
    }
    let number = one_line(&value.to_string());
    (!number.is_empty()).then(|| scoped(&list.sheet, &number))
}

/// The lines of each sheet may be numbered from 1.
fn scoped(sheet: &str, number: &str) -> String {
    let is_line = number.bytes().all(|it| it.is_ascii_digit());
    format!("{}\n{number}", if is_line { sheet } else { "" })
}

/// Reads a row.
pub fn check(
    list: &List,
    row: &Row,
    place: &Place,
    placement: &Placement,
    numbers: &mut Numbers,
) -> Checked {
    if let Some(own) = &list.own {
        return own::check_row(list, own, row, placement, numbers);
    }
    let mut reading = RowReading::new(list, row);
    let mut draft = Draft {
        language: list.language,
        site_id: placement.site_id.clone(),
        building_id: placement.building_id.clone(),
        ..Draft::default()
    };
    draft.name = reading.name();
    draft.external_id = reading.number(numbers);
    let category_guessed = reading.category(&mut draft, place);
    reading.amounts(&mut draft);
    reading.sizes(&mut draft);
    reading.texts(&mut draft);
    reading.whereabouts(&mut draft, place);
    reading.states(&mut draft);
    reading.hazards(&mut draft, place);
    reading.offer(&mut draft);
    reading.remarks(&mut draft);
    draft.visibility = reading.visibility(&draft, placement);
    reading.checked(draft, category_guessed, place)
}

/// A row while it is read.
struct RowReading<'a> {
    list: &'a List,
    row: &'a Row,
    problems: Vec<CellProblem>,
    notices: Vec<CellProblem>,
    open: Option<Open>,
    said: Said,
}

impl<'a> RowReading<'a> {
    fn new(list: &'a List, row: &'a Row) -> Self {
        let said = Said::default();
        Self { list, row, problems: Vec::new(), notices: Vec::new(), open: None, said }
    }

    /// The cell of a field, if it says something. A formula that came to nothing is told.
    fn cell(&mut self, field: Field) -> Option<(&'a Value, &'a Column)> {
        let column = self.list.columns.get(&field)?;
        let value = self.row.get(column.at)?;
        if let Value::Error(error) = value {
            // A picture placed in a cell reads as an error.
            if !matches!(field, Field::Photo | Field::Documents) {
                let expected = say("inventory-expected-value");
                self.problem(field, Reason::Broken, expected, error);
            }
            return None;
        }
        (!parse::says_nothing(value)).then_some((value, column))
    }

    /// What a cell means; what is wrong with it is noted.
    fn read<T>(
        &mut self,
        field: Field,
        parse: impl FnOnce(&Value, &Column) -> Result<T, Wrong>,
    ) -> Option<T> {
        let (value, column) = self.cell(field)?;
        match parse(value, column) {
            Ok(meaning) => Some(meaning),
            Err(wrong) => {
                let reason = Reason::of(field, value, &wrong);
                self.problem(field, reason, wrong.expected, wrong.got);
                None
            }
        }
    }

    /// A text on one line.
    fn line(&mut self, field: Field) -> Option<String> {
        let (value, _) = self.cell(field)?;
        let text = one_line(&value.to_string());
        (!text.is_empty()).then_some(text)
    }

    /// A text that may have several lines.
    fn text(&mut self, field: Field) -> Option<String> {
        let (value, _) = self.cell(field)?;
        let visible = |it: &char| !it.is_control() || matches!(it, '\n' | '\t');
        let text: String =
            value.to_string().replace("\r\n", "\n").chars().filter(visible).collect();
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// What somebody chose that this text becomes.
    fn chosen(&self, field: Field, text: &str) -> Option<&'a str> {
        let choice = self.list.chosen.get(&field)?.get(&catalogue::fold(text))?;
        Some(choice)
    }

    fn chosen_yes_no(&self, field: Field, text: &str) -> Option<bool> {
        self.chosen(field, text).and_then(catalogue::yes_no)
    }

    /// Where the cell of a field is or would be; without such a column, the first of the row.
    fn address(&self, field: Field) -> String {
        let column = self.list.columns.get(&field).or_else(|| self.list.columns.get(&Field::Name));
        let first = self.row.cells.first().map_or(0, |it| it.column);
        let at = column.map(|it| it.at).filter(|it| *it < BESIDE_THE_SHEET).unwrap_or(first);
        format!("{}!{}", self.list.sheet, read::address(self.row.number, at))
    }

    fn problem(
        &mut self,
        field: Field,
        reason: Reason,
        expected: crate::language::Text,
        got: impl std::fmt::Display,
    ) {
        let problem = CellProblem::new(self.address(field), field, reason, expected, got);
        self.problems.push(problem);
    }

    fn notice(
        &mut self,
        field: Field,
        reason: Reason,
        expected: crate::language::Text,
        got: impl std::fmt::Display,
    ) {
        let notice = CellProblem::new(self.address(field), field, reason, expected, got);
        self.notices.push(notice);
    }

    /// A description is the name where there is no other. In a list of waste the category is a
    /// class such as inert, and the material says what it is.
    fn name(&mut self) -> String {
        let of_waste = self.list.columns.contains_key(&Field::EwcCode);
        let [first, second] = if of_waste {
            [Field::Material, Field::Category]
        } else {
            [Field::Category, Field::Material]
        };
        let names = [Field::Name, Field::Description, Field::Model, first, second];
        let found = names.into_iter().find_map(|it| self.line(it));
        if found.is_none() {
            self.problem(Field::Name, Reason::Missing, say("inventory-expected-name"), "");
        }
        found.unwrap_or_default()
    }

    /// The holder's own number, which no other row bears.
    fn number(&mut self, numbers: &mut Numbers) -> Option<String> {
        let number = self.line(Field::ExternalId)?;
        let cell = self.address(Field::ExternalId);
        let scoped = scoped(&self.list.sheet, &number);
        match numbers.get(&scoped) {
            Some(first) => {
                let expected = say("inventory-expected-other-number").with("cell", first);
                self.problem(Field::ExternalId, Reason::Duplicate, expected, &number);
            }
            None => {
                numbers.insert(scoped, cell);
            }
        }
        Some(number)
    }

    fn texts(&mut self, draft: &mut Draft) {
        draft.description = if self.list.columns.contains_key(&Field::Name) {
            self.text(Field::Description)
        } else {
            None
        };
        draft.brand = self.line(Field::Brand);
        draft.model = self.line(Field::Model);
        draft.serial = self.line(Field::Serial);
        draft.colour = self.line(Field::Colour);
        draft.fire_rating = self.line(Field::FireRating);
        draft.defects = self.text(Field::Defects);
        draft.materials = self.line(Field::Material).map(|it| materials(&it)).unwrap_or_default();
        draft.gtin = self.gtin();
        if let Some(link) = self.line(Field::Documents).filter(|it| it.starts_with("http")) {
            draft.documents = link
                .split([' ', ';', ','])
                .filter(|it| it.starts_with("http"))
                .map(|it| Document { name: file_of(it), url: it.to_owned() })
                .collect();
        }
    }

    fn gtin(&mut self) -> Option<String> {
        let text = self.line(Field::Gtin)?;
        let digits: String = text.chars().filter(|it| !matches!(it, ' ' | '-')).collect();
        if super::fit::is_gtin(&digits) {
            return Some(digits);
        }
        self.problem(Field::Gtin, Reason::NotAGtin, say("inventory-expected-gtin"), text);
        None
    }

    fn states(&mut self, draft: &mut Draft) {
        draft.condition_technical = self.condition(Field::ConditionTechnical);
        draft.condition_aesthetic = self.condition(Field::ConditionAesthetic);
        draft.year = self.year();
    }

    /// Whoever writes that it is yet to be seen is not wrong. Any other word must mean something.
    fn condition(&mut self, field: Field) -> Option<u8> {
        let chosen = |word: &str| word.parse().ok().filter(|it| (1..=5).contains(it));
        let (value, _) = self.cell(field)?;
        let found = one_line(&value.to_string());
        if parse::is_yet_unknown(&found) && self.chosen(field, &found).is_none() {
            self.said.translated.push((field, found, None));
            return None;
        }
        let conditions = |value: &Value, column: &Column| match column.marks.condition(value) {
            Some(condition) => Ok(condition),
            None => parse::condition(value),
        };
        self.translated(field, chosen, conditions, ToString::to_string)
    }

    /// What one of a few words means: as somebody chose, else as `parse` reads it. The reading
    /// keeps what became of which word.
    fn translated<T>(
        &mut self,
        field: Field,
        chosen: impl Fn(&str) -> Option<T>,
        parse: impl FnOnce(&Value, &Column) -> Result<T, Wrong>,
        word: impl Fn(&T) -> String,
    ) -> Option<T> {
        let (value, _) = self.cell(field)?;
        let found = one_line(&value.to_string());
        let meaning = match self.chosen(field, &found).and_then(chosen) {
            Some(meaning) => Some(meaning),
            None => self.read(field, parse),
        };
        self.said.translated.push((field, found, meaning.as_ref().map(word)));
        meaning
    }

    /// What the check of drafts finds wrong is told with the cell it came from.
    fn checked(mut self, draft: Draft, category_guessed: bool, place: &Place) -> Checked {
        self.said.section.clone_from(&place.text);
        if self.problems.is_empty() {
            for problem in draft.problems() {
                let field = problem::field_of_pointer(&problem.pointer);
                let address = self.address(field.unwrap_or(Field::Name));
                self.problems.push(CellProblem::of_draft(address, field, problem));
            }
        }
        Checked {
            draft,
            problems: self.problems,
            notices: self.notices,
            category_guessed,
            open: self.open,
            said: self.said,
        }
    }
}

/// Without line breaks and what cannot be seen.
fn one_line(text: &str) -> String {
    let visible: String = text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// More than these are a description.
const MATERIALS_MAX: usize = 20;

/// `bois, stratifié blanc` and `verre / aluminium` are two materials each.
fn materials(text: &str) -> Vec<Material> {
    let separated = text.replace(" + ", ",").replace(" & ", ",");
    separated
        .split([',', ';', '/'])
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .take(MATERIALS_MAX)
        .map(|it| Material { name: it.to_owned(), fraction_percent: None, origin: None })
        .collect()
}

/// The last part of an address, or all of it.
fn file_of(url: &str) -> String {
    let last = url.trim_end_matches('/').rsplit('/').next().filter(|it| !it.is_empty());
    last.unwrap_or(url).chars().take(200).collect()
}

#[cfg(test)]
mod tests;
