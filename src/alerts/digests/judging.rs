//! What of that which waits is still worth telling, best first.
//!
//! A person hears of a thing once, whichever of their needs it fits and however often each of these
//! is told: a letter tells of it for all of them, and what was told for one need is told for another
//! only where it became better. A need that was stated since asks anew.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::Run;
use crate::accounts::Member;
use crate::alerts::letter::Find;
use crate::alerts::notifications::{self, Heard, Notification, Waiting};
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::needs::{self, Match, Need, NewMatch, Pair, Reason, Terms};
use crate::passports::Passport;

/// What became of what waited.
#[derive(Default)]
pub(super) struct Judged {
    /// Best first.
    pub finds: Vec<Find>,
    pub told: Vec<Id<Notification>>,
    /// What is gone, or no better than what was told before, for this need or another.
    pub dropped: Vec<Id<Notification>>,
    /// Finds beyond those that were looked at again, which are told as a number.
    pub unjudged: usize,
    /// Ended before anybody was told.
    forgotten: Vec<Id<Match>>,
    /// Told under other terms than those under which they were found.
    terms: Vec<(Id<Match>, Terms)>,
    /// What is told of each thing, and under which terms.
    told_terms: HashMap<Id<Passport>, (Vec<Id<Notification>>, Terms)>,
}

/// What is held against what is there now.
pub(super) struct Asked<'a> {
    pub member: &'a Id<Member>,
    /// What it is time to tell.
    pub due: Vec<Waiting>,
    /// What waits for needs that are told later; of what is told now it goes along.
    pub later: Vec<Waiting>,
    /// The letter in which it stands, if it was written already.
    pub run: Option<&'a Id<Run>>,
}

type Fitting = HashMap<Pair, NewMatch>;
type AllHeard = HashMap<Id<Passport>, Heard>;

/// Looked at again for one letter, best first; who has more is told how many.
const JUDGED_MAX: usize = 2000;

/// Holds what waits against what is there now.
pub(super) fn judge(conn: &mut Conn, asked: Asked<'_>) -> Result<Judged> {
    let Asked { member, due: mut waiting, mut later, run } = asked;
    let mut judged = Judged::default();
    waiting.sort_by_key(|it| (Reverse(thousandths(it.score)), it.id.clone()));
    let rest = waiting.split_off(waiting.len().min(JUDGED_MAX));
    let seen: HashSet<_> = waiting.iter().map(|it| it.passport_id.clone()).collect();
    let more: BTreeSet<_> = rest.iter().map(|it| &it.passport_id).collect();
    judged.unjudged = more.into_iter().filter(|it| !seen.contains(it)).count();
    judged.told.extend(rest.into_iter().map(|it| it.id));

    later.retain(|it| seen.contains(&it.passport_id));
    let (due, mut later) = (by_pair(waiting), by_pair(later));
    let pairs: Vec<Pair> = due.keys().chain(later.keys()).cloned().collect();
    let fitting = needs::fitting(conn, &pairs)?;
    let mut fitting: Fitting = fitting.into_iter().map(|it| (it.pair(), it)).collect();
    let heard = notifications::heard(conn, member, &Vec::from_iter(seen), run)?;
    let mut told = judged.all(due, &mut fitting, &heard);
    let passports: HashSet<_> = told.iter().map(|it| it.pair().passport_id).collect();
    later.retain(|pair, _| passports.contains(&pair.passport_id));
    told.extend(judged.all(later, &mut fitting, &heard));
    judged.finds = finds(told);
    add_up_lots(conn, &mut judged.finds)?;
    judged.finds.sort_by_key(|it| (Reverse(thousandths(it.score())), it.first_id()));
    Ok(judged)
}

/// What waits for each match, the oldest first: it says what was told before any of them.
fn by_pair(waiting: Vec<Waiting>) -> BTreeMap<Pair, Vec<Waiting>> {
    let mut by_pair: BTreeMap<Pair, Vec<Waiting>> = BTreeMap::new();
    for it in waiting {
        let pair = Pair { need_id: it.need_id.clone(), passport_id: it.passport_id.clone() };
        by_pair.entry(pair).or_default().push(it);
    }
    for waiting in by_pair.values_mut() {
        // Ids of ours sort by age.
        waiting.sort_by(|one, other| one.id.cmp(&other.id));
    }
    by_pair
}

impl Judged {
    /// Those of these matches that are to be told.
    fn all(
        &mut self,
        by_pair: BTreeMap<Pair, Vec<Waiting>>,
        fitting: &mut Fitting,
        heard: &AllHeard,
    ) -> Vec<NewMatch> {
        let told = by_pair.into_iter().filter_map(|(pair, waiting)| {
            self.one(&waiting, fitting.remove(&pair), heard.get(&pair.passport_id))
        });
        told.collect()
    }

    /// One match, of which one or several things were to be told.
    fn one(
        &mut self,
        waiting: &[Waiting],
        found: Option<NewMatch>,
        heard: Option<&Heard>,
    ) -> Option<NewMatch> {
        let (first, last) = (waiting.first()?, waiting.last()?);
        let ids = waiting.iter().map(|it| it.id.clone());
        let before = first.told_before.clone();
        let Some(mut found) = found else {
            self.dropped.extend(ids);
            match before {
                None => self.forgotten.push(first.match_id.clone()),
                Some(before) => self.terms.push((first.match_id.clone(), before)),
            }
            return None;
        };
        let terms = Terms::of(&found.offer.passport.content);
        let heard = heard.filter(|it| it.at >= found.need.created_at).map(|it| it.terms.clone());
        if let Some(before) = heard.or(before) {
            found.better = terms.better_than(&before, &found.need.criteria);
            if found.better.is_none() {
                self.dropped.extend(ids);
                self.terms.push((first.match_id.clone(), before));
                return None;
            }
            found.told_before = Some(before);
        }
        if found.offer.passport.version != last.passport_version {
            self.terms.push((first.match_id.clone(), terms.clone()));
        }
        let of_thing = self.told_terms.entry(first.passport_id.clone());
        of_thing.or_insert_with(|| (Vec::new(), terms)).0.extend(ids.clone());
        found.id = first.match_id.clone();
        self.told.extend(ids);
        Some(found)
    }

    /// Keeps what was told under which terms.
    pub fn keep(&self, conn: &mut Conn) -> Result<()> {
        needs::forget_matches(conn, &self.forgotten)?;
        for (ids, terms) in self.told_terms.values() {
            notifications::set_terms(conn, ids, terms)?;
        }
        self.terms.iter().try_for_each(|(id, terms)| needs::set_told(conn, id, terms))
    }
}

/// A listing comes once, whatever number of needs it fits.
fn finds(told: Vec<NewMatch>) -> Vec<Find> {
    let mut by_passport: BTreeMap<Id<Passport>, Vec<NewMatch>> = BTreeMap::new();
    for found in told {
        by_passport.entry(found.offer.passport.id.clone()).or_default().push(found);
    }
    by_passport
        .into_values()
        .map(|mut matches| {
            matches.sort_by_key(|it| (Reverse(thousandths(it.fit.score)), it.need.id.clone()));
            Find { matches, lots: None }
        })
        .collect()
}

/// Where a need may be met by several lots and these finds are some of them, they are told as one
/// find. Each listing stands in one find.
fn add_up_lots(conn: &mut Conn, finds: &mut Vec<Find>) -> Result<()> {
    let is_part = |it: &&NewMatch| {
        it.fit.reasons.iter().any(|reason| matches!(reason, Reason::PartOfQuantity { .. }))
    };
    let of_parts = finds.iter().flat_map(|find| find.matches.iter().filter(is_part));
    let needs: BTreeMap<Id<Need>, _> =
        of_parts.map(|it| (it.need.id.clone(), std::sync::Arc::clone(&it.need))).collect();
    for (id, need) in needs {
        let Some(lots) = needs::lots_of(conn, &need)? else { continue };
        let of_set: HashSet<_> = lots.lots.iter().map(|it| it.passport.id.clone()).collect();
        // Finds that were added up for another need already stay there.
        let is_of_set = |find: &Find| {
            let fits = find.matches.iter().any(|it| it.need.id == id);
            find.lots.is_none() && fits && of_set.contains(&find.passport().id)
        };
        let (parts, others): (Vec<Find>, Vec<Find>) =
            std::mem::take(finds).into_iter().partition(is_of_set);
        *finds = others;
        let mut matches: Vec<NewMatch> = parts.into_iter().flat_map(|it| it.matches).collect();
        if matches.is_empty() {
            continue;
        }
        matches.sort_by_key(|it| (it.need.id != id, Reverse(thousandths(it.fit.score))));
        finds.push(Find { matches, lots: Some(lots) });
    }
    Ok(())
}

/// Scores in an order that is one. What differs by less is as good.
#[expect(clippy::cast_possible_truncation, reason = "a score lies between 0 and 1")]
fn thousandths(score: f64) -> i64 {
    (score * 1000.0).round() as i64
}
