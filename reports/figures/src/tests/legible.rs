//! What holds for every figure: texts large enough, apart from each other and within the figure; words of users harmless; the
//! same model, the same bytes.

use super::super::estimate::between;
use super::super::ladder::{Limit, RungFactor};
use super::super::{Size, Words, css, standalone};
use super::parsed::Parsed;
use super::{
    SLIDE,
    distribution::distribution,
    exactly,
    gauge::gauge,
    guess::guess,
    history::history,
    ladder::{guessed, guesses_in_the_way, ladder, row},
    ranks,
    roofline::{crowded, roofline, rooflines},
    scaling,
};

const HOSTILE: &str = "<script>alert(\"1 & 2\")</script> ]]> \u{0} \u{7} ='#000000' =\"#000000\"";

fn long() -> String {
    "a-variant-whose-name-is-sixty-letters-long-and-says-it-all-x".into()
}

/// Figures as awkward as they come.
fn figures(size: Size<'_>) -> Vec<(&'static str, String)> {
    let mut decades = ladder((0..9).map(|k| row("vectorised-bits", 10f64.powi(-k))).collect());
    decades.limit = Some(Limit { seconds: 1e-9, label: "limit of one core, 1.00 ns".into() });
    decades.rows[4].guess = Some(guessed(1e-4, "guess: as good as measured"));
    decades.rows[7].guess = Some(guessed(0.5, "guess: nowhere near what it turned out to be"));
    let mut equal = ladder((0..20).map(|_| row(&long(), 1.0)).collect());
    equal.base_label = long();
    let (title, caption) = (long() + &long(), format!("{} ", long()).repeat(5));
    let wordy = match size {
        Size::Slide(_) => Size::Slide(Words { title: &title, caption: &caption, footer: &title }),
        size => size,
    };
    equal.rows[0].rung_factor = Some(RungFactor { ratio: between(1.0, (0.9, 1.1), 3), words: long() });
    let hostile = ladder(vec![row(HOSTILE, 2.0), row("naive", 1.0)]);

    let two = vec![
        scaling::series("threaded", 2, &[(1, 8.0), (2, 4.1)]),
        scaling::series("distributed", 2, &[(1, 8.0), (2, 4.2)]),
    ];
    let beyond: Vec<_> = ["one", "two", "three"]
        .map(|name| scaling::series(name, 2, &[(1, 8.0), (2, 4.1), (3, 4.0), (4, 4.0), (64, 4.0)]))
        .to_vec();
    let mut weak = scaling::scaling(16, vec![scaling::series(&long(), 16, &[(1, 8.0), (4, 8.3), (16, 9.0)])]);
    weak.weak = true;
    for point in &mut weak.series[0].points {
        point.efficiency = Some(8.0 / point.value.value);
    }
    let mut lanes = guess(&[8.0], 413.0);
    for (guessed, measured) in [(2.0, 1.9), (1.0, 1.0), (1e5, 3.0)] {
        lanes.lanes.extend(guess(&[guessed], measured).lanes);
    }
    lanes.lanes[2].label = long();
    let mut rooms = guess(&[1.0; 40], 1.0);
    for (guesses, measured) in [(&[1e-3][..], 1e9), (&[1e11, 1e11], 2.0), (&[3.0, 5.0], 4.0)] {
        rooms.lanes.extend(guess(guesses, measured).lanes);
    }
    rooms.lanes[1].label = long();
    rooms.lanes[2].verdict = long() + &long();
    let mut figures = vec![
        ("decades", decades.svg(size)),
        ("guesses in the way", guesses_in_the_way(4).svg(size)),
        ("many guesses in the way", guesses_in_the_way(16).svg(size)),
        ("equal", equal.svg(wordy)),
        ("hostile", hostile.svg(size)),
        ("one row", ladder(vec![row("naive", 1.0)]).svg(size)),
        ("no row", ladder(Vec::new()).svg(size)),
        ("two cores", scaling::scaling(2, two).svg(size)),
        ("beyond", scaling::scaling(2, beyond).svg(size)),
        ("one point", scaling::scaling(1, vec![scaling::series("naive", 1, &[(1, 8.0)])]).svg(size)),
        ("weak", weak.svg(size)),
        ("weak, beyond the cores", scaling::weak_beyond().svg(size)),
        ("lanes", lanes.svg(size)),
        ("room", guess(&[1.0, 2.0, 4.0, 8.0, 8.0, 900.0], 413.0).svg(size)),
        ("rooms", rooms.svg(size)),
        ("two runs", history(&[Some(1.0), Some(3.0)]).svg(size)),
        ("many runs", history(&[Some(1.0); 200]).svg(size)),
        ("two ranks", ranks::ring(2).svg(size)),
        ("many ranks", ranks::ring(64).svg(size)),
        ("timeline", ranks::timeline(2).svg(size)),
        ("many lanes", ranks::timeline(16).svg(size)),
        ("roofline", roofline().svg(size)),
        ("crowded roofline", crowded().svg(size)),
        ("launches", distribution(12).svg(size)),
        ("many launches", distribution(150).svg(size)),
        ("gauge", gauge(&["serial", &long()]).svg(size)),
        ("crowded gauge", gauge(&[&long(), &long(), "c", "d", "e", "f", "g", "h", "i"]).svg(size)),
    ];
    figures.extend(rooflines().into_iter().map(|(name, roofline)| (name, roofline.svg(size))));
    figures
}

#[test]
fn texts_are_apart_and_on_the_sheet() {
    for size in [Size::Page, Size::Narrow, SLIDE] {
        for (name, svg) in figures(size) {
            let parsed = Parsed::read(&svg);
            let ((wide, high), texts) = (parsed.size(), parsed.texts());
            for (index, text) in texts.iter().enumerate() {
                // Half the size above and below the middle would be the line; capitals and digits take 0.73 of it.
                let half = text.size * 0.365;
                assert!(!text.words.is_empty(), "{name}, {size:?}: an empty text");
                assert!(text.left >= 0.0 && text.right <= wide * 10.0, "{name}, {size:?}: {text:?} leaves the figure");
                assert!(text.y >= half && text.y + half <= high * 10.0, "{name}, {size:?}: {text:?} leaves the figure");
                for other in &texts[..index] {
                    let apart = text.left >= other.right
                        || other.left >= text.right
                        || (text.y - other.y).abs() >= half + other.size * 0.365;
                    assert!(apart, "{name}, {size:?}: {text:?} on {other:?}");
                }
            }
        }
    }
}

#[test]
fn texts_and_strokes_are_large_enough() {
    let sizes = [(Size::Page, 720.0, 130.0, 10.0), (Size::Narrow, 336.0, 120.0, 10.0), (SLIDE, 1600.0, 280.0, 30.0)];
    for (size, wide, text, stroke) in sizes {
        for (name, svg) in figures(size) {
            let parsed = Parsed::read(&svg);
            assert_eq!(parsed.size().0, wide, "{name}");
            assert!(parsed.texts().iter().all(|t| t.size >= text), "{name}: {:?}", parsed.texts());
            assert!(parsed.strokes().iter().all(|width| *width >= stroke), "{name}: {:?}", parsed.strokes());
        }
    }
    let svg = scaling::scaling(1, vec![scaling::series("naive", 1, &[(1, 8.0)])]).svg(SLIDE);
    assert_eq!(Parsed::read(&svg).size(), (1600.0, 800.0));
}

#[test]
fn words_of_users_stay_words() {
    let mut hostile = ladder(vec![row(HOSTILE, 2.0)]);
    hostile.base_label = HOSTILE.into();
    let words = Words { title: HOSTILE, caption: HOSTILE, footer: HOSTILE };
    let svg = standalone(&hostile.svg(Size::Slide(words)));
    assert!(!svg.contains("<script"), "{svg}");
    let parsed = Parsed::read(&svg);
    let expected: String = HOSTILE.chars().filter(|c| !c.is_control()).collect();
    assert!(parsed.words("title").join(" ").contains("='#000000' =\"#000000\""), "{:?}", parsed.words("title"));
    let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(spaced(&parsed.words("title").join(" ")), spaced(&expected));
}

#[test]
fn a_shortened_name_is_told_in_full_under_the_pointer() {
    let svg = ladder(vec![row(&long(), 1.0)]).svg(Size::Page);
    let parsed = Parsed::read(&svg);
    assert!(parsed.words("name")[0].ends_with('…'));
    let title = parsed.groups("name")[0].descendants().find(|n| n.has_tag_name("title")).unwrap();
    assert_eq!(title.text(), Some(long().as_str()));
}

#[test]
fn the_same_model_gives_the_same_bytes() {
    assert_eq!(figures(Size::Page), figures(Size::Page));
}

#[test]
fn colours_follow_the_page() {
    let mut ladder = ladder(vec![row("a", 1.0)]);
    ladder.rows[0].seconds = exactly(1.0);
    let svg = ladder.svg(Size::Page);
    for attribute in ["fill", "stroke"] {
        for value in svg.split(&format!(" {attribute}=\"")).skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(
                ["currentColor", "none", "#FFFFFF"].contains(&value),
                "{attribute}={value} does not follow the theme"
            );
        }
    }
    let file = standalone(&svg);
    assert!(file.contains(&css()) && file.contains("prefers-color-scheme: dark"));
    Parsed::read(&file);
    assert!(!svg.contains("<style>"), "an embedded figure leaves the page's style alone");
}
