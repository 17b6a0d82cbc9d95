//! An index in a folder, inside our own process: no server to run. Several processes may use one
//! folder; they write in turn.

mod clauses;
mod document;
mod gather;
mod words;

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use tantivy::directory::{Directory, DirectoryLock, Lock};
use tantivy::schema::{IndexRecordOption, Schema};
use tantivy::{DocSet, Index, IndexReader, IndexWriter, Searcher, TERMINATED, TantivyError, Term};

use super::{Listing, Page, Query, Result, SearchError, SearchIndex, facets, position};
use document::Fields;
use gather::Gather;

#[derive(Clone)]
pub struct TantivyIndex(Arc<Inner>);

struct Inner {
    index: Index,
    reader: IndexReader,
    fields: Fields,
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
        Ok(Self(Arc::new(Inner { index, reader, fields })))
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
        self.blocking(move |it| it.find(&query)).await
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
        let searcher = self.reader.searcher();
        let mut newest: HashMap<&str, &Listing> = HashMap::new();
        for listing in listings {
            let known = match newest.get(listing.id.as_str()) {
                Some(known) => Some(known.version),
                None => self.version(&searcher, &listing.id)?,
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

    fn find(&self, query: &Query) -> Result<Page> {
        let after = position::read_cursor(query)?;
        let searcher = self.reader.searcher();
        let clause = clauses::of(query, &self.fields, &searcher).map_err(failed)?;
        let gather = Gather { query, after: after.as_ref() };
        let found = searcher.search(&clause, &gather).map_err(failed)?;
        let (hits, next) = position::cut(query, found.placed)?;
        let merged = |(facet, counted)| (facet, facets::merge_spellings(counted));
        let facets = found.facets.into_iter().map(merged).collect();
        Ok(Page { hits, total: found.total, facets, next })
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
    fn version(&self, searcher: &Searcher, id: &str) -> tantivy::Result<Option<i64>> {
        let term = Term::from_field_text(self.fields.id, id);
        for segment in searcher.segment_readers() {
            let ids = segment.inverted_index(self.fields.id)?;
            let Some(mut docs) = ids.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            while docs.doc() != TERMINATED {
                if !segment.is_deleted(docs.doc()) {
                    return Ok(segment.fast_fields().i64(document::VERSION)?.first(docs.doc()));
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
