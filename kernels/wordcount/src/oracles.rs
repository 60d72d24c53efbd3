//! What knows the right counts: how often each word was drawn, and what no way of counting may change.

use crate::text::WordRule;
use crate::{Params, Tally, Text, WordCount, synthetic};
use tenfold_kernel::{Check, Oracle, oracle};

pub(crate) fn all() -> Vec<Oracle<WordCount>> {
    vec![
        oracle!(drawn, Constant, "the synthetic text's own draws, counted by number before a byte is written"),
        oracle!(total, Property, "definition: as many words as bytes that start one"),
        oracle!(order, Property, "definition: every word once, in the order of bytes, with a count of 1 or more"),
        oracle!(bytes, Property, "conservation: every byte is in the words as often as in the text"),
    ]
}

fn drawn(params: &Params, _: &Text, tally: &Tally) -> Option<Check> {
    if params.file.is_some() {
        return None;
    }
    let mut drawn = Tally::default();
    drawn.fill_from(&synthetic::drawn(params));
    let (all, found) = (drawn.ends.len(), tally.ends.len());
    let differ = drawn.words().zip(tally.words()).filter(|(drawn, found)| drawn != found).count();
    let differ = differ.max(all.abs_diff(found));
    Some(Check::equal(&format!("of {all} words drawn, those counted differently"), differ as u64, 0))
}

/// The bytes that are in words, each as small as it is counted, by the two definitions written once more.
fn in_words(params: &Params, text: &Text) -> impl Iterator<Item = Option<u8>> {
    let letters = WordRule::of(params) == WordRule::Letters;
    text.bytes.iter().map(move |&byte| match (letters, byte) {
        (true, b'a'..=b'z') => Some(byte),
        (true, b'A'..=b'Z') => Some(byte - b'A' + b'a'),
        (true, _) | (false, b' ' | b'\t' | b'\n' | 11 | 12 | b'\r') => None,
        (false, _) => Some(byte),
    })
}

fn total(params: &Params, text: &Text, tally: &Tally) -> Option<Check> {
    let before = std::iter::once(None).chain(in_words(params, text));
    let begins = before.zip(in_words(params, text)).filter(|(before, here)| before.is_none() && here.is_some()).count();
    let counted = tally.counts.iter().fold(0, |sum: u64, &count| sum.saturating_add(count));
    Some(Check::equal("words", counted, begins as u64))
}

fn order(_: &Params, _: &Text, tally: &Tally) -> Option<Check> {
    let words: Vec<&[u8]> = tally.words().map(|(word, _)| word).collect();
    let astray = words.windows(2).filter(|pair| pair[0] >= pair[1]).count() + usize::from(!tally.is_sound());
    let what = "words that are out of order, or have no byte, end or count";
    Some(Check::equal(what, astray as u64, 0))
}

fn bytes(params: &Params, text: &Text, tally: &Tally) -> Option<Check> {
    let (mut expected, mut found) = ([0_u64; 256], [0_u64; 256]);
    in_words(params, text).flatten().for_each(|byte| expected[usize::from(byte)] += 1);
    for (word, count) in tally.words() {
        for &byte in word {
            found[usize::from(byte)] = found[usize::from(byte)].saturating_add(count);
        }
    }
    let differ = expected.iter().zip(&found).filter(|(expected, found)| expected != found).count();
    Some(Check::equal("values of a byte that the words have more or less often than the text", differ as u64, 0))
}
