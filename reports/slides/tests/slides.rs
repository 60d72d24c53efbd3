//! The deck as text, on runs built by hand: what must be there, and what must never be.

use tenfold_analysis::testing::{cell, example, hostile, part, run};
use tenfold_record::Run;
use tenfold_slides::{Code, Deck, Depth, Lesson, Material, Place, Scope, deck, deck_of};

/// Six launches of exactly these seconds, so that every number is known.
fn planted() -> Run {
    let steady = |name: &str, workers, seconds: f64| cell(name).on(workers).takes_each(&[seconds; 6]);
    let part = part("traffic")
        .guessing("vectorised", "naive", 2.0)
        .with(steady("naive", 1, 8.0))
        .with(steady("vectorised", 1, 1.0))
        .with(steady("threaded", 1, 1.0))
        .with(steady("threaded", 2, 2.0))
        .with(cell("vectorised-wrong").takes_each(&[0.001]).is_wrong("42 is not 43"));
    run("Is it fast?").with(part).on_cores(2).built()
}

fn told(run: &Run) -> Deck {
    let code = Code {
        language: "rust",
        text: "for cell in road {\n    step(cell);\n}".into(),
        origin: "traffic, naive".into(),
    };
    let lesson = Lesson { kernel: "traffic".into(), variant: "naive".into(), lesson: "the plain loop".into(), code };
    let material = Material { lessons: vec![lesson], scenes: Vec::new() };
    deck(run, &material, Scope { depth: Depth::Full, ..Scope::default() }).unwrap()
}

#[test]
fn a_planted_run_tells_its_own_facts() {
    let deck = told(&planted());
    let text = deck.markdown();
    for fact in [
        "# Is it fast&#63;",
        "- vectorised over naive",
        "the plain loop\n\n```rust\nfor cell in road {\n    step(cell);\n}\n```",
        "8.00× &#91;8.00, 8.00&#93; faster than naive: 1.00 s &#91;1.00 s, 1.00 s&#93;.",
        "0 of 1 right, 1 too pessimistic; the worst was off by 4.00×",
        "traffic: vectorised-wrong: wrong answer: 42 is not 43",
        "one fit over all rounds, 95 % interval, n = 6 launches · run 2026-11-20-example-7f3a · 2026-11-18 11:06 UTC · 2-core example machine",
        "![How much is each rung worth&#63;",
        "(figures/traffic-ladder.svg)",
    ] {
        assert!(text.contains(fact), "{fact}\n{text}");
    }
    let asked = text.split("What is your guess").nth(1).unwrap().split("\n---").next().unwrap();
    let shown = asked.split("Note:").next().unwrap();
    assert!(!shown.contains("2.00"), "no guess is shown before the room has guessed: {shown}");
    assert!(!text.contains("1.00 ms"), "a wrong cell has no time");
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let (one, two) = (told(&example()), told(&example()));
    assert_eq!(one.reveal().unwrap(), two.reveal().unwrap());
    assert_eq!((one.remark(), one.markdown()), (two.remark(), two.markdown()));
    #[cfg(feature = "png")]
    assert_eq!(one.figures()[0].png().unwrap(), two.figures()[0].png().unwrap());
}

#[test]
fn nothing_comes_from_outside() {
    let deck = told(&example()).reveal().unwrap();
    assert!(deck.contains("content=\"default-src &#x27;none&#x27;;") || deck.contains("content=\"default-src 'none';"));
    let before_script = deck.split("<script>").next().unwrap();
    // reveal.js's style sheet has pictures of its own, which the policy does not let in either.
    let urls = before_script.split("url(").skip(1).filter(|rest| !rest.starts_with("data:")).count();
    assert_eq!(urls, 0);
    for outside in ["src=", "<link", "@import", "unsafe-inline", " style=\"", " onload=", " onclick="] {
        assert!(!before_script.contains(outside), "{outside}");
    }
}

#[test]
fn every_number_has_its_evidence() {
    for slide in told(&example()).slides {
        let counts = slide.blocks.iter().any(|b| matches!(b, tenfold_slides::Block::Figure(_)));
        assert!(!counts || slide.evidence.contains("run 2026-11-20-example-7f3a"), "{}", slide.title);
    }
}

#[test]
fn a_hostile_string_stays_a_string() {
    let deck = told(&hostile());
    let html = deck.reveal().unwrap();
    let (page, script) = html.split_once("<script>").unwrap();
    assert!(!page.contains("<img") && !page.contains("<script") && !page.contains('\u{202e}'));
    assert!(!script.contains("alert(2)"));
    for text in [deck.remark(), deck.markdown()] {
        let prose = text.split("```").step_by(2).collect::<String>();
        assert!(!prose.contains('<') && !prose.contains("{{") && !prose.contains('\u{202e}'), "{}", &prose[..400]);
    }
}

#[test]
fn remark_has_a_slide_for_each_slide() {
    let deck = told(&example());
    let remark = deck.remark();
    assert!(remark.starts_with("template: titleslide\n\n# How much faster"));
    assert_eq!(remark.split("\n---\n").count(), deck.slides.len());
    assert!(remark.contains("\n???\n"));
}

#[test]
fn figures_are_drawn_at_the_size_of_a_slide() {
    let deck = told(&example());
    let names: Vec<&str> = deck.figures().iter().map(|f| f.name.as_str()).collect();
    assert!(
        names.contains(&"traffic-ladder") && names.contains(&"heat-scaling") && names.contains(&"guesses"),
        "{names:?}"
    );
    let ladder = deck.figures().into_iter().find(|f| f.name == "traffic-ladder").unwrap();
    assert!(ladder.file.contains("width=\"1600\" height=\"800\""));
}

#[test]
#[cfg(feature = "png")]
fn pixels_are_as_many_as_the_figure_is_large() {
    let deck = told(&example());
    let png = deck.figures().into_iter().find(|f| f.name == "traffic-ladder").unwrap().png().unwrap();
    // Width and height (PNG, section 11.2.1).
    let size = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert_eq!((size(16), size(20)), (1600, 800));
}

#[test]
fn a_failed_result_stops_a_deck_file() {
    let fault =
        deck_of(&planted(), &Material::default(), Scope::default(), "# a\n\n{{ traffic.vectorised-wrong }} s\n")
            .unwrap()
            .unwrap_err();
    assert_eq!(fault.line, 3);
}

#[test]
fn the_deck_tells_what_the_room_guessed_and_what_limits_it() {
    let deck = told(&example());
    let of = |key: &str| deck.slides.iter().find(|s| s.key == key).unwrap_or_else(|| panic!("no slide {key}"));
    assert!(of("class").notes[0].contains("traffic: vectorised over naive: n = 42"), "{:?}", of("class").notes);
    assert!(of("class").evidence.contains("run 2026-11-20-example-7f3a"));
    assert!(of("traffic.roofline").evidence.contains("n = 8 launches"));
    assert!(
        of("heat.roofline").notes.iter().any(|n| n.contains("memory of one core, 22.0 GB/s")),
        "{:?}",
        of("heat.roofline").notes
    );
    let names: Vec<&str> = deck.figures().iter().map(|f| f.name.as_str()).collect();
    assert!(["class", "class-2", "traffic-roofline", "heat-roofline"].iter().all(|n| names.contains(n)), "{names:?}");
    assert!(told(&planted()).slides.iter().all(|s| !s.key.starts_with("class")), "nobody guessed");
}

/// How many slides a deck of so many kernels has, with everything that a run may have, and its keys.
fn lesson(kernels: usize) -> (usize, Vec<String>) {
    let rungs = |kernel: usize| {
        ["naive", "vectorised-bytes", "vectorised", "threaded", "distributed"].into_iter().enumerate().fold(
            part(&format!("kernel-{kernel}"))
                .guessing("vectorised", "naive", 2.0)
                .guessing("threaded", "vectorised", 2.0)
                .guessing("distributed", "threaded", 1.0),
            |part, (rank, name)| {
                let seconds = [8.0, 4.0, 1.0, 0.5, 0.6][rank];
                let part = part.with(cell(name).on(if rank > 2 { 2 } else { 1 }).takes_each(&[seconds; 6]));
                if rank > 2 { part.with(cell(name).takes_each(&[1.0; 6])) } else { part }
            },
        )
    };
    let run = (0..kernels).fold(run("Is it fast?").on_cores(2), |run, kernel| run.with(rungs(kernel))).built();
    let slides = deck(&run, &Material::default(), Scope::default()).unwrap().slides;
    let keys = slides.iter().filter(|s| s.place == Place::Main).map(|s| s.key.clone()).collect::<Vec<_>>();
    (keys.len(), keys)
}

#[test]
fn a_lesson_keeps_its_budget_and_ends_on_what_to_remember() {
    for kernels in [1, 2, 3, 12] {
        let (slides, keys) = lesson(kernels);
        assert!(slides <= 15 + 5 * (kernels - 1), "{kernels} kernels: {slides} slides: {keys:?}");
        assert_eq!(
            (keys.first().map(String::as_str), keys.last().map(String::as_str)),
            (Some("question"), Some("remember"))
        );
        assert_eq!(keys.iter().filter(|key| key.ends_with(".ladder")).count(), kernels);
    }
    let of_one = lesson(1).1;
    for rung in ["naive", "vectorised", "threaded", "distributed"] {
        assert!(of_one.contains(&format!("kernel-0.{rung}")), "{of_one:?}");
    }
    assert!(!of_one.contains(&"kernel-0.vectorised-bytes".to_string()), "not the best of its rung");
}

#[test]
fn the_appendix_stands_behind_the_last_slide_and_below_it() {
    let deck = told(&planted());
    let behind: Vec<&str> =
        deck.slides.iter().skip_while(|s| s.key != "remember").skip(1).map(|s| s.key.as_str()).collect();
    assert_eq!(behind, ["missing", "method", "machine", "rules"]);
    let html: String = deck.reveal().unwrap().split_whitespace().collect();
    assert_eq!(html.matches("<section><section>").count(), 1);
    assert!(html.contains("<section><section><h2><bdi>Whattoremember"));
}

#[test]
fn a_deck_tells_of_the_kernels_it_is_asked_for() {
    let kernels = ["heat".to_string()];
    let deck = deck(&example(), &Material::default(), Scope { kernels: &kernels, ..Scope::default() }).unwrap();
    assert!(deck.slides.iter().any(|s| s.key == "heat.ladder"));
    assert!(deck.slides.iter().all(|s| !s.key.starts_with("traffic")));
}
