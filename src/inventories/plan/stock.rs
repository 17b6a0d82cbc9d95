//! By what a row and a passport are known to be the same thing. No I/O here.

use std::collections::{HashMap, VecDeque};

use crate::catalogue;
use crate::passports::{Dimensions, Draft, Passport};

/// By what a row and a passport are known to be the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Identity {
    Number(String),
    /// The lines of most lists are numbered from 1, so such a number says little by itself.
    Line {
        number: String,
        name: String,
    },
    /// Without a number: what it is called, how large it is, and where. Not its category, which was
    /// read from the name, and which somebody may have put right since.
    Likeness {
        name: String,
        dimensions: String,
        place: [Option<String>; 5],
    },
}

/// Longer numbers are given to things, shorter ones to lines.
const LINE_NUMBER_DIGITS_MAX: usize = 4;

impl Identity {
    fn of(draft: &Draft) -> Self {
        let name = catalogue::fold(&draft.name);
        match &draft.external_id {
            Some(number) if is_line_number(number) => Self::Line { number: number.clone(), name },
            Some(number) => Self::Number(number.clone()),
            None => Self::Likeness {
                name,
                dimensions: sizes(&draft.dimensions),
                place: [
                    draft.site_id.as_ref().map(ToString::to_string),
                    draft.building_id.as_ref().map(ToString::to_string),
                    draft.floor.clone(),
                    draft.room.clone(),
                    draft.location.clone(),
                ],
            },
        }
    }
}

fn is_line_number(number: &str) -> bool {
    number.len() <= LINE_NUMBER_DIGITS_MAX && number.bytes().all(|it| it.is_ascii_digit())
}

fn sizes(dimensions: &Dimensions) -> String {
    let Dimensions { length_mm, width_mm, height_mm, depth_mm, thickness_mm, diameter_mm } =
        dimensions;
    [length_mm, width_mm, height_mm, depth_mm, thickness_mm, diameter_mm]
        .map(|it| it.map(|it| it.normalize().to_string()).unwrap_or_default())
        .join("x")
}

/// Whether both say where they are, and it is not the same place: a contractor numbers the doors of
/// every building from `D-1`.
fn is_elsewhere(there: &Draft, said: &Draft) -> bool {
    fn differ<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
        a.zip(b).is_some_and(|(a, b)| a != b)
    }
    differ(there.site_id.as_ref(), said.site_id.as_ref())
        || differ(there.building_id.as_ref(), said.building_id.as_ref())
}

/// What the organisation has, to be looked up by identity.
#[derive(Debug, Default)]
pub struct Stock(HashMap<Identity, VecDeque<Passport>>);

/// Of so many that look alike, one that the row changes nothing of is looked for. Beyond, the
/// quantity alone decides: a row need not be compared with thousands.
const COMPARED_MAX: usize = 20;

impl Stock {
    /// The oldest stands first.
    pub fn of(mut passports: Vec<Passport>) -> Self {
        passports.sort_by(|a, b| a.id.cmp(&b.id));
        passports.dedup_by(|a, b| a.id == b.id);
        let mut stock = Self::default();
        for passport in passports {
            stock.0.entry(Identity::of(&passport.content)).or_default().push_back(passport);
        }
        stock
    }

    /// The passport that a row is about: of several with one identity, one that says the same
    /// already (`is_same`), so that the order of the rows makes no difference; else the oldest.
    pub fn take(&mut self, draft: &Draft, is_same: impl Fn(&Passport) -> bool) -> Option<Passport> {
        let alike = self.0.get_mut(&Identity::of(draft))?;
        if alike.len() == 1 && !is_elsewhere(&alike[0].content, draft) {
            return alike.pop_front();
        }
        let mut compared = 0;
        let same = alike.iter().position(|it| {
            let near = it.content.quantity == draft.quantity
                && it.content.unit == draft.unit
                && !is_elsewhere(&it.content, draft);
            compared += usize::from(near);
            near && (compared > COMPARED_MAX || is_same(it))
        });
        let place =
            same.or_else(|| alike.iter().position(|it| !is_elsewhere(&it.content, draft)))?;
        alike.remove(place)
    }
}
