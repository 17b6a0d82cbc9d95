//! What a benchmark prints, and how it measures.

use std::time::{Duration, Instant};

/// One row of the table.
pub struct Case {
    pub name: String,
    pub ours: f64,
    /// What it is held against, in the same unit; `None` where there is nothing to hold it against.
    pub peer: Option<(f64, &'static str)>,
    pub unit: &'static str,
    /// How many were found, written or matched: a fast answer must also be an answer.
    pub hits: usize,
}

impl Case {
    fn ratio(&self) -> Option<f64> {
        self.peer.map(|(peer, _)| self.ours / peer)
    }

    pub fn print(&self, json: bool) {
        if json {
            let line = serde_json::json!({
                "case": self.name,
                "ours": self.ours,
                "peer": self.peer.map(|it| it.0),
                "ratio": self.ratio(),
                "unit": self.unit,
                "hits": self.hits,
            });
            println!("{line}");
            return;
        }
        let (peer, against) = match self.peer {
            Some((peer, against)) => (shown(peer), against),
            None => ("–".to_owned(), ""),
        };
        let ratio = self.ratio().map_or_else(|| "–".to_owned(), |it| format!("{it:.2}"));
        println!(
            "| {} | {} | {} | {ratio} | {} | {} | {against} |",
            self.name,
            shown(self.ours),
            peer,
            self.unit,
            self.hits
        );
    }
}

fn shown(value: f64) -> String {
    match value.abs() {
        it if it >= 1000.0 => format!("{value:.0}"),
        it if it >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    }
}

/// How long one call took.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let value = work();
    (value, started.elapsed())
}

/// The value below which this part of them lies. Sorts them.
pub fn quantile(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
    #[expect(clippy::cast_precision_loss, reason = "there are few values")]
    let at = ((values.len() - 1) as f64 * part).round() as usize;
    values[at]
}

/// Prints what the columns of the table are, where a table is wanted.
pub fn print_heading(json: bool) {
    if !json {
        println!("| case | ours | peer | ratio | unit | hits | against |");
        println!("|---|---:|---:|---:|---|---:|---|");
    }
}
