//! The files that other projects test their readers with: every workbook of the crate
//! `umya-spreadsheet`, and every CSV, XLSX and ZIP of frictionless, a Python package. Many are
//! damaged on purpose. Each is read, or refused for a reason that its sender can understand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use circuler::config::Inventories;
use circuler::inventories::read::{Unreadable, read_in_child};
use circuler::language::Language;

use crate::{ALONE, settings};

/// No file of theirs is large.
const SECONDS_MAX: u64 = 10;

/// Where `tests/fetch-foreign-files` puts them.
const FOLDER: &str = "target/foreign";

/// What became of the files of one kind.
#[derive(Default)]
struct Tally {
    files: usize,
    read: usize,
    cells: usize,
    /// Why → how many.
    refused: BTreeMap<String, usize>,
}

#[tokio::test]
async fn the_files_of_others_are_read_or_refused_with_a_reason() {
    let _alone = ALONE.lock().await;
    let fetched = Command::new("tests/fetch-foreign-files").arg(FOLDER).status().unwrap();
    assert!(fetched.success(), "the files could not be fetched");
    let settings = Inventories { reader_seconds: SECONDS_MAX, ..settings() };
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for (project, endings) in
        [("umya-spreadsheet", &["xlsx", "xlsm"][..]), ("frictionless", &["csv", "xlsx", "zip"])]
    {
        for ending in endings {
            let mut tally = Tally::default();
            for file in files(&Path::new(FOLDER).join(project), ending) {
                read(&settings, &file, &mut tally).await;
            }
            tallies.insert(format!("{project} {ending}"), tally);
        }
    }
    print(&tallies);
    for kind in
        ["umya-spreadsheet xlsx", "frictionless csv", "frictionless xlsx", "frictionless zip"]
    {
        assert!(tallies[kind].files > 0, "no files of {kind} were found");
    }
    // Many are empty: they are about drawings and charts.
    let workbooks = &tallies["umya-spreadsheet xlsx"];
    assert!(workbooks.read * 4 > workbooks.files * 3, "{} were read", workbooks.read);
}

async fn read(settings: &Inventories, file: &Path, tally: &mut Tally) {
    tally.files += 1;
    match read_in_child(settings, file).await.unwrap() {
        Ok(workbook) => {
            tally.read += 1;
            let rows = workbook.sheets.iter().flat_map(|it| &it.rows);
            tally.cells += rows.map(|it| it.cells.len()).sum::<usize>();
        }
        Err(why) => {
            let broke_down = match &why {
                Unreadable::Damaged { why } => why.contains("panicked") || why.contains("signal"),
                Unreadable::TooSlow { .. } | Unreadable::TooMuchMemory => true,
                _ => false,
            };
            assert!(!broke_down, "{}: {why:?}", file.display());
            let sentence = why.text().in_language(Language::En);
            let sentence = sentence.split_inclusive('.').next().unwrap_or_default().to_owned();
            *tally.refused.entry(sentence).or_default() += 1;
        }
    }
}

/// The files in a folder and all below it whose names end so.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it.eq_ignore_ascii_case(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn print(tallies: &BTreeMap<String, Tally>) {
    println!("| files of | files | read | cells | refused | why |");
    println!("|---|---:|---:|---:|---:|---|");
    for (kind, tally) in tallies {
        let Tally { files, read, cells, refused } = tally;
        let reasons = refused.iter().map(|(why, count)| format!("{count} × {why}"));
        let reasons = reasons.collect::<Vec<_>>().join(" ");
        println!("| {kind} | {files} | {read} | {cells} | {} | {reasons} |", files - read);
    }
}
