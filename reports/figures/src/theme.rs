//! Colours: one ink a rung, the same in every figure, and how they follow a light or a dark page.
//!
//! Those of the rungs stand in the table of the rungs; black and white print tells them apart by their markers. Every ink
//! is a CSS custom property with its light value as a plain attribute beside it, so that a program without CSS draws the
//! light theme.

use tenfold_record::Rung;

/// What a group is drawn in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Titles, values: the page's own text.
    Text,
    /// Captions, axis labels, guesses.
    Muted,
    /// Reference lines: ideal, limit, roof.
    Reference,
    /// The light grid on the value axis.
    Grid,
    /// Shaded regions behind everything.
    Band,
    /// Wrong answers, contaminated samples.
    Fault,
    /// The marks of a rung.
    Mark(Rung),
    /// Words in the colour of a rung: the same hue, with the contrast that text needs.
    Label(Rung),
}

/// An ink as style sheets know it.
pub(crate) struct Entry {
    /// Name of the class and of the custom property.
    pub(crate) class: String,
    /// Value on a light page.
    pub(crate) light: &'static str,
    /// Value on a dark page.
    pub(crate) dark: &'static str,
}

pub(crate) const PAPER: (&str, &str, &str) = ("paper", "#FFFFFF", "#121416");

impl Ink {
    /// Every ink.
    pub(crate) fn all() -> impl Iterator<Item = Ink> {
        let plain = [Ink::Text, Ink::Muted, Ink::Reference, Ink::Grid, Ink::Band, Ink::Fault];
        let rungs = || Rung::TABLE.iter().map(|info| info.rung);
        plain.into_iter().chain(rungs().map(Ink::Mark)).chain(rungs().map(Ink::Label))
    }

    /// This ink.
    pub(crate) fn entry(self) -> Entry {
        let (class, [light, dark]) = match self {
            Ink::Text => ("ink".to_string(), ["#111111", "#F0F0F0"]),
            Ink::Muted => ("muted".to_string(), ["#595959", "#B0B0B0"]),
            Ink::Reference => ("reference".to_string(), ["#767676", "#8F8F8F"]),
            Ink::Grid => ("grid".to_string(), ["#E4E4E4", "#2E3236"]),
            Ink::Band => ("band".to_string(), ["#F1F3F5", "#1E2226"]),
            Ink::Fault => ("fault".to_string(), ["#CC3311", "#FF7A5C"]),
            Ink::Mark(rung) => (rung.name().to_string(), rung.info().mark),
            Ink::Label(rung) => (format!("{rung}-text"), rung.info().text),
        };
        Entry { class, light, dark }
    }
}

/// The style sheet of all figures, for the page that embeds them.
///
/// A page that has its own switch sets the custom properties (`--paper`, `--ink`, `--muted`, `--grid`, `--vectorised`, …)
/// under its own selector. Paper is light in print, whatever the screen was.
pub fn css() -> String {
    let list = |value: fn(&Entry) -> &'static str, paper: &str| {
        Ink::all()
            .map(Ink::entry)
            .map(|entry| format!("--{}:{};", entry.class, value(&entry)))
            .fold(format!("--paper:{paper};"), |all, one| all + &one)
    };
    let mut css = format!(":root{{{}}}\n", list(|entry| entry.light, PAPER.1));
    css +=
        &format!("@media screen and (prefers-color-scheme: dark){{:root{{{}}}}}\n", list(|entry| entry.dark, PAPER.2));
    css += ".tenfold-figure{max-width:100%;height:auto;font-variant-numeric:tabular-nums lining-nums}\n";
    css += ".tenfold-figure .paper{fill:var(--paper)}\n.tenfold-figure .halo{stroke:var(--paper)}\n";
    for Entry { class, .. } in Ink::all().map(Ink::entry) {
        css += &format!(".tenfold-figure .{class}{{color:var(--{class})}}\n");
    }
    css
}

/// [`css`] with the inks of both themes: `light-dark()` follows `color-scheme`, which a page's switch sets, so
/// that each colour stands here once.
pub fn inks() -> String {
    let ink = |name: &str, light: &str, dark: &str| format!("--{name}:light-dark({light},{dark});");
    let paper = ink(PAPER.0, PAPER.1, PAPER.2);
    let inks: String =
        Ink::all().map(Ink::entry).map(|Entry { class, light, dark }| ink(&class, light, dark)).collect();
    format!("{}:root{{{inks}{paper}}}\n@media screen{{:root{{{inks}{paper}}}}}\n", css())
}

/// The figure as a file of its own: with its style sheet, a background and a font stack inside.
pub fn standalone(svg: &str) -> String {
    let root = "svg{background:var(--paper);font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',\
                Arial,sans-serif}";
    match svg.find('>') {
        Some(end) => format!("{}>\n<style>\n{}{root}\n</style>{}", &svg[..end], css(), &svg[end + 1..]),
        None => svg.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast of two colours by WCAG 2.2, "relative luminance" and "contrast ratio".
    fn contrast(a: &str, b: &str) -> f64 {
        let luminance = |colour: &str| -> f64 {
            let channel = |at: usize| {
                let c = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
                if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
        };
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        if a > b { a / b } else { b / a }
    }

    #[test]
    fn every_ink_is_legible_on_both_papers() {
        for (ink, Entry { class, light, dark }) in Ink::all().map(|ink| (ink, ink.entry())) {
            let least = match ink {
                // What merely tints the paper must stay behind.
                Ink::Grid | Ink::Band => continue,
                // WCAG asks 3:1 of graphics; the hues of the rungs are given.
                Ink::Mark(_) | Ink::Reference => 3.0,
                Ink::Text | Ink::Muted | Ink::Fault | Ink::Label(_) => 4.5,
            };
            for (colour, paper) in [(light, PAPER.1), (dark, PAPER.2)] {
                assert!(contrast(colour, paper) >= least, "{class} {colour} on {paper}: {}", contrast(colour, paper));
            }
            if least == 4.5 {
                for (colour, band) in [(light, "#F1F3F5"), (dark, "#1E2226")] {
                    assert!(contrast(colour, band) >= least, "{class} on the band: {}", contrast(colour, band));
                }
            }
        }
    }
}
