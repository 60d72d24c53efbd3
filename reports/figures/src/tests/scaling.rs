use super::super::Size;
use super::super::estimate::between;
use super::super::scaling::{Fit, Point, Scaling, Series, ValueAxis};
use super::parsed::{Parsed, Text};
use super::{SLIDE, exactly, numbers};
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

/// Two transports and a peer: curves that end close to each other, some before the others.
fn close_ends(random: &mut impl FnMut() -> f64) -> Scaling {
    let curve = |label: &str, random: &mut dyn FnMut() -> f64| {
        let (one, ends) = (8.0 + 0.6 * random(), [4, 16][usize::from(random() > 0.3)]);
        let points = [1, 2, 4, 8, 16].into_iter().filter(|workers| *workers <= ends);
        let values: Vec<(u32, f64)> = points.map(|w| (w, one / f64::from(w).powf(0.8 + 0.1 * random()))).collect();
        let mut series = series(label, 16, &values);
        for point in series.points.iter_mut().skip(1) {
            point.efficiency = Some(one / point.value.value / f64::from(point.workers));
        }
        series
    };
    let labels = ["threaded", "distributed", "mpi4py (mpi)", "c-openmp"];
    scaling(16, labels.iter().map(|label| curve(label, random)).collect())
}

#[test]
fn names_stand_beside_their_curves_ends_or_are_joined_to_them() {
    let mut random = numbers(1);
    for _ in 0..50 {
        let model = close_ends(&mut random);
        for size in [Size::Page, Size::Narrow, SLIDE, Size::Band] {
            let svg = model.svg(size);
            let parsed = Parsed::read(&svg);
            let all = |end: &str| parsed.all("mark", "circle", end);
            let (x, y, r) = (all("cx"), all("cy"), all("r")[0]);
            let leaders: Vec<_> = parsed.groups("leader").iter().flat_map(Parsed::lines).collect();
            let (mut before, mut found) = (0, Vec::new());
            for series in &model.series {
                let end = before + series.points.len() - 1;
                let start: String = series.label.chars().take(4).collect();
                let named = |text: &&Text| text.words.starts_with(&start);
                let text = parsed.texts().iter().find(named).map(|t| (t.left, t.right, t.y, t.size, t.words.clone()));
                let (left, right, level, size, words) = text.unwrap();
                let joined = leaders.iter().any(|line| {
                    (line[0], line[1]) == (x[end], y[end]) && (line[3] - level).abs() <= 1.0 && line[2] > left - size
                });
                let beside = (y[end] - level).abs() < size * 0.6 && (0.0..size * 2.0).contains(&(left - x[end] - r));
                assert!(beside || joined, "{words} at {left}, {level} is not at {}, {}", x[end], y[end]);
                for (x, y) in x.iter().zip(&y) {
                    let on = left < x + r && x - r < right && (level - y).abs() < r + size * 0.365;
                    assert!(!on, "{words} stands on a mark");
                }
                found.push((y[end], level));
                before += series.points.len();
            }
            found.sort_by(|a, b| a.partial_cmp(b).unwrap());
            assert!(found.windows(2).all(|pair| pair[0].1 < pair[1].1), "not in the order of the ends: {found:?}");
        }
    }
}

#[test]
fn names_tell_the_efficiency_at_their_marks() {
    let mut ranks = series("a-long-name-of-ranks", 4, &[(1, 8.0), (2, 5.0), (4, 4.0)]);
    (ranks.points[1].efficiency, ranks.points[2].efficiency) = (Some(0.8), Some(0.5));
    for size in [Size::Page, Size::Narrow, SLIDE] {
        let svg = scaling(4, vec![ranks.clone()]).svg(size);
        let texts = Parsed::read(&svg).texts();
        let percents: Vec<&Text> = texts.iter().filter(|text| text.words.ends_with('%')).collect();
        assert!(percents.len() == 1 && percents[0].words.starts_with("a-long-"), "{size:?}: {percents:?}");
        assert!(percents[0].words.ends_with(" · 50 %"), "{percents:?}");
    }
}

#[test]
fn curves_of_one_rung_differ_in_their_dashes() {
    let curve = |label| series(label, 4, &[(1, 8.0), (2, 4.0)]);
    let svg = scaling(4, vec![curve("local"), curve("mpi"), curve("other")]).svg(Size::Page);
    let parsed = Parsed::read(&svg);
    let joins = parsed.groups("join");
    let dashes: Vec<_> = joins.iter().map(|group| group.attribute("stroke-dasharray")).collect();
    assert!(dashes[0].is_none() && dashes[1].is_some() && dashes[1] != dashes[2], "{dashes:?}");
}

#[test]
fn the_ideal_line_says_whose_time_it_goes_on_from() {
    let slow = series("slow", 4, &[(1, 9.0), (2, 5.0)]);
    let mut model = scaling(4, vec![slow, series("fast", 4, &[(1, 8.0), (2, 4.2)])]);
    let said = |model: &Scaling| {
        let svg = model.svg(Size::Page);
        Parsed::read(&svg).texts().into_iter().map(|text| text.words).find(|words| words.starts_with("ideal"))
    };
    assert_eq!(said(&model).as_deref(), Some("ideal, from fast"));
    model.kind = ValueAxis::Speedup;
    assert_eq!(said(&model).as_deref(), Some("ideal"), "every curve against its own");
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
