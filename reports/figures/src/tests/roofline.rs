use super::super::estimate::between;
use super::super::roofline::{Height, Point, Roof, Roofline};
use super::super::{Size, lettering};
use super::parsed::{Parsed, Text};
use super::{SLIDE, exactly, numbers};
use roxmltree::Node;
use tenfold_analysis::format;
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
    let parsed = Parsed::read(&svg);
    let (x, y) = (parsed.numbers("mark", "circle", "cx"), parsed.numbers("mark", "circle", "cy"));
    let end = |roof: usize, end: &str| parsed.numbers("roof", "line", end)[roof];
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
    let parsed = Parsed::read(&svg);
    assert_eq!(parsed.words("slanted-label"), ["memory 10.0 GB/s"]);
    assert_eq!(parsed.words("flat-label"), ["multiply–add: 100 Gflop/s"]);
    assert_eq!(parsed.words("name")[0], "on the slope · 50 %");
}

#[test]
fn without_roofs_or_points_there_is_still_a_figure() {
    let mut roofline = roofline();
    roofline.roofs = vec![Roof { label: "memory".into(), height: Height::Bytes(f64::NAN) }];
    let svg = roofline.svg(Size::Page);
    assert_eq!((Parsed::read(&svg).groups("mark").len(), Parsed::read(&svg).groups("roof").len()), (3, 0));
    roofline.points.iter_mut().for_each(|point| point.intensity = 0.0);
    let svg = roofline.svg(Size::Page);
    assert_eq!(Parsed::read(&svg).words("nothing"), ["nothing measured"]);
}

/// The label of every roof as a rectangle along and across the roofs, which all have the same slope.
fn along_the_roofs(parsed: &Parsed) -> Vec<[f64; 4]> {
    parsed.groups("slanted-label").iter().map(along_the_roof).collect()
}

fn along_the_roof(group: &Node) -> [f64; 4] {
    let text = group.descendants().find(|node| node.has_tag_name("text")).unwrap();
    let number = |name: &str| text.attribute(name).unwrap().parse::<f64>().unwrap();
    let (slope, x, y, size) = (slope(group), number("x"), number("y"), number("font-size"));
    let along = x * slope.cos() + y * slope.sin();
    let across = y * slope.cos() - x * slope.sin();
    let wide = lettering::width(text.text().unwrap().trim(), size, false);
    // As much as capitals and digits take of a line.
    [along, across - size * 0.365, along + wide, across + size * 0.365]
}

fn slope(group: &Node) -> f64 {
    let turn = group.attribute("transform").unwrap().trim_start_matches("rotate(");
    turn.split(' ').next().unwrap().parse::<f64>().unwrap().to_radians()
}

#[test]
fn labels_of_roofs_that_are_nearly_the_same_are_apart() {
    let mut close = crowded();
    close.points.truncate(3);
    for size in [Size::Page, Size::Narrow, SLIDE] {
        let svg = close.svg(size);
        let labels = along_the_roofs(&Parsed::read(&svg));
        assert_eq!(labels.len(), 5, "{size:?}: {:?}", Parsed::read(&svg).words("slanted-label"));
        for (index, one) in labels.iter().enumerate() {
            for other in &labels[..index] {
                let apart = one[0] >= other[2] || other[0] >= one[2] || one[1] >= other[3] || other[1] >= one[3];
                assert!(apart, "{size:?}: {one:?} on {other:?}");
            }
        }
    }
}

/// The roofs of a machine, and variants at almost the same rate.
fn measured(unit: &str, intensity: f64, peaks: [f64; 2], variants: &[(&str, f64, f64, f64)]) -> Roofline {
    let slant = |label: &str, bytes| Roof { label: label.into(), height: Height::Bytes(bytes) };
    let flat = |label: &str, rate| Roof { label: label.into(), height: Height::Operations(rate) };
    let point = |&(label, rate, low, high): &(&str, f64, f64, f64)| Point {
        label: label.into(),
        rung: Rung::Distributed,
        intensity,
        streamed: None,
        rate: between(rate, (low, high), 6),
        share: Some(0.15),
    };
    Roofline {
        unit: unit.into(),
        roofs: vec![
            slant("L1", 3.45e11),
            slant("L2", 1.23e11),
            slant("L3", 2.5e10),
            slant("memory", 1.53e10),
            slant("memory, all cores", 2.89e10),
            flat("operations of one kind", peaks[0]),
            flat("operations of one kind, all cores", peaks[1]),
        ],
        points: variants.iter().map(point).collect(),
        ..roofline()
    }
}

fn traffic() -> Roofline {
    let variants = [
        ("python", 9.16e6, 5.86e6, 1.09e7),
        ("naive", 2.24e8, 1.55e8, 2.35e8),
        ("numpy", 1.68e9, 1.55e9, 2.18e9),
        ("numba", 1.93e9, 1.54e9, 2.41e9),
        ("vectorised-bytes", 1.51e10, 1.22e10, 2.19e10),
        ("vectorised", 9.06e10, 7.38e10, 1.07e11),
        ("vectorised-bits", 9.92e10, 7.1e10, 1e11),
        ("threaded × 2", 1.51e11, 1.12e11, 2.17e11),
        ("distributed × 2", 1.55e11, 1.31e11, 1.62e11),
    ];
    measured("bit", 10.0, [2.76e12, 5.53e12], &variants)
}

fn heat() -> Roofline {
    let variants = [
        ("python", 2.71e7, 1.72e7, 3.51e7),
        ("numpy", 2.89e8, 2.46e8, 3.7e8),
        ("numba", 2.27e9, 1.94e9, 2.7e9),
        ("naive", 4.72e9, 3.1e9, 4.89e9),
        ("vectorised", 6.13e9, 5.41e9, 7.18e9),
        ("vectorised-temporal", 6.17e9, 5.59e9, 6.69e9),
        ("distributed × 2", 1.12e10, 1.08e10, 1.28e10),
        ("threaded × 2", 1.14e10, 1.02e10, 1.34e10),
    ];
    measured("flop", 1.5, [3.84e10, 7.68e10], &variants)
}

/// Rooflines as they come from machines, in full and with the roofs of a slide.
pub(super) fn rooflines() -> Vec<(&'static str, Roofline)> {
    let few = |roofline: Roofline| {
        let kept =
            |roof: &Roof| ["L2", "L3"].contains(&roof.label.as_str()) || matches!(roof.height, Height::Operations(_));
        Roofline { roofs: roofline.roofs.iter().filter(|roof| kept(roof)).cloned().collect(), ..roofline }
    };
    vec![
        ("traffic", traffic()),
        ("heat", heat()),
        ("traffic, few roofs", few(traffic())),
        ("heat, few roofs", few(heat())),
    ]
}

#[test]
fn names_stand_beside_their_marks_or_are_joined_to_them() {
    for (name, roofline) in rooflines() {
        for size in [Size::Page, Size::Narrow, SLIDE, Size::Band] {
            let svg = roofline.svg(size);
            let parsed = Parsed::read(&svg);
            let (x, y) = (parsed.all("mark", "circle", "cx"), parsed.all("mark", "circle", "cy"));
            let texts = parsed.texts();
            for (index, point) in roofline.points.iter().enumerate() {
                let of_it = |group: &Node| {
                    group.descendants().any(|n| n.has_tag_name("title") && n.text() == Some(&point.label))
                };
                let group = parsed.groups("name").into_iter().find(of_it);
                let group = group.unwrap_or_else(|| panic!("{name}, {size:?}: {} has no name", point.label));
                let said = group.descendants().find(|n| n.has_tag_name("text")).and_then(|n| n.text()).unwrap().trim();
                let text = texts.iter().find(|text| text.words == said).unwrap();
                let away = (text.left - x[index]).max(x[index] - text.right);
                assert!(away > 0.0 && away < text.size * 4.0, "{name}, {size:?}: {text:?} is {away} aside");
                let joined = parsed.groups("leader").iter().any(of_it);
                let level = (text.y - y[index]).abs() <= text.size * 0.6;
                assert!(level || joined, "{name}, {size:?}: {text:?} is not at {}", y[index]);
            }
        }
    }
}

#[test]
fn words_of_a_roofline_cover_no_mark_and_no_words_along_a_roof() {
    for (name, roofline) in rooflines() {
        for size in [Size::Page, Size::Narrow, SLIDE, Size::Band] {
            let svg = roofline.svg(size);
            let parsed = Parsed::read(&svg);
            let (x, y) = (parsed.all("mark", "circle", "cx"), parsed.all("mark", "circle", "cy"));
            let slanted = points_along_the_roofs(&parsed);
            for text in parsed.texts() {
                let half = text.size * 0.365;
                let on = |(x, y): &&(f64, f64)| text.left < *x && *x < text.right && (text.y - y).abs() < half;
                assert_eq!(slanted.iter().find(on), None, "{name}, {size:?}: {text:?}");
                let marks: Vec<(f64, f64)> = x.iter().copied().zip(y.iter().copied()).collect();
                assert_eq!(marks.iter().find(on), None, "{name}, {size:?}: {text:?}");
            }
        }
    }
}

/// Points all over the words along slanted roofs.
fn points_along_the_roofs(parsed: &Parsed) -> Vec<(f64, f64)> {
    let over = |group: &Node| {
        let [left, top, right, bottom] = along_the_roof(group);
        let slope = slope(group);
        let turned = move |along: f64, across: f64| {
            (along * slope.cos() - across * slope.sin(), along * slope.sin() + across * slope.cos())
        };
        let share = |from: f64, to: f64, k: i32, n: i32| from + (to - from) * f64::from(k) / f64::from(n);
        (0..=100)
            .flat_map(|k| (0..=4).map(move |l| (k, l)))
            .map(|(k, l)| turned(share(left, right, k, 100), share(top, bottom, l, 4)))
            .collect::<Vec<_>>()
    };
    parsed.groups("slanted-label").iter().flat_map(over).collect()
}

#[test]
fn no_roof_crosses_words_and_names_stand_on_paper() {
    for (name, roofline) in rooflines().into_iter().chain([("crowded", crowded())]) {
        for size in [Size::Page, Size::Narrow, SLIDE, Size::Band] {
            let svg = roofline.svg(size);
            assert!(svg.find("class=\"behind-names").unwrap() > svg.rfind("class=\"roof ").unwrap());
            let parsed = Parsed::read(&svg);
            let all = |end: &str| parsed.all("behind-names", "rect", end);
            let corners = all("x").into_iter().zip(all("y")).zip(all("width").into_iter().zip(all("height")));
            let paper: Vec<_> = corners.map(|((x, y), (wide, high))| (x, y, x + wide, y + high)).collect();
            let on_paper = |text: &Text| {
                let half = text.size * 0.5;
                paper.iter().any(|(left, top, right, bottom)| {
                    *left < text.left && text.right < *right && *top < text.y - half && text.y + half < *bottom
                })
            };
            let texts = parsed.texts();
            let bare: Vec<&Text> = texts.iter().filter(|text| !on_paper(text)).collect();
            assert_eq!(texts.len() - bare.len(), roofline.points.len(), "the names");
            for line in parsed.groups("roof").iter().flat_map(Parsed::lines) {
                let crossed = bare.iter().find(|text| is_crossed(text, line));
                assert!(crossed.is_none(), "{name}, {size:?}: a roof at {line:?} crosses {crossed:?}");
            }
        }
    }
}

/// Whether a line crosses a text.
fn is_crossed(text: &Text, [x1, y1, x2, y2]: [f64; 4]) -> bool {
    (0..=2000).map(|k| f64::from(k) / 2000.0).any(|share| {
        let (x, y) = (x1 + share * (x2 - x1), y1 + share * (y2 - y1));
        text.left < x && x < text.right && (text.y - y).abs() < text.size * 0.365
    })
}

/// How far a point is from a line.
fn away((x, y): (f64, f64), [x1, y1, x2, y2]: [f64; 4]) -> f64 {
    let (dx, dy) = (x2 - x1, y2 - y1);
    let share = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy);
    let share = share.clamp(0.0, 1.0);
    (x - x1 - share * dx).hypot(y - y1 - share * dy)
}

#[test]
fn the_words_of_a_flat_roof_are_nearest_to_it_or_joined_to_it() {
    let mut random = numbers(2);
    for round in 0..60 {
        let (label, roofline) = if round % 2 == 0 { ("traffic", traffic()) } else { ("heat", heat()) };
        let mut roofline = roofline;
        let ratio = 1.05 + 2.0 * random();
        let flat = |roof: &&mut Roof| matches!(roof.height, Height::Operations(_));
        if let Some(Roof { height, .. }) = roofline.roofs.iter_mut().filter(flat).nth(1) {
            *height = Height::Operations(if round % 2 == 0 { 2.76e12 } else { 3.84e10 } * ratio);
        }
        for size in [Size::Page, Size::Narrow, SLIDE, Size::Band] {
            let svg = roofline.svg(size);
            let parsed = Parsed::read(&svg);
            let roofs: Vec<Vec<[f64; 4]>> = parsed.groups("roof").iter().map(Parsed::lines).collect();
            let leaders: Vec<[f64; 4]> = parsed.groups("leader").iter().flat_map(Parsed::lines).collect();
            // The lower flat roof is the first of the two, and its letter the last of all.
            let own = |words: &str| match (words.len() == 1, words) {
                (true, letter) => {
                    if letter == "f" {
                        6
                    } else {
                        5
                    }
                }
                (false, words) => {
                    if words.contains(&format::rate(2.76e12, "bit")) || words.contains(&format::rate(3.84e10, "flop")) {
                        5
                    } else {
                        6
                    }
                }
            };
            let labelled = parsed.words("flat-label").len();
            assert!(labelled == 2 || !matches!(size, Size::Page | Size::Narrow), "{label}, {ratio}, {size:?}");
            for words in parsed.words("flat-label") {
                let texts = parsed.texts();
                let text = texts.iter().find(|text| text.words == words).unwrap();
                let own = own(&words);
                let middle = ((text.left + text.right) / 2.0, text.y);
                let far =
                    |roof: &Vec<[f64; 4]>| roof.iter().map(|line| away(middle, *line)).fold(f64::INFINITY, f64::min);
                let nearest = (0..roofs.len()).min_by(|a, b| far(&roofs[*a]).total_cmp(&far(&roofs[*b]))).unwrap();
                let level = roofs[own][0][1];
                let joined = leaders.iter().any(|[x, y, _, to]| {
                    (to - level).abs() <= 1.0 && text.left < *x && *x < text.right && (y - text.y).abs() < text.size
                });
                assert!(
                    nearest == own || joined,
                    "{label}, {ratio}, {size:?}: {text:?} is at roof {nearest}, not {own}"
                );
                for (index, lines) in roofs.iter().enumerate() {
                    let struck = lines.iter().any(|line| is_crossed(text, *line));
                    assert!(!struck, "{label}, {ratio}, {size:?}: {text:?} is struck through by roof {index}");
                }
            }
        }
    }
}

#[test]
fn on_a_phone_every_roof_has_a_letter_and_the_key_its_words_in_full() {
    for (name, roofline) in rooflines().into_iter().chain([("crowded", crowded())]) {
        let svg = roofline.svg(Size::Narrow);
        let parsed = Parsed::read(&svg);
        let key = parsed.words("key");
        let mut letters: Vec<String> = [parsed.words("slanted-label"), parsed.words("flat-label")].concat();
        letters.sort();
        let keyed: Vec<String> = key.iter().map(|words| words.chars().take(1).collect()).collect();
        assert_eq!(letters, keyed, "{name}");
        for roof in &roofline.roofs {
            let words = roof.label.as_str();
            assert!(key.iter().any(|said| said[2..].starts_with(words)), "{name}: {words} is not in {key:?}");
        }
    }
}
