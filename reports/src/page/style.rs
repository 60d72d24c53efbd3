//! The page's one style sheet: the figures', the inks of both themes behind the reader's switch, the page's own.

use crate::figures::{self, INKS, PAPER};

/// The style sheet.
pub(super) fn style() -> String {
    format!("{}{}", inks(), include_str!("style.css"))
}

/// The figures' style and the inks of both themes: `light-dark()` follows `color-scheme`, which a page's switch sets, so
/// that each colour stands here once.
pub(crate) fn inks() -> String {
    let inks = INKS.iter().map(|(_, name, light, dark)| (*name, *light, *dark)).chain([PAPER]);
    let inks: String = inks.map(|(name, light, dark)| format!("--{name}:light-dark({light},{dark});")).collect();
    format!("{}:root{{{inks}}}\n@media screen{{:root{{{inks}}}}}\n", figures::css())
}
