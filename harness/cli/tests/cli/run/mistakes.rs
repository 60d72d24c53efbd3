//! A user's mistake is told with its place, what is allowed, and the nearest word.

use super::small;
use crate::common::Bench;

#[test]
fn mistakes_in_a_file_name_file_line_and_the_nearest_word() {
    let bench = Bench::new();
    let good = small(2, 0.01);
    let cases = [
        ("question = \"Is it faster?\"", "", vec!["bad.toml:1", "'question' is missing"]),
        ("kernel = \"mandelbrot\"", "kernel = \"mandelbrod\"", vec!["bad.toml:3", "did you mean 'mandelbrot'"]),
        ("width = 40", "widht = 40", vec!["bad.toml:4", "did you mean 'width'"]),
        ("width = 40", "width = 0", vec!["bad.toml:4", "must be an integer from 1 to"]),
        ("width = 40", "width = \"40\"", vec!["bad.toml:4", "'width' needs a number"]),
        ("\"vectorised\"", "\"vectorized\"", vec!["bad.toml:5", "did you mean 'vectorised'"]),
        ("\"vectorised\",", "\"naive\",", vec!["bad.toml:5", "named twice"]),
        ("workers = [1, 2]", "workers = [0]", vec!["bad.toml:6", "1 to 4096"]),
        ("workers = [1, 2]", "workers = [1, 2", vec!["bad.toml:", "not TOML"]),
        ("workers = [1, 2]", "workers = [1, 1]", vec!["bad.toml:6", "'workers' names 1 twice"]),
        ("rounds = 2", "rounds = 0", vec!["bad.toml:7", "1 to 1000"]),
        ("rounds = 2", "rounds = 99999999999999999999", vec!["bad.toml:7", "1 to 1000 is allowed"]),
        ("rounds = 2", "rounds = 1.5", vec!["bad.toml:7", "must be an integer", "1 to 1000"]),
        ("\"Is it faster?\"", "\" \"", vec!["bad.toml:2", "the question is empty"]),
        ("rounds = 2", "round = 2", vec!["bad.toml:7", "did you mean 'rounds'"]),
        (
            "\"vectorised / naive\" = 4",
            "\"vectorised / naive\" = 4\n\"vectorised/naive\" = 5",
            vec!["bad.toml:12", "appears twice in 'guess'"],
        ),
        ("\"vectorised / naive\" = 4", "\"vectorised\" = 4", vec!["bad.toml:11", "variant / base"]),
        ("\"vectorised / naive\" = 4", "\"vectorised / naiv\" = 4", vec!["bad.toml:11", "did you mean 'naive'"]),
        ("\"vectorised / naive\" = 4", "\"vectorised / naive\" = -4", vec!["bad.toml:11", "must be positive"]),
    ];
    for (from, to, parts) in cases {
        assert!(good.contains(from), "{from}");
        let file = bench.file("bad.toml", &good.replace(from, to));
        bench.run(&["run", &file]).refused(&parts);
    }
    for (parts, said) in [
        ("[part]\nkernel = \"heat\"\n", ["bad.toml:2", "write [[part]] instead of [part]"]),
        ("part = []\n", ["bad.toml:2", "'part' is empty"]),
        ("[[part]]\nkernel = \"heat\"\nvariants = [\"naive\"]\n\n[[part]]\n", ["bad.toml:6", "'kernel' is missing"]),
    ] {
        let file = bench.file("bad.toml", &format!("question = \"?\"\n{parts}"));
        bench.run(&["run", &file]).refused(&said);
    }
    assert!(!bench.path().join("tenfold-runs").exists(), "nothing is made for a file that is refused");
    bench.run(&["run", "starterr"]).refused(&["did you mean 'starter'"]);
    bench.run(&["run", "nowhere.toml"]).refused(&["nowhere.toml"]);
    bench.run(&["run", "--rounds", "0"]).refused(&["--rounds"]);
    bench.run(&["report"]).refused(&["tenfold-runs/tenfold.sqlite", "tenfold run"]);
}
