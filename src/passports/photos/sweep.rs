//! Photos that nobody needs any more: their files are deleted, so that what was taken away is gone.

use futures_util::future::try_join_all;
use time::Duration;

use super::{key_of, store};
use crate::app::App;
use crate::clock::Instant;
use crate::error::Result;
use crate::picture::{Hash, Rendition};

/// A photo that no passport shows any more is kept so long: whoever took it away by mistake can
/// send it again by its hash, and pages that were sent out still show it from their caches.
pub const UNUSED_KEPT: Duration = Duration::days(30);

/// Looked at in one sweep; the next one takes the others.
const PHOTOS_AT_ONCE: i64 = 1000;

/// Deletes the files of photos that nobody has needed for [`UNUSED_KEPT`]. How many photos.
pub async fn sweep(app: &App, now: Instant) -> Result<usize> {
    let before = now - UNUSED_KEPT;
    // First it is said that they are leaving, so that after a crash nobody takes them for whole.
    let leaving = app.db.write(move |conn| store::leave(conn, before, PHOTOS_AT_ONCE)).await?;
    let mut swept = 0;
    for hash in leaving {
        swept += usize::from(delete(app, hash, before).await?);
    }
    if swept > 0 {
        tracing::info!(photos = swept, "deleted {swept} photos that nobody needed any more");
    }
    Ok(swept)
}

/// A row goes in the transaction in which its files go: whoever sends the photo again meanwhile
/// waits, finds it gone, and keeps all of it anew. Six small files hold up others who write for
/// some milliseconds.
async fn delete(app: &App, hash: Hash, before: Instant) -> Result<bool> {
    let (files, runtime) = (app.files.clone(), tokio::runtime::Handle::current());
    app.db
        .write(move |conn| {
            if !store::forget(conn, &hash, before)? {
                return Ok(false);
            }
            let keys: Vec<String> = Rendition::all().map(|it| key_of(&hash, it)).collect();
            let deletions = keys.iter().map(|key| files.delete(key));
            runtime.block_on(try_join_all(deletions)).map(|_| true)
        })
        .await
}
