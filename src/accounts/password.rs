//! Passwords: which ones are taken, and Argon2id, which keeps them.

use std::fmt;
use std::time::Duration;

use argon2::{Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier};
use serde::Deserialize;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::config;
use crate::error::{Error, Problem, Result};
use crate::language::say;

/// A password as somebody typed it. It shows itself to nobody, and is never stored.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

/// OWASP ASVS 6.2.1. More is better, but this many can be asked of everybody.
pub const PASSWORD_CHARACTERS_MIN: usize = 8;
/// Long enough for every pass phrase (ASVS 6.2.9 wants at least 64), short enough to hash.
pub const PASSWORD_CHARACTERS_MAX: usize = 256;

/// A common word with no more around it than this is still easily guessed: `Welkom2026!`.
const PADDING_CHARACTERS_MAX: usize = 6;
/// Fewer different characters than this are one or two keys pressed over and over.
const DIFFERENT_CHARACTERS_MIN: usize = 4;

/// Hashes take processor time and memory (19 MiB each unless set otherwise), so a crowd at the
/// door waits in line. One bound for the process, which has one memory.
static HASHING: Semaphore = Semaphore::const_new(HASHES_AT_ONCE);
const HASHES_AT_ONCE: usize = 4;
/// Who waits longer than this has most likely given up.
const WAIT_MAX: Duration = Duration::from_secs(10);

impl Password {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Whether it may be somebody's password: no rules about what it is made of, but neither short
    /// nor one of those that are tried first. `about` is what people know of whoever chose it.
    pub fn check(&self, pointer: &str, about: &[&str]) -> std::result::Result<(), Problem> {
        let count = self.0.chars().count();
        // What was found is left out of the problem: nobody should read it there.
        let problem = |expected| Err(Problem::new(pointer, expected, ""));
        if count < PASSWORD_CHARACTERS_MIN {
            return problem(say("expected-longer").with("min", PASSWORD_CHARACTERS_MIN));
        }
        if count > PASSWORD_CHARACTERS_MAX {
            return problem(say("expected-shorter").with("max", PASSWORD_CHARACTERS_MAX));
        }
        if is_common(&self.0, about) {
            return problem(say("expected-password-less-common"));
        }
        Ok(())
    }

    /// The Argon2id hash to keep, with its salt and cost, as a PHC string.
    pub async fn hash(self, settings: &config::Accounts) -> Result<String> {
        let argon2 = argon2(settings)?;
        hashing(move || argon2.hash_password(self.0.as_bytes()).map(|it| it.to_string()))
            .await?
            .map_err(Error::internal)
    }

    /// Whether it is the password of `hash`. Where there is none, because nobody has the address,
    /// it takes as long to say no: the time of an answer tells nobody who is a member.
    pub async fn is_of(self, settings: &config::Accounts, hash: Option<String>) -> Result<bool> {
        let argon2 = argon2(settings)?;
        hashing(move || {
            let Some(hash) = hash else {
                // The work is for its time alone; whatever comes out, it is nobody's password.
                drop(argon2.hash_password(self.0.as_bytes()));
                return false;
            };
            PasswordHash::new(&hash)
                .is_ok_and(|hash| argon2.verify_password(self.0.as_bytes(), &hash).is_ok())
        })
        .await
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

fn argon2(settings: &config::Accounts) -> Result<Argon2<'static>> {
    let params = Params::new(settings.password_memory_kib, settings.password_passes, 1, None);
    // Argon2id, version 0x13, is what the crate does by default.
    Ok(Argon2::from(params.map_err(Error::internal)?))
}

/// Runs a hash off the async threads, when its turn has come.
async fn hashing<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let turn: SemaphorePermit = tokio::time::timeout(WAIT_MAX, HASHING.acquire())
        .await
        .map_err(Error::unavailable)?
        .map_err(Error::internal)?;
    let done = tokio::task::spawn_blocking(move || {
        // The turn goes with the work: a caller who hangs up does not free it early.
        let _turn = turn;
        work()
    });
    done.await.map_err(Error::internal)
}

/// The passwords and words that are tried first, in the languages of the place; lower case.
const COMMON: &str = include_str!("common_passwords.txt");

fn is_common(password: &str, about: &[&str]) -> bool {
    let password = password.to_lowercase();
    let mut different: Vec<char> = password.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < DIFFERENT_CHARACTERS_MIN {
        return true;
    }
    let core = password.trim_matches(|it: char| !it.is_alphabetic());
    let padded = password.chars().count() - core.chars().count();
    let core = if padded <= PADDING_CHARACTERS_MAX { core } else { &password };
    let about = about.iter().map(|it| it.to_lowercase());
    COMMON.lines().any(|it| it == password || it == core)
        || about.chain(["circuler".to_owned()]).any(|it| {
            let (it, core) = (letters(&it), letters(core));
            !it.is_empty() && (it == core || it == letters(&password))
        })
}

/// `Sloop & Zoon` and `sloop-zoon` are told apart by nobody who guesses.
fn letters(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cheap() -> config::Accounts {
        config::Accounts { password_memory_kib: 64, password_passes: 1, ..Default::default() }
    }

    fn taken(password: &str) -> bool {
        let about = ["ann@sloopwerken.be", "ann", "Sloop & Zoon", "Ann Claes"];
        Password::new(password).check("/password", &about).is_ok()
    }

    #[test]
    fn what_is_tried_first_is_not_taken() {
        for weak in [
            "",
            "short",
            "password",
            "Password1!",
            "WELKOM2026",
            "12345678",
            "aaaaaaaaaaaa",
            "abababababab",
            "azertyuiop",
            "Circuler2026",
            "sloop&zoon",
            "Sloop-Zoon!1",
            "ann@sloopwerken.be",
            "annclaes123",
            "motdepasse!",
        ] {
            assert!(!taken(weak), "{weak}");
        }
    }

    #[test]
    fn a_password_needs_no_mixture_of_signs() {
        for good in [
            "correct horse battery staple",
            "vier deuren in maart",
            "zeven🌱 bomen",
            "81746352",
            "the password of my neighbour",
            &"langzin ".repeat(32),
        ] {
            assert!(taken(good), "{good}");
        }
        assert!(!taken(&"langzin ".repeat(33)), "but there is an end to it");
    }

    #[tokio::test]
    async fn a_hash_knows_its_password() {
        let hash = Password::new("vier deuren in maart").hash(&cheap()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{hash}");
        let is_of = |password: &str, hash: Option<&String>| {
            let (password, hash) = (Password::new(password), hash.cloned());
            async move { password.is_of(&cheap(), hash).await.unwrap() }
        };
        assert!(is_of("vier deuren in maart", Some(&hash)).await);
        assert!(!is_of("vier deuren in Maart", Some(&hash)).await);
        assert!(!is_of("vier deuren in maart", Some(&"nonsense".to_owned())).await);
        assert!(!is_of("vier deuren in maart", None).await, "nobody has an empty account");
    }

    #[tokio::test]
    async fn a_crowd_waits_in_line_and_all_are_served() {
        let crowd = (0..HASHES_AT_ONCE * 8)
            .map(|_| async { Password::new("vier deuren in maart").hash(&cheap()).await.unwrap() });
        let hashes = futures_util::future::join_all(crowd).await;
        assert_eq!(hashes.len(), HASHES_AT_ONCE * 8);
        assert_ne!(hashes[0], hashes[1], "each has a salt of its own");
    }

    #[test]
    fn a_password_does_not_show_itself() {
        assert_eq!(format!("{:?}", Password::new("vier deuren")), "Password(…)");
    }
}
