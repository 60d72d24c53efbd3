use super::super::Size;
use super::super::distribution::{Distribution, Launch, Sample};
use super::parsed::Parsed;
use tenfold_record::Rung;

pub(super) fn distribution(launches: usize) -> Distribution {
    let sample = |seconds| Sample { seconds, contaminated: seconds > 2.5 };
    let launch = |round: usize| Launch {
        label: (round + 1).to_string(),
        samples: [1.0, 2.0, 3.0].map(sample).to_vec(),
        quartiles: Some([1.0, 2.0, 3.0]),
    };
    Distribution { rung: Rung::Threaded, launches: (0..launches).map(launch).collect(), median: Some(2.0) }
}

#[test]
fn contaminated_samples_are_red_crosses() {
    let svg = distribution(4).svg(Size::Page);
    let parsed = Parsed::read(&svg);
    let lengths =
        |class: &str| -> Vec<f64> { parsed.strokes_of(class).iter().map(|[.., dx, dy]| dx.hypot(*dy)).collect() };
    assert_eq!(lengths("samples"), [0.0; 8], "two dots a launch");
    assert_eq!(
        lengths("contaminated").iter().filter(|length| **length > 40.0).count(),
        8,
        "a cross of two lines a launch"
    );
    let elements = parsed.groups("samples").into_iter().chain(parsed.groups("contaminated"));
    assert!(elements.flat_map(|g| g.children()).filter(|n| n.is_element() && !n.has_tag_name("title")).count() == 8);
    assert!(parsed.groups("contaminated").iter().all(|g| g.attribute("class").unwrap().contains("fault")));
    assert_eq!(parsed.words("contaminated-label"), ["4 disturbed"]);
}

#[test]
fn quartiles_and_median_stand_at_their_samples() {
    let svg = distribution(1).svg(Size::Page);
    let parsed = Parsed::read(&svg);
    let samples: Vec<f64> = parsed.strokes_of("samples").iter().map(|[_, y, ..]| *y).collect();
    assert_eq!(parsed.numbers("median", "line", "y1"), [samples[1]]);
    assert_eq!(parsed.numbers("quartiles", "line", "y1"), [samples[0]]);
}

#[test]
fn of_many_samples_some_are_drawn_and_the_ends_always() {
    let mut many = distribution(1);
    // Every sample differs; the slowest and the fastest are at odd places.
    let seconds = |k: usize| {
        if k == 501 {
            9.0
        } else if k == 703 {
            0.5
        } else {
            1.0 + k as f64 * 1e-4
        }
    };
    many.launches[0].samples = (0..1000).map(|k| Sample { seconds: seconds(k), contaminated: false }).collect();
    let svg = many.svg(Size::Page);
    let parsed = Parsed::read(&svg);
    let dots: Vec<f64> = parsed.strokes_of("samples").iter().map(|[_, y, ..]| *y).collect();
    assert!((58..=60).contains(&dots.len()), "{}", dots.len());
    let (top, bottom) = dots.iter().fold((f64::INFINITY, 0.0f64), |(t, b), y| (t.min(*y), b.max(*y)));
    assert!(
        dots.iter().filter(|y| **y < top + 100.0).count() == 1
            && dots.iter().filter(|y| **y > bottom - 100.0).count() == 1
    );
    assert!(parsed.words("footer").join(" ").contains("drawn: 60 samples per launch"));
    assert!(svg.contains("1,000 samples"), "the words count all");
    assert!(!distribution(1).svg(Size::Page).contains("drawn:"));
}

#[test]
fn no_sample_is_nothing_measured() {
    let mut distribution = distribution(2);
    for launch in &mut distribution.launches {
        launch.samples = vec![Sample { seconds: f64::NAN, contaminated: false }];
    }
    let svg = distribution.svg(Size::Page);
    assert_eq!(Parsed::read(&svg).words("nothing"), ["nothing measured"]);
}
