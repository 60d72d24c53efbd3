//! Strings told apart once and named by number afterwards.

use std::collections::HashMap;

/// Distinct strings in the order in which they were first seen.
#[derive(Default)]
pub struct Strings {
    indices: HashMap<String, usize>,
    strings: Vec<String>,
}

impl Strings {
    /// The number of a string, from 0.
    pub fn index(&mut self, text: &str) -> usize {
        if let Some(&index) = self.indices.get(text) {
            return index;
        }
        self.strings.push(text.to_string());
        self.indices.insert(text.to_string(), self.strings.len() - 1);
        self.strings.len() - 1
    }

    /// All strings by number.
    pub fn all(&self) -> &[String] {
        &self.strings
    }
}
