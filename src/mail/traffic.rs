//! How much goes to whom: a pace for the relay and for each domain that receives, and a pause for
//! those that do not answer or ask us to come again later. Each process minds its own.

use std::collections::HashMap;
use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::answer::{Cause, NotSent};
use crate::clock;
use crate::config;

/// What is on its way, and who is spared for a while.
pub struct Traffic {
    relay_pace: Option<DefaultDirectRateLimiter>,
    domain_pace: Option<DefaultKeyedRateLimiter<String>>,
    pauses: Mutex<HashMap<Host, Pause>>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Host {
    Relay,
    Domain(String),
}

/// A host that fails so often in a row is left alone for a while.
const FAILURES_MAX: u32 = 5;
/// The first pause; each further failure doubles it.
const PAUSE_MIN: Duration = Duration::from_secs(15);
/// A host that is back is noticed within this.
const PAUSE_MAX: Duration = Duration::from_mins(10);
/// Domains in memory before those are forgotten that are not paused.
const HOSTS_MAX: usize = 10_000;

/// A host that failed lately.
#[derive(Debug, Clone, Copy, Default)]
struct Pause {
    failures: u32,
    until: Option<Instant>,
}

impl Pause {
    fn failed(&mut self, now: Instant) {
        self.failures += 1;
        if let Some(more) = self.failures.checked_sub(FAILURES_MAX) {
            let pause = PAUSE_MIN.saturating_mul(1 << more.min(10));
            self.until = Some(now + pause.min(PAUSE_MAX));
        }
    }

    /// How long it is to be left alone yet. When that is over, one may try, and the others wait
    /// for what comes of it.
    fn left(&mut self, now: Instant) -> Option<Duration> {
        let until = self.until?;
        if until > now {
            return Some(until - now);
        }
        self.until = Some(now + PAUSE_MIN);
        None
    }
}

impl Traffic {
    pub fn new(settings: &config::Mail) -> Self {
        let relay = NonZeroU32::new(settings.relay_mails_a_second);
        let domain = NonZeroU32::new(settings.domain_mails_a_minute);
        Self {
            relay_pace: relay.map(|it| RateLimiter::direct(Quota::per_second(it))),
            domain_pace: domain.map(|it| RateLimiter::keyed(Quota::per_minute(it))),
            pauses: Mutex::default(),
        }
    }

    /// Whether the relay takes a mail now. Counts it.
    pub fn relay_is_free(&self) -> bool {
        let paced = self.relay_pace.as_ref().is_none_or(|pace| pace.check().is_ok());
        paced && self.pause(&Host::Relay).is_none()
    }

    /// How long a domain is to be left alone; if not at all, the mail is counted.
    pub fn domain_wait(&self, domain: &str) -> Option<Duration> {
        let domain = domain.to_lowercase();
        if let Some(pause) = self.pause(&Host::Domain(domain.clone())) {
            return Some(pause);
        }
        let pace = self.domain_pace.as_ref()?;
        if pace.len() > HOSTS_MAX {
            pace.retain_recent();
        }
        let full = pace.check_key(&domain).err()?;
        Some(full.wait_time_from(DefaultClock::default().now()))
    }

    /// Learns from what became of a mail to a domain.
    pub fn note(&self, domain: &str, outcome: Result<(), &NotSent>) {
        let now = clock::stopwatch();
        let domain = Host::Domain(domain.to_lowercase());
        let mut pauses = self.pauses.lock().unwrap_or_else(PoisonError::into_inner);
        match outcome.map_err(|it| it.cause) {
            Err(Cause::Unreachable) => pauses.entry(Host::Relay).or_default().failed(now),
            Err(Cause::Later) => {
                pauses.remove(&Host::Relay);
                pauses.entry(domain).or_default().failed(now);
            }
            Ok(()) | Err(Cause::NoSuchAddress | Cause::Refused) => {
                pauses.remove(&Host::Relay);
                pauses.remove(&domain);
            }
        }
        if pauses.len() > HOSTS_MAX {
            pauses.retain(|_, pause| pause.until.is_some_and(|until| until > now));
        }
        let paused = pauses.get(&Host::Relay).is_some_and(|it| it.until.is_some());
        metrics::gauge!("circuler_mail_relay_paused").set(f64::from(u8::from(paused)));
    }

    fn pause(&self, host: &Host) -> Option<Duration> {
        let mut pauses = self.pauses.lock().unwrap_or_else(PoisonError::into_inner);
        pauses.get_mut(host)?.left(clock::stopwatch())
    }
}

/// What receives for an address.
pub fn domain_of(address: &str) -> &str {
    address.rsplit_once('@').map_or(address, |(_, domain)| domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failing(traffic: &Traffic, cause: Cause, times: u32) {
        for _ in 0..times {
            traffic.note("Example.org", Err(&NotSent::new(cause, "no")));
        }
    }

    #[test]
    fn a_relay_that_does_not_answer_is_left_alone_until_it_does() {
        let traffic = Traffic::new(&config::Mail::default());
        failing(&traffic, Cause::Unreachable, FAILURES_MAX - 1);
        assert!(traffic.relay_is_free());
        failing(&traffic, Cause::Unreachable, 1);
        assert!(!traffic.relay_is_free());
        traffic.note("example.org", Ok(()));
        assert!(traffic.relay_is_free());
    }

    #[test]
    fn a_domain_that_says_later_waits_alone() {
        let traffic = Traffic::new(&config::Mail::default());
        failing(&traffic, Cause::Later, FAILURES_MAX);
        assert!(traffic.domain_wait("example.ORG").is_some());
        assert!(traffic.domain_wait("example.net").is_none() && traffic.relay_is_free());
    }

    #[test]
    fn after_a_pause_one_tries_and_the_others_wait_for_it() {
        let now = clock::stopwatch();
        let mut pause = Pause::default();
        (0..FAILURES_MAX).for_each(|_| pause.failed(now));
        assert_eq!(pause.left(now), Some(PAUSE_MIN));
        let later = now + PAUSE_MIN;
        assert_eq!(pause.left(later), None);
        assert_eq!(pause.left(later), Some(PAUSE_MIN));
        (0..50).for_each(|_| pause.failed(later));
        assert_eq!(pause.left(later), Some(PAUSE_MAX));
    }

    #[test]
    fn no_domain_gets_more_in_a_minute_than_the_settings_say() {
        let settings = config::Mail { domain_mails_a_minute: 3, ..config::Mail::default() };
        let traffic = Traffic::new(&settings);
        let went = (0..10).filter(|_| traffic.domain_wait("example.org").is_none()).count();
        assert_eq!(went, 3);
        assert!(traffic.domain_wait("example.org").unwrap() <= Duration::from_secs(20));
        assert!(traffic.domain_wait("example.net").is_none());
    }
}
