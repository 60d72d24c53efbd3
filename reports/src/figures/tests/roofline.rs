use super::super::roofline::{Height, Point, Roof, Roofline};
use super::super::{Size, lettering};
use super::drawn::Drawn;
use super::exactly;
use tenfold_record::Rung;

pub(super) fn roofline() -> Roofline {
    let roof = |label: &str, height| Roof { label: label.into(), height };
    let point = |label: &str, intensity, rate| Point {
        label: label.into(),
        rung: Rung::Distributed,
        intensity,
        streamed: None,
        rate: exactly(rate),
        share: Some(0.5),
    };
    Roofline {
        title: "What limits it?".into(),
        caption: String::new(),
        unit: "flop".into(),
        roofs: vec![roof("memory", Height::Bytes(1e10)), roof("multiply–add", Height::Operations(1e11))],
        points: vec![point("on the slope", 1.0, 1e10), point("at the ridge", 10.0, 1e11), point("below", 1.0, 1e9)],
        left_out: Vec::new(),
        footer: String::new(),
    }
}

#[test]
fn roofs_meet_at_the_ridge_and_points_stand_under_them() {
    let svg = roofline().svg(Size::Page);
    let drawn = Drawn::read(&svg);
    let (x, y) = (drawn.numbers("mark", "circle", "cx"), drawn.numbers("mark", "circle", "cy"));
    let end = |roof: usize, end: &str| drawn.numbers("roof", "line", end)[roof];
    assert_eq!((end(0, "x2"), end(0, "y2")), (x[1], y[1]), "the slope ends at the ridge");
    assert_eq!((end(1, "x1"), end(1, "y1")), (x[1], y[1]), "where the flat roof begins");
    let slope = (end(0, "y2") - end(0, "y1")) / (end(0, "x2") - end(0, "x1"));
    assert!((end(0, "y1") + slope * (x[0] - end(0, "x1")) - y[0]).abs() <= 1.0, "10 GB/s at 1 flop/B is 10 Gflop/s");
    assert!(y[2] > y[0] && x[2] == x[0]);
}

/// Six roofs, a ladder of points on one intensity, and what they stream beside it.
pub(super) fn crowded() -> Roofline {
    let (mut crowded, point) = (roofline(), roofline().points.remove(0));
    let slant = |label: &str, bytes| Roof { label: label.into(), height: Height::Bytes(bytes) };
    crowded.roofs.extend([
        slant("L1", 3.4e11),
        slant("L2", 1.2e11),
        slant("L3", 1.4e10),
        slant("memory, all cores", 1.5e10),
    ]);
    crowded.roofs.push(Roof { label: "multiply–add, all cores".into(), height: Height::Operations(2e11) });
    crowded.points = (0..9)
        .map(|k| Point { rate: exactly(4e10 / 5f64.powi(k)), streamed: (k < 4).then_some(0.3), ..point.clone() })
        .collect();
    crowded
}

#[test]
fn roofs_are_labelled_with_what_was_measured() {
    let svg = roofline().svg(Size::Page);
    let drawn = Drawn::read(&svg);
    assert_eq!(drawn.words("slanted-label"), ["memory 10.0 GB/s"]);
    assert_eq!(drawn.words("flat-label"), ["multiply–add: 100 Gflop/s"]);
    assert_eq!(drawn.words("name")[0], "on the slope · 50 %");
}

#[test]
fn without_roofs_or_points_there_is_still_a_figure() {
    let mut roofline = roofline();
    roofline.roofs = vec![Roof { label: "memory".into(), height: Height::Bytes(f64::NAN) }];
    let svg = roofline.svg(Size::Page);
    assert_eq!((Drawn::read(&svg).groups("mark").len(), Drawn::read(&svg).groups("roof").len()), (3, 0));
    roofline.points.iter_mut().for_each(|point| point.intensity = 0.0);
    let svg = roofline.svg(Size::Page);
    assert_eq!(Drawn::read(&svg).words("nothing"), ["nothing measured"]);
}

/// The label of every roof as a rectangle along and across the roofs, which all have the same slope.
fn along_the_roofs(drawn: &Drawn) -> Vec<[f64; 4]> {
    let rectangle = |group: &roxmltree::Node| {
        let text = group.descendants().find(|node| node.has_tag_name("text")).unwrap();
        let number = |name: &str| text.attribute(name).unwrap().parse::<f64>().unwrap();
        let turn = group.attribute("transform").unwrap().trim_start_matches("rotate(");
        let slope = turn.split(' ').next().unwrap().parse::<f64>().unwrap().to_radians();
        let (x, y, size) = (number("x"), number("y"), number("font-size"));
        let along = x * slope.cos() + y * slope.sin();
        let across = y * slope.cos() - x * slope.sin();
        let wide = lettering::width(text.text().unwrap().trim(), size, false);
        // As much as capitals and digits take of a line.
        [along, across - size * 0.365, along + wide, across + size * 0.365]
    };
    drawn.groups("slanted-label").iter().map(rectangle).collect()
}

#[test]
fn labels_of_roofs_that_are_nearly_the_same_are_apart() {
    let mut close = crowded();
    close.points.truncate(3);
    for size in [Size::Page, Size::Narrow, Size::Slide] {
        let svg = close.svg(size);
        let labels = along_the_roofs(&Drawn::read(&svg));
        assert_eq!(labels.len(), 5);
        for (index, one) in labels.iter().enumerate() {
            for other in &labels[..index] {
                let apart = one[0] >= other[2] || other[0] >= one[2] || one[1] >= other[3] || other[1] >= one[3];
                assert!(apart, "{size:?}: {one:?} on {other:?}");
            }
        }
    }
}
