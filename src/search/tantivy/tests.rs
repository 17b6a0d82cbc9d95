use tempfile::TempDir;

use super::super::conformance::{conformance, everything, named};
use super::*;
use crate::search::{MemoryIndex, Near, Point, Sort, Viewport};

fn opened() -> (TempDir, TantivyIndex) {
    let folder = tempfile::tempdir().unwrap();
    let index = TantivyIndex::open(folder.path()).unwrap();
    (folder, index)
}

async fn ids(index: &TantivyIndex) -> Vec<String> {
    let page = index.find(&everything()).await.unwrap();
    page.hits.into_iter().map(|it| it.id).collect()
}

#[tokio::test]
async fn it_conforms() {
    let (_folder, index) = opened();
    conformance(&index).await;
}

#[tokio::test]
async fn it_outlives_the_process() {
    let (folder, index) = opened();
    index.put(&[named("a", "deur")]).await.unwrap();
    drop(index);
    let index = TantivyIndex::open(folder.path()).unwrap();
    assert_eq!(ids(&index).await, ["a"]);
    index.put(&[named("b", "deur")]).await.unwrap();
    assert_eq!(ids(&index).await, ["a", "b"]);
}

#[tokio::test]
async fn an_index_of_another_version_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut other = Schema::builder();
    other.add_text_field("title", tantivy::schema::TEXT);
    fs::create_dir(folder.path().join(FOLDER)).unwrap();
    Index::create_in_dir(folder.path().join(FOLDER), other.build()).unwrap();

    let index = TantivyIndex::open(folder.path()).unwrap();
    assert_eq!(ids(&index).await, [""; 0]);
    index.put(&[named("a", "deur")]).await.unwrap();
    assert_eq!(ids(&index).await, ["a"]);
}

#[tokio::test]
async fn a_damaged_index_is_made_anew_and_nothing_beside_it_is_touched() {
    let (folder, index) = opened();
    index.put(&[named("a", "deur")]).await.unwrap();
    drop(index);
    let own = folder.path().join(FOLDER);
    let beside = folder.path().join("thesis.txt");
    fs::write(&beside, "ten years of work").unwrap();

    let is_term_file = |it: &std::path::PathBuf| it.extension().is_some_and(|it| it == "term");
    let mut files = fs::read_dir(&own).unwrap().map(|it| it.unwrap().path());
    let segment = files.find(is_term_file).unwrap();
    fs::remove_file(segment).unwrap();
    let index = TantivyIndex::open(folder.path()).unwrap();
    assert_eq!(ids(&index).await, [""; 0]);
    drop(index);

    fs::write(own.join("meta.json"), "{ \"half a fi").unwrap();
    let index = TantivyIndex::open(folder.path()).unwrap();
    index.put(&[named("b", "deur")]).await.unwrap();
    assert_eq!(ids(&index).await, ["b"]);
    assert_eq!(fs::read_to_string(beside).unwrap(), "ten years of work");
}

#[tokio::test]
async fn whichever_file_a_power_cut_left_half_written_it_opens_again() {
    let (folder, index) = opened();
    index.put(&[named("a", "deur"), named("b", "raam")]).await.unwrap();
    drop(index);
    let own = folder.path().join(FOLDER);
    let whole: Vec<(std::path::PathBuf, Vec<u8>)> = fs::read_dir(&own)
        .unwrap()
        .map(|it| it.unwrap().path())
        .map(|it| (it.clone(), fs::read(it).unwrap()))
        .collect();
    for (damaged, content) in &whole {
        for length in [0, content.len() / 2, content.len().saturating_sub(1)] {
            fs::remove_dir_all(&own).unwrap();
            fs::create_dir(&own).unwrap();
            for (path, content) in &whole {
                fs::write(path, content).unwrap();
            }
            fs::write(damaged, &content[..length]).unwrap();
            let index = TantivyIndex::open(folder.path());
            let index = index.unwrap_or_else(|cause| panic!("{damaged:?}, {length}: {cause}"));
            let found = ids(&index).await;
            assert!(found.is_empty() || found == ["a", "b"], "{damaged:?}, {length}: {found:?}");
        }
    }
}

#[tokio::test]
async fn several_write_into_one_folder_in_turn() {
    let (folder, one) = opened();
    let other = TantivyIndex::open(folder.path()).unwrap();
    let version = |version, name| Listing { version, ..named("a", name) };
    one.put(&[version(2, "deur")]).await.unwrap();
    other.put(&[version(1, "raam"), named("b", "raam")]).await.unwrap();
    assert_eq!(ids(&other).await, ["a", "b"]);
    let raam = Query { text: "raam".to_owned(), ..everything() };
    assert_eq!(other.find(&raam).await.unwrap().total, 1, "the older version came too late");

    let puts = (0..12).map(|number| {
        let index = if number % 2 == 0 { one.clone() } else { other.clone() };
        tokio::spawn(async move { index.put(&[named(&format!("c{number}"), "poort")]).await })
    });
    for put in puts.collect::<Vec<_>>() {
        put.await.unwrap().unwrap();
    }
    one.remove(&[]).await.unwrap();
    assert_eq!(ids(&one).await.len(), 14);
}

#[tokio::test]
async fn it_says_so_when_its_folder_is_gone() {
    let (folder, index) = opened();
    index.health().await.unwrap();
    fs::remove_dir_all(folder.path().join(FOLDER)).unwrap();
    assert!(index.health().await.is_err());
    assert!(index.put(&[named("a", "deur")]).await.is_err());
}

/// So many that the map is looked at, and not each of them.
#[tokio::test]
async fn many_on_a_map_are_found_as_measuring_each_finds_them() {
    const MANY: u32 = 6000;
    // A prime, so that the points follow no grid.
    let part = |number: u32, step: u32| f64::from(number * step % 9973) / 9973.0;
    let lying = |number: u32| Listing {
        point: Some(Point {
            latitude: 50.5 + part(number, 7919),
            longitude: 4.2 + part(number, 6007),
        }),
        ..named(&format!("{number:04}"), "deur")
    };
    let all: Vec<Listing> = (0..MANY).map(lying).collect();
    let (_folder, index) = opened();
    let memory = MemoryIndex::default();
    index.put(&all).await.unwrap();
    memory.put(&all).await.unwrap();

    let point = Point { latitude: 51.0, longitude: 4.7 };
    for radius_km in [30.0, 45.0, 100.0] {
        for sort in [Sort::Distance, Sort::Relevance] {
            let near = Some(Near { point, radius_km });
            let mut query = Query { near, sort, limit: 150, ..Query::default() };
            for _ in 0..4 {
                let page = index.find(&query).await.unwrap();
                assert!(page.total > 2000);
                assert_eq!(page, memory.find(&query).await.unwrap(), "{radius_km} km");
                query.cursor = page.next;
            }
        }
    }
    let viewport = Some(Viewport { south: 50.6, west: 4.3, north: 51.4, east: 5.1 });
    let query = Query { viewport, ..everything() };
    assert_eq!(index.find(&query).await.unwrap(), memory.find(&query).await.unwrap());
    assert_eq!(index.clusters(&query).await.unwrap(), memory.clusters(&query).await.unwrap());
}
