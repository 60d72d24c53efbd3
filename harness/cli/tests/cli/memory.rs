//! What does not fit into memory is refused before anything is allocated, with the largest that would fit.

use crate::common::{Bench, Ran, ran};

/// Runs the program as on a machine with so many bytes to give.
fn within(bench: &Bench, bytes: &str, args: &[&str]) -> Ran {
    ran(bench.command(args).env("TENFOLD_MEMORY", bytes).output().unwrap())
}

/// The number that a message says would fit.
fn largest(refused: &Ran) -> u64 {
    let said = refused.err.split("n = ").nth(1).and_then(|rest| rest.split(' ').next());
    said.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{}", refused.err))
}

#[test]
fn a_road_or_a_plate_too_large_for_the_machine_is_refused_and_the_largest_named_fits() {
    let bench = Bench::new();
    for (kernel, n) in [("traffic", 1_u64 << 32), ("heat", 16_384)] {
        let exec = |n: u64| {
            let size = format!("n={n}");
            within(&bench, "20_000_000", &["exec", kernel, "vectorised", "--set", &size, "--set", "steps=1"])
        };
        let largest = largest(&exec(n));
        exec(n).refused(&[kernel, &format!("n={n}"), "GiB of memory", "would fit"]);
        exec(largest + 1).refused(&["would fit"]);
        exec(largest).well();
    }
}

/// Sizes that are powers of two, a size that follows from another param, and one that alone cannot be small enough: the value
/// that is named runs, and the next one does not.
#[test]
fn the_largest_is_the_largest_allowed_of_what_was_set() {
    let bench = Bench::new();
    for (kernel, set, name, value, next) in [
        ("dns", &["n=128", "dt=0.001", "steps=1"][..], "n", 64, 128),
        ("fft", &["n=512", "steps=0"], "n", 64, 128),
        ("cfd", &["scale=512", "iterations=1"], "scale", 0, 1),
        ("matmul", &["m=60000", "k=1000", "n=10"], "m", 0, 1),
    ] {
        let exec = |instead: Option<u64>| {
            let set = set.iter().map(|text| match instead {
                Some(value) if text.starts_with(&format!("{name}=")) => format!("{name}={value}"),
                _ => text.to_string(),
            });
            let flags: Vec<String> = set.flat_map(|text| ["--set".to_string(), text]).collect();
            let args: Vec<&str> =
                ["exec", kernel, "vectorised"].into_iter().chain(flags.iter().map(|f| f.as_str())).collect();
            within(&bench, if kernel == "matmul" { "100_000_000" } else { "536_870_912" }, &args)
        };
        let refused = exec(None);
        let named = format!("is free; {name} = ");
        let said = refused.err.split(&named).nth(1).and_then(|rest| rest.split(' ').next()).map(|n| n.parse::<u64>());
        let Some(Ok(said)) = said else { panic!("{}", refused.err) };
        refused.refused(&["would fit"]);
        let (value, next) = if value > 0 { (value, next) } else { (said, said + next) };
        assert_eq!(said, value, "{kernel}");
        exec(Some(next)).refused(&["would fit"]);
        // The whole box of cfd would take a while.
        if kernel != "cfd" {
            exec(Some(said)).well();
        }
    }
}

#[test]
fn every_verb_that_would_allocate_it_refuses_it() {
    let bench = Bench::new();
    let refused = |args: &[&str]| within(&bench, "20_000_000", args).refused(&["GiB of memory", "n = ", "would fit"]);
    let large = ["--set", "n=16384"];
    refused(&[&["exec", "heat", "distributed", "--workers", "3"], &large[..]].concat());
    refused(&[&["exec", "heat", "python"], &large[..]].concat());
    refused(&[&["profile", "heat", "naive"], &large[..]].concat());
    refused(&[&["compare", "heat/naive", "heat/vectorised"], &large[..]].concat());
    let file = bench.file(
        "large.toml",
        "question = \"How large?\"\nkernel = \"heat\"\nparams = { n = 16384 }\nvariants = [\"naive\", \"threaded\"]\n",
    );
    refused(&["run", &file]);
    assert!(!bench.path().join("tenfold-runs").exists(), "nothing is made for what is refused");
}

#[test]
fn a_limit_that_is_no_number_of_bytes_is_refused() {
    let bench = Bench::new();
    let small = ["exec", "heat", "naive", "--set", "n=20", "--set", "steps=2"];
    within(&bench, "1 GiB", &small).refused(&["TENFOLD_MEMORY = 1 GiB: must be an integer, in bytes"]);
    within(&bench, "1_000_000_000", &small).well();
}
