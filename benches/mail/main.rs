//! `make bench-mail`: mails a second over one connection, with and without TLS, beside lettre's own
//! transport; and what it costs to put one into words, to write it and to sign it.
//!
//! The mails are a digest of twenty finds, as the service writes it, and a letter about one of
//! them. Everything is on this machine: client and server share its processors.

mod letter;
#[path = "../../tests/mailbox/mod.rs"]
mod mailbox;

use std::path::Path;
use std::time::{Duration, Instant};

use circuler::clock;
use circuler::config;
use circuler::id::Id;
use circuler::mail::outbox::Claimed;
use circuler::mail::{Mail, Mailer};
use letter::Desk;
use lettre::transport::smtp::client::{Certificate, Tls as Security, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use mailbox::{Mailbox, Tls};

/// Each way gets so long.
const RUN: Duration = Duration::from_secs(4);
/// What costs microseconds is done so often.
const TIMES: usize = 2_000;

fn claimed(mail: &Mail, number: usize) -> Claimed {
    Claimed {
        id: Id::new(),
        dedupe_key: format!("mail {number}"),
        kind: "alert".to_owned(),
        attempts: 1,
        created_at: clock::now(),
        mail: mail.clone(),
    }
}

/// Mails a second through our way out.
async fn ours(mailbox: &Mailbox, ca: &Path, mail: &Mail) -> f64 {
    let settings =
        config::Mail { url: mailbox.url(), ca_file: ca.to_owned(), ..config::Mail::default() };
    let mailer = Mailer::open(&settings).expect("a mailer");
    let mut count = 0;
    let begun = Instant::now();
    while begun.elapsed() < RUN {
        mailer.send(&claimed(mail, count), async { Ok(()) }).await.expect("it is sent");
        count += 1;
    }
    rate(count, begun)
}

/// Mails a second through lettre's transport, one after the other.
async fn lettres(mailbox: &Mailbox, tls: Tls, mail: &Mail) -> f64 {
    let port = mailbox.address.port();
    let mut builder =
        AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("localhost").port(port);
    if tls != Tls::None {
        let certificate = Certificate::from_pem(mailbox.certificate.as_bytes()).expect("PEM");
        let parameters = TlsParameters::builder("localhost".to_owned());
        let parameters = parameters.add_root_certificate(certificate).build().expect("TLS");
        builder = builder.tls(match tls {
            Tls::FromTheStart => Security::Wrapper(parameters),
            Tls::Offered | Tls::None => Security::Required(parameters),
        });
    }
    let transport = builder.build();
    let mut count = 0;
    let begun = Instant::now();
    while begun.elapsed() < RUN {
        let mail = mail.clone();
        let message = Message::builder()
            .from("Circuler <alerts@circuler.example>".parse().expect("an address"))
            .to("An Claes <an@example.org>".parse().expect("an address"))
            .subject(mail.subject)
            .multipart(lettre::message::MultiPart::alternative_plain_html(mail.text, mail.html))
            .expect("a message");
        transport.send(message).await.expect("it is sent");
        count += 1;
    }
    rate(count, begun)
}

#[expect(clippy::cast_precision_loss, reason = "a rate is no count")]
fn rate(count: usize, begun: Instant) -> f64 {
    count as f64 / begun.elapsed().as_secs_f64()
}

/// Microseconds to put what was found into the words of a letter.
fn wording(desk: &Desk, finds: usize) -> f64 {
    let found: Vec<_> = (0..TIMES).map(|_| desk.found(finds)).collect();
    let begun = Instant::now();
    for found in found {
        std::hint::black_box(desk.mail(found));
    }
    1e6 / rate(TIMES, begun)
}

/// Microseconds to write one mail, signed or not.
fn writing(dkim: config::Dkim, mail: &Mail) -> f64 {
    let settings = config::Mail { url: "memory:".to_owned(), dkim, ..config::Mail::default() };
    let mailer = Mailer::open(&settings).expect("a mailer");
    let mail = claimed(mail, 0);
    let begun = Instant::now();
    for _ in 0..TIMES {
        std::hint::black_box(mailer.message(&mail).expect("it is written"));
    }
    1e6 / rate(TIMES, begun)
}

fn keys() -> [(config::Dkim, &'static str); 3] {
    let key = |kind: &str| format!("tests/data/mail/{kind}.pem").into();
    let ed25519 = config::Dkim {
        domain: "circuler.example".to_owned(),
        ed25519_selector: "ed".to_owned(),
        ed25519_key_file: key("ed25519"),
        ..config::Dkim::default()
    };
    let rsa = config::Dkim {
        domain: "circuler.example".to_owned(),
        rsa_selector: "rsa".to_owned(),
        rsa_key_file: key("rsa"),
        ..config::Dkim::default()
    };
    [
        (config::Dkim::default(), "unsigned"),
        (ed25519, "signed with Ed25519"),
        (rsa, "signed with RSA, 2048 bits"),
    ]
}

/// How many finds the mails have that are measured.
const SIZES: [usize; 2] = [1, 20];

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Desk::open(folder.path()).await;
        let mails = SIZES.map(|finds| {
            let mail = desk.mail(desk.found(finds));
            let (text, html) = (mail.text.len(), mail.html.len());
            (mail, format!("a letter of {finds} ({text} + {html} bytes)"))
        });
        println!(
            "{:<60} {:>12} {:>12} {:>8}",
            "mails a second, one connection", "ours", "lettre", "ratio"
        );
        let ways = [
            (Tls::None, "in the clear"),
            (Tls::Offered, "STARTTLS"),
            (Tls::FromTheStart, "TLS from the start"),
        ];
        for (tls, way) in ways {
            for (mail, size) in &mails {
                let mailbox = Mailbox::open_with(tls, false).await;
                let ca = folder.path().join("ca.pem");
                std::fs::write(&ca, &mailbox.certificate).expect("a file");
                let ours = ours(&mailbox, &ca, mail).await;
                let theirs = lettres(&mailbox, tls, mail).await;
                let name = format!("{size}, {way}");
                println!("{name:<60} {ours:>12.0} {theirs:>12.0} {:>8.1}", ours / theirs);
            }
        }
        println!("{:<60}", "microseconds");
        for (finds, (_, size)) in SIZES.into_iter().zip(&mails) {
            println!("{:<60} {:>12.1}", format!("{size}, put into words"), wording(&desk, finds));
        }
        for (dkim, name) in keys() {
            for (mail, size) in &mails {
                let name = format!("{size}, {name}");
                println!("{name:<60} {:>12.1}", writing(dkim.clone(), mail));
            }
        }
    });
}
