//! The settings of how people are told: mail, and when alerts come.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    /// `smtp://user:password@host:587`, `smtps://…`, or a folder that receives `.eml` files. Mails
    /// go to a server encrypted or not at all, unless it is named with `?tls=none`. Also read from
    /// `SMTP_URL`.
    pub url: String,
    /// A certificate authority (PEM) that the server's certificate may come from, beside those
    /// that the machine trusts.
    pub ca_file: PathBuf,
    pub from_name: String,
    pub from_address: String,
    /// Where mails that cannot be delivered go back to: with `bounces@circuler.be` each mail comes
    /// from `bounces+…@circuler.be`, which says which one it was (VERP). Empty: `from_address`.
    pub bounce_address: String,
    /// A maildir in which such mails arrive. Empty: none is watched.
    pub bounce_folder: PathBuf,
    /// Proves that a report posted to `/api/v1/mail-reports` is from our mail server. Empty: none
    /// is taken.
    pub report_secret: String,
    /// How many mails are under way at once.
    pub lanes: usize,
    /// How many mails the relay gets in a second at most; 0: as many as it takes.
    pub relay_mails_a_second: u32,
    /// How many mails those at one domain get in a minute at most; 0: as many as there are.
    pub domain_mails_a_minute: u32,
    /// How long the server may take to be ready for a mail, and again to take it.
    pub timeout_seconds: u64,
    /// After so many tries a mail is dead: an admin sees it and may send it again. With the waits
    /// doubling up to four hours, twenty tries take two days.
    pub attempts_max: i32,
    /// The first wait after a failure; it doubles each time.
    pub retry_seconds: u64,
    /// A mail claimed by a worker that then died is claimed again after this.
    pub lease_seconds: u64,
    pub dkim: Dkim,
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            url: "data/mail".into(),
            ca_file: PathBuf::new(),
            from_name: "Circuler".into(),
            from_address: "alerts@localhost".into(),
            bounce_address: String::new(),
            bounce_folder: PathBuf::new(),
            report_secret: String::new(),
            lanes: 4,
            relay_mails_a_second: 0,
            domain_mails_a_minute: 0,
            timeout_seconds: 45,
            attempts_max: 20,
            retry_seconds: 30,
            lease_seconds: 120,
            dkim: Dkim::default(),
        }
    }
}

/// What signs each mail (DKIM). Two keys may sign: every server reads RSA, Ed25519 is short.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dkim {
    /// Whose key it is, `circuler.be`. Empty: nothing is signed.
    pub domain: String,
    /// Under which name the key stands in DNS: `<selector>._domainkey.<domain>`. Empty: no key.
    pub rsa_selector: String,
    /// PEM, as `openssl genpkey -algorithm RSA` writes it.
    pub rsa_key_file: PathBuf,
    pub ed25519_selector: String,
    /// PEM, as `openssl genpkey -algorithm ed25519` writes it.
    pub ed25519_key_file: PathBuf,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Alerts {
    /// By whose clock members are written to who said nothing else: a name of the IANA database.
    pub time_zone: String,
    /// The hour of digests where a member chose none.
    pub hour: u8,
    /// Between two letters at once to one person: what is found meanwhile comes in the next one.
    pub pause_seconds: u64,
    /// Where the canary's alerts go, which prove that alerts arrive: an address of no member that
    /// takes mail. Empty: there is no canary.
    pub canary_address: String,
    /// How often there is something to tell it.
    pub canary_minutes: u64,
    /// Whether webhooks may be posted to private addresses too, and without TLS. Only where everybody
    /// who signs in may reach all that this machine reaches.
    pub webhooks_to_private_addresses: bool,
}

impl Default for Alerts {
    fn default() -> Self {
        Self {
            time_zone: "Europe/Brussels".into(),
            hour: 7,
            pause_seconds: 300,
            canary_address: String::new(),
            canary_minutes: 15,
            webhooks_to_private_addresses: false,
        }
    }
}
