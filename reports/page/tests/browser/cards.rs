//! Tables on a phone: each row a card, nothing of it off the screen.

use super::accessible::night;
use serde_json::json;
use tenfold_analysis::findings::Findings;
use tenfold_analysis::testing;
use tenfold_browser::{opened, unfold};
use tenfold_page::{html, index, selftest};

#[test]
fn no_table_of_answers_scrolls_sideways_on_a_phone() {
    let pages = [
        html(&Findings::of(&testing::everyday())).unwrap(),
        html(&Findings::of(&testing::example())).unwrap(),
        html(&Findings::of(&testing::hostile())).unwrap(),
        index(vec![night(86_400_000), night(0)]).unwrap(),
        selftest::html(&testing::selftest()).unwrap(),
    ];
    for page in pages {
        opened(&page, 390, |page| {
            unfold(page);
            let all = "[...document.querySelectorAll('.table > table:not(.diff, .code, .listing)')]";
            let cut = format!(
                "{all}.filter(t => t.parentElement.scrollWidth > t.parentElement.clientWidth).map(t => t.parentElement.ariaLabel + ': ' + t.textContent.trim().slice(0, 40))"
            );
            assert_eq!(page.ask(&cut), json!([]));
            let cells = format!("{all}.flatMap(t => [...t.tBodies[0].rows]).flatMap(r => [...r.cells])");
            assert!(page.ask(&format!("{cells}.length > 5")) == json!(true));
            let unnamed = format!("{cells}.filter(c => !c.dataset.label || !c.role).length");
            assert_eq!(page.ask(&unnamed), json!(0), "each cell has its column's name and its role");
            // The name stands before the value, in the same line where that has room.
            let heads = format!(
                "{cells}.filter(c => c.matches('td') && getComputedStyle(c, '::before').float !== 'left').length"
            );
            assert_eq!(page.ask(&heads), json!(0));
            page.resize(1280);
            page.until("innerWidth === 1280");
            let tables = format!("{all}.every(t => getComputedStyle(t).display === 'table')");
            assert_eq!(page.ask(&tables), json!(true), "on a desk they are tables");
        });
    }
}

#[test]
fn a_large_screen_shows_two_questions_side_by_side() {
    opened(&html(&Findings::of(&testing::example())).unwrap(), 1400, |page| {
        let columns =
            "new Set([...document.querySelectorAll('.part .question')].map(q => q.getBoundingClientRect().left)).size";
        for (width, expected) in [(1400, 1), (1920, 2), (2560, 2)] {
            page.resize(width);
            page.until(&format!("innerWidth === {width}"));
            assert_eq!(page.ask(columns), json!(expected), "{width}");
            let overlap = "(() => { const nav = document.querySelector('nav').getBoundingClientRect(), main = document.querySelector('main').getBoundingClientRect(); \
                           return nav.right > main.left && nav.width < main.width; })()";
            assert_eq!(page.ask(overlap), json!(false), "contents beside the text at {width}");
            // No line of prose is longer than can be read.
            let longest = "Math.max(...[...document.querySelectorAll('main :is(p, figcaption, li)')].map(p => p.getBoundingClientRect().width))";
            assert!(page.ask(longest).as_f64().unwrap() <= 1080.0, "{width}");
        }
    });
}
