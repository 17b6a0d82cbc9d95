//! How well inventories are understood: files of our own making, as contractors in Flanders,
//! Wallonia, France, London and Berlin send them, and what must come out of each. They are made
//! from descriptions, with the same result on every run; what must come out follows from the
//! description, and never from what Circuler says.

mod berlin;
mod flanders;
mod france;
mod london;
mod other_programs;
mod row;
mod sheet;
mod things;
mod wording;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use circuler::inventories;
use serde_json::{Value, json};

use crate::support::TestApp;
use sheet::{Laid, Sheet, lay_out};
use wording::{Hand, Tongue};
use written::{Kind, bytes_of};

/// A file, described.
#[derive(Clone, Copy)]
struct Description {
    name: &'static str,
    tongue: Tongue,
    kind: Kind,
    sheets: &'static [Sheet],
}

/// What the judge counts.
#[derive(Debug, Default, Clone, Copy)]
struct Score {
    columns: usize,
    columns_right: usize,
    faults: usize,
    faults_found: usize,
    right_cells: usize,
    called_wrong: usize,
    /// Of the values told, and of the rows dropped: those that are not what was meant.
    misread: usize,
}

impl Score {
    fn add(&mut self, other: Self) {
        self.columns += other.columns;
        self.columns_right += other.columns_right;
        self.faults += other.faults;
        self.faults_found += other.faults_found;
        self.right_cells += other.right_cells;
        self.called_wrong += other.called_wrong;
        self.misread += other.misread;
    }
}

#[tokio::test]
async fn files_as_contractors_send_them_are_understood() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let organisation = circuler::id::Id::parse(&firm.id);
    let folder = tempfile::tempdir().unwrap();
    let by_country = [flanders::FILES, france::FILES, london::FILES, berlin::FILES];
    let descriptions = [&by_country[..], &[other_programs::FILES]].concat().concat();
    assert!(descriptions.len() >= 40, "{} files", descriptions.len());
    let mut table = format!(
        "{:<44} {:>9} {:>9} {:>12} {:>7}  rows\n",
        "file", "columns", "faults", "called wrong", "misread"
    );
    let (mut all, mut found, mut names) = (Score::default(), Vec::new(), BTreeSet::new());
    for (seed, description) in descriptions.iter().enumerate() {
        let name = format!("{}.{}", description.name, description.kind.extension());
        assert!(names.insert(name.clone()), "{name} stands twice");
        let laid = made(description, seed);
        let sheets: Vec<(&str, &Laid)> =
            description.sheets.iter().map(|it| it.name).zip(&laid).collect();
        let file = folder.path().join(&name);
        std::fs::write(&file, bytes_of(description.kind, &sheets)).unwrap();
        let report =
            inventories::dry_run(&app.app, organisation.clone(), &file, &|_| ()).await.unwrap();
        let report = match report {
            Ok(report) => serde_json::to_value(report).unwrap(),
            Err(why) => {
                panic!("{name} is refused: {}", why.in_language(circuler::language::Language::En))
            }
        };
        let (score, remarks) = judged(description, &laid, &report);
        writeln!(
            table,
            "{name:<44} {:>4}/{:<4} {:>4}/{:<4} {:>6}/{:<5} {:>7}  {}",
            score.columns_right,
            score.columns,
            score.faults_found,
            score.faults,
            score.called_wrong,
            score.right_cells,
            score.misread,
            sums(&report["counts"])
        )
        .unwrap();
        found.extend(remarks.into_iter().map(|it| format!("{name}: {it}")));
        all.add(score);
    }
    println!("{table}\n{}", told(&all, descriptions.len()));
    let found = found.join("\n");
    assert!(all.columns_right * 100 >= all.columns * 95, "columns\n{found}");
    assert_eq!(all.faults_found, all.faults, "wrong cells\n{found}");
    assert_eq!(all.called_wrong, 0, "right cells\n{found}");
    assert_eq!(all.misread, 0, "values\n{found}");
}

fn made(description: &Description, seed: usize) -> Vec<Laid> {
    let hand = Hand { tongue: description.tongue, typed: description.kind.is_workbook() };
    let mut first = 0;
    let sheets = description.sheets.iter().map(|sheet| {
        let laid = lay_out(sheet, seed, first, hand);
        first += sheet.things;
        laid
    });
    sheets.collect()
}

/// The counts, once they were seen to add up.
fn sums(counts: &Value) -> String {
    let count = |key: &str| counts[key].as_u64().unwrap();
    let outcomes = ["created", "changed", "unchanged", "rejected", "dropped"].map(count);
    assert_eq!(count("rows"), outcomes.iter().sum::<u64>(), "{counts}");
    let [created, _, _, rejected, dropped] = outcomes;
    format!("{} = {created} + {rejected} + {dropped}", count("rows"))
}

fn told(all: &Score, files: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "thousands of cells")]
    let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    format!(
        "{files} files: {:.1} % of {} columns right, {:.1} % of {} wrong cells found, \
         {:.2} % of {} right cells called wrong, {} values misread",
        percent(all.columns_right, all.columns),
        all.columns,
        percent(all.faults_found, all.faults),
        all.faults,
        percent(all.called_wrong, all.right_cells),
        all.right_cells,
        all.misread,
    )
}

fn judged(description: &Description, laid: &[Laid], report: &Value) -> (Score, Vec<String>) {
    let (mut score, mut remarks) = (Score::default(), Vec::new());
    let is_text = !description.kind.is_workbook();
    let sheets: Vec<(&str, &Sheet, &Laid)> = description
        .sheets
        .iter()
        .zip(laid)
        .map(|(sheet, laid)| (if is_text { "csv" } else { sheet.name }, sheet, laid))
        .collect();
    let listed = || sheets.iter().filter(|it| !it.1.left_out);
    judge_columns(listed().map(|it| it.2), report, &mut score, &mut remarks);
    judge_errors(listed().map(|it| (it.0, it.2)), report, &mut score, &mut remarks);
    let mut dropped: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, _, laid) in listed() {
        score.right_cells += laid.right_cells;
        judge_items(name, laid, report, &mut score, &mut remarks);
        for (kind, count) in &laid.dropped {
            *dropped.entry(kind).or_default() += count;
        }
    }
    for kind in ["section", "total", "blank", "footnote", "repeated_header", "hidden"] {
        let (got, wanted) = (report["dropped_rows"][kind].as_u64().unwrap_or(0), dropped.get(kind));
        let wanted = wanted.copied().unwrap_or(0);
        if got != wanted as u64 {
            score.misread += 1;
            remarks.push(format!("dropped {kind}: {got}, not {wanted}"));
        }
    }
    let ignored: BTreeSet<&str> = sheets.iter().filter(|it| it.1.left_out).map(|it| it.0).collect();
    let told = report["sheets_ignored"].as_array().unwrap();
    let told: BTreeSet<&str> = told.iter().filter_map(Value::as_str).collect();
    if told != ignored {
        score.misread += 1;
        remarks.push(format!("sheets left out: {told:?}, not {ignored:?}"));
    }
    (score, remarks)
}

fn judge_columns<'a>(
    sheets: impl Iterator<Item = &'a Laid>,
    report: &Value,
    score: &mut Score,
    remarks: &mut Vec<String>,
) {
    let told = report["columns"].as_object().unwrap();
    let mut known = BTreeSet::new();
    for (heading, fields) in sheets.flat_map(|it| &it.columns) {
        known.insert(heading.clone());
        if heading.is_empty() {
            continue;
        }
        score.columns += 1;
        let got = told.get(heading).cloned().unwrap_or(json!("missing"));
        let right = fields.iter().any(|it| if *it == "-" { got.is_null() } else { got == *it });
        score.columns_right += usize::from(right);
        if !right {
            remarks.push(format!("column {heading}: {got}, not {fields:?}"));
        }
    }
    for (heading, field) in told {
        if !field.is_null() && !known.contains(heading) {
            score.columns += 1;
            remarks.push(format!("column {heading} is none, and was taken for {field}"));
        }
    }
}

fn judge_errors<'a>(
    sheets: impl Iterator<Item = (&'a str, &'a Laid)>,
    report: &Value,
    score: &mut Score,
    remarks: &mut Vec<String>,
) {
    let mut wanted: BTreeSet<(String, &str)> = BTreeSet::new();
    for (name, laid) in sheets {
        wanted.extend(laid.faults.iter().map(|it| (format!("{name}!{}", it.0), it.1)));
    }
    score.faults = wanted.len();
    let mut found = BTreeSet::new();
    for error in report["errors"].as_array().unwrap() {
        let place =
            (error["cell"].as_str().unwrap().to_owned(), error["field"].as_str().unwrap_or(""));
        if wanted.contains(&place) {
            found.insert(place);
        } else {
            score.called_wrong += 1;
            remarks.push(format!("called wrong: {error}"));
        }
    }
    score.faults_found = found.len();
    remarks.extend(wanted.difference(&found).map(|it| format!("not found to be wrong: {it:?}")));
}

fn judge_items(
    name: &str,
    laid: &Laid,
    report: &Value,
    score: &mut Score,
    remarks: &mut Vec<String>,
) {
    let items = report["items"].as_array().unwrap();
    let mut of_sheet: BTreeMap<u64, &Value> = BTreeMap::new();
    for item in items.iter().filter(|it| it["sheet"] == name) {
        of_sheet.insert(item["row"].as_u64().unwrap(), item);
    }
    for (row, expected) in &laid.items {
        let Some(item) = of_sheet.remove(&(*row as u64)) else {
            score.misread += 1;
            remarks.push(format!("{name} row {row} became nothing"));
            continue;
        };
        for (key, wanted) in expected {
            if !agree(&item[*key], wanted) {
                score.misread += 1;
                remarks.push(format!(
                    "{name} row {row} {}: {key} is {}, not {wanted}",
                    item["name"], item[*key]
                ));
            }
        }
    }
    for (row, item) in of_sheet {
        score.misread += 1;
        remarks.push(format!("{name} row {row} is no thing, and became {}", item["name"]));
    }
}

fn agree(got: &Value, wanted: &Value) -> bool {
    match (got, wanted) {
        (Value::Number(got), Value::Number(wanted)) => {
            let (got, wanted) = (got.as_f64().unwrap(), wanted.as_f64().unwrap());
            (got - wanted).abs() <= 1e-9 * wanted.abs()
        }
        (Value::Array(got), Value::Array(wanted)) => {
            got.len() == wanted.len()
                && got.iter().zip(wanted).all(|(got, wanted)| agree(got, wanted))
        }
        // The place of a section above may stand with the place that a column names.
        (Value::String(got), Value::String(wanted)) => got == wanted,
        _ => got == wanted,
    }
}
