//! Mail: what one is, the outbox it waits in, and the ways it leaves.

pub mod answer;
mod dkim;
mod message;
pub mod outbox;
mod printable;
pub mod returns;
mod smtp;
pub mod standing;
mod traffic;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use lettre::Address;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::config;
use crate::error::{Error, Result};

pub use answer::{Cause, NotSent};
pub use message::one_line;

use dkim::Dkim;
use outbox::Claimed;
use smtp::{Envelope, Smtp};
use traffic::{Traffic, domain_of};

/// A mail as a feature writes it. Addresses, names and subjects may hold anything: whatever could
/// break a header is taken out where the message is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Mail {
    pub to_name: String,
    pub to_address: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// What kind of list it belongs to (RFC 2919), without brackets: `alerts.circuler.be`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_id: Option<String>,
    /// Where one POST ends these mails (RFC 8058), and a GET asks whether to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsubscribe_url: Option<String>,
}

/// The ways a mail leaves.
#[derive(Clone)]
pub struct Mailer {
    sender: Arc<Sender>,
    traffic: Arc<Traffic>,
    transport: Transport,
}

/// Who we are.
#[derive(Debug)]
struct Sender {
    name: String,
    address: String,
    /// Where a mail goes back to, with a mark of its own; empty: `address`.
    bounce_address: String,
    /// Whether what arrives there is read, so that a mail may say stop too.
    reads_answers: bool,
    dkim: Dkim,
}

#[derive(Clone)]
enum Transport {
    Smtp(Smtp),
    /// One `.eml` file a mail, named after its Message-ID: the same mail twice is one file.
    Folder(PathBuf),
    /// For tests.
    Memory(Arc<Mutex<Vec<Mail>>>),
}

impl Mailer {
    /// SMTP for `smtp://…` and `smtps://…`, memory for `memory:`, else a folder.
    pub fn open(settings: &config::Mail) -> Result<Self> {
        let url = settings.url.as_str();
        let transport = if url.starts_with("smtp:") || url.starts_with("smtps:") {
            if settings.lease_seconds <= 2 * settings.timeout_seconds {
                // Else another worker would take a mail that is still being handed over.
                let why = "mail.lease_seconds must be more than twice mail.timeout_seconds";
                return Err(Error::internal(why));
            }
            Transport::Smtp(Smtp::open(settings)?)
        } else if url == "memory:" {
            Transport::Memory(Arc::default())
        } else {
            let folder = PathBuf::from(url.strip_prefix("file://").unwrap_or(url));
            std::fs::create_dir_all(&folder).map_err(Error::internal)?;
            Transport::Folder(folder)
        };
        let sender = Sender {
            name: settings.from_name.clone(),
            address: settings.from_address.clone(),
            bounce_address: settings.bounce_address.clone(),
            reads_answers: !settings.bounce_folder.as_os_str().is_empty()
                || !settings.report_secret.is_empty(),
            dkim: Dkim::open(&settings.dkim)?,
        };
        let traffic = Arc::new(Traffic::new(settings));
        Ok(Self { sender: Arc::new(sender), traffic, transport })
    }

    /// Whether a mail may leave now. It may not while the relay is silent, or has had as many as
    /// it takes. Counts the mail.
    pub fn is_free(&self) -> bool {
        match &self.transport {
            Transport::Smtp(_) => self.traffic.relay_is_free(),
            Transport::Folder(_) | Transport::Memory(_) => true,
        }
    }

    /// How long the domain of an address is to be left alone.
    pub fn wait_for(&self, address: &str) -> Option<Duration> {
        match &self.transport {
            Transport::Smtp(_) => self.traffic.domain_wait(domain_of(address)),
            Transport::Folder(_) | Transport::Memory(_) => None,
        }
    }

    /// Sends a mail once, and gives what the server said. Whoever sends it again sends the same
    /// message: it bears the same Message-ID. `before_content` is awaited before the first moment
    /// from which on a crash would leave open whether it arrived; where a repetition replaces the
    /// mail there is none.
    pub async fn send(
        &self,
        claimed: &Claimed,
        before_content: impl Future<Output = Result<()>>,
    ) -> std::result::Result<Option<String>, NotSent> {
        let message = self.message(claimed)?;
        match &self.transport {
            Transport::Smtp(smtp) => {
                let envelope = self.envelope(claimed)?;
                let sent = smtp.send(&envelope, &message, before_content).await;
                let domain = domain_of(&claimed.mail.to_address);
                self.traffic.note(domain, sent.as_ref().map(|_| ()));
                sent.map(Some)
            }
            Transport::Folder(folder) => {
                let file = folder.join(format!("{}.eml", message_key(&claimed.dedupe_key)));
                let half = file.with_extension("part");
                let written = async {
                    tokio::fs::write(&half, message).await?;
                    tokio::fs::rename(&half, &file).await
                };
                let failed =
                    |error: std::io::Error| NotSent::new(Cause::Unreachable, error.to_string());
                written.await.map(|()| None).map_err(failed)
            }
            Transport::Memory(sent) => {
                let mut sent = sent.lock().unwrap_or_else(PoisonError::into_inner);
                sent.push(claimed.mail.clone());
                Ok(None)
            }
        }
    }

    /// The message as it would leave now, signed.
    pub fn message(&self, claimed: &Claimed) -> std::result::Result<String, NotSent> {
        let written = message::write(claimed, &self.sender);
        written.map_err(|reason| NotSent::new(Cause::Refused, reason))
    }

    fn envelope(&self, claimed: &Claimed) -> std::result::Result<Envelope, NotSent> {
        let parse = |address: &str| -> std::result::Result<Address, NotSent> {
            let refused = |_| NotSent::new(Cause::Refused, format!("`{address}` is no address"));
            address.parse().map_err(refused)
        };
        Ok(Envelope {
            from: parse(&self.sender.return_path(claimed))?,
            to: parse(&claimed.mail.to_address)?,
        })
    }

    /// What was sent into memory; nothing for the other transports.
    pub fn sent(&self) -> Vec<Mail> {
        match &self.transport {
            Transport::Memory(sent) => sent.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            Transport::Smtp(_) | Transport::Folder(_) => Vec::new(),
        }
    }
}

/// Stands before the id in an address that says stop: `bounces+stop.0199…@circuler.be`.
pub const STOP_MARK: &str = "stop.";

impl Sender {
    /// Where this mail goes back to: an address that says which one it was.
    fn return_path(&self, claimed: &Claimed) -> String {
        self.marked("", claimed).unwrap_or_else(|| self.address.clone())
    }

    /// Where a mail ends mails like this one; `None` where nobody would read it. It is another
    /// address than that to which the mail goes back, which is where notices of absence go too.
    fn stop_address(&self, claimed: &Claimed) -> Option<String> {
        self.marked(STOP_MARK, claimed).filter(|_| self.reads_answers)
    }

    /// An address of ours that says which mail it is about.
    fn marked(&self, mark: &str, claimed: &Claimed) -> Option<String> {
        let (local, domain) = self.bounce_address.split_once('@')?;
        // The id is drawn at random and stands nowhere else, so whoever names it had the mail.
        Some(format!("{local}+{mark}{}@{domain}", claimed.id.as_str().replace('-', "")))
    }
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match &self.transport {
            Transport::Smtp(_) => "Mailer(smtp)",
            Transport::Folder(_) => "Mailer(folder)",
            Transport::Memory(_) => "Mailer(memory)",
        })
    }
}

/// What stands before the `@` of a Message-ID.
fn message_key(dedupe_key: &str) -> String {
    // Half of a SHA-256: long enough that no two mails share it, short enough for a header line.
    BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(dedupe_key)[..16])
}
