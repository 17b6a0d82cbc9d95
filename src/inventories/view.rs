//! Inventories and their rows as a reader sees them, in the reader's language.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::check::BESIDE_THE_SHEET;
use super::field::Field;
use super::map::Proposal;
use super::plan::{Counts, Difference};
use super::preview::{Shown, ShownCell, propose};
use super::questions::Question;
use super::read;
use super::understand::Translation;
use super::{CellProblem, Dropped, Inventory, InventoryId, Outcome, Reason, State};
use crate::accounts::{Member, Organisation};
use crate::catalogue::CategoryCode;
use crate::clock::Instant;
use crate::id::Id;
use crate::language::{Language, Text, say};
use crate::passports::{Completeness, Draft, Passport};
use crate::places::{Building, Site};
use crate::search::Visibility;

/// A list that somebody sent, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Inventory)]
pub struct InventoryView {
    #[schema(value_type = String, format = Uuid)]
    pub id: InventoryId,
    pub organisation_id: Id<Organisation>,
    /// Who sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Uuid)]
    pub member_id: Option<Id<Member>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Uuid)]
    pub site_id: Option<Id<Site>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Uuid)]
    pub building_id: Option<Id<Building>>,
    pub visibility: Visibility,
    pub file_name: String,
    #[schema(minimum = 0)]
    pub file_bytes: i64,
    pub file_sha256: String,
    pub state: State,
    /// Why it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// The language of its headings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// What accepting it would do, or did. The outcomes add up to the rows.
    pub counts: Counts,
    /// Passports that are not on the list any more; once it was accepted, how many of them ended.
    #[schema(minimum = 0)]
    pub missing: u64,
    /// Rows that are no things, by what they are.
    #[schema(value_type = BTreeMap<String, u64>)]
    pub dropped: BTreeMap<Dropped, u64>,
    /// Cells that are wrong.
    #[schema(minimum = 0)]
    pub error_count: u64,
    pub sheets: Vec<SheetView>,
    /// What cannot be known from the list alone.
    pub questions: Vec<QuestionView>,
    /// How much the rows that are right tell, and what would raise it most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completeness: Option<Completeness>,
    /// Sheets that are no lists.
    pub sheets_ignored: Vec<String>,
    /// What else there is to say.
    pub notices: Vec<String>,
    /// It is the ETag.
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// A list, and what its columns were taken for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InventorySheet)]
pub struct SheetView {
    pub name: String,
    /// Where its headings stand, counted from 1.
    pub header_rows: Vec<u32>,
    pub columns: Vec<ColumnView>,
    /// No heading says what the columns are: their values made it likely, and somebody should look
    /// at each and say so with the mapping.
    pub guessed: bool,
    /// The profile that says what the columns are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// What became of words and marks; what is wrong can be told otherwise with the mapping.
    pub translations: Vec<TranslationView>,
}

/// What a word in a column became, and in how many rows.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InventoryTranslation)]
pub struct TranslationView {
    /// As a spreadsheet shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    #[schema(value_type = Field)]
    pub field: Field,
    pub found: String,
    /// Nothing where it was not understood, or says neither yes nor no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub became: Option<String>,
    #[schema(minimum = 1)]
    pub rows: u64,
}

/// Of which kind rows are whose names do not settle it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InventoryQuestion)]
pub struct QuestionView {
    /// By which it is answered.
    pub key: String,
    pub name: String,
    /// How many rows say so.
    #[schema(minimum = 1)]
    pub rows: u64,
    /// The first of them.
    pub positions: Vec<i64>,
    /// As it is asked.
    #[schema(examples("14 rows “paneeldeur” → Interior door?"))]
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<CategoryCode>,
    #[schema(minimum = 0, maximum = 1)]
    pub confidence: f64,
    pub alternatives: Vec<CategoryCode>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InventoryColumn)]
pub struct ColumnView {
    /// As a spreadsheet shows it.
    #[schema(examples("E"))]
    pub column: String,
    pub header: String,
    /// What it was taken for; nothing where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Field>)]
    pub field: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[schema(minimum = 0, maximum = 1)]
    pub confidence: f64,
    pub reason: String,
}

/// A filled row of an inventory.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InventoryRow)]
pub struct RowView {
    #[schema(minimum = 1)]
    pub position: i64,
    pub sheet: String,
    /// As a spreadsheet shows it.
    #[schema(minimum = 1)]
    pub row: i64,
    pub outcome: Outcome,
    /// The passport it became, changed, or is known as.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Uuid)]
    pub passport_id: Option<Id<Passport>>,
    /// What the passport is made of; nothing where a cell is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<Draft>,
    /// How much the passport would tell, and what would raise it most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completeness: Option<Completeness>,
    /// The question about its kind that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// What it changes in the passport that is there.
    pub differences: Vec<Difference>,
    /// Its filled cells, and what each became.
    pub cells: Vec<CellView>,
    /// Why it is no thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dropped: Option<Dropped>,
    /// The words of a row that is no thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Why it is rejected.
    pub problems: Vec<ProblemView>,
    /// What was read with a doubt, or left out.
    pub notices: Vec<ProblemView>,
}

/// A filled cell, and what it became.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InventoryCell)]
pub struct CellView {
    /// As a spreadsheet shows it; nothing where the file has no such column.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("E"))]
    pub column: Option<String>,
    /// What its column was taken for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Field>)]
    pub field: Option<Field>,
    /// As it reads now.
    pub text: String,
    /// Which part of the draft it became: a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("/dimensions/width_mm"))]
    pub pointer: Option<&'static str>,
    /// What that part says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub became: Option<serde_json::Value>,
}

/// A cell, what was expected there, and what was found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CellProblem)]
pub struct ProblemView {
    #[schema(examples("Gelijkvloers!E12"))]
    pub cell: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Field>)]
    pub field: Option<Field>,
    pub reason: Reason,
    pub expected: String,
    pub got: String,
    /// What it may have meant, fit to be written into the cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<String>,
}

impl InventoryView {
    pub fn of(inventory: Inventory, language: Language) -> Self {
        let told = |it: &Text| it.in_language(language);
        let reading = inventory.reading.unwrap_or_default();
        let sheet = |it: super::understand::SheetReading| SheetView {
            name: it.sheet,
            header_rows: it.header_rows,
            guessed: it.guessed,
            translations: it
                .translations
                .into_iter()
                .map(|translation| TranslationView::of(translation, &it.columns))
                .collect(),
            columns: it.columns.into_iter().map(|it| ColumnView::of(it, language)).collect(),
            profile: it.profile,
        };
        Self {
            id: inventory.id,
            organisation_id: inventory.organisation_id,
            member_id: inventory.member_id,
            site_id: inventory.site_id,
            building_id: inventory.building_id,
            visibility: inventory.visibility,
            file_name: inventory.file_name,
            file_bytes: inventory.file_bytes,
            file_sha256: inventory.file_sha256,
            state: inventory.state,
            failure: inventory.failure.as_ref().map(told),
            language: reading.language,
            counts: inventory.counts,
            missing: inventory.missing,
            dropped: reading.dropped,
            error_count: reading.error_count,
            sheets: reading.sheets.into_iter().map(sheet).collect(),
            questions: reading.questions.iter().map(|it| QuestionView::of(it, language)).collect(),
            completeness: reading.gaps.completeness(),
            sheets_ignored: reading.sheets_ignored,
            notices: reading.notices.iter().map(told).collect(),
            version: inventory.version,
            created_at: inventory.created_at,
            updated_at: inventory.updated_at,
        }
    }
}

impl ColumnView {
    fn of(proposal: Proposal, language: Language) -> Self {
        Self {
            column: read::column_letters(proposal.column),
            header: proposal.header,
            field: proposal.field,
            unit: proposal.unit,
            confidence: proposal.confidence,
            reason: proposal.reason.in_language(language),
        }
    }
}

impl TranslationView {
    fn of(translation: Translation, columns: &[Proposal]) -> Self {
        let column = columns.iter().find(|it| it.field == Some(translation.field));
        Self {
            column: column.map(|it| read::column_letters(it.column)),
            field: translation.field,
            found: translation.found,
            became: translation.became,
            rows: translation.rows,
        }
    }
}

impl QuestionView {
    /// How many positions are shown: enough to look at examples.
    const POSITIONS_MAX: usize = 50;

    fn of(question: &Question, language: Language) -> Self {
        let asked = match question.proposal {
            Some(category) => say("inventory-question").with("category", category.label(language)),
            None => say("inventory-question-open"),
        };
        let asked = asked.with("count", question.rows).with("name", &question.name);
        Self {
            key: question.key.clone(),
            name: question.name.clone(),
            rows: question.rows,
            positions: question.positions.iter().take(Self::POSITIONS_MAX).copied().collect(),
            text: asked.in_language(language),
            proposal: question.proposal,
            confidence: question.confidence,
            alternatives: question.alternatives.clone(),
        }
    }
}

impl RowView {
    pub fn of(shown: Shown, language: Language) -> Self {
        let Shown { row, cells } = shown;
        let shown = |it: Vec<CellProblem>| {
            it.into_iter().map(|it| ProblemView::of(it, language)).collect::<Vec<_>>()
        };
        // What is wrong may not even have the form of a draft.
        let draft = row.draft.filter(|_| row.notes.problems.is_empty());
        Self {
            position: row.position,
            sheet: row.sheet,
            row: row.number,
            outcome: row.outcome,
            passport_id: row.passport_id,
            completeness: draft.as_ref().and_then(Draft::completeness),
            draft,
            question: row.notes.question,
            differences: row.notes.differences,
            cells: cells.into_iter().map(CellView::from).collect(),
            dropped: row.notes.dropped,
            text: row.notes.text,
            problems: shown([row.notes.problems, row.notes.conflicts].concat()),
            notices: shown(row.notes.notices),
        }
    }
}

impl From<ShownCell> for CellView {
    fn from(cell: ShownCell) -> Self {
        let in_the_file = cell.column < BESIDE_THE_SHEET;
        let (pointer, became) = cell.became.unzip();
        Self {
            column: in_the_file.then(|| read::column_letters(cell.column)),
            field: cell.field,
            text: cell.text,
            pointer,
            became,
        }
    }
}

impl ProblemView {
    fn of(problem: CellProblem, language: Language) -> Self {
        Self {
            proposal: propose(&problem, language),
            cell: problem.cell,
            field: problem.field,
            reason: problem.reason,
            expected: problem.expected.in_language(language),
            got: problem.got,
        }
    }
}
