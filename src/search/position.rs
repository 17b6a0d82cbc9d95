//! Where a listing stands among all that is found, and the cursor that says where a page ended.
//!
//! No two listings stand in the same place, and a listing's place depends on nothing but itself
//! and the query. So a cursor stays good while listings come and go around it.

use std::cmp::Reverse;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::constraint::Figure;
use super::{Hit, Query, Result, SearchError, Sort};

/// The place of a listing; what comes first is less.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// What the sort is about, turned so that the best is least.
    pub rank: i64,
    /// Of two alike, the newer one first.
    pub created_at: Reverse<i64>,
    /// Of two as old, any order will do that is always the same.
    pub id: String,
}

/// The rank of what has no place, no price, or whatever else the order is about: after all that
/// has.
pub const LAST: i64 = i64::MAX;

const MILLIMETRES_PER_KM: f64 = 1e6;

/// What the rank of a listing is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    /// How well it answers the words.
    Points,
    Distance,
    Figure(Figure),
    /// All are equal, and the newest comes first.
    Nothing,
}

/// What must be known of a listing to rank it in this order.
pub fn measured(sort: Sort) -> Measured {
    match sort {
        Sort::Relevance => Measured::Points,
        Sort::Distance => Measured::Distance,
        Sort::Price => Measured::Figure(Figure::PriceCents),
        Sort::Newest => Measured::Nothing,
        Sort::Availability => Measured::Figure(Figure::AvailableFrom),
        Sort::Carbon => Measured::Figure(Figure::CarbonAvoidedGrams),
    }
}

/// What answers a word more than another stands before it, whatever its points: nobody asks for so
/// many words that their points come to this.
const POINTS_OF_A_WORD_MAX: i64 = 1_000_000;

/// The rank by words that are not answered, fewest first, and then by points, most first.
pub fn rank_of_points(points: u32, words_missing: usize) -> i64 {
    let missing = i64::try_from(words_missing).unwrap_or(POINTS_OF_A_WORD_MAX);
    missing * POINTS_OF_A_WORD_MAX - i64::from(points)
}

pub fn rank_of_distance(km: Option<f64>) -> i64 {
    km.map_or(LAST, millimetres)
}

/// The rank by the figure that the order is about.
pub fn rank_of_figure(sort: Sort, figure: Option<i64>) -> i64 {
    match (sort, figure) {
        (_, None) => LAST,
        (Sort::Carbon, Some(figure)) => figure.saturating_neg(),
        (
            Sort::Price | Sort::Availability | Sort::Relevance | Sort::Distance | Sort::Newest,
            Some(figure),
        ) => figure,
    }
}

/// How far away what has this rank by distance is.
#[expect(clippy::cast_precision_loss, reason = "the earth is not that large")]
pub fn kilometres(rank: i64) -> f64 {
    rank as f64 / MILLIMETRES_PER_KM
}

#[expect(clippy::cast_possible_truncation, reason = "the earth is not that large")]
fn millimetres(km: f64) -> i64 {
    (km * MILLIMETRES_PER_KM).round() as i64
}

/// A cursor is a position, the order in which it is one, and how many words need not occur in
/// what follows.
#[derive(Serialize, Deserialize)]
struct Cursor(Sort, Position, usize);

/// Where to go on, as the query's cursor says.
pub fn read_cursor(query: &Query) -> Result<Option<Position>> {
    Ok(cursor_of(query)?.map(|it| it.1))
}

/// How many words need not occur on this page: as many as on the one before.
pub fn words_missing(query: &Query) -> Result<usize> {
    Ok(cursor_of(query)?.map_or(query.words_missing, |it| it.2))
}

fn cursor_of(query: &Query) -> Result<Option<Cursor>> {
    let Some(cursor) = &query.cursor else { return Ok(None) };
    let json = BASE64_URL_SAFE_NO_PAD.decode(cursor).map_err(|_| SearchError::Cursor)?;
    let cursor: Cursor = serde_json::from_slice(&json).map_err(|_| SearchError::Cursor)?;
    if cursor.0 == query.sort { Ok(Some(cursor)) } else { Err(SearchError::Cursor) }
}

fn write_cursor(sort: Sort, position: Position, words_missing: usize) -> Result<String> {
    let json = serde_json::to_vec(&Cursor(sort, position, words_missing))
        .map_err(|cause| SearchError::Failed { index: "cursor", source: cause.into() })?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(json))
}

/// How many to gather for a page: one more than it holds tells whether there is a next one.
pub fn wanted(query: &Query) -> usize {
    query.limit.saturating_add(1)
}

/// Cuts the page from what was found after the cursor, with distances, in order. All of it, or
/// the first [`wanted`].
pub fn cut(
    query: &Query,
    mut found: Vec<(Position, Option<f64>)>,
) -> Result<(Vec<Hit>, Option<String>)> {
    let is_more = found.len() > query.limit;
    found.truncate(query.limit);
    let next = match found.last() {
        Some((last, _)) if is_more => {
            Some(write_cursor(query.sort, last.clone(), query.words_missing)?)
        }
        _ => None,
    };
    let hit = |(position, distance_km): (Position, _)| Hit { id: position.id, distance_km };
    Ok((found.into_iter().map(hit).collect(), next))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(sort: Sort, cursor: &str) -> Result<Option<Position>> {
        read_cursor(&Query { sort, cursor: Some(cursor.to_owned()), ..Query::default() })
    }

    #[test]
    fn what_is_no_cursor_of_ours_is_refused() {
        let position = Position { rank: 1, created_at: Reverse(2), id: "a".to_owned() };
        let good = write_cursor(Sort::Price, position.clone(), 0).unwrap();
        assert_eq!(read(Sort::Price, &good).unwrap(), Some(position));
        let longer = format!("{good}AA");
        let not_ours = BASE64_URL_SAFE_NO_PAD.encode(r#"{"rank":1}"#);
        for bad in ["", "1", "\0", "' OR 1=1", &good[1..], &longer, &not_ours] {
            assert!(matches!(read(Sort::Price, bad), Err(SearchError::Cursor)), "{bad}");
        }
        assert!(matches!(read(Sort::Newest, &good), Err(SearchError::Cursor)), "of another order");
    }

    proptest! {
        #[test]
        fn every_position_survives_its_cursor(rank: i64, created_at: i64, id in ".*") {
            let position = Position { rank, created_at: Reverse(created_at), id };
            let cursor = write_cursor(Sort::Distance, position.clone(), 2).unwrap();
            prop_assert!(cursor.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it)));
            prop_assert_eq!(read(Sort::Distance, &cursor).unwrap(), Some(position));
        }
    }
}
