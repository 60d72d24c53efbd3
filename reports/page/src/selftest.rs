//! The page of a self-test.

use super::views::figure::Figure;
use super::{SCRIPT, TEMPLATES, style, templates};
use minijinja::Value;
use serde::Serialize;
use tenfold_analysis::date;
use tenfold_analysis::format::{count, number, percent};
use tenfold_analysis::selftest::{Bar, bars, hot_share, nightly, reached, summary};
use tenfold_figures::ReportError;
use tenfold_figures::document::policy;
use tenfold_figures::selftest::{Plot, Question, questions};
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

/// What one detector made of simulated nights.
#[derive(Serialize)]
struct Judged {
    what: String,
    wanted: String,
    judge: String,
    found: String,
    class: &'static str,
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
        sections => questions(test).iter().map(section).collect::<Vec<_>>(),
        sampled => test.profilers.iter().flat_map(sampled).collect::<Vec<_>>(),
        cycles => test.profilers.iter().filter_map(cycles).collect::<Vec<_>>(),
        instructions => test.instructions.iter().map(counted).collect::<Vec<_>>(),
        nightly => judged(test),
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

fn class(reached: Option<bool>) -> &'static str {
    match reached {
        Some(true) => "right",
        Some(false) => "fault",
        None => "unscored",
    }
}

fn view(bar: Bar) -> BarView {
    let class = class(bar.reached);
    BarView { reached: reached(&bar), what: bar.what, wanted: bar.wanted, found: bar.found, class }
}

fn section(question: &Question) -> Section {
    let figure = |(name, plot): &(&str, Plot)| Figure::new(name.to_string(), &["selftest", name], plot);
    Section {
        anchor: question.key,
        title: question.title,
        about: question.about,
        answer: question.answer.clone(),
        figures: question.figures.iter().map(figure).collect(),
    }
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

fn judged(test: &SelfTest) -> Vec<Judged> {
    let of = |asked: tenfold_analysis::selftest::Asked| {
        let wanted = asked.wanted.unwrap_or("–".to_string());
        asked.found.into_iter().map(move |(judge, found, reached)| {
            let class = class(reached);
            Judged { what: asked.what.clone(), wanted: wanted.clone(), judge, found, class }
        })
    };
    nightly(test).into_iter().flat_map(of).collect()
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
