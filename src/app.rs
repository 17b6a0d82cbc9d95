//! Everything a handler or a job may reach, made once at start.

use std::sync::Arc;

use crate::attempts::Attempts;
use crate::config::Config;
use crate::db::Db;
use crate::error::Result;
use crate::files::Files;
use crate::mail::Mailer;
use crate::search::{self, SearchIndex};
use crate::secret::Secret;

#[derive(Clone)]
pub struct App {
    pub config: Arc<Config>,
    pub db: Db,
    pub search: Arc<dyn SearchIndex>,
    pub files: Files,
    pub mailer: Mailer,
    pub secret: Secret,
    pub attempts: Attempts,
}

impl App {
    /// Opens all that the settings name. The database is brought up to date.
    pub fn open(config: Config) -> Result<Self> {
        Ok(Self {
            db: Db::open(&config.database.url, config.database.connections)?,
            search: search::open(&config.search)?,
            files: Files::open(&config.files.url)?,
            mailer: Mailer::open(&config.mail)?,
            secret: Secret::open(&config.accounts)?,
            attempts: Attempts::new(&config.attempts),
            config: Arc::new(config),
        })
    }
}
