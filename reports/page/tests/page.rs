//! The page and the terminal as text, on runs built by hand: what must be there, and what must never be.

use tenfold_analysis::findings::Findings;
use tenfold_analysis::testing::{cell, everyday, example, hostile, large, part, run};
use tenfold_figures::ReportError;
use tenfold_page::packed::unpacked;
use tenfold_record::{Resource, Rung};

/// The page of a run with everything in it, as one sees it who opens all folds.
fn html(run: &tenfold_record::Run) -> Result<String, ReportError> {
    Ok(unpacked(&tenfold_page::html(&Findings::of(run))?))
}

fn terminal(run: &tenfold_record::Run, width: usize, colour: bool) -> String {
    tenfold_analysis::terminal(&Findings::of(run), width, colour)
}

#[test]
fn a_page_keeps_to_its_budget() {
    let elements =
        |page: &str| page.split('<').filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic())).count();
    for (run, bytes, most) in [(everyday(), 1_500_000, 6_000), (large(), 15_000_000, 80_000)] {
        let page = tenfold_page::html(&Findings::of(&run)).unwrap();
        println!("{} bytes, {} elements", page.len(), elements(&page));
        assert!(page.len() <= bytes, "{} bytes", page.len());
        assert!(elements(&page) <= most, "{} elements", elements(&page));
    }
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    assert_eq!(html(&example()).unwrap(), html(&example()).unwrap());
    assert_eq!(terminal(&example(), 80, true), terminal(&example(), 80, true));
}

#[test]
fn nothing_comes_from_outside() {
    let page = html(&example()).unwrap();
    for outside in ["src=", "@import", "url(", "unsafe-inline", " style=\"", " onload=", " onclick="] {
        assert!(!page.contains(outside), "{outside}");
    }
    let links = page.split("href=\"").skip(1).filter(|rest| !rest.starts_with('#')).count();
    assert_eq!(links, 0);
}

#[test]
fn a_hostile_string_stays_a_string() {
    let page = html(&hostile()).unwrap();
    assert_eq!(page.matches("<script").count(), 1, "the page's own and no other");
    assert_eq!(page.matches("</title>").count() - page.matches("<title>").count(), 0);
    assert!(!page.contains("<img") && !page.contains('\u{202e}') && !page.contains('\0'));
    assert!(page.contains("{{ 7*7 }}"), "template syntax is text");
}

#[test]
fn a_wrong_cell_is_shown_as_wrong_and_without_a_time() {
    let wrong = cell("vectorised").takes_each(&[0.000_123]).is_wrong("42 is not 43");
    let run = run("?").with(part("traffic").with(cell("naive").takes(1.0)).with(wrong)).built();
    let (page, text) = (html(&run).unwrap(), terminal(&run, 80, false));
    assert!(page.contains("Invalid results") && page.contains("wrong answer: 42 is not 43"));
    assert!(text.contains("✗ vectorised: wrong answer: 42 is not 43"));
    assert!(!page.contains("123 µs") && !text.contains("123 µs"));
}

#[test]
fn a_noisy_cell_says_so_beside_its_time() {
    let wild = [1.0, 1.0, 8.0, 0.5, 1.0, 1.0];
    let steady = || cell("naive").takes_each(&[8.0; 6]);
    let page = |times: &[f64]| {
        html(&run("?").with(part("traffic").with(steady()).with(cell("vectorised").takes_each(times))).built()).unwrap()
    };
    assert!(page(&wild).contains("<small class=\"noisy\">noisy: interval spans "));
    assert!(!page(&[1.0; 6]).contains("class=\"noisy\""));
}

#[test]
fn instructions_stand_beside_the_times_or_the_reason_why_they_do_not() {
    let page = html(&example()).unwrap();
    assert!(page.contains("Instructions per cell, counted by Callgrind in one run at n = 10,000"));
    assert!(page.contains("<td class=\"number\">6.25</td>") && page.contains("<td class=\"number\">0.0317</td>"));
    assert!(page.contains("Instructions were not counted: valgrind: not found"));
    let quick = run("?").with(part("traffic").with(cell("naive").takes(1.0))).built();
    assert!(!html(&quick).unwrap().contains("Instructions"), "nobody asked");
}

#[test]
fn a_run_of_many_samples_and_deep_stacks_is_a_small_page() {
    let split = "rayon_core::join::join_context;std::panic::catch_unwind;rayon_core::job::execute;".repeat(60);
    let stacks: String =
        (0..200).map(|k| format!("main;traffic::row_{k};{split}traffic::cell {}\n", 1 + k % 3)).collect();
    let cells = (0..12).map(|k| cell(&format!("vectorised-{k}")).takes(1.0 + f64::from(k)).profiled(&stacks));
    let page = html(&run("?").with(cells.fold(part("traffic"), |part, cell| part.with(cell))).built()).unwrap();
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
}

#[test]
fn an_unfinished_run_and_one_without_numbers_say_so() {
    let run = run("Is it?").with(part("traffic").with(cell("naive").is_left_out("no time"))).unfinished().built();
    let (page, text) = (html(&run).unwrap(), terminal(&run, 80, false));
    assert!(page.contains("This run is unfinished.") && text.contains("This run is unfinished"));
    assert!(page.contains("No variant has a valid time") && text.contains("No variant has a valid time"));
    assert!(page.contains("no time") && text.contains("– naive: no time"));
}

#[test]
fn imported_times_are_shown_apart_and_say_nothing_of_a_check() {
    let elsewhere = cell("sort").timed_elsewhere("criterion", &[0.25; 6]);
    let run = run("?").with(part("bench").with(elsewhere)).known("source", "imported from", "criterion, x").built();
    let (page, text) = (html(&run).unwrap(), terminal(&run, 80, false));
    assert!(page.contains("Times not checked by Tenfold") && page.contains("not checked by Tenfold"));
    assert!(!page.contains("checked before timing") && !page.contains("How much is each rung worth?"));
    assert!(text.contains("? sort: 250 ms [250 ms, 250 ms], not checked by Tenfold, timed by criterion"), "{text}");
}

#[test]
fn a_broken_rule_is_told_beside_the_answer_and_all_twelve_are_listed() {
    let few = cell("naive").takes_each(&[1.0; 3]);
    let page = html(&run("?").with(part("traffic").with(few)).built()).unwrap();
    let trust = |page: &str| page.split("<p class=\"trust").nth(1).unwrap().split("</p>").next().unwrap().to_string();
    assert!(trust(&page).starts_with(" broken\"><bdi>This run breaks"), "{}", trust(&page));
    let rules = page.split("<h2 id=\"rules\">").nth(1).unwrap();
    assert!(rules.contains("<bdi>traffic: naive: no interval: 3 rounds, 6 are needed</bdi>"));
    assert_eq!(rules.split("</table>").next().unwrap().matches("<th scope=\"row\">").count(), 12);
    let empty = html(&run("?").built()).unwrap();
    assert!(trust(&empty).starts_with("\">"), "{}", trust(&empty));
}

#[test]
fn sources_stand_side_by_side_with_their_hot_lines() {
    let page = html(&example()).unwrap();
    // Vectorised beside naive, threaded beside vectorised: each beside what it is most like, of the rung before.
    assert!(page.contains("<strong><bdi>vectorised</bdi></strong> <span class=\"muted\">beside <bdi>naive</bdi>"));
    assert!(page.contains("<strong><bdi>threaded</bdi></strong> <span class=\"muted\">beside <bdi>vectorised</bdi>"));
    // Three samples in four are on the third line; text beside the bar, whose length says the same.
    let hot = "<td>3</td><td>75 %<svg width=\"40\" height=\"6\" aria-hidden=\"true\"><rect width=\"30.0\"";
    assert!(page.contains(hot), "no mark on the third line");
    assert!(page.contains("<td>    for cell in 1..road.len() {</td>"), "blanks and signs are kept");
    let told = "vectorised: 100\u{a0}% of its 2,360 samples pass through these lines; 100\u{a0}% fall on lines shown here or in";
    assert!(page.contains(told), "no share of all lines");
    assert!(page.contains("threaded: no hot lines marked: not profiled."));
    assert!(
        page.contains(
            "compiled into the program that was measured, revision 581b7893c5d0e6b1f4a92d7730e8c16a5b94f02e."
        )
    );
}

#[test]
fn files_beside_the_variants_are_shown_once_with_the_time_of_each() {
    let mut run = example();
    let page = html(&run).unwrap();
    let files = page.split("Other source files").nth(1).unwrap().split("any-two").next().unwrap();
    let file = |open: &str, name: &str, said: &str| {
        let named =
            format!("<details class=\"source\"{open}><summary><bdi>kernels&#x2f;traffic&#x2f;src&#x2f;{name}</bdi>");
        assert!(files.contains(&named) && files.contains(said), "{name}: {files}");
    };
    file(" open", "word.rs", "samples passing through it: vectorised 38\u{a0}%");
    file("", "path.rs", "no variant has 1\u{a0}% or more of its samples in it");
    assert!(files.contains("<td>2</td><td>38 %<svg") && !files.contains("mod tests"));
    assert_eq!(page.matches("behind &amp; !ahead").count(), 1);
    // A run that an older version kept has neither such files nor the samples that end in a line.
    run.sources.retain(|source| source.variant.is_some());
    run.profiles.iter_mut().flat_map(|p| &mut p.kernel_lines).for_each(|line| line.innermost = None);
    let page = html(&run).unwrap();
    assert!(!page.contains("Other source files") && page.contains("samples pass through these lines.<"));
}

#[test]
fn the_inner_loop_is_shown_or_why_not() {
    let profiled = |run: &mut tenfold_record::Run| html(run).unwrap();
    let mut run = example();
    let page = profiled(&mut run);
    assert!(page.contains("50\u{a0}% of the samples are in one loop of 3 instructions"));
    assert!(
        page.contains("<td>1f44</td><td>50\u{a0}%<svg")
            && page.contains("<td>vpxor zmm0,zmm0,zmm1</td><td>naive.rs:3</td>")
    );
    assert!(page.contains("<td>jne 1f40 &lt;traffic::naive::step+0x40&gt;</td>"));
    for profile in &mut run.profiles {
        profile.hot_loop = Err("objdump cannot be <run>".into());
    }
    let page = profiled(&mut run);
    assert!(page.contains("Its inner loop is not shown: <bdi>objdump cannot be &lt;run&gt;</bdi>."));
    assert!(!page.contains("class=\"assembly\""));
}

#[test]
fn ranks_have_lanes_balance_and_messages() {
    let page = html(&example()).unwrap();
    // Of two ranks one computes 0.8 and the other 0.9 of each step.
    assert!(
        page.contains("Rank 1 computes longest: 9.00\u{a0}ms, 1.06× the mean (load balance 94\u{a0}%)."),
        "balance"
    );
    // Rank 0 waits a tenth of each step for rank 1, and then both move data for a tenth.
    assert!(page.contains("serialisation 100\u{a0}%, transfer 90\u{a0}%."), "efficiencies");
    assert!(page.contains("67\u{a0}% the call itself."), "what is lost");
    assert!(page.contains("rank 0: 80 % of the run computing, 10 % waiting, 10 % in the calls themselves"), "hover");
    assert!(
        page.contains("The ranks send 8 messages (65.5 kB) per run. This matches what the kernel declares."),
        "messages"
    );
    assert_eq!(page.matches("<details class=\"ranks\"").count(), 2);
    let (again, other) = (html(&example()).unwrap(), html(&run("?").with(part("traffic")).built()).unwrap());
    assert_eq!(page, again);
    assert!(!other.contains("What do the ranks wait for") && !other.contains("What changed in the source?"));
}

#[test]
fn ranks_without_kept_messages_show_what_they_can() {
    let mut run = example();
    for rank in run.traces.iter_mut().flat_map(|trace| &mut trace.ranks) {
        rank.messages = Err("from <before>".into());
        rank.started = None;
    }
    let page = html(&run).unwrap();
    assert!(page.contains("load balance 94\u{a0}%). Serialisation and transfer are unknown: from &lt;before&gt;."));
    assert!(page.contains("The two cannot be told apart: <bdi>from &lt;before&gt;</bdi>"));
    assert!(page.contains("in a call: waiting, or the call itself") && !page.contains("waiting for another rank ("));
}

#[test]
fn what_a_room_guessed_stands_beside_the_measurement() {
    let page = html(&example()).unwrap();
    let class = page.split("<h3 id=\"class\">").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(class.contains("42 people guessed") && class.contains("data-file=\"example-class\""));
    assert!(class.contains("<bdi>vectorised over naive</bdi></th><td class=\"number\">42</td>"));
    assert!(terminal(&example(), 80, false).contains("traffic: vectorised over naive: n = 42 · median guess"));
    let nobody =
        html(&run("?").with(part("traffic").guessing("naive", "python", 2.0).with(cell("naive").takes(1.0))).built());
    assert!(!nobody.unwrap().contains("What did the room guess?"));
}

#[test]
fn every_rung_of_the_table_has_its_colours_a_key_and_a_mark() {
    let each = Rung::TABLE.iter().fold(part("sums"), |part, info| part.with(cell(info.name).takes(1.0)));
    let page = html(&run("?").with(each).built()).unwrap();
    let mut letters = Vec::new();
    for info in &Rung::TABLE {
        let (name, [light, dark], [text_light, text_dark]) = (info.name, info.mark, info.text);
        for needed in [
            format!("--{name}:light-dark({light},{dark});"),
            format!("--{name}-text:light-dark({text_light},{text_dark});"),
            format!(".tenfold-figure .{name}{{color:var(--{name})}}"),
            format!("<th scope=\"row\" class=\"rung {name}\">"),
            format!("<g class=\"mark {name}\" color=\"{light}\">"),
        ] {
            assert!(page.contains(&needed), "{needed}");
        }
        let key = page.split(&format!(".rung.{name}::before {{ content: \"")).nth(1).expect(name);
        assert!(key[key.find('"').unwrap()..].starts_with(&format!("\"; color: var(--{name})")), "{name}");
        letters.push(key.chars().next().unwrap());
    }
    letters.sort_unstable();
    letters.dedup();
    assert_eq!(letters.len(), Rung::TABLE.len(), "each has a letter of its own");
}

#[test]
fn a_bound_whose_ceiling_was_not_measured_says_so_where_its_limit_would_stand() {
    // So few bytes that no bandwidth is asked for.
    let cell = || cell("naive").takes(1.0).touching(1e3).needing(Resource::Cycles, 1e9, "2 cycles an edge");
    let unmeasured = "Ceiling not measured in this run: clock; the bound it sets (2 cycles an edge) is unknown.";
    let told = |run: tenfold_record::Run| {
        let text = terminal(&run, 200, false);
        let page = html(&run).unwrap();
        assert_eq!(text.contains(unmeasured), page.contains(unmeasured));
        (page.contains(unmeasured), page.contains("<td class=\"number\">not measured</td>"))
    };
    let none = run("?").with(part("graph").with(cell())).built();
    assert_eq!(told(none), (true, true));
    let another = cell().needing(Resource::Flops, 1e6, "flops");
    let one_of_two = run("?").with(part("graph").with(another)).one_core_can(Resource::Flops, 1e9).built();
    assert_eq!(told(one_of_two), (true, false));
    let all = run("?").with(part("graph").with(cell())).one_core_can(Resource::Cycles, 3e9).built();
    assert_eq!(told(all), (false, false));
}

#[test]
fn start_up_and_warm_up_show_the_phases_there_were() {
    let mut run = run("?").with(part("sums").with(cell("c").takes(1.0)).with(cell("naive").takes(1.0))).built();
    let heads = |run: &tenfold_record::Run| {
        let page = html(run).unwrap();
        let table = page.split("Start-up and warm-up (not timed)").nth(1).unwrap().split("</table>").next().unwrap();
        let of = |phase: &str| table.contains(&format!("<th scope=\"col\" class=\"number\">{phase}</th>"));
        (["Build", "Start-up", "Input", "Plan", "Compiling", "First run"].map(of), table.to_string())
    };
    assert_eq!(heads(&run).0, [false, true, true, false, false, true]);
    for launch in &mut run.cells[0].launches {
        (launch.build_seconds, launch.plan_seconds, launch.compile_seconds) = (3.25, 0.0625, 1.25);
    }
    let (shown, table) = heads(&run);
    assert_eq!(shown, [true; 6]);
    let cells = |seconds: &[&str]| seconds.iter().map(|s| format!("<td class=\"number\">{s}</td>")).collect::<String>();
    assert!(
        table.contains(&cells(&[
            "3.25\u{a0}s",
            "20.0\u{a0}ms",
            "110\u{a0}ms",
            "62.5\u{a0}ms",
            "1.25\u{a0}s",
            "1.40\u{a0}s"
        ])),
        "{table}"
    );
    assert!(table.contains(&cells(&["–", "20.0\u{a0}ms", "110\u{a0}ms", "–", "–", "1.40\u{a0}s"])), "{table}");
}
