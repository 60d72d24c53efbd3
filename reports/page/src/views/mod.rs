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

use serde::Serialize;
use tenfold_analysis::date;
use tenfold_analysis::findings::{
    Findings, GuessScore, Lost, Met, Missing, MissingKind, PartFindings, Verdict, wording,
};
use tenfold_figures as figures;
use tenfold_figures::ReportError;

/// The whole page.
#[derive(Serialize)]
pub(super) struct Page {
    question: String,
    id: String,
    experiment: String,
    date: String,
    machine: String,
    cores: usize,
    unfinished: bool,
    imported: bool,
    wrong: Vec<MissingView>,
    too_fast: Vec<MissingView>,
    answers: Vec<Answer>,
    overview: Option<overview::OverviewView>,
    targets_answer: String,
    targets: Vec<ScoreView>,
    guesses_answer: String,
    guesses: Vec<ScoreView>,
    guesses_figure: Option<figure::Figure>,
    class: Option<class::ClassView>,
    parts: Vec<part::PartView>,
    method: method::MethodView,
    rules: rules::RulesView,
}

#[derive(Serialize)]
struct Answer {
    anchor: String,
    kernel: String,
    sentences: Vec<String>,
}

/// A guess or a target with what became of it.
#[derive(Serialize)]
struct ScoreView {
    kernel: String,
    statement: String,
    measured: String,
    verdict: String,
    class: &'static str,
}

/// A cell without a number.
#[derive(Serialize)]
struct MissingView {
    cell: String,
    reason: String,
    class: &'static str,
}

/// Launches without times of a cell that has a number.
#[derive(Serialize)]
struct LostView {
    cell: String,
    launches: String,
    reason: String,
}

impl LostView {
    fn of(lost: &Lost<'_>) -> LostView {
        LostView {
            cell: wording::label(lost.cell),
            launches: format!("{} of {}", lost.count, lost.of),
            reason: lost.reason.clone(),
        }
    }
}

impl Page {
    pub(super) fn of(findings: &Findings<'_>) -> Result<Page, ReportError> {
        let run = findings.run;
        let parts = findings.parts.iter().enumerate();
        Ok(Page {
            question: run.experiment.question.clone(),
            id: run.id.clone(),
            experiment: run.experiment.name.clone(),
            date: date::utc(run.started_ms),
            machine: run.fingerprint.machine.clone(),
            cores: run.fingerprint.cores,
            unfinished: !findings.finished(),
            imported: run.imported_from().is_some(),
            wrong: findings.wrong().into_iter().map(MissingView::of).collect(),
            too_fast: findings.too_fast().into_iter().map(MissingView::of).collect(),
            overview: overview::OverviewView::of(findings),
            answers: parts.clone().map(|(index, part)| Answer::of(index, part)).collect(),
            targets_answer: findings.targets_answer(),
            targets: findings.parts.iter().flat_map(ScoreView::of_targets).collect(),
            guesses_answer: findings.guesses_answer(),
            guesses_figure: figures::Guess::of(findings).map(|model| {
                let name = format!("Guesses against measurements. {}", findings.guesses_answer());
                figure::Figure::new(name, &[&run.experiment.name, "guesses"], &model)
            }),
            guesses: findings.parts.iter().flat_map(ScoreView::of_guesses).collect(),
            class: class::ClassView::of(findings),
            parts: parts.map(|(index, part)| part::PartView::of(index, part, run)).collect::<Result<_, _>>()?,
            method: method::MethodView::of(findings),
            rules: rules::RulesView::of(findings),
        })
    }
}

impl Answer {
    fn of(index: usize, part: &PartFindings<'_>) -> Answer {
        Answer { anchor: part::anchor(index), kernel: part.title.clone(), sentences: part.answers() }
    }
}

impl ScoreView {
    fn of_targets<'a>(part: &'a PartFindings<'_>) -> impl Iterator<Item = ScoreView> + 'a {
        part.targets.iter().map(|score| ScoreView {
            kernel: part.name.clone(),
            statement: score.statement(),
            measured: Some(score.measured()).filter(|text| !text.is_empty()).unwrap_or("–".into()),
            verdict: score.verdict(),
            class: match score.met() {
                Met::Yes => "right",
                Met::No => "fault",
                Met::Unknown => "unscored",
            },
        })
    }

    fn of_guesses<'a>(part: &'a PartFindings<'_>) -> impl Iterator<Item = ScoreView> + 'a {
        part.guesses.iter().map(|score| ScoreView::of_guess(&part.name, score))
    }

    fn of_guess(kernel: &str, score: &GuessScore<'_>) -> ScoreView {
        ScoreView {
            kernel: kernel.to_string(),
            statement: score.statement(),
            measured: score.outcome.as_ref().map_or("–".into(), |m| wording::ratio(&m.ratio)),
            verdict: score.verdict(),
            class: match &score.outcome {
                Err(_) => "unscored",
                Ok(m) if m.verdict == Verdict::Right => "right",
                Ok(_) => "off",
            },
        }
    }
}

impl MissingView {
    fn of(missing: &Missing<'_>) -> MissingView {
        let class = match missing.kind {
            MissingKind::Wrong | MissingKind::TooFast => "fault",
            MissingKind::Unmeasured => "unmeasured",
        };
        let cell = missing.cell;
        MissingView {
            cell: format!("{}: {}", cell.kernel, wording::label(cell)),
            reason: missing.reason.clone(),
            class,
        }
    }
}
