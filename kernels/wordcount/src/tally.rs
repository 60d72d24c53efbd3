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

    /// Lines up the words of all parts. One that two parts have stays twice, and a part that is unsound comes back
    /// instead of the whole: the comparison with the reference answer finds both.
    pub(crate) fn join(mut parts: Vec<Tally>) -> Tally {
        if let Some(odd) = parts.iter().position(|part| !part.is_sound()) {
            return parts.swap_remove(odd);
        }
        let mut words: Vec<(&[u8], u64)> = parts.iter().flat_map(Tally::words).collect();
        words.sort_unstable();
        let mut whole = Tally::default();
        words.into_iter().for_each(|(word, count)| whole.push(word, count));
        whole
    }

    /// Reads what a peer wrote, as little-endian numbers: how many words there are (64 bits), their ends and their
    /// counts (64 bits each), and the bytes of all words.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Tally, String> {
        let (words, rest) =
            bytes.split_first_chunk().ok_or("fewer than the 8 bytes that say how many words there are")?;
        let words = u64::from_le_bytes(*words);
        let (all, head) = (bytes.len(), words.saturating_mul(16).saturating_add(8));
        if head > all as u64 {
            return Err(format!("{all} bytes, but the ends and counts of {words} words alone are {head}"));
        }
        let (numbers, bytes) = rest.split_at(16 * words as usize);
        let mut ends: Vec<u64> = numbers.as_chunks().0.iter().map(|number| u64::from_le_bytes(*number)).collect();
        let counts = ends.split_off(words as usize);
        Ok(Tally { bytes: bytes.to_vec(), ends, counts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_shows_more_than_its_words_does_not_pass_for_a_right_one() {
        let right = Tally { bytes: b"abb".to_vec(), ends: vec![1, 3], counts: vec![1, 2] };
        for spoilt in [
            Tally { bytes: b"abb\xff".to_vec(), ..right.clone() },
            Tally { counts: vec![1, 2, u64::MAX], ..right.clone() },
            Tally { ends: vec![1, 3, u64::MAX], ..right.clone() },
            Tally { ends: vec![u64::MAX, 3], ..right.clone() },
        ] {
            assert_eq!(Tally::join(vec![right.clone(), spoilt.clone()]), spoilt);
        }
    }

    #[test]
    fn what_a_peer_wrote_is_read_or_refused() {
        let numbers = [2_u64, 1, 3, 5, 7].map(u64::to_le_bytes).concat();
        let read = Tally::from_bytes(&[&numbers[..], b"abc"].concat());
        assert_eq!(read, Ok(Tally { bytes: b"abc".to_vec(), ends: vec![1, 3], counts: vec![5, 7] }));
        let refusal = Tally::from_bytes(&numbers[..39]).unwrap_err();
        assert_eq!(refusal, "39 bytes, but the ends and counts of 2 words alone are 40");
        assert!(Tally::from_bytes(&[1; 7]).unwrap_err().starts_with("fewer than the 8 bytes"));
    }
}
