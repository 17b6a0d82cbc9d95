//! An archive of photos (ZIP). It is looked through, never unpacked to a disk: a name in it is
//! something to read, not a place to write to.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use zip::ZipArchive;

use crate::error::{Error, Result};
use crate::language::say;
use crate::picture::{FILE_BYTES_MAX, Refusal};

/// More than anybody takes of one building.
const ENTRIES_MAX: usize = 20_000;

/// What the archive says it unpacks to. It may lie: no entry is read further than it says.
const UNPACKED_BYTES_MAX: u64 = 8_000_000_000;

/// The names of the files in an archive, or why it is not taken.
pub fn names_in(path: &Path) -> Result<Vec<String>> {
    let refused = |got: &dyn std::fmt::Display| {
        Error::invalid("/file", say("inventory-photos-expected-archive"), got)
    };
    let file = BufReader::new(File::open(path).map_err(Error::internal)?);
    let mut archive = ZipArchive::new(file).map_err(|error| refused(&error))?;
    if archive.len() > ENTRIES_MAX {
        let expected = say("inventory-photos-expected-fewer").with("max", ENTRIES_MAX);
        return Err(Error::invalid("/file", expected, archive.len()));
    }
    let (mut names, mut bytes) = (BTreeSet::new(), 0_u64);
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|error| refused(&error))?;
        bytes = bytes.saturating_add(entry.size());
        // Two entries of one name: the last is the one that is found by it.
        let name = entry.name().map_err(|error| refused(&error))?.into_owned();
        if entry.is_file() && !super::names::is_of_a_system(&name) {
            names.insert(name);
        }
    }
    if bytes > UNPACKED_BYTES_MAX {
        return Err(Error::TooLarge { limit_bytes: UNPACKED_BYTES_MAX });
    }
    Ok(names.into_iter().collect())
}

/// The files of these names. What is larger than a photo, or than it says, is none.
pub fn files_in(
    path: &Path,
    names: &[String],
) -> Result<Vec<std::result::Result<Vec<u8>, Refusal>>> {
    let damaged = |error: &dyn std::fmt::Display| Refusal::Damaged { why: error.to_string() };
    let file = BufReader::new(File::open(path).map_err(Error::internal)?);
    let mut archive = match ZipArchive::new(file) {
        Ok(archive) => archive,
        Err(error) => return Ok(names.iter().map(|_| Err(damaged(&error))).collect()),
    };
    let files = names.iter().map(|name| {
        let entry = archive.by_name(name).map_err(|error| damaged(&error))?;
        let most = entry.size().min(FILE_BYTES_MAX as u64);
        if entry.size() > most {
            return Err(Refusal::TooManyBytes);
        }
        let mut bytes = Vec::new();
        entry.take(most + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
        if bytes.len() as u64 > most {
            return Err(Refusal::TooManyBytes);
        }
        Ok(bytes)
    });
    Ok(files.collect())
}
