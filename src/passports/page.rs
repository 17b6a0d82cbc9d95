//! The page of a passport, for whoever scans its code: all that is known of it, without scripts.

mod parts;

use askama::Template;

use super::{Passport, Photo, State, Surroundings, Told, decimal};
use crate::error::{Error, Result};
use crate::language::{Language, Text, format, say};
use crate::places::Building;
use crate::web::PAGE_STYLE;

#[derive(Template)]
#[template(path = "passports/page.html", config = ".config/askama.toml")]
struct Page<'a> {
    language: Language,
    style: &'static str,
    languages: [Language; 4],
    /// The language its holder writes in.
    written_in: Language,
    code: &'a str,
    name: &'a str,
    category: Option<&'static str>,
    description: Option<&'a str>,
    facts: Vec<String>,
    photos: Vec<Shot<'a>>,
    retired: bool,
    hazardous: bool,
    parts: Vec<Part<'a>>,
}

#[derive(Template)]
#[template(path = "passports/missing.html", config = ".config/askama.toml")]
struct MissingPage<'a> {
    language: Language,
    style: &'static str,
    languages: [Language; 4],
    code: &'a str,
}

/// A photo on the page.
struct Shot<'a> {
    hash: &'a str,
    width: u32,
    height: u32,
    /// For who cannot see it.
    words: String,
    caption: Option<&'a str>,
}

/// A heading and what stands under it.
struct Part<'a> {
    title: String,
    language: Language,
    lines: Vec<Line<'a>>,
}

struct Line<'a> {
    label: String,
    value: Shown<'a>,
}

enum Shown<'a> {
    /// In the reader's language.
    Said(String),
    /// As its holder wrote it.
    Written(&'a str),
    Link {
        words: &'a str,
        url: &'a str,
    },
}

/// The page as HTML.
pub fn render(
    passport: &Passport,
    surroundings: &Surroundings,
    building: Option<&Building>,
    lately: &[Told],
    language: Language,
) -> Result<String> {
    let content = &passport.content;
    let parts = [
        parts::what(passport, language),
        parts::state(passport, language),
        parts::climate(passport, language),
        parts::offer(passport, language),
        parts::place(passport, surroundings, building, language),
        parts::taking(passport, language),
        parts::hazards(passport, language),
        parts::papers(passport, language),
        parts::identity(passport, surroundings, language),
        parts::history(lately, language),
    ];
    let page = Page {
        language,
        style: PAGE_STYLE,
        languages: Language::ALL,
        written_in: content.language,
        code: passport.code.as_str(),
        name: &content.name,
        category: content.category.map(|it| it.label(language)),
        description: content.description.as_deref().filter(|it| !it.is_empty()),
        facts: parts::facts(passport, language),
        photos: shots(passport, language),
        retired: passport.state == State::Retired,
        hazardous: content.is_hazardous(),
        parts: parts.into_iter().filter(|it| !it.lines.is_empty()).collect(),
    };
    page.render().map_err(Error::internal)
}

fn shots<'a>(passport: &'a Passport, language: Language) -> Vec<Shot<'a>> {
    let name = &passport.content.name;
    let shot = |(at, photo): (usize, &'a Photo)| {
        let Photo { hash, width, height, caption } = photo;
        let numbered = || {
            let words = say("passport-photo-number").with("number", at + 1).with("name", name);
            words.in_language(language)
        };
        let caption = caption.as_deref();
        let words = caption.map_or_else(numbered, str::to_owned);
        Shot { hash: hash.as_str(), width: *width, height: *height, words, caption }
    };
    passport.photos.iter().enumerate().map(shot).collect()
}

/// The page for a code that is nobody's, or not for the reader's eyes.
pub fn render_missing(code: &str, language: Language) -> Result<String> {
    let page = MissingPage { language, style: PAGE_STYLE, languages: Language::ALL, code };
    page.render().map_err(Error::internal)
}

impl Page<'_> {
    fn say(&self, key: &'static str) -> String {
        say(key).in_language(self.language)
    }
}

impl MissingPage<'_> {
    fn say(&self, key: &'static str) -> String {
        say(key).in_language(self.language)
    }
}

impl<'a> Part<'a> {
    fn new(title: &Text, language: Language) -> Self {
        Self { title: title.in_language(language), language, lines: Vec::new() }
    }

    fn said(&mut self, label: &Text, value: impl Into<Option<String>>) {
        if let Some(value) = value.into() {
            self.line(label, Shown::Said(value));
        }
    }

    fn text(&mut self, label: &Text, value: Option<Text>) {
        self.said(label, value.map(|it| it.in_language(self.language)));
    }

    fn written(&mut self, label: &Text, value: Option<&'a String>) {
        if let Some(value) = value.filter(|it| !it.is_empty()) {
            self.line(label, Shown::Written(value));
        }
    }

    fn line(&mut self, label: &Text, value: Shown<'a>) {
        self.lines.push(Line { label: label.in_language(self.language), value });
    }

    /// A choice with the score that it counts for.
    fn scored(&mut self, label: &Text, choice: Option<(Text, f64)>) {
        let Some((choice, score)) = choice else { return };
        let Some(score) = decimal::of_f64(score) else { return };
        let text = say("passport-score")
            .with("choice", choice.in_language(self.language))
            .with("score", format::number(score, self.language));
        self.text(label, Some(text));
    }
}

#[cfg(test)]
mod tests;
