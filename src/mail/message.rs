//! A mail as RFC 5322 wants it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, UNIX_EPOCH};

use lettre::message::header::{ContentTransferEncoding, HeaderName, HeaderValue, MIME_VERSION_1_0};
use lettre::message::{Body, Mailbox};
use lettre::{Address, Message};

use super::outbox::Claimed;
use super::printable::{ESCAPES_OF_TEXT, quoted_printable};
use super::traffic::domain_of;
use super::{Mail, Sender, message_key};

/// Writes the message and signs it, or says why it cannot be written. What is written twice is the
/// same but for the time of the signature.
pub(super) fn write(claimed: &Claimed, sender: &Sender) -> Result<String, String> {
    // lettre 0.11 panics on a line break in a display name. `one_line` takes them out; should
    // there be another such character, one mail is lost to the dead letters, not the worker.
    let built = catch_unwind(AssertUnwindSafe(|| {
        let message = build(claimed, sender)?;
        let mut signed = sender.dkim.signatures(&message);
        let message = String::from_utf8(message.formatted()).map_err(|error| error.to_string())?;
        signed.push_str(&message);
        Ok(signed)
    }));
    built.unwrap_or_else(|_| Err("the mail could not be written".to_owned()))
}

fn build(claimed: &Claimed, sender: &Sender) -> Result<Message, String> {
    let Claimed { dedupe_key, kind, created_at, mail, .. } = claimed;
    let key = message_key(dedupe_key);
    let seconds = u64::try_from(created_at.unix_seconds()).map_err(|error| error.to_string())?;
    let mut builder = Message::builder()
        .from(mailbox(&sender.name, &sender.address)?)
        .to(mailbox(&mail.to_name, &mail.to_address)?)
        .subject(one_line(&mail.subject))
        .date(UNIX_EPOCH + Duration::from_secs(seconds))
        .message_id(Some(format!("<{key}@{}>", domain_of(&sender.address))))
        .raw_header(header("Auto-Submitted", "auto-generated"))
        // Which kind of mail people complain about, by whom it is sent last.
        .raw_header(header("Feedback-ID", &format!("{kind}:circuler")));
    if let Some(list) = &mail.list_id {
        builder = builder.raw_header(header("List-Id", &format!("<{}>", one_line(list))));
    }
    if let Some(url) = &mail.unsubscribe_url {
        // Programs that know no one-click may send a mail instead (RFC 2369 §3.2).
        let by_mail = sender.stop_address(claimed);
        let by_mail = by_mail.map(|it| format!(", <mailto:{it}?subject=unsubscribe>"));
        let ways = format!("<{}>{}", one_line(url), by_mail.unwrap_or_default());
        builder = builder
            .raw_header(header("List-Unsubscribe", &ways))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }
    // What is no letter of base64 keeps it from standing in a text that is quoted-printable.
    let boundary = format!("={key}=");
    let kind = format!("multipart/alternative; boundary=\"{boundary}\"");
    let parts =
        Body::dangerous_pre_encoded(parts(&boundary, mail), ContentTransferEncoding::SevenBit);
    let builder = builder.header(MIME_VERSION_1_0).raw_header(header("Content-Type", &kind));
    builder.body(parts).map_err(|error| error.to_string())
}

/// What stands around the parts and in their headers.
const AROUND_PARTS_BYTES: usize = 512;

/// Text and HTML (RFC 2046 §5.1.4), written into one piece of memory: lettre would write each part
/// into one of its own and copy them, which for a long letter takes as long as encoding it.
fn parts(boundary: &str, mail: &Mail) -> Vec<u8> {
    let long = mail.text.len() + mail.html.len();
    let mut body = Vec::with_capacity(AROUND_PARTS_BYTES + long + long / ESCAPES_OF_TEXT);
    for (kind, text) in [("plain", &mail.text), ("html", &mail.html)] {
        let opening = format!(
            "--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n\
             Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        );
        body.extend_from_slice(opening.as_bytes());
        quoted_printable(text, &mut body);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    body
}

fn mailbox(name: &str, address: &str) -> Result<Mailbox, String> {
    let address: Address = address.parse().map_err(|_| format!("`{address}` is no address"))?;
    Ok(Mailbox::new(Some(one_line(name)).filter(|name| !name.is_empty()), address))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// Text on one line of a header: what moves the cursor, breaks a line or turns the direction of
/// writing becomes a space, and spaces do not pile up.
pub fn one_line(text: &str) -> String {
    let turns = |it: char| matches!(it, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    // Most letters are of ASCII, of which it is known at once.
    let parts = |it: char| match it {
        '\0'..=' ' | '\u{7f}' => true,
        '!'..='~' => false,
        _ => it.is_whitespace() || it.is_control() || turns(it),
    };
    let mut line = String::with_capacity(text.len());
    for word in text.split(parts).filter(|it| !it.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::dkim::Dkim;
    use super::*;
    use crate::clock;
    use crate::config;
    use crate::id::Id;

    fn claimed(name: &str, subject: &str) -> Claimed {
        let mail = Mail {
            to_name: name.to_owned(),
            to_address: "ann@example.org".to_owned(),
            subject: subject.to_owned(),
            text: "Bonjour".to_owned(),
            html: "<p>Bonjour</p>".to_owned(),
            list_id: Some("alerts.example.org".to_owned()),
            unsubscribe_url: Some("https://example.org/unsubscribe/x".to_owned()),
        };
        Claimed {
            id: Id::new(),
            dedupe_key: "one".to_owned(),
            kind: "alert".to_owned(),
            attempts: 1,
            created_at: clock::now(),
            mail,
        }
    }

    fn sender(name: &str) -> Sender {
        Sender {
            name: name.to_owned(),
            address: "alerts@example.org".to_owned(),
            bounce_address: "bounces@example.org".to_owned(),
            reads_answers: true,
            dkim: Dkim::open(&config::Dkim::default()).unwrap(),
        }
    }

    #[test]
    fn a_company_name_with_line_breaks_adds_no_header() {
        let hostile = claimed("Sloop\r\nBcc: eve@example.org", "Found\r\nX-Evil: 1");
        let written = write(&hostile, &sender("Circuler\n")).unwrap();
        let parsed = mail_parser::MessageParser::default().parse(&written).unwrap();
        assert_eq!(
            parsed.to().unwrap().first().unwrap().name(),
            Some("Sloop Bcc: eve@example.org")
        );
        assert!(parsed.bcc().is_none() && parsed.header("X-Evil").is_none());
        assert_eq!(parsed.body_text(0).unwrap().trim(), "Bonjour");
    }

    #[test]
    fn a_mail_that_is_written_again_is_the_same_mail() {
        let mail = claimed("Ann", "Found");
        let first = write(&mail, &sender("Circuler")).unwrap();
        let again = write(&Claimed { attempts: 2, ..mail }, &sender("Circuler")).unwrap();
        assert_eq!(first, again);
    }

    #[test]
    fn an_address_to_go_back_to_says_which_mail_it_was() {
        let mail = claimed("Ann", "Found");
        let path = sender("Circuler").return_path(&mail);
        let id = mail.id.as_str().replace('-', "");
        assert_eq!(path, format!("bounces+{id}@example.org"));
        // RFC 5321 §4.5.3.1.1
        assert!(path.split('@').next().unwrap().len() <= 64);
    }

    proptest! {
        #[test]
        fn one_line_is_words_with_single_spaces(text in "(\\PC|[ \t\r\n\u{202e}\u{2028}\u{a0}]){0,40}") {
            let line = one_line(&text);
            prop_assert!(!line.contains("  ") && line.trim() == line);
            let none = ['\t', '\r', '\n', '\u{202e}', '\u{2028}', '\u{a0}'];
            prop_assert!(!line.contains(none));
            let letters = |it: &str| it.chars().filter(|it| it.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(letters(&line), letters(&text));
        }

        #[test]
        fn any_name_and_subject_can_be_written(name in any::<String>(), subject in any::<String>()) {
            let written = write(&claimed(&name, &subject), &sender("Circuler")).unwrap();
            let parsed = mail_parser::MessageParser::default().parse(&written).unwrap();
            prop_assert!(parsed.bcc().is_none());
            prop_assert_eq!(parsed.subject().unwrap_or_default(), one_line(&subject));
        }
    }
}
