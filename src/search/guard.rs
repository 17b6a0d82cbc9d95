//! A guard before an index on a server. When that does not answer, it is left alone for a while,
//! and nobody waits for it in vain: whoever asks hears at once that there is no answer.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;

use super::{Cluster, Completion, Listing, Page, Query, Result, SearchError, SearchIndex};
use crate::clock;

pub struct Guarded<I> {
    index: I,
    breaker: Breaker,
}

/// Once may be chance: a connection that broke, a page that took too long.
const FAILURES_MAX: u32 = 3;

/// The first rest and the longest; it doubles each time the server still does not answer.
const REST: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// Whether the server is asked. After a rest one may ask; the others when that one was answered.
#[derive(Default)]
struct Breaker(Mutex<State>);

#[derive(Default)]
struct State {
    failures: u32,
    rests_until: Option<Instant>,
}

impl Breaker {
    fn may_ask(&self, now: Instant) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match state.rests_until {
            None => true,
            Some(until) if now < until => false,
            Some(_) => {
                state.rests_until = Some(now + rest(state.failures));
                true
            }
        }
    }

    fn answered(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = State::default();
    }

    /// Whether it is left alone now.
    fn failed(&self, now: Instant) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.failures += 1;
        if state.failures >= FAILURES_MAX {
            state.rests_until = Some(now + rest(state.failures));
        }
        state.rests_until.is_some()
    }
}

/// For whoever watches the service.
fn tell(is_left_alone: bool) {
    metrics::gauge!("circuler_search_left_alone").set(u8::from(is_left_alone));
}

fn rest(failures: u32) -> Duration {
    let doubled = failures.saturating_sub(FAILURES_MAX).min(8);
    (REST.0 * 2_u32.pow(doubled)).min(REST.1)
}

impl<I: SearchIndex> Guarded<I> {
    pub fn new(index: I) -> Self {
        Self { index, breaker: Breaker::default() }
    }

    async fn ask<T>(&self, asking: impl Future<Output = Result<T>>) -> Result<T> {
        if !self.breaker.may_ask(clock::stopwatch()) {
            let source = "it did not answer, and is left alone for a moment".into();
            return Err(SearchError::Failed { index: "guard", source });
        }
        let answer = asking.await;
        match &answer {
            Err(SearchError::Failed { .. }) => tell(self.breaker.failed(clock::stopwatch())),
            Ok(_) | Err(SearchError::Cursor) => {
                self.breaker.answered();
                tell(false);
            }
        }
        answer
    }
}

/// Only what people wait for is guarded: the worker has time, and its jobs come back.
#[async_trait]
impl<I: SearchIndex> SearchIndex for Guarded<I> {
    async fn put(&self, listings: &[Listing]) -> Result<()> {
        self.index.put(listings).await
    }

    async fn remove(&self, ids: &[String]) -> Result<()> {
        self.index.remove(ids).await
    }

    async fn find(&self, query: &Query) -> Result<Page> {
        self.ask(self.index.find(query)).await
    }

    async fn complete(&self, query: &Query) -> Result<Vec<Completion>> {
        self.ask(self.index.complete(query)).await
    }

    async fn clusters(&self, query: &Query) -> Result<Vec<Cluster>> {
        self.ask(self.index.clusters(query)).await
    }

    async fn clear(&self) -> Result<()> {
        self.index.clear().await
    }

    async fn health(&self) -> Result<()> {
        self.ask(self.index.health()).await
    }

    async fn versions(&self, after: &str, limit: usize) -> Result<Vec<(String, i64)>> {
        self.index.versions(after, limit).await
    }

    async fn beside(&self) -> Result<Arc<dyn SearchIndex>> {
        self.index.beside().await
    }

    async fn swap(&self) -> Result<()> {
        self.index.swap().await
    }
}

impl<I: fmt::Debug> fmt::Debug for Guarded<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Guarded({:?})", self.index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_does_not_answer_is_left_alone_for_a_while() {
        let breaker = Breaker::default();
        let start = clock::stopwatch();
        let at = |milliseconds| start + Duration::from_millis(milliseconds);
        for _ in 1..FAILURES_MAX {
            breaker.failed(at(0));
            assert!(breaker.may_ask(at(0)), "one failure may be chance");
        }
        breaker.failed(at(0));
        assert!(!breaker.may_ask(at(999)));
        assert!(breaker.may_ask(at(1000)), "one tries");
        assert!(!breaker.may_ask(at(1001)), "the others wait for that one");
        breaker.failed(at(1100));
        assert!(!breaker.may_ask(at(3099)), "it rests twice as long");
        assert!(breaker.may_ask(at(3100)));
        breaker.answered();
        assert!(breaker.may_ask(at(3101)) && breaker.may_ask(at(3101)));
        breaker.failed(at(3102));
        assert!(breaker.may_ask(at(3102)), "the count begins anew");
    }

    #[test]
    fn it_never_rests_for_long() {
        assert_eq!(rest(u32::MAX), REST.1);
        assert_eq!((rest(0), rest(FAILURES_MAX)), (REST.0, REST.0));
    }
}
