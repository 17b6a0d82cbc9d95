//! `make bench-import`: what an inventory of a hundred thousand rows of twenty columns costs, stage
//! by stage, each beside a bare one in the same run.
//!
//! Prints a table; with `JSON=1` one line of JSON for each case.

mod apply;
#[path = "../first/case.rs"]
mod case;
mod copy;
#[path = "../first/matching.rs"]
#[allow(dead_code, reason = "of it, only how an app is opened and an organisation registered")]
mod matching;
mod parse;
mod photo;
mod whole;
#[path = "../first/workload.rs"]
#[allow(dead_code, reason = "each benchmark takes of it what it needs")]
mod workload;

pub use case::{Case, quantile, timed};

/// Rows of the inventory; each has twenty cells.
pub const ROWS: usize = 100_000;

fn main() {
    let json = std::env::var_os("JSON").is_some();
    // `make bench-import STAGES=parse` runs that stage only: parse, apply, postgres, photo, whole.
    let wanted = std::env::var("STAGES").unwrap_or_default();
    let runs = |name: &str| wanted.is_empty() || wanted.split_whitespace().any(|it| it == name);
    case::print_heading(json);
    let print = &mut |case: Case| case.print(json);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if runs("parse") {
        runtime.block_on(parse::run(print));
    }
    if runs("apply") {
        runtime.block_on(apply::run(print));
    }
    if let Ok(url) = std::env::var("TEST_DATABASE_URL")
        && runs("postgres")
    {
        copy::run(&url, print);
        runtime.block_on(apply::run_at(&url, print));
    }
    if runs("photo") {
        photo::run(print);
    }
    if runs("whole") {
        runtime.block_on(whole::run(print));
    }
}
