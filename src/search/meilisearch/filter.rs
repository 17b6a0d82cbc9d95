//! What Meilisearch is asked to narrow by. This is the only place where a filter becomes text, and
//! [`quoted`] the only one where a value does.

use std::fmt::{self, Display, Write};
use std::ops::RangeInclusive;

use super::super::Near;
use super::super::constraint::{Constraint, Figure};
use super::super::place::EARTH_RADIUS_KM;
use super::document::{self, FACTS, ORDER};

#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    All(Vec<Filter>),
    /// At least one of these; of none, nothing.
    Any(Vec<Filter>),
    Not(Box<Filter>),
    /// The attribute has one of these values.
    IsIn(String, Vec<String>),
    BeginsWith(String, String),
    /// Both ends belong to it.
    Between(String, RangeInclusive<i64>),
    Known(String),
    /// Comes after this in the order of ids.
    After(String),
    Circle {
        latitude: f64,
        longitude: f64,
        metres: f64,
    },
    Rectangle {
        south: f64,
        west: f64,
        north: f64,
        east: f64,
    },
}

impl Filter {
    pub fn not(filter: Self) -> Self {
        Self::Not(Box::new(filter))
    }

    pub fn of(constraint: &Constraint) -> Self {
        let facts = |facts: &[_]| {
            let terms = facts.iter().map(document::fact).collect();
            Self::IsIn(FACTS.to_owned(), terms)
        };
        match constraint {
            Constraint::AnyOf(any) => facts(any),
            Constraint::NoneOf(none) => Self::not(facts(none)),
            Constraint::Between(figure, range) => {
                Self::Between(document::figure(*figure), range.clone())
            }
            Constraint::Within(near) => Self::circle(*near),
            Constraint::OnMap(view) => Self::Rectangle {
                south: view.south,
                west: view.west,
                north: view.north,
                east: view.east,
            },
        }
    }

    /// Meilisearch takes the earth for a ball of another size; so that both hold the same circle,
    /// ours is made smaller or larger with it.
    pub fn circle(near: Near) -> Self {
        const THEIR_EARTH_RADIUS_KM: f64 = 6371.0;
        /// From anywhere it reaches everywhere. Meilisearch reads no infinite radius.
        const ALL_AROUND_KM: f64 = 25_000.0;
        let kilometres = near.radius_km * THEIR_EARTH_RADIUS_KM / EARTH_RADIUS_KM;
        let kilometres = if kilometres > ALL_AROUND_KM { ALL_AROUND_KM } else { kilometres };
        Self::Circle {
            latitude: near.point.latitude,
            longitude: near.point.longitude,
            metres: kilometres * 1000.0,
        }
    }

    /// What has a figure of exactly this much.
    pub fn exactly(figure: Figure, value: i64) -> Self {
        Self::Between(document::figure(figure), value..=value)
    }
}

/// The only way in which a value gets into a filter.
fn quoted(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    text.push('"');
    for letter in value.chars() {
        if matches!(letter, '"' | '\\') {
            text.push('\\');
        }
        text.push(letter);
    }
    text.push('"');
    text
}

/// No listing has this place in the order, so nothing is found by it.
const NOTHING: &str = "nothing";

impl Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(filters) if filters.is_empty() => {
                write!(f, "{ORDER} EXISTS")
            }
            Self::Any(filters) if filters.is_empty() => write!(f, "{ORDER} = {}", quoted(NOTHING)),
            Self::All(filters) => joined(f, filters, " AND "),
            Self::Any(filters) => joined(f, filters, " OR "),
            Self::Not(filter) => write!(f, "NOT ({filter})"),
            Self::IsIn(attribute, values) => {
                let values: Vec<String> = values.iter().map(|it| quoted(it)).collect();
                write!(f, "{} IN [{}]", quoted(attribute), values.join(","))
            }
            Self::BeginsWith(attribute, beginning) => {
                write!(f, "{} STARTS WITH {}", quoted(attribute), quoted(beginning))
            }
            Self::Between(attribute, range) => between(f, attribute, range),
            Self::Known(attribute) => write!(f, "{} EXISTS", quoted(attribute)),
            Self::After(order) => write!(f, "{ORDER} > {}", quoted(order)),
            Self::Circle { latitude, longitude, metres } => {
                // Written so that what is no number holds nothing.
                if *metres >= 0.0 && latitude.is_finite() && longitude.is_finite() {
                    write!(f, "_geoRadius({latitude}, {longitude}, {metres})")
                } else {
                    write!(f, "{}", Self::Any(Vec::new()))
                }
            }
            Self::Rectangle { south, west, north, east } => {
                if south <= north && west.is_finite() && east.is_finite() {
                    write!(f, "_geoBoundingBox([{north}, {east}], [{south}, {west}])")
                } else {
                    write!(f, "{}", Self::Any(Vec::new()))
                }
            }
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, filters: &[Filter], word: &str) -> fmt::Result {
    f.write_char('(')?;
    for (at, filter) in filters.iter().enumerate() {
        if at > 0 {
            f.write_str(word)?;
        }
        write!(f, "{filter}")?;
    }
    f.write_char(')')
}

fn between(
    f: &mut fmt::Formatter<'_>,
    attribute: &str,
    range: &RangeInclusive<i64>,
) -> fmt::Result {
    let attribute = quoted(attribute);
    match (*range.start(), *range.end()) {
        (min, max) if min > max => write!(f, "{}", Filter::Any(Vec::new())),
        (i64::MIN, i64::MAX) => write!(f, "{attribute} EXISTS"),
        (i64::MIN, max) => write!(f, "{attribute} <= {max}"),
        (min, i64::MAX) => write!(f, "{attribute} >= {min}"),
        (min, max) if min == max => write!(f, "{attribute} = {min}"),
        (min, max) => write!(f, "({attribute} >= {min} AND {attribute} <= {max})"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_filter_reads_like_what_it_means() {
        let any = Filter::Any(vec![
            Filter::IsIn("facts".to_owned(), vec!["a \"b\" \\".to_owned()]),
            Filter::not(Filter::BeginsWith("words.name".to_owned(), "deu".to_owned())),
        ]);
        let all = Filter::All(vec![any, Filter::Between("figures.x".to_owned(), 3..=i64::MAX)]);
        let expected = r#"(("facts" IN ["a \"b\" \\"] OR NOT ("words.name" STARTS WITH "deu")) AND "figures.x" >= 3)"#;
        assert_eq!(all.to_string(), expected);
    }

    #[test]
    fn what_holds_nothing_asks_for_nothing() {
        let nothing = Filter::Any(Vec::new()).to_string();
        let empty = RangeInclusive::new(1, 0);
        assert_eq!(Filter::Between("figures.x".to_owned(), empty).to_string(), nothing);
        let nowhere = Filter::Circle { latitude: 50.0, longitude: 4.0, metres: f64::NAN };
        assert_eq!(nowhere.to_string(), nothing);
        assert_eq!(Filter::All(Vec::new()).to_string(), "order EXISTS");
    }

    proptest! {
        /// Read as Meilisearch reads it, a quoted value is itself and ends where it ends.
        #[test]
        fn a_quoted_value_is_one_value(value in any::<String>()) {
            let text = quoted(&value);
            let mut letters = text.strip_prefix('"').unwrap().chars();
            let mut read = String::new();
            let ended = loop {
                match letters.next() {
                    Some('\\') => read.extend(letters.next()),
                    Some('"') => break true,
                    Some(letter) => read.push(letter),
                    None => break false,
                }
            };
            prop_assert!(ended && letters.next().is_none());
            prop_assert_eq!(read, value);
        }
    }
}
