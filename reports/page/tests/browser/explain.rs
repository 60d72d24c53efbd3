//! Sliders that explain: moved by keyboard, told in words, gone in print and from what is taken along.

use super::in_browser;
use serde_json::json;
use tenfold_analysis::findings::Findings;
use tenfold_analysis::testing::{self, cell, part, run};
use tenfold_browser::{Page, unfold};

const AMDAHL: &str = "document.querySelector('[data-explain=amdahl]')";
const ROOFLINE: &str = "document.querySelector('[data-explain=roofline]')";

fn said(page: &mut Page, slider: &str) -> String {
    let text = page.ask(&format!("{slider}.querySelector('output').textContent"));
    let spoken = page.ask(&format!("{slider}.querySelector('input').getAttribute('aria-valuetext')"));
    assert_eq!(text, spoken, "eyes and ears are told the same");
    text.as_str().unwrap().to_string()
}

fn move_to(page: &mut Page, slider: &str, value: f64) {
    page.ask(&format!(
        "(() => {{ const i = {slider}.querySelector('input'); i.value = {value}; i.dispatchEvent(new Event('input')); }})()"
    ));
}

#[test]
fn amdahls_law_is_computed_and_drawn_where_it_belongs() {
    in_browser(&testing::example(), 1280, |page| {
        assert_eq!(page.ask("document.querySelectorAll('.what-if').length"), json!(0), "nothing before it is moved");
        move_to(page, AMDAHL, 10.0);
        // 1 / (0.1 + 0.9/4) = 3.077, 1 / (0.1 + 0.9/64) = 8.767.
        assert_eq!(
            said(page, AMDAHL),
            "With 10 % serial work, 4 workers are worth 3.08×, 64 workers are worth 8.77×, and no number of workers more than 10.0×."
        );
        // At no serial part the curve is the ideal line itself, which the figure draws from one worker to the cores.
        move_to(page, AMDAHL, 0.0);
        assert!(said(page, AMDAHL).ends_with("there is no limit."));
        let far = "(() => {
            const svg = document.querySelector('figure[data-view=time] svg'), ideal = svg.querySelector('.ideal line');
            const points = svg.querySelector('.what-if').getAttribute('d').slice(1).split('L').map((p) => p.split(' ').map(Number));
            const [x1, y1, x2, y2] = ['x1', 'y1', 'x2', 'y2'].map((n) => +ideal.getAttribute(n));
            return Math.max(...points.filter(([x]) => x <= x2).map(([x, y]) => Math.abs(y - (y1 + (y2 - y1) * (x - x1) / (x2 - x1)))));
        })()";
        let far = page.ask(far).as_f64().unwrap();
        assert!(far <= 2.0, "{far} tenths of a pixel off the ideal");
        page.until("document.querySelectorAll('.switch .what-if').length === 4");
    });
}

#[test]
fn an_intensity_is_held_under_the_measured_roofs() {
    // 10 Gflop/s and 2 GB/s: the ridge is at 5 operations a byte.
    let work = |c: testing::CellBuilder| c.needing(tenfold_record::Resource::Flops, 1e9, "x").touching(1e9);
    let run = run("?")
        .with(part("heat").with(work(cell("naive").takes(1.0))))
        .one_core_can(tenfold_record::Resource::Flops, 1e10)
        .one_core_can(tenfold_record::Resource::MemoryBytes, 2e9)
        .built();
    in_browser(&run, 1280, |page| {
        unfold(page);
        assert_eq!(said(page, ROOFLINE).split(':').nth(1).unwrap().trim(), "from memory 2.00 Gflop/s.");
        page.ask(&format!("{ROOFLINE}.querySelector('input').focus(); 0"));
        page.key("End", 35);
        assert!(said(page, ROOFLINE).ends_with("from memory 10.0 Gflop/s (the arithmetic peak)."));
        page.key("Home", 36);
        assert!(!said(page, ROOFLINE).contains("the arithmetic peak"));
        assert_eq!(page.ask("document.querySelectorAll('.what-if').length"), json!(1));
    });
}

#[test]
fn print_and_taken_figures_know_nothing_of_it() {
    in_browser(&testing::example(), 1280, |page| {
        move_to(page, AMDAHL, 20.0);
        move_to(page, ROOFLINE, 50.0);
        let seen = "[...document.querySelectorAll('.explain, .what-if')].filter((e) => e.checkVisibility()).length > 0";
        assert_eq!(page.ask(seen), json!(true));
        page.as_medium("print");
        assert_eq!(page.ask(seen), json!(false));
        page.as_medium("screen");
        page.ask("window.text = null; standalone(document.querySelector('figure[data-view=time] .plot')).text().then((t) => { window.text = t; }); 0");
        page.until("window.text !== null");
        assert_eq!(page.ask("window.text.includes('what-if') || !window.text.includes('ideal')"), json!(false));
    });
}

#[test]
fn without_a_script_there_is_no_slider() {
    let page = tenfold_page::html(&Findings::of(&testing::example())).unwrap();
    for slider in page.split("<div class=\"explain\"").skip(1) {
        assert!(slider.split('>').next().unwrap().ends_with(" hidden"));
    }
}
