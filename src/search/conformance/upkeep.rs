//! Putting in, taking out, and starting afresh.

use super::*;

pub async fn stories(index: &dyn SearchIndex) {
    an_empty_index_finds_nothing(index).await;
    putting_twice_keeps_one(index).await;
    an_older_version_is_ignored(index).await;
    what_is_removed_is_gone(index).await;
    it_can_be_cleared(index).await;
    it_tells_the_versions_it_knows(index).await;
    it_is_built_anew_beside(index).await;
}

async fn an_empty_index_finds_nothing(index: &dyn SearchIndex) {
    only(index, &[]).await;
    let facets = vec![Facet::Brand, Facet::Unit];
    let page = find(index, &Query { facets, ..everything() }).await;
    assert_eq!((page.hits.len(), page.total, page.next), (0, 0, None));
    assert!(page.facets.values().all(std::collections::BTreeMap::is_empty));
    assert_eq!(page.facets.len(), 2, "a facet that was asked for is there");
    assert_finds(index, &text("deur"), &[]).await;
}

async fn putting_twice_keeps_one(index: &dyn SearchIndex) {
    only(index, &[named("a", "deur"), named("a", "raam")]).await;
    assert_finds(index, &everything(), &["a"]).await;
    assert_finds(index, &text("raam"), &["a"]).await;
    index.put(&[named("a", "poort")]).await.unwrap();
    assert_finds(index, &everything(), &["a"]).await;
    assert_finds(index, &text("poort"), &["a"]).await;
    assert_finds(index, &text("raam"), &[]).await;
}

async fn an_older_version_is_ignored(index: &dyn SearchIndex) {
    let version = |version, name| Listing { version, ..named("a", name) };
    only(index, &[version(3, "raam"), version(2, "deur")]).await;
    assert_finds(index, &text("raam"), &["a"]).await;
    index.put(&[version(2, "deur"), named("b", "deur")]).await.unwrap();
    assert_finds(index, &text("raam"), &["a"]).await;
    assert_finds(index, &text("deur"), &["b"]).await;
    index.put(&[version(4, "deur")]).await.unwrap();
    assert_holds(index, &text("deur"), &["a", "b"]).await;
}

async fn what_is_removed_is_gone(index: &dyn SearchIndex) {
    only(index, &[named("a", "deur"), named("b", "deur"), named("c", "deur")]).await;
    let gone = ["a", "c", "nobody knows this one"].map(str::to_owned);
    index.remove(&gone).await.unwrap();
    assert_finds(index, &text("deur"), &["b"]).await;
    let page = find(index, &Query { facets: vec![Facet::Unit], ..everything() }).await;
    assert_eq!(count(&page, Facet::Unit, "pcs"), 1);
    index.put(&[Listing { version: 0, ..named("a", "deur") }]).await.unwrap();
    assert_holds(index, &text("deur"), &["a", "b"]).await;
    index.remove(&[]).await.unwrap();
}

async fn it_can_be_cleared(index: &dyn SearchIndex) {
    only(index, &[named("a", "deur"), Listing { version: 9, ..named("b", "deur") }]).await;
    index.clear().await.unwrap();
    assert_finds(index, &everything(), &[]).await;
    index.put(&[named("b", "deur")]).await.unwrap();
    assert_finds(index, &text("deur"), &["b"]).await;
}

async fn it_tells_the_versions_it_knows(index: &dyn SearchIndex) {
    let version = |id: &str, version| Listing { version, ..named(id, "deur") };
    only(index, &[version("c", 3), version("a", 7), version("b", 1)]).await;
    index.put(&[version("b", 2)]).await.unwrap();
    index.remove(&["c".to_owned()]).await.unwrap();
    index.put(&[version("B ", 9)]).await.unwrap();
    let known = async |after: &str, limit| index.versions(after, limit).await.unwrap();
    let all = [("B ", 9), ("a", 7), ("b", 2)].map(|(id, version)| (id.to_owned(), version));
    assert_eq!(known("", 10).await, all);
    assert_eq!(known("", 2).await, all[..2]);
    assert_eq!(known("a", 10).await, all[2..]);
    assert_eq!(known("b", 10).await, []);
}

async fn it_is_built_anew_beside(index: &dyn SearchIndex) {
    only(index, &[named("old", "deur"), named("both", "deur")]).await;
    for _ in 0..2 {
        let beside = index.beside().await.unwrap();
        beside.put(&[named("new", "deur"), named("both", "raam")]).await.unwrap();
        assert_holds(index, &text("deur"), &["both", "old"]).await;
        assert_holds(beside.as_ref(), &text("deur"), &["new"]).await;
    }
    index.put(&[named("meanwhile", "deur")]).await.unwrap();
    assert_holds(index, &text("deur"), &["both", "meanwhile", "old"]).await;
    index.swap().await.unwrap();
    assert_holds(index, &text("deur"), &["new"]).await;
    assert_finds(index, &text("raam"), &["both"]).await;
    index.put(&[named("after", "deur")]).await.unwrap();
    assert_holds(index, &text("deur"), &["after", "new"]).await;
    index.swap().await.unwrap();
    assert_holds(index, &text("deur"), &["after", "new"]).await;
}
