//! The synthetic text: every word follows from its index alone, so that each rank makes its own share, and so that the right
//! answer is known without looking at a byte.

use crate::Params;
use crate::text::WordRule;
use std::collections::HashMap;
use std::ops::Range;
use tenfold_kernel::random;

/// In how many forms a word of the vocabulary stands in the text, at most: with one of 8 marks, or alone with or without a capital.
pub(crate) const FORMS: f64 = 10.0;

/// What a word may have behind it, and what separates it from the next: no letter of ASCII, and white space. One
/// word in ten has one of these; the others have a blank.
const BEHIND: [(&[u8], &[u8]); 8] = [
    (b",", b" "),
    (b".", b"\n"),
    (b";", b"\r\n"),
    (b"2", b" "),
    ("é".as_bytes(), b" "),
    (b"\0", b"\t"),
    (b"\xff", b"\x0b"),
    (b"'", b"\x0c"),
];

/// One word of the text.
struct Draw {
    /// Which word of the vocabulary, 0 the most frequent.
    rank: usize,
    /// Whether it begins with a capital.
    capital: bool,
    /// What is written behind it.
    mark: &'static [u8],
    /// White space up to the next word; nothing behind the last one.
    space: &'static [u8],
}

impl Draw {
    /// Word `index` of the text. The rank is log-uniform: the k-th word has the probability ln(1 + 1/k) / ln(vocabulary + 1),
    /// which is Zipf's law but for the first few.
    fn of(params: &Params, index: usize) -> Draw {
        let uniform = |which| random(params.seed, 2 * index as u64 + which);
        let rank = ((params.vocabulary + 1) as f64).powf(uniform(0)) as usize;
        let style = (uniform(1) * 80.0) as usize;
        let (mark, space): (&[u8], &[u8]) = BEHIND.get(style).copied().unwrap_or((b"", b" "));
        let is_last = index + 1 == params.total;
        Draw {
            rank: rank.clamp(1, params.vocabulary) - 1,
            capital: style.is_multiple_of(10),
            mark,
            space: if is_last { b"" } else { space },
        }
    }

    /// Writes the word and what is behind it.
    fn write(&self, to: &mut Vec<u8>) {
        let start = to.len();
        spell(self.rank, to);
        if self.capital {
            to[start].make_ascii_uppercase();
        }
        to.extend_from_slice(self.mark);
        to.extend_from_slice(self.space);
    }
}

/// Syllables of a consonant and a vowel: the digits of the rank to the base of 100, without a zero. One word in 97 ends with
/// more letters than fit into 16 bytes; its vowels in a row tell it from all words of syllables.
fn spell(rank: usize, to: &mut Vec<u8>) {
    let mut left = rank + 1;
    while left > 0 {
        let digit = (left - 1) % 100;
        to.extend([b"bcdfghjklmnpqrstvwxz"[digit / 5], b"aeiou"[digit % 5]]);
        left = (left - 1) / 100;
    }
    if rank % 97 == 96 {
        to.extend_from_slice(b"counterintuitive");
    }
}

/// The words of these indices as a text.
pub(crate) fn text(params: &Params, words: Range<usize>) -> Vec<u8> {
    let mut token = Vec::new();
    let length = |index| {
        token.clear();
        Draw::of(params, index).write(&mut token);
        token.len()
    };
    let mut text = Vec::with_capacity(words.clone().map(length).sum());
    words.for_each(|index| Draw::of(params, index).write(&mut text));
    text
}

/// The words of the whole text in order, each with how often it was drawn.
pub(crate) fn drawn(params: &Params) -> Vec<(Vec<u8>, u64)> {
    let mut drawn = HashMap::new();
    for index in 0..params.total {
        let Draw { rank, capital, mark, .. } = Draw::of(params, index);
        // Where letters count, neither a capital nor what is behind a word makes another word of it.
        let form =
            if WordRule::of(params) == WordRule::Letters { (rank, false, &b""[..]) } else { (rank, capital, mark) };
        *drawn.entry(form).or_insert(0) += 1;
    }
    let spelled = |((rank, capital, mark), count)| {
        let mut word = Vec::new();
        Draw { rank, capital, mark, space: b"" }.write(&mut word);
        (word, count)
    };
    let mut words: Vec<(Vec<u8>, u64)> = drawn.into_iter().map(spelled).collect();
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_vocabulary_is_another() {
        let spelled = |rank| {
            let mut word = Vec::new();
            spell(rank, &mut word);
            word
        };
        let mut words: Vec<Vec<u8>> = (0..50_000).map(spelled).collect();
        let lengths = [2, 4, 6].map(|length| words.iter().filter(|word| word.len() == length).count());
        // Without those that are long: one in 97.
        assert_eq!(lengths, [100 - 1, 10_000 - 103, 39_900 - 411]);
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), 50_000);
    }

    #[test]
    fn shares_put_together_are_the_text() {
        let params = Params { total: 5000, vocabulary: 97, ..Params::default() };
        let whole = text(&params, 0..5000);
        assert_eq!([text(&params, 0..7), text(&params, 7..7), text(&params, 7..5000)].concat(), whole);
        assert_eq!(whole.capacity(), whole.len(), "room is made once");
        for expected in [&b"counterintuitive"[..], b"\r\n", b"\xff", "é".as_bytes(), b"\0"] {
            assert!(whole.windows(expected.len()).any(|found| found == expected), "{expected:?}");
        }
    }
}
