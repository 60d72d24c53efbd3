//! What the templates are given: formatted strings and finished figures. Templates lay out, they compute nothing.

mod assembly;
mod change;
mod class;
mod efficiency;
pub(crate) mod figure;
pub(crate) mod flame;
pub(crate) mod history;
mod ladder;
mod method;
mod number;
mod overview;
mod part;
mod profile;
mod ranks;
mod roofline;
mod rules;
mod scaling;
mod source;

use minijinja::{Environment, Value, context};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use tenfold_analysis::date;
use tenfold_analysis::findings::{
    Findings, GuessScore, GuessVerdict, Lost, Met, Missing, MissingKind, PartFindings, TargetScore, wording,
};
use tenfold_figures as figures;
use tenfold_figures::ReportError;

/// The whole page; its parts are laid out already, by their template.
pub(super) fn page(findings: &Findings<'_>, templates: &Environment<'_>) -> Result<Value, ReportError> {
    let run = findings.run;
    let parts = || findings.parts.iter().enumerate();
    let answer = |(index, part): (usize, &PartFindings<'_>)| {
        context! { anchor => part::anchor(index), kernel => part.title, sentences => part.answers() }
    };
    let no_answer = findings.no_answer();
    let answers = parts().filter(|_| no_answer.is_none()).map(answer).collect::<Vec<_>>();
    let guesses_figure = |model: figures::Guess| {
        let name = format!("Guesses against measurements. {}", findings.guesses_answer());
        figure::PageFigure::new(name, &[&run.experiment.name, "guesses"], &model)
    };
    let targets = |part: &PartFindings<'_>| part.targets.iter().map(|t| target(&part.title, t)).collect::<Vec<_>>();
    let guesses = |part: &PartFindings<'_>| part.guesses.iter().map(|g| guess(&part.title, g)).collect::<Vec<_>>();
    Ok(context! {
        question => run.experiment.question,
        id => run.id,
        experiment => run.experiment.name,
        date => date::utc(run.started_ms),
        machine => run.fingerprint.machine,
        cores => run.fingerprint.cores,
        unfinished => !findings.finished(),
        imported => run.imported_from().is_some(),
        wrong => findings.wrong().into_iter().map(missing).collect::<Vec<_>>(),
        too_fast => findings.too_fast().into_iter().map(missing).collect::<Vec<_>>(),
        overview => overview::overview(findings),
        answers,
        no_answer,
        targets_answer => findings.targets_answer(),
        targets => findings.parts.iter().flat_map(targets).collect::<Vec<_>>(),
        guesses_answer => findings.guesses_answer(),
        guesses_figure => figures::Guess::of(findings).map(guesses_figure),
        guesses => findings.parts.iter().flat_map(guesses).collect::<Vec<_>>(),
        class => class::class(findings),
        parts => parts_of_the_page(findings, templates)?,
        method => method::method(findings),
        rules => rules::rules(findings),
    })
}

/// The parts, drawn, laid out and packed on all cores: nearly all time of a page goes into them.
fn parts_of_the_page(findings: &Findings<'_>, templates: &Environment<'_>) -> Result<Vec<Value>, ReportError> {
    let parts = findings.parts.par_iter().enumerate();
    let laid_out = |(index, part): (usize, &PartFindings<'_>)| {
        let view = part::part(index, part, findings.run)?;
        let section = templates.get_template("part.html")?.render(context! { part => view })?;
        let section = Value::from_safe_string(section);
        Ok(context! { anchor => part::anchor(index), kernel => part.title, section })
    };
    parts.map(laid_out).collect()
}

/// A target with what became of it.
fn target(kernel: &str, score: &TargetScore<'_>) -> Value {
    context! {
        kernel,
        statement => score.statement(),
        measured => Some(score.measured()).filter(|text| !text.is_empty()).unwrap_or("–".into()),
        verdict => score.verdict(),
        class => match score.met() {
            Met::Yes => "right",
            Met::No => "fault",
            Met::Unknown => "unscored",
        },
    }
}

/// A guess with what became of it.
fn guess(kernel: &str, score: &GuessScore<'_>) -> Value {
    context! {
        kernel,
        statement => score.statement(),
        measured => score.outcome.as_ref().map_or("–".into(), |m| wording::ratio(&m.ratio)),
        verdict => score.verdict(),
        class => match &score.outcome {
            Err(_) => "unscored",
            Ok(m) if m.verdict == GuessVerdict::Right => "right",
            Ok(_) => "off",
        },
    }
}

/// A cell without a number.
fn missing(missing: &Missing<'_>) -> Value {
    let class = match missing.kind {
        MissingKind::Wrong | MissingKind::TooFast => "fault",
        MissingKind::Unmeasured => "unmeasured",
    };
    let cell = format!("{}: {}", missing.cell.kernel, wording::label(missing.cell));
    context! { cell, reason => missing.reason, class }
}

/// Launches without times of a cell that has a number.
fn lost(lost: &Lost<'_>) -> Value {
    let launches = format!("{} of {}", lost.count, lost.of);
    context! { cell => wording::label(lost.cell), launches, reason => lost.reason }
}
