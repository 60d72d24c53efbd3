//! The picture in the README: a run of this very program, its report in a real browser, and the report's first ladder.
//!
//! It is written to `target/tmp/picture.png`; `reports/picture.png` is a copy of one that was taken with nothing else running:
//! `cargo test --release -p tenfold --test cli picture`. Chromium is found through `TENFOLD_CHROMIUM` or the path. Without it
//! the test says so and passes, except in CI.

use crate::common::Bench;
use std::path::Path;

/// Width of the picture in pixels.
const WIDTH: f64 = 1440.0;

/// Width of the window in pixels: the page's text and figure fill it.
const WINDOW: u32 = 1000;

/// White around what is shown, in pixels of the page; less than the page's own margin.
const MARGIN: f64 = 16.0;

/// The rectangle from the heading of the first ladder to the end of its figure.
const LADDER: &str = "(() => {
    const heading = document.querySelector('.part h3'), figure = document.querySelector('.part .tenfold-figure');
    const top = heading.getBoundingClientRect(), end = figure.getBoundingClientRect();
    return [end.x + scrollX, top.y + scrollY, end.width, end.bottom - top.y];
})()";

/// What is measured: the first part of the starter, on a shorter road.
const EXPERIMENT: &str = r#"
question = "How much is each rung worth?"
rounds = 6
sampling_seconds = 0.05
kernel = "traffic"
params = { n = 409_600, steps = 20 }
variants = ["python", "numpy", "numba", "naive", "vectorised-bytes", "vectorised-bits", "vectorised", "threaded", "distributed"]
workers = [2]

[guess]
"vectorised / naive" = 8
"threaded / vectorised" = 1.9
"#;

#[test]
fn the_picture_is_of_a_run_of_its_own() {
    let Some(chromium) = tenfold_browser::find() else {
        assert!(std::env::var_os("CI").is_none(), "no Chromium found: install it, or name it in TENFOLD_CHROMIUM");
        return println!("skipped: no Chromium found; install it, or name it in TENFOLD_CHROMIUM");
    };
    let bench = Bench::new();
    let file = bench.file("starter.toml", EXPERIMENT);
    bench.run(&["run", &file, "--no-profile"]).well();
    let mut page = tenfold_browser::Page::open(&chromium, &bench.pages()[0], WINDOW);
    page.prefer("light");
    let shown: [f64; 4] = serde_json::from_value(page.ask(LADDER)).unwrap();
    let [x, y, width, height] = shown;
    let clip = [x - MARGIN, y - MARGIN, width + 2.0 * MARGIN, height + 2.0 * MARGIN];
    let picture = page.picture(clip, WIDTH / clip[2]);
    assert_eq!(&picture[..8], b"\x89PNG\r\n\x1a\n");
    // Width and height in the header (PNG 1.2, section 11.2.2).
    let size = [16, 20].map(|at| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap()));
    assert!(size[0].abs_diff(WIDTH as u32) <= 1 && size[1] > 500, "{size:?}");
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("picture.png"), picture).unwrap();
}
