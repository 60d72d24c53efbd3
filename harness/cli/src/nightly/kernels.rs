//! Cells of this repository's kernels, by the machinery of `tenfold compare`.

use super::subjects::Subject;
use crate::compare::cells::Asked;
use crate::compare::{built, in_common, layouts};
use std::sync::atomic::AtomicBool;
use tenfold_history::Commit;
use tenfold_launch::revision::Repository;

/// The package that a repository with kernels has.
const PACKAGE: &str = "tenfold";

/// Whether `revision` has kernels.
pub fn are_in(repository: &Repository, revision: &Commit) -> bool {
    repository.has_package(&revision.hash, PACKAGE)
}

/// The cells that both revisions have of `kernels`, and those left out with the reasons.
pub fn subjects(
    kernels: &[String],
    builds: u64,
    [reference, revision]: [&Commit; 2],
    stop: &AtomicBool,
) -> anyhow::Result<(Vec<Subject>, Vec<(String, String)>)> {
    // The reference in the layouts of either side at once: it meets itself, too.
    let own = layouts(builds, 0);
    let mut first = built(reference.short(), &reference.hash, &[own.clone(), layouts(builds, 1)].concat(), stop)?;
    // A linker that cannot lay out code in another order makes one program.
    let other = if first.len() > own.len() && !own.is_empty() { first.split_off(own.len()) } else { first.clone() };
    let second = built(revision.short(), &revision.hash, &layouts(builds, 1), stop)?;
    let asked = Asked { sides: ["the reference", "the revision"], kernels, variants: &[], set: &[], workers: None };
    let called = [reference, revision].map(|commit| format!("{} ({})", commit.short(), commit.subject));
    let (cells, left_out) = in_common(&asked, [first, second], &called, stop)?;
    Ok((
        cells.into_iter().map(|cell| Subject::Kernel { cell: Box::new(cell), other: other.clone() }).collect(),
        left_out,
    ))
}
