//! Writes pages of made-up runs to look at: `cargo run -p tenfold-page --example page -- FOLDER`.

use std::path::PathBuf;
use tenfold_analysis::findings::Findings;
use tenfold_analysis::{terminal, testing};
use tenfold_page::html;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".into()));
    let runs = [
        ("example", testing::example()),
        ("hostile", testing::hostile()),
        ("empty", testing::run("Nothing?").built()),
        ("everyday", testing::everyday()),
        ("large", testing::large()),
    ];
    for (name, run) in runs {
        let path = folder.join(format!("{name}.html"));
        std::fs::write(&path, html(&Findings::of(&run))?)?;
        println!("{}", path.display());
    }
    print!("{}", terminal(&Findings::of(&testing::example()), 80, true));
    Ok(())
}
