//! The database dies while it is written to, and comes back.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use circuler::passports;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Firm, TestApp};

/// A PostgreSQL of our own, that we may kill.
struct Server {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
}

impl Server {
    fn start() -> Self {
        let versions = std::fs::read_dir("/usr/lib/postgresql").unwrap();
        let newest = versions.map(|it| it.unwrap().path().join("bin")).max().unwrap();
        let folder = TempDir::new().unwrap();
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let server = Self { programs: newest, folder, port };
        let own = server.folder.path().display().to_string();
        // PostgreSQL refuses to run as root; Debian's package brings a user for it.
        if is_root() {
            assert!(Command::new("chown").args(["postgres", &own]).status().unwrap().success());
        }
        let data = server.data();
        server.run("initdb", &["-D", &data, "-U", "circuler", "-A", "trust", "-E", "UTF8"]);
        server.begin();
        server
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn begin(&self) {
        let own = self.folder.path();
        let options = format!("-p {} -h 127.0.0.1 -k {}", self.port, own.display());
        let log = own.join("log").display().to_string();
        self.run("pg_ctl", &["-D", &self.data(), "-w", "-l", &log, "-o", &options, "start"]);
    }

    /// As if the power failed: nothing is finished, nothing is written out.
    fn kill(&self) {
        self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "stop"]);
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.args(arguments).current_dir(Path::new("/")).stdout(std::process::Stdio::null());
        assert!(command.status().unwrap().success(), "{arguments:?}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    String::from_utf8(id.stdout).unwrap().trim() == "0"
}

/// Registers one passport after another; the ids of those it was told are registered.
async fn keep_registering(
    firm: Firm,
    writer: usize,
    stop: tokio::sync::watch::Receiver<bool>,
) -> Vec<String> {
    let mut registered = Vec::new();
    let mut number = 0;
    while !*stop.borrow() {
        number += 1;
        let draft =
            json!({"name": format!("Deur {writer}.{number}"), "quantity": 1, "unit": "pcs"});
        let answer = firm.post("/api/v1/passports", &draft).await;
        match answer.status {
            201 => registered.push(answer.body["id"].as_str().unwrap().to_owned()),
            // Told plainly, and soon enough to try again.
            500 | 503 => tokio::time::sleep(Duration::from_millis(20)).await,
            other => panic!("{other}: {}", answer.text),
        }
    }
    registered
}

#[tokio::test]
async fn a_database_that_dies_while_written_to_loses_nothing_it_said_it_had() {
    // The run on SQLite has no server to kill.
    if std::env::var("TEST_DATABASE_URL").is_err() {
        return;
    }
    let server = Server::start();
    let url = format!("postgres://circuler@127.0.0.1:{}/postgres", server.port);
    let app = TestApp::start_with(|config| config.database.url = url).await;
    let firm = app.register("Holder").await;
    let (stopper, stop) = tokio::sync::watch::channel(false);
    let writing: Vec<_> = (0..4)
        .map(|writer| tokio::spawn(keep_registering(firm.clone(), writer, stop.clone())))
        .collect();
    for _ in 0..2 {
        tokio::time::sleep(Duration::from_millis(400)).await;
        server.kill();
        tokio::time::sleep(Duration::from_millis(200)).await;
        server.begin();
        // The pool finds its way back by itself.
        let mut tries = 0;
        while firm.get("/api/v1/passports?limit=1").await.status != 200 {
            tries += 1;
            assert!(tries < 300, "the pool does not recover");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
    tokio::time::sleep(Duration::from_millis(400)).await;
    stopper.send(true).unwrap();
    let mut registered = Vec::new();
    for writer in writing {
        registered.extend(writer.await.unwrap());
    }
    assert!(registered.len() >= 10, "only {} were written", registered.len());

    for id in &registered {
        let history = firm.get(&format!("/api/v1/passports/{id}/history")).await.ok();
        assert_eq!(history["items"].as_array().map(Vec::len), Some(1), "{id}");
    }
    // What nobody was told may be there or not, but whole: with its event, and with its job.
    let verified = app.app.db.read(passports::verify).await.unwrap();
    assert!(verified.first_broken.is_none(), "{verified}");
    app.run_jobs().await;
    let found: Value = firm.get("/api/v1/listings?q=deur&limit=1").await.ok();
    let total = usize::try_from(found["total"].as_u64().unwrap()).unwrap();
    assert!(total >= registered.len());
}
