//! A TOML file with places, so that every complaint can name its line.

use crate::word::listed;
use std::fmt;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A mistake in an experiment file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The text of that line.
    pub text: String,
    /// What is wrong, what is allowed.
    pub message: String,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)?;
        if !self.text.trim().is_empty() {
            write!(f, "\n  {} | {}", self.line, self.text.trim_end())?;
        }
        Ok(())
    }
}

impl std::error::Error for FileError {}

/// The file being read.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

/// A value with its place.
pub(crate) type Node<'a> = Spanned<DeValue<'a>>;

impl<'a> Source<'a> {
    /// A complaint about the place `span`.
    pub fn error(&self, span: Range<usize>, message: impl Into<String>) -> FileError {
        let start = span.start.min(self.text.len());
        let line = self.text[..start].matches('\n').count() + 1;
        let text = self.text.lines().nth(line - 1).unwrap_or_default().to_string();
        FileError { file: self.file.to_string(), line, text, message: message.into() }
    }

    /// The whole file as a table.
    pub fn parse(&self) -> Result<Spanned<DeTable<'a>>, FileError> {
        DeTable::parse(self.text)
            .map_err(|e| self.error(e.span().unwrap_or(0..0), format!("not TOML: {}", e.message())))
    }

    /// Refuses keys that are not among `known`.
    pub fn only(&self, table: &DeTable<'_>, known: &[&str]) -> Result<(), FileError> {
        match table.keys().find(|key| !known.contains(&key.get_ref().as_ref())) {
            None => Ok(()),
            Some(key) => {
                let word = key.get_ref().as_ref();
                Err(self.error(key.span(), format!("unknown key '{word}' ({})", listed(word, known))))
            }
        }
    }

    /// A text.
    pub fn text_of(&self, key: &str, node: &Node<'_>) -> Result<String, FileError> {
        match node.get_ref() {
            DeValue::String(text) => Ok(text.to_string()),
            other => Err(self.wrong(key, node, "a text in quotes", other)),
        }
    }

    /// A list of texts.
    pub fn texts(&self, key: &str, node: &Node<'_>) -> Result<Vec<String>, FileError> {
        self.list(key, node)?.iter().map(|item| self.text_of(key, item)).collect()
    }

    /// What one of the `known` words stands for.
    pub fn choice<T: Copy>(&self, key: &str, node: &Node<'_>, known: &[(&str, T)]) -> Result<T, FileError> {
        let word = self.text_of(key, node)?;
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let found = known.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        found.ok_or_else(|| self.error(node.span(), format!("{key} = \"{word}\" ({})", listed(&word, &names))))
    }

    /// A number, integer or real.
    pub fn number(&self, key: &str, node: &Node<'_>) -> Result<f64, FileError> {
        let plain = match node.get_ref() {
            DeValue::Integer(i) => match i64::from_str_radix(i.as_str(), i.radix()) {
                Ok(i) => Some(i as f64),
                // Too large for any integer, but a number: what is allowed is said where it is used.
                Err(_) if i.radix() == 10 => i.as_str().parse().ok(),
                Err(_) => None,
            },
            DeValue::Float(x) => x.as_str().parse().ok(),
            _ => None,
        };
        plain.ok_or_else(|| self.wrong(key, node, "a number", node.get_ref()))
    }

    /// An integer, where the text is one.
    pub fn integer(&self, node: &Node<'_>) -> Option<i64> {
        match node.get_ref() {
            DeValue::Integer(i) => i64::from_str_radix(i.as_str(), i.radix()).ok(),
            _ => None,
        }
    }

    /// A list.
    pub fn list<'n>(&self, key: &str, node: &'n Node<'a>) -> Result<&'n [Node<'a>], FileError> {
        match node.get_ref() {
            DeValue::Array(items) => Ok(items),
            other => Err(self.wrong(key, node, "a list in brackets", other)),
        }
    }

    /// A table.
    pub fn table<'n>(&self, key: &str, node: &'n Node<'a>) -> Result<&'n DeTable<'a>, FileError> {
        match node.get_ref() {
            DeValue::Table(table) => Ok(table),
            other => Err(self.wrong(key, node, "a table", other)),
        }
    }

    fn wrong(&self, key: &str, node: &Node<'_>, needed: &str, found: &DeValue<'_>) -> FileError {
        self.error(node.span(), format!("'{key}' needs {needed}, this is {}", found.type_str()))
    }
}
