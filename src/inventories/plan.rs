//! What accepting an inventory would do to what the organisation has already: nothing is registered
//! twice, and what somebody filled in by hand stays where the file says nothing. No I/O here.

mod difference;
mod stock;

use serde::{Deserialize, Serialize};

use crate::error::Problem;
use crate::id::Id;
use crate::passports::{
    Asbestos, Content, Detachability, Dimensions, Draft, Hazards, Passport, State,
};
use crate::search::Visibility;

pub use difference::Difference;
pub use stock::Stock;

/// What became, or would become, of a row.
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
pub enum Outcome {
    Created,
    Changed,
    Unchanged,
    /// Something in it is wrong.
    Rejected,
    /// It is no thing: a section, a total, a footnote.
    Dropped,
}

impl Outcome {
    pub const ALL: [Self; 5] =
        [Self::Created, Self::Changed, Self::Unchanged, Self::Rejected, Self::Dropped];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Rejected => "rejected",
            Self::Dropped => "dropped",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

/// How many rows had which outcome. They add up to `rows`, always.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Counts {
    #[schema(minimum = 0)]
    pub rows: u64,
    #[schema(minimum = 0)]
    pub created: u64,
    #[schema(minimum = 0)]
    pub changed: u64,
    #[schema(minimum = 0)]
    pub unchanged: u64,
    #[schema(minimum = 0)]
    pub rejected: u64,
    #[schema(minimum = 0)]
    pub dropped: u64,
}

impl Counts {
    pub fn add(&mut self, outcome: Outcome, rows: u64) {
        self.rows += rows;
        *self.of(outcome) += rows;
    }

    fn of(&mut self, outcome: Outcome) -> &mut u64 {
        match outcome {
            Outcome::Created => &mut self.created,
            Outcome::Changed => &mut self.changed,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Rejected => &mut self.rejected,
            Outcome::Dropped => &mut self.dropped,
        }
    }

    /// A row that had the one outcome has the other.
    pub fn replace(&mut self, old: Outcome, new: Outcome) {
        let of_old = self.of(old);
        *of_old = of_old.saturating_sub(1);
        self.rows = self.rows.saturating_sub(1);
        self.add(new, 1);
    }
}

/// A row that is right.
#[derive(Debug, Clone, PartialEq)]
pub struct Thing {
    pub content: Content,
    /// The category was read from the name; nobody chose it.
    pub category_guessed: bool,
}

/// What to do for a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    Create(Content),
    Change {
        id: Id<Passport>,
        version: i64,
        content: Content,
        differences: Vec<Difference>,
    },
    /// All is known already, or it is retired: what is gone does not come back by an old list.
    Keep {
        id: Id<Passport>,
    },
    /// What is there and what the file says cannot both be.
    Reject {
        id: Id<Passport>,
        problems: Vec<Problem>,
    },
}

impl Step {
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Create(_) => Outcome::Created,
            Self::Change { .. } => Outcome::Changed,
            Self::Keep { .. } => Outcome::Unchanged,
            Self::Reject { .. } => Outcome::Rejected,
        }
    }
}

impl Step {
    /// The passport that is there already.
    pub fn passport(&self) -> Option<&Id<Passport>> {
        match self {
            Self::Create(_) => None,
            Self::Change { id, .. } | Self::Keep { id } | Self::Reject { id, .. } => Some(id),
        }
    }
}

/// What to do for each of these rows, in order.
pub fn plan(things: Vec<Thing>, mut stock: Stock) -> Vec<Step> {
    things
        .into_iter()
        .map(|thing| {
            let same = |it: &Passport| {
                let there = it.content.clone();
                // What cannot be laid over it is not the same either.
                overlaid(there.clone().into_draft(), &thing).check().is_ok_and(|it| it == there)
            };
            match stock.take(&thing.content, same) {
                None => Step::Create(thing.content),
                Some(passport) => match passport.state {
                    State::Retired => Step::Keep { id: passport.id },
                    State::Registered => step_for(passport, thing),
                },
            }
        })
        .collect()
}

fn step_for(passport: Passport, thing: Thing) -> Step {
    let Passport { id, version, content, .. } = passport;
    let wanted = overlaid(content.clone().into_draft(), &thing);
    match wanted.check() {
        Ok(wanted) if wanted == content => Step::Keep { id },
        Ok(wanted) => {
            let differences = difference::differences(&content, &wanted);
            Step::Change { id, version, content: wanted, differences }
        }
        Err(problems) => Step::Reject { id, problems },
    }
}

/// What is there, with what the file says over it. Where the file says nothing, what is there stays.
fn overlaid(there: Draft, thing: &Thing) -> Draft {
    let said = thing.content.clone().into_draft();
    let measured = said.unit_mass_grams.is_some() && !said.unit_mass_estimated;
    let chosen = !thing.category_guessed || there.name != said.name;
    let mut attributes = there.attributes;
    attributes.extend(said.attributes);
    let mut draft = Draft {
        external_id: said.external_id.or(there.external_id),
        gtin: said.gtin.or(there.gtin),
        serial: said.serial.or(there.serial),
        category: if chosen {
            said.category.or(there.category)
        } else {
            there.category.or(said.category)
        },
        name: said.name,
        description: said.description.or(there.description),
        language: said.language,
        quantity: said.quantity,
        unit: said.unit,
        quantity_approximate: said.quantity_approximate,
        quantity_max: said.quantity_max,
        dimensions: dimensions(there.dimensions, said.dimensions),
        unit_mass_grams: if measured { said.unit_mass_grams } else { there.unit_mass_grams },
        unit_mass_estimated: !measured && there.unit_mass_estimated,
        materials: if said.materials.is_empty() { there.materials } else { said.materials },
        brand: said.brand.or(there.brand),
        model: said.model.or(there.model),
        colour: said.colour.or(there.colour),
        year: said.year.or(there.year),
        condition_technical: said.condition_technical.or(there.condition_technical),
        condition_aesthetic: said.condition_aesthetic.or(there.condition_aesthetic),
        defects: said.defects.or(there.defects),
        attributes,
        site_id: said.site_id.or(there.site_id),
        building_id: said.building_id.or(there.building_id),
        floor: said.floor.or(there.floor),
        room: said.room.or(there.room),
        location: said.location.or(there.location),
        connection: said.connection.or(there.connection),
        detachability: detachability(there.detachability, said.detachability),
        dismantled: said.dismantled.or(there.dismantled),
        dismantling_notes: said.dismantling_notes.or(there.dismantling_notes),
        reusable: said.reusable.or(there.reusable),
        hazards: hazards(there.hazards, said.hazards),
        waste_code: said.waste_code.or(there.waste_code),
        documents: if said.documents.is_empty() { there.documents } else { said.documents },
        fire_rating: said.fire_rating.or(there.fire_rating),
        references: there.references,
        available_from: said.available_from.or(there.available_from),
        available_until: said.available_until.or(there.available_until),
        price: said.price.or(there.price),
        visibility: there.visibility,
        remarks: said.remarks.or(there.remarks),
    };
    if !draft.may_be_offered() {
        draft.visibility = Visibility::Organisation;
    }
    draft
}

fn dimensions(there: Dimensions, said: Dimensions) -> Dimensions {
    Dimensions {
        length_mm: said.length_mm.or(there.length_mm),
        width_mm: said.width_mm.or(there.width_mm),
        height_mm: said.height_mm.or(there.height_mm),
        depth_mm: said.depth_mm.or(there.depth_mm),
        thickness_mm: said.thickness_mm.or(there.thickness_mm),
        diameter_mm: said.diameter_mm.or(there.diameter_mm),
    }
}

fn detachability(there: Detachability, said: Detachability) -> Detachability {
    Detachability {
        connection: said.connection.or(there.connection),
        accessibility: said.accessibility.or(there.accessibility),
        crossings: said.crossings.or(there.crossings),
        edge_confinement: said.edge_confinement.or(there.edge_confinement),
    }
}

fn hazards(there: Hazards, said: Hazards) -> Hazards {
    Hazards {
        hazardous: said.hazardous.or(there.hazardous),
        asbestos: match said.asbestos {
            Asbestos::Unknown => there.asbestos,
            known => known,
        },
        attest_number: said.attest_number.or(there.attest_number),
        attest_date: said.attest_date.or(there.attest_date),
        others: if said.others.is_empty() { there.others } else { said.others },
    }
}

#[cfg(test)]
mod tests;
