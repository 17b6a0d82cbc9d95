//! The process that reads, when it does not do what it should. Each odd one is a case in a script,
//! which does what the name of the file says.

use std::time::Duration;

use super::*;

/// A program that stands in for the reader.
const ODD_READER: &str = "tests/data/readers/odd.sh";

async fn read_by_odd_reader(file: &str) -> crate::error::Result<Result<Workbook, Unreadable>> {
    let reader = std::fs::canonicalize(ODD_READER).unwrap();
    let settings = Inventories { reader, reader_seconds: 2, ..Inventories::default() };
    read_in_child(&settings, Path::new(file)).await
}

#[tokio::test]
async fn what_is_told_is_heard() {
    let workbook = read_by_odd_reader("honest").await.unwrap().unwrap();
    assert_eq!(cells(&workbook), [("B2".to_owned(), text("deur"))]);
    let why = read_by_odd_reader("refusing").await.unwrap();
    assert_eq!(why, Err(Unreadable::Encrypted));
}

#[tokio::test]
async fn its_surroundings_are_kept_from_it() {
    let workbook = read_by_odd_reader("curious").await.unwrap().unwrap();
    assert_eq!(cells(&workbook), [("A1".to_owned(), text("PATH unset"))]);
}

#[tokio::test]
async fn one_that_hangs_is_ended() {
    let reading = tokio::time::timeout(Duration::from_secs(10), read_by_odd_reader("hanging"));
    assert_eq!(reading.await.unwrap().unwrap(), Err(Unreadable::TooSlow { seconds: 2 }));
}

#[tokio::test]
async fn one_that_breaks_down_says_why_by_how() {
    let of = async |file: &str| read_by_odd_reader(file).await.unwrap().unwrap_err();
    assert_eq!(of("out-of-memory").await, Unreadable::TooMuchMemory);
    assert_eq!(of("killed").await, Unreadable::TooMuchMemory);
    assert_eq!(of("out-of-time").await, Unreadable::TooSlow { seconds: 2 });
    for file in ["panicking", "crashing", "garbage", "chattering", "early", "talkative"] {
        let why = of(file).await;
        assert!(matches!(why, Unreadable::Damaged { .. }), "{file}: {why:?}");
    }
}

#[tokio::test]
async fn what_is_our_fault_is_not_blamed_on_the_file() {
    assert!(read_by_odd_reader("misunderstood").await.is_err());
    // It ended well, and did not say all.
    assert!(read_by_odd_reader("torn").await.is_err());
    let settings = Inventories { reader: "no/such/program".into(), ..Inventories::default() };
    assert!(read_in_child(&settings, Path::new("file")).await.is_err());
}
