//! Under a quota of CPU time, in a control group of its own: told, marked, and never taken for the machine.

mod common;

use common::Bench;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A control group that is worth half a CPU, until it is dropped.
struct Half(PathBuf);

impl Half {
    /// Makes one, of version 1 or 2, or says why that is not possible here.
    fn new() -> Result<Half, String> {
        let quotas = [
            ("/sys/fs/cgroup/cpu", &[("cpu.cfs_period_us", "100000"), ("cpu.cfs_quota_us", "50000")][..]),
            ("/sys/fs/cgroup", &[("cpu.max", "50000 100000")][..]),
        ];
        let mut why = String::new();
        for (root, files) in quotas {
            let group = Half(Path::new(root).join(format!("tenfold-test-{}", std::process::id())));
            let made = fs::create_dir(&group.0)
                .and_then(|()| files.iter().try_for_each(|(file, text)| fs::write(group.0.join(file), text)));
            match made {
                Ok(()) => return Ok(group),
                Err(e) => why = format!("{}: {e}", group.0.display()),
            }
        }
        Err(why)
    }

    /// Runs the program within it.
    fn run(&self, bench: &Bench, args: &[&str]) -> (i32, String, String) {
        let script = "echo $$ > \"$0/cgroup.procs\" && exec \"$@\"";
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).arg(&self.0).arg(env!("CARGO_BIN_EXE_tenfold")).args(args);
        let output = command.current_dir(bench.path()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }
}

impl Drop for Half {
    fn drop(&mut self) {
        let _ = fs::remove_dir(&self.0);
    }
}

#[test]
fn half_a_cpu_is_told_marked_and_breaks_a_rule() {
    let half = match Half::new() {
        Ok(half) => half,
        Err(why) => return println!("skipped: no control group can be made here ({why})"),
    };
    let bench = Bench::new();
    let (code, out, err) = half.run(&bench, &["doctor"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("0.5 CPUs (control group "), "{out}");
    assert!(out.contains("a quota of 0.5 CPUs"), "{out}");

    let experiment = bench.file(
        "half.toml",
        r#"
question = "What does half a CPU do?"
kernel = "mandelbrot"
params = { width = 40, height = 30 }
variants = ["naive", "threaded"]
workers = [1, 2]
rounds = 1
sampling_seconds = 0.4
"#,
    );
    let (code, out, err) = half.run(&bench, &["run", &experiment, "--no-profile"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("the CPU quota throttled 1 of 1 launches"), "{out}");
    let (code, json, err) = half.run(&bench, &["export", "--format", "json", "--to", "-"]);
    assert_eq!(code, 0, "{err}");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let launches: Vec<&serde_json::Value> =
        json["run"]["cells"].as_array().unwrap().iter().flat_map(|cell| cell["launches"].as_array().unwrap()).collect();
    assert!(!launches.is_empty());
    for launch in launches {
        assert!(launch["throttling"]["throttled"].as_u64().unwrap() > 0, "{launch}");
        // Whole periods: no sample lies between two throttlings.
        let shortest = launch["samples"].as_array().unwrap().iter().map(|s| s["seconds"].as_f64().unwrap());
        assert!(shortest.fold(f64::INFINITY, f64::min) >= 0.1, "{launch}");
    }
    let (code, out, _) = half.run(&bench, &["lint"]);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("the CPU quota throttled 1 of 1 launches"), "{out}");
}
