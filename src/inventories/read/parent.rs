//! The side that starts the reading process, listens to it, and ends it when it takes too long.

use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::process::{Child, Command};

use super::wire::{Listener, TOLD_BYTES_MAX};
use super::{Unreadable, Workbook};
use crate::config::Inventories;
use crate::error::{Error, Result};

/// The child counts its own bytes and stops before this, though it may begin anew once; one that
/// does not is broken.
const HEARD_BYTES_MAX: u64 = 2 * TOLD_BYTES_MAX + 1_000_000;

/// What a pipe holds.
const PIPE_BYTES: usize = 64 * 1024;

/// The last words of a process that broke down, for the log.
const LAST_WORDS_BYTES_MAX: u64 = 4_000;

/// Reads a file in a process of its own. The outer failure is ours, such as a program that cannot
/// be started; the inner one is the file's, and final.
pub async fn read_in_child(
    settings: &Inventories,
    file: &Path,
) -> Result<std::result::Result<Workbook, Unreadable>> {
    let mut child = start(settings, file)?;
    let mut listener = Listener::default();
    let limit = Duration::from_secs(settings.reader_seconds);
    let listening = listen(&mut child, &mut listener);
    let Ok(outcome) = tokio::time::timeout(limit, listening).await else {
        child.kill().await.map_err(Error::internal)?;
        return Ok(Err(Unreadable::TooSlow { seconds: settings.reader_seconds }));
    };
    let Listened { status, last_words, fault } = outcome.map_err(Error::internal)?;
    if let Some(fault) = fault {
        tracing::error!(%status, last_words, "the reader of inventories talks nonsense: {fault}");
        return Ok(Err(Unreadable::damaged(fault)));
    }
    match listener.heard() {
        Some(heard) if status.success() => {
            if let Err(why) = &heard {
                tracing::info!(?why, "an inventory cannot be read");
            }
            Ok(heard)
        }
        _ => broken_down(settings, status, &last_words).map(Err),
    }
}

fn start(settings: &Inventories, file: &Path) -> Result<Child> {
    Command::new(program(settings)?)
        .arg("read-inventory")
        .args(["--memory", &settings.reader_memory_bytes.to_string()])
        .args(["--seconds", &settings.reader_seconds.to_string()])
        .args(["--rows", &settings.rows_max.to_string()])
        .arg("--")
        .arg(file)
        // It needs none of our settings, and some are secret.
        .env_clear()
        .envs(WITHIN_BOUNDS)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(Error::internal)
}

/// Has the allocator take memory as it is needed: it would set a gigabyte of addresses aside
/// before the process binds itself, and that much it could then fill.
pub const WITHIN_BOUNDS: [(&str, &str); 1] = [("MIMALLOC_ARENA_RESERVE", "0")];

/// The program that opens what strangers sent: the one in the settings, else this one.
pub fn program(settings: &Inventories) -> Result<PathBuf> {
    if settings.reader.as_os_str().is_empty() {
        return std::env::current_exe().map_err(Error::internal);
    }
    Ok(settings.reader.clone())
}

struct Listened {
    status: ExitStatus,
    last_words: String,
    /// What was wrong with what was said.
    fault: Option<&'static str>,
}

async fn listen(child: &mut Child, listener: &mut Listener) -> std::io::Result<Listened> {
    let out = child.stdout.take().ok_or_else(|| std::io::Error::other("no standard output"))?;
    let err = child.stderr.take().ok_or_else(|| std::io::Error::other("no standard error"))?;
    let hearing = async {
        let mut out = out.take(HEARD_BYTES_MAX);
        let mut buffer = vec![0; PIPE_BYTES];
        loop {
            let count = out.read(&mut buffer).await?;
            if count == 0 {
                return Ok::<_, std::io::Error>(None);
            }
            if let Err(fault) = listener.hear(&buffer[..count]) {
                return Ok(Some(fault));
            }
        }
    };
    let mut last_words = Vec::new();
    let mut err = err.take(LAST_WORDS_BYTES_MAX);
    let (fault, words) = tokio::join!(hearing, err.read_to_end(&mut last_words));
    words?;
    drop(err);
    // With nobody listening, what it still has to say would hold it up for ever.
    let fault = fault?;
    if fault.is_some() {
        child.start_kill()?;
    }
    let status = child.wait().await?;
    Ok(Listened { status, last_words: String::from_utf8_lossy(&last_words).into_owned(), fault })
}

/// A process that panicked.
const EXIT_PANICKED: i32 = 101;

/// What it means for the sender that the process ended without telling all.
fn broken_down(settings: &Inventories, status: ExitStatus, last_words: &str) -> Result<Unreadable> {
    tracing::warn!(%status, last_words, "the reader of inventories broke down");
    if let Some(signal) = signal(status) {
        return Ok(match signal {
            // An allocation beyond the bound aborts; so does the system, when it kills the
            // process to save others.
            SIGABRT | SIGKILL => Unreadable::TooMuchMemory,
            SIGXCPU => Unreadable::TooSlow { seconds: settings.reader_seconds },
            other => Unreadable::damaged(format!("the reader ended with signal {other}")),
        });
    }
    if status.code() == Some(EXIT_PANICKED) {
        return Ok(Unreadable::damaged(last_words));
    }
    Err(Error::internal(format!("the reader of inventories ended with {status}: {last_words}")))
}

// The same on every system we know of.
const SIGABRT: i32 = 6;
const SIGKILL: i32 = 9;
const SIGXCPU: i32 = 24;

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_status: ExitStatus) -> Option<i32> {
    None
}
