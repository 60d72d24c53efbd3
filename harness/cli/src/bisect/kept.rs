//! What a bisection has measured so far, in a file: the same command goes on with it.
//!
//! Each probe is a ratio of two programs that were measured together, so that one from before a restart of the machine may stand
//! beside one from after it; of another machine, another compiler or another problem there is another file.

use crate::written::whole;
use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// The number of the format: changed with the meaning of anything in the file.
const FORMAT: u32 = 1;

/// What is searched, and where: what must be the same for probes to belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Full hashes of GOOD and BAD.
    pub ends: [String; 2],
    /// The kernel, the variant, and the problem: "traffic threaded × 2 n=5000".
    pub cell: String,
    /// The machine's id.
    pub machine: String,
    /// What builds were made with.
    pub key: String,
}

/// A probe.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Full hash of the commit.
    pub commit: String,
    /// Logarithm of its time over GOOD's.
    pub log_ratio: f64,
    /// Its standard error.
    pub error: f64,
    /// Launches of either side.
    pub launches: usize,
    /// The comparison in the store that has the times.
    pub comparison: String,
    /// The boot of the machine in which both were measured.
    pub boot: String,
}

/// A commit that cannot be measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Its full hash.
    pub commit: String,
    /// Why.
    pub why: String,
    /// Whether its answer is wrong.
    pub is_wrong: bool,
}

/// What is known so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    format: u32,
    /// Of what.
    pub subject: Subject,
    /// All probes, in order.
    pub probes: Vec<Kept>,
    /// The commits that cannot be measured.
    pub skipped: Vec<Skipped>,
    /// How long each build took, in seconds.
    pub builds: Vec<f64>,
}

impl Record {
    /// Nothing measured yet.
    pub fn new(subject: Subject) -> Record {
        Record { format: FORMAT, subject, probes: Vec::new(), skipped: Vec::new(), builds: Vec::new() }
    }

    /// Where what is known of `subject` is kept, in `folder`.
    pub fn file(folder: &Path, subject: &Subject) -> PathBuf {
        let text = serde_json::to_string(subject).expect("a record serialises to memory");
        let digest = tenfold_kernel::hex(&Sha256::digest(text)[..4]);
        let [good, bad] = subject.ends.each_ref().map(|hash| &hash[..7.min(hash.len())]);
        folder.join(format!("bisect-{good}-{bad}-{digest}.json"))
    }

    /// Reads what is known of `subject` and of `commits`; nothing is known where there is no `file`.
    ///
    /// # Errors
    /// The file cannot be read, is damaged, was written by a later program, or is of something else.
    pub fn open(file: &Path, subject: &Subject, commits: &[String]) -> anyhow::Result<Record> {
        let text = match fs::read_to_string(file) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Record::new(subject.clone())),
            Err(e) => return Err(e).with_context(|| format!("cannot read {}", file.display())),
        };
        Record::read(&text, subject, commits)
            .with_context(|| format!("{} cannot be used; --fresh starts over", file.display()))
    }

    fn read(text: &str, subject: &Subject, commits: &[String]) -> anyhow::Result<Record> {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let Format { format } = serde_json::from_str(text).context("damaged")?;
        if format != FORMAT {
            bail!("it has format {format}, written by a later version; this program reads {FORMAT}");
        }
        let record: Record = serde_json::from_str(text).context("damaged")?;
        if record.subject != *subject {
            bail!("it belongs to another bisection");
        }
        let all = record.probes.iter().map(|probe| &probe.commit).chain(record.skipped.iter().map(|one| &one.commit));
        if let Some(other) = all.into_iter().find(|commit| !commits.contains(commit)) {
            bail!("damaged: commit {other} is not between GOOD and BAD");
        }
        if record.probes.iter().any(|probe| !(probe.log_ratio.is_finite() && probe.error >= 0.0)) {
            bail!("damaged: a probe has no number");
        }
        Ok(record)
    }

    /// Writes it, whole.
    pub fn write(&self, file: &Path) -> anyhow::Result<()> {
        whole(file, serde_json::to_string_pretty(self)?.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject() -> Subject {
        Subject {
            ends: ["aaaaaaaaaa".into(), "dddddddddd".into()],
            cell: "k v".into(),
            machine: "m".into(),
            key: "12345678".into(),
        }
    }

    fn record() -> Record {
        let mut record = Record::new(subject());
        let comparison = "compare-1".to_string();
        let probe =
            Kept { commit: "b".into(), log_ratio: 0.03, error: 0.001, launches: 8, comparison, boot: "one".into() };
        record.probes.push(probe);
        record.skipped.push(Skipped { commit: "c".into(), why: "broken".into(), is_wrong: false });
        record.builds.push(61.5);
        record
    }

    #[test]
    fn what_was_measured_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = Record::file(folder.path(), &subject());
        assert!(file.file_name().unwrap().to_string_lossy().starts_with("bisect-aaaaaaa-ddddddd-"));
        let commits = ["b", "c", "dddddddddd"].map(str::to_string);
        assert_eq!(Record::open(&file, &subject(), &commits).unwrap(), Record::new(subject()));
        record().write(&file).unwrap();
        assert_eq!(Record::open(&file, &subject(), &commits).unwrap(), record());
        assert_ne!(file, Record::file(folder.path(), &Subject { machine: "n".into(), ..subject() }));
    }

    #[test]
    fn a_file_that_cannot_be_used_is_refused_with_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bisect.json");
        let commits = ["b", "c"].map(str::to_string);
        let text = serde_json::to_string(&record()).unwrap();
        let refused = |text: &str| {
            fs::write(&file, text).unwrap();
            format!("{:#}", Record::open(&file, &subject(), &commits).unwrap_err())
        };
        for (text, why) in [
            (text[..text.len() / 2].to_string(), "damaged"),
            (String::new(), "damaged"),
            (text.replace("\"format\":1", "\"format\":2"), "written by a later version"),
            (text.replace("\"k v\"", "\"k w\""), "another bisection"),
            (text.replace("\"b\"", "\"x\""), "commit x is not between"),
            (text.replace("0.001", "-1"), "no number"),
        ] {
            let said = refused(&text);
            assert!(said.contains(why) && said.contains("--fresh") && said.contains("bisect.json"), "{why}: {said}");
        }
    }
}
