//! How much a heading resembles the headings that the catalogue knows. No I/O here.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::field::Field;
use super::heading;
use crate::catalogue;
use crate::language::Language;

/// A field that a heading may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Resemblance {
    pub field: Field,
    /// 1 is the known word itself.
    pub likeness: f64,
    /// The known word, as the catalogue writes it.
    pub word: &'static str,
    /// The languages in which that word means the field.
    pub languages: Vec<Language>,
}

struct Known {
    field: Field,
    written: &'static str,
    /// Without small words.
    words: Vec<String>,
    text: String,
    /// Of the text, in characters.
    long: usize,
    languages: Vec<Language>,
    letters: Letters,
}

/// Which letters occur in a heading, and which in its words without the small ones. Most headings
/// have letters that rule out nearly every known one, which costs less than comparing them.
#[derive(Debug, Clone, Copy)]
struct Letters {
    text: u64,
    words: u64,
}

struct Dictionary {
    known: Vec<Known>,
    by_text: HashMap<String, Vec<usize>>,
}

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| {
    let mut known: Vec<Known> = Vec::new();
    for entry in catalogue::headers() {
        // A test of `field.rs` holds the two lists together.
        let Some(field) = Field::parse(entry.field) else { continue };
        for language in Language::ALL {
            for written in entry.synonyms(language) {
                let text = heading::words(written).join(" ");
                let words = without_small_words(&text).into_iter().map(str::to_owned).collect();
                let same = |it: &&mut Known| it.field == field && it.text == text;
                match known.iter_mut().find(same) {
                    Some(there) => there.languages.push(language),
                    None => {
                        known.push(Known {
                            field,
                            written,
                            letters: Letters::of(&text),
                            long: text.chars().count(),
                            words,
                            text,
                            languages: vec![language],
                        });
                    }
                }
            }
        }
    }
    let mut by_text: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, it) in known.iter().enumerate() {
        by_text.entry(it.text.clone()).or_default().push(at);
        by_text.entry(it.words.concat()).or_default().push(at);
    }
    Dictionary { known, by_text }
});

/// The fields for which the catalogue has exactly this word.
pub fn exact(reading: &str) -> Vec<Resemblance> {
    let found = DICTIONARY.by_text.get(reading).or_else(|| {
        let compact: String = without_small_words(reading).concat();
        DICTIONARY.by_text.get(&compact)
    });
    let mut exact: Vec<Resemblance> = Vec::new();
    for at in found.into_iter().flatten() {
        let known = &DICTIONARY.known[*at];
        if exact.iter().all(|it| it.field != known.field) {
            exact.push(known.resembled(1.0));
        }
    }
    exact
}

/// Every field whose words this reading resembles, each once with its best likeness.
pub fn resembling(reading: &str) -> Vec<Resemblance> {
    let exact = exact(reading);
    if !exact.is_empty() || reading.chars().count() > HEADING_CHARACTERS_MAX {
        return exact;
    }
    let words = without_small_words(reading);
    let sought = Sought::of(reading, &words);
    let mut best: HashMap<Field, Resemblance> = HashMap::new();
    best.extend(numbered(&words).map(|it| (it.field, it)));
    for known in DICTIONARY.known.iter().filter(|it| it.may_resemble(&sought)) {
        let likeness = known.likeness(&sought);
        if likeness > 0.0 && best.get(&known.field).is_none_or(|it| it.likeness < likeness) {
            best.insert(known.field, known.resembled(likeness));
        }
    }
    let mut best: Vec<_> = best.into_values().collect();
    best.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.field.cmp(&b.field)));
    best
}

/// A heading is a few words; what is longer is a sentence.
const HEADING_CHARACTERS_MAX: usize = 60;

/// Words that say what kind of word stands beside them, not what the column is about: `Room name`
/// is a room.
const GENERIC: [&str; 14] = [
    "name", "naam", "nom", "type", "code", "no", "nr", "number", "nummer", "id", "item", "total",
    "format", "ref",
];

impl Letters {
    fn of(text: &str) -> Self {
        let words =
            without_small_words(text).into_iter().map(occurring).fold(0, |all, it| all | it);
        Self { text: occurring(text), words }
    }
}

/// A reading of a heading that is looked up, and what is compared first of it.
struct Sought<'a> {
    reading: &'a str,
    words: &'a [&'a str],
    /// In characters.
    long: usize,
    letters: Letters,
}

impl<'a> Sought<'a> {
    fn of(reading: &'a str, words: &'a [&'a str]) -> Self {
        Self { reading, words, long: reading.chars().count(), letters: Letters::of(reading) }
    }
}

/// `Deurnr`: what ends so is a number of something, unless we know of what.
fn numbered(words: &[&str]) -> Option<Resemblance> {
    const LIKENESS: f64 = 0.65;
    const LETTERS_MIN: usize = 3;
    let [word] = words else { return None };
    let what = ["nummer", "nr"].iter().find_map(|it| word.strip_suffix(it))?;
    let known = exact("nr").into_iter().find(|it| it.field == Field::ExternalId)?;
    (what.chars().count() >= LETTERS_MIN).then_some(Resemblance { likeness: LIKENESS, ..known })
}

/// A bit for each letter and digit that occurs; those beyond the Latin ones share the rest.
fn occurring(text: &str) -> u64 {
    let bit = |it: char| match it {
        'a'..='z' => it as u32 - 'a' as u32,
        '0'..='9' => 26 + it as u32 - '0' as u32,
        other => 36 + other as u32 % 28,
    };
    text.chars().fold(0, |all, it| all | 1 << bit(it))
}

impl Known {
    fn resembled(&self, likeness: f64) -> Resemblance {
        let languages = self.languages.clone();
        Resemblance { field: self.field, likeness, word: self.written, languages }
    }

    /// What costs little to ask, and rules out nearly all that resembles in no way: of a few words
    /// one must begin or end like the other, of several all must occur, and a slip changes little.
    fn may_resemble(&self, sought: &Sought) -> bool {
        /// Of each slip two: a letter that is changed is missing here, and another one there.
        const SLIPS_DIFFERENCE_MAX: u32 = 4;
        let (own, other) = (self.letters, sought.letters);
        let (holds, is_held) = (own.words & !other.words == 0, other.words & !own.words == 0);
        let begins = |it: &str, other: &str| it.as_bytes().first() == other.as_bytes().first();
        let ends = |it: &str, other: &str| it.as_bytes().last() == other.as_bytes().last();
        let part = holds && self.words.iter().all(|it| sought.words.contains(&it.as_str()));
        let written_together = match (self.words.as_slice(), sought.words) {
            ([own], [word]) => (holds || is_held) && (begins(own, word) || ends(own, word)),
            _ => false,
        };
        let slip = self.long.abs_diff(sought.long) <= SLIPS_MAX
            && (own.text ^ other.text).count_ones() <= SLIPS_DIFFERENCE_MAX;
        part || written_together || slip
    }

    fn likeness(&self, sought: &Sought) -> f64 {
        let words = sought.words;
        if self.long < 2 || sought.long < 2 {
            return 0.0;
        }
        [
            self.as_part(words),
            self.as_compound(words),
            self.as_abbreviation(words),
            self.as_slip(sought.reading, sought.long, self.long),
        ]
        .into_iter()
        .fold(0.0, f64::max)
    }

    /// `Aantal deuren`, `geschatte hoeveelheid`: our words among those of the heading.
    fn as_part(&self, words: &[&str]) -> f64 {
        let own: Vec<&str> = self.words.iter().map(String::as_str).collect();
        if words.len() <= own.len() || !own.iter().all(|it| words.contains(it)) {
            return if own.len() > 1 && same_words(words, &own) { 0.9 } else { 0.0 };
        }
        let share = share(length(&own), length(words));
        let base = if words.starts_with(&own) {
            0.68
        } else if words.ends_with(&own) {
            0.66
        } else {
            0.6
        };
        let generic = own.len() == 1 && GENERIC.contains(&own[0]);
        base + 0.25 * share - if generic { 0.12 } else { 0.0 }
    }

    /// `Materiaalsoort`, `Bauteilbezeichnung`: our word written together with another.
    fn as_compound(&self, words: &[&str]) -> f64 {
        let [word] = words else { return 0.0 };
        let [own] = self.words.as_slice() else { return 0.0 };
        if own.len() < COMPOUND_LETTERS_MIN || word.len() <= own.len() {
            return 0.0;
        }
        let share = share(own.len(), word.len());
        if word.ends_with(own.as_str()) {
            0.58 + 0.3 * share
        } else if word.starts_with(own.as_str()) {
            0.55 + 0.3 * share
        } else {
            0.0
        }
    }

    /// `Omschr.`, `Losmaakbaar`, `Nbre`: our word cut short, or without some of its letters.
    fn as_abbreviation(&self, words: &[&str]) -> f64 {
        let [word] = words else { return 0.0 };
        let [own] = self.words.as_slice() else { return 0.0 };
        if word.len() < ABBREVIATION_LETTERS_MIN || word.len() >= own.len() {
            return 0.0;
        }
        if own.starts_with(word) {
            return 0.6 + 0.25 * share(word.len(), own.len());
        }
        let mut letters = own.chars();
        let contracted = word.chars().all(|it| letters.any(|own| own == it));
        let ends =
            own.chars().last() == word.chars().last() && own.chars().next() == word.chars().next();
        if contracted && ends { 0.5 + 0.15 * share(word.len(), own.len()) } else { 0.0 }
    }

    /// `Opmerkigen`: a slip of the pen.
    fn as_slip(&self, reading: &str, long: usize, own_long: usize) -> f64 {
        let allowed = match own_long.min(long) {
            0..=4 => 0,
            5..=8 => 1,
            _ => SLIPS_MAX,
        };
        if allowed == 0 || long.abs_diff(own_long) > allowed {
            return 0.0;
        }
        match edits(reading, &self.text) {
            1 if allowed >= 1 => 0.85,
            2 if allowed >= 2 => 0.72,
            _ => 0.0,
        }
    }
}

/// More slips make another word.
const SLIPS_MAX: usize = 2;
/// Shorter words occur in others by chance.
const COMPOUND_LETTERS_MIN: usize = 5;
const ABBREVIATION_LETTERS_MIN: usize = 3;

#[expect(clippy::cast_precision_loss, reason = "headings are short")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

fn length(words: &[&str]) -> usize {
    words.iter().map(|it| it.len()).sum()
}

fn same_words(one: &[&str], other: &[&str]) -> bool {
    one.len() == other.len()
        && one.iter().all(|it| other.contains(it))
        && other.iter().all(|it| one.contains(it))
}

/// Without articles and prepositions.
fn without_small_words(reading: &str) -> Vec<&str> {
    const SMALL: [&str; 22] = [
        "de", "het", "een", "van", "der", "den", "du", "des", "la", "le", "les", "the", "of",
        "and", "die", "das", "und", "et", "en", "d'", "l'", "a",
    ];
    let words = reading
        .split(' ')
        .map(|it| it.strip_prefix("d'").or_else(|| it.strip_prefix("l'")).unwrap_or(it));
    let telling: Vec<&str> = words.filter(|it| !SMALL.contains(it)).collect();
    // "Ét." is an abbreviation of its own.
    if telling.is_empty() { reading.split(' ').collect() } else { telling }
}

/// How many letters must be put in, left out, changed or swapped with their neighbour.
fn edits(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut rows = vec![vec![0; other.len() + 1]; one.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=one.len() {
        for j in 1..=other.len() {
            let changed = usize::from(one[i - 1] != other[j - 1]);
            let mut least =
                (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + changed);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::inventories::heading::Heading;

    proptest! {
        /// What is ruled out at once resembles in no way.
        #[test]
        fn nothing_that_resembles_is_ruled_out(
            at in 0_usize..10_000,
            places in prop::collection::vec(0_usize..40, 0..3),
            letter in "[a-z0-9é' ]",
            around in prop_oneof!["", "[a-z]{1,6} ", "[a-z]{1,3}"],
        ) {
            let known = &DICTIONARY.known[at % DICTIONARY.known.len()];
            let mut letters: Vec<char> = known.text.chars().collect();
            for place in places {
                // Some known headings are a sign of which no letter is left.
                let place = place % letters.len().max(1);
                if let (Some(old), Some(new)) = (letters.get_mut(place), letter.chars().next()) {
                    *old = new;
                }
            }
            let reading = around + &String::from_iter(letters);
            let words = without_small_words(&reading);
            let sought = Sought::of(&reading, &words);
            for other in &DICTIONARY.known {
                if !other.may_resemble(&sought) {
                    let likeness = other.likeness(&sought);
                    prop_assert!(likeness <= 0.0, "{} {}", reading, other.text);
                }
            }
        }
    }

    fn best(printed: &str) -> Option<Field> {
        let heading = Heading::of(printed);
        heading
            .readings
            .iter()
            .flat_map(|it| resembling(it))
            .max_by(|a, b| a.likeness.total_cmp(&b.likeness))
            .map(|it| it.field)
    }

    #[test]
    fn every_known_heading_means_what_the_catalogue_says() {
        for known in &DICTIONARY.known {
            let found = exact(&known.text);
            assert!(found.iter().any(|it| it.field == known.field), "{}", known.written);
        }
    }

    #[test]
    fn headings_that_nobody_wrote_down_are_understood_by_their_parts() {
        for (printed, field) in [
            ("Losmaakbaar", Field::Disassembly),
            ("Omschr.", Field::Description),
            ("Geschatte hoeveelheid", Field::Quantity),
            ("Aantal stuks totaal", Field::Quantity),
            ("Nbre", Field::Quantity),
            ("Materiaalnaam", Field::Material),
            ("Opmerkigen", Field::Remarks),
            ("Bauteilbezeichnung", Field::Name),
            ("Room name", Field::Room),
            ("Prix unitaire HT", Field::Price),
            ("Date de la dépose", Field::AvailableFrom),
            ("État de la conservation", Field::ConditionTechnical),
            ("InstallationDate", Field::YearMade),
            ("Eural code", Field::EwcCode),
        ] {
            assert_eq!(best(printed), Some(field), "{printed}");
        }
    }

    #[test]
    fn what_is_no_heading_resembles_none() {
        for text in ["Binnendeur met stalen omlijsting", "17 04 05", "930 x 2115 mm", "GV-01", "-"]
        {
            assert!(Heading::of(text).readings.iter().all(|it| exact(it).is_empty()), "{text}");
        }
    }
}
