//! The pages of the demonstration: what happened, what is found, who matched, which mails left.

use actix_web::web::{Data, Html, Path, Query, ServiceConfig, get};
use askama::Template;
use serde::Deserialize;

use super::story::{self, Card, Story};
use crate::app::App;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::{Language, say};
use crate::mail::outbox::{self, Entry};
use crate::web::{PAGE_STYLE, Reader};

pub fn routes(config: &mut ServiceConfig) {
    config.route("/", get().to(home)).route("/demo/mails/{id}", get().to(letter));
}

#[derive(Deserialize)]
struct HomeQuery {
    #[serde(default)]
    q: String,
    lang: Option<String>,
}

#[derive(Template)]
#[template(path = "demo/home.html", config = ".config/askama.toml")]
struct Home {
    language: Language,
    languages: [Language; 4],
    style: &'static str,
    query: String,
    found_text: String,
    cards: Vec<Card>,
    /// Only where the service runs as a demonstration: mails are nobody's business otherwise.
    story: Option<Story>,
}

impl Home {
    fn say(&self, key: &'static str) -> String {
        say(key).in_language(self.language)
    }
}

async fn home(app: Data<App>, query: Query<HomeQuery>, reader: Reader) -> Result<Html> {
    let HomeQuery { q: query, lang } = query.into_inner();
    let language = chosen(lang.as_deref(), reader);
    let (total, cards) = story::search(&app, &query, language).await?;
    let story =
        if app.config.server.demo { Some(story::tell(&app, language).await?) } else { None };
    let found_text = say("demo-found").with("count", total).in_language(language);
    let (languages, style) = (Language::ALL, PAGE_STYLE);
    rendered(&Home { language, languages, style, query, found_text, cards, story })
}

#[derive(Template)]
#[template(path = "demo/mail.html", config = ".config/askama.toml")]
struct Letter {
    language: Language,
    style: &'static str,
    subject: String,
    to: String,
    html: String,
    text: String,
}

impl Letter {
    fn say(&self, key: &'static str) -> String {
        say(key).in_language(self.language)
    }
}

async fn letter(
    app: Data<App>,
    id: Path<Id<Entry>>,
    query: Query<HomeQuery>,
    reader: Reader,
) -> Result<Html> {
    if !app.config.server.demo {
        return Err(Error::NotFound);
    }
    let language = chosen(query.lang.as_deref(), reader);
    let found = app.db.read(move |conn| outbox::find(conn, &id)).await?;
    let (_, mail) = found.ok_or(Error::NotFound)?;
    let to = format!("{} <{}>", mail.to_name, mail.to_address);
    let (subject, html, text) = (mail.subject, mail.html, mail.text);
    rendered(&Letter { language, style: PAGE_STYLE, subject, to, html, text })
}

fn chosen(asked: Option<&str>, Reader(language): Reader) -> Language {
    asked.and_then(Language::of_tag).unwrap_or(language)
}

fn rendered(page: &impl Template) -> Result<Html> {
    Ok(Html::new(page.render().map_err(Error::internal)?))
}
