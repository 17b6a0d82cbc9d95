//! Signatures after the Standard Webhooks specification, and the secrets that make them. No I/O
//! here.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::Secrets;
use crate::clock::Instant;
use crate::error::{Error, Result};
use crate::secret::Secret;

/// By it people and scanners know what it is.
const PREFIX: &str = "whsec_";
/// The specification asks for 24 to 64.
const SECRET_BYTES: usize = 32;
const PURPOSE: &str = "webhook";

/// A new secret: as it is shown once, and as it is kept.
pub(super) fn new_secret(secret: &Secret) -> Result<(String, String)> {
    let bytes: [u8; SECRET_BYTES] = rand::random();
    Ok((format!("{PREFIX}{}", STANDARD.encode(bytes)), secret.seal(PURPOSE, &bytes)?))
}

impl Secrets {
    /// What `webhook-signature` says: a signature by each secret that is good at `at`.
    pub(super) fn sign(
        &self,
        secret: &Secret,
        id: &str,
        at: Instant,
        body: &str,
    ) -> Result<String> {
        let old = self.old.iter().filter(|it| at < it.1).map(|it| &it.0);
        let mut signatures = Vec::new();
        for sealed in std::iter::once(&self.current).chain(old) {
            let bytes = secret.open_sealed(PURPOSE, sealed);
            let bytes = bytes.ok_or_else(|| Error::internal("a secret that is none of ours"))?;
            let mut mac = Hmac::<Sha256>::new_from_slice(&bytes).map_err(Error::internal)?;
            mac.update(format!("{id}.{}.{body}", at.unix_seconds()).as_bytes());
            signatures.push(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())));
        }
        Ok(signatures.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use time::Duration;

    use super::*;
    use crate::clock;

    /// Of the specification's own libraries.
    #[test]
    fn it_is_the_signature_that_others_make() {
        let secret = Secret::random();
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let secrets = Secrets { current: secret.seal(PURPOSE, &key).unwrap(), old: None };
        let at: Instant = serde_json::from_str("\"2021-02-25T12:28:51Z\"").unwrap();
        let at = at - Duration::seconds(at.unix_seconds() - 1_614_265_330);
        let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
        let signed = secrets.sign(&secret, id, at, r#"{"test": 2432232314}"#).unwrap();
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn the_secret_before_signs_for_a_while() {
        let secret = Secret::random();
        let (now, (_, current), (_, old)) =
            (clock::now(), new_secret(&secret).unwrap(), new_secret(&secret).unwrap());
        let secrets = Secrets { current, old: Some((old, now + Duration::hours(1))) };
        let count = |at| secrets.sign(&secret, "msg_1", at, "{}").unwrap().split(' ').count();
        assert_eq!((count(now), count(now + Duration::hours(2))), (2, 1));
    }
}
