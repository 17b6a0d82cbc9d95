//! A mail as RFC 5322 wants it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};

use super::Mail;

/// Writes the message, or says why it cannot be written.
pub(super) fn build(
    mail: &Mail,
    from_name: &str,
    from_address: &str,
    id: &str,
) -> Result<Message, String> {
    // lettre 0.11 panics on a line break in a display name. `one_line` takes them out; should
    // there be another such character, one mail is lost to the dead letters, not the worker.
    catch_unwind(AssertUnwindSafe(|| write(mail, from_name, from_address, id)))
        .unwrap_or_else(|_| Err("the mail could not be written".to_owned()))
}

fn write(mail: &Mail, from_name: &str, from_address: &str, id: &str) -> Result<Message, String> {
    let mut builder = Message::builder()
        .from(mailbox(from_name, from_address)?)
        .to(mailbox(&mail.to_name, &mail.to_address)?)
        .subject(one_line(&mail.subject))
        .message_id(Some(id.to_owned()))
        .raw_header(header("Auto-Submitted", "auto-generated"));
    if let Some(list) = &mail.list_id {
        builder = builder.raw_header(header("List-Id", &format!("<{}>", one_line(list))));
    }
    if let Some(url) = &mail.unsubscribe_url {
        builder = builder
            .raw_header(header("List-Unsubscribe", &format!("<{}>", one_line(url))))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }
    builder
        .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
        .map_err(|error| error.to_string())
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
    let breaks = |it: char| it.is_control() || matches!(it, '\u{2028}' | '\u{2029}');
    let plain: String =
        text.chars().map(|it| if turns(it) || breaks(it) { ' ' } else { it }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mail(name: &str, subject: &str) -> Mail {
        Mail {
            to_name: name.to_owned(),
            to_address: "ann@example.org".to_owned(),
            subject: subject.to_owned(),
            text: "Bonjour".to_owned(),
            html: "<p>Bonjour</p>".to_owned(),
            list_id: Some("alerts.example.org".to_owned()),
            unsubscribe_url: Some("https://example.org/unsubscribe/x".to_owned()),
        }
    }

    #[test]
    fn a_company_name_with_line_breaks_adds_no_header() {
        let hostile = mail("Sloop\r\nBcc: eve@example.org", "Found\r\nX-Evil: 1");
        let built = build(&hostile, "Circuler\n", "alerts@example.org", "<1@example.org>").unwrap();
        let bytes = built.formatted();
        let parsed = mail_parser::MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(
            parsed.to().unwrap().first().unwrap().name(),
            Some("Sloop Bcc: eve@example.org")
        );
        assert!(parsed.bcc().is_none() && parsed.header("X-Evil").is_none());
        assert_eq!(parsed.message_id(), Some("1@example.org"));
        assert_eq!(parsed.body_text(0).unwrap().trim(), "Bonjour");
    }

    proptest! {
        #[test]
        fn any_name_and_subject_can_be_written(name in any::<String>(), subject in any::<String>()) {
            let built = build(&mail(&name, &subject), "Circuler", "a@example.org", "<1@example.org>");
            let bytes = built.unwrap().formatted();
            let parsed = mail_parser::MessageParser::default().parse(&bytes).unwrap();
            prop_assert!(parsed.bcc().is_none());
            prop_assert_eq!(parsed.subject().unwrap_or_default(), one_line(&subject));
        }
    }
}
