//! Under a quota of CPU time, in a control group of its own.

#[path = "../../machine/tests/common/mod.rs"]
mod common;

use common::FifthOfACpu;
use std::process::Command;

#[test]
fn doctor_tells_of_a_fifth_of_a_cpu() {
    let group = match FifthOfACpu::new() {
        Ok(group) => group,
        Err(why) => return println!("skipped: {why}"),
    };
    let mut command = Command::new("sh");
    command.args(["-c", "echo $$ > \"$0\" && exec \"$1\" doctor"]).arg(group.door()).arg(env!("CARGO_BIN_EXE_tenfold"));
    let output = command.output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{out}{}", String::from_utf8_lossy(&output.stderr));
    assert!(out.starts_with("1-core "), "{out}");
    assert!(out.contains("0.2 CPUs (control group "), "{out}");
}
