//! Tells a self-test to people.

use crate::lines::entry;
use tenfold_analysis::format;
use tenfold_analysis::selftest::{
    CellGroup, ESTIMATED_IN, OURS, PLANTED, bars, comparisons, counted, given, judges, nightly, reached,
};
use tenfold_analysis::text::visible;
use tenfold_duel::Trials;
use tenfold_record::SelfTest;

/// Prints false alarms, power, error and coverage by kind of cell, judge and load, then every bar.
pub fn tell(test: &SelfTest) {
    let seeds: Vec<String> = test.sittings.iter().map(|sitting| sitting.seed.to_string()).collect();
    println!("{} on {}", comparisons(test), visible(&test.fingerprint.machine));
    let sittings = format!("{}, seed {}", format::counted(seeds.len(), "sitting"), seeds.join(", "));
    println!("{}", entry(0, 0, "", &sittings).trim_start());
    if !test.trials.is_empty() {
        [false, true].into_iter().for_each(|loaded| duels(test, loaded));
        let bounds = "share (at most): the exact upper 95 % bound (Clopper and Pearson)";
        println!("\n{}", entry(0, 0, "", bounds).trim_start());
    }
    let asked = nightly(test);
    if !asked.is_empty() {
        println!("\nsimulated nights, by each detector");
    }
    for asked in asked {
        println!("{}", entry(2, 0, "", &visible(&asked.what)));
        for (judge, found, _) in &asked.found {
            println!("{}", entry(4, 20, &visible(judge), &visible(found)));
        }
    }
    println!("\ntargets");
    for bar in bars(test) {
        println!("{}", entry(2, 9, reached(&bar), &visible(&format!("{}: {}", bar.what, bar.found))));
        println!("{}", entry(2, 9, "", &format!("target: {}", bar.wanted)));
    }
    if !test.missing.is_empty() {
        println!("\nnot tested");
        for (what, why) in &test.missing {
            println!("{}", entry(2, 0, "", &visible(&format!("{what}: {why}"))));
        }
    }
}

fn duels(test: &SelfTest, loaded: bool) {
    let head = if loaded { "with a busy neighbour on every core half of the time" } else { "without added load" };
    println!("\n{head}");
    println!("  cells       identical sides called different     planted and found");
    println!("             slower faster   of   share (at most)   1 %/10 s  2 %/3 s  5 %/3 s");
    let of = |judge: &str, kind: CellGroup, planted: f64| {
        counted(test, judge, kind, |t| t.loaded == loaded && t.planted == planted)
    };
    let line = |judge: &str, kind: CellGroup, name: &str| {
        row(name, &of(judge, kind, 0.0), PLANTED.map(|p| of(judge, kind, p)))
    };
    for kind in CellGroup::EACH {
        println!("{}", line(OURS, kind, kind.name()));
    }
    let times = given(test, loaded);
    // One time is that of all.
    for seconds in times.iter().filter(|_| times.len() > 1) {
        let same =
            counted(test, OURS, CellGroup::All, |t| t.loaded == loaded && t.planted == 0.0 && t.given == *seconds);
        println!("{}", row(&format!("all in {seconds} s"), &same, Default::default()));
    }
    for judge in judges(test).iter().filter(|judge| *judge != OURS) {
        println!("{}", line(judge, CellGroup::All, judge));
    }
    let all = counted(test, OURS, CellGroup::All, |t| t.loaded == loaded && t.given >= ESTIMATED_IN);
    if let Ok(error) = all.median_error() {
        println!(
            "  estimates in {ESTIMATED_IN} s or more: median error {:.2} points; {:.1} % of intervals right",
            100.0 * error,
            100.0 * all.coverage()
        );
    }
}

fn row(name: &str, same: &Trials, planted: [Trials; 3]) -> String {
    let alarms = match same.alarms_at_most() {
        Ok(bound) => format!("{} % ({} %)", five(same.alarms()), five(bound)),
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

/// A share in per cent, five letters wide.
fn five(share: f64) -> String {
    match 100.0 * share {
        percent if percent < 99.995 => format!("{percent:5.2}"),
        percent => format!("{percent:5.0}"),
    }
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
        let wrong = Trials { count: 1, faster: 1, ..Trials::default() };
        assert!(super::row("distributed", &wrong, Default::default()).chars().count() <= 80);
        assert!(super::row("all", &Trials::default(), Default::default()).contains('–'));
    }
}
