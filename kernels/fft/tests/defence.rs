//! The defences that every kernel holds, and what is particular to this one.

use fft::{Evolved, Fft, Field, Params};
use std::f64::consts::TAU;
use std::path::Path;
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{self, hold, judge, judged};
use tenfold_kernel::{FileValue, Kernel, Npy, ParamSet, Part, Value, Values, erase, outputs};

#[test]
fn defences_hold() {
    hold(&*erase::<Fft>());
}

/// Classes S and W, for every variant on its usual workers.
#[test]
#[cfg_attr(debug_assertions, ignore = "published problems want --release")]
fn every_variant_gives_the_published_checksums() {
    let kernel = erase::<Fft>();
    for (n, nz) in [(64, 64), (128, 32)] {
        let params = Params { n: Some(n), nz: Some(nz), ..Params::default() }.values();
        let judge = judge(&*kernel, &params);
        for variant in kernel.variants() {
            for &workers in defence::workers(&variant) {
                let judgement = judged(&*kernel, &*judge, variant.name, &params, workers, None);
                assert_eq!(judgement.fault(), None, "{} on {workers}, {n} × {n} × {nz}", variant.name);
                assert!(judgement.oracles.iter().any(|oracle| oracle.name == "published"), "{n} × {n} × {nz}");
            }
        }
    }
}

/// What does not fit into a cache, and rows of 512: five stages.
#[test]
#[cfg_attr(debug_assertions, ignore = "a large problem wants --release")]
fn large_fields_hold_too() {
    let kernel = erase::<Fft>();
    for (n, nz, steps) in [(256, 16, 1), (512, 2, 0), (4, 2048, 1)] {
        let params = Params { n: Some(n), nz: Some(nz), steps, field: None }.values();
        let judge = judge(&*kernel, &params);
        for variant in kernel.variants() {
            let fault = judged(&*kernel, &*judge, variant.name, &params, 2, None).fault();
            assert_eq!(fault, None, "{}, {n} × {n} × {nz}", variant.name);
        }
    }
}

/// A field of which the number at [z, y, x] is `number(z, y, x)`.
fn field_of(nz: usize, n: usize, number: impl Fn(f64, f64, f64) -> [f64; 2]) -> Field {
    let places = (0..nz).flat_map(|z| (0..n).flat_map(move |y| (0..n).map(move |x| (z as f64, y as f64, x as f64))));
    Field { n, planes: 0..nz, values: places.flat_map(|(z, y, x)| number(z, y, x)).collect() }
}

fn saved(field: &Field, file: &Path) -> FileValue {
    Npy::save(field, file).unwrap();
    FileValue::of(file).unwrap()
}

/// The transform of `field`, which is read from a file, by `variant` on two workers.
fn transformed(field: &Field, variant: &str) -> Vec<f64> {
    let folder = tempfile::tempdir().unwrap();
    let file = saved(field, &folder.path().join("field.npy"));
    let given: Values = [("field".to_string(), Value::File(file)), ("steps".to_string(), Value::Int(0))].into();
    let kernel = erase::<Fft>();
    let params = kernel.resolve(&given).unwrap();
    let parts = outputs(&*kernel, variant, &params, 2, None).unwrap();
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

/// After so few steps, and with such a diffusivity, waves of numbers up to 2 have hardly decayed: there and back is the
/// field itself, but for what the definition says.
#[test]
fn there_and_back_is_the_field_itself() {
    let kernel = erase::<Fft>();
    let params = Params { n: Some(2), nz: Some(4), steps: 1, field: None };
    let start = Fft::input(&params, Part::WHOLE).unwrap();
    for variant in VARIANTS {
        let parts = outputs(&*kernel, variant, &params.values(), 1, None).unwrap();
        let after = parts[0][32..].chunks_exact(8).map(|bytes| f64::from_le_bytes(bytes.try_into().unwrap()));
        let off = after.zip(&start.values).map(|(after, start)| (after - start).abs()).fold(0.0, f64::max);
        assert!(off < 1e-3, "{variant}: {off}");
    }
}

#[test]
fn ranks_make_their_own_share_of_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = saved(&Field::random(4, 0..8), &folder.path().join("field.npy"));
    for field in [None, Some(file)] {
        let params = Params { n: Some(4), nz: Some(8), steps: 1, field };
        let whole = Fft::input(&params, Part::WHOLE).unwrap();
        for ranks in [2, 3, 7, 16] {
            let parts = (0..ranks).map(|rank| Fft::input(&params, Part { rank, ranks }).unwrap().values);
            assert_eq!(parts.collect::<Vec<_>>().concat(), whole.values, "{ranks} ranks");
        }
    }
}

/// Two ranks with 2 of 4 planes and 1 of 2 rows each: half of their 2 × 2 × 2 numbers leave once for the rows, and after every
/// step for the planes; the checksums in one message each.
#[test]
fn messages_of_two_ranks_by_hand() {
    let kernel = erase::<Fft>();
    let params = Params { n: Some(2), nz: Some(4), steps: 3, field: None };
    let sent = Traffic { messages: 1 + 3 + 1, bytes: 64 + 3 * 64 + 3 * 16 };
    assert_eq!(kernel.messages(&params.values(), "distributed", 2).unwrap(), [sent; 2]);
    let alone = Params { steps: 0, ..params };
    assert_eq!(kernel.messages(&alone.values(), "distributed", 2).unwrap(), [Traffic { messages: 2, bytes: 128 }; 2]);
}

#[test]
fn what_cannot_be_transformed_is_refused_with_the_reason() {
    let (kernel, folder) = (erase::<Fft>(), tempfile::tempdir().unwrap());
    let refusal = |given: &[(&str, Value)]| {
        let given = given.iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
        let resolved = kernel.resolve(&given).map_err(|e| e.to_string());
        resolved.and_then(|params| kernel.peer_input(&params).map_err(|e| e.to_string())).unwrap_err()
    };
    assert_eq!(refusal(&[("n", Value::Int(48))]), "n = 48: must be a power of two from 1 to 1024");
    assert!(refusal(&[("n", Value::Int(2048))]).contains("must be an integer from 1 to 1024"));
    assert_eq!(refusal(&[("nz", Value::Int(3))]), "nz = 3: must be a power of two from 1 to 4096");

    let file = |field: &Field| Value::File(saved(field, &folder.path().join("field.npy")));
    let (good, nothing) = (field_of(2, 2, |_, _, x| [x, 0.0]), field_of(0, 0, |_, _, _| [0.0; 2]));
    let other = refusal(&[("field", file(&good)), ("n", Value::Int(4))]);
    assert!(other.ends_with("field.npy: has shape [2, 2, 2, 2]; it must have shape [2, 4, 4, 2]"), "{other}");
    let odd = refusal(&[("field", file(&field_of(3, 2, |_, _, _| [0.0; 2])))]);
    assert_eq!(odd, "nz = 3: must be a power of two from 1 to 4096");
    let empty = refusal(&[("field", file(&nothing))]);
    assert!(empty.contains("must be an integer from 1 to 1024"), "{empty}");
    let infinite = refusal(&[("field", file(&field_of(2, 2, |_, y, x| [y / x, 0.0])))]);
    assert!(infinite.contains("holds NaN at [0, 0, 0]: only finite numbers"), "{infinite}");

    // Evolved has its field, of the same shape, beside its checksums, which are no field.
    let written = Npy::save(&Evolved::room(2, 0..2, 1), &folder.path().join("evolved.npy")).unwrap();
    let flat = refusal(&[("field", Value::File(FileValue::of(&written[0]).unwrap()))]);
    assert!(flat.ends_with("has shape [1, 2]; it must have shape [1, 2, 2, 2]"), "{flat}");
}
