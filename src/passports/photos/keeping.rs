//! From what somebody sends to a photo that is kept: developed once, recognised when it comes again.

use super::{Photo, store};
use crate::app::App;
use crate::error::Result;
use crate::picture::{Hash, Picture, Refusal, Rendition, Sized};

/// What became of a file that somebody took for a photo.
pub type Snapshot = std::result::Result<Photo, Refusal>;

/// Keeps a photo in all its sizes. The outer failure is ours, the inner one the photo's.
pub async fn keep(app: &App, file: Vec<u8>) -> Result<Snapshot> {
    let hash = Hash::of(&file);
    let known = hash.clone();
    if let Some(photo) = app.db.write(move |conn| store::used(conn, &known)).await? {
        return Ok(Ok(photo));
    }
    let Picture { width, height, sizes } = match app.darkroom.develop(file).await? {
        Ok(picture) => picture,
        Err(refusal) => {
            tracing::info!(?refusal, %hash, "a photo was refused");
            return Ok(Err(refusal));
        }
    };
    for Sized { rendition, file } in sizes {
        let content_type = rendition.encoding.content_type();
        app.files.put_bytes(&key_of(&hash, rendition), file, content_type).await?;
    }
    let photo = Photo { hash, width, height, caption: None };
    // Only now is it known: whoever finds it finds all its files.
    let kept = photo.clone();
    app.db.write(move |conn| store::insert(conn, &kept)).await?;
    Ok(Ok(photo))
}

/// Where one size of a photo is kept.
pub fn key_of(hash: &Hash, rendition: Rendition) -> String {
    format!("photos/{hash}/{rendition}")
}
