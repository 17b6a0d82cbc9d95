//! Whether a packed workbook is as small as it looks, before anything of it is loaded.
//!
//! Sizes written in a ZIP are claims of whoever made it. So every part is unpacked once and
//! counted. This catches honest mistakes and simple bombs early and says what they are; the bounds
//! on the process catch the rest. What was unpacked is kept where it is small enough, so that
//! nothing need be unpacked twice.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom, Write};

use memchr::memmem;
use zip::result::{ZipError, ZipResult};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::Unreadable;
use super::kind::{self, Packed};
use super::wire::Stop;

/// A workbook with two thousand photos has about six thousand parts.
const PARTS_MAX: usize = 20_000;

/// Sheets of the most rows we take come to some 200 MB; photos come on top, as large as they
/// were sent.
const UNPACKED_BYTES_MAX: u64 = 600_000_000;

/// Sheets pack 10 to 40 times smaller. What packs better holds the same again and again.
const RATIO_MAX: u64 = 100;

/// Below this, no ratio harms: the styles of a small workbook pack very well.
const RATIO_FREE_BYTES: u64 = 10_000_000;

/// The most different texts in a workbook. The reader reserves room for as many as the workbook
/// *says* there are, 24 bytes each.
const SHARED_TEXTS_MAX: u64 = 2_000_000;

/// Twice a hundred thousand rows; leaves room in the process for what the reader makes of them.
pub(super) const KEPT_BYTES_MAX: u64 = 200_000_000;

/// The table of texts says how many it holds in its first element.
const HEAD_BYTES: usize = 64 * 1024;

/// A workbook that was counted.
#[derive(Debug)]
pub(super) struct Counted {
    pub kind: Packed,
    /// The same archive with its parts unpacked, but for photos and their like; `None` where that
    /// takes too much room.
    pub unpacked: Option<Vec<u8>>,
}

/// Counts what is packed.
pub(super) fn count(file: File) -> Result<Counted, Stop> {
    let mut counting = Counting::open(file)?;
    let mut kept = Kept::default();
    for place in 0..counting.len() {
        let name = counting.name(place)?;
        let wanted = is_of_cells(&name);
        if wanted {
            kept.begin(&name)?;
        }
        counting.unpack(place, |bytes| if wanted { kept.add(bytes) } else { Ok(()) })?;
    }
    Ok(Counted { kind: counting.kind, unpacked: kept.finish() })
}

/// An archive whose parts are counted while they are unpacked.
pub(super) struct Counting {
    archive: ZipArchive<BufReader<File>>,
    pub kind: Packed,
    /// Bytes that may still come.
    left: u64,
}

impl Counting {
    pub fn open(file: File) -> Result<Self, Stop> {
        let packed_bytes = file.metadata()?.len();
        let whole = has_directory(&file, packed_bytes)?;
        let archive = ZipArchive::new(BufReader::new(file))
            .map_err(|error| if whole { Unreadable::damaged(error) } else { Unreadable::CutOff })?;
        if archive.len() > PARTS_MAX {
            return Err(Unreadable::TooLarge.into());
        }
        let names: Result<Vec<_>, _> = archive.file_names().map(name_of).collect();
        let kind = kind::of_names(&names?)?;
        let allowed = packed_bytes.saturating_mul(RATIO_MAX).max(RATIO_FREE_BYTES);
        Ok(Self { archive, kind, left: allowed.min(UNPACKED_BYTES_MAX) })
    }

    /// How many parts there are.
    pub fn len(&self) -> usize {
        self.archive.len()
    }

    pub fn name(&self, place: usize) -> Result<String, Unreadable> {
        let name = self.archive.name_for_index(place);
        name_of(name.ok_or_else(|| Unreadable::damaged("a part that is not there"))?)
    }

    /// Unpacks one part, and takes its size off what may still come.
    pub fn unpack<E: From<Unreadable>>(
        &mut self,
        place: usize,
        mut hand_over: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut part = match self.archive.by_index(place) {
            Ok(part) => part,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(Unreadable::Encrypted.into());
            }
            Err(error) => return Err(Unreadable::damaged(error).into()),
        };
        let name = name_of(part.name())?;
        let mut texts = is_of_texts(&name).then(Texts::default);
        let mut buffer = vec![0; HEAD_BYTES];
        loop {
            let count = match part.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(count) => count,
                Err(error) if is_of_cells(&name) => return Err(Unreadable::damaged(error).into()),
                // A photo that is damaged does not cost the list.
                Err(_) => return Ok(()),
            };
            self.left = self.left.checked_sub(count as u64).ok_or(Unreadable::TooLarge)?;
            if let Some(texts) = &mut texts {
                texts.count(&buffer[..count])?;
            }
            hand_over(&buffer[..count])?;
        }
    }
}

/// The name of a part. Some programs of Windows write it with backslashes.
pub(super) fn name_of(name: ZipResult<Cow<str>>) -> Result<String, Unreadable> {
    Ok(name.map_err(Unreadable::damaged)?.replace('\\', "/"))
}

/// Whether the list of parts is there, which a ZIP has at its end: a file that was cut off while it
/// was sent has none.
fn has_directory(mut file: &File, bytes: u64) -> std::io::Result<bool> {
    const END_OF_DIRECTORY: &[u8] = b"PK\x05\x06";
    /// The end itself, and the longest remark that may follow it.
    const END_BYTES_MAX: u64 = 22 + 65_535;
    let mut end = Vec::new();
    file.seek(SeekFrom::Start(bytes.saturating_sub(END_BYTES_MAX)))?;
    file.take(END_BYTES_MAX).read_to_end(&mut end)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(memmem::find(&end, END_OF_DIRECTORY).is_some())
}

/// The parts that say something about cells, in an archive in which they are not packed.
pub(super) struct Kept {
    bytes: u64,
    /// `None` once they take too much room.
    archive: Option<ZipWriter<Cursor<Vec<u8>>>>,
}

impl Default for Kept {
    fn default() -> Self {
        Self { bytes: 0, archive: Some(ZipWriter::new(Cursor::new(Vec::new()))) }
    }
}

impl Kept {
    pub fn begin(&mut self, name: &str) -> Result<(), Unreadable> {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        match &mut self.archive {
            Some(archive) => archive.start_file(name, stored).map_err(Unreadable::damaged),
            None => Ok(()),
        }
    }

    pub fn add(&mut self, bytes: &[u8]) -> Result<(), Unreadable> {
        self.bytes += bytes.len() as u64;
        if self.bytes > KEPT_BYTES_MAX {
            self.archive = None;
        }
        match &mut self.archive {
            Some(archive) => archive.write_all(bytes).map_err(Unreadable::damaged),
            None => Ok(()),
        }
    }

    /// The archive, unless it takes too much room.
    pub fn finish(self) -> Option<Vec<u8>> {
        // Where the copy fails, the file itself is still there to read.
        let archive = self.archive?.finish().ok()?;
        Some(archive.into_inner())
    }
}

/// Whether a part may say something about cells; the others are photos, drawings, macros.
pub(super) fn is_of_cells(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let ends = [".xml", ".rels", ".bin", "mimetype"];
    !name.ends_with('/')
        && ends.iter().any(|it| name.ends_with(it))
        && !name.ends_with("vbaproject.bin")
        && !["xl/media/", "xl/drawings/", "xl/embeddings/", "customxml/"]
            .iter()
            .any(|it| name.starts_with(it))
}

/// Whether a part is the table of the texts that the cells share.
fn is_of_texts(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with("sharedstrings.xml")
}

/// Counts the texts in their table: as it says, and as it is.
#[derive(Default)]
struct Texts {
    begun: bool,
    count: u64,
    /// The last bytes of what was looked at, in which a text may begin.
    end: Vec<u8>,
}

impl Texts {
    fn count(&mut self, bytes: &[u8]) -> Result<(), Unreadable> {
        const TEXT: &[u8] = b"<si";
        if !std::mem::replace(&mut self.begun, true) && texts_claimed(bytes) > SHARED_TEXTS_MAX {
            return Err(Unreadable::TooLarge);
        }
        let shared = TEXT.len() - 1;
        self.end.extend_from_slice(&bytes[..bytes.len().min(shared)]);
        let across = memmem::find_iter(&self.end, TEXT).count();
        self.count += (across + memmem::find_iter(bytes, TEXT).count()) as u64;
        if bytes.len() > shared {
            self.end = bytes[bytes.len() - shared..].to_vec();
        }
        self.end.drain(..self.end.len().saturating_sub(shared));
        if self.count > SHARED_TEXTS_MAX { Err(Unreadable::TooLarge) } else { Ok(()) }
    }
}

/// The number in `uniqueCount="…"`; 0 where there is none.
fn texts_claimed(head: &[u8]) -> u64 {
    const ATTRIBUTE: &[u8] = b"uniqueCount";
    let Some(place) = memmem::find(head, ATTRIBUTE) else { return 0 };
    let digits = head[place + ATTRIBUTE.len()..]
        .iter()
        .skip_while(|it| it.is_ascii_whitespace() || matches!(it, b'=' | b'"' | b'\''))
        .take_while(|it| it.is_ascii_digit());
    digits.fold(0, |sum: u64, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_counted_wherever_the_chunks_end() {
        let table = "<sst><si/><si><t>a</t></si><si>".repeat(3);
        for length in 1..table.len() {
            let mut texts = Texts::default();
            for chunk in table.as_bytes().chunks(length) {
                texts.count(chunk).unwrap();
            }
            assert_eq!(texts.count, 9, "chunks of {length}");
        }
    }
}
