//! Naive: the standard library's hash map, asked for each word as it ends.

use crate::text::WordRule;
use crate::{Params, Tally, Text};
use std::collections::HashMap;
use tenfold_kernel::{Setting, Workspace};

/// Counts all words of `text`.
pub fn run(setting: &Setting<Params>, text: &Text, _: &Workspace, tally: &mut Tally) {
    // Words: byte by byte.
    let kind = WordRule::of(setting.params);
    let counts = counted(kind, text, |&byte| kind.is_word(byte));

    // Table: the words in order.
    tally.fill_from(&counts);
}

/// Every word of `text`, which is a run of bytes that `is_word`, with its count.
pub fn counted(kind: WordRule, text: &Text, is_word: impl Fn(&u8) -> bool) -> HashMap<Vec<u8>, u64> {
    let (mut counts, mut word) = (HashMap::new(), Vec::new());
    let all = text.bytes.split(|byte| !is_word(byte));
    all.filter(|found| !found.is_empty()).for_each(|found| add(&mut counts, kind, found, &mut word));
    counts
}

// Heart: one copy of every word is kept, by which all others are found.
/// Counts one more of the word `found`; `word` is room for its small letters.
pub fn add(counts: &mut HashMap<Vec<u8>, u64>, kind: WordRule, found: &[u8], word: &mut Vec<u8>) {
    word.clear();
    word.extend(found.iter().map(|byte| byte | kind.fold()));
    match counts.get_mut(&*word) {
        Some(count) => *count += 1,
        None => _ = counts.insert(word.clone(), 1),
    }
}
