//! A file that is gone when nobody needs it any more.

use std::path::{Path, PathBuf};

/// A place for a file among the temporary ones, removed with whatever was written there.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    #[expect(clippy::new_without_default, reason = "each is another place")]
    pub fn new() -> Self {
        let name = format!("circuler-{}", uuid::Uuid::now_v7());
        Self(std::env::temp_dir().join(name))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // There may be none, if nothing was ever written; what stays behind is in a folder that
        // the system empties.
        std::fs::remove_file(&self.0).ok();
    }
}
