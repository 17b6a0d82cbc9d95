//! What somebody says of a match turned into a change of the need that would have kept it away. It
//! is proposed, never made.

pub mod http;

use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::matching::convert_price;
use super::mutes::Muted;
use super::{Criteria, Match, Need, Offer, finding, matches};
use crate::accounts::{Action, Caller, Object, may};
use crate::catalogue::CategoryCode;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::passports::Price;

/// What is wrong with a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Feedback {
    TooFar,
    TooDear,
    WrongThing,
}

impl Feedback {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::TooFar => "too_far",
            Self::TooDear => "too_dear",
            Self::WrongThing => "wrong_thing",
        }
    }
}

/// What would keep such a thing away.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Proposal {
    /// Other criteria for the need.
    Criteria { criteria: Box<Criteria> },
    /// Hearing no more of it: the criteria cannot tell it from what is wanted.
    Mute { muted: Muted },
}

/// Keeps what somebody said of a match, and proposes what to do about it.
pub fn feedback(
    conn: &mut Conn,
    caller: &Caller,
    id: &Id<Match>,
    feedback: Feedback,
) -> Result<Proposal> {
    let (found, need) = matches::of_caller(conn, caller, id)?;
    may(caller, Action::EditNeeds, Object::Of(&need.organisation_id))?;
    matches::keep_feedback(conn, &found.id, feedback)?;
    let ids = [found.passport_id.to_string()];
    let offer = finding::offers(conn, &ids)?.pop().ok_or(Error::NotFound)?;
    Ok(propose(&need, &offer, feedback))
}

/// What a radius is cut down to in whole numbers of.
const KM_STEP: f64 = 5.0;

fn propose(need: &Need, offer: &Offer, feedback: Feedback) -> Proposal {
    let changed = match feedback {
        Feedback::TooFar => nearer(&need.criteria, offer),
        Feedback::TooDear => cheaper(&need.criteria, offer),
        Feedback::WrongThing => narrower(&need.criteria, offer),
    };
    if let Some(criteria) = changed {
        return Proposal::Criteria { criteria: Box::new(criteria) };
    }
    let passport_id = offer.passport.id.clone();
    Proposal::Mute { muted: Muted::Passport { passport_id } }
}

/// Every radius that holds it ends before it. `None` where it lies at the place itself, or where
/// no place was asked for.
fn nearer(wanted: &Criteria, offer: &Offer) -> Option<Criteria> {
    let point = offer.point?;
    let mut criteria = wanted.clone();
    let mut is_changed = false;
    for place in criteria.place.iter_mut().chain(&mut criteria.places) {
        let km = point.distance_km(place.point);
        if km <= place.radius_km {
            let rounded = (km / KM_STEP).ceil() * KM_STEP - KM_STEP;
            // Nearer than one step people mean the very town.
            place.radius_km = if rounded > 0.0 { rounded } else { (km - 1.0).max(0.0).floor() };
            if place.radius_km <= 0.0 {
                return None;
            }
            is_changed = true;
        }
    }
    criteria.nice_to_have.remove(&super::Criterion::Place);
    is_changed.then_some(criteria)
}

/// A tenth less than this costs. `None` where it costs nothing, or its price is to be asked.
fn cheaper(wanted: &Criteria, offer: &Offer) -> Option<Criteria> {
    const TENTHS_KEPT: i64 = 9;
    let content = &offer.passport.content;
    let Some(Price::PerUnit { cents }) = content.price else { return None };
    let asked_unit = wanted.quantity.as_ref().map_or(content.unit, |it| it.unit);
    let cents = convert_price(cents, content.unit, asked_unit)?.floor().to_i64()?;
    let mut criteria = wanted.clone();
    criteria.price_cents_max = Some((cents * TENTHS_KEPT / 10).min(cents - 1).max(0));
    criteria.nice_to_have.remove(&super::Criterion::Price);
    Some(criteria)
}

/// The categories asked for without the one this is of. `None` where nothing would be left.
fn narrower(wanted: &Criteria, offer: &Offer) -> Option<Criteria> {
    let own = offer.passport.content.category.filter(|it| it.is_leaf())?;
    let holding = wanted.categories.iter().find(|it| it.contains(own) && **it != own)?;
    let siblings =
        CategoryCode::all().filter(|it| it.is_leaf() && holding.contains(*it) && *it != own);
    let mut criteria = wanted.clone();
    criteria.categories.retain(|it| !it.contains(own));
    criteria.categories.extend(siblings);
    criteria.nice_to_have.remove(&super::Criterion::Categories);
    (!criteria.categories.is_empty()).then_some(criteria)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::needs::fixtures::{HAASRODE, LEUVEN, door, need, offer, seeker};
    use crate::needs::{Place, fits};

    #[test]
    fn what_is_proposed_keeps_it_away() {
        let door_here = offer(door(), Some(HAASRODE));
        let wide = Criteria {
            categories: CategoryCode::parse("DOOR").into_iter().collect(),
            place: Some(Place { point: LEUVEN, radius_km: 25.0 }),
            price_cents_max: Some(6000),
            ..Criteria::default()
        };
        for said in [Feedback::TooFar, Feedback::TooDear, Feedback::WrongThing] {
            let before = need(wide.clone());
            assert!(fits(&before, &seeker(), &door_here).is_some());
            let Proposal::Criteria { criteria } = propose(&before, &door_here, said) else {
                panic!("{said:?} could be answered by other criteria");
            };
            assert_ne!(*criteria, wide);
            assert_eq!(fits(&need(*criteria), &seeker(), &door_here), None, "{said:?}");
        }
        let exact = Criteria {
            categories: CategoryCode::parse("DOOR.INT").into_iter().collect(),
            ..Criteria::default()
        };
        let proposed = propose(&need(exact), &door_here, Feedback::WrongThing);
        assert!(matches!(proposed, Proposal::Mute { .. }));
    }
}
