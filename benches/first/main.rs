//! `make bench`: what the main job costs, each case beside a peer or a bound in the same run.
//!
//! Prints a table; with `JSON=1` one line of JSON for each case.

mod case;
mod import;
mod matching;
mod search;
mod service;
mod workload;

pub use case::{Case, quantile, timed};

fn main() {
    let json = std::env::var_os("JSON").is_some();
    // `make bench CASES="search matching"` runs those only.
    let wanted = std::env::var("CASES").unwrap_or_default();
    let runs = |name: &str| wanted.is_empty() || wanted.split_whitespace().any(|it| it == name);
    case::print_heading(json);
    let print = &mut |case: Case| case.print(json);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if runs("import") {
        runtime.block_on(import::run(print));
    }
    if runs("search") {
        runtime.block_on(search::run(print));
    }
    if runs("matching") {
        runtime.block_on(matching::run(print));
    }
    if runs("service") {
        runtime.block_on(service::run(print));
    }
}
