//! How people write what is meant: numbers, days, money, conditions, units, each in the manner of
//! a language. Nothing here looks at how Circuler reads.

/// In the order of the names of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    Nl,
    Fr,
    En,
    De,
}

impl Tongue {
    pub fn at<T: Copy>(self, of: [T; 4]) -> T {
        of[self as usize]
    }
}

/// How somebody fills in a sheet.
#[derive(Debug, Clone, Copy)]
pub struct Hand {
    pub tongue: Tongue,
    /// Numbers and days are typed as such, and not as text.
    pub typed: bool,
}

/// `1.250,5` in Leuven and Berlin, `1 250,5` in Lyon, `1,250.5` in London.
pub fn number(thousandths: i64, tongue: Tongue, grouped: bool) -> String {
    let (whole, rest) = (thousandths / 1000, thousandths % 1000);
    let mut digits = whole.to_string();
    if grouped && digits.len() > 3 {
        digits.insert_str(digits.len() - 3, tongue.at([".", "\u{202f}", ",", "."]));
    }
    if rest == 0 {
        return digits;
    }
    let rest = format!("{rest:03}");
    format!("{digits}{}{}", tongue.at([",", ",", ".", ","]), rest.trim_end_matches('0'))
}

/// From 1 (damaged) to 5 (like new); people vary, so `which` picks one of their words.
pub fn condition(condition: u8, tongue: Tongue, which: usize) -> &'static str {
    let words: [[&[&str]; 5]; 4] = [
        [
            &["defect", "kapot"],
            &["slecht", "matig"],
            &["redelijk", "gebruikssporen", "voldoende"],
            &["goed", "Goede staat"],
            &["als nieuw", "zeer goed"],
        ],
        [
            &["HS", "endommagé"],
            &["mauvais état", "vétuste"],
            &["état d'usage", "moyen", "usagé"],
            &["bon", "Bon état"],
            &["comme neuf", "très bon état", "neuf"],
        ],
        [
            &["damaged", "Broken"],
            &["poor", "Poor condition"],
            &["fair", "average", "used"],
            &["good", "Good condition"],
            &["like new", "as new", "excellent"],
        ],
        [
            &["defekt", "beschädigt"],
            &["schlecht", "mangelhaft"],
            &["gebraucht", "ausreichend", "mittel"],
            &["gut", "guter Zustand"],
            &["wie neu", "neuwertig", "sehr gut"],
        ],
    ];
    let words = tongue.at(words)[usize::from(condition) - 1];
    words[which % words.len()]
}

/// NEN 2767 and German school marks: 1 is the best. Both 4 and 5 mean that it is poor.
pub fn mark(condition: u8, which: usize) -> u8 {
    match condition {
        5 => 1,
        4 => 2,
        3 => 3,
        2 => [4, 5][which % 2],
        _ => 6,
    }
}

pub fn unit(unit: &str, tongue: Tongue, which: usize) -> &'static str {
    let words: [&[&str]; 4] = match unit {
        "pcs" => [
            &["st", "stuks", "stk."],
            &["u", "pce", "unité"],
            &["nr", "each", "pcs"],
            &["Stk", "Stück", "St."],
        ],
        "m" => [&["lm", "m"], &["ml", "m"], &["m", "lin m"], &["lfm", "m"]],
        "m2" => [&["m²", "m2"], &["m²", "m2"], &["m²", "sqm"], &["m²", "qm"]],
        other => panic!("no words for {other}"),
    };
    let words = tongue.at(words);
    words[which % words.len()]
}

/// Year, month, day.
pub type Date = (i32, u8, u8);

/// `style`: `dmy`, `iso`, `dash`, `month`, `quarter`. The last two mean the first day.
pub fn date((year, month, day): Date, tongue: Tongue, style: &str) -> String {
    const MONTHS: [[&str; 4]; 12] = [
        ["januari", "janvier", "January", "Januar"],
        ["februari", "février", "February", "Februar"],
        ["maart", "mars", "March", "März"],
        ["april", "avril", "April", "April"],
        ["mei", "mai", "May", "Mai"],
        ["juni", "juin", "June", "Juni"],
        ["juli", "juillet", "July", "Juli"],
        ["augustus", "août", "August", "August"],
        ["september", "septembre", "September", "September"],
        ["oktober", "octobre", "October", "Oktober"],
        ["november", "novembre", "November", "November"],
        ["december", "décembre", "December", "Dezember"],
    ];
    match style {
        "iso" => format!("{year}-{month:02}-{day:02}"),
        "dash" => format!("{day}-{month}-{year}"),
        "month" => format!("{} {year}", tongue.at(MONTHS[usize::from(month) - 1])),
        "quarter" => format!("{}{} {year}", tongue.at(["Q", "T", "Q", "Q"]), (month - 1) / 3 + 1),
        _ if tongue == Tongue::De => format!("{day:02}.{month:02}.{year}"),
        _ => format!("{day:02}/{month:02}/{year}"),
    }
}

/// `before`: `€ 45,00`; `after`: `45,00 €`; anything else: the bare number.
pub fn money(cents: i64, tongue: Tongue, style: &str) -> String {
    let mark = tongue.at([',', ',', '.', ',']);
    let bare = format!("{}{mark}{:02}", cents / 100, cents % 100);
    match style {
        "before" => format!("€ {bare}"),
        "after" => format!("{bare} €"),
        "dash" if cents % 100 == 0 => format!("€ {}{mark}-", cents / 100),
        _ => bare,
    }
}

pub fn yes(tongue: Tongue) -> &'static str {
    tongue.at(["ja", "oui", "yes", "ja"])
}

pub fn no(tongue: Tongue) -> &'static str {
    tongue.at(["nee", "non", "no", "nein"])
}

/// Floors from the ground up.
pub fn floor(floor: usize, tongue: Tongue) -> &'static str {
    let floors = [
        ["Gelijkvloers", "Rez-de-chaussée", "Ground floor", "Erdgeschoss"],
        ["Verdieping 1", "1er étage", "First floor", "1. Obergeschoss"],
        ["Kelder", "Sous-sol", "Basement", "Untergeschoss"],
    ];
    tongue.at(floors[floor % floors.len()])
}

pub fn room(room: usize, tongue: Tongue) -> String {
    let word = tongue.at(["Lokaal", "Local", "Room", "Raum"]);
    format!("{word} {}.{:02}", room / 10, room % 10 + 1)
}

pub fn total(tongue: Tongue) -> &'static str {
    tongue.at(["TOTAAL", "Total général", "Total", "Summe"])
}

/// What stands in columns that are kept in words, or not at all.
pub fn words(field: &str, tongue: Tongue) -> &'static str {
    let words = match field {
        "description" => [
            "zie foto in bijlage",
            "voir photo en annexe",
            "see attached photo",
            "siehe Foto im Anhang",
        ],
        "brand" => ["Reynaers", "Legrand", "Armstrong", "Hörmann"],
        "model" => ["VX-200", "PX 40", "Ultima 12", "H3-OD"],
        "serial" => ["SN-4471-B", "SN-99.01", "SN 5520 A", "SN/2018/7"],
        "colour" => ["RAL 9010", "blanc", "white", "weiß"],
        "finish" => ["gelakt", "laqué", "painted", "lackiert"],
        "defects" => ["enkele krassen", "quelques rayures", "a few scratches", "leichte Kratzer"],
        "building" => ["Blok A", "Bâtiment A", "Block A", "Haus A"],
        "location" => ["noordvleugel", "aile nord", "north wing", "Nordflügel"],
        "storage_location" => ["loods 3", "hangar 3", "yard 3", "Halle 3"],
        "connection" => ["geschroefd", "vissé", "screwed", "verschraubt"],
        "disassembly" => ["gemakkelijk", "facile", "easy", "leicht"],
        "dismantling_notes" => [
            "met twee personen losmaken",
            "déposer à deux",
            "two people needed",
            "zu zweit ausbauen",
        ],
        "destination" => ["verkoop", "revente", "sale", "Verkauf"],
        "classification" => ["(31.5)", "32.1", "Ss_25_30", "344"],
        "fire_rating" => ["EI 30", "EI 30", "EI 30", "EI 30"],
        "photo" => ["IMG_2041.jpg", "IMG_2041.jpg", "IMG_2041.jpg", "IMG_2041.jpg"],
        "documents" => ["fiche-12.pdf", "fiche-12.pdf", "sheet-12.pdf", "blatt-12.pdf"],
        "gtin" => ["4006381333931", "4006381333931", "4006381333931", "4006381333931"],
        "available_until" => ["31/12/2027", "31/12/2027", "31/12/2027", "31.12.2027"],
        "depth" => ["30", "30", "30", "30"],
        "phase" => ["in gebouw", "en place", "in situ", "eingebaut"],
        "owner" => ["Stad Leuven", "Ville de Lyon", "Lambeth Estates", "Land Berlin"],
        "remarks" => [
            "enkel volledige partij",
            "lot complet uniquement",
            "complete lot only",
            "nur als Ganzes",
        ],
        "-" => ["JV akkoord", "vu par JV", "seen by JV", "gesehen JV"],
        other => panic!("no words for {other}"),
    };
    tongue.at(words)
}
