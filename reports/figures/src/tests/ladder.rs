use super::super::estimate::between;
use super::super::ladder::{Guess, Ladder, Limit, Row, RungFactor};
use super::super::{LeftOut, Size};
use super::parsed::Parsed;
use super::{SLIDE, exactly, numbers};
use tenfold_record::Rung;

pub(super) fn row(label: &str, seconds: f64) -> Row {
    Row {
        label: label.into(),
        // Circles, whose middle is written in the file.
        rung: Rung::Distributed,
        seconds: exactly(seconds),
        is_base: false,
        factor_to_base: Some(exactly(10.0)),
        rung_factor: None,
        guess: None,
        launches: Vec::new(),
    }
}

pub(super) fn ladder(rows: Vec<Row>) -> Ladder {
    Ladder { base_label: "naive".into(), rows, ..Ladder::default() }
}

pub(super) fn guessed(seconds: f64, text: &str) -> Guess {
    Guess { seconds, text: text.into(), short: "guess: 10×".into() }
}

#[test]
fn equal_factors_are_equal_distances() {
    let svg = ladder(vec![row("a", 0.1), row("b", 0.01), row("c", 0.001)]).svg(Size::Page);
    let x = Parsed::read(&svg).numbers("mark", "circle", "cx");
    assert_eq!(x.len(), 3);
    assert!((x[0] - x[1] - (x[1] - x[2])).abs() <= 1.0 && x[1] > x[2] + 500.0, "{x:?}");
}

#[test]
fn an_interval_reaches_from_low_to_high() {
    let mut rows = vec![row("a", 0.1), row("b", 0.01), row("c", 0.001)];
    rows[1].seconds = between(0.01, (0.001, 0.1), 5);
    let svg = ladder(rows).svg(Size::Page);
    let parsed = Parsed::read(&svg);
    let marks = parsed.numbers("mark", "circle", "cx");
    let (from, to) = (parsed.numbers("interval", "line", "x1")[1], parsed.numbers("interval", "line", "x2")[1]);
    assert_eq!((from, to), (marks[2], marks[0]));
    assert!(svg.contains("b: 10.0 ms [1.00, 100], n = 5"), "the pointer is told the interval and n");
}

#[test]
fn the_first_row_keeps_off_the_upper_edge_of_the_plot() {
    for size in [Size::Page, Size::Narrow, SLIDE, Size::Band] {
        let svg = ladder((0..12).map(|k| row("vectorised", 10f64.powi(-k))).collect()).svg(size);
        let parsed = Parsed::read(&svg);
        let top = parsed.numbers("grid", "line", "y1")[0];
        let names = parsed.texts().into_iter().filter(|text| text.words == "vectorised");
        let highest = names.map(|text| text.y - text.size / 2.0 - 0.3 * text.size).fold(f64::INFINITY, f64::min);
        assert!(highest >= top, "{size:?}: {highest} is above {top}");
    }
}

#[test]
fn guess_and_limit_stand_on_the_same_axis() {
    let mut rows = vec![row("a", 0.1), row("b", 0.01)];
    rows[0].guess = Some(guessed(0.01, "guess: 10×"));
    let mut ladder = ladder(rows);
    ladder.limit = Some(Limit { seconds: 0.01, label: "limit of one core, 10.0 ms".into() });
    let svg = ladder.svg(Size::Page);
    let parsed = Parsed::read(&svg);
    let mark = parsed.numbers("mark", "circle", "cx")[1];
    assert_eq!(parsed.numbers("guess", "circle", "cx"), [mark]);
    assert_eq!(parsed.numbers("limit", "line", "x1"), [mark]);
    assert_eq!(parsed.words("guess-label"), ["guess: 10×"]);
    assert!(parsed.groups("limit")[0].has_attribute("stroke-dasharray"));
}

#[test]
fn the_factor_of_a_rung_stands_between_it_and_the_one_before() {
    let mut rows = vec![row("a", 0.1), row("b", 0.01), row("c", 0.02), row("d", 0.01)];
    for (row, rung) in rows.iter_mut().zip([Rung::Naive, Rung::Vectorised, Rung::Vectorised, Rung::Distributed]) {
        row.rung = rung;
    }
    (rows[0].factor_to_base, rows[0].is_base) = (None, true);
    let factor = |ratio| Some(RungFactor { ratio, words: "this over that".into() });
    rows[1].rung_factor = factor(exactly(10.0));
    rows[3].rung_factor = factor(between(1.01, (0.99, 1.04), 5));
    let svg = ladder(rows).svg(Size::Page);
    let parsed = Parsed::read(&svg);
    assert_eq!(parsed.words("step"), ["10.0×", "no difference"]);
    assert_eq!(parsed.words("factor"), ["base", "10.0×", "10.0×", "10.0×"]);
    let (times, steps) = (parsed.numbers("time", "text", "y"), parsed.numbers("step", "text", "y"));
    assert!(
        times[0] < steps[0] && steps[0] < times[1] && times[2] < steps[1] && steps[1] < times[3],
        "{times:?} {steps:?}"
    );
    assert!(times[1] - times[0] > 1.4 * (times[2] - times[1]), "rungs stand apart: {times:?}");
}

#[test]
fn what_may_have_helped_a_lot_is_not_called_no_difference() {
    let mut rows = vec![row("a", 0.1), row("b", 0.08)];
    rows[1].rung = Rung::Threaded;
    rows[1].rung_factor = Some(RungFactor { ratio: between(1.3, (0.9, 1.5), 5), words: "b over a".into() });
    assert_eq!(Parsed::read(&ladder(rows).svg(Size::Page)).words("step"), ["too noisy"]);
}

#[test]
fn a_time_that_is_none_is_left_out_by_name() {
    let rows = [f64::NAN, 0.0, -1.0, f64::INFINITY].map(|seconds| row("broken", seconds));
    let mut ladder = ladder(rows.to_vec());
    ladder.rows.push(row("sound", 1.0));
    ladder.left_out = vec![LeftOut { label: "numba".into(), reason: "not installed".into(), fault: false }];
    let svg = ladder.svg(Size::Page);
    let parsed = Parsed::read(&svg);
    assert_eq!(parsed.words("name"), ["sound"]);
    let notes = parsed.words("note");
    assert_eq!(notes[0], "numba left out: not installed");
    assert_eq!(notes.len(), 5);
    assert_eq!(parsed.groups("note").iter().filter(|g| g.attribute("class").unwrap().contains("fault")).count(), 4);
}

#[test]
fn nothing_measured_is_said() {
    for size in [Size::Page, SLIDE] {
        let svg = ladder(Vec::new()).svg(size);
        assert_eq!(Parsed::read(&svg).words("nothing"), ["nothing measured"]);
    }
}

/// A guess between the limit and the measured time, where no words fit, and another close to what was measured.
pub(super) fn guesses_in_the_way(rows: usize) -> Ladder {
    let mut rows: Vec<Row> =
        std::iter::once(row("naive", 2.2e-2)).chain((1..rows).map(|_| row("threaded", 3.7e-5))).collect();
    rows[2].guess = Some(guessed(1.9e-5, "guess: 1.90× vectorised"));
    rows[3].guess = Some(guessed(2.8e-3, "guess: 8.00× naive"));
    let limit = Some(Limit { seconds: 1.9e-6, label: "limit of one core, 1.90 µs".into() });
    Ladder { limit, ..ladder(rows) }
}

#[test]
fn words_cover_no_mark_and_no_limit() {
    for (rows, size) in [4, 16].into_iter().flat_map(|rows| [Size::Page, Size::Narrow, SLIDE].map(|s| (rows, s))) {
        let svg = guesses_in_the_way(rows).svg(size);
        let parsed = Parsed::read(&svg);
        assert!(
            parsed.words("guess-label").iter().all(|words| !words.ends_with('…')),
            "{:?}",
            parsed.words("guess-label")
        );
        assert_eq!(parsed.words("guess-label").len(), 2);
        let limit = parsed.numbers("limit", "line", "x1")[0];
        let marks: Vec<(f64, f64, f64)> = ["mark", "guess"]
            .into_iter()
            .flat_map(|class| {
                let all = |attribute| parsed.numbers(class, "circle", attribute);
                all("cx").into_iter().zip(all("cy")).zip(all("r")).map(|((x, y), r)| (x, y, r)).collect::<Vec<_>>()
            })
            .collect();
        let words = parsed.words("guess-label");
        for text in parsed.texts().into_iter().filter(|text| words.contains(&text.words)) {
            let struck = text.left < limit && limit < text.right;
            assert!(!struck, "{rows} rows, {size:?}: {text:?} on the limit");
            let half = text.size * 0.365;
            let on =
                |(x, y, r): &&(f64, f64, f64)| text.left < x + r && x - r < text.right && (text.y - y).abs() < half + r;
            assert_eq!(marks.iter().find(on), None, "{rows} rows, {size:?}: {text:?}");
        }
    }
}

#[test]
fn every_line_of_the_grid_has_its_label() {
    let mut random = numbers(3);
    for _ in 0..200 {
        let rows: Vec<Row> = (0..4).map(|_| row("naive", 10f64.powf(-5.0 * random()) * 0.9)).collect();
        for size in [Size::Page, Size::Narrow, SLIDE, Size::Band] {
            let svg = ladder(rows.clone()).svg(size);
            let parsed = Parsed::read(&svg);
            let lines = parsed.all("grid", "line", "x1");
            assert_eq!(lines, parsed.all("tick-labels", "text", "x"), "{size:?}: {:?}", parsed.words("tick-labels"));
        }
    }
}

#[test]
fn factors_from_rung_to_rung_keep_a_line_apart() {
    // So many rows that a slide has no more room for each than it must.
    let mut rows = vec![row("a", 0.1); 14];
    for (row, rung) in rows.iter_mut().zip([Rung::Naive, Rung::Vectorised, Rung::Threaded]) {
        (row.rung, row.rung_factor) = (rung, Some(RungFactor { ratio: exactly(40.9), words: "this over that".into() }));
    }
    for size in [Size::Page, SLIDE, Size::Band] {
        let svg = ladder(rows.clone()).svg(size);
        let parsed = Parsed::read(&svg);
        let (y, size) = (parsed.numbers("step", "text", "y"), parsed.numbers("step", "text", "font-size")[0]);
        assert!(y.len() == 3 && y.windows(2).all(|pair| pair[1] - pair[0] >= 1.2 * size), "{y:?}, {size}");
    }
}

#[test]
fn no_row_is_called_the_base_where_that_has_no_time() {
    let mut rows = vec![row("a", 0.1), row("b", 0.01)];
    rows.iter_mut().for_each(|row| row.factor_to_base = None);
    let svg = ladder(rows.clone()).svg(Size::Page);
    assert_eq!(Parsed::read(&svg).words("factor"), ["–", "–"]);
    assert!(svg.contains("; not compared with "));
    rows[0].is_base = true;
    assert_eq!(Parsed::read(&ladder(rows).svg(Size::Page)).words("factor"), ["base", "–"]);
}
