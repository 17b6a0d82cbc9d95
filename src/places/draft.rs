//! What people type in about places, and what is taken.

use serde::Deserialize;

use super::Site;
use crate::accounts::Park;
use crate::accounts::draft::{NAME_CHARACTERS_MAX, line, point};
use crate::error::{Error, Problem, Result};
use crate::id::Id;
use crate::language::say;
use crate::search::Point;

/// Street, number, box, postcode, town, country, and words on how to find the gate.
const ADDRESS_CHARACTERS_MAX: usize = 300;

/// What stands longer is heritage, and what is not built yet gives nothing away. Wide enough for
/// both, narrow enough to catch a slip of the finger.
const YEAR_BUILT_MIN: i32 = 1000;
const YEAR_BUILT_MAX: i32 = 2100;

/// A site, as it is filled in.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteDraft {
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
    #[schema(min_length = 1, max_length = 300, examples("Interleuvenlaan 10, 3001 Leuven"))]
    pub address: String,
    pub point: Point,
    /// The business park it lies in, one of `GET /api/v1/parks`.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub park_id: Option<Id<Park>>,
}

impl SiteDraft {
    /// The draft as it will be stored, or all that is not right.
    pub(super) fn check(self) -> Result<Self> {
        let found = (
            line("/name", &self.name, NAME_CHARACTERS_MAX),
            line("/address", &self.address, ADDRESS_CHARACTERS_MAX),
            point("/point", self.point),
        );
        match found {
            (Ok(name), Ok(address), Ok(())) => Ok(Self { name, address, ..self }),
            (name, address, point) => Err(all_of([name.err(), address.err(), point.err()])),
        }
    }
}

/// A building, as it is filled in.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BuildingDraft {
    /// Where it stands: a site of your organisation.
    pub site_id: Id<Site>,
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
    #[serde(default)]
    #[schema(minimum = 1000, maximum = 2100)]
    pub year_built: Option<i32>,
}

impl BuildingDraft {
    /// The draft as it will be stored, or all that is not right.
    pub(super) fn check(self) -> Result<Self> {
        let name = line("/name", &self.name, NAME_CHARACTERS_MAX);
        let year = self.year_built.map_or(Ok(()), year_built);
        match (name, year) {
            (Ok(name), Ok(())) => Ok(Self { name, ..self }),
            (name, year) => Err(all_of([name.err(), year.err()])),
        }
    }
}

fn year_built(year: i32) -> std::result::Result<(), Problem> {
    if (YEAR_BUILT_MIN..=YEAR_BUILT_MAX).contains(&year) {
        return Ok(());
    }
    let expected =
        say("expected-number-between").with("min", YEAR_BUILT_MIN).with("max", YEAR_BUILT_MAX);
    Err(Problem::new("/year_built", expected, year))
}

fn all_of<const N: usize>(problems: [Option<Problem>; N]) -> Error {
    Error::Invalid(problems.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_with_a_site_is_told_at_once() {
        let wrong = SiteDraft {
            name: "\u{7}".to_owned(),
            address: "Street 1\nTown".to_owned(),
            point: Point { latitude: 95.0, longitude: 4.7 },
            park_id: None,
        };
        let Err(Error::Invalid(problems)) = wrong.check() else { panic!("it was taken") };
        let pointers: Vec<&str> = problems.iter().map(|it| it.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/address", "/point/latitude"]);
    }

    #[test]
    fn a_building_was_built_in_a_year() {
        let built = |year_built| {
            let name = "Office".to_owned();
            BuildingDraft { site_id: Id::new(), name, year_built }.check().is_ok()
        };
        assert!(built(None) && built(Some(1000)) && built(Some(1972)));
        assert!(!built(Some(197)) && !built(Some(19720)));
    }
}
