//! Colour, and nothing that depends on it.

use tenfold_record::Rung;

/// How a piece of text stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shade {
    /// Headings.
    Bold,
    /// What may be skipped.
    Muted,
    /// Wrong answers and other faults.
    Fault,
    /// Something of a rung.
    Rung(Rung),
}

/// Writes colour codes, or does not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    colour: bool,
}

impl Paint {
    pub(super) fn new(colour: bool) -> Paint {
        Paint { colour }
    }

    /// `text` in a shade.
    pub(super) fn text(&self, text: &str, shade: Shade) -> String {
        match shade.code().filter(|_| self.colour && !text.trim().is_empty()) {
            Some(code) => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            None => text.to_string(),
        }
    }
}

impl Shade {
    /// The SGR code (ECMA-48 8.3.117): 256-colour indices nearest to the figures' colours, since they are understood
    /// more widely than 24-bit ones. A rung without one takes the terminal's own ink, black or white by theme.
    fn code(self) -> Option<String> {
        let colour = match self {
            Shade::Bold => return Some("1".to_string()),
            Shade::Muted => Some(245),
            Shade::Fault => Some(167),
            Shade::Rung(rung) => rung.info().terminal,
        };
        colour.map(|number| format!("38;5;{number}"))
    }
}
