//! From the file to rows of typed cells in the service: through the reading process, which is
//! started, counts what is packed, reads, and tells. Beside it, readers that only read.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use calamine::{DataRef, Reader, Xlsx};
use circuler::config::Inventories;
use circuler::inventories::read::{Workbook, read_in_child};

use crate::{Case, ROWS, quantile, timed, workload};

/// Each is run so often, in turn, and the middle one counts.
const RUNS: usize = 5;

pub async fn run(print: &mut impl FnMut(Case)) {
    let folder = tempfile::tempdir().expect("a folder");
    for (kind, bytes) in [("xlsx", workload::xlsx(ROWS)), ("csv", workload::csv(ROWS))] {
        let file = folder.path().join(format!("inventory.{kind}"));
        std::fs::write(&file, &bytes).expect("a file");
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        let mut cells = 0;
        for _ in 0..RUNS {
            let started = std::time::Instant::now();
            let workbook = read(&file).await;
            ours.push(started.elapsed().as_secs_f64());
            cells = workbook.sheets.iter().flat_map(|it| &it.rows).map(|it| it.cells.len()).sum();
            drop(workbook);
            let (read, took) = timed(|| if kind == "csv" { csv(&file) } else { xlsx(&file) });
            assert_eq!(read, cells, "both see the same");
            bare.push(took.as_secs_f64());
        }
        let ours = quantile(&mut ours, 0.5);
        let against = if kind == "csv" { "bare csv" } else { "bare calamine, cell by cell" };
        let peer = (quantile(&mut bare, 0.5), against);
        print(case(format!("parse {ROWS} rows × 20 of {kind}"), ours, Some(peer), cells));
        if kind == "xlsx" {
            let (read, took) = openpyxl(&file);
            assert_eq!(read, cells, "both see the same");
            let name = format!("parse {ROWS} rows × 20 of {kind}, beside Python");
            print(case(name, ours, Some((took.as_secs_f64(), "openpyxl, read-only")), cells));
        }
    }
}

fn case(name: String, ours: f64, peer: Option<(f64, &'static str)>, hits: usize) -> Case {
    Case { name, ours, peer, unit: "s", hits }
}

/// As the service reads, with its bounds.
async fn read(file: &Path) -> Workbook {
    let reader = env!("CARGO_BIN_EXE_circuler").into();
    let settings = Inventories { reader, ..Inventories::default() };
    read_in_child(&settings, file).await.expect("a reader").expect("a list")
}

pub fn xlsx(file: &Path) -> usize {
    let mut workbook: Xlsx<_> = calamine::open_workbook(file).expect("xlsx");
    let sheet = workbook.sheet_names()[0].clone();
    let mut reader = workbook.worksheet_cells_reader(&sheet).expect("a sheet");
    let mut cells = 0;
    while let Some(cell) = reader.next_cell().expect("a cell") {
        cells += usize::from(*cell.get_value() != DataRef::Empty);
    }
    cells
}

pub fn csv(file: &Path) -> usize {
    let bytes = std::fs::read(file).expect("a file");
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(&bytes[..]);
    let mut record = csv::ByteRecord::new();
    let mut cells = 0;
    while reader.read_byte_record(&mut record).expect("a row") {
        cells += record.iter().filter(|it| !it.is_empty()).count();
    }
    cells
}

const OPENPYXL: &str = "
import sys, time, openpyxl
started = time.perf_counter()
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
cells = sum(1 for row in book.active.iter_rows(values_only=True) for it in row if it is not None)
print(cells, time.perf_counter() - started)
";

/// In an environment of its own under `target/`, made on the first run.
fn openpyxl(file: &Path) -> (usize, Duration) {
    let folder = Path::new("target/openpyxl");
    let python = folder.join("bin/python");
    if !python.exists() {
        run_well(Command::new("python3").args(["-m", "venv"]).arg(folder));
        run_well(Command::new(&python).args(["-m", "pip", "install", "-q", "openpyxl==3.1.5"]));
    }
    let said = run_well(Command::new(&python).args(["-c", OPENPYXL]).arg(file));
    let (cells, seconds) = said.trim().split_once(' ').expect("two numbers");
    let seconds = seconds.parse().expect("seconds");
    (cells.parse().expect("cells"), Duration::from_secs_f64(seconds))
}

fn run_well(command: &mut Command) -> String {
    let output = command.output().expect("a program");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}
