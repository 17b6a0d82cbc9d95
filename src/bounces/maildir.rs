//! Reports that our mail server puts into a maildir: each is a file of its own in `new`, and moves
//! to `cur` when it was read.

use std::path::Path;

use tokio::io::AsyncReadExt;

use super::Arrived;
use crate::app::App;
use crate::error::{Error, Result};

/// A letter of ours that comes back whole is a tenth of this; of what is longer this much is read.
pub const REPORT_BYTES_MAX: u64 = 1_000_000;

/// Takes what has arrived, and gives how many files that were. A file stays in `new` until what it
/// says is in the database.
pub async fn collect(app: &App) -> Result<usize> {
    let folder = app.config.mail.bounce_folder.clone();
    if folder.as_os_str().is_empty() {
        return Ok(0);
    }
    let failed = |path: &Path, error: std::io::Error| {
        Error::unavailable(format!("{}: {error}", path.display()))
    };
    let (new, read) = (folder.join("new"), folder.join("cur"));
    for folder in [&new, &read] {
        tokio::fs::create_dir_all(folder).await.map_err(|error| failed(folder, error))?;
    }
    let mut files = tokio::fs::read_dir(&new).await.map_err(|error| failed(&new, error))?;
    let mut count = 0;
    while let Some(file) = files.next_entry().await.map_err(|error| failed(&new, error))? {
        let path = file.path();
        let opened = tokio::fs::File::open(&path).await.map_err(|error| failed(&path, error))?;
        let mut raw = Vec::new();
        let reading = opened.take(REPORT_BYTES_MAX).read_to_end(&mut raw).await;
        reading.map_err(|error| failed(&path, error))?;
        let known = match Arrived::read(&raw) {
            Some(arrived) => {
                let secret = app.secret.clone();
                app.db.write(move |conn| super::take(conn, &secret, &arrived)).await?
            }
            None => false,
        };
        tracing::info!(file = %path.display(), known, "a mail came back");
        // `:2,S` says that it was seen.
        let mut name = file.file_name();
        name.push(":2,S");
        let moved = tokio::fs::rename(&path, read.join(name)).await;
        moved.map_err(|error| failed(&path, error))?;
        count += 1;
    }
    Ok(count)
}
