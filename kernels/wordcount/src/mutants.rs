//! Mistakes that are easily made, and must be caught.

use crate::naive::{self, add};
use crate::text::Kind;
use crate::{Params, Tally, Text, WordCount, vectorised};
use std::collections::HashMap;
use tenfold_kernel::{Mutant, Setting, mutant};

/// Each gets the setting, the text, scratch memory and the tally to fill.
pub(crate) fn all() -> Vec<Mutant<WordCount>> {
    vec![
        mutant!(capitals_are_others, |s, t, _, out| split(
            s,
            t,
            out,
            |_, byte| byte.is_ascii_alphabetic(),
            <[u8]>::to_vec
        )),
        mutant!(digits_are_letters, |s, t, _, out| {
            split(s, t, out, |_, byte| byte.is_ascii_alphanumeric(), |word| word.to_ascii_lowercase())
        }),
        mutant!(letters_beyond_ascii, |s, t, _, out| {
            split(s, t, out, |_, byte| byte.is_ascii_alphabetic() || byte >= 0x80, |word| word.to_ascii_lowercase())
        }),
        mutant!(marks_are_kept, |s, t, _, out| {
            split(s, t, out, |_, byte| !byte.is_ascii_whitespace(), |word| word.to_ascii_lowercase())
        }),
        mutant!(only_blank_and_newline, |s, t, _, out| split(
            s,
            t,
            out,
            |_, byte| !b" \n".contains(&byte),
            <[u8]>::to_vec
        )),
        mutant!(cut_at_16_bytes, |s, t, _, out| {
            let right = |kind: Kind, byte| kind.is_word(byte);
            split(s, t, out, right, |word| word[..word.len().min(16)].iter().map(|byte| byte | fold(s)).collect());
        }),
        mutant!(cut_between_chunks, |s, t, space, out| {
            // A blank at the border of every 64 bytes, as if no word went on into the next.
            let cut = t.bytes.chunks(64).collect::<Vec<_>>().join(&b' ');
            naive::run(s, &Text { bytes: cut }, space, out);
        }),
        mutant!(joined_at_chunks, |s, t, space, out| {
            // The last of every 64 bytes is forgotten.
            let bytes = t.bytes.chunks(64).flat_map(|chunk| &chunk[..chunk.len().min(63)]).copied().collect();
            naive::run(s, &Text { bytes }, space, out);
        }),
        mutant!(last_word_lost, |s, t, space, out| {
            // Counted only where white space follows.
            let end = t.bytes.iter().rposition(|byte| byte.is_ascii_whitespace()).unwrap_or(0);
            naive::run(s, &Text { bytes: t.bytes[..end].to_vec() }, space, out);
        }),
        mutant!(hash_taken_for_the_word, |s, t, space, out| {
            naive::run(s, t, space, out);
            let hash = |word: &[u8]| word.iter().fold(0_u8, |hash, byte| hash.wrapping_mul(31) ^ byte);
            let mut firsts: HashMap<u8, (Vec<u8>, u64)> = HashMap::new();
            for (word, count) in out.words() {
                firsts.entry(hash(word)).or_insert_with(|| (word.to_vec(), 0)).1 += count;
            }
            out.fill_from(&firsts.into_values().collect());
        }),
        mutant!(counts_of_8_bits, |s, t, space, out| {
            naive::run(s, t, space, out);
            out.counts.iter_mut().for_each(|count| *count %= 256);
        }),
        mutant!(ordered_by_count, |s, t, space, out| {
            naive::run(s, t, space, out);
            let sorted = out.clone();
            let mut words: Vec<(&[u8], u64)> = sorted.words().collect();
            words.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
            out.start();
            words.into_iter().for_each(|(word, count)| out.push(word, count));
        }),
        mutant!(not_shuffled on Distributed, |s, t, space, out| vectorised::run(s, t, space, out)),
        mutant!(nothing_is_sent on Distributed, |s, t, space, out| {
            // Every rank keeps the words that it would own, and none tells another what it has counted.
            naive::run(s, t, space, out);
            let kept = out.clone();
            out.start();
            let own = |word: &[u8]| usize::from(word[0]) % s.comm.size() == s.comm.rank();
            kept.words().filter(|&(word, _)| own(word)).for_each(|(word, count)| out.push(word, count));
        }),
    ]
}

fn fold(setting: &Setting<Params>) -> u8 {
    Kind::of(setting.params).fold()
}

/// Counts runs of the bytes that `is_word`, each as `seen`.
fn split(
    setting: &Setting<Params>,
    text: &Text,
    tally: &mut Tally,
    is_word: impl Fn(Kind, u8) -> bool,
    seen: impl Fn(&[u8]) -> Vec<u8>,
) {
    let (kind, mut counts, mut room) = (Kind::of(setting.params), HashMap::new(), Vec::new());
    for word in text.bytes.split(|&byte| !is_word(kind, byte)).filter(|word| !word.is_empty()) {
        // As `Blanks`, which changes no byte.
        add(&mut counts, Kind::Blanks, &seen(word), &mut room);
    }
    tally.fill_from(&counts);
}
