//! What programs that are not ours make of our mails: signatures, the header that says stop, MIME.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use list_unsubscribe::UnsubscribeMethod;
use mail_auth::common::parse::TxtRecordParser;
use mail_auth::common::verify::DomainKey;
use mail_auth::{
    AuthenticatedMessage, DkimResult, MessageAuthenticator, Parameters, ResolverCache, Txt,
};
use serde_json::{Value, json};

use circuler::worker;

use crate::delivery::{enqueue, letter_to};
use crate::mailbox::{Mailbox, Received};
use crate::support::TestApp;

const DNS: &str = "tests/data/mail/dns.txt";

/// A mail that two keys signed, as it arrived.
async fn signed_mail() -> Received {
    let mailbox = Mailbox::open().await;
    let url = mailbox.url();
    let app = TestApp::start_with(|config| {
        config.mail.url = url;
        config.mail.from_address = "alerts@circuler.example".to_owned();
        config.mail.bounce_address = "bounces@circuler.example".to_owned();
        config.mail.report_secret = "a secret of the mail server".to_owned();
        config.mail.dkim.domain = "circuler.example".to_owned();
        config.mail.dkim.rsa_selector = "rsa".to_owned();
        config.mail.dkim.rsa_key_file = "tests/data/mail/rsa.pem".into();
        config.mail.dkim.ed25519_selector = "ed".to_owned();
        config.mail.dkim.ed25519_key_file = "tests/data/mail/ed25519.pem".into();
    })
    .await;
    enqueue(&app, "one", "ann@example.org").await;
    assert!(worker::send_one(&app.app).await.unwrap());
    mailbox.received().remove(0)
}

/// What DNS would say.
struct Published(HashMap<Box<str>, Txt>);

impl Published {
    fn read() -> Self {
        let text = std::fs::read_to_string(DNS).unwrap();
        let record = |line: &str| {
            let (name, record) = line.split_once(' ').unwrap();
            let key = DomainKey::parse(record.as_bytes()).unwrap();
            (format!("{name}.").into_boxed_str(), Txt::DomainKey(Arc::new(key)))
        };
        Self(text.lines().map(record).collect())
    }
}

impl ResolverCache<Box<str>, Txt> for Published {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.0.get(name).cloned()
    }

    fn remove<Q>(&self, _: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        None
    }

    fn insert(&self, _: Box<str>, _: Txt, _: Instant) {}
}

/// What mail-auth says of each signature.
async fn verdicts(raw: &[u8]) -> Vec<bool> {
    let published = Published::read();
    let authenticator = MessageAuthenticator::new_cloudflare().unwrap();
    let message = AuthenticatedMessage::parse(raw).unwrap();
    let asked = Parameters::new(&message).with_txt_cache(&published);
    let outputs = authenticator.verify_dkim(asked).await;
    outputs.iter().map(|it| *it.result() == DkimResult::Pass).collect()
}

#[tokio::test]
async fn our_signatures_hold_and_cover_all_that_matters() {
    let mail = signed_mail().await;
    assert_eq!(verdicts(&mail.raw).await, [true, true]);
    let text = String::from_utf8(mail.raw).unwrap();
    for (ours, changed) in [
        ("Found", "Lost"),
        ("unsubscribe/token", "unsubscribe/other"),
        ("List-Unsubscribe=One-Click", "List-Unsubscribe=Many"),
        ("alerts.circuler.example>", "news.circuler.example>"),
        ("auto-generated", "auto-replied"),
        ("alert:circuler", "news:circuler"),
        ("a dot", "a trap"),
    ] {
        let tampered = text.replacen(ours, changed, 1);
        assert_ne!(tampered, text, "{ours}");
        assert_eq!(verdicts(tampered.as_bytes()).await, [false, false], "{ours} may be changed");
    }
    // Nobody adds who is to be answered, and servers on the way may fold lines.
    let added = text.replacen("\r\nTo: ", "\r\nReply-To: eve@example.org\r\nTo: ", 1);
    assert_eq!(verdicts(added.as_bytes()).await, [false, false]);
    let folded = text.replacen("Auto-Submitted: auto", "Auto-Submitted:\r\n \t auto", 1);
    assert_eq!(verdicts(folded.as_bytes()).await, [true, true]);
}

#[tokio::test]
async fn python_reads_our_mails_and_believes_our_signatures() {
    let mail = signed_mail().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mail.eml");
    std::fs::write(&file, &mail.raw).unwrap();
    let judged = Command::new("tests/judge-mail").arg(DNS).arg(&file).output().unwrap();
    let stderr = String::from_utf8_lossy(&judged.stderr);
    let seen: Value = serde_json::from_slice(&judged.stdout).expect(&stderr);
    let letter = letter_to("ann@example.org");
    assert_eq!(seen["signatures"], json!([true, true]), "{stderr}");
    assert_eq!(seen["subject"], letter.subject.as_str());
    assert_eq!(seen["to"], "Ann <ann@example.org>");
    assert_eq!(seen["kinds"], json!(["multipart/alternative", "text/plain", "text/html"]));
    assert_eq!(seen["text"].as_str().unwrap().replace("\r\n", "\n").trim(), letter.text.trim());
    assert_eq!(seen["html"].as_str().unwrap().replace("\r\n", "\n").trim(), letter.html);
    assert_eq!(seen["defects"], json!([]));
}

#[tokio::test]
async fn a_mail_reader_finds_the_one_click_that_says_stop() {
    let mail = signed_mail().await;
    let found = list_unsubscribe::parse_with_post(
        &mail.header("List-Unsubscribe"),
        Some(&mail.header("List-Unsubscribe-Post")),
    );
    let url = letter_to("").unsubscribe_url.unwrap().parse().unwrap();
    assert_eq!(found, UnsubscribeMethod::OneClick { url });
    // RFC 8058 §2: one pair, nothing else. RFC 2919, RFC 3834.
    assert_eq!(mail.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert_eq!(mail.header("List-Id"), "<alerts.circuler.example>");
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    assert_eq!(mail.header("Feedback-ID"), "alert:circuler");
}

/// The cases by which the crate `list-unsubscribe` judges itself: they come with its source.
fn vectors() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--offline", "--format-version", "1"])
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|it| it["name"] == "list-unsubscribe").unwrap();
    let manifest = std::path::Path::new(package["manifest_path"].as_str().unwrap());
    let files = std::fs::read_dir(manifest.with_file_name("testdata").join("conformance")).unwrap();
    files
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .map(|text| serde_json::from_str(&text).unwrap())
        .collect()
}

/// As the crate writes what it found.
fn told(method: &UnsubscribeMethod) -> Value {
    match method {
        UnsubscribeMethod::OneClick { url } => json!({ "kind": "OneClick", "url": url.as_str() }),
        UnsubscribeMethod::HttpLink { url } => json!({ "kind": "HttpLink", "url": url.as_str() }),
        UnsubscribeMethod::Mailto { address, subject } => {
            json!({ "kind": "Mailto", "address": address, "subject": subject })
        }
        UnsubscribeMethod::None => json!({ "kind": "None" }),
    }
}

#[tokio::test]
async fn our_addresses_are_read_in_each_case_of_the_judge_as_its_own_are() {
    let mail = signed_mail().await;
    let ways = mail.header("List-Unsubscribe");
    let (url, mailto) = ways.split_once(", ").unwrap();
    let url = url.trim_matches(['<', '>']);
    let mailto = mailto.trim_start_matches("<mailto:").trim_end_matches('>');
    let (address, subject) = mailto.split_once('?').unwrap();
    assert_eq!(subject, "subject=unsubscribe");
    assert!(address.starts_with("bounces+stop.") && address.ends_with("@circuler.example"));

    let vectors = vectors();
    assert!(vectors.len() >= 14);
    let mut retold = 0;
    for vector in &vectors {
        // Once as it is, and once with our addresses in the places of its own.
        let text = vector.to_string();
        let ours = text
            .replace("https://example.com/unsub?u=abc", url)
            .replace("HTTPS://example.com/unsub>", &format!("{}>", url.replace("https", "HTTPS")))
            .replace("https://example.com/unsub\"", &format!("{url}\""))
            .replace("https://example.com/unsub>", &format!("{url}>"))
            .replace("u@example.com", address);
        retold += usize::from(ours != text);
        for case in [vector, &serde_json::from_str(&ours).unwrap()] {
            let (input, expected) = (&case["input"], &case["expected"]);
            let found = list_unsubscribe::parse_with_post(
                input["list_unsubscribe"].as_str().unwrap(),
                input["list_unsubscribe_post"].as_str(),
            );
            assert_eq!(&told(&found), expected, "{case}");
        }
    }
    assert!(retold >= 8, "only {retold} cases are about addresses like ours");
    // Who knows no one-click sends a mail.
    let without = told(&list_unsubscribe::parse(&ways));
    let by_mail = json!({ "kind": "Mailto", "address": address, "subject": "unsubscribe" });
    assert_eq!(without, by_mail);
}
