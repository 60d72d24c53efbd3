//! The source of what was measured, as it was compiled in.

use serde::{Deserialize, Serialize};

/// The source text of a variant, or of a file that variants share. It is kept with the run, so that a report shows what was
/// measured, whatever the program that writes the report was built from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The kernel.
    pub kernel: String,
    /// The variant whose own file it is; `None` for a file beside them that any of the kernel's variants may use.
    pub variant: Option<String>,
    /// Its file, relative to the workspace: "kernels/heat/src/naive.rs".
    pub file: String,
    /// The text.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn what_older_versions_kept_is_still_read() {
        let old = r#"{"kernel":"heat","variant":"naive","file":"kernels/heat/src/naive.rs","text":"fn run() {}"}"#;
        let read: Source = serde_json::from_str(old).unwrap();
        assert_eq!((read.variant.as_deref(), read.text.as_str()), (Some("naive"), "fn run() {}"));
    }
}
