//! Our signature under each mail (DKIM, RFC 6376 and RFC 8463), so that whoever receives it knows
//! that it is ours and that nobody changed it.

use std::path::Path;

use lettre::Message;
use lettre::message::dkim::{
    DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm,
    DkimSigningKey,
};
use lettre::message::header::HeaderName;
use pkcs8::der::SecretDocument;
use pkcs8::{LineEnding, ObjectIdentifier, PrivateKeyInfo};

use crate::config;
use crate::error::{Error, Result};

/// All that says who sent it, what it is, and how to end it. One that a mail lacks is signed as
/// lacking, so that nobody adds it on the way.
const SIGNED: [&str; 14] = [
    "From",
    "Reply-To",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Auto-Submitted",
    "Feedback-ID",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
];

/// Servers on the way may fold lines and squeeze blanks.
const CANONICALIZATION: DkimCanonicalization = DkimCanonicalization {
    header: DkimCanonicalizationType::Relaxed,
    body: DkimCanonicalizationType::Relaxed,
};

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// The keys that sign each mail; none where no domain is named.
pub struct Dkim(Vec<DkimConfig>);

impl Dkim {
    pub fn open(settings: &config::Dkim) -> Result<Self> {
        let mut keys = Vec::new();
        if settings.domain.is_empty() {
            return Ok(Self(keys));
        }
        let named = [
            (&settings.ed25519_selector, &settings.ed25519_key_file),
            (&settings.rsa_selector, &settings.rsa_key_file),
        ];
        for (selector, file) in named {
            if selector.is_empty() {
                continue;
            }
            let key = read_key(file)
                .map_err(|why| Error::internal(format!("{}: {why}", file.display())))?;
            let (selector, domain) = (selector.clone(), settings.domain.clone());
            let headers = SIGNED.map(HeaderName::new_from_ascii_str).to_vec();
            keys.push(DkimConfig::new(selector, domain, key, headers, CANONICALIZATION));
        }
        if keys.is_empty() {
            let why = "mail.dkim names a domain and no selector of a key";
            return Err(Error::internal(why));
        }
        Ok(Self(keys))
    }

    /// The signatures of a message, one a key, as lines that go before its first.
    pub fn signatures(&self, message: &Message) -> String {
        let mut lines = String::new();
        for key in &self.0 {
            // lettre knows one signature a message.
            let mut signed = message.clone();
            signed.sign(key);
            if let Some(signature) = signed.headers().get_raw("DKIM-Signature") {
                lines.push_str("DKIM-Signature: ");
                // A tag a line (RFC 6376 §3.5); relaxed canonicalization sees one blank for each.
                lines.push_str(&signature.replace("; ", ";\r\n "));
                lines.push_str("\r\n");
            }
        }
        lines
    }
}

/// A key in PEM, as OpenSSL writes it: PKCS#8 of either kind, or PKCS#1 of RSA.
fn read_key(file: &Path) -> std::result::Result<DkimSigningKey, String> {
    let pem = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let rsa = |pem: &str| DkimSigningKey::new(pem, DkimSigningAlgorithm::Rsa);
    if pem.contains("BEGIN RSA PRIVATE KEY") {
        return rsa(&pem).map_err(|error| error.to_string());
    }
    let (_, document) = SecretDocument::from_pem(&pem).map_err(|error| error.to_string())?;
    let key: PrivateKeyInfo<'_> = document.decode_msg().map_err(|error| error.to_string())?;
    match key.algorithm.oid {
        RSA => {
            let inner = SecretDocument::try_from(key.private_key);
            let inner = inner.and_then(|it| it.to_pem("RSA PRIVATE KEY", LineEnding::LF));
            rsa(&inner.map_err(|error| error.to_string())?).map_err(|error| error.to_string())
        }
        ED25519 => {
            use base64::Engine;
            // An OCTET STRING within the OCTET STRING (RFC 8410 §7): two bytes, then the seed.
            let seed = key.private_key.strip_prefix(&[0x04, 0x20]).ok_or("no key of 32 bytes")?;
            let seed = base64::prelude::BASE64_STANDARD.encode(seed);
            DkimSigningKey::new(&seed, DkimSigningAlgorithm::Ed25519)
                .map_err(|error| error.to_string())
        }
        other => Err(format!("a key of RSA or Ed25519 expected, found algorithm {other}")),
    }
}

impl std::fmt::Debug for Dkim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Dkim({} keys)", self.0.len())
    }
}
