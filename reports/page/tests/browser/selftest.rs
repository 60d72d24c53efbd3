//! The page of a self-test in a real browser.

use super::accessible::barriers;
use serde_json::json;
use tenfold_analysis::testing::{ATTACK, hostile_selftest, selftest};
use tenfold_browser::opened;
use tenfold_page::selftest::html;

#[test]
fn its_figures_have_a_size_and_words() {
    opened(&html(&selftest()).unwrap(), 1280, |page| {
        assert_eq!(page.ask("document.querySelectorAll('.plot > svg.tenfold-figure').length"), json!(12));
        let unseen = "[...document.querySelectorAll('.plot > svg.tenfold-figure')].filter(s => \
                      !(s.getBoundingClientRect().width > 200 && s.getBoundingClientRect().height > 40)).length";
        assert_eq!(page.ask(unseen), json!(0));
        let unnamed = "[...document.querySelectorAll('[role=img].plot')].filter(f => f.ariaLabel.length < 10).length";
        assert_eq!(page.ask(unnamed), json!(0), "every figure has words");
    });
}

#[test]
fn nothing_scrolls_sideways() {
    for test in [selftest(), hostile_selftest(ATTACK)] {
        opened(&html(&test).unwrap(), 360, |page| {
            for width in [360, 768, 1280] {
                page.resize(width);
                page.until(&format!("innerWidth === {width}"));
                let content = page.ask("document.documentElement.scrollWidth").as_u64().unwrap();
                assert!(content <= u64::from(width), "{content} pixels in a window of {width}");
            }
        });
    }
}

#[test]
fn axe_finds_no_barrier() {
    for test in [selftest(), hostile_selftest(ATTACK)] {
        barriers(&html(&test).unwrap());
    }
}
