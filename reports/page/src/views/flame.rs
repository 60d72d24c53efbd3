//! A flamegraph inside the page.
//!
//! The page's one script zooms and searches all of them, by mouse and by keyboard.

use minijinja::Value;
use serde::Serialize;
use tenfold_analysis::text::{file_name, visible};
use tenfold_figures::{ReportError, flamegraph};

/// A flamegraph in the page.
#[derive(Serialize)]
pub(crate) struct FlameView {
    /// The frames, as an SVG element for the page's own script.
    pub(super) drawing: Value,
    /// What it shows.
    title: String,
    /// What a file with it is called, without its extension.
    file: String,
}

impl FlameView {
    /// The flamegraph of `folded`, stacks of `kernel`'s.
    pub(crate) fn of(folded: &str, kernel: &str, title: &str, file: &[&str]) -> Result<FlameView, ReportError> {
        Ok(FlameView {
            drawing: Value::from_safe_string(flamegraph::for_page(&visible(folded), kernel, title)?),
            title: title.to_string(),
            file: file_name(&[file, &["flamegraph"]].concat()),
        })
    }
}
