//! Writes dashboards of made-up histories to look at: `cargo run -p tenfold-page --example dashboard -- FOLDER`.

#[path = "../tests/nights/mod.rs"]
#[allow(dead_code)]
mod nights;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".into()));
    let histories = [
        ("quiet", nights::quiet(4, 8, 60)),
        ("eventful", nights::eventful(6, 8, 200)),
        ("first", nights::quiet(3, 5, 1)),
        ("large", nights::eventful(12, 10, 1000)),
    ];
    for (name, planted) in histories {
        let path = folder.join(format!("{name}.html"));
        std::fs::write(&path, planted.html())?;
        println!("{}", path.display());
    }
    Ok(())
}
