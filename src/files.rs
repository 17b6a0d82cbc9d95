//! Uploaded files, kept in a folder as they came.

use std::path::Path;
use std::sync::Arc;

use futures_util::StreamExt;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, WriteMultipart};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::error::{Error, Result};

#[derive(Debug, Clone)]
pub struct Files(Arc<dyn ObjectStore>);

/// Large enough that a hundred megabytes are few calls, small enough to hold a few at once.
const CHUNK_BYTES: usize = 1024 * 1024;

impl Files {
    /// Memory for `memory:`, else a folder, which is made where it is missing.
    pub fn open(url: &str) -> Result<Self> {
        if url == "memory:" {
            return Ok(Self(Arc::new(InMemory::new())));
        }
        let folder = Path::new(url.strip_prefix("file://").unwrap_or(url));
        std::fs::create_dir_all(folder).map_err(Error::internal)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(Error::internal)?;
        Ok(Self(Arc::new(store)))
    }

    /// Keeps a copy of the file at `path` under `key`.
    pub async fn put(&self, key: &str, path: &Path) -> Result<()> {
        let mut file = tokio::fs::File::open(path).await.map_err(Error::internal)?;
        let upload = self.0.put_multipart(&Key::from(key)).await.map_err(Error::unavailable)?;
        let mut writer = WriteMultipart::new_with_chunk_size(upload, 5 * CHUNK_BYTES);
        let mut chunk = vec![0; CHUNK_BYTES];
        loop {
            let read = file.read(&mut chunk).await.map_err(Error::internal)?;
            if read == 0 {
                break;
            }
            writer.write(&chunk[..read]);
        }
        writer.finish().await.map_err(Error::unavailable)?;
        Ok(())
    }

    /// Writes what is kept under `key` to a file at `path`.
    pub async fn get_to(&self, key: &str, path: &Path) -> Result<()> {
        let kept = self.0.get(&Key::from(key)).await.map_err(|error| match error {
            object_store::Error::NotFound { .. } => Error::NotFound,
            other => Error::unavailable(other),
        })?;
        let mut file = tokio::fs::File::create(path).await.map_err(Error::internal)?;
        let mut chunks = kept.into_stream();
        while let Some(chunk) = chunks.next().await {
            file.write_all(&chunk.map_err(Error::unavailable)?).await.map_err(Error::internal)?;
        }
        file.flush().await.map_err(Error::internal)
    }
}
