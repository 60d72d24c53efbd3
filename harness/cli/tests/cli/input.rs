//! Files as params: what is wrong with one is told before anything runs or is written.

use crate::common::{Bench, Ran, ran};
use std::fs;
use tenfold_kernel::defence::matrix;

/// A folder with files, good and bad.
fn bench() -> Bench {
    let bench = Bench::new();
    let save = |name: &str, shape: [usize; 2], entry: fn(usize, usize) -> f64| {
        matrix(&bench.path().join(name), shape, entry);
    };
    save("good.npy", [6, 6], |i, j| if i == j { 8.0 } else { 1.0 / (i + j + 1) as f64 });
    save("holed.npy", [6, 6], |i, j| if (i, j) == (3, 4) { f64::NAN } else { 0.1 });
    save("none.npy", [0, 5], |_, _| 0.0);
    let whole = fs::read(bench.path().join("good.npy")).unwrap();
    fs::write(bench.path().join("cut.npy"), &whole[..whole.len() - 5]).unwrap();
    let at = whole.windows(5).position(|bytes| bytes == b"'<f8'").unwrap();
    fs::write(bench.path().join("objects.npy"), [&whole[..at], b"'|O' ", &whole[at + 5..]].concat()).unwrap();
    bench
}

fn exec(bench: &Bench, kernel: &str, set: &[&str]) -> Ran {
    let flags = set.iter().flat_map(|text| ["--set", text]);
    bench.run(&["exec", kernel, "vectorised", "--set", "out=answer.npy"].into_iter().chain(flags).collect::<Vec<_>>())
}

#[test]
fn a_bad_file_is_one_message_with_its_param_and_nothing_runs() {
    let bench = bench();
    for (kernel, set, parts) in [
        ("matmul", &["a=cut.npy"][..], &["a = /", "cut.npy: is cut short: after its header it has 283 bytes"][..]),
        ("matmul", &["b=holed.npy"], &["b = /", "holed.npy: holds NaN at [3, 4]: only finite numbers"]),
        ("matmul", &["a=none.npy"], &["m = 0: must be an integer from 1 to 65536 (from a = /", "none.npy"]),
        ("matmul", &["a=objects.npy"], &["a = /", "objects.npy: holds '|O'; it must hold f64"]),
        ("cholesky", &["a=cut.npy"], &["a = /", "is cut short"]),
        ("fft", &["field=cut.npy"], &["field = /", "is cut short"]),
        ("fft", &["field=objects.npy"], &["field = /", "holds '|O'"]),
        ("sgd", &["x=cut.npy", "y=good.npy"], &["x = /", "is cut short"]),
        ("sgd", &["x=holed.npy", "y=good.npy"], &["x = /", "holds NaN at [3, 4]"]),
        ("wordcount", &["file=/dev/zero"], &["file = /dev/zero", "a device or a pipe"]),
        ("matmul", &["a=/dev/zero"], &["a = /dev/zero", "a device or a pipe"]),
    ] {
        let ran = exec(&bench, kernel, set);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        assert!(!ran.err.contains("did not run"), "{}", ran.err);
        ran.refused(parts);
    }
    assert!(!bench.path().join("answer.npy").exists());
}

#[test]
fn a_rate_too_high_for_the_samples_is_told_before_they_are_fitted() {
    let bench = bench();
    matrix(&bench.path().join("x.npy"), [8, 2], |i, _| if i == 3 { 1.0 } else { 0.25 });
    // Of one dimension.
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (8,)}";
    let start = [b"\x93NUMPY\x01\x00", &(header.len() as u16).to_le_bytes()[..], header.as_bytes()].concat();
    fs::write(bench.path().join("y.npy"), [&start[..], &[0; 64]].concat()).unwrap();
    exec(&bench, "sgd", &["x=x.npy", "y=y.npy", "rate=4"]).refused(&["x = /", "row 3 has |x|² = 2.000000", "rate = 4"]);
    exec(&bench, "sgd", &["x=x.npy", "y=y.npy", "rate=0.5", "steps=4"]).well();
}

#[test]
fn what_has_no_end_is_refused_at_once() {
    let bench = bench();
    let pipe = bench.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    exec(&bench, "wordcount", &["file=pipe"]).refused(&["file = pipe", "a device or a pipe"]);
    exec(&bench, "wordcount", &["file=/proc/cpuinfo"]).refused(&["its size is 0 bytes, but it holds more"]);
    fs::File::create(bench.path().join("large.txt")).unwrap().set_len(5 << 30).unwrap();
    exec(&bench, "wordcount", &["file=large.txt"])
        .refused(&["at most 4294967295 bytes", "this one has 5368709120 bytes"]);
}

#[test]
fn a_run_with_a_bad_file_is_refused_before_anything_is_written() {
    let bench = bench();
    for (params, said) in [
        ("a = \"cut.npy\"", "a = /"),
        ("a = \"good.npy\",\n b = \"holed.npy\"", "holed.npy: holds NaN at [3, 4]"),
        ("a = \"/dev/zero\"", "a device or a pipe"),
    ] {
        let text = format!("question = \"?\"\nkernel = \"matmul\"\nparams = {{ {params} }}\nvariants = [\"naive\"]\n");
        let file = bench.file("bad.toml", &text);
        let line = format!("bad.toml:{}", 3 + params.lines().count() - 1);
        bench.run(&["run", &file, "--quick"]).refused(&[&line, said]);
        bench.run(&["run", &file, "--dry-run"]).refused(&[&line, said]);
    }
    assert!(!bench.path().join("tenfold-runs").exists());
}

#[test]
fn a_problem_that_cannot_be_solved_is_a_failed_cell() {
    let bench = Bench::new();
    let file = bench.file(
        "long.toml",
        "question = \"?\"\nkernel = \"mandelbrot\"\nparams = { max_iter = 1_000_000 }\nvariants = [\"naive\", \"vectorised\"]\n\
         rounds = 1\nlimit_seconds = 0.1\n",
    );
    let ran = ran(bench.command(&["run", &file, "--no-profile"]).output().unwrap()).ends_with(1);
    assert!(ran.out.contains("no reference answer to compare with"), "{}", ran.out);
    for measured in bench.newest().cells {
        let why = measured.missing().unwrap();
        assert!(why.starts_with("crashed: no reference answer") && why.contains("limit of 0.1 s"), "{why}");
    }
}
