//! Does it scale?

use super::{about, launches};
use tenfold_figures::Scaling;
use tenfold_figures::scaling::{Fit, Kind, Point, Series};
use tenfold_record::Rung;

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

pub fn strong() -> Scaling {
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

pub fn strong_on_two_cores() -> Scaling {
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

pub fn strong_beyond_two_cores() -> Scaling {
    let mut scaling = strong_on_two_cores();
    scaling.series[1].points.extend([point(3, 3.4e-3, 2), point(4, 3.1e-3, 2)]);
    scaling
}

pub fn speedup() -> Scaling {
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

pub fn efficiency() -> Scaling {
    let mut scaling = Scaling { kind: Kind::Efficiency, ..speedup() };
    for point in scaling.series.iter_mut().flat_map(|series| &mut series.points) {
        point.value = about(point.value.value / f64::from(point.workers));
        point.launches = launches(point.value.value);
    }
    scaling
}

pub fn weak() -> Scaling {
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
