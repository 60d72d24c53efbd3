//! Externals in Rust: a file with the crates that it uses, which cargo builds.

use super::recipe::Source;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What speaks the protocol for a program in Rust.
pub(super) const DRIVER: (&str, &str) = ("tenfold_peer.rs", include_str!("tenfold_peer.rs"));

/// The compiler's flags: what externals in C are given too.
pub(super) const FLAGS: &str = "-C target-cpu=native";

/// What builds a package of this name in the folder that holds it; and where its program then is. What cargo makes of crates is
/// kept beside it, for other externals that use them.
pub(super) fn command(cargo: &[String], package: &str, kept: &Path, by: &str) -> (Command, PathBuf) {
    let target = kept.join("crates");
    let mut command = Command::new(&cargo[0]);
    command.args(&cargo[1..]).args(["build", "--release", "--quiet", "--target-dir"]).arg(&target);
    command.env("RUSTFLAGS", FLAGS).env_remove("CARGO_ENCODED_RUSTFLAGS").env("TENFOLD_RUST", by);
    (command, target.join("release").join(package))
}

/// Writes the manifest. A flag names a crate and its version, `faer=0.22.6`.
pub(super) fn manifest(folder: &Path, source: &Source, package: &str) -> io::Result<()> {
    let crates: String = source.flags.iter().filter_map(|flag| flag.split_once('=')).map(one_crate).collect();
    let name = &source.name;
    // A workspace of its own: the folder may lie in another's.
    let text = format!(
        "[package]\nname = {package:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[[bin]]\nname = {package:?}\npath = {name:?}\n\n\
         [dependencies]\n{crates}\n[workspace]\n"
    );
    fs::write(folder.join("Cargo.toml"), text)
}

fn one_crate((name, version): (&str, &str)) -> String {
    format!("{name} = \"={version}\"\n")
}
