//! Each criterion by itself: whether a listing meets it, how closely, and what it misses.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Offer;
use crate::catalogue::{Unit, fold};
use crate::clock::Day;
use crate::needs::criteria::{
    About, AttributeWish, Criteria, Declaration, Hazard, MeasureWish, QuantityWish,
};
use crate::needs::misses::Miss;
use crate::needs::reasons::{Amount, AttributeValue, Reason};
use crate::passports::{Asbestos, Price};
use crate::search::Measure;

/// What is to be said of one criterion.
pub(super) enum Verdict {
    NotAsked,
    /// It keeps to it, and that is not worth a word: what must not be there is not there.
    Kept,
    Met {
        /// One in the middle of the wish, [`AT_THE_EDGE`] at its edge.
        closeness: f64,
        reason: Reason,
    },
    Missed(Miss),
}

impl Verdict {
    fn met(reason: Reason) -> Self {
        Self::Met { closeness: 1.0, reason }
    }
}

/// What is left of a criterion at the edge of what was asked.
const AT_THE_EDGE: f64 = 0.5;
/// A price that has to be asked for counts less than the highest that was acceptable.
const PRICE_TO_BE_ASKED: f64 = 0.4;

/// One in the middle, [`AT_THE_EDGE`] at the edge.
fn towards_edge(off: f64, edge: f64) -> f64 {
    if edge > 0.0 { 1.0 - AT_THE_EDGE * off / edge } else { 1.0 }
}

pub(super) fn category(wanted: &Criteria, offer: &Offer) -> Verdict {
    if wanted.categories.is_empty() {
        return Verdict::NotAsked;
    }
    let category = offer.passport.content.category;
    match category.filter(|own| wanted.categories.iter().any(|it| it.contains(*own))) {
        Some(category) => Verdict::met(Reason::Category { category }),
        None => Verdict::Missed(Miss::Category { category }),
    }
}

pub(super) fn condition(wanted: &Criteria, offer: &Offer) -> Verdict {
    let Some(at_least) = wanted.condition_min else { return Verdict::NotAsked };
    let condition = offer.passport.content.condition_technical;
    match condition.filter(|it| *it >= at_least) {
        Some(condition) => Verdict::met(Reason::Condition { condition, at_least }),
        None => Verdict::Missed(Miss::Condition { condition, at_least }),
    }
}

pub(super) fn size(measure: Measure, asked: &MeasureWish, offer: &Offer) -> Verdict {
    let size = offer.passport.content.dimensions.get(measure);
    let missed = |value| Verdict::Missed(Miss::Size { measure, value, asked: *asked });
    let thousandths = size.and_then(|it| (it * Decimal::ONE_THOUSAND).to_i64());
    let Some((thousandths, value)) = thousandths.zip(size.and_then(|it| it.to_f64())) else {
        return missed(None);
    };
    let (low, high) = asked.thousandths();
    if !(low..=high).contains(&thousandths) {
        return missed(Some(value));
    }
    let closeness = match asked {
        MeasureWish::About(About { about, tolerance }) if *tolerance > 0.0 => {
            towards_edge((value - about).abs(), *tolerance)
        }
        MeasureWish::About(_) | MeasureWish::Between(_) => 1.0,
    };
    Verdict::Met { closeness, reason: Reason::Size { measure, value, asked: *asked } }
}

pub(super) fn quantity(wanted: &Criteria, offer: &Offer) -> Verdict {
    let Some(QuantityWish { at_least, unit, several_lots }) = &wanted.quantity else {
        return Verdict::NotAsked;
    };
    let content = &offer.passport.content;
    let amount = Amount { value: content.quantity, unit: content.unit };
    let asked = Amount { value: *at_least, unit: *unit };
    let here = content.unit.convert(content.quantity, *unit);
    match here {
        Some(here) if here >= *at_least => Verdict::met(Reason::Quantity { amount, asked }),
        Some(here) if *several_lots => Verdict::Met {
            // What is asked for is more than what is here, so it is not zero.
            closeness: (here / at_least).to_f64().unwrap_or(0.0),
            reason: Reason::PartOfQuantity { amount, asked },
        },
        Some(_) | None => Verdict::Missed(Miss::Quantity { amount, asked }),
    }
}

/// The place counts of which it lies farthest within the radius.
pub(super) fn distance(wanted: &Criteria, offer: &Offer) -> Verdict {
    if wanted.near().next().is_none() {
        return Verdict::NotAsked;
    }
    let mut best: Option<(f64, f64)> = None;
    for place in wanted.near() {
        let Some(point) = offer.point else {
            return Verdict::Missed(Miss::Distance { km: None, radius_km: place.radius_km });
        };
        let (km, radius_km) = (point.distance_km(place.point), place.radius_km);
        let is_better =
            best.is_none_or(|(best_km, best_radius)| km - radius_km < best_km - best_radius);
        if is_better {
            best = Some((km, radius_km));
        }
    }
    match best {
        None => Verdict::NotAsked,
        Some((km, radius_km)) if km <= radius_km => {
            Verdict::Met { closeness: towards_edge(km, radius_km), reason: Reason::Distance { km } }
        }
        Some((km, radius_km)) => Verdict::Missed(Miss::Distance { km: Some(km), radius_km }),
    }
}

pub(super) fn price(wanted: &Criteria, offer: &Offer) -> Verdict {
    let Some(asked_cents) = wanted.price_cents_max else { return Verdict::NotAsked };
    let unit = offer.passport.content.unit;
    let asked_unit = wanted.quantity.as_ref().map_or(unit, |it| it.unit);
    let missed = |cents| Verdict::Missed(Miss::Price { cents, unit, asked_cents, asked_unit });
    match offer.passport.content.price {
        Some(Price::Free {}) => Verdict::met(Reason::Free),
        Some(Price::PerUnit { cents }) => {
            let asked = Decimal::from(asked_cents);
            let Some(per_asked_unit) =
                convert_price(cents, unit, asked_unit).filter(|it| *it <= asked)
            else {
                return missed(Some(cents));
            };
            let part = (per_asked_unit / asked.max(Decimal::ONE)).to_f64().unwrap_or(1.0);
            let reason = Reason::Price { cents, unit, asked_cents, asked_unit };
            Verdict::Met { closeness: towards_edge(part, 1.0), reason }
        }
        // Who wants it for nothing does not want to ask for a price.
        Some(Price::OnRequest {}) | None if asked_cents == 0 => missed(None),
        Some(Price::OnRequest {}) => {
            Verdict::Met { closeness: PRICE_TO_BE_ASKED, reason: Reason::PriceOnRequest }
        }
        None => Verdict::Met { closeness: PRICE_TO_BE_ASKED, reason: Reason::PriceUnknown },
    }
}

/// A price per `unit` as a price per `asked` unit: a euro a kilogram is a thousand a tonne.
pub(in crate::needs) fn convert_price(cents: i64, unit: Unit, asked: Unit) -> Option<Decimal> {
    let units_in_asked = asked.convert(Decimal::ONE, unit)?;
    Decimal::from(cents).checked_mul(units_in_asked)
}

pub(super) fn window(wanted: &Criteria, offer: &Offer) -> Verdict {
    let (first, last) = (wanted.wanted_from, wanted.wanted_until);
    if first.is_none() && last.is_none() {
        return Verdict::NotAsked;
    }
    let content = &offer.passport.content;
    let (from, until) = (content.available_from, content.available_until);
    let days = |earlier: Day, later: Day| (later.0 - earlier.0).whole_days();
    let gone = first.zip(until).map(|(first, until)| days(until, first));
    let not_yet = last.zip(from).map(|(last, from)| days(last, from));
    match [gone, not_yet].into_iter().flatten().max() {
        Some(days) if days > 0 => Verdict::Missed(Miss::Window { from, until, days }),
        Some(_) | None => Verdict::met(Reason::Window { from, until }),
    }
}

pub(super) fn holder(wanted: &Criteria, offer: &Offer) -> Verdict {
    if wanted.organisation_kinds.is_empty() {
        return Verdict::NotAsked;
    }
    match offer.holder.filter(|it| wanted.organisation_kinds.contains(it)) {
        Some(kind) => Verdict::met(Reason::Holder { kind }),
        None => Verdict::Missed(Miss::Holder { kind: offer.holder }),
    }
}

pub(super) fn hazards(wanted: &Criteria, offer: &Offer) -> Verdict {
    if wanted.hazards_excluded.is_empty() {
        return Verdict::NotAsked;
    }
    let content = &offer.passport.content;
    let asbestos = content.hazards.asbestos;
    let is_there = |hazard: &Hazard| match hazard {
        Hazard::Asbestos => matches!(asbestos, Asbestos::Contains | Asbestos::Suspected),
        Hazard::AsbestosUnknown => {
            !matches!(asbestos, Asbestos::FreeProven | Asbestos::FreeDeclared)
        }
        Hazard::Hazardous => content.is_hazardous(),
        Hazard::Other => !content.hazards.others.is_empty(),
    };
    if let Some(hazard) = wanted.hazards_excluded.iter().copied().find(is_there) {
        return Verdict::Missed(Miss::Hazard { hazard });
    }
    let asks_for_asbestos = wanted
        .hazards_excluded
        .iter()
        .any(|it| matches!(it, Hazard::Asbestos | Hazard::AsbestosUnknown));
    match asbestos {
        Asbestos::FreeProven if asks_for_asbestos => {
            Verdict::met(Reason::AsbestosFree { proven: true })
        }
        Asbestos::FreeDeclared if asks_for_asbestos => {
            Verdict::met(Reason::AsbestosFree { proven: false })
        }
        Asbestos::FreeProven
        | Asbestos::FreeDeclared
        | Asbestos::Unknown
        | Asbestos::Suspected
        | Asbestos::Contains => Verdict::Kept,
    }
}

pub(super) fn attribute(key: &str, asked: &AttributeWish, offer: &Offer) -> Verdict {
    let value = offer.passport.content.attributes.get(key);
    let (value, is_met) = match (asked, value) {
        (AttributeWish::Between(range), Some(value)) => {
            let number = value.as_f64();
            let is_met = number.is_some_and(|it| range.holds(it));
            (number.map(AttributeValue::Number), is_met)
        }
        (AttributeWish::AnyOf(choices), Some(value)) => {
            let text = value.as_str();
            let is_met = text.is_some_and(|it| choices.iter().any(|one| fold(one) == fold(it)));
            (text.map(|it| AttributeValue::Choice(it.to_owned())), is_met)
        }
        (AttributeWish::Is(asked), Some(value)) => {
            let yes = value.as_bool();
            (yes.map(AttributeValue::Is), yes == Some(*asked))
        }
        (AttributeWish::Between(_) | AttributeWish::AnyOf(_) | AttributeWish::Is(_), None) => {
            (None, false)
        }
    };
    let key = key.to_owned();
    match value {
        Some(value) if is_met => Verdict::met(Reason::Attribute { key, value }),
        value => Verdict::Missed(Miss::Attribute { key, value }),
    }
}

pub(super) fn documents(wanted: &Criteria, offer: &Offer) -> Verdict {
    if !wanted.documents_required && wanted.documents.is_empty() {
        return Verdict::NotAsked;
    }
    let content = &offer.passport.content;
    let is_there = |declaration: &Declaration| match declaration {
        Declaration::Ce => content.references.ce.is_some(),
        Declaration::Dop => content.references.dop.is_some(),
        Declaration::Epd => content.references.epd.is_some(),
        Declaration::AsbestosAttest => content.hazards.attest_number.is_some(),
    };
    let count = content.documents.len();
    if wanted.documents_required && count == 0 {
        return Verdict::Missed(Miss::Documents { declaration: None });
    }
    if let Some(missing) = wanted.documents.iter().copied().find(|it| !is_there(it)) {
        return Verdict::Missed(Miss::Documents { declaration: Some(missing) });
    }
    if wanted.documents.is_empty() {
        return Verdict::met(Reason::Documents { count });
    }
    Verdict::met(Reason::Declarations { declarations: wanted.documents.clone() })
}

/// The material of an offer that is meant by these words.
fn made_of<'a>(offer: &'a Offer, wish: &str) -> Option<&'a str> {
    offer.materials().find(|(_, words)| words.contain_all(wish)).map(|(name, _)| name)
}

pub(super) fn materials_excluded(wanted: &Criteria, offer: &Offer) -> Verdict {
    if wanted.materials_excluded.is_empty() {
        return Verdict::NotAsked;
    }
    match wanted.materials_excluded.iter().find_map(|it| made_of(offer, it)) {
        Some(name) => Verdict::Missed(Miss::MaterialExcluded { name: name.to_owned() }),
        None => Verdict::Kept,
    }
}

pub(super) fn materials(wanted: &Criteria, offer: &Offer) -> Verdict {
    if wanted.materials.is_empty() {
        return Verdict::NotAsked;
    }
    match wanted.materials.iter().find_map(|it| made_of(offer, it)) {
        Some(name) => Verdict::met(Reason::Material { name: name.to_owned() }),
        None => Verdict::Missed(Miss::Material { names: wanted.materials.clone() }),
    }
}

/// Those of the words that occur, and those that do not.
fn occurring(wishes: &[String], offer: &Offer) -> (Vec<String>, Vec<String>) {
    wishes.iter().cloned().partition(|it| offer.text().contain_all(it))
}

pub(super) fn words_excluded(wanted: &Criteria, offer: &Offer) -> Verdict {
    if wanted.words_excluded.is_empty() {
        return Verdict::NotAsked;
    }
    match occurring(&wanted.words_excluded, offer) {
        (words, _) if words.is_empty() => Verdict::Kept,
        (words, _) => Verdict::Missed(Miss::WordsExcluded { words }),
    }
}

pub(super) fn words(wanted: &Criteria, offer: &Offer) -> Verdict {
    if wanted.words.is_empty() {
        return Verdict::NotAsked;
    }
    match occurring(&wanted.words, offer) {
        (words, missing) if missing.is_empty() => Verdict::met(Reason::Words { words }),
        (_, words) => Verdict::Missed(Miss::Words { words }),
    }
}

/// Which of the words that may occur do, and which part of them that is.
pub(super) fn words_may(wanted: &Criteria, offer: &Offer) -> Option<(f64, Vec<String>)> {
    if wanted.words_may.is_empty() {
        return None;
    }
    let (found, _) = occurring(&wanted.words_may, offer);
    #[expect(clippy::cast_precision_loss, reason = "a list is short")]
    let part = found.len() as f64 / wanted.words_may.len() as f64;
    Some((part, found))
}
