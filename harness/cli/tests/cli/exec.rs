//! `tenfold exec` and `tenfold list`: answers, checks, exit codes.

use crate::common::Bench;
use serde_json::json;

#[test]
fn published_traffic_is_answered_by_every_rung() {
    let bench = Bench::new();
    for (variant, workers) in [("naive", "1"), ("vectorised", "1"), ("threaded", "3"), ("distributed", "7")] {
        let args =
            ["exec", "traffic", variant, "--workers", workers, "--set", "n=1024", "--set", "steps=100", "--json"];
        let answer = bench.run(&args).well().json();
        assert_eq!(answer["answer"]["cars"], 534, "{variant}");
        assert_eq!(answer["answer"]["moves"], 484, "{variant}");
        assert_eq!(answer["answer"]["series"][0], 407, "{variant}");
        assert_eq!(answer["check"]["passed"], true, "{variant}");
        assert_eq!(answer["workers"], workers.parse::<u64>().unwrap());
    }
}

#[test]
fn published_mandelbrot_is_answered() {
    let answer = Bench::new().run(&["exec", "mandelbrot", "vectorised", "--json"]).well().json();
    let expected = json!({ "tests": 24_214_592, "escaped": 751_482, "interior": 248_518, "sum_n": 23_214_592 });
    assert_eq!(answer["answer"], expected);
}

#[test]
fn json_is_one_object_with_the_promised_keys() {
    let answer =
        Bench::new().run(&["exec", "heat", "naive", "--set", "n=20", "--set", "steps=5", "--json"]).well().json();
    let keys = ["kernel", "variant", "params", "workers", "transport", "path", "answer", "check", "seconds"];
    assert_eq!(answer.as_object().unwrap().keys().collect::<Vec<_>>(), keys);
    for key in ["sum", "l2", "max_error"] {
        assert!(answer["answer"][key].is_number(), "{key}");
    }
    assert!(!answer["check"]["oracles"].as_array().unwrap().is_empty());
}

#[test]
fn a_mutant_ends_with_one_and_says_which_check_failed() {
    let bench = Bench::new();
    for kernel in bench.run(&["list", "--json"]).well().json()["kernels"].as_array().unwrap() {
        let name = kernel["name"].as_str().unwrap();
        let mutants = kernel["mutants"].as_array().unwrap();
        assert!(!mutants.is_empty(), "{name}");
        let small = small(name);
        let caught = mutants.iter().filter(|mutant| {
            let mut args = vec!["exec", name, mutant.as_str().unwrap()];
            args.extend(small.iter().map(String::as_str));
            let ran = bench.run(&args);
            ran.code == Some(1) && ran.out.contains("FAILED") && ran.out.contains("the answer is WRONG")
        });
        assert!(caught.count() > 0, "no mutant of {name} fails at the small problem");
    }
}

/// The flags for a problem that takes no time.
fn small(kernel: &str) -> Vec<String> {
    let params = tenfold_suite::kernel(kernel).unwrap().small();
    params.iter().flat_map(|(name, value)| ["--set".to_string(), format!("{name}={value}")]).collect()
}

#[test]
fn list_names_kernels_variants_params_and_experiments() {
    let list = Bench::new().run(&["list", "--json"]).well().json();
    let names: Vec<&str> = list["kernels"].as_array().unwrap().iter().map(|k| k["name"].as_str().unwrap()).collect();
    assert!(["traffic", "mandelbrot", "heat"].iter().all(|k| names.contains(k)), "{names:?}");
    let traffic = &list["kernels"][0];
    assert!(traffic["params"][0]["max"].is_number());
    assert!(list["experiments"].as_array().unwrap().iter().any(|e| e["name"] == "starter"));
}

#[test]
fn what_people_read_fits_80_columns() {
    let bench = Bench::new();
    let small = ["exec", "heat", "threaded", "--set", "n=30", "--set", "steps=8"];
    for args in [&["list"][..], &["doctor"], &small] {
        for line in bench.run(args).well().out.lines() {
            // A path or version of one word is not broken.
            let fits = line.chars().count() <= 80 || !line.trim_start().contains(' ');
            assert!(fits, "{args:?} is wider than 80 columns:\n{line}");
        }
    }
}

#[test]
fn mistakes_name_the_flag_the_value_what_is_allowed_and_the_nearest_name() {
    let bench = Bench::new();
    let exec = |rest: &[&str]| bench.run(&[&["exec"], rest].concat());
    exec(&["trafic", "naive"]).refused(&["no kernel 'trafic'", "did you mean 'traffic'", "mandelbrot"]);
    exec(&["traffic", "niave"]).refused(&["no variant 'niave'", "did you mean 'naive'", "threaded"]);
    exec(&["traffic", "naive", "--set", "m=1"]).refused(&["--set m=1", "no param 'm'", "density"]);
    exec(&["traffic", "naive", "--set", "n"]).refused(&["--set n", "NAME=VALUE"]);
    exec(&["traffic", "naive", "--set", "n=0"]).refused(&["--set n=0", "must be an integer from 1 to"]);
    exec(&["traffic", "naive", "--set", "density=nan"]).refused(&["density", "0 to 1"]);
    exec(&["traffic", "naive", "--set", "steps=1.5"]).refused(&["steps = 1.5: must be an integer"]);
    exec(&["traffic", "naive", "--workers", "2"]).refused(&["--workers 2", "runs on one worker"]);
    exec(&["traffic", "threaded", "--workers", "0"]).refused(&["'0' for '--workers", "1 to 4096"]);
    exec(&["traffic", "naive", "--transport", "mpi"]).refused(&["--transport mpi", "distributed variants"]);
    exec(&["traffic", "naive", "--transport", "tcp"]).refused(&["tcp", "local", "mpi"]);
    exec(&["traffic", "naive", "--limit", "-1"]).refused(&["--limit"]);
    exec(&["traffic", "threaded", "--workers", "-1"]).refused(&["--workers", "-1"]);
    exec(&["heat", "naive", "--set", "nu=0.3"]).refused(&["nu = 0.3", "0.25"]);
    exec(&["traffic", "naive", "--set", "n=5", "--set", "n=6"]).refused(&["--set n=6", "n is given twice"]);
    exec(&["traffic", "naive", "--set", "n=5", "steps"]).refused(&["'steps'", "can only be params"]);
    exec(&["traffic"]).refused(&["VARIANT"]);
    let compare = ["compare", "heat/naive", "heat/vectorised", "--set", "n=5", "--set", "n=6"];
    bench.run(&compare).refused(&["--set n=6", "n is given twice"]);
    bench.run(&["exce"]).refused(&["exce", "exec"]);
}

#[test]
fn several_params_may_follow_one_flag() {
    let bench = Bench::new();
    for args in [
        &["exec", "traffic", "naive", "--set", "n=1024", "steps=100", "--json"][..],
        &["exec", "--set", "n=1024", "traffic", "naive", "steps=100", "--json"],
    ] {
        let params = bench.run(args).well().json()["params"].clone();
        assert_eq!((params["n"].as_u64(), params["steps"].as_u64()), (Some(1024), Some(100)));
    }
}

#[test]
fn an_output_is_saved_for_numpy_whoever_computed_it() {
    let bench = Bench::new();
    let exec = |variant: &str, out: &str| {
        let out = format!("out={out}");
        bench.run(&["exec", "heat", variant, "--set", "n=20", "--set", "steps=3", "--set", &out, "--json"])
    };
    let ran = exec("naive", "naive.npy").well();
    assert_eq!((ran.json()["params"].get("out"), ran.err.as_str()), (None, "output: naive.npy\n"));
    let saved = |name: &str| std::fs::read(bench.path().join(name)).unwrap();
    assert!(saved("naive.npy").starts_with(b"\x93NUMPY"));
    assert!(saved("naive.npy").windows(6).any(|text| text == b"22, 22"), "the plate with its frame");
    exec("distributed", "distributed.npy").well();
    exec("python", "python.npy").well();
    assert!(saved("naive.npy") == saved("distributed.npy") && saved("naive.npy") == saved("python.npy"));

    // Several arrays, a file each: the main one has the name that was asked for.
    let ran =
        bench.run(&["exec", "traffic", "naive", "--set", "n=9", "--set", "steps=2", "--set", "out=road.npy"]).well();
    assert_eq!(ran.err, "output: road.npy\noutput: road.moves.npy\n");
    assert!(saved("road.npy").windows(4).any(|text| text == b"(9, "), "its nine cells");
    for (kernel, small, others) in [("fft", "n=2", "checksums"), ("sgd", "samples=64", "losses")] {
        let ran =
            bench.run(&["exec", kernel, "naive", "--set", small, "--set", "steps=3", "--set", "out=f.npy"]).well();
        assert_eq!(ran.err, format!("output: f.npy\noutput: f.{others}.npy\n"));
        let main: &[u8] = if kernel == "fft" { b"(2, 2, 2, 2" } else { b"(64, " };
        assert!(saved("f.npy").windows(main.len()).any(|text| text == main), "{kernel}: its main array");
    }

    exec("naive", "no/such/end.npy").refused(&["--set out=no/such/end.npy", "there is no folder no/such"]);
    exec("naive", "end.txt").refused(&["--set out=end.txt", "--set out=answer.npy"]);
    let twice = ["exec", "heat", "naive", "--set", "out=a.npy", "--set", "out=b.npy"];
    bench.run(&twice).refused(&["--set out=b.npy", "twice"]);
    exec("naive", ".").refused(&["--set out=.: this is a folder", "--set out=./answer.npy"]);
    let profile = ["profile", "heat", "naive", "--set", "out=a.npy"];
    bench.run(&profile).refused(&["--set out=a.npy", "only `exec` saves its output"]);
    let text = "question = \"?\"\nkernel = \"heat\"\nparams = { out = \"a.npy\" }\nvariants = [\"naive\"]\n";
    bench.run(&["run", &bench.file("out.toml", text)]).refused(&[
        "out.toml:3",
        "tenfold exec heat",
        "--set out=FILE.npy",
    ]);
}
