//! The page for everybody: WCAG 2.2 AA as far as a program can tell, by axe-core.
//!
//! axe-core is found in the folder that `TENFOLD_TOOLS` names, as `axe-core/axe.min.js`. Without it the test says so and
//! passes, except in CI; `scripts/test` fetches it.

use super::chromium::Page;
use super::{in_browser, opened, unfold};
use serde_json::Value;
use std::path::Path;
use tenfold_record::{Run, Summary};
use tenfold_reports::findings::{Findings, medians};
use tenfold_reports::{Indexed, html, index, testing};

/// What the page is checked against.
const STANDARD: &str = r#"{ "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }"#;

fn axe() -> Option<String> {
    let path = std::env::var_os("TENFOLD_TOOLS").map(|tools| Path::new(&tools).join("axe-core/axe.min.js"));
    let found = path.and_then(|path| std::fs::read_to_string(path).ok());
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "no axe-core in the folder that TENFOLD_TOOLS names");
        println!("skipped: no axe-core in the folder that TENFOLD_TOOLS names (scripts/test sets it up)");
    }
    found
}

/// Nothing that axe-core knows bars anybody from the page as it is now.
pub fn without_barrier(page: &mut Page, place: &str) {
    let Some(axe) = axe() else { return };
    // The page's policy binds its scripts, not the debugger's.
    page.ask(&format!("{axe}; 0"));
    page.ask(&format!("window.found = null; axe.run({STANDARD}).then(r => {{ window.found = r; }}); 0"));
    page.until("window.found !== null");
    assert!(page.ask("window.found.passes.length").as_u64() > Some(10), "axe looked at something");
    let barriers = page.ask(
        "window.found.violations.map(v => v.id + ': ' + v.help + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' + n.any.map(a => a.message)).join(' | '))",
    );
    assert_eq!(barriers, Value::Array(Vec::new()), "{place}");
}

/// Fails where axe-core finds a barrier in a page, in light or dark, on a phone or on a desk.
pub fn barriers(page: &str) {
    opened(page, 1280, |page| {
        for (width, scheme) in [(1280, "light"), (1280, "dark"), (360, "light")] {
            page.resize(width);
            page.prefer(scheme);
            unfold(page);
            without_barrier(page, &format!("at {width} px, {scheme}"));
        }
    });
}

#[test]
fn axe_finds_no_barrier_in_light_and_dark_on_a_phone_and_on_a_desk() {
    for run in [testing::example(), testing::hostile()] {
        barriers(&html(&Findings::of(&run)).unwrap());
    }
}

#[test]
fn axe_finds_no_barrier_in_the_index() {
    let night = |started_ms: i64| {
        let run = testing::example();
        let medians = medians(&Findings::of(&run));
        let Run { id, state, experiment, fingerprint, .. } = run;
        let run = Summary { id, started_ms, state, experiment, machine: fingerprint.machine, launches: 12 };
        Indexed { run, page: Some("a page.html".into()), medians }
    };
    let page = index(vec![night(86_400_000), night(0)]).unwrap();
    assert!(page.contains("How it went from run to run"));
    barriers(&page);
}

#[test]
fn axe_would_find_a_barrier() {
    let Some(axe) = axe() else { return };
    in_browser(&testing::example(), 1280, |page| {
        page.ask(&format!("{axe}; 0"));
        unfold(page);
        page.ask("(l => l.replaceWith(...l.querySelectorAll('input')))(document.querySelector('label:has(input[type=search])')); 0");
        page.ask(&format!("window.found = null; axe.run({STANDARD}).then(r => {{ window.found = r; }}); 0"));
        page.until("window.found !== null");
        assert_eq!(page.ask("window.found.violations.map(v => v.id)"), serde_json::json!(["label"]));
    });
}
