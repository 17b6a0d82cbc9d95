//! What the marks of a column of conditions mean: a legend says it word by word, or only which end
//! is the best. NEN 2767 and German school marks run from 1 (best) to 6; most other scales run up.
//! No I/O here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::read::Value;
use crate::catalogue;

/// How the marks of a column are read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Marks {
    /// What a legend says of a mark, folded: `a` → 5.
    legend: BTreeMap<String, u8>,
    scale: Scale,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Scale {
    /// The highest mark.
    top: u8,
    best: Best,
    /// Nobody said so.
    assumed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Best {
    One,
    Top,
}

/// Without a word about it a mark is one of NEN 2767, where 1 is the best of six.
impl Default for Scale {
    fn default() -> Self {
        Self { top: 6, best: Best::One, assumed: true }
    }
}

/// Six marks tell apart what five conditions do: both 4 and 5 are poor.
const OF_SIX: [u8; 6] = [5, 4, 3, 2, 2, 1];
/// No scale of people who walk through a building is finer.
const TOP_MAX: u8 = 10;

impl Marks {
    /// From the heading of the column, and the texts around the list that may explain it.
    pub fn of<'a>(heading: &'a str, around: impl IntoIterator<Item = &'a str>) -> Self {
        let own = [heading];
        let texts: Vec<String> = own.into_iter().chain(around).map(catalogue::fold).collect();
        let mut legend = BTreeMap::new();
        let mut ends = Vec::new();
        for (mark, words) in texts.iter().flat_map(|it| explanations(it)) {
            if let Some(condition) = condition_of(&words) {
                ends.push((mark.clone(), condition));
                legend.insert(mark, condition);
            }
        }
        let named = texts.iter().any(|it| names_six_marks(it));
        // `1-10` elsewhere may be anything.
        let mut about =
            texts.iter().enumerate().filter(|it| it.0 == 0 || !explanations(it.1).is_empty());
        let top = about.find_map(|it| top_named(it.1)).or_else(|| top_of(&legend));
        let scale = match (named, direction(&ends)) {
            (true, None | Some(Best::One)) => Scale { top: 6, best: Best::One, assumed: false },
            (_, Some(Best::One)) => {
                Scale { top: top.unwrap_or(6), best: Best::One, assumed: false }
            }
            (_, Some(Best::Top)) => {
                Scale { top: top.unwrap_or(5), best: Best::Top, assumed: false }
            }
            (false, None) => Scale::default(),
        };
        Self { legend, scale }
    }

    /// Whether a legend says what this mark means.
    pub fn explain(&self, mark: &str) -> bool {
        self.legend
            .contains_key(catalogue::fold(mark).trim_matches(|it: char| !it.is_alphanumeric()))
    }

    /// Whether anybody said what they mean.
    pub fn are_told(&self) -> bool {
        !self.legend.is_empty() || !self.scale.assumed
    }

    /// The condition, from 1 (damaged) to 5 (like new), that a mark stands for; `None` for what is
    /// no mark.
    pub fn condition(&self, value: &Value) -> Option<u8> {
        let text = catalogue::fold(&value.to_string());
        let text = text.trim_matches(|it: char| !it.is_alphanumeric());
        if let Some((mark, of)) = fraction(text) {
            return rescaled(mark, Scale { top: of, best: Best::Top, assumed: false });
        }
        let number: Option<u8> = text.parse().ok();
        let told = || self.legend.get(text).copied();
        match number {
            // Five and six marks have a reading of their own; the words only say which way.
            Some(mark) if matches!(self.scale.top, 5 | 6) => rescaled(mark, self.scale),
            Some(mark) => told().or_else(|| rescaled(mark, self.scale)),
            None => told(),
        }
    }

    /// Whether a value is a mark whose meaning nobody wrote down.
    pub fn assumes(&self, value: &Value) -> bool {
        self.scale.assumed
            && self.condition(value).is_some()
            && value.to_string().trim().parse::<u8>().is_ok()
    }
}

/// `4/5`: so much of so much.
fn fraction(text: &str) -> Option<(u8, u8)> {
    let (mark, of) = text.split_once('/')?;
    let (mark, of) = (mark.trim().parse().ok()?, of.trim().parse().ok()?);
    matches!(of, 5 | 10).then_some((mark, of))
}

fn rescaled(mark: u8, scale: Scale) -> Option<u8> {
    let Scale { top, best, .. } = scale;
    if !(1..=top).contains(&mark) || !(2..=TOP_MAX).contains(&top) {
        return None;
    }
    match best {
        Best::One if top == 6 => Some(OF_SIX[usize::from(mark) - 1]),
        Best::One => Some(spread(top - mark + 1, top)),
        Best::Top => Some(spread(mark, top)),
    }
}

/// From 1 to `top` onto 1 to 5, to the nearest.
fn spread(mark: u8, top: u8) -> u8 {
    let (steps, of) = (u16::from(mark - 1) * 4, u16::from(top - 1));
    // At most 5: the mark is not above the top.
    u8::try_from(1 + (steps * 2 + of) / (of * 2)).unwrap_or(5)
}

/// `1 = als nieuw … 5: defect` → each mark with its words. What stands before a mark is passed
/// over: `zustand in schulnoten: 1 = sehr gut`.
fn explanations(folded: &str) -> Vec<(String, String)> {
    let pieces = folded
        .split([',', ';', '…', '\n', '|', '(', ')'])
        .flat_map(|it| it.split(".."))
        .flat_map(|it| it.split(" / "))
        .flat_map(before_each_sign);
    let pair = |piece: &str| {
        let (before, words) = piece
            .split_once(" = ")
            .or_else(|| piece.split_once('='))
            .or_else(|| piece.split_once(": "))
            .or_else(|| piece.split_once(" - "))?;
        let mark = before.split_whitespace().next_back()?;
        let is_mark = mark.len() <= 2 && mark.chars().all(char::is_alphanumeric);
        (is_mark && !words.trim().is_empty()).then(|| (mark.to_owned(), words.trim().to_owned()))
    };
    pieces.filter_map(|it| pair(it.trim())).collect()
}

/// `A=goed B=matig` cut before each mark that a sign follows.
fn before_each_sign(piece: &str) -> Vec<&str> {
    let signs: Vec<usize> = piece.match_indices('=').map(|it| it.0).skip(1).collect();
    let (mut pieces, mut rest, mut cut) = (Vec::new(), piece, 0);
    for sign in signs {
        let before = piece[..sign].trim_end();
        if let Some(space) = before.rfind(' ').filter(|it| *it > cut) {
            pieces.push(&rest[..space - cut]);
            rest = &piece[space..];
            cut = space;
        }
    }
    pieces.push(rest);
    pieces
}

fn condition_of(words: &str) -> Option<u8> {
    const BEST: [&str; 8] =
        ["beste", "best", "meilleur", "hoogste", "le meilleur", "bester", "optimal", "top"];
    const WORST: [&str; 7] =
        ["slechtste", "slechtst", "worst", "pire", "le pire", "schlechteste", "laagste"];
    let is =
        |list: &[&str]| list.iter().any(|it| words == *it || words.starts_with(&format!("{it} ")));
    if words.parse::<f64>().is_ok() {
        None
    } else if is(&BEST) {
        Some(5)
    } else if is(&WORST) {
        Some(1)
    } else {
        catalogue::condition_of_word(words)
    }
}

/// Which end is the best, from what is said of some marks.
fn direction(ends: &[(String, u8)]) -> Option<Best> {
    let mut numbers: Vec<(u8, u8)> = ends
        .iter()
        .filter_map(|(mark, condition)| Some((mark.parse().ok()?, *condition)))
        .collect();
    numbers.sort_unstable();
    match numbers.as_slice() {
        [(low, worse), .., (high, better)] if low < high && worse != better => {
            Some(if better > worse { Best::Top } else { Best::One })
        }
        [(mark, condition), ..] if *condition != 3 => {
            Some(if (*mark <= 2) == (*condition > 3) { Best::One } else { Best::Top })
        }
        _ => None,
    }
}

fn names_six_marks(folded: &str) -> bool {
    ["nen 2767", "nen2767", "nen-2767", "schulnote", "schulnoten", "zustandsnote"]
        .iter()
        .any(|it| folded.contains(it))
}

/// `1-5`, `1 a 5`, `van 1 tot 10`: the end of a scale.
fn top_named(folded: &str) -> Option<u8> {
    const BETWEEN: [&str; 9] = ["-", " - ", " a ", " tot ", " t/m ", " to ", " bis ", "–", "…"];
    BETWEEN.iter().find_map(|between| {
        let at = folded.find(&format!("1{between}"))?;
        let alone = !folded[..at].ends_with(|it: char| it.is_alphanumeric() || it == '.');
        let after = &folded[at + 1 + between.len()..];
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        let rest = &after[digits.len()..];
        let ends = !rest.starts_with(|it: char| {
            it.is_alphanumeric()
                || it == '.'
                || it == ',' && rest[1..].starts_with(|it: char| it.is_ascii_digit())
        });
        let top: u8 = digits.parse().ok()?;
        (alone && ends && (3..=TOP_MAX).contains(&top)).then_some(top)
    })
}

fn top_of(legend: &BTreeMap<String, u8>) -> Option<u8> {
    legend.keys().filter_map(|it| it.parse().ok()).filter(|it| (3..=TOP_MAX).contains(it)).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(marks: &Marks, written: &str) -> Option<u8> {
        marks.condition(&Value::Text(written.to_owned()))
    }

    fn all(heading: &str, around: &[&str], marks: &[&str]) -> Vec<Option<u8>> {
        let read_as = Marks::of(heading, around.iter().copied());
        marks.iter().map(|it| read(&read_as, it)).collect()
    }

    #[test]
    fn the_heading_or_a_legend_says_which_way_a_scale_runs() {
        let five = ["1", "2", "3", "4", "5"];
        let up = [1, 2, 3, 4, 5].map(Some).to_vec();
        let down = [5, 4, 3, 2, 1].map(Some).to_vec();
        for (heading, around, wanted) in [
            ("État (1 à 5, 5 = neuf)", vec![], &up),
            ("Staat", vec!["1 = slecht", "5 = als nieuw"], &up),
            ("Score (1-5)", vec!["Score: 1 = defect, 3 = redelijk, 5 = zeer goed"], &up),
            ("Condition score 1-5 (5 = best)", vec![], &up),
            ("Condition 1 to 5 (1 = best)", vec![], &down),
            ("Zustand (1-5)", vec!["1: neuwertig", "5: defekt"], &down),
        ] {
            assert_eq!(all(heading, &around, &five), *wanted, "{heading} {around:?}");
        }
    }

    #[test]
    fn nen_2767_and_school_marks_run_down() {
        let six = ["1", "2", "3", "4", "5", "6", "7"];
        let down = [Some(5), Some(4), Some(3), Some(2), Some(2), Some(1), None].to_vec();
        for (heading, around) in [
            ("Conditiescore (NEN 2767)", vec![]),
            ("Zustandsnote", vec![]),
            ("Zustand", vec!["Zustand in Schulnoten: 1 = sehr gut … 6 = ungenügend"]),
            ("Staat", vec![]),
        ] {
            assert_eq!(all(heading, &around, &six), down, "{heading}");
        }
    }

    #[test]
    fn a_legend_gives_letters_a_meaning() {
        let around = ["A = als nieuw", "B = goed", "C = redelijk", "D = defect"];
        assert_eq!(
            all("Klasse", &around, &["A", "b", "C", "D", "E", "goed"]),
            [Some(5), Some(4), Some(3), Some(1), None, None]
        );
        for around in [
            "A = als nieuw / B = goed / C = redelijk / D = defect",
            "Staat: A=als nieuw B=goed C=redelijk D=defect",
        ] {
            let marks = all("Klasse", &[around], &["A", "B", "C", "D"]);
            assert_eq!(marks, [Some(5), Some(4), Some(3), Some(1)], "{around}");
        }
        let three = ["1 = goed", "2 = matig", "3 = slecht"];
        assert_eq!(all("Staat", &three, &["1", "2", "3"]), [Some(4), Some(2), Some(2)]);
    }

    #[test]
    fn a_mark_out_of_five_says_so_itself() {
        assert_eq!(all("Staat", &[], &["4/5", "8/10", "10 / 10"]), [Some(4), Some(4), Some(5)]);
    }

    #[test]
    fn whoever_says_nothing_about_marks_is_told_how_they_were_read() {
        let number = Value::Number(2.0);
        assert!(Marks::of("Staat", []).assumes(&number));
        assert!(!Marks::of("Staat (5 = als nieuw)", []).assumes(&number));
        assert!(!Marks::of("Staat", []).assumes(&Value::Text("goed".into())));
    }
}
