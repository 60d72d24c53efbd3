//! What acts in the page, in a real browser.

use super::nights::{ATTACK, commit, eventful, measured, night, quiet, series};
use serde_json::json;
use tenfold_browser::{Page, opened, still_without_barrier, without_barrier};
use tenfold_history::{Observation, Outcome};

#[test]
fn a_hostile_string_stays_a_string() {
    let mut planted = eventful(2, 5, 40);
    let hostile = series(ATTACK, ATTACK, 1);
    for night in &mut planted.history.nights {
        night.revision.subject = ATTACK.into();
        night.machine.name = ATTACK.into();
        night.left_out.push((ATTACK.into(), ATTACK.into()));
        night
            .observations
            .push(Observation { series: hostile.clone(), outcome: Outcome::Measured(measured(0.0, 0.01, None)) });
    }
    let planted = planted.void(39, ATTACK).step(&hostile, 20..40, 0.2);
    let page = planted.html();
    assert_eq!(page.matches("<script").count(), 1, "the page's own and no other");
    for acts in ["<img", "\u{202e}", "\0"] {
        assert!(!page.contains(acts), "{acts:?}");
    }
    opened(&page, 1280, |page| {
        ready(page);
        let attacked = "[document.querySelectorAll('script').length, document.images.length].join()";
        for address in ["", "#night=night-0039-", "#series="] {
            if !address.is_empty() {
                let link =
                    format!("[...document.querySelectorAll('a')].find(a => a.hash.startsWith({}))", json!(address));
                page.ask(&format!("location.hash = ({link}).hash; 0"));
                page.until("!document.getElementById('detail').hidden");
            }
            assert_eq!(page.ask(attacked), json!("1,0"), "{address}");
        }
        page.ask("location.hash = [...document.querySelectorAll('#all tbody a')].find(a => a.textContent.includes('</script>')).hash; 0");
        page.until("document.querySelector('#detail h2').textContent.includes('</script>')");
        assert_eq!(page.ask(attacked), json!("1,0"));
    });
}

/// Waits until the page is drawn.
fn ready(page: &mut Page) {
    page.until("document.querySelector('#all svg.spark') !== null");
}

const SHOWN: &str = "[...document.querySelectorAll('#all tbody tr')].filter(r => r.checkVisibility()).map(r => r.querySelector('.name').textContent.replaceAll('\u{a0}', ' '))";

#[test]
fn series_are_filtered_and_sorted() {
    opened(&eventful(3, 5, 60).html(), 1280, |page| {
        ready(page);
        assert_eq!(page.ask("document.querySelectorAll('#all svg.spark').length"), json!(15));
        let first = format!("{SHOWN}.slice(0, 2).join()");
        assert_eq!(page.ask(&first), json!("mandelbrot threaded × 2,traffic threaded × 2"), "what asks for something");
        page.key("/", 191);
        assert_eq!(page.ask("document.activeElement.id"), json!("filter"));
        let filter = |text: &str| {
            format!(
                "(() => {{ const f = document.getElementById('filter'); f.value = {}; f.dispatchEvent(new Event('input')); }})()",
                json!(text)
            )
        };
        page.ask(&filter("Heat thread"));
        assert_eq!(page.ask(&format!("{SHOWN}.join()")), json!("heat threaded,heat threaded × 2,heat threaded × 4"));
        assert_eq!(page.ask("document.getElementById('count').textContent"), json!("3 of 15"));
        page.ask(&filter(""));
        page.click("document.querySelector('#all th[data-sort=level] button')");
        assert_eq!(page.ask(&format!("{SHOWN}[0]")), json!("mandelbrot naive"), "the slowest first");
        assert_eq!(page.ask("document.querySelector('#all [aria-sort]').dataset.sort"), json!("level"));
        page.click("document.querySelector('#all th[data-sort=level] button')");
        assert_eq!(page.ask(&format!("{SHOWN}[0]")), json!("traffic vectorised"));
        page.click("document.querySelector('#all th[data-sort=last] button')");
        assert_eq!(page.ask(&format!("{SHOWN}.at(-1)")), json!("mandelbrot threaded × 2"), "without a number last");
        page.click("document.querySelector('#all th[data-sort=name] button')");
        assert_eq!(page.ask(&format!("{SHOWN}[0]")), json!("heat naive"));
    });
}

#[test]
fn a_series_opens_by_keyboard_and_its_chart_goes_from_night_to_night() {
    opened(&eventful(3, 5, 60).html(), 1280, |page| {
        ready(page);
        page.ask("document.querySelector('#all tbody a').focus(); 0");
        page.key("ArrowDown", 40);
        page.ask("window.scrolled = scrollY; 0");
        page.ask("document.activeElement.click(); 0");
        page.until("!document.getElementById('detail').hidden");
        assert_eq!(
            page.ask("document.querySelector('#detail h2').textContent"),
            json!("traffic threaded × 2 (n=5000 steps=10)")
        );
        assert_eq!(page.ask("document.activeElement.tagName"), json!("H2"));
        // A night has a dot or, beyond the scale, an arrow; the first nights after a change of machine are of the same level.
        assert_eq!(page.ask("document.querySelectorAll('#detail .chart .dot').length"), json!(60));
        assert_eq!(page.ask("document.querySelectorAll('#detail .chart .dot.void').length"), json!(2));
        let texts = "[...document.querySelectorAll('#detail .chart text')].map(t => t.textContent).join('|')";
        let texts = page.ask(texts).as_str().unwrap().to_string();
        assert!(texts.contains("+3.1 %") && texts.contains("machine changed"), "{texts}");
        let overlaps = "(() => { const boxes = [...document.querySelectorAll('#detail .chart text')].map(t => t.getBoundingClientRect());
            return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b => a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom)).length; })()";
        assert_eq!(page.ask(overlaps), json!(0), "{texts}");
        assert_eq!(page.ask("document.querySelectorAll('#detail tbody tr').length"), json!(30), "the newest nights");
        page.ask("document.querySelector('#detail [role=slider]').focus(); 0");
        let now = "document.querySelector('#detail [role=slider]').ariaValueNow";
        assert_eq!(page.ask(now), json!("59"));
        page.key("ArrowLeft", 37);
        page.key("Home", 36);
        page.key("ArrowRight", 39);
        assert_eq!(page.ask(now), json!("1"));
        let said = page.ask("document.querySelector('#detail .readout').textContent");
        assert!(
            said.as_str().unwrap().contains(", n = 1") && said.as_str().unwrap().contains(", instructions 0.00 %"),
            "{said}"
        );
        page.key("Enter", 13);
        page.until("document.querySelector('#detail h2').textContent.startsWith('The night of ')");
        page.key("Escape", 27);
        page.until("document.getElementById('detail').hidden");
        assert_eq!(
            page.ask("[scrollY === scrolled, document.activeElement.textContent.replaceAll('\u{a0}', ' ')].join()"),
            json!("true,traffic threaded × 2")
        );
    });
}

#[test]
fn labels_of_a_chart_cover_neither_each_other_nor_a_line() {
    let of = series("traffic", "naive", 1);
    let mut planted = quiet(1, 1, 60);
    for nights in [5..8, 20..22, 23..25, 26..29, 56..58, 59..60] {
        planted = planted.step(&of, nights, 0.05);
    }
    for night in &mut planted.history.nights[24..] {
        night.machine.key = "b".into();
    }
    opened(&planted.html(), 1280, |page| {
        ready(page);
        page.ask("document.querySelector('#all tbody a').click(); 0");
        for width in [1280, 390] {
            page.resize(width);
            page.until(&format!("innerWidth === {width}"));
            page.until("(s => s && Math.abs(s.clientWidth - s.viewBox.baseVal.width) < 2)(document.querySelector('#detail .chart svg'))");
            let boxes = "(() => { const boxes = (what) => [...document.querySelectorAll('#detail .chart ' + what)].map(e => e.getBoundingClientRect());
                const texts = boxes('text'), lines = boxes(':is(line.step, line.event)');
                const meet = (a, b) => a.left < b.right && b.left < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom;
                const across = (line, text) => text.left < line.left && line.left < text.right && line.top < text.bottom - 3 && text.top + 3 < line.bottom;
                return [texts.length, lines.length, texts.flatMap((a, i) => texts.slice(i + 1).filter(b => meet(a, b))).length, texts.flatMap(t => lines.filter(l => across(l, t))).length]; })()";
            let found = page.ask(boxes);
            assert_eq!((&found[1], &found[2], &found[3]), (&json!(12), &json!(0), &json!(0)), "at {width}: {found}");
            assert!(found[0].as_u64().unwrap() >= 12, "most labels have room at {width}: {found}");
        }
    });
}

#[test]
fn a_night_shows_all_its_series_its_sentinels_and_what_was_left_out() {
    opened(&eventful(3, 5, 60).html(), 1280, |page| {
        ready(page);
        page.click("document.querySelector('#by-night tbody a')");
        page.until("!document.getElementById('detail').hidden");
        let text = page.ask("document.getElementById('detail').textContent").as_str().unwrap().to_string();
        for word in [
            "15 series against the reference",
            "4-core Xeon",
            "wrong answer: element 3",
            "None of 2 raised an alarm",
            "mpirun is not installed",
        ] {
            assert!(text.contains(word), "{word}: {text}");
        }
        assert_eq!(page.ask("document.querySelectorAll('#detail svg.forest').length"), json!(14));
        page.ask("location.hash = [...document.querySelectorAll('#detail .steps a')][0].hash; 0");
        page.until("document.getElementById('detail').textContent.includes('not run: the revision does not build')");
        page.click("document.querySelector('.back a')");
        page.until("document.getElementById('detail').hidden");
        page.click("document.getElementById('all-nights')");
        assert_eq!(page.ask("document.querySelectorAll('#by-night tbody tr').length"), json!(60));
        page.click("document.querySelector('#by-night tr[data-night=\"12\"] a')");
        page.until("document.getElementById('detail').textContent.includes('This night is void and not used: the sentinel traffic naive raised an alarm.')");
    });
}

#[test]
fn two_nights_are_compared_by_the_ratio_of_their_ratios() {
    // Ratios of 1 % ± 0.6 % and 3 % ± 0.8 %, as logarithms: 2 % ± 1 %, since 6² + 8² = 10².
    let mut planted = quiet(1, 1, 3);
    for (index, (log_ratio, error)) in [(0.01, 0.003), (0.03, 0.004), (0.01, 0.003)].into_iter().enumerate() {
        planted.history.nights[index].observations[0].outcome = Outcome::Measured(measured(log_ratio, error, None));
    }
    // The last one against a reference that nobody measured.
    planted.history.nights[2].reference = commit(95);
    opened(&planted.html(), 1280, |page| {
        ready(page);
        let compare = |a: usize, b: usize| {
            format!(
                "(() => {{ const f = document.getElementById('compare'); f.elements.a.value = {}; f.elements.b.value = {}; f.requestSubmit(); }})()",
                json!(night(a).id),
                json!(night(b).id)
            )
        };
        page.ask(&compare(0, 1));
        page.until("!document.getElementById('detail').hidden");
        let cells = "[...document.querySelectorAll('#detail tbody td.number')].map(c => c.textContent.replaceAll('\\u00a0', ' ')).join('|')";
        assert_eq!(page.ask(cells), json!("+2.0 % [1.0, 3.0]|+1.0 %|+3.0 %"));
        assert_eq!(page.ask("document.querySelector('#detail td.moved') !== null"), json!(true));
        page.ask(&compare(0, 2));
        page.until("document.querySelector('#detail .answer').textContent === 'The two nights have no series in common that can be compared.'");
        assert!(page.ask("document.getElementById('detail').textContent").as_str().unwrap().contains("Not comparable"));
    });
}

#[test]
fn eroding_efficiency_is_told_and_drawn() {
    let planted = quiet(1, 5, 40).step(&series("traffic", "threaded", 4), 20..40, 0.05);
    let page = planted.html();
    let text = page.replace('\u{a0}', " ");
    assert!(
        text.contains(
            "Yes: 1 of 2 lost parallel efficiency, most of all traffic threaded × 4 (n=5000 steps=10), which has "
        ),
        "{text}"
    );
    opened(&page, 1280, |page| {
        ready(page);
        assert_eq!(page.ask("document.querySelectorAll('#pairs svg.spark').length"), json!(2));
        page.click("document.querySelector('#pairs tr.lower a')");
        page.until("document.querySelector('#detail h2')?.textContent === 'Parallel efficiency of traffic threaded × 4 (n=5000 steps=10)'");
        assert_eq!(page.ask("document.querySelectorAll('#detail .chart .level').length"), json!(2));
    });
}

/// Every view of a page, by its address.
const VIEWS: [&str; 5] = [
    "#answer",
    "document.querySelector('#all tbody a').hash",
    "document.querySelector('#by-night tbody a').hash",
    "document.querySelector('#pairs tbody a').hash",
    "'#nights=' + [...document.querySelectorAll('#by-night tbody a')].slice(0, 2).map(a => a.hash.split('=')[1]).join('%20')",
];

fn each_view(page: &mut Page, mut look: impl FnMut(&mut Page, &str)) {
    for view in VIEWS {
        let address = if view.starts_with('#') { json!(view) } else { page.ask(view) };
        page.ask(&format!("location.hash = {address}; 0"));
        page.until(&format!("document.getElementById('detail').hidden === {}", view.starts_with('#')));
        look(page, view);
    }
}

#[test]
fn nothing_scrolls_sideways() {
    opened(&eventful(3, 8, 60).html(), 390, |page| {
        ready(page);
        for width in [360, 390, 768, 1400] {
            page.resize(width);
            page.until(&format!("innerWidth === {width}"));
            each_view(page, |page, view| {
                let content = page.ask("document.documentElement.scrollWidth").as_u64().unwrap();
                assert!(content <= u64::from(width), "{view}: {content} pixels in a window of {width}");
                // A chart follows the width in its own time.
                page.until("[...document.querySelectorAll('.chart svg')].every(s => !s.checkVisibility() || Math.abs(s.clientWidth - s.viewBox.baseVal.width) < 2)");
            });
        }
    });
}

#[test]
fn axe_finds_no_barrier() {
    opened(&eventful(3, 8, 60).html(), 1280, |page| {
        ready(page);
        page.ask("for (const d of document.querySelectorAll('details')) d.open = true; 0");
        each_view(page, without_barrier);
        for (width, scheme) in [(1280, "dark"), (390, "light")] {
            page.resize(width);
            page.prefer(scheme);
            each_view(page, |page, view| still_without_barrier(page, &format!("{view} at {width} px, {scheme}")));
        }
    });
}

#[test]
fn a_thousand_nights_of_120_series_take_less_than_five_megabytes() {
    let page = eventful(12, 10, 1000).html();
    println!("{} bytes", page.len());
    assert!(page.len() <= 5_000_000, "{} bytes", page.len());
    opened(&page, 1280, |page| {
        ready(page);
        // No time is asserted: it is the machine's as much as the page's.
        println!("drawn after {} ms", page.ask("Math.round(performance.now())"));
        assert_eq!(page.ask("document.querySelectorAll('#all svg.spark').length"), json!(120));
        let elements = page.ask("document.querySelectorAll('*').length").as_u64().unwrap();
        assert!(elements <= 20_000, "{elements} elements");
        page.ask("location.hash = document.querySelector('#all tbody a').hash; 0");
        page.until("document.querySelectorAll('#detail .dot').length > 200");
    });
}
