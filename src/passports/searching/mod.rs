//! Finding what is offered: by words and facts, while typing, on the map, and by likeness. The
//! index finds; whether somebody may see what it found, the record says.

mod check;
pub mod http;
mod similar;
mod suggest;
mod wanted;

use std::collections::BTreeMap;

use super::unindexed::{self, Answer};
use super::{Passport, offered_to};
use crate::app::App;
use crate::error::{Error, Problem, Result};
use crate::language::say;
use crate::search::{Cluster, Facet, Query};

pub use suggest::{Suggestion, suggest};
pub use wanted::Wanted;

/// What a query finds.
pub struct Found {
    /// The words that were asked for.
    pub text: String,
    pub total: usize,
    /// Best first, with their distances.
    pub passports: Vec<(Passport, Option<f64>)>,
    pub facets: BTreeMap<Facet, BTreeMap<String, usize>>,
    pub did_you_mean: Option<String>,
    pub next: Option<String>,
    /// The index did not answer, and the record was looked through instead.
    pub degraded: bool,
}

/// A query that can be put to the index, or all that is wrong with it.
pub fn checked(query: Query) -> Result<Query> {
    let problems = check::problems_of(&query, str::to_owned);
    if problems.is_empty() { Ok(query) } else { Err(Error::Invalid(problems)) }
}

pub async fn find(app: &App, query: Query) -> Result<Found> {
    let Answer { found: page, degraded } = unindexed::find(app, &query).await?;
    let viewer = query.viewer;
    let ids: Vec<String> = page.hits.iter().map(|it| it.id.clone()).collect();
    let passports = app.db.read(move |conn| offered_to(conn, &viewer, &ids)).await?;
    let distances: BTreeMap<String, f64> =
        page.hits.into_iter().filter_map(|it| Some((it.id, it.distance_km?))).collect();
    let passports = passports.into_iter().map(|passport| {
        let distance_km = distances.get(passport.id.as_str()).copied();
        (passport, distance_km)
    });
    Ok(Found {
        text: query.text,
        total: page.total,
        passports: passports.collect(),
        facets: page.facets,
        did_you_mean: page.did_you_mean,
        next: page.next,
        degraded,
    })
}

/// What a query finds in its piece of the map.
pub async fn clusters(app: &App, query: Query) -> Result<Vec<Cluster>> {
    if query.viewport.is_none() {
        let expected = say("passport-expected-bbox");
        return Err(Error::Invalid(vec![Problem::new("/bbox", expected, "")]));
    }
    unindexed::clusters(app, &query).await
}
