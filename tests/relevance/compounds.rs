//! Whether compounds are found by their parts, and by nothing that only looks like one.

use circuler::search::analysis::{contains_all, text_words};
use serde::Deserialize;

/// A line of the list: whether a word is to be found by a part.
#[derive(Debug, Deserialize)]
struct Judged {
    compound: String,
    part: String,
    #[expect(dead_code, reason = "for whoever reads the file")]
    language: String,
    found: YesNo,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum YesNo {
    Yes,
    No,
}

const RECALL_LEAST: f64 = 0.95;
/// Of a hundred strings that happen to stand in a word, so many may be taken for a part.
const FALSE_PARTS_MOST: f64 = 0.05;

#[test]
fn compounds_are_found_by_their_parts() {
    let mut reader = csv::Reader::from_path("tests/data/compounds.csv").unwrap();
    let all: Vec<Judged> = reader.deserialize().map(|it| it.unwrap()).collect();
    let share = |wanted: YesNo| {
        let of: Vec<&Judged> = all.iter().filter(|it| it.found == wanted).collect();
        let is_found = |it: &&&Judged| contains_all(&text_words(&it.compound), &it.part);
        let (found, missed): (Vec<&Judged>, Vec<&Judged>) =
            of.iter().copied().partition(|it| is_found(&it));
        let odd = if wanted == YesNo::Yes { missed } else { found.clone() };
        let odd: Vec<String> =
            odd.iter().map(|it| format!("{} {}", it.compound, it.part)).collect();
        #[expect(clippy::cast_precision_loss, reason = "there are few")]
        let share = found.len() as f64 / of.len() as f64;
        println!("{wanted:?}: {share:.3} of {} are found; otherwise: {odd:?}", of.len());
        share
    };
    let (recall, false_parts) = (share(YesNo::Yes), share(YesNo::No));
    assert!(recall >= RECALL_LEAST, "only {recall:.3} of the parts find their compound");
    assert!(false_parts <= FALSE_PARTS_MOST, "{false_parts:.3} of the false parts find something");
}
