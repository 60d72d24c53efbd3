//! What draws in one group of a [`canvas`](super::canvas), in pixels, through plotters' SVG backend.

use super::theme::PAPER;
use plotters::backend::SVGBackend;
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily, FontStyle,
    FontTransform,
};
use std::fmt::Write;

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

/// Draws in one group; all lengths in pixels from the upper left corner.
pub(crate) struct Pen<'a> {
    backend: SVGBackend<'a>,
    /// Paths of many pieces, which plotters would make an element each.
    paths: String,
}

/// Lets `draw` write into a document of plotters' own, and gives the elements inside its root in the colours of their group.
pub(crate) fn elements(draw: impl FnOnce(&mut Pen)) -> String {
    let mut drawn = String::new();
    let mut pen = Pen { backend: SVGBackend::with_string(&mut drawn, (0, 0)), paths: String::new() };
    draw(&mut pen);
    let paths = std::mem::take(&mut pen.paths);
    drop(pen);
    // The root is opened on the first line, and closed on the last.
    let marks = drawn.split_once('\n').and_then(|(_, rest)| rest.rsplit_once("</svg>")).map_or("", |(marks, _)| marks);
    // Words of users cannot be touched: in text, plotters has made of every quote a &quot;.
    let paper = format!("class=\"paper\" fill=\"{}\"", PAPER.1);
    marks.replace("=\"#000000\"", "=\"currentColor\"").replace("fill=\"#FFFFFF\"", &paper) + &paths
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

    /// The same in paper.
    pub(crate) fn blank(&mut self, upper_left: (f64, f64), lower_right: (f64, f64)) {
        wrote(self.backend.draw_rect(point(upper_left), point(lower_right), &BLANK, true));
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

    /// Filled circles of one size, as one element: strokes of no length with round ends, each placed from the one before.
    pub(crate) fn dots(&mut self, centres: impl IntoIterator<Item = (f64, f64)>, radius: f64) {
        let pieces = centres.into_iter().map(|centre| (centre, centre));
        self.strokes(pieces, radius * 2.0, " stroke-linecap=\"round\"");
    }

    /// Straight lines of one width, as one element, in the same way.
    pub(crate) fn lines(&mut self, ends: impl IntoIterator<Item = ((f64, f64), (f64, f64))>, width: f64) {
        self.strokes(ends, width, "");
    }

    fn strokes(&mut self, ends: impl IntoIterator<Item = ((f64, f64), (f64, f64))>, width: f64, cap: &str) {
        let (mut path, mut at) = (String::new(), None);
        for (from, to) in ends {
            let (from, to) = (point(from), point(to));
            let (letter, (x, y)) = match at {
                None => ('M', from),
                Some((x, y)) => ('m', (from.0 - x, from.1 - y)),
            };
            let sign = if y < 0 { "" } else { " " };
            write!(path, "{letter}{x}{sign}{y}").expect("memory takes what is written");
            match (to.0 - from.0, to.1 - from.1) {
                (0, 0) => path.push_str("h0"),
                (dx, dy) => write!(path, "l{dx} {dy}").expect("memory takes what is written"),
            }
            at = Some(to);
        }
        if !path.is_empty() {
            let width = units(width);
            self.paths +=
                &format!("<path d=\"{path}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"{width}\"{cap}/>\n");
        }
    }

    /// A circle, filled with paper.
    pub(crate) fn ring(&mut self, centre: (f64, f64), radius: f64, width: f64) {
        wrote(self.backend.draw_circle(point(centre), units(radius) as u32, &BLANK, true));
        self.circle(centre, radius, width);
    }

    /// A circle that shows what is behind it.
    pub(crate) fn circle(&mut self, centre: (f64, f64), radius: f64, width: f64) {
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

    /// Not asked for by the SVG backend, which leaves the figure to the reader's browser.
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

pub(crate) fn units(pixels: f64) -> i32 {
    (pixels * FINENESS).round() as i32
}

fn point((x, y): (f64, f64)) -> (i32, i32) {
    (units(x), units(y))
}

/// Drawing into a string has no way to fail; plotters' signature is made for files.
fn wrote(result: Result<(), DrawingErrorKind<std::io::Error>>) {
    debug_assert!(result.is_ok(), "drawing into a string failed");
}
