//! The service at rest: how soon it answers after its start, and how much memory it holds.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::Case;

/// A service that is not there after this will not come.
const PATIENCE: Duration = Duration::from_secs(30);

pub async fn run(print: &mut impl FnMut(Case)) {
    let folder = tempfile::tempdir().expect("a folder");
    // The second start finds everything made; the first makes it.
    for name in ["first start to first answer", "start to first answer"] {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        drop(listener);
        let started = Instant::now();
        let mut service = Command::new(env!("CARGO_BIN_EXE_circuler"))
            .args(["serve", "--listen", &address])
            .env("DATABASE_URL", folder.path().join("circuler.db"))
            .env("SEARCH_URL", folder.path().join("search"))
            .env("BLOB_URL", folder.path().join("files"))
            .env("SMTP_URL", folder.path().join("mail"))
            .env("CIRCULER_ACCOUNTS__SECRET_FILE", folder.path().join("secret"))
            .env("RUST_LOG", "off")
            .stderr(Stdio::null())
            .spawn()
            .expect("the service");
        let url = format!("http://{address}/healthz");
        while reqwest::get(&url).await.is_err() {
            assert!(started.elapsed() < PATIENCE, "the service does not come");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let took = started.elapsed();
        print(Case {
            name: name.to_owned(),
            ours: took.as_secs_f64() * 1000.0,
            peer: None,
            unit: "ms",
            hits: 1,
        });
        // Let what the start left settle.
        tokio::time::sleep(Duration::from_secs(1)).await;
        let resident = resident_megabytes(service.id());
        service.kill().expect("stop");
        service.wait().expect("stopped");
        print(Case {
            name: format!("resident memory at rest, {name}"),
            ours: resident,
            peer: None,
            unit: "MB",
            hits: 1,
        });
    }
}

fn resident_megabytes(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|it| it.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}
