//! An index in a folder, inside our own process: no server to run. Several processes may use one
//! folder; they write in turn.

mod bits;
mod cells;
mod document;
mod find;
mod gather;
mod narrow;
mod segment;
mod text;
mod words;

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use tantivy::directory::{Directory, DirectoryLock, Lock};
use tantivy::schema::{IndexRecordOption, Schema};
use tantivy::{DocSet, Index, IndexReader, IndexWriter, TERMINATED, TantivyError, Term};

use super::{Cluster, Completion, Listing, Page, Query, Result, SearchError, SearchIndex};
use document::Fields;
use segment::View;

#[derive(Clone)]
pub struct TantivyIndex(Arc<Inner>);

struct Inner {
    index: Index,
    reader: IndexReader,
    fields: Fields,
    /// As it was last looked at.
    view: RwLock<Arc<View>>,
}

/// Where in the folder it lies that we were given. Only this is ever thrown away, so that an
/// address with a slip in it costs nobody their files.
const FOLDER: &str = "listings";

/// What a writer gathers before it makes a segment of it: room for several times what one job
/// carries, and three times the least that Tantivy works with.
const WRITER_BYTES: usize = 50_000_000;

impl TantivyIndex {
    /// Opens the index in a folder, or makes an empty one if there is none that this version of
    /// the program can read. Then everything must be put in again.
    pub fn open(folder: &Path) -> Result<Self> {
        let folder = folder.join(FOLDER);
        let (fields, schema) = Fields::with_schema();
        let (index, reader) = open_or_create(&folder, schema).map_err(failed)?;
        let view = View::of(reader.searcher(), &fields, None).map_err(failed)?;
        let view = RwLock::new(Arc::new(view));
        Ok(Self(Arc::new(Inner { index, reader, fields, view })))
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
        self.blocking(move |it| find::page(&query, &it.fields, &*it.view().map_err(failed)?)).await
    }

    async fn complete(&self, query: &Query) -> Result<Vec<Completion>> {
        let query = query.clone();
        self.blocking(move |it| {
            let view = it.view().map_err(failed)?;
            find::completions(&query, &it.fields, &view).map_err(failed)
        })
        .await
    }

    async fn clusters(&self, query: &Query) -> Result<Vec<Cluster>> {
        let query = query.clone();
        self.blocking(move |it| {
            let view = it.view().map_err(failed)?;
            find::clusters(&query, &it.fields, &view).map_err(failed)
        })
        .await
    }

    async fn clear(&self) -> Result<()> {
        self.blocking(|it| it.clear().map_err(failed)).await
    }

    async fn health(&self) -> Result<()> {
        self.blocking(|it| it.index.load_metas().map(drop).map_err(failed)).await
    }
}

impl Inner {
    fn put(&self, listings: &[Listing]) -> tantivy::Result<()> {
        let _turn = self.wait_for_turn()?;
        let view = self.view()?;
        let mut newest: HashMap<&str, &Listing> = HashMap::new();
        for listing in listings {
            let known = match newest.get(listing.id.as_str()) {
                Some(known) => Some(known.version),
                None => self.version(&view, &listing.id)?,
            };
            if known.is_none_or(|known| known <= listing.version) {
                newest.insert(&listing.id, listing);
            }
        }
        if newest.is_empty() {
            return Ok(());
        }
        let writer = self.writer()?;
        for listing in newest.into_values() {
            writer.delete_term(Term::from_field_text(self.fields.id, &listing.id));
            writer.add_document(self.fields.document(listing))?;
        }
        self.commit(writer)
    }

    fn remove(&self, ids: &[String]) -> tantivy::Result<()> {
        let _turn = self.wait_for_turn()?;
        let writer = self.writer()?;
        for id in ids {
            writer.delete_term(Term::from_field_text(self.fields.id, id));
        }
        self.commit(writer)
    }

    fn clear(&self) -> tantivy::Result<()> {
        let _turn = self.wait_for_turn()?;
        let writer = self.writer()?;
        writer.delete_all_documents()?;
        self.commit(writer)
    }

    /// The index as it is now. What others wrote into the folder is seen too, a moment later.
    fn view(&self) -> tantivy::Result<Arc<View>> {
        let searcher = self.reader.searcher();
        let known = Arc::clone(&self.view.read().unwrap_or_else(PoisonError::into_inner));
        if known.is_of(&searcher) {
            return Ok(known);
        }
        let view = Arc::new(View::of(searcher, &self.fields, Some(&known))?);
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&view);
        Ok(view)
    }

    /// Writing takes turns, in this process and with others. Afterwards we see what those before
    /// us wrote.
    fn wait_for_turn(&self) -> tantivy::Result<DirectoryLock> {
        let lock = Lock { filepath: "turn.lock".into(), is_blocking: true };
        let turn = self.index.directory().acquire_lock(&lock);
        let turn = turn.map_err(|cause| TantivyError::LockFailure(cause, None))?;
        self.reader.reload()?;
        Ok(turn)
    }

    /// A writer for one turn. One that was kept would keep other processes out, and would be of
    /// no use any more after its first failure.
    fn writer(&self) -> tantivy::Result<IndexWriter> {
        self.index.writer_with_num_threads(1, WRITER_BYTES)
    }

    fn commit(&self, mut writer: IndexWriter) -> tantivy::Result<()> {
        writer.commit()?;
        // A writer that is dropped before would leave its segments unmerged for ever.
        writer.wait_merging_threads()?;
        self.reader.reload()
    }

    /// The version in which a listing is known, if it is.
    fn version(&self, view: &View, id: &str) -> tantivy::Result<Option<i64>> {
        let term = Term::from_field_text(self.fields.id, id);
        for segment in &view.segments {
            let ids = segment.reader().inverted_index(self.fields.id)?;
            let Some(mut docs) = ids.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            while docs.doc() != TERMINATED {
                if !segment.is_deleted(docs.doc()) {
                    return Ok(Some(segment.version(docs.doc())));
                }
                docs.advance();
            }
        }
        Ok(None)
    }
}

fn open_or_create(folder: &Path, schema: Schema) -> tantivy::Result<(Index, IndexReader)> {
    if folder.exists() {
        match open(folder) {
            Ok((index, reader)) if index.schema() == schema => return Ok((index, reader)),
            Ok(_) => tracing::warn!(?folder, "the search index is of another version: made anew"),
            Err(cause) if is_no_index(&cause) => {
                tracing::warn!(?folder, %cause, "the search index cannot be read: made anew");
            }
            Err(cause) => return Err(cause),
        }
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    Index::create_in_dir(folder, schema)?;
    open(folder)
}

fn open(folder: &Path) -> tantivy::Result<(Index, IndexReader)> {
    let index = Index::open_in_dir(folder)?;
    let reader = index.reader()?;
    Ok((index, reader))
}

/// Whether what lies there is no index, or a damaged one. All else may pass: too many open files,
/// a disk that is not there yet.
fn is_no_index(cause: &TantivyError) -> bool {
    use tantivy::directory::error::OpenReadError::{FileDoesNotExist, IncompatibleIndex};
    matches!(
        cause,
        TantivyError::DataCorruption(_)
            | TantivyError::IncompatibleIndex(_)
            | TantivyError::OpenReadError(FileDoesNotExist(_) | IncompatibleIndex(_))
    )
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
