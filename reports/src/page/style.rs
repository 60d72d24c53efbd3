//! The page's one style sheet: the figures', the inks of both themes behind the reader's switch, the page's own.

use crate::figures::{self, Entry, Ink, PAPER, marker};
use tenfold_record::{Rung, RungInfo};

/// The style sheet.
pub(super) fn style() -> String {
    format!("{}{}{}", inks(), include_str!("style.css"), markers())
}

/// The figures' style and the inks of both themes: `light-dark()` follows `color-scheme`, which a page's switch sets, so
/// that each colour stands here once.
pub(crate) fn inks() -> String {
    let ink = |name: &str, light: &str, dark: &str| format!("--{name}:light-dark({light},{dark});");
    let paper = ink(PAPER.0, PAPER.1, PAPER.2);
    let inks: String =
        Ink::all().map(Ink::entry).map(|Entry { class, light, dark }| ink(&class, light, dark)).collect();
    format!("{}:root{{{inks}{paper}}}\n@media screen{{:root{{{inks}{paper}}}}}\n", figures::css())
}

/// The key of the tables: each rung's marker in its colour before the variant's name.
fn markers() -> String {
    let rule = |info: &RungInfo| {
        let (name, letter) = (info.name, marker::letter(info.marker));
        format!(".rung.{name}::before {{ content: \"{letter}\"; color: var(--{name}); }}\n")
    };
    Rung::TABLE.iter().map(rule).collect()
}
