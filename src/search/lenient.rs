//! Enough to look at: where few answer every word, what answers most of them follows.

use super::{Cluster, Page, Query, Result, SearchIndex, Sort, analysis, position};

/// With fewer than these people do not choose but ask again, with a word less.
const ENOUGH: usize = 20;

/// What lacks more words than these is something else.
const MISSING_MAX: usize = 2;

/// What is shorter is a part of a code, and begins too many others.
const NAME_LETTERS_MIN: usize = 3;

/// Finds what answers all words and, where that is too little, what lacks one of them, then two; of
/// no fewer than half of them. Of two listings the one that lacks fewer comes first.
///
/// In any other order than that of relevance, what lacks a word would stand between the others. So
/// there it is found only where nothing answers all words.
pub async fn leniently(index: &dyn SearchIndex, query: &Query) -> Result<Page> {
    let begun = Query { words_missing: position::words_missing(query)?, ..query.clone() };
    let mut page = index.find(&begun).await?;
    if query.cursor.is_some() {
        return Ok(page);
    }
    for words_missing in 1..=missing_max(&query.text) {
        if page.total >= enough(query.sort) {
            break;
        }
        page = index.find(&Query { words_missing, ..query.clone() }).await?;
    }
    Ok(page)
}

/// What of the same lies on a piece of the map: as many words may be missing there as in all of
/// it together, so that the map shows what the list does.
pub async fn clusters_leniently(index: &dyn SearchIndex, query: &Query) -> Result<Vec<Cluster>> {
    let counted = Query { viewport: None, facets: Vec::new(), limit: 0, ..query.clone() };
    let (mut words_missing, missing_max) = (0, missing_max(&query.text));
    while words_missing < missing_max {
        let found = index.find(&Query { words_missing, ..counted.clone() }).await?;
        if found.total >= enough(query.sort) {
            break;
        }
        words_missing += 1;
    }
    index.clusters(&Query { words_missing, ..query.clone() }).await
}

fn enough(sort: Sort) -> usize {
    if sort == Sort::Relevance { ENOUGH } else { 1 }
}

fn missing_max(text: &str) -> usize {
    let asked = analysis::query_words(text);
    // Who asks for a size or a code alone wants that and no other: `931x2115`, `D-1`.
    let names_a_thing = asked.iter().any(|it| {
        let word = it.as_str();
        word.chars().count() >= NAME_LETTERS_MIN && !word.contains(char::is_numeric)
    });
    if names_a_thing { (asked.len() / 2).min(MISSING_MAX) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::super::conformance::{everything, named};
    use super::super::{MemoryIndex, Sort};
    use super::*;

    async fn found(index: &MemoryIndex, query: &Query) -> Vec<String> {
        let page = leniently(index, query).await.unwrap();
        page.hits.into_iter().map(|it| it.id).collect()
    }

    async fn asked(text: &str, sort: Sort) -> Vec<String> {
        let index = MemoryIndex::default();
        let all = [
            named("all", "eiken binnendeur wit"),
            named("door", "binnendeur wit"),
            named("oak", "eiken tafel wit"),
            named("white", "wit"),
        ];
        index.put(&all).await.unwrap();
        found(&index, &Query { text: text.to_owned(), sort, ..everything() }).await
    }

    #[tokio::test]
    async fn what_lacks_a_word_follows_what_has_them_all() {
        let all = asked("eiken binnendeur wit", Sort::Relevance).await;
        assert_eq!(all[0], "all");
        assert_eq!(all.len(), 3, "half of the words at least: {all:?}");
        assert_eq!(asked("binnendeur", Sort::Relevance).await, ["all", "door"]);
        assert_eq!(asked("eiken binnendeur wit", Sort::Price).await, ["all"]);
        assert_eq!(asked("grenen binnendeur", Sort::Price).await, ["all", "door"]);
        assert_eq!((missing_max("931x2115"), missing_max("D-1")), (0, 0));
        assert_eq!(asked("grenen kast", Sort::Relevance).await, [""; 0]);
    }

    #[tokio::test]
    async fn the_next_page_goes_on_as_the_first_began() {
        let index = MemoryIndex::default();
        let some: Vec<_> =
            (0..ENOUGH - 1).map(|it| named(&format!("{it:02}"), "eiken deur")).collect();
        index.put(&some).await.unwrap();
        index.put(&[named("lacks", "deur")]).await.unwrap();
        let first = Query { text: "eiken deur".to_owned(), limit: ENOUGH - 1, ..everything() };
        let page = leniently(&index, &first).await.unwrap();
        assert_eq!((page.total, page.hits.len()), (ENOUGH, ENOUGH - 1));
        // Enough came meanwhile, and still nothing is left out of what was promised.
        index.put(&[named("new", "eiken deur")]).await.unwrap();
        let second = Query { cursor: page.next, ..first };
        assert_eq!(found(&index, &second).await, ["new", "lacks"]);
    }
}
