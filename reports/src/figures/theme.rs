//! Colours: one ink a rung, the same in every figure, and how they follow a light or a dark page.
//!
//! The hues are Okabe and Ito's (Color Universal Design, 2008), told apart by colour-blind readers; black and white print
//! tells the rungs apart by their markers. Every ink is a CSS custom property with its light value as a plain attribute
//! beside it, so that a program without CSS draws the light theme.

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

/// Name of the class and of the custom property, value on a light page, value on a dark page.
type Entry = (Ink, &'static str, &'static str, &'static str);

pub(crate) const PAPER: (&str, &str, &str) = ("paper", "#FFFFFF", "#121416");

pub(crate) const INKS: [Entry; 16] = [
    (Ink::Text, "ink", "#111111", "#F0F0F0"),
    (Ink::Muted, "muted", "#595959", "#B0B0B0"),
    (Ink::Reference, "reference", "#767676", "#8F8F8F"),
    (Ink::Grid, "grid", "#E4E4E4", "#2E3236"),
    (Ink::Band, "band", "#F1F3F5", "#1E2226"),
    (Ink::Fault, "fault", "#CC3311", "#FF7A5C"),
    (Ink::Mark(Rung::External), "external", "#7F7F7F", "#7F7F7F"),
    (Ink::Mark(Rung::Naive), "naive", "#111111", "#F0F0F0"),
    (Ink::Mark(Rung::Vectorised), "vectorised", "#0072B2", "#0072B2"),
    (Ink::Mark(Rung::Threaded), "threaded", "#D55E00", "#D55E00"),
    (Ink::Mark(Rung::Distributed), "distributed", "#009E73", "#009E73"),
    (Ink::Label(Rung::External), "external-text", "#595959", "#B0B0B0"),
    (Ink::Label(Rung::Naive), "naive-text", "#111111", "#F0F0F0"),
    (Ink::Label(Rung::Vectorised), "vectorised-text", "#0072B2", "#4FA8DC"),
    (Ink::Label(Rung::Threaded), "threaded-text", "#B34F00", "#F08A3C"),
    (Ink::Label(Rung::Distributed), "distributed-text", "#007A59", "#22B68A"),
];

impl Ink {
    /// The class that carries this ink, and its value on a light page.
    pub(crate) fn class_and_colour(self) -> (&'static str, &'static str) {
        let (_, class, light, _) = INKS.into_iter().find(|entry| entry.0 == self).unwrap_or(INKS[0]);
        (class, light)
    }
}

/// The style sheet of all figures, for the page that embeds them.
///
/// A page that has its own switch sets the custom properties (`--paper`, `--ink`, `--muted`, `--grid`, `--vectorised`, …)
/// under its own selector. Paper is light in print, whatever the screen was.
pub fn css() -> String {
    let list = |value: fn(&Entry) -> &'static str, paper: &str| {
        INKS.iter()
            .map(|entry| format!("--{}:{};", entry.1, value(entry)))
            .fold(format!("--paper:{paper};"), |all, one| all + &one)
    };
    let mut css = format!(":root{{{}}}\n", list(|entry| entry.2, PAPER.1));
    css += &format!("@media screen and (prefers-color-scheme: dark){{:root{{{}}}}}\n", list(|entry| entry.3, PAPER.2));
    css += ".tenfold-figure{max-width:100%;height:auto;font-variant-numeric:tabular-nums lining-nums}\n";
    css += ".tenfold-figure .paper{fill:var(--paper)}\n.tenfold-figure .halo{stroke:var(--paper)}\n";
    for (_, class, ..) in INKS {
        css += &format!(".tenfold-figure .{class}{{color:var(--{class})}}\n");
    }
    css
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
        for (ink, class, light, dark) in INKS {
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

    #[test]
    fn every_rung_has_a_mark_and_a_label() {
        for rung in [Rung::External, Rung::Naive, Rung::Vectorised, Rung::Threaded, Rung::Distributed] {
            assert_eq!(Ink::Mark(rung).class_and_colour().0, rung.to_string());
            assert_eq!(Ink::Label(rung).class_and_colour().0, format!("{rung}-text"));
        }
    }
}
