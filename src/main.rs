//! The commands.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::ExitCode;

use circuler::app::App;
use circuler::config::{self, Config};
use circuler::db::Db;
use circuler::error::{Error, Result};
use circuler::{accounts, demo, inventories, passports, server, worker};
use clap::{Parser, Subcommand};
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

/// Material passports, and the marketplace on which building materials find a second life.
#[derive(Parser)]
#[command(name = "circuler", version)]
struct Arguments {
    /// A file of settings (TOML). The environment goes before it.
    #[arg(long, global = true, env = "CIRCULER_CONFIG")]
    config: Option<PathBuf>,
    /// A file for SQLite, or postgres://…
    #[arg(long, global = true)]
    database_url: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answers requests, and does the work that they leave.
    Serve {
        /// Address and port.
        #[arg(long)]
        listen: Option<String>,
    },
    /// Does the work that requests leave, and answers none. Needs PostgreSQL.
    Work,
    /// Brings the database up to date.
    Migrate,
    /// Reads an inventory into passports of an organisation.
    Import(ImportArguments),
    /// Writes passports of an organisation to a file that reads back to the very same ones.
    Export(inventories::export::console::Arguments),
    /// Builds the search index again from the database.
    Reindex,
    /// Recomputes the history of every passport, and names the first broken link.
    Verify,
    /// Prints the description of the API.
    Openapi,
    /// Makes a member an admin of the platform.
    Admin { email: String },
    /// Serves with demonstration data.
    Demo {
        /// Address and port.
        #[arg(long)]
        listen: Option<String>,
    },
    /// Reads one file, in a process of its own with little to break.
    #[command(hide = true)]
    ReadInventory(inventories::read::child::Arguments),
    /// Looks for pictures in one file, in a process of its own.
    #[command(hide = true)]
    ReadPictures(inventories::pictures::child::Arguments),
}

#[derive(clap::Args)]
struct ImportArguments {
    file: PathBuf,
    /// The name of the organisation that holds what is in it.
    #[arg(long)]
    organisation: String,
    /// Says what was understood, and changes nothing.
    #[arg(long)]
    dry_run: bool,
    /// Says it as JSON.
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // Before anything else starts: its bound on memory counts the stacks of threads too.
    if let Command::ReadInventory(arguments) = &arguments.command {
        return inventories::read::child::run(arguments);
    }
    if let Command::ReadPictures(arguments) = &arguments.command {
        return inventories::pictures::child::run(arguments);
    }
    // Who sits before a command wants its answer, not its diary.
    let talkative =
        matches!(arguments.command, Command::Serve { .. } | Command::Work | Command::Demo { .. });
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_writer(std::io::stderr)
        .with_env_filter(EnvFilter::new(config::log_filter(talkative)))
        .init();
    let done = tokio::runtime::Runtime::new()
        .map_err(Error::internal)
        .and_then(|runtime| runtime.block_on(run(arguments)));
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("circuler: {error}");
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: Arguments) -> Result<ExitCode> {
    let mut config = Config::read(arguments.config.as_deref())?;
    if let Some(url) = arguments.database_url {
        config.database.url = url;
    }
    match arguments.command {
        Command::Serve { listen } => serve(config, listen, false).await,
        Command::Demo { listen } => serve(config, listen, true).await,
        Command::Work => {
            let (stopper, stop) = watch::channel(false);
            let work = tokio::spawn(worker::run(App::open(config)?, stop));
            told_to_stop().await.map_err(Error::internal)?;
            stopper.send(true).map_err(Error::internal)?;
            work.await.map_err(Error::internal)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Migrate => {
            Db::open(&config.database.url, 1)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Import(import) => {
            if !import.file.is_file() {
                eprintln!("circuler: there is no file {}", import.file.display());
                return Ok(ExitCode::from(2));
            }
            let app = App::open(config)?;
            let ImportArguments { file, organisation, dry_run, json } = import;
            inventories::console::import(&app, &file, &organisation, dry_run, json).await
        }
        Command::Export(arguments) => {
            inventories::export::console::export(&App::open(config)?, arguments).await
        }
        Command::Reindex => {
            let count = passports::reindex(&App::open(config)?).await?;
            println!("{count} passports indexed");
            Ok(ExitCode::SUCCESS)
        }
        Command::Verify => verify(&config).await,
        Command::Openapi => {
            println!("{}", server::openapi().to_pretty_json().map_err(Error::internal)?);
            Ok(ExitCode::SUCCESS)
        }
        Command::Admin { email } => {
            let db = Db::open(&config.database.url, 1)?;
            let wanted = email.clone();
            match db.write(move |conn| accounts::promote_admin(conn, &wanted)).await {
                Ok(()) => Ok(ExitCode::SUCCESS),
                Err(Error::NotFound) => {
                    eprintln!("circuler: nobody is registered with {email}");
                    Ok(ExitCode::FAILURE)
                }
                Err(error) => Err(error),
            }
        }
        Command::ReadInventory(_) | Command::ReadPictures(_) => Ok(ExitCode::SUCCESS),
    }
}

async fn serve(mut config: Config, listen: Option<String>, with_demo: bool) -> Result<ExitCode> {
    if let Some(listen) = listen {
        config.server.listen_on(&listen);
    }
    config.server.demo = with_demo;
    if with_demo {
        // Whoever looks at it wants to see all letters now.
        config.alerts.pause_seconds = 0;
    }
    let metrics = PrometheusBuilder::new().install_recorder().map_err(Error::internal)?;
    let listener = TcpListener::bind(&config.server.listen).map_err(Error::internal)?;
    // Port 0 is any that is free: which one is known only now.
    let address = listener.local_addr().map_err(Error::internal)?;
    config.server.listen_on(&address.to_string());
    let app = App::open(config)?;
    let (stopper, stop) = watch::channel(false);
    let work = tokio::spawn(worker::run(app.clone(), stop));
    if with_demo {
        let app = app.clone();
        tokio::spawn(async move {
            if let Err(error) = demo::prepare(&app).await {
                tracing::error!(%error, "the demonstration could not be prepared");
            }
        });
    }
    tracing::info!(%address, "listening on {address}");
    server::serve(app, metrics, listener)
        .map_err(Error::internal)?
        .await
        .map_err(Error::internal)?;
    stopper.send(true).map_err(Error::internal)?;
    work.await.map_err(Error::internal)?;
    Ok(ExitCode::SUCCESS)
}

/// SIGTERM from whoever runs us, or Ctrl-C from whoever sits before us.
async fn told_to_stop() -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        interrupted = tokio::signal::ctrl_c() => interrupted,
    }
}

async fn verify(config: &Config) -> Result<ExitCode> {
    let db = Db::open(&config.database.url, 1)?;
    let verified = db.read(passports::verify).await?;
    println!("{verified}");
    Ok(if verified.first_broken.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
