//! The figures of a deck: their models at the size of a slide.

use super::lesson::Scene;
use super::slide::Figure;
use tenfold_analysis::comparison::CellStanding;
use tenfold_analysis::findings::{self, Climb, Findings, PartFindings, Times, wording};
use tenfold_analysis::text::{file_name, short, visible};
use tenfold_figures::Figure as _;
use tenfold_figures::selftest::Plot;
use tenfold_figures::{self as figures, ReportError, Size, standalone};
use tenfold_record::{Profile, Run, Rung};

/// Longest caption inside a figure that stands alone.
const LONGEST: usize = 240;

/// What a figure's file says beside its marks.
pub(super) struct Words<'a> {
    /// The name of the files.
    pub name: String,
    /// The question.
    pub title: &'a str,
    /// The answer.
    pub caption: &'a str,
    /// The evidence.
    pub evidence: &'a str,
}

/// Draws one model twice: bare, for a slide that has the words as text, and whole, for a file.
macro_rules! both {
    ($model:expr, $words:expr) => {{
        let (bare, words) = ($model, $words);
        let mut whole = bare.clone();
        whole.title = short(words.title, LONGEST);
        whole.caption = short(words.caption, LONGEST);
        whole.footer = words.evidence.to_string();
        let picture = whole.svg(Size::Slide);
        Figure {
            name: words.name,
            alt: format!("{} {}", visible(words.title), visible(words.caption)),
            inline: bare.svg(Size::Band),
            file: standalone(&picture),
            picture,
        }
    }};
}

/// Rows of a ladder that fit a slide with words large enough; of more, the fastest are drawn.
const MOST_ROWS: usize = 12;

/// The ladder of a part.
pub(super) fn ladder(part: &PartFindings<'_>, words: Words<'_>) -> Figure {
    let mut model = figures::Ladder::of(part);
    model.footer = String::new();
    // What has no number has a slide of its own.
    model.left_out = Vec::new();
    while model.rows.len() > MOST_ROWS {
        // Of more, the slowest goes that nothing is held against, peers first.
        let spare = |row: &figures::ladder::Row| row.factor_to_base.is_some() && row.rung_factor.is_none();
        let slow = |row: &figures::ladder::Row| (row.rung == Rung::External, row.seconds.value);
        let spare = (0..model.rows.len()).filter(|&index| spare(&model.rows[index]));
        let slowest = spare.max_by(|&a, &b| {
            let ((a, of_a), (b, of_b)) = (slow(&model.rows[a]), slow(&model.rows[b]));
            a.cmp(&b).then(of_a.total_cmp(&of_b))
        });
        let Some(slowest) = slowest else { break };
        model.rows.remove(slowest);
    }
    both!(model, words)
}

/// The scaling of a part, as times.
pub(super) fn scaling(part: &PartFindings<'_>, run: &Run, words: Words<'_>) -> Figure {
    let mut model = figures::Scaling::of(part, run, figures::scaling::Kind::Time);
    model.footer = String::new();
    // The question is of the kernel; the report has its peers.
    if model.series.iter().any(|series| series.rung != Rung::External) {
        model.series.retain(|series| series.rung != Rung::External);
    }
    both!(model, words)
}

/// Guesses that fit one figure with words large enough.
const MOST_GUESSES: usize = 4;

/// The guesses, as many to a figure as fit; none where none was scored.
pub(super) fn guesses<'w>(findings: &Findings<'_>, words: impl Fn(usize) -> Words<'w>) -> Vec<Figure> {
    let Some(mut model) = figures::Guess::of(findings) else { return Vec::new() };
    let lanes = std::mem::take(&mut model.lanes);
    let drawn = lanes.chunks(MOST_GUESSES).enumerate().map(|(index, lanes)| {
        let model = figures::Guess { lanes: lanes.to_vec(), footer: String::new(), ..model.clone() };
        both!(model, words(index))
    });
    drawn.collect()
}

/// Ratios of a class that fit one figure with words large enough.
pub(super) const MOST_RATIOS: usize = 2;

/// What a class guessed, as many ratios to a figure as fit; none where nothing of it was measured.
pub(super) fn class<'w>(findings: &Findings<'_>, words: impl Fn(usize) -> Words<'w>) -> Vec<Figure> {
    let Some(mut model) = figures::Class::of(findings) else { return Vec::new() };
    let lanes = std::mem::take(&mut model.lanes);
    // What has no number has a slide of its own.
    model.left_out = Vec::new();
    let drawn = lanes.chunks(MOST_RATIOS).enumerate().map(|(index, lanes)| {
        let model = figures::Class { lanes: lanes.to_vec(), footer: String::new(), ..model.clone() };
        both!(model, words(index))
    });
    drawn.collect()
}

/// The roofline of a part, where it has one.
pub(super) fn roofline(part: &PartFindings<'_>, words: Words<'_>) -> Option<Figure> {
    let mut model = figures::Roofline::of(part)?;
    model.footer = String::new();
    model.left_out = Vec::new();
    model.points.drain(..model.points.len().saturating_sub(MOST_ROWS));
    // A last row reads few words: only the roofs that some variant stands under. The report has them all.
    let roofline = part.roofline.as_ref()?;
    let stood_under = |roof: &findings::Roof| {
        roof.resource == roofline.arithmetic || roofline.positions.iter().any(|p| p.level == Some(roof.resource))
    };
    let mut found = roofline.roofs.iter();
    model.roofs.retain(|_| found.next().is_some_and(stood_under));
    Some(both!(model, words))
}

/// The launches of a cell of a comparison; `None` where there are no times.
pub(super) fn duel(cell: &CellStanding<'_>, threshold: f64, words: Words<'_>) -> Option<Figure> {
    let mut model = figures::Duel::of(cell, threshold)?;
    model.footer = String::new();
    Some(both!(model, words))
}

/// A figure of a self-test.
pub(super) fn selftest(plot: &Plot, words: Words<'_>) -> Figure {
    let picture = plot.with_words(words.title, words.caption, words.evidence).svg(Size::Slide);
    let inline = plot.with_words("", "", "").svg(Size::Band);
    let alt = format!("{} {}", words.title, words.caption);
    Figure { name: words.name, alt, inline, file: standalone(&picture), picture }
}

/// What the problem of a kernel looks like.
pub(super) fn problem(scene: &Scene) -> Figure {
    let title = "What is computed?";
    let model = figures::Problem {
        title: String::new(),
        caption: short(&scene.says, LONGEST),
        columns: scene.columns,
        values: scene.values.clone(),
        footer: String::new(),
    };
    let name = file_name(&[&scene.kernel, "problem"]);
    both!(model, Words { name, title, caption: &scene.says, evidence: "" })
}

/// The climb as far as the step of this index.
pub(super) fn climb(part: &PartFindings<'_>, climb: &Climb<'_, '_>, index: usize) -> Figure {
    let model = figures::Climb::of(part, climb, index);
    let alt = format!("The ladder as far as {}.", climb.steps[index].row.label);
    Figure { name: String::new(), alt, inline: model.svg(), picture: String::new(), file: String::new() }
}

/// The flamegraph of a profile of `kernel`.
pub(super) fn flamegraph(profile: &Profile, kernel: &str, label: &str, name: String) -> Result<Figure, ReportError> {
    let title = format!("Where does the time of {} go?", short(label, 40));
    let picture = figures::flamegraph::draw_large(&visible(&profile.folded), kernel, &title)?;
    let inline = figures::flamegraph::on_a_slide(&picture, label)?;
    Ok(Figure { name, alt: title, inline, file: picture.clone(), picture })
}

/// The label of a row's cell, short enough for a title.
pub(super) fn title_of(times: &Times<'_>) -> String {
    short(&wording::label(times.cell), 28)
}
