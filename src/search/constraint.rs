//! A query taken apart into what each listing must satisfy: four kinds of constraints over facts,
//! figures and places. An engine needs to know these and nothing else of a query's filters.

use std::borrow::Borrow;
use std::fmt;
use std::ops::RangeInclusive;

use super::query::{AttributeWish, thousandths};
use super::{AttributeValue, Facet, Listing, Measure, Near, Query, Viewer, Viewport, facets};
use crate::catalogue::{AttributeKey, CategoryCode, Unit};
use crate::clock::Day;

/// Something that is so of a listing or not. Each kind begins with another word, so that no value
/// of one can pass for another.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fact(String);

/// A whole number that a listing has or has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Figure {
    Condition,
    QuantityThousandths,
    MassGrams,
    PriceCents,
    CarbonAvoidedGrams,
    /// A day's number; what is open begins with the first day there is and ends with the last.
    AvailableFrom,
    AvailableUntil,
    CreatedAt,
    /// Thousandths of a millimetre.
    Size(Measure),
    /// Thousandths.
    Attribute(AttributeKey),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Constraint {
    /// At least one of these is so. None of an empty list is.
    AnyOf(Vec<Fact>),
    NoneOf(Vec<Fact>),
    /// The figure is known and lies in the range, both ends included.
    Between(Figure, RangeInclusive<i64>),
    Within(Near),
    OnMap(Viewport),
}

/// A constraint, and the facet that it is the choice of.
#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    pub facet: Option<Facet>,
    pub constraint: Constraint,
}

impl Fact {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn category(code: CategoryCode) -> Self {
        Self(format!("category {code}"))
    }

    pub fn unit(unit: Unit) -> Self {
        Self(format!("unit {unit}"))
    }

    pub fn brand(value: &str) -> Self {
        Self(format!("brand {}", facets::key(value)))
    }

    pub fn colour(value: &str) -> Self {
        Self(format!("colour {}", facets::key(value)))
    }

    pub fn material(value: &str) -> Self {
        Self(format!("material {}", facets::key(value)))
    }

    pub fn held_by(organisation_id: &str) -> Self {
        Self(format!("held by {organisation_id}"))
    }

    pub fn in_park(park_id: &str) -> Self {
        Self(format!("in park {park_id}"))
    }

    pub fn seen_by_all() -> Self {
        Self("seen by all".to_owned())
    }

    pub fn seen_by_park(park_id: &str) -> Self {
        Self(format!("seen by park {park_id}"))
    }

    pub fn attribute(key: AttributeKey, value: &str) -> Self {
        Self(format!("attribute {key} {}", facets::key(value)))
    }

    /// What is so or not without a value to it.
    fn plain(name: &str, is_so: bool) -> Self {
        Self(format!("{} {name}", if is_so { "is" } else { "is not" }))
    }
}

impl Borrow<str> for Fact {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const DISMANTLED: &str = "dismantled";
const HAZARD_FREE: &str = "hazard free";
const PHOTOS: &str = "shown on photos";
const DOCUMENTS: &str = "documented";

/// The days that stand for a window that is open at its beginning and its end.
const EVER: (i64, i64) = (i32::MIN as i64, i32::MAX as i64);

pub fn day_number(day: Day) -> i64 {
    i64::from(day.0.to_julian_day())
}

impl Listing {
    /// All that is so of it.
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts = vec![
            Fact::unit(self.unit),
            Fact::held_by(&self.organisation_id),
            Fact(format!("shown to {}", self.visibility.as_str())),
            Fact::plain(HAZARD_FREE, self.hazard_free),
            Fact::plain(PHOTOS, self.has_photos),
            Fact::plain(DOCUMENTS, self.has_documents),
        ];
        let park = self.park_id.as_deref();
        facts.extend(park.map(Fact::in_park));
        match self.visibility {
            super::Visibility::Public => facts.push(Fact::seen_by_all()),
            super::Visibility::Park => facts.extend(park.map(Fact::seen_by_park)),
            super::Visibility::Organisation => {}
        }
        if let Some(category) = self.category {
            facts.push(Fact::category(category));
            if category.is_leaf() {
                facts.push(Fact::category(category.top()));
            }
        }
        facts.extend(self.dismantled.map(|it| Fact::plain(DISMANTLED, it)));
        facts.extend(self.brand.as_deref().map(Fact::brand));
        facts.extend(self.colour.as_deref().map(Fact::colour));
        facts.extend(self.materials.iter().map(|it| Fact::material(it)));
        for (key, value) in &self.attributes {
            match value {
                AttributeValue::Thousandths(_) => {}
                AttributeValue::Choice(value) => facts.push(Fact::attribute(*key, value)),
                AttributeValue::Is(it) => facts.push(Fact::attribute(*key, yes_no(*it))),
            }
        }
        facts
    }

    pub fn figure(&self, figure: Figure) -> Option<i64> {
        match figure {
            Figure::Condition => self.condition.map(i64::from),
            Figure::QuantityThousandths => Some(self.quantity_thousandths),
            Figure::MassGrams => self.mass_grams,
            Figure::PriceCents => self.price_cents,
            Figure::CarbonAvoidedGrams => self.carbon_avoided_grams,
            Figure::AvailableFrom => Some(self.available_from.map_or(EVER.0, day_number)),
            Figure::AvailableUntil => Some(self.available_until.map_or(EVER.1, day_number)),
            Figure::CreatedAt => Some(self.created_at),
            Figure::Size(measure) => self.sizes_um.get(&measure).copied(),
            Figure::Attribute(key) => match self.attributes.get(&key)? {
                AttributeValue::Thousandths(it) => Some(*it),
                AttributeValue::Choice(_) | AttributeValue::Is(_) => None,
            },
        }
    }
}

pub(super) fn yes_no(it: bool) -> &'static str {
    if it { "yes" } else { "no" }
}

impl Viewer {
    /// Whoever sees a listing does so by one of these facts.
    pub fn sees_by(&self) -> Vec<Fact> {
        let mut facts = vec![Fact::seen_by_all()];
        match self {
            Self::Stranger => {}
            Self::Organisation { id, park_id } => {
                facts.push(Fact::held_by(id));
                facts.extend(park_id.as_deref().map(Fact::seen_by_park));
            }
        }
        facts
    }
}

impl Query {
    /// All that a listing must satisfy, but for the words. Who may see it comes first.
    pub fn criteria(&self) -> Vec<Criterion> {
        let always = |constraint| Criterion { facet: None, constraint };
        let mut criteria = vec![always(Constraint::AnyOf(self.viewer.sees_by()))];
        let not = self.not_organisation.iter();
        criteria.extend(not.map(|it| always(Constraint::NoneOf(vec![Fact::held_by(it)]))));
        criteria.extend(self.near.map(|it| always(Constraint::Within(it))));
        criteria.extend(self.viewport.map(|it| always(Constraint::OnMap(it))));
        criteria.extend(self.chosen_facts());
        criteria.extend(self.chosen_figures());
        criteria.extend(self.chosen_attributes());
        criteria
    }

    fn chosen_facts(&self) -> impl Iterator<Item = Criterion> {
        let chosen: [(Facet, Vec<Fact>); 12] = [
            (Facet::Category, self.categories.iter().copied().map(Fact::category).collect()),
            (Facet::Material, said(&self.materials).map(Fact::material).collect()),
            (Facet::Brand, said(&self.brands).map(Fact::brand).collect()),
            (Facet::Colour, said(&self.colours).map(Fact::colour).collect()),
            (Facet::Unit, self.units.iter().copied().map(Fact::unit).collect()),
            (Facet::Organisation, self.organisations.iter().map(|it| Fact::held_by(it)).collect()),
            (Facet::Park, self.parks.iter().map(|it| Fact::in_park(it)).collect()),
            (
                Facet::Visibility,
                self.visibilities
                    .iter()
                    .map(|it| Fact(format!("shown to {}", it.as_str())))
                    .collect(),
            ),
            (
                Facet::Dismantled,
                self.dismantled.into_iter().map(|it| Fact::plain(DISMANTLED, it)).collect(),
            ),
            (Facet::HazardFree, asked(self.hazard_free, HAZARD_FREE)),
            (Facet::Photos, asked(self.has_photos, PHOTOS)),
            (Facet::Documents, asked(self.has_documents, DOCUMENTS)),
        ];
        chosen.into_iter().filter(|(_, facts)| !facts.is_empty()).map(|(facet, facts)| Criterion {
            facet: Some(facet),
            constraint: Constraint::AnyOf(facts),
        })
    }

    fn chosen_figures(&self) -> Vec<Criterion> {
        let mut criteria = Vec::new();
        let mut between = |facet, figure, range: Option<RangeInclusive<i64>>| {
            let constraint = range.map(|it| Constraint::Between(figure, it));
            criteria.extend(constraint.map(|constraint| Criterion { facet, constraint }));
        };
        let condition = self.condition_min.map(|it| i64::from(it)..=i64::MAX);
        between(Some(Facet::Condition), Figure::Condition, condition);
        for (measure, wish) in &self.sizes {
            between(Some(Facet::Size(*measure)), Figure::Size(*measure), wish.thousandths());
        }
        between(Some(Facet::Price), Figure::PriceCents, self.price_cents.whole());
        between(Some(Facet::Price), Figure::PriceCents, self.free.then_some(0..=0));
        let until = self.available_until.map(|it| i64::MIN..=day_number(it));
        between(None, Figure::AvailableFrom, until);
        let from = self.available_from.map(|it| day_number(it)..=i64::MAX);
        between(None, Figure::AvailableUntil, from);
        if let Some(amount) = self.quantity_min {
            let least = thousandths(amount.value);
            match amount.unit {
                // A thousandth of a kilogram is a gram.
                Unit::Kg => between(None, Figure::MassGrams, Some(least..=i64::MAX)),
                Unit::T => {
                    let least = least.saturating_mul(1000);
                    between(None, Figure::MassGrams, Some(least..=i64::MAX));
                }
                unit @ (Unit::Pcs | Unit::M | Unit::M2 | Unit::M3 | Unit::Set | Unit::Pallet) => {
                    between(None, Figure::QuantityThousandths, Some(least..=i64::MAX));
                    let constraint = Constraint::AnyOf(vec![Fact::unit(unit)]);
                    criteria.push(Criterion { facet: None, constraint });
                }
            }
        }
        criteria
    }

    fn chosen_attributes(&self) -> impl Iterator<Item = Criterion> {
        self.attributes.iter().filter_map(|(key, wish)| {
            let any_of = |facts: Vec<Fact>| (!facts.is_empty()).then_some(Constraint::AnyOf(facts));
            let constraint = match wish {
                AttributeWish::Between(range) => {
                    range.thousandths().map(|it| Constraint::Between(Figure::Attribute(*key), it))
                }
                AttributeWish::AnyOf(values) => {
                    any_of(said(values).map(|it| Fact::attribute(*key, it)).collect())
                }
                AttributeWish::Is(it) => any_of(vec![Fact::attribute(*key, yes_no(*it))]),
            };
            Some(Criterion { facet: Some(Facet::Attribute(*key)), constraint: constraint? })
        })
    }
}

/// Values that say something.
fn said(values: &[String]) -> impl Iterator<Item = &str> {
    values.iter().map(String::as_str).filter(|it| !facets::key(it).is_empty())
}

fn asked(is_asked: bool, name: &str) -> Vec<Fact> {
    if is_asked { vec![Fact::plain(name, true)] } else { Vec::new() }
}
