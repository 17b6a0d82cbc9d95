//! Reads the mail by which somebody says stop: one to the address that the header `List-Unsubscribe`
//! of a mail of ours names (RFC 2369). No I/O here.

use mail_parser::MessageParser;

use super::report::id_of_mark;
use crate::id::Id;
use crate::mail::STOP_MARK;
use crate::mail::outbox::Entry;

/// Where the address to which a mail came may stand; servers that put it into a maildir write it
/// into one of the last three.
const ADDRESSED: [&str; 5] = ["To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To"];

/// The mail of ours like which no more are to come. `None` for any other message, and for what a
/// program sent on its own, such as a notice of absence (RFC 3834).
pub(super) fn read(raw: &[u8]) -> Option<Id<Entry>> {
    let message = MessageParser::default().parse(raw)?;
    let by_itself = message.header_raw("Auto-Submitted").map(str::trim);
    if by_itself.is_some_and(|it| !it.eq_ignore_ascii_case("no")) {
        return None;
    }
    ADDRESSED.into_iter().filter_map(|name| message.header_raw(name)).find_map(marked)
}

/// The id in an address such as `bounces+stop.0199…@circuler.be`.
fn marked(addresses: &str) -> Option<Id<Entry>> {
    let after = addresses.split('+').skip(1).filter_map(|it| it.strip_prefix(STOP_MARK));
    after.filter_map(|it| it.split_once('@')).find_map(|(mark, _)| id_of_mark(mark))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MARK: &str = "0199d3c26b1e7c3a9f000123456789ab";

    #[test]
    fn only_a_mail_of_a_person_to_that_very_address_says_stop() {
        let to = format!("bounces+stop.{MARK}@circuler.example");
        let id = id_of_mark(MARK);
        assert!(id.is_some());
        for headers in [
            format!("To: <{to}>\r\nSubject: unsubscribe"),
            format!("To: Circuler <{to}>\r\nAuto-Submitted: no"),
            format!("To: undisclosed-recipients:;\r\nDelivered-To: {to}"),
        ] {
            let raw = format!("From: ann@example.org\r\n{headers}\r\n\r\n");
            assert_eq!(read(raw.as_bytes()), id, "{headers}");
        }
        for headers in [
            format!("To: <{to}>\r\nAuto-Submitted: auto-replied"),
            format!("To: <bounces+{MARK}@circuler.example>"),
            format!("To: <bounces+stop.{}@circuler.example>", &MARK[1..]),
            format!("To: <alerts@circuler.example>\r\nSubject: {to}"),
        ] {
            let raw = format!("From: ann@example.org\r\n{headers}\r\n\r\nSee {to}\r\n");
            assert_eq!(read(raw.as_bytes()), None, "{headers}");
        }
    }

    proptest! {
        #[test]
        fn whatever_arrives_is_read_or_left(raw in any::<Vec<u8>>()) {
            read(&raw);
        }
    }
}
