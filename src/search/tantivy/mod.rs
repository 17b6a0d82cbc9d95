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
mod write;

use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use async_trait::async_trait;
use tantivy::schema::Schema;
use tantivy::{Index, IndexReader, TantivyError};

use super::analysis::Analyst;
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
    /// What it remembers makes the next batch faster.
    analyst: Mutex<Analyst>,
}

/// Where in the folder it lies that we were given. Only this is ever thrown away, so that an
/// address with a slip in it costs nobody their files.
const FOLDER: &str = "listings";

impl TantivyIndex {
    /// Opens the index in a folder, or makes an empty one if there is none that this version of
    /// the program can read. Then everything must be put in again.
    pub fn open(folder: &Path) -> Result<Self> {
        let folder = folder.join(FOLDER);
        let (fields, schema) = Fields::with_schema();
        let (index, reader) = open_or_create(&folder, schema).map_err(failed)?;
        let view = View::of(reader.searcher(), &fields, None).map_err(failed)?;
        let view = RwLock::new(Arc::new(view));
        let analyst = Mutex::default();
        Ok(Self(Arc::new(Inner { index, reader, fields, view, analyst })))
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
