//! The server that takes our mails further, as `SMTP_URL` names it. No I/O here.

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::extension::ClientId;
use percent_encoding::percent_decode_str;
use url::Url;

/// Where mails are handed over, and how.
#[derive(Debug, Clone)]
pub struct Relay {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub credentials: Option<Credentials>,
    /// What we call ourselves.
    pub hello: ClientId,
}

/// How others are kept from reading along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Not at all. Only for who asks for it by name: `tls=none`.
    None,
    /// STARTTLS (RFC 3207), and no mail to a server that does not offer it.
    Required,
    /// TLS from the first byte (RFC 8314).
    FromTheStart,
}

/// Ports of RFC 6409 and RFC 8314; 25 is between servers, where only a local relay is spoken to.
const SUBMISSION_PORT: u16 = 587;
const SUBMISSIONS_PORT: u16 = 465;
const SMTP_PORT: u16 = 25;

impl Relay {
    /// Reads `smtp://user:password@host:587`, `smtps://host`, `smtp://localhost?tls=none`; a path
    /// is what we call ourselves.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("SMTP_URL: {error}"))?;
        let host = url.host_str().filter(|it| !it.is_empty()).ok_or("SMTP_URL names no host")?;
        let mut tls = None;
        for (name, value) in url.query_pairs() {
            if name != "tls" {
                return Err(format!("SMTP_URL: `{name}` is unknown, expected `tls`"));
            }
            tls = Some(value.into_owned());
        }
        let (security, port) = match (url.scheme(), tls.as_deref()) {
            ("smtp", None | Some("required")) => (Security::Required, SUBMISSION_PORT),
            ("smtp", Some("none")) => (Security::None, SMTP_PORT),
            ("smtps", None | Some("required")) => (Security::FromTheStart, SUBMISSIONS_PORT),
            // `opportunistic` would let whoever sits between choose that there is no encryption.
            (_, other) => {
                let found = other.unwrap_or_default();
                return Err(format!("SMTP_URL: tls=required or tls=none expected, not `{found}`"));
            }
        };
        let plain = |text: &str| -> Result<String, String> {
            let plain = percent_decode_str(text).decode_utf8();
            Ok(plain.map_err(|_| "SMTP_URL: user and password are not UTF-8")?.into_owned())
        };
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(plain(url.username())?, plain(password)?)),
            None => None,
        };
        let name = url.path().trim_matches('/');
        Ok(Self {
            // A literal address of IPv6 stands in brackets in a URL, and nowhere else.
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(port),
            security,
            credentials,
            hello: match name {
                "" => ClientId::default(),
                name => ClientId::Domain(name.to_owned()),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_sent_in_the_clear_unless_asked_for_by_name() {
        let relay = |text: &str| Relay::parse(text).unwrap();
        assert_eq!(relay("smtp://mail.example.org").security, Security::Required);
        assert_eq!(relay("smtp://mail.example.org").port, 587);
        assert_eq!(relay("smtp://mail.example.org:25?tls=required").port, 25);
        assert_eq!(relay("smtps://mail.example.org").security, Security::FromTheStart);
        assert_eq!(relay("smtp://localhost:2525?tls=none").security, Security::None);
        for wrong in [
            "smtp://host?tls=opportunistic",
            "smtp://host?tsl=none",
            "smtps://host?tls=none",
            "smtp:",
        ] {
            assert!(Relay::parse(wrong).unwrap_err().contains("SMTP_URL"), "{wrong}");
        }
    }

    #[test]
    fn a_password_may_hold_anything() {
        let relay = Relay::parse("smtp://a%40b:p%3A%2Fw+d@[::1]/circuler.example").unwrap();
        assert_eq!(relay.credentials, Some(Credentials::new("a@b".into(), "p:/w+d".into())));
        assert_eq!(relay.host, "::1");
        assert_eq!(relay.hello, ClientId::Domain("circuler.example".to_owned()));
    }
}
