//! Everything a handler or a job may reach, made once at start.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

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
    pub kept: Kept,
}

/// What features keep in memory from one request to the next, one of each kind, made by whoever
/// asks first. The server has no other state, and all of this can be made anew from the database.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>>);

impl Kept {
    pub fn get<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = all.entry(TypeId::of::<T>()).or_insert_with(|| Arc::new(T::default()));
        // What stands under the id of a type is of that type.
        Arc::clone(kept).downcast().unwrap_or_default()
    }
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
            kept: Kept::default(),
            config: Arc::new(config),
        })
    }
}
