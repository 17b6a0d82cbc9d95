//! What is told of a file that was understood, apart from its rows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Table;
use crate::inventories::Row;
use crate::inventories::check::{Checked, List};
use crate::inventories::field::Field;
use crate::inventories::map::{Column, Proposal};
use crate::inventories::profiles::{Known, Profile};
use crate::inventories::questions::{self, Question};
use crate::inventories::read::{self, Sheet};
use crate::inventories::rows::{Dropped, Kind, Rows};
use crate::language::{Language, Text, say};
use crate::passports::Gaps;

/// What was understood of a file, apart from its rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// The language of the headings.
    pub language: Option<Language>,
    pub sheets: Vec<SheetReading>,
    /// Sheets that are no lists.
    pub sheets_ignored: Vec<String>,
    /// Rows below the headings that are no things, empty ones too.
    pub dropped: BTreeMap<Dropped, u64>,
    /// Of those, the ones that hold nothing at all. They are counted, not kept.
    pub empty_rows: u64,
    /// Cells that are wrong.
    pub error_count: u64,
    pub notices: Vec<Text>,
    /// What is asked of the sender.
    pub questions: Vec<Question>,
    /// What the rows that are right leave open.
    pub gaps: Gaps,
    /// What the columns of each list say together, to check a row of it again.
    pub lists: Vec<List>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SheetReading {
    pub sheet: String,
    pub header_rows: Vec<u32>,
    pub title_rows: usize,
    pub columns: Vec<Proposal>,
    /// No heading says what the columns are; their values were asked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub guessed: bool,
    pub trailing_blank_rows: u64,
    /// The name of the profile that says what the columns are.
    pub profile: Option<String>,
    /// What became of words.
    pub translations: Vec<Translation>,
}

/// What a word in a column became, and in how many rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Translation {
    pub field: Field,
    pub found: String,
    /// `None`: it was not understood, or says neither yes nor no.
    pub became: Option<String>,
    pub rows: u64,
}

/// Why a column is left out that says how many are in one place.
pub(super) const SHARED_OUT: &str = "inventory-column-shared-out";

/// A column with more different words holds texts, and nobody looks through them.
const TRANSLATIONS_MAX: usize = 200;

impl Reading {
    pub(super) fn note(
        &mut self,
        sheet: &Sheet,
        table: Table,
        columns: Vec<Proposal>,
        rows: &Rows,
        profile: Option<&Profile>,
    ) {
        self.empty_rows += rows.blank;
        *self.dropped.entry(Dropped::Blank).or_default() += rows.blank;
        for kind in &rows.kinds {
            if let Kind::Dropped(why) = kind {
                *self.dropped.entry(*why).or_default() += 1;
            }
        }
        for column in &columns {
            if column.field.is_none() && column.reason.key() == "inventory-column-taken" {
                let notice = say("inventory-notice-column-left-out");
                let notice = notice.with("header", &column.header).with("sheet", &sheet.name);
                self.notices.push(notice);
            }
        }
        let shared_out = columns.iter().filter(|it| it.reason.key() == SHARED_OUT);
        let shared_out: Vec<&str> = shared_out.map(|it| it.header.as_str()).collect();
        if !shared_out.is_empty() {
            let notice = say("inventory-notice-shared-out").with("sheet", &sheet.name);
            self.notices.push(notice.with("columns", shared_out.join(", ")));
        }
        self.note_hidden(sheet, rows);
        if sheet.cells_lost > 0 {
            let notice = say("inventory-notice-cells-lost");
            let notice = notice.with("count", sheet.cells_lost).with("sheet", &sheet.name);
            self.notices.push(notice);
        }
        self.sheets.push(SheetReading {
            sheet: sheet.name.clone(),
            header_rows: table.header_rows,
            title_rows: table.title_rows,
            columns,
            guessed: table.nameless && profile.is_none(),
            trailing_blank_rows: rows.trailing_blank,
            profile: profile.map(|it| it.name.clone()),
            translations: Vec::new(),
        });
    }

    /// A profile was followed, and what it does not know was read by its words.
    pub(super) fn note_profile(&mut self, sheet: &str, known: &Known, columns: &[Column]) {
        let name = &known.profile.name;
        let others = known.unknown_headings(columns);
        let notice = if others.is_empty() {
            say("inventory-notice-profile")
        } else {
            say("inventory-notice-profile-alike").with("columns", others.join(", "))
        };
        self.notices.push(notice.with("name", name).with("sheet", sheet));
    }

    /// What nobody sees is left out, which somebody may not know.
    fn note_hidden(&mut self, sheet: &Sheet, rows: &Rows) {
        let hidden = rows.kinds.iter().filter(|it| **it == Kind::Dropped(Dropped::Hidden)).count();
        if hidden > 0 {
            let notice = say("inventory-notice-hidden-rows");
            self.notices.push(notice.with("count", hidden).with("sheet", &sheet.name));
        }
    }

    /// Columns that held something and were left out, as nobody sees them.
    pub(super) fn note_hidden_columns(&mut self, sheet: &str, columns: &[u32]) {
        if !columns.is_empty() && self.sheets.iter().any(|it| it.sheet == sheet) {
            let letters: Vec<String> = columns.iter().map(|it| read::column_letters(*it)).collect();
            let notice = say("inventory-notice-hidden-columns");
            self.notices.push(notice.with("columns", letters.join(", ")).with("sheet", sheet));
        }
    }

    pub(super) fn forget(&mut self, sheet: &str, rows: &Rows) {
        self.empty_rows -= rows.blank;
        let mut take = |why: Dropped, count: u64| {
            if let Some(counted) = self.dropped.get_mut(&why) {
                *counted -= count;
            }
        };
        take(Dropped::Blank, rows.blank);
        for kind in &rows.kinds {
            if let Kind::Dropped(why) = kind {
                take(*why, 1);
            }
        }
        self.sheets_ignored.push(sheet.to_owned());
        self.notices.push(say("inventory-notice-summary-left-out").with("sheet", sheet));
    }
}

impl Reading {
    /// Adds what became of the words of a row of a list.
    pub(super) fn translate(&mut self, list: usize, checked: &Checked) {
        for (field, found, became) in &checked.said.translated {
            self.sheets[list].translate(*field, found, became.as_deref());
        }
    }

    /// Adds what a row says to what is told of all of them.
    pub fn take_in(&mut self, checked: &Checked, position: i64) {
        self.error_count += checked.problems.len() as u64;
        if checked.problems.is_empty() {
            self.gaps.add(&checked.draft);
            if let Some(open) = &checked.open {
                questions::ask(&mut self.questions, open, position);
            }
        }
    }

    /// Takes out what a row said before it is checked again.
    pub fn take_out(&mut self, row: &Row) {
        let problems = row.notes.problems.len() as u64;
        self.error_count = self.error_count.saturating_sub(problems);
        if let Some(draft) = &row.draft {
            self.gaps.remove(draft);
        }
        if let Some(key) = &row.notes.question {
            questions::settle(&mut self.questions, key, row.position);
        }
    }
}

impl SheetReading {
    fn translate(&mut self, field: Field, found: &str, became: Option<&str>) {
        let same = |it: &&mut Translation| {
            it.field == field && it.found == found && it.became.as_deref() == became
        };
        if let Some(there) = self.translations.iter_mut().find(same) {
            there.rows += 1;
        } else if self.translations.len() < TRANSLATIONS_MAX {
            self.translations.push(Translation {
                field,
                found: found.to_owned(),
                became: became.map(str::to_owned),
                rows: 1,
            });
        }
    }
}
