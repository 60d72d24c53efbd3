//! The page of a self-test, from one built by hand.

use tenfold_analysis::testing::{ATTACK, empty_selftest, hostile_selftest, selftest};
use tenfold_page::selftest::html;

#[test]
fn an_empty_self_test_says_that_nothing_was_tested() {
    assert!(html(&empty_selftest()).unwrap().contains("not tested."));
}

#[test]
fn the_page_is_whole_offline_and_the_same_each_time() {
    let page = html(&selftest()).unwrap();
    assert_eq!(page, html(&selftest()).unwrap());
    for word in [
        "False alarms without added load: tenfold 0.56",
        "criterion 20",
        "False alarms by judge",
        "criterion",
        "tango",
        "1,234,567",
        "it was killed",
        "99.9 %",
        "0.10 % in 170 comparisons",
        "0.20 % in 170",
        "0.30 % in 170",
        "Which changes are detected in simulated nights?",
        "0.30\u{a0}% (9 of 3,000, upper bound 0.52\u{a0}%)",
        "no change in nights 151 to 250, Gaussian noise",
        "bisect over 64 commits, one of them 3\u{a0}% slower",
        "median 8 builds",
        "10\u{a0}% (20 of 200, upper bound 14\u{a0}%)",
    ] {
        assert!(page.contains(word), "{word}");
    }
    for outside in ["src=", "@import", "url(", "unsafe-inline", " style=\"", " onload=", " onclick="] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn a_hostile_string_stays_a_string() {
    let page = html(&hostile_selftest(ATTACK)).unwrap();
    assert_eq!(page.matches("<script").count(), 1, "the page's own and no other");
    for acts in ["<img", "\u{202e}", "\0", "NaN"] {
        assert!(!page.contains(acts), "{acts:?}");
    }
    assert!(page.contains("{{ 7*7 }}"), "template syntax is text");
}
