//! The pages for everybody: WCAG 2.2 AA as far as a program can tell.

use super::{in_browser, opened};
use tenfold_analysis::findings::{Findings, medians};
use tenfold_analysis::testing;
use tenfold_browser::{unfold, without_barrier};
use tenfold_page::{Indexed, html, index};
use tenfold_record::{Run, Summary};

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
    in_browser(&testing::example(), 1280, |page| {
        unfold(page);
        page.ask("(l => l.replaceWith(...l.querySelectorAll('input')))(document.querySelector('label:has(input[type=search])')); 0");
        let Some(found) = tenfold_browser::barriers(page) else { return };
        assert!(matches!(found.as_slice(), [one] if one.starts_with("label: ")), "{found:?}");
    });
}
