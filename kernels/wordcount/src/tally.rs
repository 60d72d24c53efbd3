//! The answer: the words in order, each with how often it occurs.

use std::collections::HashMap;

/// Words in the order of their bytes, one after the other, and the count of each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// The bytes of all words, without anything between them.
    pub bytes: Vec<u8>,
    /// Where each word ends among the bytes, and the next begins.
    pub ends: Vec<u64>,
    /// How often each word occurs.
    pub counts: Vec<u64>,
}

tenfold_kernel::arrays!(Tally { bytes, ends, counts });

impl Tally {
    /// Starts anew, in the memory that is there.
    pub fn start(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.counts.clear();
    }

    /// Adds a word, behind all others.
    pub fn push(&mut self, word: &[u8], count: u64) {
        self.bytes.extend_from_slice(word);
        self.ends.push(self.bytes.len() as u64);
        self.counts.push(count);
    }

    /// Fills the tally with the words of a map, in order.
    pub fn fill_from(&mut self, counts: &HashMap<Vec<u8>, u64>) {
        let mut words: Vec<(&Vec<u8>, &u64)> = counts.iter().collect();
        words.sort_unstable();
        self.start();
        words.into_iter().for_each(|(word, &count)| self.push(word, count));
    }

    /// The words with their counts. One whose end lies nowhere is empty.
    pub fn words(&self) -> impl Iterator<Item = (&[u8], u64)> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        let word = |(begin, &end): (u64, &u64)| self.bytes.get(begin as usize..end as usize).unwrap_or_default();
        begins.zip(&self.ends).map(word).zip(self.counts.iter().copied())
    }

    /// Whether every word has a byte, an end and a count, and every byte a word.
    pub fn is_sound(&self) -> bool {
        let all = self.ends.last().copied().unwrap_or(0) == self.bytes.len() as u64;
        all && self.ends.len() == self.counts.len() && self.words().all(|(word, count)| !word.is_empty() && count > 0)
    }

    /// Lines up the words of all parts. One that two parts have stays twice, and a part that is unsound comes back instead of
    /// the whole: the comparison with the reference answer finds both.
    pub(crate) fn join(mut parts: Vec<Tally>) -> Tally {
        if let Some(odd) = parts.iter().position(|part| !part.is_sound()).or((parts.len() == 1).then_some(0)) {
            return parts.swap_remove(odd);
        }
        let mut words: Vec<(&[u8], u64)> = parts.iter().flat_map(Tally::words).collect();
        words.sort_unstable();
        let mut whole = Tally::default();
        words.into_iter().for_each(|(word, count)| whole.push(word, count));
        whole
    }

    /// Reads what a peer wrote, as little-endian numbers: how many words there are (64 bits), their ends and their counts (64
    /// bits each), and the bytes of all words.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Tally, String> {
        let (numbers, _) = bytes.as_chunks::<8>();
        let number = |&number: &[u8; 8]| u64::from_le_bytes(number);
        let words = numbers.first().map(number).ok_or("fewer than the 8 bytes that say how many words there are")?;
        let head = words.saturating_mul(16).saturating_add(8);
        if head > bytes.len() as u64 {
            let all = bytes.len();
            return Err(format!("{all} bytes, but the ends and counts of {words} words alone are {head}"));
        }
        let (ends, counts) = numbers[1..head as usize / 8].split_at(words as usize);
        let [ends, counts] = [ends, counts].map(|of| of.iter().map(number).collect());
        Ok(Tally { bytes: bytes[head as usize..].to_vec(), ends, counts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(words: &[(&str, u64)]) -> Tally {
        let mut tally = Tally::default();
        words.iter().for_each(|(word, count)| tally.push(word.as_bytes(), *count));
        tally
    }

    #[test]
    fn a_part_that_shows_more_than_its_words_does_not_pass_for_a_right_one() {
        let right = tally(&[("a", 1), ("b", 2)]);
        let spoilt: [fn(&mut Tally); 4] = [
            |part| part.bytes.push(0xFF),
            |part| part.counts.push(u64::MAX),
            |part| part.ends.push(u64::MAX),
            |part| part.ends[0] = u64::MAX,
        ];
        for spoil in spoilt {
            let mut part = right.clone();
            spoil(&mut part);
            assert!(!part.is_sound());
            assert_eq!(Tally::join(vec![tally(&[("c", 1)]), part.clone()]), part);
        }
        assert!(right.is_sound() && Tally::default().is_sound());
    }

    #[test]
    fn what_a_peer_wrote_is_read_or_refused() {
        let numbers = [2_u64, 1, 3, 5, 7].map(u64::to_le_bytes).concat();
        let read = Tally::from_bytes(&[&numbers[..], b"abc"].concat()).unwrap();
        assert_eq!(read, tally(&[("a", 5), ("bc", 7)]));
        let refusal = Tally::from_bytes(&numbers[..39]).unwrap_err();
        assert_eq!(refusal, "39 bytes, but the ends and counts of 2 words alone are 40");
        assert!(Tally::from_bytes(&[1; 7]).unwrap_err().starts_with("fewer than the 8 bytes"));
    }
}
