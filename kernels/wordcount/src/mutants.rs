//! Mistakes that are easily made, and must be caught.

use crate::naive::{self, counted};
use crate::text::WordRule::{Blanks, Letters};
use crate::{Tally, Text, WordCount, vectorised};
use std::collections::HashMap;
use tenfold_kernel::{Mutant, mutant};

/// Each gets the setting, the text, scratch memory and the tally to fill.
pub(crate) fn all() -> Vec<Mutant<WordCount>> {
    vec![
        // As `Blanks`, of which no byte is changed.
        mutant!(capitals_are_others, |_, t, _, out| out.fill_from(&counted(Blanks, t, u8::is_ascii_alphabetic))),
        mutant!(digits_are_letters, |_, t, _, out| out.fill_from(&counted(Letters, t, u8::is_ascii_alphanumeric))),
        mutant!(letters_beyond_ascii, |_, t, _, out| {
            out.fill_from(&counted(Letters, t, |&byte| byte.is_ascii_alphabetic() || byte >= 0x80));
        }),
        mutant!(marks_are_kept misreads |params| params.words = "blanks".to_string()),
        mutant!(only_blank_and_newline, |_, t, _, out| {
            out.fill_from(&counted(Blanks, t, |byte| !b" \n".contains(byte)));
        }),
        mutant!(cut_at_16_bytes, |s, t, space, out| {
            naive::run(s, t, space, out);
            change(out, |words| words.iter_mut().for_each(|(word, _)| word.truncate(16)));
        }),
        mutant!(cut_between_chunks, |s, t, space, out| {
            // A blank at the border of every 64 bytes, as if no word went on into the next.
            let bytes = t.bytes.chunks(64).collect::<Vec<_>>().join(&b' ');
            naive::run(s, &Text { bytes }, space, out);
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
            change(out, |words| words.sort_by_key(|&(_, count)| std::cmp::Reverse(count)));
        }),
        mutant!(not_shuffled on Distributed, |s, t, space, out| vectorised::run(s, t, space, out)),
        mutant!(nothing_is_sent on Distributed, |s, t, space, out| {
            // Every rank keeps the words that it would own, and none tells another what it has counted.
            naive::run(s, t, space, out);
            change(out, |words| words.retain(|(word, _)| usize::from(word[0]) % s.comm.size() == s.comm.rank()));
        }),
    ]
}

/// Changes the words that were counted.
fn change(tally: &mut Tally, how: impl FnOnce(&mut Vec<(Vec<u8>, u64)>)) {
    let mut words = tally.words().map(|(word, count)| (word.to_vec(), count)).collect();
    how(&mut words);
    tally.start();
    words.into_iter().for_each(|(word, count)| tally.push(&word, count));
}
