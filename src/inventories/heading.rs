//! What can be told from the heading of one column alone: its words, its unit, what its letter
//! stands for. No I/O here.

use serde::{Deserialize, Serialize};

use crate::catalogue::{self, Unit};

/// A heading, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// As it stands in the file, on one line. Two rows of headings are joined by ` / `.
    pub printed: String,
    /// The ways to read it, the best first: folded words without brackets, units, punctuation.
    pub readings: Vec<String>,
    /// The unit it names, folded: `cm`, `m2`, `kg/st`, `eur`.
    pub unit: Option<String>,
    /// What stands in brackets and is no unit: `lxbxh`, `1-6`, `ht`.
    pub notes: Vec<String>,
    /// It is one letter, as printed: `L` and `l` differ in French.
    pub letter: Option<char>,
    /// It says that its figures are per piece or per unit.
    pub per_unit: bool,
    /// It says that its figures are for the whole row.
    pub total: bool,
}

/// What marks figures per unit, as whole words.
const PER_UNIT: [&str; 18] = [
    "unitaire",
    "unit",
    "each",
    "eenheidsprijs",
    "stukgewicht",
    "stuk",
    "piece",
    "stuck",
    "einzel",
    "stk",
    "pce",
    "pcs",
    "st",
    "eenheid",
    "einheit",
    "unite",
    "u",
    "ea",
];
/// The words before such a mark.
const PER: [&str; 8] = ["per", "pro", "par", "je", "/", "a", "l'", "the"];
/// What marks figures for the whole row, as the beginning of a word.
const TOTAL: [&str; 6] = ["totaal", "total", "totale", "gesamt", "summe", "somme"];

/// Words that people count in, and that head a column as often: `Nr.` below `Bauteil`.
const HEADINGS_TOO: [&str; 21] = [
    "unit",
    "units",
    "number",
    "qty",
    "aantal",
    "nb",
    "nbre",
    "no",
    "nos",
    "nr",
    "einheit",
    "einheiten",
    "unite",
    "unites",
    "element",
    "elements",
    "u",
    "un",
    "item",
    "items",
    "lot",
];

impl Heading {
    /// What it is one of several of: `gebouw` of `Gebouw A`. Headings that only resemble a place
    /// do not begin alike.
    pub fn numbered(&self) -> Option<String> {
        let own = self.printed.rsplit(" / ").next()?;
        let folded = catalogue::fold(own);
        let (what, number) = folded.split_once(' ')?;
        (!number.is_empty()).then(|| what.to_owned())
    }

    pub fn of(printed: &str) -> Self {
        let printed = one_line(printed);
        let (outside, brackets) = without_brackets(&printed);
        let mut heading = Self { printed: printed.clone(), ..Self::default() };
        for bracket in brackets {
            match unit_of(&bracket) {
                Some(unit) => heading.unit = heading.unit.or(Some(unit)),
                None => heading.notes.push(words(&bracket).join(" ")),
            }
        }
        let mut own = words(&outside);
        match heading.unit.take() {
            None => heading.unit = take_unit(&mut own),
            // `Weight kg (each)` has a unit, and says of what it is.
            Some(unit) => {
                let counts = catalogue::unit_of_word(&unit) == Some(Unit::Pcs);
                let of_one = if counts { take_unit(&mut own) } else { None };
                heading.unit = Some(of_one.map_or(unit.clone(), |it| format!("{it}/{unit}")));
            }
        }
        let mut letters = outside.chars().filter(|it| it.is_alphabetic() || *it == 'Ø');
        if let (Some(letter), None) = (letters.next(), letters.next()) {
            heading.letter = Some(letter);
        }
        heading.read_marks(&own);
        let bare = without_vat(&own);
        heading.add_reading(bare.join(" "));
        heading.add_reading(own.join(" "));
        heading.add_reading(words(&split_camel(&outside)).join(" "));
        heading.add_reading(words(&printed).join(" "));
        // `Element / Materiaal` is one thing under two names.
        heading.add_reading(words(&outside.replace(" / ", "/")).join(" "));
        heading
    }

    /// A heading of two rows: `Afmetingen (cm)` above `L`.
    pub fn of_two(above: &str, below: &str) -> Self {
        let (above, below) = (Self::of(above), Self::of(below));
        if above.readings.is_empty() {
            return below;
        }
        let alone = unit_of(&below.printed).filter(|it| {
            // `T` below `Maße (mm)` is a side, and so is any `W`; `t` below `Gewicht` is a ton.
            let side = below.letter.is_some() && (above.unit.is_some() || it == "w");
            !side && !HEADINGS_TOO.contains(&it.as_str())
        });
        let unit = below.unit.clone().or_else(|| alone.clone());
        let printed = if below.printed.is_empty() {
            above.printed.clone()
        } else {
            format!("{} / {}", above.printed, below.printed)
        };
        // A unit alone below a word says nothing but the unit of that word.
        if below.printed.is_empty() || alone.is_some() {
            return Self { printed, unit: unit.or(above.unit.clone()), ..above };
        }
        let mut both = Self {
            printed,
            unit: unit.or(above.unit),
            letter: below.letter,
            per_unit: above.per_unit || below.per_unit,
            total: above.total || below.total,
            notes: [above.notes, below.notes].concat(),
            readings: below.readings.clone(),
        };
        for (first, second) in above.readings.iter().zip(&below.readings) {
            both.add_reading(format!("{first} {second}"));
        }
        both
    }

    /// With a cell of a row of units below it: `nr` below `Aantal`.
    pub fn above_unit(self, below: &str) -> Self {
        let note = one_line(below);
        if note.is_empty() {
            return self;
        }
        let printed = format!("{} / {note}", self.printed);
        if let Some(unit) = unit_of(&note) {
            return Self { printed, unit: Some(unit), ..self };
        }
        let notes = [self.notes, vec![words(&note).join(" ")]].concat();
        Self { printed, notes, ..self }
    }

    pub fn is_empty(&self) -> bool {
        self.readings.is_empty()
    }

    /// Whether it says until when rather than from when: `ausbaubar bis`.
    pub fn ends_a_time(&self) -> bool {
        const ENDS: [&str; 9] = [
            "bis",
            "tot",
            "t/m",
            "jusqu'au",
            "jusqu'a",
            "until",
            "uiterlijk",
            "spatestens",
            "avant",
        ];
        self.readings.iter().any(|it| it.split(' ').any(|word| ENDS.contains(&word)))
    }

    fn add_reading(&mut self, reading: String) {
        if !reading.is_empty() && !self.readings.contains(&reading) {
            self.readings.push(reading);
        }
    }

    fn read_marks(&mut self, own: &[String]) {
        let unit_is_per = self.unit.as_deref().is_some_and(|it| it.contains('/'));
        let noted: Vec<&str> = own.iter().chain(&self.notes).flat_map(|it| it.split(' ')).collect();
        let per_word = noted.iter().enumerate().any(|(at, it)| {
            let plain = PER_UNIT.contains(it) && at > 0;
            let telling = matches!(*it, "unitaire" | "unit" | "each" | "einzel" | "stukgewicht");
            plain && PER.contains(&noted[at - 1]) || telling && noted.len() > 1
        });
        let slash = own.iter().any(|it| it.split_once('/').is_some_and(|(_, unit)| is_unit(unit)));
        self.per_unit = unit_is_per || per_word || slash;
        self.total = noted.iter().any(|it| TOTAL.iter().any(|total| it.starts_with(total)));
    }

    /// The unit of quantities this heading names, such as `Hoeveelheid (m²)`.
    pub fn quantity_unit(&self) -> Option<Unit> {
        catalogue::unit_of_word(self.unit.as_deref()?)
    }

    /// The currency this heading names, if it is not the euro.
    pub fn foreign_currency(&self) -> Option<&'static str> {
        let inside = self.notes.iter().chain(&self.readings).chain(&self.unit);
        let text = inside.map(String::as_str).collect::<Vec<_>>().join(" ");
        let named = |words: &[&str]| text.split([' ', '/']).any(|it| words.contains(&it));
        if self.printed.contains('£') || named(&["gbp", "pound", "pounds", "livres"]) {
            Some("GBP")
        } else if self.printed.contains('$') || named(&["usd", "dollar", "dollars"]) {
            Some("USD")
        } else if named(&["chf", "franken", "sfr"]) {
            Some("CHF")
        } else {
            None
        }
    }

    /// The order of the sides it prints, `BxHxD`, as the letters of the axes.
    pub fn axis_letters(&self) -> Option<String> {
        self.notes.iter().chain(&self.readings).find_map(|it| {
            it.split(' ')
                .map(str::to_owned)
                .chain([it.replace(' ', "")])
                .find_map(|word| axis_letters(&word))
        })
    }
}

/// `lxbxh` → `lbh`; `None` where it is not a row of axes.
fn axis_letters(word: &str) -> Option<String> {
    let parts: Vec<&str> = word.split(['x', '*', '/']).collect();
    let is_axis =
        |it: &&str| matches!(*it, "l" | "b" | "h" | "d" | "w" | "t" | "p" | "e" | "ep" | "la");
    (parts.len() >= 2 && parts.iter().all(is_axis))
        .then(|| parts.iter().filter_map(|it| it.chars().next()).collect())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text outside brackets, and what each bracket holds.
fn without_brackets(text: &str) -> (String, Vec<String>) {
    let (mut outside, mut brackets, mut depth) = (String::new(), Vec::<String>::new(), 0_u32);
    for letter in text.chars() {
        match letter {
            '(' | '[' | '{' => {
                if depth == 0 {
                    brackets.push(String::new());
                    outside.push(' ');
                }
                depth += 1;
            }
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            it if depth == 0 => outside.push(it),
            it => brackets.last_mut().into_iter().for_each(|bracket| bracket.push(it)),
        }
    }
    (outside, brackets)
}

/// Folded words without punctuation; a slash stays between two words written together.
pub fn words(text: &str) -> Vec<String> {
    let folded = catalogue::fold(text)
        .replace("n°", "no ")
        .replace("nº", "no ")
        .replace('№', "no ")
        .replace('€', " eur ");
    folded
        .split(|it: char| !it.is_alphanumeric() && !matches!(it, '/' | '\'' | '+'))
        .map(|it| it.trim_matches(['/', '\'']))
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

/// `UnitWeight` → `Unit Weight`; exports of databases write headings so.
fn split_camel(text: &str) -> String {
    let mut split = String::with_capacity(text.len() + 4);
    let mut before = ' ';
    for letter in text.chars() {
        if letter.is_uppercase() && before.is_lowercase() {
            split.push(' ');
        }
        split.push(letter);
        before = letter;
    }
    split
}

/// The unit a bracket holds: `in cm`, `€/m²`, `st.`.
fn unit_of(text: &str) -> Option<String> {
    let folded = catalogue::fold(text).replace('€', "eur").replace(['.', ' '], " ");
    let mut parts: Vec<&str> = folded.split_whitespace().collect();
    if parts.len() > 1 && matches!(parts[0], "in" | "en" | "per" | "par" | "pro") {
        parts.remove(0);
    }
    let joined = parts.concat().trim_matches('/').to_owned();
    // Alone in its brackets it introduces nothing.
    if joined == "in" {
        return Some("inch".to_owned());
    }
    (!joined.is_empty() && joined.split('/').all(is_unit)).then_some(joined)
}

/// Takes the unit off the end of `Lengte in cm`, `Gewicht kg`.
fn take_unit(words: &mut Vec<String>) -> Option<String> {
    let last = words.last()?;
    let introduced = words.len() > 2 && matches!(words[words.len() - 2].as_str(), "in" | "en");
    let plain = matches!(last.as_str(), "mm" | "cm" | "dm" | "m2" | "m3" | "kg" | "eur");
    if words.len() < 2 || !(plain || introduced && is_unit(last)) {
        return None;
    }
    let unit = words.pop();
    if introduced {
        words.pop();
    }
    unit
}

/// `Vraagprijs excl. btw` is about the price.
fn without_vat(words: &[String]) -> &[String] {
    const VAT: [&str; 9] = ["btw", "tva", "vat", "mwst", "ht", "htva", "netto", "taxes", "ust"];
    const WITHOUT: [&str; 10] =
        ["excl", "ex", "exclusief", "zonder", "hors", "excluding", "zzgl", "exkl", "plus", "ohne"];
    let Some((last, before)) = words.split_last() else { return words };
    let vat = VAT.contains(&last.as_str());
    let short = WITHOUT.contains(&last.as_str());
    let before = match before.split_last() {
        Some((word, first)) if vat && WITHOUT.contains(&word.as_str()) => first,
        _ if vat && matches!(last.as_str(), "ht" | "htva" | "netto") => before,
        // `btw excl.`
        Some((word, first)) if short && VAT.contains(&word.as_str()) => first,
        _ if short => before,
        _ => words,
    };
    if before.is_empty() { words } else { before }
}

/// Whether this is a unit of anything a column holds.
fn is_unit(word: &str) -> bool {
    matches!(
        word,
        "mm" | "cm"
            | "dm"
            | "g"
            | "gr"
            | "inch"
            | "inches"
            | "ft"
            | "feet"
            | "eur"
            | "euro"
            | "gbp"
            | "usd"
            | "chf"
            | "£"
            | "$"
            | "w"
            | "kw"
            | "wp"
    ) || catalogue::unit_of_word(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_in_brackets_and_after_in_are_taken_off() {
        for (printed, reading, unit) in [
            ("Lengte (mm)", "lengte", Some("mm")),
            ("L [cm]", "l", Some("cm")),
            ("Breedte in cm", "breedte", Some("cm")),
            ("Width (in)", "width", Some("inch")),
            ("Length (ft)", "length", Some("ft")),
            ("Prix (€/m²)", "prix", Some("eur/m2")),
            ("Gewicht kg", "gewicht", Some("kg")),
            ("N° de fiche", "no de fiche", None),
            ("Staat (1-6)", "staat", None),
            ("Largeur en m", "largeur", Some("m")),
        ] {
            let heading = Heading::of(printed);
            assert_eq!(heading.readings[0], reading, "{printed}");
            assert_eq!(heading.unit.as_deref(), unit, "{printed}");
        }
    }

    #[test]
    fn marks_of_unit_and_total_are_seen() {
        assert!(Heading::of("Poids unitaire (kg)").per_unit);
        assert!(Heading::of("Gewicht (kg/st)").per_unit);
        assert!(Heading::of("Prijs/st").per_unit);
        assert!(!Heading::of("Unit").per_unit);
        assert!(Heading::of("Totaalprijs").total);
        assert!(!Heading::of("Prijs").total);
    }

    #[test]
    fn a_currency_in_the_heading_is_seen() {
        assert_eq!(Heading::of("Price (£)").foreign_currency(), Some("GBP"));
        assert_eq!(Heading::of("Preis CHF").foreign_currency(), Some("CHF"));
        assert_eq!(Heading::of("Prijs (€)").foreign_currency(), None);
    }

    #[test]
    fn two_rows_of_headings_are_read_as_one() {
        let both = Heading::of_two("Afmetingen (cm)", "L");
        assert_eq!((both.letter, both.unit.as_deref()), (Some('L'), Some("cm")));
        let unit = Heading::of_two("Hoogte", "mm");
        assert_eq!((unit.readings[0].as_str(), unit.unit.as_deref()), ("hoogte", Some("mm")));
    }

    #[test]
    fn the_order_of_the_sides_is_read() {
        assert_eq!(Heading::of("Afmetingen (BxHxD)").axis_letters().as_deref(), Some("bhd"));
        assert_eq!(Heading::of("L x B x H (mm)").axis_letters().as_deref(), Some("lbh"));
        assert_eq!(Heading::of("Maten").axis_letters(), None);
    }
}
