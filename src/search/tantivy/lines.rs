//! Words on lines: how a document hands over all its words in one text.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// What it is called in a schema.
pub const LINES: &str = "lines";

/// Takes each line as it is. Handing over the words one by one costs more than keeping them.
#[derive(Clone, Default)]
pub struct Lines(Token);

pub struct LinesOf<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for Lines {
    type TokenStream<'a> = LinesOf<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LinesOf<'a> {
        self.0.reset();
        LinesOf { rest: text, token: &mut self.0 }
    }
}

impl TokenStream for LinesOf<'_> {
    fn advance(&mut self) -> bool {
        if self.rest.is_empty() {
            return false;
        }
        let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        self.rest = rest;
        self.token.text.clear();
        self.token.text.push_str(line);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Each word on a line: those of a name on so many lines, and the others, where no name has them,
/// on one.
pub fn written<'a>(
    name: impl Iterator<Item = &'a str>,
    times: u32,
    others: impl Iterator<Item = &'a str>,
) -> String {
    let name = each_once(name);
    let mut lines = String::new();
    let mut write = |word: &str| {
        lines.push_str(word);
        lines.push('\n');
    };
    for word in &name {
        (0..times).for_each(|_| write(word));
    }
    for word in each_once(others) {
        if name.binary_search(&word).is_err() {
            write(word);
        }
    }
    lines
}

fn each_once<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut words: Vec<&str> = words.collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_the_name_counts_as_often_as_it_shall() {
        let text = written(["b", "a", "b"].into_iter(), 2, ["c", "a", "c"].into_iter());
        let mut lines = Lines::default();
        let mut read = Vec::new();
        lines.token_stream(&text).process(&mut |it| read.push(it.text.clone()));
        assert_eq!(read, ["a", "a", "b", "b", "c"]);
        assert!(!lines.token_stream("").advance());
    }
}
