//! What people type in about themselves, and what is taken: names, addresses of mail, the
//! registration of an organisation.

use lettre::Address;
use serde::Deserialize;

use super::password::Password;
use super::{OrganisationKind, Park};
use crate::error::{Error, Problem, Result};
use crate::id::Id;
use crate::language::{Language, say};
use crate::search::Point;
use crate::web::has_control_characters;

/// The longest names in the register of Belgian companies stay below it; a label has no room for
/// more.
pub const NAME_CHARACTERS_MAX: usize = 120;
/// RFC 5321: what fits into a path of 256 with its angle brackets.
pub const EMAIL_CHARACTERS_MAX: usize = 254;

/// A new organisation, as its first member fills it in.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistrationDraft {
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
    pub kind: OrganisationKind,
    /// The business park it belongs to, one of `GET /api/v1/parks`.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub park_id: Option<Id<Park>>,
    pub member: MemberDraft,
}

/// The first member of a new organisation: its owner.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberDraft {
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
    #[schema(max_length = 254, examples("ann@example.org"))]
    pub email: String,
    /// Any signs, spaces too; neither one of those that are tried first, nor a name that stands
    /// here.
    #[schema(value_type = String, min_length = 8, max_length = 256)]
    pub password: Password,
    /// In which mails are written.
    #[serde(default)]
    pub language: Language,
}

/// A registration in which everything is as it must be.
#[derive(Debug, Clone)]
pub struct Registration {
    pub name: String,
    pub kind: OrganisationKind,
    pub park_id: Option<Id<Park>>,
    pub member_name: String,
    /// In lower case: `Ann@Example.org` and `ann@example.org` reach the same person.
    pub email: String,
    pub language: Language,
}

impl RegistrationDraft {
    /// The registration and the password, or all that is not right.
    pub fn check(self) -> Result<(Registration, Password)> {
        let Self { name, kind, park_id, member } = self;
        let about = [&*name, &*member.name, &*member.email, local_part(&member.email)];
        let password = member.password.check("/member/password", &about);
        let name = line("/name", &name, NAME_CHARACTERS_MAX);
        let member_name = line("/member/name", &member.name, NAME_CHARACTERS_MAX);
        let email = email("/member/email", &member.email);
        match (name, member_name, email, password) {
            (Ok(name), Ok(member_name), Ok(email), Ok(())) => {
                let language = member.language;
                let registration =
                    Registration { name, kind, park_id, member_name, email, language };
                Ok((registration, member.password))
            }
            (name, member_name, email, password) => {
                let problems = [name.err(), member_name.err(), email.err(), password.err()];
                Err(Error::Invalid(problems.into_iter().flatten().collect()))
            }
        }
    }
}

fn local_part(email: &str) -> &str {
    email.split_once('@').map_or(email, |(local, _)| local)
}

/// One line of text, without the spaces around it. Names go into the headers of mails, so a line
/// break or another control character is refused, not repaired: whoever sends one means no good.
pub fn line(
    pointer: &str,
    text: &str,
    characters_max: usize,
) -> std::result::Result<String, Problem> {
    let line = text.trim();
    let expected = if line.is_empty() {
        say("expected-something")
    } else if has_control_characters(line, false) {
        say("expected-no-control-characters")
    } else if line.chars().count() > characters_max {
        say("expected-shorter").with("max", characters_max)
    } else {
        return Ok(line.to_owned());
    };
    Err(Problem::new(pointer, expected, line.escape_debug()))
}

/// An address that mail can be sent to, in lower case.
pub fn email(pointer: &str, text: &str) -> std::result::Result<String, Problem> {
    let email = text.trim().to_lowercase();
    // Quoted local parts and addresses of machines are allowed by the standard and used by nobody
    // but those who try what breaks.
    let is_odd = |it: char| {
        it.is_whitespace() || it.is_control() || matches!(it, '"' | '\\' | '[' | ']' | '<' | '>')
    };
    let expected = if email.chars().count() > EMAIL_CHARACTERS_MAX {
        say("expected-shorter").with("max", EMAIL_CHARACTERS_MAX)
    } else if email.contains(is_odd) || email.parse::<Address>().is_err() {
        say("expected-email")
    } else {
        return Ok(email);
    };
    Err(Problem::new(pointer, expected, email.escape_debug()))
}

/// A business park, as an admin of the platform adds it.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParkDraft {
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
    /// Its centre.
    pub point: Point,
}

impl ParkDraft {
    /// The name, if all is right.
    pub(super) fn check(self) -> Result<(String, Point)> {
        let mut problems = Vec::new();
        problems.extend(point("/point", self.point).err());
        match line("/name", &self.name, NAME_CHARACTERS_MAX) {
            Ok(name) if problems.is_empty() => Ok((name, self.point)),
            name => {
                problems.extend(name.err());
                Err(Error::Invalid(problems))
            }
        }
    }
}

/// Whether the point is on the earth.
pub fn point(pointer: &str, point: Point) -> std::result::Result<(), Problem> {
    for (name, value, max) in
        [("latitude", point.latitude, 90.0), ("longitude", point.longitude, 180.0)]
    {
        if !(-max..=max).contains(&value) {
            let expected = say("expected-number-between").with("min", -max).with("max", max);
            return Err(Problem::new(format!("{pointer}/{name}"), expected, value));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn registration() -> RegistrationDraft {
        RegistrationDraft {
            name: " Sloop & Zoon ".to_owned(),
            kind: OrganisationKind::DemolitionContractor,
            park_id: None,
            member: MemberDraft {
                name: "Ann Claes".to_owned(),
                email: "Ann@Example.org".to_owned(),
                password: Password::new("vier deuren in maart"),
                language: Language::Nl,
            },
        }
    }

    #[test]
    fn a_registration_is_taken_without_the_spaces_around_it() {
        let (registration, _) = registration().check().unwrap();
        assert_eq!(registration.name, "Sloop & Zoon");
        assert_eq!(registration.email, "ann@example.org");
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once_and_no_password_is_repeated() {
        let mut wrong = registration();
        wrong.name = "Sloop\r\nBcc: all@example.org".to_owned();
        wrong.member.name = " ".to_owned();
        wrong.member.email = "ann at example.org".to_owned();
        wrong.member.password = Password::new("sloop123");
        let Err(Error::Invalid(problems)) = wrong.check() else { panic!("it was taken") };
        let pointers: Vec<&str> = problems.iter().map(|it| it.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/member/name", "/member/email"]);
        assert!(problems.iter().all(|it| !it.got.contains("sloop123") && !it.got.contains('\n')));

        let mut weak = registration();
        weak.member.password = Password::new("sloop&zoon");
        let Err(Error::Invalid(problems)) = weak.check() else { panic!("it was taken") };
        assert_eq!((&*problems[0].pointer, &*problems[0].got), ("/member/password", ""));
    }

    #[test]
    fn an_address_is_what_a_mail_server_knows() {
        for good in ["ann@example.org", "a.b+parks@sub.example.be", "ann@müller.example"] {
            assert_eq!(email("/email", &good.to_uppercase()).unwrap(), good);
        }
        for wrong in [
            "",
            "ann",
            "@example.org",
            "ann@",
            "ann@@example.org",
            "ann claes@example.org",
            "Ann <ann@example.org>",
            "ann@example.org\r\nBcc: b@example.org",
            "\"a b\"@example.org",
            "ann@[127.0.0.1]",
            "ann@example.org, b@example.org",
            "ann@exa\0mple.org",
        ] {
            assert!(email("/email", wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_point_is_on_the_earth() {
        let at = |latitude, longitude| point("/point", Point { latitude, longitude });
        assert!(at(90.0, -180.0).is_ok() && at(50.8, 4.7).is_ok());
        assert_eq!(at(90.1, 4.7).unwrap_err().pointer, "/point/latitude");
        assert_eq!(at(50.8, f64::NAN).unwrap_err().pointer, "/point/longitude");
    }

    proptest! {
        #[test]
        fn a_line_that_is_taken_is_one_line_and_is_taken_again(text in ".*") {
            if let Ok(taken) = line("/name", &text, 40) {
                prop_assert_eq!(text.trim(), &taken);
                prop_assert!(!taken.is_empty() && taken.chars().count() <= 40);
                prop_assert!(!taken.chars().any(char::is_control));
                prop_assert_eq!(line("/name", &taken, 40).unwrap(), taken);
            } else {
                let text = text.trim();
                let breaks = |it: char| it.is_control() || matches!(it, '\u{2028}' | '\u{2029}');
                let refused = text.is_empty() || text.chars().count() > 40 || text.contains(breaks);
                prop_assert!(refused);
            }
        }

        #[test]
        fn an_address_that_is_taken_cannot_break_a_header(
            text in r#"[a-zA-Z."<>, \r\n\u{0}é@-]{0,12}@[a-z.\r\n\[\] -]{0,12}"#,
        ) {
            if let Ok(taken) = email("/email", &text) {
                prop_assert_eq!(taken.matches('@').count(), 1);
                prop_assert!(!taken.contains(|it: char| it.is_whitespace() || it.is_control() || "<>\"[],".contains(it)));
                prop_assert_eq!(email("/email", &taken).unwrap(), taken);
            }
        }
    }
}
