//! A flamegraph inside a page or a slide.
//!
//! inferno's own script would need a document of its own (it owns the ids, the clicks and the address bar), and a
//! document's policy lets no foreign script act. So documents take inferno's drawing alone.

use super::{FRAME_HEIGHT, LARGE_FRAME_HEIGHT, draw};
use crate::ReportError;

/// What begins and ends the frames in inferno's drawing.
const FRAMES: (&str, &str) = ("<svg id=\"frames\"", "</svg>");

/// How inferno's root frame begins.
const ROOT: &str = "<g><title>all (";

/// The flamegraph of `folded`, stacks of `kernel`'s, as an SVG element for a page whose one script zooms and searches all
/// of them.
///
/// # Errors
/// [`ReportError::Flamegraph`] where no line is a stack.
pub fn for_page(folded: &str, kernel: &str, title: &str) -> Result<String, ReportError> {
    framed(&draw(folded, kernel, title, "", false)?, title, FRAME_HEIGHT)
}

/// The frames of a drawing for a slide, without the one below all others, which has no name and says nothing.
///
/// # Errors
/// [`ReportError::Flamegraph`] where it is no drawing of [`draw_large`](super::draw_large).
pub fn on_a_slide(drawn: &str, title: &str) -> Result<String, ReportError> {
    let root = drawn.split_once(ROOT).and_then(|(before, root)| Some((before, root.split_once("</g>")?.1)));
    let named = root.map_or(drawn.to_string(), |(before, after)| format!("{before}{after}"));
    framed(&named, title, LARGE_FRAME_HEIGHT)
}

/// The frames of a drawing of inferno's.
fn framed(drawn: &str, title: &str, frame_height: usize) -> Result<String, ReportError> {
    let fail = || ReportError::Flamegraph { title: title.into(), cause: "inferno drew no frames".into() };
    let (_, after) = drawn.split_once(FRAMES.0).ok_or_else(fail)?;
    let (attributes, after) = after.split_once('>').ok_or_else(fail)?;
    let (frames, _) =
        after.rsplit_once(FRAMES.1).and_then(|(inside, _)| inside.rsplit_once(FRAMES.1)).ok_or_else(fail)?;
    let total = attribute(attributes, "total_samples").ok_or_else(fail)?;
    // inferno leaves room for its title and buttons above; the frames' own y give the height that is needed.
    let tops = frames.split(" y=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<f64>().ok());
    let (top, bottom) = tops.fold((f64::INFINITY, 0.0f64), |(top, bottom), y| (top.min(y), bottom.max(y)));
    let height = bottom - top + f64::from(u32::try_from(frame_height).unwrap_or(u32::MAX));
    Ok(format!(
        "<svg class=\"flame\" data-total=\"{total}\" width=\"100%\" height=\"{height}\" tabindex=\"0\" role=\"application\">\
         <svg class=\"frames\" y=\"-{top}\" overflow=\"visible\" width=\"100%\">{frames}</svg></svg>"
    ))
}

fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = attributes.split_once(&format!("{name}=\""))?;
    value.split('"').next()
}
