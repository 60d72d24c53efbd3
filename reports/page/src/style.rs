//! The page's one style sheet: the figures', the inks of both themes behind the reader's switch, the page's own.

use tenfold_figures::{inks, marker};
use tenfold_record::{Rung, RungInfo};

/// The style sheet.
pub(super) fn style() -> String {
    format!("{}{}{}", inks(), include_str!("style.css"), markers())
}

/// The key of the tables: each rung's marker in its colour before the variant's name.
fn markers() -> String {
    let rule = |info: &RungInfo| {
        let (name, letter) = (info.name, marker::letter(info.marker));
        format!(
            ".rung.{name}::before {{ content: \"{letter}\"; color: var(--{name}); }}\n\
             .place.{name} strong {{ color: var(--{name}-text); }}\n"
        )
    };
    Rung::TABLE.iter().map(rule).collect()
}
