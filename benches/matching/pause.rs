//! Whether a search ever waits for those who change needs, or for segments that become one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use circuler::needs::index::{NeedIndex, Offered, Scratch, Sought};

use crate::Case;
use crate::workload::{Dice, Workload};

/// So many that all segments become one at the end.
const CHANGES: usize = 60_000;

/// Searches one after the other on this thread, while another one changes needs as fast as it can
/// and merges all it can; then as long again while nothing changes.
pub fn run(
    index: &NeedIndex,
    workload: &Workload,
    needs: &[Sought],
    listings: &[Offered],
    print: &mut impl FnMut(Case),
) {
    let done = AtomicBool::new(false);
    let started = Instant::now();
    let busy = std::thread::scope(|scope| {
        scope.spawn(|| {
            change(index, workload, needs);
            done.store(true, Ordering::Release);
        });
        searches(index, listings, || done.load(Ordering::Acquire))
    });
    let took = started.elapsed();
    let started = Instant::now();
    let quiet = searches(index, listings, || started.elapsed() >= took);
    for (part, what) in [(0.5, "median"), (0.999, "p99.9"), (1.0, "longest")] {
        print(Case {
            name: format!("{} needs: a search while needs change and merge, {what}", needs.len()),
            ours: at(&busy, part),
            peer: Some((at(&quiet, part), "while nothing changes")),
            unit: "µs",
            hits: 0.0,
        });
    }
}

fn change(index: &NeedIndex, workload: &Workload, needs: &[Sought]) {
    let mut dice = Dice::new(101);
    for number in 1..=CHANGES {
        let need = needs[dice.below(needs.len())].need;
        index.put(workload.need(&mut dice, need));
        // Far more often than it is needed.
        if number % 2000 == 0 {
            index.merge();
        }
    }
}

/// How long each took, the shortest first.
fn searches(index: &NeedIndex, listings: &[Offered], is_over: impl Fn() -> bool) -> Vec<Duration> {
    let (mut scratch, mut found) = (Scratch::default(), Vec::new());
    let mut took = Vec::new();
    for listing in listings.iter().cycle() {
        if is_over() {
            break;
        }
        let started = Instant::now();
        index.search(listing, &mut |_| true, &mut scratch, &mut found);
        took.push(started.elapsed());
    }
    took.sort_unstable();
    took
}

fn at(took: &[Duration], part: f64) -> f64 {
    let last = took.len().saturating_sub(1) as f64;
    took.get((last * part).round() as usize).map_or(0.0, |it| it.as_nanos() as f64 / 1000.0)
}
