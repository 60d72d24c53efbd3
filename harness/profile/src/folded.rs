//! Folded stacks: one line per distinct stack, frames from the root on joined by `;`, then a blank and a count.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Distinct stacks with how often each was seen, in the order of their text.
///
/// ```
/// use tenfold_profile::Folded;
///
/// let mut folded: Folded = "main;run;step 3\nmain;run 1\n".parse()?;
/// folded.add(["main", "run"], 2);
/// assert_eq!(folded.to_string(), "main;run 3\nmain;run;step 3\n");
/// # Ok::<(), tenfold_profile::FoldedError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Folded {
    stacks: BTreeMap<String, u64>,
}

/// A line that is no folded stack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the folded stacks is not 'frame;frame count': {text}")]
pub struct FoldedError {
    /// Its number, from 1.
    pub line: usize,
    /// Its text.
    pub text: String,
}

impl Folded {
    /// Counts a stack, given from the root to the leaf, `count` times more.
    pub fn add<'a>(&mut self, frames: impl IntoIterator<Item = &'a str>, count: u64) {
        let mut stack = String::new();
        for frame in frames {
            if !stack.is_empty() {
                stack.push(';');
            }
            // The separator must not occur in a frame, and it does in Rust's array types: `[u8; 4]`.
            stack.push_str(&frame.replace([';', '\n'], ":"));
        }
        if !stack.is_empty() && count > 0 {
            *self.stacks.entry(stack).or_default() += count;
        }
    }

    /// Adds all of `other`.
    pub fn merge(&mut self, other: &Folded) {
        for (stack, count) in &other.stacks {
            *self.stacks.entry(stack.clone()).or_default() += count;
        }
    }

    /// All samples.
    pub fn total(&self) -> u64 {
        self.stacks.values().sum()
    }

    /// Each stack, its frames from the root on, with its count.
    pub fn iter(&self) -> impl Iterator<Item = (impl Iterator<Item = &str>, u64)> {
        self.stacks.iter().map(|(stack, &count)| (stack.split(';'), count))
    }

    /// Each stack as a line, as flamegraph programs read them.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.stacks.iter().map(|(stack, count)| format!("{stack} {count}"))
    }
}

impl fmt::Display for Folded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl std::str::FromStr for Folded {
    type Err = FoldedError;

    fn from_str(text: &str) -> Result<Self, FoldedError> {
        let mut folded = Folded::default();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let parts = line.rsplit_once(' ').and_then(|(stack, count)| Some((stack, count.parse().ok()?)));
            let (stack, count) = parts.ok_or_else(|| FoldedError { line: index + 1, text: line.to_string() })?;
            folded.add(stack.split(';'), count);
        }
        Ok(folded)
    }
}

impl From<Folded> for String {
    fn from(folded: Folded) -> String {
        folded.to_string()
    }
}

impl TryFrom<String> for Folded {
    type Error = FoldedError;

    fn try_from(text: String) -> Result<Self, FoldedError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let mut folded = Folded::default();
        folded.add(["rank 1", "sum<[u8; 4]>", "step"], 7);
        folded.add(["rank 0", "sum"], 2);
        folded.add(["rank 0", "never"], 0);
        assert_eq!(folded.to_string(), "rank 0;sum 2\nrank 1;sum<[u8: 4]>;step 7\n");
        assert_eq!(folded.to_string().parse(), Ok(folded));
    }

    #[test]
    fn merging_adds_counts() {
        let mut one: Folded = "a;b 1\na 2\n".parse().unwrap();
        one.merge(&"a;b 10\nc 5\n".parse().unwrap());
        assert_eq!(one.to_string(), "a 2\na;b 11\nc 5\n");
        assert_eq!(one.total(), 18);
    }

    #[test]
    fn a_line_without_a_count_is_named() {
        let error = "a;b 1\n\na;b\n".parse::<Folded>().unwrap_err();
        assert_eq!(error, FoldedError { line: 3, text: "a;b".to_string() });
    }
}
