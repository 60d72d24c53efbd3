//! What all figures share: sizes, the title, the caption, the notes and the footer around the plot.

use super::canvas::{Align, Canvas, Group, Lettering};
use super::theme::Ink;
use super::{LeftOut, Size, Words, lettering};

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
    pub(crate) fn of(size: Size<'_>) -> Self {
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
            Size::Band => Self {
                width: 1600.0,
                height: 560.0,
                margin: 8.0,
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
            Size::Slide(_) => Self { height: 800.0, margin: 32.0, ..Self::of(Size::Band) },
        }
    }

    /// Whether words have to make do with little room.
    pub(crate) fn is_narrow(&self) -> bool {
        self.width < 500.0
    }

    /// Small letters.
    pub(crate) fn letters(&self, align: Align) -> Lettering {
        Lettering { size: self.small, bold: false, align }
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
    /// What the figure is called where it stands alone.
    name: String,
    title: Vec<String>,
    caption: Vec<String>,
    notes: Vec<(String, bool)>,
    footer: Vec<String>,
}

impl Layout {
    /// The words that a figure of this size has; in a page `key` is the footer: what the marks mean.
    pub(crate) fn new(size: Size<'_>, left_out: &[LeftOut], key: &str) -> Self {
        let words = match size {
            Size::Page | Size::Narrow => Words { footer: key, ..Words::default() },
            Size::Slide(words) => words,
            Size::Band => Words::default(),
        };
        Self::with_words(size, words, left_out)
    }

    /// Lays out words; `left_out` becomes one note each, above the footer.
    pub(crate) fn with_words(size: Size<'_>, words: Words<'_>, left_out: &[LeftOut]) -> Self {
        let (style, Words { title, caption, footer }) = (Style::of(size), words);
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
            name: format!("{title} {caption}"),
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
    pub(crate) fn nothing_measured(&self) -> String {
        let style = &self.style;
        let (mut canvas, area) = self.open(style.text * 5.0);
        let middle = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
        canvas.group(&Group::new(Ink::Muted, "nothing"), |pen| {
            pen.text("nothing measured", middle, Lettering { size: style.text, bold: false, align: Align::Middle });
        });
        self.finish(canvas, ["Nothing was measured".to_string()])
    }

    /// The figure, with sentences for who cannot see it.
    pub(crate) fn finish(&self, canvas: Canvas, sentences: impl IntoIterator<Item = String>) -> String {
        let sentences: Vec<String> = sentences.into_iter().map(|sentence| sentence + ".").collect();
        canvas.finish(&self.name, &sentences.join("\n"))
    }
}
