//! The pages for everybody: WCAG 2.2 AA as far as a program can tell.

use super::{in_browser, opened};
use tenfold_analysis::findings::Findings;
use tenfold_analysis::testing;
use tenfold_browser::{still_without_barrier, unfold, without_barrier};
use tenfold_page::{Indexed, html, index};
use tenfold_record::{Run, Summary};

/// Fails where axe-core finds a barrier in a page, in light or dark, on a phone or on a desk.
pub fn barriers(page: &str) {
    opened(page, 1280, |page| {
        unfold(page);
        without_barrier(page, "on a desk");
        for (width, scheme) in [(1280, "dark"), (360, "light")] {
            page.resize(width);
            page.prefer(scheme);
            unfold(page);
            still_without_barrier(page, &format!("at {width} px, {scheme}"));
        }
    });
}

#[test]
fn axe_finds_no_barrier_in_light_and_dark_on_a_phone_and_on_a_desk() {
    for run in [testing::example(), testing::hostile()] {
        barriers(&html(&Findings::of(&run)).unwrap());
    }
}

/// The example as one of the runs of an index.
pub fn night(started_ms: i64) -> Indexed {
    let run = testing::example();
    let gist = tenfold_analysis::gist(&Findings::of(&run));
    let Run { id, state, experiment, fingerprint, .. } = run;
    let run = Summary { id, started_ms, state, experiment, machine: fingerprint.machine, launches: 12 };
    Indexed { run, page: Some("a page.html".into()), gist }
}

#[test]
fn axe_finds_no_barrier_in_the_index() {
    let page = index(vec![night(86_400_000), night(0)]).unwrap();
    assert!(page.contains("How did times change from run to run?"));
    barriers(&page);
}

#[test]
fn axe_would_find_a_barrier() {
    let run = testing::run("?").with(testing::part("traffic").with(testing::cell("naive").takes(1.0))).built();
    in_browser(&run, 1280, |page| {
        page.ask("document.documentElement.removeAttribute('lang'); 0");
        let Some(found) = tenfold_browser::barriers(page) else { return };
        assert!(matches!(found.as_slice(), [one] if one.starts_with("html-has-lang: ")), "{found:?}");
        // A line that is read in a light theme alone.
        page.ask("document.querySelector('.kicker').style.color = '#222'; 0");
        assert_eq!(tenfold_browser::barriers_of_look(page), Some(Vec::new()));
        page.prefer("dark");
        let found = tenfold_browser::barriers_of_look(page).unwrap();
        assert!(matches!(found.as_slice(), [one] if one.starts_with("color-contrast: ")), "{found:?}");
    });
}
