//! By what a body is known again. No I/O here.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use memchr::memmem;
use sha2::{Digest, Sha256};

use crate::secret::Secret;

/// A hash over a body that comes in pieces. A form is sent with another boundary each time, so
/// that is left out: the same file sent again is the same body.
pub struct Fingerprint {
    hash: Sha256,
    /// Empty where the body is no form.
    boundary: Vec<u8>,
    /// The end of what came so far: a boundary may begin in it.
    held: Vec<u8>,
}

/// What stands for a boundary in what is hashed.
const BOUNDARY: &[u8] = b"\0boundary\0";

impl Fingerprint {
    /// Of a body with this content type, sent to an address with this query.
    pub fn of(content_type: Option<&str>, query: &str) -> Self {
        let boundary = content_type.and_then(boundary).unwrap_or_default().into();
        let hash = Sha256::new().chain_update(query).chain_update(b"\n");
        Self { hash, boundary, held: Vec::new() }
    }

    pub fn take(&mut self, bytes: &[u8]) {
        if self.boundary.is_empty() {
            return self.hash.update(bytes);
        }
        self.held.extend_from_slice(bytes);
        let mut done = 0;
        for at in memmem::find_iter(&self.held, &self.boundary) {
            self.hash.update(&self.held[done..at]);
            self.hash.update(BOUNDARY);
            done = at + self.boundary.len();
        }
        // What is shorter than a boundary may be the beginning of one.
        let rest = (self.held.len() - done).min(self.boundary.len() - 1);
        let end = self.held.len() - rest;
        self.hash.update(&self.held[done..end]);
        self.held.drain(..end);
    }

    /// Signed, so that a password in a body cannot be guessed from what is kept of it.
    pub fn finish(mut self, secret: &Secret) -> String {
        self.hash.update(&self.held);
        secret.sign("idempotency-body", &URL_SAFE_NO_PAD.encode(self.hash.finalize()))
    }
}

/// The boundary of `multipart/form-data; boundary=…` (RFC 2046 §5.1.1).
fn boundary(content_type: &str) -> Option<&str> {
    let mut parts = content_type.split(';').map(str::trim);
    if !parts.next()?.to_ascii_lowercase().starts_with("multipart/") {
        return None;
    }
    let named = parts.filter_map(|it| it.split_once('='));
    let mut boundaries = named.filter(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"));
    boundaries.next().map(|(_, value)| value.trim().trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form(boundary: &str, file: &[u8]) -> Vec<u8> {
        let head = format!("--{boundary}\r\ncontent-disposition: form-data; name=file\r\n\r\n");
        let end = format!("\r\n--{boundary}--\r\n");
        [head.as_bytes(), file, end.as_bytes()].concat()
    }

    fn print(secret: &Secret, boundary: &str, body: &[u8], piece: usize) -> String {
        let content_type = format!("multipart/form-data; Boundary=\"{boundary}\"");
        let mut print = Fingerprint::of(Some(&content_type), "");
        body.chunks(piece).for_each(|it| print.take(it));
        print.finish(secret)
    }

    proptest! {
        #[test]
        fn the_same_form_is_known_again_however_it_comes(
            file in proptest::collection::vec(any::<u8>(), 0..200),
            other in proptest::collection::vec(any::<u8>(), 0..200),
            boundary in "-{0,4}[a-c]{1,12}",
            piece in 1..50_usize,
        ) {
            let secret = Secret::random();
            let first = print(&secret, "first", &form("first", &file), 1000);
            let again = print(&secret, &boundary, &form(&boundary, &file), piece);
            let inside = memmem::find(&file, boundary.as_bytes()).is_some()
                || memmem::find(&file, b"first").is_some()
                // The words around the file may hold a short boundary too.
                || memmem::find(&form("", &[]), boundary.as_bytes()).is_some();
            if !inside {
                prop_assert_eq!(&first, &again);
            }
            let others = print(&secret, "first", &form("first", &other), piece);
            prop_assert_eq!(first == others, file == other);
        }

        #[test]
        fn pieces_make_no_difference(body in "[ab-]{0,100}", boundary in "[ab-]{1,5}", piece in 1..9_usize) {
            let secret = Secret::random();
            let whole = print(&secret, &boundary, body.as_bytes(), 1000);
            prop_assert_eq!(print(&secret, &boundary, body.as_bytes(), piece), whole);
        }
    }

    #[test]
    fn another_query_is_another_request() {
        let secret = Secret::random();
        let of = |query| Fingerprint::of(Some("application/json"), query).finish(&secret);
        assert_eq!(of("strict=true"), of("strict=true"));
        assert_ne!(of("strict=true"), of("strict=false"));
    }
}
