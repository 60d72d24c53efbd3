//! Two histories become one.

use crate::folder::keepable;
use crate::{History, HistoryError, Night};
use std::collections::HashMap;
use std::path::Path;

/// What came of a merge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The nights that were added.
    pub added: Vec<String>,
    /// How many were there already.
    pub there: usize,
    /// The reference of the other history, where this one has another, which stays.
    pub other_reference: Option<String>,
}

impl History {
    /// Adds the nights of another history to the one in `folder`, and takes its reference where none is pinned.
    ///
    /// # Errors
    /// The one in `folder` cannot be read; or a night is in both with other content, or cannot be kept: then nothing is written.
    pub fn merge(folder: &Path, other: &History) -> Result<Merged, HistoryError> {
        let own = History::open(folder)?;
        let known: HashMap<&str, &Night> = own.nights.iter().map(|night| (night.id.as_str(), night)).collect();
        let mut new = Vec::new();
        for night in &other.nights {
            match known.get(night.id.as_str()) {
                Some(there) if *there == night => {}
                Some(_) => return Err(HistoryError::Taken { path: folder.to_path_buf(), id: night.id.clone() }),
                None => {
                    keepable(night)?;
                    new.push(night);
                }
            }
        }
        let there = other.nights.len() - new.len();
        for night in &new {
            History::append(folder, night)?;
        }
        let mut other_reference = other.reference.clone().filter(|reference| own.reference.as_ref() != Some(reference));
        if own.reference.is_none()
            && let Some(reference) = other_reference.take()
        {
            History::pin(folder, &reference)?;
        }
        Ok(Merged { added: new.into_iter().map(|night| night.id.clone()).collect(), there, other_reference })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{hash, night};

    fn history(depths: &[u64], reference: Option<u64>) -> History {
        History { nights: depths.iter().map(|depth| night(*depth)).collect(), reference: reference.map(hash) }
    }

    #[test]
    fn the_union_of_two_histories_holds_each_night_once() {
        let folder = tempfile::tempdir().unwrap();
        let merge = |other: &History| History::merge(folder.path(), other).unwrap();
        let merged = merge(&history(&[2, 4], Some(1)));
        assert_eq!(merged, Merged { added: vec!["night-2".into(), "night-4".into()], ..Merged::default() });
        let merged = merge(&history(&[3, 4], Some(2)));
        assert_eq!(merged, Merged { added: vec!["night-3".into()], there: 1, other_reference: Some(hash(2)) });
        assert_eq!(merge(&history(&[], Some(1))), Merged::default());
        assert_eq!(History::open(folder.path()).unwrap(), history(&[2, 3, 4], Some(1)));
    }

    #[test]
    fn a_night_with_two_contents_stops_the_merge_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        History::merge(folder.path(), &history(&[4], None)).unwrap();
        let mut other = history(&[2, 4], Some(1));
        other.nights[1].seconds = 1.0;
        let fault = History::merge(folder.path(), &other).unwrap_err();
        assert!(matches!(&fault, HistoryError::Taken { id, .. } if id == "night-4"), "{fault}");
        assert_eq!(History::open(folder.path()).unwrap(), history(&[4], None));
        let mut other = history(&[2, 3], Some(1));
        other.nights[1].seconds = f64::NAN;
        assert!(matches!(History::merge(folder.path(), &other), Err(HistoryError::Unkeepable { .. })));
        assert_eq!(History::open(folder.path()).unwrap(), history(&[4], None));
    }
}
