//! The words of days: months, quarters, seasons, and what may stand about them, in four languages.

/// The parts a written day is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// With how many digits it was written.
    Number(i32, usize),
    /// 1 to 12.
    Month(i32),
    Quarter,
    /// Of a year.
    Half,
    Week,
    Season(Season),
    Place(Place),
}

/// A winter is none of them: nobody knows whether it begins the year or ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
}

impl Season {
    /// In which it begins, as meteorologists and builders count.
    pub fn first_month(self) -> i32 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Autumn => 9,
        }
    }
}

/// Where in a month or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Begin,
    Middle,
    End,
}

/// What each month is called, folded. Three letters of a name are enough.
pub(super) const MONTHS: [&[&str]; 12] = [
    &["januari", "janvier", "january", "januar", "janner"],
    &["februari", "fevrier", "february", "februar"],
    &["maart", "mars", "march", "marz", "maerz", "mrt", "mrz"],
    &["april", "avril"],
    &["mei", "mai", "may"],
    &["juni", "juin", "june"],
    &["juli", "juillet", "july"],
    &["augustus", "aout", "august"],
    &["september", "septembre"],
    &["oktober", "octobre", "october"],
    &["november", "novembre"],
    &["december", "decembre", "dezember"],
];

const WORDS: [(&str, Part); 72] = [
    ("q", Part::Quarter),
    ("kwartaal", Part::Quarter),
    ("trimestre", Part::Quarter),
    ("t", Part::Quarter),
    ("quarter", Part::Quarter),
    ("quartal", Part::Quarter),
    ("trim", Part::Quarter),
    ("k", Part::Quarter),
    ("semester", Part::Half),
    ("semestre", Part::Half),
    ("sem", Part::Half),
    ("s", Part::Half),
    ("h", Part::Half),
    ("halfjaar", Part::Half),
    ("helft", Part::Half),
    ("halbjahr", Part::Half),
    ("hj", Part::Half),
    ("lente", Part::Season(Season::Spring)),
    ("voorjaar", Part::Season(Season::Spring)),
    ("printemps", Part::Season(Season::Spring)),
    ("spring", Part::Season(Season::Spring)),
    ("fruhjahr", Part::Season(Season::Spring)),
    ("fruhling", Part::Season(Season::Spring)),
    ("zomer", Part::Season(Season::Summer)),
    ("ete", Part::Season(Season::Summer)),
    ("summer", Part::Season(Season::Summer)),
    ("sommer", Part::Season(Season::Summer)),
    ("herfst", Part::Season(Season::Autumn)),
    ("najaar", Part::Season(Season::Autumn)),
    ("automne", Part::Season(Season::Autumn)),
    ("autumn", Part::Season(Season::Autumn)),
    ("herbst", Part::Season(Season::Autumn)),
    ("eerste", Part::Number(1, 1)),
    ("premier", Part::Number(1, 1)),
    ("first", Part::Number(1, 1)),
    ("erstes", Part::Number(1, 1)),
    ("tweede", Part::Number(2, 1)),
    ("deuxieme", Part::Number(2, 1)),
    ("second", Part::Number(2, 1)),
    ("zweites", Part::Number(2, 1)),
    ("derde", Part::Number(3, 1)),
    ("troisieme", Part::Number(3, 1)),
    ("third", Part::Number(3, 1)),
    ("drittes", Part::Number(3, 1)),
    ("vierde", Part::Number(4, 1)),
    ("quatrieme", Part::Number(4, 1)),
    ("fourth", Part::Number(4, 1)),
    ("viertes", Part::Number(4, 1)),
    ("i", Part::Number(1, 1)),
    ("ii", Part::Number(2, 1)),
    ("iii", Part::Number(3, 1)),
    ("iv", Part::Number(4, 1)),
    ("week", Part::Week),
    ("wk", Part::Week),
    ("w", Part::Week),
    ("semaine", Part::Week),
    ("kw", Part::Week),
    ("kalenderwoche", Part::Week),
    ("begin", Part::Place(Place::Begin)),
    ("debut", Part::Place(Place::Begin)),
    ("anfang", Part::Place(Place::Begin)),
    ("early", Part::Place(Place::Begin)),
    ("midden", Part::Place(Place::Middle)),
    ("half", Part::Place(Place::Middle)),
    ("mi", Part::Place(Place::Middle)),
    ("mitte", Part::Place(Place::Middle)),
    ("mid", Part::Place(Place::Middle)),
    ("eind", Part::Place(Place::End)),
    ("einde", Part::Place(Place::End)),
    ("fin", Part::Place(Place::End)),
    ("ende", Part::Place(Place::End)),
    ("end", Part::Place(Place::End)),
];

/// What may stand about, folded: "from", weekdays, what makes a number the third.
pub(super) const ABOUT: [&str; 56] = [
    "na",
    "apres",
    "after",
    "nach",
    "des",
    "ongeveer",
    "around",
    "tegen",
    "vers",
    "vanaf",
    "van",
    "from",
    "ab",
    "a",
    "partir",
    "de",
    "du",
    "le",
    "the",
    "of",
    "den",
    "der",
    "op",
    "on",
    "am",
    "e",
    "er",
    "ste",
    "eme",
    "ieme",
    "st",
    "nd",
    "rd",
    "th",
    "ca",
    "circa",
    "env",
    "approx",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "montag",
    "dienstag",
    "freitag",
];

/// What a folded word means; `None` for one that means nothing here.
pub(super) fn of_word(word: &str) -> Option<Part> {
    let known = WORDS.iter().find(|it| it.0 == word).map(|it| it.1);
    known.or_else(|| month(word).map(Part::Month))
}

fn month(word: &str) -> Option<i32> {
    let named = |names: &&[&str]| word.len() >= 3 && names.iter().any(|it| it.starts_with(word));
    (1..).zip(&MONTHS).find(|(_, names)| named(names)).map(|(month, _)| month)
}
