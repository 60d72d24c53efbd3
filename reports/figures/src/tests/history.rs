use super::super::Size;
use super::super::estimate::between;
use super::super::history::{History, Track};
use super::parsed::Parsed;
use tenfold_record::Rung;

pub(super) fn history(times: &[Option<f64>]) -> History {
    let newest = times.last().copied().flatten();
    let track = |label: &str, rung| Track {
        label: label.into(),
        rung,
        seconds: times.to_vec(),
        newest: newest.map(|value| between(value, (value * 0.98, value * 1.02), 8)),
        reference: 1.0,
    };
    History {
        begun: (0..times.len()).map(|night| format!("2026-11-{night:02}")).collect(),
        tracks: vec![track("naive", Rung::Naive), track("threaded × 2", Rung::Threaded)],
    }
}

/// The corners of the first line of the first strip, in tenths of a pixel.
fn corners(parsed: &Parsed<'_>) -> Vec<Vec<(f64, f64)>> {
    let lines = parsed.groups("nights")[0].descendants().filter_map(|n| n.attribute("points").map(str::to_string));
    let pair = |pair: &str| pair.split_once(',').map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap())).unwrap();
    lines.map(|points| points.split_whitespace().map(pair).collect()).collect()
}

#[test]
fn runs_stand_side_by_side_and_twice_the_time_as_far_up_as_half_of_it_down() {
    let svg = history(&[Some(1.0), Some(2.0), Some(0.5), Some(1.0)]).svg(Size::Page);
    let parsed = Parsed::read(&svg);
    let lines = corners(&parsed);
    let [one, two, half, newest] = lines[0][..] else { panic!("{lines:?}") };
    assert!((two.0 - one.0 - (half.0 - two.0)).abs() <= 1.0 && newest.1 == one.1);
    assert!((one.1 - two.1 - (half.1 - one.1)).abs() <= 1.0 && two.1 < one.1, "{lines:?}");
    assert_eq!(parsed.words("tick-labels"), ["2026-11-00", "2026-11-03"]);
    assert!(svg.contains("each strip spans 0.5× to 2×"), "{svg}");
    assert!(
        svg.contains("naive: 4 runs, median 1.00 s; newest 1.00 s [0.980, 1.02], n = 8, 1.00× the median of all runs")
    );
}

#[test]
fn a_run_without_the_variant_is_a_gap() {
    let svg = history(&[Some(1.0), Some(1.01), None, Some(1.0), None]).svg(Size::Page);
    let parsed = Parsed::read(&svg);
    assert_eq!(corners(&parsed).iter().map(Vec::len).collect::<Vec<_>>(), [2]);
    assert_eq!(parsed.groups("nights")[0].descendants().filter(|n| n.has_tag_name("circle")).count(), 1);
    assert!(parsed.groups("mark").is_empty() && parsed.words("track").contains(&"not in the newest run".into()));
}

#[test]
fn no_times_is_nothing_measured() {
    assert!(history(&[None]).svg(Size::Page).contains("nothing measured"));
}
