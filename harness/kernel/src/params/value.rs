//! Values of params: numbers, texts and files.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

/// The value of one param.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// An integer.
    Int(i64),
    /// A real number.
    Real(f64),
    /// A text, or one of several choices.
    Text(String),
    /// A file.
    File(FileValue),
}

/// Params by name. Ordered by name, so that the same params always read the same. An optional one that is not given is not
/// among them.
pub type Values = BTreeMap<String, Value>;

impl Value {
    /// The value as a real number; NaN where it is none.
    pub fn as_f64(&self) -> f64 {
        match self {
            Value::Int(i) => *i as f64,
            Value::Real(x) => *x,
            Value::Text(_) | Value::File(_) => f64::NAN,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Int(i) => write!(f, "{i}"),
            Value::Real(x) => write!(f, "{x}"),
            Value::Text(text) => f.write_str(text),
            Value::File(file) => write!(f, "{}", file.path.display()),
        }
    }
}

/// A file as a problem: what it holds, and where it was found.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FileValue {
    /// Where it was found.
    pub path: PathBuf,
    /// SHA-256 of its content, hexadecimal.
    pub sha256: String,
}

/// The content is the problem, whatever the file is called.
impl PartialEq for FileValue {
    fn eq(&self, other: &FileValue) -> bool {
        self.sha256 == other.sha256
    }
}

impl FileValue {
    /// Reads the file once, to know it by its content.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn of(path: &Path) -> io::Result<FileValue> {
        let (mut file, mut hash, mut buffer) = (File::open(path)?, Sha256::new(), vec![0; 1 << 16]);
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                n => hash.update(&buffer[..n]),
            }
        }
        Ok(FileValue { path: std::path::absolute(path)?, sha256: hex(&hash.finalize()) })
    }

    /// The whole content.
    ///
    /// # Errors
    /// It cannot be read, or is no longer what it was when the params were checked.
    pub fn read(&self) -> Result<Vec<u8>, String> {
        let bytes = std::fs::read(&self.path).map_err(|e| format!("{}: {e}", self.path.display()))?;
        if hex(&Sha256::digest(&bytes)) == self.sha256 {
            Ok(bytes)
        } else {
            Err(format!("{} has changed since its params were checked: start again", self.path.display()))
        }
    }

    /// Its content to be read bit by bit, for a rank that needs a share of it alone. It is not held against the digest.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn open(&self) -> Result<BufReader<File>, String> {
        File::open(&self.path).map(BufReader::new).map_err(|e| format!("{}: {e}", self.path.display()))
    }
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_every_kind_come_back_from_json() {
        let file = FileValue { path: "/tmp/a.npy".into(), sha256: "00".into() };
        for value in [Value::Int(3), Value::Real(0.5), Value::Text("S".into()), Value::File(file)] {
            let back: Value = serde_json::from_str(&serde_json::to_string(&value).unwrap()).unwrap();
            assert_eq!(back, value);
        }
    }

    #[test]
    fn a_file_is_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let [a, b, c] = ["a", "b", "c"].map(|name| folder.path().join(name));
        std::fs::write(&a, "one").unwrap();
        std::fs::write(&b, "one").unwrap();
        std::fs::write(&c, "two").unwrap();
        let [a, b, c] = [a, b, c].map(|path| FileValue::of(&path).unwrap());
        assert_eq!(a, b);
        assert_ne!(a, c);
        assert_eq!(a.read().unwrap(), b"one");
        std::fs::write(&a.path, "three").unwrap();
        assert!(a.read().unwrap_err().contains("has changed since"));
        std::fs::remove_file(&a.path).unwrap();
        assert!(a.read().is_err() && a.open().is_err());
    }
}
