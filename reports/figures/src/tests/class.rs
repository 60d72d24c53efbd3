use super::super::class::{Class, Lane};
use super::super::{Estimate, Size};
use super::parsed::Parsed;
use tenfold_record::Rung;

pub(super) fn class(guesses: &[f64], measured: f64) -> Class {
    Class {
        title: "What did the room guess?".into(),
        caption: String::new(),
        lanes: vec![Lane {
            label: "distributed over naive".into(),
            rung: Rung::Distributed,
            guesses: guesses.to_vec(),
            median: tenfold_stats::median(guesses).unwrap_or(f64::NAN),
            measured: Estimate { value: measured, interval: Some((measured / 1.1, measured * 1.1)), n: 9 },
            summary: "n = 4 · median guess 8.00× · 2 within a factor of 2".into(),
            near: 2.0,
        }],
        left_out: Vec::new(),
        footer: String::new(),
    }
}

#[test]
fn every_guess_is_a_dot_and_equal_ones_are_piled_up() {
    let svg = class(&[10.0, 10.0, 10.0, 100.0, 2.0], 40.0).svg(Size::Page);
    let parsed = Parsed::read(&svg);
    // From left to right: 2, three times 10, 100.
    let (x, y) = (parsed.all("guess", "circle", "cx"), parsed.all("guess", "circle", "cy"));
    assert_eq!((x.len(), x[1] == x[2] && x[2] == x[3]), (5, true));
    let ten = &y[1..4];
    // To the tenth of a pixel in which figures are parsed.
    assert!((ten[0] - ten[1] - (ten[1] - ten[2])).abs() <= 1.0, "a heap is even: {ten:?}");
    assert_eq!(parsed.numbers("median", "line", "x1"), [x[1]], "the median guess is 10");
}

#[test]
fn the_band_is_what_is_near_and_holds_the_interval() {
    let svg = class(&[20.0, 80.0, 40.0], 40.0).svg(Size::Slide);
    let parsed = Parsed::read(&svg);
    let (left, wide) = (parsed.numbers("right", "rect", "x")[0], parsed.numbers("right", "rect", "width")[0]);
    let x = parsed.all("guess", "circle", "cx");
    // A tenth of a pixel, for the width is rounded by itself.
    assert!((left - x[0]).abs() <= 1.0 && (left + wide - x[2]).abs() <= 1.0, "{left}, {wide}, {x:?}");
    assert_eq!(x[1], parsed.numbers("mark", "circle", "cx")[0], "a right guess stands over the measured value");
    let interval = parsed.numbers("interval", "line", "x1")[0];
    assert!(interval > left && interval < x[1]);
}

#[test]
fn a_full_lecture_theatre_stays_within_its_lane() {
    let room: Vec<f64> = (0..2000).map(|k| if k % 3 == 0 { 10.0 } else { f64::from(1 + k % 50) }).collect();
    for size in [Size::Page, Size::Slide, Size::Band] {
        let svg = class(&room, 40.0).svg(size);
        let parsed = Parsed::read(&svg);
        let label = parsed.texts().iter().find(|t| t.words.starts_with("median")).unwrap().y;
        let highest = parsed.all("guess", "circle", "cy").into_iter().fold(f64::INFINITY, f64::min);
        assert!(highest > label, "{size:?}: {highest} above {label}");
        assert_eq!(parsed.all("guess", "circle", "cy").len(), 2000);
    }
}

#[test]
fn guesses_of_nothing_are_not_drawn() {
    let svg = class(&[f64::NAN, 0.0, -3.0], 40.0).svg(Size::Page);
    assert_eq!(Parsed::read(&svg).groups("guess").len(), 0);
    let svg = class(&[1.0], f64::NAN).svg(Size::Page);
    assert_eq!(Parsed::read(&svg).words("nothing"), ["nothing measured"]);
}
