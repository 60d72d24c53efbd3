//! A sheet on which groups of marks are drawn through plotters' SVG backend.
//!
//! Plotters writes bare elements in fixed colours at whole pixels. A figure needs three things more, and they are added
//! here, once: each group is drawn by a backend of its own in black, which becomes `currentColor` of a group whose class
//! names an [`Ink`]; a group may carry a `<title>`, which browsers show under the pointer; and the backend counts in tenths
//! of a pixel, scaled back by the `viewBox`.

use super::theme::{Ink, PAPER};
use plotters::backend::SVGBackend;
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily, FontStyle, FontTransform,
};

/// Units of the backend in a pixel.
const FINENESS: f64 = 10.0;

/// Plotters writes `size / 1.24` as the font size, to match its bitmap backends.
const PLOTTERS_FONT_SCALE: f64 = 1.24;

/// What becomes the ink of the group.
const INK: BackendColor = BackendColor { alpha: 1.0, rgb: (0, 0, 0) };

/// What becomes the paper.
const BLANK: BackendColor = BackendColor { alpha: 1.0, rgb: (255, 255, 255) };

/// Where a text stands relative to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Middle,
    Right,
}

/// A text's size in pixels, weight and place; its vertical middle is at the point.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lettering {
    pub size: f64,
    pub bold: bool,
    pub align: Align,
}

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
    body: String,
}

impl Canvas {
    /// An empty sheet; sizes in pixels.
    pub(crate) fn new(width: f64, height: f64) -> Self {
        Self { width, height, body: String::new() }
    }

    /// Draws a group over what is there.
    pub(crate) fn group(&mut self, group: &Group, draw: impl FnOnce(&mut Pen)) {
        let mut drawn = String::new();
        let mut pen = Pen { backend: SVGBackend::with_string(&mut drawn, (0, 0)) };
        draw(&mut pen);
        drop(pen);
        // What plotters wrote is its own root element, opened on the first line and closed on the last.
        let marks = drawn.split_once('\n').and_then(|(_, rest)| rest.rsplit_once("</svg>")).map_or("", |(marks, _)| marks);
        // Words of users cannot be touched by these: in text, plotters has made of every quote a &quot;.
        let marks = marks
            .replace("=\"#000000\"", "=\"currentColor\"")
            .replace("fill=\"#FFFFFF\"", &format!("class=\"paper\" fill=\"{}\"", PAPER.1))
            .replace(" opacity=\"1\"", "")
            .replace(">\n", ">")
            .replace("\n<", "<")
            .replace("/><", "/>\n<")
            .replace("</text><", "</text>\n<");
        let (ink, colour) = group.ink.class_and_colour();
        self.body += &format!("<g class=\"{} {ink}\" color=\"{colour}\"{}>", group.class, group.attributes);
        if let Some(title) = &group.title {
            self.body += &format!("<title>{}</title>", escape(title));
        }
        self.body += &format!("\n{}\n</g>\n", marks.trim_end());
    }

    /// The SVG; `name` and `description` are what a screen reader says.
    pub(crate) fn finish(self, name: &str, description: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"tenfold-figure\" role=\"img\" aria-label=\"{}\" \
             width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\">\n<desc>{}</desc>\n{}</svg>\n",
            escape(name),
            self.width.round(),
            self.height.round(),
            units(self.width.round()),
            units(self.height.round()),
            escape(description),
            self.body
        )
    }
}

/// Draws in one group; all lengths in pixels from the upper left corner.
pub(crate) struct Pen<'a> {
    backend: SVGBackend<'a>,
}

impl Pen<'_> {
    /// A straight line.
    pub(crate) fn line(&mut self, from: (f64, f64), to: (f64, f64), width: f64) {
        wrote(self.backend.draw_line(point(from), point(to), &Stroke(INK, width)));
    }

    /// A line through points.
    pub(crate) fn path(&mut self, points: &[(f64, f64)], width: f64) {
        wrote(self.backend.draw_path(points.iter().copied().map(point), &Stroke(INK, width)));
    }

    /// A filled rectangle between two corners.
    pub(crate) fn rect(&mut self, upper_left: (f64, f64), lower_right: (f64, f64)) {
        wrote(self.backend.draw_rect(point(upper_left), point(lower_right), &INK, true));
    }

    /// A filled polygon.
    pub(crate) fn polygon(&mut self, corners: &[(f64, f64)]) {
        wrote(self.backend.fill_polygon(corners.iter().copied().map(point), &INK));
    }

    /// The outline of a polygon, filled with paper.
    pub(crate) fn hollow_polygon(&mut self, corners: &[(f64, f64)], width: f64) {
        wrote(self.backend.fill_polygon(corners.iter().copied().map(point), &BLANK));
        // One corner more than closing needs, so that the last joint is mitred like the others.
        let closed = corners.iter().chain(corners.iter().take(2)).copied().map(point);
        wrote(self.backend.draw_path(closed, &Stroke(INK, width)));
    }

    /// A filled circle.
    pub(crate) fn dot(&mut self, centre: (f64, f64), radius: f64) {
        wrote(self.backend.draw_circle(point(centre), units(radius) as u32, &INK, true));
    }

    /// A circle, filled with paper.
    pub(crate) fn ring(&mut self, centre: (f64, f64), radius: f64, width: f64) {
        wrote(self.backend.draw_circle(point(centre), units(radius) as u32, &BLANK, true));
        wrote(self.backend.draw_circle(point(centre), units(radius) as u32, &Stroke(INK, width), false));
    }

    /// A text whose vertical middle is at `at`. Letters that XML cannot hold are left away.
    pub(crate) fn text(&mut self, text: &str, at: (f64, f64), lettering: Lettering) {
        let printable: String = text.chars().filter(|letter| !letter.is_control()).collect();
        wrote(self.backend.draw_text(&printable, &lettering, point(at)));
    }
}

/// A colour with a width in pixels.
struct Stroke(BackendColor, f64);

impl BackendStyle for Stroke {
    fn color(&self) -> BackendColor {
        self.0
    }

    fn stroke_width(&self) -> u32 {
        units(self.1) as u32
    }
}

impl BackendTextStyle for Lettering {
    type FontError = std::convert::Infallible;

    fn color(&self) -> BackendColor {
        INK
    }

    fn size(&self) -> f64 {
        self.size * FINENESS * PLOTTERS_FONT_SCALE
    }

    fn transform(&self) -> FontTransform {
        FontTransform::None
    }

    fn style(&self) -> FontStyle {
        if self.bold { FontStyle::Bold } else { FontStyle::Normal }
    }

    fn anchor(&self) -> Pos {
        let horizontal = match self.align {
            Align::Left => HPos::Left,
            Align::Middle => HPos::Center,
            Align::Right => HPos::Right,
        };
        Pos::new(horizontal, VPos::Center)
    }

    /// The page's font.
    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name("inherit")
    }

    /// Not asked for by the SVG backend, which leaves the layout to the reader's browser.
    fn layout_box(&self, _: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        Ok(((0, 0), (0, 0)))
    }

    /// Not asked for by the SVG backend, which writes letters as letters.
    fn draw<E, DrawFunc: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: (i32, i32),
        _: DrawFunc,
    ) -> Result<Result<(), E>, Self::FontError> {
        Ok(Ok(()))
    }
}

fn units(pixels: f64) -> i32 {
    (pixels * FINENESS).round() as i32
}

fn point((x, y): (f64, f64)) -> (i32, i32) {
    (units(x), units(y))
}

/// Drawing into a string has no way to fail; plotters' signature is made for files.
fn wrote(result: Result<(), DrawingErrorKind<std::io::Error>>) {
    debug_assert!(result.is_ok(), "drawing into a string failed");
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
