//! Whether a listing is what somebody needs, how well, and why. No I/O here: [`fits`] is the one
//! definition, and whatever finds candidates faster must end with asking it.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::criteria::{About, AttributeWish, Criteria, MeasureWish, QuantityWish};
use super::reasons::{Amount, AttributeValue, Reason};
use super::{Need, State};
use crate::accounts::{Organisation, Park};
use crate::catalogue::{Unit, fold};
use crate::id::Id;
use crate::passports::{self, Passport, Price};
use crate::search::analysis::{self, Word};
use crate::search::{Point, Range, Viewer};

/// A passport, with what must be known about it besides to judge whether it fits.
#[derive(Debug, Clone)]
pub struct Offer {
    pub passport: Passport,
    /// Where it lies.
    pub point: Option<Point>,
    /// The park whose organisations may see what is shown to the park.
    pub park_id: Option<Id<Park>>,
    words: Vec<Word>,
    /// Name and words of each material.
    materials: Vec<(String, Vec<Word>)>,
}

impl Offer {
    pub fn new(passport: Passport, point: Option<Point>, park_id: Option<Id<Park>>) -> Self {
        let materials: Vec<_> = passport
            .content
            .materials
            .iter()
            .map(|it| (it.name.clone(), analysis::text_words(&it.name)))
            .collect();
        let mut words = analysis::text_words(&passport.content.name);
        words.extend(analysis::text_words(&passports::text_of(&passport)));
        Self { passport, point, park_id, words, materials }
    }

    pub fn is_seen_by(&self, viewer: &Viewer) -> bool {
        let park = self.park_id.as_ref().map(Id::as_str);
        let Passport { organisation_id, content, .. } = &self.passport;
        viewer.sees(content.visibility, organisation_id.as_str(), park)
    }
}

/// How well a listing fits a need.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// From 0 to 1, all criteria by their weight. What hits a wish in the middle scores 1, what
    /// lies at its edge scores half.
    pub score: f64,
    /// One for each criterion that says something.
    pub reasons: Vec<Reason>,
}

/// What it is and how large it is decide whether somebody can use it at all.
const WEIGHT_CATEGORY: f64 = 3.0;
const WEIGHT_SIZE: f64 = 3.0;
/// These decide whether it is worth the trouble.
const WEIGHT_WORDS: f64 = 2.0;
const WEIGHT_ATTRIBUTE: f64 = 2.0;
const WEIGHT_QUANTITY: f64 = 2.0;
const WEIGHT_PRICE: f64 = 2.0;
const WEIGHT_DISTANCE: f64 = 2.0;
/// These are met or not.
const WEIGHT_CONDITION: f64 = 1.0;
const WEIGHT_WINDOW: f64 = 1.0;
const WEIGHT_MATERIAL: f64 = 1.0;
const WEIGHT_DOCUMENTS: f64 = 1.0;

/// What is left of a criterion at the edge of what was asked.
const AT_THE_EDGE: f64 = 0.5;
/// A price that has to be asked for counts less than the highest that was acceptable.
const PRICE_TO_BE_ASKED: f64 = 0.4;

/// The one definition of a match: every criterion that is given must be met. `seeker` is the
/// organisation of the need, as search knows it.
pub fn fits(need: &Need, seeker: &Viewer, offer: &Offer) -> Option<Fit> {
    match need.state {
        State::Open => judge(&need.criteria, &need.organisation_id, seeker, offer),
        State::Closed => None,
    }
}

/// The same for an open need of which only this is at hand.
pub(super) fn judge(
    wanted: &Criteria,
    organisation: &Id<Organisation>,
    seeker: &Viewer,
    offer: &Offer,
) -> Option<Fit> {
    if !may_match(organisation, seeker, offer) {
        return None;
    }
    let mut tally = Tally::default();
    // The cheap ones first; words last.
    category(wanted, offer, &mut tally)?;
    condition(wanted, offer, &mut tally)?;
    sizes(wanted, offer, &mut tally)?;
    quantity(wanted, offer, &mut tally)?;
    distance(wanted, offer, &mut tally)?;
    price(wanted, offer, &mut tally)?;
    window(wanted, offer, &mut tally)?;
    attributes(wanted, offer, &mut tally)?;
    documents(wanted, offer, &mut tally)?;
    materials(wanted, offer, &mut tally)?;
    words(wanted, offer, &mut tally)?;
    Some(tally.fit())
}

/// Own listings never match, nor does what the seeker may not see, nor what is not there any more.
fn may_match(organisation: &Id<Organisation>, seeker: &Viewer, offer: &Offer) -> bool {
    let passport = &offer.passport;
    passport.state == passports::State::Registered
        && passport.content.quantity > Decimal::ZERO
        && *organisation != passport.organisation_id
        && offer.is_seen_by(seeker)
}

#[derive(Default)]
struct Tally {
    weight: f64,
    weighted: f64,
    reasons: Vec<Reason>,
}

impl Tally {
    /// A criterion that is met, by so much of its weight.
    fn met(&mut self, weight: f64, closeness: f64, reason: Reason) {
        self.weight += weight;
        self.weighted += weight * closeness.clamp(0.0, 1.0);
        self.reasons.push(reason);
    }

    fn fit(self) -> Fit {
        // A need that only excludes has nothing to be better or worse at.
        let score = if self.weight > 0.0 { self.weighted / self.weight } else { 1.0 };
        Fit { score, reasons: self.reasons }
    }
}

// Each of these is one criterion: `None` where it is not met.

fn category(wanted: &Criteria, offer: &Offer, tally: &mut Tally) -> Option<()> {
    if wanted.categories.is_empty() {
        return Some(());
    }
    let category = offer.passport.content.category?;
    wanted.categories.iter().find(|it| it.contains(category))?;
    tally.met(WEIGHT_CATEGORY, 1.0, Reason::Category { category });
    Some(())
}

fn condition(wanted: &Criteria, offer: &Offer, tally: &mut Tally) -> Option<()> {
    let Some(at_least) = wanted.condition_min else { return Some(()) };
    let condition = offer.passport.content.condition_technical.filter(|it| *it >= at_least)?;
    tally.met(WEIGHT_CONDITION, 1.0, Reason::Condition { condition, at_least });
    Some(())
}

fn sizes(wanted: &Criteria, offer: &Offer, tally: &mut Tally) -> Option<()> {
    for (measure, asked) in &wanted.measures {
        let value = offer.passport.content.dimensions.get(*measure)?.to_f64()?;
        if !asked.range().holds(value) {
            return None;
        }
        let closeness = match asked {
            MeasureWish::About(About { about, tolerance }) if *tolerance > 0.0 => {
                towards_edge((value - about).abs(), *tolerance)
            }
            MeasureWish::About(_) | MeasureWish::Between(_) => 1.0,
        };
        let reason = Reason::Size { measure: *measure, value, asked: *asked };
        tally.met(WEIGHT_SIZE, closeness, reason);
    }
    Some(())
}

fn quantity(wanted: &Criteria, offer: &Offer, tally: &mut Tally) -> Option<()> {
    let Some(asked) = &wanted.quantity else { return Some(()) };
    let content = &offer.passport.content;
    let amount = Amount { value: content.quantity, unit: content.unit };
    let here = content.unit.convert(content.quantity, asked.unit)?;
    let QuantityWish { at_least, unit, several_lots } = asked;
    let asked = Amount { value: *at_least, unit: *unit };
    if here >= *at_least {
        tally.met(WEIGHT_QUANTITY, 1.0, Reason::Quantity { amount, asked });
    } else if *several_lots {
        let part = (here / at_least).to_f64()?;
        tally.met(WEIGHT_QUANTITY, part, Reason::PartOfQuantity { amount, asked });
    } else {
        return None;
    }
    Some(())
}

fn distance(wanted: &Criteria, offer: &Offer, tally: &mut Tally) -> Option<()> {
    let Some(place) = wanted.place else { return Some(()) };
    let km = offer.point?.distance_km(place.point);
    if km > place.radius_km {
        return None;
    }
    tally.met(WEIGHT_DISTANCE, towards_edge(km, place.radius_km), Reason::Distance { km });
    Some(())
}

fn price(wanted: &Criteria, offer: &Offer, tally: &mut Tally) -> Option<()> {
    let Some(asked_cents) = wanted.price_cents_max else { return Some(()) };
    let unit = offer.passport.content.unit;
    let (closeness, reason) = match offer.passport.content.price {
        Some(Price::Free {}) => (1.0, Reason::Free),
        Some(Price::PerUnit { cents }) => {
            let asked_unit = wanted.quantity.as_ref().map_or(unit, |it| it.unit);
            let per_asked_unit = convert_price(cents, unit, asked_unit)?;
            if per_asked_unit > Decimal::from(asked_cents) {
                return None;
            }
            let part = (per_asked_unit / Decimal::from(asked_cents.max(1))).to_f64()?;
            let reason = Reason::Price { cents, unit, asked_cents, asked_unit };
            (towards_edge(part, 1.0), reason)
        }
        // Who wants it for nothing does not want to ask for a price.
        Some(Price::OnRequest {}) | None if asked_cents == 0 => return None,
        Some(Price::OnRequest {}) => (PRICE_TO_BE_ASKED, Reason::PriceOnRequest),
        None => (PRICE_TO_BE_ASKED, Reason::PriceUnknown),
    };
    tally.met(WEIGHT_PRICE, closeness, reason);
    Some(())
}

/// A price per `unit` as a price per `asked` unit: a euro a kilogram is a thousand a tonne.
fn convert_price(cents: i64, unit: Unit, asked: Unit) -> Option<Decimal> {
    let units_in_asked = asked.convert(Decimal::ONE, unit)?;
    Decimal::from(cents).checked_mul(units_in_asked)
}

fn window(wanted: &Criteria, offer: &Offer, tally: &mut Tally) -> Option<()> {
    let (first, last) = (wanted.wanted_from, wanted.wanted_until);
    if first.is_none() && last.is_none() {
        return Some(());
    }
    let content = &offer.passport.content;
    let (from, until) = (content.available_from, content.available_until);
    let gone = first.zip(until).is_some_and(|(first, until)| until < first);
    let not_yet = last.zip(from).is_some_and(|(last, from)| from > last);
    if gone || not_yet {
        return None;
    }
    tally.met(WEIGHT_WINDOW, 1.0, Reason::Window { from, until });
    Some(())
}

fn attributes(wanted: &Criteria, offer: &Offer, tally: &mut Tally) -> Option<()> {
    for (key, asked) in &wanted.attributes {
        let value = offer.passport.content.attributes.get(key)?;
        let value = match asked {
            AttributeWish::Between(range) => AttributeValue::Number(number_in(range, value)?),
            AttributeWish::AnyOf(choices) => {
                let value = value.as_str()?;
                choices.iter().find(|it| fold(it) == fold(value))?;
                AttributeValue::Choice(value.to_owned())
            }
            AttributeWish::Is(asked) => {
                AttributeValue::Is(value.as_bool().filter(|it| it == asked)?)
            }
        };
        tally.met(WEIGHT_ATTRIBUTE, 1.0, Reason::Attribute { key: key.clone(), value });
    }
    Some(())
}

fn number_in(range: &Range, value: &serde_json::Value) -> Option<f64> {
    value.as_f64().filter(|it| range.holds(*it))
}

fn documents(wanted: &Criteria, offer: &Offer, tally: &mut Tally) -> Option<()> {
    if !wanted.documents_required {
        return Some(());
    }
    let count = offer.passport.content.documents.len();
    if count == 0 {
        return None;
    }
    tally.met(WEIGHT_DOCUMENTS, 1.0, Reason::Documents { count });
    Some(())
}

fn materials(wanted: &Criteria, offer: &Offer, tally: &mut Tally) -> Option<()> {
    let made_of = |wish: &String| {
        offer
            .materials
            .iter()
            .find(|(_, words)| analysis::contains_all(words, wish))
            .map(|(name, _)| name)
    };
    if wanted.materials_excluded.iter().any(|it| made_of(it).is_some()) {
        return None;
    }
    if wanted.materials.is_empty() {
        return Some(());
    }
    let name = wanted.materials.iter().find_map(made_of)?.clone();
    tally.met(WEIGHT_MATERIAL, 1.0, Reason::Material { name });
    Some(())
}

fn words(wanted: &Criteria, offer: &Offer, tally: &mut Tally) -> Option<()> {
    if wanted.words_excluded.iter().any(|it| analysis::contains_all(&offer.words, it)) {
        return None;
    }
    if wanted.words.is_empty() {
        return Some(());
    }
    if !wanted.words.iter().all(|it| analysis::contains_all(&offer.words, it)) {
        return None;
    }
    tally.met(WEIGHT_WORDS, 1.0, Reason::Words { words: wanted.words.clone() });
    Some(())
}

/// One in the middle, [`AT_THE_EDGE`] at the edge.
fn towards_edge(off: f64, edge: f64) -> f64 {
    if edge > 0.0 { 1.0 - AT_THE_EDGE * off / edge } else { 1.0 }
}

#[cfg(test)]
mod tests;
