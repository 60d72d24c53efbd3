//! The page of a comparison, from a planted duel.

use tenfold_analysis::comparison::standings;
use tenfold_analysis::testing::{comparison, duel};
use tenfold_page::comparison::html;

#[test]
fn the_page_says_what_was_planted_and_escapes_what_it_is_given() {
    let planted = comparison(vec![duel("a<b>|", 1.05, Some([1_000_000, 1_007_000]))]);
    let cells = standings(&planted).unwrap();
    let page = html(&planted, &cells).unwrap();
    assert!(page.contains("slower by 5.0") && page.contains("<svg"));
    // The differential flamegraph: frames of both sides' sampled functions, coloured by the change.
    assert!(page.contains("class=\"flame\"") && page.contains("same (") && page.contains("%; +"), "{page}");
    assert!(!page.contains("a<b>") && !page.contains("1a2b <main>"));
}
