//! Uploads, photos and documents, kept as they are: in a folder, or in S3 and what speaks like it.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path as Key;
use object_store::prefix::PrefixStore;
use object_store::{
    Attribute, Attributes, ObjectStore, ObjectStoreExt, PutMultipartOptions, PutOptions,
    WriteMultipart,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::config;
use crate::error::{Error, Result};

#[derive(Debug, Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    /// A folder has no place for what a file is said to be.
    keeps_content_types: bool,
}

/// A file on its way out.
pub struct Kept {
    pub bytes: u64,
    pub chunks: BoxStream<'static, Result<Bytes>>,
}

/// Large enough that a hundred megabytes are few calls, small enough to hold a few at once.
const CHUNK_BYTES: usize = 1024 * 1024;

/// S3 takes no smaller parts, but for the last.
const PART_BYTES: usize = 5 * CHUNK_BYTES;

/// Parts on their way at once. The next is read when there is room for it again.
const PARTS_AT_ONCE: usize = 2;

impl Files {
    /// Memory for `memory:`, a bucket for `s3://`, else a folder, which is made where it is missing.
    pub fn open(settings: &config::Files) -> Result<Self> {
        let url = settings.url.as_str();
        if url == "memory:" {
            return Ok(Self { store: Arc::new(InMemory::new()), keeps_content_types: true });
        }
        if let Some(bucket) = url.strip_prefix("s3://") {
            return Self::open_bucket(settings, bucket);
        }
        let folder = Path::new(url.strip_prefix("file://").unwrap_or(url));
        std::fs::create_dir_all(folder).map_err(Error::internal)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(Error::internal)?;
        // A folder whose last file was deleted goes with it, as in a bucket.
        let store = store.with_automatic_cleanup(true);
        Ok(Self { store: Arc::new(store), keeps_content_types: false })
    }

    /// `bucket`, or `bucket/folder` where several share one.
    fn open_bucket(settings: &config::Files, bucket: &str) -> Result<Self> {
        let (bucket, folder) = bucket.split_once('/').unwrap_or((bucket, ""));
        let mut builder =
            AmazonS3Builder::new().with_bucket_name(bucket).with_region(&settings.s3_region);
        if !settings.s3_endpoint.is_empty() {
            // Unencrypted only where the settings say so themselves.
            let plain = settings.s3_endpoint.starts_with("http://");
            builder = builder.with_endpoint(&settings.s3_endpoint).with_allow_http(plain);
        }
        // Without keys, the machine's own role is asked for.
        if !settings.s3_access_key.is_empty() {
            builder = builder
                .with_access_key_id(&settings.s3_access_key)
                .with_secret_access_key(&settings.s3_secret_key);
        }
        let store = builder.build().map_err(Error::internal)?;
        let store: Arc<dyn ObjectStore> = match folder.trim_matches('/') {
            "" => Arc::new(store),
            folder => Arc::new(PrefixStore::new(store, folder)),
        };
        Ok(Self { store, keeps_content_types: true })
    }

    /// Keeps a copy of the file at `path` under `key`: all of it, or nothing.
    pub async fn put(&self, key: &str, path: &Path) -> Result<()> {
        let file = tokio::fs::File::open(path).await.map_err(Error::internal)?;
        // Whoever sent it said what it is, so it leaves as no more than bytes.
        let attributes = self.attributes("application/octet-stream");
        let options = PutMultipartOptions { attributes, ..PutMultipartOptions::default() };
        let upload = self.store.put_multipart_opts(&Key::from(key), options).await;
        let upload = upload.map_err(Error::unavailable)?;
        let mut writer = WriteMultipart::new_with_chunk_size(upload, PART_BYTES);
        match send(file, &mut writer).await {
            Ok(()) => writer.finish().await.map(drop).map_err(Error::unavailable),
            Err(error) => {
                if let Err(left) = writer.abort().await {
                    tracing::warn!(%left, key, "parts of a file that was not kept stay behind");
                }
                Err(error)
            }
        }
    }

    /// Keeps a small file under `key`.
    pub async fn put_bytes(&self, key: &str, bytes: Vec<u8>, content_type: &str) -> Result<()> {
        let attributes = self.attributes(content_type);
        let options = PutOptions { attributes, ..PutOptions::default() };
        let put = self.store.put_opts(&Key::from(key), bytes.into(), options).await;
        put.map(drop).map_err(Error::unavailable)
    }

    /// What is kept under `key`, piece by piece.
    pub async fn get(&self, key: &str) -> Result<Kept> {
        let kept = self.store.get(&Key::from(key)).await.map_err(not_there)?;
        let bytes = kept.meta.size;
        Ok(Kept { bytes, chunks: kept.into_stream().map_err(Error::unavailable).boxed() })
    }

    /// Keeps what is under `key` no longer. That there is nothing is no error.
    pub async fn delete(&self, key: &str) -> Result<()> {
        match self.store.delete(&Key::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(Error::unavailable(error)),
        }
    }

    /// Writes what is kept under `key` to a file at `path`.
    pub async fn get_to(&self, key: &str, path: &Path) -> Result<()> {
        let mut chunks = self.get(key).await?.chunks;
        let mut file = tokio::fs::File::create(path).await.map_err(Error::internal)?;
        while let Some(chunk) = chunks.next().await {
            file.write_all(&chunk?).await.map_err(Error::internal)?;
        }
        file.flush().await.map_err(Error::internal)
    }

    fn attributes(&self, content_type: &str) -> Attributes {
        if !self.keeps_content_types {
            return Attributes::new();
        }
        Attributes::from_iter([(Attribute::ContentType, content_type.to_owned())])
    }
}

async fn send(mut file: tokio::fs::File, writer: &mut WriteMultipart) -> Result<()> {
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let read = file.read(&mut chunk).await.map_err(Error::internal)?;
        if read == 0 {
            return Ok(());
        }
        writer.wait_for_capacity(PARTS_AT_ONCE).await.map_err(Error::unavailable)?;
        writer.write(&chunk[..read]);
    }
}

fn not_there(error: object_store::Error) -> Error {
    match error {
        object_store::Error::NotFound { .. } => Error::NotFound,
        other => Error::unavailable(other),
    }
}
