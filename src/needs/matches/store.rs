//! The SQL of matches.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use diesel::prelude::*;

use super::Match;
use crate::accounts::Organisation;
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::needs::bettering::Terms;
use crate::needs::{Need, Pair, Reason};
use crate::on_backend;
use crate::passports::Passport;
use crate::schema::matches;

/// Parameters of one statement: SQLite takes 32 766 of them, PostgreSQL 65 535.
const IDS_AT_ONCE: usize = 500;

// No field has a default, so that many rows go into one statement on SQLite too.
#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = matches, treat_none_as_default_value = false)]
pub struct MatchRow {
    id: Id<Match>,
    need_id: Id<Need>,
    passport_id: Id<Passport>,
    organisation_id: Id<Organisation>,
    score: f64,
    pub reasons: String,
    passport_version: i64,
    created_at: Instant,
    told_terms: String,
}

/// Those of these pairs that are matches already, each with the version of the passport that it
/// was last judged by. A statement looks up one need with some passports, or one passport with some
/// needs, whichever makes fewer statements.
pub fn matched(conn: &mut Conn, pairs: &[Pair]) -> Result<HashMap<Pair, i64>> {
    let mut by_need: BTreeMap<&str, Vec<&Pair>> = BTreeMap::new();
    let mut by_passport: BTreeMap<&str, Vec<&Pair>> = BTreeMap::new();
    for pair in pairs {
        by_need.entry(pair.need_id.as_str()).or_default().push(pair);
        by_passport.entry(pair.passport_id.as_str()).or_default().push(pair);
    }
    let groups = if by_need.len() <= by_passport.len() { by_need } else { by_passport };
    let mut found = HashMap::new();
    for some in groups.values().flat_map(|it| it.chunks(IDS_AT_ONCE)) {
        let needs: BTreeSet<_> = some.iter().map(|it| &it.need_id).collect();
        let passports: BTreeSet<_> = some.iter().map(|it| &it.passport_id).collect();
        let rows: Vec<(Id<Need>, Id<Passport>, i64)> = matches::table
            .filter(matches::need_id.eq_any(needs))
            .filter(matches::passport_id.eq_any(passports))
            .select((matches::need_id, matches::passport_id, matches::passport_version))
            .load(conn)?;
        found.extend(
            rows.into_iter()
                .map(|(need_id, passport_id, version)| (Pair { need_id, passport_id }, version)),
        );
    }
    Ok(found)
}

/// Which of the matches that were to be written down are new.
pub enum New {
    All,
    These(HashSet<Id<Match>>),
}

impl New {
    pub fn has(&self, id: &Id<Match>) -> bool {
        match self {
            Self::All => true,
            Self::These(ids) => ids.contains(id),
        }
    }
}

/// How many rows go into one statement; a fixed number, so that it is prepared once.
const ROWS_AT_ONCE: usize = 50;

/// Writes down matches. Another worker may have found some meanwhile.
pub fn insert_all(conn: &mut Conn, rows: &[MatchRow]) -> Result<New> {
    let mut inserted = 0;
    let (many, rest) = rows.as_chunks::<ROWS_AT_ONCE>();
    for some in many {
        inserted += on_backend!(conn => diesel::insert_into(matches::table)
            .values(some)
            .on_conflict((matches::need_id, matches::passport_id))
            .do_nothing()
            .execute(conn))?;
    }
    for one in rest {
        inserted += on_backend!(conn => diesel::insert_into(matches::table)
            .values(one)
            .on_conflict((matches::need_id, matches::passport_id))
            .do_nothing()
            .execute(conn))?;
    }
    if inserted == rows.len() {
        return Ok(New::All);
    }
    // Where somebody else was first, the match has their id.
    let mut new = HashSet::with_capacity(inserted);
    for some in rows.chunks(IDS_AT_ONCE) {
        let own = matches::table.filter(matches::id.eq_any(some.iter().map(|it| &it.id)));
        new.extend(own.select(matches::id).load::<Id<Match>>(conn)?);
    }
    Ok(New::These(new))
}

/// The match of a need and a passport. Nobody else changes it until this transaction ends.
pub fn of_pair(conn: &mut Conn, pair: &Pair) -> Result<Option<Match>> {
    let row = matches::table
        .filter(matches::need_id.eq(&pair.need_id))
        .filter(matches::passport_id.eq(&pair.passport_id))
        .select(MatchRow::as_select())
        .first(conn)
        .optional()?;
    row.map(MatchRow::told).transpose()
}

/// Writes down how well it fits by now, if nobody else did for this version of the passport.
pub fn renew(conn: &mut Conn, found: &Match) -> Result<bool> {
    let row = MatchRow::of(found)?;
    let older =
        matches::table.find(&found.id).filter(matches::passport_version.lt(found.passport_version));
    let updated = diesel::update(older)
        .set((
            matches::score.eq(row.score),
            matches::reasons.eq(row.reasons),
            matches::passport_version.eq(row.passport_version),
            matches::told_terms.eq(row.told_terms),
        ))
        .execute(conn)?;
    Ok(updated == 1)
}

/// What fitted a need, best first.
pub fn list(
    conn: &mut Conn,
    need: &Id<Need>,
    after: Option<&Match>,
    limit: i64,
) -> Result<Vec<Match>> {
    let mut wanted = matches::table.filter(matches::need_id.eq(need)).into_boxed();
    if let Some(after) = after {
        let worse = matches::score.lt(after.score);
        let as_good = matches::score.eq(after.score).and(matches::id.gt(&after.id));
        wanted = wanted.filter(worse.or(as_good));
    }
    let rows: Vec<MatchRow> = wanted
        .order((matches::score.desc(), matches::id))
        .limit(limit)
        .select(MatchRow::as_select())
        .load(conn)?;
    rows.into_iter().map(MatchRow::told).collect()
}

/// Keeps what somebody said of a match: the last word counts.
pub fn set_feedback(conn: &mut Conn, id: &Id<Match>, feedback: &str) -> Result<()> {
    diesel::update(matches::table.find(id)).set(matches::feedback.eq(feedback)).execute(conn)?;
    Ok(())
}

pub fn set_told(conn: &mut Conn, id: &Id<Match>, terms: &Terms) -> Result<()> {
    let terms = serde_json::to_string(terms).map_err(Error::internal)?;
    diesel::update(matches::table.find(id)).set(matches::told_terms.eq(terms)).execute(conn)?;
    Ok(())
}

pub fn delete_all(conn: &mut Conn, ids: &[Id<Match>]) -> Result<()> {
    for some in ids.chunks(IDS_AT_ONCE) {
        diesel::delete(matches::table.filter(matches::id.eq_any(some))).execute(conn)?;
    }
    Ok(())
}

pub fn find(conn: &mut Conn, id: &Id<Match>) -> Result<Option<Match>> {
    let row = matches::table.find(id).select(MatchRow::as_select()).first(conn).optional()?;
    row.map(MatchRow::told).transpose()
}

impl MatchRow {
    pub fn of(found: &Match) -> Result<Self> {
        let told = found.told.as_ref().map(serde_json::to_string).transpose();
        Ok(Self {
            id: found.id.clone(),
            need_id: found.need_id.clone(),
            passport_id: found.passport_id.clone(),
            organisation_id: found.organisation_id.clone(),
            score: found.score,
            reasons: serde_json::to_string(&found.reasons).map_err(Error::internal)?,
            passport_version: found.passport_version,
            created_at: found.created_at,
            told_terms: told.map_err(Error::internal)?.unwrap_or_default(),
        })
    }

    fn told(self) -> Result<Match> {
        let reasons: Vec<Reason> = serde_json::from_str(&self.reasons).map_err(Error::internal)?;
        let told = Some(self.told_terms.as_str()).filter(|it| !it.is_empty());
        let told: Option<Terms> =
            told.map(serde_json::from_str).transpose().map_err(Error::internal)?;
        Ok(Match {
            reasons,
            told,
            id: self.id,
            need_id: self.need_id,
            passport_id: self.passport_id,
            organisation_id: self.organisation_id,
            score: self.score,
            passport_version: self.passport_version,
            created_at: self.created_at,
        })
    }
}
