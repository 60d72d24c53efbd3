//! The page of a self-test.

use super::views::figure::PageFigure;
use super::{SCRIPT, TEMPLATES, style, templates};
use minijinja::{Value, context};
use tenfold_analysis::date;
use tenfold_analysis::findings::wording;
use tenfold_analysis::format::{self, count, percent};
use tenfold_analysis::selftest::{Asked, Bar, bars, comparisons, hot_share, nightly, reached, summary};
use tenfold_figures::document::policy;
use tenfold_figures::selftest::{Question, questions};
use tenfold_figures::{Gauge, ReportError};
use tenfold_record::{InstructionTest, ProfilerTest, SampledHot, SelfTest, Sitting};

/// A self-test as one self-contained HTML page. The same self-test gives the same bytes.
///
/// # Errors
/// [`ReportError`] where the page cannot be laid out.
pub fn html(test: &SelfTest) -> Result<String, ReportError> {
    let bars = bars(test);
    let summary = summary(&bars);
    let bars: Vec<Value> = bars.iter().map(view).collect();
    let facts: Vec<(&str, &str)> = test.fingerprint.facts.iter().map(|f| (f.name.as_str(), f.value.as_str())).collect();
    let cells: Vec<(&str, String)> = test.cells.iter().map(|c| (c.name.as_str(), wording::params(&c.params))).collect();
    let style = style::style();
    Ok(templates(TEMPLATES)?.get_template("selftest.html")?.render(context! {
        machine => test.fingerprint.machine,
        sittings => test.sittings.iter().map(sitting).collect::<Vec<_>>(),
        duels => comparisons(test),
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
    let minutes = format::counted(sitting.minutes.round() as usize, "minute");
    format!("{}, {}, seed {}", date::utc(sitting.started_ms), minutes, sitting.seed)
}

fn class(reached: Option<bool>) -> &'static str {
    match reached {
        Some(true) => "right",
        Some(false) => "fault",
        None => "unscored",
    }
}

fn view(bar: &Bar) -> Value {
    context! { what => bar.what, wanted => bar.wanted, found => bar.found, reached => reached(bar), class => class(bar.reached) }
}

fn section(question: &Question) -> Value {
    let figure = |(name, gauge): &(&str, Gauge)| PageFigure::new(name.to_string(), &["selftest", name], gauge);
    context! {
        anchor => question.key,
        title => question.title,
        about => question.about,
        answer => question.answer,
        figures => question.figures.iter().map(figure).collect::<Vec<_>>(),
    }
}

fn sampled(test: &ProfilerTest) -> Vec<Value> {
    let of = |sampled: &SampledHot| {
        context! {
            tool => test.tool,
            asked => format!("{:.0} Hz", sampled.requested_hz),
            realised => format!("{:.0} Hz", sampled.realised_hz),
            samples => count(sampled.samples),
            lost => count(sampled.lost),
            hot => hot_share(sampled).map_or("–".to_string(), |share| percent(share.value)),
        }
    };
    test.sampled.iter().map(of).collect()
}

fn cycles(test: &ProfilerTest) -> Option<Value> {
    let cycles = test.cycles.as_ref()?;
    let done = format::counted(cycles.cycles as usize, "time");
    let crashed = format::counted(cycles.crashes.len(), "crash");
    Some(context! { tool => test.tool, done, crashed, crashes => cycles.crashes, refused => cycles.refused })
}

fn judged(test: &SelfTest) -> Vec<Value> {
    let of = |asked: Asked| {
        let wanted = asked.wanted.unwrap_or("–".to_string());
        let row = move |(judge, found, reached): (String, String, Option<bool>)| {
            context! { what => asked.what, wanted, judge, found, class => class(reached) }
        };
        asked.found.into_iter().map(row).collect::<Vec<_>>()
    };
    nightly(test).into_iter().flat_map(of).collect()
}

fn counted(test: &InstructionTest) -> Value {
    let least = |counts: &[u64]| counts.iter().min().map_or("–".to_string(), |n| count(*n));
    context! {
        cell => test.cell,
        processes => test.counts.len(),
        least => least(&test.counts),
        most => test.counts.iter().max().map_or("–".to_string(), |n| count(*n)),
        planted => percent(test.planted),
        more => least(&test.more),
    }
}
