//! Under a quota of CPU time, in a control group of its own.

use std::process::Command;
use tenfold_machine::testing::HalfACpu;

#[test]
fn doctor_tells_of_half_a_cpu() {
    let half = match HalfACpu::new() {
        Ok(half) => half,
        Err(why) => return println!("skipped: {why}"),
    };
    let mut command = Command::new("sh");
    command.args(["-c", "echo $$ > \"$0\" && exec \"$1\" doctor"]).arg(half.door()).arg(env!("CARGO_BIN_EXE_tenfold"));
    let output = command.output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{out}{}", String::from_utf8_lossy(&output.stderr));
    assert!(out.starts_with("1-core "), "{out}");
    assert!(out.contains("0.5 CPUs (control group "), "{out}");
}
