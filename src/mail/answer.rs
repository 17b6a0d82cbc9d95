//! What it means when a mail does not leave: whether waiting helps, and whom it says something of.
//! No I/O here.

use super::smtp::Step;

/// Why a mail did not leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct NotSent {
    pub reason: String,
    pub cause: Cause,
    /// The server had all of it and we do not know what it made of it: it may have arrived, and
    /// is sent again all the same.
    pub in_doubt: bool,
}

/// What stood in the way of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Our relay does not answer, or does not want to speak with us. It says nothing of this mail,
    /// so the mail waits for as long as it takes.
    Unreachable,
    /// Who receives it asks us to come again later: greylisting, a full box, too many at once.
    Later,
    /// There is nobody at this address.
    NoSuchAddress,
    /// This mail will not be taken, whenever it comes.
    Refused,
}

impl NotSent {
    pub fn new(cause: Cause, reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), cause, in_doubt: false }
    }

    /// From the answer of a server, `550 5.1.1 no such user`, to one step of the conversation.
    pub(super) fn answered(step: Step, code: u16, text: String) -> Self {
        Self::new(cause(step, code, enhanced(&text)), text)
    }
}

/// A code of RFC 3463, such as 5.1.1.
type Enhanced = (u16, u16, u16);

fn cause(step: Step, code: u16, enhanced: Option<Enhanced>) -> Cause {
    match step {
        // Before a recipient was named it is about us: our address, our password, our pace.
        Step::Greeting | Step::Sender => Cause::Unreachable,
        Step::Recipient => match (code, enhanced) {
            (..500, _) => Cause::Later,
            // A full box (RFC 5321 §4.5.3.1.10 wants 552 to be taken as a 452).
            (552, _) | (_, Some((5, 2, 2))) => Cause::Later,
            (_, Some(enhanced)) if says_nobody(enhanced) => Cause::NoSuchAddress,
            // 550 5.7.1 is a rule of theirs, or of our relay: the address may well exist.
            (_, Some(_)) => Cause::Refused,
            (550 | 551 | 553, None) => Cause::NoSuchAddress,
            (_, None) => Cause::Refused,
        },
        // By now it is about what the mail says, unless the answer is explicit.
        Step::Content => match (code, enhanced) {
            (..500, _) => Cause::Later,
            (_, Some(enhanced)) if says_nobody(enhanced) => Cause::NoSuchAddress,
            (_, _) => Cause::Refused,
        },
    }
}

/// Bad destination, moved without an address, or a box that was closed (RFC 3463 §3.2, §3.3).
pub fn says_nobody(enhanced: Enhanced) -> bool {
    matches!(enhanced, (5, 1, 1 | 2 | 3 | 6 | 10) | (5, 2, 1))
}

/// The first code of RFC 3463 in an answer: `5.1.1` of `550 5.1.1 no such user`.
pub fn enhanced(text: &str) -> Option<Enhanced> {
    text.split([' ', ':', '\n', '\r', '#', '(', ')', '-']).find_map(|word| {
        let mut parts = word.split('.').map(str::parse::<u16>);
        let code = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
        (parts.next().is_none() && matches!(code.0, 2 | 4 | 5)).then_some(code)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_whether_waiting_helps() {
        let answers = [
            (Step::Greeting, 421, "421 too busy", Cause::Unreachable),
            (Step::Greeting, 535, "535 5.7.8 bad password", Cause::Unreachable),
            (Step::Sender, 550, "550 not from you", Cause::Unreachable),
            (Step::Recipient, 450, "450 4.2.0 greylisted", Cause::Later),
            (Step::Recipient, 421, "421 4.7.0 slow down", Cause::Later),
            (Step::Recipient, 452, "452 4.2.2 box full", Cause::Later),
            (Step::Recipient, 552, "552 box full", Cause::Later),
            (Step::Recipient, 552, "552 5.2.2 over quota", Cause::Later),
            (Step::Recipient, 550, "550 no such user", Cause::NoSuchAddress),
            (Step::Recipient, 550, "550-5.1.1 no such user", Cause::NoSuchAddress),
            (Step::Recipient, 550, "550 5.2.1 closed", Cause::NoSuchAddress),
            (Step::Recipient, 550, "550 5.7.1 relaying denied", Cause::Refused),
            (Step::Recipient, 554, "554 no", Cause::Refused),
            (Step::Content, 451, "451 4.3.0 try again", Cause::Later),
            (Step::Content, 550, "550 looks like spam", Cause::Refused),
            (Step::Content, 550, "550 5.1.1 unknown", Cause::NoSuchAddress),
        ];
        for (step, code, text, cause) in answers {
            assert_eq!(NotSent::answered(step, code, text.to_owned()).cause, cause, "{text}");
        }
    }

    #[test]
    fn an_address_of_the_internet_is_no_code() {
        assert_eq!(enhanced("550 5.7.1 [192.0.2.1] blocked"), Some((5, 7, 1)));
        assert_eq!(enhanced("blocked, see 5.4.3.2 or 10.1.1"), None);
        assert_eq!(enhanced(""), None);
    }
}
