//! What a need would bring, before it is saved: what fits now, what nearly fits and by how much,
//! and how many alerts the last months would have brought.

pub mod http;

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use time::Duration;

use super::finding::{self, must_only, search_for};
use super::index::pack::Wish;
use super::matching::judge;
use super::misses::NEAR_MAX;
use super::stock::StockFollowing;
use super::{Criteria, Fit, Frequency, MeasureWish, Near, NeedDraft, nearly_fits};
use crate::accounts::{Action, Caller, Object, may};
use crate::app::App;
use crate::clock::{self, Day, Instant};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::passports::Passport;
use crate::search::Range;

/// What somebody sees before saving.
#[derive(Debug, Clone)]
pub struct Preview {
    /// How many fit, of those that were looked at.
    pub fitting: usize,
    /// Whether there was more than was looked at: then the need says too little.
    pub is_more: bool,
    /// Best first.
    pub best: Vec<(Passport, Fit)>,
    /// What misses least first.
    pub near: Vec<(Passport, Near)>,
    /// How many mails would have come of it in the last [`LOOKED_BACK`].
    pub alerts: usize,
}

/// Shown of each kind.
const SHOWN_MAX: usize = 20;
/// Looked at, the newest first: enough to know what a need is like.
const HITS_MAX: usize = 2000;
/// Of these read together.
const READ_AT_ONCE: usize = 200;
pub const LOOKED_BACK: Duration = Duration::days(90);

/// Looks at what is there as if the need were saved. Nothing is.
pub async fn preview(app: &App, caller: Caller, draft: NeedDraft) -> Result<Preview> {
    may(&caller, Action::Read, Object::Of(&caller.organisation_id))?;
    let now = clock::now();
    let wanted = draft.check(now.day()).map_err(Error::Invalid)?;
    let (criteria, frequency) = (wanted.criteria, wanted.frequency);
    let viewer = caller.viewer();
    let (ids, is_more) = looked_at(app, &caller, &relaxed(&criteria)).await?;
    let mut seen = Seen { since: now - LOOKED_BACK, ..Seen::default() };
    for some in ids.chunks(READ_AT_ONCE) {
        let some = some.to_vec();
        let offers = app.db.read(move |conn| finding::offers(conn, &some)).await?;
        for offer in offers {
            let own = &caller.organisation_id;
            if let Some(fit) = judge(&criteria, own, &viewer, &offer) {
                seen.fits(offer.passport, fit);
            } else if let Some(near) = nearly_fits(&criteria, own, &viewer, &offer) {
                seen.near.push((offer.passport, near));
            }
        }
    }
    Ok(seen.preview(frequency, is_more))
}

/// The newest of what may fit, and whether there is more: from the stock, or by search where the
/// stock is not known.
async fn looked_at(app: &App, caller: &Caller, wanted: &Criteria) -> Result<(Vec<String>, bool)> {
    let wish = Wish {
        need_id: Id::new(),
        organisation_id: caller.organisation_id.clone(),
        park_id: caller.park_id.clone(),
        criteria: wanted.clone(),
    };
    if let Some(mut ids) = app.kept.get::<StockFollowing>().found_lately(&wish) {
        let is_more = ids.len() > HITS_MAX;
        ids.truncate(HITS_MAX);
        return Ok((ids, is_more));
    }
    let mut query = search_for(wanted, &caller.organisation_id, caller.viewer());
    let mut ids = Vec::new();
    loop {
        let page = app.search.find(&query).await?;
        ids.extend(page.hits.into_iter().map(|hit| hit.id));
        query.cursor = page.next;
        if query.cursor.is_none() || ids.len() >= HITS_MAX {
            return Ok((ids, query.cursor.is_some()));
        }
    }
}

struct Seen {
    since: Instant,
    fitting: Vec<(Passport, Fit)>,
    near: Vec<(Passport, Near)>,
    days: Vec<Day>,
}

impl Default for Seen {
    fn default() -> Self {
        Self { since: clock::now(), fitting: Vec::new(), near: Vec::new(), days: Vec::new() }
    }
}

impl Seen {
    fn fits(&mut self, passport: Passport, fit: Fit) {
        if passport.created_at >= self.since {
            self.days.push(passport.created_at.day());
        }
        self.fitting.push((passport, fit));
    }

    fn preview(mut self, frequency: Frequency, is_more: bool) -> Preview {
        let fitting = self.fitting.len();
        self.fitting.sort_by(|one, other| other.1.score.total_cmp(&one.1.score));
        let off = |it: &Near| it.miss.by().unwrap_or(1.0);
        self.near.sort_by(|one, other| off(&one.1).total_cmp(&off(&other.1)));
        self.fitting.truncate(SHOWN_MAX);
        self.near.truncate(SHOWN_MAX);
        let alerts = alerts(&self.days, frequency);
        Preview { fitting, is_more, best: self.fitting, near: self.near, alerts }
    }
}

/// How many mails there are about listings that came on these days.
fn alerts(days: &[Day], frequency: Frequency) -> usize {
    let periods: BTreeSet<(i32, u16)> = match frequency {
        Frequency::AtOnce => return days.len(),
        Frequency::Daily => days.iter().map(|it| (it.0.year(), it.0.ordinal())).collect(),
        Frequency::Weekly => {
            let week = |it: &Day| {
                let (year, week, _) = it.0.to_iso_week_date();
                (year, u16::from(week))
            };
            days.iter().map(week).collect()
        }
        Frequency::Monthly => {
            days.iter().map(|it| (it.0.year(), u16::from(u8::from(it.0.month())))).collect()
        }
    };
    periods.len()
}

/// Asks for so much less that what nearly fits is found too.
fn relaxed(criteria: &Criteria) -> Criteria {
    const MORE: f64 = 1.0 + NEAR_MAX;
    const LESS: f64 = 1.0 - NEAR_MAX;
    const DAYS: Duration = Duration::days(30);
    let mut wanted = must_only(criteria);
    for wish in wanted.measures.values_mut() {
        let Range { min, max } = wish.range();
        *wish = MeasureWish::Between(Range {
            min: min.map(|it| it * LESS),
            max: max.map(|it| it * MORE),
        });
    }
    if let (Some(quantity), Some(less)) = (&mut wanted.quantity, Decimal::from_f64(LESS)) {
        quantity.at_least *= less;
    }
    // Search is not asked for a price, the stock is.
    let price = wanted.price_cents_max.map(Decimal::from);
    let more = price.zip(Decimal::from_f64(MORE)).map(|(price, more)| (price * more).ceil());
    wanted.price_cents_max = more.and_then(|it| it.to_i64()).or(wanted.price_cents_max);
    wanted.condition_min = wanted.condition_min.map(|it| it.saturating_sub(1).max(1));
    for place in wanted.place.iter_mut().chain(&mut wanted.places) {
        place.radius_km *= MORE;
    }
    let by = |day: Option<Day>, days: Duration| day.map(|it| Day(it.0.saturating_add(days)));
    wanted.wanted_from = by(wanted.wanted_from, -DAYS);
    wanted.wanted_until = by(wanted.wanted_until, DAYS);
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_one_alert_however_much_is_in_it() {
        let days: Vec<Day> = [(3, 1), (3, 1), (3, 2), (3, 9), (4, 1)]
            .map(|(m, d)| Day::new(2027, m, d).unwrap())
            .into();
        let counted = |frequency| alerts(&days, frequency);
        assert_eq!(counted(Frequency::AtOnce), 5);
        assert_eq!(counted(Frequency::Daily), 4);
        // The second of March and the ninth are Tuesdays, the first is a Monday.
        assert_eq!(counted(Frequency::Weekly), 3);
        assert_eq!(counted(Frequency::Monthly), 2);
    }
}
