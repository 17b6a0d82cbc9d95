//! The one secret of the service, and what it signs so as to know it again: access tokens, links
//! in mails.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::digest::Key;
use hmac::{Hmac, KeyInit, Mac};
use ring::aead;
use sha2::{Digest, Sha256};

use crate::config;
use crate::error::{Error, Result};

/// What nobody else knows. Each purpose has a key of its own, so that what is signed for one
/// proves nothing for another.
#[derive(Clone)]
pub struct Secret([u8; 32]);

/// A secret that people chose must not be guessed from what it signed.
const SECRET_CHARACTERS_MIN: usize = 32;

impl Secret {
    /// The secret of the settings; else the one in the file they name, made at the first start.
    pub fn open(settings: &config::Accounts) -> Result<Self> {
        if settings.secret.is_empty() {
            return Self::kept_in(&settings.secret_file);
        }
        Self::of(&settings.secret, "accounts.secret")
    }

    /// A secret that is gone with the process.
    pub fn random() -> Self {
        Self(rand::random())
    }

    fn of(text: &str, source: &str) -> Result<Self> {
        let text = text.trim();
        if text.chars().count() < SECRET_CHARACTERS_MIN {
            let why = format!("{source}: a secret has at least {SECRET_CHARACTERS_MIN} characters");
            return Err(Error::internal(why));
        }
        Ok(Self(Sha256::digest(text).into()))
    }

    fn kept_in(file: &Path) -> Result<Self> {
        let failed = |error| Error::internal(format!("{}: {error}", file.display()));
        match fs::read_to_string(file) {
            Err(error) if error.kind() == ErrorKind::NotFound => make(file).map_err(failed)?,
            Err(error) => return Err(failed(error)),
            Ok(_) => {}
        }
        Self::of(&fs::read_to_string(file).map_err(failed)?, &file.display().to_string())
    }

    /// The key of a purpose, for those who sign by themselves.
    pub fn key(&self, purpose: &str) -> [u8; 32] {
        hmac(&self.0, purpose).finalize().into_bytes().into()
    }

    /// The signature of a text: 43 characters that may stand in a URL.
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(hmac(&self.key(purpose), text).finalize().into_bytes())
    }

    /// Whether we signed this text for this purpose. Takes as long for every wrong signature.
    pub fn verify(&self, purpose: &str, text: &str, signature: &str) -> bool {
        URL_SAFE_NO_PAD
            .decode(signature)
            .is_ok_and(|signature| hmac(&self.key(purpose), text).verify_slice(&signature).is_ok())
    }
}

/// AES-256-GCM's nonce. Drawn at random; with as many answers as a day brings none comes twice.
const NONCE_BYTES: usize = 12;

impl Secret {
    /// Makes bytes unreadable to who has the database and not the secret (AES-256-GCM).
    pub fn seal(&self, purpose: &str, bytes: &[u8]) -> Result<String> {
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let mut sealed = bytes.to_vec();
        let failed = |_| Error::internal("what is too long cannot be sealed");
        self.cipher(purpose)?
            .seal_in_place_append_tag(
                aead::Nonce::assume_unique_for_key(nonce),
                aead::Aad::empty(),
                &mut sealed,
            )
            .map_err(failed)?;
        Ok(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// What was sealed for this purpose; `None` where it was not, or was tampered with.
    pub fn open_sealed(&self, purpose: &str, sealed: &str) -> Option<Vec<u8>> {
        let mut bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk_mut::<NONCE_BYTES>()?;
        let nonce = aead::Nonce::assume_unique_for_key(*nonce);
        let cipher = self.cipher(purpose).ok()?;
        cipher.open_in_place(nonce, aead::Aad::empty(), sealed).ok().map(|it| it.to_vec())
    }

    fn cipher(&self, purpose: &str) -> Result<aead::LessSafeKey> {
        let key = aead::UnboundKey::new(&aead::AES_256_GCM, &self.key(purpose));
        let key = key.map_err(|_| Error::internal("a key of 32 bytes is a key"))?;
        Ok(aead::LessSafeKey::new(key))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Whether two secrets are the same. How long it takes says nothing about where they differ.
pub fn are_same(shown: &str, expected: &str) -> bool {
    // Whoever does not know the key cannot choose where two of these differ.
    let key: [u8; 32] = rand::random();
    let expected = hmac(&key, expected).finalize().into_bytes();
    hmac(&key, shown).verify_slice(&expected).is_ok()
}

fn hmac(key: &[u8; 32], text: &str) -> Hmac<Sha256> {
    // HMAC fills a key up with zeros itself; here it is done so that no length can be wrong.
    let mut filled = Key::<Hmac<Sha256>>::default();
    filled[..key.len()].copy_from_slice(key);
    Hmac::new(&filled).chain_update(text)
}

/// Makes a secret and keeps it where only its owner reads it. Of two that start at once, one
/// makes it: a link, unlike a rename, does not replace what is there, and never shows half a file.
fn make(file: &Path) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let draft = file.with_extension(format!("{}.new", uuid::Uuid::now_v7().simple()));
    let mut writer = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    writer.write_all(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()).as_bytes())?;
    writer.sync_all()?;
    let linked = fs::hard_link(&draft, file);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_signature_is_good_for_its_text_and_purpose_alone() {
        let secret = Secret::random();
        let signature = secret.sign("unsubscribe", "need/member");
        assert!(secret.verify("unsubscribe", "need/member", &signature));
        assert!(!secret.verify("unsubscribe", "need/other", &signature));
        assert!(!secret.verify("access-token", "need/member", &signature));
        assert!(!Secret::random().verify("unsubscribe", "need/member", &signature));
        assert!(!secret.verify("unsubscribe", "need/member", &signature[..20]));
        assert!(!secret.verify("unsubscribe", "need/member", ""));
        assert!(!format!("{secret:?}").contains(char::is_numeric));
    }

    #[test]
    fn what_is_sealed_is_opened_by_the_same_secret_for_the_same_purpose() {
        let secret = Secret::random();
        let sealed = secret.seal("answer", b"crk_secret").unwrap();
        assert_eq!(secret.open_sealed("answer", &sealed).as_deref(), Some(&b"crk_secret"[..]));
        assert_ne!(secret.seal("answer", b"crk_secret").unwrap(), sealed, "no two look alike");
        assert_eq!(secret.open_sealed("other", &sealed), None);
        assert_eq!(Secret::random().open_sealed("answer", &sealed), None);
        let tampered = format!("{}AA", &sealed[..sealed.len() - 2]);
        assert_eq!(secret.open_sealed("answer", &tampered), None);
        assert_eq!(secret.open_sealed("answer", ""), None);
    }

    /// RFC 4231, test case 2, with its key filled up to ours.
    #[test]
    fn it_is_the_hmac_that_others_compute() {
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let mac = hmac(&key, "what do ya want for nothing?").finalize().into_bytes();
        assert_eq!(mac[..4], [0x5b, 0xdc, 0xc1, 0x46]);
    }

    #[test]
    fn a_secret_is_made_once_and_kept_from_others() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("data/secret");
        let settings = config::Accounts { secret_file: file.clone(), ..Default::default() };
        let made: Vec<String> = std::thread::scope(|scope| {
            let open = || Secret::open(&settings).unwrap().sign("test", "text");
            let starts: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            starts.into_iter().map(|it| it.join().unwrap()).collect()
        });
        assert!(made.iter().all(|it| *it == made[0]), "all have the same");
        assert_eq!(Secret::open(&settings).unwrap().sign("test", "text"), made[0]);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "no drafts stay");
    }

    #[test]
    fn only_the_same_secret_is_the_same() {
        assert!(are_same("abc", "abc") && !are_same("abd", "abc") && !are_same("", "abc"));
    }

    #[test]
    fn a_short_secret_is_refused() {
        let settings = config::Accounts { secret: "changeme".to_owned(), ..Default::default() };
        assert!(Secret::open(&settings).is_err());
    }
}
