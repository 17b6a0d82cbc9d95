//! Whether a packed workbook is as small as it looks, before anything of it is loaded.
//!
//! Sizes written in a ZIP are claims of whoever made it. So every part is unpacked once, into
//! nothing, and counted. This catches honest mistakes and simple bombs early and says what they
//! are; the bounds on the process catch the rest.

use std::fs::File;
use std::io::{BufReader, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::Unreadable;
use super::kind;

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

/// The table of texts says how many it holds in its first element.
const HEAD_BYTES: usize = 64 * 1024;

/// Counts what is packed.
pub(super) fn check(file: File) -> Result<(), Unreadable> {
    let packed_bytes = file.metadata().map_err(Unreadable::damaged)?.len();
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(Unreadable::damaged)?;
    if archive.len() > PARTS_MAX {
        return Err(Unreadable::TooLarge);
    }
    let names: Result<Vec<_>, _> =
        archive.file_names().map(|it| it.map(std::borrow::Cow::into_owned)).collect();
    if let Some(other) = kind::of_names(&names.map_err(Unreadable::damaged)?) {
        return Err(other);
    }
    let allowed = packed_bytes.saturating_mul(RATIO_MAX).max(RATIO_FREE_BYTES);
    let mut left = allowed.min(UNPACKED_BYTES_MAX);
    for place in 0..archive.len() {
        unpack(&mut archive, place, &mut left)?;
    }
    Ok(())
}

/// Unpacks one part into nothing, and takes its size off what is left.
fn unpack<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    place: usize,
    left: &mut u64,
) -> Result<(), Unreadable> {
    let mut part = archive.by_index(place).map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unreadable::Encrypted,
        error => Unreadable::damaged(error),
    })?;
    let name = part.name().map_err(Unreadable::damaged)?.to_ascii_lowercase();
    let mut head = Vec::new();
    let mut buffer = vec![0; HEAD_BYTES];
    loop {
        let count = part.read(&mut buffer).map_err(Unreadable::damaged)?;
        if count == 0 {
            break;
        }
        *left = left.checked_sub(count as u64).ok_or(Unreadable::TooLarge)?;
        if head.len() < HEAD_BYTES {
            head.extend_from_slice(&buffer[..count]);
        }
    }
    if name.ends_with("sharedstrings.xml") && texts_claimed(&head) > SHARED_TEXTS_MAX {
        return Err(Unreadable::TooLarge);
    }
    Ok(())
}

/// The number in `uniqueCount="…"`; 0 where there is none.
fn texts_claimed(head: &[u8]) -> u64 {
    const ATTRIBUTE: &[u8] = b"uniqueCount";
    let Some(place) = head.windows(ATTRIBUTE.len()).position(|it| it == ATTRIBUTE) else {
        return 0;
    };
    let digits = head[place + ATTRIBUTE.len()..]
        .iter()
        .skip_while(|it| it.is_ascii_whitespace() || matches!(it, b'=' | b'"' | b'\''))
        .take_while(|it| it.is_ascii_digit());
    digits.fold(0, |sum: u64, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}
