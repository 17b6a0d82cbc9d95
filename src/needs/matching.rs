//! Whether a listing is what somebody needs, how well, and why. No I/O here: [`fits`] is the one
//! definition, and whatever finds candidates faster must end with asking it.

mod verdicts;

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rust_decimal::Decimal;

use self::verdicts::Verdict;
pub(super) use self::verdicts::convert_price;
use super::criteria::Criteria;
use super::criterion::Criterion;
use super::misses::Miss;
use super::reasons::Reason;
use super::{Need, State};
use crate::accounts::{Organisation, OrganisationKind, Park};
use crate::id::Id;
use crate::passports::{self, Passport};
use crate::search::analysis::{Analyst, Entries};
use crate::search::{Point, Viewer};

/// A passport, with what must be known about it besides to judge whether it fits.
#[derive(Debug, Clone)]
pub struct Offer {
    pub passport: Passport,
    /// Where it lies.
    pub point: Option<Point>,
    /// The park whose organisations may see what is shown to the park.
    pub park_id: Option<Id<Park>>,
    /// What kind of organisation holds it.
    pub holder: Option<OrganisationKind>,
    analyst: SharedAnalyst,
    /// What its texts say, once somebody asked.
    said: OnceLock<Said>,
}

/// Reads the texts of listings, and remembers what it read: so one is shared by many.
#[derive(Clone, Default)]
pub struct SharedAnalyst(Arc<Mutex<Analyst>>);

/// All by which the texts of an offer can be found.
#[derive(Debug, Clone)]
struct Said {
    all: Entries,
    /// The name of each material.
    materials: Vec<Entries>,
}

impl Offer {
    pub fn new(
        passport: Passport,
        point: Option<Point>,
        park_id: Option<Id<Park>>,
        holder: Option<OrganisationKind>,
        analyst: &SharedAnalyst,
    ) -> Self {
        let (analyst, said) = (analyst.clone(), OnceLock::new());
        Self { passport, point, park_id, holder, analyst, said }
    }

    /// All by which it can be found.
    pub fn text(&self) -> &Entries {
        &self.said().all
    }

    fn said(&self) -> &Said {
        self.said.get_or_init(|| self.analyst.read(&self.passport))
    }

    /// Each material, with the words of its name.
    fn materials(&self) -> impl Iterator<Item = (&str, &Entries)> {
        let names = self.passport.content.materials.iter().map(|it| it.name.as_str());
        names.zip(&self.said().materials)
    }

    pub fn is_seen_by(&self, viewer: &Viewer) -> bool {
        let park = self.park_id.as_ref().map(Id::as_str);
        let Passport { organisation_id, content, .. } = &self.passport;
        viewer.sees(content.visibility, organisation_id.as_str(), park)
    }
}

impl SharedAnalyst {
    fn read(&self, passport: &Passport) -> Said {
        let content = &passport.content;
        let text = format!("{}\n{}", content.name, passports::text_of(passport));
        // What it remembers is whole, whoever panicked meanwhile.
        let mut analyst = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let materials = content.materials.iter().map(|it| analyst.entries(&it.name)).collect();
        Said { all: analyst.entries(&text), materials }
    }
}

impl fmt::Debug for SharedAnalyst {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedAnalyst")
    }
}

/// How well a listing fits a need.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// From 0 to 1, all criteria by their weight. What hits a wish in the middle scores 1, what
    /// lies at its edge scores half, what misses what was nice to have scores nothing for it.
    pub score: f64,
    /// One for each criterion that says something.
    pub reasons: Vec<Reason>,
}

/// A listing that would fit, were it not for one criterion that it misses by a little.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// What speaks for it.
    pub fit: Fit,
    pub miss: Miss,
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
const WEIGHT_HOLDER: f64 = 1.0;
const WEIGHT_WORDS_MAY: f64 = 1.0;
/// What must not be there counts where it was only to be avoided if possible.
const WEIGHT_EXCLUSION: f64 = 1.0;

/// The one definition of a match: every criterion that is given must be met, but for those that
/// are nice to have. `seeker` is the organisation of the need, as search knows it.
pub fn fits(need: &Need, seeker: &Viewer, offer: &Offer) -> Option<Fit> {
    match need.state {
        State::Open => judge(&need.criteria, &need.organisation_id, seeker, offer),
        State::Paused | State::Closed | State::Expired => None,
    }
}

/// Whether it fits but for one criterion, which it nearly meets.
pub fn nearly_fits(
    wanted: &Criteria,
    organisation: &Id<Organisation>,
    seeker: &Viewer,
    offer: &Offer,
) -> Option<Near> {
    if !may_match(organisation, seeker, offer) {
        return None;
    }
    let mut weighed = weigh(wanted, offer, 1)?;
    let miss = weighed.misses.pop().filter(Miss::is_near)?;
    Some(Near { fit: weighed.fit(), miss })
}

/// The same as [`fits`] for an open need of which only this is at hand.
pub(super) fn judge(
    wanted: &Criteria,
    organisation: &Id<Organisation>,
    seeker: &Viewer,
    offer: &Offer,
) -> Option<Fit> {
    if !may_match(organisation, seeker, offer) {
        return None;
    }
    weigh(wanted, offer, 0).map(Tally::fit)
}

/// Own listings never match, nor does what the seeker may not see, nor what is not there any more.
fn may_match(organisation: &Id<Organisation>, seeker: &Viewer, offer: &Offer) -> bool {
    let passport = &offer.passport;
    passport.state == passports::State::Registered
        && passport.content.quantity > Decimal::ZERO
        && *organisation != passport.organisation_id
        && offer.is_seen_by(seeker)
}

/// All criteria, one after the other. `None` once more of those that must be met are missed than
/// `misses_allowed`. The cheap ones come first; words last.
fn weigh<'a>(wanted: &'a Criteria, offer: &Offer, misses_allowed: usize) -> Option<Tally<'a>> {
    let mut tally = Tally::of(wanted, misses_allowed);
    tally.take(Criterion::Categories, WEIGHT_CATEGORY, verdicts::category(wanted, offer))?;
    tally.take(Criterion::Condition, WEIGHT_CONDITION, verdicts::condition(wanted, offer))?;
    for (measure, asked) in &wanted.measures {
        let verdict = verdicts::size(*measure, asked, offer);
        tally.take(Criterion::Measure(*measure), WEIGHT_SIZE, verdict)?;
    }
    tally.take(Criterion::Quantity, WEIGHT_QUANTITY, verdicts::quantity(wanted, offer))?;
    tally.take(Criterion::Place, WEIGHT_DISTANCE, verdicts::distance(wanted, offer))?;
    tally.take(Criterion::Price, WEIGHT_PRICE, verdicts::price(wanted, offer))?;
    tally.take(Criterion::Window, WEIGHT_WINDOW, verdicts::window(wanted, offer))?;
    tally.take(Criterion::Holder, WEIGHT_HOLDER, verdicts::holder(wanted, offer))?;
    tally.take(Criterion::Hazards, WEIGHT_EXCLUSION, verdicts::hazards(wanted, offer))?;
    for (key, asked) in &wanted.attributes {
        let verdict = verdicts::attribute(key, asked, offer);
        tally.take(Criterion::Attribute(key.clone()), WEIGHT_ATTRIBUTE, verdict)?;
    }
    tally.take(Criterion::Documents, WEIGHT_DOCUMENTS, verdicts::documents(wanted, offer))?;
    let verdict = verdicts::materials_excluded(wanted, offer);
    tally.take(Criterion::MaterialsExcluded, WEIGHT_EXCLUSION, verdict)?;
    tally.take(Criterion::Materials, WEIGHT_MATERIAL, verdicts::materials(wanted, offer))?;
    let verdict = verdicts::words_excluded(wanted, offer);
    tally.take(Criterion::WordsExcluded, WEIGHT_EXCLUSION, verdict)?;
    tally.take(Criterion::Words, WEIGHT_WORDS, verdicts::words(wanted, offer))?;
    if let Some((part, found)) = verdicts::words_may(wanted, offer) {
        tally.may(WEIGHT_WORDS_MAY, part, found);
    }
    Some(tally)
}

struct Tally<'a> {
    wanted: &'a Criteria,
    misses_allowed: usize,
    weight: f64,
    weighted: f64,
    reasons: Vec<Reason>,
    /// Of what must be met.
    misses: Vec<Miss>,
}

impl<'a> Tally<'a> {
    fn of(wanted: &'a Criteria, misses_allowed: usize) -> Self {
        let (reasons, misses) = (Vec::new(), Vec::new());
        Self { wanted, misses_allowed, weight: 0.0, weighted: 0.0, reasons, misses }
    }

    fn take(&mut self, criterion: Criterion, weight: f64, verdict: Verdict) -> Option<()> {
        match verdict {
            Verdict::NotAsked | Verdict::Kept => {}
            Verdict::Met { closeness, reason } => {
                self.weight += weight;
                self.weighted += weight * closeness.clamp(0.0, 1.0);
                self.reasons.push(reason);
            }
            Verdict::Missed(miss) if self.wanted.must(&criterion) => {
                self.misses.push(miss);
                if self.misses.len() > self.misses_allowed {
                    return None;
                }
            }
            Verdict::Missed(miss) => {
                self.weight += weight;
                self.reasons.push(Reason::Missed { miss });
            }
        }
        Some(())
    }

    /// Words that may occur, of which this part does.
    fn may(&mut self, weight: f64, part: f64, found: Vec<String>) {
        self.weight += weight;
        self.weighted += weight * part;
        if !found.is_empty() {
            self.reasons.push(Reason::Words { words: found });
        }
    }

    fn fit(self) -> Fit {
        // A need that only excludes has nothing to be better or worse at.
        let score = if self.weight > 0.0 { self.weighted / self.weight } else { 1.0 };
        Fit { score, reasons: self.reasons }
    }
}

#[cfg(test)]
mod tests;
