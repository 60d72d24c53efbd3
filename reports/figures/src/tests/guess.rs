use super::super::guess::{Guess, Lane};
use super::super::{Estimate, Size};
use super::parsed::Parsed;
use tenfold_record::Rung;

pub(super) fn guess(guessed: f64, measured: f64) -> Guess {
    Guess {
        title: "How good were the guesses?".into(),
        caption: String::new(),
        lanes: vec![Lane {
            label: "distributed over naive".into(),
            rung: Rung::Distributed,
            guess: guessed,
            measured: Estimate { value: measured, interval: Some((measured / 1.5, measured * 1.5)), n: 9 },
            verdict: "off by 5.00×, too pessimistic".into(),
        }],
        left_out: Vec::new(),
        footer: String::new(),
    }
}

#[test]
fn the_band_is_a_factor_of_two_to_both_sides() {
    for (guessed, end) in [(80.0, 1.0), (20.0, 0.0)] {
        let svg = guess(guessed, 40.0).svg(Size::Page);
        let parsed = Parsed::read(&svg);
        let (left, wide) = (parsed.numbers("right", "rect", "x")[0], parsed.numbers("right", "rect", "width")[0]);
        assert_eq!(parsed.numbers("guess", "circle", "cx"), [left + end * wide]);
        assert!((parsed.numbers("interval", "line", "x1")[0] - left) > 0.0);
    }
    let svg = guess(40.0, 40.0).svg(Size::Page);
    let parsed = Parsed::read(&svg);
    let (guess, mark) = (parsed.numbers("guess", "circle", "cx"), parsed.numbers("mark", "circle", "cx"));
    assert_eq!(guess, mark, "a right guess stands at the measured value");
}

#[test]
fn one_guess_is_named_with_its_number() {
    let svg = guess(8.0, 40.0).svg(Size::Slide);
    assert_eq!(Parsed::read(&svg).words("number"), ["guessed 8.00×", "measured 40.0×"]);
}

#[test]
fn numbers_stand_clear_of_marks_and_intervals() {
    for size in [Size::Page, Size::Slide] {
        for guessed in [1.0, 30.0, 39.0, 40.0, 41.0, 59.0, 61.0, 90.0] {
            let svg = guess(guessed, 40.0).svg(size);
            let parsed = Parsed::read(&svg);
            let mut taken: Vec<(f64, f64)> = Vec::new();
            for class in ["guess", "mark"] {
                let (x, r) = (parsed.numbers(class, "circle", "cx")[0], parsed.numbers(class, "circle", "r")[0]);
                taken.push((x - r, x + r));
            }
            taken.push((parsed.numbers("interval", "line", "x1")[0], parsed.numbers("interval", "line", "x2")[0]));
            for text in parsed.texts().iter().filter(|t| t.words.contains("guessed ") || t.words.contains("measured "))
            {
                for (from, to) in &taken {
                    assert!(text.right < *from || text.left > *to, "{size:?}, {guessed}: {text:?} on {from}–{to}");
                }
            }
        }
    }
}

#[test]
fn an_estimate_without_an_interval_has_none_drawn_or_told() {
    let mut alone = guess(8.0, 40.0);
    alone.lanes[0].measured.interval = None;
    let svg = alone.svg(Size::Page);
    assert_eq!(Parsed::read(&svg).groups("interval").len(), 0);
    assert!(svg.contains("measured 40.0×, no interval, n = 9;"), "{svg}");
}

#[test]
fn a_guess_of_nothing_is_not_drawn() {
    for guessed in [f64::NAN, 0.0, -3.0] {
        let svg = guess(guessed, 40.0).svg(Size::Page);
        let parsed = Parsed::read(&svg);
        assert_eq!((parsed.groups("guess").len(), parsed.words("number")), (0, vec!["measured 40.0×".to_string()]));
    }
    let svg = guess(1.0, f64::NAN).svg(Size::Page);
    assert_eq!(Parsed::read(&svg).words("nothing"), ["nothing measured"]);
}
