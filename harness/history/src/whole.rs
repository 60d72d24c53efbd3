//! A whole history in one file, to be carried elsewhere.
//!
//! ```text
//! {"format":1,"reference":"…","nights":2}      or null, where none is pinned
//! …                                             the lines of one night after the other, as in its own file
//! ```

use crate::text::{FORMAT, Reader, is_hash, line, written};
use crate::{History, HistoryError};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::path::Path;

/// The first line.
#[derive(Serialize, Deserialize)]
struct Header {
    format: u64,
    reference: Option<String>,
    nights: usize,
}

impl History {
    /// The history as lines of JSON.
    pub fn to_jsonl(&self) -> String {
        let mut text = line(&Header { format: FORMAT, reference: self.reference.clone(), nights: self.nights.len() });
        self.nights.iter().for_each(|night| text.push_str(&written(night)));
        text
    }

    /// The history of a file that [`to_jsonl`](Self::to_jsonl) made.
    ///
    /// # Errors
    /// It cannot be read, is newer, damaged or cut off.
    pub fn read_jsonl(path: &Path) -> Result<History, HistoryError> {
        let bytes =
            std::fs::read(path).map_err(|cause| HistoryError::Unreadable { path: path.to_path_buf(), cause })?;
        let mut reader = Reader::of(path, &bytes)?;
        let Header { reference, nights: count, .. } = reader.header("the line of the history")?;
        if let Some(wrong) = reference.as_ref().filter(|reference| !is_hash(reference)) {
            return Err(reader.corrupt(format!("'{wrong}' is not the full hash of a commit")));
        }
        let mut history = History { nights: Vec::new(), reference };
        let mut ids = HashSet::new();
        for _ in 0..count {
            let night = reader.night()?;
            if !ids.insert(night.id.clone()) {
                return Err(reader.corrupt(format!("night '{}' has appeared twice by this line", night.id)));
            }
            history.nights.push(night);
        }
        reader.end()?;
        history.sort();
        Ok(history)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{hash, hostile, night};

    fn read(text: &str) -> Result<History, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("h.jsonl");
        std::fs::write(&file, text).unwrap();
        let root = format!("{}/", folder.path().display());
        History::read_jsonl(&file).map_err(|fault| fault.to_string().replace(&root, ""))
    }

    #[test]
    fn a_history_is_read_back_to_the_last_bit() {
        let nights = vec![night(2), night(3), hostile()];
        for history in [History::default(), History { nights, reference: Some(hash(1)) }] {
            let text = history.to_jsonl();
            assert_eq!(read(&text).unwrap(), history);
            assert_eq!(read(&text).unwrap().to_jsonl(), text);
        }
    }

    #[test]
    fn a_file_that_is_not_whole_is_refused_with_its_line() {
        let history = History { nights: vec![night(2), night(3)], reference: None };
        let text = history.to_jsonl();
        for end in 0..text.len() {
            let said = read(&text[..end]).unwrap_err();
            assert!(said.starts_with("h.jsonl:") && said.contains("the file was cut off here, before "), "{said}");
        }
        for (from, to, said) in [
            ("\"nights\":2", "\"nights\":1", "h.jsonl:5: nothing should follow the last observation"),
            ("\"nights\":2", "\"nights\":3", "h.jsonl:7: the file was cut off here, before the line of the night"),
            ("\"format\":1,\"ref", "\"format\":2,\"ref", "h.jsonl:1: it has format 2, and this program reads"),
            ("\"reference\":null", "\"reference\":\"HEAD\"", "h.jsonl:1: 'HEAD' is not the full hash of a commit"),
            ("night-3", "night-2", "h.jsonl:7: night 'night-2' has appeared twice by this line"),
            ("\"workers\":1", "\"workers\":\"\"", "h.jsonl:3: invalid type: string \"\", expected usize"),
        ] {
            let told = read(&text.replace(from, to)).unwrap_err();
            assert!(told.starts_with(said), "{told}");
        }
    }
}
