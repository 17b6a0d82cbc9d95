//! `make bench-mail`: mails a second over one connection, with and without TLS, beside lettre's own
//! transport; and what it costs to write and sign one.
//!
//! Everything is on this machine: client and server share its processors.

#[path = "../../tests/mailbox/mod.rs"]
mod mailbox;

use std::time::{Duration, Instant};

use circuler::clock;
use circuler::config;
use circuler::id::Id;
use circuler::mail::outbox::Claimed;
use circuler::mail::{Mail, Mailer};
use lettre::transport::smtp::client::{Certificate, Tls as Security, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use mailbox::{Mailbox, Tls};

/// Of a letter with twenty finds.
const TEXT_BYTES: usize = 6_000;
const HTML_BYTES: usize = 40_000;
/// Each way gets so long.
const RUN: Duration = Duration::from_secs(4);

fn letter(number: usize) -> Claimed {
    let line = "Binnendeur paneel, 12 stuks, 930 mm breed, op 5 km\n";
    let mail = Mail {
        to_name: "An Claes".to_owned(),
        to_address: "an@example.org".to_owned(),
        subject: "20 finds: Binnendeur paneel and more".to_owned(),
        text: line.repeat(TEXT_BYTES / line.len()),
        html: format!("<p>{line}</p>").repeat(HTML_BYTES / (line.len() + 7)),
        list_id: Some("alerts.circuler.example".to_owned()),
        unsubscribe_url: Some("https://circuler.example/unsubscribe/token".to_owned()),
    };
    Claimed {
        id: Id::new(),
        dedupe_key: format!("mail {number}"),
        kind: "alert".to_owned(),
        attempts: 1,
        created_at: clock::now(),
        mail,
    }
}

fn short_letter(number: usize) -> Claimed {
    let mut claimed = letter(number);
    claimed.mail.text.truncate(500);
    claimed.mail.html.truncate(2_000);
    claimed
}

/// Mails a second through our way out.
async fn ours(mailbox: &Mailbox, ca: &std::path::Path, write: fn(usize) -> Claimed) -> f64 {
    let settings =
        config::Mail { url: mailbox.url(), ca_file: ca.to_owned(), ..config::Mail::default() };
    let mailer = Mailer::open(&settings).expect("a mailer");
    let mut count = 0;
    let begun = Instant::now();
    while begun.elapsed() < RUN {
        mailer.send(&write(count), async { Ok(()) }).await.expect("it is sent");
        count += 1;
    }
    rate(count, begun)
}

/// Mails a second through lettre's transport, one after the other.
async fn lettres(mailbox: &Mailbox, write: fn(usize) -> Claimed) -> f64 {
    let port = mailbox.address.port();
    let mut builder =
        AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("localhost").port(port);
    if mailbox.url().starts_with("smtp://") && !mailbox.url().contains("none") {
        let certificate = Certificate::from_pem(mailbox.certificate.as_bytes()).expect("PEM");
        let parameters = TlsParameters::builder("localhost".to_owned());
        let parameters = parameters.add_root_certificate(certificate).build().expect("TLS");
        builder = builder.tls(Security::Required(parameters));
    }
    let transport = builder.build();
    let mut count = 0;
    let begun = Instant::now();
    while begun.elapsed() < RUN {
        let mail = write(count).mail;
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

/// Microseconds to write one mail, signed or not, into nowhere.
async fn writing(dkim: config::Dkim, write: fn(usize) -> Claimed) -> f64 {
    const TIMES: usize = 2_000;
    let settings = config::Mail { url: "memory:".to_owned(), dkim, ..config::Mail::default() };
    let mailer = Mailer::open(&settings).expect("a mailer");
    let mails: Vec<Claimed> = (0..TIMES).map(write).collect();
    let begun = Instant::now();
    for mail in &mails {
        mailer.send(mail, async { Ok(()) }).await.expect("it is written");
    }
    1e6 / rate(TIMES, begun)
}

/// Writes the letter of this number.
type Write = fn(usize) -> Claimed;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        println!(
            "{:<44} {:>12} {:>12} {:>8}",
            "mails a second, one connection", "ours", "lettre", "ratio"
        );
        for (tls, name) in [(Tls::None, "in the clear"), (Tls::Offered, "STARTTLS")] {
            let sizes: [(Write, &str); 2] =
                [(short_letter, "a letter of 2.5 kB"), (letter, "a letter of 46 kB")];
            for (write, size) in sizes {
                let mailbox = Mailbox::open_with(tls, false).await;
                let ca = folder.path().join("ca.pem");
                std::fs::write(&ca, &mailbox.certificate).expect("a file");
                let (ours, theirs) =
                    (ours(&mailbox, &ca, write).await, lettres(&mailbox, write).await);
                let name = format!("{size}, {name}");
                println!("{name:<44} {ours:>12.0} {theirs:>12.0} {:>8.1}", ours / theirs);
            }
        }
        println!("{:<44} {:>12}", "microseconds to write a mail", "");
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
        for (dkim, name) in [
            (config::Dkim::default(), "unsigned"),
            (ed25519, "signed with Ed25519"),
            (rsa, "signed with RSA, 2048 bits"),
        ] {
            let sizes: [(Write, &str); 2] =
                [(short_letter, "a letter of 2.5 kB"), (letter, "a letter of 46 kB")];
            for (write, size) in sizes {
                let name = format!("{size}, {name}");
                println!("{name:<44} {:>12.1}", writing(dkim.clone(), write).await);
            }
        }
    });
}
