//! The list against the folders and files of the kernels.

use std::collections::BTreeSet;
use std::path::Path;
use tenfold_suite::{file_in, file_of, kernels};

fn workspace() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

#[test]
fn every_folder_of_kernels_is_in_the_list() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../kernels");
    let folders: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.'))
        .collect();
    let listed: BTreeSet<String> = kernels().iter().map(|k| k.name().to_string()).collect();
    assert_eq!(folders, listed, "kernels/ and harness/suite/src/lib.rs differ");
    assert_eq!(listed.len(), kernels().len(), "two kernels share a name");
}

#[test]
fn every_source_lies_in_its_file() {
    for kernel in kernels() {
        let variants = kernel.variants();
        let variants = variants.iter().map(|v| (file_of(kernel.name(), v.name), v.source));
        let peers = kernel.peers();
        let peers = peers.iter().map(|p| (file_in(kernel.name(), p.file), p.source));
        let files = kernel.files().iter().map(|f| (file_in(kernel.name(), f.file), f.text));
        for (file, source) in variants.chain(peers).chain(files) {
            let text = std::fs::read_to_string(workspace().join(&file)).unwrap_or_else(|e| panic!("{file}: {e}"));
            assert_eq!(text, source, "{file}");
        }
    }
}

/// What a report shows of a kernel must be all that its variants are made of, or hot lines would be out of sight.
#[test]
fn every_module_that_a_variant_uses_is_among_the_files() {
    let mut missing = BTreeSet::new();
    for kernel in kernels() {
        let own: Vec<String> = kernel.variants().iter().map(|v| file_of(kernel.name(), v.name)).collect();
        let files: Vec<String> = kernel.files().iter().map(|f| file_in(kernel.name(), f.file)).collect();
        let mut texts: Vec<(String, &str)> =
            own.iter().cloned().zip(kernel.variants().iter().map(|v| v.source)).collect();
        texts.extend(files.iter().cloned().zip(kernel.files().iter().map(|f| f.text)));
        for (file, text) in &texts {
            for used in used(file, text) {
                if !own.contains(&used) && !files.contains(&used) {
                    missing.insert(format!("{file} uses {used}: add it to `files`"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The files of the modules that `text`, the source in `file`, names after `crate`, `super` or `mod`; its tests aside.
fn used(file: &str, text: &str) -> BTreeSet<String> {
    let root = &file[..file.find("/src/").unwrap() + "/src".len()];
    let text = text.split("\n#[cfg(test)]\nmod ").next().unwrap();
    let here = file.strip_suffix("/mod.rs").or(file.strip_suffix(".rs")).unwrap();
    let above = here.rsplit_once('/').unwrap().0;
    let mut found = BTreeSet::new();
    for (start, folder) in [("crate::", root), ("super::", above), ("mod ", here)] {
        for rest in text.split(start).skip(1) {
            let names = match rest.strip_prefix('{') {
                Some(group) => group.split('}').next().unwrap(),
                None => rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap(),
            };
            let firsts = names.split(',').map(|name| name.trim().split("::").next().unwrap());
            let modules = firsts.filter(|name| name.starts_with(|c: char| c.is_lowercase()));
            let places = modules.flat_map(|name| ["", "/mod"].map(|end| format!("{folder}/{name}{end}.rs")));
            found.extend(places.filter(|place| workspace().join(place).is_file()));
        }
    }
    found
}

#[test]
fn a_module_left_out_is_noticed() {
    let text = "use crate::stencil::Stencil;\nuse crate::{Block, Params, wavefront};\n\n#[cfg(test)]\nmod tests {\n    use crate::halo;\n}\n";
    let of = |file: &str| format!("kernels/heat/src/{file}.rs");
    assert_eq!(used(&of("vectorised"), text), ["stencil", "wavefront"].map(of).into());
    let strips = "mod convert;\nmod halo;\nuse super::bits;\n";
    let of = |file: &str| format!("kernels/traffic/src/{file}.rs");
    assert_eq!(used(&of("strips/mod"), strips), ["bits", "strips/convert", "strips/halo"].map(of).into());
    let inside = "use super::halo::Halo;\nuse crate::bits;\n";
    assert_eq!(used(&of("strips/sweep"), inside), ["bits", "strips/halo"].map(of).into());
}

#[test]
fn defaults_are_allowed_by_their_own_limits() {
    for kernel in kernels() {
        assert!(kernel.resolve(&Default::default()).is_ok(), "{}", kernel.name());
        for problem in [kernel.small(), kernel.tiny()] {
            assert_eq!(kernel.resolve(&problem).as_ref(), Ok(&problem), "{}", kernel.name());
        }
    }
}
