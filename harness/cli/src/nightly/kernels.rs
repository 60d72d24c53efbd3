//! Cells of this repository's kernels, by the machinery of `tenfold compare`.

use super::subjects::Subject;
use super::wanted::{Chosen, Wanted};
use crate::compare::cells::Asked;
use crate::compare::{built, in_common, layouts};
use crate::fault::mistake;
use std::sync::atomic::AtomicBool;
use tenfold_history::Commit;
use tenfold_launch::revision::Repository;

/// Refuses a revision without kernels.
pub fn required(repository: &Repository, hash: &str) -> anyhow::Result<()> {
    match repository.has_kernels(hash) {
        true => Ok(()),
        false => Err(mistake(format!(
            "revision {hash:.12} has no Tenfold kernels: name what to measure in a file, with --tracks FILE.toml"
        ))),
    }
}

/// The cells that both revisions have of what is wanted, and those left out with the reasons.
pub fn subjects(wanted: &Wanted<'_>, revisions: [&Commit; 2], stop: &AtomicBool) -> anyhow::Result<Chosen> {
    let [first, second] = revisions;
    let Wanted { kernels, builds, sides, meets_itself, .. } = *wanted;
    // The first in the layouts of either side at once, where it meets itself, too.
    let (own, others) = (layouts(builds, 0), if meets_itself { layouts(builds, 1) } else { Vec::new() });
    let mut firsts = built(first.short(), &first.hash, &[own.clone(), others].concat(), stop)?;
    // A linker that cannot lay out code in another order makes one program.
    let other = if firsts.len() > own.len() && !own.is_empty() { firsts.split_off(own.len()) } else { firsts.clone() };
    let seconds = built(second.short(), &second.hash, &layouts(builds, 1), stop)?;
    let asked = Asked { sides, kernels, variants: &[], set: &[], workers: None };
    let called = revisions.map(|commit| format!("{} ({})", commit.short(), commit.subject));
    let (cells, left_out) = in_common(&asked, [firsts, seconds], &called, stop)?;
    Ok((
        cells.into_iter().map(|cell| Subject::Kernel { cell: Box::new(cell), other: other.clone() }).collect(),
        left_out,
    ))
}
