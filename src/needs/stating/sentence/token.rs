//! A sentence cut into words, numbers and marks, each with its place.

use crate::catalogue::fold;

/// A word, a number or a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    pub text: &'a str,
    /// As it is compared. Of marks, the mark.
    pub folded: String,
    pub kind: Kind,
    /// Where it begins, in bytes of the sentence.
    pub at: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Begins with a letter; digits may follow: `EI30`. Of `d'occasion` the first is `d'`.
    Word,
    /// Begins with a digit: `1.250,5`, `1 250`.
    Number,
    /// Anything else, one by one.
    Mark,
}

impl Token<'_> {
    /// Where it ends, in bytes of the sentence.
    pub fn end(&self) -> usize {
        self.at + self.text.len()
    }

    /// Whether it begins with a capital letter.
    pub fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// Whether what stands before and after it are two things.
    pub fn parts(&self) -> bool {
        self.kind == Kind::Mark && matches!(self.text, "," | ";" | "." | ":" | "(" | ")" | "\n")
    }
}

/// Cuts a sentence. Spaces, and hyphens within words, are nothing.
pub fn tokens(sentence: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = sentence[at..].chars().next() {
        let rest = &sentence[at..];
        let (kind, length) = if first.is_ascii_digit() {
            (Kind::Number, number_length(rest))
        } else if matches!(first, 'x' | 'X') && between_digits(&sentence[..at], rest) {
            // The `x` of `60x60`.
            (Kind::Word, first.len_utf8())
        } else if first.is_alphabetic() {
            (Kind::Word, word_length(rest))
        } else {
            (Kind::Mark, first.len_utf8())
        };
        let text = &rest[..length];
        let is_inner_hyphen = is_hyphen(first) && joins_words(&sentence[..at], &rest[length..]);
        let says_something = !first.is_whitespace() || first == '\n';
        if says_something && !is_inner_hyphen {
            let folded = if kind == Kind::Mark { mark(first) } else { fold(text) };
            tokens.push(Token { text, folded, kind, at });
        }
        at += length;
    }
    tokens
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '‐' | '‑')
}

fn between_digits(before: &str, rest: &str) -> bool {
    before.ends_with(|it: char| it.is_ascii_digit())
        && rest.chars().nth(1).is_some_and(|it| it.is_ascii_digit())
}

/// `Sint-Truiden`, and not `10-12` nor ` - `.
fn joins_words(before: &str, after: &str) -> bool {
    let left = before.chars().next_back().is_some_and(char::is_alphanumeric);
    let right = after.chars().next();
    let digits = before.ends_with(|it: char| it.is_ascii_digit())
        && right.is_some_and(|it| it.is_ascii_digit());
    left && right.is_some_and(char::is_alphanumeric) && !digits
}

/// One spelling of each mark.
fn mark(mark: char) -> String {
    match mark {
        '–' | '—' | '−' | '‐' | '‑' => "-".to_owned(),
        '×' => "x".to_owned(),
        '’' | '‘' => "'".to_owned(),
        other => other.to_string(),
    }
}

/// Digits with the marks between them; a space where it sets off three of them.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    loop {
        while digit(end) {
            end += 1;
        }
        let group_before = text[..end].rsplit(' ').next().unwrap_or_default();
        let sets_off = |space: usize| {
            let group = (1..=3).all(|it| digit(end + space - 1 + it)) && !digit(end + space + 3);
            let goes_on = bytes.get(end + space + 3).is_some_and(|it| matches!(it, b'.' | b'x'));
            group && !goes_on && group_before.len() <= 3 && !group_before.contains(['.', ','])
        };
        match bytes.get(end) {
            Some(b'.' | b',' | b'\'') if digit(end + 1) => end += 1,
            Some(b' ') if sets_off(1) => end += 1,
            // The no-break spaces of two and three bytes.
            Some(0xc2) if text[end..].starts_with('\u{a0}') && sets_off(2) => end += 2,
            Some(0xe2) if text[end..].starts_with('\u{202f}') && sets_off(3) => end += 3,
            _ => return end,
        }
    }
}

/// Letters and the digits after them, with the powers of units; an apostrophe ends it.
fn word_length(text: &str) -> usize {
    let end = text.find(|it: char| !it.is_alphanumeric()).unwrap_or(text.len());
    let apostrophe = text[end..].chars().next().filter(|it| matches!(it, '\'' | '’'));
    end + apostrophe.map_or(0, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(sentence: &str) -> Vec<&str> {
        tokens(sentence).iter().map(|it| it.text).collect()
    }

    #[test]
    fn a_sentence_is_cut_where_a_reader_would() {
        assert_eq!(cut("20 deuren 93cm, EI30"), ["20", "deuren", "93", "cm", ",", "EI30"]);
        assert_eq!(cut("max 1 250,50 €/m²"), ["max", "1 250,50", "€", "/", "m²"]);
        assert_eq!(cut("l'IPE d’occasion"), ["l'", "IPE", "d’", "occasion"]);
        assert_eq!(cut("Sint-Truiden 10-12"), ["Sint", "Truiden", "10", "-", "12"]);
        assert_eq!(cut("600x600 mm 2 x 3"), ["600", "x", "600", "mm", "2", "x", "3"]);
        assert_eq!(cut("bis 15. April."), ["bis", "15", ".", "April", "."]);
    }

    proptest! {
        #[test]
        fn every_token_stands_where_it_says(sentence in "[a-zé0-9 .,'’×€\u{a0}\u{202f}-]{0,40}") {
            let mut end = 0;
            for token in tokens(&sentence) {
                prop_assert_eq!(&sentence[token.at..token.end()], token.text);
                let between = &sentence[end..token.at];
                prop_assert!(between.chars().all(|it| it.is_whitespace() || is_hyphen(it)));
                end = token.end();
            }
        }
    }
}
