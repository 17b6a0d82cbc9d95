use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// Names that answer as they like: each in turn, the last one for ever.
struct OddNames(HashMap<&'static str, Vec<Vec<IpAddr>>>, AtomicUsize);

impl OddNames {
    fn of(name: &'static str, answers: &[&[&str]]) -> Self {
        let parsed = |it: &&[&str]| it.iter().map(|it| it.parse().unwrap()).collect();
        Self(HashMap::from([(name, answers.iter().map(parsed).collect())]), AtomicUsize::new(0))
    }
}

impl Names for OddNames {
    async fn addresses(&self, name: String) -> std::io::Result<Vec<IpAddr>> {
        let answers = self.0.get(name.as_str()).ok_or(std::io::ErrorKind::NotFound)?;
        let turn = self.1.fetch_add(1, Ordering::SeqCst);
        Ok(answers[turn.min(answers.len() - 1)].clone())
    }
}

fn with_cryptography() {
    rustls::crypto::ring::default_provider().install_default().ok();
}

#[test]
fn an_address_is_as_public_as_what_it_leads_to() {
    for public in [
        "8.8.8.8",
        "193.190.253.1",
        "2a02:1800::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ] {
        assert!(is_public(public.parse().unwrap()), "{public}");
    }
    for private in [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "127.1.2.3",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808",
        "2002:7f00:1::1",
        "2002:c0a8:101::",
        "2001::1",
        "2001:db8::1",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "ff02::1",
        "100::1",
        "3fff::1",
        "4000::1",
    ] {
        assert!(!is_public(private.parse().unwrap()), "{private}");
    }
}

#[tokio::test]
async fn a_name_that_leads_inside_is_not_followed() {
    with_cryptography();
    for answers in [
        &[&["127.0.0.1"][..]][..],
        &[&["8.8.8.8", "127.0.0.1"][..]][..],
        &[&["::ffff:10.0.0.1"][..]][..],
        &[&["64:ff9b::7f00:1"][..]][..],
    ] {
        let resolver = Outward {
            names: Arc::new(OddNames::of("evil.example", answers)),
            reaches_private: false,
        };
        let found = resolver.resolve("evil.example".parse().unwrap()).await;
        assert!(found.is_err(), "{answers:?}");
    }
}

/// The second answer would lead inside. It is never asked for: what was looked at is what is
/// connected to.
#[tokio::test]
async fn a_name_is_looked_up_once_for_a_connection() {
    let names = Arc::new(OddNames::of("rebind.example", &[&["8.8.8.8"], &["127.0.0.1"]]));
    let resolver = Outward { names: names.clone(), reaches_private: false };
    let found = resolver.resolve("rebind.example".parse().unwrap()).await.unwrap();
    let found: Vec<String> = found.map(|it| it.ip().to_string()).collect();
    assert_eq!((found, names.1.load(Ordering::SeqCst)), (vec!["8.8.8.8".to_owned()], 1));
    // Asked again, for a new connection, it is looked at again.
    assert!(resolver.resolve("rebind.example".parse().unwrap()).await.is_err());
}
