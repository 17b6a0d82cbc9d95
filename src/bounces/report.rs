//! Reads what mail servers write when a mail cannot be delivered (RFC 3464) or somebody calls it
//! unwanted (RFC 5965). No I/O here.

use mail_parser::{Message, MessageParser, MimeHeaders};

use crate::id::Id;
use crate::mail::answer::{enhanced, says_nobody};
use crate::mail::returns::{CameBack, Told};

/// What came of a mail of ours, as somebody else's server tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Which mail it may be about, the surest first.
    pub about: Vec<Told>,
    pub how: CameBack,
    /// In the words of the server.
    pub answer: String,
}

/// A report names one mail of ours; a message with more marks is no report.
const ABOUT_MAX: usize = 10;

impl Report {
    /// `None` for any other message: a holiday notice, a delay that may pass by itself.
    pub fn read(raw: &[u8]) -> Option<Self> {
        let message = MessageParser::default().parse(raw)?;
        let (how, answer) = bounce(&message).or_else(|| complaint(&message))?;
        let text = String::from_utf8_lossy(raw);
        let ids = marks(&text).into_iter().map(Told::Id);
        let keys = message_keys(&text).into_iter().map(Told::MessageKey);
        let about = ids.chain(keys).take(ABOUT_MAX).collect();
        Some(Self { about, how, answer })
    }
}

/// The parts of a report that are for programs, of one kind.
fn fields<'a>(message: &'a Message<'_>, subtype: &str) -> Option<&'a str> {
    let part = message.parts.iter().find(|part| {
        part.content_type().is_some_and(|it| {
            it.ctype().eq_ignore_ascii_case("message")
                && it.subtype().is_some_and(|it| it.eq_ignore_ascii_case(subtype))
        })
    })?;
    part.text_contents()
}

/// The value of a field, with the lines it goes on over.
fn field(fields: &str, name: &str) -> Option<String> {
    let mut lines = fields.lines();
    let first = lines.find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.trim().eq_ignore_ascii_case(name).then_some(value)
    })?;
    let more = lines.take_while(|line| line.starts_with([' ', '\t']));
    let all: Vec<&str> = std::iter::once(first).chain(more).map(str::trim).collect();
    Some(all.join(" "))
}

fn bounce(message: &Message<'_>) -> Option<(CameBack, String)> {
    let fields = fields(message, "delivery-status")
        .or_else(|| self::fields(message, "global-delivery-status"))?;
    // "delayed" goes on trying; "delivered", "relayed" and "expanded" are no bounces.
    if !field(fields, "Action")?.eq_ignore_ascii_case("failed") {
        return None;
    }
    let status = field(fields, "Status").unwrap_or_default();
    let diagnostic = field(fields, "Diagnostic-Code").unwrap_or_default();
    let answer = if diagnostic.is_empty() { status.clone() } else { diagnostic.clone() };
    // The status is often the general 5.0.0 where the answer says more.
    let codes = [enhanced(&status), enhanced(&diagnostic)];
    let explicit = codes.into_iter().flatten().find(|(_, subject, _)| *subject != 0);
    let nobody = match explicit {
        Some(code) => says_nobody(code),
        None => diagnostic.split([' ', '-']).any(|word| word == "550"),
    };
    Some((if nobody { CameBack::HardBounce } else { CameBack::SoftBounce }, answer))
}

fn complaint(message: &Message<'_>) -> Option<(CameBack, String)> {
    let fields = fields(message, "feedback-report")?;
    let kind = field(fields, "Feedback-Type")?;
    // "not-spam" is praise.
    let unwanted =
        ["abuse", "fraud", "virus", "other"].iter().any(|it| kind.eq_ignore_ascii_case(it));
    let reporter = field(fields, "User-Agent").unwrap_or_default();
    unwanted.then(|| (CameBack::Complaint, format!("{kind} {reporter}").trim().to_owned()))
}

/// The ids in addresses such as `bounces+0199…@circuler.be`.
fn marks<T>(text: &str) -> Vec<Id<T>> {
    let mut found = Vec::new();
    for rest in text.split('+').skip(1) {
        let Some((mark, _)) = rest.split_once('@') else { continue };
        if let Some(id) = id_of_mark(mark)
            && !found.contains(&id)
        {
            found.push(id);
        }
    }
    found
}

/// The id in a mark: its digits without what stands between them.
pub(super) fn id_of_mark<T>(mark: &str) -> Option<Id<T>> {
    const HEX_CHARACTERS: usize = 32;
    if mark.len() != HEX_CHARACTERS || !mark.chars().all(|it| it.is_ascii_hexdigit()) {
        return None;
    }
    // An id in its usual form: eight, three times four, twelve.
    let mark = mark.to_lowercase();
    let parts = [&mark[..8], &mark[8..12], &mark[12..16], &mark[16..20], &mark[20..]];
    Id::parse(&parts.join("-"))
}

/// What stands before the `@` of each Message-ID, the last first: the mail that is reported stands
/// below the report.
fn message_keys(text: &str) -> Vec<String> {
    let ids = text.lines().rev().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        if !name.trim().eq_ignore_ascii_case("message-id") {
            return None;
        }
        let (key, _) = value.trim().trim_start_matches('<').split_once('@')?;
        Some(key.to_owned())
    });
    ids.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::mail::outbox::Entry;

    const ID: &str = "0199d3c2-6b1e-7c3a-9f00-0123456789ab";

    fn delivery_status(action: &str, status: &str, diagnostic: &str) -> String {
        let mark = ID.replace('-', "");
        format!(
            "From: MAILER-DAEMON@mx.example.org\r\nTo: bounces+{mark}@circuler.example\r\n\
             Subject: Undelivered\r\nMessage-ID: <daemon@mx.example.org>\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
             --b\r\nContent-Type: message/delivery-status\r\n\r\n\
             Reporting-MTA: dns; mx.example.org\r\n\r\n\
             Final-Recipient: rfc822; ann@example.org\r\nAction: {action}\r\nStatus: {status}\r\n\
             Diagnostic-Code: smtp; {diagnostic}\r\n\
             --b\r\nContent-Type: text/rfc822-headers\r\n\r\n\
             Message-ID: <our-key@circuler.example>\r\nSubject: Found\r\n--b--\r\n"
        )
    }

    #[test]
    fn who_does_not_exist_is_told_from_who_is_away() {
        let cases = [
            ("failed", "5.1.1", "550 5.1.1 <ann@example.org>: unknown", Some(CameBack::HardBounce)),
            ("failed", "5.0.0", "550 no such user here", Some(CameBack::HardBounce)),
            (
                "Failed",
                "5.0.0",
                "550-5.1.1 The account\r\n 550 5.1.1 does not exist",
                Some(CameBack::HardBounce),
            ),
            ("failed", "5.2.2", "552 5.2.2 over quota", Some(CameBack::SoftBounce)),
            ("failed", "4.4.7", "delivery time expired", Some(CameBack::SoftBounce)),
            ("failed", "5.7.1", "550 5.7.1 blocked", Some(CameBack::SoftBounce)),
            ("delayed", "4.4.1", "no answer from host", None),
            ("delivered", "2.0.0", "250 ok", None),
        ];
        for (action, status, diagnostic, how) in cases {
            let raw = delivery_status(action, status, diagnostic);
            let report = Report::read(raw.as_bytes());
            assert_eq!(report.as_ref().map(|it| it.how), how, "{status} {diagnostic}");
            let Some(report) = report else { continue };
            let id: Id<Entry> = Id::parse(ID).unwrap();
            assert_eq!(report.about[0], Told::Id(id));
            assert_eq!(report.about[1], Told::MessageKey("our-key".to_owned()));
        }
    }

    /// The example of RFC 5965, appendix B.1.
    #[test]
    fn a_complaint_is_read() {
        let raw = "From: <abusedesk@example.com>\r\nDate: Thu, 8 Mar 2005 17:40:36 EDT\r\n\
            Subject: FW: Earn money\r\nTo: <abuse@example.net>\r\nMIME-Version: 1.0\r\n\
            Content-Type: multipart/report; report-type=feedback-report;\r\n     boundary=\"part1_13d.2e68ed54_boundary\"\r\n\r\n\
            --part1_13d.2e68ed54_boundary\r\nContent-Type: text/plain; charset=\"US-ASCII\"\r\n\
            Content-Transfer-Encoding: 7bit\r\n\r\nThis is an email abuse report.\r\n\r\n\
            --part1_13d.2e68ed54_boundary\r\nContent-Type: message/feedback-report\r\n\r\n\
            Feedback-Type: abuse\r\nUser-Agent: SomeGenerator/1.0\r\nVersion: 1\r\n\r\n\
            --part1_13d.2e68ed54_boundary\r\nContent-Type: message/rfc822\r\n\
            Content-Disposition: inline\r\n\r\nReceived: from mailserver.example.net\r\n\
            From: <somespammer@example.net>\r\nTo: <Undisclosed Recipients>\r\n\
            Subject: Earn money\r\nMIME-Version: 1.0\r\nContent-type: text/plain\r\n\
            Message-ID: 8787KJKJ3K4J3K4J3K4J3.mail@example.net\r\n\
            Date: Thu, 02 Sep 2004 12:31:03 -0500\r\n\r\nSpam Spam Spam\r\n\
            --part1_13d.2e68ed54_boundary--\r\n";
        let report = Report::read(raw.as_bytes()).unwrap();
        assert_eq!(
            (report.how, report.answer.as_str()),
            (CameBack::Complaint, "abuse SomeGenerator/1.0")
        );
        assert_eq!(report.about, [Told::MessageKey("8787KJKJ3K4J3K4J3K4J3.mail".to_owned())]);
        let praise = raw.replace("Feedback-Type: abuse", "Feedback-Type: not-spam");
        assert_eq!(Report::read(praise.as_bytes()), None);
    }

    #[test]
    fn a_holiday_notice_is_no_report() {
        let raw = "From: ann@example.org\r\nSubject: Away\r\nAuto-Submitted: auto-replied\r\n\r\nUntil Monday.";
        assert_eq!(Report::read(raw.as_bytes()), None);
    }

    proptest! {
        #[test]
        fn whatever_arrives_is_read_or_left(raw in any::<Vec<u8>>(), cut in 0_usize..900) {
            Report::read(&raw);
            let whole = delivery_status("failed", "5.1.1", "550 no");
            Report::read(&whole.as_bytes()[..cut.min(whole.len())]);
        }
    }
}
