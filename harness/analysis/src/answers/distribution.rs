//! How steady are the samples?

use crate::findings::Times;
use crate::findings::wording::label;
use crate::format;

/// What other programs use at most on a machine that is otherwise idle, in CPUs.
const IDLE: f64 = 0.05;

/// How busy other programs kept the machine during the launches; `None` where the system does not tell.
fn foreign(times: &[Times<'_>]) -> Option<String> {
    let launches = times.iter().flat_map(|t| t.measured.good());
    let cpus: Vec<f64> = launches.filter_map(|launch| launch.foreign_cpus).collect();
    let median = tenfold_stats::median(&cpus).ok()?;
    let most = cpus.into_iter().fold(0.0, f64::max);
    Some(match most < IDLE {
        true => "The machine was otherwise idle.".into(),
        false => format!("Other programs used {median:.2} CPUs in the median launch, {most:.2} at most."),
    })
}

/// How much the launches of one cell differ at most, and how many samples were disturbed.
pub fn spread(times: &[Times<'_>]) -> String {
    let all: usize = times.iter().map(Times::samples).sum();
    let disturbed: usize = times.iter().map(Times::disturbed).sum();
    let (of, share) = (format::counted(all, "sample"), format::percent(disturbed as f64 / all as f64));
    let samples = match disturbed {
        0 => format!("None of {of} was disturbed."),
        1 => format!("1 of {of} was disturbed ({share}); it is marked but kept."),
        n => format!("{} of {of} were disturbed ({share}); they are marked but kept.", format::count(n as u64)),
    };
    let samples = match foreign(times) {
        Some(foreign) => format!("{samples} {foreign}"),
        None => samples,
    };
    let spreads = times.iter().filter_map(|t| Some((label(t.cell), t.spread()?)));
    match spreads.max_by(|a, b| a.1.total_cmp(&b.1)) {
        Some((label, spread)) => {
            let times = format::ratio(spread);
            format!("Least repeatable: {label}, whose slowest launch took {times} its fastest. {samples}")
        }
        None => samples,
    }
}
