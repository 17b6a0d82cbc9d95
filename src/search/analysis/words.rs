//! Cutting a text into words and numbers.

use crate::catalogue::fold;

/// No word of any of our languages is longer; what is would only swell the index. Longer ones are
/// cut, in texts and in searches alike.
pub const WORD_CHARACTERS_MAX: usize = 64;

/// The words and numbers of a text in their order, folded. A number keeps its decimals, written
/// with a point.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut opened_by = ' ';
    let mut letters = folded.chars().peekable();
    while let Some(letter) = letters.next() {
        let in_number = is_number(&word) && letters.peek().is_some_and(|it| it.is_numeric());
        let is_times_sign = letter == 'x' && in_number;
        if letter.is_alphanumeric() && !is_times_sign {
            word.push(letter);
        } else if in_number && matches!(letter, '.' | ',') {
            word.push('.');
        } else {
            close(&mut words, &word, opened_by, letter);
            word.clear();
            opened_by = letter;
        }
    }
    close(&mut words, &word, opened_by, ' ');
    words
}

/// Adds a word to those before it, unless it only looks like one.
fn close(words: &mut Vec<String>, word: &str, opened_by: char, closed_by: char) {
    // The `l` of `l'escalier` and the `s` of `foto's`.
    let is_elided = is_letters(word) && word.len() == 1 && [opened_by, closed_by].contains(&'\'');
    // The `x` of `60 x 60`; that of `60x60` parts them already.
    let is_times_sign = word == "x" && words.last().is_some_and(|it| is_number(it));
    if word.is_empty() || is_elided || is_times_sign {
        return;
    }
    words.push(word.chars().take(WORD_CHARACTERS_MAX).collect());
}

/// `93cm` is also `93` and `cm`, and `2.5m` is `2.5`, `2`, `5` and `m`. What changes between
/// letters and digits more than once is a code, and has no pieces.
pub(super) fn pieces(word: &str) -> Vec<String> {
    let is_seam = |(one, two): &((usize, char), (usize, char))| {
        one.1.is_alphabetic() != two.1.is_alphabetic()
    };
    let mut seams = word.char_indices().zip(word.char_indices().skip(1)).filter(is_seam);
    let parts = match (seams.next(), seams.next()) {
        (None, _) => vec![word],
        (Some((_, (at, _))), None) => vec![&word[..at], &word[at..]],
        (Some(_), Some(_)) => return Vec::new(),
    };
    let decimals = parts.iter().flat_map(|it| it.split('.')).filter(|it| !it.is_empty());
    parts.iter().copied().chain(decimals).map(str::to_owned).collect()
}

/// Codes and sizes: no word of letters, so nobody slips into one from another.
pub fn is_code(word: &str) -> bool {
    word.contains(char::is_numeric)
}

pub(super) fn is_number(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|it| it.is_numeric() || it == '.')
}

pub(super) fn is_letters(word: &str) -> bool {
    !word.is_empty() && word.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_apart_into_words_and_numbers() {
        for (text, expected) in [
            ("", vec![]),
            ("  ¿?! \0\u{7} --", vec![]),
            ("Eiken binnendeur, 93 cm", vec!["eiken", "binnendeur", "93", "cm"]),
            ("Porte d’intérieur à l'étage", vec!["porte", "interieur", "a", "etage"]),
            ("foto's van 's avonds", vec!["foto", "van", "avonds"]),
            ("Stahlträger, groß", vec!["stahltrager", "gross"]),
            ("120 m² tapijt", vec!["120", "m2", "tapijt"]),
            ("2,5 m of 2.5m.", vec!["2.5", "m", "of", "2.5m"]),
            ("60×60, 60x60 en 60 x 60", vec!["60", "60", "60", "60", "en", "60", "60"]),
            ("7K3M-9QXV-2", vec!["7k3m", "9qxv", "2"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
        assert_eq!(words(&"a".repeat(10_000)), ["a".repeat(WORD_CHARACTERS_MAX)]);
    }
}
