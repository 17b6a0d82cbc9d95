//! What a search may become while it is typed: categories whose name begins so, and words of the
//! names of listings.

use serde::Serialize;

use crate::app::App;
use crate::catalogue::{CategoryCode, fold};
use crate::error::Result;
use crate::language::Language;
use crate::passports::unindexed;
use crate::search::{Facet, Query, Viewer, analysis};

/// Longer lists are not read while typing.
const CATEGORIES_MAX: usize = 3;
const WORDS_MAX: usize = 7;

/// More than this nobody types into a box that completes it.
const TYPED_CHARACTERS_MAX: usize = 100;

/// What a search may become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = SearchSuggestion)]
pub enum Suggestion {
    /// All of a category.
    Category { category: CategoryCode, text: String, count: usize },
    /// The words so far with the last one completed.
    Words { text: String, count: usize },
}

/// Those that find something the viewer may see.
pub async fn suggest(
    app: &App,
    viewer: Viewer,
    typed: &str,
    language: Language,
) -> Result<Vec<Suggestion>> {
    let typed: String = typed.chars().take(TYPED_CHARACTERS_MAX).collect();
    let beginning = fold(&typed);
    if beginning.is_empty() {
        return Ok(Vec::new());
    }
    let mut suggestions = categories(app, &viewer, &beginning, language).await?;
    let query = Query { text: typed.clone(), viewer, limit: WORDS_MAX, ..Query::default() };
    let before = typed.rfind(char::is_whitespace).map_or("", |at| &typed[..at]);
    let before = before.split_whitespace().collect::<Vec<_>>().join(" ");
    for completion in unindexed::complete(app, &query).await? {
        let word = analysis::spelt(&completion.word, language);
        let text = if before.is_empty() { word } else { format!("{before} {word}") };
        suggestions.push(Suggestion::Words { text, count: completion.count });
    }
    Ok(suggestions)
}

async fn categories(
    app: &App,
    viewer: &Viewer,
    beginning: &str,
    language: Language,
) -> Result<Vec<Suggestion>> {
    let begins = |category: &CategoryCode| {
        let label = fold(category.label(language));
        label.split([' ', '/']).any(|it| it.starts_with(beginning)) || label.starts_with(beginning)
    };
    let named: Vec<CategoryCode> = CategoryCode::all().filter(begins).collect();
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let facets = vec![Facet::Category];
    let all = Query { viewer: viewer.clone(), facets, ..Query::default() };
    let counts = unindexed::find(app, &all).await?.found.facets;
    let count = |it: &CategoryCode| counts.get(&Facet::Category)?.get(it.as_str()).copied();
    let mut counted: Vec<_> = named.iter().filter_map(|it| Some((*it, count(it)?))).collect();
    counted.sort_by_key(|it| std::cmp::Reverse(it.1));
    counted.truncate(CATEGORIES_MAX);
    let suggestion = |(category, count): (CategoryCode, usize)| Suggestion::Category {
        category,
        text: category.label(language).to_owned(),
        count,
    };
    Ok(counted.into_iter().map(suggestion).collect())
}
