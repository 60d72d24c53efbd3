//! What all figures share: sizes, the title, the caption, the notes and the footer around the plot.

use super::canvas::{Align, Canvas, Group, Lettering};
use super::theme::Ink;
use super::{LeftOut, Size, lettering};

/// Sizes in pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub width: f64,
    /// The least height; figures in a page are as high as their content.
    pub height: f64,
    pub margin: f64,
    pub title: f64,
    pub caption: f64,
    pub text: f64,
    pub small: f64,
    /// Axes, grid and reference lines.
    pub hairline: f64,
    /// Intervals, outlines of markers, lines of data.
    pub stroke: f64,
    /// Radius of a marker.
    pub mark: f64,
    /// Radius of a dot that stands for one launch.
    pub speck: f64,
    /// A small distance: between a mark and its label.
    pub gap: f64,
}

impl Style {
    pub(crate) fn of(size: Size) -> Self {
        match size {
            Size::Page => Self {
                width: 720.0,
                height: 0.0,
                margin: 12.0,
                title: 20.0,
                caption: 15.0,
                text: 14.0,
                small: 13.0,
                hairline: 1.0,
                stroke: 2.0,
                mark: 5.5,
                speck: 2.0,
                gap: 8.0,
            },
            Size::Narrow => Self {
                width: 336.0,
                margin: 4.0,
                text: 13.0,
                small: 12.0,
                mark: 5.0,
                speck: 1.5,
                gap: 6.0,
                ..Self::of(Size::Page)
            },
            Size::Slide => Self {
                width: 1600.0,
                height: 800.0,
                margin: 32.0,
                title: 46.0,
                caption: 32.0,
                text: 32.0,
                small: 28.0,
                hairline: 3.0,
                stroke: 4.0,
                mark: 12.0,
                speck: 4.0,
                gap: 16.0,
            },
            Size::Band => Self { height: 560.0, margin: 8.0, ..Self::of(Size::Slide) },
        }
    }

    /// Whether words have to make do with little room.
    pub(crate) fn is_narrow(&self) -> bool {
        self.width < 500.0
    }

    pub(crate) fn left(&self) -> f64 {
        self.margin
    }

    pub(crate) fn right(&self) -> f64 {
        self.width - self.margin
    }
}

/// The part of the figure left for the plot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// The words around a plot, broken into lines.
pub(crate) struct Layout {
    pub style: Style,
    title: Vec<String>,
    caption: Vec<String>,
    notes: Vec<(String, bool)>,
    footer: Vec<String>,
}

impl Layout {
    /// Lays out the words; `left_out` becomes one note each, above the footer.
    pub(crate) fn new(size: Size, title: &str, caption: &str, left_out: &[LeftOut], footer: &str) -> Self {
        let style = Style::of(size);
        let most = style.right() - style.left();
        let notes = left_out
            .iter()
            .flat_map(|out| {
                let name = lettering::shorten(&out.label, style.small, false, most / 2.0);
                lettering::wrap(&format!("{name} left out: {}", out.reason), style.small, false, most)
                    .into_iter()
                    .map(|line| (line, out.fault))
            })
            .collect();
        Self {
            style,
            title: lettering::wrap(title, style.title, true, most),
            caption: lettering::wrap(caption, style.caption, false, most),
            notes,
            footer: lettering::wrap(footer, style.small, false, most),
        }
    }

    /// A layout with its words written, as high as `plot_height` asks (and a slide at least as high as a slide), and the
    /// area left for the plot.
    pub(crate) fn open(&self, plot_height: f64) -> (Canvas, Area) {
        let style = &self.style;
        let line = |size: f64| size * 1.4;
        let head = self.title.len() as f64 * line(style.title) + self.caption.len() as f64 * line(style.caption);
        let foot = (self.notes.len() + self.footer.len()) as f64 * line(style.small);
        let top = style.margin + head + style.gap;
        let height = (top + plot_height + style.gap + foot + style.margin).max(style.height);
        let bottom = height - style.margin - foot - style.gap;
        let mut canvas = Canvas::new(style.width, height);
        let mut y = style.margin;
        let mut write = |lines: Vec<&str>, ink: Ink, class: &str, size: f64, bold: bool, y: &mut f64| {
            if lines.is_empty() {
                return;
            }
            canvas.group(&Group::new(ink, class), |pen| {
                for text in lines {
                    pen.text(text, (style.left(), *y + line(size) / 2.0), Lettering { size, bold, align: Align::Left });
                    *y += line(size);
                }
            });
        };
        write(self.title.iter().map(String::as_str).collect(), Ink::Text, "title", style.title, true, &mut y);
        write(self.caption.iter().map(String::as_str).collect(), Ink::Muted, "caption", style.caption, false, &mut y);
        y = bottom + style.gap;
        for (note, fault) in &self.notes {
            write(vec![note], if *fault { Ink::Fault } else { Ink::Muted }, "note", style.small, false, &mut y);
        }
        write(self.footer.iter().map(String::as_str).collect(), Ink::Muted, "footer", style.small, false, &mut y);
        (canvas, Area { left: style.left(), top, right: style.right(), bottom })
    }

    /// The figure when there is nothing to draw: it says so.
    pub(crate) fn nothing_measured(&self, name: &str) -> String {
        let style = &self.style;
        let (mut canvas, area) = self.open(style.text * 5.0);
        let middle = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
        canvas.group(&Group::new(Ink::Muted, "nothing"), |pen| {
            pen.text("nothing measured", middle, Lettering { size: style.text, bold: false, align: Align::Middle });
        });
        canvas.finish(name, "Nothing was measured.")
    }
}
