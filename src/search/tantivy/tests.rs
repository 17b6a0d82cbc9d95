use tempfile::TempDir;

use super::super::conformance;
use super::*;

fn opened() -> (TempDir, TantivyIndex) {
    let folder = tempfile::tempdir().unwrap();
    let index = TantivyIndex::open(folder.path()).unwrap();
    (folder, index)
}

#[tokio::test]
async fn it_conforms() {
    let (_folder, index) = opened();
    conformance::conformance(&index).await;
}
