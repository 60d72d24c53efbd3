//! Figures in the page: the models of `figures` filled with findings.
//!
//! Titles and captions stay empty: the page has them as text, which grows and wraps as a figure's does not.

mod scaling;

use super::roofline::level;
use crate::figures::{self, Estimate as Drawn, LeftOut, Size};
use crate::findings::{self, Estimate, GuessScore, MissingKind, PartFindings, Row, Times, say};
use crate::text::{self, short};
use crate::{ceiling, format};
use minijinja::Value;
use serde::Serialize;
use tenfold_record::Reach;

pub(crate) use scaling::scaling_model;
pub(super) use scaling::{View, ideal, scaling};

/// Longest name inside a figure; the table beside it has the whole.
const LONGEST: usize = 28;

/// A figure, what is said of it to who cannot see it, and the numbers behind it.
#[derive(Serialize)]
pub(crate) struct Figure {
    name: String,
    /// What a file with the figure is called, without its extension.
    file: String,
    svg: Value,
    /// The same for a phone.
    narrow: Value,
    /// The numbers, column by column: so they pack well, and the page's script makes rows of them.
    columns: Value,
}

impl Figure {
    pub(crate) fn new(name: String, file: &[&str], model: &impl figures::Figure) -> Figure {
        let file = text::file_name(&file.join("-"));
        // Escaped here: the page's own formatter is made for sentences and would change the spaces.
        let columns = text::verbatim(&turned(&model.csv()));
        Figure {
            name,
            file,
            svg: Value::from_safe_string(model.svg(Size::Page)),
            narrow: Value::from_safe_string(without_description(&model.svg(Size::Narrow))),
            columns: Value::from_safe_string(columns),
        }
    }
}

/// CSV whose columns are the rows of `csv`.
fn turned(csv: &str) -> String {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> =
        reader.records().map(|row| row.expect("what was written as CSV is read")).collect();
    let mut columns = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for column in 0..rows.first().map_or(0, csv::StringRecord::len) {
        let fields = rows.iter().map(|row| row.get(column).unwrap_or_default());
        columns.write_record(fields).expect("memory takes what is written");
    }
    let bytes = columns.into_inner().expect("memory is flushed");
    String::from_utf8(bytes).expect("what was written is text")
}

/// A figure without the words that the one beside it has as well.
fn without_description(svg: &str) -> String {
    let cut = svg.split_once("<desc>").and_then(|(before, rest)| Some((before, rest.split_once("</desc>\n")?.1)));
    cut.map_or(svg.to_string(), |(before, after)| format!("{before}{after}"))
}

/// An estimate as figures draw it; one without an interval is drawn as a mark alone.
pub(crate) fn drawn(estimate: &Estimate) -> Drawn {
    let interval = estimate.interval.map(|i| (i.low, i.high));
    Drawn { value: estimate.value, interval, n: estimate.n }
}

pub(crate) fn medians(times: &Times<'_>) -> Vec<f64> {
    times.launches.iter().map(|l| l.median).collect()
}

/// The name of a row, and that it is not ranked.
fn ranked_label(row: &Row<'_>) -> String {
    match row.ranked {
        true => short(&row.label, LONGEST),
        false => format!("{} (not ranked)", short(&row.label, LONGEST - 13)),
    }
}

/// How much is each rung worth?
pub(super) fn ladder(part: &PartFindings<'_>) -> Figure {
    Figure::new(format!("The ladder. {}", part.answer()), &[&part.name, "ladder"], &ladder_model(part))
}

/// The ladder as a figure without words around it.
pub(crate) fn ladder_model(part: &PartFindings<'_>) -> figures::Ladder {
    let ladder = &part.ladder;
    let row = |row: &Row<'_>| figures::ladder::Row {
        label: ranked_label(row),
        rung: row.times.cell.rung,
        seconds: drawn(&row.times.estimate),
        factor_to_base: row.speed_up.as_ref().filter(|_| !row.is_base).map(drawn),
        factor_to_previous: row.step.as_ref().map(drawn),
        guess: part.guesses.iter().find_map(|g| guess_on(g, row, part)),
        launches: medians(&row.times),
    };
    let left_out = part.missing.iter().map(|m| LeftOut {
        label: short(&say::label(m.cell), LONGEST),
        reason: match m.kind {
            MissingKind::Wrong => "wrong answer".into(),
            MissingKind::TooFast => "too fast to be true".into(),
            MissingKind::Unmeasured => short(&m.reason, 60),
        },
        fault: m.kind != MissingKind::Unmeasured,
    });
    figures::Ladder {
        title: String::new(),
        caption: String::new(),
        rows: ladder.rows.iter().map(row).collect(),
        base_label: short(&ladder.base().map_or(part.part.base.clone(), |b| b.label.clone()), 18),
        limit: ladder.limit.as_ref().map(|limit| figures::ladder::Limit {
            seconds: limit.seconds,
            label: format!("limit of one core, {}", format::seconds(limit.seconds)),
        }),
        left_out: left_out.collect(),
        footer: format!(
            "one estimate for all rows, over rounds, with 95 % intervals; a faint dot is a launch{}",
            undrawn_limit(ladder)
        ),
    }
}

/// That a limit is not drawn because it was not measured.
fn undrawn_limit(ladder: &findings::Ladder<'_>) -> &'static str {
    match (&ladder.limit, ladder.unmeasured.is_empty()) {
        (_, true) => "",
        (None, false) => "; the limit was not measured in this run",
        (Some(_), false) => "; another limit was not measured in this run",
    }
}

/// What limits it?
pub(super) fn roofline(part: &PartFindings<'_>) -> Option<Figure> {
    let answer = part.roofline.as_ref()?.answer();
    Some(Figure::new(format!("The roofline. {answer}"), &[&part.name, "roofline"], &roofline_model(part)?))
}

/// The roofline as a figure without words around it; `None` where the part has none.
pub(crate) fn roofline_model(part: &PartFindings<'_>) -> Option<figures::Roofline> {
    use figures::roofline::{Height, Point, Roof};
    let roofline = part.roofline.as_ref()?;
    let roof = |roof: &findings::Roof| Roof {
        label: match roof.reach {
            Reach::OneCore => level(roof.resource).to_string(),
            Reach::AllCores => format!("{}, {}", level(roof.resource), ceiling::reach(roof.reach)),
        },
        height: match roof.resource == roofline.arithmetic {
            true => Height::Operations(roof.per_second),
            false => Height::Bytes(roof.per_second),
        },
    };
    let point = |position: &findings::Position<'_>| Point {
        label: short(&position.row.label, LONGEST),
        rung: position.row.times.cell.rung,
        intensity: position.intensity,
        streamed: position.streamed,
        rate: drawn(&position.rate),
        share: Some(position.share()),
    };
    let faults = part.missing.iter().filter(|m| m.kind == MissingKind::TooFast).map(|m| LeftOut {
        label: short(&say::label(m.cell), LONGEST),
        reason: "too fast to be true".into(),
        fault: true,
    });
    let points: Vec<_> = roofline.positions.iter().map(point).collect();
    let streamed = points.iter().any(|point| point.streamed.is_some());
    let footer = "roofs: the most that was measured in this run, of one core where nothing else is said; %: share of the \
                  nearer roof of its workers";
    Some(figures::Roofline {
        title: String::new(),
        caption: String::new(),
        unit: roofline.unit().into(),
        roofs: roofline.roofs.iter().map(roof).collect(),
        points,
        left_out: faults.collect(),
        footer: format!("{footer}{}", if streamed { "; a bar leads to what is really streamed" } else { "" }),
    })
}

/// The time a guess about this row would have meant, where its base has a time.
fn guess_on(score: &GuessScore<'_>, row: &Row<'_>, part: &PartFindings<'_>) -> Option<figures::ladder::Guess> {
    let subject = part.ladder.row(&score.guess.subject)?;
    if subject.times.cell.key != row.times.cell.key {
        return None;
    }
    let base = part.ladder.row(&score.guess.base)?;
    let seconds = base.times.estimate.value / score.guess.factor;
    (seconds.is_finite() && seconds > 0.0).then(|| figures::ladder::Guess {
        seconds,
        text: format!("the guess: {} {}", format::ratio(score.guess.factor), short(&score.guess.base, 16)),
        short: format!("guess {}", format::ratio(score.guess.factor)),
    })
}

/// The guesses over the measured ratios; `None` where none could be scored.
pub(super) fn guesses(findings: &findings::Findings<'_>) -> Option<Figure> {
    let model = guesses_model(findings)?;
    let name = format!("Guesses against measurements. {}", findings.guesses_answer());
    Some(Figure::new(name, &[&findings.run.experiment.name, "guesses"], &model))
}

/// The guesses as a figure without words around it; `None` where none could be scored.
pub(crate) fn guesses_model(findings: &findings::Findings<'_>) -> Option<figures::Guess> {
    let mut lanes = Vec::new();
    for part in &findings.parts {
        for score in &part.guesses {
            let (Ok(measured), Some(row)) = (&score.outcome, part.ladder.row(&score.guess.subject)) else { continue };
            lanes.push(figures::guess::Lane {
                label: short(&format!("{}: {} / {}", part.name, score.guess.subject, score.guess.base), 60),
                rung: row.times.cell.rung,
                guess: score.guess.factor,
                measured: drawn(&measured.ratio),
                verdict: score.verdict(),
            });
        }
    }
    if lanes.is_empty() {
        return None;
    }
    Some(figures::Guess {
        title: String::new(),
        caption: String::new(),
        lanes,
        left_out: Vec::new(),
        footer:
            "hollow: the guess; on the band: the measured ratio with its interval; the band: within a factor of 2 of it"
                .into(),
    })
}

/// What a class guessed, over the measured ratios; `None` where nothing of it could be measured.
pub(super) fn class(findings: &findings::Findings<'_>) -> Option<Figure> {
    let model = class_model(findings)?;
    let name = format!("What was guessed before the run. {}", findings.class_answer());
    Some(Figure::new(name, &[&findings.run.experiment.name, "class"], &model))
}

/// What a class guessed, as a figure without words around it; `None` where nothing of it could be measured.
pub(crate) fn class_model(findings: &findings::Findings<'_>) -> Option<figures::Class> {
    let (mut lanes, mut left_out) = (Vec::new(), Vec::new());
    for part in &findings.parts {
        for class in &part.class {
            let label = short(&format!("{}: {}", part.name, class.label()), 60);
            match (&class.outcome, part.ladder.row(&class.guess.subject)) {
                (Ok(measured), Some(row)) => lanes.push(figures::class::Lane {
                    label,
                    rung: row.times.cell.rung,
                    guesses: class.factors.clone(),
                    median: class.median(),
                    measured: drawn(measured),
                    summary: format!("n = {} · {}", class.factors.len(), class.nearness()),
                    near: findings::NEAR_FACTOR,
                }),
                (Err(reason), _) => left_out.push(LeftOut { label, reason: short(reason, 60), fault: false }),
                (Ok(_), None) => {}
            }
        }
    }
    (!lanes.is_empty()).then(|| figures::Class {
        title: String::new(),
        caption: String::new(),
        lanes,
        left_out,
        footer: "a dot is one person's guess; below: the measured ratio with its interval; the band: within a factor of 2 of it"
            .into(),
    })
}

/// Every sample of one cell, launch by launch.
pub(super) fn distribution(times: &Times<'_>) -> Figure {
    let launches = times.launches.iter().map(|launch| {
        let samples = launch.batches.iter().zip(&launch.disturbed);
        let quartile = |p| tenfold_stats::quantile(&launch.batches, p).ok();
        figures::distribution::Launch {
            label: (launch.round + 1).to_string(),
            samples: samples
                .map(|(seconds, disturbed)| figures::distribution::Sample {
                    seconds: *seconds,
                    contaminated: *disturbed,
                })
                .collect(),
            quartiles: quartile(0.25).zip(quartile(0.75)).map(|(low, high)| [low, launch.median, high]),
        }
    });
    let model = figures::Distribution {
        title: String::new(),
        caption: String::new(),
        rung: times.cell.rung,
        launches: launches.collect(),
        median: Some(times.estimate.value),
        footer: "one strip a launch, in the order of rounds; disturbed samples in red".into(),
    };
    let label = say::label(times.cell);
    Figure::new(format!("Samples of {label}."), &[&times.cell.kernel, &label, "samples"], &model)
}
