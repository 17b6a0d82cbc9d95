//! Towns, by their names in four languages and by the postcodes of Belgium. The licence of the
//! table stands in `data/LICENCE.md`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::catalogue::fold;
use crate::language::Language;
use crate::search::Point;

#[derive(Debug, PartialEq)]
pub struct Town {
    /// ISO 3166-1, two letters.
    pub country: &'static str,
    /// Of Belgian towns.
    pub postcodes: Vec<&'static str>,
    pub point: Point,
    pub inhabitants: u32,
    /// The most usual first.
    pub names: Vec<&'static str>,
}

impl Town {
    pub fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or_default()
    }
}

/// A name, and the town most people mean by it.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    pub town: &'static Town,
    /// Another one of that name lies elsewhere.
    pub is_one_of_several: bool,
}

static TOWNS: LazyLock<Vec<Town>> = LazyLock::new(|| {
    let lines = include_str!("data/towns.csv").lines().skip(1);
    // The table is part of the program, and a test reads all of it.
    lines.filter_map(town).collect()
});

fn town(line: &'static str) -> Option<Town> {
    let mut cells = line.splitn(6, ',');
    let mut next = || cells.next();
    let (country, postcodes) = (next()?, next()?.split(' ').filter(|it| !it.is_empty()).collect());
    let point = Point { latitude: next()?.parse().ok()?, longitude: next()?.parse().ok()? };
    let inhabitants = next()?.parse().ok()?;
    Some(Town { country, postcodes, point, inhabitants, names: next()?.split('|').collect() })
}

static BY_NAME: LazyLock<HashMap<String, Vec<&'static Town>>> = LazyLock::new(|| {
    let mut by_name: HashMap<String, Vec<&'static Town>> = HashMap::new();
    for town in &*TOWNS {
        for name in &town.names {
            let known = by_name.entry(key(name)).or_default();
            if !known.iter().any(|it| std::ptr::eq(*it, town)) {
                known.push(town);
            }
        }
    }
    by_name
});

/// The longest name has this many words: `Saint-Remy-en-Bouzemont…`.
pub const NAME_WORDS_MAX: usize = 6;

/// The letters and digits of a name, folded, with single spaces between its words.
fn key(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Towns of one name nearer to each other than this are one place to who drives there.
const SAME_PLACE_KM: f64 = 15.0;

/// The town that a name means to who writes in this language: the greatest, where that language
/// is spoken before elsewhere.
pub fn find(name: &str, language: Language) -> Option<Found> {
    let key = key(name);
    let towns = BY_NAME.get(&key).or_else(|| {
        // `St. Truiden`, `St-Niklaas`
        let rest = key.strip_prefix("st ")?;
        ["sint", "saint", "sankt"].iter().find_map(|it| BY_NAME.get(&format!("{it} {rest}")))
    })?;
    let town = towns.iter().copied().max_by_key(|it| weight(it, language))?;
    let elsewhere = |it: &&Town| it.point.distance_km(town.point) > SAME_PLACE_KM;
    let is_one_of_several = towns.iter().any(|it| elsewhere(it) && rivals(it, town));
    Some(Found { town, is_one_of_several })
}

/// A town of which nobody counted the inhabitants is a village.
const VILLAGE: u32 = 300;
/// Who writes in the language of a country means a town there, unless another one is so many
/// times as large.
const AT_HOME: u32 = 20;
/// A town counts as one that may be meant, if it has a part of the inhabitants so great.
const RIVAL_PART: u32 = 10;

fn weight(town: &Town, language: Language) -> u32 {
    let home: &[&str] = match language {
        Language::Nl => &["BE", "NL"],
        Language::Fr => &["BE", "FR", "LU"],
        Language::En => &["BE", "GB"],
        Language::De => &["DE", "BE", "LU"],
    };
    let factor = if home.contains(&town.country) { AT_HOME } else { 1 };
    town.inhabitants.max(VILLAGE).saturating_mul(factor)
}

fn rivals(one: &Town, chosen: &Town) -> bool {
    one.inhabitants.max(VILLAGE) >= chosen.inhabitants.max(VILLAGE) / RIVAL_PART
}

/// The Belgian town of a postcode; of several, the greatest.
pub fn of_postcode(postcode: &str) -> Option<&'static Town> {
    static BY_POSTCODE: LazyLock<HashMap<&'static str, &'static Town>> = LazyLock::new(|| {
        let mut towns: HashMap<&'static str, &'static Town> = HashMap::new();
        for town in &*TOWNS {
            for postcode in &town.postcodes {
                let known = towns.entry(postcode).or_insert(town);
                if known.inhabitants < town.inhabitants {
                    *known = town;
                }
            }
        }
        towns
    });
    BY_POSTCODE.get(postcode).copied()
}

/// Every town there is.
#[cfg(test)]
pub fn all() -> &'static [Town] {
    &TOWNS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_town() {
        let lines = include_str!("data/towns.csv").lines().count() - 1;
        assert_eq!(TOWNS.len(), lines);
        for town in all() {
            let Town { country, postcodes, point, names, .. } = town;
            assert!((41.3..60.9).contains(&point.latitude), "{names:?}");
            assert!((-8.7..15.1).contains(&point.longitude), "{names:?}");
            assert!(postcodes.iter().all(|it| it.len() == 4 && *country == "BE"), "{names:?}");
            assert!(names.iter().all(|it| find(it, Language::Nl).is_some()), "{names:?}");
            assert!(key(town.name()).split(' ').count() <= NAME_WORDS_MAX, "{names:?}");
        }
    }

    #[test]
    fn a_town_is_known_by_its_name_in_each_language() {
        for names in [
            &["Luik", "Liège", "liege", "Lüttich"][..],
            &["Leuven", "Louvain", "LÖWEN"],
            &["Brussel", "Bruxelles", "Brussels", "Brüssel"],
            &["Keulen", "Köln", "Cologne"],
            &["Rijsel", "Lille"],
            &["Sint-Truiden", "St. Truiden", "Saint-Trond"],
            &["Londen", "London", "Londres"],
            &["Aken", "Aachen", "Aix-la-Chapelle"],
        ] {
            let towns: Vec<_> =
                names.iter().map(|it| find(it, Language::Fr).unwrap().town.point).collect();
            assert!(towns.iter().all(|it| *it == towns[0]), "{names:?}: {towns:?}");
        }
        assert!(find("Blurplezeem", Language::Nl).is_none());
    }

    #[test]
    fn where_several_bear_a_name_the_language_tells_which() {
        let halle = |language| find("Halle", language).unwrap();
        assert_eq!(halle(Language::Nl).town.country, "BE");
        assert_eq!(halle(Language::De).town.country, "DE");
        assert!(halle(Language::Nl).is_one_of_several);
        assert!(!find("Leuven", Language::Nl).unwrap().is_one_of_several);
        assert_eq!(of_postcode("3001").unwrap().name(), "Heverlee");
        assert_eq!(of_postcode("9999"), None);
    }
}
