use super::super::Size;
use super::super::messages::Messages;
use super::super::timeline::{Lane, Timeline};
use super::SLIDE;
use super::parsed::Parsed;
use tenfold_analysis::findings::ranks::{Activity, Span};
use tenfold_record::{Rung, Traffic};

pub(super) fn ring(ranks: usize) -> Messages {
    let row = |from: usize| {
        let to = |to: usize| {
            if to == (from + 1) % ranks { Traffic { messages: 100, bytes: 1600 } } else { Traffic::default() }
        };
        (0..ranks).map(to).collect()
    };
    Messages { rung: Rung::Distributed, traffic: (0..ranks).map(row).collect() }
}

pub(super) fn timeline(ranks: usize) -> Timeline {
    let span = |from, to, activity| Span { from, to, activity };
    let lane = |rank: usize| Lane {
        label: format!("rank {rank}"),
        slowest: rank == 1,
        spans: vec![
            span(0.0, 2.0, Activity::Compute),
            span(2.0, 3.0, Activity::Wait),
            span(3.0, 3.5, Activity::Itself),
            span(3.5, 4.0, Activity::Compute),
        ],
        computing: 0.625,
        in_calls: Some((0.25, 0.125)),
    };
    Timeline { rung: Rung::Distributed, lanes: (0..ranks).map(lane).collect(), footer: String::new() }
}

#[test]
fn senders_are_rows_and_receivers_columns() {
    let mut messages = ring(3);
    messages.traffic[2] = Vec::new();
    let svg = messages.svg(Size::Page);
    let parsed = Parsed::read(&svg);
    let (x, y) = (parsed.numbers("cell", "rect", "x"), parsed.numbers("cell", "rect", "y"));
    let (wide, ground) = (parsed.numbers("cell", "rect", "width")[0], parsed.numbers("ground", "rect", "x")[0]);
    assert_eq!(x.len(), 2);
    assert!(
        (x[0] - ground - wide).abs() < 50.0 && y[1] - y[0] > parsed.numbers("cell", "rect", "height")[0],
        "0 → 1 is in column 1, 1 → 2 a row below"
    );
    assert_eq!(parsed.words("bytes"), ["1.60 kB", "1.60 kB"]);
    assert!(svg.contains("rank 0 to rank 1: 100 messages, 1.60 kB"));
}

#[test]
fn spans_are_as_long_as_they_took() {
    let svg = timeline(2).svg(Size::Page);
    let parsed = Parsed::read(&svg);
    let wide = |class| parsed.numbers(class, "rect", "width")[0];
    assert!((wide("compute") - 2.0 * wide("wait")).abs() <= 2.0);
    assert!((wide("wait") - 2.0 * wide("itself")).abs() <= 2.0);
    assert_eq!(parsed.words("computing"), ["62 %", "62 %"]);
    assert_eq!(parsed.words("lane"), ["rank 0", "rank 1, slowest"]);
    assert!(svg.contains("rank 0: 62 % of the run computing, 25 % waiting, 12 % in the calls themselves"));
}

/// Print without colour has the heights alone.
#[test]
fn what_a_rank_does_is_told_by_height() {
    let mut both = timeline(2);
    both.lanes[1].spans.iter_mut().filter(|s| s.activity == Activity::Wait).for_each(|s| s.activity = Activity::Call);
    for size in [Size::Page, Size::Narrow, SLIDE] {
        let svg = both.svg(size);
        let parsed = Parsed::read(&svg);
        let high = |class| parsed.numbers(class, "rect", "height")[0];
        let heights = ["wait", "call", "itself", "compute"].map(high);
        assert!(heights.windows(2).all(|pair| pair[1] >= 1.5 * pair[0]), "{size:?}: {heights:?}");
    }
}

#[test]
fn the_legend_has_what_is_drawn_and_no_more() {
    let keys = |timeline: &Timeline| Parsed::read(&timeline.svg(Size::Page)).words("key-label").len();
    let mut old = timeline(2);
    assert_eq!(keys(&old), 3);
    for span in old.lanes.iter_mut().flat_map(|lane| &mut lane.spans).filter(|s| s.activity != Activity::Compute) {
        span.activity = Activity::Call;
    }
    assert_eq!(keys(&old), 2);
}

#[test]
fn no_ranks_is_nothing_measured() {
    let mut broken = timeline(1);
    broken.lanes[0].spans = vec![Span { from: f64::NAN, to: 1.0, activity: Activity::Call }];
    for svg in [ring(0).svg(Size::Page), timeline(0).svg(Size::Page), broken.svg(SLIDE)] {
        assert_eq!(Parsed::read(&svg).words("nothing"), ["nothing measured"]);
    }
}
