//! Under a quota of CPU time, in a control group of its own.

#[path = "../../../machine/tests/common/mod.rs"]
mod machine;

use machine::FifthOfACpu;
use std::process::Command;

/// What the program says with `args` where it has a fifth of a CPU; `None` where no such place can be made.
fn said(args: &[&str]) -> Option<String> {
    let group = FifthOfACpu::new().map_err(|why| println!("skipped: {why}")).ok()?;
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("sh");
    command.args(["-c", "echo $$ > \"$0\" && exec \"$@\""]).arg(group.door()).arg(env!("CARGO_BIN_EXE_tenfold"));
    let output = command.args(args).current_dir(folder.path()).output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{out}{}", String::from_utf8_lossy(&output.stderr));
    Some(out)
}

#[test]
fn doctor_tells_of_a_fifth_of_a_cpu() {
    let Some(out) = said(&["doctor"]) else { return };
    assert!(out.starts_with("1-core "), "{out}");
    assert!(out.contains("0.2 CPUs (control group "), "{out}");
}

#[test]
fn a_comparison_tells_that_it_was_throttled() {
    const COUNTING: &str = "sh -c 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done'";
    let Some(out) = said(&["compare", "--command", COUNTING, COUNTING, "--seconds", "2", "--json"]) else { return };
    let comparison: serde_json::Value = serde_json::from_str(&out).unwrap();
    let throttling = &comparison["cells"][0]["throttling"];
    assert!(throttling["throttled"].as_u64().unwrap() > 0, "{comparison}");
}
