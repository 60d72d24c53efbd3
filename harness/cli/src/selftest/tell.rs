//! Tells a self-test to people.

use super::Outcome;
use crate::args::Selftest as Args;
use crate::lines::entry;
use tenfold_duel::Trials;
use tenfold_kernel::Rung;

/// Prints false alarms, power, error and coverage, by kind of cell and by load.
pub fn tell(outcome: &Outcome, args: &Args) {
    println!("{} on {}, seed {}", duels(outcome.trials.len()), outcome.fingerprint.machine, outcome.seed);
    for loaded in [false, true] {
        println!(
            "\n{}",
            if loaded { "with a neighbour on every core, half of the time" } else { "without a neighbour of ours" }
        );
        println!("  cells       identical sides called different     planted and found");
        println!("             slower faster   of   share (at most)   1 %/10 s  2 %/3 s  5 %/3 s");
        for (name, holds) in KINDS {
            let of = |planted: f64| {
                outcome.count(|t| {
                    t.bout.loaded == loaded && t.bout.planted == planted && holds(outcome.cells[t.cell].rung)
                })
            };
            println!("{}", row(name, &of(0.0), [of(0.01), of(0.02), of(0.05)]));
        }
        let all = outcome.count(|t| t.bout.loaded == loaded);
        if let Ok(error) = all.median_error() {
            println!(
                "  estimates: median error {:.2} points, {:.1} % of the 95 % intervals hold the truth",
                100.0 * error,
                100.0 * all.coverage()
            );
        }
    }
    println!(
        "\n{}",
        entry(0, 0, "", "share (at most): the exact upper 95 % bound of Clopper and Pearson").trim_start()
    );
    for failed in &outcome.failed {
        println!("{}", entry(0, 7, "failed", failed));
    }
    if let Some(file) = &args.out {
        println!("all duels: {}", file.display());
    }
}

/// Which rungs stand together.
type Holds = fn(Rung) -> bool;

/// Kinds of cells that are counted apart.
pub const KINDS: [(&str, Holds); 4] = [
    ("serial", |rung| matches!(rung, Rung::Naive | Rung::Vectorised)),
    ("threaded", |rung| rung == Rung::Threaded),
    ("distributed", |rung| rung == Rung::Distributed),
    ("all", |_| true),
];

fn duels(n: usize) -> String {
    format!("{n} duels")
}

fn row(name: &str, same: &Trials, planted: [Trials; 3]) -> String {
    let alarms = match same.alarms_at_most() {
        Ok(bound) => format!("{:5.2} % ({:5.2} %)", 100.0 * same.alarms(), 100.0 * bound),
        Err(_) => "   –    (   –   )".to_string(),
    };
    let found = planted.map(|t| match t.count {
        0 => "–".to_string(),
        n => format!("{:.0} %/{n}", 100.0 * t.found()),
    });
    let [one, two, five] = found;
    format!(
        "  {name:<11} {:>5} {:>6} {:>4} {alarms}  {one:>9} {two:>8} {five:>8}",
        same.slower, same.faster, same.count
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_fits_and_says_what_was_counted() {
        let same = Trials { count: 2000, slower: 7, faster: 5, ..Trials::default() };
        let found = Trials { count: 500, slower: 499, ..Trials::default() };
        let row = row("distributed", &same, [found.clone(), found.clone(), found]);
        assert!(row.chars().count() <= 80, "{row}");
        assert!(row.contains("0.60 %") && row.contains("100 %/500"), "{row}");
        assert!(super::row("all", &Trials::default(), Default::default()).contains('–'));
    }
}
