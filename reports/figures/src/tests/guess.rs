use super::super::Size;
use super::super::estimate::between;
use super::super::guess::{Guess, Lane};
use super::SLIDE;
use super::parsed::Parsed;
use tenfold_record::Rung;

pub(super) fn guess(guesses: &[f64], measured: f64) -> Guess {
    Guess {
        lanes: vec![Lane {
            label: "distributed over naive".into(),
            rung: Rung::Distributed,
            guesses: guesses.to_vec(),
            measured: between(measured, (measured / 1.5, measured * 1.5), 9),
            verdict: "off by 5.00×, too pessimistic".into(),
        }],
        left_out: Vec::new(),
    }
}

#[test]
fn every_guess_is_a_dot_and_equal_ones_are_piled_up() {
    let svg = guess(&[10.0, 10.0, 10.0, 100.0, 2.0], 40.0).svg(Size::Page);
    let parsed = Parsed::read(&svg);
    // From left to right: 2, three times 10, 100.
    let (x, y) = (parsed.all("guess", "circle", "cx"), parsed.all("guess", "circle", "cy"));
    assert_eq!((x.len(), x[1] == x[2] && x[2] == x[3]), (5, true));
    let ten = &y[1..4];
    // To the tenth of a pixel in which figures are parsed.
    assert!((ten[0] - ten[1] - (ten[1] - ten[2])).abs() <= 1.0, "a heap is even: {ten:?}");
    assert_eq!(parsed.numbers("median", "line", "x1"), [x[1]], "the median guess is 10");
    assert_eq!(parsed.words("number")[0], "median guess 10.0×");
}

#[test]
fn one_guess_is_named_with_its_number() {
    let svg = guess(&[8.0], 40.0).svg(SLIDE);
    assert_eq!(Parsed::read(&svg).words("number"), ["guessed 8.00×", "measured 40.0× [26.7, 60.0]"]);
}

#[test]
fn the_band_is_what_is_near_and_holds_the_interval() {
    let svg = guess(&[20.0, 80.0, 40.0], 40.0).svg(SLIDE);
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
fn numbers_stand_clear_of_marks_and_intervals() {
    for size in [Size::Page, SLIDE] {
        for guessed in [1.0, 30.0, 39.0, 40.0, 41.0, 59.0, 61.0, 90.0] {
            let svg = guess(&[guessed], 40.0).svg(size);
            let parsed = Parsed::read(&svg);
            let number = |class: &str, end: &str| parsed.numbers(class, "circle", end)[0];
            let interval = ["x1", "x2"].map(|end| parsed.numbers("interval", "line", end)[0]);
            for text in
                parsed.texts().iter().filter(|t| t.words.starts_with("guessed ") || t.words.starts_with("measured "))
            {
                for class in ["guess", "mark"] {
                    let (x, y, r) = (number(class, "cx"), number(class, "cy"), number(class, "r"));
                    let beside = text.right < x - r || text.left > x + r || (text.y - y).abs() > r + text.size * 0.365;
                    assert!(beside, "{size:?}, {guessed}: {text:?} on the {class}");
                }
                let beside = text.right < interval[0] || text.left > interval[1];
                assert!(beside || text.words.contains("guessed"), "{size:?}, {guessed}: {text:?} on {interval:?}");
            }
        }
    }
}

#[test]
fn a_full_lecture_theatre_stays_within_its_lane() {
    let room: Vec<f64> = (0..2000).map(|k| if k % 3 == 0 { 10.0 } else { f64::from(1 + k % 50) }).collect();
    for size in [Size::Page, SLIDE, Size::Band] {
        let svg = guess(&room, 40.0).svg(size);
        let parsed = Parsed::read(&svg);
        let label = parsed.texts().iter().find(|t| t.words.starts_with("median")).unwrap().y;
        let highest = parsed.all("guess", "circle", "cy").into_iter().fold(f64::INFINITY, f64::min);
        assert!(highest > label, "{size:?}: {highest} above {label}");
        assert_eq!(parsed.all("guess", "circle", "cy").len(), 2000);
    }
}

#[test]
fn lanes_of_single_guesses_fit_a_slide() {
    let mut lanes = guess(&[8.0], 40.0);
    lanes.lanes = vec![lanes.lanes[0].clone(); 3];
    assert_eq!(Parsed::read(&lanes.svg(Size::Band)).size().1, 560.0);
    let mut rooms = guess(&[8.0; 40], 40.0);
    rooms.lanes = vec![rooms.lanes[0].clone(); 2];
    assert_eq!(Parsed::read(&rooms.svg(Size::Band)).size().1, 560.0);
}

#[test]
fn an_estimate_without_an_interval_has_none_drawn_or_told() {
    let mut alone = guess(&[8.0], 40.0);
    alone.lanes[0].measured.interval = None;
    let svg = alone.svg(Size::Page);
    assert_eq!(Parsed::read(&svg).groups("interval").len(), 0);
    assert!(svg.contains("measured 40.0×, no interval, n = 9;"), "{svg}");
}

#[test]
fn guesses_of_nothing_are_not_drawn() {
    let svg = guess(&[f64::NAN, 0.0, -3.0], 40.0).svg(Size::Page);
    assert_eq!(Parsed::read(&svg).groups("guess").len(), 0);
    let svg = guess(&[1.0], f64::NAN).svg(Size::Page);
    assert_eq!(Parsed::read(&svg).words("nothing"), ["nothing measured"]);
}
