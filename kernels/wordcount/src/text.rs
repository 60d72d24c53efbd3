//! The problem: which bytes are looked at, and which of them make a word.

use crate::synthetic;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;
use tenfold_kernel::{FileValue, Part};

tenfold_kernel::params! {
    /// A text and what a word of it is.
    pub struct Params {
        words: String = "letters" of ["letters", "blanks"], "a word is a run of ASCII letters, lower-cased, or of bytes between white space, as for wc -w";
        total: usize = 4_000_000 in 0..=500_000_000, "words of the synthetic text";
        vocabulary: usize = 100_000 in 1..=10_000_000, "size of the vocabulary; the k-th word has a frequency of about 1/k (Zipf)";
        seed: u64 = 1 in 0..=4_294_967_295, "seed of the synthetic text";
        file: Option<FileValue>, "a text of any bytes to count instead of the synthetic one";
    }
}

/// The largest text in bytes: places in it are 32-bit numbers.
const MOST_BYTES: u64 = u32::MAX as u64;

impl Params {
    /// Refuses files that are too large.
    pub(crate) fn validate(&self) -> Result<(), String> {
        let Some(file) = &self.file else { return Ok(()) };
        match fs::metadata(&file.path).map(|of| of.len()) {
            Ok(bytes) if bytes > MOST_BYTES => Err(too_large(&file.path.display().to_string(), bytes)),
            Ok(_) => Ok(()),
            Err(e) => Err(failed(file, &e)),
        }
    }

    /// About how many bytes the text has: those of the file, or at most 6 for each word drawn, what stands behind it
    /// included.
    pub(crate) fn bytes(&self) -> f64 {
        match &self.file {
            Some(file) => fs::metadata(&file.path).map_or(0.0, |of| of.len() as f64),
            None => 64.0 + 6.0 * self.total as f64,
        }
    }

    /// How many different words are in a share of so many bytes: at most, or for a file a guess that natural languages
    /// stay below.
    pub(crate) fn distinct(&self, bytes: f64) -> f64 {
        if self.file.is_some() {
            return bytes / 64.0;
        }
        // With blanks, capitals and what is written behind a word make other words of it.
        let forms = if WordRule::of(self) == WordRule::Letters { 1.0 } else { synthetic::FORMS };
        (forms * self.vocabulary as f64).min(bytes / 6.0)
    }
}

fn too_large(what: &str, bytes: u64) -> String {
    format!("{what} has {bytes} bytes: at most {MOST_BYTES} are allowed")
}

fn failed(file: &FileValue, e: &io::Error) -> String {
    format!("{}: {e}", file.path.display())
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordRule {
    /// A run of ASCII letters, lower-cased.
    Letters,
    /// A run of bytes that are no white space in the C locale.
    Blanks,
}

impl WordRule {
    /// What `params` say.
    pub fn of(params: &Params) -> WordRule {
        if params.words == "letters" { WordRule::Letters } else { WordRule::Blanks }
    }

    /// Whether `byte` belongs to a word.
    #[inline(always)]
    pub fn is_word(self, byte: u8) -> bool {
        match self {
            WordRule::Letters => byte.is_ascii_alphabetic(),
            WordRule::Blanks => !matches!(byte, b' ' | b'\t'..=b'\r'),
        }
    }

    /// The bit that a byte of a word gets, so that capitals and small letters are the same.
    #[inline(always)]
    pub fn fold(self) -> u8 {
        if self == WordRule::Letters { 0x20 } else { 0 }
    }

    /// How far the word reaches that `bytes` begin with, or begin in the middle of.
    fn run(self, bytes: &[u8]) -> usize {
        bytes.iter().take_while(|&&byte| self.is_word(byte)).count()
    }
}

/// A text, or the share of a rank: whole words of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Its bytes.
    pub bytes: Vec<u8>,
}

tenfold_kernel::arrays!(Text { bytes });

impl Text {
    /// The share of `part`, which is read or made without the rest.
    pub(crate) fn of(params: &Params, part: Part) -> Result<Text, String> {
        let bytes = match &params.file {
            Some(file) => read(file.open()?, WordRule::of(params), part).map_err(|e| failed(file, &e))?,
            None => synthetic::text(params, part.of(params.total)),
        };
        match bytes.len() as u64 {
            large if large > MOST_BYTES => Err(too_large("the text", large)),
            _ => Ok(Text { bytes }),
        }
    }
}

/// The share of `part` of a file. A word that reaches across a border belongs to the share in which it begins: so each share
/// is read from the byte before it, and to the end of its last word.
fn read(mut from: BufReader<File>, kind: WordRule, part: Part) -> io::Result<Vec<u8>> {
    let own = part.of(from.get_ref().metadata()?.len() as usize);
    let before = usize::from(own.start > 0);
    from.seek(SeekFrom::Start((own.start - before) as u64))?;
    let mut bytes = Vec::with_capacity(own.len() + before);
    from.by_ref().take((own.len() + before) as u64).read_to_end(&mut bytes)?;
    if before > 0 {
        // Either the end of another share's word, or the byte between two shares.
        let others = kind.run(&bytes).max(1).min(bytes.len());
        bytes.drain(..others);
    }
    if bytes.last().is_some_and(|&byte| kind.is_word(byte)) {
        for byte in from.bytes() {
            match byte? {
                byte if kind.is_word(byte) => bytes.push(byte),
                _ => break,
            }
        }
    }
    Ok(bytes)
}

/// Share `index` of `shares` of a text in memory, cut where no word is, by the same rule.
pub(crate) fn share(bytes: &[u8], kind: WordRule, shares: usize, index: usize) -> Range<usize> {
    let border = |at: usize| if at == 0 { 0 } else { at - 1 + kind.run(&bytes[at - 1..]).max(1) };
    let own = Part { rank: index, ranks: shares }.of(bytes.len());
    border(own.start)..border(own.end)
}

/// Small problems at which mistakes show.
pub(crate) fn awkward() -> Vec<Params> {
    let sizes = [(0, 1), (1, 1), (2, 1), (3, 2), (7, 97), (13, 3), (97, 1000), (500, 97), (701, 3), (2500, 5000)];
    let of = |words: &str| {
        let words = words.to_string();
        sizes.map(|(total, vocabulary)| Params { words: words.clone(), total, vocabulary, ..Params::default() })
    };
    [of("letters"), of("blanks")].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Long and short words, borders of every kind, no final newline.
    const TEXT: &[u8] = b"one two,three  Donaudampfschifffahrt\r\n\0x\xff a.b \n\nlast";

    #[test]
    fn a_rank_reads_its_share_of_a_file_alone() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for text in [TEXT, b"", b" ", b"w", &[b'w'; 100]] {
            fs::write(file.path(), text).unwrap();
            let value = FileValue::of(file.path()).unwrap();
            for kind in [WordRule::Letters, WordRule::Blanks] {
                for ranks in 1..=text.len() + 2 {
                    for rank in 0..ranks {
                        let alone = read(value.open().unwrap(), kind, Part { rank, ranks }).unwrap();
                        assert_eq!(alone, text[share(text, kind, ranks, rank)], "{kind:?}, rank {rank} of {ranks}");
                    }
                }
            }
        }
    }
}
