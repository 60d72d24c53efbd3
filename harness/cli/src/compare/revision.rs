//! Revisions of the source: each is built apart, in a work tree of its own, and the program is kept.

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The environment variables that change what a build makes, beside source and compiler.
const BUILD_VARIABLES: [&str; 3] = ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_PROFILE_RELEASE_LTO"];

/// A git repository.
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The repository around the current folder.
    pub fn here() -> Result<Repository, String> {
        let root = git(Path::new("."), &["rev-parse", "--show-toplevel"])?;
        Ok(Repository { root: PathBuf::from(root) })
    }

    /// The full name of the commit that `name` means.
    pub fn commit(&self, name: &str) -> Result<String, String> {
        if name.starts_with('-') {
            return Err(format!("'{name}' looks like an option"));
        }
        git(&self.root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")])
            .map_err(|_| format!("git knows no revision '{name}'"))
    }

    /// The program of `commit`: the one that was kept, or built now. `say` is told before a build, which takes minutes.
    ///
    /// # Errors
    /// git or cargo fail; the message has the end of what they said.
    pub fn program(&self, commit: &str, say: impl Fn(&str)) -> Result<PathBuf, String> {
        let cache = self.cache();
        let folder = cache.join(format!("{}-{}", &commit[..16.min(commit.len())], toolchain()?));
        let program = folder.join("tenfold");
        if program.is_file() {
            return Ok(program);
        }
        std::fs::create_dir_all(&folder).map_err(|e| format!("cannot make {}: {e}", folder.display()))?;
        say(&format!("building revision {}: this takes some minutes, and is kept", &commit[..12.min(commit.len())]));
        // Work trees of a previous attempt that was killed are in the way.
        let tree = cache.join(format!("tree-{}", &commit[..16.min(commit.len())]));
        let tree_name = tree.to_string_lossy().to_string();
        if tree.exists() {
            let _ = git(&self.root, &["worktree", "remove", "--force", &tree_name]);
            let _ = std::fs::remove_dir_all(&tree);
        }
        let _ = git(&self.root, &["worktree", "prune"]);
        git(&self.root, &["worktree", "add", "--detach", "--force", &tree_name, commit])?;
        let built = build(&tree, &cache.join("build"));
        let _ = git(&self.root, &["worktree", "remove", "--force", &tree_name]);
        let built = built?;
        // Beside it first: a program that was half copied must not be taken for one.
        let part = folder.join("tenfold.part");
        let kept = std::fs::copy(&built, &part).and_then(|_| std::fs::rename(&part, &program));
        kept.map_err(|e| format!("cannot keep the program in {}: {e}", folder.display()))?;
        Ok(program)
    }

    /// Where programs of revisions are kept: in the build folder, so that `cargo clean` removes them.
    fn cache(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), PathBuf::from).join("compare")
    }
}

/// Builds the program in `tree`; what revisions have in common is built once, in `target`.
fn build(tree: &Path, target: &Path) -> Result<PathBuf, String> {
    let output = Command::new("cargo")
        .args(["build", "--release", "--locked", "--quiet", "-p", "tenfold"])
        .current_dir(tree)
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", flags())
        .output()
        .map_err(|e| format!("cannot start cargo: {e}"))?;
    match output.status.success() {
        true => Ok(target.join("release/tenfold")),
        false => Err(format!("cargo build: {}", end(&output.stderr))),
    }
}

/// Functions begin with a cache line, so that loops keep their place within them: where they do not, builds of one source differ
/// by up to 5 %. The workspace's own builds do so by `.cargo/config.toml`; a revision from before it had that must, too.
const ALIGNED: &str = "-Cllvm-args=-align-all-functions=6";

/// The compiler's flags for both sides: the user's, and [`ALIGNED`].
fn flags() -> String {
    let own = std::env::var("RUSTFLAGS").unwrap_or_default();
    format!("{own} {ALIGNED}").trim_start().to_string()
}

/// Eight digits that stand for compiler and flags.
fn toolchain() -> Result<String, String> {
    let version = Command::new("rustc").arg("-vV").output().map_err(|e| format!("cannot start rustc: {e}"))?.stdout;
    let mut hash = Sha256::new();
    hash.update(&version);
    hash.update(ALIGNED);
    for name in BUILD_VARIABLES {
        hash.update(std::env::var(name).unwrap_or_default());
        hash.update([0]);
    }
    Ok(hash.finalize().iter().take(4).map(|b| format!("{b:02x}")).collect())
}

/// What git says; its complaint where it fails.
fn git(folder: &Path, args: &[&str]) -> Result<String, String> {
    let output = Command::new("git").arg("-C").arg(folder).args(args).output();
    let output = output.map_err(|e| format!("cannot start git: {e}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).trim().to_string()),
        false => Err(format!("git {}: {}", args[0], end(&output.stderr))),
    }
}

/// The last lines of what a tool said.
fn end(bytes: &[u8]) -> String {
    const LINES: usize = 12;
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.trim().lines().collect();
    lines[lines.len().saturating_sub(LINES)..].join("\n")
}
