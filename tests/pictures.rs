//! Pictures nobody made for us: every file that Pillow keeps for its own tests, odd ones, broken ones
//! and those that once broke it. None may break ours, take more than its memory or more than seconds.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use circuler::picture::{self, Refusal};

/// What the limits on one picture come to with all that decoders need beside, threads included.
const ADDRESS_SPACE_BYTES: u64 = 3_000_000_000;

const SECONDS_MAX: Duration = Duration::from_secs(10);

/// Where the package is unpacked, fetched by its name unless that was done before.
fn corpus() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pillow");
    let done = folder.join("fetched");
    if !done.exists() {
        std::fs::create_dir_all(&folder).unwrap();
        let fetched = Command::new("python3")
            .args(["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "pillow"])
            .arg("--dest")
            .arg(&folder)
            .arg("pillow")
            .status()
            .unwrap();
        assert!(fetched.success(), "pip could not fetch the sources of pillow");
        let archives = std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path());
        let archive = archives.filter(|it| it.extension().is_some_and(|it| it == "gz")).last();
        let unpacked =
            Command::new("tar").arg("-xzf").arg(archive.unwrap()).arg("-C").arg(&folder).status();
        assert!(unpacked.unwrap().success(), "the sources of pillow could not be unpacked");
        std::fs::write(done, "").unwrap();
    }
    folder
}

/// Every file below a folder called `images`.
fn pictures_below(folder: &Path, within: bool, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pictures_below(&path, within || path.ends_with("images"), found);
        } else if within {
            found.push(path);
        }
    }
}

fn told(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Unsupported { kind } => format!("refused: {kind}"),
        Refusal::Empty => "refused: empty".to_owned(),
        Refusal::Heic => "refused: HEIC".to_owned(),
        Refusal::Svg => "refused: SVG".to_owned(),
        Refusal::Unknown => "refused: no picture we know".to_owned(),
        Refusal::Damaged { why: _ } => "refused: damaged".to_owned(),
        Refusal::TooManyBytes | Refusal::TooManyPixels { .. } => "refused: too large".to_owned(),
    }
}

#[test]
fn no_picture_of_pillows_breaks_anything() {
    let mut files = Vec::new();
    pictures_below(&corpus(), false, &mut files);
    assert!(files.len() > 500, "only {} files were found", files.len());
    rlimit::Resource::AS.set(ADDRESS_SPACE_BYTES, ADDRESS_SPACE_BYTES).unwrap();
    let mut outcomes: BTreeMap<String, usize> = BTreeMap::new();
    let mut slowest = (Duration::ZERO, PathBuf::new());
    for path in files {
        let file = std::fs::read(&path).unwrap();
        let started = Instant::now();
        let outcome = match picture::develop(&file) {
            Ok(picture) => {
                assert_eq!(picture.sizes.len(), 6, "{}", path.display());
                assert!(picture.sizes.iter().all(|it| !it.file.is_empty()), "{}", path.display());
                "developed".to_owned()
            }
            Err(refusal) => told(&refusal),
        };
        let took = started.elapsed();
        assert!(took < SECONDS_MAX, "{} took {took:?}", path.display());
        *outcomes.entry(outcome).or_default() += 1;
        slowest = slowest.max((took, path));
    }
    for (outcome, count) in &outcomes {
        println!("{count:5}  {outcome}");
    }
    println!("slowest: {} in {:?}", slowest.1.display(), slowest.0);
    assert!(outcomes["developed"] > 300, "{outcomes:?}");
}
