//! An import that is killed is either done or not begun.

use std::fmt::Write;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use circuler::schema::passports;
use diesel::prelude::*;
use tempfile::TempDir;

use crate::support::TestApp;

const ROWS: i64 = 1500;

fn list() -> String {
    let mut list = "Nr.;Benaming;Aantal;Eh.;Breedte (mm)\n".to_owned();
    for row in 0..ROWS {
        writeln!(list, "D-{row:05};Binnendeur {row};{};st;930", 1 + row % 40).unwrap();
    }
    list
}

async fn stock(app: &TestApp) -> i64 {
    let count = |conn: &mut _| Ok(passports::table.count().get_result(conn)?);
    app.app.db.read(count).await.unwrap()
}

#[tokio::test]
async fn an_import_that_is_killed_is_done_or_not_begun() {
    let app = TestApp::start().await;
    app.register("Sloopwerken Peeters").await;
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("lijst.csv");
    std::fs::write(&file, list()).unwrap();
    let start = || -> Child {
        Command::new(env!("CARGO_BIN_EXE_circuler"))
            .arg("import")
            .arg(&file)
            .args(["--organisation", "Sloopwerken Peeters", "--json"])
            .env("DATABASE_URL", &app.app.config.database.url)
            .env("SEARCH_URL", "memory:")
            .env("BLOB_URL", folder.path().join("files"))
            .env("SMTP_URL", folder.path().join("mail"))
            .env("CIRCULER_ACCOUNTS__SECRET_FILE", folder.path().join("secret"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    // A little longer each time, so that every stage is cut short once, whatever the machine.
    let (mut wait, mut killed) = (Duration::from_millis(40), 0);
    while stock(&app).await == 0 {
        let mut import = start();
        tokio::time::sleep(wait).await;
        if import.try_wait().unwrap().is_none() {
            import.kill().unwrap();
            killed += 1;
        }
        import.wait().unwrap();
        let found = stock(&app).await;
        assert!(found == 0 || found == ROWS, "{found} passports after {wait:?}");
        let verified = app.app.db.read(circuler::passports::verify).await.unwrap();
        assert!(verified.first_broken.is_none(), "{verified}");
        wait = wait * 5 / 4;
    }
    assert!(killed > 2, "it was killed {killed} times");
    // What the killed ones left is in nobody's way.
    let told = start().wait_with_output().unwrap();
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!(told["counts"]["unchanged"], ROWS);
}
