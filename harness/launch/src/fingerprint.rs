//! The fingerprint: what must be known of machine, build and circumstances to believe or repeat a number.

use crate::huge_pages;
use crate::identity::Machine;
use crate::mpirun;
use crate::peer::Python;
use crate::processor::{Cpu, said};
use crate::revision;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;
use tenfold_machine::{Topology, caches, cores, pin};
use tenfold_measure::{clock, noise};
use tenfold_record::{Fact, Fingerprint, PLACE};

/// Takes the fingerprint. `protocol` lines are added as they are (seed, rounds, sampling time).
pub fn take(protocol: &[(&str, String)]) -> Fingerprint {
    let mut facts = Vec::new();
    let mut group = |group: &str, entries: Vec<(&str, String)>| {
        facts.extend(entries.into_iter().map(|(name, value)| Fact { group: group.into(), name: name.into(), value }));
    };
    let cpu = Cpu::read();
    group("source", source());
    group(
        "compiler",
        vec![
            ("compiler", env!("TENFOLD_COMPILER").to_string()),
            ("flags", env!("TENFOLD_FLAGS").to_string()),
            ("functions", begin(env!("TENFOLD_FLAGS")).to_string()),
            ("profile", tenfold_measure::PROFILE.to_string()),
            ("target", env!("TENFOLD_TARGET").to_string()),
        ],
    );
    group("processor", cpu.facts());
    group("memory", memory());
    group("topology", Topology::here().map(&pin::allowed()));
    group("system", system());
    let found = |state: Result<String, String>| state.unwrap_or_else(|why| format!("not used: {why}"));
    group("tools", vec![("MPI", found(mpirun::mpi())), ("Python", found(Python::find().map(|python| python.version)))]);
    group("protocol", protocol.iter().map(|(name, value)| (*name, value.clone())).collect());
    Fingerprint { machine: cpu.short(), cores: cores(), cache_bytes: caches::last_bytes(), facts }
}

/// Where functions begin in a program that was built with `flags`.
fn begin(flags: &str) -> &'static str {
    match flags.contains(revision::ALIGNED) {
        true => "start on a cache line",
        false => {
            "start anywhere: RUSTFLAGS replaced the flags of .cargo/config.toml, so two builds of one source may differ by up \
             to 5 %; add -Cllvm-args=-align-all-functions=6 to RUSTFLAGS"
        }
    }
}

/// Whether the program was built from something else than its revision: from files that differ from it, and have done so
/// since before the program was written. What was changed or committed afterwards is not in the program.
fn dirty(checkout: &Path, revision: &str, built: SystemTime) -> String {
    let git = |args: &[&str]| {
        // Names as they are, not in quotes.
        let named = ["-c", "core.quotePath=false"];
        let output = Command::new("git").arg("-C").arg(checkout).args(named).args(args).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
    };
    let found = || {
        let root = PathBuf::from(git(&["rev-parse", "--show-toplevel"])?);
        let changed = git(&["diff", "--name-only", revision])?;
        let new = git(&["ls-files", "--others", "--exclude-standard", "--full-name", ":/"])?;
        let before = |file: &&str| {
            let path = root.join(file);
            // Of one that is gone its folder tells when.
            let about = fs::metadata(&path).or_else(|_| fs::metadata(path.parent().unwrap_or(&root)));
            about.and_then(|about| about.modified()).is_ok_and(|changed| changed <= built)
        };
        Some(changed.lines().chain(new.lines()).filter(before).map(String::from).collect::<Vec<String>>())
    };
    match found().as_deref() {
        None => "unknown: the source is not beside the program".to_string(),
        Some([]) => "no".to_string(),
        Some([file]) => format!("yes: {file} differed from the revision when the program was built"),
        Some([file, more @ ..]) => {
            format!("yes: {file} and {} more differed from the revision when the program was built", more.len())
        }
    }
}

/// The commit that the program was built from.
pub const REVISION: &str = env!("TENFOLD_REVISION");

/// Version, commit, and whether the program was built from something else: "0.1.0 (426783d1f3c4, modified)".
pub fn version() -> String {
    let facts = source();
    let is = |wanted: &str| facts.iter().any(|(name, value)| *name == "dirty" && value.starts_with(wanted));
    let commit = if REVISION.len() == 40 { &REVISION[..12] } else { REVISION };
    let modified = if is("yes") {
        ", modified"
    } else if is("no") {
        ""
    } else {
        ", source not found"
    };
    format!("{} ({commit}{modified})", env!("CARGO_PKG_VERSION"))
}

/// Revision, dirty flag and digest of the program. The digest is the truth: a program can be older than its source.
fn source() -> Vec<(&'static str, String)> {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
    let built = std::env::current_exe().and_then(fs::metadata).and_then(|about| about.modified());
    let dirty = dirty(checkout, REVISION, built.unwrap_or_else(|_| SystemTime::now()));
    let program = std::env::current_exe().and_then(fs::read);
    let digest =
        program.map_or_else(|e| format!("unreadable: {e}"), |bytes| tenfold_kernel::hex(&Sha256::digest(&bytes)[..8]));
    vec![
        ("tenfold", env!("CARGO_PKG_VERSION").to_string()),
        ("revision", REVISION.to_string()),
        ("dirty", dirty),
        ("program digest", digest),
    ]
}

fn memory() -> Vec<(&'static str, String)> {
    let total = tenfold_machine::memory::total()
        .map_or("not shown by this system".to_string(), |bytes| format!("{} kB", bytes >> 10));
    let caches: Vec<String> =
        caches::of_first_worker().iter().map(|c| format!("L{} {} {}K", c.level, c.kind, c.bytes >> 10)).collect();
    let caches = if caches.is_empty() { "not shown by this system".to_string() } else { caches.join(", ") };
    vec![
        ("memory", total),
        ("caches", caches),
        ("transparent huge pages", said("/sys/kernel/mm/transparent_hugepage/enabled", "not shown by this system")),
        ("huge pages asked for by", huge_pages::asked()),
    ]
}

fn system() -> Vec<(&'static str, String)> {
    let os = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let os = os.lines().find_map(|line| line.strip_prefix("PRETTY_NAME=")).unwrap_or(std::env::consts::OS);
    let precision = clock::precision();
    let machine = Machine::read();
    vec![
        ("system", os.trim_matches('"').to_string()),
        ("kernel", said("/proc/sys/kernel/osrelease", "not shown by this system")),
        ("load at start", noise::load()),
        ("clock", format!("monotonic, step {:?}, a reading costs {:?}", precision.step, precision.cost)),
        (PLACE.1, machine.id),
        ("machine identified by", machine.known_by),
        (PLACE.2, machine.boot),
        ("address layout randomised", said("/proc/sys/kernel/randomize_va_space", "not shown by this system")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_after_the_build_is_not_in_the_program() {
        let folder = tempfile::tempdir().unwrap();
        let git = |args: &[&str]| {
            let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"];
            let output = Command::new("git").arg("-C").arg(folder.path()).args(identity).args(args).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap().trim().to_string()
        };
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        git(&["init", "-q"]);
        write("a", "1");
        git(&["add", "."]);
        git(&["commit", "-qm", "one"]);
        let revision = git(&["rev-parse", "HEAD"]);
        let hour = std::time::Duration::from_secs(3600);
        let (past, future) = (SystemTime::now() - hour, SystemTime::now() + hour);
        let dirty_at = |built| dirty(folder.path(), &revision, built);
        assert_eq!((dirty_at(past), dirty_at(future)), ("no".into(), "no".into()));
        write("b", "2");
        assert_eq!(dirty_at(past), "no");
        assert_eq!(dirty_at(future), "yes: b differed from the revision when the program was built");
        write("a", "3");
        git(&["add", "."]);
        git(&["commit", "-qm", "two"]);
        assert_eq!(dirty_at(past), "no", "a later commit is not what was built");
        assert!(dirty_at(future).starts_with("yes: a and 1 more"));
        assert!(dirty(Path::new("/"), &revision, past).starts_with("unknown"));
    }

    #[test]
    fn flags_that_undo_the_alignment_are_noticed() {
        assert_eq!(begin("-Cforce-frame-pointers=yes -Cllvm-args=-align-all-functions=6"), "start on a cache line");
        for flags in ["none", "-Ctarget-cpu=native"] {
            assert!(begin(flags).starts_with("start anywhere"), "{flags}");
        }
    }

    #[test]
    fn nothing_is_left_blank() {
        let print = take(&[("seed", "7".to_string())]);
        assert!(print.cores >= 1);
        assert_eq!(print.get("protocol", "seed"), Some("7"));
        assert!(print.place().is_some_and(|place| place.machine.len() == 16 && !place.boot.is_empty()));
        // This package is compiled quickly, and what is timed is not.
        let profile = print.get("compiler", "profile").unwrap();
        assert_eq!(profile.starts_with("opt-level 3"), !cfg!(debug_assertions), "{profile}");
        for name in ["revision", "dirty", "program digest"] {
            assert!(print.get("source", name).is_some_and(|v| !v.is_empty()), "{name}");
        }
    }
}
