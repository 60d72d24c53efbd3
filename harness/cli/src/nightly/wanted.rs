//! What is asked for, and what two revisions have of it: kernels of this repository, what a file of tracks names, or both.

use super::subjects::Subject;
use super::{kernels, tracks};
use crate::fault::mistake;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use tenfold_history::Commit;
use tenfold_launch::revision::Repository;

/// What is measured, and what is left out, with the reasons.
pub type Chosen = (Vec<Subject>, Vec<(String, String)>);

/// What is to be measured.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// Kernels; where there are none, all, or none beside tracks.
    pub kernels: &'a [String],
    /// Builds of either revision.
    pub builds: u64,
    /// A file that names commands and benchmarks of criterion's.
    pub tracks: Option<&'a Path>,
    /// What the revisions are called where one lacks something.
    pub sides: [&'a str; 2],
    /// Whether the first revision meets itself, too, and needs builds for it.
    pub meets_itself: bool,
}

impl Wanted<'_> {
    /// Builds both revisions, and finds what they have in common.
    pub fn subjects(
        &self,
        repository: &Repository,
        revisions: [&Commit; 2],
        stop: &AtomicBool,
    ) -> anyhow::Result<Chosen> {
        // Before anything is built.
        let tracks = self.tracks.map(tracks::read).transpose()?;
        let (mut subjects, mut left_out) = (Vec::new(), Vec::new());
        if tracks.is_none() || !self.kernels.is_empty() {
            kernels::required(repository, &revisions[1].hash)?;
            (subjects, left_out) = kernels::subjects(self, revisions, stop)?;
        }
        if let Some(tracks) = &tracks {
            let (tracked, without) = tracks::subjects(tracks, self.sides, repository, revisions, stop)?;
            subjects.extend(tracked);
            left_out.extend(without);
        }
        match subjects.is_empty() {
            false => Ok((subjects, left_out)),
            true => Err(mistake("the two revisions have nothing in common to measure")),
        }
    }
}
