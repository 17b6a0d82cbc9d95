//! The reading process: it binds its own hands, then opens the file, and says what is in it.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Cursor, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rlimit::Resource;

use super::guard::Counting;
use super::kind::{self, Found, Packed};
use super::scan::{self, Halt};
use super::wire::{Line, Stop, Teller};
use super::{Unreadable, delimited, guard, old_workbook, open_document, workbook};

/// What `circuler read-inventory` is told on its command line.
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    /// Bytes of address space it may take.
    #[arg(long)]
    pub memory: u64,
    /// Seconds of processor time it may take.
    #[arg(long)]
    pub seconds: u64,
    /// Filled rows it may tell.
    #[arg(long)]
    pub rows: u64,
    pub file: PathBuf,
}

/// Reads the file and tells standard output what is in it, or why it cannot be read: both are a
/// success. A failure is that nothing could be told.
pub fn run(arguments: &Arguments) -> ExitCode {
    match bind(arguments.memory, arguments.seconds)
        .and_then(|()| answer(&arguments.file, arguments.rows, &mut io::stdout()))
    {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("circuler read-inventory: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Takes no more than so many bytes of memory and seconds of processor time from here on.
pub fn bind(memory: u64, seconds: u64) -> io::Result<()> {
    // macOS knows no bound on address space; there, the other bounds must do.
    if cfg!(target_os = "linux") {
        lower(Resource::AS, memory)?;
    }
    lower(Resource::CPU, seconds)?;
    // A core file would hold what the customer sent.
    lower(Resource::CORE, 0)
}

/// A bound that is lower already stays as it is: raising it is not ours.
fn lower(resource: Resource, bound: u64) -> io::Result<()> {
    let (soft, hard) = resource.get()?;
    resource.set(bound.min(soft), bound.saturating_add(1).min(hard))
}

/// Reads the file and says what is in it, or why it cannot be read.
pub(super) fn answer(file: &Path, rows_max: u64, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    match read(file, &mut Teller::new(&mut out, rows_max)) {
        Ok(()) => {}
        // A new teller, for the old one may have used up its bytes.
        Err(Stop::Unreadable(why)) => match Teller::new(&mut out, 0).tell(&Line::Unreadable(why)) {
            Ok(()) => {}
            Err(Stop::Io(error)) => return Err(error),
            Err(Stop::Unreadable(why)) => return Err(io::Error::other(format!("{why:?}"))),
        },
        Err(Stop::Io(error)) => return Err(error),
    }
    out.flush()
}

fn read(file: &Path, teller: &mut Teller) -> Result<(), Stop> {
    match kind::of(File::open(file)?)? {
        Found::Zip => read_packed(file, teller)?,
        Found::OldOffice => old_workbook::read(&std::fs::read(file)?, teller)?,
        Found::FlatOds => open_document::read(BufReader::new(File::open(file)?), teller)?,
        Found::Text => delimited::read(&std::fs::read(file)?, teller)?,
    }
    if teller.is_empty() {
        return Err(Unreadable::Empty.into());
    }
    teller.tell(&Line::End)
}

/// Scans an XLSX as nearly all are written. Of all else it counts what is packed, then reads it: from
/// memory where it fits.
fn read_packed(file: &Path, teller: &mut Teller) -> Result<(), Stop> {
    let counting = Counting::open(File::open(file)?)?;
    if counting.kind == Packed::Xlsx {
        match scan::read(counting, teller) {
            Ok(()) => return Ok(()),
            Err(Halt::Stop(stop)) => return Err(stop),
            Err(Halt::Unusual) => teller.begin_again()?,
        }
    }
    let counted = guard::count(File::open(file)?)?;
    match &counted.unpacked {
        Some(bytes) => {
            read_archive(counted.kind, || Ok(Cursor::new(&bytes[..])), Some(bytes), teller)
        }
        None => read_archive(counted.kind, || Ok(BufReader::new(File::open(file)?)), None, teller),
    }
}

fn read_archive<R: Read + Seek>(
    kind: Packed,
    open: impl Fn() -> Result<R, Stop>,
    unpacked: Option<&[u8]>,
    teller: &mut Teller,
) -> Result<(), Stop> {
    match kind {
        Packed::Xlsx => workbook::read(open, unpacked, teller),
        Packed::Xlsb => workbook::read_binary(open, teller),
        Packed::Ods => open_document::read_packed(open()?, teller),
    }
}
