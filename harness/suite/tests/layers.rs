//! Dependencies point one way: each package stands on a level, and depends on packages of lower levels only.

use std::path::Path;
use toml::Table;

/// The packages from the top down; those of one level know nothing of each other. "kernels" are all in `kernels/`
/// that have no level of their own.
const LEVELS: [&[&str]; 15] = [
    // Other harnesses beside this one, and a kernel that is a test of the contract: nobody depends on them.
    &["tenfold-rivals", "everything"],
    &["tenfold", "tenfold-duelist"],
    &["tenfold-page", "tenfold-slides"],
    &["tenfold-figures", "tenfold-formats"],
    &["tenfold-runner"],
    &["tenfold-launch"],
    &["tenfold-analysis", "tenfold-measure"],
    &["tenfold-duel", "tenfold-plan"],
    &["tenfold-suite"],
    // A flow in waves, by the transforms of the kernel fft.
    &["dns"],
    &["kernels"],
    &["tenfold-record", "tenfold-bench", "tenfold-history"],
    &["tenfold-kernel"],
    &["tenfold-stats", "tenfold-profile", "tenfold-comm"],
    // What only tests use stands as low as what all use: it knows nobody either.
    &["tenfold-machine", "tenfold-browser"],
];

/// What draws or lays out, and the only packages that may. `cargo bench` draws the flamegraph of its one kernel itself: only
/// the benches of kernels link it.
const DRAWING: [&str; 6] = ["plotters", "plotters-backend", "inferno", "minijinja", "pulldown-cmark", "resvg"];
const DRAW: [&str; 4] = ["tenfold-bench", "tenfold-figures", "tenfold-page", "tenfold-slides"];

/// A package, as its `Cargo.toml` tells it.
#[derive(Clone, Debug)]
struct Package {
    name: String,
    /// Whether it lies in `kernels/`.
    is_kernel: bool,
    /// What it depends on, tests and build scripts included.
    needs: Vec<String>,
}

impl Package {
    fn read(folder: &Path) -> Option<Package> {
        let text = std::fs::read_to_string(folder.join("Cargo.toml")).ok()?;
        let manifest: Table = text.parse().unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
        let targets = manifest.get("target").and_then(|t| t.as_table()).into_iter().flat_map(Table::values);
        let places = targets.filter_map(|target| target.as_table()).chain([&manifest]);
        let needs = places.flat_map(|place| kinds.map(|kind| place.get(kind))).flatten();
        Some(Package {
            name: manifest["package"]["name"].as_str().unwrap().to_string(),
            is_kernel: folder.parent().is_some_and(|parent| parent.ends_with("kernels")),
            needs: needs.flat_map(|of_kind| of_kind.as_table().unwrap().keys().cloned()).collect(),
        })
    }
}

fn packages() -> Vec<Package> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let folders = ["harness", "kernels", "reports"].map(|group| std::fs::read_dir(root.join(group)).unwrap());
    folders.into_iter().flatten().filter_map(|entry| Package::read(&entry.unwrap().path())).collect()
}

/// Every way in which `packages` break the order, in words.
fn faults(packages: &[Package]) -> Vec<String> {
    let level = |package: &Package| {
        let of = |name: &str| LEVELS.iter().position(|level| level.contains(&name));
        of(&package.name).or_else(|| package.is_kernel.then(|| of("kernels")).flatten())
    };
    let mut faults = Vec::new();
    for package in packages {
        let Some(own) = level(package) else {
            faults.push(format!("{} stands on no level", package.name));
            continue;
        };
        for needed in &package.needs {
            let ours = packages.iter().find(|other| other.name == *needed);
            if ours.and_then(level).is_some_and(|its| its <= own) {
                faults.push(format!("{} depends on {needed}, which does not stand below it", package.name));
            }
            if DRAWING.contains(&needed.as_str()) && !DRAW.contains(&package.name.as_str()) {
                faults.push(format!("{} depends on {needed}, and is not one of those that draw", package.name));
            }
        }
    }
    faults
}

#[test]
fn dependencies_point_one_way_and_few_draw() {
    let packages = packages();
    let named = LEVELS.concat();
    assert!(packages.len() >= named.len(), "{} packages for {} names", packages.len(), named.len());
    assert_eq!(faults(&packages), Vec::<String>::new());
}

#[test]
fn an_arrow_that_runs_up_or_across_is_found_and_so_is_one_who_draws() {
    for (package, needed, fault) in [
        (
            "tenfold-analysis",
            "tenfold-figures",
            "tenfold-analysis depends on tenfold-figures, which does not stand below it",
        ),
        ("tenfold-slides", "tenfold-page", "tenfold-slides depends on tenfold-page, which does not stand below it"),
        ("tenfold-formats", "inferno", "tenfold-formats depends on inferno, and is not one of those that draw"),
    ] {
        let mut packages = packages();
        packages.iter_mut().find(|p| p.name == package).unwrap().needs.push(needed.into());
        assert_eq!(faults(&packages), [fault]);
    }
    let stray = Package { name: "tenfold-stray".into(), is_kernel: false, needs: Vec::new() };
    assert_eq!(faults(&[stray]), ["tenfold-stray stands on no level"]);
}
