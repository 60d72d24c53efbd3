//! `tenfold new`: the kernel it makes compiles, passes its tests and is in the suite's list, which `tenfold list` prints.

use crate::common::{Bench, ran};
use std::path::Path;
use std::process::Command;

/// How the names of the workspace's own packages and tests begin, beside those of kernels.
const OURS: [&str; 4] = ["tenfold", "everything", "defence", "list"];

/// Packages that are compiled without optimisation, beside the kernels.
const QUICKLY: [&str; 10] = [
    "everything",
    "tenfold-bench",
    "tenfold-comm",
    "tenfold-duel",
    "tenfold-kernel",
    "tenfold-launch",
    "tenfold-measure",
    "tenfold-profile",
    "tenfold-record",
    "tenfold-stats",
];

#[test]
fn a_new_kernel_compiles_passes_and_is_listed() {
    let bench = Bench::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    // A copy of the sources as they are, without what was built. The flags in `.cargo` are part of it: with others, all that
    // is taken along below would be compiled again.
    for name in [".cargo", "Cargo.toml", "Cargo.lock", "rustfmt.toml", "harness", "kernels", "reports"] {
        let status = Command::new("cp").arg("-r").arg(root.join(name)).arg(bench.path()).status().unwrap();
        assert!(status.success(), "{name}");
    }
    bench.run(&["new", "squares"]).well();
    bench.run(&["new", "squares"]).refused(&["kernels/squares already exists"]);
    bench.run(&["new", "Squares"]).refused(&["'Squares' is not a valid kernel name"]);
    for taken in ["fn", "rayon", "outcome"] {
        bench.run(&["new", taken]).refused(&[taken, "choose another name"]);
    }
    let specification = std::fs::read_to_string(bench.path().join("kernels/squares/src/lib.rs")).unwrap();
    assert!(specification.lines().count() <= 110, "a specification that fits two screens");

    // The first three kernels are enough, of which the list's own tests name two: the defences of all are held elsewhere.
    let kernels: Vec<&str> = tenfold_suite::kernels().iter().map(|kernel| kernel.name()).collect();
    let (kept, dropped) = kernels.split_at(3);
    for kernel in dropped {
        std::fs::remove_dir_all(bench.path().join("kernels").join(kernel)).unwrap();
    }
    for file in ["harness/suite/Cargo.toml", "harness/suite/src/lib.rs"] {
        let text = std::fs::read_to_string(bench.path().join(file)).unwrap();
        let names =
            |line: &str, kernel: &str| line.contains(&format!("/{kernel}\"")) || line.contains(&format!("<{kernel}::"));
        let lines = text.lines().filter(|line| !dropped.iter().any(|kernel| names(line, kernel)));
        bench.file(file, &lines.fold(String::new(), |text, line| text + line + "\n"));
    }

    // What is compiled from the registry need not be compiled again: links to this build's files are taken along, so that
    // this build itself stays as it is. They serve for the same selection of packages and features.
    let built = Path::new(env!("CARGO_BIN_EXE_tenfold")).parent().unwrap();
    let target = bench.path().join("target");
    std::fs::create_dir(&target).unwrap();
    let copied = Command::new("cp").arg("-rl").arg(built).arg(target.join("release")).status().unwrap();
    assert!(copied.success());
    // What is compiled anew is not written into this build's own files: cargo names both alike.
    for folder in ["build", "deps", ".fingerprint"] {
        for entry in std::fs::read_dir(target.join("release").join(folder)).unwrap().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_ours = |name: &str| OURS.iter().chain(&kernels).any(|ours| name.starts_with(ours));
            if is_ours(name.trim_start_matches("lib")) {
                let path = entry.path();
                if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) }.unwrap();
            }
        }
    }
    for kernel in kept {
        std::fs::remove_dir_all(bench.path().join("kernels").join(kernel).join("tests")).unwrap();
    }
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["test", "--release", "--offline", "--workspace", "--test", "defence", "--test", "list"]);
    // Whether it compiles and passes is asked, not how fast it is; of the workspace's own, most was compiled just to ask this.
    for package in QUICKLY.iter().chain(kept) {
        cargo.args(["--config", &format!("profile.release.package.{package}.opt-level=0")]);
    }
    if cfg!(feature = "mpi") {
        cargo.args(["--features", "mpi"]);
    }
    let tested = ran(cargo.current_dir(bench.path()).env("CARGO_TARGET_DIR", &target).output().unwrap()).well();
    assert!(tested.out.contains("test defences_hold ... ok"), "{}", tested.out);
    // The suite's own test compares its list, which is what `tenfold list` prints, with the folders of kernels.
    assert!(tested.out.contains("test every_folder_of_kernels_is_in_the_list ... ok"), "{}", tested.out);
    let list = std::fs::read_to_string(bench.path().join("harness/suite/src/lib.rs")).unwrap();
    assert!(list.contains("erase::<squares::Squares>()"), "{list}");
}

#[test]
fn outside_a_checkout_nothing_is_made() {
    let bench = Bench::new();
    bench.run(&["new", "squares"]).refused(&["not in a checkout of Tenfold"]);
    assert!(!bench.path().join("kernels").exists());
}
