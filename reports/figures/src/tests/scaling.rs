use super::super::Size;
use super::super::estimate::between;
use super::super::scaling::{Fit, Point, Scaling, Series, ValueAxis};
use super::parsed::Parsed;
use super::{SLIDE, exactly};
use tenfold_record::Rung;

pub(super) fn series(label: &str, cores: u32, values: &[(u32, f64)]) -> Series {
    let point = |(workers, value): &(u32, f64)| Point {
        workers: *workers,
        value: exactly(*value),
        launches: Vec::new(),
        beyond_cores: *workers > cores,
        efficiency: None,
    };
    Series { label: label.into(), rung: Rung::Distributed, points: values.iter().map(point).collect(), fit: None }
}

pub(super) fn scaling(cores: u32, series: Vec<Series>) -> Scaling {
    Scaling { kind: ValueAxis::Time, weak: false, series, cores, ideal: Some(8.0), footer: String::new() }
}

#[test]
fn perfect_scaling_lies_on_the_ideal_line() {
    let svg = scaling(4, vec![series("ranks", 4, &[(1, 8.0), (2, 4.0), (4, 2.0)])]).svg(Size::Page);
    let parsed = Parsed::read(&svg);
    let (x, y) = (parsed.numbers("mark", "circle", "cx"), parsed.numbers("mark", "circle", "cy"));
    assert!((x[2] - x[1] - (x[1] - x[0])).abs() <= 1.0, "doublings are equally far apart: {x:?}");
    assert!((y[2] - y[1] - (y[1] - y[0])).abs() <= 1.0 && y[2] > y[0], "and so are halvings: {y:?}");
    let ideal = ["x1", "y1", "x2", "y2"].map(|end| parsed.numbers("ideal", "line", end)[0]);
    assert_eq!(ideal, [x[0], y[0], x[2], y[2]]);
}

#[test]
fn points_beyond_the_cores_are_hollow_and_no_line_joins_them() {
    let svg = scaling(2, vec![series("ranks", 2, &[(1, 8.0), (2, 4.2), (3, 5.0), (4, 4.9)])]).svg(Size::Page);
    let parsed = Parsed::read(&svg);
    assert_eq!((parsed.groups("mark").len(), parsed.groups("hollow").len()), (4, 2));
    let fills = |group: &roxmltree::Node| {
        group.descendants().filter_map(|n| n.attribute("fill").map(String::from)).collect::<Vec<_>>()
    };
    assert_eq!(fills(&parsed.groups("mark")[0]), ["currentColor"]);
    assert_eq!(fills(&parsed.groups("hollow")[0]), ["#FFFFFF", "none"]);
    let x = parsed.numbers("mark", "circle", "cx");
    assert_eq!(parsed.numbers("join", "line", "x1"), [x[0]]);
    assert_eq!(parsed.numbers("join", "line", "x2"), [x[1]], "the one line ends where the cores do");
    let region = (parsed.numbers("beyond", "rect", "x")[0], parsed.numbers("beyond", "rect", "width")[0]);
    assert!(x[1] < region.0 && region.0 < x[2] && x[3] < region.0 + region.1, "{x:?} {region:?}");
    assert_eq!(parsed.words("beyond-label"), ["more workers than cores: not scaling"]);
}

#[test]
fn the_ideal_line_follows_the_kind() {
    let drawn_slope = |kind, weak| {
        let mut scaling = scaling(4, vec![series("ranks", 4, &[(1, 1.0), (2, 1.0), (4, 1.0)])]);
        (scaling.kind, scaling.weak) = (kind, weak);
        let svg = scaling.svg(Size::Page);
        let parsed = Parsed::read(&svg);
        parsed.numbers("ideal", "line", "y2")[0] - parsed.numbers("ideal", "line", "y1")[0]
    };
    assert!(drawn_slope(ValueAxis::Time, false) > 0.0, "time falls");
    assert_eq!(drawn_slope(ValueAxis::Time, true), 0.0);
    assert!(drawn_slope(ValueAxis::Speedup, false) < 0.0, "speed-up rises");
    assert_eq!(drawn_slope(ValueAxis::Efficiency, false), 0.0);
    assert_eq!(drawn_slope(ValueAxis::KarpFlatt, false), 0.0);
}

#[test]
fn a_fit_is_drawn_only_where_it_was_fitted() {
    let mut ranks = series("ranks", 8, &[(1, 8.0), (2, 4.0), (4, 2.2), (8, 1.3)]);
    ranks.fit = Some(Fit { label: "Amdahl".into(), band: vec![(1.0, 8.0, 7.9, 8.1), (4.0, 2.2, 2.1, 2.3)] });
    let svg = scaling(8, vec![ranks]).svg(Size::Page);
    let parsed = Parsed::read(&svg);
    let polygon = parsed.groups("fit")[0].descendants().find(|n| n.has_tag_name("polygon")).unwrap();
    let x: Vec<f64> = polygon
        .attribute("points")
        .unwrap()
        .split_whitespace()
        .map(|p| p.split(',').next().unwrap().parse().unwrap())
        .collect();
    let marks = parsed.numbers("mark", "circle", "cx");
    assert_eq!(x, [marks[0], marks[2], marks[2], marks[0]]);
}

#[test]
fn what_is_not_on_the_axis_is_not_drawn() {
    let values = [(1, 8.0), (2, f64::NAN), (4, -1.0), (0, 3.0)];
    let svg = scaling(4, vec![series("ranks", 4, &values)]).svg(Size::Page);
    assert_eq!(Parsed::read(&svg).groups("mark").len(), 1);
    let svg = scaling(4, vec![series("ranks", 4, &values[1..])]).svg(SLIDE);
    assert_eq!(Parsed::read(&svg).words("nothing"), ["nothing measured"]);
}

#[test]
fn efficiencies_stand_clear_of_points_and_lines() {
    for size in [Size::Page, SLIDE] {
        let mut both = vec![
            series("threads", 16, &[(1, 8.0), (2, 8.07), (4, 8.27), (8, 8.67), (16, 9.33)]),
            series("ranks", 16, &[(1, 8.33), (2, 8.33), (4, 8.53), (8, 8.73), (16, 9.13)]),
        ];
        for point in both.iter_mut().flat_map(|series| &mut series.points) {
            point.efficiency = Some(8.0 / point.value.value);
        }
        let mut weak = scaling(16, both);
        weak.weak = true;
        let svg = weak.svg(size);
        let parsed = Parsed::read(&svg);
        let end = |class: &str, end: &str| parsed.numbers(class, "line", end);
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for class in ["join", "ideal"] {
            let (x1, y1, x2, y2) = (end(class, "x1"), end(class, "y1"), end(class, "x2"), end(class, "y2"));
            for line in 0..x1.len() {
                let along = |k: i32, from: f64, to: f64| from + (to - from) * f64::from(k) / 500.0;
                taken.extend((0..=500).map(|k| (along(k, x1[line], x2[line]), along(k, y1[line], y2[line]))));
            }
        }
        taken.extend(parsed.numbers("mark", "circle", "cx").into_iter().zip(parsed.numbers("mark", "circle", "cy")));
        let labels: Vec<_> = parsed.texts().into_iter().filter(|text| text.words.ends_with(" %")).collect();
        assert_eq!(labels.len(), 10);
        for text in labels {
            let high = text.size * 0.365;
            let struck = |(x, y): &&(f64, f64)| text.left < *x && *x < text.right && (y - text.y).abs() < high;
            assert_eq!(taken.iter().find(struck), None, "{size:?}: {text:?}");
        }
    }
}

/// One worker too many, whose times reach to the top of the plot, over a series that leaves no room below it.
pub(super) fn weak_beyond() -> Scaling {
    let measured = |label, values: [(u32, f64, f64, f64); 3]| {
        let mut series = series(label, 2, &values.map(|(workers, value, ..)| (workers, value)));
        for (point, (workers, value, low, high)) in series.points.iter_mut().zip(values) {
            point.value = between(point.value.value, (low, high), 12);
            point.launches = vec![low * 0.9, high * 1.4];
            point.efficiency = (workers > 1).then_some(values[0].1 / value);
        }
        series
    };
    let both = vec![
        measured("threaded", [(1, 32.9, 27.1, 37.5), (2, 52.9, 45.6, 69.6), (3, 104.0, 63.5, 122.0)]),
        measured("distributed", [(1, 32.5, 23.9, 37.9), (2, 88.1, 34.3, 564.0), (3, 287.0, 149.0, 2180.0)]),
    ];
    Scaling { weak: true, ideal: Some(32.5), ..scaling(2, both) }
}
