//! A canvas on which groups of marks are drawn through plotters' SVG backend.
//!
//! Plotters writes bare elements in fixed colours at whole pixels. A figure needs three things more, and they are added
//! here, once: each group is drawn by a backend of its own in black, which becomes `currentColor` of a group whose class
//! names an [`Ink`]; a group may carry a `<title>`, which browsers show under the pointer; and the backend counts in tenths
//! of a pixel, scaled back by the `viewBox`.
//!
//! Plotters' colours are numbers, so that the two of them are replaced in its text. A `DrawingBackend` of ours that writes
//! them itself would have to write all six kinds of elements and escape their words, which is more code than the two
//! replacements.

pub(crate) use super::pen::{Align, Lettering, Pen};
use super::pen::{elements, units};
use super::scale::{Scale, Spacing};
use super::theme::{Entry, Ink, PAPER};

/// How a group looks, before anything is drawn in it.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    ink: Ink,
    class: String,
    title: Option<String>,
    attributes: String,
}

impl Group {
    /// A group in one ink; `class` names what it is (`mark`, `interval`, `ideal`), for tests and for the page.
    pub(crate) fn new(ink: Ink, class: &str) -> Self {
        Self { ink, class: class.into(), title: None, attributes: String::new() }
    }

    /// What the pointer is told.
    pub(crate) fn titled(mut self, title: &str) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Dashes as long as given, in pixels.
    pub(crate) fn dashed(mut self, dash: f64) -> Self {
        self.attributes += &format!(" stroke-dasharray=\"{0} {0}\"", units(dash));
        self
    }

    /// See-through: 1 is solid.
    pub(crate) fn faint(mut self, opacity: f64) -> Self {
        self.attributes += &format!(" opacity=\"{opacity}\"");
        self
    }

    /// Shown on a step of its own, the first of a slide: reveal.js hides it until then.
    pub(crate) fn stepped(mut self) -> Self {
        self.class += " fragment";
        self.attributes += " data-fragment-index=\"0\"";
        self
    }

    /// Turned about a point, in degrees clockwise.
    pub(crate) fn turned(mut self, degrees: f64, (x, y): (f64, f64)) -> Self {
        self.attributes += &format!(" transform=\"rotate({degrees:.2} {} {})\"", units(x), units(y));
        self
    }

    /// Texts get a rim of paper, so that a line behind them does not strike them out.
    pub(crate) fn haloed(mut self, rim: f64) -> Self {
        self.class += " halo";
        self.attributes += &format!(
            " stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
            PAPER.1,
            units(rim * 2.0)
        );
        self
    }
}

/// A figure in the making.
pub(crate) struct Canvas {
    width: f64,
    height: f64,
    axes: String,
    body: String,
}

impl Canvas {
    /// An empty canvas; sizes in pixels.
    pub(crate) fn new(width: f64, height: f64) -> Self {
        Self { width, height, axes: String::new(), body: String::new() }
    }

    /// Draws a group over what is there.
    pub(crate) fn group(&mut self, group: &Group, draw: impl FnOnce(&mut Pen)) {
        let Entry { class: ink, light, .. } = group.ink.entry();
        self.body += &format!("<g class=\"{} {ink}\" color=\"{light}\"{}>", group.class, group.attributes);
        if let Some(title) = &group.title {
            self.body += &format!("<title>{}</title>", escape(title));
        }
        self.body += &format!("\n{}</g>\n", elements(draw));
    }

    /// Writes a text as a group of its own.
    pub(crate) fn text(&mut self, group: &Group, text: &str, at: (f64, f64), lettering: Lettering) {
        self.group(group, |pen| pen.text(text, at, lettering));
    }

    /// Says where values stand, for a page that draws something of its own over them: `log 1 160 2 6300` is a logarithmic
    /// axis with 1 at 160 and 2 at 6300 units of the `viewBox`.
    pub(crate) fn axes(&mut self, x: &Scale, y: &Scale) {
        let axis = |scale: &Scale| {
            let (kind, (first, last), (from, to)) = scale.ends();
            let kind = if kind == Spacing::Log { "log" } else { "linear" };
            format!("{kind} {first} {} {last} {}", units(from), units(to))
        };
        self.axes = format!(" data-x=\"{}\" data-y=\"{}\"", axis(x), axis(y));
    }

    /// The SVG; `name` and `description` are what a screen reader says.
    pub(crate) fn finish(self, name: &str, description: &str) -> String {
        // Without a name it is named by what it is embedded in, and silent itself.
        let voice = match name.trim() {
            "" => "aria-hidden=\"true\"".to_string(),
            name => format!("role=\"img\" aria-label=\"{}\"", escape(name)),
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"tenfold-figure\" {voice}{} \
             width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\">\n<desc>{}</desc>\n{}</svg>\n",
            self.axes,
            self.width.round(),
            self.height.round(),
            units(self.width.round()),
            units(self.height.round()),
            escape(description),
            self.body
        )
    }
}

/// The text as XML holds it, in an element or between quotes; letters that XML cannot hold are left away.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push('\n'),
            letter if letter.is_control() => {}
            letter => safe.push(letter),
        }
    }
    safe
}
