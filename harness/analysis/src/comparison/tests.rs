//! What is said of a comparison, from planted duels.

use super::*;
use crate::testing::{comparison, duel};
use tenfold_record::{Ceiling, Demand, Duel, DuelEnd, Reach, Resource, Side, Throttling};

#[test]
fn each_cell_stands_as_it_was_planted() {
    let wrong = Duel {
        end: DuelEnd::Wrong { side: Side::B, reason: "cars: 2, expected 3".into() },
        launches: Vec::new(),
        looks: Vec::new(),
        ..duel("e", 1.0, None)
    };
    let planted = comparison(vec![
        duel("a", 1.05, None),
        // The estimate lies beyond the threshold, and the interval does not.
        duel("b", 1.0103, None),
        duel("c", 0.5, None),
        duel("d", 1.0, None),
        wrong,
    ]);
    let cells = standings(&planted).unwrap();
    let kinds: Vec<&Standing> = cells.iter().map(|c| &c.standing).collect();
    assert_eq!(kinds[0], &Standing::Slower { beyond: true });
    assert_eq!(kinds[1], &Standing::Slower { beyond: false });
    assert_eq!(kinds[2], &Standing::Faster);
    assert!(matches!(kinds[3], Standing::NoDifference { detectable } if *detectable < 0.01));
    assert_eq!(kinds[4], &Standing::Wrong(Side::B, "cars: 2, expected 3".into()));
    assert!(regressed(&cells) && !regressed(&cells[1..4]));
}

#[test]
fn a_slowdown_that_is_not_shown_to_be_beyond_the_threshold_says_so() {
    let said = |factor: f64| {
        let planted = comparison(vec![duel("a", factor, None)]);
        let cells = standings(&planted).unwrap();
        terminal(&planted, &cells).cells[0].1[0].clone()
    };
    assert_eq!(said(1.0103), "slower by 1.0 %, not shown to exceed 1.0 %");
    assert_eq!(said(1.005), "slower by 0.49 %, within the threshold");
    assert_eq!(said(1.05), "slower by 5.0 %");
}

#[test]
fn a_side_that_is_interrupted_more_often_is_told_though_its_times_are_alike() {
    let mut duel = duel("a", 1.0, None);
    for launch in &mut duel.launches {
        launch.quads = vec![launch.quads[0]; 8];
        launch.quads[..4].iter_mut().for_each(|quad| quad.switches = [0, 1, 0, 0]);
    }
    let planted = comparison(vec![duel]);
    let cells = standings(&planted).unwrap();
    assert!(matches!(cells[0].standing, Standing::NoDifference { .. }) && !regressed(&cells));
    let lines = &terminal(&planted, &cells).cells[0].1;
    assert!(
        lines.iter().any(|l| l.starts_with("B INTERRUPTED MORE OFTEN: in 25 % of its blocks, A in 0 %")),
        "{lines:?}"
    );
    assert!(markdown(&planted, &cells).contains("INTERRUPTED MORE OFTEN"));
}

#[test]
fn a_quota_that_stopped_the_sides_is_told() {
    let of = |throttled| Some(Throttling { periods: 40, throttled, seconds: 1.0 });
    let told = |throttled| {
        let planted = comparison(vec![Duel { throttling: of(throttled), ..duel("a", 1.0, None) }]);
        let cells = standings(&planted).unwrap();
        let said = |text: &str| text.contains("THROTTLED: the CPU quota stopped both sides in 31 of 40 periods");
        let lines = &terminal(&planted, &cells).cells[0].1;
        (lines.iter().any(|line| said(line)), said(&markdown(&planted, &cells)))
    };
    assert_eq!((told(31), told(0)), ((true, true), (false, false)));
}

#[test]
fn a_side_that_is_faster_than_the_machine_allows_is_a_fault() {
    // Ten runs take A a millisecond; B, which left the work out, a thousandth of it. The limit is 50 µs a run.
    let needing = |factor: f64| Duel {
        demands: [1, 2].map(|_| vec![Demand { resource: Resource::Flops, amount: 5e5, formula: "5 per cell".into() }]),
        ..duel("a", factor, None)
    };
    let measured = |per_second: f64| Ceiling {
        resource: Resource::Flops,
        name: String::new(),
        reach: Reach::OneCore,
        per_second,
        median: None,
        stream_per_second: None,
        capacity: None,
        method: String::new(),
        measured_ms: None,
    };
    let honest = Duel { ceilings: vec![measured(1e10)], ..needing(1.05) };
    assert!(needs_ceilings(&comparison(Vec::new()), &needing(1.0)).unwrap(), "none is known so far");
    assert!(!needs_ceilings(&comparison(Vec::new()), &duel("a", 1e-3, None)).unwrap(), "nothing follows from them");
    let lucky = needing(1e-3);
    let known = comparison(vec![honest.clone()]);
    assert!(needs_ceilings(&known, &lucky).unwrap() && !needs_ceilings(&known, &needing(1.0)).unwrap());

    let planted = comparison(vec![honest.clone(), lucky.clone()]);
    let cells = standings(&planted).unwrap();
    assert!(matches!(&cells[1].standing, Standing::TooFast(Side::B, why) if why.starts_with("100 ns per run is 500×")));
    assert!(matches!(cells[0].standing, Standing::Slower { .. }) && regressed(&cells[1..]));
    let said = &terminal(&planted, &cells).cells[1].1;
    assert!(said[0].starts_with("B is too fast to be true; its time is not compared: "), "{said:?}");
    assert!(said.iter().all(|line| !line.starts_with("time B / A")), "{said:?}");
    // A ceiling that was measured in a busy minute is taken again, and the higher one counts.
    let busy = Duel { ceilings: vec![measured(1e13)], ..lucky };
    assert!(matches!(standings(&comparison(vec![honest, busy])).unwrap()[1].standing, Standing::Faster));
}

#[test]
fn a_lone_alarm_is_lost_among_many_cells() {
    // Eleven launches of twelve agree: p = 0.006 alone, but one of twenty cells does that by chance.
    let mut slower = duel("a", 1.02, None);
    slower.launches[0].quads[0].seconds = [2e-3, 1e-3, 1e-3, 2e-3];
    let alone = comparison(vec![slower.clone()]);
    assert!(matches!(standings(&alone).unwrap()[0].standing, Standing::Slower { .. }));
    let many = comparison((0..20).map(|_| duel("d", 1.0, None)).chain([slower]).collect());
    assert!(matches!(standings(&many).unwrap()[20].standing, Standing::NoDifference { .. }));
}

#[test]
fn words_and_tables_say_the_same_and_escape_what_they_are_given() {
    let planted = comparison(vec![duel("a<b>|", 1.05, Some([1_000_000, 1_007_000]))]);
    let cells = standings(&planted).unwrap();
    let lines = terminal(&planted, &cells);
    assert!(lines.cells[0].1[0].starts_with("slower by 5.0 %"), "{:?}", lines.cells);
    assert!(lines.cells[0].1.iter().any(|l| l == "MORE INSTRUCTIONS +0.70 %: 1,000,000 → 1,007,000"));
    let table = markdown(&planted, &cells);
    let row = table.lines().find(|l| l.contains("slower by 5.0 %") && l.starts_with('|')).unwrap();
    assert_eq!(row.replace("\\|", "").matches('|').count(), 6, "{row}");
    assert!(table.contains("heat: B does not have this kernel"));
}
