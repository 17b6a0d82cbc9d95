//! How often somebody may try to get in: so many times at once, then one each so many seconds,
//! counted by the address of the client and by the e-mail address that is tried.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::config::{self, Pace};
use crate::error::{Error, Result};

/// The doors where attempts are counted.
#[derive(Clone)]
pub struct Attempts(Arc<Doors>);

struct Doors {
    sign_in: Door,
    registration: Door,
}

struct Door {
    by_address: Counter<IpAddr>,
    by_email: Counter<String>,
}

impl Attempts {
    pub fn new(settings: &config::Attempts) -> Self {
        let sign_in = Door {
            by_address: Counter::at(settings.sign_ins_per_address),
            by_email: Counter::at(settings.sign_ins_per_email),
        };
        let registration = Door {
            by_address: Counter::at(settings.registrations_per_address),
            by_email: Counter::at(settings.registrations_per_email),
        };
        Self(Arc::new(Doors { sign_in, registration }))
    }

    /// Counts a sign-in; [`Error::TooOften`] where there were too many.
    pub fn sign_in(&self, from: IpAddr, email: &str) -> Result<()> {
        self.0.sign_in.knock(from, email).inspect_err(|_| refused("sign_in"))
    }

    /// Counts a registration; [`Error::TooOften`] where there were too many.
    pub fn register(&self, from: IpAddr, email: &str) -> Result<()> {
        self.0.registration.knock(from, email).inspect_err(|_| refused("registration"))
    }
}

fn refused(door: &'static str) {
    metrics::counter!("circuler_attempts_refused_total", "door" => door).increment(1);
}

/// No address of mail is longer (RFC 5321 §4.5.3.1); what is longer is cut, not kept.
const EMAIL_CHARACTERS_MAX: usize = 254;

impl Door {
    /// The client's address first: who is turned away there adds no name to the other list.
    fn knock(&self, from: IpAddr, email: &str) -> Result<()> {
        self.by_address.count(&household(from))?;
        let email = email.trim().to_lowercase().chars().take(EMAIL_CHARACTERS_MAX).collect();
        self.by_email.count(&email)
    }
}

/// Whose address it is. A line of IPv6 comes with 2^64 addresses, so its network counts as one.
fn household(address: IpAddr) -> IpAddr {
    /// The part that names the network (RFC 4291 §2.5.4).
    const NETWORK: u128 = !0 << 64;
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & NETWORK)),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Who was counted; `None` where there is no limit.
struct Counter<K: Hash + Eq + Clone>(Option<DefaultKeyedRateLimiter<K>>);

/// Names in memory before those are forgotten that may try again anyway: some ten megabytes.
const NAMES_MAX: usize = 100_000;

impl<K: Hash + Eq + Clone> Counter<K> {
    fn at(pace: Pace) -> Self {
        let period = Quota::with_period(Duration::from_secs(pace.seconds_each));
        let quota = period.zip(NonZeroU32::new(pace.at_once));
        Self(quota.map(|(period, at_once)| RateLimiter::keyed(period.allow_burst(at_once))))
    }

    fn count(&self, name: &K) -> Result<()> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        if limiter.len() > NAMES_MAX {
            limiter.retain_recent();
        }
        limiter.check_key(name).map_err(|refused| {
            let wait = refused.wait_time_from(DefaultClock::default().now());
            // Up, so that who waits this long is let in.
            Error::TooOften { retry_seconds: wait.as_secs() + 1 }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(at_once: u32) -> Pace {
        Pace { at_once, seconds_each: 60 }
    }

    fn attempts() -> Attempts {
        Attempts::new(&config::Attempts {
            sign_ins_per_address: pace(4),
            sign_ins_per_email: pace(2),
            registrations_per_address: pace(1),
            registrations_per_email: Pace::UNLIMITED,
        })
    }

    fn at(address: &str) -> IpAddr {
        address.parse().unwrap()
    }

    #[test]
    fn an_address_and_an_email_are_counted_apart() {
        let attempts = attempts();
        for _ in 0..2 {
            attempts.sign_in(at("192.0.2.1"), "ann@example.org").unwrap();
        }
        let refused = attempts.sign_in(at("192.0.2.2"), " Ann@Example.org ");
        assert!(
            matches!(refused, Err(Error::TooOften { retry_seconds: 1..=61 })),
            "guessing at one member from elsewhere: {refused:?}"
        );
        attempts.sign_in(at("192.0.2.1"), "bob@example.org").unwrap();
        attempts.sign_in(at("192.0.2.1"), "cas@example.org").unwrap();
        assert!(attempts.sign_in(at("192.0.2.1"), "dirk@example.org").is_err());
        attempts.register(at("192.0.2.1"), "ann@example.org").unwrap();
    }

    #[test]
    fn a_line_of_ipv6_counts_as_one_and_a_mapped_address_as_itself() {
        let attempts = attempts();
        attempts.register(at("2001:db8::1"), "ann@example.org").unwrap();
        assert!(attempts.register(at("2001:db8::ffff:1"), "bob@example.org").is_err());
        attempts.register(at("2001:db8:0:1::1"), "bob@example.org").unwrap();
        attempts.register(at("192.0.2.1"), "ann@example.org").unwrap();
        assert!(attempts.register(at("::ffff:192.0.2.1"), "ann@example.org").is_err());
    }

    #[test]
    fn no_limit_is_none() {
        let attempts = Attempts::new(&config::Attempts {
            sign_ins_per_address: Pace::UNLIMITED,
            sign_ins_per_email: Pace::UNLIMITED,
            ..config::Attempts::default()
        });
        for _ in 0..1000 {
            attempts.sign_in(at("192.0.2.1"), "ann@example.org").unwrap();
        }
    }
}
