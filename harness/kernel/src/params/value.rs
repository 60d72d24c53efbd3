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
    /// The param that names it, for messages; empty where that is not known.
    #[serde(skip)]
    pub param: &'static str,
}

/// As messages name it: its param and its path.
impl fmt::Display for FileValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.param {
            "" => write!(f, "{}", self.path.display()),
            param => write!(f, "{param} = {}", self.path.display()),
        }
    }
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
    /// It cannot be read, or is not a regular file: a device may have no end, and to open a pipe waits for a writer.
    pub fn of(path: &Path) -> io::Result<FileValue> {
        FileValue::within(path, u64::MAX)
    }

    /// The same of a file of at most so many bytes, which is found out before it is read.
    ///
    /// # Errors
    /// As for [`FileValue::of`], or it is larger.
    pub(super) fn within(path: &Path, most: u64) -> io::Result<FileValue> {
        let found = std::fs::metadata(path)?;
        if found.is_dir() {
            return Err(io::Error::other("this is a folder"));
        }
        if !found.is_file() {
            return Err(io::Error::other("this is a device or a pipe: save its content to a regular file"));
        }
        let bytes = found.len();
        if bytes > most {
            return Err(io::Error::other(format!("this one has {bytes} bytes")));
        }
        let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
        // Files in /proc hold more than they say, some of them without end.
        let mut file = File::open(path)?.take(bytes.saturating_add(1));
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                n => hash.update(&buffer[..n]),
            }
        }
        // One more than there should be is still allowed.
        if file.limit() != 1 {
            let why = format!("its size is {bytes} bytes, but it holds more or fewer: copy it to a regular file");
            return Err(io::Error::other(why));
        }
        Ok(FileValue { path: std::path::absolute(path)?, sha256: hex(&hash.finalize()), param: "" })
    }

    /// The whole content.
    ///
    /// # Errors
    /// It cannot be read, or is no longer what it was when the params were checked.
    pub fn read(&self) -> Result<Vec<u8>, String> {
        let bytes = std::fs::read(&self.path).map_err(|e| format!("{self}: {e}"))?;
        if hex(&Sha256::digest(&bytes)) == self.sha256 {
            Ok(bytes)
        } else {
            Err(format!("{self}: has changed since its params were checked: start again"))
        }
    }

    /// Its content to be read bit by bit, for a rank that needs a share of it alone. It is not held against the digest.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn open(&self) -> Result<BufReader<File>, String> {
        File::open(&self.path).map(BufReader::new).map_err(|e| format!("{self}: {e}"))
    }
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_every_kind_come_back_from_json() {
        let file = FileValue { path: "/tmp/a.npy".into(), sha256: "00".into(), param: "" };
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

    #[test]
    fn only_a_regular_file_of_the_size_it_says_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let large = folder.path().join("large");
        // It takes no place on the disk, and no time, as it is not read.
        File::create(&large).unwrap().set_len(5 << 30).unwrap();
        let refusal = |path: &Path| FileValue::within(path, 1 << 20).unwrap_err().to_string();
        assert_eq!(refusal(folder.path()), "this is a folder");
        assert!(refusal(Path::new("/dev/zero")).contains("a device or a pipe"));
        assert!(refusal(&pipe).contains("a device or a pipe"));
        assert_eq!(refusal(&large), "this one has 5368709120 bytes");
        if Path::new("/proc/cpuinfo").exists() {
            assert!(refusal(Path::new("/proc/cpuinfo")).starts_with("its size is 0 bytes, but it holds more"));
        }
    }
}
