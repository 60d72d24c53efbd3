//! The reference answer: what the naive variant makes of a problem, computed once and kept in a file.

use crate::{Bound, Work};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

/// What is known of a problem once the naive variant has solved it, in a process of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// The work of one run.
    pub work: Work,
    /// What every correct single-core implementation needs at least.
    pub bounds: Vec<Bound>,
    /// The whole output, as [`Job::write`](crate::Job::write) writes it.
    #[serde(skip)]
    pub output: Vec<u8>,
}

impl Reference {
    /// Keeps it in `file`: a line of JSON, then the output.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save(&self, file: &Path) -> io::Result<()> {
        let mut to = File::create(file)?;
        writeln!(to, "{}", serde_json::to_string(self)?)?;
        to.write_all(&self.output)
    }

    /// Reads what [`Reference::save`] wrote.
    ///
    /// # Errors
    /// The file cannot be read, or holds something else.
    pub fn load(file: &Path) -> io::Result<Reference> {
        let (mut reference, mut rest) = begun(file)?;
        rest.read_to_end(&mut reference.output)?;
        Ok(reference)
    }

    /// As [`Reference::load`], without the output.
    ///
    /// # Errors
    /// The file cannot be read, or holds something else.
    pub fn declared(file: &Path) -> io::Result<Reference> {
        begun(file).map(|(reference, _)| reference)
    }
}

/// What stands before the output, and where that begins.
fn begun(file: &Path) -> io::Result<(Reference, BufReader<File>)> {
    let mut from = BufReader::new(File::open(file)?);
    let mut line = String::new();
    from.read_line(&mut line)?;
    Ok((serde_json::from_str(&line)?, from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Resource;

    #[test]
    fn what_is_kept_comes_back() {
        let reference = Reference {
            work: Work { amount: 3.0, flops: 0.1, compulsory_bytes: 16.0 },
            bounds: vec![Bound::new(Resource::Flops, 0.1, "a tenth")],
            output: vec![b'\n', 0, 255],
        };
        let file = tempfile::NamedTempFile::new().unwrap();
        reference.save(file.path()).unwrap();
        assert_eq!(Reference::load(file.path()).unwrap(), reference);
        assert_eq!(Reference::declared(file.path()).unwrap(), Reference { output: Vec::new(), ..reference });
        std::fs::write(file.path(), "something else").unwrap();
        assert!(Reference::load(file.path()).is_err());
    }
}
