//! The database: one connection type for SQLite and PostgreSQL, a pool, transactions, migrations.
//!
//! Everything above this file is written once for both databases. The few statements that diesel
//! cannot type for both at once go through [`on_backend!`].

use diesel::backend::Backend;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::migration::{Migration, MigrationSource};
use diesel::prelude::*;
use diesel::r2d2::{self, ManageConnection, R2D2Connection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::error::{Error, Result};

/// One open connection, to whichever database `DATABASE_URL` names.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Postgres(diesel::PgConnection),
    Sqlite(diesel::SqliteConnection),
}

/// Runs one diesel expression on the concrete connection, for what both databases can do but
/// `MultiConnection` cannot type: `ON CONFLICT`, `INSERT` of many rows, `UNION`.
#[macro_export]
macro_rules! on_backend {
    ($conn:ident => $query:expr) => {
        match $conn {
            $crate::db::Conn::Postgres($conn) => $query,
            $crate::db::Conn::Sqlite($conn) => $query,
        }
    };
}

const SHARED: EmbeddedMigrations = embed_migrations!("migrations/shared");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Two folders of migrations run as one, in order of version.
struct Merged(EmbeddedMigrations, EmbeddedMigrations);

impl<DB: Backend> MigrationSource<DB> for Merged {
    fn migrations(&self) -> diesel::migration::Result<Vec<Box<dyn Migration<DB>>>> {
        let mut all = self.0.migrations()?;
        all.extend(self.1.migrations()?);
        Ok(all)
    }
}

impl Conn {
    fn open(url: &str) -> ConnectionResult<Self> {
        // `Conn::establish` would try PostgreSQL, then quietly open any other string as a file.
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return PgConnection::establish(url).map(Conn::Postgres);
        }
        let file = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"));
        let file = file.unwrap_or(url);
        if let Some(folder) = std::path::Path::new(file).parent() {
            // SQLite makes the file, not the folder it is to stand in.
            std::fs::create_dir_all(folder)
                .map_err(|error| ConnectionError::BadConnection(error.to_string()))?;
        }
        let mut conn = SqliteConnection::establish(file)?;
        // Waiting comes first: of two processes that open a new file, one changes its mode.
        conn.batch_execute(
            "PRAGMA busy_timeout = 30000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; \
             PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384; \
             PRAGMA journal_size_limit = 67108864;",
        )
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(Conn::Sqlite(conn))
    }

    fn migrate(&mut self) -> diesel::migration::Result<()> {
        match self {
            Conn::Postgres(conn) => migrate_postgres(conn),
            Conn::Sqlite(conn) => migrate_sqlite(conn),
        }
    }

    /// A transaction that takes SQLite's write lock at once, so that it waits for other writers
    /// instead of failing half-way when it first writes.
    fn write<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        match self {
            Conn::Postgres(_) => return self.transaction(work),
            Conn::Sqlite(conn) => {
                AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")?;
            }
        }
        let result = work(self);
        match &result {
            Ok(_) => <Self as Connection>::TransactionManager::commit_transaction(self)?,
            Err(_) => <Self as Connection>::TransactionManager::rollback_transaction(self)?,
        }
        result
    }

    /// Makes much ready in temporary tables of this connection, to be put in place by
    /// [`Conn::settle`] within. PostgreSQL does it in one transaction, which holds up nobody and
    /// which a pooler of transactions leaves on one connection; SQLite in none, because its
    /// temporary tables need no lock, and a transaction that has read cannot wait to write.
    pub fn stage<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        match self {
            Conn::Postgres(_) => return self.transaction(work),
            // Whoever waits need not wait until the log is moved into the database, too.
            Conn::Sqlite(conn) => conn.batch_execute("PRAGMA wal_autocheckpoint = 0")?,
        }
        work(self)
    }

    /// After [`Conn::stage`]: moves what SQLite has written to its log into the database. Others
    /// read and write meanwhile.
    fn tidy_up(&mut self) -> Result<()> {
        if let Conn::Sqlite(conn) = self {
            let usual = format!("PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}");
            conn.batch_execute(&usual)?;
            conn.batch_execute("PRAGMA wal_checkpoint(PASSIVE)")?;
        }
        Ok(())
    }

    /// Writes, within [`Conn::stage`]: for SQLite a short transaction of its own, for PostgreSQL a
    /// part of the one that is open.
    pub fn settle<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        match self {
            Conn::Postgres(_) => work(self),
            Conn::Sqlite(_) => self.write(work),
        }
    }
}

/// Two commands may open a new file at once: one brings it up to date while the other waits, and
/// then finds nothing to do. Whoever opens one that is up to date need not wait for a writer.
fn migrate_sqlite(conn: &mut SqliteConnection) -> diesel::migration::Result<()> {
    if conn.has_pending_migration(Merged(SHARED, SQLITE))? {
        conn.immediate_transaction(|conn| {
            conn.run_pending_migrations(Merged(SHARED, SQLITE)).map(|_| ())
        })?;
    }
    Ok(())
}

/// What processes that bring one schema up to date agree to wait on.
const MIGRATION_LOCK: i32 = i32::from_be_bytes(*b"circ");

/// Several processes may start on a new database at once: one brings it up to date while the others
/// wait, and then find nothing to do. The lock is of the transaction, so that it ends with whoever
/// dies, and holds behind a pooler of transactions; even the table in which diesel keeps the
/// versions is made under it.
fn migrate_postgres(conn: &mut PgConnection) -> diesel::migration::Result<()> {
    conn.transaction(|conn| {
        diesel::sql_query("SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))")
            .bind::<diesel::sql_types::Integer, _>(MIGRATION_LOCK)
            .execute(conn)?;
        conn.run_pending_migrations(Merged(SHARED, POSTGRES)).map(|_| ())
    })
}

/// As many pages of the log as SQLite lets gather by itself.
const CHECKPOINT_PAGES: u32 = 1000;

struct Manager(String);

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = r2d2::Error;

    fn connect(&self) -> std::result::Result<Conn, r2d2::Error> {
        Conn::open(&self.0).map_err(r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, conn: &mut Conn) -> std::result::Result<(), r2d2::Error> {
        conn.ping().map_err(r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}

/// The pool. Handlers and jobs reach the database only through [`Db::read`],
/// [`Db::write`] and, for what is large, [`Db::stage`].
#[derive(Clone)]
pub struct Db(r2d2::Pool<Manager>);

impl Db {
    /// Connects, and brings the schema up to date.
    pub fn open(url: &str, connections: u32) -> Result<Self> {
        Conn::open(url).map_err(Error::internal)?.migrate().map_err(Error::internal)?;
        let pool = r2d2::Pool::builder().max_size(connections).build(Manager(url.to_owned()));
        Ok(Self(pool.map_err(Error::internal)?))
    }

    /// Runs `work` off the async threads.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let pool = self.0.clone();
        run_blocking(move || work(&mut *pool.get().map_err(Error::internal)?)).await
    }

    /// Runs `work` off the async threads as one transaction: all of it happens, or none of it.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let pool = self.0.clone();
        run_blocking(move || pool.get().map_err(Error::internal)?.write(work)).await
    }

    /// The same as [`Db::write`] for what is large: it is done before SQLite has moved it from its
    /// log into the database.
    pub async fn write_much<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.stage(move |conn| conn.settle(work)).await
    }

    /// Runs `work` off the async threads with a connection to itself: see [`Conn::stage`].
    pub async fn stage<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let pool = self.0.clone();
        let (done, outcome) = tokio::sync::oneshot::channel();
        let job = move || -> Result<()> {
            let mut conn = pool.get().map_err(Error::internal)?;
            // Whoever is gone by now wants to hear nothing.
            drop(done.send(conn.stage(work)));
            conn.tidy_up()
        };
        let job = tokio::task::spawn_blocking(job);
        match outcome.await {
            Ok(outcome) => outcome,
            // It ended before there was an outcome.
            Err(_) => match job.await {
                Ok(Ok(())) => Err(Error::internal("what was staged came to no end")),
                Ok(Err(error)) => Err(error),
                Err(error) => std::panic::resume_unwind(error.into_panic()),
            },
        }
    }
}

async fn run_blocking<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(job).await {
        Ok(value) => value,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}
