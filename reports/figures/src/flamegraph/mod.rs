//! Flamegraphs: folded stacks, drawn by inferno, coloured by where the code comes from.

mod frames;
mod palette;
mod schedule;
mod stacks;

pub use frames::{for_page, on_a_slide};

use crate::ReportError;
use inferno::differential;
use inferno::flamegraph::color::{BackgroundColor, Color};
use inferno::flamegraph::{self, Options, TextTruncateDirection};
use tenfold_analysis::format;
use tenfold_record::Profile;

/// Height of a frame in pixels: text of 13 pixels with some air.
const FRAME_HEIGHT: usize = 19;

/// Narrowest frame drawn, in per cent of all samples: at 1,000 pixels, one pixel. A start of Python alone has thousands
/// of frames below that, which nobody can see and every reader would load.
const NARROWEST: f64 = 0.1;

/// A flamegraph of `folded` stacks as an SVG of its own, that zooms by a click and searches by its own script.
///
/// One line of `folded` is one stack: frames from the root separated by `;`, a space, the number of samples. They are drawn from
/// the kernel's own frames on: what starts a program and its threads says nothing of where the kernel's time goes. The colour
/// of a frame says where its code comes from: the crate `kernel` and this project, other crates, the standard library, rayon,
/// MPI, or the operating system.
///
/// # Errors
/// [`ReportError::Flamegraph`] where no line is a stack.
pub fn flamegraph(folded: &str, kernel: &str, title: &str, subtitle: &str) -> Result<String, ReportError> {
    draw(folded, kernel, title, subtitle, true)
}

/// The same; without its own script where the page has one for all.
fn draw(folded: &str, kernel: &str, title: &str, subtitle: &str, script: bool) -> Result<String, ReportError> {
    let folded: Vec<String> = folded.lines().map(|line| schedule::without_splits(line, kernel)).collect();
    let mut options = Options::default();
    options.title = title.to_string();
    options.subtitle = Some(subtitle.to_string()).filter(|s| !s.is_empty());
    options.count_name = "samples".into();
    options.font_type = "sans-serif".into();
    options.font_size = 13;
    options.frame_height = FRAME_HEIGHT;
    options.min_width = NARROWEST;
    options.no_javascript = !script;
    let folded = stacks::from_kernel(&folded, kernel, usize::MAX);
    let mut palette = palette::of(&folded, kernel);
    options.palette_map = Some(&mut palette);
    inferno(&folded, options)
}

/// Height of a frame on a slide in pixels: text of [`LARGE_TEXT`] with some air.
const LARGE_FRAME_HEIGHT: usize = 38;

/// Text on a slide in pixels: 18 pt at 1920 × 1080 are 24.
const LARGE_TEXT: usize = 25;

/// Width of a slide between its margins, in pixels.
const LARGE_WIDTH: usize = 1760;

/// Levels that fit a slide.
const LARGE_LEVELS: usize = 15;

/// For a slide: from the kernel's own frames on, as deep as the slide is high, without frames too narrow for a letter, and
/// nothing to click.
///
/// # Errors
/// [`ReportError::Flamegraph`] where no line is a stack.
pub fn draw_large(folded: &str, kernel: &str, title: &str) -> Result<String, ReportError> {
    let folded: Vec<String> = folded.lines().map(|line| schedule::without_splits(line, kernel)).collect();
    let mut options = Options::default();
    options.title = title.to_string();
    options.count_name = "samples".into();
    options.font_type = "sans-serif".into();
    options.font_size = LARGE_TEXT;
    // Half a letter's height is how wide a letter of most fonts is; the widest need a little more.
    options.font_width = 0.64;
    options.frame_height = LARGE_FRAME_HEIGHT;
    options.image_width = Some(LARGE_WIDTH);
    options.min_width = 0.4;
    options.no_javascript = true;
    let folded = stacks::from_kernel(&folded, kernel, LARGE_LEVELS);
    let mut palette = palette::of(&folded, kernel);
    options.palette_map = Some(&mut palette);
    inferno(&folded, options)
}

fn inferno(folded: &str, mut options: Options<'_>) -> Result<String, ReportError> {
    let title = options.title.clone();
    let fail = |cause: String| ReportError::Flamegraph { title: title.clone(), cause };
    options.bgcolors = Some(BackgroundColor::Flat(Color { r: 255, g: 255, b: 255 }));
    options.text_truncate_direction = TextTruncateDirection::Right;
    options.deterministic = true;
    let mut svg = Vec::new();
    flamegraph::from_lines(&mut options, folded.lines(), &mut svg).map_err(|e| fail(e.to_string()))?;
    let svg = String::from_utf8(svg).map_err(|e| fail(e.to_string()))?;
    // inferno knows one name for the count, whatever the number.
    Ok(svg.replace(" (1 samples, ", " (1 sample, "))
}

/// Two lots of folded stacks of `kernel` as one, each stack with its samples before and after, the earlier scaled to the later's total:
/// drawn, its frames are coloured by what they have more (red) or less (blue) afterwards.
///
/// # Errors
/// [`ReportError::Flamegraph`] where no line is a stack.
pub fn difference(before: &str, after: &str, kernel: &str, title: &str) -> Result<String, ReportError> {
    let fail = |cause: String| ReportError::Flamegraph { title: title.to_string(), cause };
    let options = differential::Options { normalize: true, ..Default::default() };
    let without_splits = |folded: &str| {
        let lines = folded.lines().map(|line| schedule::without_splits(line, kernel));
        lines.collect::<Vec<_>>().join("\n")
    };
    let [before, after] = [before, after].map(without_splits);
    let mut lines = Vec::new();
    differential::from_readers(options, before.as_bytes(), after.as_bytes(), &mut lines)
        .map_err(|e| fail(e.to_string()))?;
    String::from_utf8(lines).map_err(|e| fail(e.to_string()))
}

/// The [`difference`] of two variants of `kernel`, from the kernel's own frames on: how a variant is started, on which
/// thread, is no change of where its time goes.
///
/// # Errors
/// [`ReportError::Flamegraph`] where no line is a stack.
pub fn change(before: &str, after: &str, kernel: &str, title: &str) -> Result<String, ReportError> {
    let [before, after] = [before, after].map(|folded| {
        let stacks: Vec<String> = folded.lines().map(str::to_string).collect();
        stacks::from_kernel(&stacks, kernel, usize::MAX)
    });
    difference(&before, &after, kernel, title)
}

/// How far to trust the flamegraph of a profile: its tool, samples, rate and overhead, and what is not drawn.
pub fn about(profile: &Profile) -> String {
    let overhead = match profile.overhead {
        Some(share) => {
            format!(
                "profiled runs took {} of the time of unprofiled runs in the same process",
                format::percent(1.0 + share)
            )
        }
        None => "the profiler's overhead was not measured".into(),
    };
    format!(
        "{}: {}; {} samples per second of CPU time ({} requested); {overhead}. Stacks are drawn from the kernel’s own frames \
         on; frames narrower than {} are not drawn, and calls nested inside rayon are drawn as one.",
        profile.tool,
        format::counted(profile.samples as usize, "sample"),
        format::number(profile.realised_hz),
        format::number(profile.requested_hz),
        format::percent(NARROWEST / 100.0),
    )
}

#[cfg(test)]
mod tests {
    use super::flamegraph;

    #[test]
    fn a_flamegraph_is_an_image_of_its_own_coloured_by_origin() {
        let folded = "main;traffic::naive::run;copy 9\nmain;traffic::naive::run;rayon_core::join 2\nmain;memcpy 1\n";
        let svg = flamegraph(folded, "traffic", "naive <b>", "12 samples").unwrap();
        let document = roxmltree::Document::parse_with_options(
            &svg,
            roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() },
        )
        .unwrap();
        let fill = |name: &str| {
            let titled = document.descendants().find(|n| n.text().is_some_and(|t| t.starts_with(name))).unwrap();
            let rect = titled.parent().unwrap().children().find(|n| n.has_tag_name("rect")).unwrap();
            rect.attribute("fill").unwrap().to_string()
        };
        assert_ne!(fill("traffic::naive::run"), fill("rayon_core::join"));
        assert!(svg.contains("naive &lt;b&gt;") && svg.contains("12 samples"));
        assert!(svg.contains("elsewhere (1 sample, 8.33%)") && !svg.contains("main"), "{svg}");
        assert!(flamegraph("no stacks at all", "traffic", "t", "").is_err());
    }
}
