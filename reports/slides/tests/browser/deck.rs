//! The deck in a real browser: presented by keyboard to its end, legible from the last row, printed whole.

use serde_json::json;
use tenfold_analysis::testing;
use tenfold_browser::{Page, opened};
use tenfold_record::Run;
use tenfold_slides::{Code, Depth, Lesson, Material, Scene, Scope, Theme, deck, deck_of};

/// 18 pt at 1920 × 1080, in pixels.
const LEAST_TEXT: f64 = 24.0;

/// Code that is as awkward as it comes: long lines, many of them, markup.
fn material(run: &Run) -> Material {
    let text = format!(
        "fn run() {{ // </code><script>alert(1)</script>\n{}",
        "    let a = b.iter().zip(c).map(|(b, c)| b + c).collect::<Vec<_>>();\n".repeat(30)
    );
    let lesson = |kernel: &str, variant: &str| Lesson {
        kernel: kernel.into(),
        variant: variant.into(),
        lesson: "what is to be learnt, in a line that is as long as the longest of those that the kernels have so far"
            .into(),
        code: Code { language: "rust", text: text.clone(), origin: format!("{kernel}, {variant}") },
    };
    let scene = |kernel: &str| Scene {
        kernel: kernel.into(),
        columns: 240,
        values: (0..240 * 160).map(|k| (k % 37) as f32 / 36.0).collect(),
        says: "What is seen, from left to right and from top to bottom, in a sentence of some length.".into(),
    };
    Material {
        lessons: run.cells.iter().map(|m| lesson(&m.cell.kernel, &m.cell.variant)).collect(),
        scenes: run.experiment.parts.iter().map(|part| scene(&part.kernel)).collect(),
    }
}

/// Opens the deck of `run` at full size.
fn presented(run: &Run, look: impl FnOnce(&mut Page)) {
    let scope = Scope { depth: Depth::Full, ..Scope::default() };
    let html = deck(run, &material(run), scope).unwrap().reveal().unwrap();
    opened(&html, 1920, |page| {
        page.resize_to(1920, 1080);
        page.until("Reveal.isReady()");
        look(page);
    });
}

/// What of the slide at hand leaves it, is cut off, or is too small to read.
const FAULTS: &str = r#"(() => {
  const slide = Reveal.getCurrentSlide(), faults = [];
  for (const e of slide.querySelectorAll("*")) {
    if (e.closest("aside, title, desc")) continue;
    const box = e.getBoundingClientRect();
    if (box.width && box.height && !e.closest("svg.flame svg") && (box.left < -1 || box.top < -1 || box.right > 1921 || box.bottom > 1081))
      faults.push("outside: " + e.outerHTML.slice(0, 80));
    if (!e.ownerSVGElement && e.clientHeight && (e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2))
      faults.push("cut off: " + e.outerHTML.slice(0, 80));
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) continue;
    const scale = e.ownerSVGElement ? Math.hypot(e.getScreenCTM().a, e.getScreenCTM().b) : 1;
    const size = parseFloat(getComputedStyle(e).fontSize) * scale;
    if (size < LEAST) faults.push("small: " + size + " " + e.textContent.slice(0, 40));
  }
  return faults;
})()"#;

fn faults(page: &mut Page) -> Vec<String> {
    let found = page.ask(&FAULTS.replace("LEAST", &LEAST_TEXT.to_string()));
    found.as_array().unwrap().iter().map(|f| f.as_str().unwrap().to_string()).collect()
}

#[test]
fn it_is_presented_by_keyboard_and_read_from_the_last_row() {
    for run in [testing::example(), testing::hostile()] {
        presented(&run, |page| {
            let slides = page.ask("Reveal.getTotalSlides()").as_u64().unwrap();
            let mut seen = 1;
            // The keys of a clicker lead to what is to be remembered and no further; below it is the appendix.
            for (key, code, is_at_end) in [
                ("PageDown", 34, "!Reveal.availableRoutes().right"),
                ("ArrowDown", 40, "!Reveal.availableRoutes().down"),
            ] {
                loop {
                    let title = page.ask("Reveal.getCurrentSlide().querySelector('h2').textContent");
                    assert_eq!(faults(page), Vec::<String>::new(), "slide {seen}, {title}");
                    let place = "JSON.stringify([Reveal.getState().indexh, Reveal.getState().indexv])";
                    let before = page.ask(place);
                    // A step shows what is hidden; the last one leads on.
                    while page.ask(place) == before
                        && page.ask(&format!("{is_at_end} && !Reveal.availableFragments().next")) == json!(false)
                    {
                        page.key(key, code);
                    }
                    if page.ask(place) == before {
                        break;
                    }
                    seen += 1;
                }
                if key == "PageDown" {
                    assert_eq!(
                        page.ask("Reveal.getCurrentSlide().querySelector('h2').textContent"),
                        json!("What to remember")
                    );
                }
            }
            assert_eq!(seen, slides);
        });
    }
}

#[test]
fn a_rung_shows_its_code_first_and_its_worth_on_a_step() {
    presented(&testing::example(), |page| {
        page.ask("Reveal.slide([...document.querySelectorAll('section')].findIndex((s) => s.querySelector('h2').textContent.includes('vectorised ')))");
        let answer = "getComputedStyle(Reveal.getCurrentSlide().querySelector('.answer')).visibility";
        let mark = "getComputedStyle(Reveal.getCurrentSlide().querySelector('g.mark.fragment')).visibility";
        assert_eq!((page.ask(answer), page.ask(mark)), (json!("hidden"), json!("hidden")));
        assert_eq!(page.ask("Reveal.getCurrentSlide().querySelector('pre').checkVisibility()"), json!(true));
        page.key("ArrowRight", 39);
        // A fragment takes a moment to appear.
        page.until(&format!("{answer} === 'visible' && {mark} === 'visible'"));
    });
}

#[test]
fn it_prints_a_page_for_each_slide() {
    presented(&testing::example(), |page| {
        let slides = page.ask("Reveal.getTotalSlides()").as_u64().unwrap() as usize;
        let pdf = page.pdf();
        // A page object is "/Type /Page"; "/Type /Pages" is their tree (ISO 32000-1, 7.7.3).
        let text = String::from_utf8_lossy(&pdf);
        let pages = text.split("/Type /Page").skip(1).filter(|rest| !rest.starts_with('s')).count();
        assert_eq!(pages, slides);
        // Also the slides that no screen shows at this moment are laid out as they are on it.
        page.as_medium("print");
        let narrow = r#"[...document.querySelectorAll(".slides section:not(.opening, .stack)")].filter((s) => getComputedStyle(s).flexDirection !== "column"
            || [...s.querySelectorAll(":scope > h2, :scope > .body")].some((e) => e.getBoundingClientRect().width < 1700)
            || [...s.querySelectorAll(".body > .plot > svg, .own")].some((e) => e.getBoundingClientRect().width < 800)
            || [...s.querySelectorAll("*")].some((e) => !e.ownerSVGElement && e.clientHeight && e.scrollHeight > e.clientHeight + 2 && !e.closest("aside")))
          .map((s) => s.querySelector("h2").textContent)"#;
        assert_eq!(page.ask(narrow), json!([]));
    });
}

#[test]
fn the_overview_and_the_themes_are_a_key_away() {
    presented(&testing::example(), |page| {
        page.key("o", 79);
        assert_eq!(page.ask("Reveal.isOverview()"), json!(true));
        // What is seen of a slide in the overview is the slide, not an empty card.
        let seen = "[...document.querySelectorAll('.slides section:not(.stack)')].filter((s) => {
            const box = s.querySelector('h2').getBoundingClientRect();
            return box.width > 0 && box.right > 0 && box.left < innerWidth;
        }).length";
        assert!(page.ask(seen).as_u64().unwrap() >= 3, "{}", page.ask(seen));
        page.key("o", 79);
        let paper = "getComputedStyle(document.querySelector('.reveal-viewport')).backgroundColor";
        let light = page.ask(paper);
        page.key("t", 84);
        assert_ne!(page.ask(paper), light);
    });
}

#[test]
fn a_deck_file_sets_the_theme_and_own_slides() {
    let run = testing::example();
    let text = "---\ntheme: dark\n---\n# Mine\n\n- one\n- {{ traffic.threaded/naive }}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n---\n{{ story.method }}\n";
    let deck = deck_of(&run, &Material::default(), Scope::default(), text).unwrap().unwrap();
    assert_eq!(deck.theme, Theme::Dark);
    opened(&deck.reveal().unwrap(), 1920, |page| {
        page.resize_to(1920, 1080);
        page.until("Reveal.isReady()");
        assert_eq!(page.ask("document.documentElement.dataset.theme"), json!("dark"));
        assert_eq!(page.ask("Reveal.getTotalSlides()"), json!(2));
        assert_eq!(faults(page), Vec::<String>::new());
        let shown = page.ask("document.querySelectorAll('section li')[1].textContent");
        assert!(shown.as_str().unwrap().ends_with('×'), "{shown}");
    });
}

#[test]
fn the_speaker_sees_notes_the_next_step_and_leads_by_keyboard() {
    let run = testing::example();
    let title = format!("Speaker view: {}", run.experiment.question);
    presented(&run, |page| {
        page.key("s", 83);
        let shown = |page: &mut Page| page.ask("speaker.view.document.querySelector('h1').textContent");
        let noted = |page: &mut Page| page.ask("speaker.view.document.querySelector('.said').textContent");
        let notes =
            "[...Reveal.getCurrentSlide().querySelectorAll('aside.notes p')].map((p) => p.textContent).join('')";
        assert!(shown(page).as_str().unwrap().starts_with("1 of "));
        assert_eq!(noted(page), page.ask(notes));
        // To a rung: its code is shown now, and what it is worth is the next step.
        page.ask("Reveal.slide([...document.querySelectorAll('section')].findIndex((s) => s.querySelector('.answer.fragment'))); 0");
        assert_eq!(noted(page), page.ask(notes));
        let answer = |frame: &str| {
            format!("speaker.view.getComputedStyle(speaker.view.document.querySelector('.{frame} .answer')).visibility")
        };
        assert_eq!(
            page.ask(&answer("now")),
            json!("hidden"),
            "the deck's own style is at work, and hides what comes next"
        );
        assert_eq!(page.ask(&answer("then")), json!("visible"));
        let place = "Reveal.getState().indexh + 0.5 * (Reveal.getState().indexf ?? -1)";
        let before = page.ask(place);
        page.within(&title, |window| {
            assert_eq!(window.ask("document.querySelectorAll('script').length"), json!(0));
            let inside = "[...document.querySelectorAll('.preview')].every((p) => { const r = p.querySelector('section').getBoundingClientRect(), f = p.getBoundingClientRect(); return r.width > 100 && r.right <= f.right + 1 && r.bottom <= f.bottom + 1; })";
            assert_eq!(window.ask(inside), json!(true), "a slide fills its frame");
            window.ask("document.body.focus(); 0");
            window.key("ArrowRight", 39);
            tenfold_browser::without_barrier(window, "the speaker's window");
        });
        assert_ne!(page.ask(place), before, "a key in the speaker's window leads the deck");
        page.until(&format!("{} === 'visible'", answer("now")));
        page.key("t", 84);
        assert_eq!(page.ask("speaker.view.document.documentElement.dataset.theme"), json!("dark"));
        page.key("s", 83);
        assert_eq!(page.ask("speaker.view.closed"), json!(false));
    });
}

#[test]
fn hostile_notes_stay_text_in_the_speakers_window() {
    presented(&testing::hostile(), |page| {
        page.key("s", 83);
        for _ in 0..page.ask("Reveal.getTotalSlides()").as_u64().unwrap() {
            page.key("PageDown", 34);
        }
        assert_eq!(page.ask("speaker.view.document.querySelectorAll('script, img').length"), json!(0));
    });
}
