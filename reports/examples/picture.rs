//! Takes the picture of a page's first ladder, with its heading and its answer:
//! `cargo run -p tenfold-reports --example picture -- PAGE.html PICTURE.png`.
//!
//! 1440 pixels wide, in the light theme. Needs a Chromium: on the path, or named in `TENFOLD_CHROMIUM`.

use std::path::Path;

#[path = "../tests/browser/chromium.rs"]
#[allow(dead_code, reason = "the tests also press keys and click")]
mod chromium;

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

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [page, picture] = arguments.as_slice() else {
        return Err("usage: picture PAGE.html PICTURE.png".into());
    };
    let chromium = chromium::find().ok_or("no Chromium found: install it, or name it in TENFOLD_CHROMIUM")?;
    let page = Path::new(page).canonicalize()?;
    let mut open = chromium::Page::open(&chromium, &page, WINDOW);
    open.prefer("light");
    let shown: [f64; 4] = serde_json::from_value(open.ask(LADDER))?;
    let [x, y, width, height] = shown;
    let clip = [x - MARGIN, y - MARGIN, width + 2.0 * MARGIN, height + 2.0 * MARGIN];
    std::fs::write(picture, open.picture(clip, WIDTH / clip[2]))?;
    Ok(())
}
