//! Which pieces of a text answer a search, to be shown marked.

use std::ops::Range;
use std::sync::Arc;

use super::{Analyst, Asked, Grade, Kind, Known, meanings_of, words};

/// A piece of a text, and whether it answers the search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'a> {
    pub text: &'a str,
    pub is_match: bool,
}

/// The whole text in pieces: those that answer a word of the search, and what stands between.
/// Where a word of it is half typed or misspelt, the whole word of the text is marked.
pub fn pieces<'a>(text: &'a str, asked: &[Asked], analyst: &mut Analyst) -> Vec<Piece<'a>> {
    let ranges = word_ranges(text);
    let written: Vec<String> = ranges.iter().map(|it| first_word(&text[it.clone()])).collect();
    let known: Vec<Arc<Known>> = written.iter().map(|it| analyst.known(it)).collect();
    let mut marked: Vec<bool> =
        known.iter().map(|known| asked.iter().any(|asked| answers(asked, known))).collect();
    for (range, meaning) in meanings_of(&written, &known) {
        if asked.iter().any(|it| it.meanings.contains(&meaning)) {
            marked[range].fill(true);
        }
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |range: Range<usize>, is_match| {
        if !range.is_empty() {
            pieces.push(Piece { text: &text[range], is_match });
        }
    };
    let mut end = 0;
    for (range, is_match) in ranges.into_iter().zip(marked) {
        if is_match {
            push(end..range.start, false);
            end = range.end;
            push(range, true);
        }
    }
    push(end..text.len(), false);
    pieces
}

fn answers(asked: &Asked, known: &Known) -> bool {
    let parts = known.parts.iter().chain([&known.word]);
    let best: Option<Grade> = parts.filter_map(|it| asked.grade(it)).max();
    let of_parts = || known.meanings_of_parts.iter().any(|it| asked.means(it));
    debug_assert_eq!(known.word.kind, Kind::Written);
    best.is_some() || of_parts()
}

/// Where the words of a text stand: letters and digits that follow each other.
fn word_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        if !letter.is_alphanumeric() && !is_combining(letter) {
            continue;
        }
        match ranges.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => ranges.push(at..end),
        }
    }
    ranges
}

/// An accent that stands after its letter.
fn is_combining(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

fn first_word(text: &str) -> String {
    words(text).into_iter().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::query_words;
    use super::*;

    fn marked(text: &str, asked: &str) -> String {
        let mark =
            |it: Piece| if it.is_match { format!("[{}]", it.text) } else { it.text.to_owned() };
        pieces(text, &query_words(asked), &mut Analyst::default()).into_iter().map(mark).collect()
    }

    #[test]
    fn what_answers_is_marked() {
        for (text, asked, expected) in [
            ("Eiken Binnendeur, wit", "deur", "Eiken [Binnendeur], wit"),
            ("Portes d'intérieur", "porte", "[Portes] d'intérieur"),
            ("Radiator", "raditor", "[Radiator]"),
            ("Tür", "TUR", "[Tür]"),
            ("deur", "", "deur"),
            ("", "deur", ""),
            ("rode bakstenen", "brique", "rode [bakstenen]"),
            ("plaque de plâtre 12 mm", "gyproc", "[plaque] [de] [plâtre] 12 mm"),
        ] {
            assert_eq!(marked(text, asked), expected);
        }
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(text in ".{0,60}|(deur|Tür|,| ){0,9}", asked in ".{0,20}|deur") {
            let pieces = pieces(&text, &query_words(&asked), &mut Analyst::default());
            let whole: String = pieces.iter().map(|it| it.text).collect();
            prop_assert_eq!(&whole, &text);
            prop_assert!(pieces.iter().all(|it| !it.text.is_empty()));
        }
    }
}
