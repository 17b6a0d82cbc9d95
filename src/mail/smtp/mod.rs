//! The way of a mail to our relay over SMTP (RFC 5321): connections that are kept, encrypted, and
//! send at once what they have.
//!
//! lettre speaks; we open the connections ourselves, because the transport of lettre 0.11 leaves
//! Nagle's algorithm on, which makes each mail wait 40 ms for an acknowledgement.

mod connection;
mod content;
mod relay;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use lettre::Address;
use lettre::transport::smtp::Error as Spoken;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{Extension, MailBodyParameter, MailParameter};
use tokio::time::timeout;

use super::answer::{Cause, NotSent};
use crate::clock;
use crate::config;
use crate::error::{Error, Result};

use content::Content;
use relay::Relay;

/// How far a conversation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Until we are known to the server.
    Greeting,
    Sender,
    Recipient,
    /// From DATA on.
    Content,
}

/// From whom to whom, as the server is told; what stands in the mail is for people.
pub struct Envelope {
    pub from: Address,
    pub to: Address,
}

/// The relay, and the connections to it that rest.
#[derive(Clone)]
pub struct Smtp(Arc<Office>);

struct Office {
    opener: connection::Opener,
    /// For everything up to the content, and for the content.
    limit: Duration,
    resting: Mutex<Vec<Resting>>,
}

struct Resting {
    connection: AsyncSmtpConnection,
    since: Instant,
    mails: u32,
}

/// Servers hang up on the silent after a minute or more; asking whether they did costs as much as
/// a new connection.
const REST_MAX: Duration = Duration::from_secs(20);
/// Many servers take a hundred mails over one connection and then hang up.
const MAILS_A_CONNECTION_MAX: u32 = 100;
/// As many as there are lanes at most; more than that nobody opens.
const RESTING_MAX: usize = 64;

impl Smtp {
    pub fn open(settings: &config::Mail) -> Result<Self> {
        let relay = Relay::parse(&settings.url).map_err(Error::internal)?;
        Ok(Self(Arc::new(Office {
            opener: connection::Opener::new(relay, &settings.ca_file)?,
            limit: Duration::from_secs(settings.timeout_seconds),
            resting: Mutex::default(),
        })))
    }

    /// Hands a mail over. `before_content` is awaited when the server has said that it will take
    /// it, and before it has all of it: from there on only its answer tells whether it has the mail.
    /// Gives that answer.
    pub async fn send(
        &self,
        envelope: &Envelope,
        message: &str,
        before_content: impl Future<Output = Result<()>>,
    ) -> std::result::Result<String, NotSent> {
        let Office { limit, .. } = *self.0;
        let introduced = timeout(limit, self.introduce(envelope, message)).await;
        let mut resting = introduced.map_err(|_| too_slow(limit))??;
        // Where that cannot be noted the connection is dropped, and the server forgets the mail.
        let noted = before_content.await;
        noted.map_err(|error| NotSent::new(Cause::Unreachable, error.to_string()))?;
        match timeout(limit, resting.connection.command(Content(message))).await {
            Ok(Ok(answer)) => {
                resting.mails += 1;
                self.keep(resting);
                let lines: Vec<&str> = answer.message().collect();
                Ok(format!("{} {}", answer.code(), lines.join(" ")))
            }
            Ok(Err(error)) => match error.status() {
                Some(_) => {
                    self.keep(resting);
                    Err(not_sent(Step::Content, &error))
                }
                None => Err(NotSent { in_doubt: true, ..not_sent(Step::Content, &error) }),
            },
            Err(_) => Err(NotSent { in_doubt: true, ..too_slow(limit) }),
        }
    }

    /// A connection whose server waits for the content of this mail.
    async fn introduce(
        &self,
        envelope: &Envelope,
        message: &str,
    ) -> std::result::Result<Resting, NotSent> {
        if let Some(mut rested) = self.take() {
            match offer(&mut rested.connection, envelope, message).await {
                Ok(()) => return Ok(rested),
                // It hung up while we rested, or will no longer speak on this connection.
                Err(refusal) if refusal.hung_up => {}
                Err(refusal) => return Err(self.turned_away(rested, refusal).await),
            }
        }
        let connection = self.0.opener.connect().await?;
        let mut fresh = Resting { connection, since: clock::stopwatch(), mails: 0 };
        match offer(&mut fresh.connection, envelope, message).await {
            Ok(()) => Ok(fresh),
            Err(refusal) if refusal.hung_up => Err(refusal.cause),
            Err(refusal) => Err(self.turned_away(fresh, refusal).await),
        }
    }

    /// The server refused one mail; the next may go over the same connection.
    async fn turned_away(&self, mut rested: Resting, refusal: Refusal) -> NotSent {
        if rested.connection.command(Rset).await.is_ok() {
            self.keep(rested);
        }
        refusal.cause
    }

    fn take(&self) -> Option<Resting> {
        let mut resting = self.0.resting.lock().unwrap_or_else(PoisonError::into_inner);
        resting.retain(|it| it.since.elapsed() < REST_MAX);
        resting.pop()
    }

    fn keep(&self, mut rested: Resting) {
        if rested.mails >= MAILS_A_CONNECTION_MAX || rested.connection.has_broken() {
            return;
        }
        rested.since = clock::stopwatch();
        let mut resting = self.0.resting.lock().unwrap_or_else(PoisonError::into_inner);
        if resting.len() < RESTING_MAX {
            resting.push(rested);
        }
    }
}

/// A server that did not let a mail come to its content.
struct Refusal {
    cause: NotSent,
    /// It will not listen any more on this connection.
    hung_up: bool,
}

impl Refusal {
    fn of(step: Step, error: &Spoken) -> Self {
        let code = error.status().map(u16::from);
        // 421 is said before hanging up (RFC 5321 §3.8).
        Self { cause: not_sent(step, error), hung_up: code.is_none_or(|code| code == 421) }
    }
}

async fn offer(
    connection: &mut AsyncSmtpConnection,
    envelope: &Envelope,
    message: &str,
) -> std::result::Result<(), Refusal> {
    let mut parameters = Vec::new();
    if !AsRef::<str>::as_ref(&envelope.to).is_ascii() {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            let reason = "the relay takes no addresses beyond ASCII (SMTPUTF8)";
            let cause = NotSent::new(Cause::Refused, reason);
            return Err(Refusal { cause, hung_up: false });
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !message.is_ascii() {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    let sender = Mail::new(Some(envelope.from.clone()), parameters);
    let said = connection.command(sender).await;
    said.map_err(|error| Refusal::of(Step::Sender, &error))?;
    let said = connection.command(Rcpt::new(envelope.to.clone(), Vec::new())).await;
    said.map_err(|error| Refusal::of(Step::Recipient, &error))?;
    let said = connection.command(Data).await;
    said.map_err(|error| Refusal::of(Step::Content, &error))?;
    Ok(())
}

/// What went wrong, where there was an answer and where there was none.
fn not_sent(step: Step, error: &Spoken) -> NotSent {
    match error.status() {
        Some(code) => NotSent::answered(step, code.into(), error.to_string()),
        None => NotSent::new(Cause::Unreachable, error.to_string()),
    }
}

fn too_slow(limit: Duration) -> NotSent {
    NotSent::new(Cause::Unreachable, format!("the relay said nothing for {} s", limit.as_secs()))
}
