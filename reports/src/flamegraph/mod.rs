//! Flamegraphs: folded stacks, drawn by inferno, coloured by where the code comes from.

mod origin;
mod schedule;
mod trunk;

pub(crate) use origin::{ORIGINS, Origin};

use crate::ReportError;
use inferno::differential;
use inferno::flamegraph::color::{BackgroundColor, Color, PaletteMap};
use inferno::flamegraph::{self, Options, TextTruncateDirection};
use std::collections::BTreeSet;

/// Height of a frame in pixels: text of 13 pixels with some air.
pub(crate) const FRAME_HEIGHT: usize = 19;

/// Narrowest frame drawn, in per cent of all samples: at 1,000 pixels, one pixel. A start of Python alone has thousands
/// of frames below that, which nobody can see and every reader would load.
pub(crate) const NARROWEST: f64 = 0.1;

/// A flamegraph of `folded` stacks as an SVG of its own, that zooms by a click and searches by its own script.
///
/// One line of `folded` is one stack: frames from the root separated by `;`, a space, the number of samples. The colour
/// of a frame says where its code comes from: the crate `kernel` and this project, other crates, the standard library, rayon,
/// MPI, or the operating system.
///
/// # Errors
/// [`ReportError::Flamegraph`] where no line is a stack.
pub fn flamegraph(folded: &str, kernel: &str, title: &str, subtitle: &str) -> Result<String, ReportError> {
    draw(folded, kernel, title, subtitle, true)
}

/// The same; without its own script where the page has one for all.
pub(crate) fn draw(
    folded: &str,
    kernel: &str,
    title: &str,
    subtitle: &str,
    script: bool,
) -> Result<String, ReportError> {
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
    let folded = folded.join("\n");
    let mut palette = palette(&folded, kernel);
    options.palette_map = Some(&mut palette);
    inferno(&folded, options)
}

/// Height of a frame on a slide in pixels: text of [`LARGE_TEXT`] with some air.
pub(crate) const LARGE_FRAME_HEIGHT: usize = 38;

/// Text on a slide in pixels: 18 pt at 1920 × 1080 are 24.
const LARGE_TEXT: usize = 25;

/// Width of a slide between its margins, in pixels.
const LARGE_WIDTH: usize = 1760;

/// Levels that fit a slide.
const LARGE_LEVELS: usize = 15;

/// For a slide: from the kernel's own frames on, as deep as the slide is high, without frames too narrow for a letter, and
/// nothing to click.
pub(crate) fn draw_large(folded: &str, kernel: &str, title: &str) -> Result<String, ReportError> {
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
    let folded = trunk::from_kernel(&folded, kernel, LARGE_LEVELS);
    let mut palette = palette(&folded, kernel);
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
    String::from_utf8(svg).map_err(|e| fail(e.to_string()))
}

/// Two lots of folded stacks of `kernel` as one, each stack with its samples before and after, the earlier scaled to the later's total:
/// drawn, its frames are coloured by what they have more (red) or less (blue) afterwards.
///
/// # Errors
/// [`ReportError::Flamegraph`] where no line is a stack.
pub(crate) fn difference(before: &str, after: &str, kernel: &str, title: &str) -> Result<String, ReportError> {
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
pub(crate) fn change(before: &str, after: &str, kernel: &str, title: &str) -> Result<String, ReportError> {
    let [before, after] = [before, after].map(|folded| {
        let stacks: Vec<String> = folded.lines().map(str::to_string).collect();
        trunk::from_kernel(&stacks, kernel, usize::MAX)
    });
    difference(&before, &after, kernel, title)
}

fn palette(folded: &str, kernel: &str) -> PaletteMap {
    let stacks = folded.lines().filter_map(|line| line.trim_end().rsplit_once(' ').map(|(stack, _)| stack));
    let names: BTreeSet<&str> = stacks.flat_map(|stack| stack.split(';')).collect();
    let mut palette = PaletteMap::default();
    // inferno's own name for the root.
    palette.insert("all", Origin::Unknown.colour());
    for name in names {
        palette.insert(name, Origin::of(name, kernel).colour());
    }
    palette
}
