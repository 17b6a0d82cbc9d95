//! The process that looks for pictures in a workbook, and the side that starts it and listens: the
//! file comes from a stranger, and is opened with bounds on memory and time.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt};
use tokio::process::Command;
use zip::ZipArchive;

use super::PHOTOS_MAX;
use super::drawings::{self, Placed};
use crate::config::Inventories;
use crate::error::{Error, Result};
use crate::inventories::read;
use crate::picture::FILE_BYTES_MAX;

/// What `circuler read-pictures` is told on its command line.
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    /// Bytes of address space it may take.
    #[arg(long)]
    pub memory: u64,
    /// Seconds of processor time it may take.
    #[arg(long)]
    pub seconds: u64,
    /// A part to give. Without any, it is told which pictures there are.
    #[arg(long = "part")]
    pub parts: Vec<String>,
    pub file: PathBuf,
}

/// What the process says: JSON, one object a line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// There is such a picture.
    Placed(Placed),
    /// So many bytes follow: the next part that was asked for. `None`: it is not there, or larger
    /// than any photo.
    Part(Option<usize>),
    /// All is told.
    End,
}

/// Tells which pictures there are, or gives some of them. A file that is no workbook has none.
pub fn run(arguments: &Arguments) -> ExitCode {
    let told = read::child::bind(arguments.memory, arguments.seconds)
        .and_then(|()| tell(arguments, &mut BufWriter::new(io::stdout())));
    match told {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("circuler read-pictures: {error}");
            ExitCode::FAILURE
        }
    }
}

fn tell(arguments: &Arguments, out: &mut impl Write) -> io::Result<()> {
    let file = BufReader::new(File::open(&arguments.file)?);
    if let Ok(mut archive) = ZipArchive::new(file) {
        if arguments.parts.is_empty() {
            for placed in drawings::placed(&mut archive, PHOTOS_MAX) {
                tell_line(out, &Line::Placed(placed))?;
            }
        }
        for name in &arguments.parts {
            let bytes = picture(&mut archive, name);
            tell_line(out, &Line::Part(bytes.as_ref().map(Vec::len)))?;
            out.write_all(&bytes.unwrap_or_default())?;
        }
    }
    tell_line(out, &Line::End)?;
    out.flush()
}

fn tell_line(out: &mut impl Write, line: &Line) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

fn picture(archive: &mut drawings::Archive<BufReader<File>>, name: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let part = archive.by_name(name).ok()?;
    part.take(FILE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() <= FILE_BYTES_MAX).then_some(bytes)
}

/// Which pictures lie on which rows of a workbook. A file that breaks its reader has none: the list
/// itself was read, and that is what its sender came for.
pub async fn placed_in(settings: &Inventories, file: &Path) -> Result<Vec<Placed>> {
    let mut placed = Vec::new();
    listen(settings, file, &[], |line, _| {
        if let Line::Placed(found) = line {
            placed.push(found);
        }
    })
    .await?;
    Ok(placed)
}

/// The pictures in these parts of a workbook, in their order. `None` where one cannot be had.
pub async fn pictures_in(
    settings: &Inventories,
    file: &Path,
    parts: &[String],
) -> Result<Vec<Option<Vec<u8>>>> {
    let mut pictures = Vec::new();
    listen(settings, file, parts, |line, bytes| {
        if let Line::Part(there) = line {
            pictures.push(there.map(|_| bytes));
        }
    })
    .await?;
    pictures.resize(parts.len(), None);
    Ok(pictures)
}

/// A line of the process: a place in a workbook, and names.
const LINE_BYTES_MAX: u64 = 10_000;

async fn listen(
    settings: &Inventories,
    file: &Path,
    parts: &[String],
    mut hear: impl FnMut(Line, Vec<u8>),
) -> Result<()> {
    let mut command = Command::new(read::program(settings)?);
    command
        .arg("read-pictures")
        .args(["--memory", &settings.reader_memory_bytes.to_string()])
        .args(["--seconds", &settings.reader_seconds.to_string()]);
    for part in parts {
        command.arg(format!("--part={part}"));
    }
    let mut child = command
        .arg("--")
        .arg(file)
        .env_clear()
        .envs(read::WITHIN_BOUNDS)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(Error::internal)?;
    let out = child.stdout.take().ok_or_else(|| Error::internal("no standard output"))?;
    let listening = async {
        let mut out = tokio::io::BufReader::new(out);
        loop {
            let mut line = Vec::new();
            (&mut out).take(LINE_BYTES_MAX).read_until(b'\n', &mut line).await?;
            let Ok(line) = serde_json::from_slice::<Line>(&line) else { return Ok(false) };
            let mut bytes = Vec::new();
            match line {
                Line::End => return Ok(true),
                Line::Part(Some(count)) if count <= FILE_BYTES_MAX => {
                    bytes.resize(count, 0);
                    out.read_exact(&mut bytes).await?;
                }
                Line::Part(Some(_)) => return Ok(false),
                Line::Placed(_) | Line::Part(None) => {}
            }
            hear(line, bytes);
        }
    };
    let limit = Duration::from_secs(settings.reader_seconds);
    let heard: std::result::Result<io::Result<bool>, _> =
        tokio::time::timeout(limit, listening).await;
    match heard {
        Ok(Ok(true)) => {}
        other => tracing::warn!(?other, "pictures in a workbook could not be read to the end"),
    }
    child.kill().await.map_err(Error::internal)
}
