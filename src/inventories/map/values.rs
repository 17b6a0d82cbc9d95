//! Which column is which field where no heading says so: by the values alone. All of it is a guess,
//! and said to be one.

use super::{CONFIDENCE_MIN, Column, Proposal, left_out};
use crate::catalogue;
use crate::inventories::field::Field;
use crate::inventories::fit;
use crate::language::say;

/// What the values of columns make likely. No field is given to two columns.
pub fn propose(columns: &[Column]) -> Vec<Proposal> {
    let mut guess = Guess { columns, proposals: columns.iter().map(left_out).collect() };
    let told: Vec<Option<(Field, f64)>> = columns.iter().map(field_told).collect();
    for (at, told) in told.iter().enumerate() {
        if let Some((field, share)) = told
            && !matches!(field, Field::Name | Field::Category)
        {
            guess.give(at, *field, *share);
        }
    }
    guess.name();
    for (at, told) in told.iter().enumerate() {
        if let Some((Field::Category, share)) = told {
            guess.give(at, Field::Category, *share);
        }
    }
    guess.number();
    guess.quantity();
    guess.proposals
}

/// Finds a column to call things by, and one to count them by, where no heading tells of one: among
/// those of which the headings say nothing.
pub fn complete(columns: &[Column], proposals: Vec<Proposal>) -> Vec<Proposal> {
    let mut guess = Guess { columns, proposals };
    let any = |guess: &Guess, test: fn(Field) -> bool| {
        guess.proposals.iter().filter_map(|it| it.field).any(test)
    };
    if !any(&guess, Field::may_be_a_name) {
        guess.name();
    }
    let shared_out = |it: &Proposal| it.reason.key() == "inventory-column-shared-out";
    let counted = any(&guess, |it| it == Field::Quantity);
    // Figures that stand at no units may be anything.
    if !counted
        && !guess.proposals.iter().any(shared_out)
        && let Some(at) = guess.beside_units()
    {
        guess.give(at, Field::Quantity, 1.0);
    }
    guess.proposals
}

/// Whether these make a list: something to call things by, and how many there are.
pub fn make_list(proposals: &[Proposal]) -> bool {
    let has = |field: Field| proposals.iter().any(|it| it.field == Some(field));
    has(Field::Name) && has(Field::Quantity)
}

fn field_told(column: &Column) -> Option<(Field, f64)> {
    fit::evident(&column.values).or_else(|| fit::field_of(&column.values))
}

struct Guess<'a> {
    columns: &'a [Column],
    proposals: Vec<Proposal>,
}

/// Values alone never say as much as a heading.
const SURE: f64 = 0.6;
/// Of the names, the share that must be of kinds we know, unless there is a column of units: those
/// stand in no other tables.
const NAMES_KNOWN_MIN: f64 = 0.5;
/// Of the values of a column, the share that must be of its kind.
const SHARE_MIN: f64 = 0.8;

impl Guess<'_> {
    fn give(&mut self, at: usize, field: Field, share: f64) {
        let taken = self.proposals.iter().any(|it| it.field == Some(field));
        if !taken && self.is_open(at) {
            self.proposals[at].field = Some(field);
            self.proposals[at].confidence = (SURE * share).max(CONFIDENCE_MIN);
            self.proposals[at].reason = say("inventory-column-values");
        }
    }

    fn is_open(&self, at: usize) -> bool {
        self.proposals[at].field.is_none() && !self.columns[at].values.is_empty()
    }

    /// Whether its heading tells nothing at all, not even a unit or what is told elsewhere.
    fn says_nothing(&self, at: usize) -> bool {
        let unknown = ["inventory-column-unknown", "inventory-column-no-heading"];
        unknown.contains(&self.proposals[at].reason.key())
            && self.columns[at].heading.unit.is_none()
    }

    fn place_of(&self, field: Field) -> Option<usize> {
        self.proposals.iter().position(|it| it.field == Some(field))
    }

    fn share(&self, at: usize, test: impl Fn(&str) -> bool) -> f64 {
        fit::share(&self.columns[at].values, &test)
    }

    fn open(&self) -> impl Iterator<Item = usize> + use<> {
        let open: Vec<usize> = (0..self.columns.len()).filter(|it| self.is_open(*it)).collect();
        open.into_iter()
    }

    /// The column of words with most names of things we know, the first of several.
    fn name(&mut self) {
        let known =
            |at: usize| self.share(at, |it| catalogue::recognise_category(it, None).is_some());
        let words = self.open().filter(|at| self.share(*at, |it| !fit::is_figure(it)) >= SHARE_MIN);
        let mut best: Option<(usize, f64)> = None;
        for (at, share) in words.map(|at| (at, known(at))) {
            if best.is_none_or(|it| it.1 < share) {
                best = Some((at, share));
            }
        }
        if let Some((at, share)) = best
            && (share >= NAMES_KNOWN_MIN || self.place_of(Field::Unit).is_some())
        {
            self.give(at, Field::Name, share);
        }
    }

    /// Marks that no two rows share, before the names.
    fn number(&mut self) {
        let Some(name) = self.place_of(Field::Name) else { return };
        let is_mark = |it: &str| it.len() <= 24 && it.contains(|it: char| it.is_ascii_digit());
        let marks = |at: &usize| {
            *at < name
                && fit::distinct(&self.columns[*at].values) >= 1.0
                && self.share(*at, is_mark) >= 1.0
        };
        if let Some(at) = self.open().find(marks) {
            self.give(at, Field::ExternalId, 1.0);
        }
    }

    /// The figures beside the units; without units, those that are smallest: sizes are in the
    /// hundreds.
    fn quantity(&mut self) {
        let smallest =
            || self.figures().into_iter().min_by_key(|at| self.figures_before_point(*at));
        if let Some(at) = self.beside_units().or_else(smallest) {
            let share = self.share(at, fit::is_figure);
            self.give(at, Field::Quantity, share);
        }
    }

    /// The open columns of figures.
    fn figures(&self) -> Vec<usize> {
        let figures = |at: &usize| self.share(*at, fit::is_figure) >= SHARE_MIN;
        self.open().filter(|at| self.says_nothing(*at) && figures(at)).collect()
    }

    fn beside_units(&self) -> Option<usize> {
        let (unit, figures) = (self.place_of(Field::Unit)?, self.figures());
        let before = unit.checked_sub(1).filter(|it| figures.contains(it));
        before.or_else(|| Some(unit + 1).filter(|it| figures.contains(it)))
    }

    /// How many digits the figures of a column have before the point, together.
    fn figures_before_point(&self, at: usize) -> usize {
        let digits = |it: &String| {
            let whole = it.split([',', '.']).next().unwrap_or_default();
            whole.chars().filter(char::is_ascii_digit).count()
        };
        self.columns[at].values.iter().map(digits).sum()
    }
}
