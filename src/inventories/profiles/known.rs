//! Which profile a list was made for: one for the same headings, in whatever order they stand now,
//! even where a column was added or is gone. No I/O here.

use std::collections::{HashMap, HashSet};

use super::{Profile, ProfileColumn, key_of};
use crate::catalogue;
use crate::inventories::fit;
use crate::inventories::map::Column;

/// A profile, and which of its columns each column of a list is.
#[derive(Debug)]
pub struct Known<'a> {
    pub profile: &'a Profile,
    /// In the order of the list; `None` for a column that the profile does not know.
    pub columns: Vec<Option<&'a ProfileColumn>>,
}

/// Of the headings of list and profile, the share in percent that must be the same: of four
/// columns one may be new, or gone.
const SAME_PERCENT_MIN: usize = 70;

/// The profile for these columns; of several, the one that knows most of them.
pub fn known<'a>(columns: &[Column], profiles: &'a [Profile]) -> Option<Known<'a>> {
    let key = key_of(columns.iter().map(|it| it.heading.printed.as_str()));
    let mut exact = profiles
        .iter()
        .filter(|it| it.key() == key)
        .map(|profile| Known { profile, columns: profile.columns.iter().map(Some).collect() });
    let exact = exact.find(|it| it.is_named() || it.fits(columns));
    exact.or_else(|| {
        let likes = profiles.iter().map(|it| Known::of(columns, it));
        // The first of equals is the newest.
        let alike = likes.filter(|it| it.is_alike(columns)).rev();
        alike.max_by_key(Known::count)
    })
}

impl<'a> Known<'a> {
    /// Each heading finds its namesake, the second of a name the second.
    fn of(columns: &[Column], profile: &'a Profile) -> Self {
        let mut by_heading: HashMap<String, Vec<&ProfileColumn>> = HashMap::new();
        for column in profile.columns.iter().rev() {
            by_heading.entry(catalogue::fold(&column.heading)).or_default().push(column);
        }
        by_heading.remove("");
        let mut namesake =
            |column: &Column| by_heading.get_mut(&catalogue::fold(&column.heading.printed))?.pop();
        Self { profile, columns: columns.iter().map(&mut namesake).collect() }
    }

    fn count(&self) -> usize {
        self.columns.iter().flatten().count()
    }

    fn is_alike(&self, columns: &[Column]) -> bool {
        let most = columns.len().max(self.profile.columns.len());
        self.count() > 1 && self.count() * 100 >= most * SAME_PERCENT_MIN
    }

    fn is_named(&self) -> bool {
        self.profile.columns.iter().any(|it| !it.heading.is_empty())
    }

    /// Lists without headings are all alike, but for what stands in them.
    fn fits(&self, columns: &[Column]) -> bool {
        const FIT_MIN: f64 = 0.5;
        let field = |it: Option<&ProfileColumn>| it.and_then(|it| it.field);
        let fits = |(column, known): (&Column, Option<&ProfileColumn>)| {
            let fit = field(known).and_then(|it| fit::fit(it, &column.values));
            fit.is_none_or(|it| it >= FIT_MIN)
        };
        columns.iter().zip(self.columns.iter().copied()).all(fits)
    }

    /// The headings of the list that the profile does not know.
    pub fn unknown_headings(&self, columns: &[Column]) -> Vec<String> {
        let unknown = columns.iter().zip(&self.columns).filter(|it| it.1.is_none());
        let headings: HashSet<&str> =
            unknown.map(|it| it.0.heading.printed.as_str()).filter(|it| !it.is_empty()).collect();
        let mut headings: Vec<String> = headings.into_iter().map(str::to_owned).collect();
        headings.sort_unstable();
        headings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;
    use crate::id::Id;
    use crate::inventories::field::Field;
    use crate::inventories::heading::Heading;

    fn profile(headings: &[(&str, Option<Field>)]) -> Profile {
        let columns = headings.iter().map(|(heading, field)| ProfileColumn {
            heading: (*heading).to_owned(),
            field: *field,
        });
        let now = clock::now();
        Profile {
            id: Id::new(),
            organisation_id: Id::new(),
            name: "Sloop".to_owned(),
            columns: columns.collect(),
            values: Vec::new(),
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    fn columns(headings: &[&str], values: &[&str]) -> Vec<Column> {
        let column = |(at, heading): (usize, &&str)| Column {
            at: u32::try_from(at).unwrap(),
            heading: Heading::of(heading),
            values: values.get(at).map(|it| (*it).to_owned()).into_iter().collect(),
        };
        headings.iter().enumerate().map(column).collect()
    }

    fn fields(known: Option<Known>) -> Option<Vec<Option<Field>>> {
        known.map(|it| it.columns.iter().map(|it| it.and_then(|it| it.field)).collect())
    }

    #[test]
    fn a_list_is_known_in_another_order_and_with_a_column_more_or_less() {
        let all = [profile(&[
            ("Wat", Some(Field::Name)),
            ("Hoeveel", Some(Field::Quantity)),
            ("Vak", Some(Field::Room)),
            ("Extra", None),
        ])];
        let of = |headings: &[&str]| fields(known(&columns(headings, &[]), &all));
        let (name, quantity, room) = (Some(Field::Name), Some(Field::Quantity), Some(Field::Room));
        assert_eq!(of(&["wat", "hoeveel", "vak", "extra"]), Some(vec![name, quantity, room, None]));
        assert_eq!(of(&["Extra", "Vak", "Wat", "Hoeveel"]), Some(vec![None, room, name, quantity]));
        let more = of(&["Nr", "Wat", "Hoeveel", "Vak", "Extra"]);
        assert_eq!(more, Some(vec![None, name, quantity, room, None]));
        assert_eq!(of(&["Wat", "Hoeveel", "Vak"]), Some(vec![name, quantity, room]));
        assert_eq!(of(&["Wat", "Hoeveel", "Prijs", "Staat"]), None, "half of it is another list");
    }

    #[test]
    fn the_profile_that_knows_most_columns_is_taken_and_the_newest_of_equals() {
        let small = profile(&[("Wat", Some(Field::Name)), ("Hoeveel", None), ("Vak", None)]);
        let large = profile(&[
            ("Wat", Some(Field::Description)),
            ("Hoeveel", None),
            ("Vak", None),
            ("Staat", None),
        ]);
        let newest = Profile { id: Id::new(), ..large.clone() };
        let all = [small, newest.clone(), large];
        let found = known(&columns(&["Staat", "Vak", "Hoeveel", "Wat"], &[]), &all).unwrap();
        assert_eq!(found.profile.id, newest.id);
    }

    #[test]
    fn without_headings_the_values_must_fit() {
        let all = [profile(&[("", Some(Field::Name)), ("", Some(Field::Quantity))])];
        assert!(known(&columns(&["", ""], &["Deur", "3"]), &all).is_some());
        assert!(known(&columns(&["", ""], &["3", "Deur"]), &all).is_none());
    }
}
