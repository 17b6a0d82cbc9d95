//! A mail server for tests: it takes mails over SMTP, says what it is told to say, and falls
//! silent where it is told to.

#![allow(dead_code, reason = "each program that includes it uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// Where a conversation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Point {
    Greeting,
    Mail,
    Rcpt,
    Data,
    /// It has the content, or some of it, and not taken it.
    Content,
    /// It has taken the mail, and not said so.
    Taken,
    /// It has said so.
    Answered,
}

/// How it keeps others from reading along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    None,
    Offered,
    FromTheStart,
}

/// A mail it took.
#[derive(Debug, Clone)]
pub struct Received {
    pub from: String,
    pub to: String,
    pub raw: Vec<u8>,
}

impl Received {
    pub fn header(&self, name: &str) -> String {
        let mail = mail_parser::MessageParser::default().parse(&self.raw).unwrap();
        let raw = mail.header_raw(name).unwrap_or_default();
        raw.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

pub struct Mailbox {
    pub address: SocketAddr,
    /// The certificate it shows, in PEM.
    pub certificate: String,
    desk: Arc<Desk>,
}

struct Desk {
    tls: Tls,
    acceptor: TlsAcceptor,
    received: Mutex<Vec<Received>>,
    count: AtomicUsize,
    answers: Mutex<VecDeque<(Point, String)>>,
    silent_at: Mutex<Option<Point>>,
    hang_up_at: Mutex<Option<Point>>,
    reached: watch::Sender<usize>,
    connections: AtomicUsize,
    encrypted: AtomicUsize,
    keep: bool,
}

impl Mailbox {
    pub async fn open() -> Self {
        Self::open_with(Tls::None, true).await
    }

    /// With encryption; whether it keeps what it takes, or only counts it.
    pub async fn open_with(tls: Tls, keep: bool) -> Self {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
        let chain = vec![CertificateDer::from(cert.der().to_vec())];
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let desk = Arc::new(Desk {
            tls,
            acceptor: TlsAcceptor::from(Arc::new(config)),
            received: Mutex::default(),
            count: AtomicUsize::new(0),
            answers: Mutex::default(),
            silent_at: Mutex::default(),
            hang_up_at: Mutex::default(),
            reached: watch::channel(0).0,
            connections: AtomicUsize::new(0),
            encrypted: AtomicUsize::new(0),
            keep,
        });
        let serving = Arc::clone(&desk);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let desk = Arc::clone(&serving);
                desk.connections.fetch_add(1, Ordering::SeqCst);
                // A client that is killed leaves in the middle of a sentence.
                tokio::spawn(async move { drop(desk.serve(stream).await) });
            }
        });
        Self { address, certificate: cert.pem(), desk }
    }

    /// As `SMTP_URL` names it.
    pub fn url(&self) -> String {
        let port = self.address.port();
        match self.desk.tls {
            Tls::None => format!("smtp://localhost:{port}?tls=none"),
            Tls::Offered => format!("smtp://localhost:{port}"),
            Tls::FromTheStart => format!("smtps://localhost:{port}"),
        }
    }

    /// What it says the next time a conversation comes to this point, instead of taking the mail.
    pub fn answer(&self, point: Point, text: &str) {
        self.desk.answers.lock().unwrap().push_back((point, text.to_owned()));
    }

    /// Falls silent the next time a conversation comes to this point.
    pub fn be_silent_at(&self, point: Point) {
        *self.desk.silent_at.lock().unwrap() = Some(point);
    }

    /// Hangs up the next time a conversation comes to this point.
    pub fn hang_up_at(&self, point: Point) {
        *self.desk.hang_up_at.lock().unwrap() = Some(point);
    }

    /// Says nothing special any more.
    pub fn be_kind(&self) {
        *self.desk.silent_at.lock().unwrap() = None;
    }

    /// Counts how often it fell silent.
    pub fn silences(&self) -> watch::Receiver<usize> {
        self.desk.reached.subscribe()
    }

    pub fn received(&self) -> Vec<Received> {
        self.desk.received.lock().unwrap().clone()
    }

    pub fn count(&self) -> usize {
        self.desk.count.load(Ordering::SeqCst)
    }

    /// How many connections were opened, and how many of them encrypted.
    pub fn connections(&self) -> (usize, usize) {
        let load = |count: &AtomicUsize| count.load(Ordering::SeqCst);
        (load(&self.desk.connections), load(&self.desk.encrypted))
    }
}

/// The next thing to do.
enum Turn {
    Next,
    StartTls,
    Over,
}

type Io<T> = std::io::Result<T>;

impl Desk {
    async fn serve(&self, stream: TcpStream) -> Io<()> {
        stream.set_nodelay(true)?;
        if self.tls == Tls::FromTheStart {
            let stream = self.acceptor.accept(stream).await?;
            self.encrypted.fetch_add(1, Ordering::SeqCst);
            self.talk(&mut BufStream::new(stream), true, false).await?;
            return Ok(());
        }
        let mut plain = BufStream::new(stream);
        if let Turn::StartTls = self.talk(&mut plain, true, self.tls == Tls::Offered).await? {
            let stream = self.acceptor.accept(plain.into_inner()).await?;
            self.encrypted.fetch_add(1, Ordering::SeqCst);
            self.talk(&mut BufStream::new(stream), false, false).await?;
        }
        Ok(())
    }

    /// Where it is told to, hangs up, falls silent or refuses. Whether the conversation goes on.
    async fn passes<S: AsyncWrite + Unpin>(&self, out: &mut S, point: Point) -> Io<bool> {
        let taken = |place: &Mutex<Option<Point>>| {
            let mut place = place.lock().unwrap();
            place.take_if(|it| *it == point).is_some()
        };
        if taken(&self.hang_up_at) {
            return Err(std::io::ErrorKind::ConnectionAborted.into());
        }
        if taken(&self.silent_at) {
            self.reached.send_modify(|count| *count += 1);
            std::future::pending::<()>().await;
        }
        let answer = {
            let mut answers = self.answers.lock().unwrap();
            let place = answers.iter().position(|(at, _)| *at == point);
            place.and_then(|place| answers.remove(place))
        };
        let Some((_, answer)) = answer else { return Ok(true) };
        say(out, &answer).await?;
        Ok(false)
    }

    async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut BufStream<S>,
        greet: bool,
        offers_tls: bool,
    ) -> Io<Turn> {
        if greet {
            if !self.passes(stream, Point::Greeting).await? {
                return Ok(Turn::Over);
            }
            say(stream, "220 mailbox ready").await?;
        }
        let (mut from, mut to) = (String::new(), String::new());
        let mut line = String::new();
        loop {
            line.clear();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(Turn::Over);
            }
            let verb = line.get(..4).unwrap_or_default().to_uppercase();
            match verb.as_str() {
                "EHLO" if offers_tls => {
                    say(stream, "250-mailbox\r\n250-8BITMIME\r\n250 STARTTLS").await?;
                }
                "EHLO" => say(stream, "250-mailbox\r\n250 8BITMIME").await?,
                "STAR" if offers_tls => {
                    say(stream, "220 go ahead").await?;
                    return Ok(Turn::StartTls);
                }
                "MAIL" => {
                    if self.passes(stream, Point::Mail).await? {
                        from = in_brackets(&line);
                        say(stream, "250 ok").await?;
                    }
                }
                "RCPT" => {
                    if self.passes(stream, Point::Rcpt).await? {
                        to = in_brackets(&line);
                        say(stream, "250 ok").await?;
                    }
                }
                "DATA" => {
                    let turn = self.take(stream, &from, &to).await?;
                    let Turn::Next = turn else { return Ok(turn) };
                }
                "QUIT" => {
                    say(stream, "221 bye").await?;
                    return Ok(Turn::Over);
                }
                "RSET" | "NOOP" => say(stream, "250 ok").await?,
                _ => say(stream, "500 what").await?,
            }
        }
    }

    async fn take<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut BufStream<S>,
        from: &str,
        to: &str,
    ) -> Io<Turn> {
        if !self.passes(stream, Point::Data).await? {
            return Ok(Turn::Next);
        }
        say(stream, "354 go ahead").await?;
        let raw = read_content(stream).await?;
        if !self.passes(stream, Point::Content).await? {
            return Ok(Turn::Next);
        }
        let count = self.count.fetch_add(1, Ordering::SeqCst);
        if self.keep {
            let mail = Received { from: from.to_owned(), to: to.to_owned(), raw };
            self.received.lock().unwrap().push(mail);
        }
        self.passes(stream, Point::Taken).await?;
        say(stream, &format!("250 taken as {count}")).await?;
        self.passes(stream, Point::Answered).await?;
        Ok(Turn::Next)
    }
}

/// Up to the line with nothing but a dot, without the dots that were put before others.
async fn read_content<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufStream<S>) -> Io<Vec<u8>> {
    let (mut raw, mut line) = (Vec::new(), Vec::new());
    loop {
        line.clear();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            return Ok(raw);
        }
        raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}

async fn say<S: AsyncWrite + Unpin>(stream: &mut S, text: &str) -> Io<()> {
    stream.write_all(format!("{text}\r\n").as_bytes()).await?;
    stream.flush().await
}

fn in_brackets(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or_else(String::new, |(inner, _)| inner.to_owned())
}
