//! How much of what somebody who wants a thing needs to know its passport tells. No I/O here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::draft::Draft;
use super::terms::Asbestos;
use crate::catalogue::CategoryCode;

/// Something a passport may tell.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = PassportFact)]
pub enum Fact {
    Category,
    Dimensions,
    Condition,
    Place,
    AvailableFrom,
    Mass,
    Materials,
    Price,
    Connection,
    ExactQuantity,
    Hazards,
    Maker,
    Documents,
    Year,
}

impl Fact {
    pub const ALL: [Self; 14] = [
        Self::Category,
        Self::Dimensions,
        Self::Condition,
        Self::Place,
        Self::AvailableFrom,
        Self::Mass,
        Self::Materials,
        Self::Price,
        Self::Connection,
        Self::ExactQuantity,
        Self::Hazards,
        Self::Maker,
        Self::Documents,
        Self::Year,
    ];

    /// What it weighs in percent; all of them are a hundred. What needs are stated by weighs most
    /// (kind, size, state, place, day), then what calculations need (mass, material, how it comes
    /// loose), then what helps to decide.
    pub fn weight_percent(self) -> u32 {
        match self {
            Self::Category | Self::Dimensions => 16,
            Self::Condition => 12,
            Self::Place | Self::AvailableFrom => 9,
            Self::Mass | Self::Materials => 7,
            Self::Price => 6,
            Self::Connection => 5,
            Self::ExactQuantity | Self::Hazards => 4,
            Self::Maker => 2,
            Self::Documents => 2,
            Self::Year => 1,
        }
    }

    fn is_told(self, draft: &Draft) -> bool {
        match self {
            Self::Category => draft.category.is_some_and(CategoryCode::is_leaf),
            Self::Dimensions => !draft.dimensions.is_empty(),
            Self::Condition => draft.condition_technical.is_some(),
            Self::Place => draft.site_id.is_some() || draft.building_id.is_some(),
            Self::AvailableFrom => draft.available_from.is_some(),
            // What the catalogue estimates is not told by anybody.
            Self::Mass => draft.unit_mass_grams.is_some() && !draft.unit_mass_estimated,
            Self::Materials => !draft.materials.is_empty(),
            Self::Price => draft.price.is_some(),
            Self::Connection => {
                draft.connection.is_some() || draft.detachability.connection.is_some()
            }
            Self::ExactQuantity => !draft.quantity_approximate && draft.quantity_max.is_none(),
            Self::Hazards => {
                draft.hazards.hazardous.is_some()
                    || draft.hazards.asbestos != Asbestos::Unknown
                    || draft.waste_code.is_some()
            }
            Self::Maker => draft.brand.is_some() || draft.model.is_some() || draft.gtin.is_some(),
            Self::Documents => !draft.documents.is_empty(),
            Self::Year => draft.year.is_some(),
        }
    }
}

/// How complete one passport is, or many together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Completeness {
    #[schema(minimum = 0, maximum = 100)]
    pub percent: u32,
    /// What would raise it, the most first.
    pub gains: Vec<Gain>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CompletenessGain)]
pub struct Gain {
    pub fact: Fact,
    /// By how much it would rise if this were told everywhere.
    #[schema(minimum = 0, maximum = 100)]
    pub percent: u32,
    /// Of how many it is not told.
    #[schema(minimum = 0)]
    pub missing: u64,
}

/// What some passports leave open, counted so that one can be taken out again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Gaps {
    count: u64,
    missing: BTreeMap<Fact, u64>,
}

impl Gaps {
    pub fn of(draft: &Draft) -> Self {
        let mut gaps = Self::default();
        gaps.add(draft);
        gaps
    }

    pub fn add(&mut self, draft: &Draft) {
        self.count += 1;
        for fact in Fact::ALL.into_iter().filter(|it| !it.is_told(draft)) {
            *self.missing.entry(fact).or_default() += 1;
        }
    }

    /// Takes out one that was added before.
    pub fn remove(&mut self, draft: &Draft) {
        self.count = self.count.saturating_sub(1);
        for fact in Fact::ALL.into_iter().filter(|it| !it.is_told(draft)) {
            if let Some(count) = self.missing.get_mut(&fact) {
                *count = count.saturating_sub(1);
            }
        }
    }

    /// `None` where there is nothing to be complete.
    pub fn completeness(&self) -> Option<Completeness> {
        if self.count == 0 {
            return None;
        }
        // In percent of one, times how many there are.
        let lost = |fact: Fact, missing: u64| u64::from(fact.weight_percent()) * missing;
        let percent =
            |lost: u64| u32::try_from((lost + self.count / 2) / self.count).unwrap_or(100);
        let open = || self.missing.iter().filter(|it| *it.1 > 0).map(|it| (*it.0, *it.1));
        let all: u64 = open().map(|(fact, missing)| lost(fact, missing)).sum();
        let mut gains: Vec<Gain> = open()
            .map(|(fact, missing)| Gain { fact, percent: percent(lost(fact, missing)), missing })
            .collect();
        gains.sort_by(|a, b| {
            let of = |it: &Gain| lost(it.fact, it.missing);
            of(b).cmp(&of(a)).then(a.fact.cmp(&b.fact))
        });
        Some(Completeness { percent: 100_u32.saturating_sub(percent(all)), gains })
    }
}

impl Draft {
    pub fn completeness(&self) -> Option<Completeness> {
        Gaps::of(self).completeness()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_a_hundred_percent() {
        assert_eq!(Fact::ALL.into_iter().map(Fact::weight_percent).sum::<u32>(), 100);
    }

    #[test]
    fn what_is_told_raises_it_by_what_was_promised() {
        let bare = Draft { name: "Deur".into(), ..Draft::default() };
        let before = bare.completeness().unwrap();
        assert_eq!(before.percent, Fact::ExactQuantity.weight_percent());
        let first = &before.gains[0];
        assert_eq!((first.fact, first.percent, first.missing), (Fact::Category, 16, 1));
        let told = Draft { category: CategoryCode::parse("DOOR.INT"), ..bare };
        assert_eq!(told.completeness().unwrap().percent, before.percent + first.percent);
    }

    #[test]
    fn many_together_are_their_mean_and_one_can_be_taken_out() {
        let bare = Draft { name: "Deur".into(), ..Draft::default() };
        let told = Draft { condition_technical: Some(4), year: Some(1998), ..bare.clone() };
        let mut gaps = Gaps::of(&bare);
        gaps.add(&told);
        let both = gaps.completeness().unwrap();
        let (one, other) = (bare.completeness().unwrap(), told.completeness().unwrap());
        assert_eq!(both.percent, u32::midpoint(one.percent, other.percent));
        let condition = both.gains.iter().find(|it| it.fact == Fact::Condition).unwrap();
        assert_eq!((condition.missing, condition.percent), (1, 6));
        gaps.remove(&told);
        assert_eq!(gaps.completeness(), bare.completeness());
        gaps.remove(&bare);
        assert_eq!(gaps.completeness(), None);
    }
}
