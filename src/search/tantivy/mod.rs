//! An index in a folder, inside our own process: no server to run. Several processes may use one
//! folder; they write in turn.

mod bits;
mod document;
mod find;
mod gather;
mod lines;
mod narrow;
mod segment;
mod spots;
mod text;
mod vocabulary;
mod words;
mod write;

use std::fmt;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use async_trait::async_trait;
use tantivy::directory::error::OpenReadError;
use tantivy::directory::{Directory, DirectoryLock, Lock};
use tantivy::schema::Schema;
use tantivy::{Index, IndexReader, TantivyError};

use super::analysis::Analyst;
use super::{Cluster, Completion, Listing, Page, Query, Result, SearchError, SearchIndex};
use document::Fields;
use lines::{LINES, Lines};
use segment::View;

#[derive(Clone)]
pub struct TantivyIndex(Arc<Inner>);

struct Inner {
    /// The one we were given.
    folder: PathBuf,
    opened: RwLock<Arc<Opened>>,
    fields: Fields,
    /// As it was last looked at.
    view: RwLock<Arc<View>>,
    /// What it remembers makes the next batch faster.
    analyst: Mutex<Analyst>,
}

/// An index that was opened where it lies.
struct Opened {
    index: Index,
    reader: IndexReader,
    /// What tells its folder from another that was moved there since.
    inode: u64,
}

/// Where in the folder it lies that we were given. Only this is ever thrown away, so that an
/// address with a slip in it costs nobody their files.
const FOLDER: &str = "listings";

/// Where an index is filled that shall take its place.
const BESIDE: &str = "beside";

/// Where the one before it lies while it is thrown away.
const OLD: &str = "old";

impl TantivyIndex {
    /// Opens the index in a folder, or makes an empty one if there is none that this version of
    /// the program can read. Then everything must be put in again.
    pub fn open(folder: &Path) -> Result<Self> {
        let (fields, schema) = Fields::with_schema();
        let own = folder.join(FOLDER);
        let (opened, view) = open_or_create(&own, &fields, &schema).map_err(failed)?;
        let view = RwLock::new(Arc::new(view));
        let opened = RwLock::new(Arc::new(opened));
        let (folder, analyst) = (folder.to_owned(), Mutex::default());
        Ok(Self(Arc::new(Inner { folder, opened, fields, view, analyst })))
    }

    /// Works off the async threads: it reads and writes files.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let inner = self.0.clone();
        tokio::task::spawn_blocking(move || work(&inner)).await.map_err(failed)?
    }
}

#[async_trait]
impl SearchIndex for TantivyIndex {
    async fn put(&self, listings: &[Listing]) -> Result<()> {
        let listings = listings.to_vec();
        self.blocking(move |it| it.put(&listings).map_err(failed)).await
    }

    async fn remove(&self, ids: &[String]) -> Result<()> {
        let ids = ids.to_vec();
        self.blocking(move |it| it.remove(&ids).map_err(failed)).await
    }

    async fn find(&self, query: &Query) -> Result<Page> {
        let query = query.clone();
        self.blocking(move |it| find::page(&query, &*it.view().map_err(failed)?)).await
    }

    async fn complete(&self, query: &Query) -> Result<Vec<Completion>> {
        let query = query.clone();
        self.blocking(move |it| {
            let view = it.view().map_err(failed)?;
            find::completions(&query, &view).map_err(failed)
        })
        .await
    }

    async fn clusters(&self, query: &Query) -> Result<Vec<Cluster>> {
        let query = query.clone();
        self.blocking(move |it| {
            let view = it.view().map_err(failed)?;
            find::clusters(&query, &view).map_err(failed)
        })
        .await
    }

    async fn clear(&self) -> Result<()> {
        self.blocking(|it| it.clear().map_err(failed)).await
    }

    async fn health(&self) -> Result<()> {
        self.blocking(|it| it.opened().index.load_metas().map(drop).map_err(failed)).await
    }

    async fn versions(&self, after: &str, limit: usize) -> Result<Vec<(String, i64)>> {
        let after = after.to_owned();
        self.blocking(move |it| {
            let view = it.view().map_err(failed)?;
            view.versions(&after, limit, &it.fields).map_err(failed)
        })
        .await
    }

    async fn beside(&self) -> Result<Arc<dyn SearchIndex>> {
        let folder = self.0.folder.join(BESIDE);
        let open = move || {
            if folder.exists() {
                fs::remove_dir_all(&folder).map_err(failed)?;
            }
            Self::open(&folder)
        };
        Ok(Arc::new(tokio::task::spawn_blocking(open).await.map_err(failed)??))
    }

    async fn swap(&self) -> Result<()> {
        self.blocking(|it| it.swap().map_err(failed)).await
    }
}

impl Inner {
    /// The index as it is now. What others wrote into the folder is seen too, a moment later.
    fn view(&self) -> tantivy::Result<Arc<View>> {
        let searcher = self.opened().reader.searcher();
        let known = Arc::clone(&self.view.read().unwrap_or_else(PoisonError::into_inner));
        if known.is_of(&searcher) {
            return Ok(known);
        }
        let view = Arc::new(View::of(searcher, &self.fields, Some(&known))?);
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&view);
        Ok(view)
    }

    fn opened(&self) -> Arc<Opened> {
        Arc::clone(&self.opened.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Writing takes turns, in this process and with others. Afterwards we see what those before
    /// us wrote, even if they put another index in the place of the one we had opened.
    fn wait_for_turn(&self) -> tantivy::Result<DirectoryLock> {
        loop {
            let opened = self.opened();
            let lock = Lock { filepath: "turn.lock".into(), is_blocking: true };
            let turn = opened.index.directory().acquire_lock(&lock);
            let turn = turn.map_err(|cause| TantivyError::LockFailure(cause, None))?;
            if inode(&self.folder.join(FOLDER))? == opened.inode {
                opened.reader.reload()?;
                return Ok(turn);
            }
            drop(turn);
            self.open_again()?;
        }
    }

    fn open_again(&self) -> tantivy::Result<()> {
        let opened = Arc::new(open(&self.folder.join(FOLDER))?);
        *self.opened.write().unwrap_or_else(PoisonError::into_inner) = opened;
        Ok(())
    }

    /// Puts what was filled beside where this one is. Between the two moves there is none for a
    /// moment: searches have their files open, and whoever would write comes back later.
    fn swap(&self) -> tantivy::Result<()> {
        let turn = self.wait_for_turn()?;
        let (own, filled) = (self.folder.join(FOLDER), self.folder.join(BESIDE).join(FOLDER));
        if !filled.exists() {
            return Ok(());
        }
        let old = self.folder.join(OLD);
        if old.exists() {
            fs::remove_dir_all(&old)?;
        }
        fs::rename(&own, &old)?;
        fs::rename(&filled, &own)?;
        self.open_again()?;
        drop(turn);
        fs::remove_dir_all(&old)?;
        Ok(())
    }
}

fn open_or_create(
    folder: &Path,
    fields: &Fields,
    schema: &Schema,
) -> tantivy::Result<(Opened, View)> {
    if folder.exists() {
        match open(folder).and_then(|opened| viewed(opened, fields, schema)) {
            Ok(Some(opened)) => return Ok(opened),
            Ok(None) => {
                tracing::warn!(?folder, "the search index is of another version: made anew");
            }
            Err(cause) if is_no_index(&cause) => {
                tracing::warn!(?folder, %cause, "the search index cannot be read: made anew");
            }
            Err(cause) => return Err(cause),
        }
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    Index::create_in_dir(folder, schema.clone())?;
    let unlike = || TantivyError::SchemaError("it was made a moment ago by others".to_owned());
    viewed(open(folder)?, fields, schema)?.ok_or_else(unlike)
}

/// Reads enough of an index to know that it can be read. `None` where another version of the
/// program made it.
fn viewed(
    opened: Opened,
    fields: &Fields,
    schema: &Schema,
) -> tantivy::Result<Option<(Opened, View)>> {
    if opened.index.schema() != *schema {
        return Ok(None);
    }
    let view = View::of(opened.reader.searcher(), fields, None)?;
    Ok(Some((opened, view)))
}

fn open(folder: &Path) -> tantivy::Result<Opened> {
    let inode = inode(folder)?;
    let index = Index::open_in_dir(folder)?;
    index.tokenizers().register(LINES, Lines::default());
    let reader = index.reader()?;
    Ok(Opened { index, reader, inode })
}

fn inode(folder: &Path) -> std::io::Result<u64> {
    Ok(fs::metadata(folder)?.ino())
}

/// Whether what lies there is no index, or a damaged one. All else may pass: too many open files,
/// a disk that is not there yet.
fn is_no_index(cause: &TantivyError) -> bool {
    use OpenReadError::{FileDoesNotExist, IncompatibleIndex};
    matches!(
        cause,
        TantivyError::DataCorruption(_)
            | TantivyError::IncompatibleIndex(_)
            | TantivyError::OpenReadError(FileDoesNotExist(_) | IncompatibleIndex(_))
    ) || is_cut_short(cause)
}

/// A file that a power cut left half written.
fn is_cut_short(cause: &TantivyError) -> bool {
    use std::io::ErrorKind::{InvalidData, UnexpectedEof};
    let source: Option<&std::io::Error> = match cause {
        TantivyError::IoError(source) => Some(source),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => Some(io_error),
        _ => None,
    };
    source.is_some_and(|it| matches!(it.kind(), InvalidData | UnexpectedEof))
}

fn failed(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> SearchError {
    SearchError::Failed { index: "tantivy", source: source.into() }
}

impl fmt::Debug for TantivyIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TantivyIndex")
    }
}

#[cfg(test)]
mod tests;
