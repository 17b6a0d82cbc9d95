//! Mail: what one is, the outbox it waits in, and the ways it leaves.

mod message;
pub mod outbox;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::config;
use crate::error::{Error, Result};

pub use message::one_line;

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

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub struct NotSent {
    pub reason: String,
    /// Trying again would not help: the address does not exist, the mail cannot be written.
    pub permanent: bool,
}

/// The ways a mail leaves.
#[derive(Clone)]
pub struct Mailer {
    from_name: String,
    from_address: String,
    transport: Transport,
}

#[derive(Clone)]
enum Transport {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// One `.eml` file a mail, named after its Message-ID: the same mail twice is one file.
    Folder(PathBuf),
    /// For tests.
    Memory(Arc<Mutex<Vec<Mail>>>),
}

impl Mailer {
    /// SMTP for `smtp://…` and `smtps://…`, memory for `memory:`, else a folder.
    pub fn open(settings: &config::Mail) -> Result<Self> {
        let url = settings.url.as_str();
        let transport = if url.starts_with("smtp://") || url.starts_with("smtps://") {
            let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url);
            Transport::Smtp(transport.map_err(Error::internal)?.build())
        } else if url == "memory:" {
            Transport::Memory(Arc::default())
        } else {
            let folder = PathBuf::from(url.strip_prefix("file://").unwrap_or(url));
            std::fs::create_dir_all(&folder).map_err(Error::internal)?;
            Transport::Folder(folder)
        };
        let (from_name, from_address) = (settings.from_name.clone(), settings.from_address.clone());
        Ok(Self { from_name, from_address, transport })
    }

    /// Sends a mail once. Whoever sends it again with the same `dedupe_key` sends the same message:
    /// it bears the same Message-ID.
    pub async fn send(&self, mail: &Mail, dedupe_key: &str) -> std::result::Result<(), NotSent> {
        let id = self.message_id(dedupe_key);
        let built = message::build(mail, &self.from_name, &self.from_address, &id);
        let message = built.map_err(|reason| NotSent { reason, permanent: true })?;
        match &self.transport {
            Transport::Smtp(transport) => {
                let sent = transport.send(message).await;
                sent.map(drop).map_err(|error| NotSent {
                    permanent: error.is_permanent(),
                    reason: error.to_string(),
                })
            }
            Transport::Folder(folder) => {
                let file = folder.join(format!("{}.eml", local_part(dedupe_key)));
                let half = file.with_extension("part");
                let written = async {
                    tokio::fs::write(&half, message.formatted()).await?;
                    tokio::fs::rename(&half, &file).await
                };
                written
                    .await
                    .map_err(|error| NotSent { reason: error.to_string(), permanent: false })
            }
            Transport::Memory(sent) => {
                sent.lock().unwrap_or_else(PoisonError::into_inner).push(mail.clone());
                Ok(())
            }
        }
    }

    /// What was sent into memory; nothing for the other transports.
    pub fn sent(&self) -> Vec<Mail> {
        match &self.transport {
            Transport::Memory(sent) => sent.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            Transport::Smtp(_) | Transport::Folder(_) => Vec::new(),
        }
    }

    fn message_id(&self, dedupe_key: &str) -> String {
        let domain = self.from_address.rsplit('@').next().unwrap_or("localhost");
        format!("<{}@{domain}>", local_part(dedupe_key))
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

fn local_part(dedupe_key: &str) -> String {
    // Half of a SHA-256: long enough that no two mails share it, short enough for a header line.
    BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(dedupe_key)[..16])
}
