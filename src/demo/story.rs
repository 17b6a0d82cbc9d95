//! What the page of the demonstration tells, worded for its reader.

use super::people::{self, PASSWORD, SEEKERS};
use crate::accounts::{self, Caller};
use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::language::{Language, format, say};
use crate::mail::outbox::{self, State};
use crate::needs;
use crate::passports::{self, Passport, words};
use crate::search::{Query, Sort, Viewer};
use crate::{clock, inventories};

/// A passport as a card shows it.
pub struct Card {
    pub code: String,
    pub name: String,
    pub category: String,
    /// Quantity, condition, price: what one looks at first.
    pub facts: Vec<String>,
}

/// What happened since the demonstration began.
pub struct Story {
    pub rows: u64,
    pub rows_text: String,
    pub passports: u64,
    pub rejected: u64,
    pub rejected_text: String,
    pub matches: usize,
    pub mails: i64,
    pub found: Vec<Found>,
    pub letters: Vec<Letter>,
    pub people: Vec<Account>,
    pub password: &'static str,
}

/// A match.
pub struct Found {
    pub code: String,
    pub name: String,
    pub score: String,
    pub seeker: String,
    pub reasons: Vec<String>,
}

/// A mail in the outbox.
pub struct Letter {
    pub id: String,
    pub to: String,
    pub subject: String,
    pub sent: String,
}

/// Somebody to sign in as.
pub struct Account {
    pub organisation: &'static str,
    pub email: &'static str,
}

/// Fits on a page without scrolling for long.
const CARDS_MAX: usize = 12;
/// The same for matches and mails, of which the best and the newest are shown.
const MATCHES_MAX: usize = 24;
const MATCHES_OF_A_NEED_MAX: usize = 100;
const LETTERS_MAX: i64 = 50;

/// What a stranger finds, newest first where nothing is asked for. How many there are in all, and
/// the first of them.
pub async fn search(app: &App, text: &str, language: Language) -> Result<(usize, Vec<Card>)> {
    let sort = if text.is_empty() { Sort::Newest } else { Sort::Relevance };
    let query = Query { text: text.to_owned(), sort, limit: CARDS_MAX, ..Query::default() };
    let page = app.search.find(&query).await?;
    let ids: Vec<String> = page.hits.into_iter().map(|hit| hit.id).collect();
    let wanted = ids.clone();
    let found = app.db.read(move |conn| passports::find_all(conn, &wanted)).await?;
    let in_order = ids.iter().filter_map(|id| found.iter().find(|it| it.id.as_str() == id));
    // The index may lag; what is no longer public is not shown.
    let public = in_order.filter(|it| {
        Viewer::Stranger.sees(it.content.visibility, it.organisation_id.as_str(), None)
    });
    Ok((page.total, public.map(|it| card(it, language)).collect()))
}

fn card(passport: &Passport, language: Language) -> Card {
    let content = &passport.content;
    let mut facts = vec![words::quantity(content, language)];
    let condition = content.condition_technical.and_then(words::condition);
    facts.extend(condition.map(|it| it.in_language(language)));
    facts.extend(words::price(content, language));
    Card {
        code: passport.code.to_string(),
        name: content.name.clone(),
        category: content.category.map_or("", |it| it.label(language)).to_owned(),
        facts,
    }
}

/// All that happened, for who may see it: in the demonstration, everybody.
pub async fn tell(app: &App, language: Language) -> Result<Story> {
    app.db.read(move |conn| told(conn, language)).await
}

fn told(conn: &mut Conn, language: Language) -> Result<Story> {
    let mut found = Vec::new();
    let mut matches = 0;
    for person in &SEEKERS {
        let Some(caller) = caller(conn, person.email)? else { continue };
        let needs = needs::list(conn, &caller, None, None, MATCHES_OF_A_NEED_MAX)?;
        for need in needs.items {
            let page = needs::list_matches(conn, &caller, &need.id, None, MATCHES_OF_A_NEED_MAX)?;
            matches += page.items.len();
            let seeker = say("demo-looks-for")
                .with("organisation", person.organisation)
                .with("need", &need.name)
                .in_language(language);
            found.extend(page.items.into_iter().map(|(it, passport)| {
                (it.score, told_match(&passport, it.score, &it.reasons, &seeker, language))
            }));
        }
    }
    found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    found.truncate(MATCHES_MAX);
    let inventory = match caller(conn, people::CONTRACTOR.email)? {
        Some(caller) => inventories::list(conn, &caller, None, 1)?.pop(),
        None => None,
    };
    let counts = inventory.as_ref().map(|it| it.counts).unwrap_or_default();
    let file = inventory.map_or_else(String::new, |it| it.file_name);
    let mails = outbox::count(conn)?;
    let everybody = [&people::MANAGER, &people::CONTRACTOR].into_iter().chain(&SEEKERS);
    Ok(Story {
        rows: counts.rows,
        rows_text: say("demo-rows").with("file", file).in_language(language),
        passports: counts.created + counts.changed + counts.unchanged,
        rejected: counts.rejected,
        rejected_text: say("demo-rejected").with("dropped", counts.dropped).in_language(language),
        matches,
        mails: mails.iter().filter(|it| it.0 == State::Sent).map(|it| it.1).sum(),
        found: found.into_iter().map(|(_, it)| it).collect(),
        letters: letters(conn, language)?,
        people: everybody
            .map(|it| Account { organisation: it.organisation, email: it.email })
            .collect(),
        password: PASSWORD,
    })
}

fn caller(conn: &mut Conn, email: &str) -> Result<Option<Caller>> {
    match accounts::find_member_by_email(conn, email)? {
        Some(member) => accounts::caller_of(conn, &member.id),
        None => Ok(None),
    }
}

fn told_match(
    passport: &Passport,
    score: f64,
    reasons: &[needs::Reason],
    seeker: &str,
    language: Language,
) -> Found {
    Found {
        code: passport.code.to_string(),
        name: passport.content.name.clone(),
        score: format!("{:.0} %", score * 100.0),
        seeker: seeker.to_owned(),
        reasons: reasons.iter().map(|it| it.in_language(language)).collect(),
    }
}

fn letters(conn: &mut Conn, language: Language) -> Result<Vec<Letter>> {
    let entries = outbox::list(conn, None, None, LETTERS_MAX)?;
    let now = clock::now().day();
    Ok(entries
        .into_iter()
        .map(|entry| Letter {
            id: entry.id.to_string(),
            to: entry.recipient,
            subject: entry.subject,
            sent: match entry.sent_at {
                Some(at) if at.day() == now => at.time_of_day(),
                Some(at) => format::day(at.day(), language),
                None => say("demo-waiting").in_language(language),
            },
        })
        .collect())
}
