//! Draws every figure from example data: `cargo run -p tenfold-figures --example figures -- FOLDER`.
//!
//! One file a figure and size, each a file of its own that follows the light or dark theme of its reader. For looking at:
//! whoever changes a figure sees here what became of it. No number here was measured.

mod guesses;
mod ladder;
mod limits;
mod ranks;
mod samples;
mod scaling;

use std::{env, fs, io, path::Path};
use tenfold_figures::{Estimate, Ladder, Size, standalone};

fn main() -> io::Result<()> {
    let Some(folder) = env::args().nth(1) else {
        eprintln!("usage: figures FOLDER    (the folder that the SVG files are written to)");
        std::process::exit(2);
    };
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    for (name, draw) in figures() {
        for (size, suffix) in [(Size::Page, "page"), (Size::Narrow, "phone"), (Size::Slide, "slide")] {
            fs::write(folder.join(format!("{name}-{suffix}.svg")), standalone(&draw(size)))?;
        }
    }
    Ok(())
}

type Draw = Box<dyn Fn(Size) -> String>;

fn figures() -> Vec<(&'static str, Draw)> {
    vec![
        ("ladder", Box::new(|size| ladder::ladder().svg(size))),
        ("ladder-awkward", Box::new(|size| ladder::awkward_ladder().svg(size))),
        (
            "ladder-one",
            Box::new(|size| {
                Ladder { rows: ladder::ladder().rows[2..3].to_vec(), limit: None, ..ladder::ladder() }.svg(size)
            }),
        ),
        ("ladder-empty", Box::new(|size| Ladder { rows: Vec::new(), ..ladder::ladder() }.svg(size))),
        ("strong", Box::new(|size| scaling::strong().svg(size))),
        ("strong-two", Box::new(|size| scaling::strong_on_two_cores().svg(size))),
        ("strong-two-beyond", Box::new(|size| scaling::strong_beyond_two_cores().svg(size))),
        ("speedup", Box::new(|size| scaling::speedup().svg(size))),
        ("efficiency", Box::new(|size| scaling::efficiency().svg(size))),
        ("distribution", Box::new(|size| samples::distribution().svg(size))),
        ("class", Box::new(|size| guesses::class_of_38().svg(size))),
        ("guess", Box::new(|size| guesses::guess().svg(size))),
        ("roofline", Box::new(|size| limits::roofline().svg(size))),
        ("messages", Box::new(|size| ranks::messages().svg(size))),
        ("timeline", Box::new(|size| ranks::timeline().svg(size))),
        ("weak", Box::new(|size| scaling::weak().svg(size))),
    ]
}

/// An estimate with launches within a few per cent of it.
fn about(value: f64) -> Estimate {
    Estimate { value, interval: Some((value * 0.98, value * 1.03)), n: 12 }
}

fn launches(value: f64) -> Vec<f64> {
    (0..12).map(|k| value * (0.95 + 0.012 * f64::from((k * 7) % 12))).collect()
}
