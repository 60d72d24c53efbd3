//! Bakes in what only the build knows: compiler, flags, target and source revision.

use std::process::Command;

fn said(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).output().ok().filter(|o| o.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_string())
}

fn main() {
    let env = |name: &str| std::env::var(name).unwrap_or_default();
    let unknown = || "unknown (built outside a git checkout)".to_string();
    let compiler = said(&env("RUSTC"), &["--version"]).unwrap_or_default();
    let revision = said("git", &["rev-parse", "HEAD"]).unwrap_or_else(unknown);
    let flags = env("CARGO_ENCODED_RUSTFLAGS").replace('\u{1f}', " ");
    println!("cargo::rustc-env=TENFOLD_COMPILER={compiler}");
    println!("cargo::rustc-env=TENFOLD_REVISION={revision}");
    println!("cargo::rustc-env=TENFOLD_FLAGS={}", if flags.is_empty() { "none" } else { &flags });
    println!("cargo::rustc-env=TENFOLD_TARGET={}", env("TARGET"));
    println!("cargo::rerun-if-changed=build.rs");
    if let Some(head) = said("git", &["rev-parse", "--path-format=absolute", "--git-path", "logs/HEAD"]) {
        println!("cargo::rerun-if-changed={head}");
    }
}
