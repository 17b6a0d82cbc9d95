//! The pieces that written sizes are made of.

use super::size_words::{AxisWord, LengthUnit};
use super::{mixed, number};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// As written; what it comes to may depend on its unit.
    Number(&'a str),
    Unit(LengthUnit),
    Axis(AxisWord),
    /// What joins the sizes of a series.
    Times,
    /// What sets sizes apart.
    Break,
    /// A word that means nothing here. After a number it may be anything: pieces, inches, litres.
    Other,
}

impl<'a> Token<'a> {
    pub fn number(&self) -> Option<&'a str> {
        match self {
            Self::Number(raw) => Some(raw),
            Self::Unit(_) | Self::Axis(_) | Self::Times | Self::Break | Self::Other => None,
        }
    }

    pub fn axis(&self) -> Option<AxisWord> {
        match self {
            Self::Axis(word) => Some(*word),
            Self::Number(_) | Self::Unit(_) | Self::Times | Self::Break | Self::Other => None,
        }
    }
}

/// Words between the sizes of a series, folded.
const TIMES: [&str; 9] = ["x", "by", "op", "bij", "sur", "auf", "par", "maal", "mal"];

/// Words that set sizes apart.
const BREAKS: [&str; 6] = ["en", "et", "and", "und", "met", "avec"];

/// Words that change nothing.
const ABOUT: [&str; 7] = ["ca", "circa", "env", "environ", "approx", "ongeveer", "etwa"];

/// Cuts a plain text into its pieces. `None` for what is no size whatever the rest says: ranges,
/// negative sizes, marks of inches behind no number.
pub(super) fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((raw, after)) = mixed::split(rest).or_else(|| number::split(rest)) {
            tokens.push(Token::Number(raw));
            // Of `4m50`, the metres stand in its midst.
            tokens.extend(raw.contains('m').then_some(Token::Unit(LengthUnit::Metre)));
            rest = after;
            continue;
        }
        if first.is_alphabetic() {
            let end = rest.find(|it: char| !it.is_alphabetic() || it == 'Ø').unwrap_or(rest.len());
            let (word, after) = rest.split_at(end.max(first.len_utf8()));
            if is_inches(&tokens, word, after) {
                tokens.push(Token::Unit(LengthUnit::Inch));
                rest = after;
                continue;
            }
            rest = push_word(&mut tokens, word, after);
            continue;
        }
        rest = &rest[first.len_utf8()..];
        match first {
            '"' | '\'' | '″' | '“' | '”' => {
                let behind_number = matches!(tokens.last(), Some(Token::Number(_)));
                let twice = first == '\'' && rest.starts_with('\'');
                rest = rest.strip_prefix('\'').filter(|_| twice).unwrap_or(rest);
                let unit =
                    if first == '\'' && !twice { LengthUnit::Foot } else { LengthUnit::Inch };
                tokens.push(behind_number.then_some(Token::Unit(unit))?);
            }
            '-' if rest.starts_with(|it: char| it.is_ascii_digit()) => return None,
            '-' if is_range(&tokens, rest) => return None,
            // `60/60` is a series, `60 x 60 / 30 x 30` two sizes.
            '/' if !rest.starts_with(' ')
                && !text[..text.len() - rest.len() - 1].ends_with(' ') =>
            {
                tokens.push(Token::Times);
            }
            ',' | ';' | '/' | '+' | '(' | ')' | '[' | ']' | '|' | '&' | '-' => {
                tokens.push(Token::Break);
            }
            ' ' | '.' | ':' | '=' | '±' | '~' | '≈' => {}
            _ => tokens.push(Token::Other),
        }
    }
    Some(tokens)
}

/// `36 in`: elsewhere the word is one of Dutch and German.
fn is_inches(tokens: &[Token], word: &str, after: &str) -> bool {
    let ends = !after.trim_start().starts_with(|it: char| it.is_alphabetic() && it != 'x');
    word.eq_ignore_ascii_case("in") && matches!(tokens.last(), Some(Token::Number(_))) && ends
}

fn is_range(tokens: &[Token], rest: &str) -> bool {
    let digit_follows = rest.trim_start().starts_with(|it: char| it.is_ascii_digit());
    digit_follows && matches!(tokens.last(), Some(Token::Number(_)))
}

/// Adds what a word means, and gives what comes after it.
fn push_word<'a>(tokens: &mut Vec<Token<'a>>, word: &str, after: &'a str) -> &'a str {
    // The power of a unit: an area or a volume, which is no size.
    let power = after.strip_prefix(['²', '³', '2', '3']);
    let goes_on = |it: &str| it.starts_with(|it: char| it.is_ascii_digit());
    if let Some(after) = power.filter(|it| !goes_on(it))
        && LengthUnit::of_word(word).is_some()
    {
        tokens.push(Token::Other);
        return after;
    }
    match one_word(word) {
        Some(token) => tokens.extend(token),
        None => match glued(word) {
            Some(pieces) => tokens.extend(pieces),
            None => tokens.push(Token::Other),
        },
    }
    after
}

/// What a whole word means; a word that changes nothing is no token.
#[expect(clippy::option_option, reason = "an unknown word and one without meaning are two things")]
fn one_word(word: &str) -> Option<Option<Token<'static>>> {
    let lower = word.to_lowercase();
    if TIMES.contains(&lower.as_str()) {
        Some(Some(Token::Times))
    } else if BREAKS.contains(&lower.as_str()) {
        Some(Some(Token::Break))
    } else if ABOUT.contains(&lower.as_str()) {
        Some(None)
    } else if let Some(unit) = LengthUnit::of_word(word) {
        Some(Some(Token::Unit(unit)))
    } else {
        AxisWord::of(word).map(|it| Some(Token::Axis(it)))
    }
}

/// Pieces written without a space: `LxBxH`, the `mmx` of `930mmx2115mm`, the `xH` of `B800xH2000`.
fn glued(word: &str) -> Option<Vec<Token<'static>>> {
    let mut tokens = Vec::new();
    for (place, piece) in word.split(['x', 'X']).enumerate() {
        if place > 0 {
            tokens.push(Token::Times);
        }
        if !piece.is_empty() {
            match one_word(piece)?? {
                token @ (Token::Unit(_) | Token::Axis(_)) => tokens.push(token),
                Token::Number(_) | Token::Times | Token::Break | Token::Other => return None,
            }
        }
    }
    (tokens.len() > 1).then_some(tokens)
}
