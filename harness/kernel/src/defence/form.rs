//! The form of sources: short, with the same sections, so that two of them side by side read as a diff.

use crate::excerpt::headings;
use crate::{AnyKernel, heart};

/// A variant's file has at most so many lines.
const LONGEST_FILE: usize = 80;
/// A slide has room for so many lines.
const LONGEST_HEART: usize = 24;

pub(super) fn sources_are_in_form(kernel: &dyn AnyKernel) {
    let name = kernel.name();
    let variants = kernel.variants();
    let sections = headings(variants[0].source);
    for variant in &variants {
        let (file, lines) = (variant.name, variant.source.lines().count());
        assert!(lines <= LONGEST_FILE, "{name} {file}: its file has {lines} lines, at most {LONGEST_FILE} are allowed");
        let found = headings(variant.source);
        assert_eq!(
            found, sections,
            "{name} {file}: its `run` has different sections from that of {}",
            variants[0].name
        );
    }
    let peers = kernel.peers();
    let own = variants.iter().map(|v| (v.name, v.source));
    for (file, source) in own.chain(peers.iter().map(|p| (p.name, p.source))) {
        let heart =
            heart(source).unwrap_or_else(|| panic!("{name} {file}: its source has neither `// Heart: …` nor `run`"));
        let lines = heart.lines().count();
        assert!(
            (2..=LONGEST_HEART).contains(&lines),
            "{name} {file}: a slide would show {lines} lines: mark them with `// Heart: …`"
        );
    }
}
