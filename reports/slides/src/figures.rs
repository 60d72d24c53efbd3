//! The figures of a deck: their models at the size of a slide.

use super::lesson::Scene;
use super::slide::SlideFigure;
use tenfold_analysis::findings::{self, Climb, PartFindings, Times, wording};
use tenfold_analysis::text::{file_name, short, visible};
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
fn both(draw: impl Fn(Size<'_>) -> String, words: Words<'_>) -> SlideFigure {
    let (title, caption) = (short(words.title, LONGEST), short(words.caption, LONGEST));
    let picture = draw(Size::Slide(figures::Words { title: &title, caption: &caption, footer: words.evidence }));
    SlideFigure {
        name: words.name,
        alt: format!("{} {}", visible(words.title), visible(words.caption)),
        inline: draw(Size::Band),
        file: standalone(&picture),
        picture,
    }
}

/// Rows of a ladder that fit a slide with words large enough; of more, the fastest are drawn.
const MOST_ROWS: usize = 12;

/// The ladder of a part.
pub(super) fn ladder(part: &PartFindings<'_>, words: Words<'_>) -> SlideFigure {
    let mut model = figures::Ladder::of(part);
    // What has no number has a slide of its own.
    model.left_out = Vec::new();
    while model.rows.len() > MOST_ROWS {
        // Of more, the slowest goes that nothing is held against, peers first.
        let spare = |row: &figures::ladder::Row| !row.is_base && row.rung_factor.is_none();
        let slow = |row: &figures::ladder::Row| (row.rung == Rung::External, row.seconds.value);
        let spare = (0..model.rows.len()).filter(|&index| spare(&model.rows[index]));
        let slowest = spare.max_by(|&a, &b| {
            let ((a, of_a), (b, of_b)) = (slow(&model.rows[a]), slow(&model.rows[b]));
            a.cmp(&b).then(of_a.total_cmp(&of_b))
        });
        let Some(slowest) = slowest else { break };
        model.rows.remove(slowest);
    }
    both(|size| model.svg(size), words)
}

/// The scaling of a part, as times.
pub(super) fn scaling(part: &PartFindings<'_>, run: &Run, words: Words<'_>) -> SlideFigure {
    let mut model = figures::Scaling::of(part, run, figures::scaling::ValueAxis::Time);
    // The question is of the kernel; the report has its peers.
    if model.series.iter().any(|series| series.rung != Rung::External) {
        model.series.retain(|series| series.rung != Rung::External);
    }
    both(|size| model.svg(size), words)
}

/// Single guesses, and ratios at which a class guessed, that fit one figure with words large enough.
pub(super) const MOST_GUESSES: usize = 3;

pub(super) const MOST_RATIOS: usize = 2;

/// Guesses, spread evenly over as few figures as they fit; none where nothing of them was measured.
pub(super) fn guesses<'w>(
    guesses: Option<figures::Guess>,
    most: usize,
    words: impl Fn(usize) -> Words<'w>,
) -> Vec<SlideFigure> {
    let mut lanes = guesses.map_or(Vec::new(), |guesses| guesses.lanes);
    let of = lanes.len().div_ceil(most);
    let drawn = (0..of).map(|index| {
        let rest = lanes.split_off(lanes.len().div_ceil(of - index));
        // What has no number has a slide of its own.
        let model = figures::Guess { lanes: std::mem::replace(&mut lanes, rest), left_out: Vec::new() };
        both(|size| model.svg(size), words(index))
    });
    drawn.collect()
}

/// The roofline of a part, where it has one.
pub(super) fn roofline(part: &PartFindings<'_>, words: Words<'_>) -> Option<SlideFigure> {
    let mut model = figures::Roofline::of(part)?;
    model.left_out = Vec::new();
    while model.points.len() > MOST_ROWS {
        // Of more, the slowest goes, peers first.
        let own = |point: &figures::roofline::Point| point.rung != Rung::External;
        let slowest = (0..model.points.len()).min_by(|&a, &b| {
            let (a, b) = (&model.points[a], &model.points[b]);
            own(a).cmp(&own(b)).then(a.rate.value.total_cmp(&b.rate.value))
        });
        slowest.map(|slowest| model.points.remove(slowest));
    }
    // A last row reads few words: only the roofs that some variant stands under. The report has them all.
    let roofline = part.roofline.as_ref()?;
    let stood_under = |roof: &findings::Roof| {
        roof.resource == roofline.arithmetic || roofline.positions.iter().any(|p| p.level == Some(roof.resource))
    };
    let mut found = roofline.roofs.iter();
    model.roofs.retain(|_| found.next().is_some_and(stood_under));
    Some(both(|size| model.svg(size), words))
}

/// A gauge: a figure of a self-test, or of the launches of a cell of a comparison.
pub(super) fn gauge(gauge: &figures::Gauge, words: Words<'_>) -> SlideFigure {
    both(|size| gauge.svg(size), words)
}

/// What the problem of a kernel looks like.
pub(super) fn problem(scene: &Scene) -> SlideFigure {
    let title = "What is computed?";
    let says = short(&scene.says, LONGEST);
    let model = figures::Problem { columns: scene.columns, values: scene.values.clone(), says };
    let name = file_name(&[&scene.kernel, "problem"]);
    both(|size| model.svg(size), Words { name, title, caption: &scene.says, evidence: "" })
}

/// The climb as far as the step of this index.
pub(super) fn climb(part: &PartFindings<'_>, climb: &Climb<'_, '_>, index: usize) -> SlideFigure {
    let model = figures::Climb::of(part, climb, index);
    let alt = format!("The ladder up to {}.", climb.steps[index].row.label);
    SlideFigure { name: String::new(), alt, inline: model.svg(), picture: String::new(), file: String::new() }
}

/// The flamegraph of a profile of `kernel`.
pub(super) fn flamegraph(
    profile: &Profile,
    kernel: &str,
    label: &str,
    name: String,
) -> Result<SlideFigure, ReportError> {
    let title = format!("Where does the time of {} go?", short(label, 40));
    let picture = figures::flamegraph::draw_large(&visible(&profile.folded), kernel, &title)?;
    let inline = figures::flamegraph::on_a_slide(&picture, label)?;
    Ok(SlideFigure { name, alt: title, inline, file: picture.clone(), picture })
}

/// The label of a row's cell, short enough for a title.
pub(super) fn title_of(times: &Times<'_>) -> String {
    short(&wording::label(times.cell), 28)
}
