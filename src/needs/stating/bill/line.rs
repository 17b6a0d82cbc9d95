//! A line of a bill of quantities as a need. No I/O here.

use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::catalogue;
use crate::error::Problem;
use crate::id::Id;
use crate::inventories::CellProblem;
use crate::inventories::understand::{CheckedRow, Says};
use crate::needs::{About, Criteria, Frequency, MeasureWish, Need, NeedDraft, QuantityWish};
use crate::passports::{Draft, Price};
use crate::search::Measure;

/// A filled line below the headings that speaks of a thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    pub sheet: String,
    /// As a spreadsheet shows it.
    pub row: u32,
    /// What it asks for, as far as it could be read.
    pub need: NeedDraft,
    /// Why it cannot become a need.
    pub problems: Vec<CellProblem>,
    /// What was read with a doubt, or left out.
    pub notices: Vec<CellProblem>,
    /// What it became.
    pub need_id: Option<Id<Need>>,
}

impl Line {
    /// `None` for a line that speaks of no thing: a total, a heading, a remark.
    pub fn of(row: CheckedRow) -> Option<Self> {
        let CheckedRow { sheet, number, says, .. } = row;
        let Says::Thing(checked) = says else { return None };
        let need = NeedDraft {
            name: checked.draft.name.clone(),
            criteria: criteria_of(&checked.draft),
            frequency: Frequency::default(),
            expires_on: None,
        };
        // What must be known of a thing that is there need not be of one that is looked for.
        let (notices, mut problems) = (checked.notices, checked.problems);
        problems.retain(asks);
        Some(Self { sheet, row: number, need, problems, notices, need_id: None })
    }

    /// Whether it can become a need.
    pub fn is_right(&self) -> bool {
        self.problems.is_empty()
    }

    /// Takes what the check of needs says of it, with the first cell of the line.
    pub fn add_problems(&mut self, problems: Vec<Problem>) {
        let cell = format!("{}!{}", self.sheet, self.row);
        let told = problems.into_iter().map(|it| CellProblem::of_draft(cell.clone(), None, it));
        self.problems.extend(told);
    }
}

/// Whether a wrong cell stands where a need asks for something.
fn asks(problem: &CellProblem) -> bool {
    use crate::inventories::field::Field;
    match problem.field {
        None => true,
        Some(field) => matches!(
            field,
            Field::Name
                | Field::Description
                | Field::Category
                | Field::Quantity
                | Field::Unit
                | Field::Length
                | Field::Width
                | Field::Height
                | Field::Depth
                | Field::Thickness
                | Field::Diameter
                | Field::Dimensions
                | Field::Area
                | Field::Volume
                | Field::WeightTotal
                | Field::Material
                | Field::Colour
                | Field::FireRating
                | Field::ConditionTechnical
                | Field::AvailableFrom
                | Field::AvailableUntil
                | Field::Price
        ),
    }
}

/// What a line asks for: the kind, the sizes, the quantity, the condition, the price at most and
/// the days. Without a known kind, the words of its name.
fn criteria_of(draft: &Draft) -> Criteria {
    let mut criteria = Criteria {
        categories: draft.category.into_iter().collect(),
        condition_min: draft.condition_technical,
        wanted_from: draft.available_from,
        wanted_until: draft.available_until,
        price_cents_max: match draft.price {
            Some(Price::PerUnit { cents }) => Some(cents),
            Some(Price::Free {}) => Some(0),
            Some(Price::OnRequest {}) | None => None,
        },
        ..Criteria::default()
    };
    if criteria.categories.is_empty() {
        criteria.words = words_of(&draft.name);
    }
    criteria.words.extend(draft.colour.iter().chain(&draft.fire_rating).cloned());
    criteria.materials = draft.materials.iter().map(|it| it.name.clone()).collect();
    for measure in Measure::ALL {
        let size = draft.dimensions.get(measure).and_then(|it| it.to_f64());
        if let Some(about) = size {
            let wish = MeasureWish::About(About { about, tolerance: 0.0 });
            criteria.measures.insert(measure, wish);
        }
    }
    if !draft.quantity.is_zero() {
        let (at_least, unit) = (draft.quantity, draft.unit);
        criteria.quantity = Some(QuantityWish { at_least, unit, several_lots: false });
    }
    criteria
}

/// The words of a name that say something; a bill writes sentences.
fn words_of(name: &str) -> Vec<String> {
    const LETTERS_MIN: usize = 4;
    const WORDS_MAX: usize = 5;
    let folded = catalogue::fold(name);
    let words = folded.split(|it: char| !it.is_alphanumeric());
    let telling = words.filter(|it| it.chars().count() >= LETTERS_MIN);
    telling.take(WORDS_MAX).map(str::to_owned).collect()
}
