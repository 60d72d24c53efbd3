//! What the page says, without its script.

use super::nights::{Planted, commit, eventful, quiet, series};
use tenfold_history::{Bisected, History, Outcome};
use tenfold_page::dashboard::{Flame, html};

/// The verdict, as it is read.
fn verdict(planted: &Planted) -> String {
    let page = planted.html();
    let after = page.split_once("<p class=\"verdict").expect("a page has a verdict").1;
    let sentence = after.split_once("<bdi>").unwrap().1.split_once("</bdi>").unwrap().0;
    sentence.replace('\u{a0}', " ")
}

#[test]
fn nothing_changed_says_what_would_have_been_found() {
    let said = verdict(&quiet(1, 4, 30));
    let begin =
        format!("Nothing changed: 4 series against reference {}; in half of them, a change of ", commit(90).short());
    assert!(
        said.starts_with(&begin) && said.ends_with(" % or more would have been found within two nights."),
        "{said}"
    );
}

#[test]
fn a_slowdown_is_named_with_its_commit() {
    let of = series("traffic", "threaded", 2);
    let said = verdict(&quiet(2, 4, 30).step(&of, 28..30, 0.031));
    let (short, subject) = (commit(156).short().to_string(), commit(156).subject);
    let end = format!("] slower since one of the 2 commits up to {short} “{subject}”.");
    assert!(said.starts_with("traffic threaded × 2 is 3.1 % [2.") && said.ends_with(&end), "{said}");
    let said = verdict(&quiet(2, 4, 30).step(&of, 20..30, 0.031));
    assert!(said.starts_with("Nothing new tonight. Still open: traffic threaded × 2 "), "{said}");
    let said = verdict(&quiet(2, 4, 30).step(&of, 28..30, 0.031).step(&series("traffic", "naive", 1), 28..30, 0.05));
    assert!(said.starts_with("2 series are slower since one of the 2 commits up to "), "{said}");
    assert!(said.contains("; most of all, traffic naive is 5.1 % ["), "{said}");
}

#[test]
fn a_void_night_a_wrong_answer_and_the_first_night_say_so() {
    let said = verdict(&quiet(1, 2, 9).void(8, "all 7 findings point one way."));
    assert_eq!(said, "This night is void: all 7 findings point one way.");
    let wrong = quiet(1, 2, 9).outcome(&series("traffic", "naive", 1), 8, Outcome::Wrong("3 is not 4".into()));
    let said = verdict(&wrong);
    assert!(said.starts_with("traffic naive gives a wrong answer at "), "{said}");
    assert!(said.ends_with("; its time is not reported: 3 is not 4."), "{said}");
    assert!(verdict(&quiet(1, 2, 1)).starts_with("First night: 2 series measured against reference "));
    let nothing = Planted { history: History { nights: Vec::new(), reference: None }, changes: Vec::new() };
    assert_eq!(verdict(&nothing), "No nights yet: “tenfold nightly” measures one.");
}

#[test]
fn changes_stand_where_they_belong_with_a_command_that_finds_the_commit() {
    let page = eventful(2, 4, 100).html();
    let section = |anchor: &str| {
        page.split_once(&format!("id=\"{anchor}\"")).map(|(_, rest)| rest.split("</details>").next().unwrap())
    };
    assert!(section("accepted").unwrap().contains("“bounds are checked now”"));
    assert!(section("reverted").unwrap().contains("mandelbrot vectorised recovered since"));
    assert!(section("faster").unwrap().contains("traffic vectorised"));
    assert!(!section("faster").unwrap().contains("mandelbrot"), "what took a slowdown back is told there");
    let (good, bad) = (commit(100 + 2 * 92), commit(100 + 2 * 93));
    let command = format!(
        "tenfold bisect {} {} traffic threaded --set n=5000 --set steps=10 --workers 2",
        good.short(),
        bad.short()
    );
    assert!(page.contains(&format!("<code>{command}</code>")), "{command}");
    // Half of 3.1 % more instructions.
    assert!(page.contains("+1.56\u{a0}%"));
}

#[test]
fn names_are_one_word_for_a_shell() {
    let mut planted = quiet(1, 1, 9);
    let hostile = series("a b; rm -rf /", "$(x)", 1);
    for night in &mut planted.history.nights {
        night.observations[0].series = hostile.clone();
    }
    let page = planted.step(&hostile, 5..9, 0.1).html();
    assert!(page.contains("&#x27;a b; rm -rf &#x2f;&#x27; &#x27;$(x)&#x27; --set"), "{page}");
}

#[test]
fn a_change_is_put_down_to_the_commit_that_a_bisection_found() {
    // The last night without it measured commit 154, the first with it 156.
    let of = series("traffic", "threaded", 2);
    let planted = quiet(2, 4, 30).step(&of, 28..30, 0.031);
    let found = |commits: &[u64], found_ms: i64, log_size: f64| Bisected {
        id: found_ms.to_string(),
        found_ms,
        series: of.clone(),
        good: commit(154),
        bad: commit(156),
        commits: commits.iter().map(|depth| commit(*depth)).collect(),
        probability: 0.98,
        log_size,
        interval: [log_size - 0.002, log_size + 0.002],
        builds: 3,
    };
    let page =
        |bisected: &[Bisected]| html(&planted.history, &planted.changes, bisected, &[]).unwrap().replace('\u{a0}', " ");
    let [made, last] = [155, 156].map(|depth| format!("{} “{}”", commit(depth).short(), commit(depth).subject));
    let named = page(&[found(&[155], 1, 0.031), found(&[155, 156], 2, 0.031)]);
    assert!(named.contains(&format!("] slower since {made}.")), "{named}");
    let note = "made traffic threaded × 2 slower: +3.1 % [2.9, 3.4]. Confidence: 98 %.";
    assert!(named.contains(&format!("Bisected: {made} {note}")), "{named}");
    assert!(!named.contains("tenfold bisect"), "it is found");
    // One of two is less than asked for, and what is no part of it says nothing.
    let one_of_two = page(&[found(&[155, 156], 1, 0.031)]);
    assert!(one_of_two.contains(&format!("Bisected: one of {}, {} {note}", commit(155).short(), commit(156).short())));
    assert!(one_of_two.contains("tenfold bisect"));
    for other in [found(&[154], 1, 0.031), found(&[157], 1, 0.031), found(&[155], 1, -0.031)] {
        let page = page(&[other]);
        assert!(
            !page.contains("Bisected: ") && page.contains(&format!("one of the 2 commits up to {last}.")),
            "{page}"
        );
    }
}

#[test]
fn a_flamegraph_is_linked_beside_its_change() {
    let planted = eventful(2, 4, 50);
    let flame = Flame { change: 0, file: "flames/a night/x.svg".into() };
    let page = html(&planted.history, &planted.changes, &[], &[flame]).unwrap();
    assert!(page.contains("<a href=\"./flames/a%20night/x.svg\">flamegraph</a>"));
}

#[test]
fn the_page_is_whole_offline_and_the_same_each_time() {
    let page = eventful(3, 8, 60).html();
    assert!(page == eventful(3, 8, 60).html());
    for outside in
        ["src=\"", "@import", "url(", "unsafe-inline", " style=\"", " onload=", " onclick=", "http:", "https:"]
    {
        let found = page
            .replace("http://www.w3.org/2000/svg", "")
            .find(outside)
            .map(|at| page[at..].chars().take(80).collect::<String>());
        assert_eq!(found, None, "{outside}");
    }
}

#[test]
fn without_its_script_the_page_has_verdict_changes_and_table() {
    let page = eventful(2, 5, 60).html();
    let markup = page.split_once("<template id=\"data\">").unwrap().0;
    for word in ["gives a wrong answer", "tenfold bisect", "mandelbrot threaded × 4", "wrong answer", "Nothing"] {
        assert!(markup.replace('\u{a0}', " ").contains(word) != (word == "Nothing"), "{word}");
    }
    assert_eq!(markup.matches("data-series=").count(), 10);
}
