//! The index over all needs in a file, so that a start reads that in place of every need.
//!
//! A file is of one moment, and says after which change of a need that was; what changed since is
//! read as always. Before it counts, the database is asked whether it knows the file's token: so a
//! database that was put back from a copy is never taken for the one that it was. A file that is
//! damaged, or of other rules than these, is passed over.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::index::file::{Reading, Writing};
use super::index::{Moment, NeedIndex};
use crate::catalogue::{CategoryCode, Unit};
use crate::search::Measure;

/// By which rules the index was made: whoever changes one of them makes files of another kind.
const RULES: [&[u8]; 12] = [
    include_bytes!("index/anchor.rs"),
    include_bytes!("index/file.rs"),
    include_bytes!("index/grid.rs"),
    include_bytes!("index/lookup.rs"),
    include_bytes!("index/moment.rs"),
    include_bytes!("index/pack.rs"),
    include_bytes!("index/row.rs"),
    include_bytes!("index/seeker.rs"),
    include_bytes!("index/segment/draft.rs"),
    include_bytes!("index/segment/written.rs"),
    include_bytes!("index/signature.rs"),
    include_bytes!("snapshot.rs"),
];

/// Large enough that many small columns are written together.
const BUFFER_BYTES: usize = 1 << 20;
const TOKEN_BYTES: usize = 36;

fn rules() -> [u8; 32] {
    let mut hash = Sha256::new();
    for rule in RULES {
        hash.update(rule);
    }
    CategoryCode::all().for_each(|it| hash.update(it.as_str()));
    for name in
        Unit::ALL.iter().map(|it| it.as_str()).chain(Measure::ALL.iter().map(|it| it.as_str()))
    {
        hash.update(name);
    }
    hash.finalize().into()
}

/// Writes a file in the place of the one that is there: all of it or nothing.
pub fn write(
    path: &Path,
    token: &str,
    wishes: &[(u32, Arc<str>)],
    moment: &Moment,
) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // Should two write it at once, neither is whole, and whoever reads it sees that.
    let beside = path.with_extension("new");
    let written = File::create(&beside).and_then(|file| {
        let mut to = Writing::new(BufWriter::with_capacity(BUFFER_BYTES, file));
        to.bytes(&rules())?;
        to.bytes(token.as_bytes())?;
        let wishes: Vec<_> = wishes.iter().map(|(number, wish)| (number, &**wish)).collect();
        to.json(&wishes)?;
        moment.write(&mut to)?;
        to.end()?.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&beside, path)
    });
    if written.is_err() {
        // What failed is told by the error; what may be left of it is in nobody's way.
        fs::remove_file(&beside).ok();
    }
    written
}

/// A file of these rules, of which nothing but the token was read.
pub struct Opened {
    pub token: String,
    reading: Reading<BufReader<File>>,
}

/// `None` where there is none, or only one of other rules.
pub fn open(path: &Path) -> io::Result<Option<Opened>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let length = file.metadata()?.len();
    let mut reading = Reading::new(BufReader::with_capacity(BUFFER_BYTES, file), length);
    if reading.bytes()? != rules() {
        return Ok(None);
    }
    let token = reading.bytes::<TOKEN_BYTES>()?.to_vec();
    let token = String::from_utf8(token).map_err(io::Error::other)?;
    Ok(Some(Opened { token, reading }))
}

impl Opened {
    /// The wishes with their numbers, and the index.
    pub fn read(mut self) -> io::Result<(Vec<(u32, String)>, NeedIndex)> {
        let wishes = self.reading.json()?;
        let index = NeedIndex::read(&mut self.reading)?;
        self.reading.end()?;
        Ok((wishes, index))
    }
}
