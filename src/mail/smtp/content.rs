//! The content of a mail as it goes over the line (RFC 5321 §4.1.1.4 and §4.5.2).

use std::fmt;

/// What is said after DATA: a dot before each line that begins with one, and a line with nothing
/// but a dot at the end. It is said as a command is, in one piece: lettre's own way looks at each
/// byte and sends the last line apart, which for a long letter took a third of all the time.
pub(super) struct Content<'a>(pub &'a str);

impl fmt::Display for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(message) = self;
        if message.starts_with('.') {
            f.write_str(".")?;
        }
        let mut from = 0;
        for (at, _) in message.match_indices("\r\n.") {
            let dot = at + "\r\n".len();
            f.write_str(&message[from..dot])?;
            f.write_str(".")?;
            from = dot;
        }
        f.write_str(&message[from..])?;
        f.write_str(if message.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a server makes of it, line by line; `None` before it has seen the end.
    fn taken(said: &str) -> Option<(String, &str)> {
        let mut message = String::new();
        let mut rest = said;
        loop {
            let (line, after) = rest.split_once("\r\n")?;
            rest = after;
            match line.strip_prefix('.') {
                Some("") => return Some((message, rest)),
                Some(line) => message.push_str(line),
                None => message.push_str(line),
            }
            message.push_str("\r\n");
        }
    }

    proptest! {
        #[test]
        fn a_server_takes_what_was_meant_and_no_more(message in "(\\.|\r|\n|\r\n|a|é|[^.]){0,40}") {
            let said = Content(&message).to_string();
            let whole = if message.ends_with("\r\n") { message } else { message + "\r\n" };
            prop_assert_eq!(taken(&said), Some((whole, "")));
        }
    }
}
