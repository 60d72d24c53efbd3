//! The page's one style sheet: the figures', the inks of both themes behind the reader's switch, the page's own.

use crate::figures::{self, INKS, PAPER};

/// The style sheet.
pub(super) fn style() -> String {
    // `light-dark()` follows `color-scheme`, which the switch sets: each colour stands here once for both themes.
    let inks = INKS.iter().map(|(_, name, light, dark)| (*name, *light, *dark)).chain([PAPER]);
    let inks: String = inks.map(|(name, light, dark)| format!("--{name}:light-dark({light},{dark});")).collect();
    format!("{}:root{{{inks}}}\n@media screen{{:root{{{inks}}}}}\n{}", figures::css(), include_str!("style.css"))
}
