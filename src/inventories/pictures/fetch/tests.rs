use std::net::TcpListener;

use super::*;
use crate::outward::SystemNames;

fn with_cryptography() {
    rustls::crypto::ring::default_provider().install_default().ok();
}

#[tokio::test]
async fn no_way_of_writing_an_address_leads_inside() {
    with_cryptography();
    // Whoever connects is seen.
    let inside = TcpListener::bind("127.0.0.1:0").unwrap();
    inside.set_nonblocking(true).unwrap();
    let port = inside.local_addr().unwrap().port();
    let fetcher = Fetcher::new(SystemNames, false).unwrap();
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::]",
        "169.254.169.254",
        "192.168.0.1",
    ] {
        for address in [format!("http://{host}/a.jpg"), format!("http://{host}:{port}/a.jpg")] {
            assert!(fetcher.fetch(&address).await.is_err(), "{address}");
        }
    }
    for address in [
        "file:///etc/passwd",
        "ftp://example.org/a.jpg",
        "gopher://127.0.0.1/",
        "a.jpg",
        "http://u:p@example.org/",
    ] {
        assert!(fetcher.fetch(address).await.is_err(), "{address}");
    }
    let seen = inside.accept();
    assert_eq!(seen.unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}
