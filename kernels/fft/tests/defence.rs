//! The defences that every kernel holds, and what is particular to this one.

use fft::{Evolved, Fft, Field, Params};
use std::f64::consts::TAU;
use std::path::Path;
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{AWKWARD_WORKERS, Problem, hold, refusal};
use tenfold_kernel::{FileValue, Npy, ParamSet, erase, outputs};

#[test]
fn defences_hold() {
    assert_eq!(hold(&*erase::<Fft>()), [""; 0], "no oracle catches them");
}

fn problem(n: usize, nz: usize, steps: usize) -> Params {
    Params { n: Some(n), nz: Some(nz), steps, field: None }
}

/// Classes S and W, for every variant on its usual workers.
#[test]
#[cfg_attr(debug_assertions, ignore = "published problems want --release")]
fn every_variant_gives_the_published_checksums() {
    for params in [problem(64, 64, 6), problem(128, 32, 6)] {
        let judgements = Problem::of::<Fft>(&params).all_right(&AWKWARD_WORKERS);
        assert!(judgements.iter().all(|judgement| judgement.names().contains(&"published")), "{params:?}");
    }
}

/// What does not fit into a cache, and rows of 512: five stages.
#[test]
#[cfg_attr(debug_assertions, ignore = "a large problem wants --release")]
fn large_fields_hold_too() {
    for params in [problem(256, 16, 1), problem(512, 2, 0), problem(4, 2048, 1)] {
        Problem::of::<Fft>(&params).all_right(&[2]);
    }
}

/// A field of which the number at [z, y, x] is `number(z, y, x)`.
fn field_of(nz: usize, n: usize, number: impl Fn(f64, f64, f64) -> [f64; 2]) -> Field {
    let places = (0..nz).flat_map(|z| (0..n).flat_map(move |y| (0..n).map(move |x| (z as f64, y as f64, x as f64))));
    Field { n, planes: 0..nz, values: places.flat_map(|(z, y, x)| number(z, y, x)).collect() }
}

/// The transform alone of what is in this file.
fn of_file(file: &Path) -> Params {
    Params { steps: 0, field: Some(FileValue::of(file).unwrap()), ..Params::default() }
}

/// That of `field`, which is saved in this file.
fn saved(field: &Field, file: &Path) -> Params {
    Npy::save(field, file).unwrap();
    of_file(file)
}

/// The transform of `field`, which is read from a file, by `variant` on two workers.
fn transformed(field: &Field, variant: &str) -> Vec<f64> {
    let folder = tempfile::tempdir().unwrap();
    let (kernel, params) = (erase::<Fft>(), saved(field, &folder.path().join("field.npy")));
    let parts = outputs(&*kernel, variant, &kernel.resolve(&params.values()).unwrap(), 2, None).unwrap();
    // Of each part: 8 bytes that say there are no checksums, 8 that say how many numbers follow, and these.
    let numbers = parts.iter().flat_map(|part| part[16..].chunks_exact(8));
    numbers.map(|bytes| f64::from_le_bytes(bytes.try_into().unwrap())).collect()
}

const VARIANTS: [&str; 4] = ["naive", "vectorised", "threaded", "distributed"];

#[test]
fn a_plane_wave_is_a_single_peak_and_an_impulse_is_flat() {
    let (nz, n, [kz, ky, kx]) = (16, 8, [11.0, 2.0, 5.0]);
    let wave = field_of(nz, n, |z, y, x| {
        let angle = TAU * (kz * z / nz as f64 + ky * y / n as f64 + kx * x / n as f64);
        [angle.cos(), angle.sin()]
    });
    let impulse = field_of(nz, n, |z, y, x| [f64::from(u8::from([z, y, x] == [0.0; 3])), 0.0]);
    for variant in VARIANTS {
        let peak = 2 * ((11 * n + 2) * n + 5);
        for (at, x) in transformed(&wave, variant).into_iter().enumerate() {
            let expected = if at == peak { (n * n * nz) as f64 } else { 0.0 };
            assert!((x - expected).abs() < 1e-11, "{variant}: {x} at {at}");
        }
        let flat = transformed(&impulse, variant);
        assert!(flat.chunks(2).all(|z| z == [1.0, 0.0]), "{variant}");
    }
}

#[test]
fn transforms_are_linear() {
    let (a, b) = (Field::random(8, 0..4), Field::random(8, 4..8));
    let joined = a.values.iter().zip(&b.values).map(|(a, b)| 2.0 * a - 3.0 * b).collect();
    let joined = Field { values: joined, ..a.clone() };
    let b = Field { planes: 0..4, ..b };
    for variant in VARIANTS {
        let [a, b, joined] = [&a, &b, &joined].map(|field| transformed(field, variant));
        for ((a, b), joined) in a.iter().zip(&b).zip(&joined) {
            assert!((2.0 * a - 3.0 * b - joined).abs() < 1e-11, "{variant}");
        }
    }
}

/// Two ranks with 2 of 4 planes and 1 of 2 rows each: half of their 2 × 2 × 2 numbers leave once for the rows, and after every
/// step for the planes; the checksums in one message each.
#[test]
fn messages_of_two_ranks_by_hand() {
    let sent = |steps| erase::<Fft>().messages(&problem(2, 4, steps).values(), "distributed", 2).unwrap();
    assert_eq!(sent(3), [Traffic { messages: 1 + 3 + 1, bytes: 64 + 3 * 64 + 3 * 16 }; 2]);
    assert_eq!(sent(0), [Traffic { messages: 2, bytes: 128 }; 2]);
}

#[test]
fn what_cannot_be_transformed_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let refusal = |params: Params| refusal::<Fft>(&params);
    assert_eq!(refusal(problem(48, 1, 6)), "n = 48: must be a power of two from 1 to 1024");
    assert!(refusal(problem(2048, 1, 6)).contains("must be an integer from 1 to 1024"));
    assert_eq!(refusal(problem(1, 3, 6)), "nz = 3: must be a power of two from 1 to 4096");

    let saved = |field: &Field| saved(field, &folder.path().join("field.npy"));
    let (good, nothing) = (field_of(2, 2, |_, _, x| [x, 0.0]), field_of(0, 0, |_, _, _| [0.0; 2]));
    let other = refusal(Params { n: Some(4), ..saved(&good) });
    assert!(other.ends_with("field.npy: has shape [2, 2, 2, 2]; it must have shape [2, 4, 4, 2]"), "{other}");
    let odd = refusal(saved(&field_of(3, 2, |_, _, _| [0.0; 2])));
    assert_eq!(odd, "nz = 3: must be a power of two from 1 to 4096");
    let empty = refusal(saved(&nothing));
    assert!(empty.contains("must be an integer from 1 to 1024"), "{empty}");
    let infinite = refusal(saved(&field_of(2, 2, |_, y, x| [y / x, 0.0])));
    assert!(infinite.contains("holds NaN at [0, 0, 0]: only finite numbers"), "{infinite}");

    // Evolved has its field, of the same shape, beside its checksums, which are no field.
    let written = Npy::save(&Evolved::room(2, 2, 1), &folder.path().join("evolved.npy")).unwrap();
    let flat = refusal(of_file(&written[0]));
    assert!(flat.ends_with("has shape [1, 2]; it must have shape [1, 2, 2, 2]"), "{flat}");
}
