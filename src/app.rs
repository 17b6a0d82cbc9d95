//! Everything a handler or a job may reach, made once at start.

use std::sync::Arc;

use crate::attempts::Attempts;
use crate::config::Config;
use crate::db::Db;
use crate::error::Result;
use crate::files::Files;
use crate::mail::Mailer;
use crate::picture::Darkroom;
use crate::search::{self, SearchIndex};
use crate::secret::Secret;

#[derive(Clone)]
pub struct App {
    pub config: Arc<Config>,
    pub db: Db,
    pub search: Arc<dyn SearchIndex>,
    pub files: Files,
    pub darkroom: Darkroom,
    pub mailer: Mailer,
    pub secret: Secret,
    pub attempts: Attempts,
}

impl App {
    /// Opens all that the settings name. The database is brought up to date.
    pub fn open(config: Config) -> Result<Self> {
        // Whoever speaks TLS looks here for the cryptography. One of a process is enough: an error
        // says that it was chosen already.
        rustls::crypto::ring::default_provider().install_default().ok();
        Ok(Self {
            db: Db::open(&config.database.url, config.database.connections)?,
            search: search::open(&config.search)?,
            files: Files::open(&config.files)?,
            darkroom: Darkroom::open(),
            mailer: Mailer::open(&config.mail)?,
            secret: Secret::open(&config.accounts)?,
            attempts: Attempts::new(&config.attempts),
            config: Arc::new(config),
        })
    }
}
