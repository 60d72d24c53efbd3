//! Pages for everybody: WCAG 2.2 AA as far as a program can tell, by axe-core.
//!
//! axe-core is found in the folder that `TENFOLD_TOOLS` names, as `axe-core/axe.min.js`. Without it the test says so and
//! passes, except in CI; `scripts/test` fetches it.

use crate::Page;
use std::path::Path;

/// What the page is checked against.
const STANDARD: &str = r#"{ "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }"#;

/// What of it depends on the theme and on the width.
const LOOK: &str = r#"{ "runOnly": ["color-contrast", "target-size", "scrollable-region-focusable"] }"#;

fn axe() -> Option<String> {
    let path = std::env::var_os("TENFOLD_TOOLS").map(|tools| Path::new(&tools).join("axe-core/axe.min.js"));
    let found = path.and_then(|path| std::fs::read_to_string(path).ok());
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "no axe-core in the folder that TENFOLD_TOOLS names");
        println!("skipped: no axe-core in the folder that TENFOLD_TOOLS names (scripts/test sets it up)");
    }
    found
}

/// What axe-core finds that bars somebody from the page as it is now, each as "rule: what: where"; `None` where there is no
/// axe-core.
pub fn barriers(page: &mut Page) -> Option<Vec<String>> {
    let found = found(page, STANDARD)?;
    assert!(page.ask("window.found.passes.length").as_u64() > Some(10), "axe looked at something");
    Some(found)
}

/// Of these, those that depend on the theme and on the width.
pub fn barriers_of_look(page: &mut Page) -> Option<Vec<String>> {
    found(page, LOOK)
}

fn found(page: &mut Page, rules: &str) -> Option<Vec<String>> {
    let axe = axe()?;
    // The page's policy binds its scripts, not the debugger's.
    page.ask(&format!("window.axe ?? (() => {{ {axe} }})(); 0"));
    page.ask(&format!("window.found = null; axe.run({rules}).then(r => {{ window.found = r; }}); 0"));
    page.until("window.found !== null");
    let barriers = page.ask(
        "window.found.violations.map(v => v.id + ': ' + v.help + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' + n.any.map(a => a.message)).join(' | '))",
    );
    Some(serde_json::from_value(barriers).expect("a list of texts"))
}

/// Nothing that axe-core knows bars anybody from the page as it is now.
pub fn without_barrier(page: &mut Page, place: &str) {
    let Some(barriers) = barriers(page) else { return };
    assert_eq!(barriers, Vec::<String>::new(), "{place}");
}

/// As [`without_barrier`], of a page that was without one in another theme or at another width.
pub fn still_without_barrier(page: &mut Page, place: &str) {
    let Some(barriers) = barriers_of_look(page) else { return };
    assert_eq!(barriers, Vec::<String>::new(), "{place}");
}
