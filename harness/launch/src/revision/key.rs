//! What tells one build of a revision from another: all that goes into it beside the source.

use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

/// Functions begin with a cache line, so that loops keep their place within them: where they do not, builds of one source differ
/// by up to 5 %. The workspace's own builds do so by `.cargo/config.toml`; a revision from before it had that must, too.
pub(crate) const ALIGNED: &str = "-Cllvm-args=-align-all-functions=6";

/// Cargo's variable for flags that are separated by [`SEPARATOR`].
pub(super) const FLAGS: &str = "CARGO_ENCODED_RUSTFLAGS";
const SEPARATOR: &str = "\u{1f}";

/// Whether the environment variable `name` changes what a build makes.
fn matters(name: &str) -> bool {
    const NAMES: [&str; 9] = [
        FLAGS,
        "RUSTFLAGS",
        "RUSTC",
        "RUSTC_WRAPPER",
        "RUSTUP_TOOLCHAIN",
        "CARGO_INCREMENTAL",
        "CC",
        "CFLAGS",
        "MPICC",
    ];
    const BEGINNINGS: [&str; 3] = ["CARGO_PROFILE_", "CARGO_BUILD_", "CARGO_TARGET_"];
    NAMES.contains(&name) || (BEGINNINGS.iter().any(|b| name.starts_with(b)) && name != "CARGO_TARGET_DIR")
}

/// The compiler's flags for both sides: the user's, and [`ALIGNED`].
pub(super) fn flags() -> String {
    let own = match (std::env::var(FLAGS), std::env::var("RUSTFLAGS")) {
        (Ok(encoded), _) => encoded,
        (_, Ok(words)) => words.split_whitespace().collect::<Vec<_>>().join(SEPARATOR),
        _ => String::new(),
    };
    if own.is_empty() { ALIGNED.to_string() } else { [&own, ALIGNED].join(SEPARATOR) }
}

/// Eight digits that stand for compiler, linker, flags, `features` and cargo's settings.
///
/// # Errors
/// There is no compiler.
pub(super) fn key(features: &str) -> Result<String, String> {
    let said = |program: OsString, arg: &str| Command::new(program).arg(arg).output();
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let compiler = said(rustc, "-vV").map_err(|e| format!("cannot start rustc: {e}"))?.stdout;
    let linker = said(std::env::var_os("CC").unwrap_or_else(|| "cc".into()), "--version");
    let variables: Vec<(String, String)> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())))
        .filter(|(name, _)| matters(name))
        .collect();
    Ok(digest(
        [compiler, linker.map(|o| o.stdout).unwrap_or_default(), settings(), flags().into(), features.into()],
        variables,
    ))
}

/// Cargo's settings of the user, which hold for every build.
fn settings() -> Vec<u8> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    home.and_then(|home| std::fs::read(home.join("config.toml")).ok()).unwrap_or_default()
}

fn digest(parts: [Vec<u8>; 5], mut variables: Vec<(String, String)>) -> String {
    variables.sort();
    let mut hash = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    parts.iter().for_each(|part| add(part));
    for (name, value) in &variables {
        add(name.as_bytes());
        add(value.as_bytes());
    }
    tenfold_kernel::hex(&hash.finalize()[..4])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_part_makes_another_build_and_the_order_of_variables_does_not() {
        let parts = || ["rustc", "cc", "", "-O", "mpi"].map(|part| part.as_bytes().to_vec());
        let variable = |name: &str| (name.to_string(), "1".to_string());
        let one = digest(parts(), vec![variable("CC"), variable("RUSTC")]);
        assert_eq!(one, digest(parts(), vec![variable("RUSTC"), variable("CC")]));
        assert_ne!(one, digest(parts(), vec![variable("CC")]));
        for i in 0..5 {
            let mut other = parts();
            other[i].push(b'x');
            assert_ne!(one, digest(other, vec![variable("CC"), variable("RUSTC")]), "part {i}");
        }
    }

    #[test]
    fn what_changes_a_build_counts_and_where_it_lies_does_not() {
        for name in ["RUSTFLAGS", "CARGO_PROFILE_RELEASE_LTO", "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER", "CC"] {
            assert!(matters(name), "{name}");
        }
        for name in ["CARGO_TARGET_DIR", "HOME", "CARGO"] {
            assert!(!matters(name), "{name}");
        }
    }
}
