//! The page of a self-test.

use super::views::figure::Figure;
use super::{SCRIPT, TEMPLATES, style, templates};
use minijinja::Value;
use serde::Serialize;
use tenfold_analysis::date;
use tenfold_analysis::format::{count, number, percent};
use tenfold_analysis::selftest::{Bar, bars, hot_share, reached, rivals_answer, summary, told};
use tenfold_figures::document::policy;
use tenfold_figures::{ReportError, selftest as drawn};
use tenfold_record::{InstructionTest, ProfilerTest, SelfTest, Sitting};

/// One bar.
#[derive(Serialize)]
struct BarView {
    what: String,
    wanted: String,
    found: String,
    reached: &'static str,
    class: &'static str,
}

/// One section: a question with its figures.
#[derive(Serialize)]
struct Section {
    anchor: &'static str,
    title: &'static str,
    about: &'static str,
    /// The answer, computed.
    answer: String,
    figures: Vec<Figure>,
}

/// One profiler at one rate.
#[derive(Serialize)]
struct Sampled {
    tool: String,
    asked: String,
    realised: String,
    samples: String,
    lost: String,
    hot: String,
}

/// Starting and stopping one profiler.
#[derive(Serialize)]
struct Cycles {
    tool: String,
    cycles: String,
    crashes: Vec<String>,
    refused: Vec<String>,
}

/// The counts of one cell.
#[derive(Serialize)]
struct Counted {
    cell: String,
    processes: usize,
    least: String,
    most: String,
    planted: String,
    more: String,
}

/// A self-test as one self-contained HTML page. The same self-test gives the same bytes.
///
/// # Errors
/// [`ReportError`] where the page cannot be laid out.
pub fn html(test: &SelfTest) -> Result<String, ReportError> {
    let bars = bars(test);
    let summary = summary(&bars);
    let bars: Vec<BarView> = bars.into_iter().map(view).collect();
    let facts: Vec<(&str, &str)> = test.fingerprint.facts.iter().map(|f| (f.name.as_str(), f.value.as_str())).collect();
    let cells: Vec<(String, String)> = test
        .cells
        .iter()
        .map(|cell| {
            let params: Vec<String> = cell.params.iter().map(|(name, value)| format!("{name} = {value}")).collect();
            (cell.name.clone(), params.join(", "))
        })
        .collect();
    let style = style::style();
    Ok(templates(TEMPLATES)?.get_template("selftest.html")?.render(minijinja::context! {
        machine => test.fingerprint.machine,
        sittings => test.sittings.iter().map(sitting).collect::<Vec<_>>(),
        duels => count(test.trials.len() as u64),
        summary,
        bars,
        sections => sections(test),
        sampled => test.profilers.iter().flat_map(sampled).collect::<Vec<_>>(),
        cycles => test.profilers.iter().filter_map(cycles).collect::<Vec<_>>(),
        instructions => test.instructions.iter().map(counted).collect::<Vec<_>>(),
        cells,
        missing => test.missing,
        facts,
        policy => policy::policy(&[&style], SCRIPT),
        style => Value::from_safe_string(style),
        script => Value::from_safe_string(SCRIPT.to_string()),
    })?)
}

fn sitting(sitting: &Sitting) -> String {
    format!("{}, {} minutes, seed {}", date::utc(sitting.started_ms), number(sitting.minutes), sitting.seed)
}

fn view(bar: Bar) -> BarView {
    let class = match bar.reached {
        Some(true) => "right",
        Some(false) => "fault",
        None => "unscored",
    };
    BarView { reached: reached(&bar), what: bar.what, wanted: bar.wanted, found: bar.found, class }
}

/// The questions that figures answer; those of which nothing was measured are left out.
fn sections(test: &SelfTest) -> Vec<Section> {
    let mut sections = Vec::new();
    let bars = bars(test);
    let told = |of: &[&str]| told(&bars, of);
    let gauge = |name: &str, model: &tenfold_figures::Gauge| Figure::new(name.to_string(), &["selftest", name], model);
    let power = |name: &str, model: &tenfold_figures::Power| Figure::new(name.to_string(), &["selftest", name], model);
    if !test.trials.is_empty() {
        sections.push(Section {
            anchor: "alarms",
            answer: told(&["false alarms between identical"]),
            title: "How often is identical code called different?",
            about: "The same program on both sides, in new processes each time. “Beside a load”: a neighbour keeps every \
                    core busy half of the time.",
            figures: vec![gauge("False alarms by kind of cell.", &drawn::alarms(test))],
        });
        sections.push(Section {
            anchor: "power",
            answer: told(&["found within"]),
            title: "How often is a slowdown found?",
            about: "Runs were added to B’s blocks. First alone, then beside a load.",
            figures: vec![
                power("Slowdowns found, alone.", &drawn::power(test, false)),
                power("Slowdowns found, beside a load.", &drawn::power(test, true)),
            ],
        });
        sections.push(Section {
            anchor: "estimates",
            answer: told(&["median error", "95 % intervals"]),
            title: "Are the estimates right?",
            about: "How often the 95 % intervals hold the truth, and how far the estimated ratios are from it.",
            figures: vec![
                gauge("Coverage of the intervals.", &drawn::coverage(test)),
                gauge("Errors of the estimates.", &drawn::errors(test)),
            ],
        });
    }
    if !test.layouts.is_empty() {
        sections.push(Section {
            anchor: "builds",
            answer: told(&["between builds"]),
            title: "How often are builds of one source called different?",
            about: "Programs of one revision whose functions were linked in other orders, two against two others. Where code \
                    lies changes its speed, and that is no change of the source.",
            figures: vec![gauge("How much builds of one source differ.", &drawn::spreads(test))],
        });
    }
    if test.trials.iter().any(|t| !t.opinions.is_empty()) {
        sections.push(Section {
            anchor: "rivals",
            answer: rivals_answer(test),
            title: "How do others judge the same blocks?",
            about: "All blocks of every comparison, disturbed or not, given to criterion (A’s as the baseline, B’s as the \
                    new run) and to tango (pairs of neighbouring blocks), each with its own settings: neither knows \
                    which blocks were disturbed or belong to one launch. That A and B took turns is to their advantage.",
            figures: vec![
                gauge("False alarms by judge.", &drawn::judged(test)),
                power("Slowdowns found by judge, alone.", &drawn::judged_power(test, false)),
                power("Slowdowns found by judge, beside a load.", &drawn::judged_power(test, true)),
            ],
        });
    }
    if !test.profilers.is_empty() {
        sections.push(Section {
            anchor: "profilers",
            answer: told(&["in the known function", "slowdown at", "started and stopped"]),
            title: "Can the profilers be believed?",
            about: "A process that does nothing but run one known function, sampled; and a duel between that process with \
                    the profiler and without it.",
            figures: vec![
                gauge("Samples in the known function.", &drawn::hot(test)),
                gauge("Slowdown by the profiler.", &drawn::overhead(test)),
            ],
        });
    }
    if !test.agreements.is_empty() {
        sections.push(Section {
            anchor: "agreement",
            answer: told(&["medians"]),
            title: "Do others find the same times?",
            about: "The same variant with the same params, timed by this harness and by another program in turns.",
            figures: vec![gauge("Our medians over theirs.", &drawn::agreements(test))],
        });
    }
    sections
}

fn sampled(test: &ProfilerTest) -> Vec<Sampled> {
    let of = |sampled: &tenfold_record::SampledHot| Sampled {
        tool: test.tool.clone(),
        asked: format!("{:.0} Hz", sampled.requested_hz),
        realised: format!("{:.0} Hz", sampled.realised_hz),
        samples: count(sampled.samples),
        lost: count(sampled.lost),
        hot: hot_share(sampled).map_or("–".to_string(), |share| percent(share.value)),
    };
    test.sampled.iter().map(of).collect()
}

fn cycles(test: &ProfilerTest) -> Option<Cycles> {
    let cycles = test.cycles.as_ref()?;
    Some(Cycles {
        tool: test.tool.clone(),
        cycles: count(cycles.cycles),
        crashes: cycles.crashes.clone(),
        refused: cycles.refused.clone(),
    })
}

fn counted(test: &InstructionTest) -> Counted {
    let end = |counts: &[u64], least: bool| {
        let found = if least { counts.iter().min() } else { counts.iter().max() };
        found.map_or("–".to_string(), |n| count(*n))
    };
    Counted {
        cell: test.cell.clone(),
        processes: test.counts.len(),
        least: end(&test.counts, true),
        most: end(&test.counts, false),
        planted: percent(test.planted),
        more: end(&test.more, true),
    }
}
