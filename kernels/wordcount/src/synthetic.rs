//! The synthetic text: every word follows from its index alone, so that each rank makes its own share, and so that the
//! right answer is known without looking at a byte.

use crate::Params;
use crate::text::WordRule;
use std::collections::HashMap;
use std::ops::Range;
use tenfold_kernel::random;

/// In how many forms a word of the vocabulary occurs, at most: with one of 8 marks, or alone with or without a capital.
pub(crate) const FORMS: f64 = 10.0;

/// What a word may have behind it: no letter of ASCII. One word in ten has one of these.
const MARKS: [&[u8]; 8] = [b",", b".", b";", b"2", "é".as_bytes(), b"\0", b"\xff", b"'"];

/// What separates a word with the mark at the same place from the next; the others have a blank.
const SPACES: [&[u8]; 8] = [b" ", b"\n", b"\r\n", b" ", b" ", b"\t", b"\x0b", b"\x0c"];

/// One word of the text.
#[derive(PartialEq, Eq, Hash)]
struct Draw {
    /// Which word of the vocabulary, 0 the most frequent.
    rank: usize,
    /// Whether it begins with a capital.
    capital: bool,
    /// What is written behind it.
    mark: &'static [u8],
}

impl Draw {
    /// Word `index` of the text, and the white space up to the next. The rank is log-uniform: the k-th word has the
    /// probability ln(1 + 1/k) / ln(vocabulary + 1), which is Zipf's law but for the first few.
    fn of(params: &Params, index: usize) -> (Draw, &'static [u8]) {
        let uniform = |which| random(params.seed, 2 * index as u64 + which);
        let rank = ((params.vocabulary + 1) as f64).powf(uniform(0)) as usize;
        let style = (uniform(1) * 80.0) as usize;
        let [mark, space] = [MARKS.get(style).copied().unwrap_or(b""), SPACES.get(style).copied().unwrap_or(b" ")];
        (Draw { rank: rank.clamp(1, params.vocabulary) - 1, capital: style.is_multiple_of(10), mark }, space)
    }

    /// The word and its mark. It is syllables of a consonant and a vowel: the digits of the rank to the base of 100,
    /// without a zero. One word in 97 ends with more letters than fit into 16 bytes; its vowels in a row tell it from
    /// all words of syllables.
    fn written(&self) -> Vec<u8> {
        let (mut word, mut left) = (Vec::new(), self.rank + 1);
        while left > 0 {
            let digit = (left - 1) % 100;
            word.extend([b"bcdfghjklmnpqrstvwxz"[digit / 5], b"aeiou"[digit % 5]]);
            left = (left - 1) / 100;
        }
        if self.rank % 97 == 96 {
            word.extend(b"counterintuitive");
        }
        if self.capital {
            word[0].make_ascii_uppercase();
        }
        word.extend(self.mark);
        word
    }
}

/// The words of these indices as a text. Behind the last word of all is no white space.
pub(crate) fn text(params: &Params, words: Range<usize>) -> Vec<u8> {
    // As many bytes as `Params::bytes` counts on.
    let mut text = Vec::with_capacity(6 * words.len());
    for index in words {
        let (draw, space) = Draw::of(params, index);
        text.extend(draw.written());
        text.extend(if index + 1 == params.total { b"" } else { space });
    }
    text
}

/// The words of the whole text, each with how often it was drawn.
pub(crate) fn drawn(params: &Params) -> HashMap<Vec<u8>, u64> {
    let mut drawn = HashMap::new();
    for index in 0..params.total {
        let (mut draw, _) = Draw::of(params, index);
        if WordRule::of(params) == WordRule::Letters {
            // Neither a capital nor what is behind a word makes another word of it.
            draw = Draw { capital: false, mark: b"", ..draw };
        }
        *drawn.entry(draw).or_insert(0) += 1;
    }
    drawn.into_iter().map(|(draw, count)| (draw.written(), count)).collect()
}
