//! `tenfold slides`: the files it writes, and the mistakes it tells.

use crate::common::{Bench, small};

fn measured() -> Bench {
    let bench = Bench::with_experiment(&small("\"naive\", \"vectorised\""));
    bench.run(&["run", "small.toml", "--quick", "--rounds", "1"]).well();
    bench
}

#[test]
fn decks_in_every_form_and_mistakes_in_a_deck_file() {
    let bench = measured();
    let out = bench.run(&["slides", "--format", "reveal,remark,markdown"]).well().out;
    let folder = bench.path().join(format!("tenfold-runs/{}-slides", bench.newest().id));
    for name in ["deck.html", "deck.remark.md", "deck.md", "figures/traffic-ladder.svg", "figures/traffic-ladder.png"] {
        assert!(folder.join(name).is_file(), "{name}\n{out}");
    }
    let html = std::fs::read_to_string(folder.join("deck.html")).unwrap();
    assert!(html.contains("moves += u64::from(ahead == 0)"), "the code that was measured is shown");

    std::fs::remove_dir_all(&folder).unwrap();
    let deck = |text: &str| bench.file("deck.md", text);
    let fault = |text: &str, parts: &[&str]| bench.run(&["slides", "--deck", &deck(text)]).refused(parts);
    fault("# a\n\n{{ traffic.vectorized/naive }} x\n", &["deck.md:3:", "did you mean 'vectorised'?"]);
    fault("---\ntitel: a\n---\nx\n", &["deck.md:2:", "did you mean 'title'?"]);
    fault("{{ story.trafic }}\n", &["deck.md:1:", "did you mean 'story.traffic'?"]);
    bench.run(&["slides", "--deck", "none.md"]).refused(&["--deck none.md"]);
    bench.run(&["slides", "no-such-run"]).refused(&["no-such-run"]);
    assert!(!folder.exists(), "a mistake leaves nothing behind");

    let own = deck("# Mine\n\nIt is {{ traffic.vectorised/naive }}.\n---\n{{ story.traffic }}\n");
    bench.run(&["slides", "--deck", &own, "--format", "reveal"]).well();
    assert!(folder.join("deck.html").is_file() && !folder.join("figures").exists());
    std::fs::write(folder.join("deck.html"), "changed by hand").unwrap();
    bench.run(&["slides"]).refused(&["deck.html would be replaced", "rename it"]);
}

#[test]
fn a_comparison_is_told_again_and_has_slides() {
    let bench = Bench::new();
    let sides = ["compare", "traffic/naive", "traffic/vectorised", "--set", "n=2000", "--set", "steps=4"];
    let told = bench.run(&[&sides[..], &["--seconds", "1", "--no-instructions", "--no-profile"]].concat()).well();
    let page = bench.pages().remove(0);
    let id = page.file_stem().unwrap().to_str().unwrap();
    std::fs::remove_file(&page).unwrap();
    assert_eq!(bench.run(&["report", id]).well().out, told.out);
    assert!(page.is_file());
    bench.run(&["slides", id]).well();
    let deck = bench.path().join(format!("tenfold-runs/{id}-slides/deck.html"));
    assert!(std::fs::read_to_string(deck).unwrap().contains("Is B slower than A?"));
    bench.run(&["slides", id, "--kernel", "traffic"]).refused(&[id, "--deck and --kernel are for runs"]);
}

#[test]
fn one_kernel_of_a_run_and_all_of_it() {
    let bench = measured();
    bench.run(&["slides", "--kernel", "trafic"]).refused(&["--kernel trafic", "did you mean 'traffic'?"]);
    bench.run(&["slides", "--kernel", "traffic", "--depth", "full", "--format", "markdown"]).well();
    let deck = bench.path().join(format!("tenfold-runs/{}-slides/deck.md", bench.newest().id));
    let text = std::fs::read_to_string(deck).unwrap();
    assert!(text.contains("(figures/traffic-problem.svg)") && text.contains("What to remember"), "{text}");
}

#[test]
fn without_a_store_it_says_how_to_get_one() {
    Bench::new().run(&["slides"]).refused(&["tenfold run"]);
}
