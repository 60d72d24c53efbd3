//! A night as lines of JSON, and back.
//!
//! ```text
//! {"format":1,"id":"…","started_ms":…,…,"observations":2}     the night; how many lines follow
//! {"series":{…},"outcome":{…}}                                 one line a series
//! {"series":{…},"outcome":{…}}
//! ```
//!
//! Every line ends in a line break, and the first one says how many follow: a file that was cut off anywhere is known as such.

use crate::{Accepted, Commit, HistoryError, Machine, Night, Observation, Sentinel};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::path::Path;

/// The format that is written. Whatever an older program could misread has to raise it.
pub const FORMAT: u64 = 1;

/// The longest name of a night: with its ending, it must be the name of a file.
const LONGEST_NAME: usize = 200;

/// All that a line must have before the rest of it can be understood.
#[derive(Deserialize)]
struct Versioned {
    format: u64,
}

/// The first line of a night.
#[derive(Serialize, Deserialize)]
struct Header {
    format: u64,
    id: String,
    started_ms: i64,
    seconds: f64,
    revision: Commit,
    reference: Commit,
    machine: Machine,
    void: Option<String>,
    accepted: Vec<Accepted>,
    sentinels: Vec<Sentinel>,
    left_out: Vec<(String, String)>,
    observations: usize,
}

/// A line of JSON.
pub fn line(of: &impl Serialize) -> String {
    serde_json::to_string(of).expect("these types have no map, whose keys alone could fail") + "\n"
}

/// The lines of a night.
pub fn written(night: &Night) -> String {
    let header = Header {
        format: FORMAT,
        id: night.id.clone(),
        started_ms: night.started_ms,
        seconds: night.seconds,
        revision: night.revision.clone(),
        reference: night.reference.clone(),
        machine: night.machine.clone(),
        void: night.void.clone(),
        accepted: night.accepted.clone(),
        sentinels: night.sentinels.clone(),
        left_out: night.left_out.clone(),
        observations: night.observations.len(),
    };
    let mut text = line(&header);
    night.observations.iter().for_each(|observation| text.push_str(&line(observation)));
    text
}

/// Whether `id` can be the name of a night: that of a file on any system, and nothing that leads elsewhere.
pub fn is_name(id: &str) -> bool {
    let is_plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.');
    (1..=LONGEST_NAME).contains(&id.len()) && !id.starts_with('.') && id.bytes().all(is_plain)
}

/// Whether `text` is the full hash of a commit.
pub fn is_hash(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'))
}

/// Reads lines, and knows where it is.
pub struct Reader<'t> {
    path: &'t Path,
    rest: &'t str,
    line: usize,
}

impl<'t> Reader<'t> {
    /// Reads the text of a file.
    pub fn of(path: &'t Path, bytes: &'t [u8]) -> Result<Reader<'t>, HistoryError> {
        match std::str::from_utf8(bytes) {
            Ok(rest) => Ok(Reader { path, rest, line: 0 }),
            Err(fault) => {
                let line = bytes[..fault.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
                Err(Reader { path, rest: "", line: line + 1 }.corrupt("it is not text".to_string()))
            }
        }
    }

    /// A fault of the line that was read last.
    pub fn corrupt(&self, cause: String) -> HistoryError {
        HistoryError::Corrupt { path: self.path.to_path_buf(), line: self.line, cause }
    }

    /// The next line, which is `what`.
    fn next(&mut self, what: impl Fn() -> String) -> Result<&'t str, HistoryError> {
        let Some((line, rest)) = self.rest.split_once('\n') else {
            let line = self.line + usize::from(!self.rest.is_empty());
            return Err(HistoryError::Truncated { path: self.path.to_path_buf(), line, missing: what() });
        };
        self.line += 1;
        self.rest = rest;
        Ok(line)
    }

    fn parsed<T: Deserialize<'t>>(&self, line: &'t str) -> Result<T, HistoryError> {
        // The line's number is told already.
        let cause = |e: serde_json::Error| self.corrupt(e.to_string().replace(" at line 1 column ", ", column "));
        serde_json::from_str(line).map_err(cause)
    }

    /// The next line, which says its format and is `what`.
    pub fn header<T: Deserialize<'t>>(&mut self, what: &str) -> Result<T, HistoryError> {
        let line = self.next(|| what.to_string())?;
        let Versioned { format } = self.parsed(line)?;
        match format {
            0 => Err(self.corrupt("there is no format 0".to_string())),
            FORMAT => self.parsed(line),
            found => Err(HistoryError::Newer { path: self.path.to_path_buf(), line: self.line, found, known: FORMAT }),
        }
    }

    /// The night that begins with the next line.
    pub fn night(&mut self) -> Result<Night, HistoryError> {
        let header: Header = self.header("the line of the night")?;
        if !is_name(&header.id) {
            return Err(self.corrupt(format!("'{}' is not a valid name of a night", header.id)));
        }
        if let Some(commit) = [&header.revision, &header.reference].into_iter().find(|commit| !is_hash(&commit.hash)) {
            return Err(self.corrupt(format!("'{}' is not the full hash of a commit", commit.hash)));
        }
        let mut observations: Vec<Observation> = Vec::new();
        for index in 0..header.observations {
            let line = self.next(|| format!("observation {} of {}", index + 1, header.observations))?;
            observations.push(self.parsed(line)?);
        }
        let mut all = HashSet::new();
        if let Some(twice) = observations.iter().find(|observation| !all.insert(&observation.series)) {
            return Err(self.corrupt(format!("'{}' has been observed twice by this line", twice.series)));
        }
        let Header {
            id, started_ms, seconds, revision, reference, machine, void, accepted, sentinels, left_out, ..
        } = header;
        Ok(Night {
            id,
            started_ms,
            seconds,
            revision,
            reference,
            machine,
            void,
            accepted,
            sentinels,
            observations,
            left_out,
        })
    }

    /// Nothing may follow.
    pub fn end(mut self) -> Result<(), HistoryError> {
        if self.rest.is_empty() {
            return Ok(());
        }
        self.line += 1;
        Err(self.corrupt("nothing should follow the last observation".to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{hostile, night};

    fn read(text: &str) -> Result<Night, HistoryError> {
        let mut reader = Reader::of(Path::new("n.jsonl"), text.as_bytes())?;
        let night = reader.night()?;
        reader.end()?;
        Ok(night)
    }

    fn refused(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    #[test]
    fn a_night_is_read_back_to_the_last_bit() {
        for night in [night(7), hostile()] {
            assert_eq!(read(&written(&night)).unwrap(), night);
        }
    }

    #[test]
    fn a_night_is_a_line_and_so_is_each_series_of_it() {
        let mut night = night(7);
        night.observations.truncate(1);
        let (hash, first) = (&night.revision.hash, &night.reference.hash);
        assert_eq!(
            written(&night),
            format!(
                "{{\"format\":1,\"id\":\"night-7\",\"started_ms\":604800000,\"seconds\":1800.0,\"revision\":{{\"hash\":\"{hash}\",\
                 \"depth\":7,\"time\":604800,\"subject\":\"Change 7\"}},\"reference\":{{\"hash\":\"{first}\",\"depth\":1,\
                 \"time\":86400,\"subject\":\"Change 1\"}},\"machine\":{{\"key\":\"key of amd\",\"name\":\"amd\"}},\"void\":null,\
                 \"accepted\":[],\"sentinels\":[],\"left_out\":[],\"observations\":1}}\n\
                 {{\"series\":{{\"group\":\"flow\",\"name\":\"naive\",\"problem\":\"n=8\",\"workers\":1}},\"outcome\":{{\"measured\":\
                 {{\"log_ratio\":0.0,\"error\":0.001,\"interval\":[-0.002,0.002],\"n\":8,\"seconds\":0.5,\"instructions\":null}}}}}}\n"
            )
        );
    }

    #[test]
    fn a_file_that_was_cut_off_anywhere_is_known_as_such() {
        let text = written(&night(7));
        for end in 0..text.len() {
            let fault = read(&text[..end]).unwrap_err();
            assert!(matches!(fault, HistoryError::Truncated { .. }), "{end}: {fault}");
        }
        let first = text.find('\n').unwrap() + 1;
        assert!(
            refused(&text[..first]).starts_with("n.jsonl:1: the file was cut off here, before observation 1 of 2.")
        );
        assert!(refused("").starts_with("n.jsonl:0: the file was cut off here, before the line of the night."));
    }

    #[test]
    fn a_corrupt_line_is_named_and_so_is_what_to_do() {
        let text = written(&night(7));
        let last = text.replace("\"workers\":1}", "\"workers\":-1}");
        let said = refused(&last);
        assert!(said.starts_with("n.jsonl:2: invalid value: integer `-1`, expected usize, column "), "{said}");
        assert!(said.ends_with("restore it from a copy, or delete it if you can do without it"), "{said}");
        for (from, to, said) in [
            ("\"format\":1", "\"format\":0", "n.jsonl:1: there is no format 0"),
            ("\"format\":1,", "", "n.jsonl:1: missing field `format`"),
            ("night-7", "../night-7", "n.jsonl:1: '../night-7' is not a valid name of a night"),
            ("\"naive\"", "\"threaded\"", "n.jsonl:3: 'flow threaded (n=8)' has been observed twice by this line"),
            ("\"log_ratio\":0.0", "\"log_ratio\":null", "n.jsonl:2: invalid type: null, expected f64"),
            ("\"log_ratio\":0.0", "\"log_ratio\":1e999", "n.jsonl:2: number out of range"),
        ] {
            let told = refused(&text.replace(from, to));
            assert!(told.starts_with(said), "{told}");
        }
        assert!(refused(&format!("{text}\n")).starts_with("n.jsonl:4: nothing should follow the last observation"));
        let hash = &night(7).revision.hash;
        assert!(refused(&text.replace(hash, "é")).starts_with("n.jsonl:1: 'é' is not the full hash of a commit"));
        let bytes = [text.as_bytes(), &[0xff]].concat();
        let fault = Reader::of(Path::new("n.jsonl"), &bytes).err().unwrap().to_string();
        assert!(fault.starts_with("n.jsonl:4: it is not text"), "{fault}");
    }

    #[test]
    fn a_newer_format_is_refused_whatever_else_it_holds() {
        assert_eq!(
            refused("{\"format\":2,\"all\":\"else\"}\n"),
            "n.jsonl:1: it has format 2, and this program reads formats up to 1: use the version of tenfold that wrote it"
        );
    }

    #[test]
    fn a_name_leads_nowhere_else() {
        assert!(is_name("20261129-031700-1a2b3c4d5e6f-7f3a"));
        for name in ["", ".", "..", ".hidden", "a/b", "a\\b", "a b", "a:b", "é", &"x".repeat(201)] {
            assert!(!is_name(name), "{name}");
        }
    }
}
