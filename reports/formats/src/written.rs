//! What a format writes of a run: a file, or files of a folder.

use crate::FormatError;
use serde_json::{Map, Value};
use std::io::Write;

/// A run in a format.
pub enum Written<'r> {
    /// One file, which may be too large to be held in memory.
    File(Stream<'r>),
    /// Files of a folder, in which those of other runs may lie.
    Folder(Vec<Entry>),
}

/// Writes a file piece by piece.
pub type Stream<'r> = Box<dyn FnOnce(&mut (dyn Write + Send)) -> Result<(), FormatError> + 'r>;

impl<'r> Written<'r> {
    /// A file that is written by `write`.
    pub(crate) fn by(write: impl FnOnce(&mut (dyn Write + Send)) -> Result<(), FormatError> + 'r) -> Written<'r> {
        Written::File(Box::new(write))
    }

    /// A file of these bytes.
    pub(crate) fn bytes(bytes: Vec<u8>) -> Written<'r> {
        Written::by(move |to| Ok(to.write_all(&bytes)?))
    }
}

/// A file of a folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its path in the folder, with `/` between names.
    pub path: String,
    /// What is in it.
    pub(crate) content: Content,
}

/// What is in a file of a folder.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Content {
    /// All of it; what was in its place goes.
    Whole(Value),
    /// Members of a JSON object; the others that were in its place stay.
    Members(Map<String, Value>),
}

impl Entry {
    /// The file's bytes, where `there` is what lies in its place.
    ///
    /// # Errors
    /// [`FormatError::Foreign`] where that has members that stay and cannot be read.
    pub fn over(&self, there: Option<&[u8]>) -> Result<Vec<u8>, FormatError> {
        let foreign = |cause: &str| FormatError::Foreign { path: self.path.clone(), cause: cause.to_string() };
        let value = match (&self.content, there) {
            (Content::Whole(value), _) => value.clone(),
            (Content::Members(members), None) => members.clone().into(),
            (Content::Members(members), Some(there)) => {
                let there: Value = serde_json::from_slice(there).map_err(|e| foreign(&e.to_string()))?;
                let Value::Object(mut all) = there else { return Err(foreign("it is not a JSON object")) };
                all.extend(members.clone());
                all.into()
            }
        };
        Ok(pretty(&value))
    }
}

/// A JSON document as bytes that end in a line break.
pub(crate) fn pretty(value: &Value) -> Vec<u8> {
    format!("{value:#}\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn entry(content: Content) -> Entry {
        Entry { path: "list.json".into(), content }
    }

    #[test]
    fn members_of_others_stay_and_whole_files_are_replaced() {
        let Value::Object(members) = json!({ "b": 3, "c": 4 }) else { panic!() };
        let members = entry(Content::Members(members));
        let read = |bytes: Vec<u8>| serde_json::from_slice::<Value>(&bytes).unwrap();
        assert_eq!(read(members.over(None).unwrap()), json!({ "b": 3, "c": 4 }));
        assert_eq!(read(members.over(Some(br#"{"a":1,"b":2}"#)).unwrap()), json!({ "a": 1, "b": 3, "c": 4 }));
        assert_eq!(read(entry(Content::Whole(json!({ "b": 3 }))).over(Some(b"{\"a\":1}")).unwrap()), json!({ "b": 3 }));
    }

    #[test]
    fn what_is_no_list_is_not_replaced() {
        let members = entry(Content::Members(Map::new()));
        for there in ["[]", "{", ""] {
            let fault = members.over(Some(there.as_bytes())).unwrap_err().to_string();
            assert!(fault.starts_with("list.json exists but was not written by tenfold"), "{fault}");
        }
    }
}
