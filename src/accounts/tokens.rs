//! What proves who somebody is: access tokens that the server signs, and random tokens of which
//! it keeps no more than a fingerprint.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::Duration;

use super::sessions::Session;
use super::{Member, Organisation};
use crate::clock::Instant;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::secret::Secret;

/// Whom an access token speaks for. It proves that they signed in; what they may do by now stands
/// in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    pub member: Id<Member>,
    pub organisation: Id<Organisation>,
    pub session: Id<Session>,
}

const ISSUER: &str = "circuler";
/// RFC 9068. A token that was signed for something else does not bear it.
const TYPE: &str = "at+jwt";
/// Ours take a third of this; a header of any length is not worth decoding.
const TOKEN_BYTES_MAX: usize = 2048;

/// All that an access token says, and nothing may stand beside it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    /// The address of this service: a token of the test service opens nothing here.
    aud: String,
    /// Seconds of the Unix epoch.
    exp: i64,
    sub: Id<Member>,
    org: Id<Organisation>,
    sid: Id<Session>,
}

/// Signs an access token that is good for `minutes` from `now`.
pub fn issue(
    secret: &Secret,
    audience: &str,
    bearer: &Bearer,
    now: Instant,
    minutes: u64,
) -> Result<String> {
    let lifetime = Duration::minutes(i64::try_from(minutes).map_err(Error::internal)?);
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: audience.to_owned(),
        exp: (now + lifetime).unix_seconds(),
        sub: bearer.member.clone(),
        org: bearer.organisation.clone(),
        sid: bearer.session.clone(),
    };
    let key = EncodingKey::from_secret(&secret.key(TYPE));
    jsonwebtoken::encode(&header(), &claims, &key).map_err(Error::internal)
}

/// For whom the token speaks, if we signed it, for this, for here, and not too long ago.
pub fn read(secret: &Secret, audience: &str, token: &str, now: Instant) -> Option<Bearer> {
    if token.len() > TOKEN_BYTES_MAX {
        return None;
    }
    let mut rules = Validation::new(Algorithm::HS256);
    rules.set_issuer(&[ISSUER]);
    rules.set_audience(&[audience]);
    rules.set_required_spec_claims(&["iss", "aud", "exp", "sub"]);
    // The library would look at a clock of its own.
    rules.validate_exp = false;
    let key = DecodingKey::from_secret(&secret.key(TYPE));
    // Why a token is not good is for nobody to know, so the error may go.
    let found = jsonwebtoken::decode::<Claims>(token, &key, &rules).ok()?;
    // A header that says more than ours (`kid`, `jku`, `crit`) was not written here.
    if found.header != header() || found.claims.exp <= now.unix_seconds() {
        return None;
    }
    let Claims { sub, org, sid, .. } = found.claims;
    Some(Bearer { member: sub, organisation: org, session: sid })
}

fn header() -> Header {
    Header { typ: Some(TYPE.to_owned()), ..Header::new(Algorithm::HS256) }
}

/// A token that nobody can guess: 256 random bits in 43 characters.
pub fn random() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// What is kept of a random token. Who reads the database cannot go back to the token; a plain
/// hash does, because 256 random bits need no salt and no slowness. Looking one up by its
/// fingerprint tells nothing by the time it takes: nobody can choose how a fingerprint begins.
pub fn fingerprint(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::clock;

    const HERE: &str = "https://circuler.example";

    fn bearer() -> Bearer {
        Bearer { member: Id::new(), organisation: Id::new(), session: Id::new() }
    }

    /// A token as somebody else might make it, signed with our key.
    fn forged(secret: &Secret, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let key = EncodingKey::from_secret(&secret.key(TYPE));
        let signature =
            jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).unwrap();
        format!("{message}.{signature}")
    }

    fn good_claims(bearer: &Bearer) -> Value {
        json!({
            "iss": "circuler",
            "aud": HERE,
            "exp": clock::now().unix_seconds() + 600,
            "sub": bearer.member,
            "org": bearer.organisation,
            "sid": bearer.session,
        })
    }

    #[test]
    fn a_token_speaks_for_whom_it_was_issued_until_it_is_over() {
        let (secret, bearer, now) = (Secret::random(), bearer(), clock::now());
        let token = issue(&secret, HERE, &bearer, now, 10).unwrap();
        let after = |time| read(&secret, HERE, &token, now + time);
        assert_eq!(after(Duration::ZERO), Some(bearer.clone()));
        assert_eq!(after(Duration::seconds(598)), Some(bearer));
        assert_eq!(after(Duration::seconds(600)), None);
    }

    #[test]
    fn a_token_of_elsewhere_opens_nothing() {
        let (secret, now) = (Secret::random(), clock::now());
        let token = issue(&secret, HERE, &bearer(), now, 10).unwrap();
        assert_eq!(read(&Secret::random(), HERE, &token, now), None, "another secret");
        assert_eq!(read(&secret, "https://test.circuler.example", &token, now), None);
    }

    #[test]
    fn a_header_other_than_ours_is_refused() {
        let (secret, bearer, now) = (Secret::random(), bearer(), clock::now());
        let is_read = |header: Value| {
            let token = forged(&secret, &header, &good_claims(&bearer));
            read(&secret, HERE, &token, now).is_some()
        };
        assert!(is_read(json!({ "typ": "at+jwt", "alg": "HS256" })), "the forgery is well made");
        for header in [
            json!({ "typ": "at+jwt", "alg": "none" }),
            json!({ "typ": "at+jwt", "alg": "NONE" }),
            json!({ "typ": "at+jwt", "alg": "HS384" }),
            json!({ "typ": "at+jwt", "alg": "RS256" }),
            json!({ "typ": "JWT", "alg": "HS256" }),
            json!({ "typ": "unsub+jwt", "alg": "HS256" }),
            json!({ "alg": "HS256" }),
            json!({ "typ": "at+jwt" }),
            json!({ "typ": "at+jwt", "alg": "HS256", "kid": "../../dev/null" }),
            json!({ "typ": "at+jwt", "alg": "HS256", "jku": "https://evil.example/keys" }),
            json!({ "typ": "at+jwt", "alg": "HS256", "crit": ["exp"] }),
            json!({ "typ": "at+jwt", "alg": "HS256", "b64": false }),
        ] {
            assert!(!is_read(header.clone()), "{header}");
        }
    }

    #[test]
    fn claims_other_than_ours_are_refused() {
        let (secret, bearer, now) = (Secret::random(), bearer(), clock::now());
        let is_read = |change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
            let mut claims = good_claims(&bearer);
            change(claims.as_object_mut().unwrap());
            let header = json!({ "typ": "at+jwt", "alg": "HS256" });
            read(&secret, HERE, &forged(&secret, &header, &claims), now).is_some()
        };
        assert!(is_read(&|_| {}));
        for missing in ["iss", "aud", "exp", "sub", "org", "sid"] {
            assert!(!is_read(&|claims| drop(claims.remove(missing))), "without {missing}");
        }
        for (name, value) in [
            ("iss", json!("else")),
            ("aud", json!("https://else.example")),
            ("aud", json!([HERE, "https://else.example"])),
            ("exp", json!("9999999999")),
            ("exp", json!(1)),
            ("sub", json!("ann")),
            ("admin", json!(true)),
        ] {
            assert!(!is_read(&|claims| drop(claims.insert(name.into(), value.clone()))), "{name}");
        }
    }

    #[test]
    fn a_token_without_its_signature_is_nothing() {
        let (secret, now) = (Secret::random(), clock::now());
        let token = issue(&secret, HERE, &bearer(), now, 10).unwrap();
        let (unsigned, signature) = token.rsplit_once('.').unwrap();
        let long = format!("{}.{signature}", unsigned.repeat(20));
        for wrong in [unsigned, &format!("{unsigned}."), signature, "", "..", "a.b.c", &long] {
            assert_eq!(read(&secret, HERE, wrong, now), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_token_that_was_tampered_with_is_refused(at in 0..300_usize, to in "[A-Za-z0-9_.-]") {
            let (secret, now) = (Secret::random(), clock::now());
            let token = issue(&secret, HERE, &bearer(), now, 10).unwrap();
            let at = at % token.len();
            let tampered = format!("{}{to}{}", &token[..at], &token[at + 1..]);
            prop_assume!(tampered != token);
            prop_assert_eq!(read(&secret, HERE, &tampered, now), None);
        }
    }

    #[test]
    fn random_tokens_differ_and_their_fingerprints_do_not_show_them() {
        let (one, other) = (random(), random());
        assert_eq!((one.len(), fingerprint(&one).len()), (43, 43));
        assert_ne!(one, other);
        assert_ne!(fingerprint(&one), one);
        assert_eq!(fingerprint(&one), fingerprint(&one));
    }
}
