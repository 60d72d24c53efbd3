//! Mistakes that are easily made, and must be caught.

use crate::naive::{self, add};
use crate::text::WordRule;
use crate::{Tally, Text, WordCount, vectorised};
use std::collections::HashMap;
use tenfold_kernel::{Mutant, mutant};

/// Each gets the setting, the text, scratch memory and the tally to fill.
pub(crate) fn all() -> Vec<Mutant<WordCount>> {
    vec![
        mutant!(capitals_are_others, |_, t, _, out| split(t, out, |byte| byte.is_ascii_alphabetic(), <[u8]>::to_vec)),
        mutant!(digits_are_letters, |_, t, _, out| {
            split(t, out, |byte| byte.is_ascii_alphanumeric(), <[u8]>::to_ascii_lowercase);
        }),
        mutant!(letters_beyond_ascii, |_, t, _, out| {
            split(t, out, |byte| byte.is_ascii_alphabetic() || byte >= 0x80, <[u8]>::to_ascii_lowercase);
        }),
        mutant!(marks_are_kept, |_, t, _, out| {
            split(t, out, |byte| !byte.is_ascii_whitespace(), <[u8]>::to_ascii_lowercase);
        }),
        mutant!(only_blank_and_newline, |_, t, _, out| split(t, out, |byte| !b" \n".contains(&byte), <[u8]>::to_vec)),
        mutant!(cut_at_16_bytes, |s, t, _, out| {
            let kind = WordRule::of(s.params);
            let seen = |word: &[u8]| word.iter().take(16).map(|byte| byte | kind.fold()).collect();
            split(t, out, |byte| kind.is_word(byte), seen);
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

/// Counts runs of the bytes that `is_word`, each as `seen`.
fn split(text: &Text, tally: &mut Tally, is_word: impl Fn(u8) -> bool, seen: impl Fn(&[u8]) -> Vec<u8>) {
    let (mut counts, mut room) = (HashMap::new(), Vec::new());
    for word in text.bytes.split(|&byte| !is_word(byte)).filter(|word| !word.is_empty()) {
        // As `Blanks`, which changes no byte.
        add(&mut counts, WordRule::Blanks, &seen(word), &mut room);
    }
    tally.fill_from(&counts);
}
