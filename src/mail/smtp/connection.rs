//! Opening a connection to the relay: at once, encrypted, known to the server.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use lettre::transport::smtp::Error as Spoken;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, AsyncTokioStream, Certificate, TlsParameters,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::relay::{Relay, Security};
use super::{NotSent, Step, not_sent};
use crate::error::{Error, Result};
use crate::mail::answer::Cause;

/// Opens connections to one relay.
pub(super) struct Opener {
    relay: Relay,
    encryption: Encryption,
}

enum Encryption {
    None,
    StartTls(TlsParameters),
    FromTheStart(TlsConnector, ServerName<'static>),
}

impl Opener {
    /// Trusts whom the machine trusts, and the authority in `ca_file`, if one is named.
    pub fn new(relay: Relay, ca_file: &Path) -> Result<Self> {
        let authority = if ca_file.as_os_str().is_empty() {
            None
        } else {
            let failed = |error| Error::internal(format!("{}: {error}", ca_file.display()));
            Some(std::fs::read(ca_file).map_err(failed)?)
        };
        let encryption = match relay.security {
            Security::None => Encryption::None,
            Security::Required => {
                let mut parameters = TlsParameters::builder(relay.host.clone());
                if let Some(pem) = &authority {
                    let certificate = Certificate::from_pem(pem).map_err(Error::internal)?;
                    parameters = parameters.add_root_certificate(certificate);
                }
                Encryption::StartTls(parameters.build().map_err(Error::internal)?)
            }
            Security::FromTheStart => {
                let name = ServerName::try_from(relay.host.clone()).map_err(Error::internal)?;
                Encryption::FromTheStart(connector(authority.as_deref())?, name)
            }
        };
        Ok(Self { relay, encryption })
    }

    pub async fn connect(&self) -> std::result::Result<AsyncSmtpConnection, NotSent> {
        let Relay { host, port, hello, .. } = &self.relay;
        let broken =
            |error: io::Error| NotSent::new(Cause::Unreachable, format!("{host}:{port}: {error}"));
        let unheard = |error: Spoken| not_sent(Step::Greeting, &error);
        let tcp = TcpStream::connect((host.as_str(), *port)).await.map_err(broken)?;
        tcp.set_nodelay(true).map_err(broken)?;
        let stream: Box<dyn AsyncTokioStream> = match &self.encryption {
            Encryption::None | Encryption::StartTls(_) => Box::new(tcp),
            Encryption::FromTheStart(connector, name) => {
                Box::new(Encrypted(connector.connect(name.clone(), tcp).await.map_err(broken)?))
            }
        };
        let connected = AsyncSmtpConnection::connect_with_transport(stream, hello).await;
        let mut connection = connected.map_err(unheard)?;
        if let Encryption::StartTls(parameters) = &self.encryption {
            // Fails where the server does not offer it: nothing goes out in the clear.
            connection.starttls(parameters.clone(), hello).await.map_err(unheard)?;
        }
        if let Some(credentials) = &self.relay.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await.map_err(unheard)?;
        }
        Ok(connection)
    }
}

fn connector(authority: Option<&[u8]>) -> Result<TlsConnector> {
    let mut roots = RootCertStore::empty();
    // A certificate of the machine that cannot be read is one fewer to trust.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(pem) = authority {
        for certificate in CertificateDer::pem_slice_iter(pem) {
            roots.add(certificate.map_err(Error::internal)?).map_err(Error::internal)?;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let client = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(Error::internal)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(client)))
}

/// TLS from the first byte, as lettre takes it.
#[derive(Debug)]
struct Encrypted(TlsStream<TcpStream>);

impl AsyncTokioStream for Encrypted {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.get_ref().0.peer_addr()
    }
}

impl AsyncRead for Encrypted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Encrypted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
