//! What a component weighs, and what using it again spares the climate. Pure: figures of the
//! catalogue and a few multiplications.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::catalogue::{CategoryCode, DefaultMass, Unit, carbon, steel_profile_grams_per_m};

/// What must be known of a component, as far as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Component<'a> {
    pub category: Option<CategoryCode>,
    pub quantity: Decimal,
    pub unit: Unit,
    /// As its holder weighed it, or as it was estimated before.
    pub unit_mass_grams: Option<i64>,
    pub length_mm: Option<Decimal>,
    pub width_mm: Option<Decimal>,
    pub height_mm: Option<Decimal>,
    pub thickness_mm: Option<Decimal>,
    /// 1 (damaged) to 5 (like new).
    pub condition: Option<u8>,
    pub profile_series: Option<&'a str>,
    pub profile_size: Option<&'a str>,
}

const MM_PER_M: Decimal = Decimal::ONE_THOUSAND;
const GRAMS_PER_KG: Decimal = Decimal::ONE_THOUSAND;

/// In this condition or a worse one a component replaces only half of a new one: it is repaired,
/// or used for less. The half and the bound are our own decision; nobody publishes better ones.
const CONDITION_OF_HALVES: u8 = 2;

/// The mass of the whole quantity: weighed where it was weighed, else reckoned from the default
/// mass of its category in the catalogue. `None` where neither is known.
pub fn mass_grams(component: &Component) -> Option<i64> {
    let grams = match component.unit {
        Unit::Kg => component.quantity.checked_mul(GRAMS_PER_KG)?,
        Unit::T => component.quantity.checked_mul(GRAMS_PER_KG)?.checked_mul(GRAMS_PER_KG)?,
        Unit::Pcs | Unit::M | Unit::M2 | Unit::M3 | Unit::Set | Unit::Pallet => {
            match component.unit_mass_grams {
                Some(grams) => component.quantity.checked_mul(Decimal::from(grams))?,
                None => default_mass_grams(component)?,
            }
        }
    };
    grams.round().to_i64()
}

/// The CO2 equivalent that is avoided when all of it replaces new components, in grams: making
/// them (EN 15804, modules A1 to A3) by the generic factor of the category, halved for what is in
/// a poor condition. Never below zero. Carrying it away is not in it, because nobody knows yet
/// where to; doing away with it (module C) is not either. Generic factors are off by
/// [`carbon::UNCERTAINTY_PERCENT`] either way. `None` where there is no factor, or nothing to
/// multiply it with.
pub fn carbon_avoided_grams(component: &Component) -> Option<i64> {
    let factor = carbon::factor(component.category?.leaf()?.carbon?)?;
    let amount = match factor.basis {
        Unit::Kg => Decimal::from(mass_grams(component)?).checked_div(GRAMS_PER_KG)?,
        Unit::M2 => square_metres(component)?,
        Unit::Pcs => match component.unit {
            Unit::Pcs | Unit::Set => component.quantity,
            Unit::M | Unit::M2 | Unit::M3 | Unit::Kg | Unit::T | Unit::Pallet => return None,
        },
        Unit::M | Unit::M3 | Unit::T | Unit::Set | Unit::Pallet => return None,
    };
    let gross = amount.checked_mul(factor.production_kg_co2e)?.checked_mul(GRAMS_PER_KG)?;
    let is_poor = component.condition.is_some_and(|it| it <= CONDITION_OF_HALVES);
    let replaced = if is_poor { gross.checked_div(Decimal::TWO)? } else { gross };
    replaced.max(Decimal::ZERO).round().to_i64()
}

fn default_mass_grams(component: &Component) -> Option<Decimal> {
    let leaf = component.category?.leaf()?;
    match leaf.default_mass? {
        DefaultMass::Unit { grams } if component.unit == leaf.unit => {
            component.quantity.checked_mul(Decimal::from(grams))
        }
        DefaultMass::Unit { .. } => None,
        DefaultMass::SquareMetre { grams } => {
            square_metres(component)?.checked_mul(Decimal::from(grams))
        }
        DefaultMass::CubicMetre { grams } => {
            cubic_metres(component)?.checked_mul(Decimal::from(grams))
        }
        DefaultMass::Profile => {
            let size = component.profile_size?.trim().parse().ok()?;
            let grams = steel_profile_grams_per_m(component.profile_series?, size)?;
            metres(component)?.checked_mul(Decimal::from(grams))
        }
    }
}

fn in_metres(mm: Option<Decimal>) -> Option<Decimal> {
    mm?.checked_div(MM_PER_M)
}

fn metres(component: &Component) -> Option<Decimal> {
    match component.unit {
        Unit::M => Some(component.quantity),
        Unit::Pcs => component.quantity.checked_mul(in_metres(component.length_mm)?),
        Unit::M2 | Unit::M3 | Unit::Kg | Unit::T | Unit::Set | Unit::Pallet => None,
    }
}

/// Of its face: the two greatest of length, width and height.
fn square_metres(component: &Component) -> Option<Decimal> {
    match component.unit {
        Unit::M2 => Some(component.quantity),
        Unit::Pcs => {
            let sizes = [component.length_mm, component.width_mm, component.height_mm];
            let mut sizes: Vec<Decimal> = sizes.into_iter().filter_map(in_metres).collect();
            sizes.sort();
            let (one, other) = (sizes.pop()?, sizes.pop()?);
            component.quantity.checked_mul(one)?.checked_mul(other)
        }
        Unit::M | Unit::M3 | Unit::Kg | Unit::T | Unit::Set | Unit::Pallet => None,
    }
}

fn cubic_metres(component: &Component) -> Option<Decimal> {
    let thickness = in_metres(component.thickness_mm);
    match component.unit {
        Unit::M3 => Some(component.quantity),
        Unit::M2 => component.quantity.checked_mul(thickness?),
        Unit::M => {
            let (width, height) = (in_metres(component.width_mm)?, in_metres(component.height_mm));
            component.quantity.checked_mul(width)?.checked_mul(height.or(thickness)?)
        }
        Unit::Pcs => {
            let sizes = [component.length_mm, component.width_mm, component.height_mm];
            let mut sizes: Vec<Decimal> =
                sizes.into_iter().filter_map(in_metres).chain(thickness).collect();
            sizes.truncate(3);
            let [one, two, three] = sizes[..] else { return None };
            component.quantity.checked_mul(one)?.checked_mul(two)?.checked_mul(three)
        }
        Unit::Kg | Unit::T | Unit::Set | Unit::Pallet => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn component(category: &str, quantity: i64, unit: Unit) -> Component<'static> {
        let category = CategoryCode::parse(category);
        Component { category, quantity: Decimal::from(quantity), unit, ..Component::default() }
    }

    #[test]
    fn what_was_weighed_weighs_that() {
        let bricks = component("MAS.FACING_BRICK", 500, Unit::Pcs);
        assert_eq!(mass_grams(&bricks), Some(1_000_000), "2 kg each, says the catalogue");
        let weighed = Component { unit_mass_grams: Some(1800), ..bricks };
        assert_eq!(mass_grams(&weighed), Some(900_000));
        assert_eq!(mass_grams(&component("MAS.FACING_BRICK", 2, Unit::T)), Some(2_000_000));
        assert_eq!(mass_grams(&component("MAS.FACING_BRICK", 2, Unit::Pallet)), None);
        assert_eq!(mass_grams(&component("MAS", 2, Unit::Pcs)), None);
    }

    #[test]
    fn beams_weigh_by_their_profile_and_beams_of_wood_by_their_volume() {
        let beam = Component {
            profile_series: Some("IPE"),
            profile_size: Some("200"),
            ..component("STR.STEEL_SECTION", 10, Unit::M)
        };
        assert_eq!(mass_grams(&beam), Some(224_000));
        let in_pieces = Component { unit: Unit::Pcs, length_mm: Some(Decimal::from(6000)), ..beam };
        assert_eq!(mass_grams(&in_pieces), Some(1_344_000));
        let wood = Component {
            width_mm: Some(Decimal::from(100)),
            height_mm: Some(Decimal::from(200)),
            ..component("STR.TIMBER_BEAM", 10, Unit::M)
        };
        assert_eq!(mass_grams(&wood), Some(93_000));
    }

    #[test]
    fn what_is_used_again_need_not_be_made() {
        // 0.254 kg a kilogram of clay brick.
        let bricks = component("MAS.FACING_BRICK", 500, Unit::Pcs);
        assert_eq!(carbon_avoided_grams(&bricks), Some(254_000));
        let poor = Component { condition: Some(2), ..bricks };
        assert_eq!(carbon_avoided_grams(&poor), Some(127_000));
        // 26.9 kg a square metre of door.
        let doors = Component {
            width_mm: Some(Decimal::from(900)),
            height_mm: Some(Decimal::from(2000)),
            ..component("DOOR.INT", 10, Unit::Pcs)
        };
        assert_eq!(carbon_avoided_grams(&doors), Some(484_200));
        let unmeasured = component("DOOR.INT", 10, Unit::Pcs);
        assert_eq!(carbon_avoided_grams(&unmeasured), None);
        assert_eq!(carbon_avoided_grams(&component("FUR.CHAIR", 10, Unit::Pcs)), None);
    }

    #[test]
    fn too_much_is_not_known_rather_than_wrong() {
        let much =
            Component { quantity: Decimal::MAX, ..component("MAS.FACING_BRICK", 1, Unit::T) };
        assert_eq!((mass_grams(&much), carbon_avoided_grams(&much)), (None, None));
    }
}
