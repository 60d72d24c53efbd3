//! Draws every figure from example data: `cargo run -p tenfold-reports --example figures -- FOLDER`.
//!
//! One file a figure and size, each a file of its own that follows the light or dark theme of its reader. For looking at:
//! whoever changes a figure sees here what became of it. No number here was measured.

use std::{env, fs, io, path::Path};
use tenfold_record::Rung;
use tenfold_reports::figures::class;
use tenfold_reports::figures::distribution::{Launch, Sample};
use tenfold_reports::figures::guess::Lane;
use tenfold_reports::figures::ladder::{self, Limit, Row};
use tenfold_reports::figures::messages::Traffic;
use tenfold_reports::figures::roofline::{self, Height, Roof};
use tenfold_reports::figures::scaling::{Fit, Kind, Point, Series};
use tenfold_reports::figures::timeline::{self, Activity, Span};
use tenfold_reports::figures::{
    Class, Distribution, Estimate, Guess, Ladder, LeftOut, Messages, Roofline, Scaling, Size, Timeline, standalone,
};

fn main() -> io::Result<()> {
    let Some(folder) = env::args().nth(1) else {
        eprintln!("usage: figures FOLDER    (the folder that the SVG files are written to)");
        std::process::exit(2);
    };
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    for (name, draw) in figures() {
        for (size, suffix) in [(Size::Page, "page"), (Size::Slide, "slide")] {
            fs::write(folder.join(format!("{name}-{suffix}.svg")), standalone(&draw(size)))?;
        }
    }
    Ok(())
}

type Draw = Box<dyn Fn(Size) -> String>;

fn figures() -> Vec<(&'static str, Draw)> {
    vec![
        ("ladder", Box::new(|size| ladder().svg(size))),
        ("ladder-awkward", Box::new(|size| awkward_ladder().svg(size))),
        (
            "ladder-one",
            Box::new(|size| Ladder { rows: ladder().rows[2..3].to_vec(), limit: None, ..ladder() }.svg(size)),
        ),
        ("ladder-empty", Box::new(|size| Ladder { rows: Vec::new(), ..ladder() }.svg(size))),
        ("strong", Box::new(|size| strong().svg(size))),
        ("strong-two", Box::new(|size| strong_on_two_cores().svg(size))),
        ("strong-two-beyond", Box::new(|size| strong_beyond_two_cores().svg(size))),
        ("speedup", Box::new(|size| speedup().svg(size))),
        ("efficiency", Box::new(|size| efficiency().svg(size))),
        ("distribution", Box::new(|size| distribution().svg(size))),
        ("class", Box::new(|size| class_of_38().svg(size))),
        ("guess", Box::new(|size| guess().svg(size))),
        ("roofline", Box::new(|size| roofline().svg(size))),
        ("messages", Box::new(|size| messages().svg(size))),
        ("timeline", Box::new(|size| timeline().svg(size))),
        ("weak", Box::new(|size| weak().svg(size))),
    ]
}

/// An estimate with launches within a few per cent of it.
fn about(value: f64) -> Estimate {
    Estimate { value, interval: Some((value * 0.98, value * 1.03)), n: 12 }
}

fn launches(value: f64) -> Vec<f64> {
    (0..12).map(|k| value * (0.95 + 0.012 * f64::from((k * 7) % 12))).collect()
}

fn ladder() -> Ladder {
    let times = [
        ("Python lists", Rung::External, 122.0),
        ("NumPy", Rung::External, 6.6),
        ("naive", Rung::Naive, 1.9),
        ("Numba", Rung::External, 0.62),
        ("vectorised-bytes", Rung::Vectorised, 0.21),
        ("vectorised-bits", Rung::Vectorised, 9.4e-3),
        ("vectorised", Rung::Vectorised, 4.6e-3),
        ("distributed", Rung::Distributed, 2.7e-3),
        ("threaded", Rung::Threaded, 2.6e-3),
    ];
    Ladder {
        title: "How much is each rung worth?".into(),
        caption:
            "Example data. Threads on 2 cores reach 46,900× plain Python: 122 s → 2.60 ms. Vectorising is worth 413×."
                .into(),
        rows: rows(&times),
        base_label: "Python lists".into(),
        limit: Some(Limit { seconds: 0.28e-3, label: "limit of one core, 280 µs".into() }),
        left_out: vec![LeftOut {
            label: "distributed (4 ranks)".into(),
            reason: "this machine has 2 cores".into(),
            fault: false,
        }],
        footer:
            "traffic · 10,240,000 cells × 100 steps · median of 12 launches, 95 % interval · every answer checked · \
                 run 7f3a · 2-core Xeon, AVX-512"
                .into(),
    }
}

fn rows(times: &[(&str, Rung, f64)]) -> Vec<Row> {
    times
        .iter()
        .enumerate()
        .map(|(index, (label, rung, seconds))| Row {
            label: (*label).into(),
            rung: *rung,
            seconds: about(*seconds),
            factor_to_base: (index > 0).then(|| about(times[0].2 / seconds)),
            factor_to_previous: (index > 0).then(|| about(times[index - 1].2 / seconds)),
            guess: (*label == "vectorised-bits").then(|| guessed(0.2375, "the guess: 8× the naive loop", "guess 8×")),
            launches: launches(*seconds),
        })
        .collect()
}

fn guessed(seconds: f64, text: &str, short: &str) -> ladder::Guess {
    ladder::Guess { seconds, text: text.into(), short: short.into() }
}

/// Equal times, wide intervals, hostile and long names, guesses on top of marks, eight decades.
fn awkward_ladder() -> Ladder {
    let long = "a variant whose name is sixty letters long and says everything";
    let times = [
        (long, Rung::External, 5e3),
        ("<script>alert(\"1 & 2\")</script>", Rung::External, 4.9e3),
        ("naive", Rung::Naive, 4.9e3),
        ("vectorised", Rung::Vectorised, 3.1),
        ("vectorised-again", Rung::Vectorised, 3.1),
        ("threaded", Rung::Threaded, 2.0e-5),
        ("distributed", Rung::Distributed, 1.9e-5),
    ];
    let mut ladder = Ladder { rows: rows(&times), base_label: long.into(), ..ladder() };
    ladder.rows[4].factor_to_previous = Some(Estimate { value: 1.0, interval: Some((0.98, 1.03)), n: 12 });
    ladder.rows[3].seconds = Estimate { value: 3.1, interval: Some((1.2, 9.0)), n: 3 };
    ladder.rows[2].guess = Some(guessed(5e3, "the guess: as fast as everything else here", "guess 1×"));
    ladder.rows[5].guess = Some(guessed(1.8e-5, "the guess: 150,000×", "guess 150,000×"));
    ladder.limit = Some(Limit { seconds: 1.5e-5, label: "limit of memory, 15.0 µs".into() });
    ladder.left_out.push(LeftOut {
        label: "vectorised-wrong".into(),
        reason: "wrong answer: 3 of 10,240,000 cells differ from the oracle (first at 17)".into(),
        fault: true,
    });
    ladder
}

fn point(workers: u32, value: f64, cores: u32) -> Point {
    Point { workers, value: about(value), launches: launches(value), beyond_cores: workers > cores, efficiency: None }
}

fn series(label: &str, rung: Rung, cores: u32, values: &[(u32, f64)]) -> Series {
    Series {
        label: label.into(),
        rung,
        points: values.iter().map(|(workers, value)| point(*workers, *value, cores)).collect(),
        fit: None,
    }
}

fn strong() -> Scaling {
    let threads = [(1, 2.4), (2, 1.22), (4, 0.625), (8, 0.33), (16, 0.183)];
    let ranks = [(1, 2.52), (2, 1.3), (4, 0.68), (8, 0.365), (16, 0.212), (32, 0.214), (64, 0.223)];
    let amdahl = |w: f64, serial: f64| 2.4 * (serial + (1.0 - serial) / w);
    let mut threaded = series("threaded", Rung::Threaded, 16, &threads);
    threaded.fit = Some(Fit {
        label: "Amdahl: 1.4 % serial [1.1, 1.8]".into(),
        band: (0..=16)
            .map(|k| 2f64.powf(f64::from(k) / 4.0))
            .map(|w| (w, amdahl(w, 0.014), amdahl(w, 0.011), amdahl(w, 0.018)))
            .collect(),
    });
    Scaling {
        title: "Does it scale?".into(),
        caption:
            "Example data. Threads reach 13.1× on 16 cores (82 %); the fit says 1.4 % of the work is serial [1.1, 1.8]."
                .into(),
        kind: Kind::Time,
        weak: false,
        series: vec![threaded, series("distributed", Rung::Distributed, 16, &ranks)],
        cores: 16,
        ideal: Some(2.4),
        footer: "heat · 4096² × 200 steps, strong scaling · faint dots: launches · 16-core machine · run 91c2".into(),
    }
}

fn strong_on_two_cores() -> Scaling {
    Scaling {
        caption: "Example data. Threads reach 1.93× on 2 cores (97 %), ranks 1.84× (92 %).".into(),
        series: vec![
            series("threaded", Rung::Threaded, 2, &[(1, 4.9e-3), (2, 2.54e-3)]),
            series("distributed", Rung::Distributed, 2, &[(1, 4.95e-3), (2, 2.69e-3)]),
        ],
        cores: 2,
        ideal: Some(4.9e-3),
        footer: "traffic · 10,240,000 cells × 100 steps, strong scaling · faint dots: launches · run 7f3a".into(),
        ..strong()
    }
}

fn strong_beyond_two_cores() -> Scaling {
    let mut scaling = strong_on_two_cores();
    scaling.series[1].points.extend([point(3, 3.4e-3, 2), point(4, 3.1e-3, 2)]);
    scaling
}

fn speedup() -> Scaling {
    let mut scaling = Scaling { kind: Kind::Speedup, ideal: None, ..strong() };
    for series in &mut scaling.series {
        let base = series.points[0].value.value;
        for point in &mut series.points {
            point.value = about(base / point.value.value);
            point.launches = launches(point.value.value);
        }
        series.fit = None;
    }
    scaling
}

fn efficiency() -> Scaling {
    let mut scaling = Scaling { kind: Kind::Efficiency, ..speedup() };
    for point in scaling.series.iter_mut().flat_map(|series| &mut series.points) {
        point.value = about(point.value.value / f64::from(point.workers));
        point.launches = launches(point.value.value);
    }
    scaling
}

fn weak() -> Scaling {
    let mut scaling = Scaling {
        title: "Does it keep up when the problem grows?".into(),
        caption: "Example data. At 16 times the work on 16 cores, threads keep 86 % of their speed, ranks 91 %.".into(),
        weak: true,
        series: vec![
            series("threaded", Rung::Threaded, 16, &[(1, 1.2), (2, 1.21), (4, 1.24), (8, 1.3), (16, 1.4)]),
            series("distributed", Rung::Distributed, 16, &[(1, 1.25), (2, 1.25), (4, 1.28), (8, 1.31), (16, 1.37)]),
        ],
        ideal: Some(1.2),
        footer: "heat · 1024² cells a worker × 200 steps, weak scaling · 16-core machine · run 91c2".into(),
        ..strong()
    };
    for series in &mut scaling.series {
        let base = series.points[0].value.value;
        for point in &mut series.points {
            point.efficiency = Some(base / point.value.value);
        }
    }
    scaling
}

fn distribution() -> Distribution {
    let launch = |round: usize| {
        let sample = |k: usize| {
            let noise = ((round * 31 + k * 17) % 23) as f64 / 23.0;
            let contaminated = (round * 7 + k) % 41 == 3;
            let slower = if contaminated { 1.25 } else { 1.0 };
            Sample { seconds: 2.6e-3 * (1.0 + 0.004 * round as f64 + 0.05 * noise * noise) * slower, contaminated }
        };
        let samples: Vec<Sample> = (0..24).map(sample).collect();
        let mut counted: Vec<f64> = samples.iter().filter(|s| !s.contaminated).map(|s| s.seconds).collect();
        counted.sort_by(f64::total_cmp);
        let quartile = |q: usize| counted[counted.len() * q / 4];
        Launch { label: (round + 1).to_string(), quartiles: Some([quartile(1), quartile(2), quartile(3)]), samples }
    };
    Distribution {
        title: "How steady are the samples of threaded?".into(),
        caption: "Example data. Launches differ more than samples do; 8 of 288 samples were disturbed.".into(),
        rung: Rung::Threaded,
        launches: (0..12).map(launch).collect(),
        median: Some(2.68e-3),
        footer: "traffic · threaded, 2 workers · 12 launches of 24 samples · run 7f3a".into(),
    }
}

fn class_of_38() -> Class {
    // Sums of three scrambled digits look enough like a room.
    let digit = |k: u32, step: u32| f64::from((k * step + 3) % 37) / 37.0;
    let guess = |k| 8.0 * 2f64.powf((digit(k, 11) + digit(k, 17) + digit(k * k, 5) - 1.5) * 2.6);
    Class {
        title: "What did the room guess?".into(),
        caption: "Example data. 38 guesses, median 8.00×; measured 413× [402, 421]. Nobody was within a factor of 2."
            .into(),
        lanes: vec![class::Lane {
            label: "vectorised over naive".into(),
            rung: Rung::Vectorised,
            guesses: (0..38).map(guess).collect(),
            median: 8.0,
            near: 2.0,
            measured: Estimate { value: 413.0, interval: Some((402.0, 421.0)), n: 12 },
            summary: "n = 38 · median guess 8.00× · 0 within a factor of 2".into(),
        }],
        left_out: Vec::new(),
        footer: "traffic · vectorised over naive · run 7f3a".into(),
    }
}

fn guess() -> Guess {
    let lane = |label: &str, rung, guessed, value, verdict: &str| Lane {
        label: label.into(),
        rung,
        guess: guessed,
        measured: about(value),
        verdict: verdict.into(),
    };
    Guess {
        title: "How good were the guesses?".into(),
        caption: "Example data. 2 of 3 guesses were within a factor of 2; vectorising was underestimated 51.6×.".into(),
        lanes: vec![
            lane("vectorised over naive", Rung::Vectorised, 8.0, 413.0, "off by 51.6×, too pessimistic"),
            lane("threaded over vectorised", Rung::Threaded, 1.9, 1.77, "off by 1.07×, too optimistic"),
            lane("distributed over threaded", Rung::Distributed, 1.0, 0.963, "off by 1.04×, too optimistic"),
        ],
        left_out: vec![LeftOut {
            label: "distributed over naive".into(),
            reason: "distributed was not measured: mpirun not found".into(),
            fault: false,
        }],
        footer: "traffic · 12 launches, 95 % interval · run 7f3a".into(),
    }
}

fn roofline() -> Roofline {
    let roof = |label: &str, height| Roof { label: label.into(), height };
    let point = |label: &str, rung, intensity, streamed, rate, share| roofline::Point {
        label: label.into(),
        rung,
        intensity,
        streamed,
        rate: about(rate),
        share: Some(share),
    };
    Roofline {
        title: "What limits it?".into(),
        caption: "Example data. heat is bound by memory; fused steps stay in L2 and pass the memory roof by 1.6×."
            .into(),
        unit: "flop".into(),
        roofs: vec![
            roof("L1", Height::Bytes(310e9)),
            roof("L2", Height::Bytes(95e9)),
            roof("memory", Height::Bytes(22e9)),
            roof("multiply–add, AVX-512", Height::Operations(112e9)),
            roof("scalar multiply–add", Height::Operations(7.1e9)),
        ],
        points: vec![
            point("heat naive", Rung::Naive, 0.25, None, 1.9e9, 0.35),
            point("heat vectorised", Rung::Vectorised, 0.25, Some(0.17), 5.0e9, 0.91),
            point("heat fused", Rung::Vectorised, 0.25, None, 8.6e9, 0.36),
            point("matmul naive", Rung::Naive, 16.0, None, 2.1e9, 0.02),
            point("matmul packed", Rung::Vectorised, 16.0, None, 95e9, 0.85),
            point("mandelbrot", Rung::Vectorised, 120.0, None, 80e9, 0.71),
        ],
        left_out: Vec::new(),
        footer: "one core · ceilings measured the same day · 2-core Xeon, AVX-512 · run 7f3a".into(),
    }
}

fn messages() -> Messages {
    let row = |from: i32| {
        let to = |to: i32| match (from - to).abs() {
            1 => Traffic { messages: 400, bytes: 400 * 32_768 },
            _ if to == 0 && from > 0 => Traffic { messages: 1, bytes: 4_194_304 },
            _ => Traffic::default(),
        };
        (0..6).map(to).collect()
    };
    Messages {
        title: "Who talks to whom?".into(),
        caption: "Example data. 10 messages and 328 kB a step, as declared: 2 halos a neighbour.".into(),
        traffic: (0..6).map(row).collect(),
        footer: "heat · distributed, 6 ranks · 200 steps · run 91c2".into(),
    }
}

fn timeline() -> Timeline {
    let lane = |rank: i32| {
        let slow = if rank == 2 { 1.0 } else { 0.82 + 0.03 * f64::from(rank) };
        let step = |k: i32| {
            let (start, busy) = (f64::from(k) * 1.3e-3, slow * 1e-3);
            [
                Span { from: start, to: start + busy, activity: Activity::Compute },
                Span { from: start + busy, to: start + 1e-3, activity: Activity::Wait },
                Span { from: start + 1e-3, to: start + 1.3e-3, activity: Activity::Move },
            ]
        };
        timeline::Lane {
            label: format!("rank {rank}"),
            slowest: rank == 2,
            spans: (0..8).flat_map(step).collect(),
            computing: slow / 1.3,
            in_calls: Some(((1.0 - slow) / 1.3, 0.3 / 1.3)),
        }
    };
    Timeline {
        title: "Where does each rank spend its time?".into(),
        caption: "Example data. Rank 2 computes longest, 1.09× the mean: load balance 91 %. Serialisation 100 %, transfer 77 %."
            .into(),
        lanes: (0..4).map(lane).collect(),
        footer: "heat · distributed, 4 ranks · 8 of 200 steps · run 91c2".into(),
    }
}
