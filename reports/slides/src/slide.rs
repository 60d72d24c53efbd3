//! A slide as content, before anybody says how it looks: every format writes the same slides down.

/// A deck.
#[derive(Clone, Debug)]
pub struct Deck {
    /// Its title.
    pub title: String,
    /// The slides in order.
    pub slides: Vec<Slide>,
    /// Light or dark.
    pub theme: Theme,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark on white: for most rooms and for print.
    #[default]
    Light,
    /// Light on black: for dark rooms.
    Dark,
}

/// One slide.
#[derive(Clone, Debug, Default)]
pub struct Slide {
    /// Its name in deck files: `traffic.ladder`.
    pub key: String,
    /// What stands small above the title: the kernel.
    pub kicker: String,
    /// The title: as a rule the question.
    pub title: String,
    /// What is on it, from top to bottom.
    pub blocks: Vec<Block>,
    /// Where its numbers come from: run, date, machine, n, interval; empty where it shows none.
    pub evidence: String,
    /// What the speaker is reminded of, a paragraph each.
    pub notes: Vec<String>,
    /// The first slide of a deck, with its title in the middle.
    pub opening: bool,
    /// Where it stands.
    pub place: Place,
}

/// Where a slide stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// In every deck.
    #[default]
    Main,
    /// In a deck that tells everything.
    Full,
    /// Behind the last slide, for those who ask.
    Appendix,
}

/// A part of a slide.
#[derive(Clone, Debug)]
pub enum Block {
    /// The answer in a sentence, computed; on a step of its own if `late`.
    Answer {
        /// The sentence.
        text: String,
        /// Whether the audience may guess first.
        late: bool,
    },
    /// Smaller text.
    Text(String),
    /// A list.
    List(Vec<String>),
    /// Names with what is said of them.
    Facts(Vec<(String, String)>),
    /// A head and rows of as many places.
    Table {
        /// What stands above each column.
        head: Vec<String>,
        /// The rows.
        rows: Vec<Vec<String>>,
    },
    /// A figure over the whole width.
    Figure(SlideFigure),
    /// Lines of a program, with a figure beside them where there is one.
    Code {
        /// The lines.
        code: Code,
        /// The figure beside them.
        beside: Option<SlideFigure>,
    },
    /// Text that an instructor wrote, as Markdown and as the HTML it means.
    Markdown {
        /// The text, references resolved and escaped.
        text: String,
        /// The same as HTML that holds nothing active.
        html: String,
    },
}

/// Lines of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its language as Markdown names it: "rust".
    pub language: &'static str,
    /// The lines.
    pub text: String,
    /// Where they are from.
    pub origin: String,
}

/// A figure.
#[derive(Clone, Debug)]
pub struct SlideFigure {
    /// Its name, for its files: `traffic-ladder`. Empty where it is of use on its slide alone.
    pub name: String,
    /// What is said of it to who cannot see it.
    pub alt: String,
    /// As an element of a page that has the figures' style.
    pub inline: String,
    /// As a picture of its own, with its title, its answer and its evidence inside, drawn without a style sheet.
    pub picture: String,
    /// The same as a file that follows the reader's theme.
    pub file: String,
}

/// Size of the smallest letters in a figure for a slide, and the least that a last row can read of them, 18 pt, in pixels.
const LETTERS: f64 = 28.0;
const LEGIBLE: f64 = 24.0;

impl SlideFigure {
    /// Its height where it is as wide as it was drawn, in pixels.
    pub(super) fn height(&self) -> f64 {
        let height = self.inline.split_once(" height=\"").and_then(|(_, rest)| rest.split('"').next()?.parse().ok());
        height.unwrap_or(0.0)
    }

    /// The least height at which its letters can be read from a last row, in pixels. A flamegraph keeps its size.
    pub(super) fn least_height(&self) -> f64 {
        let is_flamegraph = self.inline.starts_with("<svg class=\"flame\"");
        self.height() * if is_flamegraph { 1.0 } else { LEGIBLE / LETTERS }
    }
}

#[cfg(test)]
mod tests {
    use super::SlideFigure;

    #[test]
    fn a_figure_shrinks_until_its_letters_are_as_small_as_a_last_row_can_read() {
        let figure = |inline: &str| SlideFigure {
            name: String::new(),
            alt: String::new(),
            inline: inline.into(),
            picture: String::new(),
            file: String::new(),
        };
        let drawn = figure("<svg class=\"tenfold-figure\" width=\"1600\" height=\"560\" viewBox=\"0 0 16000 5600\">");
        assert_eq!((drawn.height(), drawn.least_height()), (560.0, 480.0));
        let flame = figure("<svg class=\"flame\" width=\"100%\" height=\"380\"><svg height=\"3\">");
        assert_eq!((flame.height(), flame.least_height()), (380.0, 380.0));
    }
}
