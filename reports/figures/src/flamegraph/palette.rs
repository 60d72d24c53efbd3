//! The colours of frames: by where their code comes from.

use inferno::flamegraph::color::{Color, PaletteMap};
use std::collections::BTreeSet;
use tenfold_analysis::origin::Origin;

/// The colour of every frame in `folded` stacks of `kernel`.
pub(super) fn of(folded: &str, kernel: &str) -> PaletteMap {
    let stacks = folded.lines().filter_map(|line| line.trim_end().rsplit_once(' ').map(|(stack, _)| stack));
    let names: BTreeSet<&str> = stacks.flat_map(|stack| stack.split(';')).collect();
    let mut palette = PaletteMap::default();
    // inferno's own name for the root.
    palette.insert("all", colour(Origin::Unknown));
    for name in names {
        palette.insert(name, colour(Origin::of(name, kernel)));
    }
    palette
}

/// Light enough for dark text on it, and apart from the others for colour-blind readers by lightness and hue.
fn colour(origin: Origin) -> Color {
    let (r, g, b) = match origin {
        Origin::Own => (240, 178, 122),
        Origin::Library => (217, 190, 224),
        Origin::Standard => (200, 200, 200),
        Origin::Rayon => (244, 222, 138),
        Origin::Mpi => (140, 208, 182),
        Origin::System => (158, 197, 232),
        Origin::Unknown => (226, 226, 226),
    };
    Color { r, g, b }
}
